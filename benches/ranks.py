"""Rank intervals under drawn weights, beside vectorised NumPy: 300 units, 20 criteria, 10,000 sets of weights.

``python benches/ranks.py --units 300 --criteria 20 --draws 10000 --runs 5``

Both draw weights, score, rank and take the least, 5 %, median, 95 % and most of each unit's ranks; in turn, in one process. NumPy does it
in the fastest of the forms tried: in pieces that fit the cache one matrix product, one argsort, and one count of how often each unit stands
at each place; on as many threads as yijin, a piece at a time (all in one piece, a count a place, and ranks put back and partitioned took
longer, and OpenBLAS's own threads longer than none). It takes no notice of ties. The weights are other ones, so that the answers are
checked to be alike, not equal, before anything is timed. Rows of "first" measure the form that is written first instead: all draws at once,
ranks by two argsorts, and quantiles along the draws, on one thread.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import yijin as yj
from scipy.stats import rankdata

PIECE = 500
Scored = Callable[[np.ndarray], np.ndarray]
QUANTILES = (0.0, 0.05, 0.5, 0.95, 1.0)


def main() -> None:
    """Check, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--criteria", type=int, default=20)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    matrix = np.random.default_rng(1).random((asked.units, asked.criteria))
    rows, weights = matrix.tolist(), [1.0] * asked.criteria

    def ours(method: str, threads: int) -> Callable[[], np.ndarray]:
        return lambda: intervals(
            yj.evaluate.rank_intervals(rows, weights, method, concentration=None, draws=asked.draws, seed=1, threads=threads)
        )

    print(f"{asked.units} units, {asked.criteria} criteria, {asked.draws:,} draws; medians of {asked.runs} runs\n")
    print("| aggregation | NumPy | threads | yijin | range | NumPy | range | NumPy over yijin |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for method, peer in (("arithmetic", sums), ("topsis", closeness)):
        forms: list[tuple[str, int, Callable[[], np.ndarray]]] = [
            ("ties by SciPy", 1, lambda peer=peer: with_ties(peer(matrix), drawn(asked))),
            ("first", 1, lambda peer=peer: first_form(peer(matrix), drawn(asked))),
            *(
                ("tuned", threads, lambda peer=peer, threads=threads: ranked(peer(matrix), drawn(asked), asked.units, threads))
                for threads in (1, 2)
            ),
        ]
        for form, threads, numpy in forms:
            contenders = {"yijin": ours(method, threads if form == "tuned" else 2), "numpy": numpy}
            alike(*(contender() for contender in contenders.values()), asked.units)
            seconds: dict[str, list[float]] = {name: [] for name in contenders}
            for _ in range(asked.runs):
                for name, contender in contenders.items():
                    seconds[name].append(timed(contender))
            middle = {name: statistics.median(times) for name, times in seconds.items()}
            shown = [f"{middle[name]:.3f} s | {min(times):.3f}–{max(times):.3f}" for name, times in seconds.items()]
            print(f"| {method} | {form} | {threads} | {shown[0]} | {shown[1]} | {middle['numpy'] / middle['yijin']:.2f} |")
    print(f"\nyijin {yj.__version__}, NumPy {np.__version__}.")


def drawn(asked: argparse.Namespace) -> np.ndarray:
    """Return sets of weights, all alike likely, a column a set."""
    parts = np.random.default_rng(2).standard_exponential((asked.criteria, asked.draws))
    return parts / parts.sum(axis=0)


def sums(matrix: np.ndarray) -> Scored:
    """Return what gives the weighted sums, a row a draw."""
    return lambda weights: weights.T @ matrix.T


def closeness(matrix: np.ndarray) -> Scored:
    """Return what gives scores that rank as TOPSIS does, a row a draw: squared distances are sums of squared weights."""
    best, worst = ((matrix - matrix.max(axis=0)) ** 2).T, ((matrix - matrix.min(axis=0)) ** 2).T

    def scores(weights: np.ndarray) -> np.ndarray:
        squares = (weights * weights).T
        to_best, to_worst = squares @ best, squares @ worst
        to_best += to_worst
        to_worst /= to_best
        return to_worst

    return scores


def with_ties(scores: Scored, weights: np.ndarray) -> np.ndarray:
    """Return the same with the mean rank of equal scores, as yijin gives it."""
    return np.quantile(rankdata(-scores(weights), axis=1), QUANTILES, axis=0).T


def first_form(scores: Scored, weights: np.ndarray) -> np.ndarray:
    """Return the quantiles of each unit's ranks, a row a unit, as they are written first."""
    ranks = (-scores(weights)).argsort(axis=1).argsort(axis=1) + 1
    return np.quantile(ranks, QUANTILES, axis=0).T


def ranked(scores: Scored, weights: np.ndarray, units: int, threads: int) -> np.ndarray:
    """Return the quantiles of each unit's ranks, a row a unit."""
    draws, last_first = weights.shape[1], np.arange(units - 1, -1, -1)

    def counted(first: int) -> np.ndarray:
        order = np.argsort(scores(weights[:, first : first + PIECE]), axis=1)
        order *= units
        order += last_first
        return np.bincount(order.ravel(), minlength=units * units)

    with ThreadPoolExecutor(threads) as pool:
        counts = sum((map if threads == 1 else pool.map)(counted, range(0, draws, PIECE)))
    reached = counts.reshape(units, units).cumsum(axis=1)
    return np.stack([(reached >= max(1.0, part * draws)).argmax(axis=1) + 1.0 for part in QUANTILES], axis=1)


def intervals(found: yj.evaluate.RankIntervals) -> np.ndarray:
    """Return our quantiles in NumPy's form."""
    return np.array([[unit.least, unit.p5, unit.median, unit.p95, unit.most] for unit in found])


def alike(ours: np.ndarray, theirs: np.ndarray, units: int) -> None:
    """Stop where two answers from different draws differ by more than chance lets them."""
    gap = np.abs(ours - theirs)[:, 1:4]
    if gap.mean() > 0.01 * units or gap.max() > 0.06 * units:
        raise SystemExit(f"the answers differ: {gap.mean():.2f} ranks on average, {gap.max():.0f} at most")


def timed(contender: Callable[[], np.ndarray]) -> float:
    """Return the seconds of a call."""
    began = time.perf_counter()
    contender()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
