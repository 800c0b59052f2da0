"""Paths into facts: checked against their types, and followed into their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeAlias, get_args, get_origin, get_type_hints

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.errors import did_you_mean

__all__ = ["ALL", "EVERYTHING", "NONE", "Paths", "is_open", "open_paths", "opened", "path_mistake"]

EVERYTHING: Final = "*"
"""The path of the whole."""
Paths: TypeAlias = "FrozenMap[str, Paths] | None"
"""What is open below each name; :data:`ALL` where everything is."""
ALL: Final = None
NONE: Final[FrozenMap[str, Any]] = FrozenMap()
_SCALARS: Final = (str, int, float, Fraction, date, type(None))


def open_paths(paths: Iterable[str], bare: str = EVERYTHING) -> Paths:
    """Put paths together: the shorter of two opens what the longer does.

    Args:
        paths: names with dots between.
        bare: what a first name alone opens: everything, or with ``""`` nothing but the name.

    >>> open_paths(["comments.text", "ratings", "comments.by", "ratings.why"])
    {'comments': {'text': None, 'by': None}, 'ratings': None}
    """
    below: dict[str, list[str]] = {}
    for path in paths:
        name, _, rest = path.partition(".")
        if name == EVERYTHING:
            return ALL
        below.setdefault(name, []).extend([found] if (found := rest or bare) else [])
    return FrozenMap({name: open_paths(rests) for name, rests in below.items()})


def is_open(paths: Paths, name: str) -> bool:
    """Tell whether something with a name is open, at least in part."""
    return paths is ALL or name in paths


def opened(value: object, paths: Paths) -> Any:
    """Turn what the paths open of a value into plain data that cannot change; the rest leaves no trace.

    Raises:
        TypeError: what is open holds something that cannot be shown as plain data.

    >>> @attrs.frozen
    ... class Comment:
    ...     text: str
    ...     by: str
    >>> opened((Comment("Not so.", "ann"),), open_paths(["text"]))
    ({'text': 'Not so.'},)
    """
    if isinstance(value, Enum):
        return opened(value.value, paths)
    if isinstance(value, _SCALARS):
        return value if paths is ALL else None
    if isinstance(value, Mapping):
        return FrozenMap({_key(key): opened(each, paths) for key, each in value.items()})
    if isinstance(value, AbstractSet):  # members that look alike are one: else they would be told apart
        members = {repr(found): found for found in (opened(each, paths) for each in value)}
        return tuple(members[shown] for shown in sorted(members))
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return tuple(opened(each, paths) for each in value)
    return _opened_fields(value, paths)


def _key(key: object) -> str:
    return str(key.value if isinstance(key, Enum) else key)


def _opened_fields(value: object, paths: Paths) -> Any:
    kind: Any = type(value)
    if attrs.has(kind):
        names = [each.name for each in attrs.fields(kind)]
        if paths is ALL:
            return FrozenMap({name: opened(getattr(value, name), ALL) for name in names})
        return FrozenMap({n: opened(getattr(value, n), paths[n]) for n in names if n in paths})
    if paths is ALL:
        raise TypeError(f"{kind.__name__} cannot be shown as plain data")
    return None


def path_mistake(kind: Any, path: str) -> str:
    """Say what is wrong with a path into values of a type; nothing if all is well.

    >>> @attrs.frozen
    ... class Draft:
    ...     ratings: tuple[str, ...]
    >>> path_mistake(Draft, "ratings"), path_mistake(Draft, "rating")
    ('', "unknown path 'rating' (did you mean 'ratings'?)")
    """
    kinds, walked = [kind], ""
    if path == EVERYTHING:
        return ""
    for name in path.split("."):
        classes = [each for each in kinds if attrs.has(each)]
        if not classes:
            where = f"{walked!r} has" if walked else f"{_called(kind)} has"
            return f"unknown path {path!r}: {where} no parts of a declared type"
        known = list(dict.fromkeys(each.name for one in classes for each in attrs.fields(one)))
        if name not in known:
            near = did_you_mean(name, known)
            return f"unknown path {path!r} ({near or 'known: ' + (', '.join(known) or 'none')})"
        walked = f"{walked}.{name}".strip(".")
        kinds = [leaf for one in classes for leaf in _leaves(_type_of(one, name))]
    return ""


def _type_of(kind: Any, name: str) -> Any:
    """Find the declared type of a field, if it can be found: not for all classes in functions."""
    try:
        return _hints(kind).get(name)
    except NameError:
        return None


@lru_cache(maxsize=256)
def _hints(kind: Any) -> dict[str, Any]:
    """Read a class's annotations once: a policy of views asks for them path by path."""
    return get_type_hints(kind)


def _leaves(declared: Any) -> list[Any]:
    """Find the types of the values that stand in tuples, sets, mappings and alternatives, in order."""
    within = get_args(declared)
    if not within:
        return [declared] if isinstance(declared, type) else []
    origin = get_origin(declared)
    if isinstance(origin, type) and attrs.has(origin):
        return [origin]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        within = within[-1:]
    return [leaf for each in within for leaf in _leaves(each)]


def _called(kind: Any) -> str:
    return str(getattr(kind, "__name__", kind))
