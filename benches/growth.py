"""How the cost of an answer grows: with lines (and their households), and with groups. Draws docs/growth.svg.

``python benches/growth.py --data out/peers --sizes 1e5,3e5,1e6,3e6,1e7``
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import altair as alt
import polars as pl
import yijin as yj

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from data import generated

PICTURE = Path(__file__).parent.parent / "docs" / "growth.svg"
# Dimensions with ever more groups.
SLICES = ([], ["stage"], ["channel"], ["province"], ["province", "stage"], ["city"], ["province", "stage", "channel"], ["city", "month"])
RUNS = 3


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("out/peers"), help="folder for the generated exports, kept between runs")
    parser.add_argument("--sizes", type=lambda text: [int(float(size)) for size in text.split(",")], default=[10**5, 10**6, 10**7])
    asked = parser.parse_args()
    asked.data.mkdir(parents=True, exist_ok=True)
    grown = [measured(generated(asked.data, lines), lines) for lines in asked.sizes]
    book = yj.open(generated(asked.data, max(asked.sizes)), key="a key for benches only", progress=False)
    sliced = [answered(book, by) for by in SLICES]
    PICTURE.parent.mkdir(exist_ok=True)
    (lines_chart(pl.DataFrame(grown)) | groups_chart(pl.DataFrame(sliced))).save(PICTURE)
    print(pl.DataFrame(grown), pl.DataFrame(sliced), PICTURE, sep="\n")


def measured(folder: Path, lines: int) -> dict:
    """Return the seconds from exports to the headline: the least of several runs."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        headline = yj.open(folder, key="a key for benches only", progress=False).headline()
        seconds.append(time.perf_counter() - began)
    return {"lines": lines, "households": headline["households"].value, "seconds": min(seconds)}


def answered(book: yj.Book, by: list[str]) -> dict:
    """Return the seconds of one more answer from an open book."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        headline = book.headline(by=by)
        seconds.append(time.perf_counter() - began)
    return {"by": " × ".join(by) or "total", "groups": len(headline), "seconds": min(seconds)}


def lines_chart(rows: pl.DataFrame) -> alt.Chart:
    """Return the seconds by lines, both on logarithmic scales."""
    log = alt.Scale(type="log")
    base = alt.Chart(rows, title="from exports to the headline").encode(
        alt.X("lines:Q", scale=log, axis=alt.Axis(format="~s"), title="lines"), alt.Y("seconds:Q", scale=log, title="seconds")
    )
    words = base.mark_text(align="left", dx=8, dy=8).encode(text=alt.Text("households:Q", format=",d"))
    return (base.mark_line(point=True, color="#2f6b4f") + words).properties(width=320, height=240)


def groups_chart(rows: pl.DataFrame) -> alt.Chart:
    """Return the seconds of one more answer by the number of its groups."""
    base = alt.Chart(rows, title="one more answer from an open book").encode(
        alt.X("groups:Q", scale=alt.Scale(type="log", domainMax=1_000_000), axis=alt.Axis(format="~s"), title="groups"),
        alt.Y("seconds:Q", scale=alt.Scale(zero=True), title="seconds"),
    )
    words = base.mark_text(align="left", dx=8, dy=-8).encode(text="by:N")
    return (base.mark_point(filled=True, size=60, color="#2f6b4f") + words).properties(width=320, height=240)


if __name__ == "__main__":
    main()
