"""The paper as Markdown (CommonMark with tables): nothing in its data is markup."""

from __future__ import annotations

import re

from yijin.summary._document import Document, Figure, Heading, Table
from yijin.summary._format import NUMERIC, grid, plain, remarks, sentence, unit_line
from yijin.summary._numbering import labelled

MARKUP = re.compile(r"([\\`*_\[\]<>#|~&$:!{}])")
OPENING = re.compile(r"^(\s*)([-+](?=[\s-]|$)|=|\d+[.)](?=\s|$))")
ADDRESS = re.compile(r"(?<=[\w.+-])@|(?<=www)\.", re.ASCII | re.IGNORECASE)
APART = "<!-- -->"


def to_markdown(document: Document) -> bytes:
    """Return the document as UTF-8 text.

    Parameters
    ----------
    document : Document
        The paper; of its figures the captions and the words for who cannot see them are written.
    """
    parts = [f"# {escaped(document.title)}"]
    for block, label in labelled(document):
        if isinstance(block, Heading):
            parts.append(f"{'#' * (block.level + 1)} {escaped(label)}")
        elif isinstance(block, Table):
            parts += _table(block, label, document)
        elif isinstance(block, Figure):
            parts.append(f"**{escaped(label)}**\n\n*{escaped(block.alt)}*")
        else:
            parts.append(escaped(sentence(block, document.lang)))
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it stands: no markup, no list, no link."""
    marked = MARKUP.sub(r"\\\1", plain(text))
    opened = OPENING.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", marked)
    return ADDRESS.sub(lambda found: APART + found[0], opened)


def _table(table: Table, label: str, document: Document) -> list[str]:
    unit = unit_line(table, document.lang)
    rules = ["--:" if column.kind in NUMERIC else "---" for column in table.columns]
    rows = [[column.head for column in table.columns], *grid(table, document.lang)]
    head, *body = (_row([escaped(text) for text in row]) for row in rows)
    caption = [f"**{escaped(label)}**", *([escaped(unit)] if unit else [])]
    return [*caption, "\n".join([head, _row(rules), *body]), *map(escaped, remarks(table, document.lang))]


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
