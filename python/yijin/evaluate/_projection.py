"""Whether a target will be reached: the pace so far, a straight line with its interval, and how often such lines were right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yijin import _options
from yijin._labels import pick
from yijin.evaluate._call import call, numbers
from yijin.evaluate._words import OUTLOOK

PACE = pick(OUTLOOK, "pace", "en")
METHODS = ("line", "increments")


@dataclass(frozen=True, slots=True)
class Attainment:
    """How far a target is reached.

    Attributes
    ----------
    attainment : float
        The actual number over the target.
    remaining : float
        What is missing; never below 0.
    months_elapsed, months_left : float
        Months with a day in a period; one that runs counts in part, by its days in the periods.
    pace_ratio : float
        The actual number over what an even pace would have reached.
    required_per_month : float or None
        What each month left has to bring; None once none is left.
    achieved_per_month : float
        What each month so far brought.
    straight_line_final : float
        The number at the end if the pace holds.
    """

    attainment: float
    remaining: float
    months_elapsed: float
    months_left: float
    pace_ratio: float
    required_per_month: float | None
    achieved_per_month: float
    straight_line_final: float


def attainment(actual: float, target: float, *, as_of: _options.Day, periods: Iterable[Mapping[str, Any] | tuple[Any, Any]]) -> Attainment:
    """Return how far a target is reached, and at what pace.

    Parameters
    ----------
    actual, target : float
        The number reached, and the one to reach.
    as_of : date or str
        The day at whose end it was reached.
    periods : iterable
        A campaign's stages, or pairs of first and last day. A month with a day in a period counts once, whether or not all of its days do;
        months between periods do not count: the gap of December 2019 changes the pace.

    Raises
    ------
    OptionError
        For a target that is not above 0, periods that are not one after the other, and a day before the first of them.

    References
    ----------
    The pace is the actual number over target × months elapsed / months in all.

    Examples
    --------
    >>> found = yj.evaluate.attainment(5301, 10_000, as_of="2019-11-30", periods=yj.Campaign.default().stages)
    >>> found.months_elapsed, found.months_left, round(found.pace_ratio, 3), round(found.required_per_month, 1)
    (7.0, 9.0, 1.212, 522.1)
    """
    pairs = [_days(period) for period in (periods if isinstance(periods, Iterable) else [periods])]
    found = call("attainment", *numbers("actual", [actual]), *numbers("target", [target]), _options.day("as_of", as_of), pairs)
    return Attainment(**found)


@dataclass(frozen=True, slots=True)
class Projected:
    """What a line says of one place.

    Attributes
    ----------
    x, value : float
        The place, and the line there.
    mean : (float, float)
        The interval of the line itself.
    lower, upper : float
        The interval of a new observation.
    """

    x: float
    value: float
    mean: tuple[float, float]
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A line of least squares, and what it says of later places.

    Attributes
    ----------
    intercept, slope, intercept_error, slope_error : float
        The line, with standard errors.
    residual_sd : float
        The standard deviation of the residuals, with n - 2.
    r2 : float or None
        The share of the spread that the line explains; None where all y are equal.
    n : int
        How many points.
    points : tuple of Projected
        Each place asked for.
    reach : float or None
        The chance that a new observation at the last place reaches the target; None without a target, and where all points lie on the line.
    at_target : float or None
        Where the line comes to the target; None without a target, and of a flat line.
    level : float
        The intervals' level.
    warnings : tuple of str
        What a reader should know.
    """

    intercept: float
    slope: float
    intercept_error: float
    slope_error: float
    residual_sd: float
    r2: float | None
    n: int
    points: tuple[Projected, ...]
    reach: float | None
    at_target: float | None
    level: float
    warnings: tuple[str, ...] = (PACE,)


def project(
    x: Iterable[float], y: Iterable[float], x_new: Iterable[float], *, target: float | None = None, level: float = 0.95
) -> Projection:
    """Return the line of least squares through points, carried to later places.

    Parameters
    ----------
    x, y : iterable of float
        The points: months counted from the first, and the number reached.
    x_new : iterable of float
        The places to carry the line to, the last of which the target is for.
    target : float, optional
        A number to reach.
    level : float
        The intervals' level.

    Raises
    ------
    OptionError
        For fewer than three points, or a single x.

    References
    ----------
    Least squares; intervals from Student's t with n - 2 degrees of freedom. NIST StRD, Norris.

    Examples
    --------
    >>> reached = [410, 1120, 1895, 2760, 3410, 4388, 5301]
    >>> found = yj.evaluate.project(range(7), reached, [16], target=10_000)
    >>> round(found.points[0].lower), round(found.points[0].upper), round(found.at_target, 1)
    (12634, 13977, 11.9)
    """
    goal = None if target is None else numbers("target", [target])[0]
    found = call("project", numbers("x", x), numbers("y", y), numbers("x_new", x_new), goal, _options.level_of(level))
    points = tuple(Projected(**{**point, "mean": tuple(point["mean"])}) for point in found["points"])
    return Projection(**found["line"], points=points, reach=found["reach"], at_target=found["at_target"], level=level)


@dataclass(frozen=True, slots=True)
class TheilSen:
    """The line of Theil and Sen.

    Attributes
    ----------
    slope, intercept : float
        The median of the slopes of all pairs; the median of y less the slope times that of x.
    lower, upper : float
        The slope's interval.
    tau : float
        Kendall's tau-b of the points.
    n : int
        How many points.
    level : float
        The interval's level.
    method, definition : str
        How the interval was found, and of what.
    warnings : tuple of str
        What a reader should know.
    as_of : str or None
        The day up to which everything was known; None of numbers that were given without one.
    """

    slope: float
    intercept: float
    lower: float
    upper: float
    tau: float
    n: int
    level: float
    method: str = "sen"
    definition: str = "the median of the slopes of all pairs"
    warnings: tuple[str, ...] = (PACE,)
    as_of: str | None = None


def theil_sen(x: Iterable[float], y: Iterable[float], *, level: float = 0.95) -> TheilSen:
    """Return the line through points that single wild ones do not move.

    Parameters
    ----------
    x, y : iterable of float
        At most 5,000 points.
    level : float
        The interval's level.

    Raises
    ------
    OptionError
        For fewer than three points, and where all x or all y are equal.

    References
    ----------
    Theil 1950; Sen 1968, Journal of the American Statistical Association 63:1379-1389.

    Examples
    --------
    >>> found = yj.evaluate.theil_sen([0, 1, 2, 3, 4, 6, 7], [3.1, 2.9, 3.8, 4.4, 4.1, 9.9, 5.0])
    >>> round(found.slope, 2), round(found.lower, 2), round(found.upper, 2)
    (0.35, 0.15, 1.4)
    """
    along = numbers("x", x)
    return TheilSen(**call("theil_sen", along, numbers("y", y), _options.level_of(level)), n=len(along), level=level)


@dataclass(frozen=True, slots=True)
class Tested:
    """A projection made earlier beside what came.

    Attributes
    ----------
    place : int
        Which of the values, from 0.
    actual, value : float
        What came, and what was projected.
    lower, upper : float
        The interval.
    """

    place: int
    actual: float
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """How a projection would have done.

    Attributes
    ----------
    held : float
        The share of the intervals that held what came: compare it with the level.
    hits : int
        How many did.
    bias, error : float
        The mean of what came less what was projected, with and without signs.
    side : {"high", "low"} or None
        The side on which every projection missed what came: the shape is wrong. None where not all did on one.
    tests : tuple of Tested
        Each test.
    level : float
        The intervals' level.
    """

    held: float
    hits: int
    bias: float
    error: float
    side: str | None
    tests: tuple[Tested, ...]
    level: float


def back_test(
    values: Iterable[float],
    horizon: int,
    first: int,
    *,
    method: str = "line",
    last: int | None = None,
    replicates: int = 10_000,
    seed: int = 0,
    level: float = 0.95,
) -> BackTest:
    """Return how the values so far would have projected later ones.

    Parameters
    ----------
    values : iterable of float
        A running series of at most 5,000 numbers, such as communities reached by the end of each month.
    horizon : int
        How many steps ahead.
    first : int
        How many values are known at the first test.
    method : {"line", "increments"}
        Whether a line goes through the values (:func:`project`), or their increments are drawn (:func:`project_increments`).
    last : int, optional
        Through how many of the last values known the line goes, or from how many of their last increments is drawn; all where absent.
    replicates, seed : int
        The draws of increments at each test, as in :func:`project_increments`.
    level : float
        The intervals' level.

    Raises
    ------
    OptionError
        For a series shorter than `first` + `horizon` or longer than 5,000, and where `first` values do not have what the method or `last`
        asks for.

    References
    ----------
    A rolling origin (Tashman 2000, International Journal of Forecasting 16:437-450).

    Examples
    --------
    >>> reached = [410, 1120, 1895, 2760, 3410, 4388, 5301, 6020, 6911]
    >>> found = yj.evaluate.back_test(reached, 2, 4)
    >>> len(found.tests), found.held
    (4, 0.75)
    >>> yj.evaluate.back_test(reached, 2, 4, method="increments").held
    0.75
    """
    _options.one_of("method", method, METHODS)
    ahead, known = _options.whole("horizon", horizon, 1, 5_000), _options.whole("first", first, 3, 5_000)
    way = {"method": method, "last": last_of(last), "draws": draws_of(replicates, seed), "level": _options.level_of(level)}
    found = call("back_test", numbers("values", values), ahead, known, way)
    return BackTest(**{**found, "tests": tuple(Tested(*test) for test in found["tests"])}, level=level)


def last_of(last: int | None) -> int | None:
    """Return how many of the last values count, as the native half takes it."""
    return None if last is None else _options.whole("last", last, 3, 1_000_000)


def draws_of(replicates: int, seed: int) -> dict[str, int]:
    """Return how increments are drawn, as the native half takes it."""
    return {"replicates": _options.whole("replicates", replicates, 2, 1_000_000), "seed": _options.whole("seed", seed, 0, 2**64 - 1)}


def _days(period: Mapping[str, Any] | tuple[Any, Any]) -> list[str | None]:
    pair = [period.get(end) for end in ("start", "end")] if isinstance(period, Mapping) else period
    if not isinstance(pair, (tuple, list)) or len(pair) != 2 or None in pair:
        raise _options.refused("periods", "a campaign's stages, or pairs of first and last day,", period)
    return [_options.day("periods", day) for day in pair]
