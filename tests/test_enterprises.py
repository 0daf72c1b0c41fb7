"""The evaluation of enterprises: a campaign by hand, ranks under other households beside NumPy, and what is refused."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
import yijin as yj

ev = yj.evaluate
KEY = b"a key of the tests, 16 bytes or more"
PLAIN = {"normalisation": "min_max", "aggregation": "arithmetic", "missing": "refuse"}
ASKED = {"weights": "equal", **PLAIN, "concentration": 20, "draws": 500, "replicates": 400}

# Each enterprise's communities, and of each community what its households pay, in yuan.
PAID = {
    "甲物业": {"A1": [100, 300], "A2": [200], "A3": [400, 200, 600]},
    "乙物业": {"B1": [50, 50, 50], "B2": [90], "B3": [10, 20]},
    "丙物业": {"C1": [500, 700]},
}
REGISTERED = {"A1": 10, "A2": 10, "A3": 20, "B1": 4, "B2": 4, "B3": 4, "C1": 10}
OWN = """
[[metric]]
id = "participation"
label = { zh = "参与率", en = "participation" }
definition = { zh = "购买家庭占登记户数", en = "Buying households over registered ones." }
unit = "share"
measure = { ratio = ["households_buying", "households_registered"] }

[[metric]]
id = "fair_rate"
label = { zh = "专区占比", en = "share of zones" }
definition = { zh = "专区占市集", en = "Zones over fairs." }
unit = "share"
measure = { ratio = ["zones", "fairs"] }
"""


def campaign(folder: Path) -> yj.Campaign:
    (folder / "own.toml").write_text(yj.Campaign.default().to_toml() + OWN, encoding="utf-8")
    return yj.Campaign.load(folder / "own.toml")


def written(folder: Path, paid: dict[str, dict[str, list[int]]], registered: dict[str, int]) -> yj.Book:
    exports = folder / "exports"
    exports.mkdir()
    projects, ledger = (
        ["社区编号,物业服务企业名称,城市,项目名称,业主户数,参战日期"],
        ["订单编号,下单日期,社区编号,户号,参与方式,产品编号,数量,单位,金额(元),订单状态"],
    )
    for enterprise, communities in paid.items():
        for community, amounts in communities.items():
            projects.append(f"{community},{enterprise},成都市,{community}苑,{registered[community]},2019-05-01")
            ledger += [
                f"{community}-{n},2019-06-0{n % 9 + 1},{community},{community}H{n},平台,P1,2,斤,{yuan},已完成"
                for n, yuan in enumerate(amounts)
            ]
    activities = [
        "活动编号,活动类型,举办日期,物业服务企业",
        "H1,市集,2019-06-01,甲物业",
        "H2,市集,2019-06-02,乙物业",
        "H3,专区,2019-06-01,甲物业",
    ]
    for name, rows in {"projects": projects, "ledger": ledger, "activities": activities}.items():
        (exports / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return yj.open(exports, key=KEY, campaign=campaign(folder))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> yj.Book:
    return written(tmp_path_factory.mktemp("small"), PAID, REGISTERED)


@pytest.fixture(scope="module")
def ranking(small: yj.Book) -> yj.evaluation.EnterpriseRanking:
    return small.evaluate.enterprises({"amount_per_household": 1, "participation": 1, "fairs": 1}, **ASKED)


def test_a_campaign_by_hand(ranking: yj.evaluation.EnterpriseRanking) -> None:
    # 甲 1,800 yuan of 6 homes of 40, one fair; 乙 270 of 6 of 12, one; 丙 1,200 of 2 of 10, none.
    values = {"甲物业": (30_000, 6 / 40, 1), "乙物业": (4_500, 6 / 12, 1), "丙物业": (60_000, 2 / 10, 0)}
    found = {row.name: tuple(row.values.values()) for row in ranking}
    assert found == {name: pytest.approx(row) for name, row in values.items()}
    # On one scale: 甲 25,500 / 55,500, 0, 1; 乙 0, 1, 1; 丙 1, 0.05 / 0.35, 0.
    scores = {"甲物业": (255 / 555 + 0 + 1) / 3, "乙物业": 2 / 3, "丙物业": (1 + 1 / 7) / 3}
    assert {row.name: row.score for row in ranking} == pytest.approx(scores)
    assert [(row.name, row.rank, row.households, row.communities) for row in ranking] == [
        ("乙物业", 1, 6, 3),
        ("甲物业", 2, 6, 3),
        ("丙物业", 3, 2, 1),
    ]
    assert [row.is_working for row in ranking] == [False, False, True]
    assert (ranking.n, ranking.as_of, ranking.least) == (3, "2020-09-30", 5)


def test_each_rank_is_an_estimate_with_two_intervals(ranking: yj.evaluation.EnterpriseRanking) -> None:
    for row in ranking:
        for estimate, interval in ((row.by_weights, row.weights_interval), (row.by_households, row.households_interval)):
            assert (estimate.value, estimate.lower, estimate.upper, estimate.level) == (row.rank, interval.p5, interval.p95, 0.9)
            assert (estimate.n, estimate.clusters, estimate.as_of) == (row.households, row.communities, "2020-09-30")
            assert estimate.definition
    assert "Dirichlet" in ranking["甲物业"].by_weights.method
    assert "cluster bootstrap" in ranking["甲物业"].by_households.method
    assert ranking["丙物业"].by_households.warnings
    assert not ranking["甲物业"].by_households.warnings
    with pytest.raises(KeyError):
        ranking["丁物业"]


def test_the_ranking_says_what_was_chosen_and_what_a_reader_should_know(ranking: yj.evaluation.EnterpriseRanking) -> None:
    chosen = {"weights": "equal", **PLAIN, "concentration": 20, "draws": 500, "replicates": 400, "seed": 0}
    assert ranking.conventions == chosen
    assert [one.is_resampled for one in ranking.criteria] == [True, True, False]
    assert [one.weight for one in ranking.criteria] == pytest.approx([1 / 3] * 3)
    assert any("no sums over communities: large fairs" in text for text in ranking.warnings)
    assert any(text.startswith("1 of 3 enterprises have one community") for text in ranking.warnings)
    assert any(text.startswith("3 of 3 enterprises have fewer than 30") for text in ranking.warnings)
    assert not any("add up to other figures" in text for text in ranking.warnings)


def test_leaving_one_out_is_that_of_the_functions(ranking: yj.evaluation.EnterpriseRanking) -> None:
    matrix = [[30_000, 0.15, 1], [60_000, 0.2, 0], [4_500, 0.5, 1]]
    scaled = ev.normalise(matrix, [1, 1, 1], "min_max")
    for one, expected in zip(ranking.criteria, ev.ranks_without_each(scaled, [1, 1, 1], "arithmetic"), strict=True):
        found = (one.without.spearman, one.without.kendall, one.without.largest_shift)
        assert found == pytest.approx((expected.spearman, expected.kendall, expected.largest_shift))


def mixed(state: int) -> int:
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB % 2**64
    return state ^ (state >> 31)


class Stream:
    """SplitMix64 by its definition, as the library's streams are seeded."""

    def __init__(self, seed: int, number: int) -> None:
        self.state = seed
        self.state = self.next() ^ mixed((number + 1) * 0xD1B54A32D192ED03 % 2**64)

    def next(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        return mixed(self.state)

    def below(self, end: int) -> int:
        return self.next() * end >> 64


def by_numpy(cells: list[np.ndarray], fixed: np.ndarray, weights: np.ndarray, replicates: int, seed: int) -> np.ndarray:
    """Return the ranks of each replicate (a row each) by amount per household, households over registered ones and a fixed value."""
    ranks = []
    for number in range(replicates):
        stream = Stream(seed, number)
        drawn = np.array([own[[stream.below(len(own)) for _ in own]].sum(axis=0) for own in cells])
        matrix = np.column_stack([drawn[:, 0] / drawn[:, 1], drawn[:, 1] / drawn[:, 2], fixed])
        spread = np.ptp(matrix, axis=0)
        scores = (matrix - matrix.min(axis=0)) / np.where(spread > 0, spread, np.inf) @ weights
        ranks.append([1 + (scores > own).sum() + ((scores == own).sum() - 1) / 2 for own in scores])
    return np.array(ranks)


def test_the_same_resamples_in_numpy_give_the_same_intervals(ranking: yj.evaluation.EnterpriseRanking) -> None:
    names = sorted(PAID)
    cells = [
        np.array([[100 * sum(paid), len(paid), REGISTERED[community]] for community, paid in PAID[name].items()], float) for name in names
    ]
    fixed = np.array([{"甲物业": 1, "乙物业": 1, "丙物业": 0}[name] for name in names], float)
    ranks = by_numpy(cells, fixed, np.full(3, 1 / 3), 400, 0)
    for place, name in enumerate(names):
        ours, theirs = ranking[name].households_interval, np.sort(ranks[:, place])
        assert (ours.least, ours.p5, ours.p95, ours.most) == (theirs[0], theirs[19], theirs[379], theirs[-1])
        assert ours.median == np.median(theirs)
        assert (ours.mean, ours.first) == pytest.approx((theirs.mean(), (theirs == 1).mean()))


VALUES = {"A": [9.0, 4.0, 6.0], "B": [5.0, 7.0, 3.0]}


def by_mean(replicates: int, **changed) -> ev.ResampledRanks:
    units = [name for name, values in VALUES.items() for _ in values]
    values = [value for values in VALUES.values() for value in values]
    asked = {**PLAIN, "replicates": replicates, "seed": 4, **changed}
    return ev.resampled_ranks(units, [f"{n}" for n in range(6)], [ev.Criterion("mean", values)], [1], [1], **asked)


def test_drawing_comes_near_every_resample_there_is() -> None:
    sums = {name: [sum(drawn) for drawn in itertools.product(values, repeat=3)] for name, values in VALUES.items()}
    pairs = list(itertools.product(sums["A"], sums["B"]))
    ahead = sum(a > b for a, b in pairs) / len(pairs)
    found = by_mean(40_000)["A"]
    assert found.first == pytest.approx(ahead, abs=4 * (ahead * (1 - ahead) / 40_000) ** 0.5)
    tied = sum(a == b for a, b in pairs) / len(pairs)
    assert found.mean == pytest.approx(2 - ahead - tied / 2, abs=0.01)


def test_a_resample_follows_from_the_seed_alone() -> None:
    one, many = (by_mean(501, threads=threads) for threads in (1, 7))
    assert one == many
    assert one != by_mean(501, seed=5)


def test_every_kind_of_criterion_is_that_of_the_rows() -> None:
    criteria = [
        ev.Criterion("sum", [1, 6, 2, 3]),
        ev.Criterion("mean", [1, 6, 2, 3]),
        ev.Criterion("ratio", [1, 6, 2, 3], [2, 3, 4, 6]),
        ev.Criterion("count"),
        ev.Criterion("fixed", {"B": 8, "A": 7}),
    ]
    found = ev.resampled_ranks(["B", "A", "B", "B"], ["x", "x", "y", "y"], criteria, [1] * 5, [1] * 5, **PLAIN)
    assert found.units == ("A", "B")
    assert found.values == ((6, 6, 2, 1, 7), (6, 2, 0.5, 3, 8))
    assert (found.rows, found.clusters, found.n) == ((1, 3), (1, 2), 4)
    assert found.warnings[0].startswith("1 of 2 units have one community")
    assert found.nowhere == (0, 0)
    assert found.conventions == {"weights": "given", **PLAIN}


def test_rows_without_a_community_are_never_drawn() -> None:
    found = ev.resampled_ranks("AABB", [None, None, "x", "y"], [ev.Criterion("sum", [5, 6, 1, 20])], [1], [1], **PLAIN)
    # A has 11 in every resample; B 2, 21 or 40, and less than A in a quarter of them.
    assert (found.clusters, found.nowhere, found.values) == ((0, 2), (2, 0), ((11.0,), (21.0,)))
    assert found["A"].first == pytest.approx(0.25, abs=0.05)
    assert any(text.startswith("2 rows are of no community") for text in found.warnings)


def test_lines_without_a_community_are_no_community_together(tmp_path: Path) -> None:
    rows = ["订单编号,下单日期,社区编号,物业企业编号,户号,产品编号,数量,金额,订单状态"]
    paid = {"甲物业": {"": [500], "A1": [100], "A2": [300]}, "乙物业": {"B1": [450], "B2": [500]}, "丙物业": {"": [50, 60]}}
    for enterprise, communities in paid.items():
        for community, amounts in communities.items():
            rows += [
                f"{len(rows)}-{n},2019-06-0{n + 1},{community},{enterprise},H{len(rows)}-{n},P1,1,{yuan},已完成"
                for n, yuan in enumerate(amounts)
            ]
    (tmp_path / "ledger.csv").write_text("\n".join(rows), encoding="utf-8")
    found = yj.open(tmp_path, key=KEY).evaluate.enterprises({"amount": 1}, **ASKED)
    assert {row.name: row.communities for row in found} == {"甲物业": 2, "乙物业": 2, "丙物业": 0}
    # 甲 has 500 that are never drawn and 200, 400 or 600; 乙 900, 950 or 1,000: 甲 is first in a quarter, and level in an eighth.
    assert found["甲物业"].households_interval.mean == pytest.approx(1 * 0.25 + 1.5 * 0.125 + 2 * 0.625, abs=0.06)
    assert any(text.endswith("stand in every resample as they are: 2 of 3") for text in found.warnings)
    assert found["丙物业"].by_households.warnings == (
        "made of one community or none: what the enterprise does does not vary in resamples, only what the others do",
    )
    assert found["丙物业"].by_weights.warnings == ()


def test_a_planted_difference_gives_intervals_apart_and_none_gives_wide_ones(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    levels = {"一等": 900, "二等": 500, "三等": 100}

    def paid(level: int) -> dict[str, list[int]]:
        return {f"{level}-{community}": chance.integers(level - 60, level + 60, 8).tolist() for community in range(30)}

    planted = {name: paid(level) for name, level in levels.items()}
    registered = {community: 20 for communities in planted.values() for community in communities}
    asked = {**ASKED, "lang": "zh"}
    rows = written(tmp_path, planted, registered).evaluate.enterprises({"amount_per_household": 1, "mass_unknown_lines": -1}, **asked).rows
    assert [row.name for row in rows] == list(levels)
    assert all(above.by_households.upper < below.by_households.lower for above, below in itertools.pairwise(rows))

    homes = 12 * 30
    units, clusters = [f"U{n % 12:02}" for n in range(homes)], [f"C{n}" for n in range(homes)]
    values = chance.normal(100, 20, homes).tolist()
    found = ev.resampled_ranks(units, clusters, [ev.Criterion("mean", values)], [1], [1], **PLAIN, seed=1)
    widths = [one.p95 - one.p5 for one in found.intervals]
    assert sum(widths) / 12 > 5


def test_a_missing_ratio_is_answered_by_the_rule_and_named(small: yj.Book) -> None:
    criteria = {"amount_per_household": 1, "fair_rate": 1}
    with pytest.raises(yj.errors.OptionError, match="drop_unit, worst or median"):
        small.evaluate.enterprises(criteria, **ASKED)
    dropped = small.evaluate.enterprises(criteria, **{**ASKED, "missing": "drop_unit"})
    assert (dropped.dropped, dropped.n) == (("丙物业",), 2)
    filled = small.evaluate.enterprises(criteria, **{**ASKED, "missing": "worst"})
    assert filled["丙物业"].values["fair_rate"] == 0
    assert any("stood in for: 丙物业 (share of zones)" in text for text in filled.warnings)


@pytest.mark.parametrize("weights", ["entropy_of_values", "entropy_of_normalised", "critic"])
def test_weights_of_the_data_are_those_of_the_functions(small: yj.Book, weights: str) -> None:
    matrix = [[4_500, 0.5], [60_000, 0.2], [30_000, 0.15]]
    scaled = ev.normalise(matrix, [1, 1], "min_max")
    expected = {
        "entropy_of_values": lambda: ev.entropy_weights(matrix)[0],
        "entropy_of_normalised": lambda: ev.entropy_weights(scaled)[0],
        "critic": lambda: ev.critic_weights(scaled),
    }[weights]()
    found = small.evaluate.enterprises({"amount_per_household": 1, "participation": 1}, **{**ASKED, "weights": weights})
    assert [one.weight for one in found.criteria] == pytest.approx(expected)
    assert found.conventions["weights"] == weights


def test_weights_may_be_given_or_judged(small: yj.Book) -> None:
    criteria = {"amount_per_household": 1, "participation": 1}
    given = small.evaluate.enterprises(criteria, **{**ASKED, "weights": {"participation": 1, "amount_per_household": 3}})
    judged = small.evaluate.enterprises(criteria, **{**ASKED, "weights": [[1, 3], [1 / 3, 1]]})
    assert [one.weight for one in given.criteria] == pytest.approx([0.75, 0.25])
    assert [one.weight for one in judged.criteria] == pytest.approx([0.75, 0.25])
    assert (judged.conventions["weights"], judged.conventions["consistency_ratio"]) == ("ahp", pytest.approx(0, abs=1e-9))
    assert [row.households_interval for row in given] == [row.households_interval for row in judged]


def test_households_of_several_communities_are_told_of(book: yj.Book) -> None:
    found = book.evaluate.enterprises({"households_buying": 1, "communities_silent": -1}, **ASKED)
    # H1 buys in C1 and C2: four homes by community, where the enterprise has three until the new year and four in all, five by community.
    assert found["甲物业"].values["households_buying"] == 4
    assert any("buying households (by up to 25.00%)" in text for text in found.warnings)


def test_the_ranking_is_a_table_a_picture_and_a_page_in_both_languages(small: yj.Book, ranking: yj.evaluation.EnterpriseRanking) -> None:
    frame = ranking.to_polars()
    assert frame["enterprise"].to_list() == [row.name for row in ranking]
    assert frame["by_households_p95"].to_list() == [row.by_households.upper for row in ranking]
    assert frame["participation"].to_list() == [row.values["participation"] for row in ranking]
    data = next(iter(ranking.chart().to_dict()["datasets"].values())) if "datasets" in ranking.chart().to_dict() else None
    data = data or ranking.chart().to_dict()["data"]["values"]
    assert len(data) == 6
    chinese = small.evaluate.enterprises({"amount_per_household": 1, "participation": 1, "fairs": 1}, **ASKED, lang="zh")
    for page in (chinese._repr_html_(), chinese.scorecard("丙物业")._repr_html_(), chinese.cards._repr_html_()):
        text = re.sub(r"<style>.*?</style>|<[^>]*>|title=\"[^\"]*\"", " ", page, flags=re.S)
        assert set(re.findall(r"[A-Za-z]{2,}", text)) == set()
        assert 'lang="zh"' in page
    assert "工作表" in chinese._repr_html_()
    assert "丙物业 *" in repr(chinese)
    assert "working table" in ranking._repr_html_()
    assert "min-max" in ranking._repr_html_()
    assert "households: 2, communities: 1" in ranking.scorecard("丙物业")._repr_html_()
    assert (ranking.scorecard("甲物业").as_of, ranking.scorecard("甲物业").rank) == ("2020-09-30", 2)


def test_nothing_to_resample_leaves_no_interval(small: yj.Book) -> None:
    found = small.evaluate.enterprises({"fairs": 1, "zones": 1}, **ASKED)
    assert all(row.by_households is None for row in found)
    assert any("no criterion is a sum over communities" in text for text in found.warnings)
    assert found.to_polars()["by_households_p5"].null_count() == 3


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"criteria": {}}, yj.errors.OptionError, "one or more metrics"),
        ({"criteria": ["fairs"]}, yj.errors.OptionError, "one or more metrics"),
        ({"criteria": {"fairs": 2}}, yj.errors.OptionError, "1 .more is better. or -1"),
        ({"criteria": {"fair": 1}}, yj.errors.UnknownNameError, "did you mean 'fairs'"),
        ({"criteria": {"associations": 1}}, yj.errors.UnknownNameError, "enterprise"),
        ({"criteria": {"relations": 1}}, yj.errors.NeedsTableError, "products"),
        ({"weights": "entropy"}, yj.errors.OptionError, "entropy_of_values"),
        ({"weights": {"fairs": 1}}, yj.errors.OptionError, "a weight for each of amount_per_household, fairs"),
        ({"weights": 3}, yj.errors.OptionError, "a weight for each metric"),
        ({"weights": [[1]]}, yj.errors.OptionError, "judgements of 2 criteria"),
        ({"normalisation": "log"}, yj.errors.OptionError, "as the statistic takes them"),
        ({"aggregation": "mean"}, yj.errors.OptionError, "as the statistic takes them"),
        ({"missing": "zero"}, yj.errors.OptionError, "as the statistic takes them"),
        ({"concentration": 0.5}, yj.errors.OptionError, "from 1 to 1e12"),
        ({"replicates": 0}, yj.errors.OptionError, "for replicates"),
        ({"lang": "fr"}, yj.errors.OptionError, "en or zh"),
        ({"as_of": "2019-01-01"}, yj.errors.OptionError, "a day by which something was bought for as_of, found 2019-01-01"),
    ],
)
def test_what_cannot_be_ranked_is_refused(small: yj.Book, changed: dict, error: type[Exception], said: str) -> None:
    asked = {"criteria": {"amount_per_household": 1, "fairs": 1}, **ASKED, **changed}
    with pytest.raises(error, match=said):
        small.evaluate.enterprises(asked.pop("criteria"), **asked)


def test_judgements_that_contradict_each_other_are_refused(small: yj.Book) -> None:
    criteria = {"amount_per_household": 1, "fairs": 1, "zones": 1}
    with pytest.raises(yj.errors.OptionError, match=r"at most 0\.10"):
        small.evaluate.enterprises(criteria, **{**ASKED, "weights": [[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]]})


def test_no_convention_has_a_default(small: yj.Book) -> None:
    for name in ("weights", "normalisation", "aggregation", "missing", "concentration"):
        asked = {option: value for option, value in ASKED.items() if option != name}
        with pytest.raises(TypeError, match=name):
            small.evaluate.enterprises({"fairs": 1}, **asked)


COUNT = [ev.Criterion("count")]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ev.resampled_ranks(["A", "B"], ["x"], COUNT, [1], [1], **PLAIN), "2 in each column"),
        (lambda: ev.resampled_ranks(["A", "A"], ["x", "y"], COUNT, [1], [1], **PLAIN), "from 2 to 2000"),
        (lambda: ev.resampled_ranks(["A", 1], ["x", "y"], COUNT, [1], [1], **PLAIN), "labels of one kind"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", COUNT, [1], [1, 1], **PLAIN), "one a criterion"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", COUNT, [1, 1], [1], **PLAIN), "or none, for each unit"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("sum", [1, float("nan")])], [1], [1], **PLAIN), "finite"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("sum", [1])], [1], [1], **PLAIN), "2 in each column"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("sum")], [1], [1], **PLAIN), "values, one a row"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("ratio", [1, 2])], [1], [1], **PLAIN), "of a ratio alone"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("median", [1, 2])], [1], [1], **PLAIN), "sum, mean, ratio"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", ["count"], [1], [1], **PLAIN), "a Criterion each"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("fixed", {"A": 1})], [1], [1], **PLAIN), "each of the 2 units"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", [ev.Criterion("fixed", [1, 2])], [1], [1], **PLAIN), "a mapping of unit"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", COUNT, [1], "entropy", **PLAIN), "entropy_of_values"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", COUNT, [1], [1], **PLAIN, replicates=0), "for replicates"),
        (lambda: ev.resampled_ranks(["A", "B"], "xy", COUNT, [1], [1], **PLAIN, threads=0), "for threads"),
    ],
)
def test_what_cannot_be_resampled_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.OptionError) as refused:
        ask()
    assert said in str(refused.value)


def test_results_say_how_many_by_which_method_and_of_what() -> None:
    rows = [[1, 0], [0, 1], [0.5, 0.5]]
    index = ev.composite(rows, [3, 1], "arithmetic")
    assert (index.n, index.method, index.weights, index.warnings) == (3, "arithmetic", (0.75, 0.25), ())
    assert ev.composite(rows, [1, 1], "arithmetic").warnings == (
        "2 of 3 ranks are shared with a unit before: equal scores have the mean of their ranks",
    )
    assert (ev.topsis(rows, [1, 1], [1, 1]).normalisation, ev.closeness(rows, [1, 1]).normalisation) == ("vector", "given")
    drawn = ev.rank_intervals(rows, [1, 1], "arithmetic", concentration=None, draws=50, seed=3)
    assert (drawn.n, drawn.draws, drawn.seed, drawn.concentration, drawn.aggregation, len(drawn[:2])) == (3, 50, 3, None, "arithmetic", 2)
    assert "alike likely" in drawn.definition
    moved = ev.perturbed_ranks(rows, [1, 1], "arithmetic")
    assert (moved.n, moved.factors, moved.method) == (3, (0.5, 1.5), "arithmetic")
    first, _ = ev.ranks_without_each(rows[:2], [1, 1], "arithmetic")
    assert (first.n, first.warnings[0][:14], "criterion 1 of 2" in first.definition) == (2, "no correlation", True)
    contrary = ev.ahp_weights([[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]])
    assert (contrary.n, len(contrary.warnings)) == (3, 1)


def test_a_working_enterprise_is_one_wherever_it_stands(ranking: yj.evaluation.EnterpriseRanking) -> None:
    assert {card.name for card in ranking.cards.units if card.is_working} == {"丙物业"}
    assert ranking.scorecard("丙物业").is_working
    for page in (ranking.scorecard("丙物业")._repr_html_(), ranking.cards._repr_html_()):
        assert "rests on few buying households: working table" in page
    assert "working table" not in ranking.scorecard("甲物业")._repr_html_()
