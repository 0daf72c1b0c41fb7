"""Metrics of the catalogue, each on a few rows that can be counted by eye."""

import polars
import pytest
import yijin as yj

KEY = b"a key of the tests, 16 bytes or more"
COLUMNS = {
    "ledger": "order_id order_date community_id household_id enterprise_id product_id supplier_id quantity unit amount status",
    "projects": "community_id enterprise_id city name households joined_on",
    "products": "product_id name custom origin_county brand",
    "suppliers": "supplier_id name kind declared_direct declared_indirect",
    "activities": "activity_id kind association_id applied_on held_on closed_on attendees hired",
    "associations": "association_id pledged_on",
    "enterprises": "enterprise_id ways pledged_on",
    "reports": "reporter_id cadence period submitted_on",
}
# Order, day, community, household, enterprise, product, supplier, quantity, unit, amount, status.
LEDGER = """
1 2019-05-03 C1 H1 E1 P1 S1 1 斤 10 completed
2 2019-06-04 C1 H1 E1 P1 S1 1 斤 10 completed
3 2019-09-05 C1 H1 E1 P1 S1 1 斤 10 completed
4 2019-06-06 C2 H2 E1 P2 S2 2 两 5 completed
5 2019-12-07 C2 H3 E2 P2 S2 1 件 8 completed
6 2020-01-08 - - E2 P1 - 9 公斤 90 completed
"""


def frame(table: str, rows: str) -> polars.DataFrame:
    """Return a table of the rows in a text; ``-`` is a missing value."""
    names = COLUMNS[table].split()
    cells = [[None if cell == "-" else cell for cell in line.split()] for line in rows.strip().splitlines()]
    return polars.DataFrame(cells, schema=dict.fromkeys(names, polars.String), orient="row")


def book(ledger: str = LEDGER, **tables: str) -> yj.Book:
    given = {"ledger": ledger, **tables}
    return yj.open({table: frame(table, rows) for table, rows in given.items()}, key=KEY)


def rows(result: yj.MetricResult) -> dict:
    return {tuple(row.by.values()): row.value for row in result}


def test_returning_and_one_jin_households() -> None:
    opened = book()
    # H1 bought in three months; H1 has 3 jin, H2 100 g, and the mass of H3's piece is not known.
    assert opened.metric("households_buying").value == 3
    assert opened.metric("households_returning").value == 1
    assert opened.metric("households_one_jin").value == 1
    assert opened.metric("one_jin_share").value == pytest.approx(1 / 3)
    # By month nobody returns: within a month there is but one.
    assert rows(opened.metric("households_returning", by="month")) == {}
    assert opened.metric("mass").value == 3 * 500 + 100 + 9000
    assert opened.metric("mass_unknown_lines").value == 1


def test_a_purchase_by_an_organisation_is_no_household() -> None:
    opened = book()
    assert rows(opened.metric("households_buying", by="stage")) == {("1",): 2, ("2",): 1, ("3",): 0, (None,): 1}
    assert opened.metric("amount", where={"stage": 3}).value == 9000


def test_what_an_organisation_buys_is_no_households() -> None:
    opened = book()
    # H1 to H3 paid 10 + 10 + 10 + 5 + 8 yuan; the 90 yuan and 9 kg of order 6 name no household.
    assert opened.metric("amount").value == 13300
    assert (opened.metric("household_amount").value, opened.metric("household_mass").value) == (4300, 1600)
    assert opened.metric("amount_per_household").value == pytest.approx(4300 / 3)
    assert opened.metric("jin_per_household").value == pytest.approx(1600 / 3)
    assert rows(opened.metric("amount_per_household", by="stage")) == {("1",): 1250.0, ("2",): 1000.0, ("3",): None, (None,): 800.0}
    # Of H3's piece the mass is not known: that is no 0.
    assert opened.metric("jin_per_household", where={"month": "2019-12"}).value is None


def test_new_households_are_new_once() -> None:
    opened = book()
    assert rows(opened.metric("new_households", by="month")) == {("2019-05",): 1, ("2019-06",): 1, ("2019-12",): 1}
    # Who bought before a period is not new in it.
    assert opened.metric("new_households", period="within", start="2019-06-01", end="2019-09-30").value == 1
    assert rows(opened.metric("new_households", by="stage")) == {("1",): 2, (None,): 1}


def test_cohorts() -> None:
    found = book().table("cohorts").to_polars().rows()
    assert found == [
        ("2019-05", "2019-05", 0, 1),
        ("2019-05", "2019-06", 1, 1),
        ("2019-05", "2019-09", 4, 1),
        ("2019-06", "2019-06", 0, 1),
        ("2019-12", "2019-12", 0, 1),
    ]


PRODUCTS = "P1 核桃 否 四川省昭觉县 甲\nP2 苹果 否 河北省行唐县 乙"


def test_long_term_relations() -> None:
    # E1 buys from 昭觉 in three months and in stages 1 and 2; E2 in one month; E1 and E2 from 行唐 in one month each.
    opened = book(products=PRODUCTS)
    assert opened.metric("relations").value == 4
    assert opened.metric("long_term_relations").value == 1
    assert opened.metric("long_term_relations_consecutive").value == 1
    assert opened.metric("long_term_relations", as_of="2019-08-31").value == 0
    assert opened.metric("brands").value == 2


def test_poor_counties_that_have_not_exited_on_the_day() -> None:
    # 行唐 exited with the assessment of 2018, 昭觉 with that of 2020: from 1 May 2019 on only 昭觉 is still on the list.
    opened = book(products=PRODUCTS)
    assert opened.metric("origin_counties").value == 2
    assert opened.metric("poor_counties").value == 2
    assert opened.metric("poor_counties_not_exited").value == 1


def test_communities_joined_active_and_silent() -> None:
    projects = "C1 E1 成都市 甲苑 800 2019-05-01\nC2 E1 成都市 乙苑 - 2020-01-01\nC3 E2 杭州市 丙苑 50 -"
    opened = book(projects=projects)
    assert opened.metric("communities_joined").value == 3
    assert opened.metric("communities_active").value == opened.headline()["communities"].value == 2
    assert opened.metric("communities_silent").value == 1
    assert opened.metric("households_covered").value == 850
    assert opened.metric("coverage").value == 1.0
    assert opened.metric("communities_joined", as_of="2019-08-31").value == 2
    assert rows(opened.metric("communities_joined", by="province")) == {("四川省",): 2, ("浙江省",): 1}
    # Of 乙苑 the households are not known: that is no 0.
    assert opened.metric("households_covered", where={"community": "C2"}).value is None


def test_declared_households_count_once_per_active_supplier() -> None:
    suppliers = "S1 甲社 合作社 120 -\nS2 乙社 合作社 40 300\nS3 丙社 合作社 999 999"
    opened = book(suppliers=suppliers)
    assert opened.metric("declared_direct").value == 160
    assert opened.metric("declared_indirect").value == 300


ACTIVITIES = """
A1 tasting X1 2019-05-01 2019-05-29 2019-06-05 10 -
A2 tasting X1 2019-05-02 2019-05-29 - 10 -
A3 fair X1 - 2019-06-01 - 100 -
A4 fair X1 - 2019-07-01 - 100 -
A5 fair X2 - 2020-03-01 - 100 -
A6 training - - 2019-06-01 - 30 -
A7 hiring - - 2019-06-02 - - 4
A8 hiring - - 2020-06-02 - - 5
"""


def test_activities() -> None:
    opened = book(activities=ACTIVITIES, associations="X1 2019-04-20\nX2 2019-04-22")
    value = lambda id, **scope: opened.metric(id, **scope).value  # noqa: E731
    assert (value("tastings"), value("tastings_applied_ahead"), value("tastings_closed")) == (2, 1, 1)
    assert value("tastings_closed", as_of="2019-06-01") == 0
    assert (value("fairs"), value("fairs", as_of="2019-12-31"), value("trained"), value("hired")) == (3, 2, 30, 9)
    assert rows(opened.metric("fairs", by="association")) == {("X1",): 2, ("X2",): 1}
    # Two associations in 2019 and 2020: only X1 held two in a year, in 2019.
    assert (value("association_years"), value("association_fairs_met")) == (4, 1)
    assert value("association_years", as_of="2019-08-31") == 2


def test_an_unknown_number_of_people_is_not_0() -> None:
    assert book(activities="A1 training - - 2019-06-01 - - -").metric("trained").value is None
    assert book(activities="A1 fair - - 2019-06-01 - - -").metric("trained").value == 0


REPORTS = """
X1 monthly 2019-05 2019-06-05
X1 monthly 2019-06 2019-07-06
宣传组 weekly 2019-W19 2019-05-15
宣传组 weekly 2019-W20 2019-05-23
"""


def test_reports_due_received_and_on_time() -> None:
    opened = book(reports=REPORTS, associations="X1 2019-04-20\nX2 2019-04-22")
    # By 2019-07-10 May and June are due of both associations; X2 sent nothing.
    assert rows(opened.metric("reports_due", by="cadence", as_of="2019-07-10")) == {("monthly",): 4, ("weekly",): 9}
    assert rows(opened.metric("reports_received", by="reporter", as_of="2019-07-10")) == {("X1",): 2, ("宣传组",): 2}
    # June came a day late, and week 20 (due on Wednesday the 22nd) as well.
    assert opened.metric("reports_on_time", as_of="2019-07-10").value == 2
    assert rows(opened.metric("reporting_on_time", by="reporter", as_of="2019-07-10")) == {("X1",): 0.5, ("X2",): 0.0, ("宣传组",): 1 / 9}


def test_where_nobody_is_due_there_is_no_rate() -> None:
    opened = book(reports=REPORTS, associations="X1 2019-04-20")
    assert opened.metric("reports_due", as_of="2019-05-10").value == 0
    assert opened.metric("reporting_rate", as_of="2019-05-10").value is None
    assert rows(opened.metric("reporting_rate", by="period", as_of="2019-05-10")) == {}


def test_the_mandatory_ways_of_taking_part() -> None:
    ways = """
E1 publicity;platform;community_activity 2019-05-01
E2 platform 2019-05-01
E3 公益宣传;平台参与;社区活动;市集 2020-09-01
"""
    opened = book(enterprises=ways)
    assert (opened.metric("enterprises_pledged").value, opened.metric("enterprises_mandatory_ways").value) == (3, 2)
    assert opened.metric("enterprises_mandatory_ways", as_of="2019-12-31").value == 1


def test_a_missing_table_is_named_and_nothing_is_0() -> None:
    opened = book()
    for metric, table in (("brands", "products"), ("coverage", "projects"), ("fairs", "activities"), ("reporting_rate", "reports")):
        result = opened.metric(metric)
        assert (result.value, result.needs, len(result)) == (None, (table,), 0), metric
    assert opened.metric("amount", by="source").needs == ("suppliers",)
    with pytest.raises(yj.errors.NeedsTableError, match="projects"):
        opened.table("communities")


def test_figures_that_do_not_add_up_are_not_added() -> None:
    opened = book()
    assert opened.metric("amount", by=["stage", "channel"]).total() == 13300
    assert opened.metric("new_households", by="month").total() == 3
    for metric, by in (("households_buying", "stage"), ("jin_per_household", "stage"), ("one_jin_share", "month")):
        with pytest.raises(yj.errors.NotAdditiveError, match=metric):
            opened.metric(metric, by=by).total()


OWN = """
[[metric]]
id = "walnut_amount"
label = { zh = "核桃金额", en = "walnut amount" }
definition = { zh = "品牌甲的净金额", en = "Net amount of brand 甲." }
unit = "fen"
table = "lines"
measure = { sum = "amount_fen" }
where = { brand = { is = ["甲"] } }
target = { value = 100000 }

[[metric]]
id = "walnut_share"
label = { zh = "核桃占比", en = "walnut share" }
definition = { zh = "品牌甲的金额占比", en = "Share of brand 甲." }
unit = "share"
measure = { ratio = ["walnut_amount", "amount"] }
"""


def test_a_campaign_file_adds_metrics_of_its_own() -> None:
    campaign = yj.Campaign.parse(yj.Campaign.default().to_toml() + OWN)
    tables = {"ledger": frame("ledger", LEDGER), "products": frame("products", PRODUCTS)}
    opened = yj.open(tables, campaign=campaign, key=KEY)
    assert opened.metric("walnut_amount").value == 12000
    assert opened.metric("walnut_share").value == pytest.approx(12000 / 13300)
    assert [one.id for one in yj.metrics(campaign)][-2:] == ["walnut_amount", "walnut_share"]
    assert yj.metrics(campaign)[-2].target == 100000


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('table = "lines"', 'table = "line"', "did you mean 'lines'"),
        ('sum = "amount_fen"', 'sum = "amount"', "did you mean 'amount_fen'"),
        ('sum = "amount_fen"', 'sum = "channel"', "a number of lines"),
        ("where = { brand", "where = { brnd", "did you mean 'brand'"),
        ('{ is = ["甲"] }', "{ min = 3 }", "a number of lines"),
        ('{ is = ["甲"] }', "{ }", "either is = [values] or min and max"),
        ('id = "walnut_share"', 'id = "amount"', "metric amount twice"),
        ('ratio = ["walnut_amount", "amount"]', 'ratio = ["walnut_amount", "coverage"]', "two metrics before it that are no ratios"),
        ('sum = "amount_fen"', 'total = "amount_fen"', "unknown variant"),
    ],
)
def test_a_metric_that_cannot_be_meant_is_refused_with_its_line(written, instead, said) -> None:
    text = yj.Campaign.default().to_toml() + OWN
    assert written in text
    changed = text.replace(written, instead, 1)
    with pytest.raises(yj.errors.CampaignError, match="line") as refused:
        yj.Campaign.parse(changed)
    assert said in str(refused.value)
    assert abs(refused.value.row - (changed[: changed.index(instead)].count("\n") + 1)) <= 2


def test_a_metric_or_dimension_that_does_not_exist_is_named() -> None:
    opened = book()
    with pytest.raises(yj.errors.UnknownNameError, match="did you mean 'households_returning'"):
        opened.metric("households_return")
    with pytest.raises(yj.errors.UnknownNameError, match="those of new_households"):
        opened.metric("new_households", by="province")
    with pytest.raises(yj.errors.UnknownNameError, match="did you mean 'relations'"):
        opened.table("relation")
