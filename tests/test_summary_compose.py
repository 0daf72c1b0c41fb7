"""What a summary says: in order, in both languages, with null and suppressed said so and nothing made up."""

import dataclasses
import datetime
import hashlib
from itertools import pairwise

import papers
import pytest
import yijin as yj
from hypothesis import given
from hypothesis import strategies as st
from stagebook import DEFINITIONS, FIGURES, Framed, Group, StageBook, figures
from test_summary_papers import stage_book
from yijin import _native
from yijin.errors import NeedsTableError, OptionError
from yijin.summary import Figure, Paragraph, Section, Summary, Table, _format, compose
from yijin.summary._guard import held

ORDER = [
    "headline",
    "meaning",
    "progress",
    "slices",
    "relations",
    "activities",
    "reports",
    "quality",
    "definitions",
    "appendix",
    "inputs",
]


def made(lang: str = "zh", **options):
    return compose(stage_book(), lang=lang, **{"stage": 2, "figures": False, **options})


def section(document, name: str) -> Section:
    return next(one for one in document.sections if one.name == name)


def said(document, name: str) -> list[str]:
    return [_format.sentence(block, document.lang) for block in section(document, name).blocks if isinstance(block, Paragraph)]


def tables(document, name: str) -> list[list[list[str]]]:
    return [_format.grid(block, document.lang) for block in section(document, name).blocks if isinstance(block, Table)]


def test_the_sections_stand_in_the_order_of_a_summary():
    assert [one.name for one in made().sections] == ORDER
    assert [one.own_page for one in made().sections] == [False] * 10 + [True]


def test_the_headline_says_value_target_attainment_and_change():
    chinese, english = said(made(), "headline"), said(made("en"), "headline")
    assert "参与购买的家庭260,345户，完成目标（1,000,000户）的26.03%，尚未达到目标。" in chinese
    assert "加入的社区10,093个，完成目标（10,000个）的100.93%，已达到目标。" in chinese
    assert "与上一阶段末（2019年8月31日）相比，参与购买的家庭变动+161,580户。" in chinese
    assert "Households that bought: 260,345 households, 26.03% of the target of 1,000,000; the target is not reached yet." in english
    assert "Since the end of the stage before (31 August 2019), households that bought changed by +161,580 households." in english


def test_what_cannot_be_computed_says_what_it_needs_and_has_no_number():
    assert "间接帮扶贫困户：无法计算，缺少带贫关系。" in said(made(), "headline")
    assert "Poor households helped indirectly: not computable without benefit links." in said(made("en"), "headline")
    assert tables(made(), "headline")[0][4] == ["间接帮扶贫困户", "1,000,000", "—", "—", "—", "—", "—"]


def test_the_first_stage_has_nothing_before_it():
    document = made(stage=1)
    assert not any("上一阶段" in sentence for sentence in said(document, "headline"))
    assert all(row[-1] == "—" for row in tables(document, "headline")[0])


def test_the_title_names_the_stage_the_day_or_that_it_is_the_last():
    assert made().title == "“社区的力量”消费扶贫攻坚战专项行动第二阶段 重点攻坚总结"
    assert made(stage=None, as_of="2019-12-15").title.endswith("阶段性总结（截至2019年12月15日）")
    assert made(stage=None, as_of=datetime.date(2019, 12, 15), lang="en").title.endswith("summary as of 15 December 2019")
    assert made(stage=None, final=True).title.endswith("最终总结")
    assert made(stage=None, final=True).as_of == datetime.date(2020, 9, 30)


def test_a_day_between_stages_follows_the_stage_that_is_over():
    document = made(stage=None, as_of="2019-12-15")
    assert any("2019年11月30日" in sentence for sentence in said(document, "headline"))
    assert all(row[5] == "—" for row in tables(document, "headline")[0])


def test_the_four_numbers_of_households_stand_apart_and_are_not_added():
    (households, _) = tables(made(), "meaning")
    shown = {row[0].split()[0]: row[1] for row in households}
    assert (shown["households_covered"], shown["households_buying"], shown["households_returning"]) == ("2,900,111", "260,345", "77,777")
    assert (shown["coverage"], shown["jin_per_household"]) == ("8.98%", "2.47")
    total = sum(value for id, (_, _, value, _) in FIGURES.items() if id.startswith("households_"))
    assert f"{total:,}" not in papers.markdown_text(Summary(made()).to_bytes("md"))


def test_a_range_is_said_where_both_its_ends_are_known():
    assert "直接帮扶贫困户：核实4,321户，申报9,876户。" in said(made(), "meaning")
    assert not any("间接帮扶贫困户：核实" in sentence for sentence in said(made(), "meaning"))


def test_few_persons_and_whom_the_total_would_give_away_are_suppressed():
    province = tables(made(), "slices")[0]
    shown = {row[0]: row[1:] for row in province}
    assert shown["西藏自治区"] == ["×"] * 5
    assert shown["青海省"] == ["×"] * 5
    assert shown["四川省"][1] == "120,345"
    assert any("×" in note for note in _format.remarks(section(made(), "slices").blocks[2], "zh"))


def test_a_total_that_is_few_more_than_an_earlier_papers_is_held_back():
    class Slow(StageBook):
        def _rows(self, dimensions, as_of, period):
            households = 260_342 if as_of < "2019-11-30" else 260_345
            return super()._rows(dimensions, as_of, period) if dimensions or period == "within" else [figures({}, households)]

        def metric(self, id, *, as_of, lang="en", by=()):
            found = super().metric(id, as_of=as_of, lang=lang, by=by)
            earlier = id == "households_returning" and as_of < "2019-11-30"
            return dataclasses.replace(found, rows=(Group({}, 77_776, 77_776),)) if earlier else found

    document = compose(Slow(stage_book().quality), stage=2, figures=False)
    assert tables(document, "headline")[0][1][2:] == ["×"] * 5
    assert any("所涉人数过少" in sentence for sentence in said(document, "headline"))
    shown = {row[0].split()[0]: row[1] for row in tables(document, "meaning")[0]}
    assert (shown["households_returning"], shown["households_one_jin"]) == ("×", "201,234")


def test_persons_are_suppressed_also_in_a_row_of_metrics():
    rows = {row[0].split()[0]: row[1] for row in tables(made(), "activities")[0]}
    assert (rows["trained"], rows["hired"]) == ("×", "—")


def test_a_metric_without_its_tables_has_a_row_that_says_so():
    class Bare(StageBook):
        def metric(self, id, **scope):  # noqa: ARG002
            raise NeedsTableError("needs activities", "needs-table")

    document = compose(Bare(stage_book().quality), stage=2, figures=False)
    assert tables(document, "activities")[0][0] == ["fairs", "—", "", ""]
    assert "—：未提供所需的表。" in _format.remarks(section(document, "activities").blocks[1], "zh")


def test_a_brand_with_few_buyers_is_suppressed_with_the_next():
    assert [row[1] for row in tables(made(), "relations")[2]] == ["12.35", "×", "×"]


def test_what_is_suppressed_stands_last_and_by_name_where_its_amount_ranks_it():
    class Rich(StageBook):
        def _rows(self, dimensions, as_of, period):
            if dimensions != ["province"]:
                return super()._rows(dimensions, as_of, period)
            amounts = [("西藏自治区", 3, 9_000), ("北京市", 2, 8_000), (None, 100, 10), ("四川省", 60, 20)]
            return [figures({"province": name}, households, amount=amount) for name, households, amount in amounts]

        def metric(self, id, **scope):
            found = super().metric(id, **scope)
            return dataclasses.replace(found, rows=found.rows[::-1]) if scope.get("by") == "brand" else found

    document = compose(Rich(stage_book().quality), stage=2, figures=False)
    assert [(row[0], row[1]) for row in tables(document, "slices")[0]] == [
        ("（空）", "3"),
        ("北京市", "×"),
        ("四川省", "×"),
        ("西藏自治区", "×"),
    ]
    assert [row[1] for row in tables(document, "relations")[2]] == ["12.35", "×", "×"]
    assert [row[0] for row in tables(document, "relations")[2]][1:] == ["（空）", "乙"]


def test_the_text_has_the_first_rows_and_the_appendix_has_all():
    body, appendix = tables(made(), "slices")[1], tables(made(), "appendix")[0]
    assert (len(body), len(appendix)) == (20, 32)
    assert body == appendix[:20]
    table = [block for block in section(made(), "slices").blocks if isinstance(block, Table)][1]
    assert "按金额列前20项，共32项，全部见附表。" in table.notes


def test_a_dimension_without_its_table_says_so_or_is_left_out():
    assert len(tables(made(), "appendix")) == 5


def test_money_in_ten_thousands_has_its_line_and_its_digits():
    document = made()
    table = next(block for block in section(document, "slices").blocks if isinstance(block, Table))
    assert _format.unit_line(table, "zh") == "单位：万元"
    assert _format.grid(table, "zh")[0][4] == "1,234.57"


def test_the_quality_section_accounts_for_every_row():
    assert any("9,772" in sentence and "9,617" in sentence for sentence in said(made(), "quality"))


def test_definitions_and_policy_are_printed():
    assert tables(made(metrics=DEFINITIONS), "definitions")[0] == [["参与购买的家庭", "符合条件的订单行中不同的购买户数", "三"]]
    assert tables(made(), "definitions") == []
    assert any("产品销售、订单种养" in sentence for sentence in said(made(), "definitions"))


def test_the_last_page_names_files_hashes_version_and_campaign():
    document = made()
    campaign = yj.Campaign.default().to_toml().encode()
    assert tables(document, "inputs") == [
        [
            ["ledger.csv", "123,456,789", "ab" * 32],
            ["projects.xlsx", "4,321", "cd" * 32],
            ["活动 community-power-2019（无文件，按其 TOML 文本）", f"{len(campaign):,}", hashlib.sha256(campaign).hexdigest()],
        ]
    ]
    (statement,) = said(document, "inputs")
    assert yj.__version__ in statement
    assert "community-power-2019" in statement


def test_the_hash_of_a_campaign_file_is_that_of_the_file(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("# a file of one's own\n" + yj.Campaign.default().to_toml(), encoding="utf-8")
    book = dataclasses.replace(stage_book(), campaign=yj.Campaign.load(path))
    content = path.read_bytes()
    stated = ["活动文件 own.toml（community-power-2019）", f"{len(content):,}", hashlib.sha256(content).hexdigest()]
    assert tables(compose(book, stage=2, figures=False), "inputs")[0][-1] == stated
    assert book.campaign.in_("zh").file == yj.Input("own.toml", hashlib.sha256(content).hexdigest(), len(content))


def test_charts_are_drawn_or_left_out():
    drawn = [block.caption for block in compose(stage_book(), stage=2).blocks if isinstance(block, Figure)]
    assert len(drawn) == 11
    assert not any(isinstance(block, Figure) for block in made().blocks)


def test_the_fairs_stand_beside_the_target_of_the_catalogue():
    document = compose(stage_book(), stage=2, figures=False, metrics=yj.metrics())
    assert any(sentence.endswith("场，目标100场。") for sentence in said(document, "activities"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"stage": 4}, "expected one of 1, 2, 3 for stage"),
        ({"stage": "one"}, "expected one of 1, 2, 3 for stage"),
        ({"stage": 1, "as_of": "2019-08-31"}, "expected one of stage and as_of"),
        ({"stage": None}, "expected one of stage and as_of"),
        ({"stage": 1, "final": True}, "expected one of stage and as_of"),
        ({"stage": None, "as_of": "31/8/2019"}, "YYYY-MM-DD"),
        ({"stage": None, "as_of": "20190831"}, "YYYY-MM-DD"),
        ({"stage": None, "as_of": 20190831}, "YYYY-MM-DD for as_of, found 20190831"),
        ({"lang": "fr"}, "expected en or zh"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options, words):
    with pytest.raises(OptionError, match=words):
        made(**options)


@pytest.mark.parametrize("as_of", ["2019-10-31", datetime.date(2019, 10, 31), datetime.datetime(2019, 10, 31, 12)])
@pytest.mark.parametrize("final", [False, True])
def test_a_day_is_a_text_a_date_or_a_moment(as_of, final: bool):
    assert made(stage=None, as_of=as_of, final=final).as_of == datetime.date(2019, 10, 31)


def test_a_misspelt_keyword_is_answered_with_the_nearest():
    with pytest.raises(TypeError, match="did you mean 'stage'"):
        compose(stage_book(), stag=1)


@given(st.lists(st.integers(0, 60), max_size=10).map(sorted), st.integers(1, 10))
def test_no_running_count_differs_from_the_next_that_is_shown_by_few(counts: list[int], least: int):
    gone = held(counts, [], least)
    shown = [count for place, count in enumerate(counts) if place not in gone]
    assert not any(0 < count < least for count in shown)
    positive = [count for count in shown if count]
    assert all(one == other or abs(one - other) >= least for one, other in pairwise(positive))


def test_the_new_households_of_a_month_give_no_suppressed_count_away():
    class Slow(StageBook):
        def _rows(self, dimensions, as_of, period):
            counts = {"2019-05": 100, "2019-06": 103, "2019-07": 200, "2019-08": 300}
            months = [figures({"month": month}, count) for month, count in counts.items()]
            return months if dimensions == ["month"] else super()._rows(dimensions, as_of, period)

    document = compose(Slow(stage_book().quality), stage=2, figures=False)
    running, new, again = tables(document, "progress")
    assert [row[2] for row in running] == ["×", "103", "200", "300"]
    assert [row[1] == "×" for row in new] == [True, True, False, False]
    assert [row[1] == "×" for row in again] == [True, True, False, False]


def cohorts(*rows: tuple[str, int, int]) -> StageBook:
    """Return a book with these cohorts: month of first purchase, months since and households."""

    class Cohorts(StageBook):
        def table(self, name, *, as_of):
            if name != "cohorts":
                return super().table(name, as_of=as_of)
            return Framed([dict(zip(("cohort", "age", "households"), row, strict=True)) for row in rows])

    return Cohorts(stage_book().quality)


def test_who_buys_again_stands_in_a_table_too():
    book = cohorts(("2019-05", 0, 4_000), ("2019-05", 3, 900), ("2019-10", 0, 60), ("2019-10", 1, 3))
    document = compose(book, stage=2, figures=False)
    assert tables(document, "progress")[2] == [
        ["2019-05", "4,000", "0", "0", "900"],
        ["2019-10", "60", "×", "—", "—"],
    ]
    table = [block for block in section(document, "progress").blocks if isinstance(block, Table)][2]
    assert [column.head for column in table.columns] == ["首购月份", "0", "1", "2", "3"]
    assert "—：该月尚未开始。" in _format.remarks(table, "zh")
    assert not any("3" in papers.numbers(cell) for row in _format.grid(table, "zh") for cell in row[1:])


def test_many_months_of_buying_again_stand_in_several_tables():
    book = cohorts(*(("2019-05", age, 1_000 - age) for age in range(17)), ("2020-07", 0, 50))
    document = compose(book, stage=3, figures=False)
    first, second = tables(document, "progress")[2:]
    assert [len(row) for row in (first[0], second[0])] == [10, 9]
    assert first[1] == ["2020-07", "50", "0", "0", *["—"] * 6]
    assert [row[0] for row in second] == ["2019-05"]


def test_running_counts_say_as_of_when_communities_had_joined():
    table = next(block for block in section(made(), "progress").blocks if isinstance(block, Table))
    assert any("按截至2019年11月30日的加入情况计算" in note for note in table.notes)


def hidden(keys, persons, least):
    (gone,) = _native.suppressed([([], [list(key) for key in keys], persons)], [], [], least)
    return {row for row, is_gone in enumerate(gone) if is_gone}


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 10))
def test_no_row_of_few_is_shown_and_none_can_be_worked_out_from_the_total(persons: list[int], least: int):
    gone = hidden([(str(row),) for row in range(len(persons))], persons, least)
    assert all(row in gone for row, count in enumerate(persons) if 0 < count < least)
    shown = [count for row, count in enumerate(persons) if row not in gone and count]
    if gone and shown:
        assert len(gone) > 1
        assert max(persons[row] for row in gone) >= least


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_in_a_crossed_table_no_suppressed_cell_stands_alone_in_a_line_with_others(cells: list[list[int]]):
    keys = [(str(row), str(column)) for row, line in enumerate(cells) for column in range(len(line))]
    persons = [count for line in cells for count in line]
    gone = hidden(keys, persons, 5)
    for axis in (0, 1):
        for name in {key[axis] for key in keys}:
            line = [place for place, key in enumerate(keys) if key[axis] == name]
            held = [place for place in line if place in gone]
            if held and any(persons[place] and place not in gone for place in line):
                assert len(held) > 1


def test_a_real_books_headlines_make_a_summary(tmp_path):
    real, fake = yj.demo(tmp_path / "exports", lines=2_000), stage_book()

    class Half:
        """A real book with the metrics of the one by hand."""

        def __getattr__(self, name):
            return getattr(fake if name in ("metric", "table", "inputs") else real, name)

    for stage in (1, 3):
        document = compose(Half(), stage=stage, figures=stage == 3)
        households = real.headline(as_of=document.as_of)["households"].value
        assert tables(document, "headline")[0][1][2] == f"{households:,}"
        provinces = real.headline(as_of=document.as_of, by="province")
        assert len(tables(document, "slices")[0]) == min(20, len(provinces))
