"""Exports as people lay them out: covers, merged cells, old calendars, notes beside the table, and rows whose cells have moved."""

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yijin as yj
from hostile import ods, row_xml, sheet_xml, xls, xlsx

KEY = b"a key of the tests, 16 bytes or more"
HEADER = ["订单编号", "下单日期", "社区编号", "户号", "产品编号", "数量", "单位", "金额(元)", "订单状态"]
ROW = ["D1", "2019-05-03", "C1", "H1", "P1", "2", "斤", "30.00", "已完成"]


def text(path: Path, *rows: list[str], header: list[str] = HEADER) -> Path:
    path.write_text("".join(f"{','.join(row)}\n" for row in (header, *rows)), encoding="utf-8")
    return path


def book(path: Path, **options) -> yj.Book:
    return yj.open(path, key=KEY, **options)


def aside(opened: yj.Book) -> dict[str, int]:
    return opened.quality.accounting["ledger"]["set_aside"]


def communities(opened: yj.Book) -> list[str | None]:
    return opened.evidence("households").lines.to_polars()["community_id"].to_list()


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: str = "") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged and rows[0] == HEADER:
            sheet.merge_cells(merged)
    made.save(path)
    return path


def test_a_thousands_comma_without_quotation_marks_sets_its_row_aside(tmp_path):
    header = [name for name in HEADER if name != "金额(元)"] + ["金额"]
    rows = [["D1", "2019-05-03", "C1", "H1", "P1", "2", "斤", "已完成", amount] for amount in ("1,234.50", "9")]
    opened = book(text(tmp_path / "a.csv", *rows, header=header))
    assert (aside(opened), opened.headline().rows[0].amount_fen, opened.quality.files[0]["ragged_rows"]) == ({"bad_number": 1}, 900, 1)
    (example,) = opened.quality.examples
    assert (example["column"], example["row"], example["found"]) == ("金额", 2, "1 ‹10 cells under 9 headers: 234.50›")
    (written,) = opened.set_aside(tmp_path / "aside.csv")
    assert aside(book(Path(written))) == {"bad_number": 1}


def test_rows_between_stray_quotation_marks_refuse_the_file(tmp_path):
    rows = [['"' * (number in (2, 6)) + f"D{number}", *ROW[1:]] for number in range(1, 10)]
    with pytest.raises(yj.errors.UnreadableError, match="quotation mark opens in this row") as refused:
        book(text(tmp_path / "a.csv", *rows))
    assert refused.value.row == 3


def test_a_column_without_a_header_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"台账": [HEADER, [*ROW, None, "记"], ["D2", *ROW[1:]], ["D3", *ROW[1:], None, "记"]]})
    (file,) = book(path).quality.files
    assert (file["ragged_rows"], file["unknown_columns"]) == (2, ("column K",))


def test_a_cover_is_named_and_not_read(tmp_path):
    cover = [["填表说明"], ["1. 请如实填写"]]
    path = workbook(tmp_path / "a.xlsx", {"填表说明": cover, "台账": [HEADER, ROW]})
    (file,) = book(path).quality.files
    assert (file["sheet"], file["read"], file["unread_sheets"]) == ("台账", 1, ("填表说明",))
    assert "填表说明" in book(path).quality.to_html()
    with pytest.raises(yj.errors.HeaderError, match="填表说明"):
        book(workbook(tmp_path / "cover.xlsx", {"填表说明": cover}))
    with pytest.raises(yj.errors.HeaderError, match="lacks"):
        book(workbook(tmp_path / "b.xlsx", {"汇总": [["金额", "数量"]], "台账": [HEADER, ROW]}))


def test_merged_cells_of_an_open_document_are_counted_and_filled(tmp_path):
    def cells(row: list[str], *merged: str) -> str:
        whole = "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        return f"<table:table-row>{merged[0] if merged else ''}{whole}</table:table-row>"

    community = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>C1</text:p></table:table-cell>'
    rest = [cell for cell in ROW if cell != "C1"]
    rows = [
        cells(["社区编号", *(name for name in HEADER if name != "社区编号")]),
        cells(rest, community),
        cells(["D2", *rest[1:]], "<table:covered-table-cell/>"),
    ]
    path = tmp_path / "a.ods"
    path.write_bytes(ods("".join(rows)))
    plain, filled = book(path), book(path, fill_merged=True)
    assert (communities(plain), plain.quality.files[0]["merged_cells"]) == (["C1", None], 1)
    assert (communities(filled), filled.quality.files[0]["merged_cells"]) == (["C1", "C1"], 0)


def test_merged_cells_of_an_old_workbook_are_counted_and_filled(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(xls(HEADER, ROW, ["D2", ROW[1], "", *ROW[3:]], merged=(1, 2, 2, 2)))
    plain, filled = book(path), book(path, fill_merged=True)
    assert (communities(plain), plain.quality.files[0]["merged_cells"]) == (["C1", None], 1)
    assert (communities(filled), filled.quality.files[0]["merged_cells"]) == (["C1", "C1"], 0)


def test_a_plain_number_counts_days_as_its_workbook_does(tmp_path):
    row = row_xml(2, ROW).replace('t="inlineStr"><is><t>2019-05-03</t></is>', "><v>42126</v>")
    sheet = sheet_xml(row_xml(1, HEADER), row)
    opened = {}
    for system in ("0", "1"):
        names = '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets>'
        spaces = (
            'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        part = f'<workbook {spaces}><workbookPr date1904="{system}"/>{names}</workbook>'
        path = tmp_path / f"{system}.xlsx"
        path.write_bytes(xlsx(sheet, workbook=part))
        opened[system] = book(path).quality.accounting["ledger"]
    assert (opened["0"]["outside_campaign"], opened["1"]["accepted"]) == (1, 1)
    for system in (False, True):
        path = tmp_path / f"{system}.xls"
        path.write_bytes(xls(HEADER, [ROW[0], 42126, *ROW[2:]], date1904=system))
        assert book(path).quality.accounting["ledger"]["accepted"] == int(system)


def test_a_phone_among_identifiers_is_hidden_and_never_becomes_another(tmp_path):
    shifted = ["D1", "2019-05-03", "19900001234", "P1", "2", "斤", "30.00", "已完成"]
    (written,) = book(text(tmp_path / "a.csv", shifted)).set_aside(tmp_path / "aside.csv")
    mended = Path(written).read_text(encoding="utf-8-sig")
    (record,) = csv.DictReader(mended.splitlines())
    assert record["community_id"] == "‹11 characters›"
    rest = {"household_id": "H1", "product_id": "P1", "quantity": "2", "unit": "斤", "amount": "30", "status": "已完成"}
    for community, expected in [(record["community_id"], {"lossy_identifier": 1}), ("C1", {})]:
        again = tmp_path / "again.csv"
        with again.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(record))
            writer.writeheader()
            writer.writerow({**record, **rest, "community_id": community})
        assert aside(book(again)) == expected


def test_columns_of_several_types_are_refused_without_their_cells():
    frame = pd.DataFrame([ROW, ROW], columns=HEADER)
    frame["户号"] = [19900001234, "99990119900307002X"]
    with pytest.raises(yj.errors.HeaderError, match=r"one type in each column.*\(ledger\)") as refused:
        yj.open({"ledger": frame})
    assert "99990119900307002X" not in f"{refused.value!r}{refused.value.__cause__!r}{refused.value.__context__!r}"


def test_any_iterable_of_paths_is_opened(tmp_path):
    text(tmp_path / "a.csv", ROW)
    text(tmp_path / "b.csv", ["D2", *ROW[1:]])
    assert yj.open(tmp_path.glob("*.csv")).headline().rows[0].lines == 2
    assert yj.open({"ledger": (path for path in sorted(tmp_path.iterdir()))}).headline().rows[0].lines == 2
    for nothing in (b"a.csv", {"ledger": {"订单编号": []}}):
        with pytest.raises(TypeError, match=r"found (bytes|dict)"):
            yj.open(nothing)


def test_units_and_words_of_a_campaign_hold_everywhere(tmp_path):
    campaign = tmp_path / "mine.toml"
    own = '[vocabulary.unit]\njin = ["大斤"]\n[vocabulary.status]\npending = ["已完成"]\n'
    campaign.write_text(f"{yj.Campaign.default().to_toml()}\n{own}", encoding="utf-8")
    rows = [["D1", *ROW[1:5], "5大斤", "", *ROW[7:8], "交易成功"], ["D2", *ROW[1:]]]
    opened = book(text(tmp_path / "a.csv", *rows), campaign=campaign)
    assert (aside(opened), opened.headline().rows[0].lines, opened.headline().rows[0].mass_g) == ({}, 1, 2500)
