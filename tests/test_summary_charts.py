"""Charts: each kind draws, in the package's own font, and a character that it lacks is an error."""

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from yijin.errors import GlyphError
from yijin.summary import _breakdown, _chart, _font, _theme, _trend, draw
from yijin.summary._tiles import TILES

HERE = Path(__file__).parent
DAY = datetime.date
WINDOW = (DAY(2019, 5, 1), DAY(2020, 9, 30))
STAGES = [(DAY(2019, 5, 1), DAY(2019, 8, 31), "第一阶段 广泛参与"), (DAY(2019, 9, 1), DAY(2019, 11, 30), "第二阶段 重点攻坚")]
NAMES = ("参与购买的家庭", "至目标的直线")
PNG = b"\x89PNG\r\n\x1a\n"

CHARTS = {
    "running": _trend.running([(DAY(2019, 5, 31), 100), (DAY(2019, 6, 30), 250)], 1_000, WINDOW, STAGES, NAMES),
    "running without a target": _trend.running([(DAY(2019, 5, 31), 100)], None, WINDOW, STAGES, NAMES),
    "running without points": _trend.running([], 1_000, WINDOW, [], NAMES),
    "mix": _trend.mix([("2019-05", "贫困村", 1.5), ("2019-05", "贫困户", 2.5), ("2019-06", "贫困村", 1)], ["贫困村", "贫困户"], "万元"),
    "attainment": _breakdown.attainment([("加入的社区", 31.6, "3,160.00%"), ("家庭", 0.0, "0.00%")], "目标"),
    "bars": _breakdown.bars([("平台参与", 12.5, "12.50"), ("团购参与", 0.0, "0.00")], "万元"),
    "retention": _breakdown.grid(
        [("2019-05", "0", 500), ("2019-05", "1", 300), ("2019-06", "0", 10)], ("首购月份", "月"), order="ascending"
    ),
    "relations": _breakdown.grid([("甲物业", "四川省昭觉县", 7), ("乙物业", "四川省盐源县", 1)], ("物业企业", "产地县")),
    "provinces": _breakdown.tiles({"四川省": 5_000, "广东省": 12_000}, frozenset({"西藏自治区"}), "zh", "×"),
    "provinces without any": _breakdown.tiles({}, frozenset(), "en", "suppressed"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_draws_as_a_sound_drawing_and_a_picture(name: str):
    figure = draw(CHARTS[name], "图", "图")
    assert ElementTree.fromstring(figure.svg).tag.endswith("svg")
    assert figure.png.startswith(PNG)
    assert _chart.texts(figure.svg)


@pytest.mark.parametrize("name", CHARTS)
def test_every_text_of_a_chart_is_in_the_packages_font(name: str):
    svg = draw(CHARTS[name], "图", "图").svg
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {_font.FAMILY}
    assert "aria-label" not in svg.replace("aria-roledescription", "")


def test_a_chart_is_the_same_whenever_it_is_drawn():
    assert draw(CHARTS["mix"], "图", "图") == draw(CHARTS["mix"], "图", "图")


def test_a_chart_shows_its_numbers_as_they_are_written():
    texts = _chart.texts(draw(CHARTS["attainment"], "图", "图").svg)
    assert {"3,160.00%", "0.00%", "加入的社区", "目标"} <= set(texts)
    assert {"500", "300", "10"} <= set(_chart.texts(draw(CHARTS["retention"], "图", "图").svg))


def test_the_running_count_stands_beside_a_straight_line_and_its_stages():
    texts = set(_chart.texts(draw(CHARTS["running"], "图", "图").svg))
    assert {*NAMES, "第一阶段 广泛参与", "第二阶段 重点攻坚"} <= texts


@pytest.mark.parametrize("character", ["𠮷", "镕", "€€\U0001f600"])
def test_a_character_without_a_glyph_is_an_error_that_names_it_and_its_text(character: str):
    with pytest.raises(GlyphError) as caught:
        draw(_breakdown.bars([(f"甲{character}乙", 1.0, "1.00")], "万元"), "图", "图")
    assert caught.value.id == "missing-glyph"
    assert f"U+{ord(character[-1]):04X}" in str(caught.value)
    assert f"甲{character}乙" in str(caught.value)


def test_the_font_has_gb2312_ascii_and_what_the_charts_words_use():
    every = (bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    assert sum(ord(character) in _font.glyphs() for pair in every for character in pair) == 6_763
    _font.check([bytes(range(0x20, 0x7F)).decode(), "，。；：？！“”‘’（）《》、—…·×％–"])
    assert len(_font.data()) < 2_000_000


def test_the_font_comes_with_its_licence_and_has_a_name_of_its_own():
    from fontTools.ttLib import TTFont

    folder = Path(_font.__file__).parent / "fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert TTFont(folder / _font.FILE)["name"].getDebugName(1) == _font.FAMILY


def test_a_page_carries_only_the_glyphs_that_it_needs():
    assert len(_font.excerpt("目标 12,345.67")) < 12_000


def test_charts_need_no_font_of_the_machine(tmp_path):
    empty = tmp_path / "fonts.conf"
    empty.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{tmp_path}</dir></fontconfig>')
    code = """if True:
        import hashlib, sys
        sys.path.insert(0, sys.argv[1])
        import test_summary_charts as charts
        print([hashlib.sha256(charts.draw(chart, "", "").png).hexdigest() for chart in charts.CHARTS.values()])
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    bare = {**environment, "FONTCONFIG_FILE": str(empty), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, str(HERE)]
    with_fonts, without = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=each).stdout for each in (environment, bare)
    )
    assert with_fonts == without


def test_long_names_are_cut_and_stay_apart():
    cut = _chart.labels(["长" * 500, "长" * 499, "短"])
    assert len(set(cut)) == 3
    assert cut[0].endswith("…")
    assert cut[2] == "短"


@pytest.mark.parametrize("name", ["<b>&\"'", "]]>", "\x07\x1b[2J", "{signal: 1}", "datum.value", "${a}"])
def test_a_hostile_name_is_a_text_of_the_drawing(name: str):
    svg = draw(_breakdown.bars([(name, 1.0, "1.00")], "万元"), "图", "图").svg
    drawn = ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text")]
    assert _chart.labels([name])[0] in drawn


def test_series_are_told_apart_in_grey_print():
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = [lightness(colour) for colour in _theme.SERIES[:4]]
    assert min(abs(one - other) for place, one in enumerate(greys) for other in greys[place + 1 :]) > 25
    shades = [lightness(colour) for colour in _theme.RAMP]
    assert shades == sorted(shades, reverse=True)


def test_the_tiles_are_the_31_provinces_each_on_its_own_place():
    assert len(TILES) == 31
    assert len({(tile.column, tile.row) for tile in TILES.values()}) == 31
    divisions = (HERE.parent / "crates/yijin/data/divisions_2019.csv").read_text(encoding="utf-8")
    assert all(name in divisions for name in TILES)
