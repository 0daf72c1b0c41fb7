"""The headline against its targets, with what changed since the stage before."""

from __future__ import annotations

import datetime

from yijin._headline import Headline, Metric
from yijin._labels import FLAGS, METRICS, listed, pick
from yijin.summary._breakdown import attainment
from yijin.summary._chart import draw
from yijin.summary._document import Block, Column, Figure, Heading, Kind, Missing, Paragraph, Quantity, Section, Table
from yijin.summary._format import digits
from yijin.summary._guard import few_since
from yijin.summary._source import Source, headline_value
from yijin.summary._words import MEASURES, say

COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("metric", "text"),
    ("target", "count"),
    ("running", "count"),
    ("attainment", "percent"),
    ("reached", "text"),
    ("in_stage", "count"),
    ("since", "count"),
)
PERSONS = ("households", "direct_poor_households", "indirect_poor_households")


def section(source: Source) -> Section:
    """Return the headline's section: a sentence for each metric, the table, and the chart."""
    total = source.headline()
    if isinstance(total, Missing):
        return Section("headline", (Heading(say("headline", source.lang)),))
    before = _before(source)
    said = [paragraph for metric in total.rows[0].metrics for paragraph in _said(source, metric, before)]
    blocks: list[Block] = [Heading(say("headline", source.lang)), _scope(source), *said, _table(source, total, before)]
    return Section("headline", (*blocks, *_figure(source, total)))


def _scope(source: Source) -> Paragraph:
    start = datetime.date.fromisoformat(source.book.campaign.window[0])
    return Paragraph(say("scope", source.lang), {"as_of": Quantity(source.as_of, "date"), "start": Quantity(start, "date")})


def _before(source: Source) -> Headline | None:
    """Return the headline at the end of the stage before."""
    if source.previous is None:
        return None
    found = source.headline(as_of=source.previous["end"])
    return None if isinstance(found, Missing) else found


def _within(source: Source) -> Headline | None:
    """Return the headline of the stage alone, as known at the end."""
    if source.stage is None:
        return None
    end = min(source.stage["end"], source.as_of.isoformat())
    found = source.headline(period="within", start=source.stage["start"], end=end)
    return None if isinstance(found, Missing) else found


def _said(source: Source, metric: Metric, before: Headline | None) -> list[Paragraph]:
    """Return what is said of a metric: its number, its change, its flags; why there is none."""
    label = Quantity(source.label(metric.id))
    if is_held_back(source, metric):
        return [Paragraph(say("held_back", source.lang), {"label": label})]
    if metric.value is None:
        return [Paragraph(say("unknown_part", source.lang), {"part": label, "reason": Quantity(source.missing(metric.needs).reason)})]
    values = {"label": label, "value": Quantity(metric.value, "count"), "measure": _measure(source, metric)}
    goal = {"target": Quantity(metric.target, "count"), "attainment": Quantity(metric.attainment, "percent")}
    kind = "headline_free" if metric.target is None else "headline_met" if metric.met else "headline_open"
    return [Paragraph(say(kind, source.lang), {**values, **goal}), *_changed(source, metric, before), *_flags(source, metric)]


def _changed(source: Source, metric: Metric, before: Headline | None) -> list[Paragraph]:
    change = _change(source, metric, before)
    if source.previous is None or not isinstance(change.value, int):
        return []
    day = Quantity(datetime.date.fromisoformat(source.previous["end"]), "date")
    label = Quantity(pick(METRICS, metric.id, source.lang))
    return [Paragraph(say("change", source.lang), {"day": day, "label": label, "change": change, "measure": _measure(source, metric)})]


def _flags(source: Source, metric: Metric) -> list[Paragraph]:
    if not metric.flags:
        return []
    flags = listed((pick(FLAGS, flag, source.lang) for flag in metric.flags), source.lang)
    return [Paragraph(say("flagged", source.lang), {"label": Quantity(source.label(metric.id)), "flags": Quantity(flags)})]


def _measure(source: Source, metric: Metric) -> Quantity:
    return Quantity(pick(MEASURES, metric.id, source.lang))


def _change(source: Source, metric: Metric, before: Headline | None) -> Quantity:
    """Return how much more a metric is than at the end of the stage before; not where too few persons are the difference."""
    earlier = None if before is None else before[metric.id].value
    if earlier is None or metric.value is None:
        return Quantity(Missing(say("no_previous" if source.previous is None else "not_known", source.lang)), "count")
    change = metric.value - earlier
    few = metric.id in PERSONS and source.few(abs(change))
    return Quantity(Missing(say("not_known", source.lang)) if few else change, "count", signed=True)


def is_held_back(source: Source, metric: Metric) -> bool:
    """Return whether a metric of the whole campaign is not shown: too few persons are it, or its difference to an earlier paper's.

    Parameters
    ----------
    source : Source
        What is asked.
    metric : Metric
        The metric in the summary's scope.
    """
    return _few(source, metric) or (metric.id in PERSONS and few_since(source, lambda one: _count(one, metric.id)))


def _few(source: Source, metric: Metric) -> bool:
    return metric.id in PERSONS and source.few(metric.value)


def _count(source: Source, metric: str) -> int | None:
    total = source.headline()
    return None if isinstance(total, Missing) else total[metric].value


def _table(source: Source, total: Headline, before: Headline | None) -> Table:
    within = _within(source)
    columns = tuple(Column(say(name, source.lang), kind) for name, kind in COLUMNS)
    metrics = total.rows[0].metrics
    rows = tuple(_row(source, metric, within, before) for metric in metrics)
    hidden = {(row, place) for row, metric in enumerate(metrics) if is_held_back(source, metric) for place in (2, 3, 4, 5, 6)}
    hidden |= {(row, 5) for row, metric in enumerate(metrics) if within is not None and _few(source, within[metric.id])}
    notes = (say("not_additive", source.lang), *([say("more_than", source.lang)] if _strict(source) else []))
    return Table(say("headline_table", source.lang), columns, rows, notes=notes, hidden=frozenset(hidden))


def _strict(source: Source) -> bool:
    return any(target["more_than"] for target in source.book.campaign.targets.values())


def _row(source: Source, metric: Metric, within: Headline | None, before: Headline | None) -> tuple[Quantity, ...]:
    value = headline_value(source, metric)
    no_target = Missing(say("no_target", source.lang))
    staged = Quantity(Missing(say("no_stage", source.lang)), "count") if within is None else headline_value(source, within[metric.id])
    unknown = value.value if metric.value is None else no_target
    return (
        Quantity(pick(METRICS, metric.id, source.lang)),
        Quantity(no_target if metric.target is None else metric.target, "count"),
        value,
        Quantity(unknown if metric.attainment is None else metric.attainment, "percent"),
        Quantity(unknown if metric.met is None else say("yes" if metric.met else "no", source.lang)),
        staged,
        Quantity(value.value, "count") if metric.value is None else _change(source, metric, before),
    )


def _figure(source: Source, total: Headline) -> list[Figure]:
    shown = [metric for metric in total.rows[0].metrics if metric.attainment is not None and not is_held_back(source, metric)]
    if not shown or not source.figures:
        return []
    rows = [
        (pick(METRICS, one.id, source.lang), one.attainment, digits(one.attainment, "percent"))
        for one in shown
        if one.attainment is not None
    ]
    caption, alternative = say("attainment_figure", source.lang), say("attainment_alt", source.lang)
    return [draw(attainment(rows, say("goal", source.lang)), caption, alternative)]
