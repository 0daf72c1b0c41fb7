"""A panel has a row for each unit and period, zeros apart from what is not known, and says what its design cannot tell."""

import datetime

import polars as pl
import pytest
import yijin as yj
from yijin.errors import UnknownNameError

LINES = """order_id,order_date,community_id,household_id,product_id,supplier_id,enterprise_id,quantity,unit,amount,status
O1,2019-05-03,C1,H1,P1,S1,E1,1,斤,10.00,completed
O2,2019-05-20,C1,H2,P1,S1,E1,1,斤,20.00,completed
O3,2019-07-09,C1,H1,P1,S2,E1,1,斤,30.00,completed
O4,2019-06-11,C2,H3,P1,S1,E2,1,斤,5.00,completed
O5,2019-07-30,C2,H4,P1,S1,E2,1,箱,7.00,completed
O6,2019-07-31,C2,H4,P1,S1,E2,1,箱,7.00,paid
"""
PROJECTS = """community_id,name,enterprise_id,association_id,city,households,pilot,joined_on
C1,小区C1,E1,A1,成都市,100,是,2019-05-01
C2,小区C2,E2,A1,绵阳市,80,否,2019-06-10
C3,小区C3,E2,A2,贵阳市,60,否,2019-07-01
"""
ACTIVITIES = """activity_id,kind,enterprise_id,association_id,community_id,held_on
F1,fair,,,C2,2019-07-15
F2,fair,,A2,,2019-06-20
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> yj.Book:
    folder = tmp_path_factory.mktemp("panel")
    for name, text in {"ledger": LINES, "projects": PROJECTS, "activities": ACTIVITIES}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return yj.open({name: folder / f"{name}.csv" for name in ("ledger", "projects", "activities")})


def rows(panel: yj.Panel, *columns: str) -> list[tuple]:
    return panel.to_polars().select(*columns).rows()


def test_a_community_is_exposed_since_it_joined_and_zero_is_not_missing(book: yj.Book):
    panel = book.panel("community", measures=["lines", "amount", "households_buying"], as_of="2019-07-31")
    assert rows(panel, "community", "month", "period", "exposure_days", "lines", "amount", "households_buying") == [
        ("C1", "2019-05", 1, 31, 2, 3000, 2),
        ("C1", "2019-06", 2, 30, 0, 0, 0),
        ("C1", "2019-07", 3, 31, 1, 3000, 1),
        ("C2", "2019-05", 1, 0, None, None, None),
        ("C2", "2019-06", 2, 21, 1, 500, 1),
        ("C2", "2019-07", 3, 31, 1, 700, 1),
        ("C3", "2019-05", 1, 0, None, None, None),
        ("C3", "2019-06", 2, 0, None, None, None),
        ("C3", "2019-07", 3, 31, 0, 0, 0),
    ]


def test_without_balance_only_what_is_exposed_has_a_row(book: yj.Book):
    panel = book.panel("community", measures=["lines"], balanced=False, as_of="2019-07-31")
    assert rows(panel, "community", "month") == [
        ("C1", "2019-05"),
        ("C1", "2019-06"),
        ("C1", "2019-07"),
        ("C2", "2019-06"),
        ("C2", "2019-07"),
        ("C3", "2019-07"),
    ]


def test_what_happened_to_a_community_stands_beside_it(book: yj.Book):
    panel = book.panel("community", measures=["lines"], as_of="2019-07-31")
    told = dict.fromkeys(rows(panel, "community", "city", "pilot", "joined_on", "first_fair"))
    assert list(told) == [
        ("C1", "成都市", "true", "2019-05-01", None),
        ("C2", "绵阳市", "false", "2019-06-10", "2019-07-15"),
        ("C3", "贵阳市", "false", "2019-07-01", "2019-06-20"),
    ]


def test_treatment_starts_in_the_period_of_its_day(book: yj.Book):
    panel = book.panel("community", measures=["lines"], treatment="first_fair", as_of="2019-07-31")
    assert rows(panel, "community", "treated_on", "treated", "event_time")[2:7] == [
        ("C1", None, 0, None),
        ("C2", "2019-07-15", 0, -2),
        ("C2", "2019-07-15", 0, -1),
        ("C2", "2019-07-15", 1, 0),
        ("C3", "2019-06-20", 0, -1),
    ]
    design = panel.design
    assert (design.units, design.treated, design.with_pre_period, design.treated_groups, design.starts) == (3, 2, 1, 2, 2)
    assert design.identifies
    assert "fewer than 10 groups" in design.warnings[0]


@pytest.mark.parametrize(
    ("treatment", "reason"), [("joined_on", "exposed before its treatment"), ("pilot", "exposed before its treatment")]
)
def test_a_design_without_a_time_before_says_so_by_itself(book: yj.Book, treatment: str, reason: str):
    panel = book.panel("community", treatment=treatment)
    assert not panel.design.identifies
    assert any(reason in one for one in panel.design.reasons)
    assert "no effect can be identified" in repr(panel)
    assert "no effect can be identified" in panel._repr_html_()
    assert any("tautology" in one for one in panel.design.warnings)


def test_one_treated_group_is_too_few(book: yj.Book):
    assert any("fewer than 2 groups" in one for one in book.panel("community", treatment="pilot").design.reasons)


def test_a_household_is_exposed_from_its_first_purchase(book: yj.Book):
    panel = book.panel("household", measures=["lines"], as_of="2019-07-31").to_polars()
    assert len(panel) == 4 * 3
    by_first = panel.group_by("household").agg(pl.col("lines").is_null().sum(), pl.col("lines").sum().alias("all")).sort("lines", "all")
    assert by_first.select("lines", "all").rows() == [(0, 1), (0, 2), (1, 1), (2, 1)]
    raw = {"H1", "H2", "H3", "H4"}
    assert not raw & set(panel["household"].to_list())


@pytest.mark.parametrize(("unit", "freq"), [("community", "week"), ("enterprise", "month"), ("supplier", "month"), ("household", "week")])
def test_the_measures_of_a_panel_add_up_to_the_books(book: yj.Book, unit: str, freq: str):
    panel = book.panel(unit, freq, measures=["lines", "amount"], as_of="2019-07-31").to_polars()
    for measure in ("lines", "amount"):
        assert panel[measure].sum() == book.metric(measure, as_of="2019-07-31").value


def test_a_generated_campaigns_panel_is_its_metric(tmp_path):
    made = yj.demo(tmp_path / "exports", lines=3_000)
    figures = {(row.by["enterprise"], row.by["month"]): row.value for row in made.metric("households_buying", by=["enterprise", "month"])}
    panel = made.panel("enterprise", measures=["households_buying"]).to_polars()
    told = {(unit, month): value for unit, month, value in panel.select("enterprise", "month", "households_buying").rows() if value}
    assert told == {key: value for key, value in figures.items() if key[0] is not None and value}


def test_a_period_ends_where_the_campaign_is_known(book: yj.Book):
    last = book.panel("supplier", as_of=datetime.date(2019, 7, 10)).to_polars()
    assert last["last_day"].max() == "2019-07-10"
    assert book.panel("supplier", "week", as_of="2019-05-07").to_polars()["exposure_days"].to_list()[:2] == [5, 2]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unit": "communities"}, "did you mean 'community'"),
        ({"freq": "quarter"}, "month, week"),
        ({"measures": ["amuont"]}, "did you mean 'amount'"),
        ({"measures": ["coverage"]}, "measure of lines"),
        ({"treatment": "pilots"}, "did you mean 'pilot'"),
        ({"unit": "county", "treatment": "pilot"}, "none for this unit"),
    ],
)
def test_what_does_not_exist_is_refused(book: yj.Book, given: dict, said: str):
    with pytest.raises(UnknownNameError) as refused:
        book.panel(**given)
    assert said in str(refused.value)
