"""Progress: a bar on terminals and in notebooks once a run has taken a while, and nowhere else."""

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yijin as yj
from yijin import _progress

AT_ONCE = "import sys, yijin._progress as it\nit.PATIENCE, it.INTERVAL = 0, 0.01\nfrom yijin._cli import main\nmain()"


def seem_terminal(monkeypatch: pytest.MonkeyPatch, seems: bool = True) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: seems)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Return what has been shown since it was last asked for; a bar comes at once."""
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    monkeypatch.setattr(_progress, "INTERVAL", 0.01)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.delenv("YIJIN_PROGRESS", raising=False)
    return lambda: capsys.readouterr().err


def test_a_terminal_shows_what_is_done(shown: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seem_terminal(monkeypatch)
    yj.generate(tmp_path / "out", lines=200_000, format="csv")
    assert "writing:" in shown()


def test_a_run_that_is_soon_over_shows_nothing(shown: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seem_terminal(monkeypatch)
    monkeypatch.setattr(_progress, "PATIENCE", 60.0)
    yj.generate(tmp_path / "out", lines=100, format="csv")
    assert shown() == ""


def test_it_can_be_shut_off(shown: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seem_terminal(monkeypatch)
    yj.generate(tmp_path / "a", lines=200_000, format="csv", progress=False)
    monkeypatch.setenv("YIJIN_PROGRESS", "0")
    yj.generate(tmp_path / "b", lines=200_000, format="csv")
    assert shown() == ""


def test_it_can_be_asked_for_where_there_is_no_terminal(
    shown: Callable[[], str], mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    seem_terminal(monkeypatch, False)
    yj.open(mini)
    assert shown() == ""
    yj.generate(tmp_path / "out", lines=200_000, format="csv", progress=True)
    assert shown() != ""


@pytest.mark.usefixtures("shown")
def test_a_notebook_shows_it_without_a_terminal(monkeypatch: pytest.MonkeyPatch):
    seem_terminal(monkeypatch, False)
    assert not _progress._visible()
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    assert _progress._visible()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("lang", "names"), [("en", ["writing", "reading"]), ("zh", ["写出", "读取"])])
def test_the_command_line_shows_it_in_its_language(tmp_path: Path, lang: str, names: list[str]):
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, "demo", tmp_path / "out", "--lang", lang], stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while chunk := read(ours):
            shown += chunk
        process.wait(60)
    os.close(ours)
    assert process.returncode == 0
    assert any(f"{name}:" in shown.decode() for name in names)


def read(terminal: int) -> bytes:
    """Return what a terminal shows next; nothing once the program has left it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
