"""The data: seeded campaigns of the generator, and the forms of them that tasks read.

``python data.py FOLDER TASK LINES`` makes what a task reads and prints where it is. It is a process of its own, because what the
runner once held in memory would count in the peak of every process it starts.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import yijin as yj

SEED = 2019


def folder(root: Path, task: str, lines: int) -> Path:
    """Return the folder of exports that a task reads, made where it is not there."""
    made = generated(root, lines)
    if task == "h1":
        return without_refunds(made, root / f"plain-{lines}")
    return made


def generated(root: Path, lines: int) -> Path:
    """Return a clean campaign: refunds of 2 % of the lines and one row in a thousand twice, but no faults."""
    made = root / f"parquet-{lines}"
    if not (made / "truth.json").exists():
        shutil.rmtree(made, ignore_errors=True)
        yj.generate(made, lines=lines, seed=SEED, format="parquet", mess=0.0, progress=False)
    return made


def without_refunds(source: Path, target: Path) -> Path:
    """Return a folder with a campaign's tables whose ledger has no refunds, made whole or not at all."""
    if not target.exists():
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for file in sorted(source.glob("*.parquet")):
            plain(file, part / file.name)
        part.rename(target)
    return target


def plain(source: Path, target: Path) -> None:
    """Copy a file; of the ledger only the purchased lines, so that netting changes nothing."""
    if not source.name.startswith("ledger-"):
        shutil.copy(source, target)
        return
    groups = pq.ParquetFile(source)
    with pq.ParquetWriter(target, groups.schema_arrow, compression="zstd") as writer:
        for group in range(groups.num_row_groups):
            rows = groups.read_row_group(group)
            writer.write_table(rows.filter(pc.is_null(rows["refund_of"])))


if __name__ == "__main__":
    print(folder(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
