"""The paper as a Word document, on a page of its own making or in a user's template."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph as WordParagraph
from rich.cells import cell_len

from yijin.summary._archive import steady
from yijin.summary._chart import SCALE
from yijin.summary._document import Block, Document, Figure, Heading, Section, Table
from yijin.summary._docx_style import TEXT_WIDTH, install, lay_out
from yijin.summary._format import NUMERIC, grid, plain, remarks, sentence, unit_line
from yijin.summary._numbering import labelled

if TYPE_CHECKING:
    from docx.document import Document as Word

MADE = datetime.datetime(1980, 1, 1)
NARROWEST, PADDING, ROOM, CROWDED_ROOM = 5, 3, 74, 88
"""The least width of a column, what its edges take, and what a line has room for (in small print): in characters, a Chinese one is two."""
CROWDED = 6
SMALL = 18
SHRUNK = 72 / 96 / SCALE
"""A picture of 72 dots an inch at the size it has on a screen of 96."""
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Pen:
    """Writes blocks to the end of a Word document; every value is a run of text."""

    def __init__(self, word: Word, document: Document) -> None:
        self.word = word
        self.lang = document.lang
        self._labels = iter([label for _, label in labelled(document)])
        self._pictures = 0
        self._ids = {style.name: style.style_id for style in word.styles}

    def section(self, section: Section) -> None:
        """Write a section."""
        for place, block in enumerate(section.blocks):
            written = self._block(block, next(self._labels))
            if section.own_page and place == 0 and written is not None:
                written.paragraph_format.page_break_before = True

    def line(self, text: str, style: str) -> WordParagraph:
        """Write a paragraph."""
        return self.word.add_paragraph(plain(text), style)

    def _block(self, block: Block, label: str) -> WordParagraph | None:
        if isinstance(block, Heading):
            return self.line(label, f"Summary Heading {block.level}")
        if isinstance(block, Table):
            return self._table(block, label)
        if isinstance(block, Figure):
            return self._figure(block, label)
        return self.line(sentence(block, self.lang), "Summary Body")

    def _table(self, table: Table, label: str) -> WordParagraph:
        caption = self.line(label, "Summary Caption")
        if unit := unit_line(table, self.lang):
            self.line(unit, "Summary Unit")
        texts = [[plain(column.head) for column in table.columns], *grid(table, self.lang)]
        widths = _widths(texts)
        drawn = self.word.add_table(len(texts), len(table.columns))
        _ruled(drawn, widths)
        styles = ["Summary Number" if column.kind in NUMERIC else "Summary Cell" for column in table.columns]
        for place, (row, cells) in enumerate(zip(drawn._tbl.tr_lst, texts, strict=True)):
            self._row(row, cells, ["Summary Head"] * len(cells) if place == 0 else styles, widths)
        _repeated(drawn._tbl.tr_lst[0])
        for note in remarks(table, self.lang) or [""]:
            self.line(note, "Summary Note")
        return caption

    def _row(self, row: Any, texts: list[str], styles: list[str], widths: list[int]) -> None:
        """Write a row that stays on one page."""
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, style, width in zip(row.tc_lst, texts, styles, widths, strict=True):
            cell.width = Emu(width)
            (paragraph,) = cell.p_lst
            paragraph.style = self._ids[style]
            run = paragraph.add_r()
            run.text = text
            if len(texts) > CROWDED:
                _small(run)

    def _figure(self, figure: Figure, label: str) -> WordParagraph:
        paragraph = self.line("", "Summary Picture")
        shape = paragraph.add_run().add_picture(io.BytesIO(figure.png))
        width, height = shape.width, shape.height
        shape.width = Emu(min(int(width * SHRUNK), int(TEXT_WIDTH)))
        shape.height = Emu(height * shape.width // width)
        self._pictures += 1
        about = shape._inline.docPr
        about.set("descr", plain(figure.alt))
        about.set("name", f"Figure {self._pictures}")
        self.line(label, "Summary Figure Caption")
        return paragraph


def to_docx(document: Document) -> bytes:
    """Return the document as a Word document.

    Parameters
    ----------
    document : Document
        The paper.
    """
    word = docx.Document()
    install(word, document.lang)
    lay_out(word)
    pen = Pen(word, document)
    pen.line(document.title, "Summary Title")
    pen.line("", "Summary Body")
    for section in document.sections:
        pen.section(section)
    about = word.core_properties
    about.title, about.author, about.comments, about.revision = plain(document.title)[:255], "", "", 1
    about.created = about.modified = MADE
    return saved(word)


def saved(word: Word) -> bytes:
    """Return a Word document's bytes, without a clock."""
    out = io.BytesIO()
    word.save(out)
    return steady(out.getvalue())


def _widths(texts: list[list[str]]) -> list[int]:
    """Return the columns' widths: narrow ones have what they need, and long texts share what is left."""
    needs = [PADDING + _need(list(column)) for column in zip(*texts, strict=True)]
    room = CROWDED_ROOM if len(needs) > CROWDED else ROOM
    most = next((most for most in range(max(needs), NARROWEST, -1) if sum(min(need, most) for need in needs) <= room), NARROWEST)
    shown = [min(need, most) for need in needs]
    return [int(TEXT_WIDTH) * share // sum(shown) for share in shown]


def _need(column: list[str]) -> int:
    """Return the width that a column needs: its cells stand on one line, its head on two, no word broken."""
    head, *cells = column
    words = [len(word) + 1 for word in head.split() if word.isascii()]
    return max(NARROWEST, -(-cell_len(head) // 2), *words, *map(cell_len, cells))


def _ruled(table: Any, widths: list[int]) -> None:
    """Give a table thin lines and fixed widths."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for edge in EDGES:
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "404040")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)


def _repeated(row: Any) -> None:
    """Let a row stand at the top of each page of its table."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _small(run: Any) -> None:
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), str(SMALL))
    run.get_or_add_rPr().append(size)
