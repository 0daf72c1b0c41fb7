"""The Python surface: what is there, what it imports, and what it says to a misspelt keyword."""

import ast
import inspect
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yijin as yj
from yijin._labels import DIMENSIONS, FLAGS, METRICS

PACKAGE = Path(yj.__file__).parent


PUBLIC = {name: getattr(yj, name) for name in yj.__all__ if name not in ("__version__", "errors")}
MEMBERS = {
    f"{name}.{attribute}": member.__func__ if isinstance(member, staticmethod) else member
    for name, thing in PUBLIC.items()
    if inspect.isclass(thing)
    for attribute, member in vars(thing).items()
    if not attribute.startswith("_") and (callable(member) or isinstance(member, (property, staticmethod)))
}
CALLABLES = {name: thing for name, thing in {**PUBLIC, **MEMBERS}.items() if inspect.isfunction(thing)}
RESULTS = [name for name, thing in PUBLIC.items() if inspect.isclass(thing) and not issubclass(thing, Exception)]


def sections(thing: object) -> set[str]:
    """Return the sections of a docstring in NumPy's form."""
    return set(re.findall(r"^(\w+)\n-{3,}$", inspect.getdoc(thing) or "", re.M))


@pytest.mark.parametrize("name", [*PUBLIC, *MEMBERS])
def test_everything_public_has_a_docstring_that_begins_with_a_sentence(name: str):
    first = (inspect.getdoc({**PUBLIC, **MEMBERS}[name]) or "").split("\n\n")[0]
    assert first.endswith("."), name


@pytest.mark.parametrize("name", CALLABLES)
def test_everything_public_that_is_called_with_something_says_with_what(name: str):
    given = [one for one in inspect.signature(CALLABLES[name]).parameters if one != "self"]
    doc = inspect.getdoc(CALLABLES[name])
    assert bool(given) == ("Parameters" in sections(CALLABLES[name]))
    for one in given:
        assert re.search(rf"^(\w+, )*{one}(, \w+)*( :.*)?$", doc, re.M), one


@pytest.mark.parametrize("name", ["open", "generate", "demo", "Book.headline", "Book.evidence", "Book.set_aside", "Book.dimensions"])
def test_what_is_asked_says_what_it_returns_and_shows_it(name: str):
    assert {"Returns", "Examples"} <= sections({**PUBLIC, **MEMBERS}[name])


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_shown_by_an_example(name: str):
    assert "Examples" in sections(PUBLIC[name])


def test_what_is_computed_names_its_source():
    for name in ("Campaign", "Book.headline"):
        assert "References" in sections({**PUBLIC, **MEMBERS}[name])
        assert "中物协函〔2019〕13 号" in inspect.getdoc({**PUBLIC, **MEMBERS}[name])


def test_metrics_dimensions_and_columns_are_named_where_they_are_asked_for(book):
    for call in (yj.Book.headline, yj.Book.evidence):
        assert all(name in inspect.getdoc(call) for name in METRICS)
    assert all(f"``{name}``" in inspect.getdoc(yj.Book.dimensions) for name in DIMENSIONS)
    evidence = book.evidence("households")
    for column in (*evidence.lines.columns, *evidence.members.columns):
        assert f"``{column}``" in inspect.getdoc(yj.Book.evidence)


def test_every_dimension_of_the_core_has_a_label(tmp_path):
    assert yj.demo(tmp_path / "exports", lines=500).dimensions() == list(DIMENSIONS)


def test_every_flag_has_a_label_and_every_label_is_a_flags(book):
    assert set(FLAGS) == {*book.quality.flags, "unverified", "without_products", "without_suppliers"}


def test_nothing_heavy_is_imported():
    heavy = ["polars", "pandas", "pyarrow", "duckdb", "tqdm", "typer", "rich", "altair", "numpy"]
    code = f"import sys, yijin; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda _: yj.open("x", encodng="gbk"), "did you mean 'encoding'?"),
        (lambda _: yj.generate("x", line=3), "did you mean 'lines'?"),
        (lambda book: book.headline(asof="2019-08-31"), "did you mean 'as_of'?"),
        (lambda book: book.headline(cumulativ=True), "did you mean 'cumulative'?"),
        (lambda book: book.evidence("households", were={}), "did you mean 'where'?"),
    ],
)
def test_a_misspelt_keyword_is_answered_with_the_nearest(book, call, hint):
    with pytest.raises(TypeError) as caught:
        call(book)
    assert hint in str(caught.value)


@pytest.mark.parametrize("result", [yj.Metric, yj.Row])
def test_results_are_frozen_and_slotted(result):
    assert result.__dataclass_params__.frozen
    assert "__slots__" in vars(result)


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book.campaign.targets["communities"].update(value=1),
        lambda book: book.campaign.targets.clear(),
        lambda book: book.campaign.stages[0].pop("id"),
        lambda book: book.campaign.name.setdefault("fr", "x"),
        lambda book: book.headline().accounting["ledger"].update(read=0),
        lambda book: book.headline(where={"stage": 1}).where.clear(),
        lambda book: book.headline(by="stage").rows[0].by.update(stage="2"),
        lambda book: book.quality.accounting["ledger"]["set_aside"].clear(),
        lambda book: book.quality.files[0].update(read=0),
    ],
)
def test_what_a_result_gives_does_not_change(book, change):
    with pytest.raises(TypeError, match="does not change"):
        change(book)


def test_a_result_has_no_lists_and_is_still_json(book):
    assert isinstance(book.campaign.stages, tuple)
    assert isinstance(book.campaign.policy["direct"], tuple)
    for part in (book.campaign.targets, book.campaign.policy, book.quality.files, book.headline().accounting):
        assert json.loads(json.dumps(part)) is not None
    assert pickle.loads(pickle.dumps(book.headline().rows)) == book.headline().rows


@pytest.mark.parametrize("result", [lambda book: book.campaign, lambda book: book.headline(), lambda book: book.quality])
def test_the_language_is_chosen_by_another_result(book, result):
    with pytest.raises(AttributeError):
        result(book).lang = "zh"
    assert result(book).in_("zh").lang == "zh"


def test_rows_are_made_when_they_are_asked_for(book):
    class Silent:
        def to_json(self) -> str:
            raise AssertionError("a frame needs no rows")

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return book.headline(by="stage").__arrow_c_stream__(requested_schema)

    assert len(yj.Headline(Silent(), book.campaign, "en").to_polars()) == 3


def test_python_computes_nothing_over_rows_of_a_ledger():
    imported = {name for path in PACKAGE.rglob("*.py") for name in imports(path.read_text(encoding="utf-8"))} - {"collections.abc"}
    # Papers divide two figures for a share in words, and take fractions for it.
    assert not {name.split(".")[0] for name in imported} & {"numpy", "statistics", "math", "decimal", "collections"}


def imports(source: str) -> set[str]:
    """Return the modules that a source imports, or imports from."""
    nodes = list(ast.walk(ast.parse(source)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_an_import_is_seen_in_either_form():
    assert imports("import a.b, c\nfrom d.e import f\ndef g():\n    from math import fsum") == {"a.b", "c", "d.e", "math"}


def test_the_version_is_the_wheels():
    import importlib.metadata

    assert yj.__version__ == importlib.metadata.version("yijin")
