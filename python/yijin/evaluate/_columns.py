"""Long columns as the native half takes them: bytes, since a million numbers as text take longer than the statistic."""

from __future__ import annotations

import json
from array import array
from collections.abc import Hashable, Iterable
from typing import Any

from yijin import _native
from yijin._options import refused


def call_columns(name: str, values: bytes, over: bytes | None, clusters: bytes, *arguments: Any) -> Any:
    """Return what a statistic over long columns found."""
    return json.loads(_native.evaluate_clustered(name, values, over, clusters, json.dumps(arguments)))


def doubles(option: str, values: Iterable[float]) -> bytes:
    """Return values as doubles; an array of doubles is copied whole."""
    try:
        view = memoryview(values)  # type: ignore[arg-type]
    except TypeError:
        view = None
    if view is not None and view.format == "d" and view.ndim == 1:
        return view.tobytes()
    if isinstance(values, str):
        raise refused(option, "numbers", values)
    try:
        return array("d", iter(values)).tobytes()
    except (TypeError, ValueError, OverflowError):
        raise refused(option, "numbers", values) from None


def codes(option: str, labels: Iterable[Hashable], none: int | None = None) -> bytes:
    """Return labels as 64-bit integers in their order, equal ones alike; an array of such integers is copied whole.

    ``none`` is the code of None, where that is no label.
    """
    try:
        view = memoryview(labels)  # type: ignore[arg-type]
    except TypeError:
        view = None
    if view is not None and view.format in ("l", "q") and view.itemsize == 8 and view.ndim == 1:
        return view.tobytes()
    try:
        given = list(labels)
        known = {label for label in given if none is None or label is not None}
        order: dict[Hashable, int] = {label: place for place, label in enumerate(sorted(known))}  # type: ignore[type-var]
    except TypeError:
        raise refused(option, "labels of one kind, such as texts or whole numbers,", labels) from None
    if none is not None:
        order[None] = none
    return array("q", [order[label] for label in given]).tobytes()
