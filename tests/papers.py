"""Reads the papers of a summary back, each with another library than wrote it."""

import io
import re
from html.parser import HTMLParser

import docx
import openpyxl
from markdown_it import MarkdownIt

NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def docx_blocks(content: bytes):
    """Return the paragraphs' texts and the tables' rows in order."""
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        yield [[cell.text for cell in row.cells] for row in block.rows] if hasattr(block, "rows") else block.text


def docx_text(content: bytes) -> str:
    return "\n".join(block if isinstance(block, str) else "\n".join(" ".join(row) for row in block) for block in docx_blocks(content))


def docx_tables(content: bytes) -> list:
    return [block for block in docx_blocks(content) if not isinstance(block, str)]


class Page(HTMLParser):
    """Reads the text and the tables of a page; drawings and styles are left out."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._out = 0
        self._cell = False
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        self._out += tag in ("style", "svg", "head")
        if not self._out:
            self.tags.append(tag)
            self.attributes += attrs
            self.parts.append(" ")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = True
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        self._out -= tag in ("style", "svg", "head")
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data):
        if not self._out:
            self.parts.append(data)
            if self._cell:
                self.tables[-1][-1][-1] += data

    @property
    def text(self) -> str:
        return "".join(self.parts)


def markdown(content: bytes) -> Page:
    """Return the paper as a reader of Markdown sees it; what is said of figures to those who cannot see them is left out."""
    kept = re.sub(r"^\*(?!\*).*\*$", "", content.decode(), flags=re.MULTILINE)
    return Page(MarkdownIt("commonmark").enable("table").render(kept).encode())


def markdown_text(content: bytes) -> str:
    return markdown(content).text


def markdown_tables(content: bytes) -> list:
    return markdown(content).tables


def workbook(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def xlsx_tables(content: bytes) -> list:
    """Return the tables' rows as a spreadsheet shows them: heads to the last row with a border."""
    _, *sheets = workbook(content).worksheets
    return [[[shown(cell) for cell in row] for row in sheet.iter_rows(min_row=3) if row[0].border.left.style] for sheet in sheets]


def shown(cell) -> str:
    if not isinstance(cell.value, (int, float)):
        return cell.value or ""
    places = 0 if "." not in cell.number_format else 2
    sign = "+" if cell.number_format.startswith("+") and cell.value > 0 else ""
    return f"{sign}{cell.value:,.{places}%}" if cell.number_format.endswith("%") else f"{sign}{cell.value:,.{places}f}"
