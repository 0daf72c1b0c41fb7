"""The evaluation of enterprises (企业参与测评): metrics of a book become a ranking that says how firm it is, and by which conventions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from yijin import _html, _native, _text
from yijin._labels import UNITS, Lang, convention, lang_of, listed, pick, said, term, told
from yijin._metrics import Definition, defined
from yijin._options import Day, day, near, refused, whole
from yijin.errors import NeedsTableError, OptionError
from yijin.evaluate._call import directions
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._goalposts import complete
from yijin.evaluate._index import ahp_weights, critic_weights, entropy_weights, normalise
from yijin.evaluate._resampled import WEIGHTINGS, Criterion, ResampledRanks, resampled_ranks
from yijin.evaluate._robustness import METHOD, RankInterval, Without, ranks_without_each
from yijin.evaluate._scorecard import Scorecard, UnitCard, largest_obstacle, scorecard

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._book import Book
    from yijin._metrics import MetricResult

Weights: TypeAlias = "Mapping[str, float] | str | Iterable[Iterable[float]]"
Cells: TypeAlias = "dict[tuple[str, str | None], float]"
FEW_COMMUNITIES = 30
LEVEL = 0.9
"""Of the 5 % and the 95 % rank."""


@dataclass(frozen=True, slots=True)
class RankedEnterprise:
    """An enterprise in a ranking, with the two intervals of its rank.

    Attributes
    ----------
    name : str
        The enterprise.
    rank, score : float
        Its rank, 1 for the best (equal scores have the mean of their ranks), and its score.
    values : mapping of str to float
        Its criteria by metric, in the metrics' own units; what stands in for a missing value among them.
    households, communities : int
        How many households bought, and how many communities its figures are made of.
    by_weights : Estimate
        Its rank, with the 5 % and the 95 % rank under drawn weights.
    by_households : Estimate or None
        Its rank, with the 5 % and the 95 % rank under resampled households; None where no criterion can be resampled.
    weights_interval : RankInterval
        Where it ranks under drawn weights, in full.
    households_interval : RankInterval or None
        Where it ranks under resampled households, in full.
    is_working : bool
        Whether it rests on fewer buying households than the campaign's policy wants (``min_cell``): a working figure, not one to publish.
    """

    name: str
    rank: float
    score: float
    values: Mapping[str, float]
    households: int
    communities: int
    by_weights: Estimate
    by_households: Estimate | None
    weights_interval: RankInterval
    households_interval: RankInterval | None
    is_working: bool


@dataclass(frozen=True, slots=True)
class RankedCriterion:
    """A criterion of a ranking of enterprises.

    Attributes
    ----------
    id, label, definition, unit : str
        The metric, its name and definition in the ranking's language, and what one of it is.
    better : int
        1 where more is better, -1 where less is.
    weight : float
        Its weight; all have a sum of 1.
    is_resampled : bool
        Whether it is computed anew of resampled households; else it stays as it is.
    without : Without or None
        The ranking without it, with Spearman's ρ and Kendall's τ-b with the ranking by all; None of a single criterion.
    """

    id: str
    label: str
    definition: str
    unit: str
    better: int
    weight: float
    is_resampled: bool
    without: Without | None


@dataclass(frozen=True, slots=True)
class EnterpriseRanking:
    """Enterprises by a composite index; ``book.evaluate.enterprises`` makes it.

    Attributes
    ----------
    rows : tuple of RankedEnterprise
        The enterprises, the best first.
    criteria : tuple of RankedCriterion
        The criteria, in the order in which they were given.
    dropped : tuple of str
        The enterprises that were left out for missing values.
    conventions : mapping
        All that was chosen: weights, normalisation, aggregation, missing, concentration, draws, replicates, seed; under AHP the
        consistency ratio too.
    method, definition : str
        How ranks' intervals were found, and what is ranked.
    as_of : str
        The day, YYYY-MM-DD, up to which purchases and refunds were known.
    n : int
        How many enterprises are ranked.
    warnings : tuple of str
        What a reader should know, in the ranking's language.
    lang : {"en", "zh"}
        The language of labels.
    cards : Scorecard
        The cards of all enterprises.
    least : int
        The fewest buying households on which a figure to publish rests.

    Examples
    --------
    >>> conventions = {"weights": "equal", "normalisation": "min_max", "aggregation": "arithmetic", "missing": "refuse"}
    >>> book = yj.open(exports)
    >>> ranking = book.evaluate.enterprises({"households_buying": 1, "communities_silent": -1}, **conventions, concentration=20)
    >>> ranking["甲物业"].by_households.clusters, ranking.criteria[1].is_resampled, ranking.scorecard("乙物业").obstacles
    (2, True, (0.5, 0.5))
    """

    rows: tuple[RankedEnterprise, ...]
    criteria: tuple[RankedCriterion, ...]
    dropped: tuple[str, ...]
    conventions: Mapping[str, str | float | None]
    method: str
    definition: str
    as_of: str
    n: int
    warnings: tuple[str, ...]
    lang: Lang
    cards: Scorecard
    least: int

    def __getitem__(self, enterprise: str) -> RankedEnterprise:
        """Return an enterprise by its name."""
        for row in self.rows:
            if row.name == enterprise:
                return row
        raise KeyError(enterprise)

    def __iter__(self) -> Iterator[RankedEnterprise]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def scorecard(self, enterprise: str) -> UnitCard:
        """Return what the score of an enterprise is made of, and what keeps it from the best (障碍度).

        Parameters
        ----------
        enterprise : str
            Its name.

        Raises
        ------
        KeyError
            For an enterprise that is not ranked.
        """
        return replace(self.cards[enterprise], resampled=self[enterprise].by_households, as_of=self.as_of)

    def to_polars(self) -> polars.DataFrame:
        """Return the ranking as a polars frame (needs polars).

        Its columns: ``enterprise``, ``rank``, ``score``, ``households``, ``communities``, ``is_working``; ``by_weights_`` and
        ``by_households_`` with ``least``, ``p5``, ``median``, ``p95``, ``most`` and ``first``, null where nothing was resampled; and each
        criterion by its metric.
        """
        import polars

        own: dict[str, Any] = {"enterprise": polars.String, "rank": polars.Float64, "score": polars.Float64}
        own |= {"households": polars.Int64, "communities": polars.Int64, "is_working": polars.Boolean}
        parts = [f"{of}_{part}" for of in ("by_weights", "by_households") for part in PARTS]
        numbers = dict.fromkeys([*parts, *(one.id for one in self.criteria)], polars.Float64)
        return polars.DataFrame([_flat(row) for row in self.rows], schema=own | numbers, orient="row")

    def chart(self) -> altair.Chart:
        """Return the ranks with their two intervals, 5–95 %, the best on top (needs altair)."""
        import altair

        names = {"by_weights": told("weights_drawn", self.lang), "by_households": told("households_drawn", self.lang)}
        values = [
            {"enterprise": self._name(row), "rank": row.rank, "kind": names[kind], "lower": one.lower, "upper": one.upper}
            for row in self.rows
            for kind, one in (("by_weights", row.by_weights), ("by_households", row.by_households))
            if one is not None
        ]
        order = [self._name(row) for row in self.rows]
        base = altair.Chart(altair.Data(values=values)).encode(  # type: ignore[no-untyped-call]
            y=altair.Y("enterprise:N", sort=order, title=None, axis=altair.Axis(labelLimit=240)),
            yOffset=altair.YOffset("kind:N", sort=list(names.values()), scale=altair.Scale(paddingOuter=0.3)),
        )
        tint = altair.Color(
            "kind:N",
            sort=list(names.values()),
            scale=altair.Scale(domain=list(names.values()), range=["#999999", "#000000"]),
            legend=altair.Legend(orient="top", title=None, symbolType="stroke"),
        )
        scale = altair.Scale(domain=[1, max(2, self.n)], nice=False)
        bars = base.mark_rule(strokeWidth=3).encode(
            x=altair.X("lower:Q", title=told("rank", self.lang), scale=scale), x2="upper:Q", color=tint
        )
        dots = base.mark_point(filled=True, size=36, opacity=1, color="#b03030").encode(x=altair.X("rank:Q", scale=scale))
        chart: altair.Chart = (bars + dots).properties(width=460, height=max(80, 30 * self.n))
        return chart

    def __repr__(self) -> str:
        heads = [told(name, self.lang) for name in HEADS]
        grid = _text.Grid(heads, [self._cells(row) for row in self.rows], [True, False, True, False, False, True, True])
        return "\n".join([told("ranking", self.lang), _text.table(grid), *self._notes()])

    def _repr_html_(self) -> str:
        columns = [_html.Column(told(name, self.lang), name in NUMBERS, name == "enterprise") for name in HEADS]
        columns.append(_html.Column(told("largest_obstacle", self.lang)))
        columns += [_html.Column(f"{one.label} [{pick(UNITS, one.unit, self.lang)}]", True) for one in self.criteria]
        rows = [list(map(_html.Cell, [*self._cells(row), *self._figures(row)])) for row in self.rows[: _html.HTML_ROWS]]
        more = _text.more(len(self.rows) - len(rows), self.lang, "to_polars()")
        notes = [_html.paragraph(text) for text in (*more, *self._notes())]
        return _html.page(self.lang, _html.heading(told("ranking", self.lang)), _html.table(columns, rows), self._criteria(), *notes)

    def _name(self, row: RankedEnterprise) -> str:
        return f"{row.name} *" if row.is_working else row.name

    def _cells(self, row: RankedEnterprise) -> list[str]:
        shown = [f"{row.rank:g}", self._name(row), f"{row.score:.4g}", _between(row.by_weights), _between(row.by_households)]
        return [*shown, f"{row.households:,}", f"{row.communities:,}"]

    def _figures(self, row: RankedEnterprise) -> list[str]:
        return [largest_obstacle(self.cards[row.name]), *(f"{value:,.4g}" for value in row.values.values())]

    def _criteria(self) -> str:
        """Return the criteria with their weights and the ranking without each, as a table."""
        heads = ("criterion", "direction", "weight", "source", "spearman", "kendall", "largest_shift", "definition")
        columns = [_html.Column(told(name, self.lang), place in (2, 4, 5, 6), place == 0) for place, name in enumerate(heads)]
        rows = []
        for one in self.criteria:
            without = one.without
            moved = (None, None, None) if without is None else (without.spearman, without.kendall, without.largest_shift)
            way, source = ("more" if one.better == 1 else "less"), ("resampled" if one.is_resampled else "fixed")
            shown = [one.label, told(way, self.lang), f"{one.weight:.1%}", told(source, self.lang)]
            shown += ["–" if value is None else f"{value:.3g}" for value in moved]
            rows.append(list(map(_html.Cell, [*shown, one.definition])))
        return _html.heading(told("without", self.lang)) + _html.table(columns, rows)

    def _notes(self) -> list[str]:
        chosen = "; ".join(convention(name, value, self.lang) for name, value in self.conventions.items())
        working = term("working_table", self.lang)
        few = [told("few", self.lang, least=self.least, working=working)] if any(row.is_working for row in self.rows) else []
        return [f"{self.definition}; n = {self.n}", said(term("as_of", self.lang), self.as_of, self.lang), chosen, *few, *self.warnings]


PARTS = ("least", "p5", "median", "p95", "most", "first")
HEADS = ("rank", "enterprise", "score", "by_weights", "by_households", "households", "communities")
NUMBERS = frozenset(("rank", "score", "households", "communities"))


def _flat(row: RankedEnterprise) -> list[Any]:
    own = [row.name, row.rank, row.score, row.households, row.communities, row.is_working]
    intervals = [None if one is None else getattr(one, part) for one in (row.weights_interval, row.households_interval) for part in PARTS]
    return [*own, *intervals, *row.values.values()]


def _between(one: Estimate | None) -> str:
    return "–" if one is None else f"{one.lower:g}–{one.upper:g}"


def ranked(
    book: Book,
    criteria: Mapping[str, int],
    *,
    weights: Weights,
    normalisation: str,
    aggregation: str,
    missing: str,
    concentration: float | None,
    as_of: Day,
    lang: str,
    draws: int,
    replicates: int,
    seed: int,
    threads: int | None,
) -> EnterpriseRanking:
    """Return the enterprises of a book by a composite index; ``book.evaluate.enterprises`` says how."""
    language, better = lang_of(lang), _directions(criteria)
    known = day("as_of", as_of) or book.campaign.window[1]
    whole("replicates", replicates, 1, 1_000_000)
    measured = Measured(book, list(criteria), known, language)
    whole_rows = complete(measured.matrix(), better, missing=missing)
    names = [measured.names[place] for place in whole_rows.units]
    scaled = normalise(whole_rows.matrix, better, normalisation)
    shares, chosen, ratio = _weighted(weights, list(criteria), whole_rows.matrix, scaled)
    cards = scorecard(
        measured.names,
        [one.label[language] for one in measured.definitions],
        measured.matrix(),
        better,
        shares,
        normalisation=normalisation,
        aggregation=aggregation,
        concentration=concentration,
        missing=missing,
        draws=draws,
        seed=seed,
        threads=threads,
        lang=lang,
    )
    filled = {place for _, place in whole_rows.filled}
    parts = measured.parts(names, whole_rows.matrix, filled)
    conventions = {"normalisation": normalisation, "aggregation": aggregation, "missing": missing}
    resampled = None
    if any(part.kind != "fixed" for part in parts.criteria):
        drawn_weights = chosen if chosen in WEIGHTINGS else shares
        resampled = resampled_ranks(
            parts.units,
            parts.clusters,
            parts.criteria,
            better,
            drawn_weights,
            **conventions,
            replicates=replicates,
            seed=seed,
            threads=threads,
        )
    without = ranks_without_each(scaled, shares, aggregation) if len(better) > 1 else [None] * len(better)
    told_of = _Told(measured, parts, cards, resampled, language)
    rows = tuple(told_of.row(card) for card in cards.units)
    total = sum(shares)
    return EnterpriseRanking(
        rows=rows,
        criteria=tuple(
            RankedCriterion(
                one.id,
                one.label[language],
                one.definition[language],
                one.unit,
                better[place],
                shares[place] / total,
                parts.criteria[place].kind != "fixed",
                without[place],
            )
            for place, one in enumerate(measured.definitions)
        ),
        dropped=cards.dropped,
        conventions={
            "weights": chosen,
            **({} if ratio is None else {"consistency_ratio": ratio}),
            **conventions,
            "concentration": concentration,
            "draws": draws,
            "replicates": replicates,
            "seed": seed,
        },
        method=METHOD if resampled is None else f"{METHOD}; {resampled.method}",
        definition=told("ranked_by", language, names=listed((one.label[language] for one in measured.definitions), language)),
        as_of=known,
        n=len(rows),
        warnings=told_of.warnings(),
        lang=language,
        cards=cards,
        least=book.campaign.min_cell,
    )


def _directions(criteria: Mapping[str, int]) -> list[int]:
    if not isinstance(criteria, Mapping) or not criteria:
        raise refused("criteria", "a mapping of one or more metrics to 1 (more is better) or -1 (less is)", criteria)
    directions(list(criteria.values()))
    return list(criteria.values())


def _weighted(
    weights: Weights, ids: list[str], matrix: list[list[float]], scaled: list[list[float]]
) -> tuple[list[float], str, float | None]:
    """Return the weights, how they were found, and of judgements their consistency ratio."""
    if isinstance(weights, Mapping):
        if set(weights) != set(ids):
            raise OptionError(
                f"expected a weight for each of {', '.join(ids)}, found {', '.join(map(str, weights)) or 'none'}", "bad-option"
            )
        return [weights[name] for name in ids], "given", None
    if not isinstance(weights, str):
        return _judged(weights, ids)
    found = {
        "equal": lambda: [1.0] * len(ids),
        "entropy_of_values": lambda: entropy_weights(matrix)[0],
        "entropy_of_normalised": lambda: entropy_weights(scaled)[0],
        "critic": lambda: critic_weights(scaled),
    }
    if weights not in found:
        allowed = f"a weight for each metric, judgements in pairs, or one of {', '.join(found)}"
        raise OptionError(f"expected {allowed} for weights, found {weights!r}{near(weights, found)}", "bad-option")
    return found[weights](), weights, None


def _judged(judgements: Iterable[Iterable[float]], ids: list[str]) -> tuple[list[float], str, float]:
    try:
        rows = [list(row) for row in judgements]
    except TypeError:
        raise refused("weights", "a weight for each metric, rows of judgements, or how they are found", judgements) from None
    if len(rows) != len(ids):
        raise refused("weights", f"judgements of {len(ids)} criteria", len(rows))
    found = ahp_weights(rows)
    if not found.is_consistent:
        raise refused("weights", "judgements with a consistency ratio of at most 0.10", found.ratio)
    return found.weights, "ahp", found.ratio


@dataclass(frozen=True, slots=True)
class Parts:
    """What communities are drawn from: rows by enterprise and community, and the criteria over them."""

    units: list[str]
    clusters: list[str]
    criteria: list[Criterion]
    for_gaps: list[str]
    uneven: list[str]


class Measured:
    """The criteria of enterprises, and what they are made of by community."""

    def __init__(self, book: Book, ids: list[str], as_of: str, lang: Lang) -> None:
        self.book, self.as_of, self.lang = book, as_of, lang
        self.definitions: list[Definition] = [defined(book.campaign, name) for name in ids]
        self.catalogue: dict[str, dict[str, Any]] = {one["id"]: one for one in json.loads(_native.metrics(book.campaign.native))}
        self.figures = [_by_unit(self._asked(name, "enterprise")) for name in ids]
        buying = _by_unit(self._asked("households_buying", "enterprise"))
        self.households = {name: int(value or 0) for name, value in buying.items()}
        found = {name for figures in (buying, *self.figures) for name in figures}
        self.is_nameless = None in found
        self.names: list[str] = sorted(name for name in found if name is not None)
        if len(self.names) < 2:
            raise refused("criteria", "a book of two or more enterprises", len(self.names))

    def _asked(self, name: str, *by: str) -> MetricResult:
        result = self.book.metric(name, by=list(by), as_of=self.as_of)
        if result.needs:
            raise NeedsTableError(f"expected the tables of metric {name}, found none of {', '.join(result.needs)}", "needs-table")
        return result

    def matrix(self) -> list[list[float | None]]:
        """Return enterprises by criteria: a count of no row is 0, a ratio over none is missing."""
        return [
            [self._value(figures, one, name) for figures, one in zip(self.figures, self.definitions, strict=True)] for name in self.names
        ]

    def _value(self, figures: dict[str | None, float | None], one: Definition, name: str) -> float | None:
        return figures.get(name, None if self._ratio(one.id) else 0)

    def _ratio(self, name: str) -> list[str] | None:
        measure = self.catalogue[name]["measure"]
        parts: list[str] | None = measure.get("ratio") if isinstance(measure, dict) else None
        return parts

    def _is_sum(self, name: str) -> bool:
        """Return whether a metric is a sum over an enterprise's communities."""
        entry = self.catalogue[name]
        measure = entry["measure"]
        adds = measure == "count" or "sum" in measure or measure.get("distinct") in ("household", "community", "order")
        return entry["table"] in ("lines", "households", "communities") and adds

    def parts(self, names: list[str], matrix: list[list[float]], filled: set[int]) -> Parts:
        """Return what communities are drawn from."""
        sums: dict[str, Cells] = {}
        for one in self.definitions:
            components = self._ratio(one.id) or [one.id]
            if all(map(self._is_sum, components)):
                sums |= {part: self._cells(part, set(names)) for part in components if part not in sums}
        keys = sorted({key for cells in sums.values() for key in cells}, key=lambda key: (key[0], key[1] is None, key[1] or ""))
        bare = sorted(set(names) - {name for name, _ in keys})
        keys += [(name, None) for name in bare]
        columns = {part: [cells.get(key, 0.0) for key in keys] for part, cells in sums.items()}
        found = Parts([name for name, _ in keys], [community or "" for _, community in keys], [], [], [])
        for place, one in enumerate(self.definitions):
            own = {name: row[place] for name, row in zip(names, matrix, strict=True)}
            found.criteria.append(self._criterion(one, columns, own, place in filled, found))
        return found

    def _criterion(
        self, one: Definition, columns: dict[str, list[float]], own: dict[str, float], is_filled: bool, found: Parts
    ) -> Criterion:
        components = self._ratio(one.id) or [one.id]
        if is_filled and all(part in columns for part in components):
            found.for_gaps.append(one.label[self.lang])
        if is_filled or not all(part in columns for part in components):
            return Criterion("fixed", own)
        of = [columns[part] for part in components]
        gap = _gap(own, found.units, of)
        if gap > 1e-9:
            found.uneven.append(told("by_up_to", self.lang, name=one.label[self.lang], gap=f"{gap:.2%}"))
        return Criterion("ratio", of[0], of[1]) if len(of) == 2 else Criterion("sum", of[0])

    def _cells(self, name: str, names: set[str]) -> Cells:
        rows = self._asked(name, "enterprise", "community").rows
        cells = {(row.by["enterprise"], row.by["community"]): float(row.value or 0) for row in rows}
        return {(name, community): value for (name, community), value in cells.items() if name is not None and name in names}


def _by_unit(result: MetricResult) -> dict[str | None, float | None]:
    return {row.by["enterprise"]: row.value for row in result.rows}


def _gap(own: Mapping[str, float], units: list[str], columns: list[list[float]]) -> float:
    """Return how far enterprises' figures are at most from those of their communities together, as a part of the figure."""
    sums: dict[str, list[float]] = {name: [0.0] * len(columns) for name in own}
    for row, name in enumerate(units):
        sums[name] = [total + column[row] for total, column in zip(sums[name], columns, strict=True)]
    made = {name: total[0] if len(total) == 1 else total[0] / total[1] if total[1] else 0.0 for name, total in sums.items()}
    return max(abs(made[name] - value) / abs(value or 1) for name, value in own.items())


@dataclass(frozen=True, slots=True)
class _Told:
    """What a ranking tells of each enterprise, and of itself."""

    measured: Measured
    parts: Parts
    cards: Scorecard
    resampled: ResampledRanks | None
    lang: Lang

    def row(self, card: UnitCard) -> RankedEnterprise:
        households, communities = self.measured.households.get(card.name, 0), self.communities(card.name)
        interval = None if self.resampled is None else self.resampled[card.name]
        return RankedEnterprise(
            name=card.name,
            rank=card.rank,
            score=card.score,
            values=dict(zip((one.id for one in self.measured.definitions), card.values, strict=True)),
            households=households,
            communities=communities,
            by_weights=self.estimate(card, card.interval, self.cards.method, told("by_weights", self.lang)),
            by_households=None
            if interval is None or self.resampled is None
            else self.estimate(card, interval, self.resampled.method, told("by_households", self.lang)),
            weights_interval=card.interval,
            households_interval=interval,
            is_working=households < self.measured.book.campaign.min_cell,
        )

    def estimate(self, card: UnitCard, interval: RankInterval, method: str, definition: str) -> Estimate:
        households, communities = self.measured.households.get(card.name, 0), self.communities(card.name)
        one = [told("one_community", self.lang, count=1, units=1)] if communities < 2 else []
        return Estimate(
            value=card.rank,
            lower=interval.p5,
            upper=interval.p95,
            level=LEVEL,
            method=method,
            n=households,
            clusters=communities,
            definition=definition,
            as_of=self.measured.as_of,
            warnings=tuple(one),
        )

    def communities(self, name: str) -> int:
        """Return how many communities an enterprise's figures are made of; a row without one is none."""
        return sum(unit == name and community != "" for unit, community in zip(self.parts.units, self.parts.clusters, strict=True))

    def warnings(self) -> tuple[str, ...]:
        labels, lang = [one.label[self.lang] for one in self.measured.definitions], self.lang
        fixed = [
            label
            for label, one in zip(labels, self.parts.criteria, strict=True)
            if one.kind == "fixed" and label not in self.parts.for_gaps
        ]
        names = {"fixed_criteria": fixed, "fixed_for_gaps": self.parts.for_gaps, "uneven": self.parts.uneven}
        told_of = [told(name, lang, names=listed(given, lang)) for name, given in names.items() if given]
        return (*self.cards.warnings, *told_of, *self._of_resamples(), *self._nameless())

    def _of_resamples(self) -> list[str]:
        if self.resampled is None:
            return [told("none_resampled", self.lang)]
        counts = [self.communities(name) for name in self.resampled.units]
        one, few = sum(count < 2 for count in counts), sum(count < FEW_COMMUNITIES for count in counts)
        left_out, replicates = self.resampled.left_out, self.resampled.replicates + self.resampled.left_out
        found = [told("one_community", self.lang, count=one, units=len(counts))] if one else []
        found += [told("few_communities", self.lang, count=few, units=len(counts))] if few else []
        found += [told("left_out", self.lang, count=left_out, replicates=replicates)] if left_out else []
        return [*found, told("middle", self.lang)]

    def _nameless(self) -> list[str]:
        return [told("nameless", self.lang)] if self.measured.is_nameless else []
