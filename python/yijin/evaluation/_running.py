"""The running count of a book by the months of its campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from yijin import _text
from yijin._labels import FLAGS, NEEDS, Lang, listed, pick
from yijin.errors import NeedsTableError, OptionError
from yijin.evaluate._words import OUTLOOK

if TYPE_CHECKING:
    from yijin._book import Book
    from yijin._campaign import Campaign
    from yijin._headline import Metric
    from yijin._options import Day


class Month(NamedTuple):
    """A month of a campaign: a calendar month with a day in a stage.

    Attributes
    ----------
    name : str
        YYYY-MM.
    first, last : str
        Its first and its last day in a stage, YYYY-MM-DD; it is over when the last is.
    whole : bool
        Whether all of its days lie in stages.

    Examples
    --------
    >>> months = months_of(yj.Campaign.default())
    >>> len(months), [month.name for month in months][6:8], months[0].whole
    (16, ['2019-11', '2020-01'], True)
    """

    name: str
    first: str
    last: str
    whole: bool


def months_of(campaign: Campaign) -> tuple[Month, ...]:
    """Return the months of a campaign, in order."""
    return tuple(Month(*month) for month in campaign.native.months)


class Running(NamedTuple):
    """A running count at the ends of the campaign's months that are over, as it is known on a day, and what is to be said of it.

    Examples
    --------
    >>> found = running(yj.open(exports), "households", "2019-08-15", "en")
    >>> found.values, found.remarks[0]
    ((1, 2, 2), '2019-08 has only begun by 2019-08-15 and is left out of the fit: 3 at that day')
    """

    metric: str
    as_of: str
    months: tuple[Month, ...]
    values: tuple[int, ...]
    remarks: tuple[str, ...]


def running(book: Book, metric: str, as_of: Day, lang: Lang) -> Running:
    """Return the running count of a metric; 0 before the first purchase."""
    total = book.headline(as_of=as_of)
    _check(total[metric])
    value = _text.count(total[metric].value or 0)
    months = months_of(book.campaign)
    over = tuple(month for month in months if month.last <= total.as_of)
    by, ends = ("month", "name") if all(month.whole for month in over) else ("day", "last")
    rows = {str(row.by[by]): row for row in book.headline(by=by, cumulative=True, as_of=as_of)}
    latest = [max((name for name in rows if name <= getattr(month, ends)), default=None) for month in over]
    values = tuple(0 if name is None else int(getattr(rows[name], metric).value) for name in latest)
    still = _quiet(over, [0 if name is None else rows[name].lines for name in latest])
    runs = [month for month in months[len(over) : len(over) + 1] if over and total.as_of > over[-1].last]
    said = [
        *((_since(month, total.as_of), {"month": month.name, "as_of": total.as_of, "value": value}) for month in runs),
        *(("part_month", {"month": month.name}) for month in over if not month.whole),
        *([("quiet", {"months": listed(still, lang), "as_of": total.as_of})] if still else []),
    ]
    remarks = (pick(OUTLOOK, name, lang).format(**told) for name, told in said)
    return Running(metric, total.as_of, over, values, (*remarks, *(pick(FLAGS, name, lang) for name in total[metric].flags)))


def bought_by(book: Book, as_of: Day) -> None:
    """Refuse a day by which nothing was bought."""
    found = book.headline(as_of=as_of)
    if not found.rows[0].lines:
        raise OptionError(f"expected a day by which something was bought for as_of, found {found.as_of}", "bad-option")


def _since(next: Month, as_of: str) -> str:
    """Return how what came since the last month that is over is told: the next has begun, or its days before the stage have."""
    return "begun" if next.first <= as_of else "between"


def _check(metric: Metric) -> None:
    if metric.needs:
        named = listed((pick(NEEDS, name, "en") for name in metric.needs), "en")
        raise NeedsTableError(f"expected a metric that can be counted, found {metric.id}, which needs {named}", "needs-table")


def _quiet(months: Sequence[Month], lines: Sequence[int]) -> list[str]:
    """Return the months at the end in which no line was added."""
    added = [after > before for before, after in zip((0, *lines), lines, strict=False)]
    last = max((place for place, some in enumerate(added) if some), default=-1)
    return [month.name for month in months[last + 1 :]]
