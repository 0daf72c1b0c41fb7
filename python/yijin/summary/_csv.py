"""A table as CSV for people: with the mark that Excel needs to read it as UTF-8."""

from __future__ import annotations

import csv
import io

from yijin import _native
from yijin._labels import Lang
from yijin.summary._document import Quantity, Table
from yijin.summary._format import grid, is_number, plain

MARK = "\ufeff"


def to_csv(table: Table, lang: Lang) -> bytes:
    """Return a table as UTF-8 text with a byte order mark: heads, then rows; no caption and no notes.

    Parameters
    ----------
    table : Table
        The table; its money is in the table's unit.
    lang : {"zh", "en"}
        The language of what stands for suppressed cells.

    Returns
    -------
    bytes
        A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_native.harmless(plain(column.head)) for column in table.columns)
    for row, texts in enumerate(grid(table, lang)):
        writer.writerow(_cell(quantity, text) for (_, quantity), text in zip(table.cells(row), texts, strict=True))
    return (MARK + out.getvalue()).encode()


def _cell(quantity: Quantity, text: str) -> str:
    return text if is_number(quantity) else _native.harmless(text)
