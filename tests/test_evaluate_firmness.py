"""How firm an index is, repeated rows and disclosure rules: every number of their reference cases, and what they refuse."""

import doctest
import importlib
import json
import math
from pathlib import Path

import pytest
import yijin as yj

GOLDEN = Path(__file__).parent / "golden" / "evaluate"
CASES = {case["id"]: case for case in json.loads((GOLDEN / "cases.json").read_text(encoding="utf-8"))["cases"]}
ev = yj.evaluate


def robust(given: dict, parameters: dict) -> dict:
    scaled = {method: ev.normalise(given["matrix"], given["direction"], method) for method in ("min_max", "z")}
    found = {method: ev.composite(rows, given["weights"], "arithmetic") for method, rows in scaled.items()}
    moved = ev.perturbed_ranks(scaled["min_max"], given["weights"], "arithmetic", factors=parameters["perturbation"])
    return {
        "minmax_score": [100 * score for score in found["min_max"].scores],
        "minmax_rank": found["min_max"].ranks,
        "z_score": found["z"].scores,
        "z_rank": found["z"].ranks,
        "rank_min": moved.least,
        "rank_max": moved.most,
        "rank_median": moved.median,
        "mean_abs_rank_shift": moved.mean_shift,
        "spearman_minmax_vs_z": ev.rank_correlation(found["min_max"].ranks, found["z"].ranks).spearman,
    }


ANSWERS = {
    "composite.robust.02": robust,
}


def same(found: object, expected: object, tolerance: dict, path: str) -> None:
    if isinstance(expected, dict):
        assert set(found) == set(expected), path
        for name, value in expected.items():
            same(found[name], value, tolerance, f"{path}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), path
        for place, value in enumerate(expected):
            same(found[place], value, tolerance, f"{path}[{place}]")
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert math.isclose(found, expected, rel_tol=tolerance["rel"], abs_tol=tolerance["abs"]), f"{path}: {found} is not {expected}"
    else:
        assert found == expected, path


@pytest.mark.parametrize("name", ANSWERS)
def test_every_number_of_a_reference_case_is_answered(name: str) -> None:
    case = CASES[name]
    same(ANSWERS[name](case["input"], case.get("parameters") or {}), case["expected"], case["tolerance"], name)


@pytest.mark.parametrize("name", ["_robustness"])
def test_docstring_examples_run(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"yijin.evaluate.{name}"), extraglobs={"yj": yj})
    assert found.attempted > 0
    assert found.failed == 0


MATRIX = CASES["composite.robust.02"]["input"]


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "topsis"])
@pytest.mark.parametrize("concentration", [None, 30])
def test_rank_intervals_are_the_same_on_any_number_of_threads(method: str, concentration: float | None) -> None:
    scaled = ev.normalise(MATRIX["matrix"], MATRIX["direction"], "rank")
    asked = {"concentration": concentration, "draws": 1000, "seed": 3}
    one, many = (ev.rank_intervals(scaled, MATRIX["weights"], method, threads=threads, **asked) for threads in (1, 7))
    assert one == many
    assert sum(unit.mean for unit in one) == pytest.approx(15)
    assert one != ev.rank_intervals(scaled, MATRIX["weights"], method, concentration=concentration, draws=1000, seed=4)


def test_the_further_weights_are_drawn_the_wider_the_intervals() -> None:
    scaled = ev.normalise(MATRIX["matrix"], MATRIX["direction"], "min_max")
    near, far = (ev.rank_intervals(scaled, MATRIX["weights"], "arithmetic", concentration=c) for c in (1000, 10))
    assert sum(unit.p95 - unit.p5 for unit in near) < sum(unit.p95 - unit.p5 for unit in far)


def test_a_rank_interval_of_two_criteria_is_that_of_the_weights_at_which_they_cross() -> None:
    # The first is ahead where 0.7 w > 0.3 (1 - w): for 7 of 10 weights.
    found = ev.rank_intervals([[0.7, 0.0], [0.0, 0.3]], [1, 1], "arithmetic", concentration=None, draws=100_000)
    assert found[0].first == pytest.approx(0.7, abs=0.006)
    assert (found[0].least, found[0].most, found[0].median) == (1, 2, 1)


ROWS = [[1, 0], [0, 1], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ev.rank_intervals(ROWS, [1, 1], "arithmetic", concentration=0.5), "from 1 to 1e12"),
        (lambda: ev.rank_intervals(ROWS, [1, 1], "arithmetic", concentration="wide"), "or None for any weights"),
        (lambda: ev.rank_intervals(ROWS, [1, 1], "arithmetic", concentration=None, draws=0), "from 1 to 1000000"),
        (lambda: ev.rank_intervals(ROWS, [1, 1], "arithmetic", concentration=None, seed=-1), "for seed"),
        (lambda: ev.rank_intervals(ROWS, [1, 1], "arithmetic", concentration=None, threads=0), "for threads"),
        (lambda: ev.rank_intervals(ROWS, [1], "arithmetic", concentration=None), "one a criterion"),
        (lambda: ev.rank_intervals([[-1, 0], [0, 1]], [1, 1], "geometric", concentration=None), "values of 0 or more"),
        (lambda: ev.rank_intervals([[0], [1]] * 1001, [1], "arithmetic", concentration=None), "at most 2000 units"),
        (lambda: ev.perturbed_ranks(ROWS, [1, 1], "arithmetic", factors=[]), "one or more"),
        (lambda: ev.perturbed_ranks(ROWS, [1, 1], "arithmetic", factors=[0]), "above 0"),
        (lambda: ev.ranks_without_each([[1], [0]], [1], "arithmetic"), "two or more criteria"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.OptionError) as refused:
        ask()
    assert said in str(refused.value)
