"""The font of the charts: shipped with the package, so that no picture depends on the fonts of a machine."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from importlib import resources

import vl_convert
from fontTools import subset
from fontTools.ttLib import TTFont

from yijin.errors import GlyphError

FAMILY = "Yijin Sans CJK SC"
FILE = "YijinSansCJKsc-Regular.otf"
ID = "missing-glyph"


@cache
def data() -> bytes:
    """Return the font's file."""
    return resources.files("yijin.summary").joinpath("fonts").joinpath(FILE).read_bytes()


@cache
def glyphs() -> frozenset[int]:
    """Return the code points that the font can draw."""
    return frozenset(TTFont(io.BytesIO(data()), lazy=True).getBestCmap())


@cache
def register() -> None:
    """Make the font known to the chart renderer, once."""
    with resources.as_file(resources.files("yijin.summary").joinpath("fonts")) as folder:
        vl_convert.register_font_directory(str(folder))


def check(texts: Iterable[str]) -> None:
    """Do nothing where the font can draw every text.

    Parameters
    ----------
    texts : iterable of str
        What a chart shows.

    Raises
    ------
    GlyphError
        The first character that the font does not have, and the text that it stands in.
    """
    for text in texts:
        for character in text:
            if ord(character) not in glyphs():
                raise GlyphError(
                    f"expected characters that the charts' font has, found {character!r} (U+{ord(character):04X}) in {text!r}: "
                    "write it another way, or leave the figures out",
                    ID,
                )


@cache
def excerpt(text: str) -> bytes:
    """Return the font with no more glyphs than a text needs.

    Parameters
    ----------
    text : str
        What is shown in it.
    """
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True, desubroutinize=False)
    font = TTFont(io.BytesIO(data()), recalcTimestamp=False)
    maker = subset.Subsetter(options)
    maker.populate(text=text)
    maker.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
