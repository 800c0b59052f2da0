"""A method's own tree: what is given, and the nodes that are rated, where no question set is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.standards.framework import Area, Framework
from pamms_core.standards.question_set import Question, QuestionSet

if TYPE_CHECKING:
    from pamms_core.rating.method import Method
    from pamms_core.scale import Scale

__all__ = ["MethodInput", "OwnTree", "TreeNode", "own_set"]


@attrs.frozen(kw_only=True)
class MethodInput:
    """Something that a method with its own tree is given: a rating, or a number."""

    code: str
    title: str = ""
    weight: int = 1
    critical: bool = False
    most: int | None = None
    """The largest number that may be given; ``None`` for a rating."""


@attrs.frozen(kw_only=True)
class TreeNode:
    """A node of a method's own tree."""

    code: str
    title: str = ""
    rule: str
    """The rule it is rated by."""
    children: tuple[str, ...]
    """Codes of the nodes or inputs directly below."""


@attrs.frozen(kw_only=True)
class OwnTree:
    """The tree of a method that rates no question set."""

    scale: Scale
    inputs: tuple[MethodInput, ...]
    nodes: tuple[TreeNode, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all inputs and nodes."""
        return (*(each.code for each in self.inputs), *(each.code for each in self.nodes))


def own_set(method: Method, tree: OwnTree) -> QuestionSet:
    """Return the question set that stands for the inputs of a method's own tree."""
    framework = Framework(
        id=method.id, title=method.title, scale=tree.scale, sections=(), domains=(), standards=()
    )
    return QuestionSet(
        id=method.id,
        edition=method.edition,
        title=method.title,
        region="",
        area=Area.ACCOMMODATION,
        framework=framework,
        questions=tuple(
            Question(
                code=each.code,
                standard=0,
                text=each.title or each.code,
                guidance=FrozenMap(),
                evidence=(),
                weight=each.weight,
                critical=each.critical,
                areas=(),
                most=each.most,
            )
            for each in tree.inputs
        ),
        status=method.status,
        source=method.source,
    )
