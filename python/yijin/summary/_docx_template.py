"""A user's own Word document with named places, `{{title}}` or `{{headline}}`, which are filled."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from yijin._options import near
from yijin.errors import OptionError
from yijin.summary._document import Document, Paragraph, Quantity
from yijin.summary._docx import Pen, saved
from yijin.summary._docx_style import install
from yijin.summary._format import sentence

if TYPE_CHECKING:
    from docx.document import Document as Word

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def to_docx_in(document: Document, template: bytes) -> bytes:
    """Return a template with its places filled.

    Parameters
    ----------
    document : Document
        The paper. The names of its sections are places that stand alone in a paragraph of the text; `title` and the names of its facts are
        places that stand anywhere, also in tables, headers and footers.
    template : bytes
        A .docx file.

    Returns
    -------
    bytes
        Facts look as the template's words around them; sections have the styles `Summary ...`, the template's own where it has them.

    Raises
    ------
    OptionError
        A file that is no Word document, or a place that is none: the message lists those there are.
    """
    word = _opened(template)
    facts = {"title": Quantity(document.title), **document.facts}
    sections = [section.name for section in document.sections]
    places = {paragraph: name for paragraph in _paragraphs(word) if (name := _section(paragraph, word, sections))}
    for paragraph in _paragraphs(word):
        if paragraph not in places:
            _say(paragraph, {name: _fact(name, facts, sections, document) for name in PLACE.findall(_text(paragraph))})
    _fill(word, document, places)
    return saved(word)


def _opened(template: bytes) -> Word:
    try:
        return docx.Document(io.BytesIO(template))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as fault:
        raise OptionError(
            f"expected a Word document (.docx) for template, found a file that is none ({type(fault).__name__})", "bad-option"
        ) from None


def _paragraphs(word: Word) -> list[Any]:
    """Return the paragraphs of the text, its tables and boxes, and of the headers and footers."""
    parts = [word.element.body, *_margins(word)]
    return [paragraph for part in parts for paragraph in part.iter(qn("w:p"))]


def _margins(word: Word) -> Iterator[Any]:
    for section in word.sections:
        for kind in ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer"):
            margin = getattr(section, kind)
            if not margin.is_linked_to_previous:
                yield margin._element


def _text(paragraph: Any) -> str:
    return "".join(part.text or "" for part in paragraph.iter(qn("w:t")))


def _section(paragraph: Any, word: Word, sections: list[str]) -> str | None:
    """Return the section whose place a paragraph is."""
    found = PLACE.fullmatch(_text(paragraph).strip())
    return found[1] if found and found[1] in sections and paragraph.getparent() is word.element.body else None


def _fact(name: str, facts: Mapping[str, Quantity], sections: list[str], document: Document) -> str:
    """Return what stands in the place of a fact."""
    if name in facts:
        return sentence(Paragraph("{fact}", {"fact": facts[name]}), document.lang)
    if name in sections:
        raise OptionError(
            f"expected the place of section {{{{{name}}}}} alone in a paragraph of the text, found it among other words", "bad-option"
        )
    raise OptionError(
        f"expected a place of template among {', '.join(facts)} (anywhere) and {', '.join(sections)} (alone in a paragraph), "
        f"found {{{{{name}}}}}{near(name, [*facts, *sections])}",
        "bad-option",
    )


def _say(paragraph: Any, said: Mapping[str, str]) -> None:
    """Fill a paragraph's facts; a place that is spread over runs takes the look of the paragraph's first."""
    texts = list(paragraph.iter(qn("w:t")))
    whole = _text(paragraph)
    if sum(len(PLACE.findall(part.text or "")) for part in texts) == len(PLACE.findall(whole)):
        wanted = [part.text or "" for part in texts]
    else:
        wanted = [whole, *[""] * (len(texts) - 1)]
    for part, text in zip(texts, wanted, strict=True):
        part.text = PLACE.sub(lambda found: said[found[1]], text)
        part.set(SPACE, "preserve")


def _fill(word: Word, document: Document, places: Mapping[Any, str]) -> None:
    """Put each section in its places; sections without a place are left out."""
    install(word, document.lang)
    pen = Pen(word, document)
    for section in document.sections:
        before = list(word.element.body)
        pen.section(section)
        written = [child for child in word.element.body if child not in before]
        for paragraph in [paragraph for paragraph, name in places.items() if name == section.name]:
            for element in written:
                paragraph.addprevious(copy.deepcopy(element))
            paragraph.getparent().remove(paragraph)
        for element in written:
            word.element.body.remove(element)
