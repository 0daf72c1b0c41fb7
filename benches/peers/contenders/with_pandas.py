"""pandas over openpyxl: identifiers as text, everything else as it stands."""

from pathlib import Path

import pandas as pd
import polars as pl
from queries import COLUMNS
from workbooks import answer_from

TEXTS = {name: "string" for name, kind in COLUMNS.items() if kind == "VARCHAR"}


def rows(file: Path) -> pl.DataFrame:
    """Return the rows of a workbook's first sheet."""
    return pl.from_pandas(pd.read_excel(file, engine="openpyxl", dtype=TEXTS))


if __name__ == "__main__":
    answer_from(rows)
