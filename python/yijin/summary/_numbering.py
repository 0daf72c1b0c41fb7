"""Numbers of headings, tables and figures: counted once, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from yijin._labels import Lang, Pair
from yijin.summary._document import Block, Document, Figure, Heading, Table
from yijin.summary._format import plain, word

HAN = "〇一二三四五六七八九"
TABLE: Pair = ("Table {number}. {caption}", "表{number}　{caption}")
FIGURE: Pair = ("Figure {number}. {caption}", "图{number}　{caption}")


def han(number: int) -> str:
    """Return a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{HAN[tens]}十"
    return front + (HAN[ones] if ones else "")


def labelled(document: Document) -> Iterator[tuple[Block, str]]:
    """Return each block with its label: a heading's number and text, a caption with its number; empty for paragraphs."""
    headings, tables, figures = [0, 0, 0], 0, 0
    for block in document.blocks:
        if isinstance(block, Heading):
            headings = [*headings[: block.level - 1], headings[block.level - 1] + 1, *[0] * (3 - block.level)]
            yield block, _heading(headings[: block.level], plain(block.text), document.lang)
        elif isinstance(block, Table):
            tables += 1
            yield block, word(TABLE, document.lang).format(number=tables, caption=plain(block.caption))
        elif isinstance(block, Figure):
            figures += 1
            yield block, word(FIGURE, document.lang).format(number=figures, caption=plain(block.caption))
        else:
            yield block, ""


def _heading(numbers: list[int], text: str, lang: Lang) -> str:
    if lang == "en":
        return f"{'.'.join(map(str, numbers))} {text}"
    last = numbers[-1]
    return {1: f"{han(last)}、{text}", 2: f"（{han(last)}）{text}", 3: f"{last}. {text}"}[len(numbers)]
