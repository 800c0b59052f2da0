"""The nodes of an outcome in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome

__all__ = ["nodes_of"]


def nodes_of(outcome: Outcome) -> tuple[NodeOutcome, ...]:
    """Return all nodes as they are read: overall first, then each domain with its standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> [str(node.code) for node in nodes_of(outcome)][:4]
    ['overall', 'domain-1', 'standard-1', 'standard-2']
    """
    return tuple(node for top in outcome.tops for node in _top_down(top))


def _top_down(node: NodeOutcome) -> Iterator[NodeOutcome]:
    yield node
    for child in node.children:
        yield from _top_down(child)
