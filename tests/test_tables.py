"""Tables for people: on recorded results, so that what is shown is tested apart from what is counted."""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yijin as yj
from rich.cells import cell_len
from yijin._labels import METRICS
from yijin._reasons import COLUMNS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RECORDED = Path(__file__).parent / "recorded"
RECORDED_TOTAL = json.loads((RECORDED / "total.json").read_text(encoding="utf-8"))["rows"][0]


class Recorded:
    """A result as it was recorded."""

    def __init__(self, name: str, **changed: object) -> None:
        self.data = {**json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8")), **changed}

    def to_json(self) -> str:
        return json.dumps(self.data, ensure_ascii=False)


def headline(name: str, lang: str = "en", **changed: object) -> yj.Headline:
    return yj.Headline(Recorded(name, **changed), yj.Campaign.default(), lang)


def quality(lang: str = "en", **changed: object) -> yj.Quality:
    return yj.Quality(Recorded("quality", **changed).to_json(), lang)


class Reader(HTMLParser):
    """Reads a table back: its texts, its tags, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_a_terminal_table_is_aligned_with_wide_characters():
    lines = repr(headline("sliced", "zh")).splitlines()
    rule = next(number for number, line in enumerate(lines) if line.startswith("---"))
    names = [line[: line.index("  ")] for line in lines[rule + 1 : rule + 4]]
    assert names == ["四川省", "内蒙古自治区", "（空）"]
    assert {cell_len(line) for line in lines[rule : rule + 4]} == {cell_len(lines[rule])}


def test_the_total_shows_each_metric_with_value_target_and_attainment():
    text = repr(headline("total"))
    assert "households helped directly" in text
    assert all(part in text for part in ("45,678", "1,000,000", "4.57%", "412", "0.41%", "56,789.00", "2,469.0"))


def test_a_metric_that_cannot_be_computed_says_what_it_needs_and_is_never_0():
    result = headline("total")
    assert result["indirect_poor_households"].value is None
    assert result["indirect_poor_households"].needs == ("benefit_links",)
    assert "not computable: needs benefit links" in repr(result)
    assert "无法计算：缺少 带贫关系" in repr(headline("sliced", "zh"))


def test_what_is_needed_is_said_once_and_the_target_stays():
    html = headline("sliced", "zh")._repr_html_()
    assert html.count("无法计算") == 1
    assert html.count(">—</td>") == len(headline("sliced"))
    assert headline("total")["indirect_poor_households"].target == 1_000_000
    assert "1,000,000" in next(line for line in repr(headline("total")).splitlines() if "indirectly" in line)


def test_a_missing_column_is_said_in_words():
    row = RECORDED_TOTAL | {"households": {"value": None, "needs": ["ledger.household_id"]}}
    assert "无法计算：缺少 台账的购买户编号" in repr(headline("total", "zh", rows=[row]))


def test_flags_are_said_in_words():
    assert "unverified: no register was given" in repr(headline("total"))
    assert "未经名册核实" in headline("total", "zh")._repr_html_()


def test_rows_that_must_not_be_added_say_so():
    assert any("do not add up" in note for note in headline("sliced").notes)
    assert any("不可相加" in note for note in headline("sliced", "zh").notes)
    assert not any("do not add up" in note for note in headline("total").notes)
    assert any("Running counts" in note for note in headline("sliced", cumulative=True).notes)


@pytest.mark.parametrize("name", ["total", "sliced"])
def test_working_tables_say_that_small_cells_stand(name):
    assert "small cells are not suppressed" in repr(headline(name))
    assert "small cells are not suppressed" in headline(name)._repr_html_()


def test_a_scope_without_lines_says_so():
    assert not any("No line qualifies" in note for note in headline("total").notes)
    nothing = headline("total", rows=[RECORDED_TOTAL | {"lines": 0}])
    assert "No line qualifies in this scope." in repr(nothing)
    assert "No line qualifies in this scope." in nothing._repr_html_()


def test_a_sliced_headline_refuses_to_give_one_metric():
    with pytest.raises(TypeError, match="3 rows"):
        headline("sliced")["households"]
    with pytest.raises(KeyError, match="households"):
        headline("total")["household"]


def test_a_metric_that_is_none_is_named_with_the_nearest():
    with pytest.raises(KeyError, match="did you mean 'communities'"):
        headline("total")["comunities"]


def test_the_title_says_the_filter_and_the_days():
    asked = {"from": "2019-05-01", "to": None, "where": {"stage": ["1", None], "channel": ["platform"]}}
    title = headline("total", "zh", **asked).to_html()
    assert "起 2019-05-01，阶段 = 第一阶段 广泛参与 / 阶段之间，参与方式 = 平台参与" in title


def test_the_title_has_the_campaigns_name():
    assert "“社区的力量”消费扶贫攻坚战专项行动" in repr(headline("total", "zh")).splitlines()[0]
    assert "Power of Community" in headline("total").to_html()


def test_a_running_stage_that_has_not_begun_says_so():
    rows = [{**RECORDED_TOTAL, "by": {"stage": stage}} for stage in ("1", "2", "3")]
    running = headline("sliced", as_of="2019-12-10", by=["stage"], rows=rows, cumulative=True)
    assert repr(running).count("(not begun)") == 1
    assert "stage 3, sustained effort (not begun)" in repr(running)
    assert "第三阶段 持续攻坚（尚未开始）" in running.in_("zh")._repr_html_()
    assert any("days between it and the stage before it" in note for note in running.notes)
    assert "not begun" not in repr(headline("sliced", as_of="2020-01-01", by=["stage"], rows=rows, cumulative=True))


def test_a_campaign_without_stages_has_no_days_between_them():
    rows = [{**RECORDED_TOTAL, "by": {"stage": None}}]
    window = 'window = { start = "2025-09-01", end = "2025-11-30" }'
    campaign = yj.Campaign.parse(f'id = "a"\nname = {{ zh = "甲", en = "a" }}\n{window}')
    sliced = yj.Headline(Recorded("sliced", by=["stage"], rows=rows), campaign, "en")
    assert "(none)" in repr(sliced)


def test_missing_groups_have_names():
    text = repr(headline("sliced"))
    assert "(none)" in text
    assert "between stages" in text
    assert "stage 1, broad participation" in text


@pytest.mark.parametrize(
    "html", [headline("total")._repr_html_(), headline("sliced", "zh")._repr_html_(), quality()._repr_html_(), quality("zh").to_html()]
)
def test_html_is_well_formed_and_stays_in_its_box(html):
    reader = Reader(html)
    assert reader.open == []
    assert ("class", "box") in reader.attributes
    assert "script" not in reader.tags
    assert "prefers-color-scheme:dark" in html
    assert len(html) < 200_000


def test_bars_stand_for_attainment_and_never_leave_their_rail():
    html = headline("total")._repr_html_()
    assert "width:4.6%" in html
    assert "width:100.0%" in html
    assert "width:100.9%" not in html


def test_every_value_is_escaped():
    row = {**Recorded("sliced").data["rows"][0], "by": {"province": '<img src=x onerror="1">', "stage": "1"}}
    for html in (headline("sliced", rows=[row])._repr_html_(), quality()._repr_html_()):
        assert "<img" not in html
        assert "<script" not in html
        assert "<年>" not in html
    assert "&lt;script&gt;交易中" in quality()._repr_html_()


def test_the_first_column_stays_while_the_rest_scrolls():
    assert Reader(headline("sliced")._repr_html_()).attributes.count(("class", "fix")) == 4


def test_long_tables_are_cut_and_say_so():
    rows = Recorded("sliced").data["rows"] * 100
    assert "… 240 more rows; to_polars() has them all" in repr(headline("sliced", rows=rows))
    assert "… 100 more rows" in headline("sliced", rows=rows)._repr_html_()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_table_fits_its_terminal_and_its_numbers_stay_whole(monkeypatch: pytest.MonkeyPatch, lang: str, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    large = RECORDED_TOTAL | {"amount_fen": 12_345_678_901, "lines": 1_234_567}
    rows = [{**large, "by": {"province": "内蒙古自治区", "stage": "1"}}]
    for shown in (headline("sliced", lang, rows=rows), headline("total", lang), quality(lang), yj.Campaign.default().in_(lang)):
        assert max(map(cell_len, repr(shown).splitlines())) <= width
    assert "1,000,000" in repr(headline("total", lang))
    words = repr(headline("sliced", lang, rows=rows)).split()
    assert "10,093" in words
    assert ("123,456,789.01" in words) == (width == 140 or (lang == "zh" and width == 100))


def test_columns_without_room_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert "no room for lines, amount (yuan); to_polars() has them all" in " ".join(repr(headline("sliced")).split())
    monkeypatch.setenv("COLUMNS", "140")
    assert "no room" not in repr(headline("sliced"))


def test_a_control_character_cannot_move_the_cursor():
    row = {**Recorded("sliced").data["rows"][0], "by": {"province": "四川\x1b[2J\n省", "stage": "1"}}
    assert "\x1b" not in repr(headline("sliced", rows=[row]))


def test_quality_shows_tables_files_reasons_examples_flags_and_words():
    text = repr(quality())
    for part in ("9,772", "missing order_date", "unknown word in status", "2019-02-30", "备注", "GB18030", "2/2/1/1", "交易中", "1f2e3d4c"):
        assert part in text
    assert "缺少下单日期" in repr(quality("zh"))
    assert quality().set_aside_rows == 95


def test_quality_is_cut_aloud_and_files_and_reasons_are_not_cut():
    recorded = Recorded("quality").data
    reasons = {f"unknown_{place}": 1 for place in range(300)}
    long = quality(
        files=[{**recorded["files"][1], "file": f"{place}.csv"} for place in range(300)],
        accounting={"ledger": recorded["accounting"]["ledger"] | {"set_aside": reasons}},
        unknown_words=[{**recorded["unknown_words"][0], "word": f"词{place}"} for place in range(75)],
    )
    assert "299.csv" in repr(long)
    assert "299.csv" in long._repr_html_()
    assert "unknown_299" in repr(long)
    assert "unknown_299" in long._repr_html_()
    assert "词60" not in repr(long)
    assert "… 15 more rows; to_json() has them all" in repr(long)
    assert "词74" in long._repr_html_()
    assert "more rows" not in long._repr_html_()


def test_examples_that_are_shown_are_of_every_reason():
    example = Recorded("quality").data["examples"][0]
    reasons = [f"reason_{place}" for place in range(40)]
    shown = repr(quality(examples=[{**example, "reason": reason} for reason in reasons for _ in range(5)]))
    assert all(reason in shown for reason in reasons)
    assert "… 140 more rows" in shown


def test_cities_without_a_place_are_listed():
    assert quality().unplaced_cities[0] == {"city": "鼓楼区", "communities": 2}
    assert "鼓楼区" in repr(quality())
    assert "无法定位的城市" in quality("zh")._repr_html_()


def test_chinese_quality_is_in_chinese():
    recorded = Recorded("quality").data
    told = {
        "duplicate_line": "a row before it has the same key and the same values",
        "missing_household_id": "a person (19 characters)",
        "bad_number": "1 ‹8 cells under 7 headers: 234.50›",
    }
    examples = [{**recorded["examples"][0], "reason": reason, "column": "household_id", "found": text} for reason, text in told.items()]
    files = [{**recorded["files"][0], "unknown_columns": ["备注", "column G", "cell A7"]}]
    shown = repr(quality("zh", examples=examples, files=files))
    for english in ("a row before", "a person", "characters", "household_id", " status", "headers", "column G", "cell"):
        assert english not in shown
    for chinese in ("前面已有同号且内容相同的行", "个人信息（19个字符）", "缺少购买户编号", "状态", "1 ‹8个单元格，7个表头: 234.50›"):
        assert chinese in shown
    assert "备注, G列, A7单元格" in quality("zh", files=files).to_html()
    assert "假名密钥：本次运行临时生成：假名与其他运行不可比对" in repr(quality("zh", key={"source": "fresh", "fingerprint": None}))


def test_every_column_of_the_tables_has_a_chinese_name():
    tables = tomllib.loads((RECORDED.parents[1] / "crates/yijin/data/tables.toml").read_text(encoding="utf-8"))
    assert {column["name"] for table in tables["table"] for column in table["columns"]} <= set(COLUMNS)


def test_the_picture_of_a_campaign_is_in_the_notices_order_and_in_its_language():
    shown = yj.Campaign.default().in_("zh")._repr_html_()
    places = [shown.index(chinese) for _, chinese in METRICS.values()]
    assert places == sorted(places)
    assert "直接帮扶的方式：产品销售、订单种养" in shown
    assert "contract_farming" not in shown


def test_only_the_last_row_of_a_body_has_no_rule():
    style = headline("total")._repr_html_()
    assert ".yijin tbody tr:last-child>*{border-bottom:0}" in style
    assert ".yijin tr:last-child" not in style


def test_languages_have_the_same_tables():
    for english, chinese in ((headline("sliced"), headline("sliced").in_("zh")), (quality(), quality().in_("zh"))):
        assert Reader(english._repr_html_()).tags == Reader(chinese._repr_html_()).tags
    assert headline("total").to_json() == headline("total", "zh").to_json()


def test_rows_are_objects():
    (row,) = headline("total").rows
    assert [one.id for one in row.metrics] == list(METRICS)
    assert (row.communities.value, row.communities.met, row.communities.flags) == (10093, True, ("unverified",))
    assert (row.lines, row.amount_fen, row.mass_g, row.mass_unknown_lines) == (1234, 5678900, 1234500, 17)
