"""Set-aside files: mended in one cell and read again, a row is what it would have been, had that cell been right from the start."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest
import yijin as yj

KEY = b"a key of the tests, 16 bytes or more"
WRONG, RIGHT = "2019-02-30", "2019-06-01"


def figures(book: yj.Book) -> tuple[object, ...]:
    row = book.headline().rows[0]
    return row.lines, row.amount_fen, row.mass_g, *(one.value for one in row.metrics), book.quality.accounting["ledger"]["set_aside"]


def mended(book: yj.Book, folder: Path, wrong: str = WRONG, right: str = RIGHT) -> list[str]:
    """Return the set-aside files of a book, with one value put right."""
    files = book.set_aside(folder / "aside.csv")
    for file in files:
        text = Path(file).read_text(encoding="utf-8-sig")
        Path(file).write_text(text.replace(wrong, right), encoding="utf-8-sig")
    return files


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


LEDGERS = {
    "amounts in 万元": "订单编号,下单日期,商品编号,数量,金额(万元),订单状态\n"
    + "".join(f"A{at},{WRONG},P1,1,{cell},已完成\n" for at, cell in enumerate(["¥0.12", "１２", "12 ", "+5", "12元", "0.0012", "RMB 3"]))
    + f"R1,{WRONG},P1,1,(120),已完成\n",
    "quantities in 公斤": "订单编号,下单日期,商品编号,数量(公斤),单位,金额,订单状态\n"
    f"A1,{WRONG},P1,２,,10,已完成\nA2,{WRONG},P1,3 ,,10,已完成\nA3,{WRONG},P1,4,斤,10,已完成\nA4,{WRONG},P1,5斤,,10,已完成\n",
    "quantities in pieces of a weight": "订单编号,下单日期,商品编号,数量(5斤/箱),金额,订单状态\n" + f"A1,{WRONG},P1,3,10,已完成\n",
    "what looks like a formula": "订单编号,下单日期,商品编号,数量(kg),金额,订单状态,原订单编号\n"
    f"-A17,{WRONG},P1,7,10,已完成,\n@9,{WRONG},P1,7,10,已完成,\nR1,2019-06-02,P1,-5,-3,已退款,-A17\nR2,2019-06-02,P1,-5kg,-3,已退款,@9\n",
}


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_mended_row_of_text_is_what_it_was(kind, tmp_path):
    ledger = written(tmp_path / "wrong", "ledger.csv", LEDGERS[kind])
    expected = figures(yj.open(written(tmp_path / "right", "ledger.csv", LEDGERS[kind].replace(WRONG, RIGHT)), key=KEY))
    book = yj.open(ledger, key=KEY)
    assert book.quality.accounting["ledger"]["accepted"] == 0
    assert figures(yj.open(mended(book, tmp_path), key=KEY)) == expected


def test_a_mended_row_of_numbers_is_what_it_was(tmp_path):
    def table(day: str) -> pa.Table:
        columns = {
            "订单编号": pa.array([123450000000.0, 2.0, 3.0]),
            "下单日期": pa.array([day] * 3),
            "商品编号": pa.array([7, 8, 9]),
            "数量": pa.array([2.4999999999999996, 1.0, 0.1 + 0.2]),
            "单位": pa.array(["公斤"] * 3),
            "金额(万元)": pa.array([1.1999999999999999e-3, 0.1 + 0.2, 12.300000000000001]),
            "订单状态": pa.array(["已完成"] * 3),
        }
        return pa.table(columns)

    expected = figures(yj.open({"ledger": table(RIGHT)}, key=KEY))
    files = mended(yj.open({"ledger": table(WRONG)}, key=KEY), tmp_path)
    assert figures(yj.open(files, key=KEY)) == expected
    assert expected[1] == 1200 + 300_000 + 12_300_000
    assert "123450000000,2019-06-01" in Path(files[0]).read_text(encoding="utf-8-sig")


def test_a_project_without_an_id_is_the_same_community_when_mended(tmp_path):
    listed = "物业服务企业名称,城市,项目名称,参战日期\n甲物业,成都市,花园,{}\n甲物业,成都市,,2019-06-01\n"
    exports = tmp_path / "exports"
    written(exports, "form.csv", listed.format(WRONG))
    written(exports, "with-ids.csv", f"项目编号,物业服务企业名称,城市,项目名称,参战日期\nC1,甲物业,成都市,家园,{WRONG}\n")
    ledger = written(exports, "ledger.csv", "订单编号,下单日期,商品编号,数量,金额,订单状态\nA1,2019-06-01,P1,1,10,已完成\n")
    files = mended(yj.open(exports, key=KEY), tmp_path)
    account = yj.open([*files, ledger], key=KEY).quality.accounting["projects"]
    assert (account["accepted"], account["set_aside"]) == (2, {"missing_name": 1})
    first = written(tmp_path / "first", "form.csv", listed.format(RIGHT))
    account = yj.open([first, *files, ledger], key=KEY).quality.accounting["projects"]
    assert account["set_aside"] == {"missing_name": 2, "duplicate_key": 1}


def test_an_identifier_that_lost_digits_stays_lost(tmp_path):
    columns = {"下单日期": ["2019-06-01"], "数量": [1], "金额": [1], "订单状态": ["已完成"]}
    for lost in ("订单编号", "商品编号", "户号"):
        ids = {name: pa.array([1e17 if name == lost else 1.0]) for name in ("订单编号", "商品编号", "户号")}
        book = yj.open({"ledger": pa.table({**ids, **columns})}, key=KEY)
        assert figures(book)[-1] == figures(yj.open(book.set_aside(tmp_path / "aside.csv"), key=KEY))[-1] == {"lossy_identifier": 1}


def test_constants_stand_in_the_rows_as_cells_would(tmp_path):
    campaign = (Path(__file__).parent.parent / "crates/yijin/data/community-power-2019.toml").read_text(encoding="utf-8")
    constants = '[constants.ledger]\nhousehold_id = "19900000001"\nunit = "箱"\n'
    mine = written(tmp_path / "campaign", "mine.toml", campaign + constants)
    text = f"订单编号,下单日期,商品编号,数量(公斤),金额,订单状态\nA1,{WRONG},P1,2,1,已完成\n"
    right = figures(yj.open(written(tmp_path / "right", "ledger.csv", text.replace(WRONG, RIGHT)), campaign=mine, key=KEY))
    files = mended(yj.open(written(tmp_path / "wrong", "ledger.csv", text), campaign=mine, key=KEY), tmp_path)
    assert "19900000001" not in Path(files[0]).read_text(encoding="utf-8-sig")
    assert figures(yj.open(files, key=KEY)) == right


def test_no_cell_of_the_file_is_a_formula(tmp_path):
    ledger = written(tmp_path / "exports", "=cmd.csv", f"订单编号,下单日期,商品编号,数量,金额,订单状态\n=A1,{WRONG},+P1,-x,@1,-已完成 a\n")
    (file,) = yj.open(ledger, key=KEY).set_aside(tmp_path / "aside.csv")
    _, row = csv.reader(Path(file).read_text(encoding="utf-8-sig").splitlines())
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_quality_of_a_book_does_not_depend_on_writing_its_rows_again(tmp_path):
    ledger = written(
        tmp_path / "exports", "ledger.csv", f"订单编号,下单日期,商品编号,数量,金额,订单状态\n\nA1,{WRONG},P1,1,1,已完成\n合计,,,,1,\n"
    )
    book = yj.open(ledger, key=KEY)
    before = book.quality.to_json()
    book.set_aside(tmp_path / "aside.csv")
    assert book.quality.to_json() == before
    ledger.unlink()
    with pytest.raises(yj.errors.UnreadableError):
        book.set_aside(tmp_path / "again.csv")
    assert book.quality.to_json() == before
