"""Values read back from plain JSON data, by their declared types."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs
from cattrs.gen import make_dict_structure_fn, override

from pamms_core._frozen import FrozenMap
from pamms_core.codec.kinds import TAG, Kind, UnstorableError, fields_of, shape_of, tagged
from pamms_core.codec.strict import WrongValueError, only, strict_converter
from pamms_core.workflow.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import cattrs

    from pamms_core.codec.strict import Hook

__all__ = ["reader"]


def reader(types: Mapping[tuple[type, str], Any]) -> cattrs.Converter:
    """Make a converter that reads strictly, by declared types.

    Args:
        types: other types of fields, by class and name, where they depend on the machine.
    """
    converter = strict_converter({})

    def read_object(kind: Any, converter: cattrs.Converter) -> Hook:
        told: dict[str, Any] = {
            name: override(struct_hook=_lazily(converter, types.get((kind, name), declared)))
            for name, declared in fields_of(kind).items()
        }
        read: Hook = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **told)
        return only(dict, "an object", lambda value: read(value, kind))

    converter.register_structure_hook(datetime, _instant)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(Period, _period)
    for applies, factory in (
        (attrs.has, read_object),
        (_is(Kind.SET), _read_set),
        (_is(Kind.MAP), _read_map),
        (_is(Kind.ONE_OF), _read_one_of),
    ):
        converter.register_structure_hook_factory(applies, factory)
    return converter


def _lazily(converter: cattrs.Converter, declared: Any) -> Hook:
    """Look for the hook of a field's type when it is read: types may hold themselves."""
    return lambda value, _: converter.structure(value, declared)


def _is(kind: Kind) -> Callable[[Any], bool]:
    def applies(declared: Any) -> bool:
        try:
            return shape_of(declared).kind is kind
        except UnstorableError:
            return False

    return applies


def _read_set(declared: Any, converter: cattrs.Converter) -> Hook:
    as_list: Any = list.__class_getitem__(shape_of(declared).types[0])

    def read(value: Any) -> frozenset[Any]:
        found: list[Any] = converter.structure(value, as_list)
        if len(members := frozenset(found)) < len(found):
            raise WrongValueError("must not name a member twice", value)
        return members

    return only(list, "a list", read)


def _read_map(declared: Any, converter: cattrs.Converter) -> Hook:
    as_dict: Any = dict.__class_getitem__(shape_of(declared).types)
    return only(dict, "an object", lambda value: FrozenMap(converter.structure(value, as_dict)))


def _read_one_of(declared: Any, converter: cattrs.Converter) -> Hook:
    shape = shape_of(declared)
    classes = tagged(shape.types)

    def read(value: Any) -> object:
        rest = dict(value)
        tag = rest.pop(TAG, None)
        if not isinstance(tag, str) or tag not in classes:
            raise WrongValueError(f'must be tagged under "{TAG}" as one of {", ".join(classes)}', tag)
        return converter.structure(rest, classes[tag])

    strictly = only(dict, "an object", read)
    return lambda value, kind: None if value is None and shape.nullable else strictly(value, kind)


def _instant(value: object, _: object) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is not None and found.isoformat() == value:  # one text for each instant
            return found.replace(tzinfo=UTC)
    raise WrongValueError('must be an instant in UTC such as "2026-03-02T09:00:00+00:00"', value)


def _day(value: object, _: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise WrongValueError('must be a date such as "2026-03-02"', value)


def _period(value: object, _: object) -> Period:
    if isinstance(value, str):
        found = Period.parse(value)
        if str(found) == value:
            return found
    raise WrongValueError('must be a period such as "10 working days"', value)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+00:00")
