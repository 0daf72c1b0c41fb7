"""The evaluation of enterprises (企业参与测评): metrics of a book become a ranking that says how firm it is, and by which conventions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yijin import _html, _text
from yijin._labels import UNITS, Lang, pick, said, term
from yijin.evaluate._estimate import Estimate, clauses, interval
from yijin.evaluate._robustness import RankInterval, Without
from yijin.evaluate._scorecard import Scorecard, UnitCard, largest_obstacle
from yijin.evaluate._words import convention, told

if TYPE_CHECKING:
    import altair
    import polars

PARTS = ("least", "p5", "median", "p95", "most", "first")
HEADS = ("rank", "enterprise", "score", "by_weights", "by_households", "households", "communities")
NUMBERS = frozenset(("rank", "score", "households", "communities"))


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
        The ranking without it, the other weights brought to a sum of 1, with Spearman's ρ and Kendall's τ-b with the ranking by all; None
        of a single criterion.
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
        return replace(self.cards[enterprise], resampled=self[enterprise].by_households)

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
        shown = [
            f"{row.rank:g}",
            self._name(row),
            f"{row.score:.4g}",
            interval(row.by_weights, "{:g}"),
            interval(row.by_households, "{:g}"),
        ]
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
            shown += ["—" if value is None else f"{value:.3g}" for value in moved]
            rows.append(list(map(_html.Cell, [*shown, one.definition])))
        return _html.heading(told("without", self.lang)) + _html.table(columns, rows)

    def _notes(self) -> list[str]:
        chosen = clauses((convention(name, value, self.lang) for name, value in self.conventions.items()), self.lang)
        working = term("working_table", self.lang)
        few = [told("few", self.lang, least=self.least, working=working)] if any(row.is_working for row in self.rows) else []
        return [
            clauses([self.definition, f"n = {self.n}"], self.lang),
            said(term("as_of", self.lang), self.as_of, self.lang),
            chosen,
            *few,
            *self.warnings,
        ]


def _flat(row: RankedEnterprise) -> list[Any]:
    own = [row.name, row.rank, row.score, row.households, row.communities, row.is_working]
    intervals = [None if one is None else getattr(one, part) for one in (row.weights_interval, row.households_interval) for part in PARTS]
    return [*own, *intervals, *row.values.values()]
