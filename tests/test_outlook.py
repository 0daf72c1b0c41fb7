"""Attainment and projection of a book, increments and attainments: hand-worked cases, NumPy as the independent way, and what is refused."""

import csv
import datetime
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import yijin as yj
from yijin.errors import NeedsTableError, OptionError

ev = yj.evaluate
KEY = b"a key of the tests, 16 bytes or more"
REACHED = [410, 1120, 1895, 2760, 3410, 4388, 5301]
DEFAULT = yj.Campaign.default()


def opened(folder: Path, new: Iterable[tuple[str, int]], campaign: yj.Campaign = DEFAULT) -> yj.Book:
    """Return a book in which so many new households buy on each of the days."""
    folder.mkdir(exist_ok=True)
    head = ["order_id", "order_date", "household_id", "community_id", "product_id", "quantity", "unit", "amount", "status"]
    homes = [day for day, count in new for _ in range(count)]
    with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [[number, day, f"H{number}", "C1", "P", 1, "斤", 10, "completed"] for number, day in enumerate(homes)]
        csv.writer(file).writerows([head, *rows])
    return yj.open(folder, key=KEY, campaign=campaign)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> yj.Book:
    """Return a book of 40, 30, 26, 18, 15, 9 and 12 new households, 5 more in the gap month, and 8 in the first half of January."""
    new = [("2019-05-07", 40), ("2019-06-01", 30), ("2019-07-31", 26), ("2019-08-02", 18), ("2019-09-03", 15), ("2019-10-09", 9)]
    return opened(tmp_path_factory.mktemp("outlook") / "exports", [*new, ("2019-11-30", 12), ("2019-12-12", 5), ("2020-01-08", 8)])


RUNNING = (40, 70, 96, 114, 129, 138, 150)


def drawn(increments: list[float], reached: float, ahead: int, count: int = 200_000) -> np.ndarray:
    chance = np.random.default_rng(1)
    return reached + chance.choice(increments, (count, ahead)).cumsum(axis=1)


def test_increments_are_those_that_numpy_draws() -> None:
    found = ev.project_increments(REACHED, 9, target=12_500, replicates=200_000, seed=3)
    ways = drawn(np.diff(REACHED).tolist(), REACHED[-1], 9)
    assert (found.n, found.replicates, found.mean) == (6, 200_000, pytest.approx((5301 - 410) / 6))
    for point in found.points:
        ends = ways[:, point.ahead - 1]
        assert point.value == pytest.approx(5301 + point.ahead * (5301 - 410) / 6)
        assert [point.lower, point.upper] == pytest.approx(np.quantile(ends, [0.025, 0.975]).tolist(), abs=12)
        assert point.reach == pytest.approx((ends >= 12_500).mean(), abs=0.006)
    assert found.points[7].reach < found.points[8].reach


def test_two_months_of_three_increments_are_counted_out() -> None:
    ends = sorted(10 + sum(two) for two in product([1, 2, 7], repeat=2))
    found = ev.project_increments([0, 1, 3, 10], 2, target=18, replicates=100_000)
    assert found.points[1].reach == pytest.approx(sum(end >= 18 for end in ends) / 9, abs=0.006)
    assert (found.points[1].lower, found.points[1].upper) == (ends[0], ends[-1])
    assert [point.reach for point in ev.project_increments([0, 1, 3, 10], 2).points] == [None, None]


def test_the_last_increments_alone_are_drawn_where_asked_for() -> None:
    slowing = [100, 150, 180, 195, 200, 204, 207]
    found = ev.project_increments(slowing, 3, last=3)
    assert found.points[2].value == 207 + 5 + 4 + 3
    assert found == ev.project_increments([191, *slowing[3:]], 3, last=3)
    assert found.points[2].upper <= 207 + 15
    assert ev.project_increments(slowing, 3).points[2].value > found.points[2].upper


def test_one_seed_is_one_result_and_few_increments_are_said_to_be() -> None:
    one = ev.project_increments(REACHED, 5, seed=2**64 - 1, replicates=500)
    assert one == ev.project_increments(np.array(REACHED), 5, seed=2**64 - 1, replicates=500)
    assert one != ev.project_increments(REACHED, 5, seed=0, replicates=500)
    assert one.warnings[1].startswith("6 increments:")
    assert len(ev.project_increments(np.arange(13) ** 2, 1).warnings) == 1
    assert len(ev.project_increments(np.arange(12) ** 2, 1).warnings) == 2


def test_a_line_is_tested_through_its_last_values() -> None:
    found = ev.back_test(REACHED, 2, 4, last=3)
    for place, test in enumerate(found.tests):
        line = ev.project(range(place + 1, place + 4), REACHED[place + 1 : place + 4], [place + 5]).points[0]
        assert (test.place, test.actual) == (place + 5, REACHED[place + 5])
        assert [test.value, test.lower, test.upper] == pytest.approx([line.value, line.lower, line.upper])


def test_increments_are_tested_as_they_would_have_been_drawn() -> None:
    found = ev.back_test(REACHED, 2, 5, method="increments", seed=7, replicates=900)
    for known, test in enumerate(found.tests, 5):
        then = ev.project_increments(REACHED[:known], 2, seed=7, replicates=900).points[1]
        assert (test.value, test.lower, test.upper) == (then.value, then.lower, then.upper)
    assert found.hits == sum(test.lower <= test.actual <= test.upper for test in found.tests)
    assert found.held == found.hits / len(found.tests)


def test_a_back_test_says_on_which_side_all_of_it_was() -> None:
    assert ev.back_test(np.sqrt(range(1, 12)), 1, 4).side == "high"
    assert ev.back_test(np.arange(11) ** 2, 1, 4).side == "low"
    assert ev.back_test([0, 1] * 6, 1, 4).side is None


def test_attainments_are_capped_before_their_mean() -> None:
    found = ev.attainments(np.array([1.0, 5.0, 0.5]), [2, 2, 1])
    assert (found.each, found.mean, found.capped_mean) == ((0.5, 2.5, 0.5), pytest.approx(3.5 / 3), pytest.approx(2 / 3))
    assert (found.worst, found.worst_place, found.n) == (0.5, 0, 3)
    assert repr(ev.attainments([1], [2], lang="zh")) == "1项目标的完成率：平均 50.00%、封顶平均 50.00%、最低 50.00%"


def test_a_book_stands_where_its_headline_and_the_months_of_its_stages_say(book: yj.Book) -> None:
    found = book.evaluate.attainment(as_of="2019-11-30")
    homes = found["households"]
    assert (homes.actual.value, homes.actual.lower, homes.actual.upper, homes.actual.method) == (150, 150, 150, "exact_count")
    assert (homes.actual.n, homes.actual.as_of, homes.met, homes.target) == (150, "2019-11-30", False, 1_000_000)
    assert homes.pace == ev.attainment(150, 1_000_000, as_of="2019-11-30", periods=DEFAULT.stages)
    assert (homes.pace.months_elapsed, homes.pace.months_left, homes.pace.required_per_month) == (7, 9, pytest.approx(999_850 / 9))
    assert found.three == ev.attainments([1, 150], [10_000, 1_000_000])
    frame = found.to_polars()
    assert frame["metric"].to_list() == list(DEFAULT.targets)
    assert frame["actual"].to_list() == [1, 150, None, None, None]
    assert frame["remaining"].to_list()[:2] == [9_999, 999_850]
    assert "needs products" in found["custom_products"].warnings[0]
    # The gap month brings no month, and at the end there is none left.
    assert book.evaluate.attainment(as_of=datetime.date(2019, 12, 20))["households"].pace.months_left == 9
    assert book.evaluate.attainment()["households"].pace.required_per_month is None
    with pytest.raises(OptionError, match="in or after the first"):
        book.evaluate.attainment(as_of="2019-04-30")


def half_november() -> yj.Campaign:
    """Return a campaign whose stage 2 ends in the middle of November."""
    return yj.Campaign.parse(DEFAULT.to_toml().replace('end = "2019-11-30"', 'end = "2019-11-15"'))


def test_a_month_is_over_with_its_last_day_in_a_stage_wherever_months_are_asked_for(tmp_path: Path) -> None:
    new = [
        ("2019-07-02", 5),
        ("2019-08-02", 9),
        ("2019-09-03", 7),
        ("2019-10-09", 6),
        ("2019-11-15", 4),
        ("2019-11-16", 3),
        ("2019-12-02", 1),
    ]
    book = opened(tmp_path / "exports", [*new, ("2020-01-31", 2)], half_november())
    ask = {"as_of": "2019-11-20"}
    counted = dict(book.evaluate.projection("households", **ask).counted)
    assert list(counted.items())[-2:] == [("2019-10", 27), ("2019-11", 31)]
    churn = {row.month: row for row in book.evaluate.loyalty(**ask).churn}
    assert list(churn) == list(counted)
    assert [sum(row.new for row in churn.values()), churn["2019-11"].new] == [31, 4]
    assert (churn["2019-10"].absent, churn["2019-11"].absent) == (6, None)
    assert book.evaluate.projection("households", **ask).points[0].month == "2020-01"
    pace = book.evaluate.attainment(**ask)["households"].pace
    assert (pace.months_elapsed, pace.months_left) == (7, 9)
    # A running count has what came between the stages with January; nobody is a buyer of January by it.
    later = {"as_of": "2020-02-29"}
    assert book.evaluate.projection("households", **later).counted[7] == ("2020-01", 37)
    assert {row.month: row.new for row in book.evaluate.loyalty(**later).churn}["2020-01"] == 2
    one = ev.attainment(3, 10, as_of="2019-11-08", periods=book.campaign.stages)
    assert (one.months_elapsed, one.months_elapsed + one.months_left) == (pytest.approx(6 + 8 / 15), 16)


def test_a_running_count_in_a_gap_says_what_came_since(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-12-20")
    assert found.counted[-1] == ("2019-11", 150)
    said = "what came since the last campaign month counts with 2020-01, which has not begun by 2019-12-20"
    assert f"{said}, and is left out of the fit: 155 at that day" in found.warnings
    assert not any("what came since" in text for text in book.evaluate.projection("households", as_of="2019-11-30").warnings)
    assert any("计入2020-01" in text for text in book.evaluate.projection("households", as_of="2019-12-20", lang="zh").warnings)


def test_standing_is_shown_in_both_languages(book: yj.Book) -> None:
    english, chinese = (book.evaluate.attainment(as_of="2019-11-30", lang=lang) for lang in ("en", "zh"))
    assert "campaign months over: 7; left: 9" in repr(english)
    assert all(text in repr(chinese) for text in ("参与购买的家庭", "活动月份：已过7，剩余9", "封顶平均", "无法计算：缺少产品目录"))
    assert 'lang="zh"' in chinese._repr_html_()
    with pytest.raises(KeyError, match="did you mean 'households'"):
        english["household"]


def test_a_campaign_without_a_target_has_no_attainment_of_it(tmp_path: Path) -> None:
    text = DEFAULT.to_toml()
    start = text.index("[targets.communities]") if "[targets.communities]" in text else text.index("[targets]")
    without = yj.Campaign.parse(text[:start] + text[text.index("[policy") :])
    found = opened(tmp_path / "exports", [("2019-05-07", 2)], without).evaluate.attainment()
    assert (found.three, found["households"].actual.value, found["households"].pace) == (None, 2, None)
    assert found["households"].warnings == ("the campaign has no target for it",)


def test_a_line_is_that_of_numpy_through_the_months_that_are_over(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-11-30", target=200)
    assert tuple(value for _, value in found.counted) == RUNNING
    months = [point.month for point in found.points]
    assert (months[0], months[-1], len(months)) == ("2020-01", "2020-09", 9)
    slope, intercept = np.polyfit(range(1, 8), RUNNING, 1)
    assert [one.estimate.value for one in found.points] == pytest.approx([intercept + slope * place for place in range(8, 17)])
    said = ev.project(range(1, 8), RUNNING, [8], target=200)
    assert found.points[0].chance == said.reach
    assert (found.points[0].estimate.lower, found.points[0].estimate.n) == (said.points[0].lower, 7)
    assert found.chance == found.points[-1].chance > 0.99
    last = book.evaluate.projection("households", as_of="2019-11-30", last=3, to="2020-02")
    slope, intercept = np.polyfit([5, 6, 7], RUNNING[4:], 1)
    assert [one.estimate.value for one in last.points] == pytest.approx([intercept + slope * 8, intercept + slope * 9])
    assert (last.target, last.chance) == (1_000_000, pytest.approx(0, abs=1e-6))


def test_increments_of_a_book_are_those_of_its_running_count(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-11-30", target=200, method="increments", last=4, seed=5, level=0.9)
    said = ev.project_increments(RUNNING, 9, target=200, last=4, seed=5, level=0.9)
    assert [(one.estimate.value, one.estimate.lower, one.estimate.upper, one.chance) for one in found.points] == [
        (one.value, one.lower, one.upper, one.reach) for one in said.points
    ]
    assert {(one.estimate.n, one.estimate.level, one.estimate.method, one.estimate.as_of) for one in found.points} == {
        (4, 0.9, "increments_percentile", "2019-11-30")
    }
    assert found.warnings[0] == said.warnings[0]
    assert any(warning.startswith("4 increments:") for warning in found.warnings)
    assert found.back_test is None
    assert "too few months for a back test" in found.warnings


def test_the_back_test_is_that_of_the_earlier_months(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-11-30")
    assert found.horizon == 1
    assert found.back_test == ev.back_test(RUNNING, 1, 4)
    assert "back test (months ahead: 1): " in repr(found)
    assert any("every earlier projection was too high" in warning for warning in found.warnings)


def test_a_month_that_has_only_begun_is_left_out_and_the_gap_counts_with_the_next(book: yj.Book) -> None:
    half, whole = (book.evaluate.projection("households", as_of=day) for day in ("2020-01-15", "2020-01-31"))
    assert (half.counted[-1], half.points[0].month) == (("2019-11", 150), "2020-01")
    assert "2020-01 has only begun by 2020-01-15 and is left out of the fit: 163 at that day" in half.warnings
    assert (whole.counted[-1], whole.points[0].month) == (("2020-01", 163), "2020-02")
    gap = book.evaluate.projection("households", as_of="2019-12-20")
    assert gap.counted == half.counted
    assert not any("only begun" in warning for warning in (*gap.warnings, *whole.warnings))


def test_months_without_a_line_are_doubted(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2020-03-31")
    assert [value for _, value in found.counted][-3:] == [163, 163, 163]
    assert "no line qualifies in 2020-02, 2020-03: is the ledger complete up to 2020-03-31?" in found.warnings


def test_months_before_the_first_purchase_are_0_and_parts_of_months_are_named(tmp_path: Path) -> None:
    campaign = yj.Campaign.parse(DEFAULT.to_toml().replace('start = "2019-05-01"', 'start = "2019-05-16"'))
    late = opened(tmp_path / "exports", [("2019-07-01", 3), ("2019-08-01", 2)], campaign)
    found = late.evaluate.projection("households", as_of="2019-08-31")
    assert found.counted == (("2019-05", 0), ("2019-06", 0), ("2019-07", 3), ("2019-08", 5))
    assert "2019-05 lies in the campaign only in part and is taken as a whole month" in found.warnings


def grown(folder: Path, running: list[int]) -> yj.Book:
    """Return a book whose households at the ends of the first seven months are these."""
    days = [f"2019-{month:02}-15" for month in range(5, 12)]
    return opened(folder, list(zip(days, np.diff([0, *running]).tolist(), strict=True)))


def test_a_logistic_curve_goes_on_where_its_turn_was_seen_and_is_refused_before(tmp_path: Path) -> None:
    months = np.arange(1, 17)
    curve = 1_000 / (1 + np.exp(4.8 - 0.8 * months))
    book = grown(tmp_path / "exports", curve[:7].round().astype(int).tolist())
    found = book.evaluate.projection("households", as_of="2019-11-30", method="logistic")
    assert [one.estimate.value for one in found.points] == pytest.approx(curve[7:].tolist(), rel=0.01)
    assert {(one.estimate.lower, one.estimate.upper, one.chance) for one in found.points} == {(None, None, None)}
    assert "a curve has no back test" in found.warnings
    with pytest.raises(OptionError, match="the ceiling cannot be known yet"):
        book.evaluate.projection("households", as_of="2019-09-30", method="logistic")
    with pytest.raises(OptionError, match="None with a curve"):
        book.evaluate.projection("households", as_of="2019-11-30", method="logistic", last=5)


def test_a_ceiling_that_is_uncertain_is_said_to_be_in_its_language(tmp_path: Path) -> None:
    days = [*(f"2019-{month:02}-15" for month in range(5, 12)), "2020-01-15", "2020-02-15"]
    new = np.diff([0, 60, 180, 300, 800, 1200, 2500, 3300, 5300, 5900]).tolist()
    book = opened(tmp_path / "exports", list(zip(days, new, strict=True)))
    english, chinese = (
        book.evaluate.projection("households", as_of="2020-02-29", method="logistic", lang=lang).warnings for lang in ("en", "zh")
    )
    part = ev.logistic(range(1, 10), np.cumsum(new)).uncertain
    assert part > 0.1
    assert f"the ceiling is uncertain: its standard error is {100 * part:.0f} % of it" in english
    assert f"上限不确定：其标准误为上限的{100 * part:.0f}%" in chinese
    assert ev.logistic(range(1, 11), [60, 150, 340, 700, 1310, 2230, 3480, 4870, 6270, 7480]).uncertain is None


def test_gompertz_and_bass_go_on_as_their_formulas_say(tmp_path: Path) -> None:
    months = np.arange(1, 17)
    book = grown(tmp_path / "exports", (900 * np.exp(-np.exp(0.6 * (4 - months[:7])))).round().astype(int).tolist())
    ask = {"as_of": "2019-11-30"}
    running = [value for _, value in book.evaluate.projection("households", **ask).counted]
    found = book.evaluate.projection("households", method="gompertz", **ask)
    a, b, c = ev.gompertz(range(1, 8), running).parameters
    assert [one.estimate.value for one in found.points] == pytest.approx((a * np.exp(-b * np.exp(-c * months[7:]))).tolist())
    found = book.evaluate.projection("households", method="bass", **ask)
    model = ev.bass(np.diff([0, *running]))
    left = np.exp(-(model.p + model.q) * months[7:])
    assert [one.estimate.value for one in found.points] == pytest.approx((model.m * (1 - left) / (1 + model.q / model.p * left)).tolist())


def test_an_outlook_goes_to_polars_to_html_and_to_a_picture(book: yj.Book) -> None:
    english, chinese = (
        book.evaluate.projection("households", as_of="2019-11-30", method="increments", target=200, lang=lang) for lang in ("en", "zh")
    )
    frame = english.to_polars()
    assert frame.filter(kind="counted")["value"].to_list() == list(RUNNING)
    assert frame.filter(kind="projected")["upper"].to_list() == [one.estimate.upper for one in english.points]
    assert frame["as_of"].unique().to_list() == ["2019-11-30"]
    assert english.title == "households that bought: monthly increments drawn again, as of 2019-11-30"
    assert "达到200的概率" in chinese._repr_html_()
    assert "6个月增量" in repr(chinese)
    for found, words in ((english, ("counted", "projected", "target 200")), (chinese, ("实际累计", "预测", "目标 200", "参与购买的家庭"))):
        spec = str(found.chart().to_dict())
        assert all(word in spec for word in words)
        assert {layer["mark"]["type"] for layer in found.chart().to_dict()["layer"]} == {"area", "line", "point", "rule", "text"}


def test_a_target_far_above_is_named_and_does_not_flatten_the_picture(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-11-30")
    spec = found.chart().to_dict()
    assert "chance to reach 1,000,000" in repr(found)
    assert spec["title"]["subtitle"] == ["target 1,000,000: above the picture"]
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["area", "line", "point"]


REFUSED = [
    (lambda _: ev.project_increments([1, 2, 3], 1), "at least four"),
    (lambda _: ev.project_increments([1, 2, 3, float("nan")], 1), "finite numbers"),
    (lambda _: ev.project_increments(REACHED, 0), "from 1 to 1000"),
    (lambda _: ev.project_increments(REACHED, 1, last=2), "from 3"),
    (lambda _: ev.project_increments(REACHED, 1, last=7), "the 6 increments there are"),
    (lambda _: ev.project_increments(REACHED, 1, replicates=1), "from 2"),
    (lambda _: ev.project_increments(REACHED, 1000, replicates=1_000_000), "100000000 draws"),
    (lambda _: ev.project_increments(REACHED, 1, seed=-1), "from 0"),
    (lambda _: ev.project_increments(REACHED, 1, level=0), "between 0 and 1"),
    (lambda _: ev.project_increments(REACHED, 1, target="many"), "numbers for target"),
    (lambda _: ev.back_test(REACHED, 1, 4, method="increment"), "did you mean 'increments'?"),
    (lambda _: ev.back_test(REACHED, 1, 3, method="increments"), "at least 4"),
    (lambda _: ev.back_test(REACHED, 1, 4, last=5), "at least 5"),
    (lambda _: ev.back_test(range(3000), 1, 4, method="increments", replicates=100_000), "100000000 draws"),
    (lambda _: ev.back_test(range(5001), 1, 4), "at most 5000"),
    (lambda _: ev.attainments([], []), "at least one"),
    (lambda _: ev.attainments([1], [0]), "above 0"),
    (lambda _: ev.attainments([-1], [1]), "0 or more"),
    (lambda _: ev.attainments([None], [1]), "numbers for values"),
    (lambda _: ev.attainments([1, 2], [1]), "as many as values"),
    (lambda _: ev.attainments([1e308], [1e-308]), "finite numbers"),
    (lambda book: book.evaluate.projection("household", as_of="2019-11-30"), "did you mean 'households'?"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", method="lines"), "did you mean 'line'?"),
    (lambda book: book.evaluate.projection("households"), "before the last month of the campaign is over"),
    (lambda book: book.evaluate.projection("households", as_of="2019-06-30"), "at least 3 months"),
    (lambda book: book.evaluate.projection("households", as_of="2019-07-31", method="increments"), "at least 4 months"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", to="2019-12"), "from 2020-01 to 2020-09 for to"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", to="2019-11"), "from 2020-01"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", to=3), "a month YYYY-MM"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", last=8), "at most the 7 months"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", last=2), "from 3"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", target="all"), "numbers for target"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", level=1), "between 0 and 1"),
    (lambda book: book.evaluate.projection("households", as_of="2019-11-30", lang="fr"), "en or zh"),
]


@pytest.mark.parametrize(("ask", "said"), REFUSED)
def test_what_makes_no_sense_is_refused(book: yj.Book, ask, said: str) -> None:
    with pytest.raises(OptionError) as caught:
        ask(book)
    assert said in str(caught.value)


def test_a_metric_without_its_table_is_not_projected(book: yj.Book) -> None:
    with pytest.raises(NeedsTableError, match="which needs products"):
        book.evaluate.projection("custom_products", as_of="2019-11-30")


def test_a_projection_below_what_is_reached_says_so(tmp_path: Path) -> None:
    leap = grown(tmp_path / "exports", [1, 2, 3, 4, 5, 6, 66])
    found = leap.evaluate.projection("households", as_of="2019-11-30", to="2020-01")
    assert found.points[0].estimate.value < 66
    assert "the projection is below what is reached already, 66" in found.warnings
    assert "预测低于已达到的66" in leap.evaluate.projection("households", as_of="2019-11-30", to="2020-01", lang="zh").warnings


def test_a_flat_count_has_no_chance_and_an_unverified_one_says_so(book: yj.Book) -> None:
    found = book.evaluate.projection("communities", as_of="2019-11-30", target=2)
    assert [(one.estimate.value, one.estimate.lower, one.chance) for one in found.points] == [(1, 1, None)] * 9
    assert "unverified: no register was given" in found.warnings
    assert found.notes()[-1].startswith("Working table")
    drawn = book.evaluate.projection("communities", as_of="2019-11-30", target=2, method="increments")
    assert {(one.estimate.upper, one.chance) for one in drawn.points} == {(1, 0)}


def test_a_month_to_project_to_may_be_a_day(book: yj.Book) -> None:
    found = book.evaluate.projection("households", as_of="2019-11-30", to=datetime.date(2020, 2, 29))
    assert [one.month for one in found.points] == ["2020-01", "2020-02"]
