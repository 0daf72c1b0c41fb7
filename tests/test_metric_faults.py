"""What metrics refuse, leave out, and how few persons they say stand behind a figure."""

import polars
import pytest
import yijin as yj
from test_metrics import KEY, LEDGER, PRODUCTS, frame, rows

PROJECTS = "C1 E1 成都市 甲苑 800 2019-05-01\nC2 E1 成都市 乙苑 40 2020-01-01\nC3 E2 杭州市 丙苑 50 -"


def metric(where: str, measure: str = '"count"', table: str = "lines", id: str = "own", unit: str = "lines") -> str:
    """Return a metric of a campaign file."""
    return f"""
[[metric]]
id = "{id}"
label = {{ zh = "自定", en = "own" }}
definition = {{ zh = "自定", en = "Own." }}
unit = "{unit}"
table = "{table}"
measure = {measure}
where = {{ {where} }}
"""


def ratio(above: str, below: str) -> str:
    return f"""
[[metric]]
id = "own_ratio"
label = {{ zh = "比", en = "ratio" }}
definition = {{ zh = "比", en = "A ratio." }}
unit = "share"
measure = {{ ratio = ["{above}", "{below}"] }}
"""


def campaign(text: str) -> yj.Campaign:
    return yj.Campaign.parse(yj.Campaign.default().to_toml() + text)


def book(text: str = "", ledger: str = LEDGER, **tables: str) -> yj.Book:
    given = {"ledger": ledger, **tables}
    return yj.open({table: frame(table, lines) for table, lines in given.items()}, campaign=campaign(text), key=KEY)


def persons(result: yj.MetricResult) -> dict:
    return {tuple(row.by.values()): row.persons for row in result}


@pytest.mark.parametrize(
    ("where", "table", "said"),
    [
        ('channel = { is = ["fare"] }', "lines", "did you mean 'fair'"),
        ('source = { is = ["coop"] }', "lines", "a value of source"),
        ('stage = { is = ["4"] }', "lines", "a value of stage"),
        ('is_832 = { is = ["yess"] }', "lines", "a value of is_832 (false, true)"),
        ('kind = { is = ["fairs"] }', "activities", "did you mean 'fair'"),
        ('joined = { is = ["ture"] }', "communities", "did you mean 'true'"),
        ('cadence = { is = ["monthly", "week"] }', "reports", "a value of cadence"),
        ("amount_fen = { min = 5, max = 1 }", "lines", "amount_fen from 5 to 1"),
    ],
)
def test_a_condition_that_no_row_can_meet_is_refused_with_its_line(where, table, said) -> None:
    with pytest.raises(yj.errors.CampaignError) as refused:
        campaign(metric(where, table=table))
    assert said in str(refused.value)
    lines = (yj.Campaign.default().to_toml() + metric(where, table=table)).splitlines()
    assert refused.value.row == lines.index(f"where = {{ {where} }}") + 1


@pytest.mark.parametrize("id", ["", " ", "two words", "line\\nbreak", "tab\\t"])
def test_an_id_of_a_metric_is_a_word(id) -> None:
    with pytest.raises(yj.errors.CampaignError, match="an id of letters without spaces"):
        campaign(metric('channel = { is = ["fair"] }', id=id))


def test_a_condition_is_met_in_the_words_of_the_vocabulary() -> None:
    opened = book(metric('is_832 = { is = ["是"] }'), products=PRODUCTS)
    assert opened.metric("own").value == opened.metric("lines", where={"is_832": "true"}).value == 6


@pytest.mark.parametrize("table", ["lines", "households"])
def test_a_metric_about_a_member_without_a_line_is_0(table) -> None:
    opened = book(metric('enterprise = { is = ["E9"] }, brand = { is = ["丁"] }', table=table), products=PRODUCTS)
    assert opened.metric("own").value == 0
    assert rows(opened.metric("own", by="month")) == {}


def test_conditions_of_households_hold_for_their_lines() -> None:
    opened = book(metric('enterprise = { is = ["E1"] }, months = { min = 2 }', table="households"))
    assert opened.metric("own").value == 1


def test_conditions_hold_in_a_panel() -> None:
    opened = book(metric('enterprise = { is = ["E1", "E9"] }, amount_fen = { min = 600 }'))
    panel = opened.panel("enterprise", measures=["own", "lines"]).to_polars()
    assert panel.group_by("enterprise").agg(polars.sum("own", "lines")).sort("enterprise").rows() == [("E1", 3, 4), ("E2", 0, 2)]


def test_persons_that_are_counted_stand_behind_their_number() -> None:
    activities = "A1 hiring - - 2019-06-02 - - 1\nA2 hiring - - 2020-06-02 - - 50"
    opened = book(activities=activities)
    assert persons(opened.metric("hired")) == {(): 51}
    published = opened.metric("hired", by="stage").publish()
    assert published.suppressed == (True, True)


def test_organizers_are_persons() -> None:
    ledger = frame("ledger", LEDGER).with_columns(organizer_id=polars.lit("G1"))
    opened = yj.open({"ledger": ledger}, key=KEY)
    assert persons(opened.metric("organizers")) == {(): 1}
    assert persons(opened.metric("lines")) == {(): 3}


def test_a_ratio_rests_on_the_fewer_persons_of_its_parts() -> None:
    opened = book(ratio("amount", "households_registered"), projects=PROJECTS)
    result = opened.metric("own_ratio", by="city")
    assert {city: few for (city,), few in persons(result).items()} == {"成都市": 3, "杭州市": None}
    assert result.publish().suppressed == (True, False)
    assert opened.metric("one_jin_share").rows[0].persons == 1


def test_a_cohort_rests_on_its_households() -> None:
    opened = book(metric("age = { min = 0 }", '{ sum = "households" }', "cohorts", unit="households"))
    result = opened.metric("own", by="cohort")
    # Those of May bought in three months, and are one household.
    assert rows(result) == {("2019-05",): 3, ("2019-06",): 1, ("2019-12",): 1}
    assert persons(result) == {("2019-05",): 1, ("2019-06",): 1, ("2019-12",): 1}
    assert result.publish().suppressed == (True, True, True)


UNNAMED = (
    "".join(f"{number} 2019-05-03 C1 H{number} E1 P1 S1 1 斤 10 completed\n" for number in range(1, 21))
    + """21 2019-05-03 - - - P1 - 9 公斤 9000 completed
22 2019-05-04 - - - P1 - 9 公斤 9000 completed
"""
)


def test_lines_that_name_no_household_are_not_published() -> None:
    opened = book(ledger=UNNAMED)
    for table in (opened.headline(by="enterprise").publish(), opened.metric("amount", by="enterprise").publish()):
        assert dict(zip((row[0] for row in table.rows), table.suppressed, strict=True))[None], table
    # That no household bought there is no secret.
    assert opened.metric("households_buying", by="enterprise").publish().rows == (("E1", 20), (None, 0))


def test_lines_that_name_no_household_are_not_printed() -> None:
    from yijin.summary._guard import _members

    assert _members(book(ledger=UNNAMED).headline(by="enterprise"))[2] == [20, 1]


def test_of_a_ledger_without_households_nothing_is_known() -> None:
    ledger = frame("ledger", LEDGER).drop("household_id")
    opened = yj.open({"ledger": ledger}, key=KEY)
    assert set(persons(opened.metric("amount", by="enterprise")).values()) == {None}
    assert not any(opened.headline(by="enterprise").publish().suppressed)


def test_filters_by_every_dimension_that_slices() -> None:
    opened = book(products=PRODUCTS)
    for where in ({"organizer": None}, {"mass_known": "true"}, {"activity": None}, {"is_832_on_date": "true"}, {"is_832_on_date": "是"}):
        (name, value), *_ = where.items()
        meant = {"是": "true"}.get(value, value)
        assert opened.metric("lines", where=where).value == rows(opened.metric("lines", by=name))[(meant,)], where
        assert len(opened.table("lines", where=where)) == opened.metric("lines", where=where).value
    assert opened.metric("lines", where={"organizer": "nobody"}).value == 0
    assert book().metric("lines", where={"is_832_on_date": "true"}).needs == ("products",)
    with pytest.raises(yj.errors.NeedsTableError, match="products"):
        book().table("lines", where={"is_832_on_date": "true"})


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ("relations", {"where": {"nope": "x"}}),
        ("communities", {"where": {"channel": "x"}}),
        ("households", {"by": "nope"}),
        ("households", {"by": "organizer"}),
        ("relations", {"by": "nope"}),
        ("lines", {"by": "nope"}),
    ],
)
def test_a_table_without_the_dimension_says_so(table, asked) -> None:
    opened = book(products=PRODUCTS, projects=PROJECTS)
    with pytest.raises(yj.errors.UnknownNameError, match=f"those of the table {table}"):
        opened.table(table, **asked)


def test_each_dimension_once() -> None:
    opened = book(projects=PROJECTS)
    for ask in (opened.table, opened.metric, lambda _, by: opened.headline(by=by)):
        with pytest.raises(yj.errors.OptionError, match="each dimension once for by, found 'city'"):
            ask("lines", by=["city", "city"])
    assert opened.table("lines", by="organizer").to_polars().columns == opened.table("lines").to_polars().columns


def test_a_household_of_an_older_cohort_stays_in_it() -> None:
    found = book().table("cohorts", period="within", start="2019-06-01", end="2019-09-30").to_polars().rows()
    assert found == [("2019-05", "2019-06", 1, 1), ("2019-05", "2019-09", 4, 1), ("2019-06", "2019-06", 0, 1)]


def test_a_ratio_is_a_float_whatever_it_divides_by() -> None:
    reports = "X1 monthly 2019-05 2019-06-05"
    opened = book(reports=reports, associations="X1 2019-04-20")
    for result in (
        opened.metric("reporting_rate", as_of="2019-05-10"),
        opened.metric("reporting_rate", by="period", as_of="2019-05-10"),
        book().metric("reporting_rate"),
    ):
        assert result.to_polars().schema["value"] == polars.Float64
    assert opened.metric("reports_due").to_polars().schema["value"] == polars.Int64


def test_a_declaration_that_is_not_known_is_not_0() -> None:
    unread = book(suppliers="S1 甲社 合作社 226名 -\nS3 丙社 合作社 999 999")
    assert (unread.metric("declared_direct").value, unread.metric("declared_direct").needs) == (None, ())
    unlisted = book(suppliers="S3 丙社 合作社 999 999")
    assert unlisted.metric("declared_direct").value is None
    assert unlisted.table("suppliers").to_polars().select("supplier", "active", "declared_direct").rows() == [
        ("S1", "true", None),
        ("S2", "true", None),
        ("S3", "false", 999),
    ]
    known = book(suppliers="S1 甲社 合作社 40 -")
    assert known.metric("declared_direct").value == 40
    # Where nobody sells, nobody declares.
    assert known.metric("declared_direct", as_of="2019-05-01").value == 0
