"""How a total is spread: inequality and concentration. Values are 0 or more: of a unit that refunds made negative, shares mean nothing.

Intervals are about the units as a sample of such units; a list that is complete has its value exactly, whatever the interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yijin import _native
from yijin._fixed import fixed
from yijin._labels import Lang, pick
from yijin._options import level_of, number, refused, whole
from yijin.evaluate._call import call, numbers
from yijin.evaluate._columns import call_columns, codes, doubles
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._words import CAUTIONS, SAMPLES, SPREADS

METHOD = "linearisation"
Clusters = Iterable[Hashable] | None


def gini(values: Iterable[float], weights: Iterable[float] | None = None, *, clusters: Clusters = None, level: float = 0.95) -> Estimate:
    """Return the Gini coefficient: 0 where all have the same, towards 1 where one has all.

    Parameters
    ----------
    values : iterable of float
        What each unit has; zeros stay in.
    weights : iterable of float, optional
        How many units each value stands for. Then there is no interval: how the units were drawn is not known.
    clusters : iterable, optional
        The cluster of each unit (its community), where whole clusters were drawn: texts, or whole numbers.
    level : float
        The interval's level.

    Returns
    -------
    Estimate
        From 0 to 1 - 1/n: Σ (2i - n - 1) x₍ᵢ₎ / (n Σ x). The bounds are cut at these. The interval is by linearisation: influences, summed
        by cluster, with G / (G - 1) and t with G - 1 degrees of freedom, each unit a cluster where none are given; none of fewer than 3.

    Raises
    ------
    OptionError
        For values below 0 or not finite, and where their sum is 0; for weights or clusters that are not as many, and for both together.

    References
    ----------
    Gini 1912; the population form, without the correction n / (n - 1). Deville 1999, Survey Methodology 25:193-203; Langel and Tillé
    2013, Journal of the Royal Statistical Society A 176:521-540.

    Examples
    --------
    >>> yj.evaluate.gini([0, 0, 0, 8]).value
    0.75
    >>> found = yj.evaluate.gini(range(1, 101))
    >>> round(found.value, 3), round(found.lower, 3), round(found.upper, 3)
    (0.33, 0.282, 0.378)
    """
    if weights is None:
        return estimated("gini", values, clusters, level)
    if clusters is not None:
        raise refused("clusters", "none beside weights, with which there is no interval,", clusters)
    level_of(level)
    found = call_columns("weighted_gini", doubles("values", values), doubles("weights", weights), b"")
    return estimate(found, pick(SPREADS, "gini", "en"), level)


def lorenz(values: Iterable[float]) -> list[float]:
    """Return the ordinates of the Lorenz curve: the shares of the total that 0, 1, … n units hold, the poorest first.

    Parameters
    ----------
    values : iterable of float
        What each unit has.

    Raises
    ------
    OptionError
        As :func:`gini`.

    References
    ----------
    Lorenz 1905, Publications of the American Statistical Association 9:209-219.

    Examples
    --------
    >>> yj.evaluate.lorenz([3, 1])
    [0.0, 0.25, 1.0]
    """
    return [float(value) for value in call_columns("lorenz", doubles("values", values), None, b"")]


def top_share(values: Iterable[float], part: float, *, clusters: Clusters = None, level: float = 0.95) -> Estimate:
    """Return the share of the total that the richest part of the units hold.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    part : float
        Which part, from 0 to 1; between units along the Lorenz curve's line.
    clusters, level
        As for :func:`gini`.

    Returns
    -------
    Estimate
        From `part` to 1.

    Raises
    ------
    OptionError
        As :func:`gini`, and for a part that is none.

    References
    ----------
    Linear interpolation of the Lorenz curve; the influence of its ordinate, Langel and Tillé 2011, Statistica Sinica 21:1219-1237.

    Examples
    --------
    >>> yj.evaluate.top_share([3, 1], 0.5).value
    0.75
    """
    return estimated("top_share", values, clusters, level, part=number("part", part))


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's measures.

    Attributes
    ----------
    t : Estimate
        Theil's T, from 0 to ln n.
    l : Estimate or None
        Theil's L, the mean log deviation, 0 or more; None where a value is 0, for which it is not defined.
    """

    t: Estimate
    l: Estimate | None  # noqa: E741


def theil(values: Iterable[float], *, clusters: Clusters = None, level: float = 0.95) -> Theil:
    """Return Theil's T and L, in natural logarithms.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    clusters, level
        As for :func:`gini`.

    Raises
    ------
    OptionError
        As :func:`gini`.

    References
    ----------
    Theil 1967, Economics and Information Theory; the intervals by the delta method, Biewen and Jenkins 2006, Oxford Bulletin of
    Economics and Statistics 68:371-383.

    Examples
    --------
    >>> found = yj.evaluate.theil([0, 1])
    >>> round(found.t.value, 4), found.l
    (0.6931, None)
    """
    columns = _columns(values, clusters)
    t, l = (call_columns("spread", *columns, name, level_of(level)) for name in ("theil_t", "theil_l"))  # noqa: E741
    defined = None if l["value"] is None else estimate(l, pick(SPREADS, "theil_l", "en"), level)
    return Theil(estimate(t, pick(SPREADS, "theil_t", "en"), level), defined)


@dataclass(frozen=True, slots=True)
class TheilByGroup:
    """Theil's T, split by group.

    Attributes
    ----------
    total, between, within : float
        All of it; between the groups' means; within the groups. The last two add up to the first.
    by_group : mapping of str to float
        Each group's part of `within`, weighted by its share of the total.
    n : int
        How many units.
    method, definition : str
        Which measure, and of what.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    total: float
    between: float
    within: float
    by_group: Mapping[str, float]
    n: int
    method: str = "theil_t"
    definition: str = "Theil's T between and within groups: of these units, exact"
    as_of: str | None = None


def theil_by_group(values: Iterable[float], groups: Iterable[str]) -> TheilByGroup:
    """Return Theil's T between and within groups.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    groups : iterable of str
        The group of each.

    Raises
    ------
    OptionError
        As :func:`gini`, and for lists of different lengths.

    References
    ----------
    Shorrocks 1980, Econometrica 48:613-625.

    Examples
    --------
    >>> found = yj.evaluate.theil_by_group([1, 1, 3, 3], ["a", "a", "b", "b"])
    >>> round(found.between, 4), found.within
    (0.1308, 0.0)
    """
    given = numbers("values", values)
    found = call("decomposed", given, [str(group) for group in groups])
    return TheilByGroup(found["total"], found["between"], found["within"], fixed(found["by_group"]), len(given))


def atkinson(values: Iterable[float], aversion: float, *, clusters: Clusters = None, level: float = 0.95) -> Estimate:
    """Return Atkinson's measure of inequality.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    aversion : float
        How much inequality counts, above 0.
    clusters, level
        As for :func:`gini`.

    Returns
    -------
    Estimate
        From 0 to 1; 1, without an interval, where a value is 0 and the aversion 1 or more.

    Raises
    ------
    OptionError
        As :func:`gini`, and for an aversion that is not above 0.

    References
    ----------
    Atkinson 1970, Journal of Economic Theory 2:244-263; the interval by the delta method, Biewen and Jenkins 2006.

    Examples
    --------
    >>> yj.evaluate.atkinson([2, 2], 0.5).value
    0.0
    """
    return estimated("atkinson", values, clusters, level, aversion=number("aversion", aversion))


@dataclass(frozen=True, slots=True)
class Herfindahl:
    """The Herfindahl–Hirschman index.

    Attributes
    ----------
    value : Estimate
        The sum of squared shares, from 1/n to 1.
    normalised : Estimate or None
        From 0 to 1 over all n units that were listed, zeros among them; None of one unit. Its bounds are those of the index, brought to its
        scale with n as it is.
    effective : Estimate
        How many equal units would have this index; its bounds are one over those of the index.
    """

    value: Estimate
    normalised: Estimate | None
    effective: Estimate


def herfindahl(values: Iterable[float], *, clusters: Clusters = None, level: float = 0.95) -> Herfindahl:
    """Return the Herfindahl–Hirschman index of shares in [0, 1].

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    clusters, level
        As for :func:`gini`.

    Raises
    ------
    OptionError
        As :func:`gini`.

    References
    ----------
    Hirschman 1964, American Economic Review 54:761; the interval by the delta method, of as many units or clusters as there are.

    Examples
    --------
    >>> found = yj.evaluate.herfindahl([5, 5])
    >>> found.value.value, found.normalised.value, found.effective.value
    (0.5, 0.0, 2.0)
    """
    columns = _columns(values, clusters)
    found = {name: call_columns("spread", *columns, name, level_of(level)) for name in ("herfindahl", "normalised", "effective")}
    made = {name: estimate(one, pick(SPREADS, name, "en"), level) for name, one in found.items() if one["value"] is not None}
    return Herfindahl(made["herfindahl"], made.get("normalised"), made["effective"])


def largest(values: Iterable[float], k: int, *, clusters: Clusters = None, level: float = 0.95) -> Estimate:
    """Return the share of the total that the k largest units hold.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    k : int
        How many, at least 1.
    clusters, level
        As for :func:`gini`.

    Returns
    -------
    Estimate
        From k/n to 1. The interval of a share that rests on fewer than 10 units is rough, and says so.

    Raises
    ------
    OptionError
        As :func:`gini`, and where `k` is 0.

    References
    ----------
    The concentration ratio CRk; the influence of :func:`top_share` at k/n.

    Examples
    --------
    >>> yj.evaluate.largest([5, 3, 2], 2).value
    0.8
    """
    return estimated("largest", values, clusters, level, k=whole("k", k, 1, 2**31))


def estimated(name: str, values: Iterable[float], clusters: Clusters, level: float, **given: float) -> Estimate:
    """Return a measure of plain numbers."""
    found = call_columns("spread", *_columns(values, clusters), {name: next(iter(given.values()))} if given else name, level_of(level))
    return estimate(found, pick(SPREADS, name, "en").format(**given), level)


def estimate(found: Mapping[str, Any], what: str, level: float) -> Estimate:
    """Return what the native half found as an estimate of plain numbers."""
    return Estimate(
        value=found["value"],
        lower=found["lower"],
        upper=found["upper"],
        level=level,
        method="none" if found["lower"] is None else METHOD,
        n=found["n"],
        clusters=found["clusters"],
        definition=pick(SAMPLES, "plain", "en").format(what=what),
        warnings=cautioned(found, "en"),
    )


def cautioned(found: Mapping[str, Any], lang: Lang, clusters: str = "clusters") -> tuple[str, ...]:
    """Return what a reader should know of a measure, in sentences."""
    alone = found["clusters"] is None
    drawn, count = pick(CAUTIONS, "units" if alone else clusters, lang), found["n"] if alone else found["clusters"]
    return tuple(pick(CAUTIONS, name, lang).format(drawn=drawn, count=count, few=_native.FEW) for name in found["cautions"])


def _columns(values: Iterable[float], clusters: Clusters) -> tuple[bytes, None, bytes]:
    given = b"" if clusters is None else codes("clusters", clusters)
    if clusters is not None and not given:
        raise refused("clusters", "as many as values", 0)
    return doubles("values", values), None, given
