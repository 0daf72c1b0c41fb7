"""The command line: stdout is the result and nothing else, stderr is the rest, and the exit code says which."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yijin as yj

METRICS = ["communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households"]


def yijin(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "yijin", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **environment})


def test_the_json_is_the_contract(mini: Path):
    done = yijin("headline", mini, "--by", "stage", "--format", "json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert (answer["schema_version"], answer["campaign"], answer["as_of"], answer["period"]) == (
        1,
        "community-power-2019",
        "2020-09-30",
        "cumulative",
    )
    by_stage = {row["by"]["stage"]: row for row in answer["rows"]}
    assert set(by_stage) == {"1", "3", None}
    first = by_stage["1"]
    assert first["households"] == {"value": 3, "target": 1_000_000, "attainment": 3e-6, "met": False, "flags": []}
    assert first["direct_poor_households"] == {"value": None, "needs": ["benefit_links"]}
    assert (first["lines"], first["amount_fen"]) == (5, 20_700)
    assert answer["accounting"]["ledger"] == {
        "read": 9,
        "accepted": 7,
        "outside_campaign": 1,
        "superseded": 0,
        "set_aside": {"bad_date": 1},
    }


def test_the_total_has_one_row_without_a_group(mini: Path):
    (row,) = json.loads(yijin("headline", mini, "--format", "json").stdout)["rows"]
    assert row["by"] == {}
    assert [row[name]["value"] for name in METRICS] == [2, 4, 1, None, None]


@pytest.mark.parametrize("command", ["headline", "plain"])
def test_reading_options_reach_the_reader(tmp_path: Path, mini: Path, command: str):
    text = (mini / "ledger.csv").read_text(encoding="utf-8")
    (tmp_path / "ledger.csv").write_bytes(text.encode("utf-16-le"))
    answers = [yijin(command, tmp_path, "--encoding", "utf-16le", "--threads", n, "--format", "json") for n in (1, 3)]
    assert json.loads(answers[0].stdout)["accounting"]["ledger"]["read"] == 9
    assert answers[0].stdout == answers[1].stdout


@pytest.mark.parametrize("command", ["headline", "plain"])
def test_the_answer_says_what_was_asked(mini: Path, command: str):
    words = ["--where", "stage=1", "--where", "channel=platform", "--from", "2019-05-02", "--to", "2019-08-01", "--period", "within"]
    assert json.loads(yijin(command, mini, *words, "--format", "json").stdout)["where"] == {"stage": ["1"], "channel": ["platform"]}
    title = yijin(command, mini, *words).stdout.splitlines()[0]
    assert "from 2019-05-02, to 2019-08-01, stage = " in title and title.endswith("channel = platform")


def test_filters_of_one_dimension_admit_both_values(mini: Path):
    both = yijin("headline", mini, "--where", "stage=1", "--where", "stage=3", "--format", "json")
    assert json.loads(both.stdout)["rows"][0]["lines"] == 6
    none = yijin("headline", mini, "--where", "stage=", "--format", "json")
    assert json.loads(none.stdout)["rows"][0]["lines"] == 1


def test_the_csv_has_the_names_of_the_contract(mini: Path):
    rows = list(csv.DictReader(io.StringIO(yijin("headline", mini, "--by", "channel", "--format", "csv").stdout)))
    assert list(rows[0]) == ["channel", *METRICS, "lines", "amount_fen", "mass_g", "mass_unknown_lines"]
    assert {row["channel"]: row["lines"] for row in rows} == {"platform": "5", "group_buy": "2"}


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path):
    head = "order_id,order_date,community_id,product_id,quantity,amount,status\n"
    (tmp_path / "ledger.csv").write_text(
        head + "A,2019-06-01,=1+1,P,1,1,completed\nB,2019-06-01,-5,P,1,1,completed\nC,2019-06-01,,P,1,1,completed\n"
    )
    rows = csv.DictReader(io.StringIO(yijin("headline", tmp_path, "--by", "community", "--format", "csv").stdout))
    assert {row["community"] for row in rows} == {"'=1+1", "-5", ""}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_works_with_the_c_locale(mini: Path, lang: str):
    done = yijin("headline", mini, "--by", "province", "--lang", lang, LC_ALL="C")
    assert done.returncode == 0
    assert "四川省" in done.stdout
    assert yijin("check", mini, "--lang", lang, LC_ALL="C", PYTHONIOENCODING="ascii").returncode == 0


def test_messages_go_to_stderr(mini: Path):
    done = yijin("headline", mini, "--format", "json")
    json.loads(done.stdout)
    assert "set aside 1 row;" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_says_what_became_of_every_row(mini: Path):
    assert "bad_date" in yijin("check", mini).stdout
    report = json.loads(yijin("check", mini, "--format", "json").stdout)
    assert report["accounting"]["ledger"]["set_aside"] == {"bad_date": 1}
    (example,) = report["examples"]
    assert (example["reason"], example["row"], example["column"], example["found"]) == ("bad_date", 9, "下单日期", "2020-02-30")


def test_exit_1_where_more_rows_are_set_aside_than_allowed(mini: Path):
    assert yijin("check", mini, "--max-set-aside", 1).returncode == 0
    done = yijin("headline", mini, "--max-set-aside", 0, "--format", "json")
    assert done.returncode == 1
    json.loads(done.stdout)
    assert "expected at most 0 rows set aside, found 1" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "provinse"], "did you mean 'province'"),
        (["--where", "stage"], "DIM=VALUE"),
        (["--as-of", "tomorrow"], "tomorrow"),
        (["--formt", "json"], "--format"),
        (["--lang", "fr"], "fr"),
        (["--campaign", "{mini}/ledger.csv"], "ledger.csv, line 1"),
        (["--campaign", "{mini}/ledgr.toml"], "yijin: expected a campaign file at"),
        (["--campaign", "{mini}"], "Is a directory"),
        (["--by", "source"], "suppliers"),
        (["--by", "stage,month"], "each dimension on its own"),
        (["--encoding", "utf8x"], "did you mean 'utf-8'"),
        (["--from", "2019-06-01", "--to", "2019-05-01", "--period", "within"], "on or after 2019-06-01 for end (--to)"),
    ],
)
def test_exit_2_is_wrong_use(mini: Path, words: list[str], said: str):
    done = yijin("headline", mini, *(word.format(mini=mini) for word in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["generate", "x", "--seed", "999999999999999999999"],
        ["generate", "x", "--lines", "999999999999999999999"],
        ["headline", "x", "--threads", "999999999999999999999"],
        ["headline", "x", "--memory-limit", "9000000000000"],
    ],
)
def test_exit_2_is_a_number_out_of_its_range(words: list[str]):
    done = yijin(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Invalid value for '{words[2]}'" in done.stderr


def test_exit_3_is_unreadable_input(mini: Path, tmp_path: Path):
    done = yijin("headline", mini / "ledgr.csv")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("yijin: expected an export at")
    assert done.stderr.count("\n") == 1
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert yijin("check", tmp_path).returncode == 3


def test_a_table_that_is_cut_names_what_is_whole(mini: Path):
    cut = yijin("headline", mini, "--by", "day", "--by", "channel", "--cumulative").stdout
    assert "more rows; --format csv has them all" in cut
    narrow = yijin("headline", mini, "--by", "stage", "--by", "month", COLUMNS="80").stdout
    assert "no room for lines, amount (yuan); --format csv has them all" in narrow


def test_only_another_command_is_advised(mini: Path):
    assert "`yijin check` says why, --set-aside FILE writes them" in yijin("headline", mini).stderr
    assert yijin("check", mini).stderr == "set aside 1 row; --set-aside FILE writes them\n"


def test_set_aside_rows_that_no_later_run_can_read_are_warned_of(mini: Path, tmp_path: Path):
    done = yijin("check", mini, "--set-aside", tmp_path / "aside.csv")
    first, second = done.stderr.splitlines()
    assert first.startswith("yijin: the persons of the set-aside rows are masked under a key of this run alone")
    assert "YIJIN_KEY_FILE" in first
    assert second.startswith("set aside 1 row: ")
    key = tmp_path / "key"
    key.write_text("sixteen bytes or more")
    assert yijin("check", mini, "--set-aside", tmp_path / "aside.csv", YIJIN_KEY_FILE=str(key)).stderr.startswith("set aside 1 row: ")


def test_every_dimension_is_in_the_help():
    from yijin._labels import DIMENSIONS

    said = " ".join(yijin("headline", "--help").stdout.split())
    assert all(name in said for name in DIMENSIONS)


def test_plain_has_the_options_of_headline_but_those_of_kept_lines():
    headline, plain = (re.findall(r"^ +(--[a-z-]+)", yijin(command, "--help").stdout, re.M) for command in ("headline", "plain"))
    assert len(headline) > 10
    assert plain == [option for option in headline if option not in ("--memory-limit", "--set-aside", "--max-set-aside")]


def test_set_aside_rows_are_written_and_mended_rows_are_read_again(mini: Path, tmp_path: Path):
    key = tmp_path / "key"
    key.write_text("sixteen bytes or more")
    done = yijin("headline", mini, "--set-aside", tmp_path / "aside.csv", YIJIN_KEY_FILE=str(key))
    (written,) = tmp_path.glob("aside*.csv")
    assert str(written) in done.stderr
    raw = written.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    written.write_bytes(raw.replace(b"2020-02-30", b"2020-02-29"))
    again = yijin("headline", *sorted(mini.glob("*.csv")), written, "--format", "json", YIJIN_KEY_FILE=str(key))
    (row,) = json.loads(again.stdout)["rows"]
    assert (row["lines"], row["households"]["value"]) == (8, 4)


def test_generate_writes_exports_and_the_right_answers(tmp_path: Path):
    done = yijin("generate", tmp_path / "exports", "--lines", 2000, "--seed", 7, "--format", "csv", "--mess", 0.5)
    assert (done.returncode, done.stdout) == (0, "")
    assert list(tmp_path.rglob("truth.json"))
    assert yijin("headline", tmp_path / "exports", "--format", "json").returncode == 0


def test_demo_says_where_its_results_lie(tmp_path: Path):
    done = yijin("demo", tmp_path / "demo")
    assert (done.returncode, done.stdout) == (0, "")
    for name in ("headline.json", "headline.html", "quality.html"):
        assert str(tmp_path / "demo" / name) in done.stderr
        assert (tmp_path / "demo" / name).stat().st_size > 0
    assert not list((tmp_path / "demo").glob(".*"))


def test_an_interrupt_leaves_no_empty_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from yijin._cli import kept_key

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            kept_key(tmp_path / "key")
    assert list(tmp_path.iterdir()) == []
    key = kept_key(tmp_path / "key")
    assert len(key) == 64 and kept_key(tmp_path / "key") == key
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_an_interrupt_leaves_the_page_that_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from yijin._whole import put

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    put(tmp_path / "page.html", b"before")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "page.html", b"after")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("page.html", "before")]


def test_a_metric_is_printed_in_each_format(mini: Path):
    answer = json.loads(yijin("metric", "amount", mini, "--by", "channel", "--format", "json").stdout)
    assert {row["by"]["channel"]: row["value"] for row in answer["rows"]} == {"group_buy": 10350, "platform": 17700}
    rows = list(csv.DictReader(io.StringIO(yijin("metric", "amount", mini, "--by", "channel", "--format", "csv").stdout)))
    assert [(row["channel"], row["value"], row["persons"]) for row in rows] == [("group_buy", "10350", "1"), ("platform", "17700", "3")]
    assert "net amount" in yijin("metric", "amount", mini).stdout
    wrong = yijin("metric", "amonut", mini)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean 'amount'" in wrong.stderr


def test_the_catalogue_is_printed():
    catalogue = json.loads(yijin("metrics", "--format", "json").stdout)
    assert {"id", "label", "definition", "unit", "grain", "additivity", "tables", "clause", "target"} == set(catalogue[0])
    assert "覆盖户数 (households_covered)" in yijin("metrics", "--lang", "zh").stdout


def test_what_is_said_of_a_metric_in_chinese_is_chinese(mini: Path):
    said = yijin("metrics", "--lang", "zh").stdout
    about = [line for line in said.splitlines() if line.startswith(("单位", "粒度", "可加性", "所需表"))]
    assert len(about) > 100 and not re.search("[A-Za-z]", "\n".join(about))
    assert "单位：占比\n粒度：社区\n可加性：不可相加\n所需表：消费扶贫台账、参战项目列表" in said
    titles = [yijin("metric", name, mini, "--lang", lang).stdout.splitlines()[0] for name, lang in (("amount", "zh"), ("amount", "en"))]
    assert "[分]" in titles[0] and "[fen]" in titles[1]


def test_a_summary_is_written_and_verified(tmp_path: Path, mini: Path):
    exports = tmp_path / "exports"
    exports.mkdir()
    for file in mini.iterdir():
        (exports / file.name).write_bytes(file.read_bytes())
    out = [tmp_path / f"阶段总结.{ending}" for ending in ("docx", "html", "xlsx", "md")]
    done = yijin("summary", exports, "--stage", 1, "--no-figures", *(word for path in out for word in ("-o", path)))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    manifest = tmp_path / "阶段总结.docx.manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    assert [one["file"] for one in stated["inputs"]] == ["exports/ledger.csv", "exports/products.csv", "exports/projects.csv"]
    assert yijin("summary", "verify", manifest).stdout == "every file is as the manifest says\n"
    first = out[0].read_bytes()
    assert yijin("summary", exports, "--stage", 1, "--no-figures", "-o", out[0]).returncode == 0
    assert out[0].read_bytes() == first
    (exports / "ledger.csv").write_bytes(b"other")
    changed = yijin("summary", "verify", manifest)
    assert changed.returncode == 1
    assert "exports/ledger.csv (inputs): expected sha256" in changed.stderr


def test_a_manifest_says_how_the_papers_were_made(tmp_path: Path, mini: Path):
    import docx

    template, campaign = tmp_path / "template.docx", tmp_path / "own.toml"
    paper = docx.Document()
    paper.add_paragraph("{{headline}}")
    paper.save(str(template))
    campaign.write_text("# a comment\n" + yj.Campaign.default().to_toml(), encoding="utf-8")
    words = ["--final", "--no-figures", "--fill-merged", "--campaign", campaign, "--template", template, "-o", tmp_path / "a.docx"]
    done = yijin("summary", mini, *words)
    assert done.returncode == 0, done.stderr
    manifest = tmp_path / "a.docx.manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    assert stated["asked"] == {"final": True, "figures": False, "encoding": None, "fill_merged": True}
    assert [(part, [one["file"] for one in stated[part]]) for part in ("campaign", "template")] == [
        ("campaign", ["own.toml"]),
        ("template", ["template.docx"]),
    ]
    assert stated["campaign"][0]["sha256"] == hashlib.sha256(campaign.read_bytes()).hexdigest()
    assert yijin("summary", "verify", manifest).returncode == 0
    manifest.write_text(json.dumps({**stated, "version": "0.0.1"}), encoding="utf-8")
    other = yijin("summary", "verify", manifest)
    assert (other.returncode, other.stdout) == (1, "")
    assert "expected yijin 0.0.1, found" in other.stderr and "write the papers again" in other.stderr


def test_a_manifest_that_is_not_there_is_unreadable(tmp_path: Path):
    done = yijin("summary", "verify", tmp_path / "no.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "yijin: expected a manifest at" in done.stderr and "Errno" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--stage", "1", "--template", "no.docx", "-o", "a.docx"],
            "expected a Word document for the template at 'no.docx', found No such",
        ),
        (["--stage", "1", "--template", "no.docx", "-o", "a.md"], "expected a paper that ends in .docx where a template is given"),
        (["--stage", "1", "--final", "-o", "a.docx"], "expected one of stage and as_of"),
        (["--stage", "4", "-o", "a.docx"], "expected one of 1, 2, 3 for stage"),
        (["--stage", "1", "-o", "a.pdf"], "expected one of docx, html, xlsx, md"),
        (["--stage", "1"], "expected -o FILE"),
        (["-o", "a.docx"], "expected one of stage and as_of"),
    ],
)
def test_a_summary_that_cannot_be_meant_is_wrong_use(tmp_path: Path, mini: Path, words: list[str], said: str):
    done = yijin("summary", mini, *(word if not word.startswith("a.") or word == "a.pdf" else tmp_path / word for word in words))
    assert done.returncode == 2
    assert said in done.stderr
    assert not list(tmp_path.iterdir())
