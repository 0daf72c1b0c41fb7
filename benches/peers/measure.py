"""One run of one contender, as a process of its own under a limit of time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

CONTENDERS = Path(__file__).parent / "contenders"
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Run:
    """What one process did."""

    # Of the whole process, its start and imports included.
    wall: float
    # Of the work alone, after the imports.
    seconds: float
    # Most memory held at any time, in bytes.
    peak: int
    answer: list[dict]
    # Why there is no answer, or "".
    failure: str = ""


def memory_limit() -> int:
    """Return nine tenths of the machine's memory: a contender that needs more is out, before the machine swaps."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 9 // 10


def measured(contender: str, task: str, folder: Path) -> Run:
    """Run a contender once."""
    # The shell sets the limit: on anonymous memory, which mapped files do not count towards.
    limit = f'ulimit -d {memory_limit() // 1024} && exec "$@"'
    command = ["/bin/sh", "-c", limit, contender, sys.executable, str(CONTENDERS / f"with_{contender}.py"), task, str(folder)]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    late = threading.Event()
    clock = threading.Timer(MOST_SECONDS, _stop, (child.pid, late))
    clock.start()
    errors: list[bytes] = []
    listener = threading.Thread(target=lambda: errors.append(child.stderr.read()))
    listener.start()
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    clock.cancel()
    listener.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    wall, peak = time.perf_counter() - began, used.ru_maxrss * 1024
    if child.returncode != 0:
        return Run(wall, wall, peak, [], _reason(late.is_set(), child.returncode, b"".join(errors).decode(errors="replace")))
    found = json.loads(said.splitlines()[-1])
    return Run(wall, found["seconds"], peak, found["answer"])


def _stop(pid: int, late: threading.Event) -> None:
    late.set()
    os.killpg(pid, signal.SIGKILL)


def _reason(late: bool, code: int, errors: str) -> str:
    if late:
        return f"no answer in {MOST_SECONDS} s"
    words = ("memory", "Memory", "bad_alloc", "MEMORY")
    if code == -signal.SIGKILL or any(word in errors for word in words):
        return "out of memory"
    return errors.strip().splitlines()[-1][:200] if errors.strip() else f"ended with {code}"
