"""Tables and numbers as plain text: right in a terminal with wide characters, and with LC_ALL=C."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from yijin._labels import Lang, listed, term

TEXT_ROWS = 60
TABLE_ROWS = 20
GAP = "  "
SHORT, LONG = 8, 26
"""How wide a word may be that is not broken where room is scarce, and where there is some."""

FEN_A_YUAN = 100
GRAMS_A_JIN = 500


def count(value: int) -> str:
    """Return a count with its thousands apart."""
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """Return a count with its English noun: `1 row`, `2 rows`."""
    return f"{count(value)} {noun}{'' if value == 1 else 's'}"


def yuan(fen: int) -> str:
    """Return an amount of fen in yuan."""
    whole, part = divmod(abs(fen), FEN_A_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def jin(grams: int) -> str:
    """Return a mass of grams in jin, to a tenth."""
    return f"{grams / GRAMS_A_JIN:,.1f}"


def percent(share: float) -> str:
    """Return a share in percent, to two places."""
    return f"{share:,.2%}"


def bar(share: float, width: int = 20) -> str:
    """Return a bar of `width` characters, full at 1."""
    full = max(0, min(width, int(share * width)))
    return f"[{'#' * full}{'.' * (width - full)}]"


def more(rows: int, lang: Lang, everything: str) -> list[str]:
    """Return the line that says how many rows are not shown and what gives them; none where all are."""
    return [term("more_rows", lang).format(rows=count(rows), everything=everything)] if rows > 0 else []


def absent(columns: Sequence[str], lang: Lang, everything: str) -> list[str]:
    """Return the line that says which columns are not shown and what gives them; none where all are."""
    return [term("left_out", lang).format(columns=listed(columns, lang), everything=everything)] if columns else []


def screen() -> int | None:
    """Return how many characters a line of the terminal holds; None where there is no terminal."""
    return shutil.get_terminal_size((0, 0)).columns or None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be drawn: its head, its rows, and which columns hold numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]

    def without(self, place: int) -> Grid:
        """Return the table without a column."""
        rows = [[*row[:place], *row[place + 1 :]] for row in self.rows]
        return Grid([*self.head[:place], *self.head[place + 1 :]], rows, [*self.right[:place], *self.right[place + 1 :]])


def paragraph(text: str) -> str:
    """Return a paragraph, broken between words where it is wider than the terminal."""
    width = screen()
    return text if width is None else "\n".join(_wrapped(_one_line(text), width))


def table(grid: Grid) -> str:
    """Return an aligned table; words wrap where it is wider than the terminal."""
    clean = [[_one_line(cell) for cell in row] for row in [grid.head, *grid.rows]]
    widths = _widths(clean, grid.right, screen())
    lines = [_lines(row, widths, grid.right) for row in clean]
    rule = GAP.join("-" * width for width in widths).rstrip()
    return "\n".join([*lines[0], rule, *chain.from_iterable(lines[1:])])


def fitting(grid: Grid, spare: Sequence[int], word: int | None) -> tuple[Grid, list[str]]:
    """Return a table without those of the spare columns, in their order, for which the terminal has no room, and the heads of these.

    Room is made by wrapping between words, and in words of more than `word` characters, before a column goes; None wraps nothing.
    """
    left_out: list[int] = []
    width, heads = screen(), grid.head
    for place in spare:
        rows = [grid.head, *grid.rows]
        if width is None or _across(_wanted(rows) if word is None else _least(_words(rows, grid.right), word)) <= width:
            break
        grid = grid.without(place - sum(gone < place for gone in left_out))
        left_out.append(place)
    return grid, [heads[place] for place in sorted(left_out)]


def _widths(rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None) -> list[int]:
    """Return the widths of the columns: what room there is beyond the least goes to words, then to heads, the narrowest first."""
    wanted = _wanted(rows)
    if width is None or _across(wanted) <= width:
        return wanted
    words = _words(rows, right)
    tried = (_least(words, word) for word in range(LONG, SHORT, -1))
    widths = next((widths for widths in tried if _across(widths) <= width), _least(words, SHORT))
    for _ in range(width - _across(widths)):
        *_, needy = min((right[place], widths[place], place) for place in range(len(widths)) if widths[place] < wanted[place])
        widths[needy] += 1
    return widths


def _wanted(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(_cells, column)) for column in zip(*rows, strict=True)]


def _words(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[tuple[int, int]]:
    """Return for each column how wide what stands whole is (numbers, and the words of heads), and how wide its longest word."""
    columns = []
    for (head, *column), number in zip(zip(*rows, strict=True), right, strict=True):
        whole = max([*map(_word, head.split()), *(map(_cells, column) if number else ())], default=0)
        columns.append((whole, 0 if number else max((_word(word) for cell in column for word in cell.split()), default=0)))
    return columns


def _least(words: Sequence[tuple[int, int]], word: int) -> list[int]:
    """Return the least widths of columns in which words of up to `word` characters are not broken."""
    return [max(whole, min(longest, word)) for whole, longest in words]


def _word(word: str) -> int:
    """Return how wide a column must be for a word; between Chinese characters any place is one to break."""
    wide = _cells(word) > len(word)
    return min(_cells(word), SHORT) if wide else _cells(word)


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Return the lines of a row."""
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    high = max(map(len, cells))
    columns = [
        [_padded(line, width, number) for line in [*lines, *[""] * (high - len(lines))]]
        for lines, width, number in zip(cells, widths, right, strict=True)
    ]
    return [GAP.join(line).rstrip() for line in zip(*columns, strict=True)]


def _padded(text: str, width: int, number: bool) -> str:
    space = " " * (width - _cells(text))
    return space + text if number else text + space


def _wrapped(cell: str, width: int) -> list[str]:
    """Return the lines of a cell: broken between words, and inside a word that is wider than the column."""
    from rich.cells import chop_cells

    if _cells(cell) <= width:
        return [cell]
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if _cells(longer) <= width:
            lines[-1] = longer
        else:
            lines += chop_cells(word, width)
    return [line for line in lines if line]


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _one_line(cell: str) -> str:
    return "".join(character if character.isprintable() else " " for character in cell)
