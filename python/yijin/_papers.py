"""The papers of a summary as files, with the manifest that pins what they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yijin._inputs import Input
from yijin._native import __version__
from yijin._whole import put
from yijin.errors import OptionError

if TYPE_CHECKING:
    from yijin._book import Book

ENDING = ".manifest.json"


READ: Mapping[str, Any] = {"encoding": None, "fill_merged": False}
"""How exports are read where nothing is said."""


def write(
    book: Book,
    out: Sequence[Path],
    *,
    asked: Mapping[str, Any],
    read: Mapping[str, Any] = READ,
    template: Path | None = None,
    campaign: Path | None = None,
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
    read : mapping, optional
        How the exports were read: what :func:`yijin.open` was asked that can change a figure.
    template : Path, optional
        A .docx file with named places, for the papers in Word.
    campaign : Path, optional
        The campaign file, where the campaign was read from one.

    Raises
    ------
    OptionError
        A template that cannot be read, or without a paper in Word.
    """
    from yijin.summary import hashed, manifest
    from yijin.summary._manifest import located

    beside = out[0].parent
    places = None if template is None else _content(template, out)
    summary, of = book.summary(**asked), book.campaign.file
    for path in out:
        summary.save(path, template=places if _in_word(path) else None)
    made = manifest(
        version=__version__,
        stage=None if asked["stage"] is None else str(asked["stage"]),
        as_of=summary.document.as_of.isoformat(),
        lang=asked["lang"],
        asked={"final": asked["final"], "figures": asked["figures"], **read},
        inputs=[Input(located(file, beside), *found) for file, found in book.digests().items()],
        campaign=[] if campaign is None or of is None else [of._replace(file=located(campaign, beside))],
        template=[] if template is None or places is None else [Input(located(template, beside), sha256(places).hexdigest(), len(places))],
        outputs=[hashed(file, beside) for file in out],
    )
    stated = out[0].with_name(out[0].name + ENDING)
    put(stated, made.to_json().encode())
    return [*out, stated]


def _in_word(path: Path) -> bool:
    return path.suffix.lower() == ".docx"


def _content(template: Path, out: Sequence[Path]) -> bytes:
    """Return what a template holds, where a paper is made in it."""
    if not any(map(_in_word, out)):
        raise OptionError("expected a paper that ends in .docx where a template is given, found none", "bad-option")
    try:
        return template.read_bytes()
    except OSError as error:
        raise OptionError(f"expected a Word document for the template at '{template}', found {error.strerror}", "bad-option") from None
