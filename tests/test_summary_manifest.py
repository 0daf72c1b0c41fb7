"""The manifest beside a summary: what went in and came out, by hash, and whether it still is so."""

import hashlib
import json

import pytest
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
    about = {"version": "0.1.0", "stage": "1", "as_of": "2019-08-31", "lang": "zh", **changed}
    made = manifest(**about, inputs=[files["read"]], campaign=[files["campaign"]], outputs=[files["out"]])
    (folder / "manifest.json").write_text(made.to_json(), encoding="utf-8")
    return made


def test_a_manifest_names_files_hashes_version_stage_and_language(folder):
    stated = json.loads(written(folder).to_json())
    assert {name: stated[name] for name in ("schema_version", "version", "stage", "as_of", "lang")} == {
        "schema_version": 1,
        "version": "0.1.0",
        "stage": "1",
        "as_of": "2019-08-31",
        "lang": "zh",
    }
    assert stated["inputs"] == [{"file": "ledger.csv", "sha256": hashlib.sha256("台账".encode()).hexdigest(), "bytes": 6}]
    assert [one["file"] for one in stated["outputs"]] == ["总结.docx"]


def test_files_that_are_as_they_were_make_no_difference(folder):
    written(folder)
    assert verify(folder / "manifest.json") == ()


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
