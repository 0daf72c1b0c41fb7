"""The headline under other policies: each change of definition moves what it says, and nothing else."""

import pytest
import yijin as yj
from made import KEY, book, campaign

PLAN = (10_000, 11, "csv", 1.0)
LEDGER = """订单编号,下单日期,社区编号,户号,产品编号,供应商编号,数量,单位,金额(元),订单状态
1,2019-05-03,C1,H1,P1,S1,1,斤,10.00,已完成
2,2019-05-04,C1,H2,P1,S1,1,斤,5.00,已完成
3,2019-05-05,C1,H3,P1,S1,1,斤,20.00,已付款
"""
PRODUCTS = "产品编号,产品名称,是否定制研发\nP1,核桃,否\n"
REGISTER = "户编号,县\nW1,四川省昭觉县\nW2,四川省昭觉县\nW3,四川省昭觉县\n"
LINKS = """供应商编号,户编号,带贫方式,起始日期,终止日期
S1,W1,产品销售,2019-01-01,
S1,W2,务工就业,2019-01-01,
S1,W3,产品销售,2019-06-01,
S1,W9,产品销售,2019-01-01,
"""


@pytest.fixture
def opened(tmp_path):
    for name, text in (("ledger", LEDGER), ("products", PRODUCTS), ("register", REGISTER), ("links", LINKS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return yj.open(tmp_path, key=KEY)


def figures(result):
    names = ("households", "direct_poor_households", "indirect_poor_households")
    return {one.name: tuple(getattr(one.row, name).value for name in names) for one in result}


def test_each_definition_moves_what_it_says(opened) -> None:
    # W3's link begins after the purchases, and W9 stands in no register.
    found = figures(opened.sensitivity())
    assert found == {
        "base": (2, 1, 1),
        "completed alone": (2, 1, 1),
        "paid counts": (3, 1, 1),
        "employment is direct": (2, 2, 0),
        "sale alone is direct": (2, 1, 1),
        "register not required": (2, 2, 1),
        "link dates ignored": (2, 2, 1),
        "lines of 10 yuan or more": (1, 1, 1),
    }


def test_a_table_tells_each_change_and_what_it_is_of_the_base(opened) -> None:
    result = opened.sensitivity(as_of="2019-05-31")
    frame = result.to_polars()
    assert frame.shape == (8 * 5, 5)
    said = {(policy, metric): rest for policy, metric, *rest in frame.iter_rows()}
    assert said["paid counts", "households"] == [3, 1, 0.5]
    assert said["base", "households"] == [2, 0, 0.0]
    assert said["employment is direct", "indirect_poor_households"] == [0, -1, -1.0]
    # Nothing is a share of no custom products.
    assert said["base", "custom_products"] == [0, 0, None]
    assert result.as_of == "2019-05-31" and "as of 2019-05-31" in repr(result)


def test_the_policies_and_the_households_covered_are_shown_in_both_languages(tmp_path) -> None:
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "projects.csv").write_text(
        "项目编号,企业名称,城市,项目名称,业主户数,加入日期\nC1,甲物业,成都市,花园,800,2019-05-01\n", encoding="utf-8"
    )
    book = yj.open(tmp_path, key=KEY)
    assert book.sensitivity().covered == 800 and book.sensitivity(where={"community": "C1"}).covered is None
    assert book.sensitivity(period="within", start="2019-06-01", end="2019-06-30").covered is None
    assert "those that bought: 800" in repr(book.sensitivity())
    shown = book.sensitivity(lang="zh")
    assert "务工就业算直接" in repr(shown) and "以覆盖户数" in shown._repr_html_() and "800" in shown._repr_html_()
    labels = {row["policy"] for row in shown.chart().to_dict()["data"]["values"]}
    assert "已付款也计" in labels and "paid counts" not in labels


def test_a_policy_alone_is_what_a_campaign_with_it_counts() -> None:
    opened = book(*PLAN)
    for change in ({"qualifying": ["completed", "paid"]}, {"link_dates": False}, {"register_required": False}, {"min_amount_fen": 5000}):
        ((_, found),) = [(one.name, one.row) for one in opened.sensitivity({"other": change}, as_of="2020-01-20") if one.name == "other"]
        text = yj.Campaign.default().to_toml()
        for name, value in change.items():
            written = str(value).lower().replace("'", '"')
            lines = [f"{name} = {written}" if line.startswith(f"{name} =") else line for line in _folded(text)]
            text = "\n".join(lines)
        other = yj.open(campaign(*PLAN), campaign=yj.Campaign.parse(text), key=KEY)
        assert found == other.headline(as_of="2020-01-20").rows[0], change


def _folded(text: str) -> list[str]:
    """Return the lines of a TOML text with each list on its own line."""
    import re

    return re.sub(r"\[\n([^\]]*)\n\]", lambda found: "[" + " ".join(part.strip() for part in found[1].split("\n")) + "]", text).split("\n")


def test_the_base_is_the_headline() -> None:
    opened = book(*PLAN)
    assert next(iter(opened.sensitivity({}))).row == opened.headline().rows[0]


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        ({"a": {"qualifyin": []}}, "unknown field"),
        ({"a": {"qualifying": ["complete"]}}, "did you mean 'completed'"),
        ({"a": {"direct": ["sale", "employment"]}}, "'employment' in both"),
        ({"a": {"min_amount_fen": -1}}, "0 fen or more"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(opened, policies, said) -> None:
    with pytest.raises(yj.errors.OptionError, match="policies") as refused:
        opened.sensitivity(policies)
    assert said in str(refused.value)


def test_a_chart_of_a_metric(opened) -> None:
    spec = opened.sensitivity().chart("households").to_dict()
    assert spec["mark"]["type"] == "bar"
    with pytest.raises(yj.errors.OptionError, match="did you mean 'households'"):
        opened.sensitivity().chart("houshold")
