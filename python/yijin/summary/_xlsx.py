"""The paper as a workbook: its text on the first sheet, then one sheet a table."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from rich.cells import cell_len

from yijin._labels import Lang, Pair
from yijin.summary._archive import steady
from yijin.summary._document import Document, Heading, Kind, Quantity, Table
from yijin.summary._format import cell, grid, is_number, plain, remarks, rounded, sentence, unit_line, word
from yijin.summary._numbering import labelled

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TEXT_SHEET: Pair = ("Text", "正文")
TABLE_SHEET: Pair = ("Table {number}", "表{number}")
FOOTER: Pair = ("&CPage &P of &N", "&C第 &P 页  共 &N 页")
PATTERNS: dict[Kind, str] = {"count": "#,##0", "decimal": "#,##0.00", "yuan": "#,##0.00", "jin": "#,##0.00", "percent": "#,##0.00%"}
MADE = datetime.datetime(1980, 1, 1)
LONGEST_TEXT = 32_767
MOST_DIGITS = 10**15
NARROWEST, WIDEST, TEXT_WIDTH = 10, 44, 110
A4 = 9
HEAD_ROW = 2


class Pen:
    """Writes one workbook; what is text stays text whatever it begins with."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book = book
        self.lang = lang
        self._known: dict[str, Any] = {}

    def style(self, **properties: Any) -> Any:
        """Return the workbook's format of some properties."""
        key = repr(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._known[key]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any) -> None:
        """Write a text; one that is too long for a cell ends in `…`."""
        fitting = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
        sheet.write_string(row, column, fitting, self.style(**properties))

    def across(self, sheet: Worksheet, row: int, columns: int, text: str, **properties: Any) -> None:
        """Write a text into a row's cells, merged."""
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, "", self.style(**properties))
        self.text(sheet, row, 0, text, **properties)


def to_xlsx(document: Document) -> bytes:
    """Return the document as a workbook.

    Parameters
    ----------
    document : Document
        The paper; its figures are left out, their numbers stand in its tables.

    Returns
    -------
    bytes
        Numbers are numbers, rounded as they are shown; those of more than 15 digits, and identifiers, are text.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": plain(document.title), "created": MADE})
    pen = Pen(book, document.lang)
    _text_sheet(pen, document)
    tables = [(block, label) for block, label in labelled(document) if isinstance(block, Table)]
    for number, (table, label) in enumerate(tables, 1):
        _table_sheet(pen, table, label, number)
    book.close()
    return steady(out.getvalue())


def _text_sheet(pen: Pen, document: Document) -> None:
    sheet = pen.book.add_worksheet(word(TEXT_SHEET, pen.lang))
    sheet.set_column(0, 0, TEXT_WIDTH)
    pen.text(sheet, 0, 0, plain(document.title), bold=True, font_size=16, align="center", text_wrap=True)
    for row, (block, label) in enumerate(labelled(document), 2):
        lines = label or sentence(block, pen.lang)  # type: ignore[arg-type]
        pen.text(sheet, row, 0, lines, text_wrap=True, bold=isinstance(block, Heading))
        sheet.set_row(row, 16 * (1 + cell_len(lines) // TEXT_WIDTH))
    _printed(sheet, pen.lang)


def _table_sheet(pen: Pen, table: Table, label: str, number: int) -> None:
    sheet = pen.book.add_worksheet(word(TABLE_SHEET, pen.lang).format(number=number))
    across = len(table.columns)
    pen.across(sheet, 0, across, label, bold=True, font_size=14, align="center", text_wrap=True)
    pen.across(sheet, 1, across, unit_line(table, pen.lang), align="right")
    for place, column in enumerate(table.columns):
        pen.text(sheet, HEAD_ROW, place, plain(column.head), bold=True, bg_color="#EEF3F0", border=1, align="center", text_wrap=True)
    for row in range(len(table.rows)):
        for place, quantity in table.cells(row):
            _cell(pen, sheet, table, (row, place), quantity)
    for place, note in enumerate(remarks(table, pen.lang), HEAD_ROW + 1 + len(table.rows)):
        pen.text(sheet, place, 0, note, font_color="#59625D")
    _sized(sheet, table, pen.lang)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(1, len(table.rows)), across - 1)
    sheet.repeat_rows(0, HEAD_ROW)
    _printed(sheet, pen.lang)


def _cell(pen: Pen, sheet: Worksheet, table: Table, place: tuple[int, int], quantity: Quantity) -> None:
    row, column = HEAD_ROW + 1 + place[0], place[1]
    if place in table.hidden or not is_number(quantity):
        align = "right" if quantity.kind in PATTERNS else "left"
        pen.text(sheet, row, column, cell(table, *place, quantity, pen.lang), num_format="@", border=1, align=align, text_wrap=True)
        return
    scaled, places = rounded(quantity.value, quantity.kind, table.unit)  # type: ignore[arg-type]
    if abs(scaled) >= MOST_DIGITS:
        pen.text(sheet, row, column, cell(table, *place, quantity, pen.lang), num_format="@", border=1, align="right")
    else:
        sheet.write_number(row, column, scaled / 10**places, pen.style(num_format=_pattern(quantity), border=1))


def _pattern(quantity: Quantity) -> str:
    """Return the number format that shows the digits of the other papers."""
    pattern = PATTERNS[quantity.kind]
    return f"+{pattern};-{pattern};{pattern}" if quantity.signed else pattern


def _sized(sheet: Worksheet, table: Table, lang: Lang) -> None:
    """Make each column as wide as what it shows, a Chinese character counting for two."""
    texts = [[plain(column.head) for column in table.columns], *grid(table, lang)]
    for place, column in enumerate(zip(*texts, strict=True)):
        sheet.set_column(place, place, max(NARROWEST, min(WIDEST, 3 + max(map(cell_len, column)))))


def _printed(sheet: Worksheet, lang: Lang) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(word(FOOTER, lang))
