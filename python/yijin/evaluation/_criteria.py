"""The criteria of enterprises: figures of the catalogue, and what they are made of by community."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from yijin import _native
from yijin._labels import Lang
from yijin._metrics import Definition, defined
from yijin._options import refused
from yijin.errors import NeedsTableError
from yijin.evaluate._resampled import Criterion
from yijin.evaluate._words import told

if TYPE_CHECKING:
    from yijin._book import Book
    from yijin._metrics import MetricResult

Cells: TypeAlias = "dict[tuple[str, str | None], float]"


@dataclass(frozen=True, slots=True)
class Parts:
    """What communities are drawn from: rows by enterprise and community, and the criteria over them.

    ``nowhere`` is how many enterprises have lines without a community.
    """

    units: list[str]
    clusters: list[str | None]
    nowhere: int
    criteria: list[Criterion]
    for_gaps: list[str]
    uneven: list[str]


class Measured:
    """The criteria of enterprises, and what they are made of by community."""

    def __init__(self, book: Book, ids: list[str], as_of: str, lang: Lang) -> None:
        self.book, self.as_of, self.lang = book, as_of, lang
        self.definitions: list[Definition] = [defined(book.campaign, name) for name in ids]
        self.catalogue: dict[str, dict[str, Any]] = {one["id"]: one for one in json.loads(_native.metrics(book.campaign.native))}
        self.figures = [_by_unit(self._asked(name, "enterprise")) for name in ids]
        buying = _by_unit(self._asked("households_buying", "enterprise"))
        self.households = {name: int(value or 0) for name, value in buying.items()}
        found = {name for figures in (buying, *self.figures) for name in figures}
        self.is_nameless = None in found
        self.names: list[str] = sorted(name for name in found if name is not None)
        if len(self.names) < 2:
            raise refused("criteria", "a book of two or more enterprises", len(self.names))

    def _asked(self, name: str, *by: str) -> MetricResult:
        result = self.book.metric(name, by=list(by), as_of=self.as_of)
        if result.needs:
            raise NeedsTableError(f"expected what metric {name} needs, found no {', '.join(result.needs)}", "needs-table")
        return result

    def matrix(self) -> list[list[float | None]]:
        """Return enterprises by criteria: a count of no row is 0, a ratio over none is missing."""
        return [
            [self._value(figures, one, name) for figures, one in zip(self.figures, self.definitions, strict=True)] for name in self.names
        ]

    def _value(self, figures: dict[str | None, float | None], one: Definition, name: str) -> float | None:
        return figures.get(name, None if self._ratio(one.id) else 0)

    def _ratio(self, name: str) -> list[str] | None:
        measure = self.catalogue[name]["measure"]
        parts: list[str] | None = measure.get("ratio") if isinstance(measure, dict) else None
        return parts

    def _is_sum(self, name: str) -> bool:
        """Return whether a metric is a sum over an enterprise's communities."""
        entry = self.catalogue[name]
        measure = entry["measure"]
        adds = measure == "count" or "sum" in measure or measure.get("distinct") in ("household", "community", "order")
        return entry["table"] in ("lines", "households", "communities") and adds

    def parts(self, names: list[str], matrix: list[list[float]], filled: set[int]) -> Parts:
        """Return what communities are drawn from."""
        sums: dict[str, Cells] = {}
        for one in self.definitions:
            components = self._ratio(one.id) or [one.id]
            if all(map(self._is_sum, components)):
                sums |= {part: self._cells(part, set(names)) for part in components if part not in sums}
        keys = sorted({key for cells in sums.values() for key in cells}, key=lambda key: (key[0], key[1] is None, key[1] or ""))
        nowhere = sum(community is None for _, community in keys)
        bare = sorted(set(names) - {name for name, _ in keys})
        keys += [(name, None) for name in bare]
        columns = {part: [cells.get(key, 0.0) for key in keys] for part, cells in sums.items()}
        found = Parts([name for name, _ in keys], [community for _, community in keys], nowhere, [], [], [])
        for place, one in enumerate(self.definitions):
            own = {name: row[place] for name, row in zip(names, matrix, strict=True)}
            found.criteria.append(self._criterion(one, columns, own, place in filled, found))
        return found

    def _criterion(
        self, one: Definition, columns: dict[str, list[float]], own: dict[str, float], is_filled: bool, found: Parts
    ) -> Criterion:
        components = self._ratio(one.id) or [one.id]
        if is_filled and all(part in columns for part in components):
            found.for_gaps.append(one.label[self.lang])
        if is_filled or not all(part in columns for part in components):
            return Criterion("fixed", own)
        of = [columns[part] for part in components]
        gap = _gap(own, found.units, of)
        if gap > 1e-9:
            found.uneven.append(told("by_up_to", self.lang, name=one.label[self.lang], gap=f"{gap:.2%}"))
        return Criterion("ratio", of[0], of[1]) if len(of) == 2 else Criterion("sum", of[0])

    def _cells(self, name: str, names: set[str]) -> Cells:
        rows = self._asked(name, "enterprise", "community").rows
        cells = {(row.by["enterprise"], row.by["community"]): float(row.value or 0) for row in rows}
        return {(name, community): value for (name, community), value in cells.items() if name is not None and name in names}


def _by_unit(result: MetricResult) -> dict[str | None, float | None]:
    return {row.by["enterprise"]: row.value for row in result.rows}


def _gap(own: Mapping[str, float], units: list[str], columns: list[list[float]]) -> float:
    """Return how far enterprises' figures are at most from those of their communities together, as a part of the figure."""
    sums: dict[str, list[float]] = {name: [0.0] * len(columns) for name in own}
    for row, name in enumerate(units):
        sums[name] = [total + column[row] for total, column in zip(sums[name], columns, strict=True)]
    made = {name: total[0] if len(total) == 1 else total[0] / total[1] if total[1] else 0.0 for name, total in sums.items()}
    return max(abs(made[name] - value) / abs(value or 1) for name, value in own.items())
