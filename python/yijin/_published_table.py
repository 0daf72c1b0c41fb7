"""Tables to publish: small cells are suppressed, and enough others that they cannot be worked out from the totals."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yijin import _html, _native, _text
from yijin._labels import COLUMNS, FIGURES, Lang, pick, term
from yijin._whole import put

if TYPE_CHECKING:
    import polars

HIDDEN = "×"


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table whose small rows are suppressed; :meth:`yijin.MetricResult.publish` and :meth:`yijin.Headline.publish` make it.

    Attributes
    ----------
    by : tuple of str
        The dimensions: the first columns.
    figures : tuple of str
        The figures: the columns behind them, by their canonical names.
    rows : tuple of tuple
        The values; the figures of a suppressed row are None.
    suppressed : tuple of bool
        For each row, whether it is suppressed.
    least : int
        The fewest persons that a shown row rests on.
    lang : {"en", "zh"}
        The language of what is said beside it.

    Examples
    --------
    >>> table = yj.open(exports).metric("amount", by="channel").publish()
    >>> table.rows, table.suppressed, table.least
    ((('group_buy', None), ('platform', None)), (True, True), 5)
    """

    by: tuple[str, ...]
    figures: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    suppressed: tuple[bool, ...]
    least: int
    lang: Lang

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars frame, with a column `suppressed` (needs polars)."""
        import polars

        rows = [(*row, gone) for row, gone in zip(self.rows, self.suppressed, strict=True)]
        return polars.DataFrame(rows, schema=[*self.by, *self.figures, "suppressed"], orient="row", infer_schema_length=None)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV for people: UTF-8 with a byte order mark, suppressed figures as ×, no text a formula.

        The file is there whole or not at all: what was there is replaced at the end.

        Parameters
        ----------
        path : path
            The file.
        """
        text = io.StringIO()
        csv.writer(text).writerows([self._head(), *(map(_native.harmless, row) for row in self._cells())])
        put(Path(path), text.getvalue().encode("utf-8-sig"))

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        grid = _text.Grid(self._head(), self._cells(), [False] * len(self._head()))
        return "\n".join([_text.table(grid), *self._notes()])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head) for head in self._head()]
        rows = [list(map(_html.Cell, row)) for row in self._cells()]
        return _html.page(self.lang, _html.table(columns, rows), *map(_html.paragraph, self._notes()))

    def _notes(self) -> list[str]:
        """Return what a cross means, where there is one."""
        return [term("suppressed", self.lang).format(least=self.least)] if any(self.suppressed) else []

    def _head(self) -> list[str]:
        return [*(pick(COLUMNS, name, self.lang) for name in self.by), *(pick(FIGURES, name, self.lang) for name in self.figures)]

    def _cells(self) -> list[list[str]]:
        def shown(row: tuple[Any, ...], gone: bool) -> list[str]:
            groups, figures = row[: len(self.by)], row[len(self.by) :]
            hidden = [HIDDEN] * len(figures) if gone else ["" if value is None else str(value) for value in figures]
            return [*("" if name is None else name for name in groups), *hidden]

        return [shown(row, gone) for row, gone in zip(self.rows, self.suppressed, strict=True)]


def behind(households: int | None, anything: bool) -> int | None:
    """Return on how many persons a row surely rests: its households, or one where there is something and no household is named.

    Where a ledger has no households at all, it is not known and None.
    """
    return 1 if households == 0 and anything else households


def published(
    by: Sequence[str],
    names: Sequence[str],
    groups: Sequence[Sequence[str | None]],
    figures: Sequence[Sequence[Any]],
    persons: Sequence[int | None],
    least: int,
    lang: Lang,
) -> PublishedTable:
    """Return the table of these groups and figures without what rests on too few persons."""
    table = list(by), [list(group) for group in groups], list(persons)
    (gone,) = _native.suppressed([table], [], [], least)
    rows = [(*group, *([None] * len(row) if hidden else row)) for group, row, hidden in zip(groups, figures, gone, strict=True)]
    return PublishedTable(tuple(by), tuple(names), tuple(rows), tuple(gone), least, lang)
