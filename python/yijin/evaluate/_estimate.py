"""The one result of every statistic with an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yijin import _html
from yijin._labels import Lang, term


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval.

    Attributes
    ----------
    value : float
        The estimate.
    lower, upper : float or None
        The bounds; None where a bound is infinite, both None where there is no interval: `warnings` says why.
    level : float
        The level of the interval.
    method : str
        How the interval was found.
    n : int
        How many units it rests on.
    clusters : int or None
        How many groups of units were taken as independent; None where each unit was.
    as_of : str or None
        The day, YYYY-MM-DD, up to which purchases and refunds were known; None of numbers that were given without one.
    definition : str
        What was estimated, in a sentence.
    warnings : tuple of str
        What a reader should know.
    lang : {"en", "zh"}
        The language in which it is shown.

    Examples
    --------
    >>> estimate = yj.evaluate.share(31, 302)
    >>> round(estimate.value, 4), round(estimate.lower, 4), round(estimate.upper, 4), estimate.method
    (0.1026, 0.0733, 0.142, 'wilson')
    """

    value: float
    lower: float | None
    upper: float | None
    level: float
    method: str
    n: int
    definition: str
    warnings: tuple[str, ...] = ()
    clusters: int | None = None
    as_of: str | None = None
    lang: Lang = field(default="en", repr=False, compare=False)

    def _repr_html_(self) -> str:
        cells = [[_html.Cell(text) for text in (f"{self.value:.6g}", interval(self), f"{self.level:.0%}", self.method)]]
        heads = [term(name, self.lang) for name in ("value", "interval", "level", "method")]
        columns = [_html.Column(head, head in heads[:3:2]) for head in heads]
        notes = [_html.paragraph(text) for text in (rests_on(self), *self.warnings)]
        return _html.page(self.lang, _html.table(columns, cells), *notes)


def between(lower: float | None, upper: float | None, form: str = "{:.6g}") -> str:
    """Return bounds as they are shown everywhere; a dash where there is no interval."""
    if lower is None and upper is None:
        return "—"
    return " – ".join("∞" if bound is None else form.format(bound) for bound in (lower, upper))


def interval(estimate: Estimate | None, form: str = "{:.6g}") -> str:
    """Return the bounds of an estimate as they are shown."""
    return "—" if estimate is None else between(estimate.lower, estimate.upper, form)


def interval_head(level: float, lang: Lang) -> str:
    """Return the head of a column of intervals."""
    return f"{term('interval', lang)} {100 * level:.4g}%"


def with_interval(estimate: Estimate | None, form: str) -> str:
    """Return a value with its bounds, as text; a dash where it is not known."""
    return "—" if estimate is None else f"{form.format(estimate.value)} ({interval(estimate, form)})"


def rests_on(estimate: Estimate) -> str:
    """Return what was estimated, of how many units and as of when."""
    facts = [estimate.definition, f"n = {estimate.n:,}"]
    if estimate.clusters is not None:
        facts.append(f"{term('clusters', estimate.lang)} = {estimate.clusters:,}")
    if estimate.as_of is not None:
        facts.append(f"{term('as_of', estimate.lang)} {estimate.as_of}")
    return clauses(facts, estimate.lang)


def clauses(facts: Iterable[str], lang: Lang) -> str:
    """Return facts one after the other in a sentence."""
    return ("; " if lang == "en" else "；").join(facts)
