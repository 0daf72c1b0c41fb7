"""The library's figures are those of the independent SQL, for totals and every dimension, on messy campaigns of several seeds."""

import pytest
from made import book, by_group, campaign, rows
from reference import DIMENSIONS, FIGURES, Reference

PLANS = [(10_000, 11, "csv", 1.0), (10_000, 12, "parquet", 0.3), (20_000, 13, "mixed", 1.0)]
DAYS = ("2019-08-31", "2019-12-15", "2020-09-30")
CROSSED = (["stage", "channel"], ["province", "is_832"], ["month", "source", "buyer_kind"], ["enterprise", "custom"], ["stage", "supplier"])
FILTERS = (
    {"stage": "1"},
    {"stage": None},
    {"channel": "platform", "is_832": "true"},
    {"source": "poor_village"},
    {"custom": "true", "stage": "2"},
    {"province": None},
)


@pytest.fixture(scope="module", params=PLANS, ids=lambda plan: "-".join(map(str, plan)))
def both(request):
    return book(*request.param), Reference(campaign(*request.param))


def assert_equal(both, **question) -> None:
    library, reference = both
    found = by_group(rows(library.headline(**question)), FIGURES)
    assert found == by_group(reference.headline(**question), FIGURES), question


def test_the_campaign_holds_every_dimension(both) -> None:
    assert sorted(both[0].dimensions()) == sorted(DIMENSIONS)


@pytest.mark.parametrize("as_of", DAYS)
def test_totals(both, as_of) -> None:
    assert_equal(both, as_of=as_of)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension(both, dimension) -> None:
    assert_equal(both, by=[dimension])
    assert_equal(both, by=[dimension], as_of="2019-10-15")


@pytest.mark.parametrize("by", CROSSED, ids="-".join)
def test_crossed_dimensions(both, by) -> None:
    assert_equal(both, by=by)


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_filters(both, where) -> None:
    assert_equal(both, where=where)
    assert_equal(both, where=where, by=["month"])


@pytest.mark.parametrize("by", [["stage"], ["month"], ["quarter"], ["week"], ["month", "channel"]], ids="-".join)
def test_running_distinct_counts(both, by) -> None:
    for as_of in DAYS:
        assert_equal(both, by=by, cumulative=True, as_of=as_of)


def test_accounts(both) -> None:
    import json

    library, reference = both
    accounts = reference.accounting()
    found = json.loads(library.quality.to_json())["accounting"]
    assert {table: found[table] for table in accounts} == accounts
