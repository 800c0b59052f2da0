"""Answers, outcomes and nodes as JSON: one versioned shape per kind of value, read back strictly.

A document names its shape and version (``"format": "pamms-core/answers",
"version": 1``). Reading refuses unknown and missing fields, duplicate keys and
values of the wrong type, and reports all of them at once with their paths.
Fractions are the strings ``"n/d"``; no number is a float.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cattrs.gen import make_dict_unstructure_fn, override

from pamms_core._frozen import FrozenMap
from pamms_core.answers import NOT_ASSESSED, Answer, Answers, Evidence, NotAssessed, ReportedRating
from pamms_core.codec.strict import WrongValueError, document, is_generic, strict_converter, structured
from pamms_core.rating.outcome_record import NodeRecord, OutcomeRecord
from pamms_core.scale import Rating

if TYPE_CHECKING:
    import cattrs
    from cattrs.gen._consts import AttributeOverride

    from pamms_core.scale import Scale

__all__ = ["FORMATS", "dumps", "loads"]

_T = TypeVar("_T")

FORMATS: Final[dict[type, tuple[str, int]]] = {
    Answers: ("pamms-core/answers", 1),
    OutcomeRecord: ("pamms-core/outcome", 1),
    NodeRecord: ("pamms-core/node", 1),
}
"""The shape and version that each kind of value is written as."""

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
    body = document(text, *FORMATS[kind])
    return structured(_converter(scale), body, kind, _WIRE_NAMES)


def _converter(scale: Scale | None) -> cattrs.Converter:
    """Make a converter that reads strictly and knows this library's values."""
    converter = strict_converter(_NAMED)
    converter.register_structure_hook_func(
        lambda kind: kind == ReportedRating, lambda value, _: _reported(value, scale)
    )
    _teach_writing(converter)
    return converter


def _teach_writing(converter: cattrs.Converter) -> None:
    converter.register_unstructure_hook(Fraction, lambda each: f"{each.numerator}/{each.denominator}")
    converter.register_unstructure_hook(Rating, lambda rating: rating.key)
    converter.register_unstructure_hook(NotAssessed, lambda _: _NOT_ASSESSED_KEY)
    converter.register_unstructure_hook_func(
        is_generic(FrozenMap),
        lambda each: {key: converter.unstructure(value) for key, value in each.items()},
    )
    for kind in (Evidence, Answer, Answers):
        names: Any = _NAMED.get(kind, {})
        write = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **names)
        converter.register_unstructure_hook(kind, write)


_NAMED: Final[dict[type, dict[str, AttributeOverride]]] = {
    Answers: {
        "set_id": override(rename="set"),
        "entries": override(rename="answers", omit_if_default=False),
    }
}
"""Fields that the answer files name otherwise than the code does."""
_WIRE_NAMES: Final = {"set_id": "set", "entries": "answers"}


def _reported(value: object, scale: Scale | None) -> ReportedRating:
    if value is None or scale is None:
        return None
    if value == _NOT_ASSESSED_KEY:
        return NOT_ASSESSED
    if isinstance(value, str) and value in scale.keys:
        return scale[value]
    allowed = ", ".join((*scale.keys, _NOT_ASSESSED_KEY))
    raise WrongValueError(f"must be one of {allowed} or null", value)
