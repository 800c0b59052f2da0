"""The cheapest cost of reaching a goal, by search up to a rising bound, and a plan that has it."""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.fronts import Work, search
from pamms_core.rating.improving.paring import cost_of, pared
from pamms_core.rating.improving.reserve import reserve_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pamms_core.rating.improving.board import Board
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.improving.fronts import Inside, Worked
    from pamms_core.rating.improving.goal import Goal

__all__ = ["Reached", "cheapest", "plan_with"]


@attrs.frozen(eq=False)
class Reached:
    """The least cost of reaching a goal, and a plan that has it."""

    cost: int
    states: dict[int, int | None]
    """The plan: the states of the questions below the topmost node."""
    inside: Callable[[Work], Inside]
    """Searches up to this cost, so that all plans can be found that have it."""


def cheapest(
    board: Board,
    choices: Sequence[tuple[Choice, ...]],
    goal: Goal,
    work: Work,
    *,
    known: list[int],
    most: float = inf,
) -> Reached | None:
    """Find the least cost of reaching a goal, exactly; ``None`` where it cannot be reached.

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
    asked = _Search(board, choices, goal, work, known)
    if asked.reserve is None:
        return asked.rising(first_bound(choices), most)
    least = asked.reserve.least()
    if least is None or least > most:
        return None
    known.append(least - 1)
    states = pared(board, choices, goal, asked.reserve, work)
    if states is None:
        return asked.rising(least, most)
    cost = cost_of(choices, states)
    cheaper = asked.rising(least, min(most, cost - 1)) if cost > least else None
    if cheaper is not None or cost > most:
        return cheaper
    return Reached(cost, states, partial(asked.up_to, cost))


class _Search:
    """What is searched, and what is known beforehand of what a score needs."""

    def __init__(
        self,
        board: Board,
        choices: Sequence[tuple[Choice, ...]],
        goal: Goal,
        work: Work,
        known: list[int],
    ) -> None:
        self._board, self._choices, self._goal = board, choices, goal
        self._work, self._known = work, known
        self.reserve = None if goal.loses else reserve_for(board, choices, goal.rating.rank)

    def rising(self, start: int, most: float) -> Reached | None:
        """Search up to a bound that rises from a cost until a plan is found, or there is none."""
        most = min(most, sum(max(each.cost for each in found) for found in self._choices))
        slack = max(start // 8, 1)
        bound = most if most <= start + slack else start
        while True:
            inside = self.up_to(bound, self._work)
            worked = inside.worked[self._board.top]
            for cost, total in worked.front:
                if self._goal.is_met(worked.square.verdict(total)):
                    states = plan_with(inside, self._board.top, cost, total)
                    return Reached(cost, states, partial(self.up_to, cost))
            if not (inside.is_cut or self.reserve) or bound >= most:
                return None
            self._known.append(int(bound))
            bound, slack = min(bound + slack, most), slack * 2

    def up_to(self, bound: float, work: Work) -> Inside:
        """Search up to a bound."""
        choices = self._choices
        if self.reserve is not None:
            choices = self.reserve.within(choices, int(bound))
        loses = self._goal.loses
        return search(self._board, choices, bound, work, loses=loses, reserve=self.reserve)


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
