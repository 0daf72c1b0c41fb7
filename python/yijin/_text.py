"""Tables and numbers as plain text: right in a terminal with wide characters, and with LC_ALL=C."""

from __future__ import annotations

from collections.abc import Sequence

TEXT_ROWS = 60
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


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Return an aligned table; `right` says which columns hold numbers."""
    from rich.cells import cell_len

    clean = [[_one_line(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(cell_len, column)) for column in zip(*clean, strict=True)]

    def line(row: Sequence[str]) -> str:
        padded = []
        for cell, width, is_right in zip(row, widths, right, strict=True):
            space = " " * (width - cell_len(cell))
            padded.append(space + cell if is_right else cell + space)
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(clean[0]), rule, *map(line, clean[1:])])


def _one_line(cell: str) -> str:
    return "".join(character if character.isprintable() else " " for character in cell)
