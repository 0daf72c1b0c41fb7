"""Why a row is set aside: the reason that the specification tests first, and the cell that it is about."""

from pathlib import Path

import pytest
import yijin as yj
from hostile import row_xml, sheet_xml, xlsx

HEADER = "订单编号,下单日期,户号,产品编号,数量,单位,金额,订单状态"
ROW = "D1,2019-05-03,H1,P1,2,斤,30,已完成"


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("quantity", "amount", "column", "found"), [("2", "-30", "金额", "-30"), ("-2", "-30", "数量", "-2")])
def test_a_negative_purchase_is_told_of_the_cell_that_is_negative(tmp_path, quantity, amount, column, found):
    row = ROW.replace(",2,", f",{quantity},").replace(",30,", f",{amount},")
    opened = yj.open(written(tmp_path / "a.csv", HEADER, row))
    (example,) = opened.quality.examples
    assert (example["reason"], example["column"], example["found"]) == ("negative_purchase", column, found)


def test_a_household_that_is_not_registered_goes_before_an_unknown_supplier(tmp_path):
    written(tmp_path / "ledger.csv", HEADER, ROW)
    written(tmp_path / "links.csv", "供应商编号,贫困户编号,带贫方式", "S9,B9,收购", "S9,B1,收购")
    written(tmp_path / "suppliers.csv", "供应商编号,供应商名称,供应商类型", "S1,某社,合作社")
    written(tmp_path / "register.csv", "贫困户编号,县", "B1,布拖县")
    account = yj.open(tmp_path).quality.accounting["benefit_links"]
    assert account["set_aside"] == {"unregistered_poor_household": 1, "unknown_supplier": 1}


def test_a_fault_of_the_spreadsheet_is_no_unknown_word(tmp_path):
    rows = [
        row_xml(1, HEADER.split(",")),
        row_xml(2, ROW.split(",")),
        row_xml(3, ROW.replace("D1", "D2").replace("已完成", "已完结").split(",")),
    ]
    rows[1] = rows[1].replace('t="inlineStr"><is><t>已完成</t></is>', "><f>VLOOKUP(1,2)</f>")
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(sheet_xml(*rows)))
    quality = yj.open(path).quality
    assert quality.accounting["ledger"]["set_aside"] == {"unknown_status": 2}
    assert [word["word"] for word in quality.unknown_words] == ["已完结"]


def test_persons_are_no_households(tmp_path):
    written(tmp_path / "ledger.csv", HEADER, ROW)
    written(tmp_path / "suppliers.csv", "供应商编号,供应商名称,供应商类型,直接带动户数", "S1,某社,合作社,5人", "S2,某社,合作社,5户")
    assert yj.open(tmp_path).quality.accounting["suppliers"]["set_aside"] == {"bad_number": 1}


def test_a_project_is_one_however_its_city_is_spelt(tmp_path):
    written(tmp_path / "ledger.csv", HEADER, ROW)
    rows = ["甲物业,成都市,花园", "甲物业,成都,花园", '甲物业,成都市,"花\n园"', "甲物业,绵阳市,花园"]
    written(tmp_path / "projects.csv", "物业服务企业名称,城市,项目名称", *rows)
    account = yj.open(tmp_path).quality.accounting["projects"]
    assert (account["accepted"], account["set_aside"]) == (2, {"conflicting_key": 2})
