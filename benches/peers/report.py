"""The table of a benchmark, in Markdown."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import shutil
import subprocess
from pathlib import Path
from statistics import median

from measure import Run

OURS = "yijin"
FLOOR = "floor"
PACKAGES = ("yijin", "polars", "duckdb", "datafusion", "chdb", "pandas", "pyarrow", "openpyxl", "fastexcel")
TASKS = {
    "h1": "plain headline from Parquet: completed lines and five distinct counts, without netting or a duplicate check",
    "h2": "full headline from Parquet: duplicates, refunds, link dates, register",
    "h3": "the full headline by province, stage and channel, from Parquet",
    "h4": "the full headline from CSV in UTF-8",
    "h5": "the full headline from CSV in GB18030; who reads UTF-8 alone writes the files again first",
    "h6": "the full headline from XLSX, a workbook a month; polars answers once the rows are read",
    "h7": "running distinct counts by month of the full headline, from Parquet",
}
INTRODUCTION = """# The headline beside its peers

Written by `make bench-peers`; see [peers/](peers/) for every contender's code. A run writes its own sections anew and leaves the others as
they were measured; each section says when, on what and with what. Each contender runs as a process of its own, in turn
(A B A B), and the medians stand here. Seconds are of the work after the imports; the process's own start stands beside them as wall
time. Peak memory is `ru_maxrss` of the process. All contenders that answered gave the same answer, which is checked before this is
written, or the row says otherwise. × is the peer's median over yijin's: above 1, yijin is faster or leaner. The floor answers nothing: it
decodes the columns that the task needs with arrow-rs, on two threads, and drops them.
"""


def written(before: str, sections: dict[str, str]) -> str:
    """Return the whole table: the sections of an earlier one, those measured now in their place, by task and size; other sections last."""
    titled = {_title(text): f"\n## {text}" for text in before.split("\n## ")[1:]}
    measured = titled | sections
    return INTRODUCTION + "".join(f"{text.rstrip()}\n" for _, text in sorted(measured.items(), key=lambda found: _order(found[0])))


def title(task: str, lines: int) -> str:
    """Return a section's title."""
    return f"{task.upper()}, {lines:,} lines"


def _title(section: str) -> str:
    return section.partition("\n")[0]


def _order(title: str) -> tuple[str, int]:
    task, _, lines = title.partition(", ")
    return task, int(lines.removesuffix(" lines").replace(",", "") or 0)


def _circumstances() -> str:
    versions = ", ".join(f"{name} {version}" for name in PACKAGES if (version := _version(name)))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}"
    day = datetime.datetime.now(datetime.timezone.utc).date()
    return f"{day}, commit {_commit()}, {machine}. Python {platform.python_version()}, {versions}."


def section(task: str, lines: int, runs: dict[str, list[Run]], same: bool) -> str:
    """Return the table of one task at one size."""
    ours = [run for run in runs.get(OURS, []) if not run.failure]
    rows = [_row(name, found, ours) for name, found in runs.items()]
    count = max(len(found) for found in runs.values())
    head = ["contender", "seconds", "range", "wall", "peak", "× time", "× memory"]
    table = "\n".join(" | ".join(cells).join(("| ", " |")) for cells in (head, ["---", *["---:"] * 6], *rows))
    verdict = "" if same else "\n**The answers differ.**\n"
    times = "once" if count == 1 else f"{count} times"
    return f"\n## {title(task, lines)}\n\n{TASKS[task]}; each ran {times}.\n{verdict}\n{table}\n\n{_circumstances()}\n"


def _row(name: str, runs: list[Run], ours: list[Run]) -> list[str]:
    if failure := next((run.failure for run in runs if run.failure), ""):
        return [name, failure, "", "", _gib(max(run.peak for run in runs)), "", ""]
    seconds = [run.seconds for run in runs]
    cells = [f"{median(seconds):.2f} s", f"{min(seconds):.2f}–{max(seconds):.2f}", f"{median(run.wall for run in runs):.2f} s"]
    return [name, *cells, _gib(median(run.peak for run in runs)), _ratio(runs, ours, "seconds"), _ratio(runs, ours, "peak")]


def _ratio(runs: list[Run], ours: list[Run], field: str) -> str:
    if not ours:
        return ""
    return f"{median(getattr(run, field) for run in runs) / median(getattr(run, field) for run in ours):.2f}"


def _gib(peak: float) -> str:
    return f"{peak / 2**30:.2f} GiB"


def _commit() -> str:
    git = shutil.which("git") or "git"
    found = subprocess.run([git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return found.stdout.strip()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
