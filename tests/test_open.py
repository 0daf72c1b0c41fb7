"""What `open` takes: paths, lists, patterns, and tables in memory, all with the same result."""

import datetime
import warnings
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import yijin as yj

MAKERS = {
    "polars": lambda frame: frame,
    "pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
    "pyarrow": lambda frame: frame.to_arrow(),
    "reader": pa.RecordBatchReader.from_stream,
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


def counts(book: yj.Book) -> list[tuple[object, ...]]:
    rows = book.headline(by=["stage", "province", "channel"]).rows
    return [(*row.by.values(), *(one.value for one in row.metrics), row.lines, row.amount_fen, row.mass_g) for row in rows]


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_table_in_memory_is_read_as_its_file_is(mini, book, make):
    ledger = pl.read_csv(mini / "ledger.csv", infer_schema=False)
    given = {"ledger": make(ledger), "projects": mini / "projects.csv", "products": str(mini / "products.csv")}
    assert counts(yj.open(given)) == counts(book)


def test_paths_lists_patterns_and_parts_are_the_same_book(mini, book, tmp_path):
    ledger = pl.read_csv(mini / "ledger.csv", infer_schema=False)
    ledger[:4].write_csv(tmp_path / "a.csv")
    parts = [tmp_path / "a.csv", ledger[4:]]
    for exports in (str(mini), sorted(mini.glob("*.csv")), str(mini / "*.csv")):
        assert counts(yj.open(exports)) == counts(book)
    others = {"projects": mini / "projects.csv", "products": mini / "products.csv"}
    assert counts(yj.open({"ledger": parts, **others})) == counts(book)


def test_typed_columns_are_read_by_their_types(mini, book):
    ledger = pl.read_csv(mini / "ledger.csv", infer_schema=False).filter(pl.col("订单编号") != "D8")
    day = pl.col("下单日期").str.extract_groups(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
    dates = pl.date(*(day.struct.field(str(part)).cast(pl.Int32) for part in (1, 2, 3)))
    typed = ledger.with_columns(下单日期=dates, 数量=pl.col("数量").cast(pl.Int64), 订单状态=pl.col("订单状态").cast(pl.Categorical))
    typed = typed.with_columns(pl.col("金额(元)").cast(pl.Decimal(12, 2)))
    given = {"ledger": typed, "projects": mini / "projects.csv", "products": mini / "products.csv"}
    assert counts(yj.open(given)) == counts(book)


def test_what_is_neither_path_nor_table_is_refused():
    with pytest.raises(TypeError, match="found int"):
        yj.open(3)
    with pytest.raises(TypeError, match="collect"):
        yj.open({"ledger": pl.LazyFrame({"a": [1]})})


def test_options_take_python_values(book):
    by_date = book.headline(as_of=datetime.date(2019, 8, 31))
    by_time = book.headline(as_of=datetime.datetime(2019, 8, 31, 12))
    assert by_date.to_json() == by_time.to_json() == book.headline(as_of="2019-08-31").to_json()
    assert book.headline(where={"stage": 1}).to_json() == book.headline(where={"stage": ["1"]}).to_json()
    assert book.headline(where={"stage": [1, None]}).rows[0].lines == 6
    assert book.headline(where={"custom": True}).rows[0].lines == 3
    assert book.headline(period="within", start="2019-06-01", end="2019-06-30").rows[0].lines == 1


def test_running_counts_never_fall(book):
    running = [row.households.value for row in book.headline(by="month", cumulative=True).rows]
    assert running == sorted(running)
    assert running[-1] == book.headline()["households"].value == 4


def test_results_cross_to_every_frame(book):
    result = book.headline(by="stage")
    frame = result.to_polars()
    assert frame.columns[:3] == ["stage", "communities", "households"]
    assert frame["households"].to_list() == [row.households.value for row in result]
    assert frame["direct_poor_households"].null_count() == len(result)
    assert pa.table(result).num_rows == len(result)
    pandas = result.to_pandas()
    assert pandas["households"].tolist() == frame["households"].to_list()
    assert pandas["direct_poor_households"].isna().all()


def test_a_difference_of_counts_may_be_below_zero(book):
    result, members = book.headline(by="stage"), book.evidence("households").members
    assert result.to_polars().select(pl.col("households") - 1000).to_series().to_list() == [-997, -999, -999]
    assert (result.to_pandas()["lines"] - 1000).tolist() == [-995, -999, -999]
    assert duckdb.sql("select min(households - 1000), min(mass_unknown_lines - 1000) from result").fetchall() == [(-999, -1000)]
    assert (members.to_polars()["lines"] - 1000).max() < 0


def test_evidence_is_as_long_as_the_figure(book):
    evidence = book.evidence("households", where={"stage": 1})
    assert len(evidence.members) == book.headline(where={"stage": 1})["households"].value == 3
    lines = evidence.lines.to_polars()
    assert lines.columns[:3] == ["file", "sheet", "row"]
    assert sorted(lines["row"].to_list()) == [2, 3, 4, 5, 6]
    assert evidence.members.to_polars()["lines"].sum() == len(lines)


def test_evidence_is_seen_without_a_frame(book):
    evidence = book.evidence("communities", where={"stage": 1})
    assert repr(evidence).startswith("communities: 2 members by 5 lines\n\nmember  lines\n------  -----\nC1          3\n")
    first = next(line for line in repr(evidence.lines).splitlines() if "2019-05-03" in line)
    assert first.split()[:4] == ["ledger.csv", "2", "2019-05-03", "C1"]
    assert "2019-05-03" in evidence._repr_html_()
    assert evidence.lines._repr_html_().count("<tr>") == 6
    many = book.evidence("households", where={"community": ["C1", "C2"]}).lines
    assert "more rows" not in repr(many)


def test_a_long_table_is_cut_and_says_so(tmp_path):
    head = "order_id,order_date,community_id,product_id,quantity,amount,status\n"
    (tmp_path / "ledger.csv").write_text(head + "".join(f"A{n},2019-06-01,C{n},P,1,1,completed\n" for n in range(250)))
    members = yj.open(tmp_path).evidence("communities").members
    assert "… 230 more rows; to_polars() has them all" in repr(members)
    assert "… 50 more rows" in members._repr_html_()


def test_a_city_that_names_no_place_or_several_is_listed(tmp_path):
    cities = ["成都市", "襄樊市", "吉林", "鼓楼区", "鼓楼区", "台北市", "南京市鼓楼区"]
    ledger = "".join(f"A{n},2019-06-01,C{n},P,1,1,completed\n" for n in range(len(cities)))
    (tmp_path / "ledger.csv").write_text("order_id,order_date,community_id,product_id,quantity,amount,status\n" + ledger)
    projects = "".join(f"C{n},E,{city},n{n}\n" for n, city in enumerate(cities))
    (tmp_path / "projects.csv").write_text("community_id,enterprise_id,city,name\n" + projects, encoding="utf-8")
    book = yj.open(tmp_path)
    unplaced = {entry["city"]: entry["communities"] for entry in book.quality.unplaced_cities}
    assert unplaced == {"襄樊市": 1, "吉林": 1, "鼓楼区": 2, "台北市": 1}
    assert {row.by["province"]: row.communities.value for row in book.headline(by="province")} == {"四川省": 1, "江苏省": 1, None: 5}


def test_set_aside_rows_that_no_later_run_can_read_are_warned_of(mini, book, tmp_path):
    with pytest.warns(yj.errors.FreshKeyWarning, match="no later run can read them; give key="):
        yj.open(mini).set_aside(tmp_path / "aside.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book.set_aside(tmp_path / "aside.csv")
        (tmp_path / "ledger.csv").write_text("order_id,order_date,product_id,quantity,amount,status\nA,2019-02-30,P,1,1,completed\n")
        yj.open(tmp_path / "ledger.csv").set_aside(tmp_path / "nobody.csv")


def test_generated_files_are_texts(tmp_path):
    assert all(isinstance(file, str) for file in yj.generate(tmp_path / "exports", lines=100, format="csv"))


def test_no_raw_person_is_shown(book, tmp_path):
    shown = [repr(book), book._repr_html_(), book.headline(lang="zh")._repr_html_(), repr(book.quality), book.quality.to_json()]
    evidence = book.evidence("households")
    shown += [str(evidence.lines.to_polars().to_dicts()), str(evidence.members.to_polars().to_dicts())]
    shown += [Path(path).read_text(encoding="utf-8") for path in book.set_aside(tmp_path / "aside.csv")]
    for household in ("H1", "H2", "H3", "H4"):
        spelt = [f"'{household}'", f'"{household}"', f",{household},", f">{household}<"]
        assert not any(one in text for one in spelt for text in shown)


def test_set_aside_rows_keep_their_headers_units_and_are_read_again(tmp_path):
    head = "订单编号,下单日期,商品编号,数量(公斤),金额(万元),订单状态,原订单编号\n"
    rows = "A1,2019-02-30,P1,2,0.0012,已完成,\nR1,2019-06-05,P1,-1,-0.0006,已退款,A1\nA2,2019-02-30,P1,2,0.00000012,已完成,\n"
    (tmp_path / "ledger.csv").write_text(head + rows, encoding="utf-8")
    (written,) = yj.open(tmp_path / "ledger.csv").set_aside(tmp_path / "aside.csv")
    mended = Path(written).read_text(encoding="utf-8-sig").replace("2019-02-30", "2019-06-01")
    assert all(cell in mended for cell in ("0.0012万元", "2公斤", "-1公斤", "-0.0006万元", "0.00000012万元"))
    (tmp_path / "mended.csv").write_text(mended, encoding="utf-8")
    book = yj.open(tmp_path / "mended.csv")
    assert book.quality.accounting["ledger"]["set_aside"] == {"money_precision": 1}
    assert (book.headline().rows[0].amount_fen, book.headline().rows[0].mass_g) == (600, 1000)


def test_the_same_file_twice_is_read_twice(mini):
    once, twice = yj.open(mini / "ledger.csv"), yj.open([mini / "ledger.csv", mini / "ledger.csv"])
    assert twice.headline().rows == once.headline().rows
    assert twice.quality.accounting["ledger"]["set_aside"]["duplicate_line"] == once.quality.accounting["ledger"]["accepted"] + 1


def test_a_dimension_stands_once(book):
    with pytest.raises(yj.errors.OptionError, match="each dimension once"):
        book.headline(by=["month", "month"])
