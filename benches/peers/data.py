"""The data: seeded campaigns of the generator, and the forms of them that tasks read."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import yijin as yj

SEED = 2019
FORMATS = {"h4": "csv", "h5": "csv", "h6": "xlsx"}


def folder(root: Path, task: str, lines: int) -> Path:
    """Return the folder of exports that a task reads, made where it is not there."""
    made = generated(root, FORMATS.get(task, "parquet"), lines)
    if task == "h1":
        return derived(made, root / f"plain-{lines}", plain)
    if task == "h5":
        return derived(made, root / f"gb18030-{lines}", gb18030)
    return made


def generated(root: Path, form: str, lines: int) -> Path:
    """Return a clean campaign: refunds of 2 % of the lines and one row in a thousand twice, but no faults."""
    made = root / f"{form}-{lines}"
    if not (made / "truth.json").exists():
        shutil.rmtree(made, ignore_errors=True)
        yj.generate(made, lines=lines, seed=SEED, format=form, mess=0.0, progress=False)
    return made


def derived(source: Path, target: Path, change) -> Path:
    """Return a folder with every file of another changed, whole or not at all."""
    if not target.exists():
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for file in sorted(source.iterdir()):
            change(file, part / file.name)
        part.rename(target)
    return target


def plain(source: Path, target: Path) -> None:
    """Copy a file; of the ledger only the purchased lines, so that netting changes nothing."""
    if not source.name.startswith("ledger-"):
        if source.name != "truth.json":
            shutil.copy(source, target)
        return
    groups = pq.ParquetFile(source)
    with pq.ParquetWriter(target, groups.schema_arrow, compression="zstd") as writer:
        for group in range(groups.num_row_groups):
            rows = groups.read_row_group(group)
            writer.write_table(rows.filter(pc.is_null(rows["refund_of"])))


def gb18030(source: Path, target: Path) -> None:
    """Copy a file from UTF-8 to GB18030."""
    if source.suffix != ".csv":
        shutil.copy(source, target)
        return
    with codecs.open(source, encoding="utf-8-sig") as read, codecs.open(target, "w", encoding="gb18030") as written:
        shutil.copyfileobj(read, written, 1 << 20)
