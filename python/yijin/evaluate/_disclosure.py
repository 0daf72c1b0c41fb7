"""Whether a cell, an extract or a table with hidden cells tells of few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from yijin._options import refused, whole
from yijin.evaluate._call import call, numbers
from yijin.evaluate._rows import texts

Place: TypeAlias = "tuple[int | None, int | None]"


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How far records are alike in what others may know of them.

    Attributes
    ----------
    k : int
        The size of the smallest class of records that are alike.
    classes : int
        How many classes there are.
    violating : dict of tuple of str to int
        The classes of too few records, with their numbers.
    records_to_suppress : int
        How many records these hold.
    l_after : int or None
        The least number of distinct sensitive values in a class that stays; None where none stays.
    """

    k: int
    classes: int
    violating: dict[tuple[str, ...], int]
    records_to_suppress: int
    l_after: int | None


def k_anonymity(keys: Iterable[Iterable[object]], sensitive: Iterable[object], *, k: int) -> Anonymity:
    """Return how far records are k-anonymous in what others may know, and distinct l-diverse in what they may not.

    Parameters
    ----------
    keys : iterable of iterables
        For each record what others may know of it (quasi-identifiers); alike is what is written alike.
    sensitive : iterable
        For each record what they may not know.
    k : int
        How many records must be alike.

    Raises
    ------
    OptionError
        Without records, for lists of different lengths, and k below 1.

    References
    ----------
    Sweeney 2002, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10:557-570; Machanavajjhala et al. 2007, ACM
    Transactions on Knowledge Discovery from Data 1:3.

    Examples
    --------
    >>> found = yj.evaluate.k_anonymity([["a"], ["a"], ["b"]], [1, 0, 1], k=2)
    >>> found.k, found.violating, found.l_after
    (1, {('b',): 1}, 2)
    """
    found = call("anonymity", [texts("keys", key) for key in keys], texts("sensitive", sensitive), whole("k", k, 1, 2**31))
    return Anonymity(**{**found, "violating": {tuple(key): records for key, records in found["violating"]}})


@dataclass(frozen=True, slots=True)
class Dominance:
    """What the largest contributors to a cell make of it.

    Attributes
    ----------
    total, remainder : float
        The sum of the contributions, and what is left without the two largest.
    is_p_sensitive : bool
        Whether the second largest can tell the largest to within p percent.
    top_share : float or None
        The share of the n largest, in percent; None of a cell of 0.
    is_nk_sensitive : bool
        Whether that share is above k percent.
    """

    total: float
    remainder: float
    is_p_sensitive: bool
    top_share: float | None
    is_nk_sensitive: bool


def dominance(contributions: Iterable[float], *, p: float, n: int, k: float) -> Dominance:
    """Return whether a cell of amounts is dominated: by the p % rule, and by the (n, k) rule.

    Parameters
    ----------
    contributions : iterable of float
        What each contributor adds to the cell, 0 or more.
    p, k : float
        Percentages: the cell is sensitive where the remainder is below p % of the largest; where the n largest are above k % of all.
    n : int
        How many largest contributors.

    Raises
    ------
    OptionError
        For contributions below 0, percentages that are not from 0 to 100, and n below 1.

    References
    ----------
    Hundepool et al. 2012, Statistical Disclosure Control, chapter 4.

    Examples
    --------
    >>> yj.evaluate.dominance([1200, 150, 90, 15], p=10, n=2, k=85).is_p_sensitive
    True
    """
    given, [low, high] = numbers("contributions", contributions), numbers("p and k", [p, k])
    return Dominance(**call("dominance", given, low, whole("n", n, 1, 2**31), high))


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """What a reader can conclude of a hidden cell.

    Attributes
    ----------
    value : int
        What it is.
    lower : int
        The least that it can be.
    upper : int or None
        The most that it can be; None where nothing bounds it.
    """

    value: int
    lower: int
    upper: int | None


def audit_table(table: Sequence[Sequence[int]], hidden: Iterable[Place]) -> dict[Place, HiddenCell]:
    """Return what a reader of a two-way table, who sees all other cells and totals, can conclude of each hidden cell.

    Parameters
    ----------
    table : rows of int
        Counts of 0 or more, without totals. They must add up to their totals: distinct counts do not, and cannot be audited so.
    hidden : iterable of (row, column)
        The hidden cells, counted from 0; None stands for the total.

    Returns
    -------
    dict of (row, column) to HiddenCell
        The exact bounds: those of the linear program over rows, columns and totals with counts of 0 or more.

    Raises
    ------
    OptionError
        For rows of different lengths, more than 10,000 cells, and hidden cells that are not in the table.

    References
    ----------
    Cox 1995, Journal of the American Statistical Association 90:1453-1462: a two-way table is a network.

    Examples
    --------
    >>> yj.evaluate.audit_table([[4, 20], [7, 9]], [(0, 0)])
    {(0, 0): HiddenCell(value=4, lower=4, upper=4)}
    """
    counts = [[whole("table", count, 0, 10**12) for count in row] for row in table]
    found = call("audit", counts, [_place(place) for place in hidden])
    return {(row, column): HiddenCell(one["value"], one["lower"], one["upper"]) for one in found for row, column in [one["place"]]}


def audit_distinct(parts: Iterable[int], total: int, hidden: Iterable[int | None]) -> dict[int | None, HiddenCell]:
    """Return what a reader of distinct counts, who sees all others, can conclude of each hidden one.

    One household may be in several parts: the total is at least the largest part and at most their sum, and no difference tells a part.

    Parameters
    ----------
    parts : iterable of int
        The distinct count of each part: households of each community, say.
    total : int
        That of all parts together.
    hidden : iterable of int or None
        The hidden parts, counted from 0; None stands for the total.

    Returns
    -------
    dict of int or None to HiddenCell
        The exact bounds.

    Raises
    ------
    OptionError
        For no parts, a total below the largest part or above their sum, and hidden parts that are not there.

    References
    ----------
    The bounds of a union: max |Aᵢ| ≤ |∪Aᵢ| ≤ Σ|Aᵢ|.

    Examples
    --------
    >>> yj.evaluate.audit_distinct([4, 21], 24, [0])
    {0: HiddenCell(value=4, lower=3, upper=24)}
    """
    counts = [whole("parts", count, 0, 10**12) for count in parts]
    places = [None if place is None else whole("hidden", place, 0, 10**12) for place in hidden]
    found = call("union", counts, whole("total", total, 0, 10**15), places)
    return {one["place"]: HiddenCell(one["value"], one["lower"], one["upper"]) for one in found}


def _place(place: Place) -> list[int | None]:
    if not isinstance(place, tuple) or len(place) != 2:
        raise refused("hidden", "pairs of row and column", place)
    return [None if at is None else whole("hidden", at, 0, 10_000) for at in place]
