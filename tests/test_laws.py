"""Laws of reading and counting: what a ledger means does not depend on how it was sent.

Row order, the split into files, the number of threads and the format change nothing; any small ledger, however odd, gives what
the independent SQL gives.
"""

import csv
import datetime
import io
import json
import random
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
import yijin as yj
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

KEY = b"a key of the tests, 16 bytes or more"
few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
HEADER = {
    "order_id": "订单编号",
    "line_no": "行号",
    "order_date": "下单日期",
    "community_id": "社区编号",
    "household_id": "家庭编号",
    "product_id": "商品编号",
    "supplier_id": "供应商编号",
    "quantity": "数量",
    "unit": "单位",
    "amount": "金额",
    "status": "订单状态",
    "refund_of": "原订单编号",
    "refund_line_no": "原行号",
}
REFERENCES = {
    "projects": "项目编号,物业服务企业名称,城市,项目名称,参战日期\nC1,甲物业,成都市,花园,2019-05-01\nC2,乙物业,北京市,佳苑,2020-01-01\n",
    "products": "商品编号,产品名称,是否定制研发,上线日期,供应商编号,规格\n"
    "P1,苹果,是,2019-09-01,S1,5斤/箱\nP2,大米,否,,S2,\nP3,茶叶,是,,S3,500g*2袋\n",
    "suppliers": "供应商编号,供应商名称,供应商类型,户编号\nS1,合作社甲,合作社,\nS2,企业乙,龙头企业,\nS3,某户,贫困户,W3\n",
    "benefit_links": "供应商编号,贫困户编号,带贫方式,起始日期,终止日期\n"
    "S1,W1,收购,2019-06-01,\nS1,W2,务工就业,,2020-01-31\nS2,W1,分红,,\nS2,W4,订单收购,2019-09-01,2019-12-31\n",
    "register": "贫困户编号,县\nW1,布拖县\nW2,布拖县\nW3,美姑县\nW4,昭觉县\n",
}

ORDERS = [f"D{number}" for number in range(6)]
DAYS = ["2019-04-30", "2019-05-01", "2019/8/31", "2019年9月1日", "20191215", "2020-01-01", "2020-09-30 10:00", "2020-10-01"]
odd_rows = st.fixed_dictionaries(
    {
        "order_id": st.sampled_from([*ORDERS, "T1", "T2", ""]),
        "line_no": st.sampled_from(["", "1", "2", "3"]),
        "order_date": st.sampled_from([*DAYS, "2019-02-30", "03/05/2019"]),
        "community_id": st.sampled_from(["C1", "C2", "C9", ""]),
        "household_id": st.sampled_from(["H1", "H2", "H3", "+86 19900000001", "199-0000-0001", ""]),
        "product_id": st.sampled_from(["P1", "P2", "P3", "P9"]),
        "supplier_id": st.sampled_from(["", "", "S1", "S2", "S9"]),
        "quantity": st.sampled_from(["1", "2.5", "-1", "0", "3斤", "4", "约3"]),
        "unit": st.sampled_from(["斤", "公斤", "件", "箱", "", "磅"]),
        "amount": st.sampled_from(["10", "¥1,234.50", "0.12万元", "-5.00", "9.999", "0"]),
        "status": st.sampled_from(["已完成", "completed", "已退款", "已取消", "已付款", "?"]),
        "refund_of": st.sampled_from(["", "", "", *ORDERS]),
        "refund_line_no": st.sampled_from(["", "", "1", "2"]),
    }
)
odd_ledgers = st.lists(odd_rows, min_size=1, max_size=25)
# Keys stand once, or the very same row stands again: then no row's fate depends on which came first.
plain_ledgers = st.lists(odd_rows, min_size=1, max_size=25, unique_by=lambda row: (row["order_id"], row["line_no"] or "1"))


def text(rows: list[dict], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEADER.values())
    writer.writerows([row[name] for name in HEADER] for row in rows)
    return out.getvalue()


def folder(home: str, files: dict[str, bytes]) -> str:
    """Return a new folder with the reference tables and these files."""
    out = Path(tempfile.mkdtemp(dir=home))
    for name, content in {f"{name}.csv": content.encode() for name, content in REFERENCES.items()}.items():
        (out / name).write_bytes(content)
    for name, content in files.items():
        (out / name).write_bytes(content)
    return str(out)


QUESTIONS = (
    {},
    {"as_of": "2019-12-15"},
    {"by": ["stage"]},
    {"by": ["month"], "cumulative": True},
    {"by": ["supplier", "custom"]},
    {"by": ["province", "enterprise"]},
)


def answers(exports, **options) -> list:
    """Return what a book says: figures by several questions, and the account."""
    book = yj.open(exports, key=KEY, **options)
    said = [json.loads(book.headline(**question).to_json())["rows"] for question in QUESTIONS]
    return [*said, json.loads(book.quality.to_json())["accounting"]]


@pytest.fixture(scope="module")
def home():
    with tempfile.TemporaryDirectory(prefix="yijin-laws-") as path:
        yield path


@few
@given(rows=plain_ledgers, seed=st.integers(0, 9))
def test_the_order_of_rows_does_not_matter(home, rows, seed) -> None:
    repeated = [*rows, *rows[:3]]
    shuffled = random.Random(seed).sample(repeated, len(repeated))
    assert answers(folder(home, {"ledger.csv": text(repeated).encode()})) == answers(folder(home, {"ledger.csv": text(shuffled).encode()}))


@few
@given(rows=odd_ledgers, cut=st.integers(0, 25))
def test_the_split_into_files_does_not_matter(home, rows, cut) -> None:
    # The first by file name and row stays: a.csv before b.csv keeps the order of the whole.
    parts = {"a.csv": rows[:cut], "b.csv": rows[cut:]}
    split = {name: text(part).encode() for name, part in parts.items() if part}
    assert answers(folder(home, {"ledger.csv": text(rows).encode()})) == answers(folder(home, split))


@few
@given(rows=odd_ledgers)
def test_the_number_of_threads_does_not_matter(home, rows) -> None:
    exports = folder(home, {f"{place:02}.csv": text(rows[place::3]).encode() for place in range(3) if rows[place::3]})
    one = answers(exports, threads=1)
    assert all(answers(exports, threads=threads) == one for threads in (2, 5))


@few
@given(rows=odd_ledgers, limit=st.sampled_from([0, 100, 1000]))
def test_the_memory_limit_does_not_matter(home, rows, limit) -> None:
    exports = folder(home, {f"{place:02}.csv": text(rows[place::3]).encode() for place in range(3) if rows[place::3]})
    assert answers(exports, memory_limit=limit) == answers(exports)


@few
@given(rows=odd_ledgers)
def test_an_odd_ledger_gives_what_the_sql_gives(home, rows) -> None:
    from made import by_group
    from made import rows as bare
    from reference import FIGURES, Reference

    exports = folder(home, {"ledger.csv": text(rows).encode()})
    book, reference = yj.open(exports, key=KEY), Reference(Path(exports))
    for question in QUESTIONS:
        assert by_group(bare(book.headline(**question)), FIGURES) == by_group(reference.headline(**question), FIGURES), question
    accounts = reference.accounting()
    found = json.loads(book.quality.to_json())["accounting"]
    assert {table: found[table] for table in accounts} == accounts


def workbook(rows: list[dict]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("台账")
        for line, cells in enumerate([list(HEADER.values()), *([row[name] for name in HEADER] for row in rows)]):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(line, column, cell)
    return out.getvalue()


def table(rows: list[dict]):
    import pyarrow as pa

    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in HEADER})


def parquet(rows: list[dict]) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table(rows), out)
    return out.getvalue()


FORMATS = {
    "utf-8 with a mark": lambda rows: {"ledger.csv": text(rows).encode("utf-8-sig")},
    "gb18030": lambda rows: {"ledger.csv": text(rows).encode("gb18030")},
    "utf-16": lambda rows: {"ledger.csv": text(rows).encode("utf-16")},
    "semicolons": lambda rows: {"ledger.csv": text(rows, ";").encode()},
    "tabs": lambda rows: {"ledger.tsv": text(rows, "\t").encode()},
    "xlsx": lambda rows: {"ledger.xlsx": workbook(rows)},
    "parquet": lambda rows: {"ledger.parquet": parquet(rows)},
}


@pytest.mark.parametrize("format", FORMATS)
@settings(few, max_examples=6)
@given(rows=odd_ledgers)
def test_every_format_says_the_same(home, format, rows) -> None:
    utf8 = answers(folder(home, {"ledger.csv": text(rows).encode()}))
    assert answers(folder(home, FORMATS[format](rows))) == utf8


@settings(few, max_examples=6)
@given(rows=odd_ledgers)
def test_tables_in_memory_say_the_same(home, rows) -> None:
    import polars

    exports = folder(home, {"ledger.csv": text(rows).encode()})
    names = {
        "projects": "projects",
        "products": "products",
        "suppliers": "suppliers",
        "benefit_links": "benefit_links",
        "poor_households": "register",
    }
    references = {table: str(Path(exports) / f"{name}.csv") for table, name in names.items()}
    for frame in (table(rows), polars.from_arrow(table(rows))):
        assert answers({"ledger": frame, **references}) == answers(exports)


# A ledger whose cells a typed format can hold as numbers and dates.
TYPED = [
    ("D1", 1, datetime.date(2019, 5, 3), "C1", "H1", "P1", Decimal("1"), "箱", Decimal("10.10"), "已完成"),
    ("D1", 2, datetime.date(2019, 9, 1), "C1", "H2", "P2", Decimal("2.5"), "公斤", Decimal("0.29"), "已完成"),
    ("D2", 1, datetime.date(2019, 12, 31), "C2", "H1", "P3", Decimal("4"), "件", Decimal("1234.57"), "已完成"),
    ("D3", 1, datetime.date(2020, 9, 30), "C2", "H3", "P3", Decimal("4"), "件", Decimal("70.07"), "已完成"),
]
NAMES = ["order_id", "line_no", "order_date", "community_id", "household_id", "product_id", "quantity", "unit", "amount", "status"]


def typed_text() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[HEADER[name] for name in NAMES], *TYPED])
    return out.getvalue().encode()


def typed_table(money: str, day: str):
    import pyarrow as pa

    columns = dict(zip(NAMES, map(list, zip(*TYPED, strict=True)), strict=True))
    kinds = {"float64": pa.float64(), "decimal": pa.decimal128(12, 2), "date": pa.date32(), "moment": pa.timestamp("ns")}
    if money == "float64":
        columns["amount"] = [float(value) for value in columns["amount"]]
    types = {"amount": kinds[money], "order_date": kinds[day], "quantity": pa.float64(), "line_no": pa.int64()}
    if day == "moment":
        columns["order_date"] = [datetime.datetime.combine(value, datetime.time(9, 30)) for value in columns["order_date"]]
    columns["quantity"] = [float(value) for value in columns["quantity"]]
    return pa.table({name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()})


@pytest.mark.parametrize("money", ["float64", "decimal"])
@pytest.mark.parametrize("day", ["date", "moment"])
def test_typed_columns_say_the_same(home, money, day) -> None:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(typed_table(money, day), out)
    said = answers(folder(home, {"ledger.csv": typed_text()}))
    assert said[0][0]["lines"] == 4
    assert answers(folder(home, {"ledger.parquet": out.getvalue()})) == said


def test_typed_cells_of_a_workbook_say_the_same(home) -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        date = book.add_format({"num_format": "yyyy/m/d"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [HEADER[name] for name in NAMES])
        for line, row in enumerate(TYPED, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(line, column, cell, date)
                else:
                    sheet.write(line, column, float(cell) if isinstance(cell, Decimal) else cell)
    assert answers(folder(home, {"ledger.xlsx": out.getvalue()})) == answers(folder(home, {"ledger.csv": typed_text()}))


def test_a_mended_set_aside_row_counts_as_the_person_it_is(home) -> None:
    row = dict.fromkeys(HEADER, "") | {
        "community_id": "C1",
        "product_id": "P1",
        "quantity": "1",
        "unit": "斤",
        "amount": "10",
        "status": "已完成",
    }
    good = row | {"order_id": "D1", "order_date": "2019-05-03", "household_id": "19900000001"}
    bad = good | {"order_id": "D2", "order_date": "2019-02-30"}
    exports = folder(home, {"ledger.csv": text([good, bad]).encode()})
    files = yj.open(exports, key=KEY).set_aside(str(Path(exports).parent / "aside.csv"))
    assert len(files) == 1
    mended = Path(files[0])
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace("2019-02-30", "2019-06-30"), encoding="utf-8-sig")
    book = yj.open([exports, str(mended)], key=KEY)
    total = json.loads(book.headline().to_json())["rows"][0]
    # Two lines now, and still one household: the masked person of the mended row is the raw one of the other.
    assert (total["lines"], total["households"]["value"]) == (2, 1)
