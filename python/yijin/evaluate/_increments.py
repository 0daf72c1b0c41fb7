"""A running count carried on by the increments of its past months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin import _options
from yijin._labels import pick
from yijin.evaluate._call import call, numbers
from yijin.evaluate._projection import draws_of, last_of
from yijin.evaluate._words import OUTLOOK


@dataclass(frozen=True, slots=True)
class Carried:
    """What increments say of one month ahead.

    Attributes
    ----------
    ahead : int
        How many months ahead.
    value : float
        The last value, and the mean increment for each month since.
    lower, upper : float
        The interval: quantiles of the replicates.
    reach : float or None
        The share of the replicates that are at the target or above; None without a target.
    """

    ahead: int
    value: float
    lower: float
    upper: float
    reach: float | None


@dataclass(frozen=True, slots=True)
class IncrementProjection:
    """A running count carried on by increments drawn with replacement.

    Attributes
    ----------
    points : tuple of Carried
        Each month ahead.
    mean : float
        The mean increment.
    n : int
        How many increments are drawn from.
    replicates : int
        How many ways to go on were drawn.
    level : float
        The intervals' level.
    method : str
        How the intervals were found.
    definition : str
        What was estimated.
    warnings : tuple of str
        What a reader should know.
    """

    points: tuple[Carried, ...]
    mean: float
    n: int
    replicates: int
    level: float
    method: str
    definition: str
    warnings: tuple[str, ...]


def project_increments(
    values: Iterable[float],
    ahead: int,
    *,
    target: float | None = None,
    last: int | None = None,
    replicates: int = 10_000,
    seed: int = 0,
    level: float = 0.95,
) -> IncrementProjection:
    """Return a running count carried on by the increments of its months, drawn with replacement.

    A line through a running count is too sure, since its errors add up from month to month; the increments are the months themselves.

    Parameters
    ----------
    values : iterable of float
        The number reached by the end of each month, at least four. Increments are their differences; the first value is none.
    ahead : int
        How many months ahead, at most 1,000.
    target : float, optional
        A number to reach.
    last : int, optional
        From how many of the last increments is drawn, at least 3; all where absent. Distinct counts slow down.
    replicates : int
        How many ways to go on are drawn, from 2 to 1,000,000; at most 100,000,000 increments in all.
    seed : int
        What the draws follow from: one seed, one result.
    level : float
        The intervals' level.

    Returns
    -------
    IncrementProjection
        Each month ahead with its percentile interval, and the chance to have reached the target by then.

    Raises
    ------
    OptionError
        For numbers that are not finite, fewer than three increments, a `last` that is not among them, and too many draws.

    References
    ----------
    The percentile interval of a bootstrap of independent increments: Efron and Tibshirani 1993, chapters 8 and 13. With few increments it
    is too narrow, since the mean increment is not known either; of fewer than 12 the result says so.

    Examples
    --------
    >>> reached = [410, 1120, 1895, 2760, 3410, 4388, 5301]
    >>> found = yj.evaluate.project_increments(reached, 9, target=12_000)
    >>> end = found.points[-1]
    >>> round(end.value), 11_600 < end.lower < 12_200, 13_100 < end.upper < 13_500
    (12638, True, True)
    >>> found.n, found.warnings[1][:13]
    (6, '6 increments:')
    """
    months = _options.whole("ahead", ahead, 1, 1_000)
    goal = None if target is None else numbers("target", [target])[0]
    found = call(
        "project_increments", numbers("values", values), months, goal, last_of(last), draws_of(replicates, seed), _options.level_of(level)
    )
    said = ("alike", "few") if found["few"] else ("alike",)
    return IncrementProjection(
        points=tuple(Carried(ahead=place, **point) for place, point in enumerate(found["points"], 1)),
        mean=found["mean"],
        n=found["n"],
        replicates=found["replicates"],
        level=level,
        method="increments_percentile",
        definition="a running count, if months to come are like those drawn from",
        warnings=tuple(pick(OUTLOOK, name, "en").format(n=found["n"]) for name in said),
    )
