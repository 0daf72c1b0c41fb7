"""The headline by province, enterprise, channel and purchase source."""

from __future__ import annotations

from yijin._headline import Headline, Row
from yijin._labels import DIMENSIONS, WORDS, listed, pick
from yijin.summary._breakdown import bars, tiles
from yijin.summary._chart import draw
from yijin.summary._document import Block, Column, Figure, Heading, Missing, Paragraph, Quantity, Section, Table
from yijin.summary._format import HIDDEN, digits, rounded, word
from yijin.summary._guard import BODY, MIX, guard
from yijin.summary._source import Source, headline_value
from yijin.summary._tiles import TILES
from yijin.summary._trend import mix
from yijin.summary._words import say

FIRST = 20
FIGURES = 5
"""The columns behind the member: two distinct counts, lines, amount and mass."""


def section(source: Source) -> Section:
    """Return the section of slices: for each dimension a table and, where one fits, a chart."""
    blocks: list[Block] = [Heading(say("slices", source.lang))]
    for dimension in BODY:
        blocks += [Heading(say("slice_heading", source.lang).format(dimension=_name(source, dimension)), 2), *_slice(source, dimension)]
    return Section("slices", tuple(blocks))


def sliced(source: Source, found: Headline, first: int | None = None) -> Table:
    """Return a headline by a dimension as a table, the largest amount first and what is suppressed last.

    Parameters
    ----------
    source : Source
        What is asked.
    found : Headline
        The headline by one dimension.
    first : int, optional
        How many rows are shown; all where absent.
    """
    (dimension,) = found.by
    rows = _ranked(source, found)
    gone = _hidden(source, dimension, rows)
    shown = rows[:first]
    columns = (
        Column(_name(source, dimension)),
        Column(say("communities", source.lang), "count"),
        Column(say("households", source.lang), "count"),
        Column(say("lines", source.lang), "count"),
        Column(say("amount", source.lang), "yuan"),
        Column(say("mass", source.lang), "jin"),
    )
    cut = [say("slice_first", source.lang).format(shown=digits(len(shown), "count"), all=digits(len(rows), "count"))]
    return Table(
        say("slice_table", source.lang).format(dimension=_name(source, dimension)),
        columns,
        tuple(_row(source, dimension, row) for row in shown),
        unit="wan_yuan",
        notes=(say("distinct", source.lang), *(cut if len(shown) < len(rows) else [])),
        hidden=frozenset((row, place) for row in gone if row < len(shown) for place in range(1, FIGURES + 1)),
    )


def _slice(source: Source, dimension: str) -> list[Block]:
    found = source.headline(by=dimension)
    if isinstance(found, Missing):
        return [Paragraph(say("unknown_part", source.lang), {"part": Quantity(_name(source, dimension)), "reason": Quantity(found.reason)})]
    table = sliced(source, found, first=FIRST)
    if not source.figures:
        return [table]
    if dimension == "province":
        return [table, *_map(source, found)]
    return [
        table,
        *(_bars(source, dimension, found) if dimension != "enterprise" else []),
        *(_mix(source) if dimension == "source" else []),
    ]


def _name(source: Source, dimension: str) -> str:
    return pick(DIMENSIONS, dimension, source.lang)


def _ranked(source: Source, found: Headline) -> list[Row]:
    """Return the rows, the largest amount first, those of one amount by name; suppressed ones last, by name: a rank bounds an amount."""
    (dimension,) = found.by

    def rank(row: Row) -> tuple[bool, int, str]:
        gone = guard(source).hides((dimension,), (row.by[dimension],))
        return gone, 0 if gone else -(row.amount_fen or 0), row.by[dimension] or ""

    return sorted(found.rows, key=rank)


def _hidden(source: Source, dimension: str, rows: list[Row]) -> frozenset[int]:
    return frozenset(line for line, row in enumerate(rows) if guard(source).hides((dimension,), (row.by[dimension],)))


def _row(source: Source, dimension: str, row: Row) -> tuple[Quantity, ...]:
    unknown = Missing(say("not_known", source.lang))
    return (
        Quantity(source.member(dimension, row.by[dimension])),
        headline_value(source, row.communities),
        headline_value(source, row.households),
        Quantity(row.lines, "count"),
        Quantity(unknown if row.amount_fen is None else row.amount_fen, "yuan"),
        Quantity(unknown if row.mass_g is None else row.mass_g, "jin"),
    )


def _map(source: Source, found: Headline) -> list[Block]:
    """Return the provinces as tiles, and who is on none of them."""
    rows = _ranked(source, found)
    gone = _hidden(source, "province", rows)
    places = [(row.by["province"], row.households.value, line in gone) for line, row in enumerate(rows)]
    counts = {name: count for name, count, few in places if name in TILES and count is not None and not few}
    few = frozenset(name for name, _, held in places if held and name is not None)
    if not counts and not few:
        return []
    chart = tiles({str(name): count for name, count in counts.items()}, few, source.lang, word(HIDDEN, source.lang))
    figure = draw(chart, say("province_figure", source.lang), say("province_alt", source.lang))
    others = [source.member("province", name) for name, _, _ in places if name not in TILES]
    listing = {"members": Quantity(listed(others, source.lang))}
    return [figure, *([Paragraph(say("elsewhere", source.lang), listing)] if others else [])]


def _bars(source: Source, dimension: str, found: Headline) -> list[Figure]:
    ranked = _ranked(source, found)
    gone = _hidden(source, dimension, ranked)
    shown = [(source.member(dimension, row.by[dimension]), row.amount_fen) for line, row in enumerate(ranked) if line not in gone]
    rows = [(name, _wan(fen), digits(fen, "yuan", "wan_yuan")) for name, fen in shown if fen is not None]
    if not rows:
        return []
    caption = say("amount_figure", source.lang).format(dimension=_name(source, dimension))
    return [draw(bars(rows, say("wan_yuan", source.lang)), caption, say("amount_alt", source.lang))]


def _mix(source: Source) -> list[Figure]:
    """Return the amount by month and purchase source; suppressed parts are not drawn."""
    found = source.headline(by=MIX)
    if isinstance(found, Missing):
        return []
    drawn = [row for row in found.rows if row.amount_fen is not None and not guard(source).hides(MIX, tuple(row.by.values()))]
    rows = [
        (source.member("month", row.by["month"]), source.member("source", row.by["source"]), _wan(row.amount_fen or 0)) for row in drawn
    ]
    if not rows:
        return []
    order = [
        part for part in (source.member("source", name) for name in [*WORDS["source"], None]) if any(part == name for _, name, _ in rows)
    ]
    chart = mix(rows, order, say("wan_yuan", source.lang))
    return [draw(chart, say("mix_figure", source.lang), say("mix_alt", source.lang))]


def _wan(fen: int) -> float:
    """Return an amount as it is drawn, in 10,000 yuan."""
    scaled, places = rounded(fen, "yuan", "wan_yuan")
    return float(scaled / 10**places)
