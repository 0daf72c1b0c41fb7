"""Progress over time: running counts against the straight line to the target, and who comes back."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from typing import TypeAlias

from yijin._headline import Headline
from yijin._labels import METRICS, pick
from yijin.summary._chart import draw
from yijin.summary._document import Block, Column, Figure, Heading, Missing, Paragraph, Quantity, Rows, Section, Table
from yijin.summary._format import day
from yijin.summary._guard import earlier, held
from yijin.summary._source import Source, headline_value
from yijin.summary._trend import Band, running
from yijin.summary._words import say
from yijin.summary.parts import retention
from yijin.summary.parts.headline import PERSONS

Held: TypeAlias = "Mapping[str, frozenset[int]]"
"""By metric, the rows of months at which it is suppressed."""


def section(source: Source) -> Section:
    """Return the section of months: the table of running counts, a chart for each target, and returning households."""
    months = source.headline(by="month", cumulative=True)
    heading = Heading(say("progress", source.lang))
    if isinstance(months, Missing):
        unknown = {"part": Quantity(say("month", source.lang)), "reason": Quantity(months.reason)}
        return Section("progress", (heading, Paragraph(say("unknown_part", source.lang), unknown)))
    gone = _held(source, months)
    blocks: tuple[Block, ...] = (
        _table(source, months, gone),
        *_figures(source, months, gone),
        *_newcomers(source, months, gone),
        *retention.blocks(source, _veiled(months, gone)),
    )
    return Section("progress", (heading, *blocks))


def _held(source: Source, months: Headline) -> Held:
    """Return the rows at which each count of persons is suppressed."""
    return {name: _gone(source, months, name) if name in PERSONS else frozenset() for name in METRICS}


def _gone(source: Source, months: Headline, name: str) -> frozenset[int]:
    counts = [getattr(row, name).value for row in months.rows]
    return held(counts, [count for one in earlier(source) for count in _printed(one, name)], source.least)


def _printed(source: Source, name: str) -> list[int]:
    """Return what a paper shows of the running count of a metric."""
    months = source.headline(by="month", cumulative=True)
    if isinstance(months, Missing):
        return []
    gone = _gone(source, months, name)
    counts = [getattr(row, name).value for line, row in enumerate(months.rows) if line not in gone]
    return [count for count in counts if count]


def _veiled(months: Headline, gone: Held) -> frozenset[str | None]:
    """Return the months whose new households would give away a suppressed running count."""
    rows = gone["households"]
    return frozenset(row.by["month"] for place, row in enumerate(months.rows) if place in rows or place - 1 in rows)


def _table(source: Source, months: Headline, gone: Held) -> Table:
    columns = (Column(say("month", source.lang)), *(Column(pick(METRICS, name, source.lang), "count") for name in METRICS))
    rows: Rows = tuple(
        (source.member("month", row.by["month"]), *(headline_value(source, metric) for metric in row.metrics)) for row in months.rows
    )
    hidden = frozenset((line, place) for place, name in enumerate(METRICS, 1) for line in gone[name])
    notes = (say("not_additive", source.lang), say("joined_by", source.lang).format(day=day(source.as_of, source.lang)))
    return Table(say("progress_table", source.lang), columns, rows, notes=notes, hidden=hidden)


def _figures(source: Source, months: Headline, gone: Held) -> list[Figure]:
    """Return a chart for each metric that is known and has a target."""
    if not source.figures or not months.rows:
        return []
    last = months.rows[-1].metrics
    known = [(metric.id, metric.target) for metric in last if metric.value is not None and metric.target is not None]
    return [_figure(source, months, id, target, gone[id]) for id, target in known if target is not None]


def _figure(source: Source, months: Headline, id: str, target: int, gone: frozenset[int]) -> Figure:
    label = source.label(id)
    dated = [(row.by["month"], getattr(row, id).value) for line, row in enumerate(months.rows) if line not in gone]
    points = [(_month_end(month, source.as_of), value) for month, value in dated if month is not None and value is not None]
    start, end = (datetime.date.fromisoformat(day) for day in source.book.campaign.window)
    chart = running(points, target, (start, end), _bands(source), (label, say("straight", source.lang)))
    return draw(chart, say("progress_figure", source.lang).format(label=label), say("progress_alt", source.lang))


def _bands(source: Source) -> list[Band]:
    days = datetime.date.fromisoformat
    return [(days(stage["start"]), days(stage["end"]), stage["name"][source.lang]) for stage in source.book.campaign.stages]


def _month_end(month: str, as_of: datetime.date) -> datetime.date:
    """Return the last day of a month YYYY-MM that is known."""
    year, number = (int(part) for part in month.split("-"))
    return min(as_of, datetime.date(year, number, calendar.monthrange(year, number)[1]))


def _newcomers(source: Source, months: Headline, gone: Held) -> list[Table]:
    """Return the table of households by the month of their first purchase."""
    found = source.metric("new_households", by="month")
    if isinstance(found, Missing):
        return []
    columns = (Column(say("month", source.lang)), Column(found.label, "count"))
    rows: Rows = tuple((source.member("month", row.by["month"]), row.value) for row in found.rows)
    veiled = _veiled(months, gone)
    hidden = frozenset((line, 1) for line, row in enumerate(found.rows) if row.by["month"] in veiled or source.few(row.persons))
    return [Table(say("new_table", source.lang), columns, rows, hidden=hidden)]
