"""Concentration over a book: how a total is spread over its communities, enterprises, counties, suppliers or households."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._fixed import fixed
from yijin._labels import COLUMNS, UNITS, Lang, lang_of, listed, pick, said, term
from yijin._metrics import defined
from yijin._options import Day, Where, one_of, scope, text, whole
from yijin._progress import watched
from yijin.evaluate._estimate import Estimate, interval, interval_head
from yijin.evaluate._spread import METHOD, Herfindahl, Theil, TheilByGroup, cautioned
from yijin.evaluate._words import CAUTIONS, SAMPLES, SPREADS
from yijin.evaluation._words import UNITS_OVER

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._book import Book

PARTS = (0.01, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How a total is spread over units; :meth:`yijin.evaluation.Evaluation.concentration` makes it.

    Attributes
    ----------
    measure, over : str
        What is spread, and over which units.
    by : str or None
        The coarser unit of `split`.
    total : int
        The total, in the measure's unit (fen, grams, lines).
    gini : Estimate
        The Gini coefficient.
    top : mapping of float to Estimate
        The shares of the richest 1, 10 and 20 % of the units; over households without those that rest on fewer than the campaign's policy
        wants (``min_cell``), which are named in `warnings`.
    largest : Estimate or None
        The share of the k largest; None over households, whose amounts are no one's to read.
    herfindahl : Herfindahl
        The Herfindahl–Hirschman index.
    theil : Theil
        Theil's T and L.
    lorenz : tuple of (float, float)
        At most 201 points of the Lorenz curve: the share of the units, the poorest first, and their share of the total. Each is exact.
        Over households they are at least 10 households apart.
    split : TheilByGroup or None
        Theil's T between and within the units of `by`, over households of those that lie in one on their first day; None without `by`, and
        where a unit of `by` has fewer households than ``min_cell``.
    n : int
        How many units.
    clusters : int or None
        Over households, how many clusters they are drawn in: communities, and each household whose first purchase names none.
    as_of : str
        The day up to which everything is known.
    warnings : tuple of str
        What a reader should know of all of these.
    lang : {"en", "zh"}
        The language in which it is shown.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.concentration(over="community")
    >>> found.n, round(found.gini.value, 3), found.lorenz[0], found.lorenz[-1]
    (2, 0.029, (0.0, 0.0), (1.0, 1.0))
    """

    measure: str
    over: str
    by: str | None
    total: int
    gini: Estimate
    top: Mapping[float, Estimate]
    largest: Estimate | None
    herfindahl: Herfindahl
    theil: Theil
    lorenz: tuple[tuple[float, float], ...]
    split: TheilByGroup | None
    n: int
    clusters: int | None
    as_of: str
    warnings: tuple[str, ...]
    lang: Lang = field(default="en", repr=False, compare=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def estimates(self) -> dict[str, Estimate]:
        """Return the estimates by name, in the order of the table."""
        index = self.herfindahl
        named = {
            "gini": self.gini,
            **{_top(part): one for part, one in self.top.items()},
            "largest": self.largest,
            "herfindahl": index.value,
            "normalised": index.normalised,
            "effective": index.effective,
            "theil_t": self.theil.t,
            "theil_l": self.theil.l,
        }
        return {name: one for name, one in named.items() if one is not None}

    def to_polars(self) -> polars.DataFrame:
        """Return the estimates as a frame: statistic, value, lower, upper, level, method, n, clusters, as_of (needs polars)."""
        import polars

        columns = ("value", "lower", "upper", "level", "method", "n", "clusters", "as_of")
        rows = [(name, *(getattr(one, column) for column in columns)) for name, one in self.estimates.items()]
        numbers = dict.fromkeys(("value", "lower", "upper", "level"), polars.Float64)
        wholes = dict.fromkeys(("n", "clusters"), polars.Int64)
        kinds = {name: numbers.get(name) or wholes.get(name) or polars.String for name in ("statistic", *columns)}
        return polars.DataFrame(rows, schema=kinds, orient="row")

    def chart(self) -> altair.LayerChart:
        """Return the Lorenz curve with the line of equality (needs altair)."""
        import altair

        heads = [term(name, self.lang) for name in ("units_share", "total_share")]
        share = altair.Axis(format="%")
        x = altair.X("units:Q", title=heads[0], axis=share, scale=altair.Scale(domain=[0, 1]))
        y = altair.Y("total:Q", title=heads[1], axis=share, scale=altair.Scale(domain=[0, 1]))

        def points(pairs: Any) -> altair.Data:
            return altair.Data(values=[{"units": units, "total": total} for units, total in pairs])  # type: ignore[no-untyped-call]

        curve = altair.Chart(points(self.lorenz)).mark_line(color="#2f6f4f", strokeWidth=2).encode(x=x, y=y, order="units:Q")
        equal = altair.Chart(points([(0, 0), (1, 1)])).mark_line(color="#888888", strokeDash=[4, 3]).encode(x=x, y=y)
        chart: altair.LayerChart = (equal + curve).properties(width=360, height=320, title=self._title())
        return chart

    def __repr__(self) -> str:
        grid = _text.Grid(self._heads(), self._cells(), [False, True, False])
        return "\n".join([self._title(), _text.table(grid), *self.warnings, term("working_table", self.lang)])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place == 1) for place, head in enumerate(self._heads())]
        parts = [_html.heading(self._title()), _html.table(columns, [list(map(_html.Cell, row)) for row in self._cells()])]
        return _html.page(self.lang, *parts, *(_html.paragraph(note) for note in self._notes()))

    def _title(self) -> str:
        measure, units = self.names["measure"], pick(UNITS_OVER, self.over, self.lang)
        facts = f"n = {self.n:,}", f"{term('as_of', self.lang)} {self.as_of}"
        return f"{measure} × {units} ({', '.join(facts)})" if self.lang == "en" else f"{measure}·{units}（{'，'.join(facts)}）"

    def _heads(self) -> list[str]:
        return [term("metric", self.lang), term("value", self.lang), interval_head(self.gini.level, self.lang)]

    def _cells(self) -> list[list[str]]:
        rows = [[self.names[name], f"{one.value:.6g}", interval(one)] for name, one in self.estimates.items()]
        parts = () if self.split is None else (("between_units", self.split.between), ("within_units", self.split.within))
        return rows + [[term(name, self.lang).format(by=self.names["by"]), f"{value:.6g}", "—"] for name, value in parts]

    def _notes(self) -> list[str]:
        undefined = {} if self.theil.l is not None else {pick(CAUTIONS, "zeros", self.lang): [self.names["theil_l"]]}
        own: dict[str, list[str]] = undefined
        for name, one in self.estimates.items():
            for note in one.warnings:
                if note not in self.warnings:
                    own.setdefault(note, []).append(self.names[name])
        return [
            term("working_table", self.lang),
            *self.warnings,
            *(said(listed(names, self.lang), note, self.lang) for note, names in own.items()),
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a book's units."""

    measure: str
    over: str
    by: str | None
    zeros: bool
    k: int
    as_of: Day
    where: Where
    level: float
    lang: str


def concentration(book: Book, native: _native.Book, asked: Asked) -> Concentration:
    """Return how a total of a book is spread over its units."""
    lang, definition, over = lang_of(asked.lang), defined(book.campaign, text("measure", asked.measure)), asked.over
    one_of("over", over, UNITS_OVER)
    measures: dict[str, Any] = {name: name for name in ("gini", "herfindahl", "normalised", "effective", "theil_t", "theil_l")}
    measures |= {_top(part): {"top_share": part} for part in PARTS}
    measures |= {} if over == "household" else {"largest": {"largest": whole("k", asked.k, 1, 2**31)}}
    days = scope(asked.as_of, "cumulative", None, None, asked.where)
    with watched(None) as counters:
        told, left = _native.concentration(
            native,
            asked.measure,
            over,
            by=None if asked.by is None else text("by", asked.by),
            zeros=asked.zeros,
            measures=json.dumps(list(measures.values())),
            level=asked.level,
            as_of=days["as_of"],
            where=days["where"],
            progress=counters,
        )
    names = {name: _name(one, lang) for name, one in measures.items()}
    names["measure"] = f"{definition.label[lang]} ({pick(UNITS, definition.unit, lang)})"
    names["by"] = pick(COLUMNS, asked.by or "", lang)
    as_of = days["as_of"] or book.campaign.window[1]
    found, least = json.loads(told), book.campaign.min_cell
    withheld = [names[name] for name, one in zip(measures, found["measured"], strict=True) if "withheld" in one["cautions"]]
    held = [pick(CAUTIONS, "withheld", lang).format(least=least, names=listed(withheld, lang))] if withheld else []
    return _made(found, list(measures), names, (*noted(left, lang, least, names["by"]), *held), asked, as_of)


def noted(left: Iterable[int], lang: Lang, least: int, by: str = "") -> tuple[str, ...]:
    """Return what is told beside the units, in sentences: those that bought nothing, those left out, lines that name none, and so on."""
    counts = zip(("idle", "unknown", "unnamed", "nowhere", "several", "small"), left, strict=True)
    return tuple(pick(CAUTIONS, name, lang).format(count=count, by=by, least=least) for name, count in counts if count)


def _made(
    found: Mapping[str, Any], measures: list[str], names: Mapping[str, str], notes: tuple[str, ...], asked: Asked, as_of: str
) -> Concentration:
    lang = lang_of(asked.lang)
    sample = pick(SAMPLES, "over_listed" if asked.zeros else "over", lang)
    units = pick(UNITS_OVER, asked.over, lang)

    def estimate(name: str, one: Mapping[str, Any]) -> Estimate:
        return Estimate(
            value=one["value"],
            lower=one["lower"],
            upper=one["upper"],
            level=asked.level,
            method="none" if one["lower"] is None else METHOD,
            n=one["n"],
            definition=sample.format(what=names[name], measure=names["measure"], units=units),
            warnings=(*cautioned(one, lang, "communities"), *notes),
            clusters=one["clusters"],
            as_of=as_of,
            lang=lang,
        )

    measured = zip(measures, found["measured"], strict=True)
    made = {name: estimate(name, one) for name, one in measured if one["value"] is not None}
    split = found["split"]
    return Concentration(
        measure=asked.measure,
        over=asked.over,
        by=asked.by,
        total=int(found["total"]),
        gini=made["gini"],
        top=fixed({part: made[_top(part)] for part in PARTS if _top(part) in made}),
        largest=made.get("largest"),
        herfindahl=Herfindahl(made["herfindahl"], made.get("normalised"), made["effective"]),
        theil=Theil(made["theil_t"], made.get("theil_l")),
        lorenz=tuple((units, total) for units, total in found["lorenz"]),
        split=split
        and TheilByGroup(split["total"], split["between"], split["within"], fixed(split["by_group"]), made["gini"].n, as_of=as_of),
        n=made["gini"].n,
        clusters=made["gini"].clusters,
        as_of=as_of,
        warnings=notes,
        lang=lang,
        names=names,
    )


def _top(part: float) -> str:
    return f"top_{round(part * 100)}"


def _name(measure: Any, lang: Lang) -> str:
    if isinstance(measure, str):
        return pick(SPREADS, measure, lang)
    ((name, given),) = measure.items()
    return pick(SPREADS, name, lang).format(part=given, k=given)
