"""What is left to other libraries: the reference cases that a notebook answers with them, on data as `Book.panel` gives it."""

import json
from pathlib import Path

import pandas as pd
import pyfixest as pf
import pytest
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

GOLDEN = Path(__file__).parent / "golden" / "evaluate"
CASES = {case["id"]: case for case in json.loads((GOLDEN / "cases.json").read_text(encoding="utf-8"))["cases"]}


def data(name: str) -> pd.DataFrame:
    (file,) = (GOLDEN / "data" / name).glob("*.csv")
    return pd.read_csv(file)


def expected(case: str) -> dict:
    tolerance = CASES[case]["tolerance"]
    values = CASES[case]["expected"]
    return {
        name: pytest.approx(value, rel=tolerance["rel"], abs=tolerance["abs"])
        for name, value in values.items()
        if not isinstance(value, dict)
    }


def test_two_groups_and_two_periods() -> None:
    rows, right = data("did.2x2.02"), expected("did.2x2.02")
    means = rows.groupby(["treated", "post"])["y"].mean()
    cells = CASES["did.2x2.02"]["expected"]["cell_means"]
    assert means.to_dict() == pytest.approx(
        {(1, 0): cells["treated_pre"], (1, 1): cells["treated_post"], (0, 0): cells["control_pre"], (0, 1): cells["control_post"]}
    )
    for vcov, name in (("iid", "se_iid"), ("HC1", "se_hc1")):
        found = pf.feols("y ~ treated*post", rows, vcov=vcov).tidy().loc["treated:post"]
        assert (found["Estimate"], found["Std. Error"]) == (right["did"], right[name])
    found = pf.feols("y ~ dd | unit + post", rows.assign(dd=rows["treated"] * rows["post"]), vcov={"CRV1": "unit"}).tidy().loc["dd"]
    named = {"Estimate": "fe_coef", "Std. Error": "fe_se_crv1", "t value": "fe_t", "Pr(>|t|)": "fe_p"}
    assert {name: found[column] for column, name in named.items()} == {name: right[name] for name in named.values()}


def test_two_way_fixed_effects_of_a_staggered_start() -> None:
    rows, right = data("panel1"), expected("did.twfe.01")
    found = {
        name: pf.feols("y ~ d | city + month", rows, vcov=vcov)
        for name, vcov in (("iid", "iid"), ("crv1", {"CRV1": "city"}), ("crv3", {"CRV3": "city"}))
    }
    for name, fit in found.items():
        row = fit.tidy().loc["d"]
        assert (row["Estimate"], row["Std. Error"], fit._N) == (right["coef"], right[f"se_{name}"], right["n"])
    row = found["crv1"].tidy().loc["d"]
    assert (row["t value"], row["Pr(>|t|)"]) == (right["t"], right["p"])


def test_the_effect_of_each_cohort_is_a_difference_of_four_means() -> None:
    rows, case = data("panel1"), CASES["did.staggered.01"]["expected"]
    start = rows["first_treated"].fillna(0)
    means = rows.assign(g=start).groupby(["g", "month"])["y"].mean()
    for key, value in case["att_gt"].items():
        g, month = (int(part) for part in key.split(","))
        assert means[g, month] - means[g, g - 1] - (means[0, month] - means[0, g - 1]) == pytest.approx(value, rel=1e-6)
    sizes = rows.assign(g=start).groupby("g")["city"].nunique()
    weights = {key: sizes[int(key.split(",")[0])] for key in case["att_gt"]}
    simple = sum(weights[key] * value for key, value in case["att_gt"].items()) / sum(weights.values())
    assert simple == pytest.approx(case["cs_simple_att"], rel=1e-6)


def test_gardners_two_steps() -> None:
    rows, case = data("panel1"), CASES["did.staggered.01"]["expected"]["did2s"]
    rows = rows.assign(unit=rows["city"].astype("category").cat.codes, treated=rows["d"].astype(bool), g=rows["first_treated"].fillna(0))
    fit = pf.did2s(rows, yname="y", first_stage="~ 0 | unit + month", second_stage="~ treated", treatment="treated", cluster="unit")
    found = fit.tidy().iloc[0]
    assert (found["Estimate"], found["Std. Error"]) == (pytest.approx(case["att"], rel=1e-6), pytest.approx(case["se"], rel=1e-4))


def test_a_segmented_regression_with_newey_west_errors() -> None:
    rows, right = data("its.segmented.02"), expected("its.segmented.02")
    plain = sm.OLS(rows["y"], sm.add_constant(rows[["t", "level", "trend"]])).fit()
    robust = plain.get_robustcov_results("HAC", maxlags=2, use_correction=True, use_t=True)
    assert list(plain.params) == right["params"]
    assert (list(plain.bse), list(robust.bse)) == (right["se_ols"], right["se_hac"])
    assert list(robust.pvalues) == right["p_hac"]
    assert durbin_watson(plain.resid) == right["durbin_watson"]
