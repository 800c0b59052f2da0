"""Commands: frozen attrs values that say what somebody wants done, and their names in the log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar, Final

import attrs

__all__ = ["FellDue", "Open", "command_name", "plain"]

_TYPE: Final = "$"
"""The key of a value's type in plain data; no field can be called so."""


@attrs.frozen
class Open:
    """Open a case with these facts: what most machines need for their opening row."""

    command_name: ClassVar[str] = "open"
    facts: object
    """The facts of the new case, as its machine defines them."""


@attrs.frozen
class FellDue:
    """A clock has come to a step of its own: what time itself commands, and nobody else can."""

    command_name: ClassVar[str] = "fell-due"
    clock: str
    """The name of the clock."""


def command_name(kind: type) -> str:
    """Name a command type: its ``command_name``, or its class name in lower case with hyphens.

    The name stands in logs and must stay; to rename the class, give it a ``command_name``.

    >>> @attrs.frozen
    ... class SubmitComments:
    ...     text: str
    >>> command_name(SubmitComments)
    'submit-comments'
    """
    given = getattr(kind, "command_name", None)
    if isinstance(given, str):
        return given
    return re.sub(r"(?<!^)(?=[A-Z])", "-", getattr(kind, "__name__", repr(kind))).lower()


def plain(value: object) -> object:
    """Turn a value into plain data that has a canonical form, with the types of attrs values.

    Raises:
        TypeError: the value holds a float, bytes, or something else that has no canonical form.

    >>> plain(Open({"due": date(2026, 3, 2)}))
    {'$': 'open', 'facts': {'due': '2026-03-02'}}
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str | Fraction):
        return value
    if isinstance(value, date):
        return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()
    return _plain_whole(value)


def _plain_whole(value: object) -> object:
    """Turn what holds other values into plain data."""
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, AbstractSet):
        return _in_order(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(each) for each in value]
    kind: Any = type(value)
    if attrs.has(kind):
        fields = {each.name: plain(getattr(value, each.name)) for each in attrs.fields(kind)}
        return {_TYPE: command_name(kind), **fields}
    raise TypeError(f"no canonical form for {kind.__name__}: {value!r:.80}")


def _in_order(value: AbstractSet[object]) -> list[object]:
    """Put a set in the order of its members' canonical bytes."""
    from pamms_core.canonical import canonical_bytes

    return sorted((plain(each) for each in value), key=canonical_bytes)
