"""Papers of a stage summary: one document, written as Word, HTML, Excel and Markdown with the same digits in all.

:func:`compose` makes the :class:`Document` of a stage from a campaign's book; :class:`Summary` saves it; :func:`manifest` and
:func:`verify` say what went in and what came out. Needs the extra ``summary``.
"""

from yijin.summary._chart import draw
from yijin.summary._compose import compose
from yijin.summary._document import (
    Column,
    Document,
    Figure,
    Heading,
    Missing,
    Paragraph,
    Quantity,
    Section,
    Table,
)
from yijin.summary._manifest import Difference, Manifest, hashed, manifest, verify
from yijin.summary._summary import Summary

__all__ = [
    "Column",
    "Difference",
    "Document",
    "Figure",
    "Heading",
    "Manifest",
    "Missing",
    "Paragraph",
    "Quantity",
    "Section",
    "Summary",
    "Table",
    "compose",
    "draw",
    "hashed",
    "manifest",
    "verify",
]
