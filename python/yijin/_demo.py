"""Generated campaigns: something to try things on, and to test with."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from yijin import _native
from yijin._book import Book
from yijin._open import open
from yijin._options import helpful, text, whole
from yijin._progress import watched

DEMO_LINES = 50_000
DEMO_SEED = 2019
DEMO_MESS = 0.5

MOST_LINES = 1_000_000_000
MOST_SEED = (1 << 64) - 1


@helpful
def generate(
    out: str | os.PathLike[str],
    *,
    lines: int,
    seed: int = DEMO_SEED,
    format: str = "mixed",
    mess: float = 0.0,
    progress: bool | None = None,
) -> list[str]:
    """Write a whole campaign's exports into a folder and return the files written, ``truth.json`` among them.

    Parameters
    ----------
    out : path
        The folder; made where it is not there.
    lines : int
        The number of ledger lines, from 1 to 1,000,000,000.
    seed : int
        The same seed gives the same files; from 0 to 2**64 - 1.
    format : {"csv", "xlsx", "parquet", "mixed"}
        The format of the tables.
    mess : float
        From 0 (clean) to 1: how many faults, each kind in a known number.
    progress : bool, optional
        As in :func:`yijin.open`.

    Returns
    -------
    list of str
        ``truth.json`` holds the right headline and the right accounting, known from how the data were made.

    Raises
    ------
    OptionError
        An option's value that makes no sense, or a folder that holds something already.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp()) / "exports"
    >>> files = yj.generate(folder, lines=1000, seed=1, format="csv")
    >>> right = json.loads((folder / "truth.json").read_text())["rows"][0]
    >>> right["households"] == yj.open(folder).headline()["households"].value
    True
    """
    lines, seed = whole("lines", lines, 1, MOST_LINES), whole("seed", seed, 0, MOST_SEED)
    with watched(progress) as counters:
        files = _native.generate(os.fspath(out), lines=lines, seed=seed, format=text("format", format), mess=mess, progress=counters)
    return [os.fspath(file) for file in files]


@helpful
def demo(
    out: str | os.PathLike[str] | None = None,
    *,
    lines: int = DEMO_LINES,
    seed: int = DEMO_SEED,
    mess: float = DEMO_MESS,
    key: bytes | str | None = None,
) -> Book:
    """Write the demo campaign's messy exports and return their book.

    Parameters
    ----------
    out : path, optional
        The folder for the exports; a new temporary folder where absent.
    lines, seed, mess
        As in :func:`generate`.
    key : bytes or str, optional
        As in :func:`yijin.open`.

    Returns
    -------
    Book
        Of files of every format, with faults of every kind.

    Examples
    --------
    >>> book = yj.demo(lines=1000, seed=1)
    >>> sorted(book.quality.accounting)[:3], book.quality.set_aside_rows > 0
    (['activities', 'associations', 'benefit_links'], True)
    """
    folder = Path(tempfile.mkdtemp(prefix="yijin-demo-")) if out is None else Path(out)
    generate(folder, lines=lines, seed=seed, format="mixed", mess=mess)
    return open(folder, key=key)
