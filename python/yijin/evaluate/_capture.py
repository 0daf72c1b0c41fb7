"""How many there are behind imperfect identifiers: beside the exact count, never instead of it, never below it."""

from __future__ import annotations

from dataclasses import dataclass

from yijin._options import level_of, whole
from yijin.evaluate._call import call

DEPENDENT = "as if the lists were independent: the same keen members on both make it too low, interval and all"

BOUND = "a lower bound: members who were likely to be missed are not all seen in it"
SEEN = "at most one was seen once, so that nothing is known to be unseen: no interval"


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
    level : float
        The intervals' level.
    method, definition : str
        Which interval `lower` and `upper` are, and of what.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    value: float
    variance: float
    wald: tuple[float, float]
    log: tuple[float, float]
    lincoln_petersen: float | None
    observed: int
    level: float
    method: str
    definition: str
    warnings: tuple[str, ...] = ()
    as_of: str | None = None

    @property
    def n(self) -> int:
        """Return how many members it rests on: those observed."""
        return self.observed

    @property
    def lower(self) -> float:
        """Return the lower bound of the interval of the logarithm."""
        return self.log[0]

    @property
    def upper(self) -> float:
        """Return the upper bound of the interval of the logarithm."""
        return self.log[1]


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
    given = {"first": first, "second": second, "both": both}
    found = call("chapman", *(whole(option, count, 0, 10**15) for option, count in given.items()), level_of(level))
    bounds = {"wald": tuple(found["wald"]), "log": tuple(found["log"])}
    definition = "how many members two lists are drawn from"
    return Capture(**{**found, **bounds}, level=level, method="log", definition=definition, warnings=(DEPENDENT,))


@dataclass(frozen=True, slots=True)
class Chao:
    """Chao's lower bound.

    Attributes
    ----------
    value, variance : float
        The bound corrected for bias, and its variance.
    lower, upper : float or None
        The interval of the logarithm of what is unseen; None where nothing is.
    classic : float or None
        The classic form; None where none was seen twice.
    n : int
        How many were seen at all: the exact count that this stands beside.
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
    variance: float
    lower: float | None
    upper: float | None
    classic: float | None
    n: int
    level: float
    method: str
    definition: str
    warnings: tuple[str, ...] = ()
    as_of: str | None = None


def chao1(once: int, twice: int, observed: int, *, level: float = 0.95) -> Chao:
    """Return Chao's lower bound of how many members there are, from how often each was seen.

    Parameters
    ----------
    once, twice, observed : int
        How many were seen once, twice, and at all.
    level : float
        The interval's level.

    Raises
    ------
    OptionError
        Where more were seen once or twice than at all.

    References
    ----------
    Chao 1984, Scandinavian Journal of Statistics 11:265-270, in the form corrected for bias; the interval of Chao 1987, Biometrics
    43:783-791.

    Examples
    --------
    >>> found = yj.evaluate.chao1(7, 3, 30)
    >>> found.value, round(found.lower, 1), round(found.upper, 1), round(found.classic, 2)
    (35.25, 31.0, 57.6, 38.17)
    """
    given = {"once": once, "twice": twice, "observed": observed}
    found = call("chao1", *(whole(option, count, 0, 10**15) for option, count in given.items()), level_of(level))
    warnings = (BOUND, *(() if found["lower"] is not None else (SEEN,)))
    return Chao(**found, n=observed, level=level, method="log", definition="at least how many members there are", warnings=warnings)
