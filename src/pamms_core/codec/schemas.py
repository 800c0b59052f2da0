"""JSON Schemas of the published shapes, made from the types that the codec reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.answers import EvidenceKind
from pamms_core.codec.assessments import FORMATS
from pamms_core.codec.cases import CASE_FORMAT, LOG_FORMAT, CaseBody, LogBody, field_types
from pamms_core.codec.kinds import TAG, Kind, fields_of, shape_of
from pamms_core.codec.sets import SET_FORMAT
from pamms_core.rating.outcome_record import NodeRecord, OutcomeRecord
from pamms_core.standards.framework import Area
from pamms_core.standards.question_set import LeftOut
from pamms_core.workflow.commands import command_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.codec.kinds import Shape
    from pamms_core.workflow.machine import Machine

__all__ = ["case_schema", "log_schema", "published_schemas"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SCALARS: Final[dict[str, dict[str, Any]]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "Fraction": {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$"},
    "date": {"type": "string", "pattern": f"^{_DAY}$"},
    "datetime": {
        "type": "string",
        "pattern": f"^{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\\.[0-9]{{6}})?\\+00:00$",
    },
    "Period": {"type": "string", "pattern": "^[1-9][0-9]* (hour|day|working day|week|month|year)s?$"},
}
_TEXT: Final = _SCALARS["str"]
_DIGEST: Final = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def case_schema(machine: Machine[Any]) -> dict[str, Any]:
    """Describe the documents that ``dump_case`` writes for a machine, commands and facts with it.

    Raises:
        UnstorableError: the machine does not tell the types of its facts.
    """
    found = _Definitions(field_types(machine))
    return _whole(CASE_FORMAT, {"case": found.of(CaseBody)}, found)


def log_schema(machine: Machine[Any]) -> dict[str, Any]:
    """Describe the documents that ``dump_log`` writes for a machine.

    Raises:
        UnstorableError: the machine does not tell the types of its facts.
    """
    found = _Definitions(field_types(machine))
    return _whole(LOG_FORMAT, found.properties(LogBody), found)


def published_schemas() -> dict[str, dict[str, Any]]:
    """Describe the shapes that do not depend on a machine, by the name of their file.

    >>> sorted(published_schemas())
    ['answers', 'node', 'outcome', 'question-set']
    """
    schemas = {}
    for kind in (OutcomeRecord, NodeRecord):
        found = _Definitions({})
        schemas[FORMATS[kind][0]] = _whole(FORMATS[kind], found.properties(kind), found)
    schemas["pamms-core/answers"] = _answers()
    schemas["pamms-core/question-set"] = _question_set()
    return {name.removeprefix("pamms-core/"): schema for name, schema in schemas.items()}


class _Definitions:
    """The definitions of the classes that a schema refers to, found on the way."""

    def __init__(self, types: Mapping[tuple[type, str], Any]) -> None:
        self.types = types
        self.found: dict[str, Any] = {}

    def of(self, declared: Any) -> dict[str, Any]:
        """Describe a declared type."""
        shape = shape_of(declared)
        described = self._plainly(shape)
        return {"anyOf": [described, {"type": "null"}]} if shape.nullable else described

    def properties(self, kind: Any, tag: str = "") -> dict[str, Any]:
        """Describe the fields of a class."""
        told: dict[str, Any] = {TAG: {"const": tag}} if tag else {}
        for name, declared in fields_of(kind).items():
            told[name] = self.of(self.types.get((kind, name), declared))
        return told

    def _plainly(self, shape: Shape) -> dict[str, Any]:
        first = shape.types[0]
        if shape.kind is Kind.SCALAR:
            return _SCALARS[first.__name__]
        if shape.kind is Kind.CODE:
            return {"enum": [each.value for each in first]}
        if shape.kind is Kind.OBJECT:
            return self._reference(first, "")
        if shape.kind is Kind.MAP:
            return {"type": "object", "additionalProperties": self.of(shape.types[1])}
        if shape.kind is Kind.ONE_OF:
            return {"oneOf": [self._reference(each, command_name(each)) for each in shape.types]}
        unique = {"uniqueItems": True} if shape.kind is Kind.SET else {}
        return {"type": "array", "items": self.of(first), **unique}

    def _reference(self, kind: Any, tag: str) -> dict[str, Any]:
        name = f"{kind.__name__} as {tag}" if tag else kind.__name__
        if name not in self.found:
            self.found[name] = {}  # so that a class may hold itself
            self.found[name] = _object(self.properties(kind, tag), _optional(kind))
        return {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}


def _optional(kind: Any) -> set[str]:
    return {each.name for each in attrs.fields(kind) if each.default is not attrs.NOTHING}


def _object(properties: dict[str, Any], optional: set[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _whole(
    shape: tuple[str, int],
    properties: dict[str, Any],
    found: _Definitions | None = None,
    optional: set[str] | None = None,
) -> dict[str, Any]:
    """Describe a document with its format and version."""
    head = {"format": {"const": shape[0]}, "version": {"const": shape[1]}}
    schema = {"$schema": _DIALECT, "title": shape[0], **_object(head | properties, optional or set())}
    return schema | ({"$defs": dict(sorted(found.found.items()))} if found and found.found else {})


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _answers() -> dict[str, Any]:
    """Describe answers, whose ratings depend on their scale."""
    kinds = {"enum": [each.value for each in EvidenceKind]}
    evidence = _object({"kind": kinds, "reference": _TEXT, "note": _TEXT}, {"reference", "note"})
    rating = {"anyOf": [_TEXT, {"type": "null"}]}
    answer = {"rating": rating, "comment": _TEXT, "evidence": {"type": "array", "items": evidence}}
    from pamms_core.answers import Answers

    properties = {
        "set": _TEXT,
        "edition": _TEXT,
        "answers": _map(_object(answer, set(answer))),
        "title": _TEXT,
        "details": _map(_TEXT),
        "flags": _map(_SCALARS["bool"]),
        "numbers": _map(_SCALARS["int"]),
    }
    return _whole(
        FORMATS[Answers], properties, optional={"title", "details", "flags", "numbers", "answers"}
    )


def _question_set() -> dict[str, Any]:
    """Describe a question set, which has the keys of a set file."""
    areas = {"enum": [each.value for each in Area]}
    kinds = {"enum": [each.value for each in EvidenceKind]}
    question = {
        "code": {"type": "string", "pattern": "^[A-Z][0-9]{2,4}$"},
        "standard": _SCALARS["int"],
        "text": _TEXT,
        "evidence": {"type": "array", "items": kinds},
        "weight": {"type": "integer", "minimum": 1},
        "critical": _SCALARS["bool"],
        "areas": {"type": "array", "items": areas},
        "guidance": _map(_TEXT),
    }
    left_out = _Definitions({}).properties(LeftOut)
    texts = ("id", "edition", "title", "region", "framework", "status", "source")
    properties = {
        "digest": _DIGEST,
        **dict.fromkeys(texts, _TEXT),
        "area": areas,
        "left_out": {"type": "array", "items": _object(left_out, set())},
        "questions": {"type": "array", "items": _object(question, {"critical"})},
    }
    return _whole(SET_FORMAT, properties, optional={"status", "source", "left_out"})
