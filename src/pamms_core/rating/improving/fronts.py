"""Cheapest cost per reachable total of every node, from the questions up: min-plus.

Two inputs of a node are merged by adding each total of the one to each of the other, and
their costs with them; of equal totals the cheapest is kept. In a monotone method a total
is also dropped where another costs no more and is at least as good in every field.
"""

from __future__ import annotations

from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.improving.pruning import Order
from pamms_core.rating.improving.reserve import Floors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.improving.board import Board, Square
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.improving.reserve import Reserve

__all__ = ["Front", "Inside", "TooMuchError", "Work", "Worked", "question_adds", "search"]

Front: TypeAlias = "list[tuple[int, int]]"
"""Costs and totals, cheapest first."""


class TooMuchError(Exception):
    """There is more to try than was allowed; caught before it reaches anyone."""


class Work:
    """Counts additions, up to a budget."""

    def __init__(self, budget: int) -> None:
        self.budget = self.left = budget

    def take(self, additions: int) -> None:
        """Note additions that are about to be made."""
        self.left -= additions
        if self.left < 0:
            raise TooMuchError


@attrs.define(eq=False)
class Worked:
    """One node: what its inputs add, and its totals after each of them."""

    square: Square
    order: Order
    inputs: list[Front]
    """For each input, costs and what it adds."""
    prefixes: list[Front]
    """The totals before the first input, after it, and so on."""

    @property
    def front(self) -> Front:
        """The totals after all inputs."""
        return self.prefixes[-1]


@attrs.define(eq=False)
class Inside:
    """All nodes of a board, worked out up to a cost."""

    board: Board
    choices: Sequence[tuple[Choice, ...]]
    bound: float
    """Nothing that costs more was looked at."""
    loses: bool
    worked: dict[int, Worked]
    is_cut: bool
    """Whether something was left out because it costs more."""
    is_rated: bool
    """Whether no question's choices have a rating and none."""
    reserve: Reserve | None = None
    """What the score at the top needs, where that is known."""
    _floors: Floors | None = None

    def worth(self, square: Square, at: int) -> Callable[[int, int], bool] | None:
        """Return what tells whether a total of a node's first inputs can still be enough."""
        if self.reserve is None or self._floors is None:
            return None
        start, step = square.step.start, square.step
        ends = [*range(start + 1, step.stop + 1)]
        ends += [self.board.rater.nodes[child].stop for child, _ in step.children]
        shift, low = self.reserve.field.shift, (1 << self.reserve.field.width) - 1
        sign, now = self.reserve.sign, sum(self.reserve.now[start : ends[at]])
        floors = self._floors
        return lambda cost, total: sign * (total >> shift & low) - now >= floors[cost]


def search(
    board: Board,
    choices: Sequence[tuple[Choice, ...]],
    bound: float,
    work: Work,
    *,
    loses: bool,
    reserve: Reserve | None = None,
) -> Inside:
    """Work out every node of a board.

    Args:
        board: the nodes.
        choices: what each question may become.
        bound: the most that a plan may cost.
        work: counts the additions.
        loses: whether worse is wanted.
        reserve: what the score at the top needs.

    Raises:
        TooMuchError: there is too much to try.
    """
    ranks = len(board.rater.question_set.framework.scale)
    is_rated = all(len(each) == 1 or all(_is_rated(c, ranks) for c in each) for each in choices)
    floors = None if reserve is None or bound == inf else Floors(reserve, int(bound))
    inside = Inside(board, choices, bound, loses, {}, False, is_rated, reserve, floors)
    for place in board.places:
        inside.worked[place] = _work_out(inside, board.squares[place], work)
    return inside


def _is_rated(choice: Choice, ranks: int) -> bool:
    return choice.state is not None and choice.state < ranks


def question_adds(inside: Inside, square: Square, place: int) -> Front:
    """List what a question may add to a node, each with its cost, cheapest first."""
    cheapest: dict[int, int] = {}
    for choice in inside.choices[place]:
        add = inside.board.asked(square, place, choice.state)
        cheapest[add] = min(choice.cost, cheapest.get(add, choice.cost))
    return sorted(((cost, add) for add, cost in cheapest.items()), key=itemgetter(0))


def _work_out(inside: Inside, square: Square, work: Work) -> Worked:
    questions = range(square.step.start, square.step.stop)
    inputs = [question_adds(inside, square, place) for place in questions]
    for child, _ in square.step.children:
        inputs.append(_child_adds(inside, square, inside.worked[child]))
    order = Order(
        square,
        inputs,
        loses=inside.loses,
        is_monotone=inside.board.is_monotone,
        is_rated=inside.is_rated,
    )
    worked = Worked(square, order, inputs, [[(0, inside.board.zero)]])
    for at, adds in enumerate(inputs):
        worked.prefixes.append(merge(worked.front, adds, worked, inside, work, inside.worth(square, at)))
    return worked


def _child_adds(inside: Inside, square: Square, child: Worked) -> Front:
    """List what a child may add to a node, each with its cost, cheapest first."""
    added = inside.board.adder(square, child.square.place)
    cheapest: dict[int, int] = {}
    for cost, total in child.front:
        cheapest.setdefault(added(total), cost)  # the cheapest comes first
    return sorted(((cost, add) for add, cost in cheapest.items()), key=itemgetter(0))


def merge(
    first: Front,
    second: Front,
    worked: Worked,
    inside: Inside,
    work: Work,
    is_worth: Callable[[int, int], bool] | None = None,
) -> Front:
    """Add every total of one front to every total of the other, and keep what may be of use."""
    signs, lower = worked.square.signs, worked.square.lower
    if len(second) == 1:  # there is no choice
        more, by = second[0]
        found = [(c + more, lower(t + by)) for c, t in first if c + more <= inside.bound]
        inside.is_cut |= len(found) < len(first)
        return found
    work.take(len(first) * len(second))
    bound = inside.bound
    cheap: dict[int, int] = {}
    get = cheap.get
    for cost, total in first:
        for more, add in second:
            both = cost + more
            if both > bound:
                inside.is_cut = True
                break
            at = total + add
            if both < get(at, inf):
                cheap[at] = both
    if is_worth is not None:
        cheap = {total: cost for total, cost in cheap.items() if is_worth(cost, total)}
    return worked.order.kept(_lowered(cheap, worked.square) if signs else cheap)


def _lowered(found: Mapping[int, int], square: Square) -> dict[int, int]:
    """Merge totals that no count can tell apart."""
    guard, signs, lower = square.guard, square.signs, square.lower
    merged: dict[int, int] = {}
    for total, cost in found.items():
        at = lower(total) if total + guard & signs else total
        if cost < merged.get(at, inf):
            merged[at] = cost
    return merged
