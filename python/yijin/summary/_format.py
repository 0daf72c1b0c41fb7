"""The one way from a raw value to its digits: every writer shows what stands here, so that all papers agree."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from yijin._labels import Lang, Pair
from yijin.summary._document import Kind, Missing, Paragraph, Quantity, Table, Unit

Number: TypeAlias = "int | float | Fraction"

ABSENT = "—"
HIDDEN: Pair = ("suppressed", "×")
HIDDEN_NOTE: Pair = (
    "suppressed: held back for the protection of persons, as few stand behind the figure or behind one that it would give away.",
    "×：为保护个人信息不予列示，该数所涉人数过少，或可由其推出此类数字。",
)
ABSENT_NOTE: Pair = ("—: {reason}.", "—：{reason}。")
UNITS: Mapping[Unit, Pair] = {"yuan": ("Unit: yuan", "单位：元"), "wan_yuan": ("Unit: 10,000 yuan", "单位：万元")}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMERIC: frozenset[Kind] = frozenset({"count", "decimal", "yuan", "jin", "percent"})

FEN = {"yuan": 100, "wan_yuan": 1_000_000}
JIN = 500
PLACES: Mapping[Kind, int] = {"count": 0, "decimal": 2, "yuan": 2, "jin": 2, "percent": 4}

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def plain(text: str) -> str:
    """Return a text that every format can hold and that shows all it has.

    Tabs and line breaks become spaces, other control characters their pictures (␀), and what would be invisible, turn the direction of
    writing or stand in no XML becomes the replacement character.
    """
    return UNSEEN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def shown(quantity: Quantity, unit: Unit | None = None) -> str:
    """Return a value as every format shows it: grouped digits, two decimals, `—` where it is not known."""
    value = quantity.value
    if value is None or isinstance(value, Missing) or (isinstance(value, float) and value - value != 0):
        return ABSENT
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return plain(value)
    return digits(value, quantity.kind, unit, signed=quantity.signed)


def digits(value: Number, kind: Kind, unit: Unit | None = None, *, signed: bool = False) -> str:
    """Return the digits of a number, rounded half away from zero."""
    scaled, places = rounded(value, kind, unit)
    places -= 2 if kind == "percent" else 0
    whole, part = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else "+" if signed and scaled > 0 else ""
    return f"{sign}{whole:,}{f'.{part:0{places}}' if places else ''}{'%' if kind == 'percent' else ''}"


def rounded(value: Number, kind: Kind, unit: Unit | None = None) -> tuple[int, int]:
    """Return a number as a whole number of its last shown place, and how many places that stands behind the point."""
    top, bottom = value.as_integer_ratio()
    places = PLACES.get(kind, 0)
    bottom *= FEN[unit or "yuan"] if kind == "yuan" else JIN if kind == "jin" else 1
    scaled = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    return (-scaled if top < 0 else scaled), places


def is_number(quantity: Quantity) -> bool:
    """Return whether a value is a finite number of a numeric kind."""
    value = quantity.value
    return quantity.kind in NUMERIC and isinstance(value, (int, float, Fraction)) and value - value == 0


def day(date: datetime.date, lang: Lang) -> str:
    """Return a day as prose has it: 2019年8月31日, 31 August 2019."""
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def sentence(paragraph: Paragraph, lang: Lang) -> str:
    """Return a paragraph with its values set in; dates are written out."""
    return plain(paragraph.text.format_map({name: _spoken(quantity, lang) for name, quantity in paragraph.values.items()}))


def _spoken(quantity: Quantity, lang: Lang) -> str:
    value = quantity.value
    return day(value, lang) if isinstance(value, datetime.date) else shown(quantity)


def cell(table: Table, row: int, place: int, quantity: Quantity, lang: Lang) -> str:
    """Return the text of a table's cell; a suppressed one says only that it is."""
    if (row, place) in table.hidden:
        return word(HIDDEN, lang)
    return shown(quantity, table.unit)


def grid(table: Table, lang: Lang) -> list[list[str]]:
    """Return the texts of all cells of a table."""
    return [[cell(table, row, place, quantity, lang) for place, quantity in table.cells(row)] for row in range(len(table.rows))]


def unit_line(table: Table, lang: Lang) -> str:
    """Return the line of the unit above a table; empty where it has none."""
    return word(UNITS[table.unit], lang) if table.unit else ""


def remarks(table: Table, lang: Lang) -> list[str]:
    """Return what stands below a table: its notes, why values are not known, and what a suppressed cell is."""
    reasons: dict[str, Any] = {}
    for row in range(len(table.rows)):
        for place, quantity in table.cells(row):
            if isinstance(quantity.value, Missing) and (row, place) not in table.hidden:
                reasons[plain(quantity.value.reason)] = None
    absent = [word(ABSENT_NOTE, lang).format(reason=reason) for reason in reasons]
    return [*map(plain, table.notes), *absent, *([word(HIDDEN_NOTE, lang)] if table.hidden else [])]


def word(pair: Pair, lang: Lang) -> str:
    """Return the text of a pair in a language."""
    return pair[lang == "zh"]
