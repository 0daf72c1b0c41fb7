"""Charts become pictures: drawn without network and browser, and never with a box for a character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import altair as alt
import vl_convert
from rich.cells import cell_len, set_cell_size

from yijin.summary import _font
from yijin.summary._document import Figure
from yijin.summary._format import plain
from yijin.summary._theme import theme

SCALE = 2.5
GRAMMAR = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
LABEL_WIDTH = 34
TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
STAND_INS = re.compile("[\u2400-\u2421\ufffd]")
"""What stands for control characters elsewhere, and no CJK font has."""


def draw(chart: alt.TopLevelMixin, caption: str, alternative: str) -> Figure:
    """Return a chart as a figure.

    Parameters
    ----------
    chart : altair chart
        The chart, with its data in it.
    caption : str
        What stands below it.
    alternative : str
        The picture in words.

    Raises
    ------
    GlyphError
        A character that the charts' font does not have.
    """
    _font.register()
    spec = {**chart.to_dict(validate=False), "config": theme()}
    svg = vl_convert.vegalite_to_svg(spec, vl_version=GRAMMAR, allowed_base_urls=[])
    _font.check(texts(svg))
    return Figure(caption, svg, vl_convert.svg_to_png(svg, scale=SCALE), alternative)


def texts(svg: str) -> list[str]:
    """Return the texts that a drawing shows."""
    return [unescape(TAG.sub("", found)) for found in TEXT.findall(svg)]


def data(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=list(rows))


def labels(names: Sequence[str]) -> list[str]:
    """Return names as a chart has room for them, cut where they are long, and still each of its own."""
    taken: dict[str, int] = {}
    short = []
    for name in names:
        cut = _cut(STAND_INS.sub("?", plain(name)))
        taken[cut] = taken.get(cut, 0) + 1
        short.append(cut if taken[cut] == 1 else f"{cut} ({taken[cut]})")
    return short


def _cut(name: str) -> str:
    return name if cell_len(name) <= LABEL_WIDTH else f"{set_cell_size(name, LABEL_WIDTH - 2).rstrip()}…"
