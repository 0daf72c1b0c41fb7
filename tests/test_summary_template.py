"""A user's own Word template: named places are filled, and a place that is none is an error that lists those there are."""

import datetime
import io

import docx
import papers
import pytest
from docx.shared import Pt
from test_summary_papers import stage_book
from yijin.errors import OptionError
from yijin.summary import Column, Document, Heading, Paragraph, Quantity, Section, Summary, Table, compose

DAY = datetime.date(2019, 8, 31)


def paper(title: str = "总结") -> Summary:
    table = Table("表", (Column("列"), Column("数", "count")), (("甲", 1_234),))
    said = Paragraph("共{count}户。", {"count": Quantity(1_234, "count")})
    sections = (Section("headline", (Heading("指标"), said, table)), Section("quality", (Heading("质量"),)))
    return Summary(Document(title, "zh", DAY, {"as_of": Quantity(DAY, "date"), "stage": Quantity("第一阶段")}, sections))


def template(*paragraphs: str, change=None) -> bytes:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if change is not None:
        change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def filled(given: bytes, summary: Summary | None = None):
    return docx.Document(io.BytesIO((summary or paper()).to_bytes("docx", template=given)))


def texts(word) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_facts_stand_in_the_words_around_them():
    assert texts(filled(template("关于{{title}}的报告", "截至{{ as_of }}，{{stage}}"))) == ["关于总结的报告", "截至2019年8月31日，第一阶段"]


def test_a_section_takes_the_place_of_its_paragraph():
    word = filled(template("前", "{{headline}}", "后"))
    assert texts(word)[:3] == ["前", "一、指标", "共1,234户。"]
    assert texts(word)[-1] == "后"
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["甲", "1,234"]
    assert "二、质量" not in texts(word)


def test_a_section_may_stand_twice_and_sections_keep_their_numbers():
    word = filled(template("{{quality}}", "{{headline}}", "{{quality}}"))
    assert [text for text in texts(word) if "、" in text] == ["二、质量", "一、指标", "二、质量"]


def test_facts_stand_also_in_tables_headers_and_footers():
    def change(word):
        word.add_table(1, 1).rows[0].cells[0].text = "{{stage}}"
        word.sections[0].header.paragraphs[0].text = "{{title}}"
        word.sections[0].footer.paragraphs[0].text = "{{as_of}}"

    word = filled(template("x", change=change))
    assert word.tables[0].rows[0].cells[0].text == "第一阶段"
    assert word.sections[0].header.paragraphs[0].text == "总结"
    assert word.sections[0].footer.paragraphs[0].text == "2019年8月31日"


def test_a_place_keeps_its_look_also_where_word_has_split_it():
    def change(word):
        paragraph = word.add_paragraph()
        for text in ("甲{{ti", "tle", "}}乙"):
            paragraph.add_run(text).bold = True

    (paragraph,) = filled(template(change=change)).paragraphs
    assert paragraph.text == "甲总结乙"
    assert paragraph.runs[0].bold


def test_a_templates_own_style_stands():
    def change(word):
        word.styles.add_style("Summary Body", 1).font.size = Pt(9)

    word = filled(template("{{headline}}", change=change))
    assert word.styles["Summary Body"].font.size == Pt(9)
    assert word.styles["Summary Heading 1"].font.size == Pt(16)


def test_an_unknown_place_is_an_error_that_lists_those_there_are():
    with pytest.raises(OptionError) as caught:
        filled(template("{{headlin}}"))
    assert "title, as_of, stage" in str(caught.value)
    assert "headline, quality" in str(caught.value)
    assert "did you mean 'headline'?" in str(caught.value)


@pytest.mark.parametrize("place", ["见{{headline}}", "{{headline}}{{quality}}"])
def test_a_section_among_other_words_is_an_error(place: str):
    with pytest.raises(OptionError, match="alone in a paragraph"):
        filled(template(place))


def test_what_a_value_says_is_no_place():
    assert texts(filled(template("{{title}}"), paper("{{stage}}<b>&"))) == ["{{stage}}<b>&"]


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_word_document_is_refused(content: bytes):
    with pytest.raises(OptionError, match="Word document"):
        paper().to_bytes("docx", template=content)


def test_a_template_is_for_word_alone():
    with pytest.raises(OptionError, match="expected docx for format where a template is given"):
        paper().to_bytes("html", template=template("x"))


def test_the_same_template_gives_the_same_bytes():
    given = template("{{title}}", "{{headline}}")
    assert paper().to_bytes("docx", template=given) == paper().to_bytes("docx", template=given)


def test_every_section_of_a_summary_is_a_place_with_the_digits_of_the_paper():
    summary = Summary(compose(stage_book(), stage=2))
    places = [f"{{{{{section.name}}}}}" for section in summary.document.sections]
    whole = papers.numbers(papers.docx_text(summary.to_bytes("docx")))
    assert papers.numbers(papers.docx_text(summary.to_bytes("docx", template=template("{{title}}", *places)))) == whole
