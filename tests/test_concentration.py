"""Concentration and means: by hand, by NumPy, and over generated books."""

import numpy as np
import polars
import pytest
import yijin as yj
from made import book, campaign

ev = yj.evaluate
KEY = b"a key of the tests, 16 bytes or more"
# Order, day, community, household, enterprise, amount in yuan.
LEDGER = """
1 2019-05-03 C1 H1 E1 10
2 2019-06-04 C1 H2 E1 30
3 2019-06-05 C2 H3 E1 20
4 2019-07-06 C3 H4 E2 40
5 2019-08-06 C2 H1 E1 60
6 2019-08-07 C3 - E2 900
"""
PROJECTS = (
    "C1 E1 成都市 甲苑 2019-05-01\nC2 E1 成都市 乙苑 -\nC3 E2 杭州市 丙苑 -\nC4 E3 杭州市 丁苑 2019-06-01\nC5 E1 成都市 戊苑 2020-08-01"
)


def opened(ledger: str = LEDGER, projects: str | None = PROJECTS, without: str = "", least: int = 2) -> yj.Book:
    """Return a book of these rows, without a column of the ledger; ``-`` is a missing value."""
    columns = {
        "ledger": "order_id order_date community_id household_id enterprise_id amount product_id quantity status",
        "projects": "community_id enterprise_id city name joined_on",
    }
    given = {"ledger": ledger} | ({} if projects is None else {"projects": projects})
    cells = {
        table: [[None if cell == "-" else cell for cell in row.split()] for row in text.strip().splitlines()]
        for table, text in given.items()
    }
    cells["ledger"] = [[*row, "P1", "1", "completed"] for row in cells["ledger"]]
    schema = {table: dict.fromkeys(columns[table].split(), polars.String) for table in given}
    frames = {table: polars.DataFrame(cells[table], schema=schema[table], orient="row") for table in given}
    frames["ledger"] = frames["ledger"].drop(without or [])
    return yj.open(frames, key=KEY, campaign=least_of(least))


def least_of(least: int) -> yj.Campaign:
    """Return the campaign with a policy of at least so many households a figure."""
    return yj.Campaign.parse(yj.Campaign.default().to_toml().replace("min_cell = 5", f"min_cell = {least}"))


@pytest.fixture(scope="module")
def large() -> yj.Book:
    return book(20_000, 21, "parquet", 0.0)


def gini(x: np.ndarray) -> float:
    return np.abs(x[:, None] - x).mean() / x.mean() / 2


def top(part: float):
    def share(x: np.ndarray) -> float:
        held = np.concatenate([[0], np.sort(x).cumsum()]) / x.sum()
        return 1 - np.interp((1 - part) * len(x), np.arange(len(x) + 1), held)

    return share


def theil_t(x: np.ndarray) -> float:
    y = x / x.mean()
    return (y * np.log(np.where(y > 0, y, 1))).mean()


def theil_l(x: np.ndarray) -> float:
    return -np.log(x / x.mean()).mean()


def atkinson(x: np.ndarray) -> float:
    return 1 - np.exp(np.log(x).mean()) / x.mean()


def herfindahl(x: np.ndarray) -> float:
    return ((x / x.sum()) ** 2).sum()


STATISTICS = {
    "gini": (gini, lambda x, c: ev.gini(x, clusters=c)),
    "top": (top(0.1), lambda x, c: ev.top_share(x, 0.1, clusters=c)),
    "theil_t": (theil_t, lambda x, c: ev.theil(x, clusters=c).t),
    "theil_l": (theil_l, lambda x, c: ev.theil(x, clusters=c).l),
    "atkinson": (atkinson, lambda x, c: ev.atkinson(x, 1.0, clusters=c)),
    "herfindahl": (herfindahl, lambda x, c: ev.herfindahl(x, clusters=c).value),
}


@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize("clustered", [False, True])
def test_an_interval_is_that_of_leaving_each_unit_or_cluster_out(name: str, clustered: bool) -> None:
    chance = np.random.default_rng(7)
    homes = np.sort(chance.integers(0, 120, 480)) if clustered else np.arange(480)
    x = chance.gamma(2.0, 10.0, 480) * chance.gamma(6.0, 1 / 6, 480)[homes]
    slow, ask = STATISTICS[name]
    found = ask(x, homes if clustered else None)
    left = np.array([slow(x[homes != home]) for home in np.unique(homes)])
    groups = len(left)
    error = ((groups - 1) / groups * ((left - left.mean()) ** 2).sum()) ** 0.5
    quantile = 1.9799 if groups < 200 else 1.9649
    assert found.value == pytest.approx(slow(x), rel=1e-12)
    assert (found.upper - found.lower) / 2 == pytest.approx(quantile * error, rel=0.12 if name == "herfindahl" else 0.05)
    assert (found.n, found.clusters) == (480, groups if clustered else None)
    assert found.warnings == ()


def test_four_units_by_hand() -> None:
    # Mean 2.5; the influences on the Gini coefficient of 1, 2, 3, 4, by hand: (2 (x F + above) - 5/4 · 2.5 - ...) as below.
    x, f = np.array([1.0, 2, 3, 4]), np.array([0.125, 0.375, 0.625, 0.875])
    above = np.array([9.5, 8, 5.5, 2]) / 4
    influence = 2 * (x * f + above) / 2.5 - 1.25 * x / 2.5
    influence -= influence.mean()
    half = 3.182446305 * (4 / 3 * ((influence / 4) ** 2).sum()) ** 0.5
    found = ev.gini([3, 1, 4, 2])
    assert found.value == 0.25
    assert (found.lower, found.upper) == (pytest.approx(max(0.25 - half, 0.0)), pytest.approx(min(0.25 + half, 0.75)))
    assert found.warnings == ("4 units: an interval of fewer than 30 is too narrow",)


def test_an_index_follows_from_the_other() -> None:
    found = ev.herfindahl(np.random.default_rng(3).gamma(2.0, 1.0, 60))
    assert found.effective.lower == pytest.approx(1 / found.value.upper)
    assert found.normalised.upper == pytest.approx((found.value.upper - 1 / 60) / (1 - 1 / 60))
    assert ev.herfindahl([5]).normalised is None


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ev.gini([1, 2, 3, 4], [1, 1, 1, 2]), "how the units were drawn is not known"),
        (lambda: ev.gini([1, 2]), "fewer than 3 units"),
        (lambda: ev.gini([1, 2, 4, 9], clusters=["a", "a", "b", "b"]), "fewer than 3 clusters"),
        (lambda: ev.gini([2] * 40), "all units have the same"),
        (lambda: ev.atkinson([0, 1, 2, 3], 1.0), "end of its range"),
    ],
)
def test_where_there_is_no_interval_it_says_why(ask, said: str) -> None:
    found = ask()
    assert (found.lower, found.upper, found.method) == (None, None, "none")
    assert said in found.warnings[0]
    assert "—" in found._repr_html_()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ev.gini([1, 2, 3], clusters=[1, 2]), "as many as values"),
        (lambda: ev.gini([1, 2, 3], clusters=[]), "as many as values"),
        (lambda: ev.largest([1, 2, 3], 0), "a whole number from 1"),
        (lambda: ev.top_share([1, 2, 3], 1.5), "from 0 to 1"),
        (lambda: opened().evaluate.concentration(over="communities"), "did you mean 'community'"),
        (lambda: opened().evaluate.concentration("households_buying", over="community"), "adds up"),
        (lambda: opened().evaluate.concentration(over="community", by="month"), "lies whole"),
        (lambda: opened().evaluate.concentration(over="household", zeros=True), "no list"),
        (lambda: opened(projects=None).evaluate.concentration(over="community", zeros=True), "projects"),
        (lambda: opened().evaluate.concentration(where={"month": "2020-01"}), "something was bought"),
        (lambda: opened().evaluate.per_household(statistic="ratio"), "`over`"),
        (lambda: opened().evaluate.per_household("households_buying"), "adds up"),
        (lambda: opened().evaluate.per_household(where={"month": "2020-01"}), "a household bought"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, said: str) -> None:
    with pytest.raises(yj.errors.YijinError, match=said):
        ask()


def test_units_of_a_small_book() -> None:
    found = opened().evaluate.concentration(over="enterprise", as_of="2019-12-31")
    # E1 120 yuan, E2 940: Gini of two is half the difference of their shares.
    assert (found.total, found.n, found.as_of) == (106000, 2, "2019-12-31")
    assert found.gini.value == pytest.approx((940 - 120) / 1060 / 2)
    assert found.lorenz == ((0.0, 0.0), (0.5, pytest.approx(120 / 1060)), (1.0, 1.0))
    assert found.herfindahl.value.value == pytest.approx((120**2 + 940**2) / 1060**2)


def test_households_count_once_in_the_community_of_their_first_purchase() -> None:
    found = opened(least=1).evaluate.concentration(over="household", by="community")
    # H1 70 yuan (C1), H2 30 (C1), H3 20 (C2), H4 40 (C3); what no household bought is left out and counted.
    assert (found.total, found.n, found.clusters, found.largest) == (16000, 4, 3, None)
    assert found.gini.value == pytest.approx(gini(np.array([70.0, 30, 20, 40])))
    assert set(found.split.by_group) == {"C1", "C2", "C3"}
    assert found.split.between + found.split.within == pytest.approx(theil_t(np.array([70.0, 30, 20, 40])))
    assert found.warnings[0] == "1 lines name none of these units and are left out"
    # Ends alone: points of the curve are ten households apart.
    assert found.lorenz == ((0.0, 0.0), (1.0, 1.0))


def test_listed_units_without_purchases_are_zeros_where_asked_for() -> None:
    ask = opened().evaluate.concentration
    bought = ask(over="community")
    listed = ask(over="community", zeros=True, by="city")
    # C1 40, C2 80, C3 940; C4 and, since August 2020, C5 bought nothing.
    assert (bought.n, listed.n, listed.total) == (3, 5, bought.total)
    assert listed.gini.value == pytest.approx(gini(np.array([40.0, 80, 940, 0, 0])))
    assert listed.theil.l is None
    assert "the mean log deviation: not defined where a unit has 0" in listed._repr_html_()
    assert listed.warnings == ("2 units that are listed bought nothing and count as 0",)
    assert ask(over="community", zeros=True, as_of="2019-12-31").n == 4
    assert ask(over="community", zeros=True, where={"city": "成都市"}).n == 3
    assert ask(over="enterprise", zeros=True).n == 3


def test_means_over_households_by_hand() -> None:
    ask = opened().evaluate.per_household
    mean, ratio = ask("amount"), ask("amount", "ratio", over="lines", lang="zh")
    assert (mean.value, mean.n, mean.clusters, mean.as_of) == (4000.0, 4, 3, "2020-09-30")
    assert ratio.value == 16000 / 5
    assert "元" not in ratio.definition
    assert "分" in ratio.definition
    assert mean.warnings[1] == "1 lines name none of these units and are left out"
    assert ratio.warnings[0].startswith("社区只有3个")
    with pytest.raises(yj.errors.OptionError, match="one of mean, ratio for statistic"):
        ask(statistic="total")
    with pytest.raises(yj.errors.OptionError, match="for over, found"):
        opened().evaluate.concentration(over=["enterprise"])


def test_a_mean_is_the_bootstrap_of_what_households_bought(large: yj.Book) -> None:
    found = large.evaluate.per_household("amount", seed=5)
    table = large.table("households", where={}).to_polars()
    assert (found.n, found.value) == (table.height, pytest.approx(table["amount_fen"].mean()))
    assert found.value == pytest.approx(large.metric("amount_per_household").value)
    assert found == large.evaluate.per_household("amount", seed=5)
    assert found.lower < found.value < found.upper
    assert large.evaluate.per_household("amount", method="bca").method == "cluster_bootstrap_bca"


@pytest.mark.parametrize(("over", "dimension"), [("enterprise",) * 2, ("community",) * 2, ("county", "origin_county"), ("supplier",) * 2])
def test_units_have_what_the_metric_says(large: yj.Book, over: str, dimension: str) -> None:
    found = large.evaluate.concentration(over=over, k=5)
    x = np.array([row.value for row in large.metric("amount", by=dimension) if row.by[dimension] is not None], float)
    assert (found.n, found.total) == (len(x), x.sum())
    assert found.gini.value == pytest.approx(gini(x))
    assert found.largest.value == pytest.approx(np.sort(x)[-5:].sum() / x.sum())
    assert found.top[0.1].value == pytest.approx(top(0.1)(x))
    assert found.gini == ev_as_of(ev.gini(x), found)
    curve, held = np.array(found.lorenz), np.concatenate([[0], np.sort(x).cumsum()]) / x.sum()
    assert len(curve) <= 201
    assert curve[:, 1] == pytest.approx(held[np.round(curve[:, 0] * len(x)).astype(int)])


def ev_as_of(plain: ev.Estimate, found: yj.evaluation.Concentration) -> ev.Estimate:
    """Return an estimate of plain numbers with what the book's says beside them."""
    said = {"definition": found.gini.definition, "as_of": found.as_of, "warnings": found.gini.warnings}
    numbers = {name: pytest.approx(getattr(plain, name)) for name in ("value", "lower", "upper")}
    return ev.Estimate(**numbers, level=plain.level, method=plain.method, n=plain.n, **said)


def test_households_are_drawn_with_their_communities(large: yj.Book) -> None:
    found = large.evaluate.concentration("lines", over="household", by="enterprise")
    table = large.table("households").to_polars()
    x = table["lines"].to_numpy().astype(float)
    assert (found.n, found.total) == (len(x), x.sum())
    assert found.gini.value == pytest.approx(gini(x))
    assert found.split.total == pytest.approx(found.theil.t.value)
    assert found.clusters < found.n
    assert {round(step * found.n) for step in np.diff(np.array(found.lorenz)[:, 0])} <= set(range(10, found.n))


def test_it_shows_itself_in_both_languages(large: yj.Book) -> None:
    polars_frame = large.evaluate.concentration(over="enterprise").to_polars()
    assert polars_frame["statistic"].to_list()[:5] == ["gini", "top_1", "top_10", "top_20", "largest"]
    assert polars_frame["as_of"].unique().to_list() == ["2020-09-30"]
    for lang, word in (("en", "the Gini coefficient"), ("zh", "基尼系数")):
        found = large.evaluate.concentration(over="community", by="province", lang=lang)
        assert word in found._repr_html_()
        assert word in repr(found)
        assert word in found.gini.definition
        marks = found.chart().to_dict()["layer"]
        assert len(marks) == 2


def test_no_household_is_named(large: yj.Book) -> None:
    found = large.evaluate.concentration(over="household", by="community", lang="zh")
    ids = set(polars.read_parquet(campaign(20_000, 21, "parquet", 0.0) / "ledger*.parquet")["household_id"].drop_nulls().to_list())
    shown = repr(found) + found._repr_html_() + str(found.to_polars().rows()) + str(found.chart().to_dict())
    assert not any(str(one) in shown for one in list(ids)[:200])


@pytest.mark.parametrize(
    ("without", "over", "needed"),
    [
        ("household_id", "household", "ledger.household_id"),
        ("community_id", "household", "ledger.community_id"),
        ("community_id", "community", "ledger.community_id"),
        ("enterprise_id", "enterprise", "ledger.enterprise_id"),
        ("", "supplier", "ledger.supplier_id"),
    ],
)
def test_units_that_lines_cannot_name_need_their_column(without: str, over: str, needed: str) -> None:
    ask = opened(projects=None, without=without).evaluate
    with pytest.raises(yj.errors.NeedsTableError, match=needed):
        ask.concentration(over=over)
    if over == "household":
        with pytest.raises(yj.errors.NeedsTableError, match=needed):
            ask.per_household()


def test_figures_of_a_column_that_the_ledger_lacks_are_none() -> None:
    bare = opened(projects=None, without="household_id")
    for metric in ("households_buying", "households_returning", "new_households", "one_jin_share", "amount_per_household"):
        found = bare.metric(metric)
        assert (found.value, found.needs, len(found)) == (None, ("ledger.household_id",), 0), metric
    assert bare.metric("households_buying", by="enterprise").needs == ("ledger.household_id",)
    assert "ledger.household_id" in next(one for one in yj.metrics() if one.id == "households_buying").tables
    assert bare.metric("amount").value == 106000
    assert opened(projects=None, without="community_id").metric("active_communities").needs == ("ledger.community_id",)
    with pytest.raises(yj.errors.NeedsTableError, match="household_id"):
        bare.table("households")
    conventions = {"weights": "equal", "normalisation": "min_max", "aggregation": "arithmetic", "missing": "refuse"}
    with pytest.raises(yj.errors.NeedsTableError, match="household_id"):
        bare.evaluate.enterprises({"amount": 1}, **conventions, concentration=None)


# H4 to H6 first buy where no community is named; H7 on its first day with two enterprises.
SCATTERED = f"""
{LEDGER.strip()}
7 2019-06-01 - H5 E2 10
8 2019-06-01 - H6 E2 20
9 2019-06-02 C3 H7 E1 5
10 2019-06-02 C3 H7 E2 7
"""


def test_households_without_a_community_are_no_cluster_together() -> None:
    book = opened(SCATTERED, least=1)
    spread, mean = book.evaluate.concentration(over="household"), book.evaluate.per_household()
    # C1 with H1 and H2, C2 with H3, C3 with H4 and H7, and H5 and H6 each on its own.
    assert (spread.n, spread.clusters, mean.n, mean.clusters) == (7, 5, 7, 5)
    x, clusters = [70, 30, 20, 40, 10, 20, 12], [1, 1, 2, 3, 4, 5, 3]
    assert spread.gini.upper == pytest.approx(ev.gini(x, clusters=clusters).upper)
    for warnings in (spread.warnings, mean.warnings):
        assert any(text.startswith("2 households made a first purchase that names no community") for text in warnings)


def test_households_of_several_groups_on_their_first_day_are_in_none() -> None:
    found = opened(SCATTERED, least=1).evaluate.concentration(over="household", by="enterprise")
    # E1: H1 70, H2 30, H3 20; E2: H4 40, H5 10, H6 20; H7 is in neither.
    expected = ev.theil_by_group([70, 30, 20, 40, 10, 20], ["E1"] * 3 + ["E2"] * 3)
    assert (found.split.between, found.split.within) == (pytest.approx(expected.between), pytest.approx(expected.within))
    assert any(text.startswith("1 households whose first day has several values of enterprise") for text in found.warnings)


def test_what_few_households_bought_is_not_told(large: yj.Book) -> None:
    with pytest.raises(yj.errors.OptionError, match="at least 5 households bought"):
        opened(least=5).evaluate.concentration(over="household")
    held = opened(SCATTERED, least=3).evaluate.concentration(over="household", by="community")
    assert (held.split, dict(held.top), held.n) == (None, {}, 7)
    assert any(text.startswith("what is between and within is held back: 4 groups") for text in held.warnings)
    assert any(
        "fewer than 3 households: the share of the top 1%, the share of the top 10%, the share of the top 20%" in text
        for text in held.warnings
    )
    assert set(large.evaluate.concentration(over="household").top) == {0.1, 0.2}


@pytest.mark.parametrize("over", ["household", "community", "enterprise"])
def test_it_is_a_working_table(over: str) -> None:
    found = opened().evaluate.concentration(over=over)
    assert "working table" in repr(found)
    assert "working table" in found._repr_html_()
