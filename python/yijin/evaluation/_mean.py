"""Means and ratios over a book's households, whose communities are drawn whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yijin import _native
from yijin._labels import UNITS, lang_of, pick
from yijin._metrics import defined
from yijin._options import Day, Where, one_of, scope, text
from yijin._progress import watched
from yijin.evaluate._estimate import Estimate
from yijin.evaluate._resampling import drawing
from yijin.evaluate._words import CAUTIONS, SAMPLES
from yijin.evaluation._concentration import noted

if TYPE_CHECKING:
    from yijin._book import Book


STATISTICS = ("mean", "ratio")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a book's households."""

    measure: str
    statistic: str
    over: str | None
    method: str
    replicates: int
    seed: int
    as_of: Day
    where: Where
    level: float
    lang: str


def per_household(book: Book, native: _native.Book, asked: Asked) -> Estimate:
    """Return a mean or a ratio over the households of a book.

    Examples
    --------
    >>> yj.open(exports).evaluate.per_household(where={"stage": 1})
    Traceback (most recent call last):
    yijin.errors.OptionError: expected at least 3 communities, because fewer give no interval for clusters, found '2'
    """
    lang = lang_of(asked.lang)
    one_of("statistic", asked.statistic, STATISTICS)
    plan = drawing(asked.statistic, asked.over is not None, asked.method, asked.level, asked.replicates, asked.seed, None)
    shown = [
        defined(book.campaign, text(option, id)) for option, id in (("measure", asked.measure), ("over", asked.over)) if id is not None
    ]
    labels = [f"{one.label[lang]} ({pick(UNITS, one.unit, lang)})" for one in shown]
    days = scope(asked.as_of, "cumulative", None, None, asked.where)
    with watched(None) as counters:
        told, left = _native.per_household(
            native,
            asked.measure,
            asked.over,
            plan=json.dumps(plan),
            as_of=days["as_of"],
            where=days["where"],
            progress=counters,
        )
    found = json.loads(told)
    few = (pick(CAUTIONS, "few", lang).format(drawn=pick(CAUTIONS, "communities", lang), count=found["clusters"], few=_native.FEW),)
    return Estimate(
        value=found["value"],
        lower=found["lower"],
        upper=found["upper"],
        level=asked.level,
        method=f"cluster_bootstrap_{asked.method}",
        n=found["n"],
        definition=pick(SAMPLES, asked.statistic, lang).format(measure=labels[0], below=labels[-1]),
        warnings=(*(few if found["warnings"] else ()), *noted(left, lang, least=book.campaign.min_cell)),
        clusters=found["clusters"],
        as_of=days["as_of"] or book.campaign.window[1],
        lang=lang,
    )
