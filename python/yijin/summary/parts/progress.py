"""Progress over time: running counts against the straight line to the target, and who comes back."""

from __future__ import annotations

import calendar
import datetime

from yijin._headline import Headline
from yijin._labels import METRICS, pick
from yijin.summary._breakdown import grid
from yijin.summary._chart import draw
from yijin.summary._document import Block, Column, Figure, Heading, Missing, Paragraph, Quantity, Rows, Section, Table
from yijin.summary._source import Source, headline_value
from yijin.summary._trend import Band, running
from yijin.summary._words import say
from yijin.summary.parts.headline import PERSONS


def section(source: Source) -> Section:
    """Return the section of months: the table of running counts, a chart for each target, and returning households."""
    months = source.headline(by="month", cumulative=True)
    shown: list[Block] = (
        [Paragraph(say("unknown_part", source.lang), {"part": Quantity(say("month", source.lang)), "reason": Quantity(months.reason)})]
        if isinstance(months, Missing)
        else [_table(source, months), *_figures(source, months)]
    )
    return Section("progress", (Heading(say("progress", source.lang)), *shown, *_newcomers(source), *_retention(source)))


def _table(source: Source, months: Headline) -> Table:
    columns = (Column(say("month", source.lang)), *(Column(pick(METRICS, name, source.lang), "count") for name in METRICS))
    rows: Rows = tuple(
        (source.member("month", row.by["month"]), *(headline_value(source, metric) for metric in row.metrics)) for row in months.rows
    )
    hidden = frozenset(
        (line, place)
        for line, row in enumerate(months.rows)
        for place, metric in enumerate(row.metrics, 1)
        if metric.id in PERSONS and source.few(metric.value)
    )
    return Table(say("progress_table", source.lang), columns, rows, notes=(say("not_additive", source.lang),), hidden=hidden)


def _figures(source: Source, months: Headline) -> list[Figure]:
    """Return a chart for each metric that is known and has a target."""
    if not source.figures or not months.rows:
        return []
    last = months.rows[-1].metrics
    return [_figure(source, months, metric.id, metric.target) for metric in last if metric.value is not None and metric.target is not None]


def _figure(source: Source, months: Headline, id: str, target: int) -> Figure:
    label = source.label(id)
    dated = [(row.by["month"], getattr(row, id).value) for row in months.rows]
    points = [(_month_end(month, source.as_of), value) for month, value in dated if month is not None and value is not None]
    known = [(day, value) for day, value in points if id not in PERSONS or not source.few(value)]
    start, end = (datetime.date.fromisoformat(day) for day in source.book.campaign.window)
    chart = running(known, target, (start, end), _bands(source), (label, say("straight", source.lang)))
    return draw(chart, say("progress_figure", source.lang).format(label=label), say("progress_alt", source.lang))


def _bands(source: Source) -> list[Band]:
    days = datetime.date.fromisoformat
    return [(days(stage["start"]), days(stage["end"]), stage["name"][source.lang]) for stage in source.book.campaign.stages]


def _month_end(month: str, as_of: datetime.date) -> datetime.date:
    """Return the last day of a month YYYY-MM that is known."""
    year, number = (int(part) for part in month.split("-"))
    return min(as_of, datetime.date(year, number, calendar.monthrange(year, number)[1]))


def _newcomers(source: Source) -> list[Table]:
    """Return the table of households by the month of their first purchase."""
    months = source.metric("new_households", by="month")
    if isinstance(months, Missing):
        return []
    columns = (Column(say("month", source.lang)), Column(months.label, "count"))
    rows = tuple((source.member("month", row.by["month"]), row.value) for row in months.rows)
    hidden = frozenset((line, 1) for line, row in enumerate(months.rows) if source.few(row.persons))
    return [Table(say("new_table", source.lang), columns, rows, hidden=hidden)]


def _retention(source: Source) -> list[Figure]:
    """Return the triangle of households that buy again."""
    cohorts = source.frame("cohorts")
    if isinstance(cohorts, Missing) or not source.figures:
        return []
    rows = [(str(row["cohort"]), str(row["age"]), row["households"]) for row in cohorts if not source.few(row["households"])]
    if not rows:
        return []
    chart = grid(rows, (say("cohort", source.lang), say("age", source.lang)), order="ascending")
    return [draw(chart, say("retention_figure", source.lang), say("retention_alt", source.lang))]
