"""Make the font of the charts from Noto Sans CJK: ``python examples/chart_font.py NotoSansCJK-Regular.ttc``."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).parent.parent / "python/yijin/summary/fonts/YijinSansCJKsc-Regular.otf"
SOURCE = "Noto Sans CJK SC"
FAMILY = "Yijin Sans CJK SC"
BYTES = range(0xA1, 0xFF)
PUNCTUATION = "·×÷±–—‘’“”…‰′″←↑→↓≈≠≤≥■□▲△●○、。〇《》「」『』【】〔〕！（），．：；？％＋－／＝￥～°€£§"


def main(collection: str) -> None:
    """Write the subset of a collection of fonts."""
    font = next(font for font in TTCollection(collection).fonts if font["name"].getDebugName(1) == SOURCE)
    options = subset.Options(
        layout_features=["kern"], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], desubroutinize=False
    )
    maker = subset.Subsetter(options)
    maker.populate(unicodes=map(ord, wanted()))
    maker.subset(font)
    rename(font)
    font.save(OUT)
    print(OUT, OUT.stat().st_size, "bytes,", len(font.getBestCmap()), "characters")


def wanted() -> str:
    """Return the characters of ASCII, GB 2312's two levels of Chinese characters, and punctuation."""
    pairs = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in BYTES)
    return "".join(map(chr, range(0x20, 0x7F))) + "".join(pair.decode("gb2312", "ignore") for pair in pairs) + PUNCTUATION


def rename(font: TTFont) -> None:
    """Give the font a name of its own."""
    font.recalcTimestamp = False
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} Regular", 4: FAMILY, 6: "YijinSansCJKsc-Regular"}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    font["CFF "].cff.fontNames = [names[6]]
    top = font["CFF "].cff.topDictIndex[0]
    top.FullName, top.FamilyName = FAMILY, FAMILY


if __name__ == "__main__":
    main(sys.argv[1])
