"""Published tables: what rests on few persons is not seen, nor worked out."""

import csv
import os
from pathlib import Path

import polars
import pytest
import yijin as yj

KEY = b"a key of the tests, 16 bytes or more"


def book(households: dict[str, int], campaign: yj.Campaign | None = None) -> yj.Book:
    """Return a book of so many households, each with one purchase, by channel."""
    rows = [(f"{channel}{number}", channel) for channel, count in households.items() for number in range(count)]
    ledger = polars.DataFrame(
        {
            "order_id": [name for name, _ in rows],
            "order_date": ["2019-05-03"] * len(rows),
            "household_id": [name for name, _ in rows],
            "channel": [channel for _, channel in rows],
            "product_id": ["P1"] * len(rows),
            "quantity": ["1"] * len(rows),
            "amount": ["10"] * len(rows),
            "status": ["completed"] * len(rows),
        }
    )
    return yj.open({"ledger": ledger}, campaign=campaign, key=KEY)


def test_a_small_row_goes_and_the_next_smallest_with_it() -> None:
    opened = book({"platform": 30, "fair": 3, "group_buy": 9})
    for table in (opened.metric("amount", by="channel").publish(), opened.headline(by="channel").publish()):
        assert dict(zip((row[0] for row in table.rows), table.suppressed, strict=True)) == {
            "platform": False,
            "fair": True,
            "group_buy": True,
        }
        assert all(value is None for row, gone in zip(table.rows, table.suppressed, strict=True) if gone for value in row[1:])


def test_large_rows_stay_as_they_are() -> None:
    opened = book({"platform": 30, "fair": 5})
    table = opened.metric("households_buying", by="channel").publish()
    assert table.rows == (("fair", 5), ("platform", 30))
    assert table.suppressed == (False, False)


def test_the_policy_says_how_few_are_few() -> None:
    campaign = yj.Campaign.parse(yj.Campaign.default().to_toml().replace("min_cell = 5", "min_cell = 31"))
    opened = book({"platform": 30, "fair": 5}, campaign)
    assert opened.metric("amount", by="channel").publish().suppressed == (True, True)


def test_a_published_table_in_a_file_shows_nothing(tmp_path) -> None:
    table = book({"platform": 30, "fair": 3, "group_buy": 9}).metric("amount", by="channel").publish()
    table.save(tmp_path / "published.csv")
    raw = (tmp_path / "published.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows == [["channel", "value"], ["fair", "×"], ["group_buy", "×"], ["platform", "30000"]]
    assert "×" in repr(table) and "3000" not in repr(table).replace("30000", "")
    assert table.to_polars()["value"].to_list() == [None, None, 30000]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_published_table_says_what_its_crosses_mean(lang) -> None:
    table = book({"platform": 3}).metric("amount", by="channel", lang=lang).publish()
    assert "5" in repr(table)
    assert table._repr_html_().count("×") >= 2


@pytest.mark.parametrize("name", ["=1", " =1", "＝1", "＠a"])
def test_no_member_of_a_published_table_is_a_formula(tmp_path: Path, name: str) -> None:
    table = yj.PublishedTable(("product",), ("value",), ((name, 1),), (False,), 5, "en")
    table.save(tmp_path / "published.csv")
    assert list(csv.reader((tmp_path / "published.csv").read_text(encoding="utf-8-sig").splitlines()))[1] == [f"'{name}", "1"]


def test_a_published_table_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "published.csv").write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        book({"platform": 30}).metric("amount", by="channel").publish().save(tmp_path / "published.csv")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("published.csv", b"before")]


def test_crosses_are_explained_only_where_there_are_any() -> None:
    table = book({"platform": 30, "fair": 5}).metric("amount", by="channel").publish()
    assert "×" not in repr(table) and "×" not in table._repr_html_()


def test_a_published_table_has_heads_in_its_language(tmp_path: Path) -> None:
    opened = book({"platform": 30})
    opened.metric("amount", by="channel", lang="zh").publish().save(tmp_path / "published.csv")
    assert (tmp_path / "published.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "参与方式,数值"
    heads = opened.headline(by="channel", lang="zh").publish()._head()
    assert heads[2] == "参与购买的家庭" and heads[-3:] == ["金额（分）", "重量（克）", "重量未知行数"]
