"""The pitfalls of evaluation, each with rows that can be counted by eye and the answer that is right."""

import csv
import datetime
import json
import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest
import yijin as yj
from yijin.errors import HeaderError, NotAdditiveError, OptionError
from yijin.summary._guard import guard
from yijin.summary._source import Source

KEY = b"a key of the tests, 16 bytes or more"
USUAL = {"product_id": "P", "quantity": "1", "unit": "斤", "amount": "10", "status": "completed"}
CASES = json.loads((Path(__file__).parent / "golden" / "evaluate" / "cases.json").read_text(encoding="utf-8"))["cases"]
ev = yj.evaluate


def purchases(columns: str, rows: Sequence[str]) -> str:
    """Return a ledger of rows under these columns; an order number and the usual values stand where a column is not given."""
    names = columns.split()
    added = {name: value for name, value in USUAL.items() if name not in names}
    numbered = [row if "order_id" in names else f"{row} {number}" for number, row in enumerate(rows, 1)]
    head = " ".join([columns, *([] if "order_id" in names else ["order_id"]), *added])
    return "\n".join([head, *(" ".join([row, *added.values()]) for row in numbered)])


def book(folder: Path, **tables: str) -> yj.Book:
    """Return a book of tables written as texts, the header first; ``-`` is a missing value."""
    folder.mkdir(exist_ok=True)
    for table, text in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["" if cell == "-" else cell for cell in row.split()] for row in text.strip().splitlines()])
    return yj.open(folder, key=KEY)


def ledger(folder: Path, columns: str, *rows: str, **tables: str) -> yj.Book:
    return book(folder, ledger=purchases(columns, rows), **tables)


def counted(headline: yj.Headline, metric: str = "households") -> dict:
    return {next(iter(row.by.values())): getattr(row, metric).value for row in headline.rows}


def measured(result: yj.MetricResult) -> dict:
    return {next(iter(row.by.values())): row.value for row in result.rows}


def case(id: str) -> dict:
    return next(one for one in CASES if one["id"] == id)


def test_p01_households_over_stages_are_counted_not_added(tmp_path: Path) -> None:
    opened = ledger(
        tmp_path, "order_date household_id", "2019-05-01 H1", "2019-09-01 H1", "2019-09-02 H2", "2020-01-01 H3", "2020-01-02 H1"
    )
    assert counted(opened.headline(by="stage")) == {"1": 1, "2": 2, "3": 2}
    assert counted(opened.headline(by="stage", cumulative=True)) == {"1": 1, "2": 2, "3": 3}
    new = opened.metric("new_households", by="stage")
    assert (measured(new), new.total()) == ({"1": 1, "2": 1, "3": 1}, 3)
    with pytest.raises(TypeError, match="they do not add up"):
        opened.headline(by="stage")["households"]
    with pytest.raises(NotAdditiveError, match="without by= counts the total"):
        opened.metric("households_buying", by="stage").total()


def test_p02_households_over_associations_are_counted_not_added(tmp_path: Path) -> None:
    projects = "community_id association_id enterprise_id city name\nC1 A1 E 成都市 甲苑\nC2 A2 E 成都市 乙苑"
    rows = ("2019-05-01 C1 H1", "2019-05-02 C1 H2", "2019-06-01 C2 H1", "2019-06-02 C2 H3")
    opened = ledger(tmp_path, "order_date community_id household_id", *rows, projects=projects)
    assert counted(opened.headline(by="association")) == {"A1": 2, "A2": 2}
    assert opened.headline()["households"].value == 3
    with pytest.raises(NotAdditiveError, match="over association"):
        opened.metric("households_buying", by="association").total()


def test_p03_a_poor_household_helped_both_ways_is_direct_and_counts_once(tmp_path: Path) -> None:
    opened = ledger(
        tmp_path,
        "order_date supplier_id",
        *("2019-05-01 S1", "2019-05-02 S1", "2019-05-03 S2", "2019-05-04 S3"),
        suppliers="supplier_id name kind\nS1 甲社 合作社\nS2 乙社 合作社\nS3 丙社 合作社",
        poor_households="poor_household_id county\n" + "\n".join(f"P{number} 四川省昭觉县" for number in range(1, 5)),
        benefit_links="""supplier_id poor_household_id mechanism
            S1 P1 sale\nS1 P2 sale\nS2 P2 employment\nS2 P3 employment\nS3 P3 dividend\nS3 P4 dividend""",
    )
    # The headline's indirect ones are less those helped directly: the two make the union in one scope, and not over suppliers.
    direct, indirect = (opened.headline()[f"{way}_poor_households"].value for way in ("direct", "indirect"))
    assert (direct, indirect, direct + indirect) == (2, 2, 4)
    assert opened.headline(where={"supplier": ["S2", "S3"]})["indirect_poor_households"].value == 3
    assert counted(opened.headline(by="supplier"), "indirect_poor_households") == {"S1": 0, "S2": 2, "S3": 2}
    union = {"union": {"direct": ["sale", "employment", "dividend"], "indirect": []}}
    assert [one.row.direct_poor_households.value for one in opened.sensitivity(union)] == [2, 4]


def test_p04_declared_households_count_once_per_supplier_and_missing_is_not_0(tmp_path: Path) -> None:
    rows = ("2019-05-01 S1", "2019-05-02 S1", "2019-05-03 S1", "2019-05-04 S2", "2019-05-05 S3")
    suppliers = "supplier_id name kind declared_direct\nS1 甲社 合作社 120\nS2 乙社 合作社 40\nS3 丙社 合作社 -"
    opened = ledger(tmp_path, "order_date supplier_id", *rows, suppliers=suppliers)
    assert opened.headline().rows[0].lines == 5
    assert opened.metric("declared_direct").value == 160
    assert opened.metric("declared_direct", where={"supplier": "S3"}).value is None


def test_p05_a_late_arrival_counts_in_the_stage_of_its_purchase(tmp_path: Path) -> None:
    in_time = [f"2019-08-01 H{number}" for number in range(10)]
    # A row has no day of arrival: what was known on a day is what the exports of that day hold, and their hashes tell them apart.
    printed = ledger(tmp_path / "31_august", "order_date household_id", *in_time)
    today = ledger(tmp_path / "20_september", "order_date household_id", *in_time, "2019-08-30 H10")
    answers = [one.headline(as_of="2019-08-31") for one in (printed, today)]
    assert [(one.as_of, one["households"].value) for one in answers] == [("2019-08-31", 10), ("2019-08-31", 11)]
    assert printed.inputs[0].sha256 != today.inputs[0].sha256


def test_p06_a_line_sent_again_is_not_added_up_and_the_newest_exports_or_a_refund_correct_it(tmp_path: Path) -> None:
    columns = "order_id order_date household_id amount status"
    first, second, void = ("R1 2019-08-01 H1 10 completed", "R1 2019-08-01 H1 8 completed", "R1 2019-08-01 H1 0 cancelled")

    def figures(opened: yj.Book, as_of: str = "2020-09-30") -> tuple[int | None, int]:
        row = opened.headline(as_of=as_of).rows[0]
        return row.amount_fen, row.households.value

    # Exports have no number of a revision: of one line in two sayings the first by file and row stays, and they are never added up.
    for name, rows in (("both", (first, second)), ("three", (first, second, void))):
        opened = ledger(tmp_path / name, columns, *rows)
        assert figures(opened) == (1000, 1)
        account = opened.quality.accounting["ledger"]
        assert (account["superseded"], account["set_aside"]) == (0, {"conflicting_line": len(rows) - 1})
    # What corrects a line is the newest exports in the place of the old, or a refund of the rest.
    assert figures(ledger(tmp_path / "newest", columns, second)) == (800, 1)
    refunds = ("R1 2019-08-01 H1 10 completed 1 -", "R2 2019-09-01 H1 -2 completed 0.2 R1")
    corrected = ledger(tmp_path / "refund", f"{columns} quantity refund_of", *refunds)
    assert [figures(corrected, as_of) for as_of in ("2019-08-31", "2019-09-30")] == [(1000, 1), (800, 1)]
    # A line that is void takes its household out: a cumulative count may fall.
    assert figures(ledger(tmp_path / "void", columns, void)) == (0, 0)
    whole = ledger(tmp_path / "whole", f"{columns} quantity refund_of", refunds[0], "R2 2019-09-01 H1 -10 completed 1 R1")
    assert [figures(whole, as_of)[1] for as_of in ("2019-08-31", "2019-09-30")] == [1, 0]


def test_p07_a_refund_over_a_boundary_follows_its_purchase(tmp_path: Path) -> None:
    columns = "order_id order_date household_id quantity amount refund_of"
    rows = ("1 2019-08-25 H1 3 300 -", "2 2019-09-03 H1 -3 -300 1", "3 2019-09-05 H2 2 200 -")
    opened = ledger(tmp_path, columns, *rows)
    stages = {
        as_of: {row.by["stage"]: (row.households.value, row.amount_fen) for row in opened.headline(by="stage", as_of=as_of).rows}
        for as_of in ("2019-08-31", "2020-09-30")
    }
    # Once all of a stage is given back no line of it qualifies, and it has no row.
    assert stages == {"2019-08-31": {"1": (1, 30000)}, "2020-09-30": {"2": (1, 20000)}}
    total = opened.headline(where={"stage": 1}).rows[0]
    assert (total.households.value, total.amount_fen) == (0, 0)
    with pytest.raises(OptionError, match="0 or more"):
        ev.gini([300, -100])


def test_p08_december_2019_is_between_the_stages(tmp_path: Path) -> None:
    rows = ("2019-08-01 H1", "2019-12-12 H9", "2020-03-01 H2", "2020-10-01 H3", "2019-04-30 H4")
    opened = ledger(tmp_path, "order_date household_id", *rows)
    assert counted(opened.headline(by="stage")) == {"1": 1, "3": 1, None: 1}
    assert opened.headline(where={"stage": [1, 2, 3]})["households"].value == 2
    # Cumulative figures include it.
    assert opened.headline()["households"].value == 3
    assert opened.quality.accounting["ledger"]["outside_campaign"] == 2


def test_p09_the_gap_month_does_not_break_a_relation(tmp_path: Path) -> None:
    products = "product_id name custom origin_county\nP 核桃 否 四川省昭觉县"
    opened = ledger(tmp_path, "order_date enterprise_id", "2019-10-05 E1", "2019-11-05 E1", "2020-01-05 E1", products=products)
    # A relation is long-term by its distinct months, not by a run of them, and consecutive by the stages.
    (relation,) = opened.table("relations").to_polars().to_dicts()
    assert (relation["months"], relation["stages"], relation["first_month"], relation["last_month"]) == (3, 2, "2019-10", "2020-01")
    assert opened.metric("long_term_relations").value == opened.metric("long_term_relations_consecutive").value == 1


def test_p10_an_instant_is_of_the_day_in_china_and_a_bare_date_is_not_shifted(tmp_path: Path) -> None:
    rows = ("2019-08-31T16:30:00Z H1", "2019-08-31 H2", "2019-08-31T15:59:59Z H3")
    opened = ledger(tmp_path, "order_date household_id", *rows)
    assert counted(opened.headline(by="day")) == {"2019-08-31": 2, "2019-09-01": 1}
    assert counted(opened.headline(by="stage")) == {"1": 2, "2": 1}


def test_p11_units_are_converted_and_a_box_of_unknown_weight_is_no_number(tmp_path: Path) -> None:
    rows = (
        "2019-05-01 P 4 斤 12,000元",
        "2019-05-02 P 2 公斤 1.2万元",
        "2019-05-03 P 1 箱 0",
        "2019-05-04 Q 2 盒 0",
        "2019-05-05 R 1 箱 0",
    )
    # The weights stand in the specification of the product, 规格.
    products = "product_id name custom 规格\nP 大米 否 10斤/箱\nQ 木耳 否 500g×2袋\nR 礼品 否 -"
    opened = ledger(tmp_path, "order_date product_id quantity unit amount", *rows, products=products)
    found = {row.by["product"]: (row.mass_g, row.mass_unknown_lines, row.amount_fen) for row in opened.headline(by="product").rows}
    assert found == {"P": (9_000, 0, 2_400_000), "Q": (2_000, 0, 0), "R": (0, 1, 0)}
    assert opened.quality.flags["mass_unknown"] == 1


def test_p12_covered_is_not_buying(tmp_path: Path) -> None:
    projects = "community_id enterprise_id city name households\nC1 E1 成都市 甲苑 1003\nC2 E1 成都市 乙苑 -"
    first, again = ([f"{day} C1 H{number}" for number in range(count)] for day, count in (("2019-05-03", 37), ("2019-06-03", 12)))
    opened = ledger(tmp_path, "order_date community_id household_id", *first, *again, projects=projects)
    metrics = ("households_covered", "households_buying", "households_returning", "communities_joined", "communities_active")
    assert [opened.metric(metric).value for metric in metrics] == [1003, 37, 12, 2, 1]


def test_p13_a_rate_is_pooled_not_averaged(tmp_path: Path) -> None:
    # One jin: 1 of 2 households of C1, 30 of 300 of C2; the others buy half of it.
    small = [f"2019-05-01 C1 A{number} {500 if number < 1 else 250} 克" for number in range(2)]
    large = [f"2019-05-01 C2 B{number} {500 if number < 30 else 250} 克" for number in range(300)]
    opened = ledger(tmp_path, "order_date community_id household_id quantity unit", *small, *large)
    rates = opened.metric("one_jin_share", by="community")
    assert measured(rates) == {"C1": 0.5, "C2": 0.1}
    assert opened.metric("one_jin_share").value == ev.share(31, 302).value == 31 / 302
    with pytest.raises(NotAdditiveError, match="one_jin_share"):
        rates.total()


def test_p14_who_was_not_watched_for_three_months_has_not_failed_to_return(tmp_path: Path) -> None:
    may = [*(f"2019-05-03 H{number}" for number in range(10)), *(f"2019-07-03 H{number}" for number in range(4))]
    august = [*(f"2020-08-03 G{number}" for number in range(6)), "2020-09-03 G0"]
    opened = ledger(tmp_path, "order_date household_id", *may, *august)
    cohorts = {(cohort, age): homes for cohort, _, age, homes in opened.table("cohorts").to_polars().rows()}
    assert cohorts == {("2019-05", 0): 10, ("2019-05", 2): 4, ("2020-08", 0): 6, ("2020-08", 1): 1}
    # The campaign ends a month after the second cohort: its others are followed for that month, and no longer.
    watched = ev.kaplan_meier([2] * 4 + [3] * 6, [True] * 4 + [False] * 6)
    assert 1 - watched.steps[-1].survival == pytest.approx(4 / 10)
    everyone = ev.kaplan_meier([2] * 4 + [3] * 6 + [1] * 6, [True] * 4 + [False] * 6 + [True] + [False] * 5)
    assert [(step.at_risk, step.events) for step in everyone.steps] == [(16, 1), (10, 4)]
    assert 1 - everyone.steps[-1].survival == pytest.approx(1 - 15 / 16 * 6 / 10)


@pytest.mark.parametrize("header", ["带动贫困人数", "直接带动户数(人)"])
def test_p15_persons_are_not_taken_for_households(tmp_path: Path, header: str) -> None:
    with pytest.raises(HeaderError, match="households and persons are never mixed"):
        ledger(tmp_path, "order_date supplier_id", "2019-05-01 S1", suppliers=f"supplier_id name kind {header}\nS1 甲社 合作社 226")


def test_p15_a_number_of_persons_in_a_cell_is_set_aside(tmp_path: Path) -> None:
    suppliers = "supplier_id name kind declared_direct\nS1 甲社 合作社 226名\nS2 乙社 合作社 100"
    opened = ledger(tmp_path, "order_date supplier_id", "2019-05-01 S1", "2019-05-02 S2", suppliers=suppliers)
    assert opened.quality.accounting["suppliers"]["set_aside"] == {"bad_number": 1}
    assert opened.metric("declared_direct").value == 100


def test_p16_one_product_in_three_packings_is_one_custom_product(tmp_path: Path) -> None:
    # A product is its id; the catalogue keeps one row of it, and says that the others differ.
    opened = ledger(
        tmp_path,
        "order_date product_id unit",
        *("2019-05-01 P1 箱", "2019-05-02 P1 袋", "2019-05-03 P1 盒"),
        products="product_id name custom\nP1 5斤装 是\nP1 10斤装 是\nP1 礼盒 是",
    )
    assert (opened.headline()["custom_products"].value, opened.headline().rows[0].lines) == (1, 3)
    assert opened.quality.accounting["products"]["set_aside"] == {"conflicting_key": 2}


def test_p17_a_mean_of_attainments_never_stands_alone(tmp_path: Path) -> None:
    found = ev.attainments([315, 3160, 4], [100, 100, 100])
    assert [round(one, 4) for one in (found.mean, found.capped_mean, found.worst)] == [11.5967, 0.68, 0.04]
    assert (repr(found).count("%"), found._repr_html_().count("68.00%")) == (3, 3)
    # Of a book too: the metrics that have a count and a target, one that is missing being no 0.
    opened = ledger(tmp_path, "order_date household_id community_id", "2019-05-01 H1 C1", "2019-05-02 H2 C1")
    standing = opened.evaluate.attainment(as_of="2019-05-31")
    assert standing.three.each == (1 / 10_000, 2 / 1_000_000)
    assert (standing["custom_products"].actual, standing["custom_products"].pace) == (None, None)
    assert "mean 0.01%, capped mean 0.01%, worst 0.00%" in repr(standing)


def test_p18_the_convention_of_an_index_decides_who_is_first() -> None:
    given = case("mcdm.topsis.02")["input"]
    matrix, better, weights = given["matrix"], given["direction"], given["weights"]
    vector = ev.topsis(matrix, better, weights).index
    scaled = ev.closeness(ev.normalise(matrix, better, "min_max"), weights).index
    assert [round(vector.scores[place], 3) for place in (2, 4)] == [0.537, 0.525]
    assert [round(scaled.scores[place], 3) for place in (2, 4)] == [0.568, 0.587]
    assert (vector.ranks.index(1), scaled.ranks.index(1)) == (2, 4)
    # Entropy before and after the handling of direction is not the same either.
    given = case("mcdm.entropy_minmax.02")["input"]
    before, _ = ev.entropy_weights(given["matrix"])
    after, _ = ev.entropy_weights(ev.normalise(given["matrix"], given["direction"], "min_max"))
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) > 0.05


def test_p18_one_more_enterprise_can_turn_two_others_round() -> None:
    three = [[5, 1], [1, 9], [1, 9]]
    before, after = (ev.topsis(matrix, [1, 1], [1, 1]).index.scores for matrix in (three, [*three, [5, 2]]))
    assert before[0] > before[1]
    assert after[0] < after[1]


def test_p19_an_entropy_weight_is_no_importance_and_missing_is_no_0() -> None:
    # All are alike in the first; the third is reported by one alone and stands as 0 for the others.
    weights, _ = ev.entropy_weights([[5, 3, 0], [5, 4, 0], [5, 5, 9]])
    assert weights[0] == pytest.approx(0)
    assert weights[2] > 0.98
    for missing in (None, float("nan")):
        with pytest.raises(OptionError, match="numbers for matrix"):
            ev.entropy_weights([[5, 3, missing], [5, 4, missing], [5, 5, 9]])


def test_p20_a_small_count_does_not_follow_from_the_total(tmp_path: Path) -> None:
    # Four households of C1, 21 of C2, one of them in both: 24. The next smallest goes too, so that nobody subtracts 21 from 24.
    rows = [*(f"2019-05-01 C1 H{number}" for number in range(4)), *(f"2019-05-01 C2 H{number}" for number in range(3, 24))]
    opened = ledger(tmp_path, "order_date community_id household_id", *rows)
    found = opened.metric("households_buying", by="community")
    assert (measured(found), opened.metric("households_buying").value) == ({"C1": 4, "C2": 21}, 24)
    assert found.publish().rows == (("C1", None), ("C2", None))
    # Were the 21 printed, a reader who subtracts would say 3, which is the least of what it can be.
    assert yj.evaluate.audit_distinct([4, 21], 24, [0]) == {0: yj.evaluate.HiddenCell(value=4, lower=3, upper=24)}


@pytest.mark.parametrize(("more", "held_back"), [(0, False), (1, True), (4, True), (9, False)])
def test_p21_few_more_than_the_stage_before_are_held_back(tmp_path: Path, more: int, held_back: bool) -> None:
    county = {"K": "四川省凉山彝族自治州昭觉县", "L": "四川省凉山彝族自治州布拖县"}
    first = [*(f"2019-06-01 K{number} K" for number in range(12)), *(f"2019-06-01 L{number} L" for number in range(40))]
    then = [*(f"2019-09-20 M{number} K" for number in range(more)), *(f"2019-09-20 N{number} L" for number in range(9))]
    products = "product_id name custom origin_county\n" + "\n".join(f"{id} 核桃 否 {place}" for id, place in county.items())
    opened = ledger(tmp_path, "order_date household_id product_id", *first, *then, products=products)
    one, two = (
        guard(Source(opened, "en", datetime.date.fromisoformat(end), None, None, figures=False)) for end in ("2019-08-31", "2019-11-30")
    )
    # What the earlier paper printed is counted again from this book: purchases since are seen, rows of stage 1 that arrive late are not.
    by, key = ("origin_county",), (county["K"],)
    assert counted(one.found[by])[county["K"]] + more == counted(two.found[by])[county["K"]] == 12 + more
    assert (one.hides(by, key), two.hides(by, key)) == (False, held_back)


def test_p22_a_repeat_is_one_row_a_conflict_is_set_aside_and_a_look_alike_stays(tmp_path: Path) -> None:
    # Of a conflict the first row stays, and the report says so.
    opened = ledger(tmp_path, "order_id order_date amount", *("1 2019-05-01 10", "1 2019-05-01 10", "2 2019-05-01 10", "2 2019-05-01 12"))
    assert opened.headline().rows[0].amount_fen == 2000
    assert opened.quality.accounting["ledger"]["set_aside"] == {"duplicate_line": 1, "conflicting_line": 1}
    alike = ledger(tmp_path / "alike", "order_id order_date", "1 2019-05-01", "2 2019-05-01")
    assert (alike.headline().rows[0].lines, alike.quality.set_aside_rows) == (2, 0)


def test_p23_prices_of_a_list_are_not_expected_to_follow_benford() -> None:
    found = ev.benford([29.9] * 10 + [39.9] * 10)
    assert found.counts == [0, 10, 10, 0, 0, 0, 0, 0, 0]
    assert [any(word in warning for warning in found.warnings) for word in ("below 300", "orders of magnitude", "price list")] == [True] * 3
    assert ev.benford([2.0**power for power in range(1000)]).warnings == []
    assert ev.heaping([100, 0, 0, 0, 0, 0, 0, 0, 0, 0]).whipple == 5


def test_p24_a_line_through_a_running_count_is_all_but_sure_and_its_increments_stand_beside_it() -> None:
    reached = case("proj.linear.02")["input"]["y"]
    line = ev.project(range(len(reached)), reached, [16], target=10_000)
    assert line.reach > 0.9999
    assert "if the pace holds" in line.warnings[0]
    # Walks that go nowhere: a line is far too sure of where they will be, and their increments are not.
    chance = random.Random(24)
    held = {"line": 0, "increments": 0}
    for _ in range(100):
        walk = list(accumulate(chance.gauss(0, 1) for _ in range(60)))
        for method in held:
            (one,) = ev.back_test(walk, 10, 50, method=method, replicates=500).tests[:1]
            held[method] += one.lower <= one.actual <= one.upper
    assert held["line"] < 85 < 88 <= held["increments"]


def test_p25_what_two_lists_estimate_is_never_below_what_they_hold() -> None:
    found = ev.chapman(120, 95, 3)
    assert [round(bound) for bound in (*found.log, *found.wald)] == [1263, 9384, 453, 5353]
    few = ev.chapman(20, 15, 1)
    # The plain interval would begin at -2.
    assert few.value - 1.96 * few.variance**0.5 < 0
    assert few.observed == 34 == few.wald[0] < few.log[0]


def test_p26_of_no_events_the_interval_is_not_nothing() -> None:
    found = ev.share(0, 20)
    assert (found.value, found.lower, round(found.upper, 3), found.method) == (0, 0, 0.161, "wilson")
    assert found.upper > 3 / 20
    for method in ("normal", "wald"):
        with pytest.raises(OptionError, match="expected one of wilson"):
            ev.share(0, 20, method=method)
