"""fastexcel (calamine) through polars' own reader."""

import polars as pl
from workbooks import answer_from

if __name__ == "__main__":
    answer_from(lambda file: pl.read_excel(file, engine="calamine", infer_schema_length=None))
