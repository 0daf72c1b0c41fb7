"""Evidence: the lines and the members behind a figure."""

from __future__ import annotations

from yijin import _native
from yijin._frame import Frame, Stream
from yijin._text import counted


class Table(Frame):
    """A table of the library: an Arrow stream that polars, pandas, DuckDB and pyarrow take as it is."""

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
        return f"Table of {counted(len(self), 'row')}: {', '.join(self.columns)}"

    def _stream(self) -> Stream:
        return self._native


class Evidence:
    """What a figure rests on.

    `lines` has the lines by which its members count: file, sheet and row as the user sees them, then their values (persons as
    pseudonyms, amounts in fen). `members` has the distinct members and how many lines each counts by; its length is the figure.

    Examples
    --------
    >>> evidence = yj.open(exports).evidence("households", where={"stage": 1})
    >>> evidence
    households: 3 members by 5 lines
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
        """Return the lines: file, sheet, row, order_date, community_id, household, product_id, amount_fen and others."""
        return Table(self._native.lines)

    @property
    def members(self) -> Table:
        """Return the distinct members: member, lines."""
        return Table(self._native.members)

    def __repr__(self) -> str:
        return f"{self._metric}: {counted(len(self.members), 'member')} by {counted(len(self.lines), 'line')}"
