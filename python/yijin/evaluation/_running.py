"""The running count of a book by the months of its campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from yijin import _text
from yijin._labels import FLAGS, NEEDS, Lang, listed, pick
from yijin.errors import NeedsTableError
from yijin.evaluate._words import OUTLOOK
from yijin.evaluation._months import Month, campaign_months

if TYPE_CHECKING:
    from yijin._book import Book
    from yijin._headline import Metric
    from yijin._options import Day


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
    rows = {str(row.by["month"]): row for row in book.headline(by="month", cumulative=True, as_of=as_of)}
    months = campaign_months(book.campaign)
    over = tuple(month for month in months if month.last <= total.as_of)
    latest = [max((name for name in rows if name <= month.name), default=None) for month in over]
    values = tuple(0 if name is None else int(getattr(rows[name], metric).value) for name in latest)
    still = _quiet(over, [0 if name is None else rows[name].lines for name in latest])
    begun = [month.name for month in months if month.first <= total.as_of < month.last]
    said = [
        *(("begun", {"month": name, "as_of": total.as_of, "value": _text.count(total[metric].value or 0)}) for name in begun),
        *(("part_month", {"month": month.name}) for month in over if not month.whole),
        *([("quiet", {"months": listed(still, lang), "as_of": total.as_of})] if still else []),
    ]
    remarks = (pick(OUTLOOK, name, lang).format(**told) for name, told in said)
    return Running(metric, total.as_of, over, values, (*remarks, *(pick(FLAGS, name, lang) for name in total[metric].flags)))


def _check(metric: Metric) -> None:
    if metric.needs:
        named = listed((pick(NEEDS, name, "en") for name in metric.needs), "en")
        raise NeedsTableError(f"expected a metric that can be counted, found {metric.id}, which needs {named}", "needs-table")


def _quiet(months: Sequence[Month], lines: Sequence[int]) -> list[str]:
    """Return the months at the end in which no line was added."""
    added = [after > before for before, after in zip((0, *lines), lines, strict=False)]
    last = max((place for place, some in enumerate(added) if some), default=-1)
    return [month.name for month in months[last + 1 :]]
