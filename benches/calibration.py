"""Calibration by simulation: how often intervals hold, and what the checks find in clean data and in planted faults. Prints Markdown.

``python benches/calibration.py`` takes some minutes; ``--quick`` a few seconds, with a fiftieth of the simulated data sets.

Beside each share stands its own 95 % Wilson interval over the simulated data sets: what chance leaves open.
"""

from __future__ import annotations

import argparse
import math
import pathlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import yijin as yj

SEED = 2019
LEVEL = 0.95
Z = 1.959963984540054
SHARES = ("wilson", "clopper_pearson", "jeffreys", "agresti_coull")
# Nigrini's bound above which first digits do not conform.
FAR = 0.015
# How often increments are drawn for each simulated series.
DRAWS = 1_000
Bounds = tuple[float | None, float | None]


class Row(NamedTuple):
    """In how many of the simulated data sets something holds."""

    statistic: str
    data: str
    times: int
    of: int

    @property
    def share(self) -> float:
        """Return the share of the data sets."""
        return self.times / self.of


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=10_000, help="simulated data sets for each row that is cheap")
    parser.add_argument("--quick", action="store_true", help="a fiftieth of them")
    asked = parser.parse_args()
    replicates = asked.replicates // 50 if asked.quick else asked.replicates
    print(f"### Intervals of a share over p = 0.01, 0.02, … 0.50, computed and not simulated (aimed at {LEVEL})\n")
    print("| statistic | n | mean | least | at p |\n| --- | ---: | ---: | ---: | ---: |")
    for method, n, mean, least, place in computed():
        print(f"| {method} | {n} | {mean:.3f} | {least:.3f} | {place:.2f} |")
    for title, rows in tables(replicates):
        print(f"\n### {title}\n\n| statistic | data | share | chance leaves | data sets |\n| --- | --- | ---: | ---: | ---: |")
        for row in rows:
            open_ = yj.evaluate.share(row.times, row.of)
            print(f"| {row.statistic} | {row.data} | {row.share:.3f} | {open_.lower:.3f}–{open_.upper:.3f} | {row.of:,} |", flush=True)


def tables(replicates: int) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield each table's title and rows; what takes longer is simulated less often."""
    fewer, few = replicates * 2 // 5, max(4, replicates * 3 // 100)
    yield f"Intervals of shares (aimed at {LEVEL})", shares(replicates)
    yield f"Intervals of differences and rates (aimed at {LEVEL})", rates(replicates)
    yield f"Means and ratios of households in communities (aimed at {LEVEL})", communities(fewer)
    yield "Ranks of ten enterprises under resampled households, 5-95 % (aimed at 0.9)", ranks(fewer // 2)
    yield f"Inequality of units (aimed at {LEVEL})", spreads(fewer)
    yield f"How many there are behind two lists (aimed at {LEVEL})", captures(replicates)
    yield f"A series of twelve values, four periods on (aimed at {LEVEL})", projections(replicates)
    yield "Digits: how often a test objects", digits(replicates)
    yield "Forensics: generated campaigns without planted faults in which a check finds anything", findings(few)
    yield "Forensics: generated campaigns in which a check finds the fault planted for it", power(max(2, few // 6))


def held(statistic: str, data: str, bounds: Iterable[Bounds], truth: float) -> Row:
    """Return how many intervals contain the truth; a bound that is None is infinite."""
    inside = [(low is None or low <= truth) and (high is None or truth <= high) for low, high in bounds]
    return Row(statistic, data, int(sum(inside)), len(inside))


def computed() -> Iterator[tuple[str, int, float, float, float]]:
    """Yield of each method and n the mean and the least coverage over p, and where the least is: the sum of the counts' chances."""
    places = np.arange(1, 51) / 100
    for n in (20, 50, 200):
        ways = np.array([math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)])
        k = np.arange(n + 1)
        chances = np.exp(ways + np.outer(np.log(places), k) + np.outer(np.log1p(-places), n - k))
        for method in SHARES:
            found = [yj.evaluate.share(count, n, method=method, level=LEVEL) for count in range(n + 1)]
            inside = np.array([[one.lower <= p <= one.upper for one in found] for p in places])
            cover = (chances * inside).sum(axis=1)
            yield method, n, cover.mean(), cover.min(), places[cover.argmin()]


def shares(replicates: int) -> Iterator[Row]:
    """Yield the coverage of the intervals of a share."""
    for n, p in ((20, 0.05), (50, 0.1), (200, 0.5), (10_000, 0.001)):
        counts = np.random.default_rng(SEED).binomial(n, p, replicates).tolist()
        for method in SHARES:
            known = {count: yj.evaluate.share(count, n, method=method, level=LEVEL) for count in set(counts)}
            yield held(method, f"n = {n:,}, p = {p}", ((known[count].lower, known[count].upper) for count in counts), p)


def rates(replicates: int) -> Iterator[Row]:
    """Yield the coverage of Newcombe's interval, and of the exact ones of a rate and of a ratio of rates."""
    chance = np.random.default_rng(SEED)
    for (n1, p1), (n2, p2) in (((30, 0.2), (40, 0.4)), ((300, 0.05), (200, 0.05))):
        pairs = zip(chance.binomial(n1, p1, replicates).tolist(), chance.binomial(n2, p2, replicates).tolist(), strict=True)
        found = [yj.evaluate.share_difference((one, n1), (other, n2), level=LEVEL) for one, other in pairs]
        yield held("newcombe", f"n = {n1} and {n2}, p = {p1} and {p2}", ((one.lower, one.upper) for one in found), p1 - p2)
    for mean in (3.0, 30.0):
        found = [yj.evaluate.rate(count, 1.0, level=LEVEL) for count in chance.poisson(mean, replicates).tolist()]
        yield held("exact Poisson rate", f"{mean:g} events expected", ((one.lower, one.upper) for one in found), mean)
    for first, second in ((4.0, 6.0), (20.0, 30.0)):
        pairs = zip(chance.poisson(first, replicates).tolist(), chance.poisson(second, replicates).tolist(), strict=True)
        ratios = [yj.evaluate.rate_ratio((one, 100.0), (other, 200.0), level=LEVEL) for one, other in pairs if one + other]
        truth = (first / 100) / (second / 200)
        for kind in ("exact", "score", "log_wald"):
            bounds = [getattr(one, kind) for one in ratios]
            yield held(f"rate ratio, {kind}", f"{first:g} and {second:g} events expected", bounds, truth)


def communities(replicates: int) -> Iterator[Row]:
    """Yield the coverage of intervals of a mean and a ratio: with communities as units, and as if households were on their own."""
    for groups in (10, 30, 100):
        for alike in (0.0, 0.1):
            for statistic, drawn in (("mean", normal), ("ratio", skewed)):
                chance = np.random.default_rng([SEED, groups])
                kinds: dict[str, list[Bounds]] = {}
                for seed in range(replicates):
                    homes = np.repeat(np.arange(groups), chance.integers(10, 60, groups))
                    values, over = drawn(chance, homes, groups, alike)
                    for kind, bounds in intervals(values, over, homes, seed).items():
                        kinds.setdefault(kind, []).append(bounds)
                for kind, bounds in kinds.items():
                    yield held(f"{statistic}, {kind}", f"{groups} communities, correlation {alike}", bounds, 1.0)


def normal(chance: np.random.Generator, homes: np.ndarray, groups: int, alike: float) -> tuple[np.ndarray, None]:
    """Return a value for each household, normal around 1, of which communities share a part."""
    return 1 + chance.normal(0, alike**0.5, groups)[homes] + chance.normal(0, (1 - alike) ** 0.5, len(homes)), None


def skewed(chance: np.random.Generator, homes: np.ndarray, groups: int, alike: float) -> tuple[np.ndarray, np.ndarray]:
    """Return an amount for each household, and its persons: the amount a person is skewed around 1, and communities share a part of it."""
    spread = alike * 0.5 / (1 - 1.5 * alike)
    shared = chance.gamma(1 / spread, spread, groups) if spread else np.ones(groups)
    persons = chance.integers(1, 6, len(homes)).astype(float)
    return persons * shared[homes] * chance.gamma(2.0, 0.5, len(homes)), persons


def intervals(values: np.ndarray, over: np.ndarray | None, homes: np.ndarray, seed: int) -> dict[str, Bounds]:
    """Return the intervals of one data set, by kind."""
    statistic = "mean" if over is None else "ratio"
    found = yj.evaluate.cluster_bootstrap(values, homes, statistic=statistic, over=over, replicates=1000, seed=seed, level=LEVEL)
    kinds = {"bootstrap percentile": found.percentile, "bootstrap BCa": found.bca or found.percentile}
    if over is None:
        robust = yj.evaluate.cluster_mean(values, homes, level=LEVEL)
        kinds["cluster_mean (t)"] = (robust.lower, robust.upper)
    below = np.ones(len(values)) if over is None else over
    error = (values - found.value * below).std(ddof=1) / below.mean() / len(values) ** 0.5
    return kinds | {"households on their own": (found.value - Z * error, found.value + Z * error)}


def ranks(replicates: int) -> Iterator[Row]:
    """Yield how often the interval of a rank contains the rank by the true means: of the first enterprise, and of the fifth."""
    units, homes = 10, 15.0
    for gap in (0.05, 0.2, 0.5):
        for groups in (5, 30, 60):
            chance = np.random.default_rng([SEED, groups])
            kinds: dict[int, list[Bounds]] = {1: [], 5: []}
            for seed in range(replicates):
                sums = homes * (chance.normal(0, 1, (units, groups)) - gap * np.arange(units)[:, None])
                found = resampled(sums.ravel().tolist(), [homes] * (units * groups), units, groups, seed)
                for rank, bounds in kinds.items():
                    bounds.append((found[rank - 1].p5, found[rank - 1].p95))
            for rank, bounds in kinds.items():
                yield held(f"rank {rank}", f"{groups} communities each, {gap} of their deviation apart", bounds, float(rank))


def resampled(sums: list[float], homes: list[float], units: int, groups: int, seed: int) -> tuple[yj.evaluate.RankInterval, ...]:
    """Return where enterprises rank by a mean when their communities are resampled."""
    places = range(units * groups)
    criterion = yj.evaluate.Criterion("ratio", sums, homes)
    conventions = {"normalisation": "min_max", "aggregation": "arithmetic", "missing": "refuse"}
    names = [place // groups for place in places]
    return yj.evaluate.resampled_ranks(names, places, [criterion], [1], [1], **conventions, replicates=400, seed=seed).intervals


def spreads(replicates: int) -> Iterator[Row]:
    """Yield the coverage of intervals of inequality of lognormal amounts: of units, and of households in communities."""
    truths = {
        "gini": math.erf(0.5),
        "top_share 10 %": (1 + math.erf((1 - 1.2815515655446004) / 2**0.5)) / 2,
        "theil T": 0.5,
        "theil L": 0.5,
    }
    for groups, size, alike in ((30, 1, 0.0), (100, 1, 0.0), (1000, 1, 0.0), (30, 20, 0.3), (100, 20, 0.3)):
        chance = np.random.default_rng([SEED, groups, size])
        homes, kinds = np.repeat(np.arange(groups), size), dict[str, list[Bounds]]()
        for _ in range(replicates):
            own = chance.normal(0, (1 - alike) ** 0.5, groups * size)
            x = np.exp(own + chance.normal(0, alike**0.5, groups)[homes])
            for kind, found in measures(x, homes if size > 1 else None).items():
                kinds.setdefault(kind, []).append((found.lower, found.upper))
        data = f"{groups:,} communities of {size}, correlation {alike} of logarithms" if size > 1 else f"n = {groups:,}"
        for kind, bounds in kinds.items():
            yield held(kind, data, bounds, truths[kind.partition(",")[0]])


def measures(x: np.ndarray, homes: np.ndarray | None) -> dict[str, yj.evaluate.Estimate]:
    """Return the measures of one data set; of households also the Gini coefficient as if they were on their own."""
    theil = yj.evaluate.theil(x, clusters=homes, level=LEVEL)
    found = {
        "gini": yj.evaluate.gini(x, clusters=homes, level=LEVEL),
        "top_share 10 %": yj.evaluate.top_share(x, 0.1, clusters=homes, level=LEVEL),
        "theil T": theil.t,
        "theil L": theil.l,
    }
    return found if homes is None else found | {"gini, households on their own": yj.evaluate.gini(x, level=LEVEL)}


def captures(replicates: int) -> Iterator[Row]:
    """Yield the coverage of Chapman's intervals for lists that overlap much, little, and are not independent."""
    everyone, chance = 1000, np.random.default_rng(SEED)
    lists: dict[str, Callable[[], np.ndarray | float]] = {
        "each household on a list by a chance of 0.25": lambda: 0.25,
        "by a chance of 0.06: three or four on both": lambda: 0.06,
        "0.25 on average, the same keen ones on both": lambda: chance.beta(1, 3, everyone),
    }
    for data, drawn in lists.items():
        kinds: dict[str, list[Bounds]] = {"chapman, Wald": [], "chapman, log": []}
        for _ in range(replicates):
            pull = drawn()
            first, second = chance.random(everyone) < pull, chance.random(everyone) < pull
            found = yj.evaluate.chapman(int(first.sum()), int(second.sum()), int((first & second).sum()), level=LEVEL)
            kinds["chapman, Wald"].append(found.wald)
            kinds["chapman, log"].append(found.log)
        for kind, bounds in kinds.items():
            yield held(kind, data, bounds, everyone)


def projections(replicates: int) -> Iterator[Row]:
    """Yield how often the intervals of a line through 12 values, and of their increments, hold the sixteenth."""
    for data, series in (("errors on their own", lone), ("errors that add up", added_up), ("a running distinct count", distinct)):
        chance = np.random.default_rng(SEED)
        drawn = [series(chance) for _ in range(replicates)]
        for statistic, last, bounds in ((name, last, bounds) for name, bounds in PROJECTIONS.items() for last in (None, 6, 4)):
            inside = sum(low <= one[15] <= high for one in drawn for low, high in [bounds(one[:12], last)])
            yield Row(statistic, f"{data}, {'all' if last is None else f'last {last}'}", int(inside), replicates)


def lone(chance: np.random.Generator) -> np.ndarray:
    """Return sixteen values about a line, each with an error of its own."""
    return np.arange(1.0, 17.0) * 10 + chance.normal(0, 5, 16)


def added_up(chance: np.random.Generator) -> np.ndarray:
    """Return sixteen values about a line whose errors add up, as in a running count."""
    return np.arange(1.0, 17.0) * 10 + chance.normal(0, 5, 16).cumsum()


def distinct(chance: np.random.Generator) -> np.ndarray:
    """Return how many of 2,000 products were bought by the end of each of sixteen months, some of them keenly and some hardly ever."""
    first = chance.geometric(np.maximum(chance.beta(0.5, 4, 2_000), 1e-6))
    return np.array([(first <= month).sum() for month in range(1, 17)], dtype=float)


def line_bounds(values: np.ndarray, last: int | None) -> tuple[float, float]:
    """Return the interval of the line through the last values, four periods on."""
    used = len(values) if last is None else last
    point = yj.evaluate.project(range(used), values[-used:], [used + 3], level=LEVEL).points[0]
    return point.lower, point.upper


def increment_bounds(values: np.ndarray, last: int | None) -> tuple[float, float]:
    """Return the interval of the last increments, four periods on."""
    point = yj.evaluate.project_increments(values, 4, last=last, replicates=DRAWS, level=LEVEL).points[3]
    return point.lower, point.upper


PROJECTIONS = {"project": line_bounds, "project_increments": increment_bounds}


def digits(replicates: int) -> Iterator[Row]:
    """Yield how often the tests of digits object, to clean and to altered numbers."""
    chance = np.random.default_rng(SEED)
    for n, altered in ((300, 0.0), (300, 0.2), (1000, 0.0), (1000, 0.1), (1000, 0.2), (1000, 0.4)):
        found = [yj.evaluate.benford(amounts(chance, n, altered)) for _ in range(replicates)]
        data = f"n = {n:,}, {altered:.0%} have 1 to 9 alike often as first digit"
        yield Row("benford, p < 0.05", data, sum(one.p < 0.05 for one in found), replicates)
        yield Row(f"benford, MAD > {FAR}", data, sum(one.mad > FAR for one in found), replicates)
    for altered in (0.0, 0.05, 0.1, 0.2):
        objected = sum(yj.evaluate.heaping(endings(chance, 500, altered)).p < 0.05 for _ in range(replicates))
        yield Row("heaping, p < 0.05", f"n = 500, {altered:.0%} written with 0 or 5 at the end", objected, replicates)


def amounts(chance: np.random.Generator, n: int, altered: float) -> np.ndarray:
    """Return amounts that follow Benford's law over four orders of magnitude, but for a part of them."""
    found, part = 10 ** chance.uniform(0, 4, n), round(altered * n)
    found[:part] = chance.uniform(1000, 10_000, part)
    return found


def endings(chance: np.random.Generator, n: int, altered: float) -> list[int]:
    """Return how many numbers end in 0, 1, … 9: all alike often, but for a part that is written with 0 or 5."""
    last, part = chance.integers(0, 10, n), round(altered * n)
    last[:part] = 5 * chance.integers(0, 2, part)
    return np.bincount(last, minlength=10).tolist()


def findings(campaigns: int) -> Iterator[Row]:
    """Yield in how many generated campaigns, of rows without faults, each forensic check finds anything."""
    times: dict[str, int] = {}
    for seed in range(campaigns):
        with tempfile.TemporaryDirectory() as folder:
            yj.generate(f"{folder}/exports", lines=20_000, seed=seed, mess=0)
            found = yj.open(f"{folder}/exports", key="a key for benches only", progress=False).forensics()
        checks = {one.check for one in found}
        for check in found.left_out:
            times[check] = times.get(check, 0) + (check in checks)
    for check, several in sorted(times.items()):
        yield Row(check, "20,000 lines", several, campaigns)


COLUMNS = "order_id,order_date,community_id,household_id,enterprise_id,product_id,quantity,unit,amount,status"


class Fault(NamedTuple):
    """A fault to plant."""

    check: str
    size: str
    member: str
    tables: dict[str, str]


def power(campaigns: int) -> Iterator[Row]:
    """Yield in how many generated campaigns each check finds the fault planted for it, by its size; all of a size are planted together."""
    times: dict[tuple[str, str], int] = {}
    for seed in range(campaigns):
        for large in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                exports = pathlib.Path(folder, "exports")
                yj.generate(exports, lines=20_000, seed=seed, mess=0)
                faults = planted(np.random.default_rng([SEED, seed, large]), exports, large)
                for fault in faults:
                    for name, text in fault.tables.items():
                        (exports / f"{name}-{fault.check}.csv").write_text(text, encoding="utf-8")
                found = {(one.check, one.member) for one in yj.open(exports, key="a key for benches only", progress=False).forensics()}
            for fault in faults:
                key = (fault.check, fault.size)
                is_found = any(check == fault.check and fault.member in (member, "any household") for check, member in found)
                times[key] = times.get(key, 0) + is_found
    for (check, size), several in sorted(times.items()):
        yield Row(check, size, several, campaigns)


def planted(chance: np.random.Generator, exports: pathlib.Path, large: bool) -> list[Fault]:
    """Return a fault for each check, small or large."""
    book = yj.open(exports, key="a key for benches only", progress=False)
    homes = [row.by["community"] for row in book.metric("lines", by="community").rows if row.by["community"]]
    bought = {row.by["product"]: row.value for row in book.metric("lines", by="product").rows if row.by["product"]}
    product = max(bought, key=lambda name: bought[name])
    mean = book.metric("amount", where={"product": product}).value / bought[product] / 100

    def ledger(rows: Iterable[tuple[str, str, str, str, str]]) -> dict[str, str]:
        """Return lines of day, community, household, enterprise and amount."""
        lines = [
            f"P{chance.integers(10**12)},{day},{home},{who},{firm},{product},1,斤,{amount},completed"
            for day, home, who, firm, amount in rows
        ]
        return {"ledger": "\n".join([COLUMNS, *lines]) + "\n"}

    def amounts(count: int) -> list[float]:
        return [round(float(amount), 2) for amount in mean * np.exp(chance.normal(0, 0.5, count))]

    def day() -> str:
        return f"2019-0{chance.integers(5, 9)}-{chance.integers(1, 29):02d}"

    places, baskets, crowd, times = (6, 15, 40, 200) if large else (4, 10, 15, 20)
    rounded, ended = (0.5, 0.8) if large else (0.25, 0.5)
    firm, of = amounts(60), amounts(200)
    round_ones = [100.0 * max(1, round(one / 100)) if chance.random() < rounded else one for one in firm]
    fives = [5.0 * max(1, round(one / 5)) if chance.random() < ended else one for one in of]
    home, declared = homes[int(chance.integers(len(homes)))], 60 if large else 45
    links = "".join(f"planted,planted-home-{n},sale,2019-01-01\n" for n in range(20))
    register = "".join(f"planted-home-{n},四川省昭觉县,3\n" for n in range(20))
    return [
        Fault(
            "many_communities",
            f"a household in {places} communities",
            "any household",
            ledger((day(), place, "planted-roaming", "", f"{30 + n}.10") for n, place in enumerate(homes[:places])),
        ),
        Fault(
            "same_baskets",
            f"{baskets} orders alike",
            home,
            ledger(("2019-07-09", home, f"planted-same-{n}", "", "77.70") for n in range(baskets)),
        ),
        Fault(
            "stage_end_bursts",
            f"{crowd} purchases in the last three days",
            "planted-community",
            ledger(
                ("2019-08-" + (f"{29 + n % 3}" if n < crowd else f"{2 + n % 27:02d}"), "planted-community", f"planted-{n}", "", f"{one}")
                for n, one in enumerate(amounts(crowd + 20))
            ),
        ),
        Fault(
            "outlying_amounts", f"{times} times the mean", product, ledger([("2019-07-09", home, "planted-far", "", f"{times * mean:.2f}")])
        ),
        Fault(
            "round_amounts",
            f"{rounded:.0%} of 60 amounts",
            "planted-round",
            ledger((day(), home, f"planted-round-{n}", "planted-round", f"{one}") for n, one in enumerate(round_ones)),
        ),
        Fault(
            "heaped_digits",
            f"{ended:.0%} of 200 amounts",
            "planted-heaped",
            ledger((day(), home, f"planted-heaped-{n}", "planted-heaped", f"{one}") for n, one in enumerate(fives)),
        ),
        Fault(
            "declared_out_of_line",
            f"{declared} declared of 20 linked",
            "planted",
            {
                "suppliers": f"supplier_id,name,kind,declared_direct\nplanted,甲社,poor_village,{declared}\n",
                "poor_households": f"poor_household_id,county,members\n{register}",
                "benefit_links": f"supplier_id,poor_household_id,mechanism,valid_from\n{links}",
            },
        ),
    ]


if __name__ == "__main__":
    main()
