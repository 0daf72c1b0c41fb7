"""How firm an index is, repeated rows and disclosure rules: every number of their reference cases, and what they refuse."""

import csv
import itertools
import math

import pytest
import yijin as yj
from reference_cases import CASES, GOLDEN, assert_answered

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


def development(given: dict, parameters: dict) -> dict:
    posts = [ev.Goalpost(*ends, is_logarithmic=name.endswith("_log")) for name, ends in parameters["goalposts"].items()]
    [[health, expected, mean, income]] = ev.between_goalposts([list(given.values())], posts)
    [education] = ev.composite([[expected, mean]], [1, 1], "arithmetic").scores
    [index] = ev.composite([[health, education, income]], [1, 1, 1], "geometric").scores
    return {"health": health, "education": education, "income": income, "index": index}


def similarity(given: dict, _: dict) -> dict:
    return {
        "ws": ev.rank_similarity(given["reference"], given["other"]),
        "ws_reversed": ev.rank_similarity(given["other"], given["reference"]),
        "weighted_spearman": ev.top_rank_correlation(given["reference"], given["other"]),
    }


def concordance(given: dict, _: dict) -> dict:
    found = ev.concordance(given["rankings"])
    return {"w": found.w, "chi2": found.chi2, "p": found.p}


def repeated(given: dict, _: dict) -> dict:
    with (GOLDEN / "data" / "forensic.duplicates.02" / "rows.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == given["columns"]
    found = ev.duplicates([row[0] for row in rows], [row[1:] for row in rows])
    return {
        "rows": found.rows,
        "distinct_rows": found.distinct_rows,
        "exact_duplicate_extra_rows": len(found.repeats),
        "conflicting_ids": found.conflicting_ids,
        "same_content_other_id_extra": found.alike_extra,
    }


def anonymous(given: dict, parameters: dict) -> dict:
    found = ev.k_anonymity([row[:3] for row in given["rows"]], [row[3] for row in given["rows"]], k=parameters["k"])
    return {
        "k_achieved": found.k,
        "classes": found.classes,
        "violating_classes": {"|".join(key): records for key, records in found.violating.items()},
        "records_to_suppress": found.records_to_suppress,
        "l_diversity_after": found.l_after,
    }


def dominated(given: dict, parameters: dict) -> dict:
    found = ev.dominance(given["contributions"], p=parameters["p_percent"], n=parameters["n"], k=parameters["k_percent"])
    return {
        "total": found.total,
        "remainder": found.remainder,
        "p_rule_sensitive": found.is_p_sensitive,
        "nk_share": found.top_share,
        "nk_rule_sensitive": found.is_nk_sensitive,
    }


def suppressed(given: dict, _: dict) -> dict:
    """Return what the audit says of every pattern that could be hidden beside the small cells."""
    table = given["table"]
    places = list(itertools.product(range(3), range(3)))
    named = {(row, column): f"{given['rows'][row]}|{given['cols'][column]}" for row, column in places}
    value = {(row, column): table[row][column] for row, column in places}
    primary = [place for place in places if 0 < value[place] < 5]
    others = [place for place in places if place not in primary and value[place] > 0]

    def is_safe(pattern: tuple) -> bool:
        found = ev.audit_table(table, [*primary, *pattern])
        return all(found[cell].lower <= max(0, value[cell] - 1) and found[cell].upper > value[cell] for cell in primary)

    patterns = [pattern for size in range(len(others) + 1) for pattern in itertools.combinations(others, size)]
    cost = {pattern: (sum(value[cell] for cell in pattern), len(pattern)) for pattern in patterns if is_safe(pattern)}
    best = [pattern for pattern in cost if cost[pattern] == min(cost.values())]
    found = ev.audit_table(table, [*primary, *best[0]])
    alone = ev.audit_table(table, primary)
    return {
        "primary": [named[cell] for cell in primary],
        "primary_only_attacker_interval": {named[cell]: [alone[cell].lower, alone[cell].upper] for cell in primary},
        "secondary": sorted(named[cell] for cell in best[0]),
        "number_of_optimal_patterns": len(best),
        "optimal_suppressed_value": cost[best[0]][0],
        "suppressed_total": len(primary) + len(best[0]),
        "attacker_interval": {named[cell]: [bounds.lower, bounds.upper] for cell, bounds in found.items()},
    }


ANSWERS = {
    "composite.robust.02": robust,
    "composite.geometric.01": development,
    "rank.ws.01": similarity,
    "rank.kendall_w.02": concordance,
    "forensic.duplicates.02": repeated,
    "sdc.kanon.01": anonymous,
    "sdc.dominance.01": dominated,
    "sdc.dominance.02": dominated,
    "sdc.cellsup.02": suppressed,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_number_of_a_reference_case_is_answered(name: str) -> None:
    case = CASES[name]
    assert_answered(name, ANSWERS[name](case["input"], case.get("parameters") or {}))


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


NAMES, CRITERIA = ["A", "B", "C", "D", "E"], ["sales", "repeat", "share", "refunds"]


def card(**changed) -> ev.Scorecard:
    asked = {"normalisation": "min_max", "aggregation": "arithmetic", "concentration": 50, "draws": 500, **changed}
    matrix = asked.pop("matrix", MATRIX["matrix"])
    return ev.scorecard(NAMES, CRITERIA, matrix, MATRIX["direction"], MATRIX["weights"], **asked)


def test_a_scorecard_says_what_the_functions_say() -> None:
    found, scaled = card(), ev.normalise(MATRIX["matrix"], MATRIX["direction"], "min_max")
    index = ev.composite(scaled, MATRIX["weights"], "arithmetic")
    intervals = ev.rank_intervals(scaled, MATRIX["weights"], "arithmetic", concentration=50, draws=500)
    kept = ev.obstacles(scaled, MATRIX["weights"])
    assert [unit.rank for unit in found.units] == [1, 2, 3, 4, 5]
    for place, name in enumerate(NAMES):
        unit = found[name]
        assert (unit.score, unit.rank, unit.interval) == (index.scores[place], index.ranks[place], intervals[place])
        assert (list(unit.values), list(unit.normalised), list(unit.obstacles)) == (MATRIX["matrix"][place], scaled[place], kept[place])
        assert sum(unit.contributions) == pytest.approx(unit.score)
    with pytest.raises(KeyError):
        found["F"]


@pytest.mark.parametrize("aggregation", ["geometric", "topsis"])
def test_contributions_make_the_score_as_the_aggregation_says(aggregation: str) -> None:
    for unit in card(normalisation="rank", aggregation=aggregation).units:
        made = math.prod(unit.contributions) - unit.score if aggregation == "geometric" else sum(unit.contributions) - 1
        assert made == pytest.approx(0, abs=1e-12)


def test_a_missing_value_is_answered_by_a_rule_and_never_zero() -> None:
    rows = [list(row) for row in MATRIX["matrix"]]
    rows[1][0] = float("nan")
    dropped = card(matrix=rows, missing="drop_unit")
    assert (dropped.dropped, len(dropped.units)) == (("B",), 4)
    worst = card(matrix=rows, missing="worst")["B"]
    assert (worst.values[0], worst.filled) == (60, ("sales",))
    assert card(matrix=rows, missing="median")["B"].values[0] == 135
    with pytest.raises(yj.errors.OptionError, match="drop_unit, worst or median"):
        card(matrix=rows)


def test_a_scorecard_shows_ranks_with_their_intervals_and_what_stands_in() -> None:
    rows = [list(row) for row in MATRIX["matrix"]]
    rows[1][0] = None
    found = card(matrix=rows, missing="worst")
    assert "rank under drawn weights, 5–95 %" in found._repr_html_()
    assert "missing: worst" in found._repr_html_()
    shown = found["B"]._repr_html_()
    assert "stood in for: sales" in shown
    assert all(criterion in shown for criterion in CRITERIA)


def test_a_total_that_is_hidden_too_bounds_less() -> None:
    table = [[4, 20], [7, 9]]
    assert ev.audit_table(table, [(0, 0), (0, None)])[(0, 0)].upper == 4
    open_ended = ev.audit_table(table, [(0, 0), (0, None), (None, 0), (None, None)])
    assert (open_ended[(0, 0)].lower, open_ended[(0, 0)].upper, open_ended[(None, None)].value) == (0, None, 40)


ROWS = [[1, 0], [0, 1], [0.5, 0.5]]
PLAIN = {"normalisation": "min_max", "aggregation": "arithmetic", "concentration": None}


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
        (lambda: ev.composite([], [1], "arithmetic"), "1 or more units"),
        (lambda: ev.between_goalposts([[1]], [ev.Goalpost(1, 1)]), "that differ"),
        (lambda: ev.between_goalposts([[1]], [(0, 1)]), "a Goalpost for each criterion"),
        (lambda: ev.between_goalposts([[0]], [ev.Goalpost(1, 2, True)]), "above 0 where logarithms"),
        (lambda: ev.towards_targets([[1]], [1], [0]), "above 0"),
        (lambda: ev.complete([[None], [1]], [1], missing="refuse"), "where values are missing"),
        (lambda: ev.complete([[None]], [1], missing="drop_unit"), "a unit without missing values"),
        (lambda: ev.complete([[None]], [1], missing="zero"), "as the statistic takes them"),
        (lambda: ev.top_rank_correlation([0, 1, 2], [1, 2, 3]), "ranks from 1"),
        (lambda: ev.duplicates(["a"], []), "as many as ids"),
        (lambda: ev.duplicates("ab", [["x"], ["y"]]), "a list for ids"),
        (lambda: ev.outliers([1, 1, 1, 5]), "nothing is far"),
        (lambda: ev.k_anonymity([], [], k=2), "one or more records"),
        (lambda: ev.k_anonymity([["a"]], [1], k=0), "for k"),
        (lambda: ev.dominance([-1], p=10, n=2, k=85), "0 or more"),
        (lambda: ev.dominance([1], p=101, n=2, k=85), "from 0 to 100"),
        (lambda: ev.audit_table([[1, 2]], [(1, 0)]), "rows and columns of the table"),
        (lambda: ev.audit_table([[1, 2]], ["aa"]), "pairs of row and column"),
        (lambda: ev.audit_table([[1, -2]], []), "for table"),
        (lambda: ev.scorecard(["A", "A"], ["x"], [[1], [2]], [1], [1], **PLAIN), "of different names"),
        (lambda: ev.scorecard(["A"], ["x"], [[1], [2]], [1], [1], **PLAIN), "one a unit"),
        (lambda: ev.scorecard(["A", "B"], [], [[1], [2]], [1], [1], **PLAIN), "one a criterion"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.OptionError) as refused:
        ask()
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("hidden", "bounds"),
    [
        ([0], {0: (3, 24)}),
        ([0, 1], {0: (0, 24), 1: (0, 24)}),
        ([None], {None: (21, 25)}),
        ([None, 0], {None: (21, None), 0: (0, None)}),
        ([], {}),
    ],
)
def test_hidden_distinct_counts_follow_from_no_difference(hidden, bounds):
    found = yj.evaluate.audit_distinct([4, 21], 24, hidden)
    assert {place: (one.lower, one.upper) for place, one in found.items()} == bounds


@pytest.mark.parametrize(
    ("parts", "total", "hidden", "message"),
    [
        ([4, 21], 26, [], "from the largest part, 21, to their sum, 25"),
        ([4, 21], 20, [], "from the largest part"),
        ([], 0, [], "from the largest part, 0"),
        ([4, 21], 24, [2], "parts counted from 0"),
        ([-4, 21], 24, [], "parts"),
    ],
)
def test_counts_that_no_sets_have_are_refused(parts, total, hidden, message):
    with pytest.raises(yj.errors.OptionError, match=message):
        yj.evaluate.audit_distinct(parts, total, hidden)
