"""Values written as plain JSON data, by their declared types: what is written can be read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.canonical import canonical_bytes
from pamms_core.codec.kinds import SCALARS, TAG, Kind, UnstorableError, fields_of, shape_of
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.period import Period

if TYPE_CHECKING:
    from pamms_core.codec.kinds import Shape

__all__ = ["Writer"]


@attrs.frozen
class Writer:
    """Writes values; fields whose type depends on the machine are given their types here."""

    types: Mapping[tuple[type, str], Any]
    """Other types of fields, by class and name."""

    def write(self, value: Any, declared: Any, path: str) -> Any:
        """Write a value as plain data.

        Raises:
            UnstorableError: it is not of the declared type, or the type has no JSON form.
        """
        shape = shape_of(declared, path)
        if value is None and shape.nullable:
            return None
        if shape.kind is Kind.ONE_OF:
            return {TAG: command_name(type(value)), **self._object(value, shape.types, path)}
        if shape.kind is Kind.OBJECT:
            return self._object(value, shape.types, path)
        if shape.kind in (Kind.SCALAR, Kind.CODE):
            return _scalar(value, shape.types[0], path)
        return self._several(value, shape, path)

    def _object(self, value: Any, allowed: tuple[Any, ...], path: str) -> dict[str, Any]:
        kind: Any = type(value)
        if kind not in allowed:
            named = " or ".join(each.__name__ for each in allowed)
            raise UnstorableError(path, f"must be a {named}, not {value!r:.80}")
        types = {**fields_of(kind), **_own(self.types, kind)}
        return {
            name: self.write(getattr(value, name), declared, f"{path}.{name}")
            for name, declared in types.items()
        }

    def _several(self, value: Any, shape: Shape, path: str) -> Any:
        if not _is_a(value, shape.kind):
            raise UnstorableError(path, f"must be a {shape.kind}, not {value!r:.80}")
        if shape.kind is Kind.MAP:
            return {
                _key(key, path): self.write(each, shape.types[1], f"{path}.{key}")
                for key, each in value.items()
            }
        items = [self.write(each, shape.types[0], f"{path}[{at}]") for at, each in enumerate(value)]
        return sorted(items, key=canonical_bytes) if shape.kind is Kind.SET else items


_CONTAINERS: Final[dict[Kind, Any]] = {Kind.MAP: Mapping, Kind.LIST: tuple, Kind.SET: frozenset}


def _is_a(value: object, kind: Kind) -> bool:
    return isinstance(value, _CONTAINERS[kind])


def _own(types: Mapping[tuple[type, str], Any], kind: type) -> dict[str, Any]:
    return {name: declared for (owner, name), declared in types.items() if owner is kind}


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        raise UnstorableError(path, f"a key must be a text, not {key!r:.80}")
    return str(key)


def _scalar(value: Any, declared: Any, path: str) -> Any:
    given: Any = value
    if type(given) is not declared:
        raise UnstorableError(path, f"must be a {declared.__name__}, not {value!r:.80}")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise UnstorableError(path, f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return str(value)
    return value if declared in SCALARS else str(value.value)
