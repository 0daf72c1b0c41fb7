"""The headline: the five metrics against their targets, as objects and as tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _headline_view, _html
from yijin._fixed import Fixed, fixed
from yijin._frame import Frame, Stream
from yijin._labels import DIMENSIONS, METRICS, Lang, lang_of, pick
from yijin._options import near
from yijin._published import Comparison, compared
from yijin._published_table import PublishedTable, behind, published
from yijin.errors import OptionError

if TYPE_CHECKING:
    from yijin import _native
    from yijin._campaign import Campaign

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
        What the campaign wants to reach in all; None where it names no target.
    attainment : float or None
        value / target; 1 is the target. None without a value or a target.
    met : bool or None
        Whether the target is reached ("more than" targets only above it). None without a value or a target.
    flags : tuple of str
        What a reader should know: `unverified` where no register was given to count against; of the poor households, `without_products`
        where only the ledger's own suppliers count, and `without_suppliers` where none can be a poor household itself.
    needs : tuple of str
        The tables, or the ledger's columns, without which the value cannot be computed.

    Examples
    --------
    >>> result = yj.open(exports).headline()
    >>> result["households"]
    Metric(id='households', value=4, target=1000000, attainment=4e-06, met=False, flags=(), needs=())
    >>> metric = result["direct_poor_households"]
    >>> metric.value, metric.target, metric.needs
    (None, 100000, ('benefit_links',))
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
        The group: dimension to value; None is the group of the missing values. Empty for the total. It does not change.
    communities, households, custom_products, direct_poor_households, indirect_poor_households : Metric
        The five metrics.
    lines : int
        Qualifying lines.
    amount_fen : int or None
        Their net amount, in fen; None in a plain headline, as are the following.
    mass_g : int or None
        Their net mass where it is known, in grams.
    mass_unknown_lines : int or None
        Lines whose mass is not known.

    Examples
    --------
    >>> row = yj.open(exports).headline(by=["stage", "channel"]).rows[0]
    >>> row.by, row.households.value, row.lines, row.amount_fen, row.mass_g
    ({'stage': '1', 'channel': 'group_buy'}, 1, 2, 10350, 5500)
    """

    by: Mapping[str, str | None]
    communities: Metric
    households: Metric
    custom_products: Metric
    direct_poor_households: Metric
    indirect_poor_households: Metric
    lines: int
    amount_fen: int | None
    mass_g: int | None
    mass_unknown_lines: int | None

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Return the five metrics in the order of the notice."""
        return tuple(getattr(self, name) for name in METRICS)


class Headline(Frame):
    """The five headline metrics, one row a group; :meth:`yijin.Book.headline` makes it.

    Five distinct counts against their targets; `rows` holds them as objects, and the whole is an Arrow table. Distinct counts do not
    add up over rows. It does not change.

    Notes
    -----
    The columns of the Arrow table, and so of :meth:`to_polars`, :meth:`to_pandas` and DuckDB:

    ========================= ======= =================================================================
    column                    type    what it holds
    ========================= ======= =================================================================
    one a dimension of `by`   text    the group; null is the group of the missing values
    one a metric, by its name int64   distinct ones; null where it cannot be computed
    ``lines``                 int64   qualifying lines
    ``amount_fen``            int64   their net amount, in fen; null in a plain headline, as are the following two
    ``mass_g``                int64   their net mass where it is known, in grams
    ``mass_unknown_lines``    int64   lines whose mass is not known
    ``<metric>_attainment``   float64 value / target, 1 is the target; null without a value or a target
    ========================= ======= =================================================================

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

    __slots__ = ("_campaign", "_known", "_lang", "_native", "_rows")

    def __init__(self, native: _native.Headline, campaign: Campaign, lang: Lang) -> None:
        self._native = native
        self._campaign = campaign
        self._lang = lang
        self._known: dict[str, Any] | None = None
        self._rows: tuple[Row, ...] | None = None

    @property
    def _data(self) -> dict[str, Any]:
        """Return the contract JSON as objects; read when it is first asked for, since a frame does without it."""
        if self._known is None:
            self._known = json.loads(self._native.to_json())
        return self._known

    @property
    def lang(self) -> Lang:
        """Return the language of labels, `en` or `zh`."""
        return self._lang

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
    def start(self) -> str | None:
        """Return the first order date that was asked for, YYYY-MM-DD; None where none was."""
        return self._day("from")

    @property
    def end(self) -> str | None:
        """Return the last order date that was asked for, YYYY-MM-DD; None where none was."""
        return self._day("to")

    @property
    def by(self) -> tuple[str, ...]:
        """Return the dimensions of the rows."""
        return tuple(self._data["by"])

    @property
    def where(self) -> Mapping[str, tuple[str | None, ...]]:
        """Return the filters as they were asked for: dimension to admitted values."""
        return Fixed({name: tuple(values) for name, values in self._data["where"].items()})

    @property
    def cumulative(self) -> bool:
        """Return whether the periods are running counts."""
        return bool(self._data["cumulative"])

    @property
    def plain(self) -> bool:
        """Return whether lines were taken as they stand (:func:`yijin.plain_headline`)."""
        return bool(self._data["plain"])

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows: one without `by`."""
        if self._rows is None:
            self._rows = rows(self._data["rows"], self._campaign)
        return self._rows

    @property
    def accounting(self) -> Mapping[str, Any]:
        """Return, by table, the rows read = accepted + outside the campaign + superseded + set aside."""
        accounting: Mapping[str, Any] = fixed(self._data["accounting"])
        return accounting

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the names for people, in the result's language, of the metrics and of the dimensions of `by`."""
        named = [(METRICS, name) for name in METRICS] + [(DIMENSIONS, name) for name in self.by]
        return Fixed({name: pick(labels, name, self.lang) for labels, name in named})

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader must know, in the result's language."""
        return _headline_view.notes(self)

    def against(self, what: str = "published") -> Comparison:
        """Return the figures that the campaign itself published, each beside the ledger's.

        Parameters
        ----------
        what : {"published"}
            The figures of the campaign file's ``[[published]]``.

        Returns
        -------
        Comparison
            One row a published figure of a headline metric; none where the campaign file has none.

        Raises
        ------
        OptionError
            Where `what` is something else.
        TypeError
            Where the headline has rows by dimensions: the published figures are totals.

        Examples
        --------
        >>> for one in yj.open(exports).headline().against("published"):
        ...     print(one.metric, one.published, one.wording, one.difference)
        communities 31500 31500个社区 -31498
        direct_poor_households 4000 约4000户 None
        communities 31500 31500个社区 -31498
        households 31600000 3160多万户 参与 -31599996
        direct_poor_households 5000 5000多户 None
        """
        if what != "published":
            raise OptionError(f"expected 'published' for what, found {what!r}", "bad-option")
        return compared(self, self._campaign)

    def publish(self) -> PublishedTable:
        """Return the figures as a table to publish.

        Returns
        -------
        PublishedTable
            Rows in which a number of households, buying or helped, is below the policy's ``min_cell`` are suppressed, and
            enough others that they cannot be worked out from the totals. So are rows whose lines name no household, as few may
            stand behind them; in a ledger without households nothing is known of that, and nothing is suppressed for it.

        Examples
        --------
        >>> table = yj.open(exports).headline(by="stage").publish()
        >>> table.suppressed
        (True, True, True)
        """
        helped = ("direct_poor_households", "indirect_poor_households")
        figures = [(*(one.value for one in row.metrics), *(getattr(row, name) for name in SUMS)) for row in self.rows]
        buying = [behind(row.households.value, row.lines > 0) for row in self.rows]
        counted = [[few, *(getattr(row, name).value for name in helped)] for row, few in zip(self.rows, buying, strict=True)]
        persons = [min((count for count in counts if count), default=None) for counts in counted]
        groups = [tuple(row.by[name] for name in self.by) for row in self.rows]
        return published(self.by, (*METRICS, *SUMS), groups, figures, persons, self._campaign.min_cell, self._lang)

    def in_(self, lang: str) -> Headline:
        """Return the same headline with labels in another language.

        Parameters
        ----------
        lang : {"en", "zh"}
            The language of labels.
        """
        return Headline(self._native, self._campaign, lang_of(lang))

    def to_json(self) -> str:
        """Return the contract JSON (schema_version 1), as `yijin headline --format json` prints it."""
        return self._native.to_json()

    def to_html(self) -> str:
        """Return the headline as a page of its own."""
        return _html.document(_headline_view.title(self, self._campaign), self.lang, self._repr_html_())

    def to_text(self, everything: str = "to_polars()") -> str:
        """Return the headline as a table for a terminal, as wide as that.

        Parameters
        ----------
        everything : str
            What is named as that which gives the rows that are cut.
        """
        return _headline_view.text(self, self._campaign, everything)

    def __getitem__(self, metric: str) -> Metric:
        """Return a metric of the total, by its canonical name."""
        if len(self.rows) != 1 or self.by:
            raise TypeError(
                f"a headline by {', '.join(self.by)} has {len(self.rows)} rows: take a metric of one of its rows, they do not add up"
            )
        found = {one.id: one for one in self.rows[0].metrics}
        if metric not in found:
            raise KeyError(f"expected one of {', '.join(found)}, found {metric!r}{near(metric, found)}")
        return found[metric]

    def _ipython_key_completions_(self) -> list[str]:
        return [] if self.by else list(METRICS)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return _headline_view.html(self, self._campaign)

    def _stream(self) -> Stream:
        return self._native

    def _day(self, name: str) -> str | None:
        return None if self._data[name] is None else str(self._data[name])


def rows(cells: list[Mapping[str, Any]], campaign: Campaign) -> tuple[Row, ...]:
    """Return rows of the contract JSON as objects."""
    targets = {name: target["value"] for name, target in campaign.targets.items()}
    return tuple(_row(row, targets) for row in cells)


def _metric(name: str, cell: Mapping[str, Any], target: int | None) -> Metric:
    return Metric(
        id=name,
        value=cell["value"],
        target=cell.get("target", target),
        attainment=cell.get("attainment"),
        met=cell.get("met"),
        flags=tuple(cell.get("flags", ())),
        needs=tuple(cell.get("needs", ())),
    )


def _row(row: Mapping[str, Any], targets: Mapping[str, int]) -> Row:
    metrics: dict[str, Any] = {name: _metric(name, row[name], targets.get(name)) for name in METRICS}
    return Row(by=Fixed(row["by"]), **metrics, **{name: row[name] for name in SUMS})
