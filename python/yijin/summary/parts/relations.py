"""Long-term relations between enterprises and counties, and brands."""

from __future__ import annotations

from typing import Any

from yijin.summary._breakdown import grid
from yijin.summary._chart import draw
from yijin.summary._document import Block, Column, Figure, Heading, Missing, Paragraph, Quantity, Section, Table
from yijin.summary._format import digits
from yijin.summary._guard import guard
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts.measures import measures

METRICS = (
    "long_term_relations",
    "long_term_relations_consecutive",
    "origin_counties",
    "poor_counties",
    "poor_counties_not_exited",
    "suppliers",
    "products",
    "brands",
)
FIRST = 20
DRAWN = 12
HEADS = {"origin_county": "county"}
COUNTS = ("months", "stages")
FIELDS = ("enterprise", "origin_county", "months", "stages", "first_month", "last_month", "consecutive")


def section(source: Source) -> Section:
    """Return the section of relations: the metrics, the longest pairs, and the brands."""
    pairs = source.frame("relations")
    blocks: list[Block] = [Heading(say("relations", source.lang)), measures(source, "relations_table", METRICS)]
    if isinstance(pairs, Missing):
        blocks.append(
            Paragraph(
                say("unknown_part", source.lang), {"part": Quantity(say("pairs_table", source.lang)), "reason": Quantity(pairs.reason)}
            )
        )
    else:
        ranked = sorted(pairs, key=lambda pair: (-pair["months"], str(pair["enterprise"]), str(pair["origin_county"])))
        blocks += [_pairs(source, ranked), *_figure(source, ranked)]
    return Section("relations", (*blocks, *_brands(source)))


def _pairs(source: Source, ranked: list[dict[str, Any]]) -> Table:
    columns = tuple(Column(say(HEADS.get(name, name), source.lang), "count" if name in COUNTS else "text") for name in FIELDS)
    shown = ranked[:FIRST]
    rows = tuple(tuple(_cell(source, name, pair[name]) for name in FIELDS) for pair in shown)
    cut = say("pairs_first", source.lang).format(shown=digits(len(shown), "count"), all=digits(len(ranked), "count"))
    return Table(say("pairs_table", source.lang), columns, rows, notes=(cut,) if len(shown) < len(ranked) else ())


def _cell(source: Source, name: str, value: Any) -> Any:
    return value if name in COUNTS else source.member(name, value)


def _figure(source: Source, ranked: list[dict[str, Any]]) -> list[Figure]:
    """Return the grid of the enterprises and counties with the longest relations."""
    if not ranked or not source.figures:
        return []
    enterprises, counties = (list(dict.fromkeys(pair[name] for pair in ranked))[:DRAWN] for name in ("enterprise", "origin_county"))
    drawn = [pair for pair in ranked if pair["enterprise"] in enterprises and pair["origin_county"] in counties]
    rows = [
        (source.member("enterprise", pair["enterprise"]), source.member("origin_county", pair["origin_county"]), pair["months"])
        for pair in drawn
    ]
    chart = grid(rows, (say("enterprise", source.lang), say("county", source.lang)))
    return [draw(chart, say("pairs_figure", source.lang), say("pairs_alt", source.lang))]


def _brands(source: Source) -> list[Table]:
    """Return the amount by brand, the largest first and what is suppressed last, by name."""
    found = source.metric("amount", by="brand")
    if isinstance(found, Missing):
        return []
    few = [row for row in found.rows if guard(source).hides(("brand",), (row.by["brand"],))]
    shown = sorted((row for row in found.rows if row not in few), key=lambda row: (-(row.value or 0), row.by["brand"] or ""))
    ranked = [*shown, *sorted(few, key=lambda row: row.by["brand"] or "")]
    columns = (Column(say("brand", source.lang)), Column(found.label, "yuan"))
    rows = tuple((source.member("brand", row.by["brand"]), row.value) for row in ranked)
    return [
        Table(
            say("brands_table", source.lang),
            columns,
            rows,
            unit="wan_yuan",
            hidden=frozenset((line, 1) for line in range(len(shown), len(ranked))),
        )
    ]
