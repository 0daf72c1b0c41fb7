"""Files made to do harm: each gives the right answer or one error of ours, within bounds, and nobody's number."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hostile import (
    HEADER,
    LEDGER,
    LEDGER_XML,
    PERSON,
    ROW,
    Child,
    bomb,
    child,
    cut,
    damaged,
    lying_size,
    ods,
    opened,
    row_xml,
    sheet_xml,
    twice,
    written,
    xls,
    xlsx,
)

MEGABYTES = 300
RIGHT = {"lines": 1, "amount_fen": 3000}

FAR = sheet_xml(*LEDGER_XML, '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')
DOCTYPE = f'<!DOCTYPE a [<!ENTITY b "{PERSON}">]>{sheet_xml(*LEDGER_XML)}'
DEEP = sheet_xml(*LEDGER_XML, "<row>" * 100_000)
BIG5 = "訂單編號,下單日期,社區編號,戶號\n" + "一,臺北市萬華區的消費扶貧,產品已經完成,歡迎購買\n" * 40
KOREAN = "주문번호,주문일자,금액\n" + "가나다,서울특별시의 소비,완료되었습니다\n" * 40
JAPANESE = "注文番号,注文日,金額\n" + "これは、東京都の消費です,カタカナ,完了しました\n" * 40


def safe(done: Child) -> None:
    assert done.code == 0, done.err
    assert done.err == ""
    assert PERSON not in done.out
    assert done.megabytes < MEGABYTES
    for answer in done.answers:
        assert "message" not in answer or (answer["id"] and "\n" not in answer["message"])


def refused(path: Path, id: str, *words: str) -> None:
    done = opened(path)
    safe(done)
    (answer,) = done.answers
    assert answer.get("id") == id, answer
    for word in (path.name, *words):
        assert word in answer["message"]


def accepted(path: Path) -> None:
    done = opened(path)
    safe(done)
    assert done.answers == [RIGHT]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", LEDGER.encode()),
        ("gb18030.csv", LEDGER.encode("gb18030")),
        ("utf16.csv", LEDGER.encode("utf-16")),
        ("marks.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + LEDGER.encode()),
        ("nul.csv", LEDGER.encode().replace(b"P1", b"P\x001")),
        ("plain.xlsx", xlsx()),
        ("plain.ods", ods()),
        ("plain.xls", xls()),
        ("far cell.xlsx", xlsx(FAR)),
        ("workbook.zip", xlsx()),
        ("halved sizes.xlsx", lying_size(xlsx())),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_odd_file_that_holds_a_ledger_is_read(tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    accepted(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "id", "words"),
    [
        ("empty.csv", b"", "bad-header", ["nothing but blank cells"]),
        ("blank.csv", b"\xef\xbb\xbf\n , ,\n", "bad-header", ["nothing but blank cells"]),
        ("doctype.xlsx", xlsx(DOCTYPE), "broken-file", ["DOCTYPE"]),
        ("doctype in the book.xlsx", xlsx(workbook=DOCTYPE), "broken-file", ["DOCTYPE"]),
        ("nested.xlsx", xlsx(DEEP), "too-large", ["levels of nested XML"]),
        ("two sheets of one name.xlsx", twice(xlsx(), sheet_xml(LEDGER_XML[0])), "broken-file", ["same name"]),
        ("no sheet.xlsx", xlsx(workbook="<workbook/>"), "bad-header", ["nothing but blank cells"]),
        ("no header.csv", f"{','.join(ROW)}\n{','.join(ROW)}\n".encode(), "unknown-table", ["row 1"]),
        ("broken.csv", LEDGER.encode() + b"D2,\xff\n", "broken-text", ["line 3", f"byte {len(LEDGER.encode()) + 3}"]),
        ("gb.csv", LEDGER.encode("gb18030") + b"D2,\xff,\n", "broken-text", ["line 3", f"byte {len(LEDGER.encode('gb18030')) + 3}"]),
        ("half.csv", LEDGER.encode("utf-16-le") + b"D", "broken-text", ["line 3", f"byte {len(LEDGER.encode('utf-16-le'))}"]),
        ("quote.csv", f'{LEDGER}"D2\n{LEDGER * 9}'.encode(), "broken-file", ["row 3", "never closed"]),
        ("big5.csv", BIG5.encode("big5"), "unsupported-encoding", ["Big5"]),
        ("korean.csv", KOREAN.encode("euc-kr"), "unsupported-encoding", ["EUC-KR"]),
        ("japanese.csv", JAPANESE.encode("shift_jis"), "unsupported-encoding", ["Shift_JIS"]),
        ("wide.csv", b"a," * 100_000, "too-large", ["columns"]),
        ("cut.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc", "broken-file", ["gzip"]),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_cannot_be_read_is_refused_by_name_and_place(tmp_path: Path, name: str, content: bytes, id: str, words: list[str]):
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, id, *words)


def test_a_header_without_rows_is_a_ledger_without_lines(tmp_path: Path):
    (tmp_path / "header.csv").write_text(LEDGER.splitlines()[0], encoding="utf-8")
    done = opened(tmp_path / "header.csv")
    safe(done)
    assert done.answers == [{"lines": 0, "amount_fen": 0}]


@pytest.mark.parametrize(("piece", "megabytes"), [(" ", 512), ("<row/>", 300)], ids=["blanks", "rows"])
def test_a_sheet_that_inflates_a_thousandfold_is_refused(tmp_path: Path, piece: str, megabytes: int):
    path = tmp_path / "bomb.xlsx"
    bomb(path, piece, megabytes)
    assert path.stat().st_size < 3_000_000
    refused(path, "too-large", "台账")


def test_a_line_of_200_megabytes_is_refused(tmp_path: Path):
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(LEDGER.encode())
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    refused(path, "too-large", "row 3")


def typed() -> pl.DataFrame:
    rows = pl.DataFrame([{**dict(zip(HEADER, ROW, strict=True)), "订单编号": f"D{number}"} for number in range(30)])
    return rows.with_columns(pl.col("下单日期").str.to_date(), pl.col("金额(元)").cast(pl.Decimal(12, 2)), pl.col("数量").cast(pl.Int64))


def stored(write: Callable[[Path], object], folder: Path) -> bytes:
    write(folder / "whole")
    return (folder / "whole").read_bytes()


WRITERS: dict[str, Callable[[Path], object]] = {
    "zstd.parquet": lambda path: typed().write_parquet(path),
    "plain.parquet": lambda path: pq.write_table(typed().to_arrow(), path, compression="none"),
    "snappy.parquet": lambda path: pq.write_table(typed().to_arrow(), path, compression="snappy"),
    "file.arrow": lambda path: typed().write_ipc(path),
    "lz4.arrow": lambda path: typed().write_ipc(path, compression="lz4"),
    "stream.arrows": lambda path: typed().write_ipc_stream(path),
    "book.xlsx": lambda path: path.write_bytes(xlsx()),
    "book.ods": lambda path: path.write_bytes(ods()),
    "book.xls": lambda path: path.write_bytes(xls()),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_damaged_file_is_an_error_of_ours_or_an_answer(tmp_path: Path, name: str):
    """A changed value cannot be told from a right one where the format has no checksums: what must hold is that nothing breaks."""
    whole = stored(WRITERS[name], tmp_path)
    files = written(tmp_path, Path(name).suffix, [whole, *damaged(whole, max(1, len(whole) // 300)), *cut(whole)])
    done = opened(*files)
    safe(done)
    right, *others = done.answers
    assert right["lines"] in (1, 30)
    assert any("id" in answer for answer in others)


@pytest.mark.parametrize("name", [name for name in WRITERS if not name.endswith("xls")])
def test_a_file_cut_short_is_refused(tmp_path: Path, name: str):
    done = opened(*written(tmp_path, Path(name).suffix, cut(stored(WRITERS[name], tmp_path))))
    safe(done)
    assert {answer.get("id") for answer in done.answers} == {"broken-file"}


def test_page_checksums_are_verified(tmp_path: Path):
    table = pa.table({name: [value] * 2 for name, value in zip(HEADER, ROW, strict=True)} | {"订单编号": ["D1", "D2"]})
    whole = stored(lambda path: pq.write_table(table, path, compression="none", use_dictionary=False, write_page_checksum=True), tmp_path)
    lie = whole.replace(b"30.00", b"39.00")
    assert lie != whole
    right, other = written(tmp_path, ".parquet", [whole, lie])
    done = opened(right, other)
    safe(done)
    assert done.answers[0] == {"lines": 2, "amount_fen": 6000}
    assert done.answers[1]["id"] == "broken-file"


def test_a_folder_without_exports_says_so(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "truth.json").write_text("{}")
    refused(tmp_path, "not-found", "holds no file")


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path):
    folder = tmp_path / "x.csv"
    folder.mkdir()
    refused(folder, "not-found", "holds no file")
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    accepted(folder)


def test_links_that_go_round_are_followed_once(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self.csv").symlink_to(tmp_path / "a" / "self.csv")
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    accepted(tmp_path)
    refused(tmp_path / "a" / "self.csv", "not-found")


def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    refused(tmp_path / "pipe.csv", "not-found")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path):
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "ledger.csv").chmod(0)
    refused(tmp_path / "ledger.csv", "io")


VANISHES = """
import sys
from pathlib import Path
import yijin as yj
book = yj.open(sys.argv[1])
Path(sys.argv[1]).write_text(Path(sys.argv[2]).read_text())
for change in (lambda: None, Path(sys.argv[1]).unlink):
    change()
    try:
        book.set_aside(sys.argv[3])
    except yj.YijinError as error:
        print(error.id, error)
"""


def test_a_file_that_changes_or_vanishes_is_named(tmp_path: Path):
    ledger, other = tmp_path / "ledger.csv", tmp_path / "other.txt"
    ledger.write_text(LEDGER + LEDGER.splitlines()[1].replace("2019-05-03", "2019-02-30").replace("D1", "D2"), encoding="utf-8")
    other.write_text(LEDGER, encoding="utf-8")
    done = child("-c", VANISHES, ledger, other, tmp_path / "aside.csv")
    assert (done.code, done.err) == (0, "")
    changed, gone = done.out.splitlines()
    assert changed.startswith("broken-file") and "changed since it was read" in changed
    assert gone.startswith("io") and "ledger.csv" in gone
    assert sorted(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize("command", ["check", "headline"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("doctype.xlsx", xlsx(DOCTYPE)), ("broken.csv", LEDGER.encode() + b"\xff"), ("short.parquet", b"PAR1xxxxPAR1"), ("empty.csv", b"")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_command_line_says_it_in_one_line(tmp_path: Path, command: str, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    done = subprocess.run([sys.executable, "-m", "yijin", command, tmp_path / name], capture_output=True, check=False, timeout=120)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (3, b"")
    assert said.startswith("yijin: ") and said.count("\n") == 1 and name in said and PERSON not in said


@pytest.mark.parametrize(
    ("option", "value"), [("threads", -1), ("threads", 0), ("threads", 10**6), ("threads", 10**18), ("memory_limit", -1)]
)
def test_a_number_that_no_machine_has_is_refused(tmp_path: Path, option: str, value: int):
    (tmp_path / "a.csv").write_text(LEDGER, encoding="utf-8")
    code = (
        "import sys, yijin as yj\n"
        "try: yj.open(sys.argv[1], **{sys.argv[2]: int(sys.argv[3])})\n"
        "except yj.YijinError as error: print(error.id)"
    )
    done = child("-c", code, tmp_path / "a.csv", option, value)
    assert (done.code, done.out.strip(), done.err) == (0, "bad-option", "")


def test_a_row_of_a_workbook_is_no_more_than_its_cells(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(xlsx(sheet_xml(*LEDGER_XML, row_xml(4, ["合计"]))))
    accepted(tmp_path / "a.xlsx")
