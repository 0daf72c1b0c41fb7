"""The one result of every statistic with an interval."""

from __future__ import annotations

from dataclasses import dataclass

from yijin import _html


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval.

    Attributes
    ----------
    value : float
        The estimate.
    lower, upper : float or None
        The bounds; None where a bound is infinite, both where no interval is defined.
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

    def _repr_html_(self) -> str:
        bounds = " – ".join("∞" if bound is None else f"{bound:.6g}" for bound in (self.lower, self.upper))
        bounds = "—" if self.lower is None and self.upper is None else bounds
        cells = [[_html.Cell(f"{self.value:.6g}"), _html.Cell(bounds), _html.Cell(f"{self.level:.0%}"), _html.Cell(self.method)]]
        columns = [_html.Column("value", True), _html.Column("interval"), _html.Column("level", True), _html.Column("method")]
        notes = [_html.paragraph(text) for text in (f"{self.definition}; n = {self.n:,}", *self.warnings)]
        return _html.page("en", _html.table(columns, cells), *notes)
