"""Definitions of the metrics, and the campaign's policy."""

from __future__ import annotations

import datetime

from yijin._labels import POLICY, WORDS, listed, pick
from yijin.summary._document import Block, Column, Heading, Paragraph, Quantity, Section, Table
from yijin.summary._source import Source
from yijin.summary._words import say


def section(source: Source) -> Section:
    """Return the section of definitions; without any it holds the policy alone."""
    blocks: list[Block] = [Heading(say("definitions", source.lang)), _window(source), *_policy(source), _least(source)]
    return Section("definitions", (*blocks, *([_table(source)] if source.definitions else [])))


def _window(source: Source) -> Paragraph:
    start, end = (Quantity(datetime.date.fromisoformat(day), "date") for day in source.book.campaign.window)
    return Paragraph(say("window", source.lang), {"start": start, "end": end})


def _policy(source: Source) -> list[Paragraph]:
    """Return what counts as what, one paragraph a list."""
    said = []
    for name, (vocabulary, label) in POLICY.items():
        words = listed((pick(WORDS[vocabulary], word, source.lang) for word in source.book.campaign.policy[name]), source.lang)
        values = {"name": Quantity(pick({name: label}, name, source.lang)), "words": Quantity(words)}
        said.append(Paragraph(say("policy", source.lang), values))
    return said


def _least(source: Source) -> Paragraph:
    return Paragraph(say("least", source.lang), {"least": Quantity(source.least, "count")})


def _table(source: Source) -> Table:
    columns = tuple(Column(say(name, source.lang)) for name in ("metric", "definition", "clause"))
    rows = tuple((one.label[source.lang], one.definition[source.lang], one.clause) for one in source.definitions)
    return Table(say("definitions_table", source.lang), columns, rows)
