"""Panels: units by periods, and what their design can tell of an effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html
from yijin._evidence import Table

if TYPE_CHECKING:
    from yijin import _native

REASONS: Mapping[str, str] = {
    "no_treated": "treatment starts for no unit",
    "no_untreated": "all units are treated from the same day on, so there is none to compare with",
    "no_pre_period": "no treated unit is exposed before its treatment: what it would have bought without is not seen",
    "few_groups": "fewer than 2 groups are treated, so an effect cannot be told from what happened to that one group",
}
WARNINGS: Mapping[str, str] = {
    "few_clusters": "fewer than 10 groups are treated: standard errors robust to clusters mislead; use randomisation inference, "
    "a wild bootstrap or CRV3",
    "outcome_of_campaign": "the ledger begins with the campaign, so that purchases before joining are 0 by construction; an effect on "
    "them is a tautology without an outcome that the campaign does not define",
}


@dataclass(frozen=True, slots=True)
class Design:
    """What a panel's design can tell of an effect, before anything is estimated.

    Attributes
    ----------
    units, treated : int
        Units, and those that treatment starts for in the panel.
    with_pre_period : int
        Treated units that are exposed in a period before.
    treated_groups : int
        Cities with a treated unit; where no city is known, units.
    starts : int
        Days on which treatment starts for some unit.
    reasons : tuple of str
        Why no effect can be identified, in sentences; empty where none of these stands against it.
    warnings : tuple of str
        What else a reader should know, in sentences.

    Examples
    --------
    >>> design = yj.open(exports).panel("community", treatment="pilot").design
    >>> design.identifies, design.reasons[0]
    (False, 'treatment starts for no unit')
    """

    units: int
    treated: int
    with_pre_period: int
    treated_groups: int
    starts: int
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, entries: Mapping[str, Any]) -> Design:
        """Return the design that the native half found."""
        said = {
            "reasons": tuple(REASONS[one] for one in entries["reasons"]),
            "warnings": tuple(WARNINGS[one] for one in entries["warnings"]),
        }
        return cls(**{**entries, **said})

    @property
    def identifies(self) -> bool:
        """Return whether nothing that the panel shows stands against identifying an effect."""
        return not self.reasons

    def said(self) -> tuple[str, ...]:
        """Return what the design can tell, in sentences."""
        counted = (
            f"{self.treated} of {self.units} units are treated, in {self.treated_groups} groups and from {self.starts} days on; "
            f"{self.with_pre_period} are exposed before"
        )
        verdict = [f"no effect can be identified: {reason}" for reason in self.reasons]
        return (counted, *verdict, *self.warnings)


class Panel(Table):
    """Units by periods; :meth:`yijin.Book.panel` makes it. A table that goes straight into polars, pandas and pyfixest.

    Examples
    --------
    >>> panel = yj.open(exports).panel("enterprise", measures=["amount"], as_of="2019-06-30")
    >>> panel.columns[:6]
    ['enterprise', 'month', 'period', 'first_day', 'last_day', 'exposure_days']
    >>> panel.design is None
    True
    """

    __slots__ = ("design",)

    def __init__(self, native: _native.Table, design: Design | None) -> None:
        super().__init__(native)
        self.design = design

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *(self.design.said() if self.design else ())])

    def _repr_html_(self) -> str:
        return _html.page("en", self._html(), *map(_html.paragraph, self.design.said() if self.design else ()))
