"""Run yijin and its peers in turn on the same bytes, and write what was measured to a table.

``python benches/peers/run.py --sizes 1e6,1e7 --tasks h1,h2 --peers polars,duckdb --runs 5``
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import report
from measure import Run, measured

# Who does which task, beside yijin. The floor answers nothing: it decodes what the task needs.
SQL = ("polars", "duckdb", "datafusion", "chdb")
PEERS = {
    "h1": (*SQL, "pandas", report.FLOOR),
    "h2": (*SQL, "pandas", report.FLOOR),
    "h3": SQL,
    "h4": SQL,
    "h5": SQL,
    "h6": ("fastexcel", "openpyxl", "pandas"),
    "h7": SQL,
}
RESULTS = Path(__file__).parent.parent / "RESULTS.md"
COUNTS = ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households")


def main() -> None:
    """Measure what was asked for."""
    asked = arguments()
    before = asked.out.read_text(encoding="utf-8") if asked.out.exists() else ""
    sections: dict[str, str] = {}
    for task in asked.tasks or sorted(PEERS):
        for lines in asked.sizes:
            runs = in_turn(task, exports(asked.data, task, lines), contenders(task, asked.peers), asked.runs)
            found = report.section(task, lines, runs, agree(task, runs))
            sections[report.title(task, lines)] = found
            asked.out.write_text(report.written(before, sections), encoding="utf-8")
            print(found, flush=True)
    if any("answers differ" in section for section in sections.values()):
        sys.exit("the contenders' answers differ")


def arguments() -> argparse.Namespace:
    """Return what was asked for."""

    def several(text: str) -> list[str]:
        return [part for part in text.lower().split(",") if part]

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(float(size)) for size in several(text)], default=[10**6, 10**7], help="lines")
    parser.add_argument("--tasks", type=several, default=[], help="all where absent")
    parser.add_argument("--peers", type=several, default=[], help="all that do the task where absent; yijin always runs")
    parser.add_argument("--runs", type=int, default=5, help="of each contender")
    parser.add_argument("--data", type=Path, default=Path("out/peers"), help="folder for the generated exports, kept between runs")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the table")
    return parser.parse_args()


def exports(root: Path, task: str, lines: int) -> Path:
    """Return the folder that a task reads, made where it is not there."""
    command = [sys.executable, str(Path(__file__).parent / "data.py"), str(root), task, str(lines)]
    return Path(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip())


def contenders(task: str, peers: list[str]) -> list[str]:
    """Return who takes part: yijin first."""
    return [report.OURS, *(peer for peer in PEERS[task] if not peers or peer in peers)]


def in_turn(task: str, folder: Path, names: list[str], rounds: int) -> dict[str, list[Run]]:
    """Return every contender's runs; one that fails is not run again."""
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(rounds):
        for name, found in runs.items():
            if not found or not found[-1].failure:
                found.append(measured(name, task, folder))
    return runs


def agree(task: str, runs: dict[str, list[Run]]) -> bool:
    """Return whether all runs that ended gave the same answer."""
    ended = [run for name, found in runs.items() if name != report.FLOOR for run in found if not run.failure]
    return len({tuple(sorted(_row(task, row) for row in run.answer)) for run in ended}) <= 1


def _row(task: str, row: dict) -> tuple:
    # The plain headline is the five counts alone: repeated rows change lines and amount.
    kept: Iterable[str] = COUNTS if task == "h1" else sorted(row)
    return tuple((name, str(row[name])) for name in kept)


if __name__ == "__main__":
    main()
