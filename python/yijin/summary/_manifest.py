"""The manifest of a summary: what went in and what came out, by hash, so that anyone can check it later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yijin._fixed import fixed
from yijin._inputs import Input, digest
from yijin._labels import Lang
from yijin._native import __version__
from yijin.errors import UnreadableError

SCHEMA = 1
PARTS = ("inputs", "campaign", "template", "outputs")
VERSION = "version"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as its manifest says, or the library's version where that is another.

    Attributes
    ----------
    part : {"version", "inputs", "campaign", "template", "outputs"}
        Which part of the manifest names it.
    file : str
        Its path as the manifest has it; `yijin` where the version is another.
    expected : str
        The SHA-256, or the version, that the manifest says.
    found : str or None
        That of the file there is, None where there is none; or the version that is installed.
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
    asked : mapping
        What else was asked, by option: how the exports were read and the papers made.
    inputs, campaign, template, outputs : tuple of Input
        The exports, the campaign file (none for the default campaign), the template (none without one) and the papers.
    """

    version: str
    stage: str | None
    as_of: str
    lang: Lang
    asked: Mapping[str, Any]
    inputs: tuple[Input, ...]
    campaign: tuple[Input, ...]
    template: tuple[Input, ...]
    outputs: tuple[Input, ...]

    def to_json(self) -> str:
        """Return the manifest as JSON; the same manifest gives the same text."""
        about = {name: getattr(self, name) for name in (VERSION, "stage", "as_of", "lang")} | {"asked": dict(self.asked)}
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
    return Input(located(path, beside), *digest(Path(path)))


def located(path: str | os.PathLike[str], beside: str | os.PathLike[str]) -> str:
    """Return a file's path as a manifest in a folder has it.

    Parameters
    ----------
    path : path
        The file.
    beside : path
        The folder of the manifest.

    Examples
    --------
    >>> from yijin.summary._manifest import located
    >>> located("out/exports/ledger.csv", "out/papers")
    '../exports/ledger.csv'
    """
    return Path(os.path.relpath(Path(path).resolve(), Path(beside).resolve())).as_posix()


def manifest(
    *,
    version: str,
    stage: str | None,
    as_of: str,
    lang: Lang,
    asked: Mapping[str, Any] | None = None,
    inputs: Iterable[Input],
    campaign: Iterable[Input] = (),
    template: Iterable[Input] = (),
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
    asked : mapping, optional
        What else was asked, by option, as JSON can hold it.
    inputs : iterable of Input
        The exports as they were read.
    campaign, template, outputs : iterable of Input
        The campaign file, the template, and the papers.

    Examples
    --------
    >>> from yijin import Input
    >>> from yijin.summary import manifest
    >>> read = Input("ledger.csv", "ab", 3)
    >>> made = manifest(version="1", stage="1", as_of="2019-08-31", lang="zh", inputs=[read], outputs=[])
    >>> made.inputs
    (Input(file='ledger.csv', sha256='ab', bytes=3),)
    """
    return Manifest(version, stage, as_of, lang, fixed(dict(asked or {})), tuple(inputs), tuple(campaign), tuple(template), tuple(outputs))


def verify(path: str | os.PathLike[str]) -> tuple[Difference, ...]:
    """Return the files that are not as a manifest says, after the library's version where that is another; none where all is as it was.

    Parameters
    ----------
    path : path
        The manifest; paths in it that are not whole are relative to its folder.

    Raises
    ------
    UnreadableError
        Where the file cannot be read, or is no manifest of this form.
    """
    source = Path(path)
    version, stated = _read(source)
    named = [(part, file) for part in PARTS for file in stated[part]]
    found = [(part, file, _found(source.parent / file.file)) for part, file in named]
    files = [Difference(part, file.file, file.sha256, now) for part, file, now in found if now != file.sha256]
    return (*([Difference(VERSION, "yijin", version, __version__)] if version != __version__ else []), *files)


def _read(path: Path) -> tuple[str, Mapping[str, list[Input]]]:
    try:
        stated: Any = json.loads(path.read_text(encoding="utf-8"))
        if stated["schema_version"] != SCHEMA:
            raise ValueError(SCHEMA)
        parts = {part: [Input(str(one["file"]), str(one["sha256"]), int(one["bytes"])) for one in stated[part]] for part in PARTS}
        return str(stated[VERSION]), parts
    except OSError as error:
        raise UnreadableError(f"expected a manifest at '{path}', found {error.strerror}", "io", str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(
            f"expected a manifest of schema_version {SCHEMA}, found another text ({path})", "broken-file", str(path)
        ) from None


def _plain(file: Input) -> dict[str, str | int]:
    return {"file": file.file, "sha256": file.sha256, "bytes": file.bytes}


def _found(path: Path) -> str | None:
    return digest(path)[0] if path.is_file() else None
