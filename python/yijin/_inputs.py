"""The files behind a book: names, sizes and hashes, to be stated and checked again."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterable, Mapping
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


class Stamp(NamedTuple):
    """What a file was when it was read: its path, its size, and when it was modified where that is known."""

    path: Path
    bytes: int
    modified_ns: int | None


def digests(files: Iterable[Stamp]) -> dict[Path, tuple[str, int]]:
    """Return the hash and the length of each file, by path; refuse one that is not as it was read."""
    return {file.path: _as_read(file) for file in sorted(files)}


def inputs(found: Mapping[Path, tuple[str, int]]) -> tuple[Input, ...]:
    """Return the files of :func:`digests`, called by the folders in which they differ."""
    if not found:
        return ()
    home = Path(os.path.commonpath([path.parent for path in found]))
    return tuple(Input(path.relative_to(home).as_posix(), *digest) for path, digest in found.items())


def _as_read(file: Stamp) -> tuple[str, int]:
    """Return a file's hash and length; the stamp is compared after the last byte, so that no change before it goes unseen."""
    found = digest(file.path)
    about = file.path.stat()
    if (about.st_size, about.st_mtime_ns) == (file.bytes, about.st_mtime_ns if file.modified_ns is None else file.modified_ns):
        return found
    was, now = _said(file.bytes, file.modified_ns), _said(about.st_size, about.st_mtime_ns)
    raise UnreadableError(
        f"expected the file {file.path.name} as it was read ({was}), found it changed ({now}); open the exports again",
        "io",
        file.path.name,
    )


def _said(size: int, modified_ns: int | None) -> str:
    if modified_ns is None:
        return f"{size:,} bytes"
    modified = datetime.datetime.fromtimestamp(modified_ns / 1e9, datetime.timezone.utc)
    return f"{size:,} bytes of {modified:%Y-%m-%d %H:%M:%S} UTC"


def digest(path: Path) -> tuple[str, int]:
    """Return a file's hash and length."""
    hashing, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                hashing.update(part)
                size += len(part)
        return hashing.hexdigest(), size
    except OSError as error:
        raise UnreadableError(f"expected the file {path.name} as it was, found {error.strerror}", "io", path.name) from None
