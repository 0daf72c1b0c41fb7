"""The statistics of a book: each knows its as-of date, its units and its definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from yijin._options import Day, helpful

if TYPE_CHECKING:
    from yijin._book import Book
    from yijin.evaluate import EnterpriseRanking


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
            A metric whose table was not given.
        OptionError
            A convention that does not exist, judgements that contradict each other, weights of other metrics, values that a convention
            does not take, missing values under "refuse", and fewer than two enterprises.

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
        from yijin._enterprise_ranks import ranked

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
