"""The files behind a book: names, sizes and hashes, to be stated and checked again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from yijin.errors import UnreadableError


class Input(NamedTuple):
    """A file that was read.

    Attributes
    ----------
    file : str
        Its name, with the folders in which the files differ.
    sha256 : str
        The SHA-256 of its bytes, in hexadecimal.
    bytes : int
        How many there are.

    Examples
    --------
    >>> yj.open(exports).inputs[0].file
    'ledger.csv'
    """

    file: str
    sha256: str
    bytes: int


def inputs(paths: Iterable[Path]) -> tuple[Input, ...]:
    """Return the files of these paths, each once, by name."""
    every = sorted({Path(path) for path in paths})
    if not every:
        return ()
    home = Path(os.path.commonpath([path.parent for path in every]))
    return tuple(Input(path.relative_to(home).as_posix(), *digest(path)) for path in every)


def digest(path: Path) -> tuple[str, int]:
    hashing, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                hashing.update(part)
                size += len(part)
        return hashing.hexdigest(), size
    except OSError as error:
        raise UnreadableError(f"expected the file {path.name} as it was, found {error.strerror}", "io", path.name) from None
