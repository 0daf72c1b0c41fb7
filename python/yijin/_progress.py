"""Progress: a thread polls the native counters and draws a bar once a run has taken two seconds."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from yijin._native import Progress

PATIENCE = 2.0
INTERVAL = 0.1

LANGUAGE: ContextVar[str] = ContextVar("yijin_progress_language", default="en")
"""The language of the bar; the command line sets it."""

NAMES = {
    "en": {"": "opening", "reading": "reading", "settling": "settling", "folding": "folding", "writing": "writing"},
    "zh": {"": "打开文件", "reading": "读取", "settling": "核对", "folding": "汇总", "writing": "写出"},
}
ROWS = {"en": " rows", "zh": "行"}


@contextmanager
def watched(wanted: bool | None) -> Iterator[Progress | None]:
    """Yield counters for the native half while a thread draws them, or None where nothing is to be drawn."""
    if not (_visible() if wanted is None else wanted):
        yield None
        return
    counters, done = Progress(), threading.Event()
    thread = threading.Thread(target=_draw, args=(counters, done, LANGUAGE.get()), daemon=True)
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


def _draw(counters: Progress, done: threading.Event, lang: str) -> None:
    if done.wait(PATIENCE):
        return
    began = time.monotonic() - PATIENCE
    bar: Any = None
    while True:
        finished = done.wait(INTERVAL)
        name = NAMES[lang][counters.phase]
        if bar is None or bar.desc.removesuffix(": ") != name or bar.total != counters.total:
            bar = _renewed(bar, counters, began, lang)
        bar.set_postfix_str(f"{counters.rows:,}{ROWS[lang]}", refresh=False)
        bar.n = min(counters.done, counters.total or counters.done)
        bar.refresh()
        if finished:
            bar.close()
            return


def _renewed(bar: Any, counters: Progress, began: float, lang: str) -> Any:
    if bar is not None:
        bar.close()
    reading = counters.phase == "reading"
    unit = "B" if reading else ROWS[lang]
    fresh = _tqdm()(total=counters.total, desc=NAMES[lang][counters.phase], unit=unit, unit_scale=True, leave=False)
    if bar is None:
        fresh.start_t -= time.monotonic() - began
    return fresh


def _tqdm() -> Any:
    if importlib.util.find_spec("ipywidgets") is None:
        from tqdm.std import tqdm
    else:
        from tqdm.auto import tqdm
    return tqdm
