"""What is left to other libraries: the reference cases that a notebook answers with them, on data as `Book.panel` gives it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyfixest as pf
import pytest
import reference_cases
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

CASES = {name: case for name, case in reference_cases.CASES.items() if case["layer"] == "notebook"}
LEFT_OUT = {"did.staggered.01": {"cs_library_overall_se": "its influence functions are diff-diff's, which is no requirement here"}}
FIT = ["Estimate", "Std. Error", "t value", "Pr(>|t|)"]


def data(name: str) -> pd.DataFrame:
    (file,) = (reference_cases.GOLDEN / "data" / name).glob("*.csv")
    return pd.read_csv(file)


def two_by_two(rows: pd.DataFrame) -> dict[str, Any]:
    means = rows.groupby(["treated", "post"])["y"].mean()
    cells = {
        f"{unit}_{time}": means[treated, post]
        for treated, unit in enumerate(("control", "treated"))
        for post, time in enumerate(("pre", "post"))
    }
    errors = {
        name: pf.feols("y ~ treated*post", rows, vcov=vcov).tidy().loc["treated:post"] for name, vcov in (("iid", "iid"), ("hc1", "HC1"))
    }
    fixed = pf.feols("y ~ dd | unit + post", rows.assign(dd=rows["treated"] * rows["post"]), vcov={"CRV1": "unit"}).tidy().loc["dd"]
    return {
        "cell_means": cells,
        "did": means[1, 1] - means[1, 0] - (means[0, 1] - means[0, 0]),
        **{f"se_{name}": error["Std. Error"] for name, error in errors.items()},
        **dict(zip(("fe_coef", "fe_se_crv1", "fe_t", "fe_p"), fixed[FIT], strict=True)),
    }


def two_way(rows: pd.DataFrame) -> dict[str, Any]:
    kinds = {"iid": "iid", "crv1": {"CRV1": "city"}, "crv3": {"CRV3": "city"}}
    fits = {name: pf.feols("y ~ d | city + month", rows, vcov=vcov) for name, vcov in kinds.items()}
    coef, _, t, p = fits["crv1"].tidy().loc["d"][FIT]
    errors = {f"se_{name}": fit.tidy().loc["d", "Std. Error"] for name, fit in fits.items()}
    return {"coef": coef, "t": t, "p": p, "n": fits["crv1"]._N, **errors}


def staggered(rows: pd.DataFrame) -> dict[str, Any]:
    rows = rows.rename(columns={"first_treated": "g"})
    rows["unit"] = rows["city"].astype("category").cat.codes + 1
    rows["ever"] = (rows["g"] > 0).astype(int)
    rows["rel"] = (rows["month"] - rows["g"]).where(rows["ever"] == 1, -1)
    means = rows.groupby(["g", "month"])["y"].mean()
    effects = {
        (g, month): means[g, month] - means[g, g - 1] - (means[0, month] - means[0, g - 1]) for g, month in means.index if 0 < g <= month
    }
    sizes = rows.groupby("g")["unit"].nunique()
    simple = sum(sizes[g] * effect for (g, _), effect in effects.items()) / sum(sizes[g] for g, _ in effects)
    steps = pf.event_study(rows, yname="y", idname="unit", tname="month", gname="g", estimator="did2s", att=True).tidy().iloc[0]
    study = pf.feols("y ~ i(rel, ever, ref=-1) | unit + month", rows).tidy()["Estimate"]
    return {
        "did2s": {"att": steps["Estimate"], "se": steps["Std. Error"]},
        "twfe_event_study_k": list(study.index),
        "twfe_event_study": list(study),
        "att_gt": {f"{g},{month}": effect for (g, month), effect in effects.items()},
        "cs_simple_att": simple,
        "cs_library_overall_att": simple,
    }


def segmented(rows: pd.DataFrame) -> dict[str, Any]:
    plain = sm.OLS(rows["y"], sm.add_constant(rows[["t", "level", "trend"]])).fit()
    robust = plain.get_robustcov_results("HAC", maxlags=2, use_correction=True, use_t=True)
    return {
        "params": list(plain.params),
        "se_ols": list(plain.bse),
        "se_hac": list(robust.bse),
        "p_hac": list(robust.pvalues),
        "durbin_watson": durbin_watson(plain.resid),
    }


ANSWERS = {"did_2x2": two_by_two, "twfe": two_way, "staggered_did": staggered, "interrupted_time_series": segmented}


def test_no_case_is_missed() -> None:
    assert set(CASES) == {"did.2x2.02", "did.twfe.01", "did.staggered.01", "its.segmented.02"}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_library_answers_the_reference_case(case: dict[str, Any]) -> None:
    (file,) = case["file"]
    answer = ANSWERS[case["method"]](data(Path(file).parent.name))
    assert set(case["expected"]) - set(answer) == set(LEFT_OUT.get(case["id"], {}))
    for name, value in answer.items():
        reference_cases.same(value, case["expected"][name], case["tolerance"], f"{case['id']}.{name}")
