"""Options: keywords with a did-you-mean, and Python values as the native half takes them."""

from __future__ import annotations

import datetime
import difflib
import functools
import inspect
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeAlias, TypedDict, TypeVar

from yijin.errors import OptionError

P = ParamSpec("P")
R = TypeVar("R")

Day: TypeAlias = "str | datetime.date | None"
Member: TypeAlias = "str | int | bool | datetime.date | None"
Where: TypeAlias = "Mapping[str, Member | Iterable[Member]] | None"
By: TypeAlias = "str | Iterable[str]"


class Scope(TypedDict):
    """Which lines a question is about, as the core reads it."""

    as_of: str | None
    period: str
    start: str | None
    end: str | None
    where: list[tuple[str, list[str | None]]]


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


def refused(option: str, expected: str, found: object) -> OptionError:
    """Return the error of an option; of what was given it shows numbers and None, else only the type: a text may hold a person."""
    try:
        shown = repr(found) if found is None or isinstance(found, (int, float)) else type(found).__name__
    except ValueError:  # Python writes no number of thousands of digits.
        shown = "a number too long to show"
    return OptionError(f"expected {expected} for {option}, found {shown}", "bad-option")


def one_of(option: str, value: object, known: Iterable[str]) -> None:
    """Refuse a value that is none of the names there are."""
    names = list(known)
    if value not in names:
        raise OptionError(f"expected one of {', '.join(names)} for {option}, found {value!r}{near(value, names)}", "bad-option")


def whole(option: str, value: Any, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if least <= number <= most:
        return number
    raise refused(option, f"a whole number from {least} to {most}", value)


def number(option: str, value: Any) -> float:
    """Return a finite number as a float."""
    try:
        found = float("nan") if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError, OverflowError):
        raise refused(option, "a number", value) from None
    if abs(found) < float("inf"):
        return found
    raise refused(option, "a finite number", value)


def level_of(level: Any) -> float:
    """Return a level of confidence, between 0 and 1."""
    found = number("level", level)
    if 0 < found < 1:
        return found
    raise refused("level", "a number between 0 and 1", level)


def text(option: str, value: Any) -> str:
    """Return a text; what it says is left for the native half to check."""
    if isinstance(value, str):
        return value
    raise refused(option, "a text", value)


def day(option: str, value: Any) -> str | None:
    """Return a day as YYYY-MM-DD; a text is left for the native half to check."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return _day(value)
    raise refused(option, "a date, or a text YYYY-MM-DD", value)


def dimensions(by: By) -> list[str]:
    """Return the dimensions of `by`: one name or several."""
    names = [by] if isinstance(by, str) else list(by) if isinstance(by, Iterable) else [by]
    for name in names:
        if not isinstance(name, str):
            raise refused("by", "the name of a dimension, or several,", name)
    return names


def filters(where: Where) -> list[tuple[str, list[str | None]]]:
    """Return `where` as pairs of dimension and admitted values; None admits the missing ones."""
    if where is not None and not isinstance(where, Mapping):
        raise refused("where", "a mapping of dimension to value or values, such as {'stage': 1},", where)
    return [(_dimension(name), _members(value)) for name, value in (where or {}).items()]


def _dimension(name: Any) -> str:
    if isinstance(name, str):
        return name
    raise refused("where", "the name of a dimension before each value", name)


def _members(value: Any) -> list[str | None]:
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return [_member(one) for one in (value if several else [value])]


def _member(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return _day(value) if isinstance(value, datetime.date) else str(value)


def _day(value: datetime.date) -> str:
    return (value.date() if isinstance(value, datetime.datetime) else value).isoformat()


def scope(as_of: Day, period: str, start: Day, end: Day, where: Where) -> Scope:
    """Return which lines a question is about, as the native half takes it."""
    return {
        "as_of": day("as_of", as_of),
        "period": text("period", period),
        "start": day("start", start),
        "end": day("end", end),
        "where": filters(where),
    }
