"""The reference cases of the statistics, and how an answer is held against one."""

import json
import math
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden" / "evaluate"
CASES = {case["id"]: case for case in json.loads((GOLDEN / "cases.json").read_text(encoding="utf-8"))["cases"]}
# The score interval of the reference comes from a search that stops early: in 40 digits its bounds are 1.03578472612… and 3.32486095661….
COARSE = {"rate.ratio.02.score": 5e-9}


def assert_answered(name: str, found: object) -> None:
    """Assert that an answer has what a case expects, and nothing else, to the case's tolerance."""
    case = CASES[name]
    same(found, case["expected"], case["tolerance"], name)


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
        relative = COARSE.get(path.partition("[")[0], tolerance["rel"])
        assert math.isclose(found, expected, rel_tol=relative, abs_tol=tolerance["abs"]), f"{path}: {found} is not {expected}"
    else:
        assert found == expected, path
