"""Evidence: the lines and the members behind a figure."""

from __future__ import annotations

import json
from typing import Any

from yijin import _html, _native, _text
from yijin._frame import Frame, Stream


class Table(Frame):
    """A table of the library: an Arrow stream that polars, pandas, DuckDB and pyarrow take as it is.

    Shown by itself it has its first rows, with a base install too.

    Examples
    --------
    >>> table = yj.open(exports).evidence("communities", where={"stage": 1}).members
    >>> table
    member  lines
    ------  -----
    C1          3
    C2          2
    >>> len(table), table.columns
    (2, ['member', 'lines'])
    >>> table.to_polars()["lines"].sum()
    5
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Table) -> None:
        self._native = native

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns."""
        return self._native.column_names

    def __len__(self) -> int:
        return self._native.num_rows

    def __repr__(self) -> str:
        grid = self._grid(_text.TABLE_ROWS)
        return "\n".join([_text.table(grid), *_text.more(len(self) - _text.TABLE_ROWS, "en", "to_polars()")])

    def _repr_html_(self) -> str:
        return _html.page("en", self._html())

    def _html(self) -> str:
        grid = self._grid(_html.HTML_ROWS)
        columns = [_html.Column(head, number) for head, number in zip(grid.head, grid.right, strict=True)]
        more = _text.more(len(self) - _html.HTML_ROWS, "en", "to_polars()")
        return _html.table(columns, [list(map(_html.Cell, row)) for row in grid.rows]) + "".join(map(_html.paragraph, more))

    def _grid(self, rows: int) -> _text.Grid:
        first: list[list[Any]] = json.loads(self._native.first_rows(rows))
        right = [any(isinstance(row[place], (int, float)) for row in first) for place in range(len(self.columns))]
        return _text.Grid(self.columns, [[_shown(cell) for cell in row] for row in first], right)

    def _stream(self) -> Stream:
        return self._native


class Evidence:
    """What a figure rests on; :meth:`yijin.Book.evidence` makes it.

    `lines` has the lines by which its members count: file, sheet and row as the user sees them, then their values (persons as
    pseudonyms, amounts in fen). `members` has the distinct members and how many lines each counts by; its length is the figure.

    Examples
    --------
    >>> evidence = yj.open(exports).evidence("households", where={"stage": 1})
    >>> evidence.metric, len(evidence.members), len(evidence.lines)
    ('households', 3, 5)
    >>> evidence.lines.to_polars()["row"].to_list()
    [2, 3, 4, 5, 6]
    """

    __slots__ = ("_metric", "_native")

    def __init__(self, metric: str, native: _native.Evidence) -> None:
        self._metric = metric
        self._native = native

    @property
    def metric(self) -> str:
        """Return the metric's canonical name."""
        return self._metric

    @property
    def lines(self) -> Table:
        """Return the lines by which the members count, in the order of file, sheet and row.

        The columns are those that :meth:`yijin.Book.evidence` names.
        """
        return Table(self._native.lines)

    @property
    def members(self) -> Table:
        """Return the distinct members: member (an id, or a person's pseudonym), and lines, by how many of which it counts."""
        return Table(self._native.members)

    def __repr__(self) -> str:
        return "\n\n".join([self._title(), repr(self.members), repr(self.lines)])

    def _repr_html_(self) -> str:
        parts = [part for name in ("members", "lines") for part in (_html.heading(name), getattr(self, name)._html())]
        return _html.page("en", _html.paragraph(self._title()), *parts)

    def _title(self) -> str:
        return f"{self._metric}: {_text.counted(len(self.members), 'member')} by {_text.counted(len(self.lines), 'line')}"


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)
