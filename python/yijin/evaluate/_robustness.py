"""How firm a ranking is: under drawn weights, under changed ones, and without one criterion."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from yijin._labels import Lang, lang_of
from yijin._options import refused, whole
from yijin.evaluate._call import call, numbers, rows
from yijin.evaluate._words import told

Matrix = Iterable[Iterable[float]]
MOST_SEED = 2**64 - 1
METHOD = "weights drawn from a Dirichlet distribution, percentile"
DEFINITION = "ranks of the index when its weights are drawn at random around the given ones"
ANY_WEIGHTS = "ranks of the index when all weights with a sum of 1 are alike likely"


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Where a unit ranks under drawn weights; 1 is the best.

    Attributes
    ----------
    least, p5, median, p95, most : float
        The best rank, the rank that 5 of 100 draws reach or better, the median, the rank that 95 of 100 reach or better, the worst rank.
    mean : float
        The mean of the ranks.
    first : float
        The share of draws in which it is first, and no other with it, from 0 to 1.
    """

    least: float
    p5: float
    median: float
    p95: float
    most: float
    mean: float
    first: float


@dataclass(frozen=True, slots=True)
class RankIntervals(Sequence[RankInterval]):
    """Where units rank under drawn weights: a sequence with an interval a unit.

    Attributes
    ----------
    units : tuple of RankInterval
        The intervals, in the order of the units.
    n : int
        How many units.
    draws, seed : int
        How many sets of weights, and what they follow from.
    concentration : float or None
        How close the weights stay to the given ones; None where all weights are alike likely.
    aggregation : str
        How criteria were put together.
    method, definition : str
        How the intervals were found, and of what.
    warnings : tuple of str
        What a reader should know.
    """

    units: tuple[RankInterval, ...]
    n: int
    draws: int
    seed: int
    concentration: float | None
    aggregation: str
    method: str
    definition: str
    warnings: tuple[str, ...] = ()

    @overload
    def __getitem__(self, place: int) -> RankInterval: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RankInterval, ...]: ...
    def __getitem__(self, place: int | slice) -> RankInterval | tuple[RankInterval, ...]:
        """Return the interval of a unit, by its place."""
        return self.units[place]

    def __len__(self) -> int:
        return len(self.units)


def rank_intervals(
    normalised: Matrix,
    weights: Iterable[float],
    method: str,
    *,
    concentration: float | None,
    draws: int = 10_000,
    seed: int = 0,
    threads: int | None = None,
) -> RankIntervals:
    """Return where each unit ranks under weights drawn at random.

    Parameters
    ----------
    normalised : rows of float
        At most 2,000 units by criteria, the better the higher (:func:`normalise`).
    weights : iterable of float
        One a criterion, 0 or more.
    method : {"arithmetic", "geometric", "topsis"}
        As :func:`composite`.
    concentration : float or None
        How close the weights stay to the given ones: of the Dirichlet distribution, so that a weight w varies with w (1 - w) /
        (concentration + 1) around w; 1 or more. None: all weights with a sum of 1 are alike likely, whatever is given.
    draws : int
        How many sets of weights, at most a million.
    seed : int
        The same seed gives the same sets.
    threads : int or None
        On how many threads, None for all processors; the result is the same on any number.

    Returns
    -------
    RankIntervals
        One interval a unit. Scores alike to a trillionth share the mean of their ranks.

    Raises
    ------
    OptionError
        For weights of another number, a concentration below 1, and no draws or too many.

    References
    ----------
    Saisana, Saltelli and Tarantola 2005, Journal of the Royal Statistical Society A 168:307-323; OECD and JRC 2008, step 8.

    Examples
    --------
    >>> best, middle, last = yj.evaluate.rank_intervals([[1, 0.9], [0.5, 0.4], [0, 0]], [1, 1], "arithmetic", concentration=None)
    >>> best.first, middle.median, last.least
    (1.0, 2.0, 3.0)
    """
    asked = drawn(concentration, draws, seed, threads)
    found = call("rank_intervals", rows("normalised", normalised), numbers("weights", weights), method, asked)
    return RankIntervals(
        units=tuple(RankInterval(**one) for one in found),
        n=len(found),
        draws=draws,
        seed=seed,
        concentration=concentration,
        aggregation=method,
        method=METHOD,
        definition=ANY_WEIGHTS if concentration is None else DEFINITION,
    )


def drawn(concentration: float | None, draws: int, seed: int, threads: int | None) -> dict[str, object]:
    """Return how weights are drawn, as the native half takes it."""
    return {
        "count": whole("draws", draws, 1, 1_000_000),
        "seed": whole("seed", seed, 0, MOST_SEED),
        "concentration": None if concentration is None else _number("concentration", concentration),
        "threads": whole("threads", (os.cpu_count() or 1) if threads is None else threads, 1, 1024),
    }


def _number(option: str, value: float) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return numbers(option, [value])[0]
    raise refused(option, "a number, or None for any weights", value)


@dataclass(frozen=True, slots=True)
class Perturbation:
    """Where units rank when each weight in turn is changed.

    Attributes
    ----------
    least, median, most : list of float
        The best, the median and the worst rank of each unit.
    mean_shift : float
        The mean over units and changes of how far a rank is from the index's own.
    n : int
        How many units.
    factors : tuple of float
        What each weight in turn was multiplied by.
    method, definition : str
        How criteria were put together, and what was changed.
    warnings : tuple of str
        What a reader should know.
    """

    least: list[float]
    median: list[float]
    most: list[float]
    mean_shift: float
    n: int
    factors: tuple[float, ...]
    method: str
    definition: str
    warnings: tuple[str, ...] = ()


def perturbed_ranks(normalised: Matrix, weights: Iterable[float], method: str, *, factors: Iterable[float] = (0.5, 1.5)) -> Perturbation:
    """Return where units rank when each weight in turn is multiplied by each factor, and all are brought to a sum of 1.

    Parameters
    ----------
    normalised : rows of float
        Units by criteria, the better the higher (:func:`normalise`).
    weights : iterable of float
        One a criterion, 0 or more.
    method : {"arithmetic", "geometric", "topsis"}
        As :func:`composite`.
    factors : iterable of float
        Numbers above 0.

    Raises
    ------
    OptionError
        For weights of another number, and factors that are none or not above 0.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 7: one weight at a time.

    Examples
    --------
    >>> yj.evaluate.perturbed_ranks([[1, 0], [0, 0.9]], [1, 1], "arithmetic").median
    [1.5, 1.5]
    """
    changed = numbers("factors", factors)
    found = call("perturbed", rows("normalised", normalised), numbers("weights", weights), method, changed)
    said = "ranks of the index when each weight in turn is multiplied by each factor"
    return Perturbation(**found, n=len(found["least"]), factors=tuple(changed), method=method, definition=said)


@dataclass(frozen=True, slots=True)
class Without:
    """The ranking without one criterion, beside the ranking with all.

    Attributes
    ----------
    ranks : list of float
        The ranks of the units.
    spearman, kendall : float or None
        Spearman's ρ and Kendall's τ-b with the ranking by all criteria; None where a ranking is of one rank or fewer than three units.
    largest_shift : float
        The largest number of places that a unit moves.
    n : int
        How many units.
    method, definition : str
        How criteria were put together, and what was left out.
    warnings : tuple of str
        What a reader should know.
    """

    ranks: list[float]
    spearman: float | None
    kendall: float | None
    largest_shift: float
    n: int
    method: str
    definition: str
    warnings: tuple[str, ...] = ()


def ranks_without_each(normalised: Matrix, weights: Iterable[float], method: str, *, lang: str = "en") -> list[Without]:
    """Return the ranking without each criterion in turn.

    Parameters
    ----------
    normalised : rows of float
        Units by two or more criteria, the better the higher (:func:`normalise`).
    weights : iterable of float
        One a criterion; those that are left are brought to a sum of 1.
    method : {"arithmetic", "geometric", "topsis"}
        As :func:`composite`.
    lang : {"en", "zh"}
        The language of definitions and warnings.

    Returns
    -------
    list of Without
        One a criterion.

    Raises
    ------
    OptionError
        For a single criterion, and where the criteria that are left have no weight.

    References
    ----------
    OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 7.

    Examples
    --------
    >>> [one.ranks for one in yj.evaluate.ranks_without_each([[1, 0], [0, 0.9]], [1, 1], "arithmetic")]
    [[2.0, 1.0], [1.0, 2.0]]
    """
    language = lang_of(lang)
    found = call("without_each", rows("normalised", normalised), numbers("weights", weights), method)
    return [
        _without(one, method, told("of_without", language, place=place, count=len(found)), language) for place, one in enumerate(found, 1)
    ]


def _without(found: dict[str, Any], method: str, said: str, lang: Lang) -> Without:
    warnings = (told("no_correlation", lang),) if found["spearman"] is None else ()
    return Without(**found, n=len(found["ranks"]), method=method, definition=said, warnings=warnings)
