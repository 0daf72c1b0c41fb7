"""Written files: whole under their name or not there, and never over what must stay."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yijin as yj
from yijin import errors


def written_to(book: yj.Book, target: Path) -> list[Path]:
    return [Path(path) for path in book.set_aside(target)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_older_file_is_replaced_by_a_whole_one(book: yj.Book, tmp_path: Path):
    target = tmp_path / "aside.csv"
    target.write_text("older")
    assert written_to(book, target) == [target]
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert names(tmp_path) == ["aside.csv"]


def test_a_link_stays_a_link(book: yj.Book, tmp_path: Path):
    (tmp_path / "real.csv").write_text("older")
    (tmp_path / "aside.csv").symlink_to(tmp_path / "real.csv")
    written_to(book, tmp_path / "aside.csv")
    assert (tmp_path / "aside.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_export_is_never_written_over(mini: Path, tmp_path: Path):
    for export in mini.glob("*.csv"):
        (tmp_path / export.name).write_bytes(export.read_bytes())
    before = (tmp_path / "ledger.csv").read_bytes()
    (tmp_path / "link.txt").symlink_to(tmp_path / "ledger.csv")
    book = yj.open(tmp_path)
    for target in (tmp_path / "ledger.csv", tmp_path / "link.txt"):
        with pytest.raises(errors.OptionError, match="none of the exports"):
            book.set_aside(target)
    assert (tmp_path / "ledger.csv").read_bytes() == before


def test_what_is_no_file_stays_what_it_is(book: yj.Book, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path, tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(errors.OptionError, match="a file or a new name"):
            book.set_aside(target)
    assert names(tmp_path) == ["pipe"]
    assert Path("/dev/null").is_char_device()


def test_only_csv_is_written_under_its_name(book: yj.Book, tmp_path: Path):
    for name in ("aside.xlsx", "aside"):
        with pytest.raises(errors.OptionError, match=r"a name that ends in \.csv"):
            book.set_aside(tmp_path / name)
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_named(book: yj.Book, tmp_path: Path):
    with pytest.raises(errors.UnreadableError) as caught:
        book.set_aside(tmp_path / "no" / "aside.csv")
    assert caught.value.id == "io"
    assert str(tmp_path / "no" / "aside.csv") in str(caught.value)
    assert ".tmp" not in str(caught.value)


def test_the_command_line_says_it_in_one_line(mini: Path, tmp_path: Path):
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes((mini / "ledger.csv").read_bytes())
    for target, code in ((tmp_path / "no" / "aside.csv", 3), (ledger, 2)):
        command = [sys.executable, "-m", "yijin", "check", ledger, "--set-aside", target]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == code
        assert done.stderr.startswith("yijin: ")
        assert done.stderr.count("\n") == 1


def test_a_folder_with_files_is_not_generated_into(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(errors.YijinError) as caught:
        yj.generate(tmp_path, lines=100, format="csv")
    assert str(tmp_path) in str(caught.value)
    assert names(tmp_path) == ["mine.txt"]


def test_a_campaign_that_cannot_be_generated_leaves_no_folder(tmp_path: Path):
    (tmp_path / "file").write_text("a file")
    for out, options in ((tmp_path / "file" / "out", {}), (tmp_path / "out", {"format": "docx"}), (tmp_path / "out", {"mess": 2.0})):
        with pytest.raises(errors.YijinError):
            yj.generate(out, lines=100, **options)
    assert names(tmp_path) == ["file"]
