"""Where a book stands: each headline metric beside its target, at the pace of the campaign's months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yijin import _html, _text
from yijin._labels import FLAGS, METRICS, NEEDS, NOTES, Lang, listed, pick, said, term
from yijin._options import near
from yijin.evaluate._attainments import Attainments, attainments
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._projection import Attainment, attainment
from yijin.evaluate._words import OUTLOOK

if TYPE_CHECKING:
    import polars

    from yijin._book import Book
    from yijin._headline import Headline, Metric
    from yijin._options import Day

PACES = ("pace_ratio", "achieved_per_month", "required_per_month", "straight_line_final")


@dataclass(frozen=True, slots=True)
class Reached:
    """One metric beside its target.

    Attributes
    ----------
    id : str
        The metric's canonical name.
    actual : Estimate or None
        The distinct count, which is exact: its bounds are the count itself, and n is the lines it rests on. None where a table is missing.
    target : int or None
        What is to be reached; None where the campaign names no target.
    met : bool or None
        Whether it is reached; None without a count or a target.
    pace : Attainment or None
        How far and at what pace; None without a count or a target.
    warnings : tuple of str
        What a reader should know.

    Examples
    --------
    >>> one = yj.open(exports).evaluate.attainment(as_of="2019-08-31")["households"]
    >>> one.actual.value, one.actual.as_of, one.target, one.pace.months_elapsed, one.pace.months_left
    (3, '2019-08-31', 1000000, 4.0, 12.0)
    """

    id: str
    actual: Estimate | None
    target: int | None
    met: bool | None
    pace: Attainment | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """The five headline metrics beside their targets; :meth:`yijin.Evaluation.attainment` makes it.

    Attributes
    ----------
    rows : tuple of Reached
        The metrics in the order of the notice.
    three : Attainments or None
        Mean, capped mean and worst of the metrics that have a count and a target; None where none has.
    as_of : str
        The day up to which purchases and refunds were known, YYYY-MM-DD.
    title : str
        What was asked, in words.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.attainment(as_of="2019-08-31")
    >>> found.three
    attainment of 3 targets: mean 0.04%, capped mean 0.04%, worst 0.00%
    """

    rows: tuple[Reached, ...]
    three: Attainments | None
    as_of: str
    title: str
    lang: Lang

    def __getitem__(self, metric: str) -> Reached:
        """Return a metric by its canonical name."""
        found = {row.id: row for row in self.rows}
        if metric not in found:
            raise KeyError(f"expected one of {', '.join(found)}, found {metric!r}{near(metric, found)}")
        return found[metric]

    def __iter__(self) -> Iterator[Reached]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_polars(self) -> polars.DataFrame:
        """Return one row a metric: actual, target, met, attainment, remaining, pace, months and as_of (needs polars)."""
        import polars

        whole = {"actual": polars.Int64, "target": polars.Int64}
        parts = ("attainment", "remaining", *PACES, "months_elapsed", "months_left")
        schema = {"metric": polars.String, **whole, "met": polars.Boolean, **dict.fromkeys(parts, polars.Float64), "as_of": polars.String}
        return polars.DataFrame([self._record(row, parts) for row in self.rows], schema=schema)

    def notes(self) -> tuple[str, ...]:
        """Return the three, the months and what is to be said of single metrics."""
        pace = next((row.pace for row in self.rows if row.pace), None)
        months = [] if pace is None else [self._months(pace)]
        remarks = [said(pick(METRICS, row.id, self.lang), text, self.lang) for row in self.rows for text in row.warnings]
        return (*([self.three.told()] if self.three else []), *months, *remarks, pick(NOTES, "small_cells", self.lang))

    def __repr__(self) -> str:
        grid = _text.Grid(self._head(), [self._cells(row) for row in self.rows], [False, *[True] * (3 + len(PACES))])
        return "\n".join([_text.paragraph(self.title), _text.table(grid), *map(_text.paragraph, self.notes())])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place > 0, place == 0) for place, head in enumerate(self._head())]
        rows = [
            [_html.Cell(cell, row.pace.attainment if row.pace and place == 3 else None) for place, cell in enumerate(self._cells(row))]
            for row in self.rows
        ]
        return _html.page(self.lang, _html.heading(self.title), _html.table(columns, rows), *map(_html.paragraph, self.notes()))

    def _record(self, row: Reached, parts: tuple[str, ...]) -> dict[str, Any]:
        known = {"metric": row.id, "actual": None if row.actual is None else int(row.actual.value), "target": row.target, "met": row.met}
        return {**known, **{name: getattr(row.pace, name, None) for name in parts}, "as_of": self.as_of}

    def _months(self, pace: Attainment) -> str:
        elapsed, left = (f"{months:.4g}" for months in (pace.months_elapsed, pace.months_left))
        return pick(OUTLOOK, "months", self.lang).format(elapsed=elapsed, left=left)

    def _head(self) -> list[str]:
        return [
            term("metric", self.lang),
            pick(OUTLOOK, "actual", self.lang),
            *(term(name, self.lang) for name in ("target", "attainment")),
            *(pick(OUTLOOK, name, self.lang) for name in PACES),
        ]

    def _cells(self, row: Reached) -> list[str]:
        actual = "—" if row.actual is None else _text.count(int(row.actual.value))
        target = "" if row.target is None else _text.count(row.target)
        if row.pace is None:
            return [pick(METRICS, row.id, self.lang), actual, target, *[""] * (1 + len(PACES))]
        ratio, *counts = (getattr(row.pace, name) for name in PACES)
        shown = ["" if count is None else f"{count:,.1f}" for count in counts]
        return [pick(METRICS, row.id, self.lang), actual, target, _text.percent(row.pace.attainment), f"{ratio:.4g}", *shown]


def standing(book: Book, as_of: Day, lang: Lang) -> Standing:
    """Return where a book stands on a day."""
    headline = book.headline(as_of=as_of, lang=lang)
    rows = tuple(_reached(book, headline, one) for one in headline.rows[0].metrics)
    known = [(row.actual.value, row.target) for row in rows if row.actual and row.target]
    three = attainments(*zip(*known, strict=True), lang=lang) if known else None
    title = f"{pick(OUTLOOK, 'standing', lang)} · {book.campaign.name[lang]} · {term('as_of', lang)} {headline.as_of}"
    return Standing(rows, three, headline.as_of, title, lang)


def _reached(book: Book, headline: Headline, one: Metric) -> Reached:
    warnings, actual, pace = _remarks(one, headline.lang), None, None
    if one.value is not None:
        definition = pick(OUTLOOK, "exact", headline.lang).format(metric=headline.labels[one.id], as_of=headline.as_of)
        bounds = (one.value, one.value, one.value, 1.0)
        actual = Estimate(*bounds, "exact_count", headline.rows[0].lines, definition, warnings, as_of=headline.as_of, lang=headline.lang)
        if one.target is not None:
            pace = attainment(one.value, one.target, as_of=headline.as_of, periods=book.campaign.native.periods)
    return Reached(one.id, actual, one.target, one.met, pace, warnings)


def _remarks(one: Metric, lang: Lang) -> tuple[str, ...]:
    needs = listed((pick(NEEDS, name, lang) for name in one.needs), lang)
    missing = [pick(OUTLOOK, "not_computable", lang).format(needs=needs)] if one.needs else []
    aimless = [pick(OUTLOOK, "no_target", lang)] if one.target is None else []
    return (*missing, *aimless, *(pick(FLAGS, name, lang) for name in one.flags))
