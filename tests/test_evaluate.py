"""Every statistic answers its reference cases, to their tolerance."""

import pytest
import yijin as yj
from reference_cases import CASES, assert_answered

ev = yj.evaluate


def bounds(estimate: ev.Estimate) -> dict:
    return {"estimate": estimate.value, "lower": estimate.lower, "upper": estimate.upper}


def shares(method: str):
    return lambda given, _: bounds(ev.share(given["count"], given["nobs"], method=method))


def newcombe(given: dict, _: dict) -> dict:
    return bounds(ev.share_difference((given["count1"], given["nobs1"]), (given["count2"], given["nobs2"])))


def poisson(given: dict, _: dict) -> dict:
    found = ev.rate(given["count"], given["exposure"])
    return {"rate": found.value, "lower": found.lower, "upper": found.upper}


def ratio(given: dict, _: dict) -> dict:
    found = ev.rate_ratio((given["count1"], given["exposure1"]), (given["count2"], given["exposure2"]))
    return {
        "rate_ratio": found.value,
        "log_wald": list(found.log_wald),
        "exact_conditional": list(found.exact),
        "score": list(found.score),
        "p_exact_conditional": found.p,
    }


def adjusted(rule):
    def answer(given: dict, parameters: dict) -> dict:
        found = rule(given["p"])
        return {"adjusted": found, "reject": [value <= parameters["alpha"] for value in found]}

    return answer


def gini(given: dict, _: dict) -> dict:
    found, n = ev.gini(given["x"]).value, len(given["x"])
    return {"gini": found, "gini_bias_corrected": found * n / (n - 1)}


def lorenz(given: dict, parameters: dict) -> dict:
    curve = ev.lorenz(given["x"])
    tops = {str(part): ev.top_share(given["x"], part).value for part in parameters["top"]}
    ends = [place / (len(curve) - 1) for place in range(len(curve))]
    return {"p": ends, "L": curve, "top_share": tops, "bottom_40_share": 1 - ev.top_share(given["x"], 0.6).value}


def herfindahl(given: dict, parameters: dict) -> dict:
    found = ev.herfindahl(given["amount"])
    return {
        "hhi": found.value.value,
        "hhi_10000": found.value.value * 10_000,
        "hhi_normalised": found.normalised.value,
        "effective_number": found.effective.value,
        "cr": {str(k): ev.largest(given["amount"], k).value for k in parameters["k"]},
    }


def theil(given: dict, parameters: dict) -> dict:
    found = ev.theil(given["x"])
    atkinson = {str(aversion): ev.atkinson(given["x"], aversion).value for aversion in parameters["atkinson_epsilon"]}
    return {"theil_t": found.t.value, "mld": found.l.value, "atkinson": atkinson}


def decomposed(given: dict, _: dict) -> dict:
    found = ev.theil_by_group(given["x"], given["group"])
    return {"total": found.total, "between": found.between, "within": found.within, "within_by_group": dict(found.by_group)}


def rank_correlation(given: dict, _: dict) -> dict:
    found = ev.rank_correlation(given["x"], given["y"])
    return {
        "spearman_rho": found.spearman,
        "spearman_p_t": found.spearman_p,
        "kendall_tau_b": found.kendall,
        "kendall_p_asymptotic": found.kendall_p,
    }


def entropy(given: dict, _: dict) -> dict:
    weights, entropies = ev.entropy_weights(given["matrix"])
    return {"weights": weights, "entropy": entropies}


def signed_min_max(given: dict) -> list[list[float]]:
    return ev.normalise(given["matrix"], given["direction"], "min_max")


def entropy_minmax(given: dict, _: dict) -> dict:
    scaled = signed_min_max(given)
    weights, _ = ev.entropy_weights(scaled)
    shifted, _ = ev.entropy_weights([[value + 0.0001 for value in row] for row in scaled])
    found = ev.composite(scaled, weights, "arithmetic")
    return {"weights_shift_0": weights, "weights_shift_0_0001": shifted, "score_shift_0": found.scores, "rank_shift_0": found.ranks}


def entropy_topsis(given: dict, _: dict) -> dict:
    scaled = signed_min_max(given)
    weights, _ = ev.entropy_weights(scaled)
    found = ev.closeness(scaled, weights)
    return {"weights": weights, "closeness": found.index.scores, "rank": found.index.ranks}


def topsis(given: dict, _: dict) -> dict:
    found = ev.topsis(given["matrix"], given["direction"], given["weights"])
    return {"closeness": found.index.scores, "rank": found.index.ranks, "d_plus": found.to_best, "d_minus": found.to_worst}


def critic(given: dict, _: dict) -> dict:
    return {"weights": ev.critic_weights(signed_min_max(given))}


def ahp(given: dict, _: dict) -> dict:
    found = ev.ahp_weights(given["matrix"])
    assert found.is_consistent == (found.ratio <= 0.10)
    return {"weights": found.weights, "lambda_max": found.lambda_max, "ci": found.index, "cr": found.ratio}


def obstacle(given: dict, _: dict) -> dict:
    found = ev.obstacles(signed_min_max(given), given["weights"])
    return {"obstacle": found, "main_obstacle_column": [row.index(max(row)) for row in found]}


def chapman(given: dict, _: dict) -> dict:
    found = ev.chapman(given["list1"], given["list2"], given["both"])
    return {
        "chapman": found.value,
        "variance_seber": found.variance,
        "wald": list(found.wald),
        "log_transformed": list(found.log),
        "lincoln_petersen": found.lincoln_petersen,
        "distinct_observed": found.observed,
    }


def chao1(given: dict, _: dict) -> dict:
    found = ev.chao1(given["singletons"], given["doubletons"], given["observed"])
    return {"chao1_bias_corrected": found.value, "chao1_classic": found.classic}


def kaplan_meier(given: dict, _: dict) -> dict:
    curve = ev.kaplan_meier(given["time"], given["event"])
    named = {"times": "time", "at_risk": "at_risk", "events": "events", "survival": "survival", "se_greenwood": "error"}
    lists = {case: [getattr(step, name) for step in curve.steps] for case, name in named.items()}
    return {
        **lists,
        "lower": [step.lower for step in curve.steps],
        "upper": [step.upper for step in curve.steps],
        "median": curve.median.value,
    }


def log_rank(given: dict, _: dict) -> dict:
    found = ev.log_rank(given["time_a"], given["event_a"], given["time_b"], given["event_b"])
    return {"chi2": found.chi2, "p": found.p, "observed_a": found.observed, "expected_a": found.expected, "variance": found.variance}


def benford(given: dict, _: dict) -> dict:
    numbers = [2.0**power for power in range(1000)]
    if "F(1)" in given["generator"]:
        numbers, one, two = [], 1, 1
        for _step in range(1000):
            numbers.append(float(one))
            one, two = two, one + two
    found = ev.benford(numbers)
    named = {"n": "n", "counts": "counts", "chi2": "chi2", "p_value": "p", "mad": "mad", "ssd": "ssd", "z": "z", "ks": "ks"}
    return {case: getattr(found, name) for case, name in named.items()}


def heaping(given: dict, _: dict) -> dict:
    found = ev.heaping(given["counts"])
    return {"chi2": found.chi2, "p_value": found.p, "whipple_like": found.whipple, "myers_like": found.myers}


ANSWERS = {
    "prop.wilson": shares("wilson"),
    "prop.wilsoncc": shares("wilson_corrected"),
    "prop.clopper_pearson": shares("clopper_pearson"),
    "prop.jeffreys": shares("jeffreys"),
    "prop.agresti_coull": shares("agresti_coull"),
    "prop.newcombe_diff": newcombe,
    "rate.poisson_exact": poisson,
    "rate.ratio": ratio,
    "multi.holm": adjusted(ev.holm),
    "multi.fdr_bh": adjusted(ev.benjamini_hochberg),
    "ineq.gini": gini,
    "ineq.gini_weighted": lambda given, _: {"gini": ev.gini(given["x"], given["weight"]).value},
    "ineq.lorenz": lorenz,
    "ineq.hhi": herfindahl,
    "ineq.theil": theil,
    "ineq.theil_decomp": decomposed,
    "rank.corr": rank_correlation,
    "mcdm.entropy": entropy,
    "mcdm.entropy_minmax": entropy_minmax,
    "mcdm.entropy_topsis": entropy_topsis,
    "mcdm.topsis": topsis,
    "mcdm.critic": critic,
    "mcdm.ahp": ahp,
    "mcdm.obstacle": obstacle,
    "caprec.chapman": chapman,
    "caprec.chao1": chao1,
    "surv.km": kaplan_meier,
    "surv.logrank": log_rank,
    "forensic.benford1": benford,
    "forensic.heaping": heaping,
}
ANSWERED = [case for case in CASES.values() if case["id"].rpartition(".")[0] in ANSWERS]


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case["id"])
def test_a_reference_case_is_answered_to_its_tolerance(case: dict) -> None:
    found = ANSWERS[case["id"].rpartition(".")[0]](case["input"], case.get("parameters") or {})
    assert_answered(case["id"], {name: found[name] for name in case["expected"]})


def test_the_cases_are_many() -> None:
    assert len(ANSWERED) >= 44


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ev.share(3, 2), "at most n"),
        (lambda: ev.share(0, 0), "at least 1"),
        (lambda: ev.share(1, 2, level=1.0), "between 0 and 1"),
        (lambda: ev.share(1, 2, method="wald"), "expected one of wilson"),
        (lambda: ev.share(True, 2), "a whole number"),
        (lambda: ev.gini([1, -1]), "0 or more"),
        (lambda: ev.gini(["a"]), "numbers for values"),
        (lambda: ev.gini([float("nan")]), "finite numbers"),
        (lambda: ev.theil([]), "above 0"),
        (lambda: ev.holm([1.5]), "from 0 to 1"),
        (lambda: ev.topsis([[1, 2], [3, 4]], [1, 0], [1, 1]), "1 (more is better)"),
        (lambda: ev.normalise([[1, 2], [3, 4]], [1, 1], "median"), "numbers as the statistic takes them"),
        (lambda: ev.ahp_weights([[1, 2], [2, 1]]), "a reciprocal matrix"),
        (lambda: ev.kaplan_meier([1], [True, False]), "as many as times"),
        (lambda: ev.chapman(3, 3, 4), "at most the size"),
        (lambda: ev.benford([0.0]), "amounts above 0"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.OptionError) as refused:
        ask()
    assert said in str(refused.value)


def test_the_conventions_of_an_index_can_change_who_comes_first() -> None:
    case = CASES["mcdm.topsis.02"]["input"]
    vector = ev.topsis(case["matrix"], case["direction"], case["weights"]).index.ranks
    scaled = ev.closeness(ev.normalise(case["matrix"], case["direction"], "min_max"), case["weights"]).index.ranks
    assert (vector.index(1.0), scaled.index(1.0)) == (2, 4)


def test_an_estimate_shows_what_it_is() -> None:
    assert "the share of units that have it; n = 302" in ev.share(31, 302)._repr_html_()


@pytest.mark.parametrize(
    ("found", "n", "method"),
    [
        (ev.rate_ratio((41, 28010), (15, 19017)), 56, "exact"),
        (ev.chapman(120, 95, 3), 212, "log"),
        (ev.rank_correlation([1, 2, 3, 4], [1, 2, 4, 3]), 4, "t and normal approximation"),
        (ev.cluster_mean([1.0, 2.0, 4.0, 3.0], "ABCC"), 4, "cluster_robust"),
        (ev.cluster_bootstrap([1.0, 2.0, 4.0, 3.0], "ABCC"), 4, "percentile"),
    ],
)
def test_every_estimate_says_on_what_it_rests(found, n: int, method: str) -> None:
    assert (found.n, found.method, found.as_of) == (n, method, None)
    assert found.definition
    assert isinstance(found.warnings, tuple)


def test_what_a_reader_should_know_of_an_estimate_is_said() -> None:
    assert "keen" in ev.chapman(120, 95, 3).warnings[0]
    assert "4 units" in ev.rank_correlation([1, 2, 3, 4], [1, 2, 4, 3]).warnings[0]
    none = ev.rate_ratio((4, 10), (0, 10))
    assert (none.value, none.upper) == (None, None)
    assert "no event" in none.warnings[0]
    kept = ev.rate_ratio((41, 28010), (15, 19017))
    assert (kept.lower, kept.upper, kept.warnings) == (*kept.exact, ())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda: ev.gini([1, 2, 3], [1, 1, 1], clusters=[1, 1, 1]), "none beside weights"),
        (lambda: ev.gini([1, 2, 3], [1, 1, 1], level=7), "between 0 and 1 for level, found 7"),
        (lambda: ev.gini([1, 2, 3], level=float("nan")), "a finite number for level"),
        (lambda: ev.gini([1e308, 1e308]), "whose sum is above 0 and finite"),
        (lambda: ev.gini("123"), "numbers for values, found str"),
        (lambda: ev.share(1, 2, level="0.95"), "a finite number for level, found str"),
        (lambda: ev.largest([5, 3, 2, 1], 2.9), "a whole number from 1"),
        (lambda: ev.largest([5, 3, 2, 1], -1), "a whole number from 1"),
        (lambda: ev.top_share([1, 2], "a tenth"), "a finite number for part, found str"),
        (lambda: ev.top_share([1, 2], float("nan")), "a finite number for part"),
        (lambda: ev.atkinson([1, 2], None), "a number for aversion"),
        (lambda: ev.attainments([10**400], [1]), "numbers for values"),
        (lambda: ev.project(range(9), range(9), [10], target=10**400), "numbers for target"),
        (lambda: ev.attainment(1, 1e-320, as_of="2019-06-01", periods=[("2019-05-01", "2019-08-31")]), "not next to it"),
        (lambda: ev.attainment(1, 2, as_of="2019-06-01", periods=5), "pairs of first and last day"),
        (lambda: ev.attainment(1, 2, as_of="2019-06-01", periods=[{"a": 1}]), "pairs of first and last day"),
        (lambda: ev.kaplan_meier([1, 2], 5), "for events|for each time"),
        (lambda: ev.kaplan_meier([1, 2], ["False", "no"]), "true or false"),
        (lambda: ev.kaplan_meier([1, 2], [True, None]), "true or false"),
        (lambda: ev.kaplan_meier([1, 2], [True, float("nan")]), "true or false"),
        (lambda: ev.kaplan_meier([1, 2], [True, False], level=1), "between 0 and 1"),
        (lambda: ev.topsis([[1, 2], [3, 4]], 1, [1, 1]), "one a criterion for directions"),
        (lambda: ev.rate(3, "much"), "a finite number for exposure"),
    ],
)
def test_what_no_statistic_takes_is_refused_by_name(asked, message):
    with pytest.raises(yj.errors.OptionError, match=message):
        asked()
