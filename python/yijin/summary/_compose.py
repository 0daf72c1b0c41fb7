"""A summary is composed: a campaign's book becomes the document of a stage."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from yijin._labels import Lang, lang_of
from yijin._metrics import Definition
from yijin._options import Day, helpful, one_of, refused
from yijin._options import day as day_of
from yijin.errors import OptionError
from yijin.summary._document import Document, Quantity
from yijin.summary._format import day
from yijin.summary._source import Source
from yijin.summary._words import say
from yijin.summary.parts import activities, appendix, definitions, headline, inputs, meaning, progress, quality, relations, reports, slices

if TYPE_CHECKING:
    from yijin._book import Book


@helpful
def compose(
    book: Book,
    *,
    stage: str | int | None = None,
    as_of: Day = None,
    final: bool = False,
    lang: str = "zh",
    figures: bool = True,
    metrics: Iterable[Definition] = (),
) -> Document:
    """Return the document of a stage: the headline against its targets, what stands behind it, and what it was made from.

    Parameters
    ----------
    book : Book
        The campaign's book.
    stage : str or int, optional
        The stage's id; the summary is as of its last day.
    as_of : date or str, optional
        The day up to which purchases and refunds are known, where no stage is named.
    final : bool
        Whether it is the final summary, as of the campaign's last day where no day is named.
    lang : {"zh", "en"}
        The language.
    figures : bool
        Whether charts are drawn.
    metrics : iterable of Definition
        The definitions to print.

    Returns
    -------
    Document
        Sections headline, meaning, progress, slices, relations, activities, reports, quality, definitions, appendix and inputs. What is not
        known says why; what rests on too few persons is suppressed.

    Raises
    ------
    OptionError
        A stage that there is none of, a text that is no day, or not one of `stage`, and `as_of` or `final`.
    GlyphError
        A character of a chart that the charts' font does not have; `figures=False` leaves the charts out.

    References
    ----------
    The stage summaries (各阶段总结) are those of the notice 中物协函〔2019〕13 号, 五、总体进度 and 六、(五).
    """
    source = dataclasses.replace(_source(book, stage, as_of, final, lang_of(lang), figures), definitions=tuple(metrics))
    return Document(_title(source, final), source.lang, source.as_of, _facts(source), _sections(source))


def _sections(source: Source) -> tuple[Any, ...]:
    return (
        headline.section(source),
        meaning.section(source),
        progress.section(source),
        slices.section(source),
        relations.section(source),
        activities.section(source),
        reports.section(source),
        quality.section(source),
        definitions.section(source),
        appendix.section(source),
        inputs.section(source),
    )


def _source(book: Book, stage: str | int | None, as_of: Day, final: bool, lang: Lang, figures: bool) -> Source:
    stages = book.campaign.stages
    if (stage is not None) == (as_of is not None or final):
        raise OptionError("expected one of stage and as_of, or final=True, found both or none", "bad-option")
    if stage is not None:
        place = _place(stages, str(stage))
        last = datetime.date.fromisoformat(stages[place]["end"])
        return Source(book, lang, last, stages[place], stages[place - 1] if place else None, figures)
    known = _day(book.campaign.window[1] if as_of is None else as_of)
    running = [one for one in stages if one["start"] <= known.isoformat() <= one["end"]]
    over = [one for one in stages if one["end"] < known.isoformat()]
    return Source(book, lang, known, running[0] if running else None, over[-1] if over else None, figures)


def _place(stages: Sequence[Mapping[str, Any]], stage: str) -> int:
    ids = [one["id"] for one in stages]
    one_of("stage", stage, ids)
    return ids.index(stage)


def _day(given: str | datetime.date) -> datetime.date:
    """Return the day of `as_of`, by the rules of every other question."""
    text = day_of("as_of", given) or ""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise refused("as_of", "a date, or a text YYYY-MM-DD,", given)
    return found


def _title(source: Source, final: bool) -> str:
    campaign = source.book.campaign.name[source.lang]
    if final:
        return say("final_title", source.lang).format(campaign=campaign)
    if source.stage is not None and source.stage["end"] == source.as_of.isoformat():
        return say("stage_title", source.lang).format(campaign=campaign, stage=source.stage["name"][source.lang])
    return say("day_title", source.lang).format(campaign=campaign, day=day(source.as_of, source.lang))


def _facts(source: Source) -> Mapping[str, Quantity]:
    """Return the short values that a template can name anywhere."""
    campaign = source.book.campaign
    stage = "" if source.stage is None else source.stage["name"][source.lang]
    return {"campaign": Quantity(campaign.name[source.lang]), "stage": Quantity(stage), "as_of": Quantity(source.as_of, "date")}
