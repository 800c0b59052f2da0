"""The JSON Schema of a method: what the keys of a method file may hold, whatever they name."""

from __future__ import annotations

from typing import Any, Final

from pamms_core.codec.schema_parts import DIGEST, TEXT, TRUTH, WHOLE, listed, mapped, record
from pamms_core.rating.rounding import RoundingMode

__all__ = ["METHOD_DEFINITIONS", "METHOD_OPTIONAL", "METHOD_PROPERTIES"]

_EXACT: Final = {
    "anyOf": [
        {"type": "integer"},
        {"type": "string", "pattern": r"^\s*[-+]?[0-9_]*(\.[0-9_]*|/[0-9_]+)?%?\s*$"},
    ]
}
_DATE: Final = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_COUNTED: Final = {"type": "integer", "minimum": 0}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _or_list(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, listed(one)]}


_AT_LEAST: Final = {"anyOf": [*_EXACT["anyOf"], {"const": "all"}, listed(_ref("present"))]}
_COUNT: Final = {"at_least": _AT_LEAST, "at_most": _COUNTED}
_CONDITIONS: Final = (
    record({"children": TEXT, "among": _or_list(TEXT), **_COUNT}, {"among", *_COUNT}),
    record({"questions": TEXT, **_COUNT}, set(_COUNT)),
    record({"critical": TEXT, **_COUNT}, set(_COUNT)),
    record({"child": TEXT, "is": TEXT}),
    record({"child": TEXT, "above": TEXT}),
    record({"own": TEXT}),
    record({"flag": TEXT, "given": TRUTH}, {"given"}),
)
_WHEN: Final = {"when": _or_list(_ref("condition")), "source": TEXT}
_RULE: Final = {
    "score": TEXT,
    "rounding": record(
        {
            "digits": _COUNTED,
            "mode": {"enum": [each.value for each in RoundingMode]},
            "before": {"enum": ["banding", "display"]},
        }
    ),
    "lower_is_better": TRUTH,
    "bands": mapped(_EXACT),
    "rating": {"enum": ["worst of children", "best of children"]},
    "cases": listed(record({"rating": TEXT, **_WHEN}, {"source"})),
    "otherwise": TEXT,
    "table": record({"over": _or_list(TEXT), "rows": listed(listed(TEXT))}),
    "start": TEXT,
    "steps": listed(record({"by": {"type": "integer"}, **_WHEN}, {"source"})),
    "least_assessed": _EXACT,
    "missing": {"anyOf": [TEXT, mapped(TEXT)]},
    "weights": mapped(WHOLE),
    "limits": listed(record({"id": TEXT, "at_most": TEXT, **_WHEN}, {"source"})),
    "source": TEXT,
}
_LEVEL: Final = {
    "key": TEXT,
    "label": TEXT,
    "stars": _COUNTED,
    "meaning": TEXT,
    "also": _or_list(TEXT),
}
_INPUT: Final = {"code": TEXT, "title": TEXT, "weight": WHOLE, "critical": TRUTH, "most": WHOLE}
_NODE: Final = {"code": TEXT, "title": TEXT, "rule": TEXT, "children": listed(TEXT)}

METHOD_PROPERTIES: Final[dict[str, Any]] = {
    "digest": DIGEST,
    **dict.fromkeys(("id", "edition", "title", "status", "source"), TEXT),
    "effective_from": _DATE,
    "effective_to": _DATE,
    "points": mapped(_EXACT),
    "flags": mapped(TEXT),
    "scale": record(
        {"id": TEXT, "levels": listed(record(_LEVEL, {"stars", "meaning", "also"})), "source": TEXT},
        {"source"},
    ),
    "tree": record(
        {
            "inputs": listed(record(_INPUT, set(_INPUT) - {"code"})),
            "nodes": listed(record(_NODE, {"title"})),
        }
    ),
    "rules": mapped(_ref("rule")),
}
"""The fields of a stored method, by name."""

METHOD_OPTIONAL: Final = frozenset(
    {"status", "source", "effective_from", "effective_to", "flags", "scale", "tree"}
)
"""Those that may be left out."""

METHOD_DEFINITIONS: Final[dict[str, Any]] = {
    "condition": {"oneOf": list(_CONDITIONS)},
    "present": record({"present": WHOLE, "count": WHOLE}),
    "rule": record(_RULE, set(_RULE)),
}
"""What they refer to."""
