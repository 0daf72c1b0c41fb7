"""openpyxl in its read-only mode, row by row."""

from pathlib import Path

import polars as pl
from openpyxl import load_workbook
from workbooks import answer_from


def rows(file: Path) -> pl.DataFrame:
    """Return the rows of a workbook's first sheet."""
    book = load_workbook(file, read_only=True)
    names, *cells = book.worksheets[0].iter_rows(values_only=True)
    return pl.DataFrame(cells, schema=list(names), orient="row", infer_schema_length=None)


if __name__ == "__main__":
    answer_from(rows)
