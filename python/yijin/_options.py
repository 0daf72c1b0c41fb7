"""Options: keywords with a did-you-mean, and Python values as the native half takes them."""

from __future__ import annotations

import datetime
import difflib
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeAlias, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Day: TypeAlias = "str | datetime.date | None"
Member: TypeAlias = "str | int | bool | datetime.date | None"
Where: TypeAlias = "Mapping[str, Member | Iterable[Member]] | None"
By: TypeAlias = "str | Iterable[str]"


def helpful(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` with a TypeError that names the nearest keyword where an unknown one is given."""
    known = [name for name in inspect.signature(function).parameters if name != "self"]

    @functools.wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        for name in kwargs:
            if name not in known:
                raise TypeError(
                    f"{function.__name__}() got an unexpected keyword argument {name!r} (it takes {', '.join(known)}){near(name, known)}"
                )
        return function(*args, **kwargs)

    return checked


def near(name: object, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the name there is that comes nearest, or an empty text."""
    found = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.5)
    return f"; did you mean {found[0]!r}?" if found else ""


def day(value: Day) -> str | None:
    """Return a day as YYYY-MM-DD; a text is left for the native half to check."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else value


def dimensions(by: By) -> list[str]:
    """Return the dimensions of `by`: one name or several."""
    return [by] if isinstance(by, str) else list(by)


def filters(where: Where) -> list[tuple[str, list[str | None]]]:
    """Return `where` as pairs of dimension and admitted values; None admits the missing ones."""
    return [(name, _members(value)) for name, value in (where or {}).items()]


def _members(value: Any) -> list[str | None]:
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return [_member(one) for one in (value if several else [value])]


def _member(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(day(value) if isinstance(value, datetime.date) else value)
