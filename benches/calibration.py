"""Calibration by simulation: how often intervals hold, and what the checks find in clean data and in planted faults. Prints Markdown.

``python benches/calibration.py --replicates 4000``
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import yijin as yj

SEED = 2019
LEVEL = 0.95
SHARES = ("wilson", "clopper_pearson", "jeffreys", "agresti_coull")
Bounds = tuple[float | None, float | None]
Row = tuple[str, str, float]


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=4000, help="simulated data sets for each row")
    asked = parser.parse_args()
    for title, rows in tables(asked.replicates):
        print(f"\n### {title}\n\n| statistic | data | share |\n| --- | --- | ---: |")
        for statistic, data, share in rows:
            print(f"| {statistic} | {data} | {share:.3f} |")
    error = 1.96 * (LEVEL * (1 - LEVEL) / asked.replicates) ** 0.5
    print(f"\n{asked.replicates:,} simulated data sets a row, a quarter of that for communities and digits; Monte-Carlo error {error:.3f}.")


def tables(replicates: int) -> Iterator[tuple[str, list[Row]]]:
    """Yield each table's title and rows."""
    yield "Intervals of shares and rates (aimed at 0.95)", [*shares(replicates), *differences(replicates), *rates(replicates)]
    yield "Means of households in communities (aimed at 0.95)", list(communities(replicates))
    yield "Lists that overlap, and lines through a series (aimed at 0.95)", [*captures(replicates), *projections(replicates)]
    yield "Digits: how often p is below 0.05", list(digits(replicates))
    yield (
        "Forensics: share of generated campaigns without planted faults in which a check finds something",
        list(findings(replicates // 100)),
    )


def held(bounds: Iterable[Bounds], truth: float) -> float:
    """Return the share of intervals that contain the truth; a bound that is None is infinite."""
    inside = [(low is None or low <= truth) and (high is None or truth <= high) for low, high in bounds]
    return sum(inside) / len(inside)


def shares(replicates: int) -> Iterator[Row]:
    """Yield the coverage of the intervals of a share."""
    for n, p in ((20, 0.05), (50, 0.1), (200, 0.5), (10_000, 0.001)):
        counts = [int(count) for count in np.random.default_rng(SEED).binomial(n, p, replicates)]
        for method in SHARES:
            known = {count: yj.evaluate.share(count, n, method=method, level=LEVEL) for count in set(counts)}
            yield method, f"n = {n:,}, p = {p}", held(((known[count].lower, known[count].upper) for count in counts), p)


def differences(replicates: int) -> Iterator[Row]:
    """Yield the coverage of Newcombe's interval."""
    chance = np.random.default_rng(SEED)
    for (n1, p1), (n2, p2) in (((30, 0.2), (40, 0.4)), ((300, 0.05), (200, 0.05))):
        pairs = zip(chance.binomial(n1, p1, replicates), chance.binomial(n2, p2, replicates), strict=True)
        found = [yj.evaluate.share_difference((int(one), n1), (int(other), n2)) for one, other in pairs]
        yield "newcombe", f"n = {n1} and {n2}, p = {p1} and {p2}", held(((one.lower, one.upper) for one in found), p1 - p2)


def rates(replicates: int) -> Iterator[Row]:
    """Yield the coverage of the exact intervals of a rate and of a ratio of rates."""
    chance = np.random.default_rng(SEED)
    for mean in (3.0, 30.0):
        found = [yj.evaluate.rate(int(count), 1.0) for count in chance.poisson(mean, replicates)]
        yield "exact Poisson rate", f"{mean:g} events expected", held(((one.lower, one.upper) for one in found), mean)
    pairs = zip(chance.poisson(20.0, replicates), chance.poisson(30.0, replicates), strict=True)
    ratios = [yj.evaluate.rate_ratio((int(one), 100.0), (int(other), 200.0)) for one, other in pairs if one and other]
    yield "exact rate ratio", "20 and 30 events expected", held((one.exact for one in ratios), (20 / 100) / (30 / 200))


def communities(replicates: int) -> Iterator[Row]:
    """Yield the coverage of intervals of a mean: with whole communities drawn, and as if households were on their own."""
    replicates = max(100, replicates // 4)
    for groups in (10, 30, 100):
        for alike in (0.0, 0.1):
            chance = np.random.default_rng(SEED + groups)
            kinds: dict[str, list[Bounds]] = {
                "cluster bootstrap, percentile": [],
                "cluster bootstrap, BCa": [],
                "households on their own": [],
            }
            for number in range(replicates):
                homes = np.repeat(np.arange(groups), chance.integers(10, 60, groups))
                spread = chance.normal(0, alike**0.5, groups)[homes] + chance.normal(0, (1 - alike) ** 0.5, len(homes))
                found = yj.evaluate.cluster_bootstrap(spread, homes, replicates=1000, seed=number)
                error = spread.std(ddof=1) / len(spread) ** 0.5
                kinds["cluster bootstrap, percentile"].append(found.percentile)
                kinds["cluster bootstrap, BCa"].append(found.bca or found.percentile)
                kinds["households on their own"].append((spread.mean() - 1.96 * error, spread.mean() + 1.96 * error))
            for kind, bounds in kinds.items():
                yield kind, f"{groups} communities, correlation {alike}", held(bounds, 0.0)


def captures(replicates: int) -> Iterator[Row]:
    """Yield the coverage of Chapman's intervals for lists that are, and are not, independent."""
    everyone, chance = 1000, np.random.default_rng(SEED)
    for keen, data in ((False, "independent lists of 1,000"), (True, "the same keen households in both")):
        kinds: dict[str, list[Bounds]] = {"chapman, Wald": [], "chapman, log": []}
        for _ in range(replicates):
            pull = chance.beta(1, 3, everyone) if keen else np.full(everyone, 0.25)
            first, second = chance.random(everyone) < pull, chance.random(everyone) < pull
            found = yj.evaluate.chapman(int(first.sum()), int(second.sum()), int((first & second).sum()))
            kinds["chapman, Wald"].append(found.wald)
            kinds["chapman, log"].append(found.log)
        for kind, bounds in kinds.items():
            yield kind, data, held(bounds, everyone)


def projections(replicates: int) -> Iterator[Row]:
    """Yield how often the interval of a line holds the value four periods on."""
    chance, past, ahead = np.random.default_rng(SEED), np.arange(1.0, 13.0), 16.0
    for running in (False, True):
        inside = 0
        for _ in range(replicates):
            noise = chance.normal(0, 5, 16)
            series = np.arange(1.0, 17.0) * 10 + (noise.cumsum() if running else noise)
            point = yj.evaluate.project(past, series[:12], [ahead]).points[0]
            inside += point.lower <= series[15] <= point.upper
        data = "errors that add up, as in a running count" if running else "errors on their own"
        yield "line, four periods on", data, inside / replicates


def digits(replicates: int) -> Iterator[Row]:
    """Yield how often the tests of digits object, to clean and to altered numbers."""
    replicates, chance = max(200, replicates // 4), np.random.default_rng(SEED)

    def objects(draw: Callable[[], float]) -> float:
        return sum(draw() < 0.05 for _ in range(replicates)) / replicates

    def benford(altered: float) -> float:
        amounts = 10 ** chance.uniform(0, 4, 1000)
        amounts[: int(altered * 1000)] = chance.uniform(1000, 9999, int(altered * 1000))
        return yj.evaluate.benford(amounts).p

    def heaping(altered: float) -> float:
        last = chance.integers(0, 10, 500)
        last[: int(altered * 500)] = 0
        return yj.evaluate.heaping(np.bincount(last, minlength=10)).p

    for altered in (0.0, 0.1, 0.2, 0.4):
        yield "benford, n = 1,000", f"{altered:.0%} replaced by even first digits", objects(lambda altered=altered: benford(altered))
    for altered in (0.0, 0.05, 0.1):
        yield "heaping, n = 500", f"{altered:.0%} rounded to a 0", objects(lambda altered=altered: heaping(altered))


def findings(campaigns: int) -> Iterator[Row]:
    """Yield in how many generated campaigns, of rows without faults, each forensic check finds anything."""
    found: list[set[str]] = []
    for seed in range(campaigns):
        with tempfile.TemporaryDirectory() as folder:
            yj.generate(f"{folder}/exports", lines=20_000, seed=seed, mess=0)
            found.append({one.check for one in yj.open(f"{folder}/exports", key="a key for benches only", progress=False).forensics()})
    for check in sorted({check for checks in found for check in checks} | {"many_communities", "same_baskets", "stage_end_bursts"}):
        yield check, f"{campaigns} campaigns of 20,000 lines", sum(check in checks for checks in found) / len(found)


if __name__ == "__main__":
    main()
