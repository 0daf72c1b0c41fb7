"""Counts that rest on what people reviewed or declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yijin import _options
from yijin.evaluate._call import call
from yijin.evaluate._estimate import Estimate

MOST = 2**53


def clerical(distinct: int, pairs: int, *, reviewed: int, duplicates: int, level: float = 0.95) -> Estimate:
    """Return the distinct units that are left once a reviewed sample says how many candidate pairs are one and the same.

    Parameters
    ----------
    distinct, pairs : int
        Distinct units as counted, and candidate pairs among them.
    reviewed, duplicates : int
        How many of the pairs were reviewed, and how many of those are one and the same.
    level : float
        The interval's level.

    Returns
    -------
    Estimate
        Units; more duplicates mean fewer of them.

    Raises
    ------
    OptionError
        For more pairs than units, more reviewed than pairs, and more duplicates than reviewed.

    References
    ----------
    Wilson 1927, of the share of reviewed pairs, carried to all pairs.

    Examples
    --------
    >>> found = yj.evaluate.clerical(23_637, 5_200, reviewed=400, duplicates=312)
    >>> found.value, round(found.lower), round(found.upper)
    (19581.0, 19384, 19805)
    """
    given = {"distinct": distinct, "pairs": pairs, "reviewed": reviewed, "duplicates": duplicates}
    found = call("clerical", *(_options.whole(option, value, 0, MOST) for option, value in given.items()), _options.level_of(level))
    warnings = ("pairs are taken to be disjoint and the reviewed ones drawn at random; a pair that was not found is not counted",)
    definition = "distinct units less the true duplicates among the candidate pairs"
    return Estimate(**found, level=level, method="wilson", n=reviewed, definition=definition, warnings=warnings)


@dataclass(frozen=True, slots=True)
class Declared:
    """Declared households under each reading of repeated figures.

    Attributes
    ----------
    naive_sum : int
        The sum over lines, which counts a supplier again with every line: a label of an upper bound, not a figure.
    largest, latest : int
        The sum of each supplier's largest figure, and of its latest.
    suppliers : int
        How many suppliers.
    without_figure : tuple of str
        Suppliers that never gave a figure: missing, not 0.
    """

    naive_sum: int
    largest: int
    latest: int
    suppliers: int
    without_figure: tuple[str, ...]


def declared(lines: Iterable[tuple[str, _options.Day, int | None]]) -> Declared:
    """Return the households that suppliers declare, once for each supplier.

    Parameters
    ----------
    lines : iterable of (str, date or str, int or None)
        Supplier, day and figure of each order line; None is a missing figure. Of figures of one day the later line counts as the latest.

    Raises
    ------
    OptionError
        For a figure below 0, and what is no day.

    References
    ----------
    The campaign's rule: a declared figure is the supplier's, not the order line's.

    Examples
    --------
    >>> yj.evaluate.declared([("S1", "2019-05-20", 60), ("S1", "2020-03-02", 45), ("S2", "2019-12-05", None)])
    Declared(naive_sum=105, largest=60, latest=45, suppliers=2, without_figure=('S2',))
    """
    found = call("declared", [_line(*line) for line in lines])
    return Declared(**{**found, "without_figure": tuple(found["without_figure"])})


def _line(supplier: str, day: _options.Day, figure: int | None) -> list[str | int | None]:
    count = None if figure is None else _options.whole("lines", figure, 0, 2**32 - 1)
    return [_options.text("lines", supplier), _options.day("lines", day), count]
