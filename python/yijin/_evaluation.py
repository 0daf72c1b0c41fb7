"""The statistics of a book: each knows its as-of date, its units and its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yijin._options import Day, helpful
from yijin.evaluate import _loyalty

if TYPE_CHECKING:
    from yijin._book import Book


class Evaluation:
    """Statistics over what a book holds; :attr:`yijin.Book.evaluate` is one.

    The functions of :mod:`yijin.evaluate` take plain numbers; these take them from the book, and say as of which day.

    Examples
    --------
    >>> yj.open(exports).evaluate
    Evaluation of community-power-2019
    """

    __slots__ = ("_book",)

    def __init__(self, book: Book) -> None:
        self._book = book

    def __repr__(self) -> str:
        return f"Evaluation of {self._book.campaign.id}"

    @helpful
    def loyalty(
        self,
        *,
        by: str | None = None,
        silence: int = 3,
        as_of: Day = None,
        level: float = 0.95,
        lang: str = "en",
    ) -> _loyalty.Loyalty:
        """Return whether households come back and supply relations last, counted in one pass over the lines that qualify.

        =================== ==================================================================================================
        part                what it is
        =================== ==================================================================================================
        ``second_purchase`` Kaplan–Meier of the days from a household's first day with a purchase to its next; who has none is
                            censored at the last day that is known; with `by` a curve for each value, and a log-rank test
        ``supply``          Kaplan–Meier of the campaign months from a supply relation's first month with a line to its last
        ``churn``           each campaign month's buyers: new, stayed, came back; how many were absent in the next campaign
                            month, and how many of these were seen again
        =================== ==================================================================================================

        A month of which no day lies in a stage is no campaign month: after November 2019 comes January 2020.

        Parameters
        ----------
        by : str, optional
            A dimension of the first purchase (see :meth:`yijin.Book.dimensions`), of at most 100 values among first purchases. A missing
            value is a group of its own; a household whose first day has several values is in no group, and counted.
        silence : int
            How many campaign months without a line end a supply relation. They must be over, so that a relation that goes on is followed
            until the last month of which an end could have been seen.
        as_of : date or str, optional
            The day up to which purchases and refunds are known; the last day of the campaign window where absent.
        level : float
            The intervals' level.
        lang : {"en", "zh"}
            The language of labels, definitions and warnings.

        Returns
        -------
        Loyalty
            Without persons: counts alone. Working figures, in which small cells are not suppressed. A part whose table or column is missing
            is None and stands in ``needs``; a scope without lines has counts of 0 and no curve.

        Raises
        ------
        UnknownNameError, NeedsTableError
            A dimension that does not exist, or needs a table that was not given.
        OptionError
            A silence below 1, a level that is not between 0 and 1, a dimension of too many values.

        References
        ----------
        Kaplan and Meier 1958; Greenwood 1926; Brookmeyer and Crowley 1982 of the median; Mantel 1966 and Peto and Peto 1972 of the log-rank
        test; Wilson 1927 of the shares.

        Examples
        --------
        >>> found = yj.open(exports).evaluate.loyalty()
        >>> found.second_purchase.all.n, found.second_purchase.all.events, found.second_purchase.all.median.value
        (4, 2, 71.0)
        >>> [(row.month, row.buyers, row.absent, row.again) for row in found.churn.rows[:3]]
        [('2019-05', 1, 1, 1), ('2019-06', 1, 1, 1), ('2019-07', 1, 1, 1)]
        """
        return _loyalty.loyalty(self._book, by=by, silence=silence, as_of=as_of, level=level, lang=lang)
