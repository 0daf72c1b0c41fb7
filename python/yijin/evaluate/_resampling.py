"""Means and ratios over households that come in communities: what is sure depends on the number of communities."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yijin._options import level_of, one_of, whole
from yijin.errors import OptionError
from yijin.evaluate._call import call, numbers
from yijin.evaluate._columns import call_columns, codes, doubles

STATISTICS = {
    "mean": "the mean over households, communities drawn whole",
    "ratio": "the sum of values over the sum of what they are over, communities drawn whole",
    "total": "the sum of values, communities drawn whole",
}
METHODS = ("percentile", "basic", "bca")
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class ClusterMean:
    """A mean over households with what their communities make of it.

    Attributes
    ----------
    value, lower, upper : float
        The mean over households with its interval.
    error, simple_error : float
        The standard error with communities as units, and that of a simple random sample, which is too small.
    design_effect : float or None
        The square of the two errors' ratio; None where all values are equal.
    icc : float or None
        The intraclass correlation of the analysis of variance; None where it is not defined.
    mean_size : float
        The size of community that it takes: the mean less what unequal sizes cost.
    f, p : float or None
        The test that communities have one mean; None where nothing varies within them.
    n, clusters : int
        How many households, and communities.
    level : float
        The interval's level.
    method, definition : str
        How the interval was found, and of what.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    value: float
    lower: float
    upper: float
    error: float
    simple_error: float
    design_effect: float | None
    icc: float | None
    mean_size: float
    f: float | None
    p: float | None
    n: int
    clusters: int
    level: float
    method: str
    definition: str
    warnings: tuple[str, ...]
    as_of: str | None = None


def cluster_mean(values: Iterable[float], clusters: Iterable[Hashable], *, level: float = 0.95) -> ClusterMean:
    """Return the mean over households with an interval that counts communities.

    Parameters
    ----------
    values : iterable of float
        A number for each household.
    clusters : iterable
        The community of each household: texts, or whole numbers.
    level : float
        The interval's level.

    Raises
    ------
    OptionError
        For lists of different lengths, and fewer than 3 communities.

    References
    ----------
    Liang and Zeger 1986 with G / (G - 1), and t with G - 1 degrees of freedom; Kish 1965 for the design effect; Donner 1986 for the
    intraclass correlation.

    Examples
    --------
    >>> found = yj.evaluate.cluster_mean([31.0, 28.5, 12.0, 15.5, 55.0, 61.3], ["A", "A", "B", "B", "C", "C"])
    >>> round(found.value, 1), round(found.error, 1), round(found.simple_error, 1)
    (33.9, 13.0, 8.3)
    """
    found = _clustered("cluster_mean", values, None, clusters, level_of(level))
    return ClusterMean(
        **{**found, "warnings": tuple(found["warnings"])},
        level=level,
        method="cluster_robust",
        definition="the mean over households, communities as units",
    )


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """An estimate with what its replicates say.

    Attributes
    ----------
    value, lower, upper : float
        The estimate with the interval of the method asked for.
    level : float
        The interval's level.
    method : str
        Which interval.
    n, clusters : int
        How many households, and communities.
    replicates : int
        How many resamples.
    mean, error : float
        The mean of the replicates, and their standard deviation: the standard error.
    quantiles : mapping of float to float
        The replicates' quantiles at 5, 25, 50, 75 and 95 %.
    percentile, basic : (float, float)
        The interval of quantiles, and the same mirrored at the estimate.
    bca : (float, float) or None
        The bias-corrected and accelerated interval; None where the replicates give none.
    bias : float or None
        The normal quantile of the share of replicates below the estimate; None where all are on one side.
    acceleration : float
        How fast the standard error changes with the estimate.
    definition : str
        What was estimated.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    value: float
    lower: float
    upper: float
    level: float
    method: str
    n: int
    clusters: int
    replicates: int
    mean: float
    error: float
    quantiles: Mapping[float, float]
    percentile: tuple[float, float]
    basic: tuple[float, float]
    bca: tuple[float, float] | None
    bias: float | None
    acceleration: float
    definition: str
    warnings: tuple[str, ...]
    as_of: str | None = None


def cluster_bootstrap(
    values: Iterable[float],
    clusters: Iterable[Hashable],
    *,
    statistic: str = "mean",
    over: Iterable[float] | None = None,
    replicates: int | None = 1000,
    seed: int = 0,
    level: float = 0.95,
    method: str = "percentile",
    threads: int | None = None,
) -> Bootstrap:
    """Return a statistic over households with the interval of resampled communities.

    Parameters
    ----------
    values : iterable of float
        A number for each household.
    clusters : iterable
        The community of each household: texts, or whole numbers.
    statistic : {"mean", "ratio", "total"}
        What is estimated.
    over : iterable of float, optional
        What the values of a ratio are over.
    replicates : int or None
        How many resamples are drawn, up to 1,000,000; None takes every one there is, of at most 7 communities.
    seed : int
        What the draws follow from: one seed, one result, on any number of threads.
    level : float
        The interval's level.
    method : {"percentile", "basic", "bca"}
        Which interval is the answer's.
    threads : int, optional
        How many threads; as many as there are processors where it is not given.

    Raises
    ------
    OptionError
        For lists of different lengths, fewer than 3 communities, and where a resample has no statistic or the replicates no such interval.

    References
    ----------
    Efron 1979 and 1987; whole clusters, Davison and Hinkley 1997, 3.8; streams of SplitMix64.

    Examples
    --------
    >>> spent = {"A": [31.0, 28.5, 40.2, 22.0], "B": [12.0, 15.5, 9.9], "C": [55.0, 61.3, 47.7], "D": [20.0, 33.3]}
    >>> pairs = [(value, home) for home, values in spent.items() for value in values]
    >>> found = yj.evaluate.cluster_bootstrap(*zip(*pairs), replicates=None)
    >>> found.replicates, round(found.value, 2), round(found.lower, 2), round(found.upper, 2), found.warnings
    (256, 31.37, 17.99, 47.21, ('4 communities: an interval of fewer than 30 is too narrow',))
    """
    plan = drawing(statistic, over is not None, method, level, replicates, seed, threads)
    return _bootstrap(_clustered("bootstrap", values, over, clusters, plan), statistic, method, level)


def bootstrap_of(
    values: Iterable[float],
    resamples: Iterable[Iterable[int]],
    *,
    statistic: str = "mean",
    over: Iterable[float] | None = None,
    level: float = 0.95,
    method: str = "percentile",
) -> Bootstrap:
    """Return a statistic over communities with the interval of given resamples.

    Parameters
    ----------
    values : iterable of float
        A number for each community.
    resamples : iterable of iterable of int
        For each resample the places of the communities drawn, from 0.
    statistic, over, level, method
        As for :func:`cluster_bootstrap`.

    Raises
    ------
    OptionError
        As :func:`cluster_bootstrap`, and for a place that no community has.

    References
    ----------
    As :func:`cluster_bootstrap`.

    Examples
    --------
    >>> found = yj.evaluate.bootstrap_of([3, 4, 8], [[0, 0, 1], [1, 2, 2], [0, 1, 2]])
    >>> found.value, found.replicates, round(found.mean, 3)
    (5.0, 3, 5.0)
    """
    plan = {**_plan(statistic, over is not None, method, level), "replicates": 2, "seed": 0, "threads": None}
    below = None if over is None else numbers("over", over)
    places = [[whole("resamples", place, 0, 2**53) for place in resample] for resample in resamples]
    return _bootstrap(call("resampled", numbers("values", values), below, places, plan), statistic, method, level)


def drawing(
    statistic: str, has_over: bool, method: str, level: float, replicates: int | None, seed: int, threads: int | None
) -> dict[str, Any]:
    """Return how a bootstrap draws, as the native half takes it."""
    plan = _plan(statistic, has_over, method, level)
    plan["replicates"] = None if replicates is None else whole("replicates", replicates, 2, 1_000_000)
    plan["seed"] = whole("seed", seed, 0, 2**64 - 1)
    plan["threads"] = None if threads is None else whole("threads", threads, 1, 1024)
    return plan


def _plan(statistic: str, has_over: bool, method: str, level: float) -> dict[str, Any]:
    one_of("statistic", statistic, STATISTICS)
    one_of("method", method, METHODS)
    if has_over != (statistic == "ratio"):
        raise OptionError("expected `over` with the statistic 'ratio' and with no other", "bad-option")
    return {"statistic": "total" if statistic == "total" else "ratio", "method": method, "level": level_of(level)}


def _clustered(name: str, values: Iterable[float], over: Iterable[float] | None, clusters: Iterable[Hashable], argument: Any) -> Any:
    below = None if over is None else doubles("over", over)
    return call_columns(name, doubles("values", values), below, codes("clusters", clusters), argument)


def _bootstrap(found: dict[str, Any], statistic: str, method: str, level: float) -> Bootstrap:
    pairs = {name: None if found[name] is None else tuple(found[name]) for name in ("percentile", "basic", "bca")}
    shares = dict(zip(SHARES, found["quantiles"], strict=True))
    told = {**found, **pairs, "quantiles": shares, "warnings": tuple(found["warnings"])}
    return Bootstrap(**told, level=level, method=method, definition=STATISTICS[statistic])
