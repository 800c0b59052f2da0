"""JSON Schemas of the published shapes, made from the types that the codec reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.answers import EvidenceKind
from pamms_core.codec.assessments import FORMATS
from pamms_core.codec.cases import CASE_FORMAT, LOG_FORMAT, CaseBody, LogBody, field_types
from pamms_core.codec.kinds import TAG, Kind, fields_of, shape_of
from pamms_core.codec.method_schema import METHOD_DEFINITIONS, METHOD_OPTIONAL, METHOD_PROPERTIES
from pamms_core.codec.methods import METHOD_FORMAT
from pamms_core.codec.schema_parts import DIGEST, TEXT, TRUTH, WHOLE, listed, mapped, record
from pamms_core.codec.sets import SET_FORMAT
from pamms_core.codec.together import TOGETHER_FORMAT
from pamms_core.rating.outcome_record import NodeRecord, OutcomeRecord
from pamms_core.standards.framework import Area
from pamms_core.standards.question_set import LeftOut
from pamms_core.workflow.commands import command_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pamms_core.codec.kinds import Shape
    from pamms_core.processes.together import Processes
    from pamms_core.workflow.machine import Machine

__all__ = ["case_schema", "log_schema", "published_schemas", "together_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SCALARS: Final[dict[str, dict[str, Any]]] = {
    "str": TEXT,
    "int": {"type": "integer"},
    "bool": TRUTH,
    "Fraction": {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$"},
    "date": {"type": "string", "pattern": f"^{_DAY}$"},
    "datetime": {
        "type": "string",
        "pattern": f"^{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\\.[0-9]{{6}})?\\+00:00$",
    },
    "Period": {"type": "string", "pattern": "^[1-9][0-9]* (hour|day|working day|week|month|year)s?$"},
}


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


def together_schema(processes: Processes) -> dict[str, Any]:
    """Describe the documents that ``dump_together`` writes for the joined machines of a locality.

    Raises:
        UnstorableError: a machine does not tell the types of its facts.
    """
    cases: dict[str, dict[str, Any]] = {}
    whole = _Definitions({})
    for machine in processes.machines:
        found = _Definitions(field_types(machine), f"{machine.id}: ")
        cases[machine.id] = found.of(CaseBody)
        whole.found |= found.found
    assessment, dispute, plan, follow_up, *concerns = cases.values()
    properties = {
        "assessment": assessment,
        "disputes": listed(dispute),
        "plan": {"anyOf": [plan, {"type": "null"}]},
        "follow_ups": listed(follow_up),
        "concerns": listed({"anyOf": concerns}),
    }
    return _whole(TOGETHER_FORMAT, properties, whole)


def published_schemas() -> dict[str, dict[str, Any]]:
    """Describe the shapes that do not depend on a machine, by the name of their file.

    >>> sorted(published_schemas())
    ['answers', 'method', 'node', 'outcome', 'question-set']
    """
    schemas = {}
    for kind in (OutcomeRecord, NodeRecord):
        found = _Definitions({})
        schemas[FORMATS[kind][0]] = _whole(FORMATS[kind], found.properties(kind), found)
    schemas["pamms-core/answers"] = _answers()
    schemas["pamms-core/question-set"] = _question_set()
    schemas["pamms-core/method"] = _method()
    return {name.removeprefix("pamms-core/"): schema for name, schema in schemas.items()}


class _Definitions:
    """The definitions of the classes that a schema refers to, found on the way."""

    def __init__(self, types: Mapping[tuple[type, str], Any], prefix: str = "") -> None:
        self.types = types
        self.prefix = prefix
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
        name = self.prefix + (f"{kind.__name__} as {tag}" if tag else kind.__name__)
        if name not in self.found:
            self.found[name] = {}  # so that a class may hold itself
            self.found[name] = record(self.properties(kind, tag), _optional(kind))
        return {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}


def _optional(kind: Any) -> set[str]:
    return {each.name for each in attrs.fields(kind) if each.default is not attrs.NOTHING}


def _whole(
    shape: tuple[str, int],
    properties: dict[str, Any],
    found: _Definitions | None = None,
    optional: Collection[str] = (),
) -> dict[str, Any]:
    """Describe a document with its format and version."""
    head = {"format": {"const": shape[0]}, "version": {"const": shape[1]}}
    schema = {"$schema": _DIALECT, "title": shape[0], **record(head | properties, optional)}
    return schema | ({"$defs": dict(sorted(found.found.items()))} if found and found.found else {})


def _answers() -> dict[str, Any]:
    """Describe answers, whose ratings depend on their scale."""
    kinds = {"enum": [each.value for each in EvidenceKind]}
    evidence = record({"kind": kinds, "reference": TEXT, "note": TEXT}, {"reference", "note"})
    rating = {"anyOf": [TEXT, {"type": "null"}]}
    answer = {"rating": rating, "comment": TEXT, "evidence": listed(evidence)}
    from pamms_core.answers import Answers

    properties = {
        "set": TEXT,
        "edition": TEXT,
        "answers": mapped(record(answer, set(answer))),
        "title": TEXT,
        "details": mapped(TEXT),
        "flags": mapped(TRUTH),
        "numbers": mapped(_SCALARS["int"]),
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
        "text": TEXT,
        "evidence": listed(kinds),
        "weight": WHOLE,
        "critical": TRUTH,
        "areas": listed(areas),
        "guidance": mapped(TEXT),
    }
    left_out = _Definitions({}).properties(LeftOut)
    texts = ("id", "edition", "title", "region", "framework", "status", "source")
    properties = {
        "digest": DIGEST,
        **dict.fromkeys(texts, TEXT),
        "area": areas,
        "retired": listed(TEXT),
        "left_out": listed(record(left_out)),
        "questions": listed(record(question, {"critical"})),
    }
    return _whole(SET_FORMAT, properties, optional={"status", "source", "retired", "left_out"})


def _method() -> dict[str, Any]:
    """Describe a method, which has the keys of a method file."""
    whole = _whole(METHOD_FORMAT, METHOD_PROPERTIES, optional=METHOD_OPTIONAL)
    return whole | {"$defs": METHOD_DEFINITIONS}
