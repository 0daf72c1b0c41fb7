"""Progress: a thread polls the native counters and draws a bar once a run has taken two seconds."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from yijin._native import Progress

PATIENCE = 2.0
INTERVAL = 0.1


@contextmanager
def watched(wanted: bool | None) -> Iterator[Progress | None]:
    """Yield counters for the native half while a thread draws them, or None where nothing is to be drawn."""
    if not (_visible() if wanted is None else wanted):
        yield None
        return
    counters, done = Progress(), threading.Event()
    thread = threading.Thread(target=_draw, args=(counters, done), daemon=True)
    thread.start()
    try:
        yield counters
    finally:
        done.set()
        thread.join()


def _visible() -> bool:
    if os.environ.get("YIJIN_PROGRESS") == "0":
        return False
    return "ipykernel" in sys.modules or bool(sys.stderr and sys.stderr.isatty())


def _draw(counters: Progress, done: threading.Event) -> None:
    if done.wait(PATIENCE):
        return
    began = time.monotonic() - PATIENCE
    bar: Any = None
    while True:
        finished = done.wait(INTERVAL)
        if bar is None or bar.desc.removesuffix(": ") != counters.phase or bar.total != counters.total:
            bar = _renewed(bar, counters, began)
        bar.set_postfix_str(f"{counters.rows:,} rows", refresh=False)
        bar.n = min(counters.done, counters.total or counters.done)
        bar.refresh()
        if finished:
            bar.close()
            return


def _renewed(bar: Any, counters: Progress, began: float) -> Any:
    if bar is not None:
        bar.close()
    reading = counters.phase == "reading"
    fresh = _tqdm()(total=counters.total, desc=counters.phase, unit="B" if reading else " lines", unit_scale=True, leave=False)
    if bar is None:
        fresh.start_t -= time.monotonic() - began
    return fresh


def _tqdm() -> Any:
    if importlib.util.find_spec("ipywidgets") is None:
        from tqdm.std import tqdm
    else:
        from tqdm.auto import tqdm
    return tqdm
