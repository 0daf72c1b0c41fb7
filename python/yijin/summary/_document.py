"""The paper of a stage, as data: sections of headings, paragraphs, tables and figures whose values are still raw."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from yijin._labels import Lang

Kind: TypeAlias = Literal["text", "id", "count", "decimal", "yuan", "jin", "percent", "date"]
Unit: TypeAlias = Literal["yuan", "wan_yuan"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that is not known.

    Attributes
    ----------
    reason : str
        Why, in the document's language; shown once below its table.
    """

    reason: str


Value: TypeAlias = "str | int | float | Fraction | datetime.date | Missing | None"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A raw value with its kind.

    Attributes
    ----------
    value : str, int, float, Fraction, date, Missing or None
        Fen for `yuan`, grams for `jin`, a share (1 is all) for `percent`; None is not known.
    kind : {"text", "id", "count", "decimal", "yuan", "jin", "percent", "date"}
        How it is shown.
    signed : bool
        Whether a number above zero has its plus sign.
    """

    value: Value
    kind: Kind = "text"
    signed: bool = False


Rows: TypeAlias = "tuple[tuple[Value | Quantity, ...], ...]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the writers number it.

    Attributes
    ----------
    text : str
        The heading's words.
    level : int
        1 to 3.
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several, with places for values.

    Attributes
    ----------
    text : str
        The words, with a place `{name}` for each value.
    values : mapping of str to Quantity
        What stands in the places.
    """

    text: str
    values: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    head : str
        Its head.
    kind : {"text", "id", "count", "decimal", "yuan", "jin", "percent", "date"}
        What its cells hold, unless a cell is a Quantity of its own kind.
    """

    head: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    caption : str
        What stands above it.
    columns : tuple of Column
        Its columns.
    rows : tuple of tuple of Value or Quantity
        Its cells, raw.
    unit : {"yuan", "wan_yuan"} or None
        The unit of its money and of the line above it; yuan, and no line, where absent.
    notes : tuple of str
        What stands below it.
    hidden : frozenset of (int, int)
        Row and column of the cells that are suppressed; what they hold is shown nowhere.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Rows
    unit: Unit | None = None
    notes: tuple[str, ...] = ()
    hidden: frozenset[tuple[int, int]] = frozenset()

    def cells(self, row: int) -> Iterator[tuple[int, Quantity]]:
        """Return the cells of a row that is counted from 0, each with its column's number and its kind."""
        for place, (column, cell) in enumerate(zip(self.columns, self.rows[row], strict=True)):
            yield place, cell if isinstance(cell, Quantity) else Quantity(cell, column.kind)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture.

    Attributes
    ----------
    caption : str
        What stands below it.
    svg : str
        The picture for the screen.
    png : bytes
        The picture for Word.
    alt : str
        The picture in words, for who cannot see it.
    """

    caption: str
    svg: str
    png: bytes
    alt: str


Block: TypeAlias = "Heading | Paragraph | Table | Figure"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document, by the name of its place in a template.

    Attributes
    ----------
    name : str
        The place's name.
    blocks : tuple of Heading, Paragraph, Table or Figure
        What it holds.
    own_page : bool
        Whether it begins a page.
    """

    name: str
    blocks: tuple[Block, ...]
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The paper of a stage; it does not change, and the same document gives the same bytes.

    Attributes
    ----------
    title : str
        Its title.
    lang : {"zh", "en"}
        Its language.
    as_of : date
        The day up to which purchases and refunds are known.
    facts : mapping of str to Quantity
        The short values that a template can name: campaign, stage, as_of and the like.
    sections : tuple of Section
        Its parts in order; the statement of inputs is the last.

    Examples
    --------
    >>> import datetime
    >>> from yijin.summary import Document, Paragraph, Quantity, Section, Summary
    >>> said = Paragraph("{households} households bought.", {"households": Quantity(1234, "count")})
    >>> paper = Document("Stage 1", "en", datetime.date(2019, 8, 31), {}, (Section("headline", (said,)),))
    >>> print(Summary(paper).to_bytes("md").decode())
    # Stage 1
    <BLANKLINE>
    1,234 households bought.
    <BLANKLINE>
    """

    title: str
    lang: Lang
    as_of: datetime.date
    facts: Mapping[str, Quantity]
    sections: tuple[Section, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of all sections in order."""
        return tuple(block for section in self.sections for block in section.blocks)
