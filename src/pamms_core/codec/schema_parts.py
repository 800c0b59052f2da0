"""The parts that JSON Schemas are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["DIGEST", "TEXT", "TRUTH", "WHOLE", "listed", "mapped", "record"]

TEXT: Final[dict[str, Any]] = {"type": "string"}
TRUTH: Final[dict[str, Any]] = {"type": "boolean"}
WHOLE: Final[dict[str, Any]] = {"type": "integer", "minimum": 1}
DIGEST: Final[dict[str, Any]] = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def record(properties: dict[str, Any], optional: Collection[str] = ()) -> dict[str, Any]:
    """Describe an object with these fields and no others.

    >>> record({"code": TEXT, "title": TEXT}, {"title"})["required"]
    ['code']
    """
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def mapped(values: dict[str, Any]) -> dict[str, Any]:
    """Describe an object whose keys are names of any kind."""
    return {"type": "object", "additionalProperties": values}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """Describe a list."""
    return {"type": "array", "items": items}
