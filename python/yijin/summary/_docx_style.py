"""How the Word paper looks: the sizes, fonts and margins of an office paper, as styles of its own names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from yijin._labels import Lang

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
FALLBACKS = {
    SONG: "方正小标宋_GBK,宋体,SimSun,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
}
LINE = Pt(28)
MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
TEXT_WIDTH = Mm(210 - 28 - 26)
A4 = {"page_width": Mm(210), "page_height": Mm(297)}


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: East Asian font, size in points, and how it stands."""

    font: str
    size: float
    bold: bool = False
    align: str = "JUSTIFY"
    line: Pt | None = LINE
    indent: bool = False
    keep: bool = False
    outline: int | None = None


LOOKS = {
    "Summary Title": Look(SONG, 22, align="CENTER", keep=True, line=Pt(34)),
    "Summary Body": Look(FANG, 16, indent=True),
    "Summary Heading 1": Look(HEI, 16, indent=True, keep=True, outline=0, align="LEFT"),
    "Summary Heading 2": Look(KAI, 16, indent=True, keep=True, outline=1, align="LEFT"),
    "Summary Heading 3": Look(FANG, 16, bold=True, indent=True, keep=True, outline=2, align="LEFT"),
    "Summary Caption": Look(FANG, 12, bold=True, align="CENTER", keep=True, line=Pt(22)),
    "Summary Figure Caption": Look(FANG, 12, bold=True, align="CENTER", line=Pt(22)),
    "Summary Unit": Look(FANG, 10.5, align="RIGHT", keep=True, line=Pt(18)),
    "Summary Cell": Look(FANG, 10.5, align="LEFT", line=Pt(16)),
    "Summary Number": Look(FANG, 10.5, align="RIGHT", line=Pt(16)),
    "Summary Head": Look(HEI, 10.5, align="CENTER", keep=True, line=Pt(16)),
    "Summary Note": Look(FANG, 10.5, align="LEFT", line=Pt(18)),
    "Summary Picture": Look(FANG, 12, align="CENTER", line=None, keep=True),
    "Summary Page": Look(FANG, 14, align="CENTER", line=None),
}
"""二号, 三号, 小四 and 五号 are 22, 16, 12 and 10.5 points."""


def install(word: Word, lang: Lang) -> None:
    """Add the styles that a document does not have; what a template says of a style of that name stands."""
    known = {style.name for style in word.styles}
    for name, look in LOOKS.items():
        if name not in known:
            align = "LEFT" if lang == "en" and look.align == "JUSTIFY" else look.align
            _style(word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), replace(look, align=align))


def lay_out(word: Word) -> None:
    """Set the page, the language and the fonts' fallbacks of a new document, and its page numbers."""
    (section,) = word.sections
    for name, length in {**A4, **MARGINS}.items():
        setattr(section, name, length)
    _default_font(word)
    _font_table(word)
    _page_number(section.footer.paragraphs[0])


def _style(style: ParagraphStyle, look: Look) -> None:
    style.font.size = Pt(look.size)
    style.font.bold = look.bold
    _faces(style.element.get_or_add_rPr(), look.font)
    form = style.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
    form.space_before = form.space_after = Pt(0)
    form.keep_with_next = look.keep
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE if look.line is None else WD_LINE_SPACING.EXACTLY
    if look.line is not None:
        form.line_spacing = look.line
    _paragraph(style.element.get_or_add_pPr(), look)


def _paragraph(properties: Any, look: Look) -> None:
    """Set what python-docx has no word for: the indent in characters, and the outline level."""
    if look.indent:
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(look.size * 2 * 20)))
    if look.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline))
        properties.append(level)


def _faces(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{script}"), face)


def _default_font(word: Word) -> None:
    normal = word.styles["Normal"].element.get_or_add_rPr()
    _faces(normal, FANG)
    language = OxmlElement("w:lang")
    for name, value in (("val", "en-US"), ("eastAsia", "zh-CN")):
        language.set(qn(f"w:{name}"), value)
    normal.append(language)


def _font_table(word: Word) -> None:
    """Name the fonts to take where the first is not there."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>' for name, other in FALLBACKS.items()
    )
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    part: Any = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = text.encode()


def _page_number(paragraph: Any) -> None:
    paragraph.style = "Summary Page"
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")
