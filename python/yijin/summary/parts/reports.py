"""Reporting discipline: reports due, received and on time, and what enterprises pledged."""

from __future__ import annotations

from yijin.summary._document import Heading, Section
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts.measures import measures

METRICS = (
    "reports_due",
    "reports_received",
    "reports_on_time",
    "reporting_rate",
    "reporting_on_time",
    "enterprises_pledged",
    "enterprises_mandatory_ways",
)


def section(source: Source) -> Section:
    """Return the section of reports."""
    return Section("reports", (Heading(say("reports", source.lang)), measures(source, "reports_table", METRICS)))
