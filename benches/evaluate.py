"""The bootstrap of households in communities beside NumPy, in turns in one process; prints a Markdown table.

``python benches/evaluate.py --households 1e6 --communities 1e4 --replicates 1000``
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

import numpy as np
import yijin as yj

LEVEL = (0.025, 0.975)
# Of NumPy's bootstraps that gather every household, so many replicates are timed; the time is scaled.
FEW = 20


def main() -> None:
    """Check that the answers agree, time them in turns, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("households", 1e6), ("communities", 1e4), ("replicates", 1000), ("runs", 5)):
        parser.add_argument(f"--{name}", type=lambda text: int(float(text)), default=int(default))
    asked = parser.parse_args()
    values, homes = households(asked.households, asked.communities)
    ways = {
        "yijin": lambda seed: ours(values, homes, asked.replicates, seed),
        "yijin, 1 thread": lambda seed: ours(values, homes, asked.replicates, seed, threads=1),
        "NumPy, sums of communities, a replicate at a time": lambda seed: gathered(values, homes, asked.replicates, seed),
        "NumPy, sums of communities, multinomial counts": lambda seed: counted(values, homes, asked.replicates, seed),
    }
    agree([way(1) for way in ways.values()])
    seconds = timed(ways, asked.runs)
    together, starts, sizes = sorted_by(homes, values)
    general = {
        f"NumPy, households of drawn communities (from {FEW} replicates)": lambda seed: wholly(together, starts, sizes, FEW, seed),
        f"NumPy, single households (from {FEW} replicates)": lambda seed: singly(values, FEW, seed),
    }
    agree([ours(values, homes, asked.replicates, 1), wholly(together, starts, sizes, 200, 1)])
    slow = timed(general, asked.runs)
    seconds.update({name: [one * asked.replicates / FEW for one in several] for name, several in slow.items()})
    sizes = f"{asked.households:,} households, {asked.communities:,} communities, {asked.replicates:,} replicates"
    print(f"{sizes}, {os.cpu_count()} processors\n")
    print(table(seconds))


def households(count: int, communities: int) -> tuple[np.ndarray, np.ndarray]:
    """Return an amount and a community for each household; amounts of a community are alike."""
    rng = np.random.default_rng(20190501)
    homes = rng.integers(0, communities, count)
    return rng.gamma(2.0, 30.0, count) * rng.gamma(8.0, 0.125, communities)[homes], homes


def ours(values: np.ndarray, homes: np.ndarray, replicates: int, seed: int, threads: int | None = None) -> tuple[float, float]:
    """Return the percentile interval of the mean by yijin."""
    found = yj.evaluate.cluster_bootstrap(values, homes, replicates=replicates, seed=seed, threads=threads)
    return found.lower, found.upper


def gathered(values: np.ndarray, homes: np.ndarray, replicates: int, seed: int) -> tuple[float, float]:
    """Return the same by NumPy: communities are drawn and their sums gathered, a replicate at a time, which stays in the cache."""
    sums, sizes = np.bincount(homes, values), np.bincount(homes)
    rng, means = np.random.default_rng(seed), np.empty(replicates)
    for replicate in range(replicates):
        drawn = rng.integers(0, len(sums), len(sums))
        means[replicate] = sums[drawn].sum() / sizes[drawn].sum()
    return tuple(np.quantile(means, LEVEL))


def counted(values: np.ndarray, homes: np.ndarray, replicates: int, seed: int) -> tuple[float, float]:
    """Return the same by NumPy: how often each community is drawn, times its sums."""
    sums, sizes = np.bincount(homes, values), np.bincount(homes)
    rng, means = np.random.default_rng(seed), np.empty(replicates)
    for replicate in range(replicates):
        times = np.bincount(rng.integers(0, len(sums), len(sums)), minlength=len(sums))
        means[replicate] = (times @ sums) / (times @ sizes)
    return tuple(np.quantile(means, LEVEL))


def sorted_by(homes: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the households' values community by community, and where each community begins, and its size; it is not timed."""
    sizes = np.bincount(homes)
    return values[np.argsort(homes, kind="stable")], np.cumsum(sizes) - sizes, sizes


def wholly(together: np.ndarray, starts: np.ndarray, sizes: np.ndarray, replicates: int, seed: int) -> tuple[float, float]:
    """Return the same interval by the households of drawn communities, which serves any statistic."""
    rng, means = np.random.default_rng(seed), np.empty(replicates)
    for replicate in range(replicates):
        drawn = rng.integers(0, len(sizes), len(sizes))
        counts = sizes[drawn]
        ends = np.cumsum(counts)
        rows = np.arange(ends[-1]) + np.repeat(starts[drawn] - (ends - counts), counts)
        means[replicate] = together[rows].mean()
    return tuple(np.quantile(means, LEVEL))


def singly(values: np.ndarray, replicates: int, seed: int) -> tuple[float, float]:
    """Return the interval of households drawn one by one, as general bootstraps do; it is too narrow."""
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(replicates)]
    return tuple(np.quantile(means, LEVEL))


def agree(intervals: list[tuple[float, float]]) -> None:
    """Refuse intervals that differ by more than chance lets them: a quarter of their width."""
    widths = [upper - lower for lower, upper in intervals]
    for side in (0, 1):
        bounds = [interval[side] for interval in intervals]
        if max(bounds) - min(bounds) > max(widths) / 4:
            raise SystemExit(f"the intervals differ: {intervals}")


def timed(ways: dict[str, Callable[[int], object]], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each way, in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for run in range(runs):
        for name, way in ways.items():
            began = time.perf_counter()
            way(run)
            seconds[name].append(time.perf_counter() - began)
    return seconds


def table(seconds: dict[str, list[float]]) -> str:
    """Return medians, extremes, and the ratio to the first way."""
    first = statistics.median(next(iter(seconds.values())))
    lines = ["| way | median s | least–most s | × |", "|---|---:|---:|---:|"]
    for name, several in seconds.items():
        median = statistics.median(several)
        lines.append(f"| {name} | {median:.3f} | {min(several):.3f}–{max(several):.3f} | {median / first:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
