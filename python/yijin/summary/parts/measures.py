"""A table of metrics, one a row, whatever their units."""

from __future__ import annotations

from collections.abc import Sequence

from yijin._labels import ADDITIVITY, pick
from yijin._metrics import MetricResult
from yijin.summary._document import Column, Missing, Quantity, Table
from yijin.summary._guard import few_since
from yijin.summary._source import Source, kind_of
from yijin.summary._words import UNIT_WORDS, say


def measures(source: Source, caption: str, ids: Sequence[str]) -> Table:
    """Return the table of some metrics in the summary's scope.

    Parameters
    ----------
    source : Source
        What is asked.
    caption : str
        The name of the table's caption among the words.
    ids : sequence of str
        The metrics.
    """
    found = [(id, source.metric(id)) for id in ids]
    columns = (
        Column(say("metric", source.lang)),
        Column(say("value", source.lang), "count"),
        Column(say("unit", source.lang)),
        Column(say("additivity", source.lang)),
    )
    hidden = frozenset((row, 1) for row, (_, one) in enumerate(found) if not isinstance(one, Missing) and _few(source, one))
    return Table(say(caption, source.lang), columns, tuple(_row(source, id, one) for id, one in found), hidden=hidden)


def total(source: Source, id: str) -> Quantity:
    """Return the value of a metric in the summary's scope; why not, where it is not known or held back.

    Parameters
    ----------
    source : Source
        What is asked.
    id : str
        The metric.
    """
    measured = source.metric(id)
    if isinstance(measured, Missing):
        return Quantity(measured, "count")
    return Quantity(Missing(say("not_known", source.lang)), "count") if _few(source, measured) else _value(source, measured)


def _few(source: Source, measured: MetricResult) -> bool:
    """Return whether a figure, who bought beside it, or its difference to an earlier paper's rests on too few persons."""
    persons = _persons(measured)
    if persons is None:
        return False
    return (
        source.few(persons) or source.few(_left_out(source, measured)) or few_since(source, lambda one: _persons(one.metric(measured.id)))
    )


def _persons(measured: MetricResult | Missing) -> int | None:
    return None if isinstance(measured, Missing) or not measured.rows else measured.rows[0].persons


def _left_out(source: Source, measured: MetricResult) -> int:
    """Return how many of those who bought a part of them leaves out; 0 where a metric is no part of them."""
    row, total = measured.rows[0], source.headline()
    if row.value is None or row.persons is None or isinstance(total, Missing):
        return 0
    if measured.unit == "share":
        return round(row.persons * (1 - row.value))
    bought = total["households"].value or 0
    return max(0, bought - int(row.value)) if measured.unit == "households" else 0


def _value(source: Source, measured: MetricResult) -> Quantity:
    value = measured.rows[0].value if measured.rows else None
    if value is None:
        reason = source.missing(measured.needs) if measured.needs else Missing(say("not_known", source.lang))
        return Quantity(reason, kind_of(measured.unit, value))
    return Quantity(value, kind_of(measured.unit, value))


def _row(source: Source, id: str, measured: MetricResult | Missing) -> tuple[Quantity, ...]:
    """Return a metric's row; one without its tables goes by its id."""
    if isinstance(measured, Missing):
        return Quantity(id, "id"), Quantity(measured, "count"), Quantity(""), Quantity("")
    return (
        Quantity(measured.label),
        _value(source, measured),
        Quantity(pick(UNIT_WORDS, measured.unit, source.lang)),
        Quantity(pick(ADDITIVITY, measured.additivity, source.lang)),
    )
