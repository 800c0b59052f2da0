"""The one canonical byte form: equal values give equal bytes, everywhere.

Digests of question sets and methods are taken over it, and so is anything
else that must be recognised again on another machine or Python version. The
form is JSON with sorted keys, no spaces, UTF-8 without escapes, strings in
Unicode NFC, and numbers that are integers only: a fraction is written as the
string ``"n/d"`` in lowest terms, and a float is refused because it has no
exact decimal form that all readers agree on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from unicodedata import normalize

__all__ = ["canonical_bytes", "digest"]


def canonical_bytes(value: object) -> bytes:
    """Write a value of plain data in the canonical form.

    Raises:
        TypeError: the value holds something that has no canonical form.
        ValueError: two keys of one mapping are the same after normalisation.

    >>> canonical_bytes({"b": [1, Fraction(1, 2)], "a": None})
    b'{"a":null,"b":[1,"1/2"]}'
    """
    import json

    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value: object) -> str:
    """Name a value by the SHA-256 of its canonical bytes.

    Raises:
        TypeError: the value holds something that has no canonical form.
        ValueError: two keys of one mapping are the same after normalisation.

    >>> digest({"a": 1})
    'sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862'
    """
    from hashlib import sha256

    return f"sha256:{sha256(canonical_bytes(value)).hexdigest()}"


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, AbstractSet):
        return sorted((_plain(each) for each in value), key=canonical_bytes)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(each) for each in value]
    raise TypeError(f"no canonical form for {type(value).__name__}: {value!r:.80}")


def _plain_mapping(value: Mapping[object, object]) -> dict[str, object]:
    if not all(isinstance(key, str) for key in value):
        raise TypeError(f"keys must be strings in the canonical form: {list(value)!r:.80}")
    plain = {normalize("NFC", str(key)): _plain(each) for key, each in value.items()}
    if len(plain) != len(value):
        raise ValueError(f"two keys are the same after normalisation: {list(value)!r:.80}")
    return plain
