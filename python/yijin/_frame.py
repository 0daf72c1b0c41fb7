"""What every table object has: it crosses to polars, pandas, DuckDB and pyarrow as an Arrow stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas
    import polars


class Stream(Protocol):
    """Anything with an Arrow stream."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Frame:
    """A table whose rows are an Arrow stream."""

    __slots__ = ()

    def _stream(self) -> Stream:
        raise NotImplementedError

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow stream (the PyCapsule interface)."""
        return self._stream().__arrow_c_stream__(requested_schema)

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars frame (needs polars)."""
        import polars

        return polars.DataFrame(self._stream())

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas frame, counts as Int64 so that a null stays a null (needs pandas and pyarrow)."""
        import pandas
        import pyarrow

        counts = {pyarrow.int64(): pandas.Int64Dtype()}
        frame: pandas.DataFrame = pyarrow.table(self._stream()).to_pandas(types_mapper=counts.get)
        return frame
