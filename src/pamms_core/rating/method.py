"""A rating method: points, a rule for each kind of node, and what it may be used on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.canonical import digest
from pamms_core.rating.own_tree import own_set
from pamms_core.rating.readings import Bands
from pamms_core.standards.variation import Variation, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.rating.conditions import Condition
    from pamms_core.rating.own_tree import OwnTree
    from pamms_core.rating.readings import Reading
    from pamms_core.rating.scores import Score
    from pamms_core.rating.tree import Node
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "LEFT_OUT",
    "NO_RATING",
    "Limit",
    "Method",
    "NodeKind",
    "NodeRule",
]

LEFT_OUT = "left out"
NO_RATING = "no rating"


class NodeKind(StrEnum):
    """The kinds of node of a question set's tree, top first."""

    OVERALL = "overall"
    DOMAIN = "domain"
    STANDARD = "standard"


@attrs.frozen(kw_only=True)
class Limit:
    """Caps a node's rating while all its conditions hold.

    Limits do not see one another: all read the same inputs and the same rating
    before limits, and the lowest cap wins whatever their order.
    """

    id: str
    at_most: str
    """Key of the highest rating the node may have."""
    when: tuple[Condition, ...]
    source: str = ""


@attrs.frozen(kw_only=True)
class NodeRule:
    """How nodes of one kind, or one node, are rated."""

    score: Score | None = None
    """How the score is made; ``None`` where the node has none."""
    reading: Reading | None = None
    """How its own rating is read; ``None`` where the node has a score only."""
    least_assessed: Fraction = Fraction(0)
    """The least share of the weight of the questions below that must be assessed."""
    missing: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    """What an input without a rating means, by its state: ``left out`` (also where a state is
    not named), ``no rating`` for this node, or the key of the rating it counts as.
    """
    weights: FrozenMap[str, int] = attrs.field(factory=FrozenMap)
    """The weights of child nodes by code, 1 where none is given; questions have their own."""
    limits: tuple[Limit, ...] = ()
    source: str = ""

    def named_children(self) -> Iterator[str]:
        """Return every child's code that the rule names."""
        yield from self.weights
        yield from self.reading.named_children() if self.reading is not None else ()
        for limit in self.limits:
            for condition in limit.when:
                yield from condition.named_children()

    @property
    def bands(self) -> Bands:
        """The bands of its score, empty where the rating is not read off bands."""
        return self.reading if isinstance(self.reading, Bands) else Bands(())


@attrs.frozen(kw_only=True, repr=False)
class Method:
    """A rating method: it fits any question set with the same ratings and kinds of node.

    >>> from pamms_core import load_method
    >>> method = load_method("pamms-reference")
    >>> method
    <Method pamms-reference 2>
    >>> method.points["requires-improvement"]
    Fraction(3, 1)
    """

    id: str
    edition: str
    title: str
    status: str = "local"
    """``reference`` for the project's own methods, ``licensed`` or ``local`` for others, and
    ``hypothetical`` for a variation of one.
    """
    source: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    """The last day on which it is in force."""
    points: FrozenMap[str, Fraction]
    """The points of each rating, best first, by the rating's key."""
    rules: FrozenMap[str, NodeRule]
    """Rules by kind of node, or by a node's code, which goes before its kind."""
    flags: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    """What each flag from outside means, by name."""
    tree: OwnTree | None = None
    original: Method | None = None
    """The sealed method that this one varies from; ``None`` for a sealed method."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of everything the method says, in canonical form."""
        told = _plain(self)
        return digest(told if self.original is None else [told, self.original.digest])

    @cached_property
    def variation(self) -> Variation | None:
        """What a hypothetical method varies from, and how; ``None`` for a sealed method."""
        from pamms_core.rating.variation import variation_of

        return None if self.original is None else variation_of(self, self.original)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make this method hypothetical; none for a sealed method."""
        return () if self.variation is None else self.variation.changes

    def with_points(self, points: Mapping[str, Fraction | int | str]) -> Method:
        """Ask what if some ratings had other points: return a hypothetical variation (S5).

        Changes of a variation add up; where all are undone, the sealed method itself
        comes back.

        Args:
            points: other points by the rating's key, exact: ``4``, ``"4.5"`` or a fraction.

        Raises:
            VariationError: a rating is unknown, or points are out of order; names every mistake.

        >>> from pamms_core import load_method
        >>> load_method().with_points({"good": "4.5"})
        <Method pamms-reference 2, hypothetical: points of good from 4 to 9/2>
        """
        from pamms_core.rating.variation import pointed

        return pointed(self, points)

    def with_limits(self, rule: str, limits: Iterable[Limit] = ()) -> Method:
        """Ask what if a rule had these limits, or none: return a hypothetical variation (S5).

        Args:
            rule: the rule's name, such as ``overall``.
            limits: all limits that it would have.

        Raises:
            VariationError: there is no such rule, or a limit cannot be; names every mistake.

        >>> from pamms_core import load_method
        >>> load_method().with_limits("standard")
        <Method pamms-reference 2, hypothetical: limit critical-poor of standard removed>
        """
        from pamms_core.rating.variation import limited

        return limited(self, rule, limits)

    def in_force(self, on: date) -> bool:
        """Whether the method is in force on a date; without dates it always is."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)

    @property
    def highest_points(self) -> Fraction:
        """The most points a rating has, which a score's percentage is of."""
        return max(self.points.values())

    def rule_of(self, node: Node) -> NodeRule:
        """Return the rule of a node: its own by code, or its kind's."""
        return self.rules[self.rule_name(node)]

    def rule_name(self, node: Node) -> str:
        """Return the name of a node's rule; a node of an own tree names its rule itself."""
        return node.code if self.tree is None and node.code in self.rules else node.kind

    def own_set(self) -> QuestionSet:
        """Return the question set that stands for the inputs of the method's own tree.

        Answers to it are the inputs: ratings by code, and numbers in ``Answers.numbers``.

        Raises:
            ValueError: the method has no tree of its own.
        """
        if self.tree is None:
            raise ValueError(f"method {self.id!r} has no tree of its own; it rates question sets")
        return own_set(self.original or self, self.tree)

    def __repr__(self) -> str:
        varied = f", {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Method {self.id} {self.edition}{varied}>"


def _plain(value: object) -> object:
    """Turn a method's values into plain data, naming the kind of each value."""
    kind = type(value)
    if attrs.has(kind):
        fields = attrs.fields(kind)
        said = [each.name for each in fields if each.init and each.name != "original"]
        told = {name: _plain(getattr(value, name)) for name in said}
        return {"is": kind.__name__, **told}
    if isinstance(value, FrozenMap):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


offer(__name__)
