"""The cheapest cost of reaching a goal, by search up to a rising bound, and a plan that has it."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.fronts import Work, search
from pamms_core.rating.improving.reserve import reserve_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.improving.board import Board
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.improving.fronts import Inside, Worked
    from pamms_core.rating.improving.goal import Goal

__all__ = ["Reached", "cheapest", "plan_with"]


@attrs.frozen(eq=False)
class Reached:
    """The least cost of reaching a goal, and the search that showed it."""

    inside: Inside
    cost: int | None
    """``None`` where it cannot be reached."""
    total: int = 0
    """A total of the top node that has this cost."""


def cheapest(
    board: Board,
    choices: Sequence[tuple[Choice, ...]],
    goal: Goal,
    work: Work,
    *,
    known: list[int],
    most: float = inf,
) -> Reached:
    """Find the least cost of reaching a goal, exactly.

    Args:
        board: the nodes.
        choices: what each question may become.
        goal: what is wanted of the topmost.
        work: counts the additions.
        known: receives each cost up to which there is proven to be no plan.
        most: a cost above which nothing is wanted.

    Raises:
        TooMuchError: there is too much to try.
    """
    reserve = None if goal.loses else reserve_for(board, choices, goal.rating.rank)
    start = first_bound(choices) if reserve is None else reserve.least()
    if start is None:
        start = most = 0
    most = min(most, sum(max(each.cost for each in found) for found in choices))
    bound, slack = min(start, most), max(start // 8, 1)
    while True:
        inside = search(board, choices, bound, work, loses=goal.loses, reserve=reserve)
        worked = inside.worked[board.top]
        for cost, total in worked.front:
            if goal.is_met(worked.square.verdict(total)):
                return Reached(inside, cost, total)
        if not (inside.is_cut or reserve) or bound >= most:
            return Reached(inside, None)
        known.append(int(bound))
        bound, slack = min(bound + slack, most), slack * 2


def first_bound(choices: Sequence[tuple[Choice, ...]]) -> int:
    """Return a cost at which some questions can change; the search doubles it as need be."""
    least = min((each.cost for found in choices for each in found if each.cost), default=0)
    fixed = sum(min(each.cost for each in found) for found in choices)
    return fixed + 4 * least


def plan_with(inside: Inside, place: int, cost: int, total: int) -> dict[int, int | None]:
    """Find states of the questions below a node that give it this total at this cost."""
    worked = inside.worked[place]
    states: dict[int, int | None] = {}
    for at in reversed(range(len(worked.inputs))):
        before, more, add = _apart(worked, at, cost, total)
        states |= _origin(inside, worked, at, more, add)
        cost, total = cost - more, before
    return states


def _apart(worked: Worked, at: int, cost: int, total: int) -> tuple[int, int, int]:
    """Take a total apart into one before an input, and what the input added at which cost."""
    return next(
        (before, more, add)
        for more, add in worked.inputs[at]
        for spent, before in worked.prefixes[at]
        if spent + more == cost and worked.square.lower(before + add) == total
    )


def _origin(inside: Inside, worked: Worked, at: int, cost: int, add: int) -> dict[int, int | None]:
    """Find the states of an input that adds this at this cost."""
    square = worked.square
    place = square.step.start + at
    if place < square.step.stop:
        asked = inside.board.asked
        found = (
            each.state
            for each in inside.choices[place]
            if each.cost == cost and asked(square, place, each.state) == add
        )
        return {place: next(found)}
    child = square.step.children[place - square.step.stop][0]
    below, added = inside.worked[child], inside.board.adder(square, child)
    total = next(total for spent, total in below.front if spent == cost and added(total) == add)
    return plan_with(inside, child, cost, total)
