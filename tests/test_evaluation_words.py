"""The words of a book's statistics: each is used, all of a result is in its language, and an interval looks alike everywhere."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
import yijin as yj
from yijin.evaluate import _estimate, _words
from yijin.evaluation import _words as _words_of_book

KEY = b"a key of the tests, 16 bytes or more"
PACKAGE = Path(yj.__file__).parent
CONVENTIONS = {"weights": "equal", "normalisation": "min_max", "aggregation": "arithmetic", "missing": "drop_unit", "concentration": 20}
TABLES = {
    name: words
    for module in (_words, _words_of_book)
    for name, words in vars(module).items()
    if name.isupper() and isinstance(words, Mapping)
}
CHOSEN = {
    "EVALUATION": {"arithmetic_part", "geometric_part", "topsis_part"},
    "CONVENTIONS": {"arithmetic", "geometric", "topsis", "min_max", "z", "vector", "drop_unit", "worst", "any"},
    "CAUTIONS": {"too_few", "alike", "at_end", "tail", "weighted"},
    "OUTLOOK": {"high", "low"},
    "UNITS_OVER": {"community", "county", "enterprise", "supplier"},
}
"""The words that no module names: what a caller chooses, what the native half finds, and none (`any`)."""


def within(thing: object) -> Iterator[object]:
    """Return all results inside a result."""
    if is_dataclass(thing):
        yield thing
        for one in fields(thing):
            yield from within(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        for one in thing.values():
            yield from within(one)
    elif isinstance(thing, (tuple, list)):
        for one in thing:
            yield from within(one)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("answers") / "exports"
    yj.generate(folder, lines=20_000, seed=7, mess=0.2)
    ask = yj.open(folder, key=KEY).evaluate
    criteria = {"households_buying": 1, "jin_per_household": 1, "communities_silent": -1}
    return {
        "attainment": ask.attainment(as_of="2019-11-30", lang="zh"),
        **{f"projection {way}": ask.projection("households", as_of="2019-12-20", method=way, lang="zh") for way in ("line", "increments")},
        **{f"loyalty {by}": ask.loyalty(by=by, as_of="2020-03-15", lang="zh") for by in (None, "channel")},
        "enterprises": ask.enterprises(criteria, **CONVENTIONS, draws=100, replicates=20, lang="zh"),
        **{f"concentration {over}": ask.concentration(over=over, lang="zh") for over in ("community", "enterprise", "household")},
        "per_household": ask.per_household(replicates=50, lang="zh"),
    }


def test_all_of_a_chinese_result_is_chinese(answers: dict[str, object]):
    for asked, answer in answers.items():
        results = list(within(answer))
        for one in results:
            told = [getattr(one, "definition", ""), *getattr(one, "warnings", ())]
            for text in filter(None, told):
                assert re.search("[一-鿿]", text), (asked, type(one).__name__, text)
            if isinstance(one, yj.evaluate.Estimate):
                assert "数值" in one._repr_html_(), (asked, one.definition)
        assert any(isinstance(one, yj.evaluate.Estimate) for one in results), asked


def test_facts_are_joined_as_chinese_joins_them(answers: dict[str, object]):
    ranking, loyalty = answers["enterprises"], answers["loyalty None"]
    assert "；标准化：" in repr(ranking)
    assert "; " not in repr(ranking)
    assert "；标准化" not in ranking.cards._repr_html_()
    title = loyalty.second_purchase.all.title()
    assert title.count("，") == 2
    assert "、" not in title


def test_an_interval_looks_alike_wherever_it_is_shown(answers: dict[str, object]):
    one = yj.evaluate.share(31, 302)
    assert _estimate.interval(one, "{:.2f}") == "0.07 – 0.14"
    assert _estimate.interval(yj.evaluate.kaplan_meier([1, 2, 2, 3, 5, 6], [True, True, False, True, False, False]).median) == "1 – ∞"
    assert _estimate.between(None, None) == "—"
    assert _estimate.interval_head(0.999, "en") == "interval 99.9%"
    for asked in ("projection line", "concentration enterprise"):
        assert "区间 95%" in repr(answers[asked])
    curve = answers["loyalty None"].second_purchase.all
    for shown in (repr(curve), repr(answers["enterprises"]), repr(answers["projection line"])):
        assert re.search(r"\d – \d", shown)
        assert not re.search(r"\d–\d(?!%)", shown)


def named_beside(table: str) -> set[str]:
    """Return all names in the modules that use a table of words."""
    asks = {"EVALUATION": {"told", "EVALUATION"}, "CONVENTIONS": {"convention", "conventions"}}.get(table, {table})
    found: set[str] = set()
    for path in PACKAGE.glob("evaluat*/*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        if path.name != "_words.py" and {node.id for node in nodes if isinstance(node, ast.Name)} & asks:
            calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "call"]
            statistics = {id(argument) for node in calls for argument in node.args}
            found |= {str(node.value) for node in nodes if isinstance(node, ast.Constant) and id(node) not in statistics}
            found |= {str(node.arg) for node in nodes if isinstance(node, ast.keyword) and table == "CONVENTIONS"}
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_word_is_used(table: str):
    assert set(TABLES[table]) - named_beside(table) == CHOSEN.get(table, set())
