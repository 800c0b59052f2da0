"""A read-only mapping that can be hashed and pickled, and a quick way to make frozen values."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, TypeVar, overload

import attrs

__all__ = ["FrozenMap", "in_making"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Other = TypeVar("_Other")
_set = object.__setattr__


class FrozenMap(Mapping[_Key, _Value]):
    """A mapping that cannot change: ``types.MappingProxyType`` can be neither pickled nor hashed.

    >>> FrozenMap({"a": 1}) == {"a": 1}
    True
    """

    __slots__ = ("_items",)
    _items: dict[_Key, _Value]

    def __init__(self, items: Mapping[_Key, _Value] | None = None) -> None:
        _set(self, "_items", {} if items is None else dict(items))

    def __getitem__(self, key: _Key) -> _Value:
        return self._items[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # The base class has these four too, several times slower.
    @overload
    def get(self, key: _Key, /) -> _Value | None: ...
    @overload
    def get(self, key: _Key, /, default: _Value | _Other) -> _Value | _Other: ...
    def get(self, key: _Key, /, default: object = None) -> object:
        """The value of a key, or the default, as a plain dictionary gives it."""
        return self._items.get(key, default)

    def keys(self) -> KeysView[_Key]:
        """The keys, as a plain dictionary gives them."""
        return self._items.keys()

    def items(self) -> ItemsView[_Key, _Value]:
        """The pairs, as a plain dictionary gives them."""
        return self._items.items()

    def values(self) -> ValuesView[_Value]:
        """The values, as a plain dictionary gives them."""
        return self._items.values()

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"read-only mapping: cannot set {name!r}")

    def __reduce__(self) -> tuple[type[FrozenMap[_Key, _Value]], tuple[dict[_Key, _Value]]]:
        return (type(self), (self._items,))

    def __repr__(self) -> str:
        return repr(self._items)


def in_making(kind: type) -> Any:
    """Make a class of the same slots that is not frozen yet, to build values of a frozen class quickly.

    A frozen class sets each field by a call; an open one stores it, which takes a
    third of the time. ``made = Open(...); made.__class__ = Frozen`` freezes the
    value, which nobody else has seen before. Only for classes with slots, without
    converters and validators, where a step in a hot path makes them.

    >>> @attrs.frozen(weakref_slot=False)
    ... class Point:
    ...     x: int
    >>> point = in_making(Point)(1)
    >>> point.__class__ = Point
    >>> point == Point(1)
    True
    """
    fields = {
        each.name: attrs.field(default=each.default)
        for each in attrs.fields(kind)  # the same names in the same order: the same layout
    }
    bases = getattr(kind, "__orig_bases__", kind.__bases__)
    return attrs.make_class(kind.__name__, fields, bases, slots=True, weakref_slot=False, eq=False)
