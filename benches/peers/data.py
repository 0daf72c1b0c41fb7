"""The data: seeded campaigns of the generator, and the forms of them that tasks read.

``python data.py FOLDER TASK LINES`` makes what a task reads and prints where it is. It is a process of its own, because what the
runner once held in memory would count in the peak of every process it starts.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter
import yijin as yj

SEED = 2019


def folder(root: Path, task: str, lines: int) -> Path:
    """Return the folder of exports that a task reads, made where it is not there."""
    made = generated(root, lines)
    if task not in FORMS:
        return made
    name, form = FORMS[task]
    return rewritten(made, root / f"{name}-{lines}", form)


def generated(root: Path, lines: int) -> Path:
    """Return a clean campaign: refunds of 2 % of the lines and one row in a thousand twice, but no faults."""
    made = root / f"parquet-{lines}"
    if not (made / "truth.json").exists():
        shutil.rmtree(made, ignore_errors=True)
        yj.generate(made, lines=lines, seed=SEED, format="parquet", mess=0.0, progress=False)
    return made


def rewritten(source: Path, target: Path, form: Callable[[Path, Path], None]) -> Path:
    """Return a folder with a campaign's tables whose ledger has another form, made whole or not at all."""
    if not target.exists():
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for file in sorted(source.glob("*.parquet")):
            if file.name.startswith("ledger-"):
                form(file, part)
            else:
                shutil.copy(file, part)
        part.rename(target)
    return target


def plain(source: Path, folder: Path) -> None:
    """Write the purchased lines of a ledger alone, so that netting changes nothing."""
    groups = pq.ParquetFile(source)
    with pq.ParquetWriter(folder / source.name, groups.schema_arrow, compression="zstd") as writer:
        for group in range(groups.num_row_groups):
            rows = groups.read_row_group(group)
            writer.write_table(rows.filter(pc.is_null(rows["refund_of"])))


def utf8(source: Path, folder: Path) -> None:
    """Write a ledger as CSV in UTF-8."""
    pl.scan_parquet(source).sink_csv(folder / f"{source.stem}.csv")


def gb18030(source: Path, folder: Path) -> None:
    """Write a ledger as CSV in GB18030."""
    utf8(source, folder)
    text = folder / f"{source.stem}.csv"
    again = text.with_suffix(".gb")
    with text.open(encoding="utf-8", newline="") as read, again.open("w", encoding="gb18030", newline="") as write:
        shutil.copyfileobj(read, write, 1 << 24)
    again.replace(text)


def xlsx(source: Path, folder: Path) -> None:
    """Write a ledger as a workbook: identifiers as text, numbers and dates as such."""
    book = xlsxwriter.Workbook(folder / f"{source.stem}.xlsx", {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    rows = pl.read_parquet(source)
    sheet.write_row(0, 0, rows.columns)
    dates = rows.columns.index("order_date")
    for place, row in enumerate(rows.iter_rows(), 1):
        for column, value in enumerate(row):
            if column == dates:
                sheet.write_datetime(place, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(place, column, value)
            elif value is not None:
                sheet.write_number(place, column, value)
    book.close()


FORMS = {"h1": ("plain", plain), "h4": ("utf8", utf8), "h5": ("gb18030", gb18030), "h6": ("xlsx", xlsx)}


if __name__ == "__main__":
    print(folder(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
