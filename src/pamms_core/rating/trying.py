"""Rate where a child is undetermined: try it at everything it may come to.

A child that needs judgement may have any of its possible ratings. What it may
bring to its parent is a set of pairs, its total and its verdict, so that a
score that turns on it is tried together with its rating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.verdict import State, Verdict, agreed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.compiler import Step

__all__ = ["try_children"]

_Option: TypeAlias = tuple[int, Verdict]
"""A total that a node may have, and the verdict that it then has."""


@attrs.frozen
class _Tried:
    """A node, rated as far as it can be."""

    total: int
    """Its total without what is not known."""
    verdict: Verdict
    options: tuple[_Option, ...]
    """All that it may come to; more than one only where it turns on something unknown."""
    causes: tuple[str, ...]
    """What it turns on."""


def try_children(
    given: Sequence[int], steps: Sequence[Step], pooled: int
) -> tuple[list[int], list[Verdict]]:
    """Add up and look up, node by node, with undetermined children at every rating.

    Args:
        given: what each question adds.
        steps: how to finish each node.
        pooled: the bits that go up from a node to its parent.

    Returns:
        The total and the verdict of every node.
    """
    done: list[_Tried] = []
    for step in steps:
        done.append(_try_node(sum(given[step.start : step.stop]), step, done, pooled))
    return [each.total for each in done], [each.verdict for each in done]


def _try_node(total: int, step: Step, done: Sequence[_Tried], pooled: int) -> _Tried:
    sums = {total}
    causes: list[str] = []
    carries = dict(step.carries)
    for child, adds in step.children:
        below = done[child]
        up, carry = below.total & pooled, carries.get(child)
        added = {
            up + adds[verdict.symbol] + (carry(each, verdict) if carry else 0)
            for each, verdict in below.options
        }
        sums = {one + more for one in sums for more in added}
        total += up if len(added) > 1 else min(added)
        causes.extend(below.causes)
    tried = [(each, step.verdicts[each + step.bias & step.mask]) for each in sorted(sums)]
    verdict = agreed((verdict for _, verdict in tried), tuple(dict.fromkeys(causes)))
    options = tuple(dict.fromkeys(option for each in tried for option in _options(*each)))
    turns = len({(each, option.symbol) for each, option in options}) > 1
    return _Tried(total, verdict, options, (*verdict.causes, *causes) if turns else ())


def _options(total: int, verdict: Verdict) -> Iterator[_Option]:
    """Yield what a node may come to with this total; a verdict may leave it to judgement."""
    if verdict.state is not State.UNDETERMINED:
        yield total, verdict
    for rating in verdict.possible:
        yield total, Verdict(State.RATED, rating)
