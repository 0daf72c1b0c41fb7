"""How the native half is asked: by name, with lists of numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from yijin import _native
from yijin._options import refused


def call(name: str, *arguments: Any) -> Any:
    """Return what a statistic found."""
    return json.loads(_native.evaluate(name, json.dumps(arguments)))


def numbers(option: str, values: Iterable[float]) -> list[float]:
    """Return values as a list of floats; anything that gives numbers one by one will do (a list, an array, a Series)."""
    if isinstance(values, (str, bytes)):
        raise refused(option, "numbers", values)
    try:
        found = [float(value) for value in values]
    except (TypeError, ValueError, OverflowError):
        raise refused(option, "numbers", values) from None
    for value in found:
        if value != value or value in (float("inf"), float("-inf")):
            raise refused(option, "finite numbers", value)
    return found


def rows(option: str, matrix: Iterable[Iterable[float]]) -> list[list[float]]:
    """Return a matrix as a list of its rows."""
    return [numbers(option, row) for row in matrix]


def directions(better: Sequence[int]) -> list[str]:
    """Return which way each criterion is better, from 1 (more) and -1 (less)."""
    given = list(better) if isinstance(better, Iterable) else [better]
    for sign in given:
        if sign not in (1, -1):
            raise refused("directions", "1 (more is better) or -1 (less is) for each criterion", sign)
    return ["more" if sign == 1 else "less" for sign in given]
