"""What the numbers mean: households as covered and as buying, poor households as verified and as declared."""

from __future__ import annotations

from yijin.summary._document import Block, Heading, Missing, Paragraph, Quantity, Section
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts.headline import is_held_back
from yijin.summary.parts.measures import measures, total

HOUSEHOLDS = (
    "households_registered",
    "households_covered",
    "households_buying",
    "households_returning",
    "households_one_jin",
    "coverage",
    "one_jin_share",
    "jin_per_household",
)
ACTIVITY = (
    "lines",
    "orders",
    "amount",
    "mass",
    "mass_unknown_lines",
    "active_enterprises",
    "communities_joined",
    "communities_active",
    "communities_silent",
)
RANGES = {"direct": ("direct_poor_households", "declared_direct"), "indirect": ("indirect_poor_households", "declared_indirect")}


def section(source: Source) -> Section:
    """Return the section of what must not be mistaken for one another."""
    ranges = [paragraph for name in RANGES for paragraph in _range(source, name)]
    blocks: tuple[Block, ...] = (
        Heading(say("meaning", source.lang)),
        Paragraph(say("four_households", source.lang)),
        measures(source, "households_table", HOUSEHOLDS),
        Paragraph(say("helped", source.lang)),
        *ranges,
        measures(source, "activity_table", ACTIVITY),
    )
    return Section("meaning", blocks)


def _range(source: Source, name: str) -> list[Paragraph]:
    """Return the verified and the declared number side by side, where both are known."""
    verified, declared = RANGES[name]
    headline = source.headline()
    counted, stated = None if isinstance(headline, Missing) else headline[verified], total(source, declared)
    if counted is None or counted.value is None or is_held_back(source, counted) or not isinstance(stated.value, int):
        return []
    return [Paragraph(say(f"range_{name}", source.lang), {"verified": Quantity(counted.value, "count"), "declared": stated})]
