"""How a total is spread: inequality and concentration. Values are 0 or more: of a unit that refunds made negative, shares mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yijin._fixed import fixed
from yijin.evaluate._call import call, numbers


def gini(values: Iterable[float], weights: Iterable[float] | None = None) -> float:
    """Return the Gini coefficient: 0 where all have the same, towards 1 where one has all.

    Parameters
    ----------
    values : iterable of float
        What each unit has; zeros stay in.
    weights : iterable of float, optional
        How many units each value stands for.

    Returns
    -------
    float
        From 0 to 1 - 1/n: Σ (2i - n - 1) x₍ᵢ₎ / (n Σ x).

    Raises
    ------
    OptionError
        For values below 0 or not finite, and where their sum is 0.

    References
    ----------
    Gini 1912; the population form, without the correction n / (n - 1).

    Examples
    --------
    >>> yj.evaluate.gini([0, 0, 0, 8])
    0.75
    """
    given = numbers("values", values)
    return float(call("gini", given) if weights is None else call("weighted_gini", given, numbers("weights", weights)))


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
    return [float(value) for value in call("lorenz", numbers("values", values))]


def top_share(values: Iterable[float], part: float) -> float:
    """Return the share of the total that the richest part of the units hold.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    part : float
        Which part, from 0 to 1; between units along the Lorenz curve's line.

    Raises
    ------
    OptionError
        As :func:`gini`, and for a part that is none.

    References
    ----------
    Linear interpolation of the Lorenz curve.

    Examples
    --------
    >>> yj.evaluate.top_share([3, 1], 0.5)
    0.75
    """
    return float(call("top_share", numbers("values", values), float(part)))


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's measures.

    Attributes
    ----------
    t : float
        Theil's T.
    l : float or None
        Theil's L, the mean log deviation; None where a value is 0, for which it is not defined.
    """

    t: float
    l: float | None  # noqa: E741


def theil(values: Iterable[float]) -> Theil:
    """Return Theil's T and L, in natural logarithms.

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
    Theil 1967, Economics and Information Theory.

    Examples
    --------
    >>> yj.evaluate.theil([0, 1])
    Theil(t=0.6931471805599453, l=None)
    """
    return Theil(**call("theil", numbers("values", values)))


@dataclass(frozen=True, slots=True)
class TheilByGroup:
    """Theil's T, split by group.

    Attributes
    ----------
    total, between, within : float
        All of it; between the groups' means; within the groups. The last two add up to the first.
    by_group : mapping of str to float
        Each group's part of `within`, weighted by its share of the total.
    """

    total: float
    between: float
    within: float
    by_group: Mapping[str, float]


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
    found = call("decomposed", numbers("values", values), [str(group) for group in groups])
    return TheilByGroup(found["total"], found["between"], found["within"], fixed(found["by_group"]))


def atkinson(values: Iterable[float], aversion: float) -> float:
    """Return Atkinson's measure of inequality.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    aversion : float
        How much inequality counts, above 0.

    Returns
    -------
    float
        From 0 to 1; 1 where a value is 0 and the aversion 1 or more.

    Raises
    ------
    OptionError
        As :func:`gini`, and for an aversion that is not above 0.

    References
    ----------
    Atkinson 1970, Journal of Economic Theory 2:244-263.

    Examples
    --------
    >>> yj.evaluate.atkinson([2, 2], 0.5)
    0.0
    """
    return float(call("atkinson", numbers("values", values), float(aversion)))


@dataclass(frozen=True, slots=True)
class Herfindahl:
    """The Herfindahl–Hirschman index.

    Attributes
    ----------
    value : float
        The sum of squared shares, from 1/n to 1.
    normalised : float or None
        From 0 to 1 over all n units that were listed, zeros among them; None of one unit.
    effective : float
        How many equal units would have this index.
    """

    value: float
    normalised: float | None
    effective: float


def herfindahl(values: Iterable[float]) -> Herfindahl:
    """Return the Herfindahl–Hirschman index of shares in [0, 1].

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
    Hirschman 1964, American Economic Review 54:761.

    Examples
    --------
    >>> yj.evaluate.herfindahl([5, 5])
    Herfindahl(value=0.5, normalised=0.0, effective=2.0)
    """
    return Herfindahl(**call("herfindahl", numbers("values", values)))


def largest(values: Iterable[float], k: int) -> float:
    """Return the share of the total that the k largest units hold.

    Parameters
    ----------
    values : iterable of float
        What each unit has.
    k : int
        How many, at least 1.

    Raises
    ------
    OptionError
        As :func:`gini`, and where `k` is 0.

    References
    ----------
    The concentration ratio CRk.

    Examples
    --------
    >>> yj.evaluate.largest([5, 3, 2], 2)
    0.8
    """
    return float(call("largest", numbers("values", values), int(k)))
