"""What a summary asks: the book of a campaign, within the summary's scope."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yijin._headline import Headline, Metric
from yijin._labels import DIMENSIONS, METRICS, NEEDS, Lang, listed, member, pick
from yijin._metrics import Definition, MetricResult
from yijin.errors import NeedsTableError
from yijin.summary._document import Kind, Missing, Quantity
from yijin.summary._words import UNIT_KINDS, say

if TYPE_CHECKING:
    from yijin._book import Book


@dataclass(frozen=True, slots=True)
class Source:
    """A book in the scope of a summary.

    Attributes
    ----------
    book : Book
        The campaign's book.
    lang : {"zh", "en"}
        The summary's language.
    as_of : date
        The day up to which purchases and refunds are known.
    stage : mapping or None
        The stage that the summary is of; None where it is of a day outside every stage.
    previous : mapping or None
        The stage before it.
    figures : bool
        Whether charts are drawn.
    definitions : tuple of Definition
        What the metrics are.
    headlines : dict
        The headlines that were asked for, by their scope.
    guards : dict
        What papers suppress, by their day.
    """

    book: Book
    lang: Lang
    as_of: datetime.date
    stage: Mapping[str, Any] | None
    previous: Mapping[str, Any] | None
    figures: bool
    definitions: tuple[Definition, ...] = ()
    headlines: dict[Any, Headline | Missing] = field(default_factory=dict, compare=False, repr=False)
    guards: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def own(self) -> tuple[str, ...]:
        """Return the metrics that the campaign file adds."""
        return tuple(one.id for one in self.definitions if one.id in self.book.campaign.own_metrics)

    def target(self, metric: str) -> int | None:
        """Return what a metric is to reach; None where nothing is said."""
        return next((one.target for one in self.definitions if one.id == metric), None)

    @property
    def least(self) -> int:
        """Return the fewest persons that a shown figure rests on, as the campaign's policy says."""
        return self.book.campaign.min_cell

    def headline(self, **scope: Any) -> Headline | Missing:
        """Return the five headline metrics; why not, where a dimension's table is missing. The same is asked of the book once."""
        by = scope.get("by", ())
        asked = {"as_of": self.as_of.isoformat(), **scope, "by": (by,) if isinstance(by, str) else tuple(by)}
        key = tuple(sorted(asked.items()))
        if key not in self.headlines:
            self.headlines[key] = self._headline({**asked, "by": list(asked["by"])})
        return self.headlines[key]

    def metric(self, id: str, **scope: Any) -> MetricResult | Missing:
        """Return a metric; why not, where a table is missing."""
        try:
            measured = self.book.metric(id, **{"as_of": self.as_of.isoformat(), "lang": self.lang, **scope})
        except NeedsTableError:
            return self._ungrouped(scope) if scope.get("by") else Missing(say("no_table", self.lang))
        return self.missing(measured.needs) if measured.needs and scope.get("by") else measured

    def frame(self, name: str) -> list[dict[str, Any]] | Missing:
        """Return the rows of a table of the book; why not, where what it needs is missing."""
        try:
            rows: list[dict[str, Any]] = self.book.table(name, as_of=self.as_of.isoformat()).to_polars().to_dicts()
            return rows
        except NeedsTableError:
            return Missing(say("no_table", self.lang))

    def missing(self, needs: Iterable[str]) -> Missing:
        """Return why a figure is not known: the tables that it needs."""
        return Missing(say("needs", self.lang).format(tables=listed((pick(NEEDS, one, self.lang) for one in needs), self.lang)))

    def member(self, dimension: str, value: str | None) -> str:
        """Return the label of a dimension's member."""
        return member(dimension, value, self.book.campaign.stage_names, self.lang)

    def label(self, metric: str) -> str:
        """Return the label of a headline metric as a sentence begins with it."""
        label = pick(METRICS, metric, self.lang)
        return label[:1].upper() + label[1:]

    def few(self, persons: int | None) -> bool:
        """Return whether a figure rests on too few persons to be shown."""
        return 0 < (persons or 0) < self.least

    def _headline(self, asked: Mapping[str, Any]) -> Headline | Missing:
        try:
            return self.book.headline(**asked).in_(self.lang)
        except NeedsTableError:
            return self._ungrouped(asked)

    def _ungrouped(self, scope: Mapping[str, Any]) -> Missing:
        by = scope.get("by", ())
        names = [by] if isinstance(by, str) else by
        return Missing(
            say("no_dimension", self.lang).format(dimensions=listed((pick(DIMENSIONS, name, self.lang) for name in names), self.lang))
        )


def kind_of(unit: str, value: object) -> Kind:
    """Return how a metric's unit is shown."""
    return UNIT_KINDS.get(unit, "decimal" if isinstance(value, float) else "count")


def headline_value(source: Source, metric: Metric) -> Quantity:
    """Return the value of a headline metric; why not, where it cannot be computed."""
    return Quantity(source.missing(metric.needs) if metric.value is None else metric.value, "count")
