"""How charts look: one font, and colours that differ in lightness, so that they are told apart in grey print."""

from __future__ import annotations

from typing import Any

from yijin.summary._font import FAMILY

INK, SOFT, LINE, PAPER = "#1b1f1d", "#59625d", "#c9d1cc", "#ffffff"
MAIN, PALE = "#1f5c40", "#dfe8e3"
SERIES = ("#173f2d", "#5d9a78", "#d9a441", "#dbe5df", "#8a8f8c", "#f3dfb6")
RAMP = ("#f1f5f2", "#bcd3c5", "#74a88c", "#2f7352", "#123626")
BANDS = ("#f0f2f1", "#e2e7e4")
WIDTH = 520
SIZE = 12


def theme() -> dict[str, Any]:
    """Return the configuration of every chart; no data in attributes, where days would be those of the machine's time zone."""
    text = {"font": FAMILY, "fontSize": SIZE, "color": INK}
    title = {"titleFont": FAMILY, "titleFontSize": SIZE, "titleFontWeight": "normal", "titleColor": SOFT}
    label = {"labelFont": FAMILY, "labelFontSize": SIZE, "labelColor": INK, "labelLimit": 0}
    axis = {**title, **label, "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "gridOpacity": 0.6}
    return {
        "aria": False,
        "background": PAPER,
        "padding": 8,
        "font": FAMILY,
        "text": text,
        "axis": axis,
        "legend": {**title, **label, "symbolStrokeColor": INK},
        "range": {"category": list(SERIES), "ordinal": list(RAMP), "ramp": list(RAMP)},
        "view": {"stroke": None},
        "bar": {"color": MAIN},
    }
