"""No suppressed figure of few persons follows from the other tables of a paper, nor from the papers of earlier stages."""

import datetime
from fractions import Fraction
from itertools import pairwise

import pytest
import yijin as yj
from yijin.summary._guard import LINKED, SLICED, earlier, guard
from yijin.summary._source import Source
from yijin.summary.parts import progress
from yijin.summary.parts.headline import PERSONS, is_held_back

PLACED = ("province", "city", "association", "enterprise")
LEAST = 5


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Source:
    book = yj.demo(tmp_path_factory.mktemp("suppression") / "exports", lines=3_000, seed=11)
    return Source(book, "zh", datetime.date(2020, 9, 30), None, None, figures=False)


def papers(source: Source) -> list[Source]:
    return [*earlier(source), source]


def few(row) -> bool:
    return 0 < (row.households.value or 0) < LEAST


def spanned(equations: list[dict], wanted: dict) -> bool:
    """Return whether a sum of unknowns follows from sums of them that are known: exact elimination over fractions."""
    solved: dict = {}

    def reduced(equation: dict) -> dict:
        left = {key: Fraction(value) for key, value in equation.items() if value}
        while pivot := next((key for key in left if key in solved), None):
            factor = left[pivot]
            for key, value in solved[pivot].items():
                left[key] = left.get(key, Fraction(0)) - factor * value
            left = {key: value for key, value in left.items() if value}
        return left

    for equation in equations:
        if left := reduced(equation):
            pivot, factor = next(iter(left.items()))
            solved[pivot] = {key: value / factor for key, value in left.items()}
    return not reduced(wanted)


def test_the_papers_show_something_and_suppress_something(source: Source):
    for one in papers(source):
        kept = guard(one)
        assert any(kept.shown.values())
        assert any(any(gone) for gone in kept.gone.values())
        for by, headline in kept.found.items():
            assert not [row.by for row, gone in zip(headline.rows, kept.gone[by], strict=True) if few(row) and not gone]


@pytest.mark.parametrize("pair", [pair for pair in LINKED if set(pair) <= set(PLACED)], ids="-".join)
def test_two_tables_of_a_paper_do_not_give_a_small_row_away(source: Source, pair: tuple[str, str]):
    for one in papers(source):
        kept, crossed = guard(one), one.headline(by=pair)
        parts = [tuple(row.by.values()) for row in crossed.rows]
        known, small = [dict.fromkeys(parts, 1)], []
        for axis, dimension in enumerate(pair):
            for row, gone in zip(kept.found[(dimension,)].rows, kept.gone[(dimension,)], strict=True):
                line = {part: 1 for part in parts if part[axis] == row.by[dimension]}
                if not gone:
                    known.append(line)
                elif few(row):
                    small.append((row.by, line))
        assert not [by for by, line in small if spanned(known, line)]


def test_what_changed_in_a_row_since_an_earlier_paper_is_not_that_of_few(source: Source):
    compared = 0
    for later in papers(source):
        for before in earlier(later):
            start = (before.as_of + datetime.timedelta(days=1)).isoformat()
            for dimension in SLICED:
                was, now = guard(before).shown[(dimension,)], guard(later).shown[(dimension,)]
                within = later.headline(by=dimension, period="within", start=start, end=later.as_of.isoformat())
                for row in within.rows:
                    key = (row.by[dimension],)
                    compared += key in was and key in now
                    assert not (key in was and key in now and few(row)), (dimension, key)
    assert compared > 20


def test_no_two_running_counts_that_the_papers_show_differ_by_few(source: Source):
    shown: dict[str, set[int]] = {}
    for one in papers(source):
        months = one.headline(by="month", cumulative=True)
        for name, gone in progress._held(one, months).items():
            if name in PERSONS:
                rows = [row for line, row in enumerate(months.rows) if line not in gone]
                shown.setdefault(name, set()).update(getattr(row, name).value or 0 for row in rows)
    for counts in shown.values():
        steps = [later - count for count, later in pairwise(sorted(counts - {0}))]
        assert all(step >= LEAST for step in steps)
    assert sum(map(len, shown.values())) > 10


def test_no_total_that_a_paper_shows_is_few_more_than_an_earlier_one(source: Source):
    compared = 0
    for later in papers(source):
        now = later.headline()
        for before in earlier(later):
            for name in PERSONS:
                change = abs((now[name].value or 0) - (before.headline()[name].value or 0))
                compared += 1
                assert not 0 < change < LEAST or is_held_back(later, now[name])
    assert compared == 9
