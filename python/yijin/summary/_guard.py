"""Which figures of a paper are suppressed: all of its tables at once, beside the papers of the stages before."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from yijin import _native
from yijin._headline import Headline, Row
from yijin._published_table import behind
from yijin.summary._document import Missing
from yijin.summary._source import Source

By: TypeAlias = "tuple[str, ...]"
Key: TypeAlias = "tuple[str | None, ...]"
Members: TypeAlias = "tuple[list[str], list[list[str | None]], list[int | None]]"
"""A table as the native half takes it: dimensions, the rows' members and the persons behind each."""

BODY = ("province", "enterprise", "channel", "source")
APPENDIX = ("enterprise", "association", "city", "category", "origin_province", "origin_county")
SLICED = tuple(dict.fromkeys((*BODY, *APPENDIX, "brand")))
MIX = ("month", "source")
LINKED = (
    *combinations(("province", "city", "association", "enterprise"), 2),
    ("origin_province", "origin_county"),
    ("origin_county", "brand"),
)
"""The dimensions of which a member can lie in a single one of the other, as a city lies in its province."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a paper suppresses.

    Attributes
    ----------
    found : mapping
        The headline by the dimensions of each table.
    gone : mapping
        By the same dimensions, for each row whether it is suppressed.
    shown : mapping
        By the same dimensions, the members of the rows that are not.
    """

    found: Mapping[By, Headline]
    gone: Mapping[By, list[bool]]
    shown: Mapping[By, frozenset[Key]]

    def hides(self, by: By, key: Key) -> bool:
        """Return whether the row of some members is suppressed; one that no headline has is.

        Parameters
        ----------
        by : tuple of str
            The dimensions.
        key : tuple of str or None
            Their members.
        """
        return key not in self.shown.get(by, frozenset())


def guard(source: Source) -> Guard:
    """Return what the paper of a source suppresses; decided once.

    Parameters
    ----------
    source : Source
        What the paper asks.
    """
    if source.as_of not in source.guards:
        source.guards[source.as_of] = _guard(source)
    kept: Guard = source.guards[source.as_of]
    return kept


def earlier(source: Source) -> list[Source]:
    """Return the sources of the papers of the stages that were over before this one.

    Parameters
    ----------
    source : Source
        What a paper asks.
    """
    ends = [datetime.date.fromisoformat(stage["end"]) for stage in source.book.campaign.stages]
    return [dataclasses.replace(source, as_of=end) for end in ends if end < source.as_of]


def held(counts: Sequence[int | None], printed: Iterable[int], least: int) -> frozenset[int]:
    """Return the places of a running count to suppress: few in themselves, or in the difference to one that is shown.

    Parameters
    ----------
    counts : sequence of int or None
        The running count, in order; the last is the total.
    printed : iterable of int
        What earlier papers showed of it.
    least : int
        The fewest persons that a shown figure, or a difference of two, rests on.

    Examples
    --------
    >>> from yijin.summary._guard import held
    >>> sorted(held([3, 100, 103, 103, 160], [], 5))
    [0, 1]
    >>> sorted(held([20, 100, 160], [20, 98], 5))
    [1]
    """
    return frozenset(place for place, gone in enumerate(_native.held(list(counts), list(printed), least)) if gone)


def few_since(source: Source, count: Callable[[Source], int | None]) -> bool:
    """Return whether a count of persons differs from that of an earlier paper by too few: both shown, the difference would be.

    Parameters
    ----------
    source : Source
        What a paper asks.
    count : callable
        The count in the scope of a paper's source.
    """
    now = count(source)
    before = [] if now is None else [count(one) for one in earlier(source)]
    return any(source.few(abs((now or 0) - then)) for then in before if then is not None)


def _guard(source: Source) -> Guard:
    asked = {by: source.headline(by=list(by)) for by in [*((dimension,) for dimension in SLICED), MIX]}
    found = {by: headline for by, headline in asked.items() if isinstance(headline, Headline)}
    crossed = [source.headline(by=list(pair)) for pair in LINKED]
    before = [(table, gone, changes) for one in earlier(source) for table, gone, changes in _before(one, source, found)]
    tables = [_members(headline) for headline in found.values()]
    crossings = [_members(headline) for headline in crossed if isinstance(headline, Headline)]
    gone = dict(zip(found, _native.suppressed(tables, crossings, before, source.least), strict=True))
    shown = {by: frozenset(_key(row) for row, is_gone in zip(found[by].rows, gone[by], strict=True) if not is_gone) for by in found}
    return Guard(found, gone, shown)


def _before(one: Source, source: Source, found: Mapping[By, Headline]) -> list[tuple[Members, list[bool], list[int]]]:
    """Return the tables of an earlier paper, what it suppressed, and the persons behind what changed in each row since."""
    was = guard(one)
    return [
        (_members(was.found[by]), was.gone[by], _changes(source, one.as_of, was.found[by], headline))
        for by, headline in found.items()
        if by in was.found and len(by) == 1
    ]


def _changes(source: Source, since: datetime.date, was: Headline, now: Headline) -> list[int]:
    """Return for each row the persons behind what changed in it: those who bought since, or by whom the count grew, the fewer."""
    start = since + datetime.timedelta(days=1)
    within = source.headline(by=list(now.by), period="within", start=start.isoformat(), end=source.as_of.isoformat())
    bought = {} if isinstance(within, Missing) else {_key(row): row.households.value or 0 for row in within.rows}
    before = {_key(row): row for row in was.rows}
    return [_changed(before.get(_key(row)), row, bought.get(_key(row), 0)) for row in now.rows]


def _changed(was: Row | None, now: Row, bought: int) -> int:
    if was is None or _figures(was) == _figures(now):
        return 0
    grown = abs((now.households.value or 0) - (was.households.value or 0))
    return max(1, min(count for count in (bought, grown) if count) if bought or grown else 1)


def _key(row: Row) -> Key:
    return tuple(row.by.values())


def _figures(row: Row) -> tuple[int | None, ...]:
    return row.communities.value, row.households.value, row.lines, row.amount_fen, row.mass_g


def _members(headline: Headline) -> Members:
    rows = headline.rows
    return list(headline.by), [list(row.by.values()) for row in rows], [behind(row.households.value, row.lines > 0) for row in rows]
