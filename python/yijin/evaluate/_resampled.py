"""Rank intervals under other households: communities are drawn anew within each unit, and the index is computed of what was drawn."""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yijin import _native
from yijin._options import near, refused, whole
from yijin.errors import OptionError
from yijin.evaluate._call import directions, numbers
from yijin.evaluate._columns import codes, doubles
from yijin.evaluate._robustness import MOST_SEED, RankInterval

WEIGHTINGS = ("entropy_of_values", "entropy_of_normalised", "critic")
DEFINITION = (
    "ranks of the index when within each unit as many communities as it has are drawn with replacement from its own, "
    "independently of the other units"
)
METHOD = "stratified cluster bootstrap, percentile"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of units, computed of rows that come in communities.

    Attributes
    ----------
    kind : {"sum", "mean", "ratio", "count", "fixed"}
        The sum of values; their mean over rows; their sum over the sum of `over`; how many rows; what no row tells of, which stays as it
        is in every replicate.
    values : iterable of float, or mapping of unit to float
        One a row; of a fixed criterion one a unit; none of a count.
    over : iterable of float, optional
        What the values of a ratio are over, one a row.
    """

    kind: str
    values: Iterable[float] | Mapping[Any, float] | None = None
    over: Iterable[float] | None = None


@dataclass(frozen=True, slots=True)
class ResampledRanks:
    """An index of units, and where each ranks under resampled communities.

    Attributes
    ----------
    units : tuple
        The units, in their order.
    values : tuple of (tuple of float)
        The criteria of each unit, computed of its rows.
    weights : tuple of float
        The weights of the criteria, with a sum of 1.
    scores, ranks : tuple of float
        The index, and its ranks; 1 is the best.
    intervals : tuple of RankInterval
        Where each unit ranks under resampled communities.
    rows, clusters, nowhere : tuple of int
        How many rows and communities each unit has, and how many of its rows are of no community.
    replicates, left_out : int
        How many resamples were ranked, and how many could not be: a ratio was over 0 and no rule answers it, or weights could not be told.
    n : int
        How many rows in all.
    seed : int
        What the draws follow from.
    method, definition : str
        How the intervals were found, and of what.
    conventions : mapping
        What was chosen: weights, normalisation, aggregation, missing.
    warnings : tuple of str
        What a reader should know.
    """

    units: tuple[Any, ...]
    values: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    scores: tuple[float, ...]
    ranks: tuple[float, ...]
    intervals: tuple[RankInterval, ...]
    rows: tuple[int, ...]
    clusters: tuple[int, ...]
    nowhere: tuple[int, ...]
    replicates: int
    left_out: int
    n: int
    seed: int
    method: str
    definition: str
    conventions: Mapping[str, str]
    warnings: tuple[str, ...]

    def __getitem__(self, unit: Hashable) -> RankInterval:
        """Return where a unit ranks under resampled communities."""
        if unit in self.units:
            return self.intervals[self.units.index(unit)]
        raise KeyError(unit)


def resampled_ranks(
    units: Iterable[Any],
    clusters: Iterable[Hashable],
    criteria: Iterable[Criterion],
    better: Sequence[int],
    weights: Iterable[float] | str,
    *,
    normalisation: str,
    aggregation: str,
    missing: str,
    replicates: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> ResampledRanks:
    """Return where each unit ranks when its households are other ones: communities are drawn with replacement, all else follows.

    Within each unit as many communities as it has are drawn from its own, independently of the other units, so that none loses all; the
    criteria are summed over what was drawn, normalised, weighted, put together and ranked as the index is. A unit with one community does
    not vary, and is counted in a warning. A community in which two units have rows is one of each. Rows of no community are none together:
    they are never drawn, stand in every resample as they are, and are counted in a warning.

    Parameters
    ----------
    units, clusters : iterable
        For each row (a household, or sums of some) its unit and its community: texts, or whole numbers; None for a row of no community.
    criteria : iterable of Criterion
        The criteria.
    better : sequence of int
        For each criterion 1 where more is better, -1 where less is.
    weights : iterable of float, or {"entropy_of_values", "entropy_of_normalised", "critic"}
        One a criterion, 0 or more; or how they are found, in each replicate anew.
    normalisation : {"min_max", "z", "rank", "vector"}
        As :func:`normalise`.
    aggregation : {"arithmetic", "geometric", "topsis"}
        As :func:`composite`.
    missing : {"refuse", "drop_unit", "worst", "median"}
        What stands for a ratio over 0, as :func:`complete`; under "refuse" and "drop_unit" a replicate with one is left out.
    replicates : int
        How many resamples, at most a million.
    seed : int
        What the draws follow from: one seed, one result, on any number of threads.
    threads : int or None
        On how many threads, None for all processors.

    Returns
    -------
    ResampledRanks
        The units in the order of their labels.

    Raises
    ------
    OptionError
        For columns of different lengths, numbers that are not finite, fixed values of other units than the rows', fewer than 2 units or
        more than 2,000, and as the functions named.

    References
    ----------
    Davison and Hinkley 1997, Bootstrap Methods and their Application, 3.2 (strata) and 3.8 (whole clusters); Goldstein and Spiegelhalter
    1996, Journal of the Royal Statistical Society A 159:385-443, on ranks of institutions; streams of SplitMix64.

    Examples
    --------
    >>> found = yj.evaluate.resampled_ranks(
    ...     ["A", "A", "A", "B", "B", "B"], ["a1", "a2", "a3", "b1", "b2", "b3"],
    ...     [yj.evaluate.Criterion("mean", [9, 8, 9, 1, 2, 1]), yj.evaluate.Criterion("fixed", {"A": 1, "B": 1})], [1, 1], [1, 1],
    ...     normalisation="min_max", aggregation="arithmetic", missing="refuse")
    >>> found.ranks, found["A"].most, found["B"].first, found.warnings
    ((1.0, 2.0), 1.0, 0.0, ('2 of 2 units have fewer than 30 communities: their intervals are too narrow',))
    """
    labels = list(units)
    try:
        names = sorted(set(labels))
    except TypeError:
        raise refused("units", "labels of one kind, such as texts or whole numbers,", labels) from None
    place = {name: at for at, name in enumerate(names)}
    columns: list[bytes] = []
    weighting = _weighting(weights)
    plan = {
        "units": len(names),
        "criteria": [_criterion(one, names, columns) for one in criteria],
        "directions": directions(better),
        "weighting": weighting,
        "conventions": {"normalisation": normalisation, "aggregation": aggregation},
        "missing": missing,
        "replicates": whole("replicates", replicates, 1, 1_000_000),
        "seed": whole("seed", seed, 0, MOST_SEED),
        "threads": whole("threads", (os.cpu_count() or 1) if threads is None else threads, 1, 1024),
    }
    given = array("q", [place[name] for name in labels]).tobytes()
    found = json.loads(_native.evaluate_resampled(given, codes("clusters", clusters, _native.NOWHERE), columns, json.dumps([plan])))
    return ResampledRanks(
        units=tuple(names),
        values=tuple(map(tuple, found["values"])),
        weights=tuple(found["weights"]),
        scores=tuple(found["index"]["scores"]),
        ranks=tuple(found["index"]["ranks"]),
        intervals=tuple(RankInterval(**one) for one in found["intervals"]),
        rows=tuple(found["rows"]),
        clusters=tuple(found["clusters"]),
        nowhere=tuple(found["nowhere"]),
        replicates=found["replicates"],
        left_out=found["left_out"],
        n=len(labels),
        seed=seed,
        method=METHOD,
        definition=DEFINITION,
        conventions={
            "weights": weighting if isinstance(weighting, str) else "given",
            "normalisation": normalisation,
            "aggregation": aggregation,
            "missing": missing,
        },
        warnings=tuple(found["warnings"]),
    )


def _weighting(weights: Iterable[float] | str) -> str | dict[str, list[float]]:
    """Return where weights come from, as the native half takes it."""
    if not isinstance(weights, str):
        return {"given": numbers("weights", weights)}
    if weights not in WEIGHTINGS:
        allowed = f"numbers, or one of {', '.join(WEIGHTINGS)}"
        raise OptionError(f"expected {allowed} for weights, found {weights!r}{near(weights, WEIGHTINGS)}", "bad-option")
    return weights


def _criterion(one: Criterion, names: list[Any], columns: list[bytes]) -> dict[str, Any]:
    """Return a criterion as the native half takes it, with its columns behind the others."""
    if not isinstance(one, Criterion):
        raise refused("criteria", "a Criterion each", one)
    if one.kind == "count":
        return {"kind": "count"}
    if one.kind == "fixed":
        return {"kind": "fixed", "values": _fixed(one.values, names)}
    if one.kind not in ("sum", "mean", "ratio"):
        raise OptionError(f"expected sum, mean, ratio, count or fixed for kind, found {one.kind!r}", "bad-option")
    if one.values is None or isinstance(one.values, Mapping) or (one.over is None) == (one.kind == "ratio"):
        raise refused("criteria", "values, one a row, and of a ratio alone what they are over", None)
    found = {"kind": one.kind, "of": len(columns)}
    columns.append(doubles("values", one.values))
    if one.over is not None:
        found["over"] = len(columns)
        columns.append(doubles("over", one.over))
    return found


def _fixed(values: object, names: list[Any]) -> list[float]:
    if not isinstance(values, Mapping):
        raise refused("criteria", "a mapping of unit to value for what is fixed", values)
    if set(values) != set(names):
        raise refused("criteria", f"a fixed value for each of the {len(names)} units that have rows", len(values))
    return numbers("criteria", [values[name] for name in names])
