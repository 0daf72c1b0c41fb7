"""Curves of adoption. One whose turn was not seen is refused: its ceiling would be a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin._labels import Lang, pick
from yijin.evaluate._call import call, numbers
from yijin.evaluate._words import OUTLOOK


@dataclass(frozen=True, slots=True)
class Growth:
    """A curve of growth.

    Attributes
    ----------
    parameters, errors : (float, float, float)
        The ceiling, b and c of the curve, with standard errors.
    sse, residual_sd : float
        The sum of squared residuals, and their standard deviation, with n - 3.
    turn : float
        Where growth is fastest.
    n, steps : int
        How many points, and how many steps the fit took.
    uncertain : float or None
        The standard error of the ceiling over it, where that is more than a tenth.
    warnings : tuple of str
        What a reader should know.
    """

    parameters: tuple[float, float, float]
    errors: tuple[float, float, float]
    sse: float
    residual_sd: float
    turn: float
    n: int
    steps: int
    uncertain: float | None
    warnings: tuple[str, ...]


def logistic(x: Iterable[float], y: Iterable[float], *, start: Iterable[float] | None = None) -> Growth:
    """Return the curve a / (1 + exp(b - c x)) nearest to a running total.

    Parameters
    ----------
    x, y : iterable of float
        At least five points: months, and the number of 0 or more reached by the end of each.
    start : iterable of float, optional
        a, b and c to begin with.

    Raises
    ------
    OptionError
        For a series that does not say where the curve runs, and one in which the turn is not seen.

    References
    ----------
    Verhulst 1838; least squares by Levenberg 1944 and Marquardt 1963. Residuals of a running total go together, so that
    standard errors are too small.

    Examples
    --------
    >>> found = yj.evaluate.logistic(range(1, 11), [60, 150, 340, 700, 1310, 2230, 3480, 4870, 6270, 7480])
    >>> round(found.turn, 1)
    7.8
    """
    return _growth("logistic", x, y, start)


def gompertz(x: Iterable[float], y: Iterable[float], *, start: Iterable[float] | None = None) -> Growth:
    """Return the curve a exp(-b exp(-c x)) nearest to a running total.

    Parameters
    ----------
    x, y, start
        As for :func:`logistic`.

    Raises
    ------
    OptionError
        As :func:`logistic`.

    References
    ----------
    Gompertz 1825; Winsor 1932. Fitted as :func:`logistic`.

    Examples
    --------
    >>> found = yj.evaluate.gompertz(range(1, 11), [1.2, 2.9, 5.6, 9.7, 14.6, 20.4, 26.0, 31.9, 36.6, 41.5])
    >>> round(found.parameters[0], 1), round(found.turn, 1)
    (62.1, 6.4)
    """
    return _growth("gompertz", x, y, start)


@dataclass(frozen=True, slots=True)
class BassRegression:
    """Bass's regression of the purchases of each period on a, b Y and c Y², where Y is the total before it.

    Attributes
    ----------
    a, b, c : float
        Its coefficients.
    m, p, q : float
        How many buy in the end, and the coefficients of innovation and of imitation.
    """

    a: float
    b: float
    c: float
    m: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class Bass:
    """Bass's model of first purchases.

    Attributes
    ----------
    m, p, q : float
        How many buy in the end, and the coefficients of innovation and of imitation.
    errors : (float, float, float)
        Their standard errors.
    sse, residual_sd : float
        The sum of squared residuals, and their standard deviation, with n - 3.
    peak : float or None
        When most buy first; None where they are most at the start.
    regression : BassRegression or None
        Bass's own regression; None where it has no such model.
    n, steps : int
        How many periods, and how many steps the fit took.
    uncertain : float or None
        The standard error of m over it, where that is more than a tenth.
    warnings : tuple of str
        What a reader should know.
    """

    m: float
    p: float
    q: float
    errors: tuple[float, float, float]
    sse: float
    residual_sd: float
    peak: float | None
    regression: BassRegression | None
    n: int
    steps: int
    uncertain: float | None
    warnings: tuple[str, ...]


def bass(adoptions: Iterable[float], *, start: Iterable[float] | None = None) -> Bass:
    """Return Bass's model of the first purchases of one period after the other.

    Parameters
    ----------
    adoptions : iterable of float
        How many bought for the first time in each period, from the first.
    start : iterable of float, optional
        m, p and q to begin with.

    Raises
    ------
    OptionError
        For fewer than five periods, a series that does not say where the curve runs, and one in which the peak is not seen.

    References
    ----------
    Bass 1969, Management Science 15:215-227; nonlinear least squares, Srinivasan and Mason 1986.

    Examples
    --------
    >>> found = yj.evaluate.bass([160, 205, 301, 390, 521, 640, 812, 905, 1010, 980, 890, 742, 603, 455])
    >>> round(found.m), round(found.p, 4), round(found.q, 3), round(found.peak, 1)
    (9730, 0.0119, 0.383, 8.8)
    """
    found = call("bass", numbers("adoptions", adoptions), _start(start))
    m, p, q = found.pop("parameters")
    regression = None if found["regression"] is None else BassRegression(**found["regression"])
    told = {**found, "errors": tuple(found["errors"]), "regression": regression, "warnings": doubts(found["uncertain"], "en")}
    return Bass(m=m, p=p, q=q, **told)


def doubts(uncertain: float | None, lang: Lang) -> tuple[str, ...]:
    """Return what a reader should know of a ceiling whose standard error is such a part of it."""
    return () if uncertain is None else (pick(OUTLOOK, "ceiling", lang).format(part=f"{100 * uncertain:.0f}"),)


def _growth(curve: str, x: Iterable[float], y: Iterable[float], start: Iterable[float] | None) -> Growth:
    found = call("growth", curve, numbers("x", x), numbers("y", y), _start(start))
    several = {name: tuple(found[name]) for name in ("parameters", "errors")}
    return Growth(**{**found, **several}, warnings=doubts(found["uncertain"], "en"))


def _start(start: Iterable[float] | None) -> list[float] | None:
    return None if start is None else numbers("start", start)
