"""The tree that a question set is rated as: overall, domains, standards, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from pamms_core.standards.framework import Domain, Standard
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["Node", "plant"]


@attrs.frozen(kw_only=True)
class Node:
    """A node that receives a rating; its children are nodes, or questions.

    All questions below a node stand side by side in the tree's order, so that
    ``start`` and ``stop`` cut them out of any list in that order.
    """

    code: str
    """``overall``, ``domain-3`` or ``standard-8``."""
    kind: NodeKind
    number: int | None
    title: str
    children: tuple[int, ...]
    """Where its child nodes stand among the nodes of the tree; empty above questions."""
    questions: tuple[Question, ...]
    """Every question below it."""
    start: int
    """Where the first of them stands among all questions of the tree."""

    @property
    def stop(self) -> int:
        """One past the place of the last of its questions."""
        return self.start + len(self.questions)


def plant(question_set: QuestionSet) -> tuple[Node, ...]:
    """Return the nodes of a set's tree, children before parents, overall last (S1, S3).

    Without domains the standards stand directly below the overall node; a
    domain none of whose standards is asked about is absent.

    >>> from pamms_core import load_set
    >>> [node.code for node in plant(load_set("east-of-england-accommodation"))][:4]
    ['standard-1', 'standard-2', 'domain-1', 'standard-3']
    """
    nodes: list[Node] = []
    top: list[int] = []
    domains = {domain.number: domain for domain in question_set.framework.domains}
    for number, standards in _grouped(question_set).items():
        below = [_add_standard(nodes, question_set, each) for each in standards]
        if number in domains:
            below = [_add_parent(nodes, NodeKind.DOMAIN, domains[number], below)]
        top.extend(below)
    _add_parent(nodes, NodeKind.OVERALL, None, top)
    return tuple(nodes)


def _grouped(question_set: QuestionSet) -> dict[int | None, list[Standard]]:
    """Group the set's standards by domain, in the framework's order of domains."""
    order = [domain.number for domain in question_set.framework.domains]
    groups: dict[int | None, list[Standard]] = {number: [] for number in order}
    for standard in question_set.standards:
        groups.setdefault(standard.domain, []).append(standard)
    return {number: group for number, group in groups.items() if group}


def _add_standard(nodes: list[Node], question_set: QuestionSet, standard: Standard) -> int:
    """Add a standard and return its place."""
    nodes.append(
        Node(
            code=f"{NodeKind.STANDARD}-{standard.number}",
            kind=NodeKind.STANDARD,
            number=standard.number,
            title=standard.title,
            children=(),
            questions=question_set.counting_towards(standard),
            start=sum(len(node.questions) for node in nodes if not node.children),
        )
    )
    return len(nodes) - 1


def _add_parent(nodes: list[Node], kind: NodeKind, domain: Domain | None, below: list[int]) -> int:
    """Add a domain, or without one the overall node, and return its place."""
    nodes.append(
        Node(
            code=f"{kind}-{domain.number}" if domain else kind.value,
            kind=kind,
            number=domain.number if domain else None,
            title=domain.title if domain else "Overall",
            children=tuple(below),
            questions=tuple(each for child in below for each in nodes[child].questions),
            start=nodes[below[0]].start,
        )
    )
    return len(nodes) - 1
