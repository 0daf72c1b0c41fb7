"""Rows and values that an auditor looks at: repeats, conflicts and what is far from the rest; none is a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin._options import refused
from yijin.evaluate._call import call, numbers


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that repeat.

    Attributes
    ----------
    rows, distinct_rows : int
        How many rows there are, and how many of them differ in id or content.
    repeats : list of int
        The places, from 0, of the rows that are in all as an earlier one: they count once.
    conflicting_ids : list of str
        The ids with more than one content: conflicts, never merged.
    alike : list of (list of str)
        The ids that share a content, those in conflict aside: kept, since two true purchases may look alike.
    alike_extra : int
        How many ids these are beyond the first of each content.
    """

    rows: int
    distinct_rows: int
    repeats: list[int]
    conflicting_ids: list[str]
    alike: list[list[str]]
    alike_extra: int


def duplicates(ids: Iterable[str | int], contents: Iterable[Iterable[str | float | None]]) -> Duplicates:
    """Return which rows repeat: the same row twice, one id with two contents, one content under two ids.

    Parameters
    ----------
    ids : iterable of str or int
        The id of each row.
    contents : iterable of iterables
        Its other fields; they are the same where they are written the same.

    Raises
    ------
    OptionError
        For lists or rows of different lengths.

    References
    ----------
    Counts of equal rows.

    Examples
    --------
    >>> yj.evaluate.duplicates(["a", "a", "b"], [["x"], ["y"], ["z"]]).conflicting_ids
    ['a']
    """
    return Duplicates(**call("duplicates", texts("ids", ids), [texts("contents", row) for row in contents]))


def texts(option: str, values: Iterable[object]) -> list[str]:
    """Return values as they are written; a text alone is not a list of texts."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise refused(option, "a list", values)
    return [str(value) for value in values]


@dataclass(frozen=True, slots=True)
class Outliers:
    """How far values are from their median.

    Attributes
    ----------
    median, mad : float
        The median, and the median absolute deviation from it.
    z : list of float
        For each value, how many times 1.4826 `mad` it is above the median.
    far : list of int
        The places, from 0, of the values that are farther than the threshold.
    """

    median: float
    mad: float
    z: list[float]
    far: list[int]


def outliers(values: Iterable[float], *, threshold: float = 3.5) -> Outliers:
    """Return how far values are from their median, in a measure that a far value does not move.

    Parameters
    ----------
    values : iterable of float
        Three or more numbers.
    threshold : float
        Beyond how many robust standard deviations a value is far.

    Raises
    ------
    OptionError
        For fewer than three values, and where half of them or more are the median: without spread nothing is far.

    References
    ----------
    Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers.

    Examples
    --------
    >>> yj.evaluate.outliers([1, 2, 3, 4, 1e9]).far
    [4]
    """
    return Outliers(**call("outliers", numbers("values", values), numbers("threshold", [threshold])[0]))
