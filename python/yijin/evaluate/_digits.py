"""Digits that are not as counted amounts have them: places to look at, which say nothing of why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin.evaluate._call import call, numbers


@dataclass(frozen=True, slots=True)
class Benford:
    """Digits beside Benford's law.

    Attributes
    ----------
    n : int
        How many numbers.
    counts : list of int
        How many have each digit: from 1 of first digits, from 0 of second ones.
    chi2, p : float
        Pearson's statistic and its p-value; of many numbers it rejects everything.
    mad : float
        The mean absolute deviation of the shares: of first digits below 0.006 is close, above 0.015 not conforming (Nigrini 2012).
    ssd, ks : float
        The sum of squared deviations in percent, and the largest deviation of the cumulative shares.
    z : list of float
        Each digit's deviation in standard errors.
    warnings : list of str
        Why the law may not hold for these numbers at all.
    """

    n: int
    counts: list[int]
    chi2: float
    p: float
    mad: float
    ssd: float
    z: list[float]
    ks: float
    warnings: list[str]


def benford(values: Iterable[float], *, second: bool = False) -> Benford:
    """Return the counts of first digits, or of second ones, beside Benford's law.

    Parameters
    ----------
    values : iterable of float
        Amounts above 0, without refunds. Multiples of a price list need not follow the law; totals of suppliers may.
    second : bool
        Whether second digits are looked at.

    Raises
    ------
    OptionError
        For amounts that are not above 0.

    References
    ----------
    Benford 1938, Proceedings of the American Philosophical Society 78:551-572; Nigrini 2012, Benford's Law.

    Examples
    --------
    >>> found = yj.evaluate.benford([2.0**power for power in range(1000)])
    >>> found.counts, found.warnings
    ([301, 176, 125, 97, 79, 69, 56, 52, 45], [])
    """
    return Benford(**call("benford", numbers("values", values), second))


@dataclass(frozen=True, slots=True)
class Heaping:
    """Last digits beside an even spread.

    Attributes
    ----------
    chi2, p : float
        Pearson's statistic on 9 degrees of freedom, and its p-value.
    whipple : float
        Five times the share that ends in 0 or 5: 1 where none heap, 5 where all do.
    myers : float
        Half the summed absolute deviation from a tenth, in percent.
    """

    chi2: float
    p: float
    whipple: float
    myers: float


def heaping(counts: Iterable[int]) -> Heaping:
    """Return how far last digits heap.

    Parameters
    ----------
    counts : iterable of int
        How many numbers end in 0, 1, … 9.

    Raises
    ------
    OptionError
        Where there are not ten counts, or none at all.

    References
    ----------
    After Whipple's and Myers' indices of demography.

    Examples
    --------
    >>> yj.evaluate.heaping([10] * 10)
    Heaping(chi2=0.0, p=1.0, whipple=1.0, myers=0.0)
    """
    return Heaping(**call("heaping", [int(count) for count in counts]))
