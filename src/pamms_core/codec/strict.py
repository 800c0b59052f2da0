"""Strict reading: a value is what its type says, or a mistake; all mistakes come with their paths."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from pamms_core._files import LARGEST_FILE, failure, parse_json
from pamms_core._frozen import FrozenMap
from pamms_core.errors import DataFileError, Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cattrs.gen._consts import AttributeOverride

__all__ = [
    "Hook",
    "Names",
    "WrongValueError",
    "document",
    "is_generic",
    "only",
    "strict_converter",
    "structured",
]

_T = TypeVar("_T")
_Member = TypeVar("_Member", bound=StrEnum)
Hook: TypeAlias = "Callable[[Any, Any], Any]"
Names: TypeAlias = "Mapping[type, dict[str, AttributeOverride]]"
_DOCUMENT: Final = "<JSON>"


def document(text: str, name: str, version: int) -> dict[str, object]:
    """Parse a document and check that it is of a shape and version; give the rest of it.

    Raises:
        DataFileError: it is too long, no JSON object, or of another shape or version.
    """
    if len(text) > LARGEST_FILE:
        raise failure(_DOCUMENT, f"is longer than {LARGEST_FILE} characters")
    body = parse_json(text, _DOCUMENT)
    wrong = [
        Mistake(file=_DOCUMENT, path=key, problem=f"must be {wanted!r}", value=found)
        for key, wanted in (("format", name), ("version", version))
        if (found := body.pop(key, None)) != wanted or type(found) is not type(wanted)
    ]
    if wrong:
        raise DataFileError(wrong)
    return body


def structured(converter: cattrs.Converter, body: object, kind: type[_T], wire: Mapping[str, str]) -> _T:
    """Turn plain data into a value.

    Args:
        converter: what reads the values.
        body: the plain data.
        kind: the type of the value.
        wire: what fields are called in the document, where they are called otherwise.

    Raises:
        DataFileError: names every mistake.
    """
    try:
        return converter.structure(body, kind)
    except (cattrs.BaseValidationError, ForbiddenExtraKeysError, WrongValueError) as error:
        raise DataFileError(_mistakes(error, "", wire)) from None


def strict_converter(names: Names) -> cattrs.Converter:
    """Make a converter that reads strictly: no unknown or missing field, no value of another type."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _strict)
    converter.register_structure_hook(Fraction, _fraction)

    def read_object(kind: Any, converter: cattrs.Converter) -> Hook:
        named: Any = names.get(kind, {})
        read: Hook = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **named)
        return only(dict, "an object", lambda value: read(value, kind))

    for applies, factory in (
        (attrs.has, read_object),
        (is_generic(tuple), _read_tuple),
        (is_generic(FrozenMap), _read_map),
    ):
        converter.register_structure_hook_factory(applies, factory)
    return converter


def is_generic(origin: type) -> Callable[[Any], bool]:
    """Make a test for a type and what it holds, such as ``tuple`` for ``tuple[str, ...]``."""
    return lambda kind: kind is origin or get_origin(kind) is origin


def _read_tuple(kind: Any, converter: cattrs.Converter) -> Hook:
    """Read a tuple from a list only; a text is not a list of letters."""
    as_list = list.__class_getitem__(get_args(kind)[0])
    read = converter.get_structure_hook(as_list)
    return only(list, "a list", lambda value: tuple(read(value, as_list)))


def _read_map(kind: Any, converter: cattrs.Converter) -> Hook:
    as_dict = dict.__class_getitem__(get_args(kind))
    read = converter.get_structure_hook(as_dict)
    return only(dict, "an object", lambda value: FrozenMap(read(value, as_dict)))


def only(kind: type, named: str, read: Callable[[Any], object]) -> Hook:
    """Read only what is of one JSON type."""

    def structure(value: Any, _: Any) -> object:
        if not isinstance(value, kind):
            raise WrongValueError(f"must be {named}", value)
        return read(value)

    return structure


def _strict(value: object, kind: type[_T]) -> _T:
    """Accept a value only if it is already of the type; ``True`` is not a number."""
    if issubclass(kind, StrEnum):
        return _member(value, kind)
    if type(value) is not kind:
        raise WrongValueError(f"must be a {_NAMES[kind]}", value)
    return value


_NAMES: Final = {str: "text", int: "whole number", bool: "truth value (true or false)"}


def _member(value: object, kind: type[_Member]) -> _Member:
    for each in kind:
        if value == each.value:
            return each
    raise WrongValueError(f"must be one of {', '.join(kind)}", value)


def _fraction(value: object, _: object) -> Fraction:
    if isinstance(value, str) and (found := _EXACT.fullmatch(value)):
        return Fraction(int(found[1]), int(found[2]))
    raise WrongValueError('must be an exact fraction such as "7/2"', value)


# Python reads no number of more than 4,300 digits; none of ours comes near.
_EXACT: Final = re.compile(r"(-?[0-9]{1,4000})/([1-9][0-9]{0,3999})")


class WrongValueError(ValueError):
    """A value that a field does not take; the path to it is added on the way up."""

    def __init__(self, problem: str, value: object) -> None:
        super().__init__(problem)
        self.value = value


def _mistakes(error: BaseException, path: str, wire: Mapping[str, str]) -> Iterator[Mistake]:
    """Flatten what the converter collected into mistakes with their paths."""
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Mistake(file=_DOCUMENT, path=f"{path}.{key}".strip("."), problem="is an unknown field")
    elif isinstance(error, ClassValidationError | IterableValidationError):
        noted, bare = error.group_exceptions()
        for each, note in noted:
            yield from _mistakes(each, _below(path, note, wire), wire)
        for each in bare:
            yield from _mistakes(each, path, wire)
    elif isinstance(error, KeyError):
        yield Mistake(file=_DOCUMENT, path=path, problem="is missing")
    else:
        found = getattr(error, "value", None)
        yield Mistake(file=_DOCUMENT, path=path, problem=str(error), value=found)


def _below(
    path: str, note: AttributeValidationNote | IterableValidationNote, wire: Mapping[str, str]
) -> str:
    if isinstance(note, AttributeValidationNote):
        return f"{path}.{wire.get(note.name, note.name)}".strip(".")
    return f"{path}[{note.index}]" if isinstance(note.index, int) else f"{path}.{note.index}".strip(".")
