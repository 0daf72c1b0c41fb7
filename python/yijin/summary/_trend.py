"""Charts over time: a running count beside the straight line to its target, and a mix month by month."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

import altair as alt

from yijin.summary._chart import data, labels
from yijin.summary._theme import BANDS, LINE, MAIN, SERIES, SOFT, WIDTH

Point = tuple[datetime.date, int]
Band = tuple[datetime.date, datetime.date, str]

MONTHS = alt.Axis(format="%Y-%m", labelOverlap=True, grid=False, tickCount=9)
COUNTS = alt.Axis(format=",d", tickCount=5)


def running(
    points: Sequence[Point], target: int | None, window: tuple[datetime.date, datetime.date], bands: Sequence[Band], names: tuple[str, str]
) -> alt.LayerChart:
    """Return a running count over the campaign, its stages behind it.

    Parameters
    ----------
    points : sequence of (date, int)
        The count at the end of each day.
    target : int or None
        What is to be reached on the window's last day; the straight line to it starts with 0 on the first.
    window : (date, date)
        The campaign's first and last day.
    bands : sequence of (date, date, str)
        The stages: first day, last day, name.
    names : (str, str)
        What the count and the line are called in the legend.
    """
    counted = [_point(day, value, names[0]) for day, value in points]
    line = [] if target is None else [_point(window[0], 0, names[1]), _point(window[1], target, names[1])]
    scale = alt.Scale(type="utc", nice=False, domain=[day.isoformat() for day in window])
    colour = alt.Color(
        "series:N",
        title=None,
        scale=alt.Scale(domain=list(names), range=[MAIN, SOFT]),
        legend=alt.Legend(orient="top", symbolType="stroke"),
    )
    dash = alt.StrokeDash("series:N", title=None, scale=alt.Scale(domain=list(names), range=[[1, 0], [6, 4]]))
    lines = (
        alt.Chart(data([*counted, *line]))
        .mark_line(strokeWidth=2)
        .encode(
            alt.X("day:T", scale=scale, axis=MONTHS, title=None), alt.Y("value:Q", axis=COUNTS, title=None), color=colour, strokeDash=dash
        )
    )
    dots = alt.Chart(data(counted)).mark_circle(color=MAIN, size=28, opacity=1).encode(alt.X("day:T", scale=scale), alt.Y("value:Q"))
    return cast("alt.LayerChart", (_bands(bands, scale) + lines + dots).properties(width=WIDTH, height=190))


def mix(rows: Sequence[tuple[str, str, float]], order: Sequence[str], title: str) -> alt.Chart:
    """Return stacked bars, one a month.

    Parameters
    ----------
    rows : sequence of (str, str, float)
        Month, part and value.
    order : sequence of str
        The parts from the bottom up.
    title : str
        The unit.
    """
    values = [{"month": month, "part": part, "value": value, "place": order.index(part)} for month, part, value in rows]
    colour = alt.Color(
        "part:N", title=None, scale=alt.Scale(domain=list(order), range=list(SERIES)), legend=alt.Legend(orient="top", columns=4)
    )
    return cast(
        "alt.Chart",
        alt.Chart(data(values))
        .mark_bar(stroke="#1b1f1d", strokeWidth=0.5)
        .encode(
            alt.X("month:O", title=None, axis=alt.Axis(labelAngle=-45)),
            alt.Y("value:Q", title=title, axis=alt.Axis(format=",~r", tickCount=5), stack="zero"),
            color=colour,
            order="place:Q",
        )
        .properties(width=WIDTH, height=210),
    )


def _point(day: datetime.date, value: int, series: str) -> dict[str, Any]:
    return {"day": day.isoformat(), "value": value, "series": series}


def _bands(bands: Sequence[Band], scale: alt.Scale) -> alt.LayerChart:
    """Return the stages as bands from the bottom to the top, with their names."""
    names = labels([name for _, _, name in bands])
    rows = [
        {"start": start.isoformat(), "end": (end + datetime.timedelta(days=1)).isoformat(), "name": name, "fill": BANDS[place % 2]}
        for place, ((start, end, _), name) in enumerate(zip(bands, names, strict=True))
    ]
    base = alt.Chart(data(rows)).encode(alt.X("start:T", scale=scale))
    areas = base.mark_rect(stroke=LINE, strokeWidth=0.5).encode(x2="end:T", color=alt.Color("fill:N", scale=None))
    words = base.mark_text(align="left", baseline="top", dx=4, dy=4, color=SOFT, fontSize=9).encode(y=alt.value(0), text="name:N")
    return cast("alt.LayerChart", areas + words)
