"""Targets, trends, growth and resampling: reference cases to their tolerance, and what is refused."""

import csv
import math
from array import array

import pytest
import yijin as yj
from reference_cases import CASES, GOLDEN, assert_answered

ev = yj.evaluate


def attainment(given: dict) -> dict:
    stages = yj.Campaign.default().stages
    ask = {"actual": given["actual"], "target": given["target"], "as_of": given["as_of"]}
    found, calendar = ev.attainment(**ask, periods=stages), ev.attainment(**ask, periods=[("2019-05-01", "2020-09-30")])
    return {
        "attainment": found.attainment,
        "remaining": found.remaining,
        "campaign_months_elapsed": found.months_elapsed,
        "campaign_months_left": found.months_left,
        "pace_ratio": found.pace_ratio,
        "required_per_month": found.required_per_month,
        "achieved_per_month": found.achieved_per_month,
        "straight_line_final": found.straight_line_final,
        "calendar": {
            "elapsed": calendar.months_elapsed,
            "left": calendar.months_left,
            "pace_ratio": calendar.pace_ratio,
            "required_per_month": calendar.required_per_month,
        },
    }


def linear(given: dict) -> dict:
    found = ev.project(given["x"], given["y"], given["x_new"], target=given["target"])
    return {
        "intercept": found.intercept,
        "slope": found.slope,
        "se_intercept": found.intercept_error,
        "se_slope": found.slope_error,
        "residual_sd": found.residual_sd,
        "r2": found.r2,
        "prediction": [point.value for point in found.points],
        "mean_ci": [[point.mean[side] for point in found.points] for side in (0, 1)],
        "prediction_interval": [[point.lower for point in found.points], [point.upper for point in found.points]],
        "p_reach_target": found.reach,
        "x_at_target": found.at_target,
    }


def theil_sen(given: dict) -> dict:
    found = ev.theil_sen(given["x"], given["y"])
    return {
        "slope": found.slope,
        "intercept": found.intercept,
        "low": found.lower,
        "high": found.upper,
        "kendall_tau_b": found.tau,
    }


def money(given: dict) -> dict:
    total, yuan = ev.money_total(given["repeat_fen"] * given["times"])
    return {"total_fen": total, "total_yuan": yuan}


def stable(_: dict) -> dict:
    found = ev.moments([10_000_000.2, *[10_000_000.1, 10_000_000.3] * 500])
    return {"n": found.n, "mean": found.mean, "sd": found.sd, "lag1": found.lag1}


def clerical(given: dict) -> dict:
    found = ev.clerical(given["raw_distinct"], given["candidate_pairs"], reviewed=given["reviewed"], duplicates=given["true_duplicates"])
    return {"estimate": found.value, "lower": found.lower, "upper": found.upper}


def declared(given: dict) -> dict:
    found = ev.declared([row[:3] for row in given["rows"]])
    return {
        "naive_sum": found.naive_sum,
        "once_per_supplier_max": found.largest,
        "once_per_supplier_last": found.latest,
        "suppliers": found.suppliers,
        "suppliers_without_figure": list(found.without_figure),
    }


def households(given: dict) -> tuple[list[float], list[str]]:
    pairs = [(value, home) for home, values in given["clusters"].items() for value in values]
    return [value for value, _ in pairs], [home for _, home in pairs]


def cluster_mean(given: dict) -> dict:
    found = ev.cluster_mean(*households(given))
    return {
        "mean": found.value,
        "se_cluster": found.error,
        "ci": [found.lower, found.upper],
        "se_srs": found.simple_error,
        "deff": found.design_effect,
        "icc_anova": found.icc,
        "n0": found.mean_size,
        "f_anova": found.f,
        "p_anova": found.p,
    }


def columns(name: str) -> list[list[int]]:
    with (GOLDEN / "data" / "boot.fixed.03" / name).open(encoding="utf-8") as file:
        return [[int(cell) for cell in row] for row in list(csv.reader(file))[1:]]


def fixed(_: dict) -> dict:
    repeat, buyers = zip(*columns("data.csv"), strict=True)
    found = ev.bootstrap_of(repeat, columns("resamples.csv"), statistic="ratio", over=buyers, method="bca")
    assert (found.lower, found.upper, found.replicates) == (*found.bca, 999)
    return {
        "estimate": found.value,
        "boot_mean": found.mean,
        "boot_se": found.error,
        "z0": found.bias,
        "acceleration": found.acceleration,
        "percentile": found.percentile,
        "basic": found.basic,
        "bca": found.bca,
    }


def exact(given: dict) -> dict:
    found = ev.cluster_bootstrap(*households(given), replicates=None)
    assert found.replicates == 3125
    return {
        "estimate": found.value,
        "boot_mean": found.mean,
        "boot_se": found.error,
        "percentile": found.percentile,
        "quantiles": {str(share): value for share, value in found.quantiles.items()},
    }


def logistic(given: dict) -> dict:
    found = ev.logistic(given["x"], given["y"])
    return {
        "b": found.parameters,
        "se": found.errors,
        "sse": found.sse,
        "residual_sd": found.residual_sd,
        "inflection_x": found.turn,
    }


def gompertz(given: dict) -> dict:
    found = ev.gompertz(given["x"], given["y"])
    return {"params": found.parameters, "se": found.errors, "sse": found.sse}


def bass(given: dict) -> dict:
    found = ev.bass(given["adoptions"])
    ols = {name: getattr(found.regression, name) for name in "abcmpq"}
    nls = {"m": found.m, "p": found.p, "q": found.q, "se": found.errors, "sse": found.sse, "peak_time": found.peak}
    return {"nls": nls, "ols": ols}


ANSWERS = {
    "cluster.mean.01": cluster_mean,
    "boot.fixed.03": fixed,
    "boot.cluster_exact.02": exact,
    "growth.logistic.02": logistic,
    "growth.gompertz.02": gompertz,
    "growth.bass.01": bass,
    "target.attain.01": attainment,
    "target.attain.02": attainment,
    "proj.linear.01": linear,
    "proj.linear.02": linear,
    "proj.theilsen.02": theil_sen,
    "num.money.02": money,
    "num.stable.02": stable,
    "dedup.clerical.01": clerical,
    "ledger.declared.02": declared,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_reference_case_is_answered_in_full_to_its_tolerance(name: str) -> None:
    found = ANSWERS[name](CASES[name]["input"])
    assert_answered(name, {key: found[key] for key in CASES[name]["expected"]})


HOMES = ["a", "a", "b", "b", "c", "d"]
BOUGHT = [1, 0, 1, 1, 0, 1]
REFUSED = [
    (lambda: ev.cluster_mean([1, 2, 3, 4], ["a", "a", "b", "b"]), "at least 3 communities"),
    (lambda: ev.cluster_mean([1, 2, 3], ["a", "b"]), "as many as values"),
    (lambda: ev.cluster_mean([1, float("nan"), 3], ["a", "b", "c"]), "finite numbers"),
    (lambda: ev.cluster_mean(bytes(24), ["a", "b", "c"]), "as many as values"),
    (lambda: ev.cluster_mean(["x", 2, 3], ["a", "b", "c"]), "numbers for values"),
    (lambda: ev.cluster_mean([1, 2, 3], ["a", 1, "c"]), "labels of one kind"),
    (lambda: ev.cluster_bootstrap(BOUGHT, HOMES, replicates=1), "from 2"),
    (lambda: ev.cluster_bootstrap(BOUGHT, HOMES, method="bsa"), "did you mean 'bca'?"),
    (lambda: ev.cluster_bootstrap(BOUGHT, HOMES, statistic="median"), "expected one of mean"),
    (lambda: ev.cluster_bootstrap(BOUGHT, HOMES, over=BOUGHT), "with the statistic 'ratio'"),
    (lambda: ev.cluster_bootstrap(BOUGHT, HOMES, statistic="ratio", over=[0, 0, 0, 0, 0, 1]), "finite numbers"),
    (lambda: ev.cluster_bootstrap(range(8), range(8), replicates=None), "more than 7 communities"),
    (lambda: ev.cluster_bootstrap([1] * 6, HOMES, method="bca", level=0), "between 0 and 1"),
    (lambda: ev.bootstrap_of([1, 2, 3], [[0, 1, 3], [0, 0, 0]]), "places of communities"),
    (lambda: ev.bootstrap_of([1, 2, 3], [[0, 1, 2], []]), "finite numbers"),
    (lambda: ev.logistic(range(1, 9), [11, 30, 81, 220, 590, 1600, 4300, 11600]), "no nearest curve"),
    (lambda: ev.logistic(range(1, 10), [37, 55, 82, 121, 180, 266, 392, 573, 832]), "the ceiling cannot be known yet"),
    (lambda: ev.logistic(range(1, 9), [8, 7, 6, 5, 4, 3, 2, 1]), "expected a series"),
    (lambda: ev.gompertz([1, 2, 3, 4], [1, 2, 3, 4]), "at least five"),
    (lambda: ev.gompertz([1, 2, 3, 4, 5], [1, 2, 3, 4, -1]), "0 or more"),
    (lambda: ev.bass([1, 2, 4, 8, 16, 32, 64]), "expected a series"),
    (lambda: ev.bass([1, 2, 3, -1, 2]), "0 or more"),
    (lambda: ev.project([0, 1], [1, 2], [3]), "at least three"),
    (lambda: ev.project([1, 1, 1], [1, 2, 3], [3]), "two different"),
    (lambda: ev.project([0, 1, 2], [1, 2, 4], []), "at least one place"),
    (lambda: ev.project([0, 1, 2], [1, 2, 4], [3], level=1), "between 0 and 1"),
    (lambda: ev.project([0, 1, 2], [1, 2], [3]), "as many as x"),
    (lambda: ev.theil_sen([0, 1, 2], [1, 1, 1]), "more than one value"),
    (lambda: ev.theil_sen(range(5001), range(5001)), "at most 5000"),
    (lambda: ev.back_test([1, 2, 3, 4], 2, 3), "at least first + horizon"),
    (lambda: ev.back_test([1, 2, 3, 4], 1, 2), "from 3"),
    (lambda: ev.attainment(1, 0, as_of="2019-06-01", periods=[("2019-05-01", "2019-06-30")]), "above 0"),
    (lambda: ev.attainment(1, 2, as_of="2019-04-30", periods=[("2019-05-01", "2019-06-30")]), "in or after the first"),
    (lambda: ev.attainment(1, 2, as_of="2019-05-30", periods=[]), "one after the other"),
    (lambda: ev.attainment(1, 2, as_of="soon", periods=[("2019-05-01", "2019-06-30")]), "YYYY-MM-DD"),
    (lambda: ev.money_total([0.5]), "a whole number"),
    (lambda: ev.money_total([2**63 - 1, 1]), "9.2e18"),
    (lambda: ev.moments([1]), "at least two"),
    (lambda: ev.clerical(10, 5, reviewed=6, duplicates=0), "at most the candidate pairs"),
    (lambda: ev.clerical(10, 5, reviewed=4, duplicates=5), "at most the reviewed"),
    (lambda: ev.clerical(10, 5, reviewed=0, duplicates=0), "at least 1"),
    (lambda: ev.declared([("a", "2019-05-01", -1)]), "a whole number"),
]


@pytest.mark.parametrize(("ask", "said"), REFUSED)
def test_what_makes_no_sense_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.OptionError) as refused:
        ask()
    assert said in str(refused.value)


def test_a_projection_says_that_it_is_too_sure() -> None:
    found = ev.project(range(7), [410, 1120, 1895, 2760, 3410, 4388, 5301], [16], target=10_000)
    assert "too sure" in found.warnings[0]


def test_the_draws_depend_on_the_seed_and_not_on_threads_or_the_kind_of_list() -> None:
    values, homes = [float(number % 17) for number in range(400)], [number % 40 for number in range(400)]
    one = ev.cluster_bootstrap(values, homes, seed=5, threads=1)
    assert ev.cluster_bootstrap(array("d", values), array("q", homes), seed=5, threads=2) == one
    assert ev.cluster_bootstrap(tuple(values), [f"{home:02}" for home in homes], seed=5) == one
    assert ev.cluster_bootstrap(values, homes, seed=6) != one
    assert one.warnings == ()


def test_drawn_resamples_come_near_all_of_them() -> None:
    case = CASES["boot.cluster_exact.02"]
    found = ev.cluster_bootstrap(*households(case["input"]), replicates=20_000, seed=11)
    assert math.isclose(found.error, case["expected"]["boot_se"], rel_tol=0.03)
    assert "fewer than 30" in found.warnings[0]


def test_an_uncertain_ceiling_is_said_to_be() -> None:
    found = ev.logistic(range(1, 10), [60, 180, 300, 800, 1200, 2500, 3300, 5300, 5900])
    assert "the ceiling is uncertain" in found.warnings[0]
