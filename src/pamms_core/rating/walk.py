"""The nodes of an outcome in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome

__all__ = ["nodes_of", "shown_children", "shown_nodes"]


def nodes_of(outcome: Outcome) -> tuple[NodeOutcome, ...]:
    """Return all nodes as they are read: overall first, then each domain with its standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> [str(node.code) for node in nodes_of(outcome)][:4]
    ['overall', 'domain-1', 'standard-1', 'standard-2']
    """
    return tuple(node for top in outcome.tops for node in _top_down(top))


def shown_nodes(outcome: Outcome) -> tuple[NodeOutcome, ...]:
    """Return the nodes that a locality shows: all, or all but the domains (S1).

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation").titled("wirral")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> len(nodes_of(outcome)), len(shown_nodes(outcome))
    (22, 17)
    """
    hides_domains = outcome.question_set.framework.hides_domains
    return tuple(
        node for node in nodes_of(outcome) if not (hides_domains and node.kind == NodeKind.DOMAIN)
    )


def shown_children(outcome: Outcome, node: NodeOutcome) -> tuple[NodeOutcome, ...]:
    """Return the nodes below a node that are shown: in the place of a hidden one, those below it."""
    shown = {each.code for each in shown_nodes(outcome)}
    return tuple(
        found
        for child in node.children
        for found in ((child,) if child.code in shown else shown_children(outcome, child))
    )


def _top_down(node: NodeOutcome) -> Iterator[NodeOutcome]:
    yield node
    for child in node.children:
        yield from _top_down(child)
