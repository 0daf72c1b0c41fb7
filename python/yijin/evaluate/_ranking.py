"""Rankings, and how alike they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin.evaluate._call import call, numbers, rows

FEW = 10


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """How two lists of values go together.

    Attributes
    ----------
    spearman, spearman_p : float
        Spearman's ρ of mean ranks, and its p-value by Student's t with n - 2 degrees of freedom.
    kendall, kendall_p : float
        Kendall's τ-b, and its p-value by the normal approximation, corrected for ties.
    n : int
        How many units.
    method, definition : str
        How the p-values were found, and of what; there is no interval.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    spearman: float
    spearman_p: float
    kendall: float
    kendall_p: float
    n: int
    method: str = "t and normal approximation"
    definition: str = "rank correlation of two lists of the same units"
    warnings: tuple[str, ...] = ()
    as_of: str | None = None


def rank_correlation(x: Iterable[float], y: Iterable[float]) -> RankCorrelation:
    """Return Spearman's and Kendall's rank correlation.

    Parameters
    ----------
    x, y : iterable of float
        Two lists of the same 3 or more units.

    Raises
    ------
    OptionError
        For lists of different lengths, too short ones, and a list of one value.

    References
    ----------
    Spearman 1904; Kendall 1945.

    Examples
    --------
    >>> yj.evaluate.rank_correlation([1, 2, 3, 4], [1, 2, 3, 4]).kendall
    1.0
    """
    first, second = numbers("x", x), numbers("y", y)
    few = f"{len(first)} units: the p-values are approximations for 10 or more"
    return RankCorrelation(**call("correlation", first, second), n=len(first), warnings=(few,) if len(first) < FEW else ())


@dataclass(frozen=True, slots=True)
class Concordance:
    """How far several rankings agree.

    Attributes
    ----------
    w : float
        Kendall's W, from 0 to 1.
    chi2, p : float
        m (n - 1) W of m judges and n items, and its p-value on n - 1 degrees of freedom.
    n, judges : int
        How many items, and rankings.
    method, definition : str
        Which measure, and of what.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    w: float
    chi2: float
    p: float
    n: int
    judges: int
    method: str = "kendall_w"
    definition: str = "how far the rankings agree, from 0 to 1"
    as_of: str | None = None


def concordance(rankings: Iterable[Iterable[float]]) -> Concordance:
    """Return Kendall's coefficient of concordance W of several rankings, with its test.

    Parameters
    ----------
    rankings : rows of float
        One row a judge, the ranks of the same items.

    Raises
    ------
    OptionError
        For fewer than two judges or items.

    References
    ----------
    Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10:275-287.

    Examples
    --------
    >>> yj.evaluate.concordance([[1, 2, 3], [1, 2, 3]]).w
    1.0
    """
    given = rows("rankings", rankings)
    return Concordance(**call("concordance", given), n=len(given[0]) if given else 0, judges=len(given))


def rank_similarity(reference: Iterable[float], other: Iterable[float]) -> float:
    """Return the similarity WS of a ranking to a reference, in which the top counts most.

    Parameters
    ----------
    reference, other : iterable of float
        Ranks of the same units, from 1; it is not symmetric.

    Raises
    ------
    OptionError
        For lists of different lengths, and what is no rank.

    References
    ----------
    Sałabun and Urbaniak 2020, Computational Science - ICCS 2020, 632-645.

    Examples
    --------
    >>> yj.evaluate.rank_similarity([1, 2, 3], [1, 2, 3])
    1.0
    """
    return float(call("similarity", numbers("reference", reference), numbers("other", other)))


def top_rank_correlation(x: Iterable[float], y: Iterable[float]) -> float:
    """Return Spearman's correlation of two rankings in which the top counts most.

    Parameters
    ----------
    x, y : iterable of float
        Ranks of the same units, from 1; it is symmetric.

    Raises
    ------
    OptionError
        For lists of different lengths, and what is no rank.

    References
    ----------
    Pinto da Costa and Soares 2005, Australian & New Zealand Journal of Statistics 47:515-529.

    Examples
    --------
    >>> round(yj.evaluate.top_rank_correlation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]), 6)
    0.833333
    """
    return float(call("top_correlation", numbers("x", x), numbers("y", y)))
