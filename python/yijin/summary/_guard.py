"""Which figures of a published table are suppressed, so that few persons are not seen through it."""

from __future__ import annotations

from collections.abc import Sequence


def hidden(keys: Sequence[tuple[str | None, ...]], persons: Sequence[int | None], least: int) -> frozenset[int]:
    """Return the rows to suppress.

    Those that rest on fewer than `least` persons; and, in each line of the table that has a total, the next smallest as well, until two or
    more are suppressed there that rest on `least` persons together, for the total gives their sum.

    Parameters
    ----------
    keys : sequence of tuple
        The rows' members: one dimension, or two of a crossed table.
    persons : sequence of int or None
        How many persons each row rests on; None where it rests on none.
    least : int
        The fewest persons that a shown row rests on.

    Examples
    --------
    >>> from yijin.summary._guard import hidden
    >>> sorted(hidden([("a",), ("b",), ("c",), ("d",)], [3, 40, 9, 12], 5))
    [0, 2]
    """
    few = {row for row, count in enumerate(persons) if 0 < (count or 0) < least}
    lines = _lines(keys)
    while extra := {row for line in lines for row in _next(line, persons, few, least)}:
        few |= extra
    return frozenset(few)


def held(counts: Sequence[int | None], least: int) -> frozenset[int]:
    """Return the places of a running count to suppress: few in themselves, or few more or less than the next that is shown.

    Parameters
    ----------
    counts : sequence of int or None
        The running count, in order; the last is the total that is shown anyway, unless it is few itself.
    least : int
        The fewest persons that a shown figure, or a difference of two, rests on.

    Examples
    --------
    >>> from yijin.summary._guard import held
    >>> sorted(held([3, 100, 103, 103, 160], 5))
    [0, 1]
    """
    gone, later = set(), 0
    for place in reversed(range(len(counts))):
        count = counts[place] or 0
        if 0 < count < least or (later and 0 < abs(later - count) < least):
            gone.add(place)
        else:
            later = count
    return frozenset(gone)


def _lines(keys: Sequence[tuple[str | None, ...]]) -> list[list[int]]:
    """Return the rows of each line that adds up to a total: all rows of one dimension, each row and column of two."""
    if not keys or len(keys[0]) == 1:
        return [list(range(len(keys)))]
    lines: dict[tuple[int, str | None], list[int]] = {}
    for row, key in enumerate(keys):
        for axis, member in enumerate(key):
            lines.setdefault((axis, member), []).append(row)
    return list(lines.values())


def _next(line: list[int], persons: Sequence[int | None], few: set[int], least: int) -> list[int]:
    """Return the one more row that a line has to suppress, if any."""
    gone = [row for row in line if row in few]
    safe = len(gone) != 1 and sum(persons[row] or 0 for row in gone) >= least
    left = sorted((persons[row] or 0, row) for row in line if row not in few and persons[row])
    return [left[0][1]] if gone and not safe and left else []
