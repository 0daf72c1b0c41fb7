"""yijin: the package as anyone would call it."""

import sys

import yijin as yj
from answer import answering

FIGURES = ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households")
KEY = "a key for benches only"
BY = {"h3": ["province", "stage", "channel"], "h7": ["month"]}


def row_of(row: yj.Row) -> dict:
    """Return a group with its figures."""
    return {**row.by, **{metric.id: metric.value for metric in row.metrics}, "lines": row.lines, "amount_fen": row.amount_fen}


if __name__ == "__main__":
    with answering(sys.argv) as (task, folder, answer):
        if task == "h1":
            found = yj.plain_headline(folder, key=KEY, progress=False)
        else:
            found = yj.open(folder, key=KEY, progress=False).headline(by=BY.get(task, ()), cumulative=task == "h7")
        answer.extend(row_of(row) for row in found.rows)
