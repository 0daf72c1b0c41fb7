"""The manifest of a summary: what went in and what came out, by hash, so that anyone can check it later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yijin._inputs import Input, digest
from yijin._labels import Lang
from yijin.errors import UnreadableError

SCHEMA = 1
PARTS = ("inputs", "campaign", "outputs")


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
    inputs, campaign, outputs : tuple of Input
        The exports, the campaign file (none for the default campaign) and the papers.
    """

    version: str
    stage: str | None
    as_of: str
    lang: Lang
    inputs: tuple[Input, ...]
    campaign: tuple[Input, ...]
    outputs: tuple[Input, ...]

    def to_json(self) -> str:
        """Return the manifest as JSON; the same manifest gives the same text."""
        about = {name: getattr(self, name) for name in ("version", "stage", "as_of", "lang")}
        parts = {part: [_plain(one) for one in getattr(self, part)] for part in PARTS}
        return json.dumps({"schema_version": SCHEMA, **about, **parts}, ensure_ascii=False, indent=1) + "\n"


def hashed(path: str | os.PathLike[str], beside: str | os.PathLike[str]) -> Input:
    """Return a file's hash and length.

    Parameters
    ----------
    path : path
        The file.
    beside : path
        The folder of the manifest.

    Raises
    ------
    UnreadableError
        Where it cannot be read.
    """
    file, folder = Path(path).resolve(), Path(beside).resolve()
    return Input(Path(os.path.relpath(file, folder)).as_posix(), *digest(file))


def manifest(
    *,
    version: str,
    stage: str | None,
    as_of: str,
    lang: Lang,
    inputs: Iterable[Input],
    campaign: Iterable[Input] = (),
    outputs: Iterable[Input],
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
    inputs : iterable of Input
        The exports as they were read.
    campaign, outputs : iterable of Input
        The campaign file, and the papers.

    Examples
    --------
    >>> from yijin import Input
    >>> from yijin.summary import manifest
    >>> read = Input("ledger.csv", "ab", 3)
    >>> made = manifest(version="1", stage="1", as_of="2019-08-31", lang="zh", inputs=[read], outputs=[])
    >>> made.inputs
    (Input(file='ledger.csv', sha256='ab', bytes=3),)
    """
    return Manifest(version, stage, as_of, lang, tuple(inputs), tuple(campaign), tuple(outputs))


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
    return tuple(Difference(part, file.file, file.sha256, now) for part, file, now in found if now != file.sha256)


def _read(path: Path) -> Mapping[str, list[Input]]:
    try:
        stated: Any = json.loads(path.read_text(encoding="utf-8"))
        if stated["schema_version"] != SCHEMA:
            raise ValueError(SCHEMA)
        return {part: [Input(str(one["file"]), str(one["sha256"]), int(one["bytes"])) for one in stated[part]] for part in PARTS}
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(
            f"expected a manifest of schema_version {SCHEMA}, found another text ({path})", "broken-file", str(path)
        ) from None


def _plain(file: Input) -> dict[str, str | int]:
    return {"file": file.file, "sha256": file.sha256, "bytes": file.bytes}


def _found(path: Path) -> str | None:
    return digest(path)[0] if path.is_file() else None
