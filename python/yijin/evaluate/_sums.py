"""Sums and moments that keep their digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin._options import whole
from yijin.evaluate._call import call, numbers


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of a series.

    Attributes
    ----------
    n : int
        How many values.
    mean, sd : float
        The mean, and the standard deviation of a sample, with n - 1.
    lag1 : float or None
        The correlation of each value with the next; None where all are equal.
    """

    n: int
    mean: float
    sd: float
    lag1: float | None


def moments(values: Iterable[float]) -> Moments:
    """Return the moments of values, from their deviations and never from a sum of squares.

    Parameters
    ----------
    values : iterable of float
        At least two.

    Raises
    ------
    OptionError
        For fewer than two values, or ones that are not finite.

    References
    ----------
    NIST StRD, univariate summary statistics, NumAcc4.

    Examples
    --------
    >>> found = yj.evaluate.moments([10_000_000.2, *[10_000_000.1, 10_000_000.3] * 500])
    >>> round(found.sd, 6), round(found.lag1, 6)
    (0.1, -0.999)
    """
    return Moments(**call("moments", numbers("values", values)))


def money_total(fen: Iterable[int]) -> tuple[int, str]:
    """Return the exact sum of amounts of money, in fen and written in yuan.

    Parameters
    ----------
    fen : iterable of int
        Whole fen; refunds below 0.

    Returns
    -------
    (int, str)
        Fen; yuan with two decimals.

    Raises
    ------
    OptionError
        For amounts that are not whole, and a sum beyond 9.2e18 fen.

    References
    ----------
    Sums of whole numbers.

    Examples
    --------
    >>> yj.evaluate.money_total([1, 99, -50] * 333_334)
    (16666700, '166667.00')
    """
    total, yuan = call("money", [whole("fen", amount, -(2**63), 2**63 - 1) for amount in fen])
    return total, yuan
