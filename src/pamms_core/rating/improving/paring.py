"""A cheap plan without a search: buy everything that helps, then give back what is not needed.

What gains least for its cost is given back first, and nothing without which the goal would be
missed. Such a plan need not be the cheapest; where it costs no more than any plan must, it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.improving.board import Board
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.improving.fronts import Work
    from pamms_core.rating.improving.goal import Goal
    from pamms_core.rating.improving.reserve import Reserve

__all__ = ["cost_of", "pared"]


def pared(
    board: Board, choices: Sequence[tuple[Choice, ...]], goal: Goal, reserve: Reserve, work: Work
) -> dict[int, int | None] | None:
    """Return the states of a plan that reaches the goal and of which no part can be left out.

    Args:
        board: the nodes.
        choices: what each question may become.
        goal: what is wanted of the topmost.
        reserve: what the score needs, and what can be had for it.
        work: counts the trials.

    Raises:
        TooMuchError: there is too much to try.
    """
    states = dict(enumerate(reserve.states))
    states |= {deal.place: deal.state for deal in reserve.deals}  # of one question, the best last
    tried = _Tried(board, states, goal)
    if not tried.is_met:
        return None
    for deal in reversed(reserve.deals):
        work.take(1)
        if states[deal.place] == deal.state and tried.changes(deal.place, deal.before):
            states[deal.place] = deal.before
    if cost_of(choices, states) > (reserve.least() or 0):
        _cheapen(tried, choices, states, work)
    return {place: states[place] for place in tried.owners}


def cost_of(choices: Sequence[tuple[Choice, ...]], states: Mapping[int, int | None]) -> int:
    """Return what a plan costs, in whole units."""
    return sum(
        min([each.cost for each in choices[place] if each.state == state])
        for place, state in states.items()
    )


def _cheapen(
    tried: _Tried, choices: Sequence[tuple[Choice, ...]], states: dict[int, int | None], work: Work
) -> None:
    """Let each question become the cheapest that will do, the others as they are."""
    for place in tried.owners:
        costs = {each.state: each.cost for each in reversed(choices[place])}
        cheaper = [state for state, cost in costs.items() if cost < costs[states[place]]]
        for state in sorted(cheaper, key=costs.__getitem__):
            work.take(1)
            if tried.changes(place, state):
                states[place] = state
                break


class _Tried:
    """The totals of one sheet, changed one question at a time for as long as the goal is met."""

    def __init__(self, board: Board, states: Mapping[int, int | None], goal: Goal) -> None:
        self._board, self._goal, self._states = board, goal, dict(states)
        self.owners: dict[int, int] = {}
        """By question, the node that it is directly below."""
        self._above: dict[int, tuple[int, Callable[[int], int]]] = {}
        self._totals: dict[int, int] = {}
        self._adds: dict[int, int] = {}
        for place in board.places:
            square = board.squares[place]
            asked = range(square.step.start, square.step.stop)
            self.owners |= dict.fromkeys(asked, place)
            total = sum(board.asked(square, each, states[each]) for each in asked)
            for child, _ in square.step.children:
                added = board.adder(square, child)
                self._above[child] = place, added
                self._adds[child] = added(self._totals[child])
                total += self._adds[child]
            self._totals[place] = total
        self.is_met = self._is_met(total)

    def _is_met(self, total: int) -> bool:
        return self._goal.is_met(self._board.squares[self._board.top].verdict(total))

    def changes(self, question: int, state: int | None) -> bool:
        """Change a question, unless the goal would then be missed."""
        place, asked = self.owners[question], self._board.asked
        square = self._board.squares[place]
        by = asked(square, question, state) - asked(square, question, self._states[question])
        totals = {place: self._totals[place] + by}
        adds: dict[int, int] = {}
        while place in self._above:
            parent, added = self._above[place]
            adds[place] = added(totals[place])
            totals[parent] = self._totals[parent] + adds[place] - self._adds[place]
            place = parent
        if not self._is_met(totals[place]):
            return False
        self._totals |= totals
        self._adds |= adds
        self._states[question] = state
        return True
