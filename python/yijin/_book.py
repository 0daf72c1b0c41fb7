"""The book: exports that have been read, cleaned and accounted for."""

from __future__ import annotations

import json
import os
import pathlib
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from yijin import _native
from yijin._campaign import Campaign
from yijin._evidence import Evidence, Table
from yijin._forensics import Checks, Forensics, chosen
from yijin._headline import Headline
from yijin._inputs import Input, Stamp, digests, inputs
from yijin._labels import lang_of
from yijin._metrics import MetricResult, defined, explained, metrics
from yijin._options import By, Day, Where, day, dimensions, helpful, scope, text
from yijin._panel import Design, Panel
from yijin._progress import watched
from yijin._quality import Quality, summary
from yijin._sensitivity import ALTERNATIVES, Sensitivity, answered, scenarios
from yijin.errors import FreshKeyWarning
from yijin.evaluation import Evaluation

if TYPE_CHECKING:
    from yijin.summary import Summary

LOCKED = (
    "the persons of the set-aside rows are masked under a key of this run alone, so no later run can read them; "
    "give key= or a file that YIJIN_KEY_FILE names, and write them again"
)

Path: TypeAlias = "str | os.PathLike[str]"


class Book:
    """Exports that have been read, cleaned and accounted for; :func:`yijin.open` makes it.

    It is read once and asked many times; it does not change.

    Examples
    --------
    >>> book = yj.open(exports)
    >>> book.headline()["communities"].value, book.quality.set_aside_rows
    (2, 1)
    """

    __slots__ = ("_campaign", "_digests", "_native")

    def __init__(self, native: _native.Book, campaign: Campaign) -> None:
        self._native = native
        self._digests: dict[pathlib.Path, tuple[str, int]] | None = None
        self._campaign = campaign

    @property
    def campaign(self) -> Campaign:
        """Return the campaign whose targets, calendar and words hold."""
        return self._campaign

    @property
    def evaluate(self) -> Evaluation:
        """Return the statistics of this book: each with its interval, its units and its as-of date."""
        return Evaluation(self)

    @helpful
    def headline(
        self,
        *,
        as_of: Day = None,
        by: By = (),
        where: Where = None,
        period: str = "cumulative",
        start: Day = None,
        end: Day = None,
        cumulative: bool = False,
        lang: str = "en",
    ) -> Headline:
        """Return the five headline metrics against their targets.

        Each is a number of distinct ones, over the lines that qualify in the scope: ordered in the campaign window and by `as_of`, of a
        status that the policy admits, and with something left of their quantity after refunds.

        ============================ ==================================================================================
        metric                       the distinct
        ============================ ==================================================================================
        ``communities``              communities that buy and are in `projects`, joined by `as_of`; without `projects`,
                                     all that buy
        ``households``               households that buy
        ``custom_products``          products that are custom-developed on the day of the purchase (needs `products`)
        ``direct_poor_households``   registered poor households that a purchase helps directly, by links of its supplier
                                     that hold that day (needs `benefit_links`)
        ``indirect_poor_households`` those that it helps indirectly, less those helped directly in the same scope
        ============================ ==================================================================================

        Parameters
        ----------
        as_of : date or str, optional
            The day up to which purchases and refunds are known; the last day of the campaign window where absent.
        by : str or list of str
            Dimensions of the rows (see :meth:`dimensions`); several make a crossed table. A missing value is a group of its own.
        where : mapping, optional
            Dimension to the admitted value or values; None admits the missing ones.
        period : {"cumulative", "within"}
            From the campaign's start to `as_of`, or only within `start` to `end`.
        start, end : date or str, optional
            The first and the last order date that count; a line's refunds follow it.
        cumulative : bool
            With `by` over time: running distinct counts, from the campaign's start to each period's end.
        lang : {"en", "zh"}
            The language of labels.

        Returns
        -------
        Headline
            One row a group; one row in all without `by`. Amounts are in fen, masses in grams; a metric whose table is missing is null and
            names it, never 0; a scope without lines has counts of 0.

        Raises
        ------
        UnknownNameError, OptionError
            A dimension or an option's value that does not exist; the message lists those there are.
        NeedsTableError
            A dimension that needs a table that was not given.

        References
        ----------
        The China Property Management Institute's notice 中物协函〔2019〕13 号. The metrics and their targets, 三、主要目标:

        - communities: 整合动员超过 10000 个社区加入
        - households: 动员超过 100 万户家庭参与
        - custom_products: 通过 1000 款定制研发产品的社区消费
        - direct_poor_households: 直接帮扶 10 万建档立卡贫困户
        - indirect_poor_households: 间接帮扶 100 万建档立卡贫困户

        The ledger that they are counted in, 六、(五); the stages, 五、总体进度; the channels, 四、参战方式.

        Examples
        --------
        >>> book = yj.open(exports)
        >>> result = book.headline(as_of="2019-08-31", where={"channel": "platform"})
        >>> result["communities"].value, result["direct_poor_households"].needs
        (2, ('benefit_links',))

        By a dimension, and as running counts:

        >>> book.headline(by="province").to_polars().select("province", "households").rows()
        [('四川省', 4)]
        >>> [row.households.value for row in book.headline(by="quarter", cumulative=True, as_of="2019-12-31")]
        [2, 3, 3]
        """
        language = lang_of(lang)
        with watched(None) as counters:
            native = self._native.headline(
                **scope(as_of, period, start, end, where),
                by=dimensions(by),
                cumulative=cumulative,
                progress=counters,
            )
        return Headline(native, self._campaign, language)

    @helpful
    def metric(
        self,
        id: str,
        *,
        by: By = (),
        where: Where = None,
        as_of: Day = None,
        period: str = "cumulative",
        start: Day = None,
        end: Day = None,
        lang: str = "en",
    ) -> MetricResult:
        """Return the figures of a metric of the catalogue (:func:`yijin.metrics`).

        Parameters
        ----------
        id : str
            The metric's id.
        by : str or list of str
            Dimensions of the rows: those of the metric's table, which the message of a wrong one lists. A missing value is a group of its
            own.
        where : mapping, optional
            Dimension to the admitted value or values; None admits the missing ones.
        as_of : date or str, optional
            The day up to which everything is known; the last day of the campaign window where absent.
        period : {"cumulative", "within"}
            From the campaign's start to `as_of`, or only within `start` to `end`.
        start, end : date or str, optional
            The first and the last day that count: of order dates, of the days activities were held on, of the periods reported on.
        lang : {"en", "zh"}
            The language of labels.

        Returns
        -------
        MetricResult
            One row a group; one row in all without `by`. A missing table leaves no rows and stands in ``needs``; nothing is 0 for "not
            known".

        Raises
        ------
        UnknownNameError, OptionError
            A metric, dimension or option's value that does not exist; the message lists those there are.

        References
        ----------
        Each metric's clause of the notice 中物协函〔2019〕13 号 stands in its definition (:meth:`explain`).

        Examples
        --------
        >>> book = yj.open(exports)
        >>> book.metric("households_returning").value
        2
        >>> [(row.by["month"], row.value) for row in book.metric("new_households", by="month")]
        [('2019-05', 1), ('2019-06', 1), ('2019-08', 1), ('2020-01', 1)]
        >>> book.metric("reporting_rate").needs
        ('reports',)
        """
        definition, language = defined(self._campaign, text("id", id)), lang_of(lang)
        with watched(None) as counters:
            asked = scope(as_of, period, start, end, where)
            native, needs = _native.metric(self._native, definition.id, **asked, by=dimensions(by), progress=counters)
        return MetricResult(native, definition, needs, self._campaign, language)

    def explain(self, id: str, *, lang: str = "en") -> str:
        """Return what a metric is: definition, unit, grain, additivity, tables, clause.

        Parameters
        ----------
        id : str
            The metric's id.
        lang : {"en", "zh"}
            The language.

        Returns
        -------
        str
            A few lines of text.

        Raises
        ------
        UnknownNameError, OptionError
            A metric or language that does not exist.

        Examples
        --------
        >>> print(yj.open(exports).explain("coverage"))
        coverage (coverage)
        Households covered over households registered.
        unit: share
        grain: community
        additivity: does not add up
        tables: ledger, projects
        clause: 附件3
        """
        return explained(defined(self._campaign, text("id", id)), lang)

    @helpful
    def table(
        self,
        name: str,
        *,
        by: By = (),
        where: Where = None,
        as_of: Day = None,
        period: str = "cumulative",
        start: Day = None,
        end: Day = None,
    ) -> Table:
        """Return one of the tables that metrics measure, for work of your own.

        ===================== ============================= ============================================================
        table                 one row is                    its numbers
        ===================== ============================= ============================================================
        ``lines``             a qualifying line             amount_fen, mass_g
        ``households``        a household of a slice        months, lines, amount_fen, mass_g
        ``first_purchases``   a household new in the scope
        ``cohorts``           a cohort in a month           age (months), households
        ``relations``         an enterprise and a county    months, stages, lines, amount_fen
        ``communities``       a community of the projects   households
        ``suppliers``         a supplier                    declared_direct, declared_indirect
        ``activities``        an activity held              attendees, hired
        ``association_years`` an association in a year      fairs
        ``associations``      a pledged association
        ``enterprises``       a pledged enterprise          ways, projects
        ``reports``           a report that is due
        ===================== ============================= ============================================================

        Parameters
        ----------
        name : str
            The table.
        by : str or list of str
            Of `lines` and `households`: the dimensions that they shall have, beside their own columns.
        where, as_of, period, start, end
            The scope, as in :meth:`metric`.

        Returns
        -------
        Table
            Texts and whole numbers (amounts in fen, masses in grams); a value that is missing is null. Without persons: no table names a
            household.

        Raises
        ------
        UnknownNameError, NeedsTableError, OptionError
            A table that does not exist or was not given, a dimension or option's value that does not exist.

        Examples
        --------
        >>> yj.open(exports).table("cohorts").to_polars().rows()[:2]
        [('2019-05', '2019-05', 0, 1), ('2019-05', '2019-07', 2, 1)]
        """
        with watched(None) as counters:
            asked = scope(as_of, period, start, end, where)
            return Table(_native.table(self._native, text("name", name), **asked, by=dimensions(by), progress=counters))

    @helpful
    def panel(
        self,
        unit: str = "community",
        freq: str = "month",
        *,
        measures: Iterable[str] = ("lines", "households_buying", "amount"),
        balanced: bool = True,
        treatment: str | None = None,
        as_of: Day = None,
    ) -> Panel:
        """Return a panel: one row for each unit and period, for regressions and pictures of your own.

        ======================= ===========================================================================================
        column                  what it holds
        ======================= ===========================================================================================
        the unit's name         the unit; a household is a number, the same within this book alone
        ``month`` or ``week``   the period, and ``period`` its number from 1
        ``first_day``           the period's first day in the campaign, ``last_day`` its last that is known
        ``exposure_days``       for how many of its days the unit was exposed: a community since it joined, an enterprise
                                since its first community did, a household since its first purchase, others throughout
        ``city``, ``pilot``,    of communities and enterprises: what the project list says, and the first fair of their own,
        ``joined_on``,          their enterprise's or, of a community, their association's
        ``first_fair``
        ``treated_on``,         with `treatment`: the day on which it starts, whether the period's last day is on or after it
        ``treated``,            (1 or 0), and how many periods it is since then
        ``event_time``
        one a measure           the metric's figure (amounts in fen, masses in grams)
        ======================= ===========================================================================================

        Parameters
        ----------
        unit : {"community", "enterprise", "county", "supplier", "household"}
            What one unit is; those of the project list or the suppliers' list are there without lines too.
        freq : {"month", "week"}
            The periods.
        measures : iterable of str
            Metrics of lines (see :func:`yijin.metrics`).
        balanced : bool
            Whether every unit has a row for every period; without, only those in which it is exposed or has lines.
        treatment : {"joined_on", "pilot", "first_fair"}, optional
            What counts as the start of treatment, of communities and enterprises; of pilots it is the campaign's first day.
        as_of : date or str, optional
            The day up to which purchases and refunds are known; the last day of the campaign window where absent.

        Returns
        -------
        Panel
            In the order of units and periods. A measure is 0 where the unit is exposed and has no lines, and null where it is not exposed,
            or where lines are there but the measure is not known of them. With `treatment`, `design` says whether an effect can be told.

        Raises
        ------
        UnknownNameError
            A unit, period, measure or treatment that does not exist.

        Examples
        --------
        >>> panel = yj.open(exports).panel("community", measures=["lines"], as_of="2019-07-31")
        >>> panel.to_polars().select("community", "month", "exposure_days", "lines").rows()[:3]
        [('C1', '2019-05', 31, 1), ('C1', '2019-06', 30, 1), ('C1', '2019-07', 31, 0)]
        """
        with watched(None) as counters:
            rows, design = _native.panel(
                self._native,
                text("unit", unit),
                text("freq", freq),
                measures=[text("measures", one) for one in ([measures] if isinstance(measures, str) else measures)],
                balanced=balanced,
                treatment=None if treatment is None else text("treatment", treatment),
                as_of=day("as_of", as_of),
                progress=counters,
            )
        return Panel(rows, None if design is None else Design.of(design))

    @helpful
    def evidence(
        self,
        metric: str,
        *,
        member: str | None = None,
        as_of: Day = None,
        where: Where = None,
        period: str = "cumulative",
        start: Day = None,
        end: Day = None,
    ) -> Evidence:
        """Return the lines and the members behind a headline figure.

        Parameters
        ----------
        metric : {"communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households"}
            Whose figure.
        member : str, optional
            One of the figure's members, as ``members`` names it: only the lines by which that one counts.
        as_of, where, period, start, end
            The figure's scope, as in :meth:`headline`.

        Returns
        -------
        Evidence
            Two tables. ``members``, by member; its length is the figure:

            ========== ===== =============================================================
            column     type  what it holds
            ========== ===== =============================================================
            ``member`` text  the community's or product's id, or the household's pseudonym
            ``lines``  int64 the lines by which it counts
            ========== ===== =============================================================

            ``lines``, by file, sheet and row; those by which a member counts:

            ================ ======= ====================================================
            column           type    what it holds
            ================ ======= ====================================================
            ``file``         text    the file, as in `quality`
            ``sheet``        text    the sheet; null where the format has none
            ``row``          int64   the row as the user sees it in the file
            ``order_date``   date    the day of the purchase
            ``community_id`` text    null where missing, as the next three
            ``household_id`` text    the pseudonym of the buying household
            ``product_id``   text
            ``supplier_id``  text    the ledger's, else the product's
            ``quantity``     float64 what is left after refunds, in the row's own unit
            ``mass_g``       int64   likewise, in grams; null where the mass is not known
            ``amount_fen``   int64   likewise, in fen
            ================ ======= ====================================================

        Raises
        ------
        UnknownNameError, OptionError, NeedsTableError
            As :meth:`headline` does, and where the metric does not exist or cannot be computed, or has no such member.

        Examples
        --------
        >>> evidence = yj.open(exports).evidence("custom_products", where={"stage": 1})
        >>> evidence.members
        member  lines
        ------  -----
        P2          2
        >>> evidence.lines.to_polars().select("row", "order_date", "amount_fen").rows()
        [(3, datetime.date(2019, 6, 10), 5850), (5, datetime.date(2019, 8, 9), 5850)]
        >>> len(yj.open(exports).evidence("communities", member="C2").lines)
        3
        """
        with watched(None) as counters:
            native = self._native.evidence(
                text("metric", metric),
                member=None if member is None else text("member", member),
                **scope(as_of, period, start, end, where),
                progress=counters,
            )
        return Evidence(metric, native)

    @helpful
    def sensitivity(
        self,
        policies: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        as_of: Day = None,
        where: Where = None,
        period: str = "cumulative",
        start: Day = None,
        end: Day = None,
        lang: str = "en",
    ) -> Sensitivity:
        """Return the headline under other definitions, counted in one pass.

        Parameters
        ----------
        policies : mapping, optional
            Name to what it changes of the campaign's policy: `qualifying`, `direct`, `indirect` (lists of words), `register_required`,
            `link_dates` (true or false), `min_amount_fen` (the least net amount of a line). Where absent, definitions that were argued for.
        as_of, where, period, start, end
            The scope, as in :meth:`headline`.
        lang : {"en", "zh"}
            The language of labels.

        Returns
        -------
        Sensitivity
            One scenario a policy, the campaign's own first.

        Raises
        ------
        OptionError
            A name or value that no policy has.

        Examples
        --------
        >>> result = yj.open(exports).sensitivity({"paid counts": {"qualifying": ["completed", "paid"]}})
        >>> [(one.name, one.row.households.value) for one in result]
        [('base', 4), ('paid counts', 4)]
        """
        given, language = ALTERNATIVES if policies is None else policies, lang_of(lang)
        names, texts = scenarios(self._campaign, given)
        asked = scope(as_of, period, start, end, where)
        with watched(None) as counters:
            answer = _native.sensitivity(self._native, texts, **asked, progress=counters)
        is_whole = not where and period == "cumulative" and start is None and end is None
        covered = self.metric("households_covered", as_of=as_of).value if is_whole else None
        known = asked["as_of"] or self._campaign.window[1]
        return Sensitivity(answered(self._campaign, names, given, answer), None if covered is None else int(covered), known, language)

    @helpful
    def forensics(self, checks: Checks = None, *, as_of: Day = None, lang: str = "en") -> Forensics:
        """Return what an auditor looks at in the lines that qualify: each finding with its measure and its lines, and no verdict.

        ======================== ===================================================================== ==================================
        check                    finds                                                                 parameters
        ======================== ===================================================================== ==================================
        ``many_communities``     households that buy in many communities; effect: times the median     communities=4
        ``same_baskets``         orders of many households, alike in every line, in one community on   households=10
                                 one day; effect: share of the day's households
        ``stage_end_bursts``     communities and enterprises whose purchases of a stage's last weeks   days=3, window=30, purchases=20,
                                 crowd into its last days; effect: times the even share; p: exact      alpha=0.01, ratio=2
                                 binomial, adjusted
        ``outlying_amounts``     products with lines far from the others, households' and canteens'    of="amount" or "unit_price", z=3.5,
                                 apart; effect: robust z of the logarithm; a product whose median      ratio=10, lines=20
                                 absolute deviation is 0 is left out
        ``round_amounts``        enterprises with far more multiples of 100 yuan than the others;      multiple_fen=10000, lines=30,
                                 effect: difference of the shares                                      difference=0.2, level=0.95
        ``heaped_digits``        enterprises whose amounts end in 0 or 5 yuan far more often than the  lines=100, alpha=0.01, ratio=2
                                 others'; measure: Whipple's index
        ``declared_out_of_line`` suppliers that declare many times the registered households linked    ratio=2.5, declared=10
                                 to them (needs three tables)
        ``first_digits``         first digits of suppliers' totals that do not follow Benford's law;   suppliers=50, deviation=0.015,
                                 effect: mean absolute deviation                                       alpha=0.01
        ======================== ===================================================================== ==================================

        Parameters
        ----------
        checks : str, list of str, or mapping, optional
            The checks, or check to the parameters that differ from these; all where absent.
        as_of : date or str, optional
            The day up to which purchases and refunds are known; the last day of the campaign window where absent.
        lang : {"en", "zh"}
            The language of labels and notes.

        Returns
        -------
        Forensics
            The findings by check, the farthest from what is expected first. A check whose table is missing stands in ``skipped`` with what
            it needs, and what a check could not look at in ``left_out`` with the number.

        Raises
        ------
        UnknownNameError, OptionError
            A check, parameter or value that does not exist.

        References
        ----------
        Clopper and Pearson's binomial tail; Benjamini and Hochberg (1995); Iglewicz and Hoaglin (1993) for the robust z; Wilson (1927) and
        Newcombe (1998) for shares and their difference; Whipple's and Myers' indices; Benford (1938) with Nigrini's (2012) bounds.

        Examples
        --------
        >>> book = yj.open(exports, key="a secret of 16 bytes or more")
        >>> result = book.forensics()
        >>> len(result), list(result.skipped)
        (0, ['declared_out_of_line'])
        """
        language = lang_of(lang)
        with watched(None) as counters:
            native = _native.forensics(self._native, chosen(checks), as_of=day("as_of", as_of), progress=counters)
        return Forensics(native, language)

    @helpful
    def summary(
        self,
        *,
        stage: str | int | None = None,
        as_of: Day = None,
        final: bool = False,
        lang: str = "zh",
        figures: bool = True,
    ) -> Summary:
        r"""Return the summary of a stage: one document, to be saved as Word, HTML, Excel or Markdown (needs the extra ``summary``).

        Parameters
        ----------
        stage : str or int, optional
            The stage's id; the summary is as of its last day.
        as_of : date or str, optional
            The day up to which everything is known, where no stage is named.
        final : bool
            Whether it is the final summary, with the white paper's tables, as of the campaign's last day where no day is named.
        lang : {"zh", "en"}
            The language.
        figures : bool
            Whether charts are drawn.

        Returns
        -------
        Summary
            Cells that rest on fewer persons than the campaign's policy wants (``min_cell``) are suppressed, and others with them.

        Raises
        ------
        OptionError
            A stage that there is none of, a text that is no day, or not one of `stage`, and `as_of` or `final`.
        GlyphError
            A character of a chart that the charts' font does not have; ``figures=False`` leaves the charts out.

        Examples
        --------
        >>> book = yj.open(exports, key="a secret of 16 bytes or more")
        >>> print(book.summary(stage=1, lang="en", figures=False).to_bytes("md").decode().splitlines()[0])
        # Power of Community consumption poverty-relief campaign\: summary of stage 1, broad participation
        """
        from yijin.summary import Summary, compose

        known = metrics(self._campaign)
        return Summary(compose(self, stage=stage, as_of=as_of, final=final, lang=lang, figures=figures, metrics=known))

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Return the files that were read, by name: each with its size and its hash.

        Raises
        ------
        UnreadableError
            Where a file's size or time of modification is another than when it was read. What has been hashed once is remembered.

        Examples
        --------
        >>> [(one.file, one.bytes) for one in yj.open(exports).inputs]
        [('ledger.csv', 613), ('products.csv', 220), ('projects.csv', 219)]
        """
        return inputs(self.digests())

    @property
    def files(self) -> tuple[pathlib.Path, ...]:
        """Return the paths of the files that were read."""
        return tuple(path for path, _, _ in self._native.files())

    def digests(self) -> dict[pathlib.Path, tuple[str, int]]:
        """Return the hash and the length of each file that was read, by its path; hashed once.

        Raises
        ------
        UnreadableError
            As :attr:`inputs`.
        """
        if self._digests is None:
            self._digests = digests(Stamp(*file) for file in self._native.files())
        return dict(self._digests)

    @property
    def quality(self) -> Quality:
        """Return what became of every row that was read.

        Examples
        --------
        >>> yj.open(exports).quality.accounting["projects"]["accepted"]
        3
        """
        return Quality(self._native.quality())

    def set_aside(self, path: Path) -> list[str]:
        """Write the set-aside rows to CSV for mending in a spreadsheet, and return the files written, one a table.

        Persons are masked; a mended file can be read again beside the exports under the same key, and only under it. Every file is
        written whole under a temporary name before the first takes its place, so that a run that fails or is interrupted while
        writing leaves what stood there; they take their places one after the other.

        Parameters
        ----------
        path : path
            The file for the ledger's rows, which ends in .csv; another table's has the table's name before the ending.

        Returns
        -------
        list of str
            The files; empty where no row is set aside. UTF-8 with a byte order mark, under canonical headers, after the columns
            ``_file``, ``_sheet``, ``_row``, ``_column`` and ``_reason``.

        Raises
        ------
        OptionError
            Where the path does not end in .csv, or it, or a file beside it, is one of the exports or something other than a file.
        UnreadableError
            Where an export has changed since it was read, or a file cannot be written.

        Warns
        -----
        FreshKeyWarning
            Where persons are masked under a key that was made for this run alone: no later run can read the file.

        Examples
        --------
        >>> import os, tempfile
        >>> book = yj.open(exports, key="a secret of 16 bytes or more")
        >>> files = book.set_aside(os.path.join(tempfile.mkdtemp(), "mend.csv"))
        >>> [os.path.basename(file) for file in files]
        ['mend.csv']
        >>> yj.open([exports, *files], key="a secret of 16 bytes or more").quality.accounting["ledger"]["read"]
        10
        """
        with watched(None) as counters:
            written, locked = self._native.set_aside(os.fspath(path), progress=counters)
        if locked:
            warnings.warn(LOCKED, FreshKeyWarning, stacklevel=2)
        return [os.fspath(file) for file in written]

    def dimensions(self) -> list[str]:
        """Return the dimensions that the given tables allow for `by` and `where`: all of these where every table is given.

        =================== ========= =====================================================================
        dimension           needs     its values
        =================== ========= =====================================================================
        ``stage``                     the campaign's stages, by id; null between them
        ``month``                     YYYY-MM
        ``quarter``                   YYYY-Qn
        ``week``                      the ISO week, YYYY-Www
        ``day``                       YYYY-MM-DD
        ``province``        projects  of the community's city; null where that names no place
        ``city``            projects  likewise
        ``enterprise``                the ledger's, else the community's
        ``association``     projects  the community's
        ``community``                 its id
        ``property_type``   projects  the community's
        ``pilot``           projects  true or false
        ``channel``                   platform, group_buy, county_activity, community_activity, fair
        ``buyer_kind``                household, staff_benefit, canteen, partner, association, organisation
        ``source``          suppliers poor_village, poor_household, relief_enterprise, other
        ``supplier``                  the ledger's, else the product's
        ``product``                   its id
        ``custom``          products  true or false, on the day of the purchase
        ``category``        products  the product's
        ``brand``           products  the product's
        ``origin_province`` products  of the product's origin
        ``origin_county``   products  the same, with its province and prefecture
        ``is_832``          products  true or false: whether the origin is on the list of 832 poor counties
        =================== ========= =====================================================================

        Returns
        -------
        list of str
            In this order.

        Examples
        --------
        >>> yj.open(exports / "ledger.csv").dimensions()[-5:]
        ['community', 'channel', 'buyer_kind', 'supplier', 'product']
        """
        return self._native.dimensions()

    def __repr__(self) -> str:
        return f"Book of {self._campaign.id}: {', '.join(summary(json.loads(self._native.accounting()), 'en'))} rows accepted / read"

    def _repr_html_(self) -> str:
        return self.quality._repr_html_()
