"""The appendix: whole tables that the text has no room for."""

from __future__ import annotations

from yijin.summary._document import Heading, Missing, Section
from yijin.summary._guard import APPENDIX
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts.measures import measures
from yijin.summary.parts.slices import sliced


def section(source: Source) -> Section:
    """Return the appendix: the campaign's own metrics, and the headline by each dimension that the book knows."""
    found = [source.headline(by=dimension) for dimension in APPENDIX]
    tables = [sliced(source, headline) for headline in found if not isinstance(headline, Missing)]
    own = [measures(source, "own_table", source.own)] if source.own else []
    return Section("appendix", (Heading(say("appendix", source.lang)), *own, *tables))
