"""JSON in and out: one versioned shape per kind of value, read back strictly.

A document names its shape and version (``"format": "pamms-core/answers",
"version": 1``). Reading refuses unknown and missing fields, duplicate keys and
values of the wrong type, and reports all of them at once with their paths.
Fractions are the strings ``"n/d"``; no number is a float.
"""

from __future__ import annotations

import json
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
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from pamms_core._files import LARGEST_FILE, failure, parse_json
from pamms_core._frozen import FrozenMap
from pamms_core.answers import NOT_ASSESSED, Answer, Answers, Evidence, NotAssessed, ReportedRating
from pamms_core.errors import DataFileError, Mistake
from pamms_core.rating.outcome_record import NodeRecord, OutcomeRecord
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cattrs.gen._consts import AttributeOverride

    from pamms_core.scale import Scale

__all__ = ["FORMATS", "dumps", "loads"]

_T = TypeVar("_T")
_Member = TypeVar("_Member", bound=StrEnum)

FORMATS: Final[dict[type, tuple[str, int]]] = {
    Answers: ("pamms-core/answers", 1),
    OutcomeRecord: ("pamms-core/outcome", 1),
    NodeRecord: ("pamms-core/node", 1),
}
"""The shape and version that each kind of value is written as."""

_Hook: TypeAlias = "Callable[[Any, Any], Any]"

_NOT_ASSESSED_KEY: Final = "not-assessed"


def dumps(value: Answers | OutcomeRecord | NodeRecord, *, indent: int | None = None) -> str:
    """Write a value as JSON.

    Args:
        value: an answer sheet, or the record of an outcome or node.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        TypeError: values of this kind have no JSON shape.

    >>> from pamms_core import Answers
    >>> dumps(Answers(set_id="small", edition="1"))
    '{"format": "pamms-core/answers", "version": 1, "set": "small", "edition": "1", "answers": {}}'
    """
    if type(value) not in FORMATS:
        raise TypeError(f"no JSON shape for {type(value).__name__}")
    name, version = FORMATS[type(value)]
    body = _converter(None).unstructure(value)
    return json.dumps({"format": name, "version": version, **body}, ensure_ascii=False, indent=indent)


def loads(text: str, kind: type[_T], *, scale: Scale | None = None) -> _T:
    """Read a value back from JSON.

    Args:
        text: the document, as :func:`dumps` wrote it.
        kind: ``Answers``, ``OutcomeRecord`` or ``NodeRecord``.
        scale: the scale that ratings are on; needed for ``Answers``.

    Raises:
        DataFileError: the document cannot be used; names every mistake.
        TypeError: values of this kind have no JSON shape, or need a scale.

    >>> from pamms_core import Answers, load_framework
    >>> sheet = Answers(set_id="small", edition="1")
    >>> loads(dumps(sheet), Answers, scale=load_framework().scale) == sheet
    True
    """
    if kind not in FORMATS:
        raise TypeError(f"no JSON shape for {kind.__name__}")
    if kind is Answers and scale is None:
        raise TypeError("reading answers needs the scale that their ratings are on")
    if len(text) > LARGEST_FILE:
        raise failure(_DOCUMENT, f"is longer than {LARGEST_FILE} characters")
    body = parse_json(text, _DOCUMENT)
    _check_format(body, *FORMATS[kind])
    try:
        return _converter(scale).structure(body, kind)
    except (cattrs.BaseValidationError, ForbiddenExtraKeysError) as error:
        raise DataFileError(_mistakes(error, "")) from None


def _check_format(body: dict[str, object], name: str, version: int) -> None:
    wrong = [
        Mistake(file=_DOCUMENT, path=key, problem=f"must be {wanted!r}", value=found)
        for key, wanted in (("format", name), ("version", version))
        if (found := body.pop(key, None)) != wanted or type(found) is not type(wanted)
    ]
    if wrong:
        raise DataFileError(wrong)


def _converter(scale: Scale | None) -> cattrs.Converter:
    """Make a converter that reads strictly and knows this library's values."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    _teach_reading(converter, scale)
    _teach_writing(converter)
    return converter


def _teach_reading(converter: cattrs.Converter, scale: Scale | None) -> None:
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _strict)
    converter.register_structure_hook(Fraction, _fraction)
    for applies, factory in (
        (attrs.has, _read_object),
        (_is_generic(tuple), _read_tuple),
        (_is_generic(FrozenMap), _read_map),
    ):
        converter.register_structure_hook_factory(applies, factory)
    converter.register_structure_hook_func(
        lambda kind: kind == ReportedRating, lambda value, _: _reported(value, scale)
    )


def _teach_writing(converter: cattrs.Converter) -> None:
    converter.register_unstructure_hook(Fraction, lambda each: f"{each.numerator}/{each.denominator}")
    converter.register_unstructure_hook(Rating, lambda rating: rating.key)
    converter.register_unstructure_hook(NotAssessed, lambda _: _NOT_ASSESSED_KEY)
    converter.register_unstructure_hook_func(
        _is_generic(FrozenMap),
        lambda each: {key: converter.unstructure(value) for key, value in each.items()},
    )
    for kind in (Evidence, Answer, Answers):
        names: Any = _NAMED.get(kind, {})
        write = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **names)
        converter.register_unstructure_hook(kind, write)


def _is_generic(origin: type) -> Callable[[Any], bool]:
    return lambda kind: kind is origin or get_origin(kind) is origin


_NAMED: Final[dict[type, dict[str, AttributeOverride]]] = {
    Answers: {
        "set_id": override(rename="set"),
        "entries": override(rename="answers", omit_if_default=False),
    }
}
"""Fields that the answer files name otherwise than the code does."""


def _read_object(kind: Any, converter: cattrs.Converter) -> _Hook:
    names: Any = _NAMED.get(kind, {})
    read: _Hook = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **names)
    return _only(dict, "an object", lambda value: read(value, kind))


def _read_tuple(kind: Any, converter: cattrs.Converter) -> _Hook:
    """Read a tuple from a list only; a text is not a list of letters."""
    as_list = list.__class_getitem__(get_args(kind)[0])
    read = converter.get_structure_hook(as_list)
    return _only(list, "a list", lambda value: tuple(read(value, as_list)))


def _read_map(kind: Any, converter: cattrs.Converter) -> _Hook:
    as_dict = dict.__class_getitem__(get_args(kind))
    read = converter.get_structure_hook(as_dict)
    return _only(dict, "an object", lambda value: FrozenMap(read(value, as_dict)))


def _only(kind: type, named: str, read: Callable[[Any], object]) -> _Hook:
    def structure(value: Any, _: Any) -> object:
        if not isinstance(value, kind):
            raise _WrongValueError(f"must be {named}", value)
        return read(value)

    return structure


def _strict(value: object, kind: type[_T]) -> _T:
    """Accept a value only if it is already of the type; ``True`` is not a number."""
    if issubclass(kind, StrEnum):
        return _member(value, kind)
    if type(value) is not kind:
        raise _WrongValueError(f"must be a {_NAMES[kind]}", value)
    return value


_NAMES: Final = {str: "text", int: "whole number", bool: "truth value (true or false)"}


def _member(value: object, kind: type[_Member]) -> _Member:
    for each in kind:
        if value == each.value:
            return each
    raise _WrongValueError(f"must be one of {', '.join(kind)}", value)


def _fraction(value: object, _: object) -> Fraction:
    if isinstance(value, str) and (found := _EXACT.fullmatch(value)):
        return Fraction(int(found[1]), int(found[2]))
    raise _WrongValueError('must be an exact fraction such as "7/2"', value)


# Python reads no number of more than 4,300 digits; none of ours comes near.
_EXACT: Final = re.compile(r"(-?[0-9]{1,4000})/([1-9][0-9]{0,3999})")


def _reported(value: object, scale: Scale | None) -> ReportedRating:
    if value is None or scale is None:
        return None
    if value == _NOT_ASSESSED_KEY:
        return NOT_ASSESSED
    if isinstance(value, str) and value in scale.keys:
        return scale[value]
    allowed = ", ".join((*scale.keys, _NOT_ASSESSED_KEY))
    raise _WrongValueError(f"must be one of {allowed} or null", value)


class _WrongValueError(ValueError):
    """A value that a field does not take; the path to it is added on the way up."""

    def __init__(self, problem: str, value: object) -> None:
        super().__init__(problem)
        self.value = value


def _mistakes(error: BaseException, path: str) -> Iterator[Mistake]:
    """Flatten what the converter collected into mistakes with their paths."""
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Mistake(file=_DOCUMENT, path=f"{path}.{key}".strip("."), problem="is an unknown field")
    elif isinstance(error, ClassValidationError | IterableValidationError):
        noted, bare = error.group_exceptions()
        for each, note in noted:
            yield from _mistakes(each, _below(path, note))
        for each in bare:
            yield from _mistakes(each, path)
    elif isinstance(error, KeyError):
        yield Mistake(file=_DOCUMENT, path=path, problem="is missing")
    else:
        found = getattr(error, "value", None)
        yield Mistake(file=_DOCUMENT, path=path, problem=str(error), value=found)


def _below(path: str, note: AttributeValidationNote | IterableValidationNote) -> str:
    if isinstance(note, AttributeValidationNote):
        return f"{path}.{_WIRE_NAMES.get(note.name, note.name)}".strip(".")
    return f"{path}[{note.index}]" if isinstance(note.index, int) else f"{path}.{note.index}".strip(".")


_DOCUMENT: Final = "<JSON>"
_WIRE_NAMES: Final = {"set_id": "set", "entries": "answers"}
