"""Ctrl-C: a long run stops at once, with the exit code of an interrupt, and leaves nothing half done behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import HANG, LEDGER, child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")

INTERRUPT = """
import os, signal, sys, threading, time
import yijin as yj
from yijin import _native

counters = _native.Progress()

def open(progress):
    return _native.Book.open([(None, sys.argv[1])], yj.Campaign.default().native, key=None, key_file=None, encoding=None,
                             fill_merged=False, threads=2, memory_limit=None, progress=progress)

def interrupt(phase, rows):
    def wait():
        while counters.phase != phase or counters.rows < rows:
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=wait, daemon=True).start()

def report(work):
    try:
        work()
        print("finished")
    except KeyboardInterrupt:
        print("interrupted")
"""

OPEN = f"""{INTERRUPT}
interrupt("reading", 1)
report(lambda: open(counters))
"""

SET_ASIDE = f"""{INTERRUPT}
book = open(None)
interrupt("writing", 0)
report(lambda: book.set_aside(sys.argv[2], progress=counters))
"""


RANKS = f"""{INTERRUPT}
def interrupt_soon():
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)

rows = [[number % 7, number % 11, number % 13] for number in range(1_000)]
threading.Thread(target=interrupt_soon, daemon=True).start()
began = time.monotonic()
report(lambda: yj.evaluate.rank_intervals(rows, [1, 1, 1], "arithmetic", concentration=None, draws=1_000_000, threads=1))
print("at once" if time.monotonic() - began < 5 else "late")
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of three million rows, of which one in a thousand cannot be used."""
    path = tmp_path_factory.mktemp("large") / "ledger.csv"
    header, row = LEDGER.splitlines()
    rows = [f"{row.replace('D1', 'D{}')}\n".replace("2019-05-03", "2019-02-30" if at == 0 else "2019-05-03") for at in range(1000)]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        for thousand in range(3000):
            file.write("".join(row.format(f"{thousand}x{at}") for at, row in enumerate(rows)))
    return path


def interrupted(*words: object, after: Path) -> subprocess.CompletedProcess[str]:
    """Return what a command said that was interrupted once something lay in `after`, or had run for two seconds."""
    command = [sys.executable, "-m", "yijin", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        began = time.monotonic()
        while process.poll() is None and time.monotonic() - began < 2 and not (after.is_dir() and any(after.iterdir())):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=HANG)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_reading_stops(large: Path):
    done = child("-c", OPEN, large)
    assert (done.code, done.out, done.err) == (0, "interrupted\n", "")


def test_a_long_statistic_stops():
    done = child("-c", RANKS)
    assert (done.code, done.out, done.err) == (0, "interrupted\nat once\n", "")


def test_setting_aside_leaves_no_file(large: Path, tmp_path: Path):
    (tmp_path / "aside.csv").write_text("as it was")
    done = child("-c", SET_ASIDE, large, tmp_path / "aside.csv")
    assert (done.code, done.out, done.err) == (0, "interrupted\n", "")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["as it was"]


@pytest.mark.parametrize("format", ["csv", "mixed"])
def test_generating_leaves_no_folder(tmp_path: Path, format: str):
    out = tmp_path / "out"
    done = interrupted("generate", out, "--lines", 3_000_000, "--format", format, after=out)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "yijin: interrupted\n")
    assert list(tmp_path.iterdir()) == []
