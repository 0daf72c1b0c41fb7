"""Scorecards: what the score of each enterprise is made of, and how firm its rank is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yijin import _html
from yijin._labels import Lang, lang_of, listed, term
from yijin._options import refused
from yijin.evaluate._call import call, directions, numbers
from yijin.evaluate._estimate import Estimate, between, clauses, interval
from yijin.evaluate._goalposts import complete
from yijin.evaluate._robustness import METHOD, RankInterval, drawn
from yijin.evaluate._rows import texts
from yijin.evaluate._words import convention, told


@dataclass(frozen=True, slots=True)
class UnitCard:
    """What the score of a unit is made of.

    Attributes
    ----------
    name : str
        The unit.
    score : float
        Its score, the better the higher.
    rank : float
        Its rank, 1 for the best; equal scores have the mean of their ranks.
    interval : RankInterval
        Where it ranks under drawn weights.
    criteria : tuple of str
        The criteria.
    values, normalised, weights : tuple of float
        For each criterion its value as it was given (or stood in), on one scale, and its weight.
    contributions : tuple of float or None
        What each criterion adds: under "arithmetic" terms, whose sum is the score; under "geometric" factors, whose product is the score;
        under "topsis" shares of the squared distance from the worst, None where it is worst in all.
    obstacles : tuple of float or None
        Shares of what keeps it from the best (障碍度), over min-max whatever the score is over; None where it is best in all.
    filled : tuple of str
        The criteria whose value was missing and has something standing in for it.
    aggregation : str
        How criteria were put together.
    lang : {"en", "zh"}
        The language in which it is shown.
    resampled : Estimate or None
        Its rank under resampled households (:meth:`yijin.evaluation.EnterpriseRanking.scorecard`); None where it was not asked for.
    as_of : str or None
        The day, YYYY-MM-DD, up to which purchases and refunds were known; None of numbers that were given without one.
    is_working : bool
        Whether it rests on fewer buying households than the campaign's policy wants (:class:`yijin.evaluation.RankedEnterprise`): a working
        figure, not one to publish. False of numbers that were given.
    """

    name: str
    score: float
    rank: float
    interval: RankInterval
    criteria: tuple[str, ...]
    values: tuple[float, ...]
    normalised: tuple[float, ...]
    weights: tuple[float, ...]
    contributions: tuple[float, ...] | None
    obstacles: tuple[float, ...] | None
    filled: tuple[str, ...]
    aggregation: str
    lang: Lang = "en"
    resampled: Estimate | None = None
    as_of: str | None = None
    is_working: bool = False

    def _repr_html_(self) -> str:
        heads = [told(name, self.lang) for name in ("value", "normalised", "weight", f"{self.aggregation}_part", "obstacle")]
        columns = [_html.Column(told("criterion", self.lang), fixed=True), *(_html.Column(head, True) for head in heads)]
        rows = [self._row(place) for place in range(len(self.criteria))]
        notes = [_html.paragraph(text) for text in self._notes()]
        return _html.page(self.lang, _html.heading(self.name), *notes, _html.table(columns, rows))

    def _notes(self) -> list[str]:
        firm = between(self.interval.p5, self.interval.p95, "{:g}")
        notes = [told("placed", self.lang, rank=f"{self.rank:g}", interval=firm, score=f"{self.score:.6g}")]
        if self.resampled is not None:
            found = self.resampled
            firm, n = interval(found, "{:g}"), f"{found.n:,}"
            notes.append(told("placed_by_households", self.lang, interval=firm, n=n, clusters=found.clusters))
        if self.filled:
            notes.append(told("filled", self.lang, names=listed(self.filled, self.lang)))
        if self.is_working:
            notes.append(told("working", self.lang, working=term("working_table", self.lang)))
        return notes

    def _row(self, place: int) -> list[_html.Cell]:
        added = "—" if self.contributions is None else f"{self.contributions[place]:.4g}"
        kept = None if self.obstacles is None else self.obstacles[place]
        return [
            _html.Cell(self.criteria[place]),
            _html.Cell(f"{self.values[place]:.6g}"),
            _html.Cell(f"{self.normalised[place]:.4g}"),
            _html.Cell(f"{self.weights[place]:.1%}"),
            _html.Cell(added),
            _html.Cell("—" if kept is None else f"{kept:.1%}", kept),
        ]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The cards of all units, the best first.

    Attributes
    ----------
    units : tuple of UnitCard
        The cards, by rank and then as they were given.
    dropped : tuple of str
        The units that were left out for missing values.
    conventions : dict of str to (str, float or None)
        What was chosen: normalisation, aggregation, missing, concentration, draws, seed.
    n : int
        How many units have a card.
    method, definition : str
        How ranks' intervals were found, and what the cards hold.
    warnings : tuple of str
        What a reader should know.
    lang : {"en", "zh"}
        The language in which they are shown.
    """

    units: tuple[UnitCard, ...]
    dropped: tuple[str, ...]
    conventions: dict[str, str | float | None]
    n: int
    method: str
    definition: str
    warnings: tuple[str, ...] = ()
    lang: Lang = "en"

    def __getitem__(self, name: str) -> UnitCard:
        """Return the card of a unit."""
        for unit in self.units:
            if unit.name == name:
                return unit
        raise KeyError(name)

    def _repr_html_(self) -> str:
        columns = [_html.Column(told("rank", self.lang), True), _html.Column(told("unit", self.lang), fixed=True)]
        columns += [_html.Column(told("score", self.lang), True), _html.Column(told("by_weights", self.lang))]
        columns += [_html.Column(told("largest_obstacle", self.lang))]
        chosen = clauses((convention(name, value, self.lang) for name, value in self.conventions.items()), self.lang)
        shown = [_row(unit) for unit in self.units[: _html.HTML_ROWS]]
        working = told("working", self.lang, working=term("working_table", self.lang))
        marked = [f"* {working}"] if any(unit.is_working for unit in self.units) else []
        notes = [_html.paragraph(text) for text in (chosen, *marked, *self.warnings)]
        return _html.page(self.lang, _html.table(columns, shown), *notes)


def _row(unit: UnitCard) -> list[_html.Cell]:
    firm = between(unit.interval.p5, unit.interval.p95, "{:g}")
    name = f"{unit.name} *" if unit.is_working else unit.name
    return [_html.Cell(text) for text in (f"{unit.rank:g}", name, f"{unit.score:.6g}", firm, largest_obstacle(unit))]


def largest_obstacle(unit: UnitCard) -> str:
    """Return the criterion that keeps a unit most from the best, with its share; a dash for one that is best in all."""
    if unit.obstacles is None:
        return "—"
    largest = max(unit.obstacles)
    return f"{unit.criteria[unit.obstacles.index(largest)]} ({largest:.0%})"


def scorecard(
    names: Iterable[str],
    criteria: Iterable[str],
    matrix: Iterable[Iterable[float | None]],
    better: Sequence[int],
    weights: Iterable[float],
    *,
    normalisation: str,
    aggregation: str,
    concentration: float | None,
    missing: str = "refuse",
    draws: int = 10_000,
    seed: int = 0,
    threads: int | None = None,
    lang: str = "en",
) -> Scorecard:
    """Return for each unit its score, its rank and how firm that is, and what each criterion has to do with it.

    Parameters
    ----------
    names, criteria : iterable of str
        The units and the criteria; no two units of one name.
    matrix : rows of float or None
        Units by criteria.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    weights : iterable of float
        One a criterion, 0 or more; brought to a sum of 1.
    normalisation : {"min_max", "z", "rank", "vector"}
        As :func:`normalise`.
    aggregation : {"arithmetic", "geometric", "topsis"}
        As :func:`composite`.
    concentration, draws, seed, threads
        As :func:`rank_intervals`.
    missing : {"refuse", "drop_unit", "worst", "median"}
        As :func:`complete`.
    lang : {"en", "zh"}
        The language in which the cards are shown.

    Raises
    ------
    OptionError
        For missing values under "refuse", names of another number or twice, and as the functions named.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, steps 5 to 8; the obstacle degree as :func:`obstacles`.

    Examples
    --------
    >>> found = yj.evaluate.scorecard(
    ...     ["A", "B"], ["sales", "refunds"], [[10, 3], [30, 5]], [1, -1], [2, 1],
    ...     normalisation="min_max", aggregation="arithmetic", concentration=50)
    >>> found.units[0].name, found["A"].rank, found["A"].obstacles, found["B"].obstacles
    ('B', 2.0, (1.0, 0.0), (0.0, 1.0))
    """
    language = lang_of(lang)
    units, labels = texts("names", names), tuple(texts("criteria", criteria))
    if len(set(units)) < len(units):
        raise refused("names", "units of different names", len(units))
    if len(labels) != len(better):
        raise refused("criteria", f"{len(better)} names, one a criterion", len(labels))
    given = [list(row) for row in matrix]
    if len(given) != len(units):
        raise refused("names", f"{len(given)} names, one a unit", len(units))
    known = complete(given, better, missing=missing)
    conventions = {"normalisation": normalisation, "aggregation": aggregation}
    asked = drawn(concentration, draws, seed, threads)
    found = call("scorecards", known.matrix, directions(better), numbers("weights", weights), conventions, asked)
    filled = {unit: tuple(labels[at] for row, at in known.filled if row == unit) for unit, _ in known.filled}
    cards = [
        UnitCard(
            name=units[unit],
            score=found["index"]["scores"][row],
            rank=found["index"]["ranks"][row],
            interval=RankInterval(**found["intervals"][row]),
            criteria=labels,
            values=tuple(known.matrix[row]),
            normalised=tuple(found["normalised"][row]),
            weights=tuple(found["weights"]),
            contributions=_shares(found["contributions"][row]),
            obstacles=_shares(found["obstacles"][row]),
            filled=filled.get(unit, ()),
            aggregation=aggregation,
            lang=language,
        )
        for row, unit in enumerate(known.units)
    ]
    dropped = tuple(name for place, name in enumerate(units) if place not in set(known.units))
    chosen: dict[str, str | float | None] = {
        **conventions,
        "missing": missing,
        "concentration": concentration,
        "draws": draws,
        "seed": seed,
    }
    return Scorecard(
        units=tuple(sorted(cards, key=lambda card: card.rank)),
        dropped=dropped,
        conventions=chosen,
        n=len(cards),
        method=METHOD,
        definition=told("of_cards", language),
        warnings=_warnings(cards, dropped, language),
        lang=language,
    )


def _warnings(cards: list[UnitCard], dropped: tuple[str, ...], lang: Lang) -> tuple[str, ...]:
    """Return what a reader should know: what was left out, and whose missing values something stands in for."""
    filled = [f"{card.name} ({listed(card.filled, lang)})" for card in cards if card.filled]
    said = [("dropped", dropped), ("filled", filled)]
    return tuple(told(name, lang, names=listed(names, lang)) for name, names in said if names)


def _shares(found: list[float] | None) -> tuple[float, ...] | None:
    return None if found is None else tuple(found)
