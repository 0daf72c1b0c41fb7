"""Time to an event, such as the second purchase, where not all are followed to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin.evaluate._call import call, numbers


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a curve.

    Attributes
    ----------
    time : float
        When.
    at_risk, events : int
        How many were followed until then, and how many of them had the event then.
    survival, error : float
        The share without the event from then on, and Greenwood's standard error.
    lower, upper : float or None
        The log-log interval; None where all have had the event.
    """

    time: float
    at_risk: int
    events: int
    survival: float
    error: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan–Meier curve.

    Attributes
    ----------
    steps : tuple of Step
        In the order of time.
    median : float or None
        The first time at which half or less are without the event; None where that is not seen.
    level : float
        The intervals' level.
    """

    steps: tuple[Step, ...]
    median: float | None
    level: float


def kaplan_meier(times: Iterable[float], events: Iterable[bool], *, level: float = 0.95) -> Curve:
    """Return the Kaplan–Meier curve; who is censored at a time is at risk at it.

    Parameters
    ----------
    times : iterable of float
        How long each was followed, 0 or more.
    events : iterable of bool
        Whether it ended in the event.
    level : float
        The intervals' level.

    Raises
    ------
    OptionError
        For lists of different lengths and times below 0.

    References
    ----------
    Kaplan and Meier 1958, Journal of the American Statistical Association 53:457-481; Greenwood 1926; the log-log interval.

    Examples
    --------
    >>> curve = yj.evaluate.kaplan_meier([1, 2, 2, 3], [True, True, False, False])
    >>> [(step.time, step.survival) for step in curve.steps], curve.median
    ([(1.0, 0.75), (2.0, 0.5)], 2.0)
    """
    steps, median = call("kaplan_meier", numbers("times", times), [bool(event) for event in events], level)
    return Curve(tuple(Step(**step) for step in steps), median, level)


@dataclass(frozen=True, slots=True)
class LogRank:
    """The log-rank test of two groups.

    Attributes
    ----------
    chi2, p : float
        The statistic on one degree of freedom, and its p-value.
    observed, expected, variance : float
        Events of the first group, how many it would have had without a difference, and the hypergeometric variance.
    """

    chi2: float
    p: float
    observed: float
    expected: float
    variance: float


def log_rank(
    first_times: Iterable[float], first_events: Iterable[bool], second_times: Iterable[float], second_events: Iterable[bool]
) -> LogRank:
    """Return the log-rank test of two groups.

    Parameters
    ----------
    first_times, first_events, second_times, second_events
        Each group as in :func:`kaplan_meier`.

    Raises
    ------
    OptionError
        As :func:`kaplan_meier`, and where no event falls while both groups are followed.

    References
    ----------
    Mantel 1966, Cancer Chemotherapy Reports 50:163-170.

    Examples
    --------
    >>> found = yj.evaluate.log_rank([1, 2, 3], [True] * 3, [1, 2, 3], [True] * 3)
    >>> found.chi2
    0.0
    """
    groups = ((first_times, first_events), (second_times, second_events))
    lists = [part for times, events in groups for part in (numbers("times", times), [bool(event) for event in events])]
    return LogRank(**call("log_rank", *lists))
