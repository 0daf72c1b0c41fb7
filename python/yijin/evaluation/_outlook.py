"""Where a book's running count goes: by a line, by its increments or by a curve, with how often that was right before."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from yijin import _html, _text
from yijin._labels import DIMENSIONS, METRICS, NOTES, Lang, lang_of, pick, term
from yijin._options import one_of, refused
from yijin.errors import OptionError
from yijin.evaluate._call import call, numbers
from yijin.evaluate._estimate import Estimate, interval, interval_head
from yijin.evaluate._growth import bass, doubts, gompertz, logistic
from yijin.evaluate._increments import project_increments
from yijin.evaluate._projection import BackTest, back_test, last_of, project
from yijin.evaluate._words import OUTLOOK
from yijin.evaluation._running import Month, Running, months_of, running

if TYPE_CHECKING:
    import altair
    import polars

    from yijin._book import Book
    from yijin._campaign import Campaign
    from yijin._options import Day

Point: TypeAlias = "tuple[float, float | None, float | None, float | None]"
"""What a method says of a month ahead: value, lower, upper, chance."""
LEAST = {"line": 3, "increments": 4, "logistic": 5, "gompertz": 5, "bass": 5}
"""The methods, and how many months each needs."""
FEWEST_TESTS = 3
FAR = 3
"""A target so many times above all else is said in a picture, not drawn: it would flatten the rest."""
FIRST = 4
"""No back test begins with fewer months known."""


class Asked(NamedTuple):
    """Which running count is to be carried on, and how."""

    metric: str
    method: str
    last: int | None
    target: float | None
    level: float
    seed: int
    lang: Lang


def _chance(one: Ahead) -> str:
    return "" if one.chance is None else _text.percent(one.chance)


def asked_of(
    campaign: Campaign, metric: str, *, method: str, last: int | None, target: float | None, level: float, seed: int, lang: str
) -> Asked:
    """Return what is asked of a campaign's book; its target where none is given."""
    one_of("metric", metric, METRICS)
    one_of("method", method, LEAST)
    own = campaign.targets[metric]["value"] if metric in campaign.targets else None
    goal = own if target is None else numbers("target", [target])[0]
    return Asked(metric, method, last_of(last), goal, level, seed, lang_of(lang))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is projected for the end of a month.

    Attributes
    ----------
    month : str
        YYYY-MM.
    estimate : Estimate
        The running count then, with its interval; the bounds of a curve are None.
    chance : float or None
        The chance to have reached the target by then; None without a target, of a curve, and where all points lie on a line.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.projection("households", as_of="2019-08-31", to="2019-10", target=5)
    >>> [(one.month, round(one.estimate.value, 1), one.estimate.as_of) for one in found.points]
    [('2019-09', 3.5, '2019-08-31'), ('2019-10', 4.1, '2019-08-31')]
    """

    month: str
    estimate: Estimate
    chance: float | None


@dataclass(frozen=True, slots=True, repr=False)
class Outlook:
    """A running count carried on to a later month; :meth:`yijin.Evaluation.projection` makes it.

    Attributes
    ----------
    metric, method : str
        What is projected, and how.
    counted : tuple of (str, int)
        The months that are over, and the running count at the end of each as it is known on `as_of`.
    points : tuple of Ahead
        The months ahead.
    target : float or None
        The number to reach.
    back_test : BackTest or None
        How the same method would have done at earlier months, `horizon` months ahead; None where there are too few months, and of a curve.
    horizon : int or None
        How many months ahead it was tested.
    as_of : str
        The day up to which purchases and refunds were known, YYYY-MM-DD.
    warnings : tuple of str
        What a reader should know.
    lang : {"en", "zh"}
        The language of labels.

    Examples
    --------
    >>> found = yj.open(exports).evaluate.projection("households", as_of="2019-08-31", to="2019-10", target=5)
    >>> found.counted
    (('2019-05', 1), ('2019-06', 2), ('2019-07', 2), ('2019-08', 3))
    >>> found.chance == found.points[-1].chance
    True
    """

    metric: str
    method: str
    counted: tuple[tuple[str, int], ...]
    points: tuple[Ahead, ...]
    target: float | None
    back_test: BackTest | None
    horizon: int | None
    as_of: str
    warnings: tuple[str, ...]
    lang: Lang

    @property
    def chance(self) -> float | None:
        """Return the chance to have reached the target by the last month."""
        return self.points[-1].chance

    @property
    def title(self) -> str:
        """Return what was asked, in words."""
        method, metric = pick(OUTLOOK, self.method, self.lang), pick(METRICS, self.metric, self.lang)
        return pick(OUTLOOK, "title", self.lang).format(metric=metric, method=method, as_of=self.as_of)

    def notes(self) -> tuple[str, ...]:
        """Return how the back test went, and the warnings."""
        return (*([] if self.back_test is None else [self._tested(self.back_test)]), *self.warnings, pick(NOTES, "small_cells", self.lang))

    def to_polars(self) -> polars.DataFrame:
        """Return one row a month: what was counted, then what is projected with bounds and chance (needs polars)."""
        import polars

        bounds = dict.fromkeys(("value", "lower", "upper", "level", "chance"), polars.Float64)
        schema = {"month": polars.String, "kind": polars.String, **bounds, "method": polars.String, "as_of": polars.String}
        return polars.DataFrame([{name: row.get(name) for name in schema} for row in self._records()], schema=schema)

    def chart(self) -> altair.LayerChart:
        """Return the months counted as dots, the projection as a line with its band, and the target as a rule (needs altair).

        A target far above all else is named below the title.
        """
        import altair

        def drawn(rows: Sequence[dict[str, Any]]) -> altair.Chart:
            return altair.Chart(altair.Data(values=list(rows)))  # type: ignore[no-untyped-call]

        records = [{**row, "shown": pick(OUTLOOK, row["kind"], self.lang)} for row in self._records()]
        ahead = [row for row in records if row["kind"] == "projected"]
        order = [pick(OUTLOOK, kind, self.lang) for kind in ("counted", "projected")]
        across = altair.X("month:O", title=None, sort=None, scale=altair.Scale(domain=[row["month"] for row in records]))
        up = altair.Y("value:Q", title=pick(METRICS, self.metric, self.lang), scale=altair.Scale(zero=False))
        fill = altair.Fill(
            "shown:N", title=None, scale=altair.Scale(domain=order, range=["black", "white"]), legend=altair.Legend(orient="top")
        )
        layers = [
            drawn([row for row in ahead if row["lower"] is not None])
            .mark_area(opacity=0.15, color="black")
            .encode(x=across, y=altair.Y("lower:Q", title=pick(METRICS, self.metric, self.lang)), y2="upper:Q"),
            drawn(ahead).mark_line(color="black").encode(x=across, y=up),
            drawn(records).mark_point(stroke="black", filled=True, size=60, opacity=1).encode(x=across, y=up, fill=fill),
        ]
        highest = max(row["upper"] if row.get("upper") is not None else row["value"] for row in records)
        beyond = self.target is not None and self.target > FAR * highest
        if self.target is not None and not beyond:
            goal = [{"target": self.target, "said": f"{term('target', self.lang)} {self.target:,.10g}"}]
            rule = drawn(goal).encode(y=altair.Y("target:Q"))
            layers += [
                rule.mark_rule(strokeDash=[6, 4], color="black"),
                rule.mark_text(align="left", dx=4, dy=-6, x=0).encode(text="said:N"),
            ]
        subtitle = [pick(OUTLOOK, "beyond", self.lang).format(target=f"{self.target:,.10g}")] if beyond else []
        title = altair.TitleParams(self.title, subtitle=subtitle)
        chart: altair.LayerChart = altair.layer(*layers).properties(width=560, height=300, title=title)
        return chart

    def __repr__(self) -> str:
        grid = _text.Grid(self._head(), self._cells(), [False, False, True, True, True])
        return "\n".join([_text.paragraph(self.title), _text.table(grid), *map(_text.paragraph, self.notes())])

    def _repr_html_(self) -> str:
        columns = [_html.Column(head, place > 1, place == 0) for place, head in enumerate(self._head())]
        rows = [list(map(_html.Cell, cells)) for cells in self._cells()]
        return _html.page(self.lang, _html.heading(self.title), _html.table(columns, rows), *map(_html.paragraph, self.notes()))

    def _records(self) -> list[dict[str, Any]]:
        counted = [{"month": month, "kind": "counted", "value": value, "as_of": self.as_of} for month, value in self.counted]
        return [*counted, *(self._record(point) for point in self.points)]

    def _record(self, point: Ahead) -> dict[str, Any]:
        told = {name: getattr(point.estimate, name) for name in ("value", "lower", "upper", "level", "method", "as_of")}
        return {"month": point.month, "kind": "projected", "chance": point.chance, **told}

    def _head(self) -> list[str]:
        chance = pick(OUTLOOK, "chance", self.lang).format(target="—" if self.target is None else f"{self.target:,.10g}")
        bounds = interval_head(self.points[0].estimate.level, self.lang)
        return [pick(DIMENSIONS, "month", self.lang), pick(OUTLOOK, "kind", self.lang), term("value", self.lang), bounds, chance]

    def _cells(self) -> list[list[str]]:
        counted, ahead = (pick(OUTLOOK, kind, self.lang) for kind in ("counted", "projected"))
        return [
            *([month, counted, _text.count(value), "", ""] for month, value in self.counted),
            *([one.month, ahead, f"{one.estimate.value:,.0f}", interval(one.estimate, "{:,.0f}"), _chance(one)] for one in self.points),
        ]

    def _tested(self, found: BackTest) -> str:
        told = {
            "horizon": self.horizon,
            "held": found.hits,
            "tests": len(found.tests),
            "level": f"{found.level:.4g}",
            "bias": f"{found.bias:,.1f}",
        }
        return pick(OUTLOOK, "held", self.lang).format(**told)


def outlook(book: Book, to: Day, as_of: Day, asked: Asked) -> Outlook:
    """Return a book's running count, carried on to a month."""
    known = running(book, asked.metric, as_of, asked.lang)
    ahead = _months_ahead(book, known, to)
    if len(known.values) < LEAST[asked.method]:
        expected = f"a day by which at least {LEAST[asked.method]} months of the campaign are over"
        raise OptionError(f"expected {expected} for as_of, found {known.as_of}, with {len(known.values)}", "bad-option")
    carried = _carried(known, len(ahead), asked)
    tested, horizon = _back_tested(known, len(ahead), asked)
    warnings = (*carried.warnings, *_remarks(known, carried, asked), *_shape(tested, asked), *known.remarks)
    points = tuple(_point(month, one, carried, known, asked, warnings) for month, one in zip(ahead, carried.points, strict=True))
    counted = tuple((month.name, value) for month, value in zip(known.months, known.values, strict=True))
    return Outlook(asked.metric, asked.method, counted, points, asked.target, tested, horizon, known.as_of, warnings, asked.lang)


class Carried(NamedTuple):
    """What a method says of the months ahead, and how it is called."""

    points: Sequence[Point]
    n: int
    name: str
    warnings: tuple[str, ...]


def _carried(known: Running, ahead: int, asked: Asked) -> Carried:
    if asked.method == "line":
        return _line(known, ahead, asked)
    return _increments(known, ahead, asked) if asked.method == "increments" else _curve(known, ahead, asked)


def _line(known: Running, ahead: int, asked: Asked) -> Carried:
    total = len(known.values)
    used = total if asked.last is None else asked.last
    if used > total:
        raise refused("last", f"at most the {total} months that are over", used)
    x, y = range(total - used + 1, total + 1), known.values[-used:]
    found = [project(x, y, [place], target=asked.target, level=asked.level) for place in range(total + 1, total + ahead + 1)]
    points = [(one.points[0].value, one.points[0].lower, one.points[0].upper, one.reach) for one in found]
    return Carried(points, used, "least_squares_prediction", (pick(OUTLOOK, "pace", asked.lang),))


def _increments(known: Running, ahead: int, asked: Asked) -> Carried:
    found = project_increments(known.values, ahead, target=asked.target, last=asked.last, seed=asked.seed, level=asked.level)
    said = ("alike", "few")[: len(found.warnings)]
    points = [(one.value, one.lower, one.upper, one.reach) for one in found.points]
    return Carried(points, found.n, found.method, tuple(pick(OUTLOOK, name, asked.lang).format(n=found.n) for name in said))


def _curve(known: Running, ahead: int, asked: Asked) -> Carried:
    if asked.last is not None:
        raise refused("last", "None with a curve, which goes through all months,", asked.last)
    total = len(known.values)
    places, beyond = range(1, total + 1), [float(place) for place in range(total + 1, total + ahead + 1)]
    if asked.method == "bass":
        model = bass([after - before for before, after in zip((0, *known.values), known.values, strict=False)])
        values, uncertain = call("bass_totals", [model.m, model.p, model.q], beyond), model.uncertain
    else:
        fit = {"logistic": logistic, "gompertz": gompertz}[asked.method]
        curve = fit(places, known.values)
        values, uncertain = call("totals", asked.method, curve.parameters, beyond), curve.uncertain
    said = (pick(OUTLOOK, "no_interval", asked.lang), *doubts(uncertain, asked.lang))
    return Carried([(value, None, None, None) for value in values], total, asked.method, said)


def _back_tested(known: Running, ahead: int, asked: Asked) -> tuple[BackTest | None, int | None]:
    """Return the back test at the farthest month ahead, up to that asked for, of which there are enough tests."""
    if asked.method not in ("line", "increments"):
        return None, None
    first = max(FIRST, (asked.last or 0) + (asked.method == "increments"))
    horizon = min(ahead, len(known.values) - first - FEWEST_TESTS + 1)
    if horizon < 1:
        return None, None
    found = back_test(known.values, horizon, first, method=asked.method, last=asked.last, seed=asked.seed, level=asked.level)
    return found, horizon


def _remarks(known: Running, carried: Carried, asked: Asked) -> tuple[str, ...]:
    below = min(point[0] for point in carried.points) < known.values[-1]
    return (pick(OUTLOOK, "below", asked.lang).format(value=_text.count(known.values[-1])),) if below else ()


def _shape(tested: BackTest | None, asked: Asked) -> tuple[str, ...]:
    if tested is None:
        return (pick(OUTLOOK, "no_back_test" if asked.method in ("line", "increments") else "curve_untested", asked.lang),)
    if tested.side is None:
        return ()
    return (pick(OUTLOOK, "one_sided", asked.lang).format(side=pick(OUTLOOK, tested.side, asked.lang)),)


def _point(
    month: Month,
    one: Point,
    carried: Carried,
    known: Running,
    asked: Asked,
    said: tuple[str, ...],
) -> Ahead:
    value, lower, upper, chance = one
    metric = pick(METRICS, known.metric, asked.lang)
    definition = pick(OUTLOOK, "projected_for", asked.lang).format(metric=metric, month=month.name, as_of=known.as_of)
    estimate = Estimate(value, lower, upper, asked.level, carried.name, carried.n, definition, said, as_of=known.as_of, lang=asked.lang)
    return Ahead(month.name, estimate, chance)


def _months_ahead(book: Book, known: Running, to: Day) -> tuple[Month, ...]:
    ahead = tuple(month for month in months_of(book.campaign) if month.last > known.as_of)
    if not ahead:
        raise OptionError(f"expected a day before the last month of the campaign is over for as_of, found {known.as_of}", "bad-option")
    if to is None:
        return ahead
    names = [month.name for month in ahead]
    wanted = f"{to:%Y-%m}" if isinstance(to, datetime.date) else to
    if not isinstance(wanted, str):
        raise refused("to", "a month YYYY-MM", to)
    if wanted not in names:
        raise OptionError(f"expected a month of a stage from {names[0]} to {names[-1]} for to, found {wanted!r}", "bad-option")
    return ahead[: names.index(wanted) + 1]
