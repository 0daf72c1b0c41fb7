"""Shares and rates with their intervals."""

from __future__ import annotations

from dataclasses import dataclass

from yijin._options import level_of, number, one_of, refused
from yijin.evaluate._call import call
from yijin.evaluate._estimate import Estimate

METHODS = ("wilson", "wilson_corrected", "clopper_pearson", "jeffreys", "agresti_coull")
MOST = 2**53


def share(count: int, n: int, *, level: float = 0.95, method: str = "wilson") -> Estimate:
    """Return a share with its interval.

    Parameters
    ----------
    count, n : int
        How many of how many.
    level : float
        The level of the interval, between 0 and 1.
    method : {"wilson", "wilson_corrected", "clopper_pearson", "jeffreys", "agresti_coull"}
        How it is found. The normal interval is not among them: of 0 in 20 it says that the share is surely 0.

    Returns
    -------
    Estimate
        From 0 to 1.

    Raises
    ------
    OptionError
        Where `n` is 0, `count` above it, or the level or method does not exist.

    References
    ----------
    Wilson 1927; Newcombe 1998 (method 4); Clopper and Pearson 1934; Jeffreys' prior; Agresti and Coull 1998.

    Examples
    --------
    >>> estimate = yj.evaluate.share(0, 20)
    >>> estimate.value, estimate.lower, round(estimate.upper, 4)
    (0.0, 0.0, 0.1611)
    """
    one_of("method", method, METHODS)
    found = call("share", _count("count", count), _count("n", n), level_of(level), method)
    return Estimate(**found, level=level, method=method, n=n, definition="the share of units that have it")


def share_difference(first: tuple[int, int], second: tuple[int, int], *, level: float = 0.95) -> Estimate:
    """Return the difference of two independent shares with Newcombe's interval, made of their Wilson intervals.

    Parameters
    ----------
    first, second : (int, int)
        How many of how many, in each group.
    level : float
        The level of the interval.

    Returns
    -------
    Estimate
        The first share less the second, from -1 to 1.

    Raises
    ------
    OptionError
        As :func:`share`.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17:873-890, method 10.

    Examples
    --------
    >>> estimate = yj.evaluate.share_difference((56, 70), (48, 80))
    >>> round(estimate.lower, 4), round(estimate.upper, 4)
    (0.0524, 0.3339)
    """
    pairs = [(_count("count", count), _count("n", n)) for count, n in (first, second)]
    found = call("difference", *pairs, level_of(level))
    n = first[1] + second[1]
    return Estimate(**found, level=level, method="newcombe", n=n, definition="the first group's share less the second's")


def rate(count: int, exposure: float, *, level: float = 0.95) -> Estimate:
    """Return the rate of events in an exposure with its exact Poisson interval.

    Parameters
    ----------
    count : int
        How many events.
    exposure : float
        How much they were watched for: community-months, households.
    level : float
        The level of the interval.

    Returns
    -------
    Estimate
        Events per unit of exposure.

    Raises
    ------
    OptionError
        Where the exposure is not above 0.

    References
    ----------
    Garwood 1936, Biometrika 28:437-442.

    Examples
    --------
    >>> estimate = yj.evaluate.rate(45, 1800)
    >>> estimate.value, round(estimate.lower, 4), round(estimate.upper, 4)
    (0.025, 0.0182, 0.0335)
    """
    found = call("poisson", _count("count", count), number("exposure", exposure), level_of(level))
    return Estimate(**found, level=level, method="garwood", n=count, definition="events per unit of exposure")


@dataclass(frozen=True, slots=True)
class RateRatio:
    """The ratio of two rates.

    Attributes
    ----------
    value : float or None
        The first rate over the second; None where the second has no event.
    exact, score, log_wald : tuple
        The intervals; a bound is None where it is infinite.
    p : float
        The exact p-value of equal rates.
    level : float
        The intervals' level.
    n : int
        How many events, in both groups.
    method, definition : str
        How the intervals were found, and of what.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    value: float | None
    exact: tuple[float | None, float | None]
    score: tuple[float | None, float | None]
    log_wald: tuple[float | None, float | None]
    p: float
    level: float
    n: int
    method: str
    definition: str
    warnings: tuple[str, ...] = ()
    as_of: str | None = None

    @property
    def lower(self) -> float | None:
        """Return the lower bound of the exact interval; None where it is infinite."""
        return self.exact[0]

    @property
    def upper(self) -> float | None:
        """Return the upper bound of the exact interval; None where it is infinite."""
        return self.exact[1]


def rate_ratio(first: tuple[int, float], second: tuple[int, float], *, level: float = 0.95) -> RateRatio:
    """Return the ratio of two Poisson rates, exact given the number of events in all.

    Parameters
    ----------
    first, second : (int, float)
        Events and exposure of each group.
    level : float
        The intervals' level.

    Raises
    ------
    OptionError
        Where an exposure is not above 0 or there is no event at all.

    References
    ----------
    The conditional test of Przyborowski and Wilenski 1940, by Clopper and Pearson's limits; two-sided p by the rule of the least likely.

    Examples
    --------
    >>> found = yj.evaluate.rate_ratio((41, 28010), (15, 19017))
    >>> round(found.value, 4), [round(bound, 4) for bound in found.exact]
    (1.8558, [1.0057, 3.6093])
    """
    pairs = [(_count("count", count), number("exposure", exposure)) for count, exposure in (first, second)]
    found = call("ratio", *pairs, level_of(level))
    bounds = {name: tuple(found[name]) for name in ("exact", "score", "log_wald")}
    none = "the second group has no event: there is no ratio, and no upper bound"
    return RateRatio(
        value=found["value"],
        p=found["p"],
        level=level,
        n=first[0] + second[0],
        method="exact",
        definition="the first group's rate over the second's, given the events of both",
        warnings=() if second[0] else (none,),
        exact=bounds["exact"],
        score=bounds["score"],
        log_wald=bounds["log_wald"],
    )


def _count(option: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST:
        raise refused(option, "a whole number of 0 or more", value)
    return value
