"""The read-only mapping: equal, hashable, picklable, and never changed."""

from __future__ import annotations

import copy
import pickle

import pytest

from pamms_core._frozen import FrozenMap


def test_it_reads_like_a_dict() -> None:
    """Look-up, order, length and membership are a dict's."""
    frozen = FrozenMap({"b": 1, "a": 2})
    assert frozen["a"] == 2
    assert list(frozen.items()) == [("b", 1), ("a", 2)]
    assert len(frozen) == 2
    assert "c" not in frozen
    assert frozen.get("c", 0) == 0
    assert repr(frozen) == "{'b': 1, 'a': 2}"
    with pytest.raises(KeyError, match="'c'") as caught:
        frozen["c"]
    assert caught.value.args == ("c",)


def test_without_items_it_is_empty() -> None:
    """Nothing given is an empty mapping."""
    assert FrozenMap() == FrozenMap({}) == {}


def test_it_does_not_follow_what_it_was_made_from() -> None:
    """The items are copied when it is made."""
    items = {"a": 1}
    frozen = FrozenMap(items)
    items["a"] = 2
    assert frozen == {"a": 1}


def test_equal_maps_hash_alike_whatever_their_order() -> None:
    """Order is kept for reading and does not count for equality."""
    one, other = FrozenMap({"a": 1, "b": 2}), FrozenMap({"b": 2, "a": 1})
    assert one == other
    assert len({one, other}) == 1
    assert one == {"a": 1, "b": 2}
    assert one != FrozenMap({"a": 1})
    pairs: object = [("a", 1), ("b", 2)]
    assert one != pairs


def test_a_map_of_what_cannot_be_hashed_has_no_hash() -> None:
    """As with a tuple, the hash needs the values' hashes."""
    with pytest.raises(TypeError, match="unhashable type: 'list'") as caught:
        hash(FrozenMap({"a": []}))
    assert caught.value.args


def test_it_cannot_be_changed() -> None:
    """Neither items nor attributes can be set or removed."""
    frozen = FrozenMap({"a": 1})
    with pytest.raises(TypeError, match="does not support item assignment"):
        frozen["a"] = 2  # type: ignore[index]
    with pytest.raises(TypeError, match="does not support item deletion"):
        del frozen["a"]  # type: ignore[attr-defined]
    for name in ("_items", "other"):
        with pytest.raises(AttributeError, match=f"read-only mapping: cannot set '{name}'"):
            setattr(frozen, name, {})
    assert frozen == {"a": 1}


def test_copies_equal_the_original() -> None:
    """It pickles and copies, nested ones too."""
    frozen = FrozenMap({"a": FrozenMap({"b": 1})})
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(frozen, protocol))  # noqa: S301
        assert twin == frozen
        assert isinstance(twin["a"], FrozenMap)
    assert copy.copy(frozen) == frozen
    assert copy.deepcopy(frozen) == frozen
