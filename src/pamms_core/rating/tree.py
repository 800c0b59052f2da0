"""The tree that answers are rated as: a question set's, or a method's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.method import Method
    from pamms_core.rating.own_tree import OwnTree
    from pamms_core.standards.framework import Standard
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["Node", "parents_of", "plant", "top_down"]


@attrs.frozen(kw_only=True)
class Node:
    """A node that receives a rating; its children are questions, or nodes, or both.

    All questions below a node stand side by side in the tree's order, those
    directly below it first, so that ``start`` and ``stop`` cut them out of any
    list in that order.
    """

    code: str
    """``overall``, ``domain-3`` or ``standard-8``, or as a method's own tree names it."""
    kind: str
    """A :class:`~pamms_core.rating.method.NodeKind`, or the name of the rule in an own tree."""
    number: int | None
    title: str
    children: tuple[int, ...]
    """Where its child nodes stand among the nodes of the tree."""
    direct: tuple[Question, ...]
    """The questions directly below it."""
    questions: tuple[Question, ...]
    """Every question below it, the direct ones first."""
    start: int
    """Where the first of them stands among all questions of the tree."""

    @property
    def stop(self) -> int:
        """One past the place of the last of its questions."""
        return self.start + len(self.questions)

    @property
    def name(self) -> str:
        """The node as people call it: its kind, number and title."""
        if self.code == NodeKind.OVERALL:
            return "The service overall"
        return (
            self.title
            if self.number is None
            else f"{self.kind.capitalize()} {self.number}, {self.title}"
        )


def parents_of(nodes: Sequence[Node]) -> tuple[int | None, ...]:
    """Return the place of each node's parent; a top has none.

    >>> from pamms_core import load_method, load_set
    >>> nodes = plant(load_set("east-of-england-accommodation"), load_method())
    >>> parents_of(nodes)[:5], parents_of(nodes)[-1]
    ((2, 2, 21, 6, 6), None)
    """
    above = {child: place for place, node in enumerate(nodes) for child in node.children}
    return tuple(above.get(place) for place in range(len(nodes)))


def plant(question_set: QuestionSet, method: Method) -> tuple[Node, ...]:
    """Return the nodes of the tree, children before parents (S1, S3).

    Without domains the standards stand directly below the overall node; a
    domain none of whose standards is asked about is absent, and so is the
    overall node where the method has no rule for it.

    >>> from pamms_core import load_method, load_set
    >>> nodes = plant(load_set("east-of-england-accommodation"), load_method())
    >>> [node.code for node in nodes][:4]
    ['standard-1', 'standard-2', 'domain-1', 'standard-3']
    """
    grove = _Grove()
    if method.tree is not None:
        _plant_own(grove, question_set, method.tree)
    else:
        top = _plant_standards(grove, question_set)
        if NodeKind.OVERALL in method.rules:
            grove.add(NodeKind.OVERALL.value, NodeKind.OVERALL, "Overall", children=top)
    return tuple(grove.nodes)


def top_down(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes of a tree, each before what is below it.

    >>> from pamms_core import load_method, load_set
    >>> nodes = plant(load_set("east-of-england-accommodation"), load_method())
    >>> [node.code for node in top_down(nodes)][:4]
    ['overall', 'domain-1', 'standard-1', 'standard-2']
    """
    below = {child for node in nodes for child in node.children}
    waiting = [place for place in reversed(range(len(nodes))) if place not in below]
    while waiting:
        node = nodes[waiting.pop()]
        yield node
        waiting.extend(reversed(node.children))


class _Grove:
    """The nodes planted so far."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.planted = 0

    def add(  # noqa: PLR0913 (a node's fields, most of them by name)
        self,
        code: str,
        kind: str,
        title: str,
        *,
        number: int | None = None,
        direct: Sequence[Question] = (),
        children: Sequence[int] = (),
        start: int | None = None,
    ) -> int:
        """Add a node behind its children and return its place."""
        if start is None:
            start = self.nodes[children[0]].start if children else self.claim(direct)
        below = (each for child in children for each in self.nodes[child].questions)
        self.nodes.append(
            Node(
                code=code,
                kind=kind,
                number=number,
                title=title,
                children=tuple(children),
                direct=tuple(direct),
                questions=(*direct, *below),
                start=start,
            )
        )
        return len(self.nodes) - 1

    def claim(self, direct: Sequence[Question]) -> int:
        """Take the next places for some questions, and return the first."""
        start = self.planted
        self.planted += len(direct)
        return start


def _plant_standards(grove: _Grove, question_set: QuestionSet) -> list[int]:
    """Plant standards, and domains above them; return the places of the topmost."""
    top: list[int] = []
    domains = {domain.number: domain for domain in question_set.framework.domains}
    for number, standards in _grouped(question_set).items():
        below = [_plant_standard(grove, question_set, each) for each in standards]
        if domain := domains.get(number or 0):
            code = f"{NodeKind.DOMAIN}-{number}"
            below = [grove.add(code, NodeKind.DOMAIN, domain.title, number=number, children=below)]
        top.extend(below)
    return top


def _plant_standard(grove: _Grove, question_set: QuestionSet, standard: Standard) -> int:
    return grove.add(
        f"{NodeKind.STANDARD}-{standard.number}",
        NodeKind.STANDARD,
        standard.title,
        number=standard.number,
        direct=question_set.counting_towards(standard),
    )


def _grouped(question_set: QuestionSet) -> dict[int | None, list[Standard]]:
    """Group the set's standards by domain, in the framework's order of domains."""
    order = [domain.number for domain in question_set.framework.domains]
    groups: dict[int | None, list[Standard]] = {number: [] for number in order}
    for standard in question_set.standards:
        groups.setdefault(standard.domain, []).append(standard)
    return {number: group for number, group in groups.items() if group}


def _plant_own(grove: _Grove, question_set: QuestionSet, tree: OwnTree) -> None:
    """Plant a method's own tree from its top down; nobody's child is a top."""
    named = {node.code: node for node in tree.nodes}
    children = {child for node in tree.nodes for child in node.children}

    def grow(code: str) -> int:
        node = named[code]
        direct = [question_set[each] for each in node.children if each not in named]
        start = grove.claim(direct)
        below = [grow(each) for each in node.children if each in named]
        title = node.title or node.code
        return grove.add(code, node.rule, title, direct=direct, children=below, start=start)

    for node in tree.nodes:
        if node.code not in children:
            grow(node.code)
