"""Generated campaigns for the tests, each made once a run."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path

import yijin as yj

KEY = b"a key of the tests, 16 bytes or more"


@functools.cache
def home() -> tempfile.TemporaryDirectory:
    """Return the folder of all generated campaigns; it goes when the process does."""
    return tempfile.TemporaryDirectory(prefix="yijin-made-")


@functools.cache
def campaign(lines: int, seed: int, format: str, mess: float) -> Path:
    """Return the folder of a generated campaign."""
    out = Path(home().name) / f"{lines}-{seed}-{format}-{mess}"
    yj.generate(str(out), lines=lines, seed=seed, format=format, mess=mess)
    return out


@functools.cache
def book(lines: int, seed: int, format: str, mess: float):
    """Return the book of a generated campaign."""
    return yj.open(str(campaign(lines, seed, format, mess)), key=KEY)


def truth(folder: Path) -> dict:
    """Return what the generator knows to be right."""
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def rows(headline) -> list[dict]:
    """Return the rows of a headline with each metric as its bare value."""

    def bare(cell: object) -> object:
        return cell["value"] if isinstance(cell, dict) and "value" in cell else cell

    return [{name: cell if name == "by" else bare(cell) for name, cell in row.items()} for row in json.loads(headline.to_json())["rows"]]


def by_group(found: list[dict], names: tuple[str, ...]) -> dict[str, tuple]:
    """Return the figures of each group, to be compared whatever the order of the rows."""
    return {json.dumps(row["by"], sort_keys=True, ensure_ascii=False): tuple(row[name] for name in names) for row in found}
