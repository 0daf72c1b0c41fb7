"""What the calibration shows holds at its seed: intervals that keep their level, and those that do not."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import yijin as yj
from yijin._forensics import CHECKS

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "benches" / "calibration.py"
PAGE = ROOT / "docs" / "evaluation.md"
SPEC = importlib.util.spec_from_file_location("calibration", SCRIPT)
calibration = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(calibration)

LARGE = {
    "a household in 6 communities",
    "15 orders alike",
    "40 purchases in the last three days",
    "200 times the mean",
    "50% of 60 amounts",
    "80% of 200 amounts",
    "60 declared of 20 linked",
}


def shares(rows) -> dict[tuple[str, str], float]:
    return {(row.statistic, row.data): row.share for row in rows}


def test_the_interval_of_a_share_keeps_its_level():
    kept = shares(calibration.shares(1000))
    assert abs(kept[("wilson", "n = 50, p = 0.1")] - 0.95) < 0.03
    assert all(kept[key] >= 0.93 for key in kept if key[0] == "clopper_pearson")


def test_the_exact_interval_is_never_below_its_level_and_the_others_are_near_it_on_average():
    for method, n, mean, least, _ in calibration.computed():
        assert least >= 0.95 if method == "clopper_pearson" else abs(mean - 0.95) < 0.02, (method, n)


def test_exact_rates_keep_their_level():
    kept = shares(calibration.rates(400))
    assert all(share > 0.92 for (statistic, _), share in kept.items() if "exact" in statistic)


def test_households_of_one_community_are_not_on_their_own():
    kept = shares(calibration.communities(200))
    for statistic in ("mean", "ratio"):
        assert kept[(f"{statistic}, households on their own", "100 communities, correlation 0.1")] < 0.8
        assert kept[(f"{statistic}, bootstrap percentile", "100 communities, correlation 0.1")] > 0.88
    few = "10 communities, correlation 0.1"
    assert kept[("mean, cluster_mean (t)", few)] > kept[("mean, bootstrap percentile", few)]


def test_ranks_are_surer_the_further_enterprises_are_apart_and_the_more_communities_they_have():
    kept = {key: share for key, share in shares(calibration.ranks(60)).items() if key[0] == "rank 5"}
    assert kept[("rank 5", "60 communities each, 0.5 of their deviation apart")] > 0.9
    assert (
        kept[("rank 5", "5 communities each, 0.05 of their deviation apart")]
        < kept[("rank 5", "60 communities each, 0.2 of their deviation apart")]
    )


def test_inequality_of_many_units_nearly_keeps_its_level_and_of_few_does_not():
    kept = shares(calibration.spreads(200))
    assert kept[("gini", "n = 1,000")] > 0.88 > kept[("theil T", "n = 30")]
    alike = "100 communities of 20, correlation 0.3 of logarithms"
    assert kept[("gini, households on their own", alike)] < kept[("gini", alike)] - 0.1


def test_lists_that_share_few_want_the_interval_of_the_logarithm_and_keen_households_defeat_both():
    kept = shares(calibration.captures(300))
    few, keen = "by a chance of 0.06: three or four on both", "0.25 on average, the same keen ones on both"
    assert kept[("chapman, log", few)] > 0.9 > kept[("chapman, Wald", few)]
    assert kept[("chapman, log", keen)] < 0.1


def test_a_line_through_a_running_count_is_too_sure_and_its_increments_are_less_so():
    kept = shares(calibration.projections(200))
    assert kept[("project", "errors on their own, all")] > 0.9
    assert kept[("project", "errors that add up, all")] < 0.85
    assert kept[("project_increments", "errors that add up, all")] > kept[("project", "errors that add up, all")]
    # A distinct count slows down: neither way through all of it is right.
    assert max(kept[(name, "a running distinct count, all")] for name in calibration.PROJECTIONS) < 0.5


def test_the_tests_of_digits_object_to_what_was_altered():
    objections = shares(calibration.digits(200))
    told = "n = {}, {} have 1 to 9 alike often as first digit"
    assert objections[("benford, p < 0.05", told.format("1,000", "0%"))] < 0.12
    assert objections[("benford, p < 0.05", told.format("1,000", "40%"))] > 0.8
    assert objections[("benford, MAD > 0.015", told.format("300", "0%"))] > 0.2
    ends = "n = 500, {} written with 0 or 5 at the end"
    assert objections[("heaping, p < 0.05", ends.format("0%"))] < 0.12
    assert objections[("heaping, p < 0.05", ends.format("20%"))] > 0.8


def test_the_whole_runs_quickly_where_asked_to_and_shows_every_forensic_check():
    done = subprocess.run([sys.executable, SCRIPT, "--quick"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("### ") == 11
    assert len(re.findall(r"^\| \w+ \| 20,000 lines \|", done.stdout, re.MULTILINE)) == 8


def test_large_planted_faults_are_found():
    found = {row.statistic: row for row in calibration.power(2) if row.data in LARGE}
    assert set(found) == set(CHECKS) - {"first_digits"}
    assert all(row.times == row.of for row in found.values()), found


def test_the_page_has_the_tables_that_the_script_prints():
    printed = [title for title, _ in calibration.tables(50)]
    headings = re.findall(r"^### (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[1:] == printed


def test_the_page_names_statistics_that_exist():
    questions = PAGE.read_text(encoding="utf-8").split("\n## ")[1]
    names = re.findall(r"`([a-z][a-z_0-9]*)`", questions)
    assert len(names) > 30
    of_a_panel = {"design"}
    assert [name for name in names if name not in of_a_panel and not hasattr(yj.evaluate, name)] == []
