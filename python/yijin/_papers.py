"""The papers of a summary as files, with the manifest that pins what they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yijin._native import __version__
from yijin._whole import put

if TYPE_CHECKING:
    from yijin._book import Book

ENDING = ".manifest.json"


def write(
    book: Book, out: Sequence[Path], *, asked: Mapping[str, Any], template: Path | None = None, campaign: Path | None = None
) -> list[Path]:
    """Write a book's summary to files, and beside the first the manifest; return what was written.

    Parameters
    ----------
    book : Book
        The campaign's book.
    out : sequence of Path
        The papers, each in the format of its ending.
    asked : mapping
        What :meth:`yijin.Book.summary` is asked.
    template : Path, optional
        A .docx file with named places, for the papers in Word.
    campaign : Path, optional
        The campaign file, where the campaign was read from one.
    """
    from yijin.summary import hashed, manifest

    summary = book.summary(**asked)
    places = None if template is None else template.read_bytes()
    for path in out:
        summary.save(path, template=places if path.suffix.lower() == ".docx" else None)
    beside = out[0].parent
    made = manifest(
        version=__version__,
        stage=None if asked["stage"] is None else str(asked["stage"]),
        as_of=summary.document.as_of.isoformat(),
        lang=asked["lang"],
        inputs=[hashed(file, beside) for file in book.files],
        campaign=[hashed(file, beside) for file in (campaign, template) if file is not None],
        outputs=[hashed(file, beside) for file in out],
    )
    stated = out[0].with_name(out[0].name + ENDING)
    put(stated, made.to_json().encode())
    return [*out, stated]
