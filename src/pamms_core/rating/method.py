"""The rule language: a rating method as small frozen values (S8, S12).

A method gives points to each rating and, for each kind of node, a rule: how a
score is made from what lies below, how much must have been assessed, which
score earns which rating, and which limits cap it.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.canonical import digest

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["Band", "Condition", "Limit", "Measure", "Method", "NodeKind", "NodeRule", "Population"]


class NodeKind(StrEnum):
    """The kinds of node of a rated tree, top first."""

    OVERALL = "overall"
    DOMAIN = "domain"
    STANDARD = "standard"


class Measure(StrEnum):
    """How a node's score is made."""

    MEAN_OF_QUESTIONS = "mean of questions"
    """The mean of the points of all assessed questions below, weighted by question."""


class Population(StrEnum):
    """What a condition counts."""

    CHILDREN = "children"
    """The node's children, by their final rating."""
    CRITICAL = "critical questions"
    """The critical questions anywhere below the node, by their answer."""


@attrs.frozen(kw_only=True)
class Condition:
    """Holds when so many of a population have one of these ratings.

    Exactly one of ``at_least`` and ``at_most`` is given.
    """

    population: Population
    ratings: tuple[str, ...]
    """Keys of the ratings that are counted, best first, without a gap."""
    at_least: int | None = None
    at_most: int | None = None


@attrs.frozen(kw_only=True)
class Limit:
    """Caps a node's rating while its condition holds.

    Limits do not see one another: all read the same children, and the lowest
    cap wins whatever their order.
    """

    id: str
    at_most: str
    """Key of the highest rating the node may have."""
    when: Condition
    source: str = ""


@attrs.frozen(kw_only=True)
class Band:
    """A rating is earned from this score on (inclusive) up to the next band."""

    rating: str
    least: Fraction


@attrs.frozen(kw_only=True)
class NodeRule:
    """How nodes of one kind are rated."""

    measure: Measure
    bands: tuple[Band, ...]
    """Best first; a score below the last band earns the worst rating."""
    least_assessed: Fraction
    """The least share of the weight below that must be assessed, 0 for any."""
    limits: tuple[Limit, ...] = ()
    source: str = ""


@attrs.frozen(kw_only=True, repr=False)
class Method:
    """A rating method: it fits any question set with the same ratings and kinds of node.

    >>> from pamms_core import load_method
    >>> method = load_method("pamms-reference")
    >>> method
    <Method pamms-reference 1>
    >>> method.points["requires-improvement"]
    Fraction(3, 1)
    """

    id: str
    edition: str
    title: str
    status: str = "local"
    """``reference`` for the project's own methods, ``licensed`` or ``local`` for others."""
    source: str = ""
    points: FrozenMap[str, Fraction]
    """The points of each rating, best first, by the rating's key."""
    rules: FrozenMap[NodeKind, NodeRule]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of everything the method says, in canonical form."""
        return digest(attrs.asdict(self, value_serializer=_plain))

    @property
    def highest_points(self) -> Fraction:
        """The points of the best rating, which a score's percentage is of."""
        return max(self.points.values())

    def __repr__(self) -> str:
        return f"<Method {self.id} {self.edition}>"


def _plain(_: object, __: object, value: object) -> object:
    """Let ``attrs.asdict`` see into read-only mappings."""
    if isinstance(value, FrozenMap):
        return {
            key: attrs.asdict(each, value_serializer=_plain) if attrs.has(type(each)) else each
            for key, each in value.items()
        }
    return value


offer(__name__)
