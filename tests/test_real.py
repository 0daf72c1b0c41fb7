"""Every number of examples/real.py is DuckDB's on the same files, by a query that knows nothing of the library."""

import json
import runpy
from pathlib import Path

import duckdb
import pytest
import yijin as yj

REAL = runpy.run_path(str(Path(__file__).parents[1] / "examples" / "real.py"))
SUMS = ("lines", "amount_fen")
DIMENSIONS = {
    "stage": "quarter(day)::VARCHAR",
    "month": "strftime(day, '%Y-%m')",
    "week": "strftime(day, '%G-W%V')",
    "quarter": "'2017-Q' || quarter(day)",
    "day": "strftime(day, '%Y-%m-%d')",
    "community": "store_id::VARCHAR",
    "custom": "CASE brand WHEN 'Private' THEN 'true' WHEN 'National' THEN 'false' END",
    "brand": "brand",
    "category": "product_category",
    "supplier": "manufacturer_id::VARCHAR",
    "channel": "NULL",
    "buyer_kind": "'household'",
}


@pytest.fixture(scope="module")
def book():
    return yj.open(REAL["exports"](), campaign=REAL["CAMPAIGN"], key=b"a key of the tests, 16 bytes or more")


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    paths = REAL["exports"]()
    con.execute(f"CREATE VIEW product AS FROM '{paths['products']}'")
    # A line of nothing is set aside; the evening of 31 December in America is already 2018 on the files' clock.
    con.execute(f"""CREATE TABLE line AS
        SELECT t.*, t.transaction_timestamp::DATE AS day, p.brand, p.product_category, p.manufacturer_id
        FROM '{paths["ledger"]}' t LEFT JOIN product p USING (product_id)
        WHERE quantity <> 0 AND transaction_timestamp < TIMESTAMP '2018-01-01'""")
    return con


FIGURES = """count(DISTINCT store_id), count(DISTINCT household_id), count(DISTINCT product_id) FILTER (brand = 'Private'),
    count(*), sum(round(sales_value * 100)::BIGINT)::BIGINT"""


def asked(con, columns: list[str], where: str = "true") -> dict[tuple, tuple]:
    """Return DuckDB's figures by group."""
    keys = ", ".join(DIMENSIONS[name] for name in columns) or "1"
    rows = con.execute(f"SELECT {keys}, {FIGURES} FROM line WHERE {where} GROUP BY ALL").fetchall()
    width = max(len(columns), 1)
    return {row[:width] if columns else (): row[width:] for row in rows}


def answered(headline, by: list[str]) -> dict[tuple, tuple]:
    """Return the library's figures by group."""
    rows = json.loads(headline.to_json())["rows"]
    metrics = ("communities", "households", "custom_products")
    key = [tuple(row["by"][name] for name in by) for row in rows]
    figures = [(*(row[name]["value"] for name in metrics), *(row[name] for name in SUMS)) for row in rows]
    return dict(zip(key, figures, strict=True))


@pytest.mark.parametrize("by", [[], *([name] for name in DIMENSIONS), ["stage", "custom"], ["month", "community"]], ids="-".join)
def test_every_slice_is_duckdbs(book, con, by) -> None:
    assert answered(book.headline(by=by), by) == asked(con, by)


def test_running_counts_by_month_are_duckdbs(book, con) -> None:
    rows = con.execute(f"""SELECT m.month, {FIGURES} FROM (SELECT DISTINCT strftime(day, '%Y-%m') AS month FROM line) m
        JOIN line ON strftime(day, '%Y-%m') <= m.month GROUP BY ALL""").fetchall()
    assert answered(book.headline(by="month", cumulative=True), ["month"]) == {row[:1]: row[1:] for row in rows}


def test_a_filter_and_an_earlier_day_are_duckdbs(book, con) -> None:
    where = "brand = 'Private' AND day <= DATE '2017-06-15'"
    assert answered(book.headline(as_of="2017-06-15", where={"custom": "true"}), []) == asked(con, [], where)


def test_every_row_is_accounted_for(book, con) -> None:
    ledger = json.loads(book.quality.to_json())["accounting"]["ledger"]
    assert ledger == {
        "read": 1_469_307,
        "accepted": con.execute("SELECT count(*) FROM line").fetchone()[0],
        "outside_campaign": 526,
        "superseded": 0,
        "set_aside": {"zero_quantity": 8_869},
    }
    products = json.loads(book.quality.to_json())["accounting"]["products"]
    assert (products["read"], products["accepted"]) == (92_331, 92_331)


def test_lines_of_products_that_the_catalogue_lacks_are_flagged(book, con) -> None:
    missing = con.execute("SELECT count(*) FROM line WHERE brand IS NULL").fetchone()[0]
    assert json.loads(book.quality.to_json())["flags"]["unknown_product"] == missing > 0


def test_what_cannot_be_known_says_what_it_needs(book) -> None:
    row = json.loads(book.headline().to_json())["rows"][0]
    for metric in ("direct_poor_households", "indirect_poor_households"):
        assert row[metric]["value"] is None
        assert "benefit_links" in row[metric]["needs"]
    assert row["communities"]["flags"] == ["unverified"]
    # No targets and no units: neither is made up.
    assert row["households"].get("target") is None
    assert (row["mass_g"], row["mass_unknown_lines"]) == (0, row["lines"])
