"""The manifest of a summary: what went in and what came out, by hash, so that anyone can check it later."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yijin._labels import Lang
from yijin.errors import UnreadableError

SCHEMA = 1
PARTS = ("inputs", "campaign", "outputs")
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was.

    Attributes
    ----------
    file : str
        Its path, relative to the manifest where it lies beside or below it.
    sha256 : str
        The SHA-256 of its bytes, hexadecimal.
    bytes : int
        Its length in bytes.
    """

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as its manifest says.

    Attributes
    ----------
    part : {"inputs", "campaign", "outputs"}
        Which part of the manifest names it.
    file : str
        Its path as the manifest has it.
    expected : str
        The SHA-256 that the manifest says.
    found : str or None
        That of the file there is; None where there is none.
    """

    part: str
    file: str
    expected: str
    found: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a summary was made of, and what was made.

    Attributes
    ----------
    version : str
        The library's version.
    stage : str or None
        The stage's id; None where the summary is of a day.
    as_of : str
        The day up to which purchases and refunds are known, YYYY-MM-DD.
    lang : {"zh", "en"}
        The summary's language.
    inputs, campaign, outputs : tuple of File
        The exports, the campaign file (none for the default campaign) and the papers.
    """

    version: str
    stage: str | None
    as_of: str
    lang: Lang
    inputs: tuple[File, ...]
    campaign: tuple[File, ...]
    outputs: tuple[File, ...]

    def to_json(self) -> str:
        """Return the manifest as JSON; the same manifest gives the same text."""
        about = {name: getattr(self, name) for name in ("version", "stage", "as_of", "lang")}
        parts = {part: [_plain(one) for one in getattr(self, part)] for part in PARTS}
        return json.dumps({"schema_version": SCHEMA, **about, **parts}, ensure_ascii=False, indent=1) + "\n"


def hashed(path: str | os.PathLike[str], beside: str | os.PathLike[str]) -> File:
    """Return a file's hash and length.

    Parameters
    ----------
    path : path
        The file.
    beside : path
        The folder of the manifest.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    """
    file, folder = Path(path).resolve(), Path(beside).resolve()
    name = file.relative_to(folder) if file.is_relative_to(folder) else file
    return File(name.as_posix(), _sha256(file), file.stat().st_size)


def manifest(
    *,
    version: str,
    stage: str | None,
    as_of: str,
    lang: Lang,
    inputs: Iterable[File | tuple[str, str, int]],
    campaign: Iterable[File] = (),
    outputs: Iterable[File],
) -> Manifest:
    """Return the manifest of a summary.

    Parameters
    ----------
    version : str
        The library's version.
    stage : str or None
        The stage's id; None where the summary is of a day.
    as_of : str
        The day up to which purchases and refunds are known, YYYY-MM-DD.
    lang : {"zh", "en"}
        The summary's language.
    inputs : iterable of File or (file, sha256, bytes)
        The exports as they were read.
    campaign, outputs : iterable of File
        The campaign file, and the papers.

    Examples
    --------
    >>> from yijin.summary import manifest
    >>> made = manifest(version="1", stage="1", as_of="2019-08-31", lang="zh", inputs=[("ledger.csv", "ab", 3)], outputs=[])
    >>> made.inputs
    (File(file='ledger.csv', sha256='ab', bytes=3),)
    """
    read = tuple(one if isinstance(one, File) else File(*one) for one in inputs)
    return Manifest(version, stage, as_of, lang, read, tuple(campaign), tuple(outputs))


def verify(path: str | os.PathLike[str]) -> tuple[Difference, ...]:
    """Return the files that are not as a manifest says; none where all are.

    Parameters
    ----------
    path : path
        The manifest; paths in it that are not whole are relative to its folder.

    Raises
    ------
    UnreadableError
        Where the file is no manifest of this form.
    """
    source = Path(path)
    stated = _read(source)
    named = [(part, file) for part in PARTS for file in stated[part]]
    found = [(part, file, _found(source.parent / file.file)) for part, file in named]
    return tuple(Difference(part, file.file, file.sha256, digest) for part, file, digest in found if digest != file.sha256)


def _read(path: Path) -> Mapping[str, list[File]]:
    try:
        stated: Any = json.loads(path.read_text(encoding="utf-8"))
        if stated["schema_version"] != SCHEMA:
            raise ValueError(SCHEMA)
        return {part: [File(str(one["file"]), str(one["sha256"]), int(one["bytes"])) for one in stated[part]] for part in PARTS}
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(
            f"expected a manifest of schema_version {SCHEMA}, found another text ({path})", "broken-file", str(path)
        ) from None


def _plain(file: File) -> dict[str, str | int]:
    return {"file": file.file, "sha256": file.sha256, "bytes": file.bytes}


def _found(path: Path) -> str | None:
    return _sha256(path) if path.is_file() else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
