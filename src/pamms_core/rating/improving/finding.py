"""Find the cheapest changes: choices, the search, and everything that is told of it."""

from __future__ import annotations

from fractions import Fraction
from heapq import merge as merged
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.cheapest import cheapest
from pamms_core.rating.improving.fronts import TooMuchError, Work
from pamms_core.rating.improving.obstacles import impossible
from pamms_core.rating.improving.request import ChangeRequestError
from pamms_core.rating.improving.result import Improvement, Unsettled
from pamms_core.rating.improving.tradeoff import trade_off
from pamms_core.rating.improving.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.improving.asking import Asked
    from pamms_core.rating.improving.cheapest import Reached
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.improving.goal import Goal
    from pamms_core.rating.improving.result import Impossible, Plan
    from pamms_core.rating.improving.tradeoff import TradeOff

__all__ = ["BUDGET", "Found", "find"]

BUDGET = 20_000_000
"""How many additions a search may take unless told otherwise; some ten seconds of them."""


def find(asked: Asked, goal: Goal, plans: int) -> Improvement | Impossible | Unsettled:
    """Find the cheapest changes that meet a goal.

    Args:
        asked: the sheet, the node and the request.
        goal: what is wanted of the node.
        plans: how many plans to list.
    """
    if isinstance(plans, bool) or not isinstance(plans, int) or plans < 1:
        raise ChangeRequestError([f"plans must be a whole number of 1 or more, not {plans!r:.80}"])
    work, known = Work(asked.budget), [-1]
    reached: list[Reached] = []
    most: float = inf
    try:
        for choices in asked.worlds:
            if not _can_be(asked, choices, goal):
                continue
            found = cheapest(asked.board(goal.rating.rank), choices, goal, work, known=known, most=most)
            if found is not None:
                most = found.cost
                reached.append(found)
    except TooMuchError:
        return _unsettled(asked, goal, known)
    if not reached:
        return impossible(asked, goal, Work(asked.budget))
    cheap = tuple(each for each in reached if each.cost == most)
    return Found(asked, goal, cheap, plans).improvement()


def _can_be(asked: Asked, choices: Sequence[Sequence[Choice]], goal: Goal) -> bool:
    """Whether a goal is met with every answer as good as can be, where that settles it."""
    board = asked.board(goal.rating.rank)
    rated = all(len(each) == 1 or _are_ratings(asked, each) for each in choices)
    if not board.is_monotone or not rated:
        return True
    furthest = min if goal.loses else max
    states = {
        at: each[0].state if len(each) == 1 else furthest(c.state or 0 for c in each)
        for at, each in enumerate(choices)
    }
    return goal.is_met(asked.verdict(states))


def _are_ratings(asked: Asked, choices: Sequence[Choice]) -> bool:
    ranks = len(asked.rater.question_set.framework.scale)
    return all(each.state is not None and each.state < ranks for each in choices)


def _unsettled(asked: Asked, goal: Goal, known: list[int]) -> Unsettled:
    """Say what is proven: of several worlds, only the first may have been begun."""
    proven = known[-1] if len(asked.worlds) == 1 else min(known)
    return Unsettled(
        **asked.told(goal),
        above=asked.choices.exact(max(proven, -1)) if proven >= 0 else Fraction(0),
        budget=asked.budget,
    )


@attrs.frozen(eq=False)
class Found:
    """A least cost that was found, and what can still be asked of it."""

    asked: Asked
    goal: Goal
    reached: tuple[Reached, ...]
    wanted: int
    """How many plans are to be listed."""

    def improvement(self) -> Improvement:
        """Tell the least cost, with one plan."""
        first = self.reached[0]
        return Improvement(
            **self.asked.told(self.goal),
            cost=self.asked.choices.exact(first.cost),
            costing=self.asked.request.cost.described,
            plan=self._plan(first.states),
            found=self,
        )

    def _plan(self, states: dict[int, int | None]) -> Plan:
        return self.asked.plan(states, self.goal)

    def _ways(self) -> list[Ways]:
        work = Work(self.asked.budget)
        return [Ways(each.inside(work), self.goal, each.cost, work) for each in self.reached]

    def count(self) -> int | None:
        """Count the plans."""
        try:
            return sum(each.count for each in self._ways())
        except TooMuchError:
            return None

    def plans(self) -> tuple[Plan, ...]:
        """List the first plans in order; none where that is too much."""
        try:
            ways = self._ways()
        except TooMuchError:
            return ()
        found: Iterator[dict[int, int | None]] = merged(*(each.plans() for each in ways), key=self._word)
        return tuple(map(self._plan, islice(found, self.wanted)))

    def _word(self, states: dict[int, int | None]) -> tuple[int, ...]:
        """Spell a plan: for each question, how far down its choices are, dearest first."""
        choices = self.asked.choices.questions
        places = {place: [each.state for each in reversed(found)] for place, found in enumerate(choices)}
        return tuple(places[place].index(state) for place, state in sorted(states.items()))

    def curve(self) -> TradeOff:
        """Tell what can be had at each cost."""
        return trade_off(self.asked)
