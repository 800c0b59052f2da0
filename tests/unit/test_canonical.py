"""The canonical byte form: pinned bytes and digests, and what is refused."""

from __future__ import annotations

from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

import pytest

from pamms_core import canonical_bytes, digest
from pamms_core._frozen import FrozenMap


class Colour(StrEnum):
    """A text with a name."""

    RED = "red"


class Size(IntEnum):
    """A number with a name."""

    BIG = 3


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, b"null"),
        (True, b"true"),
        (0, b"0"),
        (-17, b"-17"),
        (10**30, b"1" + b"0" * 30),
        ("", b'""'),
        ('say "no"\n', b'"say \\"no\\"\\n"'),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}", b'"\xc3\xa9"'),
        ("</script>", b'"</script>"'),
        (Fraction(7, 2), b'"7/2"'),
        (Fraction(6, 4), b'"3/2"'),
        (Fraction(4), b'"4/1"'),
        (Fraction(-1, 3), b'"-1/3"'),
        ([], b"[]"),
        ((1, "a", None), b'[1,"a",null]'),
        ({}, b"{}"),
        ({"b": [1, Fraction(1, 2)], "a": None}, b'{"a":null,"b":[1,"1/2"]}'),
        ({"Z": 1, "a": 2, "10": 3, "9": 4}, b'{"10":3,"9":4,"Z":1,"a":2}'),
        (FrozenMap({"a": FrozenMap({"b": 1})}), b'{"a":{"b":1}}'),
        ({"b", "a", "c"}, b'["a","b","c"]'),
        (frozenset({10, 9, "1"}), b'["1",10,9]'),
        (Colour.RED, b'"red"'),
        ({Colour.RED: Size.BIG}, b'{"red":3}'),
    ],
)
def test_the_bytes_of_each_kind_of_value(value: object, written: bytes) -> None:
    """The form is JSON with sorted keys, no spaces, UTF-8 and exact fractions."""
    assert canonical_bytes(value) == written


@pytest.mark.parametrize(
    ("value", "named"),
    [  # sha256sum of the bytes above, taken with another program
        (None, "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"),
        ([], "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"),
        (
            {"b": [1, Fraction(1, 2)], "a": None},
            "4d161dbe6db8973bf108d391a0e7c3aec8fa818bbfc8ec7328a4004eae577180",
        ),
        ({"e\u0301": "\u00e9"}, "e8b55b29bf172acb65a8ec20d1762cd9d6112c7abd6799895503d9151b8f42ab"),
    ],
)
def test_digests_are_the_sha256_of_the_bytes(value: object, named: str) -> None:
    """A digest names a value the same on every machine and Python."""
    assert digest(value) == f"sha256:{named}"


def test_equal_values_have_equal_bytes() -> None:
    """The kind of mapping or sequence and the order of keys do not show."""
    one = {"a": (1, 2), "b": {"x", "y"}}
    other = OrderedDict(b=frozenset({"y", "x"}), a=[1, 2])
    assert canonical_bytes(one) == canonical_bytes(other)


@pytest.mark.parametrize("text", ["e\u0301", "\u1100\u1161", "\u212b"])
def test_texts_are_normalised(text: str) -> None:
    """Composed and decomposed spellings give one form, in keys and values."""
    composed = {"e\u0301": "\u00e9", "\u1100\u1161": "\uac00", "\u212b": "\u00c5"}[text]
    assert canonical_bytes(text) == canonical_bytes(composed) == f'"{composed}"'.encode()
    assert canonical_bytes({text: 1}) == canonical_bytes({composed: 1})


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1.0, "float"),
        (float("nan"), "float"),
        (Decimal(1), "Decimal"),
        (b"x", "bytes"),
        (bytearray(b"x"), "bytearray"),
        (object(), "object"),
    ],
)
@pytest.mark.parametrize("depth", [0, 1])
def test_other_kinds_have_no_canonical_form(value: object, kind: str, depth: int) -> None:
    """A float, bytes or any object is refused, however deep it stands."""
    with pytest.raises(TypeError, match=f"no canonical form for {kind}: ") as caught:
        canonical_bytes({"a": [value]} if depth else value)
    assert len(str(caught.value)) < 130


@pytest.mark.parametrize("key", [1, None, ("a",), 1.5])
def test_keys_must_be_texts(key: object) -> None:
    """A key that is no text is refused rather than turned into one."""
    with pytest.raises(TypeError, match="keys must be strings in the canonical form") as caught:
        canonical_bytes({"a": 1, key: 2})
    assert repr(key) in str(caught.value)


def test_keys_that_become_the_same_are_refused() -> None:
    """Two spellings of one key would lose a value, so they are an error."""
    with pytest.raises(ValueError, match="two keys are the same after normalisation") as caught:
        canonical_bytes({"\u00e9": 1, "e\u0301": 2})
    assert "\u00e9" in str(caught.value)


def test_a_half_character_is_refused() -> None:
    """A lone surrogate has no bytes in UTF-8."""
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed") as caught:
        canonical_bytes("\ud800")
    assert caught.value.object == '"\ud800"'
