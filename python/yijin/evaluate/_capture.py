"""How many there are behind imperfect identifiers: beside the exact count, never instead of it, never below it."""

from __future__ import annotations

from dataclasses import dataclass

from yijin.evaluate._call import call


@dataclass(frozen=True, slots=True)
class Capture:
    """Chapman's estimate.

    Attributes
    ----------
    value, variance : float
        The estimate, and Seber's variance of it.
    wald, log : (float, float)
        The interval, and that of the logarithm, which small overlaps want; both cut at `observed`.
    lincoln_petersen : float or None
        The plain ratio; None where nothing is on both lists.
    observed : int
        The distinct members of both lists: the exact count that this stands beside.
    """

    value: float
    variance: float
    wald: tuple[float, float]
    log: tuple[float, float]
    lincoln_petersen: float | None
    observed: int


def chapman(first: int, second: int, both: int, *, level: float = 0.95) -> Capture:
    """Return Chapman's estimate of how many members two independent lists are drawn from.

    Parameters
    ----------
    first, second, both : int
        How many are on each list, and on both. The same keen households on both lists make the estimate too low.
    level : float
        The intervals' level.

    Raises
    ------
    OptionError
        Where more is shared than is on a list.

    References
    ----------
    Chapman 1951; Seber 1970; the interval of the logarithm of Sadinle 2009.

    Examples
    --------
    >>> found = yj.evaluate.chapman(120, 95, 3)
    >>> found.value, found.observed, round(found.log[0])
    (2903.0, 212, 1263)
    """
    found = call("chapman", first, second, both, level)
    return Capture(**{**found, "wald": tuple(found["wald"]), "log": tuple(found["log"])})


def chao1(once: int, twice: int, observed: int) -> tuple[float, float | None]:
    """Return Chao's lower bound of how many members there are, corrected for bias, and its classic form.

    Parameters
    ----------
    once, twice, observed : int
        How many were seen once, twice, and at all.

    Returns
    -------
    (float, float or None)
        The classic form is None where none was seen twice.

    Raises
    ------
    OptionError
        Where more were seen once or twice than at all.

    References
    ----------
    Chao 1984, Scandinavian Journal of Statistics 11:265-270.

    Examples
    --------
    >>> yj.evaluate.chao1(7, 0, 22)
    (43.0, None)
    """
    corrected, classic = call("chao1", once, twice, observed)
    return corrected, classic
