"""Whether households come back and supply relations last: :meth:`yijin.Evaluation.loyalty` asks a book."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._fixed import fixed
from yijin._labels import COLUMNS, NEEDS, Lang, lang_of, member, pick, said, term
from yijin._options import Day, day, text, whole
from yijin._progress import watched
from yijin.evaluate._call import numbers
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._survival import Curve, LogRank, curve_of, drawn, interval, log_rank_of
from yijin.evaluate._words import SURVIVAL
from yijin.evaluation._words import LOYALTY

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._book import Book
    from yijin._campaign import Campaign

MOST = 1000
"""No silence is longer, in months."""
OF_MONTH = ("month", "buyers", "new", "stayed", "back", "absent", "again")
HEADS = ("month", "buyers", "new", "stayed", "back", "absent", "share", "again")


@dataclass(frozen=True, slots=True, repr=False)
class SecondPurchase:
    """How long from a household's first purchase to its second.

    Attributes
    ----------
    all : Curve
        Of all households, in days.
    by : str or None
        The dimension of the first purchase by which they are compared.
    groups : mapping
        Value to the curve of its households; None is the missing value. Empty without `by`. It does not change.
    several : int
        How many households have several values on their first day: they are in no group.
    test : LogRank or None
        The test of the groups; None without two that can be compared.
    lang : {"en", "zh"}
        The language of labels.
    stages : mapping
        The stages' names by id.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.loyalty(by="channel").second_purchase
    >>> {value: (curve.n, curve.events) for value, curve in found.groups.items()}
    {'group_buy': (1, 1), 'platform': (3, 1)}
    >>> found.test.df, round(found.test.p, 3)
    (1, 0.515)
    """

    all: Curve
    by: str | None
    groups: Mapping[str | None, Curve]
    several: int
    test: LogRank | None
    lang: Lang
    stages: Mapping[str, tuple[str, str]]

    def to_polars(self) -> polars.DataFrame:
        """Return the steps of all curves as a polars frame (needs polars).

        Returns
        -------
        polars.DataFrame
            The columns of :meth:`Curve.to_polars`; with `by` one of that name before them, and the groups' steps alone.
        """
        import polars

        if self.by is None:
            return self.all.to_polars()
        parts = [
            curve.to_polars().select(polars.lit(value, dtype=polars.String).alias(self.by), polars.all())
            for value, curve in self.groups.items()
        ]
        return polars.concat(parts) if parts else self.all.to_polars().clear()

    def chart(self) -> altair.LayerChart | altair.FacetChart:
        """Return the curves as a chart: that of all households, and the groups' (needs altair)."""
        return drawn(self._named())

    def __repr__(self) -> str:
        grid = _text.Grid(self._heads(), self._cells(), [False, True, True, True])
        return "\n".join([*self._said(), "", _text.table(grid)])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place > 0) for place, head in enumerate(self._heads())]
        return _html.page(
            self.lang,
            _html.heading(pick(LOYALTY, "second_purchase", self.lang)),
            _html.table(columns, [list(map(_html.Cell, row)) for row in self._cells()]),
            *map(_html.paragraph, self._said()),
        )

    def _named(self) -> dict[str, Curve]:
        name = self.by or ""
        groups = {member(name, value, self.stages, self.lang): curve for value, curve in self.groups.items()}
        return {pick(LOYALTY, "all", self.lang): self.all, **groups}

    def _heads(self) -> list[str]:
        return [pick(COLUMNS, self.by or "", self.lang), *(pick(SURVIVAL, name, self.lang) for name in ("n", "events", "median"))]

    def _cells(self) -> list[list[str]]:
        def row(name: str, curve: Curve) -> list[str]:
            return [name, _text.count(curve.n), _text.count(curve.events), "—" if curve.median is None else interval(curve.median, "{:g}")]

        return [row(name, curve) for name, curve in self._named().items()]

    def _said(self) -> list[str]:
        tested = []
        if self.test is not None:
            found = f"χ² = {self.test.chi2:.2f}, df = {self.test.df}, p = {self.test.p:.2g}"
            tested = [said(pick(LOYALTY, "log_rank", self.lang), found, self.lang)]
        head = " · ".join([self.all.definition, f"{term('as_of', self.lang)} {self.all.as_of}"])
        return [head, *tested, *self.all.warnings]


@dataclass(frozen=True, slots=True, repr=False)
class Supply:
    """How long supply relations of an enterprise and an origin county last.

    Attributes
    ----------
    curve : Curve
        Of the relations that are followed, in campaign months.
    silence : int
        How many campaign months without a line count as an end.
    relations : int
        How many relations have a line in a campaign month.
    late : int
        How many of them began too late for an end to be seen, and are not followed.
    resumed : int
        How many were silent for as long and traded again.
    between : int
        How many relations have lines between the stages alone: they are none of these.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.loyalty(silence=6).supply
    >>> found.relations, found.late, found.curve.n
    (2, 0, 2)
    """

    curve: Curve
    silence: int
    relations: int
    late: int
    resumed: int
    between: int

    def chart(self) -> altair.LayerChart | altair.FacetChart:
        """Return the curve with its band as a chart (needs altair)."""
        return self.curve.chart()

    def __repr__(self) -> str:
        return repr(self.curve)

    def _repr_html_(self) -> str:
        head = _html.heading(pick(LOYALTY, "supply", self.curve.lang))
        return _html.page(self.curve.lang, head, self.curve._repr_html_())


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
        return [_headed(self.definition, self.as_of, self.lang), *self.warnings, *last]

    def _heads(self) -> list[str]:
        return [pick(LOYALTY, name, self.lang) for name in HEADS]

    def _cells(self) -> list[list[str]]:
        def cell(row: Buyers, name: str) -> str:
            value = getattr(row, name)
            if value is None:
                return "—"
            return interval(value, "{:.1%}") if name == "share" else row.month if name == "month" else _text.count(value)

        return [[cell(row, name) for name in HEADS] for row in self.rows]


@dataclass(frozen=True, slots=True, repr=False)
class Loyalty:
    """Whether households come back and supply relations last; :meth:`yijin.Evaluation.loyalty` makes it.

    Attributes
    ----------
    second_purchase : SecondPurchase or None
        From the first purchase to the second.
    supply : Supply or None
        How long supply relations last.
    churn : Churn or None
        Each campaign month's buyers.
    needs : mapping
        For each part that is None, the table or column that it needs. It does not change.
    as_of : str
        The day, YYYY-MM-DD, up to which purchases and refunds were known.
    last_day : str
        The last day on which a purchase could have counted: `as_of`, or the campaign's last.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> found = yj.open({"ledger": f"{exports}/ledger.csv"}).evaluate.loyalty()
    >>> found.supply is None, found.needs["supply"], found.as_of
    (True, 'products', '2020-09-30')
    """

    second_purchase: SecondPurchase | None
    supply: Supply | None
    churn: Churn | None
    needs: Mapping[str, str]
    as_of: str
    last_day: str
    lang: Lang

    def __repr__(self) -> str:
        return "\n\n".join([*(f"{pick(LOYALTY, name, self.lang)}\n{part!r}" for name, part in self._parts()), *self._missing()])

    def _repr_html_(self) -> str:
        return _html.page(self.lang, *(part._repr_html_() for _, part in self._parts()), *map(_html.paragraph, self._missing()))

    def _parts(self) -> list[tuple[str, Any]]:
        named = {"second_purchase": self.second_purchase, "supply": self.supply, "churn": self.churn}
        return [(name, part) for name, part in named.items() if part is not None]

    def _missing(self) -> list[str]:
        lang = self.lang
        return [
            said(pick(LOYALTY, part, lang), f"{term('needs', lang)} {pick(NEEDS, name, lang)}", lang) for part, name in self.needs.items()
        ]


def loyalty(book: Book, *, by: str | None, silence: int, as_of: Day, level: float, lang: str) -> Loyalty:
    """Return whether the households of a book come back and its supply relations last."""
    language = lang_of(lang)
    with watched(None) as counters:
        answer = _native.loyalty(
            book._native,
            by=None if by is None else text("by", by),
            silence=whole("silence", silence, 1, MOST),
            level=numbers("level", [level])[0],
            as_of=day("as_of", as_of),
            progress=counters,
        )
    found = json.loads(answer)
    about = {"as_of": found["as_of"], "lang": language}
    first, supply, churn = (found[name] for name in ("second_purchase", "supply", "churn"))
    return Loyalty(
        first and _second_purchase(first, by, level, about, book.campaign),
        supply and _supply(supply, silence, level, about),
        None if churn is None else _churn(churn, level, about),
        fixed(found["needs"]),
        found["as_of"],
        found["last_day"],
        language,
    )


def _second_purchase(
    found: Mapping[str, Any], by: str | None, level: float, about: Mapping[str, Any], campaign: Campaign
) -> SecondPurchase:
    lang = about["lang"]
    dimension = pick(COLUMNS, by or "", lang)
    warnings = [pick(LOYALTY, "alike", lang)]
    if found["several"]:
        warnings.append(pick(LOYALTY, "several", lang).format(by=dimension, n=_text.count(found["several"])))
    if by is not None and found["test"] is None:
        warnings.append(pick(LOYALTY, "no_test", lang))

    def curve(one: Mapping[str, Any]) -> Curve:
        definition, least, n = pick(LOYALTY, "of_second_purchase", lang), campaign.min_cell, one["n"]
        few = [pick(LOYALTY, "few", lang).format(least=least, n=_text.count(n))] if n < least else []
        marked = (*warnings, *few, term("working_table", lang))
        return curve_of(one, level, definition, unit=pick(LOYALTY, "days", lang), warnings=marked, **about)

    groups = {group["value"]: curve(group["curve"]) for group in found["groups"]}
    compared = pick(LOYALTY, "of_groups", lang).format(by=dimension)
    test = found["test"] and log_rank_of(found["test"], groups, compared, as_of=about["as_of"], warnings=tuple(warnings))
    return SecondPurchase(curve(found["all"]), by, fixed(groups), found["several"], test, lang, campaign.stage_names)


def _supply(found: Mapping[str, Any], silence: int, level: float, about: Mapping[str, Any]) -> Supply:
    lang, of = about["lang"], _text.count(found["relations"])
    told = {name: found[name] for name in ("late", "resumed", "between") if found[name]}
    warnings = [pick(LOYALTY, name, lang).format(n=_text.count(number), of=of) for name, number in told.items()]
    curve = curve_of(
        found["curve"],
        level,
        pick(LOYALTY, "of_supply", lang).format(silence=silence),
        unit=pick(LOYALTY, "months", lang),
        warnings=(pick(LOYALTY, "not_alone", lang), *warnings, term("working_table", lang)),
        **about,
    )
    return Supply(curve, silence, *(found[name] for name in ("relations", "late", "resumed", "between")))


def _churn(found: list[dict[str, Any]], level: float, about: Mapping[str, Any]) -> Churn:
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
        )
        return Buyers(**{**one, "share": share}, warnings=said_of)

    return Churn(tuple(map(row, found)), level, definition, as_of, warnings, lang)


def _numbers(share: Estimate | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if share is None else (share.value, share.lower, share.upper)


def _headed(definition: str, as_of: str | None, lang: Lang) -> str:
    return " · ".join([definition, f"{term('as_of', lang)} {as_of}", term("working_table", lang)])
