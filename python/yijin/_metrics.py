"""The catalogue of metrics beside the headline, and their figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._campaign import Campaign, chosen_of
from yijin._fixed import fixed
from yijin._frame import Frame, Stream
from yijin._labels import ADDITIVITY, COLUMNS, GRAINS, NEEDS, UNITS, Lang, lang_of, listed, member, pick, said, term
from yijin._options import near
from yijin._published_table import PublishedTable, behind, published
from yijin.errors import NotAdditiveError, UnknownNameError

if TYPE_CHECKING:
    from os import PathLike

ALL = 1_000_000_000
"""More rows than figures can have."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a metric is; :func:`yijin.metrics` lists them.

    Attributes
    ----------
    id : str
        Its name for machines.
    label, definition : mapping
        Its name, and what it is in a sentence, by language (`zh`, `en`). They do not change.
    unit : str
        What one of it is: `lines`, `fen`, `g`, `households`, `share` (1 = all), ….
    grain : str
        What one row of its table is; of a ratio's, that of the lower part.
    additivity : {"full", "time", "none"}
        Whether figures may be added: over everything, over periods alone, or not at all.
    tables : tuple of str
        The tables it needs beside the ledger, and the ledger's columns that alone can tell of it (`ledger.household_id`).
    clause : str
        The clause of the notice that it comes from; empty for a campaign's own.
    target : int or None
        What it is to reach.

    Examples
    --------
    >>> fairs = next(one for one in yj.metrics() if one.id == "fairs")
    >>> fairs.label["en"], fairs.unit, fairs.additivity, fairs.tables, fairs.target
    ('large fairs', 'fairs', 'full', ('activities',), 100)
    """

    id: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    unit: str
    grain: str
    additivity: str
    tables: tuple[str, ...]
    clause: str
    target: int | None


@dataclass(frozen=True, slots=True)
class MetricRow:
    """The figure of one group.

    Attributes
    ----------
    by : mapping
        The group: dimension to value; None is the group of the missing values. It does not change.
    value : int or float or None
        The figure, in the metric's unit; None where nothing is known of it, or what a ratio divides by is 0.
    persons : int or None
        How many households stand behind it, where it is about households' purchases; how many persons it counts, where it does and they
        are fewer.

    Examples
    --------
    >>> yj.open(exports).metric("lines", by="stage").rows[0]
    MetricRow(by={'stage': '1'}, value=5, persons=3)
    """

    by: Mapping[str, str | None]
    value: int | float | None
    persons: int | None


class MetricResult(Frame):
    """The figures of a metric, one row a group; :meth:`yijin.Book.metric` makes it.

    The whole is an Arrow table: a text column for each dimension, ``value`` (int64, of a ratio float64) and ``persons``. Nothing in it is
    suppressed: it is a working table, not one to publish.

    Examples
    --------
    >>> result = yj.open(exports).metric("amount", by="channel")
    >>> [(row.by["channel"], row.value) for row in result]
    [('group_buy', 10350), ('platform', 17700)]
    >>> result.total()
    28050
    """

    __slots__ = ("_lang", "_least", "_native", "_stages", "definition", "needs", "rows")

    def __init__(self, native: _native.Table, definition: Definition, needs: list[str], campaign: Campaign, lang: Lang) -> None:
        self._native = native
        self._lang = lang
        self._stages = campaign.stage_names
        self._least = campaign.min_cell
        self.definition = definition
        self.needs = tuple(needs)
        rows: list[list[Any]] = json.loads(native.first_rows(ALL))
        self.rows = tuple(MetricRow(fixed(dict(zip(self.by, row, strict=False))), row[-2], row[-1]) for row in rows)

    @property
    def id(self) -> str:
        """Return the metric's name for machines."""
        return self.definition.id

    @property
    def label(self) -> str:
        """Return the metric's name in the result's language."""
        return self.definition.label[self._lang]

    @property
    def unit(self) -> str:
        """Return what one of it is."""
        return self.definition.unit

    @property
    def additivity(self) -> str:
        """Return whether its figures may be added: "full", "time" or "none"."""
        return self.definition.additivity

    @property
    def value(self) -> int | float | None:
        """Return the one figure of a result without dimensions; None where it is not known or a table is missing (see `needs`).

        Raises
        ------
        ValueError
            Where the result has dimensions.
        """
        if self.by:
            raise ValueError(f"{self.id} has a figure for each {', '.join(self.by)}: take its rows, or ask for it without by=")
        return self.rows[0].value if self.rows else None

    def total(self) -> int | float | None:
        """Return the sum of the figures, where the metric is one whose figures may be added; None where none is known.

        Raises
        ------
        NotAdditiveError
            Where adding would count something twice, or make an average of averages: ask for the metric without `by` instead.
        """
        times = {"stage", "quarter", "month", "week", "day"}
        if self.additivity == "none" or (self.additivity == "time" and not times.issuperset(self.by)):
            over = f" over {', '.join(self.by)}" if self.by else ""
            raise NotAdditiveError(
                f"expected a metric whose figures may be added{over}, found {self.id} ({self.additivity}); "
                f"book.metric({self.id!r}) without by= counts the total",
                "not-additive",
            )
        known = [row.value for row in self.rows if row.value is not None]
        return sum(known) if known else None

    @property
    def by(self) -> list[str]:
        """Return the dimensions of the rows."""
        return self._native.column_names[:-2]

    def publish(self) -> PublishedTable:
        """Return the figures as a table to publish.

        Returns
        -------
        PublishedTable
            Rows that rest on fewer households than the campaign's policy wants (``min_cell``) are suppressed, and enough others that they
            cannot be worked out from the totals; so are figures of lines that name no household, as few may stand behind them. A metric
            that is about no persons has nothing to suppress.
        """
        groups = [tuple(row.by.values()) for row in self.rows]
        figures, persons = [(row.value,) for row in self.rows], [behind(row.persons, bool(row.value)) for row in self.rows]
        return published(self.by, ("value",), groups, figures, persons, self._least, self._lang)

    def to_json(self) -> str:
        """Return the figures as JSON: `id`, `unit`, `additivity`, `needs` and, for each row, `by`, `value` and `persons`."""
        rows = [{"by": dict(row.by), "value": row.value, "persons": row.persons} for row in self.rows]
        head = {"id": self.id, "unit": self.unit, "additivity": self.additivity, "needs": list(self.needs)}
        return json.dumps({**head, "rows": rows}, ensure_ascii=False, indent=1)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[MetricRow]:
        return iter(self.rows)

    def __repr__(self) -> str:
        shown = self._cells(_text.TABLE_ROWS)
        grid = _text.Grid(self._heads(), shown, [*[False] * len(self.by), True])
        return "\n".join([self._title(), _text.table(grid), *_text.more(len(self) - len(shown), self._lang, "to_polars()")])

    def _repr_html_(self) -> str:
        heads = self._heads()
        columns = [_html.Column(head, place == len(heads) - 1) for place, head in enumerate(heads)]
        rows = [list(map(_html.Cell, row)) for row in self._cells(_html.HTML_ROWS)]
        more = _text.more(len(self) - len(rows), self._lang, "to_polars()")
        return _html.page(self._lang, _html.paragraph(self._title()), _html.table(columns, rows), *map(_html.paragraph, more))

    def _title(self) -> str:
        missing = (
            [f"{term('needs', self._lang)} {listed((pick(NEEDS, name, self._lang) for name in self.needs), self._lang)}"]
            if self.needs
            else []
        )
        return " · ".join([self.label, f"[{pick(UNITS, self.unit, self._lang)}]", *missing, term("working_table", self._lang)])

    def _heads(self) -> list[str]:
        return [*(pick(COLUMNS, name, self._lang) for name in self.by), self.label]

    def _cells(self, most: int) -> list[list[str]]:
        def named(row: MetricRow) -> list[str]:
            return [member(name, value, self._stages, self._lang) for name, value in row.by.items()]

        return [[*named(row), _shown(row.value)] for row in self.rows[:most]]

    def _stream(self) -> Stream:
        return self._native


def metrics(campaign: Campaign | str | PathLike[str] | None = None) -> list[Definition]:
    """Return the metrics of a campaign: those that ship, then its own.

    Parameters
    ----------
    campaign : Campaign or path, optional
        The campaign, or its file; the 2019 campaign where absent.

    Returns
    -------
    list of Definition
        In the order of the catalogue.

    Raises
    ------
    CampaignError
        Where the file does not say what it should.

    Examples
    --------
    >>> [one.id for one in yj.metrics()][:4]
    ['lines', 'orders', 'amount', 'mass']
    """
    return [_definition(entry) for entry in json.loads(_native.metrics(chosen_of(campaign).native))]


def defined(campaign: Campaign, id: str) -> Definition:
    """Return the definition of a metric."""
    known = metrics(campaign)
    found = [one for one in known if one.id == id]
    if not found:
        names = [one.id for one in known]
        raise UnknownNameError(f"expected a metric ({', '.join(names)}), found '{id}'{near(id, names)}", "unknown-name")
    return found[0]


def explained(definition: Definition, lang: str) -> str:
    """Return what a metric is, in a few lines of text."""
    language = lang_of(lang)
    words = {
        "zh": ("单位", "粒度", "可加性", "所需表", "出处", "目标"),
        "en": ("unit", "grain", "additivity", "tables", "clause", "target"),
    }[language]
    values = (
        pick(UNITS, definition.unit, language),
        pick(GRAINS, definition.grain, language),
        pick(ADDITIVITY, definition.additivity, language),
        listed((pick(NEEDS, name, language) for name in ("ledger", *definition.tables)), language),
        definition.clause,
        None if definition.target is None else f"{definition.target:,}",
    )
    lines = [f"{definition.label[language]} ({definition.id})", definition.definition[language]]
    return "\n".join([*lines, *(said(word, value, language) for word, value in zip(words, values, strict=True) if value)])


def _definition(entry: dict[str, Any]) -> Definition:
    target = entry["target"]
    return Definition(
        entry["id"],
        fixed(entry["label"]),
        fixed(entry["definition"]),
        entry["unit"],
        entry["grain"],
        entry["additivity"],
        tuple(entry["needs"]),
        entry["clause"],
        target and target["value"],
    )


def _shown(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"
