"""The months of a campaign: those of its stages, so that a gap between stages is no month."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yijin._campaign import Campaign

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a campaign.

    Attributes
    ----------
    name : str
        YYYY-MM.
    first, last : str
        Its first and its last day in a stage, YYYY-MM-DD.
    whole : bool
        Whether all of its days lie in stages.

    Examples
    --------
    >>> months = campaign_months(yj.Campaign.default())
    >>> len(months), [month.name for month in months][6:8], months[0].whole
    (16, ['2019-11', '2020-01'], True)
    """

    name: str
    first: str
    last: str
    whole: bool


def periods_of(campaign: Campaign) -> tuple[Mapping[str, Any] | tuple[str, str], ...]:
    """Return the stages of a campaign; its window where it has none."""
    return campaign.stages or (campaign.window,)


def campaign_months(campaign: Campaign) -> tuple[Month, ...]:
    """Return the months of a campaign's stages, in order."""
    days: dict[str, list[datetime.date]] = {}
    for period in periods_of(campaign):
        start, end = (period["start"], period["end"]) if isinstance(period, Mapping) else period
        first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
        for day in (first + ONE_DAY * number for number in range((last - first).days + 1)):
            days.setdefault(f"{day:%Y-%m}", []).append(day)
    return tuple(_month(name, within) for name, within in days.items())


def _month(name: str, days: list[datetime.date]) -> Month:
    length = calendar.monthrange(days[0].year, days[0].month)[1]
    return Month(name, days[0].isoformat(), days[-1].isoformat(), len(days) == length)
