"""The buyers of a campaign from one month to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _text
from yijin._labels import Lang, pick, said, term
from yijin.evaluate._estimate import Estimate, with_interval
from yijin.evaluation._words import LOYALTY, headed

if TYPE_CHECKING:
    import altair
    import polars

OF_MONTH = ("month", "buyers", "new", "stayed", "back", "absent", "again")
HEADS = ("month", "buyers", "new", "stayed", "back", "absent", "share", "again")


@dataclass(frozen=True, slots=True)
class Buyers:
    """The households that bought in a campaign month.

    Attributes
    ----------
    month : str
        The month, YYYY-MM.
    buyers : int
        How many: those that are new, stayed and came back.
    new : int
        How many bought for the first time.
    stayed : int
        How many bought in the campaign month before too.
    back : int
        How many came back: they had bought, but not in the campaign month before.
    absent : int or None
        How many did not buy in the next campaign month; None where that is not over.
    share : Estimate or None
        The absent's share with Wilson's interval; None as `absent`, and in a month without buyers.
    again : int or None
        How many of the absent bought on a later day; None as `absent`.
    warnings : tuple of str
        What a reader should know: of the last month, that the next is not over.

    Examples
    --------
    >>> last = yj.open(exports).evaluate.loyalty().churn.rows[-1]
    >>> last.month, last.buyers, last.absent, last.warnings
    ('2020-09', 0, None, ('the next campaign month is not over: who did not buy in it is not known yet',))
    """

    month: str
    buyers: int
    new: int
    stayed: int
    back: int
    absent: int | None
    share: Estimate | None
    again: int | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Churn:
    """The buyers of each campaign month that has begun, and how many were absent in the next.

    Attributes
    ----------
    rows : tuple of Buyers
        By month.
    level : float
        The intervals' level.
    definition : str
        What was counted, in a sentence.
    as_of : str
        The day, YYYY-MM-DD, up to which purchases and refunds were known.
    warnings : tuple of str
        What a reader should know.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> churn = yj.open(exports).evaluate.loyalty(as_of="2019-07-31").churn
    >>> [(row.month, row.buyers, row.new, row.back, row.absent) for row in churn]
    [('2019-05', 1, 1, 0, 1), ('2019-06', 1, 1, 0, 1), ('2019-07', 1, 0, 1, None)]
    """

    rows: tuple[Buyers, ...]
    level: float
    definition: str
    as_of: str
    warnings: tuple[str, ...]
    lang: Lang

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars frame (needs polars).

        Returns
        -------
        polars.DataFrame
            `month`, the counts, and `share` with `lower` and `upper`; null where the next campaign month is not over.
        """
        import polars

        bounds = ("share", "lower", "upper")
        rows = [(*(getattr(row, name) for name in OF_MONTH), *_numbers(row.share)) for row in self.rows]
        schema = {"month": polars.String, **dict.fromkeys(OF_MONTH[1:], polars.Int64), **dict.fromkeys(bounds, polars.Float64)}
        return polars.DataFrame(rows, schema=schema, orient="row")

    def chart(self) -> altair.LayerChart:
        """Return the share of each month's buyers that was absent in the next, by whether seen again (needs altair)."""
        import altair

        kinds = [pick(LOYALTY, name, self.lang) for name in ("lost", "seen")]
        known = [(row, row.share) for row in self.rows if row.share is not None]
        bars = [
            {"month": row.month, "kind": kind, "share": count / row.buyers, "order": order}
            for row, _ in known
            for order, (kind, count) in enumerate(zip(kinds, ((row.absent or 0) - (row.again or 0), row.again or 0), strict=True))
        ]
        bounds = [{"month": row.month, "lower": share.lower, "upper": share.upper} for row, share in known]
        x = altair.X("month:O", title=None)
        color = altair.Color(
            "kind:N", title=None, scale=altair.Scale(domain=kinds, range=["#333333", "#cccccc"]), legend=altair.Legend(orient="top")
        )
        y = altair.Y("share:Q", title=pick(LOYALTY, "absent", self.lang), axis=altair.Axis(format="%"))
        bar = altair.Chart(altair.Data(values=bars)).mark_bar().encode(x=x, y=y, color=color, order="order:Q")  # type: ignore[no-untyped-call]
        rule = altair.Chart(altair.Data(values=bounds)).mark_rule(color="black")  # type: ignore[no-untyped-call]
        chart: altair.LayerChart = (bar + rule.encode(x=x, y=altair.Y("lower:Q"), y2="upper:Q")).properties(width=480, height=260)
        return chart

    def __iter__(self) -> Iterator[Buyers]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        grid = _text.Grid(self._heads(), self._cells(), [False, *[True] * (len(HEADS) - 1)])
        return "\n".join([*self._said(), "", _text.table(grid)])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place > 0) for place, head in enumerate(self._heads())]
        rows = [list(map(_html.Cell, row)) for row in self._cells()]
        head = _html.heading(pick(LOYALTY, "churn", self.lang))
        return _html.page(self.lang, head, _html.table(columns, rows), *map(_html.paragraph, self._said()))

    def _said(self) -> list[str]:
        last = [said(row.month, warning, self.lang) for row in self.rows for warning in row.warnings]
        return [headed(self.definition, self.as_of, self.lang), *self.warnings, *last]

    def _heads(self) -> list[str]:
        return [pick(LOYALTY, name, self.lang) for name in HEADS]

    def _cells(self) -> list[list[str]]:
        def cell(row: Buyers, name: str) -> str:
            value = getattr(row, name)
            if value is None:
                return "—"
            return with_interval(value, "{:.1%}") if name == "share" else row.month if name == "month" else _text.count(value)

        return [[cell(row, name) for name in HEADS] for row in self.rows]


def churn_of(found: list[dict[str, Any]], level: float, about: Mapping[str, Any]) -> Churn:
    """Return the buyers of each month that the native half found."""
    lang, as_of = about["lang"], about["as_of"]
    definition, warnings = pick(LOYALTY, "of_churn", lang), (pick(LOYALTY, "alike", lang), pick(LOYALTY, "ends", lang))

    def row(one: dict[str, Any]) -> Buyers:
        said_of = (pick(LOYALTY, "next_unknown", lang),) if one["absent"] is None else ()
        share = one["share"] and Estimate(
            **one["share"],
            level=level,
            method="wilson",
            n=one["buyers"],
            definition=definition,
            warnings=(warnings[0], term("working_table", lang)),
            as_of=as_of,
            lang=lang,
        )
        return Buyers(**{**one, "share": share}, warnings=said_of)

    return Churn(tuple(map(row, found)), level, definition, as_of, warnings, lang)


def _numbers(share: Estimate | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if share is None else (share.value, share.lower, share.upper)
