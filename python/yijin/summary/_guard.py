"""Which figures of a published table are suppressed, as places."""

from __future__ import annotations

from collections.abc import Sequence

from yijin import _native


def hidden(keys: Sequence[tuple[str | None, ...]], persons: Sequence[int | None], least: int) -> frozenset[int]:
    """Return the rows to suppress: those on few persons, and as many others that they cannot be worked out from the totals.

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
    return _places(_native.suppressed([list(key) for key in keys], list(persons), least))


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
    return _places(_native.held(list(counts), least))


def _places(gone: Sequence[bool]) -> frozenset[int]:
    return frozenset(place for place, is_gone in enumerate(gone) if is_gone)
