"""A ledger in GB18030 for those that read UTF-8 alone: written again by two processes into a folder beside it."""

import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def in_utf8(folder: Path) -> Path:
    """Return a new folder with the ledger in UTF-8."""
    target = folder.with_name(f"{folder.name}.transcoded")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    files = sorted(folder.glob("ledger-*.csv"))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(transcode, files, [target / file.name for file in files]))
    return target


def transcode(source: Path, target: Path) -> None:
    """Write a text of GB18030 as UTF-8."""
    with source.open(encoding="gb18030", newline="") as read, target.open("w", encoding="utf-8", newline="") as write:
        shutil.copyfileobj(read, write, 1 << 24)
