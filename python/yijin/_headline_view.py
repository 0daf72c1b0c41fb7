"""How a headline looks: as a table in a terminal, and as HTML in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from yijin import _html, _text
from yijin._labels import DIMENSIONS, FLAGS, METRICS, NEEDS, NOTES, listed, member, pick, said, term

if TYPE_CHECKING:
    from yijin._campaign import Campaign
    from yijin._headline import Headline, Metric, Row


def text(headline: Headline, campaign: Campaign, everything: str) -> str:
    """Return the headline for a terminal; `everything` is what gives the rows and columns that it has no room for."""
    body = _sliced_text(headline, campaign, everything) if headline.by else _total_text(headline)
    return "\n".join([_text.paragraph(title(headline, campaign)), body, *map(_text.paragraph, headline.notes)])


def html(headline: Headline, campaign: Campaign) -> str:
    """Return the headline as HTML."""
    body = _sliced_html(headline, campaign) if headline.by else _total_html(headline)
    return _html.page(headline.lang, _html.heading(title(headline, campaign)), body, *map(_html.paragraph, headline.notes))


def title(headline: Headline, campaign: Campaign) -> str:
    """Return what was asked, in words."""
    lang = headline.lang
    parts = [f"{term('as_of', lang)} {headline.as_of}", term(headline.period, lang)]
    parts += [f"{term(name, lang)} {day}" for name, day in (("start", headline.start), ("end", headline.end)) if day]
    parts += [_filter(headline, campaign, name, values) for name, values in headline.where.items()]
    return f"{term('headline', lang)} · {campaign.name[lang]} · {term('comma', lang).join(parts)}"


def notes(headline: Headline) -> tuple[str, ...]:
    """Return what a reader must know."""
    known = {
        "plain": headline.plain,
        "empty_scope": not any(row.lines for row in headline.rows),
        "not_additive": bool(headline.by),
        "cumulative": headline.cumulative,
        "running_stage": headline.cumulative and "stage" in headline.by,
        "small_cells": True,
    }
    return tuple(pick(NOTES, name, headline.lang) for name, holds in known.items() if holds)


def _filter(headline: Headline, campaign: Campaign, name: str, values: Iterable[str | None]) -> str:
    admitted = " / ".join(member(name, value, campaign.stage_names, headline.lang) for value in values)
    return f"{pick(DIMENSIONS, name, headline.lang)} = {admitted}"


def _total_text(headline: Headline) -> str:
    (row,) = headline.rows
    rows = [[*cells, _bar(one)] for one, cells in zip(row.metrics, _total_rows(headline), strict=True)]
    grid = _text.Grid([*_total_head(headline), ""], rows, [False, True, True, True, False])
    grid, _ = _text.fitting(grid, spare=[4], word=None)
    return "\n".join([_text.table(grid), "", *map(_text.paragraph, [_sums(headline, row), *_remarks(headline)])])


def _total_html(headline: Headline) -> str:
    (row,) = headline.rows
    columns = [_html.Column(head, number=place > 0, fixed=place == 0) for place, head in enumerate(_total_head(headline))]
    rows = [
        [*map(_html.Cell, cells), _html.Cell(share, share=one.attainment)]
        for one, (*cells, share) in zip(row.metrics, _total_rows(headline), strict=True)
    ]
    return _html.table(columns, rows) + "".join(map(_html.paragraph, [_sums(headline, row), *_remarks(headline)]))


def _total_head(headline: Headline) -> list[str]:
    return [term(name, headline.lang) for name in ("metric", "value", "target", "attainment")]


def _total_rows(headline: Headline) -> list[list[str]]:
    return [[headline.labels[one.id], _value(one), _target(one), _attainment(one)] for one in headline.rows[0].metrics]


def _sliced_text(headline: Headline, campaign: Campaign, everything: str) -> str:
    dimensions, lang = len(headline.by), headline.lang
    rows = [_sliced_row(headline, campaign, row) for row in headline.rows[: _text.TEXT_ROWS]]
    grid = _text.Grid(_sliced_head(headline), rows, [place >= dimensions for place in range(dimensions + len(METRICS) + 2)])
    grid, left_out = _text.fitting(grid, spare=[dimensions + len(METRICS) + 1, dimensions + len(METRICS)], word=_text.LONG)
    more = _text.more(len(headline) - _text.TEXT_ROWS, lang, everything)
    absent = _text.absent(left_out, lang, everything)
    return "\n".join([_text.table(grid), *map(_text.paragraph, [*more, *absent, *_remarks(headline)])])


def _sliced_html(headline: Headline, campaign: Campaign) -> str:
    dimensions = len(headline.by)
    columns = [_html.Column(head, number=place >= dimensions, fixed=place == 0) for place, head in enumerate(_sliced_head(headline))]
    rows = []
    for row in headline.rows[: _html.HTML_ROWS]:
        shares = [*(None for _ in headline.by), *(one.attainment for one in row.metrics), None, None]
        rows.append([_html.Cell(cell, share=share) for cell, share in zip(_sliced_row(headline, campaign, row), shares, strict=True)])
    more = _text.more(len(headline) - _html.HTML_ROWS, headline.lang, "to_polars()")
    return _html.table(columns, rows) + "".join(map(_html.paragraph, [*more, *_remarks(headline)]))


def _sliced_head(headline: Headline) -> list[str]:
    return [*(headline.labels[name] for name in (*headline.by, *METRICS)), *(term(name, headline.lang) for name in ("lines", "amount"))]


def _sliced_row(headline: Headline, campaign: Campaign, row: Row) -> list[str]:
    group = [_group(headline, campaign, name, row.by[name]) for name in headline.by]
    return [*group, *map(_value, row.metrics), _text.count(row.lines), _known(_text.yuan, row.amount_fen)]


def _group(headline: Headline, campaign: Campaign, name: str, value: str | None) -> str:
    """Return a group's label; a running stage that has not begun by `as_of` says so."""
    label = member(name, value, campaign.stage_names, headline.lang)
    ahead = name == "stage" and any(stage["id"] == value and stage["start"] > headline.as_of for stage in campaign.stages)
    return label + term("not_begun", headline.lang) if ahead else label


def _remarks(headline: Headline) -> list[str]:
    """Return what is to be said of the metrics of every row, once."""
    first = headline.rows[0].metrics if headline.rows else ()
    return [said(headline.labels[one.id], _remark(headline, one), headline.lang) for one in first if _remark(headline, one)]


def _remark(headline: Headline, one: Metric) -> str:
    if one.needs:
        return f"{term('needs', headline.lang)} {listed((pick(NEEDS, name, headline.lang) for name in one.needs), headline.lang)}"
    return listed((pick(FLAGS, name, headline.lang) for name in one.flags), headline.lang)


def _value(one: Metric) -> str:
    return "—" if one.value is None else _text.count(one.value)


def _known(shown: Callable[[int], str], sum_: int | None) -> str:
    return "—" if sum_ is None else shown(sum_)


def _target(one: Metric) -> str:
    return "" if one.target is None else _text.count(one.target)


def _attainment(one: Metric) -> str:
    return "" if one.attainment is None else _text.percent(one.attainment)


def _bar(one: Metric) -> str:
    return "" if one.attainment is None else _text.bar(one.attainment)


def _sums(headline: Headline, row: Row) -> str:
    parts = {
        "lines": _text.count(row.lines),
        "amount": _known(_text.yuan, row.amount_fen),
        "mass": _known(_text.jin, row.mass_g),
        "mass_unknown": _known(_text.count, row.mass_unknown_lines),
    }
    return " · ".join(f"{term(name, headline.lang)} {value}" for name, value in parts.items())
