"""Time to an event, such as the second purchase, where not all are followed to it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._labels import Lang, lang_of, pick, said, term
from yijin._options import level_of, refused
from yijin.evaluate._call import numbers
from yijin.evaluate._columns import doubles
from yijin.evaluate._estimate import Estimate, between, interval_head, with_interval
from yijin.evaluate._words import SURVIVAL

if TYPE_CHECKING:
    import altair
    import polars

COLUMNS = ("time", "at_risk", "events", "survival", "error", "lower", "upper")
FEW = 10
"""Fewer followed until a step say little of what comes behind it."""
TOGETHER = 6
"""More curves do not stand in one picture."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Curve:
    """A Kaplan–Meier curve.

    Attributes
    ----------
    steps : tuple of Step
        In the order of time; none where nobody had the event.
    n, events : int
        How many were followed, and how many of them had the event.
    followed : float or None
        How long the longest was followed; None where nobody was.
    median : Estimate or None
        The first time at which half or less are without the event, with the times at which the bounds of the curve are; a bound that is
        not seen is None. None where the median is not seen.
    level : float
        The intervals' level.
    definition, unit : str
        What is followed to which event, and the unit of time; empty of numbers that were given without one.
    as_of : str or None
        The day, YYYY-MM-DD, up to which purchases and refunds were known; None of numbers that were given without one.
    warnings : tuple of str
        What a reader should know.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> curve = yj.evaluate.kaplan_meier([1, 2, 2, 3, 5, 6], [True, True, False, True, False, False])
    >>> round(curve.at(2.5).value, 4), curve.median.value, curve.median.lower, curve.median.upper
    (0.6667, 3.0, 1.0, None)
    >>> curve
    n: 6, events: 3, median: 3 (1 – ∞)
    <BLANKLINE>
    time  at risk  events  survival  interval 95%
    ----  -------  ------  --------  ---------------
       1        6       1    0.8333  0.2731 – 0.9747
       2        5       1    0.6667  0.1946 – 0.9044
       3        3       1    0.4444  0.0662 – 0.7849
    """

    steps: tuple[Step, ...]
    n: int
    events: int
    followed: float | None
    median: Estimate | None
    level: float
    definition: str
    unit: str = ""
    as_of: str | None = None
    warnings: tuple[str, ...] = ()
    lang: Lang = "en"

    def at(self, time: float) -> Estimate:
        """Return the share that is without the event at a time.

        Parameters
        ----------
        time : float
            From 0 to the longest time that anyone was followed for.

        Returns
        -------
        Estimate
            From 0 to 1, with the log-log interval. 1 before the first step, and 0 once all have had the event: of both the interval is not
            defined and its bounds are None, with a warning.

        Raises
        ------
        OptionError
            For a time below 0, or beyond the longest that anyone was followed for: nothing is known of it.
        """
        (when,) = numbers("time", [time])
        if self.followed is None or not 0 <= when <= self.followed:
            last = (
                "a time, of which there is none where nobody is followed,"
                if self.followed is None
                else f"0 to {self.followed:g}, the longest that anyone was followed for,"
            )
            raise refused("time", last, time)
        past = [step for step in self.steps if step.time <= when]
        bounds = (past[-1].survival, past[-1].lower, past[-1].upper) if past else (1.0, None, None)
        said_of = [pick(SURVIVAL, "no_interval", self.lang)] if bounds[1] is None else []
        said_of += [pick(SURVIVAL, "few", self.lang).format(n=past[-1].at_risk)] if past and past[-1].at_risk < FEW else []
        return Estimate(
            *bounds, self.level, "log_log", self.n, self.definition, (*self.warnings, *said_of), as_of=self.as_of, lang=self.lang
        )

    def to_polars(self) -> polars.DataFrame:
        """Return the steps as a polars frame, a row each with the columns of :class:`Step` (needs polars)."""
        import polars

        rows = [tuple(getattr(step, name) for name in COLUMNS) for step in self.steps]
        whole = {name: polars.Int64 if name in ("at_risk", "events") else polars.Float64 for name in COLUMNS}
        return polars.DataFrame(rows, schema=whole, orient="row")

    def chart(self) -> altair.LayerChart | altair.FacetChart:
        """Return the curve with its band as a chart (needs altair)."""
        return drawn({"": self})

    def __repr__(self) -> str:
        shown = [_cells(step) for step in self.steps[: _text.TABLE_ROWS]]
        more = _text.more(len(self.steps) - len(shown), self.lang, "to_polars()")
        grid = _text.Grid(_heads(self.level, self.lang), shown, [True] * 4 + [False])
        return "\n".join([self.title(), *self._said(), *(["", _text.table(grid)] if shown else []), *more])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place < 4) for place, head in enumerate(_heads(self.level, self.lang))]
        rows = [list(map(_html.Cell, _cells(step))) for step in self.steps[: _html.HTML_ROWS]]
        more = _text.more(len(self.steps) - len(rows), self.lang, "to_polars()")
        return _html.page(
            self.lang, _html.paragraph(self.title()), _html.table(columns, rows), *map(_html.paragraph, [*self._said(), *more])
        )

    def title(self) -> str:
        """Return how many were followed, how many had the event, and the median, in a line."""
        shown = with_interval(self.median, "{:g}")
        words = {"n": _text.count(self.n), "events": _text.count(self.events), "median": " ".join([shown, self.unit]).strip()}
        facts = (said(pick(SURVIVAL, name, self.lang), text, self.lang) for name, text in words.items())
        return (", " if self.lang == "en" else "，").join(facts)

    def _said(self) -> list[str]:
        day = [f"{term('as_of', self.lang)} {self.as_of}"] if self.as_of else []
        return [*([" · ".join([self.definition, *day])] if self.as_of else []), *self.warnings]


def kaplan_meier(times: Iterable[float], events: Iterable[bool], *, level: float = 0.95, lang: str = "en") -> Curve:
    """Return the Kaplan–Meier curve; who is censored at a time is at risk at it.

    Parameters
    ----------
    times : iterable of float
        How long each was followed, 0 or more.
    events : iterable of bool
        Whether it ended in the event.
    level : float
        The intervals' level.
    lang : {"en", "zh"}
        The language of labels.

    Raises
    ------
    OptionError
        For lists of different lengths and times below 0.

    References
    ----------
    Kaplan and Meier 1958, Journal of the American Statistical Association 53:457-481; Greenwood 1926; the log-log interval; of the median
    Brookmeyer and Crowley 1982, Biometrics 38:29-41.

    Examples
    --------
    >>> curve = yj.evaluate.kaplan_meier([1, 2, 2, 3], [True, True, False, False])
    >>> [(step.time, step.survival) for step in curve.steps], curve.median.value
    ([(1.0, 0.75), (2.0, 0.5)], 2.0)
    """
    language = lang_of(lang)
    found = _asked("kaplan_meier", times, events, b"", level_of(level))
    return curve_of(found, level, pick(SURVIVAL, "definition", language), lang=language)


@dataclass(frozen=True, slots=True)
class Compared:
    """A group of a log-rank test.

    Attributes
    ----------
    name : str or None
        The group; None is that of the missing value.
    n : int
        How many were followed.
    observed, expected, variance : float
        How many had the event, how many would have had it without a difference, and the hypergeometric variance.
    """

    name: str | None
    n: int
    observed: float
    expected: float
    variance: float


@dataclass(frozen=True, slots=True)
class LogRank:
    """The log-rank test of groups.

    Attributes
    ----------
    chi2, df, p : float, int, float
        The statistic, its degrees of freedom, and its p-value.
    groups : tuple of Compared
        The groups.
    definition : str
        What was compared, in a sentence.
    as_of : str or None
        The day, YYYY-MM-DD, up to which purchases and refunds were known; None of numbers that were given without one.
    warnings : tuple of str
        What a reader should know.

    Examples
    --------
    >>> test = yj.evaluate.log_rank([1, 2, 3], [True] * 3, [4, 5, 6], [True] * 3)
    >>> round(test.p, 4), test.df, [(group.name, group.observed, round(group.expected, 2)) for group in test.groups]
    (0.0246, 1, [('first', 3.0, 1.15), ('second', 3.0, 4.85)])
    """

    chi2: float
    df: int
    p: float
    groups: tuple[Compared, ...]
    definition: str
    as_of: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def observed(self) -> float:
        """Return how many of the first group had the event."""
        return self.groups[0].observed

    @property
    def expected(self) -> float:
        """Return how many of the first group would have had it without a difference."""
        return self.groups[0].expected

    @property
    def variance(self) -> float:
        """Return the hypergeometric variance of the first group's events."""
        return self.groups[0].variance


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
    groups = [(doubles("times", times), _ended(events)) for times, events in ((first_times, first_events), (second_times, second_events))]
    for times, events in groups:
        if len(times) != 8 * len(events):
            raise refused("events", "as many as times", len(events))
    of = array("q", [number for number, (_, events) in enumerate(groups) for _ in events]).tobytes()
    joined = [b"".join(parts) for parts in zip(*groups, strict=True)]
    found = json.loads(_native.evaluate_spells("log_rank", joined[0], joined[1], of, "null"))
    return log_rank_of(found, ("first", "second"), "the log-rank test that two groups have the event alike soon")


def curve_of(found: Mapping[str, Any], level: float, definition: str, **told: Any) -> Curve:
    """Return the curve that the native half found."""
    about = {name: told[name] for name in ("as_of", "warnings", "lang") if name in told}
    middle = found["median"]
    of_median = pick(SURVIVAL, "of_median", told.get("lang", "en")).format(definition=definition)
    median = (
        None
        if middle is None
        else Estimate(**middle, level=level, method="brookmeyer_crowley", n=found["n"], definition=of_median, **about)
    )
    steps = tuple(Step(**step) for step in found["steps"])
    return Curve(steps, found["n"], found["events"], found["followed"], median, level, definition, **told)


def log_rank_of(found: Mapping[str, Any], names: Iterable[str | None], definition: str, **told: Any) -> LogRank:
    """Return the test that the native half found."""
    groups = tuple(Compared(name, **group) for name, group in zip(names, found["groups"], strict=True))
    return LogRank(found["chi2"], found["df"], found["p"], groups, definition, **told)


def drawn(curves: Mapping[str, Curve]) -> altair.LayerChart | altair.FacetChart:
    """Return curves of one kind with their bands: in one picture where they are few, else each in its own."""
    import altair

    one = next(iter(curves.values()))
    values = [row for name, curve in curves.items() for row in _corners(name, curve)]
    unit = f" ({one.unit})" if one.unit else ""
    x = altair.X("time:Q", title=f"{pick(SURVIVAL, 'time', one.lang)}{unit}")
    y = altair.Y("survival:Q", title=pick(SURVIVAL, "survival", one.lang), axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1]))
    base = altair.Chart(altair.Data(values=values))  # type: ignore[no-untyped-call]
    band = base.mark_area(interpolate="step-after", opacity=0.15, color="black").encode(x=x, y=altair.Y("lower:Q"), y2="upper:Q")
    line = base.mark_line(interpolate="step-after", color="black").encode(x=x, y=y)
    if len(curves) == 1:
        single: altair.LayerChart = (band + line).properties(width=480, height=280)
        return single
    if len(curves) > TOGETHER:
        each = (band + line).properties(width=180, height=120)
        several: altair.FacetChart = each.facet(altair.Facet("who:N", sort=list(curves), title=None), columns=4)
        return several
    legend = altair.Legend(orient="top", labelLimit=0, symbolType="stroke", columns=3)
    dash = altair.StrokeDash("who:N", title=None, sort=list(curves), legend=legend)
    together: altair.LayerChart = (band.encode(detail="who:N") + line.encode(strokeDash=dash)).properties(width=480, height=280)
    return together


def _corners(name: str, curve: Curve) -> list[dict[str, Any]]:
    """Return the corners of a curve, from 1 at the time 0 to where the last is followed to."""
    corners = [(0.0, 1.0, 1.0, 1.0), *((step.time, step.survival, step.lower, step.upper) for step in curve.steps)]
    if curve.followed is not None:
        corners.append((curve.followed, *corners[-1][1:]))
    return [{"who": name, **dict(zip(("time", "survival", "lower", "upper"), corner, strict=True))} for corner in corners]


def _heads(level: float, lang: Lang) -> list[str]:
    return [*(pick(SURVIVAL, name, lang) for name in ("time", "at_risk", "events", "survival")), interval_head(level, lang)]


def _cells(step: Step) -> list[str]:
    return [
        f"{step.time:g}",
        _text.count(step.at_risk),
        _text.count(step.events),
        f"{step.survival:.4f}",
        between(step.lower, step.upper, "{:.4f}"),
    ]


def _asked(name: str, times: Iterable[float], events: Iterable[bool], groups: bytes, *arguments: Any) -> Any:
    return json.loads(_native.evaluate_spells(name, doubles("times", times), _ended(events), groups, json.dumps(arguments)))


def _ended(events: Iterable[bool]) -> bytes:
    given = list(events) if isinstance(events, Iterable) and not isinstance(events, (str, bytes)) else [events]
    strange = [event for event in given if event not in (0, 1)]
    if strange:
        raise refused("events", "true or false (1 or 0) for each time", strange[0])
    return bytes(map(bool, given))
