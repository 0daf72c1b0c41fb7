"""The plain headline: what a book says of a ledger without repeats and refunds, and what SQL says of any."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yijin as yj
from yijin import errors

PEERS = Path(__file__).parent.parent / "benches" / "peers"
NAMED = ("community", "enterprise", "product", "supplier")
FIGURES = ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households")


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("plain") / "exports"
    yj.generate(folder, lines=20_000, seed=5, format="parquet", mess=0.0, progress=False)
    return folder


@pytest.fixture(scope="module")
def settled(exports, tmp_path_factory) -> Path:
    """Return the exports without refunds, repeats and lines said to be refunded."""
    folder = tmp_path_factory.mktemp("settled")
    lines = ledger(exports).filter(pl.col("refund_of").is_null() & (pl.col("status") != "refunded"))
    lines.unique(["order_id", "line_no"]).write_parquet(folder / "ledger-all.parquet")
    for file in exports.glob("*.parquet"):
        if not file.name.startswith("ledger-"):
            shutil.copy(file, folder)
    return folder


def ledger(folder: Path) -> pl.DataFrame:
    return pl.concat(pl.read_parquet(file) for file in sorted(folder.glob("ledger-*.parquet")))


def figures(headline: yj.Headline) -> list[tuple]:
    return [(dict(row.by), row.lines, *(one.value for one in row.metrics)) for row in headline.rows]


def test_without_repeats_and_refunds_it_is_what_a_book_says(settled):
    book = yj.open(settled, progress=False)
    for by in [(), *(name for name in book.dimensions() if name not in NAMED), ("province", "stage", "channel")]:
        assert figures(yj.plain_headline(settled, by=by, progress=False)) == figures(book.headline(by=by)), by
    asked = {"as_of": "2019-12-10", "where": {"channel": ["fair", "平台"], "is_832": True}}
    assert figures(yj.plain_headline(settled, **asked)) == figures(book.headline(**asked))
    running = {"by": ["month", "source"], "cumulative": True}
    assert figures(yj.plain_headline(settled, **running)) == figures(book.headline(**running))


def changed(folder: Path, target: Path, *columns: pl.Expr) -> Path:
    """Return the exports with other columns in the ledger's first thousand rows."""
    shutil.copytree(folder, target)
    rows = ledger(folder)
    file = target / "ledger-all.parquet"
    pl.concat([rows.head(1000).with_columns(*columns), rows.tail(-1000)], how="vertical_relaxed").write_parquet(file)
    return target


@pytest.mark.parametrize("name", ["order_date", "product_id", "status"])
def test_rows_without_what_every_line_needs_are_set_aside(settled, tmp_path, name):
    exports = changed(settled, tmp_path / "exports", pl.lit(None).alias(name))
    plain, book = yj.plain_headline(exports, progress=False), yj.open(exports, progress=False)
    assert plain.accounting["ledger"]["set_aside"] == book.quality.accounting["ledger"]["set_aside"] == {f"missing_{name}": 1000}
    assert figures(plain) == figures(book.headline())


def test_a_supplier_that_no_table_lists_is_not_taken_for_its_products(settled, tmp_path):
    exports = changed(settled, tmp_path / "exports", pl.lit("S-of-no-table").alias("supplier_id"))
    book = yj.open(exports, progress=False)
    for by in ((), "source"):
        assert figures(yj.plain_headline(exports, by=by, progress=False)) == figures(book.headline(by=by))
    assert None in [row.by["source"] for row in book.headline(by="source").rows]


def test_completed_lines_as_they_stand_are_what_sql_says(exports, tmp_path):
    # The SQL tells no refunds from lines; repeats are left in.
    shutil.copytree(exports, tmp_path / "lines")
    for file in (tmp_path / "lines").glob("ledger-*.parquet"):
        pl.read_parquet(file).filter(pl.col("refund_of").is_null()).write_parquet(file)
    found = subprocess.run(
        [sys.executable, "with_duckdb.py", "h1", str(tmp_path / "lines")],
        cwd=PEERS / "contenders",
        capture_output=True,
        text=True,
        check=True,
    )
    (expected,) = json.loads(found.stdout.splitlines()[-1])["answer"]
    headline = yj.plain_headline(exports, progress=False)
    assert {name: headline[name].value for name in FIGURES} == {name: expected[name] for name in FIGURES}
    completed = pl.scan_parquet(tmp_path / "lines" / "ledger-*.parquet").filter(pl.col("status") == "completed")
    assert headline.rows[0].lines == completed.filter(pl.col("order_date").is_between(date(2019, 5, 1), date(2020, 9, 30))).collect().height


def test_threads_formats_and_splits_do_not_matter(exports, tmp_path):
    expected = figures(yj.plain_headline(exports, by="channel", progress=False))
    rows = ledger(exports)
    others = {file.stem: pl.read_parquet(file) for file in exports.glob("*.parquet") if not file.name.startswith("ledger-")}
    rows.write_csv(tmp_path / "ledger.csv")
    for form in (rows, [rows[:7], rows[7:]], tmp_path / "ledger.csv"):
        for threads in (1, 3):
            assert figures(yj.plain_headline({"ledger": form, **others}, by="channel", threads=threads, progress=False)) == expected


def test_rows_are_accounted_for_as_far_as_they_are_read(tmp_path):
    yj.generate(tmp_path / "messy", lines=5_000, seed=3, format="csv", mess=1.0, progress=False)
    plain, full = yj.plain_headline(tmp_path / "messy", progress=False), yj.open(tmp_path / "messy", progress=False)
    account, whole = plain.accounting["ledger"], full.quality.accounting["ledger"]
    assert account["read"] == whole["read"]
    for reason in ("bad_date", "ambiguous_date", "unknown_status"):
        assert account["set_aside"][reason] >= whole["set_aside"][reason] > 0
    assert not {"duplicate_line", "orphan_refund", "bad_number", "zero_quantity"} & set(account["set_aside"])
    assert plain.accounting["projects"] == full.quality.accounting["projects"]


def test_sums_are_not_known(exports):
    headline = yj.plain_headline(exports, progress=False)
    (row,) = headline.rows
    assert headline.plain and (row.amount_fen, row.mass_g, row.mass_unknown_lines) == (None, None, None)
    assert headline.to_polars()["amount_fen"].to_list() == [None]
    assert "lines as they stand" in repr(headline) and "逐行原样统计" in headline.in_("zh")._repr_html_()


@pytest.mark.parametrize("name", NAMED)
def test_dimensions_that_the_ledger_itself_names_need_a_book(exports, name):
    with pytest.raises(errors.OptionError, match="keeps no names"):
        yj.plain_headline(exports, by=name)
    with pytest.raises(errors.OptionError, match="keeps no names"):
        yj.plain_headline(exports, where={name: "x"})
