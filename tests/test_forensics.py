"""Forensics: each check finds the fault that was planted, and nothing in a ledger without one."""

import datetime
import json
import math
import random
import statistics

import polars
import pytest
import yijin as yj
from yijin._forensics import CHECKS, LEFT_OUT

KEY = b"a key of the tests, 16 bytes or more"
COLUMNS = {
    "ledger": "order_id line_no order_date community_id household_id enterprise_id product_id supplier_id quantity unit amount status",
    "suppliers": "supplier_id name kind declared_direct declared_indirect",
    "poor_households": "poor_household_id county members",
    "benefit_links": "supplier_id poor_household_id mechanism valid_from",
    "projects": "community_id enterprise_id city name households joined_on",
}
PRICES = ["11.00", "12.30", "13.70", "14.10", "16.90", "17.20", "18.60", "19.40", "21.50", "22.80"]


def frame(table: str, rows: list[tuple]) -> polars.DataFrame:
    names = COLUMNS[table].split()
    cells = [[None if cell is None else str(cell) for cell in row] for row in rows]
    return polars.DataFrame(cells, schema=dict.fromkeys(names, polars.String), orient="row")


def opened(ledger: list[tuple], **tables: list[tuple]) -> yj.Book:
    return yj.open({name: frame(name, rows) for name, rows in {"ledger": ledger, **tables}.items()}, key=KEY)


def clean(lines: int = 1200) -> list[tuple]:
    """Return a ledger without faults: an even pace over stage 1, prices that spread, households at home in one community."""
    chance = random.Random(7)
    rows = []
    for number in range(lines):
        community = number % 6
        day = datetime.date(2019, 5, 1) + datetime.timedelta(days=number % 123)
        amount = f"{chance.uniform(8, 90):.2f}"
        household = f"{community}-{number % 240}"
        rows.append(
            (
                f"D{number}",
                1,
                day,
                f"C{community}",
                f"户{household}",
                f"E{community % 3}",
                f"P{number % 4}",
                f"S{number % 5}",
                1,
                "斤",
                amount,
                "completed",
            )
        )
    return rows


def planted(rows: list[tuple], *extra: tuple) -> yj.Book:
    return opened([*rows, *extra])


def line(order, *, day="2019-06-11", community="C0", household="户0-0", enterprise="E0", product="P0", supplier="S0", amount="20.00"):
    return (order, 1, day, community, household, enterprise, product, supplier, 1, "斤", amount, "completed")


def found(result: yj.Forensics) -> list[tuple]:
    return [(one.check, one.unit, one.member) for one in result]


def test_a_clean_ledger_has_no_findings() -> None:
    result = opened(clean()).forensics()
    assert found(result) == []
    assert set(result.skipped) == {"declared_out_of_line"}
    assert [*result.skipped, *result.left_out] != [] and {*result.skipped, *result.left_out} == set(CHECKS)


def test_an_empty_scope_has_no_findings() -> None:
    assert found(opened(clean(10)).forensics(as_of="2019-04-30")) == []


def test_a_household_that_buys_in_many_communities() -> None:
    extra = [line(f"X{place}", community=f"C{place}", household="户漫游", amount="33.10") for place in range(4)]
    result = planted(clean(), *extra).forensics()
    assert [one.check for one in result] == ["many_communities"]
    (finding,) = result
    assert (finding.measure, finding.expected, finding.effect, finding.lines, finding.households) == (4, 1, 4, 4, 1)
    assert finding.details["communities"] == ("C0", "C1", "C2", "C3")
    assert result.evidence(finding).to_polars()["row"].to_list() == [1201, 1202, 1203, 1204]
    # Three are not many, unless they are said to be.
    three = planted(clean(), *extra[:3])
    assert found(three.forensics()) == []
    assert len(three.forensics({"many_communities": {"communities": 3}})) == 1


def test_a_finding_of_a_household_names_it_as_evidence_does() -> None:
    book = planted(clean(), *[line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(5)])
    (finding,) = book.forensics("many_communities")
    assert len(book.evidence("households", member=finding.member).lines) == 5


def test_a_run_of_identical_baskets() -> None:
    goods = [("P0", "25.00"), ("P1", "31.00")]
    extra = [
        (f"X{place}", number, "2019-06-11", "C3", f"户3-n{place}", "E0", product, "S0", 2, "斤", amount, "completed")
        for place in range(10)
        for number, (product, amount) in enumerate(goods[:: 1 if place % 2 else -1], 1)
    ]
    result = planted(clean(), *extra).forensics()
    assert found(result) == [("same_baskets", "community", "C3")]
    (finding,) = result
    assert (finding.measure, finding.lines, finding.households) == (10, 20, 10)
    assert (finding.details["date"], finding.details["orders"], finding.details["lines_a_basket"]) == ("2019-06-11", 10, 2)
    on_day = {row[4] for row in [*clean(), *extra] if str(row[2]) == "2019-06-11" and row[3] == "C3"}
    assert finding.effect == pytest.approx(10 / len(on_day))
    # One of another amount makes nine alike, which is no run; nor are ten orders of one household.
    other = [*extra[:-1], (*extra[-1][:10], "31.01", "completed")]
    assert found(planted(clean(), *other).forensics()) == []
    alone = [(*row[:4], "户3-3", *row[5:]) for row in extra]
    assert found(planted(clean(), *alone).forensics("same_baskets")) == []


def test_a_burst_at_a_stages_end() -> None:
    extra = [
        line(f"X{n}", day=f"2019-08-{29 + n % 3}", community="C9", household=f"户9-{n}", enterprise="E9", amount=f"{20 + n}.37")
        for n in range(12)
    ]
    even = [
        line(
            f"Y{n}",
            day=datetime.date(2019, 5, 2) + datetime.timedelta(days=4 * n),
            community="C9",
            household=f"户9-{n}",
            enterprise="E9",
            amount=f"{50 + n}.13",
        )
        for n in range(31)
    ]
    result = planted(clean(), *extra, *even).forensics()
    assert found(result) == [("stage_end_bursts", "community", "C9"), ("stage_end_bursts", "enterprise", "E9")]
    finding = result.findings[0]
    # Of the even ones those of 2, 6, 10, 14, 18, 22, 26 and 30 August stand in the last thirty days, the last of them in the last three.
    assert finding.measure == pytest.approx(13 / 20) and finding.expected == pytest.approx(3 / 30)
    assert finding.effect == pytest.approx(finding.measure / finding.expected)
    assert finding.p <= 1e-6 and (finding.lines, finding.details["purchases_of_window"]) == (13, 20)
    # Beside more days the same purchases crowd more.
    (wide, _) = planted(clean(), *extra, *even).forensics({"stage_end_bursts": {"window": 123}})
    assert wide.measure == pytest.approx(13 / 43) and wide.expected == pytest.approx(3 / 123)
    # A stage that is not over has no end yet.
    assert found(planted(clean(), *extra, *even).forensics("stage_end_bursts", as_of="2019-08-30")) == []


def test_the_lines_of_one_household_on_one_day_are_one_purchase() -> None:
    basket = [line(f"X{n}", day="2019-08-30", community="C9", household="户9-1", enterprise="E9", amount=f"{20 + n}.37") for n in range(40)]
    assert found(planted(clean(), *basket).forensics("stage_end_bursts")) == []


def test_the_lines_of_an_order_without_household_are_one_purchase() -> None:
    def canteen(order: str, number: int, day: str) -> tuple:
        return (order, number, day, "C9", None, "E9", f"P{number % 4}", "S0", 1, "斤", f"{20 + number}.37", "completed")

    even = [canteen(f"Y{n}", 1, f"2019-08-{2 + n}") for n in range(25)]
    one = [canteen("X", number, "2019-08-30") for number in range(1, 21)]
    assert found(planted(clean(), *even, *one).forensics("stage_end_bursts")) == []
    many = [canteen(f"X{number}", number, "2019-08-30") for number in range(1, 21)]
    assert [unit for _, unit, _ in found(planted(clean(), *even, *many).forensics("stage_end_bursts"))] == ["community", "enterprise"]


def test_a_campaign_that_grows_has_no_burst() -> None:
    days = [datetime.date(2019, 5, 1) + datetime.timedelta(days=n) for n in range(123)]
    rows = [
        line(f"Y{n}-{number}", day=day, community="C9", enterprise="E9", household=f"户9-{n}-{number}", amount=f"{20 + number}.37")
        for n, day in enumerate(days)
        for number in range(1 + n // 12)
    ]
    assert found(opened(rows).forensics("stage_end_bursts")) == []
    beside_all = opened(rows).forensics({"stage_end_bursts": {"window": 123, "ratio": 1.5}})
    assert [one.unit for one in beside_all] == ["community", "enterprise"]


def test_the_days_of_a_community_begin_when_it_joins() -> None:
    rows = [
        line(
            f"Y{n}", day=datetime.date(2019, 8, 22) + datetime.timedelta(days=n % 10), community="C9", enterprise=None, household=f"户9-{n}"
        )
        for n in range(40)
    ]
    assert [one.unit for one in opened(rows).forensics("stage_end_bursts")] == ["community"]
    projects = [("C9", "E9", "成都市", "甲苑", 800, "2019-08-22")]
    assert [one.unit for one in opened(rows, projects=projects).forensics("stage_end_bursts")] == ["enterprise"]


def test_outlying_amounts() -> None:
    result = planted(clean(), line("X1", product="P2", amount="9999.10")).forensics()
    assert found(result) == [("outlying_amounts", "product", "P2")]
    (finding,) = result
    values = [*(float(row[10]) for row in clean() if row[6] == "P2"), 9999.10]
    logs = [math.log(value) for value in values]
    middle = statistics.median(logs)
    mad = statistics.median(abs(value - middle) for value in logs)
    assert finding.effect == pytest.approx((math.log(9999.10) - middle) / (1.482602218505602 * mad), rel=1e-9)
    assert finding.measure == 999910 and finding.expected == pytest.approx(100 * math.exp(middle))
    assert result.evidence(1).to_polars()["amount_fen"].to_list() == [999910]


def test_where_most_are_alike_ten_of_them_are_no_outlier() -> None:
    rows = [
        line(f"X{n}", household=f"户0-{n}", day=f"2019-06-{1 + n % 28:02d}", amount=f"{30 + n % 3 / 100:.2f}" if n else "120.00")
        for n in range(40)
    ]
    # Four times the median is many deviations out, for the others differ by two fen.
    assert found(opened(rows).forensics("outlying_amounts")) == []
    assert len(opened(rows).forensics({"outlying_amounts": {"ratio": 3.9}})) == 1


def test_canteens_buy_in_bulk_and_are_looked_at_among_themselves() -> None:
    def canteen(number: int, amount: str) -> tuple:
        return (f"X{number}", 1, "2019-06-11", "C0", None, "E0", "P2", "S0", 1, "斤", amount, "completed")

    bulk = [canteen(number, f"{9000 + 211 * number}.10") for number in range(30)]
    assert found(planted(clean(), *bulk).forensics("outlying_amounts")) == []
    (finding,) = planted(clean(), *bulk, canteen(99, "11.10")).forensics("outlying_amounts")
    assert (finding.member, finding.measure, finding.details["lines_of_product"]) == ("P2", 1110, 31)
    few = planted(clean(), canteen(99, "9000.10")).forensics("outlying_amounts")
    assert (found(few), few.left_out) == ([], {"outlying_amounts": {"products_with_too_few_lines": 1}})


def test_a_product_of_one_price_is_left_out_and_counted() -> None:
    rows = [line(f"X{n}", household=f"户0-{n}", day=f"2019-06-{1 + n % 28:02d}", amount="30.00" if n else "9000.00") for n in range(40)]
    result = opened(rows).forensics("outlying_amounts")
    assert found(result) == []
    assert result.left_out == {"outlying_amounts": {"products_without_spread": 1}}
    assert "MAD 0" in repr(result) and "MAD 为 0" in repr(opened(rows).forensics("outlying_amounts", lang="zh"))


def test_unit_prices_are_by_gram_where_the_mass_is_known() -> None:
    rows = [
        (
            f"X{n}",
            1,
            f"2019-06-{1 + n % 28:02d}",
            "C0",
            f"户0-{n}",
            "E0",
            "P0",
            "S0",
            1 + n % 5,
            "斤",
            f"{(1 + n % 5) * (9 + n % 7 / 10):.2f}",
            "completed",
        )
        for n in range(60)
    ]
    fault = ("Y", 1, "2019-06-11", "C0", "户0-99", "E0", "P0", "S0", 10, "公斤", "15.00", "completed")
    # 20 jin for the price of less than two: as an amount it is as others are.
    assert found(opened([*rows, fault]).forensics("outlying_amounts")) == []
    (finding,) = opened([*rows, fault]).forensics({"outlying_amounts": {"of": "unit_price"}})
    assert finding.effect < -6 and finding.measure == pytest.approx(1500 / 10_000) and finding.details["per"] == "g"


def test_round_amounts() -> None:
    extra = [
        line(
            f"X{n}",
            day=datetime.date(2019, 5, 1) + datetime.timedelta(days=2 * n),
            household=f"户0-r{n}",
            enterprise="E9",
            product="P9",
            amount=f"{100 * (n % 3 + 1)}.00" if n % 2 else f"{100 + 7 * n}.33",
        )
        for n in range(60)
    ]
    result = planted(clean(), *extra).forensics()
    assert found(result) == [("round_amounts", "enterprise", "E9")]
    (finding,) = result
    assert (finding.measure, finding.expected, finding.effect, finding.lines) == (0.5, 0.0, 0.5, 30)
    expected = yj.evaluate.share(30, 60)
    assert finding.details["interval"] == pytest.approx((expected.lower, expected.upper))


def test_heaped_digits() -> None:
    extra = [
        line(
            f"X{n}",
            day=datetime.date(2019, 5, 1) + datetime.timedelta(days=n % 120),
            household=f"户0-r{n}",
            enterprise="E9",
            product="P9",
            amount=f"{15 + 5 * (n % 17)}.{n % 89 + 10}",
        )
        for n in range(120)
    ]
    result = planted(clean(), *extra).forensics()
    assert found(result) == [("heaped_digits", "enterprise", "E9")]
    (finding,) = result
    assert finding.measure == 5.0 and finding.lines == 120 and finding.p < 1e-10


REGISTER = [(f"贫{n}", "四川省昭觉县", 3) for n in range(40)]
LINKS = [("S0", f"贫{n}", "sale", "2019-01-01") for n in range(20)] + [("S1", f"贫{n}", "sale", "2019-01-01") for n in range(20, 40)]


def test_declared_persons_as_households() -> None:
    suppliers = [
        ("S0", "甲社", "poor_village", 60, None),
        ("S1", "乙社", "poor_village", 22, None),
        ("S2", "丙社", "poor_village", 90, None),
    ]
    book = opened(clean(), suppliers=suppliers, poor_households=REGISTER, benefit_links=LINKS)
    result = book.forensics()
    assert found(result) == [("declared_out_of_line", "supplier", "S0")]
    (finding,) = result
    assert (finding.measure, finding.expected, finding.effect) == (60, 20, 3)
    assert (finding.details["way"], finding.details["persons"]) == ("direct", 60)
    assert finding.lines == sum(row[7] == "S0" for row in clean())
    assert result.left_out["declared_out_of_line"] == {"suppliers_without_links": 1}
    assert result.skipped == {}


@pytest.mark.parametrize("missing", ["suppliers", "poor_households", "benefit_links"])
def test_a_check_says_which_tables_it_needs(missing: str) -> None:
    tables = {"suppliers": [("S0", "甲社", "poor_village", 60, None)], "poor_households": REGISTER, "benefit_links": LINKS}
    result = opened(clean(50), **{name: rows for name, rows in tables.items() if name != missing}).forensics("declared_out_of_line")
    assert result.skipped == {"declared_out_of_line": (missing,)}
    assert (
        "not computable: needs" in repr(result)
        and "无法计算" in opened(clean(50)).forensics("declared_out_of_line", lang="zh")._repr_html_()
    )


def test_a_ledger_without_members_says_what_it_lacks() -> None:
    names = ["order_id", "order_date", "product_id", "quantity", "unit", "amount", "status"]
    rows = [[f"D{n}", "2019-06-01", "P0", "1", "斤", "20.00", "completed"] for n in range(3)]
    book = yj.open({"ledger": polars.DataFrame(rows, schema=dict.fromkeys(names, polars.String), orient="row")}, key=KEY)
    result = book.forensics()
    assert found(result) == []
    assert dict(result.skipped) == {
        "many_communities": ("ledger.household_id", "ledger.community_id"),
        "same_baskets": ("ledger.household_id", "ledger.community_id"),
        "stage_end_bursts": ("ledger.community_id",),
        "round_amounts": ("ledger.enterprise_id",),
        "heaped_digits": ("ledger.enterprise_id",),
        "declared_out_of_line": ("suppliers", "benefit_links", "poor_households"),
        "first_digits": ("ledger.supplier_id",),
    }


def totals(amounts: list[str]) -> yj.Book:
    return opened(
        [line(f"X{n}", household=f"户0-{n}", supplier=f"S{n}", product=f"P{n}", amount=amount) for n, amount in enumerate(amounts)]
    )


def test_first_digits_of_suppliers_totals() -> None:
    conforming = [f"{10 ** (1 + 4 * n / 400):.2f}" for n in range(400)]
    assert found(totals(conforming).forensics("first_digits")) == []
    forged = [f"{500 + n % 100}.00" if n % 3 == 0 else amount for n, amount in enumerate(conforming)]
    result = totals(forged).forensics("first_digits")
    assert found(result) == [("first_digits", "first digit", "5")]
    (finding,) = result
    expected = yj.evaluate.benford([float(amount) for amount in forged])
    assert finding.effect == pytest.approx(expected.mad) and finding.p == pytest.approx(expected.p)
    assert finding.lines == sum(amount.startswith("5") for amount in forged) and finding.details["warnings"] == ()
    few = totals([f"{500 + n}.00" for n in range(60)]).forensics("first_digits").findings[0]
    assert "60 numbers are few" in few.note and "less than three orders" in few.note
    assert totals(forged[:20]).forensics("first_digits").left_out == {"first_digits": {"too_few_suppliers": 20}}


def test_a_refund_takes_a_line_out() -> None:
    extra = [line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(4)]
    names = [*COLUMNS["ledger"].split(), "refund_of"]
    refund = ("R", 1, "2019-07-01", "C3", "户漫游", "E0", "P0", "S0", -1, "斤", "-20.00", "refunded", "X3")
    rows = [[*map(str, row), None] for row in [*clean(100), *extra]] + [[*map(str, refund)]]
    book = yj.open({"ledger": polars.DataFrame(rows, schema=dict.fromkeys(names, polars.String), orient="row")}, key=KEY)
    assert len(book.forensics("many_communities", as_of="2019-06-30")) == 1
    assert len(book.forensics("many_communities")) == 0
    # The evidence is as of the day of the findings.
    assert len(book.forensics("many_communities", as_of="2019-06-30").evidence(1)) == 4


def test_no_household_appears() -> None:
    extra = [line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(4)]
    extra += [line(f"Z{n}", community="C5", household=f"户团{n}", amount="66.00") for n in range(12)]
    book = planted(clean(), *extra)
    result = book.forensics(lang="zh")
    assert [one.check for one in result] == ["many_communities", "same_baskets"]
    pseudonym = result.findings[0].member
    tables = [result.evidence(one) for one in result]
    shown = [repr(result), result._repr_html_(), *map(repr, result), *map(repr, tables), *(one._repr_html_() for one in tables)]
    for text in shown:
        assert "户漫游" not in text and "户团" not in text and pseudonym not in text
    columns = ["file", "sheet", "row", "order_date", "community_id", "product_id", "supplier_id", "quantity", "mass_g", "amount_fen"]
    assert all(table.columns == columns for table in tables)
    whole = json.dumps([result.to_polars().rows(), [one.details for one in result]], ensure_ascii=False)
    assert "户漫游" not in whole and "户团" not in whole


def test_the_table_has_the_findings() -> None:
    book = planted(clean(), *[line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(4)])
    result = book.forensics()
    table = result.to_polars()
    assert table["number"].to_list() == [1] and table["lines"].to_list() == [4] and table["p"].to_list() == [None]
    assert json.loads(table["details"][0]) == {"communities": ["C0", "C1", "C2", "C3"]}


def test_every_reason_has_a_label_and_every_check_a_note() -> None:
    from yijin._forensics import NOTES

    assert set(NOTES) == set(CHECKS)
    assert all(len(pair) == 2 for pair in LEFT_OUT.values())


def test_threads_and_order_do_not_matter() -> None:
    rows = [*clean(), *[line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(4)], line("Y", amount="9999.00")]
    one, other = opened(rows).forensics(), opened(rows[::-1]).forensics()
    figures = [[(f.check, f.member, f.measure, f.expected, f.effect, f.p, f.lines, f.details) for f in result] for result in (one, other)]
    assert figures[0] == figures[1] and len(figures[0]) == 2


@pytest.mark.parametrize(
    ("checks", "error", "said"),
    [
        ("many_comunities", yj.errors.UnknownNameError, "did you mean 'many_communities'"),
        (["first_digits", 3], yj.errors.OptionError, "the name of a check"),
        (3, yj.errors.OptionError, "the name of a check"),
        ({"many_communities": 4}, yj.errors.OptionError, "a mapping of parameters"),
        ({"many_communities": {"k": 4}}, yj.errors.OptionError, "unknown field"),
        ({"many_communities": {"communities": 1}}, yj.errors.OptionError, "communities of 2 or more"),
        ({"many_communities": {"communities": -1}}, yj.errors.OptionError, "checks"),
        ({"same_baskets": {"households": 1}}, yj.errors.OptionError, "households of 2 or more"),
        ({"stage_end_bursts": {"days": 0}}, yj.errors.OptionError, "days of 1 or more"),
        ({"stage_end_bursts": {"days": 10**18}}, yj.errors.OptionError, "days"),
        ({"stage_end_bursts": {"days": 30}}, yj.errors.OptionError, "window of 31 or more"),
        ({"stage_end_bursts": {"window": 367}}, yj.errors.OptionError, "window of 366 or less"),
        ({"stage_end_bursts": {"alpha": 1}}, yj.errors.OptionError, "alpha between 0 and 1"),
        ({"stage_end_bursts": {"ratio": 1}}, yj.errors.OptionError, "ratio above 1"),
        ({"outlying_amounts": {"z": 0}}, yj.errors.OptionError, "z above 0"),
        ({"outlying_amounts": {"ratio": 1}}, yj.errors.OptionError, "ratio above 1"),
        ({"outlying_amounts": {"z": float("nan")}}, yj.errors.OptionError, "finite numbers"),
        ({"outlying_amounts": {"of": "mass"}}, yj.errors.OptionError, "unknown variant"),
        ({"round_amounts": {"multiple_fen": 1}}, yj.errors.OptionError, "multiple_fen of 2 or more"),
        ({"round_amounts": {"level": 1.0}}, yj.errors.OptionError, "between 0 and 1"),
        ({"heaped_digits": {"lines": 0}}, yj.errors.OptionError, "lines of 1 or more"),
        ({"declared_out_of_line": {"ratio": 0.5}}, yj.errors.OptionError, "ratio above 1"),
        ({"first_digits": {"suppliers": 2}}, yj.errors.OptionError, "suppliers of 10 or more"),
    ],
)
def test_what_cannot_be_meant_is_refused(checks, error, said) -> None:
    with pytest.raises(error) as refused:
        opened(clean(20)).forensics(checks)
    assert said in str(refused.value)


def test_a_finding_of_another_result_is_refused() -> None:
    book = planted(clean(), *[line(f"X{place}", community=f"C{place}", household="户漫游") for place in range(4)])
    (finding,) = book.forensics()
    other = opened(clean(20)).forensics()
    for wrong in (finding, 0, 1, "1"):
        with pytest.raises(yj.errors.OptionError):
            other.evidence(wrong)
    with pytest.raises(yj.errors.OptionError):
        book.forensics(as_of="2019-13-01")
    with pytest.raises(TypeError, match="did you mean 'checks'"):
        book.forensics(check="x")
