"""Whether households come back and supply relations last: :meth:`yijin.Evaluation.loyalty` asks a book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._fixed import fixed
from yijin._labels import COLUMNS, NEEDS, Lang, lang_of, member, pick, said, term
from yijin._options import Day, day, text, whole
from yijin._progress import watched
from yijin.evaluate._estimate import with_interval
from yijin.evaluate._survival import Curve, LogRank, curve_of, drawn, log_rank_of
from yijin.evaluate._words import SURVIVAL
from yijin.evaluation._churn import Churn, churn_of
from yijin.evaluation._words import LOYALTY

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._book import Book
    from yijin._campaign import Campaign

MOST = 1000
"""No silence is longer, in months."""


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
            return [name, _text.count(curve.n), _text.count(curve.events), with_interval(curve.median, "{:g}")]

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
        How many relations have lines since the last stage alone, which count with no campaign month yet: they are none of these.

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
            level=level,
            as_of=day("as_of", as_of),
            progress=counters,
        )
    found = json.loads(answer)
    about = {"as_of": found["as_of"], "lang": language}
    first, supply, churn = (found[name] for name in ("second_purchase", "supply", "churn"))
    return Loyalty(
        first and _second_purchase(first, by, level, about, book.campaign),
        supply and _supply(supply, silence, level, about),
        None if churn is None else churn_of(churn, level, about),
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
