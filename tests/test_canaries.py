"""No raw person in any output: invented persons go in everywhere a person may stand, and none may come out anywhere.

All of them are nobody's: ID numbers of region 9999, which is assigned to no place, phones that begin with 199 0000, and made-up names.
A name is looked for where it stood in a column of persons; a phone or an ID number is looked for wherever it stood, also in a date, in
a header, in a title and as a word that no vocabulary holds.
"""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yijin as yj

KEY = b"a key of the tests, 16 bytes or more"
READERS = [yj.open, yj.plain_headline]
NAMED = ("community", "enterprise", "product", "supplier")  # the dimensions that a plain headline has not
PHONES = [f"1990000{number:04}" for number in range(1, 40)]
IDS = [f"9999011990030700{number}X" for number in range(1, 10)] + [f"99990119850101{number:04}" for number in range(1001, 1010)]
NAMES = ["欧阳试甲", "司马试乙", "上官试丙", "诸葛试丁", "夏侯试戊"]
HEADER = "订单编号,下单日期,社区编号,业主手机号,参与方式,采购类型,商品编号,数量,单位,金额,订单状态,原订单编号,团长编号"


def ledger() -> str:
    rows = [
        HEADER,
        # Where persons belong, in many spellings; lines that are accepted, flagged, outside, refunds, duplicates.
        f"A1,2019-06-01,C1,{PHONES[0]},平台,业主,P1,1,斤,10,已完成,,{NAMES[0]}",
        f"A2,2019-06-01,C2,+86 199-0000-0001,平台,业主,P1,1,件,10,已完成,,{PHONES[1]}",
        f"A3,2019-06-02,C1,{IDS[0]},平台,业主,P9,1,斤,10,已完成,,{IDS[1]}",
        f"A4,2018-01-01,C1,{IDS[2].lower()},平台,业主,P1,1,斤,10,已完成,,",
        f"A3,2019-06-02,C1,{IDS[3]},平台,业主,P1,1,斤,10,已完成,,{NAMES[1]}",
        f"R1,2019-06-03,C1,{PHONES[2]},平台,业主,P1,-1,斤,-10,已退款,A9,{NAMES[2]}",
        f"R2,2019-06-03,C1,{PHONES[0]},平台,业主,P1,-5,斤,-99,已退款,A1,{NAMES[2]}",
        # Where they do not: each row is set aside, and shows its cell only masked.
        f"B1,{PHONES[3]},C1,H1,平台,业主,P1,1,斤,10,已完成,,",
        f"B2,{IDS[4]},C1,H1,平台,业主,P1,1,斤,10,已完成,,",
        f"B3,2019-06-01,C1,H1,{PHONES[4]},业主,P1,1,斤,10,已完成,,",
        f"B4,2019-06-01,C1,H1,平台,{IDS[5]},P1,1,斤,10,已完成,,",
        f"B5,2019-06-01,C1,H1,平台,业主,P1,1,{PHONES[5]},10,已完成,,",
        f"B6,2019-06-01,C1,H1,平台,业主,P1,1,斤,10,{PHONES[6]},,",
        f"B7,2019-06-01,C1,H1,平台,业主,P1,电话{PHONES[7]},斤,10,已完成,,",
        f"B8,2019-06-01,C1,H1,平台,业主,P1,1,斤,{IDS[6]},已完成,,",
        f"B9,2019-06-01 联系 {PHONES[8]},C1,H1,平台,业主,P1,1,斤,10,已完成,,",
        f"B10,2019-06-01,C1,{PHONES[9]},平台,业主,,1,斤,10,已完成,,{NAMES[3]}",
        "B11,2019-06-01,C1,H1,平台,业主,P1,1,斤,10,找199 0000 0011,,",
    ]
    return "\n".join(rows) + "\n"


def projects() -> str:
    return "\n".join(
        [
            f"参战项目列表（联系人 {PHONES[20]}）,,,,,,",
            f"项目编号,物业服务企业名称,城市,项目名称,参战日期,联系人,手机号码,{PHONES[21]}",
            f"C1,甲物业,成都市,花园,,{NAMES[4]},{PHONES[22]},x",
            f"C2,甲物业,成都市,家园,{PHONES[23]},{NAMES[4]},{PHONES[24]},x",
        ]
    )


FILES = {
    "ledger.csv": ledger,
    "projects.csv": projects,
    "products.csv": lambda: f"商品编号,产品名称,是否定制研发,供应商编号\nP1,苹果,是,S1\nP2,大米,{PHONES[25]},S1\n",
    "suppliers.csv": lambda: (
        f"供应商编号,供应商名称,供应商类型,户编号,所在县\nS1,某户,贫困户,{IDS[7]},布拖县\nS2,某户,贫困户,{IDS[8]},{PHONES[26]}\n"
    ),
    "links.csv": lambda: f"供应商编号,贫困户编号,带贫方式\nS1,{IDS[9]},收购\nS1,{IDS[10]},收购\nS1,{IDS[9]},{PHONES[27]}\n",
    "register.csv": lambda: f"贫困户编号,县\n{IDS[7]},布拖县\n{IDS[9]},布拖县\n{IDS[11]},{PHONES[28]}\n",
}


def raw_persons(text: str) -> list[str]:
    """Return the canaries in a text, however they are spelt."""
    flat = unicodedata.normalize("NFKC", text)
    bare = re.sub(r"[\s\-–—()]", "", flat).upper()
    return [canary for canary in (*PHONES, *IDS, *NAMES) if canary in flat.upper() or canary in bare]


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("canaries")
    for name, content in FILES.items():
        (folder / name).write_text(content(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def book(exports):
    return yj.open(str(exports), key=KEY)


def test_the_net_catches_every_spelling() -> None:
    assert (
        raw_persons("a +86 199-0000-0001 b")
        and raw_persons("１９９００００ ０００１")
        and raw_persons(IDS[0].lower())
        and raw_persons(NAMES[0])
    )
    assert not raw_persons("13800000002 1990001")


def test_the_canaries_are_read(book) -> None:
    account = json.loads(book.quality.to_json())["accounting"]
    assert account["ledger"]["read"] == 18
    assert account["ledger"]["set_aside"] == {
        "bad_date": 3,
        "unknown_channel": 1,
        "unknown_buyer_kind": 1,
        "unknown_unit": 1,
        "unknown_status": 2,
        "bad_number": 2,
        "missing_product_id": 1,
        "conflicting_line": 1,
        "orphan_refund": 1,
    }
    assert account["suppliers"]["set_aside"] == {"unknown_county": 1}
    assert account["benefit_links"]["set_aside"] == {"unknown_mechanism": 1, "unregistered_poor_household": 1}


def test_figures_show_nobody(book) -> None:
    for by in ([], *([name] for name in book.dimensions())):
        headline = book.headline(by=by)
        shown = [headline.to_json(), repr(headline), str(headline), headline._repr_html_(), book.headline(by=by, lang="zh")._repr_html_()]
        assert raw_persons("\n".join(shown)) == [], by


def test_plain_figures_show_nobody(exports, book) -> None:
    for by in ([], *([name] for name in book.dimensions() if name not in NAMED)):
        headline = yj.plain_headline(str(exports), by=by, key=KEY)
        assert headline.plain
        shown = [headline.to_json(), repr(headline), str(headline), headline._repr_html_(), headline.in_("zh")._repr_html_()]
        assert raw_persons("\n".join([*shown, headline.to_html(), headline.to_polars().write_csv()])) == [], by


def test_evidence_shows_nobody(book) -> None:
    for metric in ("communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households"):
        evidence = book.evidence(metric)
        tables = [part.to_polars().write_csv() for part in (evidence.lines, evidence.members)]
        assert raw_persons("\n".join([*tables, repr(evidence), repr(evidence.lines), repr(evidence.members)])) == [], metric


def test_the_quality_report_shows_nobody(book) -> None:
    quality = book.quality
    assert raw_persons("\n".join([quality.to_json(), repr(quality), str(quality), quality._repr_html_()])) == []
    assert raw_persons("\n".join([repr(book), str(book), book._repr_html_()])) == []


def test_set_aside_files_show_nobody(book, tmp_path) -> None:
    files = book.set_aside(str(tmp_path / "aside.csv"))
    text = "\n".join(Path(file).read_text(encoding="utf-8-sig") for file in files)
    assert "B1" in text and "B10" in text
    assert raw_persons(text) == []


def test_a_set_aside_file_read_again_shows_nobody(book, tmp_path) -> None:
    files = book.set_aside(str(tmp_path / "aside.csv"))
    ledger = next(file for file in files if "B10" in Path(file).read_text(encoding="utf-8-sig"))
    again = yj.open(ledger, key=KEY)
    written = [Path(file).read_text(encoding="utf-8-sig") for file in again.set_aside(str(tmp_path / "again.csv"))]
    assert raw_persons("\n".join([again.quality.to_json(), *written])) == []


WRONG = {
    "rows without a header": f"A1,2019-06-01,{PHONES[0]},{IDS[0]},{NAMES[0]}\nA2,2019-06-01,{PHONES[1]},{IDS[1]},{NAMES[1]}\n",
    "a header with a person": f"订单编号,下单日期,{PHONES[0]},{IDS[0]}\nA1,2019-06-01,1,2\n",
    "a column twice": f"{HEADER},{HEADER}\n" + ",".join([PHONES[0], IDS[0]] * 13) + "\n",
    "two keys that fit": f"姓名,电话\n{NAMES[0]},{PHONES[0]}\n",
    "a quote that never ends": f'{HEADER}\nA1,2019-06-01,C1,"{PHONES[0]},平台,业主\n{IDS[0]},x\n',
}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kind", WRONG)
def test_errors_show_nobody(kind, read, tmp_path) -> None:
    (tmp_path / "wrong.csv").write_text(WRONG[kind], encoding="utf-8")
    with pytest.raises(yj.YijinError) as caught:
        read(str(tmp_path), key=KEY)
    assert raw_persons("\n".join([str(caught.value), repr(caught.value), repr(vars(caught.value)), repr(caught.value.args)])) == []


@pytest.mark.parametrize("read", READERS)
def test_a_broken_byte_shows_nobody(read, tmp_path) -> None:
    text = f"{HEADER}\nA1,2019-06-01,C1,{PHONES[0]},平台,业主,P1,1,斤,10,已完成,,{NAMES[0]}\n".encode("gb18030")
    (tmp_path / "broken.csv").write_bytes(text + b"\xff\xff" + PHONES[1].encode() + b"\n")
    with pytest.raises(yj.YijinError) as caught:
        read(str(tmp_path), key=KEY, encoding="gb18030")
    assert raw_persons(f"{caught.value}{caught.value!r}") == []


@pytest.mark.parametrize("person", [PHONES[0], f"+86 {PHONES[0]}", IDS[0]])
def test_a_person_as_a_filter_is_not_repeated(book, exports, person) -> None:
    for dimension in book.dimensions():
        with pytest.raises(yj.errors.UnknownNameError) as caught:
            book.headline(where={dimension: person})
        assert raw_persons(f"{caught.value}{caught.value!r}{caught.value.args}") == [], dimension
        with pytest.raises((yj.errors.UnknownNameError, yj.errors.OptionError)) as caught:
            yj.plain_headline(str(exports), where={dimension: person}, key=KEY)
        assert raw_persons(f"{caught.value}{caught.value!r}{caught.value.args}") == [], dimension


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["headline", "{}"], 0),
        (["headline", "{}", "--by", "community", "--format", "json"], 0),
        (["headline", "{}", "--format", "csv", "--set-aside", "{out}"], 0),
        (["plain", "{}", "--by", "province"], 0),
        (["plain", "{}", "--by", "province", "--format", "json"], 0),
        (["check", "{}"], 0),
        (["check", "{}", "--lang", "zh"], 0),
        (["check", "{}", "--format", "json"], 0),
        (["headline", "{}/ledger.csv", "--campaign", "{}/links.csv"], 2),
        (["headline", "{}", "--by", "comunity"], 2),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else str(it),
)
def test_the_command_line_shows_nobody(exports, tmp_path, arguments, code) -> None:
    filled = [argument.replace("{out}", str(tmp_path / "aside.csv")).replace("{}", str(exports)) for argument in arguments]
    environment = {"RUST_LOG": "trace", "RUST_BACKTRACE": "1", "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-m", "yijin", *filled], capture_output=True, env=environment, timeout=120, check=False)
    assert done.returncode == code, done.stderr.decode()
    written = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("*"))
    assert bool(written) == ("{out}" in arguments)
    assert raw_persons(done.stdout.decode() + done.stderr.decode() + written) == []
