"""A ledger in workbooks, for those that only read them: polars answers once the rows are there."""

import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
from answer import answering
from queries import COLUMNS
from with_polars import KINDS, qualifying, total


def answer_from(read: Callable[[Path], pl.DataFrame]) -> None:
    """Answer with a reader of one workbook."""
    with answering(sys.argv) as (_, folder, answer):
        typed = [pl.col(name).cast(KINDS[kind]) for name, kind in COLUMNS.items()]
        rows = pl.concat([read(file).select(typed) for file in sorted(folder.glob("ledger-*.xlsx"))])
        answer.extend(total(folder, qualifying(folder, rows.lazy())))
