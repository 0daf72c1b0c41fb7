"""Sensitivity: the headline under other definitions, since definitions move the numbers more than any model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _text
from yijin._headline import Row, rows
from yijin._labels import METRICS, POLICIES, Lang, pick, term
from yijin._options import one_of

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._campaign import Campaign

BASE = "base"

ALTERNATIVES: Mapping[str, Mapping[str, Any]] = {
    "completed alone": {"qualifying": ["completed"]},
    "paid counts": {"qualifying": ["completed", "refunded", "paid"]},
    "employment is direct": {
        "direct": ["sale", "contract_farming", "employment"],
        "indirect": ["land_transfer", "dividend", "village_collective", "other"],
    },
    "sale alone is direct": {
        "direct": ["sale"],
        "indirect": ["contract_farming", "employment", "land_transfer", "dividend", "village_collective", "other"],
    },
    "register not required": {"register_required": False},
    "link dates ignored": {"link_dates": False},
    "lines of 10 yuan or more": {"min_amount_fen": 1000},
}
"""Other definitions that were argued for, each a change of the policy."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The headline under one policy.

    Attributes
    ----------
    name : str
        What it is called; the first is `base`, the campaign's own policy.
    policy : mapping
        What it changes.
    row : Row
        The five metrics.

    Examples
    --------
    >>> one = next(iter(yj.open(exports).sensitivity()))
    >>> one.name, one.policy, one.row.households.value
    ('base', {}, 4)
    """

    name: str
    policy: Mapping[str, Any]
    row: Row


class Sensitivity:
    """The headline under several policies; :meth:`yijin.Book.sensitivity` makes it.

    Every figure is a count, as exact as the headline's; only what is counted differs. `covered` is the register figure of joined
    communities' households, which some texts set in the place of buying households; None without `projects`, and of a part of the
    campaign. `as_of` is the day, YYYY-MM-DD, up to which purchases and refunds are known.

    Examples
    --------
    >>> result = yj.open(exports).sensitivity()
    >>> [(one.name, one.row.households.value) for one in result][:2]
    [('base', 4), ('completed alone', 4)]
    >>> result.change("households")["lines of 10 yuan or more"]
    0
    """

    __slots__ = ("_lang", "as_of", "covered", "scenarios")

    def __init__(self, scenarios: tuple[Scenario, ...], covered: int | None, as_of: str, lang: Lang) -> None:
        self.scenarios = scenarios
        self.covered = covered
        self.as_of = as_of
        self._lang = lang

    def change(self, metric: str) -> dict[str, int | None]:
        """Return how far each policy moves a metric from the base; None where either is not known.

        Parameters
        ----------
        metric : str
            One of the five headline metrics.

        Raises
        ------
        OptionError
            Another name.
        """
        one_of("metric", metric, METRICS)
        base, *others = (getattr(one.row, metric).value for one in self.scenarios)
        return {one.name: _less(value, base) for one, value in zip(self.scenarios[1:], others, strict=True)}

    def to_polars(self) -> polars.DataFrame:
        """Return one row a policy and metric: the value, what it is more than the base, and that over the base (needs polars).

        `change` and `relative` are null where either value is not known, and `relative` where the base is 0.
        """
        import polars

        schema = {
            "policy": polars.String,
            "metric": polars.String,
            "value": polars.Int64,
            "change": polars.Int64,
            "relative": polars.Float64,
        }
        records = []
        for metric in METRICS:
            base = getattr(self.scenarios[0].row, metric).value
            for one in self.scenarios:
                value = getattr(one.row, metric).value
                change = _less(value, base)
                records.append((one.name, metric, value, change, change / base if change is not None and base else None))
        return polars.DataFrame(records, schema=schema, orient="row")

    def chart(self, metric: str = "households") -> altair.Chart:
        """Return a tornado chart of the changes of a metric, the largest on top (needs altair).

        Parameters
        ----------
        metric : str
            One of the five headline metrics.

        Raises
        ------
        OptionError
            Another name.
        """
        import altair

        changes = {name: change for name, change in self.change(metric).items() if change is not None}
        order = sorted(changes, key=lambda name: -abs(changes[name]))
        order = [pick(POLICIES, name, self._lang) for name in order]
        values = {"values": [{"policy": pick(POLICIES, name, self._lang), "change": change} for name, change in changes.items()]}
        title = f"{pick(METRICS, metric, self._lang)}: {term('difference', self._lang)}"
        chart: altair.Chart = (
            altair.Chart(altair.Data(**values))  # type: ignore[no-untyped-call]
            .mark_bar(color="#555555")
            .encode(x=altair.X("change:Q", title=title), y=altair.Y("policy:N", sort=order, title=None, axis=altair.Axis(labelLimit=240)))
            .properties(width=480, height=max(60, 26 * len(changes)))
        )
        return chart

    def __iter__(self) -> Iterator[Scenario]:
        return iter(self.scenarios)

    def __len__(self) -> int:
        return len(self.scenarios)

    def __repr__(self) -> str:
        return "\n".join([_text.table(_text.Grid(self._head(), self._cells(), [False, *[True] * len(METRICS)])), *self._notes()])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place > 0) for place, head in enumerate(self._head())]
        notes = map(_html.paragraph, self._notes())
        return _html.page(self._lang, _html.table(columns, [list(map(_html.Cell, row)) for row in self._cells()]), *notes)

    def _head(self) -> list[str]:
        return [term("policy", self._lang), *(pick(METRICS, name, self._lang) for name in METRICS)]

    def _cells(self) -> list[list[str]]:
        return [[pick(POLICIES, one.name, self._lang), *(_shown(metric.value) for metric in one.row.metrics)] for one in self.scenarios]

    def _notes(self) -> list[str]:
        covered = [] if self.covered is None else [pick(POLICIES, "covered", self._lang).format(count=_text.count(self.covered))]
        return [*covered, f"{term('as_of', self._lang)} {self.as_of}"]


def scenarios(campaign: Campaign, policies: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the names of the policies, the campaign's own first, and each as the native half takes it."""
    own = dict(campaign.policy)
    named = {BASE: {}, **policies}
    return list(named), [json.dumps({**own, **changes}) for changes in named.values()]


def answered(campaign: Campaign, names: list[str], policies: Mapping[str, Mapping[str, Any]], answer: str) -> tuple[Scenario, ...]:
    """Return the scenarios of the native half's answer."""
    found = rows(json.loads(answer), campaign)
    return tuple(Scenario(name, dict(policies.get(name, {})), row) for name, row in zip(names, found, strict=True))


def _less(value: int | None, base: int | None) -> int | None:
    return None if value is None or base is None else value - base


def _shown(value: int | None) -> str:
    return "—" if value is None else _text.count(value)
