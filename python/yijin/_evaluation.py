"""The statistics of a book: each knows its as-of date, its units and its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yijin._options import Day, Where, helpful

if TYPE_CHECKING:
    from yijin._book import Book
    from yijin.evaluate import Concentration, Estimate


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
    def concentration(
        self,
        measure: str = "amount",
        over: str = "enterprise",
        *,
        by: str | None = None,
        zeros: bool = False,
        k: int = 3,
        as_of: Day = None,
        where: Where = None,
        level: float = 0.95,
        lang: str = "en",
    ) -> Concentration:
        """Return how a total is spread: Gini, top shares, the largest, Herfindahl–Hirschman, Theil, and the Lorenz curve.

        A line is never less than nothing (what is returned beyond it is cut), so that no unit is negative. Lines that name no such unit are
        left out and counted. Values stay inside: of households no amounts, no k largest, and points of the curve 10 households apart.

        Parameters
        ----------
        measure : str
            A metric of lines that adds up: `amount`, `mass`, `lines`, ….
        over : {"enterprise", "community", "county", "supplier", "household"}
            The units; a county is an origin county. Households are drawn with their communities, each in that of its first purchase.
        by : str, optional
            A coarser unit, of which Theil's T is told between and within: a dimension in one value of which each unit lies whole; a
            household lies in that of its first purchase. A missing value is a group of its own, ``""``.
        zeros : bool
            Whether units that are listed and bought nothing count as 0: communities and enterprises of `projects` that joined by `as_of`,
            suppliers of `suppliers`. False: only units with purchases. Of filters those count that the list itself can tell.
        k : int
            Of how many the largest's share is told.
        as_of : date or str, optional
            The day up to which everything is known; the last day of the campaign window where absent.
        where : mapping, optional
            Dimension to the admitted value or values; None admits the missing ones.
        level : float
            The intervals' level.
        lang : {"en", "zh"}
            The language of labels, definitions and warnings.

        Returns
        -------
        Concentration
            Estimates, each with an interval about the units as a sample of such units; of a list that is complete the value is exact.

        Raises
        ------
        UnknownNameError, NeedsTableError, OptionError
            A measure, unit or dimension that does not exist or needs a table that was not given; a scope without purchases; a `by` that
            units straddle; `zeros` of units of which there is no list.

        References
        ----------
        As :func:`yijin.evaluate.gini` and its like.

        Examples
        --------
        >>> found = yj.open(exports).evaluate.concentration("lines", over="community")
        >>> found.total, found.n, round(found.largest.value, 2), found.theil.t.warnings
        (7, 2, 1.0, ('fewer than 3 units: no interval',))
        """
        from yijin.evaluate._concentration import Asked, concentration

        return concentration(self._book, self._book._native, Asked(measure, over, by, bool(zeros), k, as_of, where, float(level), lang))

    @helpful
    def per_household(
        self,
        measure: str = "amount",
        statistic: str = "mean",
        *,
        over: str | None = None,
        method: str = "percentile",
        replicates: int = 1000,
        seed: int = 0,
        as_of: Day = None,
        where: Where = None,
        level: float = 0.95,
        lang: str = "en",
    ) -> Estimate:
        """Return a mean or a ratio over the households that bought, with the interval of resampled communities.

        Only lines that name a household count: a canteen or an organisation is none. A household counts once, with all it bought, in the
        community of its first purchase; of `mass` those households are left out, and counted, of whose lines no mass is known.

        Parameters
        ----------
        measure : str
            A metric of lines that adds up: `amount` (fen), `mass` (g), `lines`, ….
        statistic : {"mean", "ratio"}
            The mean a household, or the sum over that of `over`.
        over : str, optional
            Of a ratio the metric of lines that it is over: `amount` over `lines` is the amount a line.
        method : {"percentile", "basic", "bca"}
            Which interval.
        replicates, seed : int
            How many resamples, and what they follow from.
        as_of, where, level, lang
            As for :meth:`concentration`.

        Returns
        -------
        Estimate
            In the measure's unit a household, or a unit of `over`.

        Raises
        ------
        UnknownNameError, NeedsTableError, OptionError
            As :meth:`concentration`; for fewer than 3 communities.

        References
        ----------
        As :func:`yijin.evaluate.cluster_bootstrap`.

        Examples
        --------
        Of two communities there is no interval, and no answer without one:

        >>> yj.open(exports).evaluate.per_household("amount")
        Traceback (most recent call last):
        yijin.errors.OptionError: expected at least 3 communities, because fewer give no interval for clusters, found '2'
        """
        from yijin.evaluate._mean import Asked, per_household

        asked = Asked(measure, statistic, over, method, replicates, seed, as_of, where, float(level), lang)
        return per_household(self._book, self._book._native, asked)
