"""Rate what turns on something unknown: try it at everything it may come to.

A child that needs judgement may have any of its possible ratings. What it may
bring to its parent is a set of pairs, its total and its verdict, so that a
score that turns on it is tried together with its rating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.verdict import State, Verdict, agreed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pamms_core.rating.compiler import Step

__all__ = ["Option", "Tried", "agreed_on", "options_of", "try_children", "try_node", "try_nodes"]

Option: TypeAlias = tuple[int, Verdict]
"""A total that a node may have, and the verdict that it then has."""


@attrs.frozen
class Tried:
    """A node, rated as far as it can be."""

    total: int
    """Its total without what is not known."""
    verdict: Verdict
    options: tuple[Option, ...]
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
    done = try_nodes([sum(given[step.start : step.stop]) for step in steps], steps, pooled)
    return [each.total for each in done], [each.verdict for each in done]


def try_nodes(direct: Sequence[int], steps: Sequence[Step], pooled: int) -> list[Tried]:
    """Rate every node as far as it can be, given what its own questions add together."""
    done: list[Tried] = []
    for total, step in zip(direct, steps, strict=True):
        done.append(try_node(total, step, done, pooled))
    return done


def try_node(total: int, step: Step, done: Sequence[Tried], pooled: int) -> Tried:
    """Rate one node as far as it can be.

    Args:
        total: what its own questions add.
        step: how to finish it.
        done: the nodes before it, those below it among them.
        pooled: the bits that go up from a node to its parent.
    """
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
    options = tuple(dict.fromkeys(option for each in tried for option in options_of(*each)))
    turns = len({(each, option.symbol) for each, option in options}) > 1
    return Tried(total, verdict, options, (*verdict.causes, *causes) if turns else ())


def agreed_on(
    place: int, unknown: Sequence[str], tried: Mapping[tuple[bool, ...], Mapping[int, Verdict]]
) -> Verdict:
    """Merge the verdicts on a node under every guess at flags that were not given."""
    return agreed((run[place] for run in tried.values()), _causes(place, unknown, tried))


def _causes(
    place: int, unknown: Sequence[str], tried: Mapping[tuple[bool, ...], Mapping[int, Verdict]]
) -> tuple[str, ...]:
    """Name the unknown flags on which the verdict on a node turns."""
    return tuple(
        name
        for at, name in enumerate(unknown)
        if any(
            _could_be(run[place])
            != _could_be(tried[*guess[:at], not guess[at], *guess[at + 1 :]][place])
            for guess, run in tried.items()
        )
    )


def _could_be(verdict: Verdict) -> tuple[object, ...]:
    return verdict.symbol, verdict.possible


def options_of(total: int, verdict: Verdict) -> Iterator[Option]:
    """Yield what a node may come to with this total; a verdict may leave it to judgement."""
    if verdict.state is not State.UNDETERMINED:
        yield total, verdict
    for rating in verdict.possible:
        yield total, Verdict(State.RATED, rating)
