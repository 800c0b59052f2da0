"""A read-only mapping that can be hashed, compared, copied and pickled."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import TypeVar

__all__ = ["FrozenMap"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class FrozenMap(Mapping[_Key, _Value]):
    """A mapping that cannot change: ``types.MappingProxyType`` can be neither pickled nor hashed.

    >>> FrozenMap({"a": 1}) == {"a": 1}
    True
    """

    __slots__ = ("_items",)
    _items: dict[_Key, _Value]

    def __init__(self, items: Mapping[_Key, _Value] | None = None) -> None:
        object.__setattr__(self, "_items", dict(items or {}))

    def __getitem__(self, key: _Key) -> _Value:
        return self._items[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # The base class has these three too, several times slower.
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
