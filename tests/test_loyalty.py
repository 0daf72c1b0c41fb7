"""Second purchases, supply relations and buyers from month to month: by hand with December's gap, and on a campaign in polars."""

import datetime
import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import yijin as yj
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from yijin import _native
from yijin.errors import NeedsTableError, OptionError, UnknownNameError

KEY = b"a key of the tests, 16 bytes or more"
HEADER = "order_id,order_date,household_id,channel,enterprise_id,product_id,quantity,unit,amount,status,refund_of"
PRODUCTS = ["product_id,name,custom,origin_county", "P1,核桃,否,四川省昭觉县", "P2,苹果,否,河北省行唐县"]

END = datetime.date(2020, 9, 30)
MONTHS = [*(f"2019-{month:02}" for month in range(5, 12)), *(f"2020-{month:02}" for month in range(1, 10))]

# Without products. Nobody buys in the gap but H2 and H4; H3 buys twice on its first day; H5 returns what it bought in February.
PURCHASES = [
    "2019-10-05 H1 platform",
    "2019-11-20 H1 platform",
    "2020-01-10 H1 platform",
    "2019-11-03 H2 group_buy",
    "2019-12-12 H2 group_buy",
    "2019-11-08 H3 platform",
    "2019-11-08 H3 group_buy",
    "2020-02-01 H3 platform",
    "2019-12-24 H4 platform",
    "2020-01-05 H4 platform",
    "2020-01-20 H5 group_buy",
    "2020-02-10 H5 group_buy",
    "2020-01-21 - platform",
]
RETURNED = "R,2020-03-01,H5,group_buy,E1,P1,1,斤,10,refunded,D12"

# Enterprise, product, and the months with a line. E1 and 昭觉 trade in three campaign months on end: October, November, January.
RELATIONS = {
    ("E1", "P1"): ["2019-10", "2019-11", "2020-01"],
    ("E1", "P2"): ["2019-05", "2020-09"],
    ("E2", "P1"): ["2020-08"],
    ("E2", "P2"): ["2019-12"],
    ("E3", "P1"): ["2020-07"],
    ("E3", "P2"): ["2019-11", "2020-03"],
}


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> yj.Book:
    cells = [row.split() for row in PURCHASES]
    rows = [
        f"D{number},{day},{'' if home == '-' else home},{channel},E1,P1,1,斤,10,completed,"
        for number, (day, home, channel) in enumerate(cells, 1)
    ]
    return yj.open(written(tmp_path_factory.mktemp("homes") / "ledger.csv", [HEADER, *rows, RETURNED]), key=KEY)


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> yj.Book:
    folder = tmp_path_factory.mktemp("trade")
    traded = [(*pair, month) for pair, months in RELATIONS.items() for month in months]
    rows = [f"D{number},{month}-09,H1,platform,{who},{what},1,斤,10,completed," for number, (who, what, month) in enumerate(traded)]
    written(folder / "products.csv", PRODUCTS)
    written(folder / "ledger.csv", [HEADER, *rows])
    return yj.open(folder, key=KEY)


def steps(curve: yj.evaluate.Curve) -> list[tuple]:
    return [(step.time, step.at_risk, step.events, pytest.approx(step.survival)) for step in curve.steps]


def test_days_to_the_second_purchase_are_from_day_to_day_and_the_gap_counts(homes: yj.Book):
    found = homes.evaluate.loyalty(as_of="2020-03-15").second_purchase
    # H4 12 days, H2 39, H1 46, H3 85; H5 is seen for 55 and returned its second purchase.
    assert steps(found.all) == [(12, 5, 1, 0.8), (39, 4, 1, 0.6), (46, 3, 1, 0.4), (85, 1, 1, 0)]
    assert (found.all.n, found.all.events, found.all.followed, found.all.median.value) == (5, 4, 85, 46)
    assert (found.all.as_of, found.all.unit) == ("2020-03-15", "days")
    assert "(purchases of one day are one; days between stages count)" in found.all.definition


def test_what_was_not_known_on_a_day_does_not_count(homes: yj.Book):
    before = homes.evaluate.loyalty(as_of="2020-02-20").second_purchase.all
    assert steps(before)[1] == (21, 4, 1, 0.6)
    assert before.n == before.events == 5
    nobody = homes.evaluate.loyalty(as_of="2019-04-01")
    assert (nobody.second_purchase.all.n, nobody.second_purchase.all.median, len(nobody.churn)) == (0, None, 0)
    late = homes.evaluate.loyalty(as_of="2021-06-30")
    assert (late.last_day, late.second_purchase.all.n, late.as_of) == ("2020-09-30", 5, "2021-06-30")
    # Nothing counts behind the campaign's last day, so nobody is followed beyond it.
    assert late.second_purchase.all.steps == homes.evaluate.loyalty().second_purchase.all.steps


def test_a_group_is_a_value_of_the_first_day_and_who_has_several_is_in_none(homes: yj.Book):
    found = homes.evaluate.loyalty(by="channel", as_of="2020-03-15").second_purchase
    assert {value: (curve.n, curve.events) for value, curve in found.groups.items()} == {"platform": (2, 2), "group_buy": (2, 1)}
    assert found.several == 1
    assert any("in no group: 1" in warning for warning in found.all.warnings)
    assert any("alike" in warning for warning in found.test.warnings)
    # At 12: 2 and 2 at risk, platform; at 39: 1 and 2, group buying; at 46: 1 and 1, platform.
    platform = next(group for group in found.test.groups if group.name == "platform")
    expected, variance = 2 / 4 + 1 / 3 + 1 / 2, 1 / 4 + 2 / 9 + 1 / 4
    assert (platform.n, platform.observed, platform.expected) == (2, 2, pytest.approx(expected))
    assert found.test.chi2 == pytest.approx((2 - expected) ** 2 / variance)
    one = homes.evaluate.loyalty(by="enterprise").second_purchase
    assert (one.test, list(one.groups)) == (None, ["E1"])
    assert any("cannot be compared" in warning for warning in one.all.warnings)


def test_after_november_comes_january_and_the_last_months_are_censored(homes: yj.Book):
    churn = homes.evaluate.loyalty(as_of="2020-03-15").churn
    rows = {row.month: (row.buyers, row.new, row.stayed, row.back, row.absent, row.again) for row in churn}
    assert list(rows)[-5:] == ["2019-10", "2019-11", "2020-01", "2020-02", "2020-03"]
    assert rows["2019-10"] == (1, 1, 0, 0, 0, 0)
    # Of November's H1, H2, H3 only H1 buys in January; H2 was seen in December, H3 in February.
    assert rows["2019-11"] == (3, 2, 1, 0, 2, 2)
    # In January H4, first seen in December, came back; H1, H4 and H5 are absent in February and not seen again.
    assert rows["2020-01"] == (3, 1, 1, 1, 3, 0)
    assert rows["2020-02"] == (1, 0, 0, 1, None, None)
    assert rows["2020-03"] == (0, 0, 0, 0, None, None)
    by_month = {row.month: row for row in churn}
    share = by_month["2019-11"].share
    assert (share.value, share.n, share.method, share.as_of) == (pytest.approx(2 / 3), 3, "wilson", "2020-03-15")
    assert (share.lower, share.upper) == (yj.evaluate.share(2, 3).lower, yj.evaluate.share(2, 3).upper)
    assert by_month["2020-02"].share is None
    assert "next campaign month is not over" in by_month["2020-02"].warnings[0]
    assert not by_month["2020-01"].warnings
    assert by_month["2019-06"].share is None
    assert by_month["2019-06"].absent == 0
    assert homes.evaluate.loyalty(as_of="2020-03-31").churn.rows[-2].absent == 1


def test_a_relation_ends_by_a_silence_that_is_over(trade: yj.Book):
    supply = trade.evaluate.loyalty(silence=2).supply
    # E3-昭觉 ends at once, E1-昭觉 after 2 campaign months, E3-行唐 after 3; E1-行唐 goes on and is followed until July 2020, the last
    # month behind which two are over. E2-昭觉 began in August; E2-行唐 traded in the gap alone.
    assert steps(supply.curve) == [(0, 4, 1, 0.75), (2, 3, 1, 0.5), (3, 2, 1, 0.25)]
    assert (supply.curve.n, supply.curve.followed, supply.relations, supply.late, supply.between) == (4, 13, 5, 1, 1)
    # Both were silent for two campaign months; Oct, Nov, Jan are on end.
    assert supply.resumed == 2
    assert any("began too late for an end to be seen, and are not followed: 1 of 5" in warning for warning in supply.curve.warnings)
    assert "a silence of 2 (campaign months without a line that are over) counts" in supply.curve.definition
    assert supply.curve.at(13).value == pytest.approx(0.25)
    with pytest.raises(OptionError, match="0 to 13, the longest"):
        supply.curve.at(13.5)


def test_one_silent_month_is_another_question_and_a_month_that_runs_is_not_silent(trade: yj.Book):
    one = trade.evaluate.loyalty(silence=1).supply
    assert (one.relations, one.late, one.resumed, one.curve.followed) == (5, 0, 2, 14)
    # On 15 March January and February are over. E1-行唐 ended in May; E3-行唐, silent for both, traded in the March that runs.
    # E1-昭觉 goes on, and is followed until November, the last month behind which two are over: a month after it began.
    running = trade.evaluate.loyalty(silence=2, as_of="2020-03-15").supply
    assert (running.relations, running.late, running.between) == (3, 0, 1)
    assert steps(running.curve) == [(0, 3, 1, pytest.approx(2 / 3))]
    assert running.curve.followed == 1


def test_lifetimes_that_are_known_are_found_again(tmp_path: Path):
    # 3,000 relations that trade every month of their life, of which nine in ten go on from month to month, and begin at any time.
    chance = np.random.default_rng(3)
    begun, life = chance.integers(0, len(MONTHS), 3_000), chance.geometric(0.1, 3_000)
    traded = [(number, month) for number, one in enumerate(begun) for month in MONTHS[one : one + life[number]]]
    rows = [f"D{number},{month}-09,H1,platform,E{who},P1,1,斤,10,completed," for number, (who, month) in enumerate(traded)]
    written(tmp_path / "products.csv", PRODUCTS)
    written(tmp_path / "ledger.csv", [HEADER, *rows])
    curve = yj.open(tmp_path, key=KEY).evaluate.loyalty(silence=3).supply.curve
    # Followed to the last trade, and not to the last month of which an end could have been seen, 0.42 would last 12 months, not 0.25.
    for time in (0, 3, 6, 9, 12):
        assert curve.at(time).value == pytest.approx(0.9 ** (time + 1), abs=0.03)


def test_what_is_missing_is_named_and_the_rest_is_there(homes: yj.Book, tmp_path: Path):
    found = homes.evaluate.loyalty()
    assert (found.supply, dict(found.needs)) == (None, {"supply": "products"})
    assert "products" in repr(found)
    ledger = written(
        tmp_path / "ledger.csv", ["order_id,order_date,product_id,quantity,unit,amount,status", "D1,2019-05-03,P1,1,斤,10,completed"]
    )
    bare = yj.open(ledger, key=KEY).evaluate.loyalty()
    assert set(bare.needs) == {"second_purchase", "churn", "supply"}
    assert bare.needs["churn"] == "ledger.household_id"


def test_supply_relations_of_a_ledger_without_enterprises_are_not_known(tmp_path: Path):
    written(tmp_path / "products.csv", PRODUCTS)
    written(
        tmp_path / "ledger.csv",
        ["order_id,order_date,household_id,product_id,quantity,amount,status", "D1,2019-05-03,H1,P1,1,10,completed"],
    )
    found = yj.open(tmp_path, key=KEY).evaluate.loyalty()
    assert (found.supply, dict(found.needs)) == (None, {"supply": "ledger.enterprise_id"})


def test_curves_taken_out_say_that_they_are_working_ones(homes: yj.Book, trade: yj.Book):
    found = homes.evaluate.loyalty(by="channel").second_purchase
    for curve in (found.all, *found.groups.values(), trade.evaluate.loyalty().supply.curve):
        assert curve.warnings[-1] == "working table, not suppressed"
        assert "working table" in repr(curve)
    few = [curve for curve in found.groups.values() if curve.n < 5]
    assert few
    assert all(f"rests on fewer than 5 households: {curve.n}" in curve.warnings for curve in few)
    assert found._repr_html_().count("working table") == 1


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({"silence": 0}, OptionError, "whole number from 1"),
        ({"silence": "long"}, OptionError, "whole number from 1"),
        ({"level": 1.5}, OptionError, "between 0 and 1"),
        ({"level": "high"}, OptionError, "a finite number for level"),
        ({"by": "chanel"}, UnknownNameError, "did you mean 'channel'"),
        ({"by": "household"}, UnknownNameError, "dimension"),
        ({"by": "province"}, NeedsTableError, "projects"),
        ({"by": 3}, OptionError, "a text for by"),
        ({"as_of": "soon"}, OptionError, "YYYY-MM-DD"),
        ({"lang": "fr"}, OptionError, "en or zh"),
        ({"silense": 2}, TypeError, "did you mean 'silence'"),
    ],
)
def test_what_cannot_be_asked_is_refused(homes: yj.Book, asked: dict, error: type[Exception], match: str):
    with pytest.raises(error, match=match):
        homes.evaluate.loyalty(**asked)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> yj.Book:
    folder = tmp_path_factory.mktemp("campaign") / "exports"
    yj.generate(folder, lines=30_000, seed=7, mess=0.2)
    return yj.open(folder, key=KEY)


@pytest.fixture(scope="module")
def purchases(campaign: yj.Book) -> pl.DataFrame:
    """Return household, day and channel of each line of a household, from the evidence behind the headline."""
    channels = [row.by["channel"] for row in campaign.metric("lines", by="channel")]
    parts = [
        campaign.evidence("households", where={"channel": channel})
        .lines.to_polars()
        .select(home="household_id", day="order_date", channel=pl.lit(channel))
        for channel in channels
    ]
    return pl.concat(parts)


def spells(purchases: pl.DataFrame) -> pl.DataFrame:
    days = purchases.group_by("home").agg(days=pl.col("day").unique().sort())
    first, second = pl.col("days").list.first(), pl.col("days").list.get(1, null_on_oob=True)
    found = days.select("home", first=first, event=second.is_not_null(), time=(second.fill_null(END) - first).dt.total_days())
    on_first = purchases.join(found, left_on=["home", "day"], right_on=["home", "first"])
    return found.join(on_first.group_by("home").agg(channels=pl.col("channel").unique()), on="home").sort("home")


def test_second_purchases_of_a_campaign_are_those_of_its_lines(campaign: yj.Book, purchases: pl.DataFrame):
    found, expected = campaign.evaluate.loyalty(by="channel").second_purchase, spells(purchases)
    reference = SurvfuncRight(expected["time"].to_numpy(), expected["event"].to_numpy())
    events = {step.time: step for step in found.all.steps}
    assert found.all.n == expected.height == campaign.metric("households_buying").value
    assert list(events) == list(reference.surv_times)
    np.testing.assert_allclose([step.survival for step in events.values()], reference.surv_prob, rtol=1e-10)
    np.testing.assert_allclose([step.error for step in events.values()], reference.surv_prob_se, rtol=1e-8)
    assert [step.at_risk for step in events.values()] == list(reference.n_risk)
    middle = found.all.median
    assert (middle.value, middle.lower, middle.upper) == (reference.quantile(0.5), *reference.quantile_ci(0.5))
    one = expected.filter(pl.col("channels").list.len() == 1).with_columns(channel=pl.col("channels").list.first().fill_null("none"))
    assert found.several == expected.height - one.height
    assert {value or "none": curve.n for value, curve in found.groups.items()} == dict(one["channel"].value_counts().rows())
    chi2, p = survdiff(one["time"].to_numpy(), one["event"].to_numpy(), one["channel"].to_numpy())
    assert (found.test.chi2, found.test.p, found.test.df) == (
        pytest.approx(chi2, rel=1e-8),
        pytest.approx(p, rel=1e-6),
        len(found.groups) - 1,
    )


def test_churn_of_a_campaign_is_that_of_its_lines(campaign: yj.Book, purchases: pl.DataFrame):
    churn = campaign.evaluate.loyalty().churn
    days = purchases.group_by("home").agg(days=pl.col("day").unique())
    homes = {home: {day.strftime("%Y-%m"): day for day in sorted(bought)} for home, bought in days.rows()}
    firsts = {home: min(months) for home, months in homes.items()}
    lasts = {home: max(months) for home, months in homes.items()}
    assert [row.month for row in churn] == MONTHS
    for place, row in enumerate(churn):
        buyers = {home for home, months in homes.items() if row.month in months}
        new = {home for home in buyers if firsts[home] == row.month}
        stayed = {home for home in buyers if place and MONTHS[place - 1] in homes[home]}
        assert (row.buyers, row.new, row.stayed, row.back) == (len(buyers), len(new), len(stayed), len(buyers - new - stayed))
        if place + 1 < len(MONTHS):
            absent = {home for home in buyers if MONTHS[place + 1] not in homes[home]}
            assert (row.absent, row.again) == (len(absent), sum(lasts[home] > row.month for home in absent))
            assert row.share.value == len(absent) / len(buyers)
        else:
            assert (row.absent, row.again, row.share) == (None, None, None)


@pytest.mark.parametrize("silence", [1, 3, 6])
def test_supply_relations_of_a_campaign_are_those_of_its_lines(campaign: yj.Book, silence: int):
    supply = campaign.evaluate.loyalty(silence=silence).supply
    lines = campaign.table("lines", by=["enterprise", "origin_county", "month"]).to_polars().drop_nulls(["enterprise", "origin_county"])
    traded = lines.group_by("enterprise", "origin_county").agg(months=pl.col("month").unique())
    assert traded.height == campaign.metric("relations").value == supply.relations + supply.between
    times, events, late, resumed = [], [], 0, 0
    for months in traded["months"].to_list():
        places = [place for place, month in enumerate(MONTHS) if month in months]
        if not places:
            continue
        resumed += any(next - one - 1 >= silence for one, next in itertools.pairwise(places))
        known = len(MONTHS) - 1 - silence - places[0]
        late += known < 0
        if known >= 0:
            ended = places[-1] + silence <= len(MONTHS) - 1
            times.append(places[-1] - places[0] if ended else known)
            events.append(ended)
    reference = SurvfuncRight(np.array(times), np.array(events))
    assert (supply.late, supply.resumed, supply.curve.n) == (late, resumed, len(times))
    assert [step.time for step in supply.curve.steps] == list(reference.surv_times)
    np.testing.assert_allclose([step.survival for step in supply.curve.steps], reference.surv_prob, rtol=1e-10)


def test_a_curve_says_nothing_beyond_who_is_followed_and_no_interval_where_there_is_none():
    curve = yj.evaluate.kaplan_meier([2, 4, 4, 9], [True, False, True, False])
    before, at, last = curve.at(1.9), curve.at(2), curve.at(9)
    assert (before.value, before.lower, before.upper) == (1.0, None, None)
    assert "not defined" in before.warnings[0]
    assert (at.value, at.lower, at.upper, at.method, at.n) == (0.75, curve.steps[0].lower, curve.steps[0].upper, "log_log", 4)
    assert (last.value, last.definition) == (curve.steps[-1].survival, curve.definition)
    assert any("only 3 were followed" in warning for warning in last.warnings)
    for time in (-0.1, 9.1, float("nan")):
        with pytest.raises(OptionError):
            curve.at(time)
    ended = yj.evaluate.kaplan_meier([1, 2], [True, True]).at(2)
    assert (ended.value, ended.lower, ended.upper) == (0.0, None, None)
    assert "∞" not in ended._repr_html_()
    with pytest.raises(OptionError, match="nobody is followed"):
        yj.evaluate.kaplan_meier([], []).at(0)
    with pytest.raises(OptionError, match="as many as times"):
        yj.evaluate.log_rank([1, 2], [True], [1], [True, False])


def test_a_dimension_of_too_many_values_and_what_tables_and_charts_hold(campaign: yj.Book):
    with pytest.raises(OptionError, match="at most 100 values"):
        campaign.evaluate.loyalty(by="day")
    found = campaign.evaluate.loyalty(by="stage", lang="zh")
    second = found.second_purchase
    frame = second.to_polars()
    assert frame.columns == ["stage", "time", "at_risk", "events", "survival", "error", "lower", "upper"]
    assert frame["events"].sum() == sum(curve.events for curve in second.groups.values())
    assert found.churn.to_polars().filter(pl.col("absent").is_null())["month"].to_list() == ["2020-09"]
    several = campaign.evaluate.loyalty(by="month").second_purchase
    charts = [second.chart(), several.chart(), found.supply.chart(), found.churn.chart(), second.all.chart()]
    kinds = ["LayerChart", "FacetChart", "LayerChart", "LayerChart", "LayerChart"]
    assert [type(chart).__name__ for chart in charts] == kinds
    drawn = charts[0].to_dict()["data"]["values"]
    assert {row["who"] for row in drawn} == {"全部", "阶段之间", *(campaign.campaign.stage_names[stage][1] for stage in "123")}
    assert (drawn[0]["time"], drawn[0]["survival"]) == (0, 1)
    assert max(row["time"] for row in drawn) == second.all.followed
    for part in (found, second, found.supply, found.churn, second.all):
        assert 'lang="zh"' in part._repr_html_()
    for part in (found, second, found.supply, found.churn):
        assert "未作隐匿处理" in part._repr_html_()
        assert "未作隐匿处理" in repr(part)
    assert "(阶段之间)" not in repr(second)
    assert "阶段之间" in repr(second)


def test_a_long_call_says_how_far_it_is(campaign: yj.Book):
    counters = _native.Progress()
    _native.loyalty(campaign._native, by=None, silence=3, level=0.95, as_of=None, progress=counters)
    assert counters.phase == "folding"
    assert counters.done == counters.total > 0
