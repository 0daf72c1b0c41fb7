"""The papers of a summary: one document, the same digits in Word, HTML, Excel and Markdown, and nothing in data is more than text."""

import datetime
import doctest
import importlib
import io
import os
import pkgutil
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import docx
import papers
import pytest
import yijin as yj
import yijin.summary
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from stagebook import DEFINITIONS, LONG, RARE, StageBook
from yijin.errors import OptionError
from yijin.summary import Column, Document, Heading, Missing, Paragraph, Quantity, Section, Summary, Table, _format, _numbering, compose

HERE = Path(__file__).parent
DAY = datetime.date(2019, 8, 31)
MODULES = [module.name for module in pkgutil.walk_packages(yijin.summary.__path__, "yijin.summary.")]
SHOWN_RARE = '=1+1 <b>&"甲|乙"*[x](http://a.b)@c\u2407\u241b'


def stage_book() -> StageBook:
    return StageBook(yj.Quality((HERE / "recorded/quality.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module", params=["zh", "en"])
def summary(request) -> Summary:
    return Summary(compose(stage_book(), stage=2, lang=request.param, metrics=DEFINITIONS))


def paper(*blocks, lang: str = "zh") -> Summary:
    return Summary(Document("标题", lang, DAY, {}, (Section("headline", blocks),)))


def one_cell(value, kind: str = "text", unit=None) -> Summary:
    return paper(Table("表", (Column("列", kind),), ((value,),), unit=unit))


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_word_html_and_markdown_have_the_same_numbers_in_the_same_order(summary: Summary):
    word = papers.numbers(papers.docx_text(summary.to_bytes("docx")))
    assert len(word) > 500
    assert word == papers.numbers(papers.Page(summary.to_bytes("html")).text)
    assert word == papers.numbers(papers.markdown_text(summary.to_bytes("md")))


def test_all_four_formats_have_the_same_tables_cell_by_cell(summary: Summary):
    word = papers.docx_tables(summary.to_bytes("docx"))
    assert len(word) == sum(isinstance(block, Table) for block in summary.document.blocks)
    assert word == papers.Page(summary.to_bytes("html")).tables
    assert word == papers.markdown_tables(summary.to_bytes("md"))
    assert word == papers.xlsx_tables(summary.to_bytes("xlsx"))


def test_the_workbook_has_the_sentences_of_the_paper(summary: Summary):
    text = papers.workbook(summary.to_bytes("xlsx")).worksheets[0]
    said = [_format.sentence(block, summary.document.lang) for block in summary.document.blocks if isinstance(block, Paragraph)]
    assert set(said) <= {cell.value for (cell,) in text.iter_rows()}


def test_both_languages_have_the_same_digits():
    chinese, english = (compose(stage_book(), stage=2, lang=lang, figures=False) for lang in ("zh", "en"))
    digits = [[_format.grid(block, "en") for block in document.blocks if isinstance(block, Table)] for document in (chinese, english)]
    found = [[papers.numbers(cell) for table in tables for row in table for cell in row] for tables in digits]
    assert found[0] == found[1]


@pytest.mark.parametrize("format", ["docx", "html", "xlsx", "md"])
def test_the_same_document_gives_the_same_bytes(summary: Summary, format: str):
    again = Summary(compose(stage_book(), stage=2, lang=summary.document.lang, metrics=DEFINITIONS))
    assert again.to_bytes(format) == summary.to_bytes(format)


def test_another_process_in_another_time_zone_gives_the_same_bytes():
    code = """if True:
        import hashlib, sys
        sys.path.insert(0, sys.argv[1])
        from test_summary_papers import Summary, compose, stage_book
        summary = Summary(compose(stage_book(), stage=2))
        print([hashlib.sha256(summary.to_bytes(name)).hexdigest() for name in ("docx", "html", "xlsx", "md")])
    """
    found = set()
    for zone, seed in (("UTC", "1"), ("America/New_York", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        found.add(
            subprocess.run([sys.executable, "-c", code, str(HERE)], capture_output=True, text=True, check=True, env=environment).stdout
        )
    assert len(found) == 1


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_no_part_of_an_archive_has_a_clock(summary: Summary, format: str):
    with zipfile.ZipFile(io.BytesIO(summary.to_bytes(format))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", about)) == {"1980-01-01"}


@pytest.mark.parametrize(
    ("value", "kind", "unit", "shown"),
    [
        (1234567, "yuan", None, "12,345.67"),
        (1234567890, "yuan", "wan_yuan", "1,234.57"),
        (-5, "yuan", None, "-0.05"),
        (1, "yuan", "wan_yuan", "0.00"),
        (1250, "jin", None, "2.50"),
        (Fraction(2469, 2), "jin", None, "2.47"),
        (Fraction(1, 3), "percent", None, "33.33%"),
        (Fraction(1, 800), "percent", None, "0.13%"),
        (31.6, "percent", None, "3,160.00%"),
        (0.045678, "percent", None, "4.57%"),
        (1234567, "count", None, "1,234,567"),
        (10**20, "count", None, "100,000,000,000,000,000,000"),
        (2.675, "decimal", None, "2.67"),
        (None, "count", None, "—"),
        (Missing("x"), "count", None, "—"),
        (float("nan"), "percent", None, "—"),
        (float("inf"), "decimal", None, "—"),
        (DAY, "date", None, "2019-08-31"),
    ],
)
def test_a_value_is_shown_in_one_way_in_every_format(value, kind, unit, shown):
    made = one_cell(value, kind, unit)
    tables = [
        papers.docx_tables(made.to_bytes("docx")),
        papers.Page(made.to_bytes("html")).tables,
        papers.markdown_tables(made.to_bytes("md")),
        papers.xlsx_tables(made.to_bytes("xlsx")),
    ]
    assert tables == [[[["列"], [shown]]]] * 4


@given(st.fractions(), st.sampled_from(["count", "decimal", "percent"]))
def test_rounding_is_to_the_nearest_and_ties_go_away_from_zero(value: Fraction, kind: str):
    scaled, places = _format.rounded(value, kind)
    off = Fraction(scaled, 10**places) - value
    assert abs(off) <= Fraction(1, 2 * 10**places)
    if abs(off) == Fraction(1, 2 * 10**places):
        assert abs(scaled) > abs(value * 10**places)


def test_days_in_prose_are_written_out():
    assert _format.day(DAY, "zh") == "2019年8月31日"
    assert _format.day(DAY, "en") == "31 August 2019"
    assert "截至2019年11月30日" in _format.sentence(compose(stage_book(), stage=2, figures=False).sections[0].blocks[1], "zh")


def test_headings_are_numbered_as_an_office_paper_has_them():
    document = Document("x", "zh", DAY, {}, (Section("a", tuple(Heading(f"甲{level}", level) for level in (1, 2, 2, 3, 1, 2))),))
    labels = [label for _, label in _numbering.labelled(document)]
    assert labels == ["一、甲1", "（一）甲2", "（二）甲2", "1. 甲3", "二、甲1", "（一）甲2"]
    assert [_numbering.han(number) for number in (1, 10, 11, 20, 32)] == ["一", "十", "十一", "二十", "三十二"]


def test_hostile_names_are_text_in_every_format(summary: Summary):
    html = papers.Page(summary.to_bytes("html"))
    for tables in (
        papers.docx_tables(summary.to_bytes("docx")),
        html.tables,
        papers.markdown_tables(summary.to_bytes("md")),
        papers.xlsx_tables(summary.to_bytes("xlsx")),
    ):
        cells = {cell for table in tables for row in table for cell in row}
        assert {SHOWN_RARE, LONG} <= cells
        assert RARE not in cells
    assert not {"b", "a", "script", "img", "iframe"} & set(html.tags)


def test_a_workbook_has_no_formula_and_no_link(summary: Summary):
    for sheet in papers.workbook(summary.to_bytes("xlsx")).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in row)


def test_a_word_document_has_no_field_but_the_page_number(summary: Summary):
    with zipfile.ZipFile(io.BytesIO(summary.to_bytes("docx"))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    assert sum(text.count("w:fldSimple") for text in texts.values()) == 1
    assert not any(mark in text for text in texts.values() for mark in ("w:instrText", "<w:hyperlink", "TargetMode"))


@pytest.mark.parametrize("name", ["=1+1", "+a", "-A1", "@SUM(A1)", "＝1", " =1", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_formula_in_a_table_for_people_has_an_apostrophe_before_it(tmp_path, name: str):
    table = Table("表", (Column("=列"), Column("数", "count")), ((name, -5),))
    (file,) = paper(table).save_tables(tmp_path)
    content = Path(file).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf'=")
    assert "\r\n'" in content.decode("utf-8-sig")
    assert content.decode("utf-8-sig").endswith(",-5\r\n")


@pytest.mark.parametrize("name", ["+1", "-1", "+86 199-0000", "-5公斤"])
def test_a_number_with_a_sign_is_no_formula_in_a_table_for_people(tmp_path, name: str):
    (file,) = paper(Table("表", (Column("列"),), ((name,),))).save_tables(tmp_path)
    assert Path(file).read_text(encoding="utf-8-sig").splitlines() == ["列", name]


@pytest.mark.parametrize(
    "name",
    [
        "- a",
        "1. a",
        "# a",
        "> a",
        "*a* _b_ ~~c~~",
        "`a`",
        "[a](b)",
        "![a](b)",
        "<a>",
        "&lt;",
        "a|b",
        "\\|",
        "www.a.b",
        "x@y.z",
        "a\nb",
        "--- ---",
    ],
)
def test_nothing_in_data_is_markdown(name: str):
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(
        paper(Paragraph("{name}", {"name": Quantity(name)})).to_bytes("md").decode()
    )
    _, *rest = rendered.splitlines()
    page = papers.Page("\n".join(rest).encode())
    assert page.tags == ["p"]
    assert page.text.strip() == name.replace("\n", " ").replace("<!-- -->", "").strip()


def test_control_and_invisible_characters_are_shown_by_one_rule():
    assert _format.plain("a\x00\x07\x1b\x7f\x85b") == "a␀␇␛␡ b"
    assert _format.plain("a\t\r\nb") == "a   b"
    assert _format.plain("x\u202ey\ud800z\ufffe\u200b") == "x\ufffdy\ufffdz\ufffd\ufffd"
    assert _format.plain("𠮷㐀€甲") == "𠮷㐀€甲"


@given(st.text())
def test_whatever_a_text_holds_every_format_holds_it(text: str):
    assert _format.plain(_format.plain(text)) == _format.plain(text)
    _format.plain(text).encode()


TEXTS = st.text(alphabet=st.characters(exclude_categories=())) | st.sampled_from(
    ["_x0041_", "\\|", "| a", "a\\", "{{title}}", "{x}", "%s", "&#61;1", " =1 "]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(-(10**20), 10**20)), max_size=4), TEXTS)
def test_whatever_names_there_are_all_formats_have_the_same_cells(rows: list, head: str):
    made = paper(Table(head, (Column(head), Column("数", "yuan")), tuple(rows), unit="yuan"), Paragraph("{head}", {"head": Quantity(head)}))
    wanted = [[head, "数"], *([name, _format.digits(value, "yuan")] for name, value in rows)]
    for tables in (
        papers.docx_tables(made.to_bytes("docx")),
        papers.Page(made.to_bytes("html")).tables,
        papers.markdown_tables(made.to_bytes("md")),
        papers.xlsx_tables(made.to_bytes("xlsx")),
    ):
        assert squeezed(tables[0]) == squeezed(wanted)


def squeezed(rows: list) -> list:
    return [["".join(_format.plain(cell).split()) for cell in row] for row in rows]


def test_a_long_identifier_stays_text_in_a_workbook():
    sheet = papers.workbook(one_cell("999901199003070011", "id").to_bytes("xlsx")).worksheets[1]
    assert (sheet["A4"].value, sheet["A4"].number_format, sheet["A4"].data_type) == ("999901199003070011", "@", "s")


def test_a_text_that_a_cell_cannot_hold_says_so_by_an_ellipsis():
    shown = papers.workbook(one_cell("长" * 40_000).to_bytes("xlsx")).worksheets[1]["A4"].value
    assert (len(shown), shown[-1]) == (32_767, "…")


def test_a_suppressed_cell_is_shown_nowhere_and_says_so():
    table = Table("表", (Column("列"), Column("数", "count")), (("甲", 777_001), ("乙", 3)), hidden=frozenset({(0, 1)}))
    for lang, mark in (("zh", "×"), ("en", "suppressed")):
        made = paper(table, lang=lang)
        parts = zipfile.ZipFile(io.BytesIO(made.to_bytes("docx"))), zipfile.ZipFile(io.BytesIO(made.to_bytes("xlsx")))
        everything = [part.read(name) for part in parts for name in part.namelist()] + [made.to_bytes("html"), made.to_bytes("md")]
        assert not any(b"777001" in content or b"777,001" in content for content in everything)
        assert papers.xlsx_tables(made.to_bytes("xlsx"))[0][1] == ["甲", mark]
        assert papers.docx_tables(made.to_bytes("docx"))[0][1] == ["甲", mark]


def test_the_reason_of_a_missing_value_is_said_once_below_its_table():
    table = Table("表", (Column("数", "count"),), ((Missing("缺少带贫关系"),), (Missing("缺少带贫关系"),)))
    for format in ("html", "md"):
        assert paper(table).to_bytes(format).decode().count("缺少带贫关系") == 1


def test_word_has_the_fonts_sizes_and_margins_of_an_office_paper(summary: Summary):
    word = docx.Document(io.BytesIO(summary.to_bytes("docx")))
    (page,) = word.sections
    assert [round(length.mm) for length in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [37, 35, 28, 26]
    faces = {
        name: (word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), word.styles[name].font.size.pt)
        for name in ("Summary Title", "Summary Body", "Summary Heading 1", "Summary Heading 2", "Summary Caption", "Summary Cell")
    }
    assert faces == {
        "Summary Title": ("方正小标宋简体", 22),
        "Summary Body": ("仿宋_GB2312", 16),
        "Summary Heading 1": ("黑体", 16),
        "Summary Heading 2": ("楷体_GB2312", 16),
        "Summary Caption": ("仿宋_GB2312", 12),
        "Summary Cell": ("仿宋_GB2312", 10.5),
    }
    assert word.styles["Summary Body"].paragraph_format.line_spacing.pt == 28
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)
    assert page.footer.paragraphs[0]._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    fonts = next(part for part in word.part.package.iter_parts() if part.partname == "/word/fontTable.xml").blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,Noto Serif CJK SC"/>' in fonts


def test_the_statement_of_inputs_is_on_a_page_of_its_own_at_the_end(summary: Summary):
    blocks = list(docx.Document(io.BytesIO(summary.to_bytes("docx"))).iter_inner_content())
    own = [place for place, block in enumerate(blocks) if not hasattr(block, "rows") and block.paragraph_format.page_break_before]
    assert len(own) == 1
    assert "ab" * 32 in papers.docx_text(summary.to_bytes("docx")).split(blocks[own[0]].text)[-1]
    assert summary.document.sections[-1].name == "inputs"


def test_a_workbooks_sheets_are_ready_to_print(summary: Summary):
    for sheet in papers.workbook(summary.to_bytes("xlsx")).worksheets[1:]:
        across = sheet.max_column
        assert {str(merged)[:3] for merged in sheet.merged_cells.ranges} >= ({"A1:"} if across > 1 else set())
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B4", "$1:$3", "landscape")
        assert sheet.auto_filter.ref.startswith("A3:")
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet["A3"].font.bold
        assert sheet["A3"].alignment.wrap_text


def test_a_column_of_a_workbook_is_as_wide_as_its_chinese():
    sheet = papers.workbook(one_cell("四川省凉山彝族自治州").to_bytes("xlsx")).worksheets[1]
    assert sheet.column_dimensions["A"].width > 20


def test_a_page_asks_for_nothing(summary: Summary):
    page = summary.to_bytes("html").decode()
    attributes = papers.Page(page.encode()).attributes
    assert not {"src", "href", "onload", "srcset", "action"} & {name for name, _ in attributes}
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert len(page) < 2_000_000


def test_a_notebook_shows_the_page_in_a_frame_that_runs_nothing(summary: Summary):
    assert summary._repr_html_().startswith("<iframe srcdoc=")
    assert " sandbox " in summary._repr_html_()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, summary: Summary):
    out = tmp_path / "总结.docx"
    out.write_bytes(b"before")
    summary.save(out)
    assert out.read_bytes() == summary.to_bytes("docx")
    with pytest.raises(OptionError, match="docx, html, xlsx, md"):
        summary.save(tmp_path / "总结.pdf")
    assert [file.name for file in tmp_path.iterdir()] == ["总结.docx"]


def test_tables_for_people_are_numbered_files_with_a_mark(tmp_path, summary: Summary):
    files = summary.save_tables(tmp_path / "tables")
    assert Path(files[0]).name == "table-01.csv"
    assert all(Path(file).read_bytes().startswith(b"\xef\xbb\xbf") for file in files)
