"""Charts of parts: attainment of targets, bars, a triangle or grid of counts, and the provinces as tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

import altair as alt

from yijin._labels import Lang
from yijin.summary._chart import data, labels
from yijin.summary._theme import INK, LINE, MAIN, PALE, PAPER, RAMP, SOFT, WIDTH
from yijin.summary._tiles import TILES

BAR = 24
TILE = 58
FAR = 1.5
"""How far a bar of attainment goes; beyond it only its number does."""


def attainment(rows: Sequence[tuple[str, float, str]], goal: str) -> alt.LayerChart:
    """Return a bar for each target, on a rail that ends where the target is reached.

    Parameters
    ----------
    rows : sequence of (str, float, str)
        Name, share of the target and the share as it is written.
    goal : str
        What the end of the rail is called.
    """
    names = labels([name for name, _, _ in rows])
    values = [{"name": name, "share": min(share, FAR), "text": text} for name, (_, share, text) in zip(names, rows, strict=True)]
    scale = alt.Scale(domain=[0, FAR * 1.15], nice=False)
    base = alt.Chart(data(values)).encode(alt.Y("name:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False)))
    rail = base.mark_bar(color=PALE, height=BAR * 0.6).encode(x=alt.datum(1, scale=scale, axis=None))
    bars = base.mark_bar(color=MAIN, height=BAR * 0.6).encode(alt.X("share:Q", scale=scale, axis=None))
    words = base.mark_text(align="left", dx=6).encode(alt.X("share:Q", scale=scale), text="text:N")
    end = alt.Chart(data([{"goal": goal}]))
    rule = end.mark_rule(color=SOFT, strokeDash=[4, 3]).encode(x=alt.datum(1, scale=scale))
    name = end.mark_text(baseline="bottom", dy=-4, color=SOFT).encode(x=alt.datum(1, scale=scale), y=alt.value(0), text="goal:N")
    return cast("alt.LayerChart", (rail + bars + words + rule + name).properties(width=WIDTH - 110, height=BAR * len(rows)))


def bars(rows: Sequence[tuple[str, float, str]], title: str) -> alt.LayerChart:
    """Return a bar for each part, with its number.

    Parameters
    ----------
    rows : sequence of (str, float, str)
        Name, value and the value as it is written.
    title : str
        The unit.
    """
    names = labels([name for name, _, _ in rows])
    values = [{"name": name, "value": value, "text": text} for name, (_, value, text) in zip(names, rows, strict=True)]
    base = alt.Chart(data(values)).encode(
        alt.Y("name:N", sort=names, title=None, axis=alt.Axis(ticks=False)),
        alt.X("value:Q", title=title, axis=alt.Axis(format=",~r", tickCount=5), scale=alt.Scale(padding=0)),
    )
    drawn = base.mark_bar(height=BAR * 0.65) + base.mark_text(align="left", dx=5).encode(text="text:N")
    return cast("alt.LayerChart", drawn.properties(width=WIDTH - 120, height=BAR * len(rows)))


def grid(
    rows: Sequence[tuple[str, str, int]],
    titles: tuple[str, str],
    order: Literal["given", "ascending"] = "given",
) -> alt.LayerChart:
    """Return counts as a grid whose cells are the darker the more they hold.

    Parameters
    ----------
    rows : sequence of (str, str, int)
        The row's name, the column's name and the count.
    titles : (str, str)
        What the rows and the columns are.
    order : {"given", "ascending"}
        Whether rows and columns stand as they come, or by name.
    """
    down, across = list(dict.fromkeys(row for row, _, _ in rows)), list(dict.fromkeys(column for _, column, _ in rows))
    if order == "ascending":
        down, across = sorted(down), sorted(across, key=lambda name: (len(name), name))
    named = (dict(zip(down, labels(down), strict=True)), dict(zip(across, labels(across), strict=True)))
    values = [
        {"row": named[0][row], "column": named[1][column], **_shade(count, max(row[2] for row in rows))} for row, column, count in rows
    ]
    base = alt.Chart(data(values)).encode(
        alt.Y("row:N", sort=list(named[0].values()), title=titles[0]),
        alt.X(
            "column:N",
            sort=list(named[1].values()),
            title=titles[1],
            axis=alt.Axis(orient="top", labelAngle=0 if order == "ascending" else -45),
        ),
    )
    return cast("alt.LayerChart", _shaded(base).properties(width=min(WIDTH - 110, 46 * len(across)), height=BAR * len(down)))


def tiles(counts: Mapping[str, int], hidden: frozenset[str], lang: Lang, mark: str) -> alt.LayerChart:
    """Return the provinces as tiles that are the darker the more they hold.

    Parameters
    ----------
    counts : mapping of str to int
        Province, by its full Chinese name, to its count; one that is not among the 31 is left out.
    hidden : frozenset of str
        The provinces whose count is suppressed.
    lang : {"zh", "en"}
        The language of the names.
    mark : str
        What stands in the tile of a suppressed province.
    """
    most = max(counts.values(), default=0)
    values = [
        {"column": tile.column, "row": tile.row, "name": tile.zh if lang == "zh" else tile.en}
        | (
            _shade(0, 1) | {"text": mark}
            if name in hidden
            else _shade(counts[name], most)
            if name in counts
            else _shade(0, 1) | {"text": "", "fill": PAPER}
        )
        for name, tile in TILES.items()
    ]
    base = alt.Chart(data(values)).encode(alt.X("column:O", axis=None), alt.Y("row:O", axis=None))
    names = base.mark_text(dy=-9, fontSize=9).encode(text="name:N", color=alt.Color("ink:N", scale=None))
    return cast("alt.LayerChart", (_shaded(base, dy=9) + names).properties(width=TILE * 9 * 1.15, height=TILE * 8 * 0.72))


def _shaded(base: alt.Chart, dy: int = 0) -> alt.LayerChart:
    cells = base.mark_rect(stroke=LINE).encode(color=alt.Color("fill:N", scale=None))
    words = base.mark_text(fontSize=11, dy=dy).encode(text="text:N", color=alt.Color("ink:N", scale=None))
    return cast("alt.LayerChart", cells + words)


def _shade(count: int, most: int) -> dict[str, Any]:
    """Return a cell's number, its shade of five, and the ink that stands out from it."""
    place = 0 if most <= 0 else min(len(RAMP) - 1, count * len(RAMP) // (most + 1))
    return {"text": f"{count:,}", "fill": RAMP[place], "ink": PAPER if place > 2 else INK}
