"""The manifest beside a summary: what went in and came out, by hash, and whether it still is so."""

import hashlib
import json

import pytest
import yijin as yj
from yijin.errors import UnreadableError
from yijin.summary import Difference, hashed, manifest, verify


@pytest.fixture
def folder(tmp_path):
    for name, text in (("ledger.csv", "台账"), ("campaign.toml", "id"), ("总结.docx", "paper")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def written(folder, **changed):
    files = {
        name: hashed(folder / file, folder) for name, file in (("read", "ledger.csv"), ("campaign", "campaign.toml"), ("out", "总结.docx"))
    }
    about = {"version": yj.__version__, "stage": "1", "as_of": "2019-08-31", "lang": "zh", **changed}
    made = manifest(**about, inputs=[files["read"]], campaign=[files["campaign"]], outputs=[files["out"]])
    (folder / "manifest.json").write_text(made.to_json(), encoding="utf-8")
    return made


def test_a_manifest_names_files_hashes_version_stage_and_language(folder):
    stated = json.loads(written(folder).to_json())
    assert {name: stated[name] for name in ("schema_version", "version", "stage", "as_of", "lang")} == {
        "schema_version": 1,
        "version": yj.__version__,
        "stage": "1",
        "as_of": "2019-08-31",
        "lang": "zh",
    }
    assert stated["inputs"] == [{"file": "ledger.csv", "sha256": hashlib.sha256("台账".encode()).hexdigest(), "bytes": 6}]
    assert [one["file"] for one in stated["outputs"]] == ["总结.docx"]


def test_files_that_are_as_they_were_make_no_difference(folder):
    written(folder)
    assert verify(folder / "manifest.json") == ()


def test_a_manifest_says_what_was_asked_and_in_which_template(folder):
    made = written(folder, asked={"final": False, "encoding": "gb18030"}, template=[hashed(folder / "总结.docx", folder)])
    stated = json.loads(made.to_json())
    assert stated["asked"] == {"final": False, "encoding": "gb18030"}
    assert [one["file"] for one in stated["template"]] == ["总结.docx"]
    assert verify(folder / "manifest.json") == ()


def test_another_version_of_the_library_is_a_difference(folder):
    written(folder, version="0.0.1")
    assert verify(folder / "manifest.json") == (Difference("version", "yijin", "0.0.1", yj.__version__),)


def test_a_manifest_that_is_not_there_is_unreadable(folder):
    with pytest.raises(UnreadableError, match="expected a manifest at") as caught:
        verify(folder / "no.json")
    assert caught.value.id == "io"


def test_what_was_read_is_stated_and_not_what_became_of_it(tmp_path, mini):
    for file in mini.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    ledger = tmp_path / "ledger.csv"
    opened = yj.open(tmp_path, key=b"a key of the tests, 16 bytes or more")
    hashed_first = yj.open(tmp_path, key=b"a key of the tests, 16 bytes or more")
    read = hashed_first.inputs
    with ledger.open("ab") as file:
        file.write(b"\n")
    with pytest.raises(UnreadableError, match=r"ledger.csv as it was read \(613 bytes.*changed \(614 bytes.*open the exports again"):
        _ = opened.inputs
    with pytest.raises(UnreadableError, match="open the exports again"):
        opened.summary(stage=1, figures=False)
    assert hashed_first.inputs == read


@pytest.mark.parametrize(("file", "part"), [("ledger.csv", "inputs"), ("campaign.toml", "campaign"), ("总结.docx", "outputs")])
def test_a_changed_file_is_named_with_both_hashes(folder, file, part):
    made = written(folder)
    (folder / file).write_bytes(b"other")
    expected = getattr(made, part)[0].sha256
    assert verify(folder / "manifest.json") == (Difference(part, file, expected, hashlib.sha256(b"other").hexdigest()),)


def test_a_file_that_is_gone_is_named(folder):
    written(folder)
    (folder / "ledger.csv").unlink()
    (difference,) = verify(folder / "manifest.json")
    assert (difference.file, difference.found) == ("ledger.csv", None)


def test_a_manifest_moves_with_its_folder(folder, tmp_path_factory):
    written(folder)
    moved = folder.rename(tmp_path_factory.mktemp("elsewhere") / "moved")
    assert verify(moved / "manifest.json") == ()


def test_the_same_files_give_the_same_manifest(folder):
    assert written(folder).to_json() == written(folder).to_json()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 2}', '{"schema_version": 1, "inputs": [1], "campaign": [], "outputs": []}']
)
def test_another_text_is_no_manifest(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match="schema_version 1"):
        verify(tmp_path / "manifest.json")
