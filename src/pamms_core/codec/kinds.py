"""What a declared type is to JSON: a scalar, an object, a list, a map, or one of several objects.

Reading, writing and the schemas all ask here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.errors import PammsError
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.period import Period

__all__ = ["SCALARS", "TAG", "Kind", "Shape", "UnstorableError", "fields_of", "shape_of", "tagged"]

TAG: Final = "$"
"""The key that names a value's type where several may stand; no field can be called so."""
SCALARS: Final = (str, int, bool, Fraction, datetime, date, Period)
"""The types that are a text, a number or a truth value in JSON."""


class UnstorableError(PammsError, TypeError):
    """A value, or a declared type, that has no JSON form."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        """Where it stands, such as ``case.facts.comments[0]``."""
        self.problem = problem
        """What it is and what is allowed."""
        super().__init__(path, problem)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem


class Kind(StrEnum):
    """What a value is in JSON."""

    SCALAR = "scalar"
    CODE = "code"
    OBJECT = "object"
    LIST = "list"
    SET = "set"
    MAP = "map"
    ONE_OF = "one of"


@attrs.frozen
class Shape:
    """A declared type, as JSON sees it."""

    kind: Kind
    """What it is."""
    types: tuple[Any, ...]
    """The type itself, what a list or map holds, or the classes among which a tag chooses."""
    nullable: bool = False
    """Whether ``null`` may stand there."""


def shape_of(declared: Any, path: str = "") -> Shape:
    """Tell what a declared type is to JSON.

    Raises:
        UnstorableError: it is nothing that could be read back.

    >>> shape_of(tuple[str, ...]).kind, shape_of(int | None).nullable
    (<Kind.LIST: 'list'>, True)
    """
    origin, within = get_origin(declared), get_args(declared)
    if origin in (Union, UnionType):
        return _alternatives(within, path)
    if declared in SCALARS:
        return Shape(Kind.SCALAR, (declared,))
    if _is_code(declared):
        return Shape(Kind.CODE, (declared,))
    if isinstance(declared, type) and attrs.has(declared):
        return Shape(Kind.OBJECT, (declared,))
    if isinstance(origin, type):
        found = _container(origin, within)
        if found is not None:
            return found
    raise UnstorableError(path, f"no JSON form for {_named(declared)}; declare one of {_ALLOWED}")


_ALLOWED: Final = (
    "str, int, bool, Fraction, datetime, date, Period, a StrEnum, an attrs class,"
    " tuple[X, ...], frozenset[X], FrozenMap[str, X], X | None, or attrs classes joined by |"
)


def _container(origin: type, within: tuple[Any, ...]) -> Shape | None:
    if origin in (FrozenMap, Mapping) and (within[0] is str or _is_code(within[0])):
        return Shape(Kind.MAP, within)
    if origin is frozenset:
        return Shape(Kind.SET, within)
    return Shape(Kind.LIST, within[:1]) if origin is tuple and within[1:] == (Ellipsis,) else None


def _is_code(declared: Any) -> bool:
    return isinstance(declared, type) and issubclass(declared, StrEnum)


def _alternatives(within: tuple[Any, ...], path: str) -> Shape:
    """Take ``X | None`` as X that may be null, and several attrs classes as tagged."""
    nullable = NoneType in within
    rest = [each for each in within if each is not NoneType]
    if len(rest) == 1:
        return attrs.evolve(shape_of(rest[0], path), nullable=nullable)
    if all(isinstance(each, type) and attrs.has(each) for each in rest):
        return Shape(Kind.ONE_OF, tuple(rest), nullable)
    raise UnstorableError(
        path, f"only attrs classes can be told apart, not {' | '.join(map(_named, rest))}"
    )


def tagged(classes: tuple[Any, ...]) -> dict[str, Any]:
    """Name each class as its tag does."""
    return {command_name(each): each for each in classes}


def fields_of(kind: Any) -> dict[str, Any]:
    """Find the declared types of the fields that make a value of a class.

    Raises:
        UnstorableError: a type cannot be found, as for classes declared inside functions.
    """
    try:
        hints = get_type_hints(kind)
    except NameError as error:
        raise UnstorableError(kind.__name__, f"its annotations cannot be resolved: {error}") from error
    return {each.name: hints.get(each.name, Any) for each in attrs.fields(kind) if each.init}


def _named(declared: Any) -> str:
    return declared.__name__ if isinstance(declared, type) and not get_args(declared) else str(declared)
