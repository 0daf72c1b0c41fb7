"""The paper as one HTML file: no network, no script, readable on a screen and in print."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache

import jinja2
from markupsafe import Markup

from yijin.summary._document import Block, Document, Figure, Heading, Table
from yijin.summary._font import FAMILY, excerpt
from yijin.summary._format import NUMERIC, grid, plain, remarks, sentence, unit_line
from yijin.summary._numbering import labelled

PAGE = "summary.html.jinja"


@dataclass(frozen=True, slots=True)
class Part:
    """A block as the page's template takes it; every text is escaped there."""

    kind: str
    text: str
    level: int = 0
    unit: str = ""
    heads: tuple[tuple[str, bool], ...] = ()
    rows: tuple[tuple[tuple[str, bool], ...], ...] = ()
    notes: tuple[str, ...] = ()
    svg: Markup | None = None
    alt: str = ""


def to_html(document: Document) -> bytes:
    """Return the document as one HTML file in UTF-8.

    Parameters
    ----------
    document : Document
        The paper; its figures stand in the file as SVG, with the part of the charts' font that the page needs.
    """
    labels = iter([label for _, label in labelled(document)])
    sections = [(section, [_part(block, next(labels), document) for block in section.blocks]) for section in document.sections]
    page = _page().render(
        lang={"zh": "zh-CN", "en": "en"}[document.lang], title=plain(document.title), sections=sections, family=FAMILY, font=_font(document)
    )
    return page.encode()


@cache
def _page() -> jinja2.Template:
    loader = jinja2.PackageLoader("yijin.summary")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template(PAGE)


def _font(document: Document) -> str:
    """Return the part of the charts' font that the figures need, as base64; empty where there are none."""
    drawn = "".join(block.svg for block in document.blocks if isinstance(block, Figure))
    return base64.b64encode(excerpt(drawn)).decode() if drawn else ""


def _part(block: Block, label: str, document: Document) -> Part:
    if isinstance(block, Heading):
        return Part("heading", label, level=block.level + 1)
    if isinstance(block, Table):
        return _table(block, label, document)
    if isinstance(block, Figure):
        return Part("figure", label, svg=Markup(block.svg), alt=plain(block.alt))  # noqa: S704
    return Part("paragraph", sentence(block, document.lang))


def _table(table: Table, label: str, document: Document) -> Part:
    numbers = [column.kind in NUMERIC for column in table.columns]
    rows = tuple(tuple(zip(texts, numbers, strict=True)) for texts in grid(table, document.lang))
    heads = tuple((plain(column.head), number) for column, number in zip(table.columns, numbers, strict=True))
    notes = tuple(remarks(table, document.lang))
    return Part("table", label, unit=unit_line(table, document.lang), heads=heads, rows=rows, notes=notes)
