"""What the calibration shows holds at its seed: intervals that keep their level, and those that do not."""

import importlib.util
from pathlib import Path

SPEC = importlib.util.spec_from_file_location("calibration", Path(__file__).parent.parent / "benches" / "calibration.py")
calibration = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(calibration)


def test_the_interval_of_a_share_keeps_its_level():
    kept = {(method, data): share for method, data, share in calibration.shares(1000)}
    assert abs(kept[("wilson", "n = 50, p = 0.1")] - 0.95) < 0.03
    assert all(kept[("clopper_pearson", data)] >= 0.93 for method, data in kept if method == "clopper_pearson")


def test_households_of_one_community_are_not_on_their_own():
    kept = {(kind, data): share for kind, data, share in calibration.communities(400)}
    assert kept[("households on their own", "100 communities, correlation 0.1")] < 0.8
    assert kept[("cluster bootstrap, percentile", "100 communities, correlation 0.1")] > 0.88


def test_a_line_through_a_running_count_is_too_sure():
    kept = {data: share for _, data, share in calibration.projections(500)}
    assert kept["errors on their own"] > 0.92
    assert kept["errors that add up, as in a running count"] < 0.85


def test_the_tests_of_digits_object_to_what_was_altered():
    objections = {(test, data): share for test, data, share in calibration.digits(800)}
    assert objections[("benford, n = 1,000", "0% replaced by even first digits")] < 0.12
    assert objections[("benford, n = 1,000", "40% replaced by even first digits")] > 0.8
    assert objections[("heaping, n = 500", "10% rounded to a 0")] > 0.8
