"""The headline: the five metrics against their targets, as objects and as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _text
from yijin._frame import Frame, Stream
from yijin._labels import DIMENSIONS, FLAGS, METRICS, NEEDS, NOTES, Lang, Pair, lang_of, member, pick, term
from yijin._options import near

if TYPE_CHECKING:
    from yijin import _native

SUMS = ("lines", "amount_fen", "mass_g", "mass_unknown_lines")


@dataclass(frozen=True, slots=True)
class Metric:
    """One headline metric in one scope: a distinct count, so never to be added to another.

    Attributes
    ----------
    id : str
        The metric's canonical name.
    value : int or None
        How many distinct ones; None where a table is missing (see `needs`), never 0 for "not known".
    target : int or None
        What the campaign wants to reach in all.
    attainment : float or None
        value / target.
    met : bool or None
        Whether the target is reached ("more than" targets only above it).
    flags : tuple of str
        `unverified` where no register was given to count against.
    needs : tuple of str
        The tables without which the value cannot be computed.
    """

    id: str
    value: int | None
    target: int | None
    attainment: float | None
    met: bool | None
    flags: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The headline of one group.

    Attributes
    ----------
    by : dict
        The group: dimension to value; None is the group of the missing values. Empty for the total.
    lines : int
        Qualifying lines.
    amount_fen : int
        Their net amount, in fen.
    mass_g : int
        Their net mass where it is known, in grams.
    mass_unknown_lines : int
        Lines whose mass is not known.
    """

    by: Mapping[str, str | None]
    communities: Metric
    households: Metric
    custom_products: Metric
    direct_poor_households: Metric
    indirect_poor_households: Metric
    lines: int
    amount_fen: int
    mass_g: int
    mass_unknown_lines: int

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Return the five metrics in the order of the notice."""
        return tuple(getattr(self, name) for name in METRICS)


class Headline(Frame):
    """The five headline metrics, one row a group.

    Five distinct counts against their targets; `rows` holds them as objects, and the whole is an Arrow table with one
    column a dimension, one a metric (null where it cannot be computed), `lines`, `amount_fen`, `mass_g` (grams),
    `mass_unknown_lines`, and one a metric's attainment (1 = its target). Distinct counts do not add up over rows.

    Examples
    --------
    >>> result = yj.open(exports).headline(by="stage")
    >>> [(row.by["stage"], row.households.value) for row in result.rows]
    [('1', 3), ('3', 1), (None, 1)]
    >>> result["households"].value
    Traceback (most recent call last):
    ...
    TypeError: a headline by stage has 3 rows: take a metric of one of its rows, they do not add up
    """

    __slots__ = ("_data", "_native", "_rows", "_stages", "lang")

    def __init__(self, native: _native.Headline, stages: Mapping[str, Pair], lang: str) -> None:
        self._native = native
        self._stages = stages
        self._data: dict[str, Any] = json.loads(native.to_json())
        self._rows = tuple(_row(row) for row in self._data["rows"])
        self.lang: Lang = lang_of(lang)

    @property
    def campaign(self) -> str:
        """Return the campaign's id."""
        return str(self._data["campaign"])

    @property
    def as_of(self) -> str:
        """Return the day up to which purchases and refunds are known, YYYY-MM-DD."""
        return str(self._data["as_of"])

    @property
    def period(self) -> str:
        """Return `cumulative` (from the campaign's start) or `within`."""
        return str(self._data["period"])

    @property
    def by(self) -> tuple[str, ...]:
        """Return the dimensions of the rows."""
        return tuple(self._data["by"])

    @property
    def where(self) -> dict[str, list[str | None]]:
        """Return the filters as they were asked for: dimension to admitted values."""
        return dict(self._data["where"])

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows: one without `by`."""
        return self._rows

    @property
    def accounting(self) -> dict[str, Any]:
        """Return, by table, the rows read = accepted + outside the campaign + superseded + set aside."""
        return dict(self._data["accounting"])

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader must know, in the result's language."""
        said = {
            "empty_scope": not any(row.lines for row in self._rows),
            "not_additive": bool(self.by),
            "cumulative": self._data["cumulative"],
            "small_cells": True,
        }
        return tuple(pick(NOTES, name, self.lang) for name, holds in said.items() if holds)

    def in_(self, lang: str) -> Headline:
        """Return the same headline with labels in `lang`, `en` or `zh`."""
        return Headline(self._native, self._stages, lang)

    def to_json(self) -> str:
        """Return the contract JSON (schema_version 1), as `yijin headline --format json` prints it."""
        return self._native.to_json()

    def to_html(self) -> str:
        """Return the headline as a page of its own."""
        return _html.document(self._title(), self.lang, self._repr_html_())

    def __getitem__(self, metric: str) -> Metric:
        """Return a metric of the total, by its canonical name."""
        if len(self._rows) != 1 or self.by:
            raise TypeError(
                f"a headline by {', '.join(self.by)} has {len(self._rows)} rows: take a metric of one of its rows, they do not add up"
            )
        found = {one.id: one for one in self._rows[0].metrics}
        if metric not in found:
            raise KeyError(f"expected one of {', '.join(found)}, found {metric!r}{near(metric, found)}")
        return found[metric]

    def _ipython_key_completions_(self) -> list[str]:
        return [] if self.by else list(METRICS)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def _stream(self) -> Stream:
        return self._native

    def __repr__(self) -> str:
        body = self._sliced_text() if self.by else self._total_text()
        return "\n".join([self._title(), body, *self.notes])

    def _repr_html_(self) -> str:
        body = self._sliced_html() if self.by else self._total_html()
        return _html.page(self.lang, _html.heading(self._title()), body, *map(_html.paragraph, self.notes))

    def _title(self) -> str:
        parts = [f"{term('as_of', self.lang)} {self.as_of}", term(self.period, self.lang)]
        days = {name: self._data[field] for name, field in (("start", "from"), ("end", "to")) if self._data[field]}
        parts += [f"{term(name, self.lang)} {day}" for name, day in days.items()]
        parts += [self._filter(name, values) for name, values in self.where.items()]
        return f"{term('headline', self.lang)} · {self.campaign} · {', '.join(parts)}"

    def _filter(self, name: str, values: Iterable[str | None]) -> str:
        admitted = " / ".join(member(name, value, self._stages, self.lang) for value in values)
        return f"{pick(DIMENSIONS, name, self.lang)} = {admitted}"

    def _total_columns(self) -> list[str]:
        return [term(name, self.lang) for name in ("metric", "value", "target", "attainment")]

    def _total_text(self) -> str:
        rows = [
            [pick(METRICS, one.id, self.lang), self._value(one), _target(one), _attainment(one), _bar(one), self._remark(one)]
            for one in self._only().metrics
        ]
        table = _text.table([*self._total_columns(), "", ""], rows, [False, True, True, True, False, False])
        return f"{table}\n\n{self._sums(self._only())}"

    def _total_html(self) -> str:
        metric, value, target, attainment = self._total_columns()
        columns = [
            _html.Column(metric, fixed=True),
            _html.Column(value, number=True),
            _html.Column(target, number=True),
            _html.Column(attainment, number=True),
        ]
        rows = [
            [
                _html.Cell(pick(METRICS, one.id, self.lang), remark=self._remark(one)),
                _html.Cell(self._value(one)),
                _html.Cell(_target(one)),
                _html.Cell(_attainment(one), share=one.attainment),
            ]
            for one in self._only().metrics
        ]
        return _html.table(columns, rows) + _html.paragraph(self._sums(self._only()))

    def _sliced_columns(self) -> list[str]:
        dimensions = [pick(DIMENSIONS, name, self.lang) for name in self.by]
        return [
            *dimensions,
            *(pick(METRICS, name, self.lang) for name in METRICS),
            *(term(name, self.lang) for name in ("lines", "amount")),
        ]

    def _sliced_text(self) -> str:
        rows = [
            [*self._group(row), *(self._value(one) for one in row.metrics), _text.count(row.lines), _text.yuan(row.amount_fen)]
            for row in self._rows[: _text.TEXT_ROWS]
        ]
        table = _text.table(self._sliced_columns(), rows, [*(False for _ in self.by), *(True for _ in METRICS), True, True])
        return "\n".join([table, *self._rest(_text.TEXT_ROWS), *self._remarks()])

    def _sliced_html(self) -> str:
        heads = self._sliced_columns()
        columns = [_html.Column(head, number=place >= len(self.by), fixed=place == 0) for place, head in enumerate(heads)]
        rows = [
            [
                *map(_html.Cell, self._group(row)),
                *(_html.Cell(self._value(one), share=one.attainment, remark=self._remark(one)) for one in row.metrics),
                _html.Cell(_text.count(row.lines)),
                _html.Cell(_text.yuan(row.amount_fen)),
            ]
            for row in self._rows[: _html.HTML_ROWS]
        ]
        return _html.table(columns, rows) + "".join(map(_html.paragraph, self._rest(_html.HTML_ROWS)))

    def _remarks(self) -> list[str]:
        first = self._rows[0].metrics if self._rows else ()
        return [f"{pick(METRICS, one.id, self.lang)}: {self._remark(one)}" for one in first if self._remark(one)]

    def _rest(self, shown: int) -> list[str]:
        more = len(self._rows) - shown
        return [f"… {_text.count(more)} {term('more_rows', self.lang)}"] if more > 0 else []

    def _only(self) -> Row:
        return self._rows[0]

    def _group(self, row: Row) -> list[str]:
        return [member(name, row.by[name], self._stages, self.lang) for name in self.by]

    def _value(self, one: Metric) -> str:
        return "—" if one.value is None else _text.count(one.value)

    def _remark(self, one: Metric) -> str:
        if one.needs:
            return f"{term('needs', self.lang)} {', '.join(pick(NEEDS, name, self.lang) for name in one.needs)}"
        return ", ".join(pick(FLAGS, name, self.lang) for name in one.flags)

    def _sums(self, row: Row) -> str:
        parts = {
            "lines": _text.count(row.lines),
            "amount": _text.yuan(row.amount_fen),
            "mass": _text.jin(row.mass_g),
            "mass_unknown": _text.count(row.mass_unknown_lines),
        }
        return " · ".join(f"{term(name, self.lang)} {value}" for name, value in parts.items())


def _target(one: Metric) -> str:
    return "" if one.target is None else _text.count(one.target)


def _attainment(one: Metric) -> str:
    return "" if one.attainment is None else _text.percent(one.attainment)


def _bar(one: Metric) -> str:
    return "" if one.attainment is None else _text.bar(one.attainment)


def _metric(name: str, cell: Mapping[str, Any]) -> Metric:
    return Metric(
        id=name,
        value=cell["value"],
        target=cell.get("target"),
        attainment=cell.get("attainment"),
        met=cell.get("met"),
        flags=tuple(cell.get("flags", ())),
        needs=tuple(cell.get("needs", ())),
    )


def _row(row: Mapping[str, Any]) -> Row:
    metrics: dict[str, Any] = {name: _metric(name, row[name]) for name in METRICS}
    return Row(by=row["by"], **metrics, **{name: row[name] for name in SUMS})
