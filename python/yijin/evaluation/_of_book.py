"""The statistics of a book: each knows its as-of date, its units and its definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from yijin._labels import lang_of
from yijin._options import Day, Where, helpful, level_of
from yijin.evaluate._estimate import Estimate
from yijin.evaluation import _concentration, _mean
from yijin.evaluation._enterprises import EnterpriseRanking
from yijin.evaluation._loyalty import Loyalty, loyalty
from yijin.evaluation._outlook import Outlook, asked_of, outlook
from yijin.evaluation._ranks import ranked
from yijin.evaluation._running import bought_by
from yijin.evaluation._standing import Standing, standing

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

    @helpful
    def attainment(self, *, as_of: Day = None, lang: str = "en") -> Standing:
        """Return how far the five headline metrics are from their targets, and at what pace.

        Months are those with a day in a stage, so that a gap between stages changes no pace. Each counts once; one that runs, by its days.

        Parameters
        ----------
        as_of : date or str, optional
            The day up to which purchases and refunds are known; the last day of the campaign window where absent.
        lang : {"en", "zh"}
            The language of labels.

        Returns
        -------
        Standing
            One row a metric: the count (exact, so that its bounds are itself), target, attainment, pace ratio, what a month has brought and
            what each month left has to bring. A metric whose table is missing has no count, never 0, and says what it needs. Beside them
            mean, capped mean and worst attainment, since a mean alone hides the target that is missed.

        Raises
        ------
        OptionError
            A day before the first stage.

        References
        ----------
        The pace ratio is the actual number over target × months elapsed / months in all.

        Examples
        --------
        >>> found = yj.open(exports).evaluate.attainment(as_of="2019-08-31")
        >>> [(row.id, None if row.actual is None else row.actual.value) for row in found][:4]
        [('communities', 2), ('households', 3), ('custom_products', 1), ('direct_poor_households', None)]
        >>> round(found["communities"].pace.required_per_month, 1), found["direct_poor_households"].warnings
        (833.2, ('not computable: needs benefit links',))
        """
        return standing(self._book, as_of, lang_of(lang))

    @helpful
    def projection(
        self,
        metric: str,
        *,
        to: Day = None,
        target: float | None = None,
        as_of: Day = None,
        method: str = "line",
        last: int | None = None,
        level: float = 0.95,
        seed: int = 0,
        lang: str = "en",
    ) -> Outlook:
        """Return where the running count of a headline metric goes, with how often the method was right before.

        The count is that at the end of each month of the campaign's stages, as it is known on `as_of`; what came between two stages counts
        with the month after. A month is over when its last day in a stage is. One that has only begun, or whose stage is still to come, is
        left out of the fit, and the warnings say what was counted since.

        Parameters
        ----------
        metric : str
            One of the five headline metrics.
        to : str or date, optional
            The month to project to, YYYY-MM; the last of the campaign where absent.
        target : float, optional
            The number to reach; the campaign's where absent.
        as_of : date or str, optional
            The day up to which purchases and refunds are known. With the default, the last day of the campaign window, no month is left.
        method : {"line", "increments", "logistic", "gompertz", "bass"}
            A line of least squares; the increments of past months drawn with replacement; or a curve of adoption, which has no interval.
        last : int, optional
            Through how many of the last months the line goes, or from how many of the last increments is drawn; all where absent.
        level : float
            The intervals' level.
        seed : int
            What the draws of increments follow from.
        lang : {"en", "zh"}
            The language of labels and warnings.

        Returns
        -------
        Outlook
            The months counted, and each month ahead with its estimate and the chance to have reached the target. The back test is that of
            the same method at the farthest month ahead that leaves three tests; it takes the earlier months as they are known on `as_of`.

        Raises
        ------
        OptionError
            A name that does not exist, too few months, a month that is none of a stage or not ahead, and a curve that the count does not
            identify: its turn is not seen yet.
        NeedsTableError
            A metric whose table is missing.

        References
        ----------
        :func:`yijin.evaluate.project`, :func:`yijin.evaluate.project_increments`, :func:`yijin.evaluate.logistic`,
        :func:`yijin.evaluate.gompertz`, :func:`yijin.evaluate.bass` and :func:`yijin.evaluate.back_test` name the sources.

        Examples
        --------
        >>> found = yj.open(exports).evaluate.projection("households", as_of="2019-09-15", to="2019-10", target=5, method="increments")
        >>> [(one.month, round(one.estimate.value, 2), one.estimate.method, one.estimate.n) for one in found.points]
        [('2019-09', 3.67, 'increments_percentile', 3), ('2019-10', 4.33, 'increments_percentile', 3)]
        >>> found.warnings[-1]
        '2019-09 has only begun by 2019-09-15 and is left out of the fit: 3 at that day'
        """
        campaign = self._book.campaign
        asked = asked_of(campaign, metric, method=method, last=last, target=target, level=level_of(level), seed=seed, lang=lang)
        return outlook(self._book, to, as_of, asked)

    @helpful
    def loyalty(
        self,
        *,
        by: str | None = None,
        silence: int = 3,
        as_of: Day = None,
        level: float = 0.95,
        lang: str = "en",
    ) -> Loyalty:
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

        A month of which no day lies in a stage is no campaign month: after November 2019 comes January 2020, and what is bought between
        the two makes nobody a buyer of either. A month is over when its last day in a stage is.

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
        return loyalty(self._book, by=by, silence=silence, as_of=as_of, level=level_of(level), lang=lang)

    @helpful
    def enterprises(
        self,
        criteria: Mapping[str, int],
        *,
        weights: Mapping[str, float] | str | Iterable[Iterable[float]],
        normalisation: str,
        aggregation: str,
        missing: str,
        concentration: float | None,
        as_of: Day = None,
        lang: str = "en",
        draws: int = 10_000,
        replicates: int = 1_000,
        seed: int = 0,
        threads: int | None = None,
    ) -> EnterpriseRanking:
        """Return the enterprises by a composite index of metrics (企业参与测评), with how firm each rank is.

        Criteria are the figures of each enterprise (:meth:`yijin.Book.metric` by enterprise): a count of no row is 0, a ratio over none
        is missing. They are brought to one scale, weighted and put together; none of these conventions has a default, and all stand in
        the result. Each rank has two intervals: under weights drawn at random, and under resampled households: within each enterprise as
        many communities as it has are drawn with replacement from its own, and the criteria that are sums over communities, or ratios of
        two, are computed anew; the others (relations, activities, distinct products) stay as they are, and are named.

        Parameters
        ----------
        criteria : mapping of str to int
            Metrics of the catalogue, the campaign's own among them, to 1 where more is better and -1 where less is.
        weights : mapping, str, or rows of float
            A weight for each metric; "equal", "entropy_of_values", "entropy_of_normalised" or "critic", which are found anew in each
            resample; or reciprocal judgements in pairs (AHP), in the order of the criteria.
        normalisation : {"min_max", "z", "rank", "vector"}
            As :func:`yijin.evaluate.normalise`.
        aggregation : {"arithmetic", "geometric", "topsis"}
            As :func:`yijin.evaluate.composite`.
        missing : {"refuse", "drop_unit", "worst", "median"}
            As :func:`yijin.evaluate.complete`.
        concentration : float or None
            How close drawn weights stay to these, as :func:`yijin.evaluate.rank_intervals`; None for any weights.
        as_of : date or str, optional
            The day up to which everything is known; the last day of the campaign window where absent.
        lang : {"en", "zh"}
            The language of labels and warnings.
        draws, replicates : int
            How many sets of weights, and how many resamples of households.
        seed : int
            What both follow from: one seed, one result, on any number of threads.
        threads : int or None
            On how many threads, None for all processors.

        Returns
        -------
        EnterpriseRanking
            The best first: all enterprises that have a line or a figure; lines without an enterprise are left out. Those with fewer
            buying households than the campaign's policy wants are marked as working figures: nothing is suppressed.

        Raises
        ------
        UnknownNameError
            A metric that does not exist, or that enterprises do not have.
        NeedsTableError
            A metric whose table was not given; a ledger without households, which say whether a figure may be published.
        OptionError
            A convention that does not exist, judgements that contradict each other, weights of other metrics, values that a convention
            does not take, missing values under "refuse", fewer than two enterprises, and a day by which nothing was bought.

        References
        ----------
        OECD and JRC 2008, Handbook on Constructing Composite Indicators, steps 5 to 8; Goldstein and Spiegelhalter 1996, Journal of the
        Royal Statistical Society A 159:385-443, on intervals of ranks of institutions; Davison and Hinkley 1997, 3.2 and 3.8.

        Examples
        --------
        >>> ranking = yj.open(exports).evaluate.enterprises(
        ...     {"households_buying": 1, "communities_silent": -1}, weights="equal", normalisation="min_max", aggregation="arithmetic",
        ...     missing="refuse", concentration=20, as_of="2019-12-31")
        >>> [(row.name, row.rank, row.values["households_buying"], row.is_working) for row in ranking]
        [('甲物业', 1.0, 3.0, True), ('乙物业', 2.0, 0.0, True)]
        >>> ranking["甲物业"].by_weights.lower, ranking.as_of, ranking.conventions["weights"]
        (1.0, '2019-12-31', 'equal')
        """
        bought_by(self._book, as_of)
        return ranked(
            self._book,
            criteria,
            weights=weights,
            normalisation=normalisation,
            aggregation=aggregation,
            missing=missing,
            concentration=concentration,
            as_of=as_of,
            lang=lang,
            draws=draws,
            replicates=replicates,
            seed=seed,
            threads=threads,
        )

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
    ) -> _concentration.Concentration:
        """Return how a total is spread: Gini, top shares, the largest, Herfindahl–Hirschman, Theil, and the Lorenz curve.

        A line is never less than nothing (what is returned beyond it is cut), so that no unit is negative. Lines that name no such unit are
        left out and counted. Of households no amounts, no k largest and no share of a top that rests on fewer of them than the campaign's
        policy wants (``min_cell``) are told, points of the curve are 10 or more apart, and a total of fewer is refused. Of communities,
        enterprises, counties and suppliers the shares of few, or of one, are told: a working table, not suppressed.

        Parameters
        ----------
        measure : str
            A metric of lines that adds up: `amount`, `mass`, `lines`, ….
        over : {"enterprise", "community", "county", "supplier", "household"}
            The units; a county is an origin county. Households are drawn with their communities, each in that of its first purchase; one
            whose first purchase names none is drawn on its own, and counted in a warning.
        by : str, optional
            A coarser unit, of which Theil's T is told between and within: a dimension in one value of which each unit lies whole; a
            household lies in that of its first purchase, and in none where its first day has several, which a warning counts. A missing
            value is a group of its own, ``""``. Over households nothing is told where a group has fewer of them than ``min_cell``.
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
            A measure, unit or dimension that does not exist or needs a table that was not given; a ledger without the column that names
            the units (of households also communities); a scope without purchases, or of fewer households than ``min_cell``; a `by` that
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
        asked = _concentration.Asked(measure, over, by, bool(zeros), k, as_of, where, level_of(level), lang)
        return _concentration.concentration(self._book, self._book._native, asked)

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
        community of its first purchase; one whose first purchase names none is drawn on its own, and counted in a warning. Of `mass` those
        households are left out, and counted, of whose lines no mass is known.

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
        asked = _mean.Asked(measure, statistic, over, method, replicates, seed, as_of, where, level_of(level), lang)
        return _mean.per_household(self._book, self._book._native, asked)

    def __repr__(self) -> str:
        return f"Evaluation of {self._book.campaign.id}"
