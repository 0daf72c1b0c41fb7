"""Fairs, tastings, publicity, county visits, training and hiring."""

from __future__ import annotations

from yijin.summary._document import Heading, Paragraph, Quantity, Section
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts.measures import measures, total

METRICS = (
    "fairs",
    "associations",
    "association_fairs_met",
    "tastings",
    "tastings_applied_ahead",
    "tastings_closed",
    "zones",
    "publicity",
    "county_visits",
    "trainings",
    "trained",
    "hired",
)


def section(source: Source) -> Section:
    """Return the section of activities, with the fairs against their target where the catalogue names one."""
    return Section("activities", (Heading(say("activities", source.lang)), *_fairs(source), measures(source, "activities_table", METRICS)))


def _fairs(source: Source) -> list[Paragraph]:
    target, held = source.target("fairs"), total(source, "fairs")
    if target is None or not isinstance(held.value, int):
        return []
    return [Paragraph(say("fairs", source.lang), {"fairs": held, "target": Quantity(target, "count")})]
