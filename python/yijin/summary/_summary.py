"""A summary: a document that is saved as Word, HTML, Excel or Markdown."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from yijin._whole import put
from yijin.errors import OptionError
from yijin.summary._csv import to_csv
from yijin.summary._document import Document, Table
from yijin.summary._docx import to_docx
from yijin.summary._docx_template import to_docx_in
from yijin.summary._html import to_html
from yijin.summary._markdown import to_markdown
from yijin.summary._xlsx import to_xlsx

WRITERS: Mapping[str, Callable[[Document], bytes]] = {"docx": to_docx, "html": to_html, "xlsx": to_xlsx, "md": to_markdown}
FRAME = '<iframe srcdoc="{page}" sandbox style="width:100%;height:640px;border:1px solid #c9d1cc"></iframe>'


@dataclass(frozen=True, slots=True)
class Summary:
    r"""The paper of a stage in each of its formats; the same summary gives the same bytes.

    Attributes
    ----------
    document : Document
        The paper.

    Examples
    --------
    >>> import datetime
    >>> from yijin.summary import Column, Document, Section, Summary, Table
    >>> table = Table("Spent", (Column("channel"), Column("amount", "yuan")), (("fair", 1234567),), unit="yuan")
    >>> summary = Summary(Document("Stage 1", "en", datetime.date(2019, 8, 31), {}, (Section("spent", (table,)),)))
    >>> print(summary.to_bytes("md").decode())
    # Stage 1
    <BLANKLINE>
    **Table 1. Spent**
    <BLANKLINE>
    Unit\: yuan
    <BLANKLINE>
    | channel | amount |
    | --- | --: |
    | fair | 12,345.67 |
    <BLANKLINE>
    >>> summary.to_bytes("pdf")
    Traceback (most recent call last):
    ...
    yijin.errors.OptionError: expected one of docx, html, xlsx, md for format, found 'pdf'
    """

    document: Document

    def to_bytes(self, format: str, *, template: bytes | None = None) -> bytes:
        """Return the paper in a format.

        Parameters
        ----------
        format : {"docx", "html", "xlsx", "md"}
            Word, HTML, Excel or Markdown.
        template : bytes, optional
            A .docx file with named places to fill, for Word alone: `{{title}}` and the other facts anywhere, a section such as
            `{{headline}}` alone in a paragraph.

        Raises
        ------
        OptionError
            Another format, or a template that is no Word document, has an unknown place, or is given for another format.
        """
        if format not in WRITERS:
            raise OptionError(f"expected one of {', '.join(WRITERS)} for format, found {format!r}", "bad-option")
        if template is None:
            return WRITERS[format](self.document)
        if format != "docx":
            raise OptionError(f"expected docx for format where a template is given, found {format!r}", "bad-option")
        return to_docx_in(self.document, template)

    def save(self, path: str | os.PathLike[str], *, template: bytes | None = None) -> None:
        """Write the paper to a file, in the format of its ending.

        Parameters
        ----------
        path : path
            A file that ends in .docx, .html, .xlsx or .md. It is there whole or not at all: what was there is replaced at the end.
        template : bytes, optional
            As in :meth:`to_bytes`.

        Raises
        ------
        OptionError
            As in :meth:`to_bytes`.
        """
        out = Path(path)
        put(out, self.to_bytes(out.suffix.lower().removeprefix("."), template=template))

    def save_tables(self, folder: str | os.PathLike[str]) -> list[str]:
        """Write each table as CSV for people, UTF-8 with a byte order mark, and return the files written.

        Parameters
        ----------
        folder : path
            The folder; made where it is not there. The files are named table-01.csv and so on, by the tables' numbers.
        """
        out = Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        tables = [block for block in self.document.blocks if isinstance(block, Table)]
        files = [out / f"table-{number:02d}.csv" for number in range(1, len(tables) + 1)]
        for file, table in zip(files, tables, strict=True):
            put(file, to_csv(table, self.document.lang))
        return [str(file) for file in files]

    def _repr_html_(self) -> str:
        return FRAME.format(page=escape(self.to_bytes("html").decode()))
