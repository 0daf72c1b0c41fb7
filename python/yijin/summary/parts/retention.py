"""Who comes back: the households of each month of first purchase, month after month."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from yijin.summary._breakdown import grid
from yijin.summary._chart import draw
from yijin.summary._document import Column, Figure, Missing, Quantity, Table
from yijin.summary._source import Source
from yijin.summary._words import say

WIDE = 9
"""How many months a table has beside each other; more go to further tables."""


def blocks(source: Source, veiled: AbstractSet[str | None]) -> list[Table | Figure]:
    """Return the triangle of households that buy again, as tables and as a figure.

    Parameters
    ----------
    source : Source
        What is asked.
    veiled : set of str or None
        The months of first purchase that are suppressed.
    """
    cohorts = source.frame("cohorts")
    if isinstance(cohorts, Missing) or not cohorts:
        return []
    return [*_tables(source, cohorts, veiled), *_figure(source, cohorts, veiled)]


def _tables(source: Source, cohorts: list[dict[str, Any]], veiled: AbstractSet[str | None]) -> list[Table]:
    counts = {(row["cohort"], row["age"]): row["households"] for row in cohorts}
    names, ages = sorted({name for name, _ in counts}), range(max(age for _, age in counts) + 1)
    parts = [ages[first : first + WIDE] for first in range(0, len(ages), WIDE)]
    return [_table(source, counts, [name for name in names if part[0] <= _known(source, name)], part, veiled) for part in parts]


def _table(source: Source, counts: Mapping[tuple[str, int], int], names: list[str], ages: range, veiled: AbstractSet[str | None]) -> Table:
    """Return the households of some cohorts at some ages; 0 where a known month has none of them."""
    columns = (Column(say("cohort", source.lang)), *(Column(str(age), "count") for age in ages))
    unknown = Quantity(Missing(say("not_over", source.lang)), "count")
    rows = tuple(
        (source.member("month", name), *(counts.get((name, age), 0) if age <= _known(source, name) else unknown for age in ages))
        for name in names
    )
    hidden = frozenset(
        (line, place)
        for line, name in enumerate(names)
        for place, age in enumerate(ages, 1)
        if age <= _known(source, name) and (name in veiled or source.few(counts.get((name, age))))
    )
    caption = say("retention_table", source.lang).format(first=ages[0], last=ages[-1])
    return Table(caption, columns, rows, notes=(say("retention_note", source.lang),), hidden=hidden)


def _known(source: Source, cohort: str) -> int:
    """Return how many months after a cohort's the last known one lies."""
    last = min(source.as_of.isoformat(), source.book.campaign.window[1])
    (year, month), (since, begun) = (map(int, day.split("-")[:2]) for day in (last, cohort))
    return (year - since) * 12 + month - begun


def _figure(source: Source, cohorts: list[dict[str, Any]], veiled: AbstractSet[str | None]) -> list[Figure]:
    """Return the triangle as it is drawn; what is suppressed has no place in it."""
    shown = [row for row in cohorts if row["cohort"] not in veiled and not source.few(row["households"])]
    if not shown or not source.figures:
        return []
    rows = [(str(row["cohort"]), str(row["age"]), row["households"]) for row in shown]
    chart = grid(rows, (say("cohort", source.lang), say("age", source.lang)), order="ascending")
    return [draw(chart, say("retention_figure", source.lang), say("retention_alt", source.lang))]
