"""What everything else must cost, given what one node adds: the search seen from above."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.improving.fronts import merge

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.rating.improving.fronts import Front, Inside, Work, Worked
    from pamms_core.rating.improving.goal import Goal

__all__ = ["Demand", "demands"]

Demand: TypeAlias = "Callable[[int], float]"
"""The least cost of all else, by a node's total, so that the goal is reached; infinite if never."""


def demands(inside: Inside, goal: Goal, work: Work) -> dict[int, Demand]:
    """Return for every node what a total of it demands of all else.

    It is exact: all else is taken from fronts, in which nothing that could be needed is missing.

    Args:
        inside: the search from below, up to the least cost.
        goal: what is wanted of the topmost node.
        work: counts the additions.
    """
    top = inside.worked[inside.board.top]
    found = {
        inside.board.top: _kept(lambda total: 0.0 if goal.is_met(top.square.verdict(total)) else inf)
    }
    for place in reversed(inside.board.places):
        worked = inside.worked[place]
        suffixes: list[Front] = [[(0, inside.board.zero)]]
        for adds in reversed(worked.inputs[1:]):
            suffixes.append(merge(suffixes[-1], adds, worked, inside, work))
        first = worked.square.step.stop - worked.square.step.start
        for at, (child, _) in enumerate(worked.square.step.children, first):
            after = suffixes[len(worked.inputs) - 1 - at]
            rest = merge(worked.prefixes[at], after, worked, inside, work)
            found[child] = _demand(inside, worked, child, rest, found[place], work)
    return found


def _demand(
    inside: Inside, worked: Worked, child: int, rest: Front, above: Demand, work: Work
) -> Demand:
    added, lower = inside.board.adder(worked.square, child), worked.square.lower

    def least(add: int) -> float:
        work.take(len(rest))
        return min((cost + above(lower(total + add)) for cost, total in rest), default=inf)

    by_add = _kept(least)
    return lambda total: by_add(added(total))


def _kept(least: Demand) -> Demand:
    known: dict[int, float] = {}

    def demand(total: int) -> float:
        if total not in known:
            known[total] = least(total)
        return known[total]

    return demand
