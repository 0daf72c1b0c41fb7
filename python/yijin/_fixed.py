"""What a result gives out stays as it is: dicts that refuse a change, tuples for lists."""

from __future__ import annotations

from typing import Any, NoReturn


class Fixed(dict[str, Any]):
    """A dict that stays as it is; ``dict()`` of it is a copy that can be changed."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a result does not change; take dict() of it to change a copy")

    __setitem__ = __delitem__ = __ior__ = update = pop = popitem = setdefault = clear = _refuse

    def __reduce__(self) -> tuple[type[Fixed], tuple[dict[str, Any]]]:
        return Fixed, (dict(self),)


def fixed(value: Any) -> Any:
    """Return a value of a JSON text with its dicts and lists fixed, however deep."""
    if isinstance(value, dict):
        return Fixed({name: fixed(part) for name, part in value.items()})
    return tuple(map(fixed, value)) if isinstance(value, list) else value
