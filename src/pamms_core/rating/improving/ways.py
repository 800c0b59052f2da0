"""How many plans there are at the least cost, and all of them in order.

Here no total is dropped because another is better: plans are counted for every total and
cost from which the goal can still be reached at the least cost, and only for those.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.improving.outside import demands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.improving.board import Square
    from pamms_core.rating.improving.fronts import Inside, Work
    from pamms_core.rating.improving.goal import Goal
    from pamms_core.rating.improving.outside import Demand

__all__ = ["Ways"]

_At: TypeAlias = "tuple[int, int]"
"""A total and what it costs."""

_Word: TypeAlias = "tuple[int | None, ...]"


@attrs.define(eq=False)
class _Counted:
    """One node: in how many ways each total comes about at each cost."""

    square: Square
    inputs: list[Counter[_At]]
    prefixes: list[Counter[_At]]


class Ways:
    """All plans at the least cost.

    Args:
        inside: the search that found the least cost.
        goal: what is wanted of the topmost node.
        cost: the least cost.
        work: counts the additions.

    Raises:
        TooMuchError: there is too much to try.
    """

    def __init__(self, inside: Inside, goal: Goal, cost: int, work: Work) -> None:
        self._inside, self._cost, self._work = inside, cost, work
        inside.bound = cost
        found = demands(inside, goal, work)
        self._nodes: dict[int, _Counted] = {}
        for place in inside.board.places:
            self._nodes[place] = self._count(place, found[place])
        top = self._nodes[inside.board.top].prefixes[-1]
        self._goals = {at for at in top if at[1] == cost}
        self.count = sum(top[at] for at in self._goals)
        """How many plans there are."""

    def _count(self, place: int, demand: Demand) -> _Counted:
        square = self._inside.board.squares[place]
        inputs = [self._asked(square, at) for at in range(square.step.start, square.step.stop)]
        inputs += [self._below(square, child) for child, _ in square.step.children]
        prefixes: list[Counter[_At]] = [Counter({(self._inside.board.zero, 0): 1})]
        for at, adds in enumerate(inputs):
            prefixes.append(self._merged(prefixes[-1], adds, square, at))
        last = prefixes[-1]
        prefixes[-1] = Counter(
            {(t, c): ways for (t, c), ways in last.items() if demand(t) + c <= self._cost}
        )
        return _Counted(square, inputs, prefixes)

    def _asked(self, square: Square, place: int) -> Counter[_At]:
        return Counter([(add, cost) for _, add, cost in self._offers(square, place)])

    def _offers(self, square: Square, place: int) -> Iterator[tuple[int | None, int, int]]:
        """Yield what a question may become, what that adds and what it costs, largest changes first."""
        asked = self._inside.board.asked
        for choice in reversed(self._inside.choices[place]):
            yield choice.state, asked(square, place, choice.state), choice.cost

    def _below(self, square: Square, child: int) -> Counter[_At]:
        added = self._inside.board.adder(square, child)
        found: Counter[_At] = Counter()
        for (total, cost), ways in self._nodes[child].prefixes[-1].items():
            found[added(total), cost] += ways
        return found

    def _merged(
        self, first: Counter[_At], second: Counter[_At], square: Square, at: int
    ) -> Counter[_At]:
        self._work.take(len(first) * len(second))
        most, lower, worth = self._cost, square.lower, self._inside.worth(square, at)
        found: dict[_At, int] = {}
        offers = sorted(second.items(), key=lambda each: each[0][1])
        for (total, cost), ways in first.items():
            for (add, more), others in offers:
                if cost + more > most:
                    break
                here = (lower(total + add), cost + more)
                found[here] = found.get(here, 0) + ways * others
        if worth is None:
            return Counter(found)
        return Counter({(t, c): ways for (t, c), ways in found.items() if worth(c, t)})

    def plans(self) -> Iterator[dict[int, int | None]]:
        """Yield every plan as states by place, like words in a dictionary.

        Of two plans, the one comes first that changes more the first question, in the tree's
        order, in which they differ.
        """
        top = self._inside.board.top
        start = self._inside.board.rater.nodes[top].start
        for word, _ in self._words(top, self._goals):
            yield dict(enumerate(word, start))

    def _words(self, place: int, goals: set[_At]) -> Iterator[tuple[_Word, _At]]:
        """Yield the states of all questions below a node that end in one of some totals."""
        counted = self._nodes[place]
        useful = [goals]
        for at in reversed(range(len(counted.inputs))):
            useful.append(self._leading(counted, at, useful[-1]))
        useful.reverse()
        yield from self._spell(counted, 0, (self._inside.board.zero, 0), useful)

    def _leading(self, counted: _Counted, at: int, goals: set[_At]) -> set[_At]:
        lower = counted.square.lower
        return {
            (total, cost)
            for total, cost in counted.prefixes[at]
            if any((lower(total + add), cost + more) in goals for add, more in counted.inputs[at])
        }

    def _spell(
        self, counted: _Counted, at: int, so_far: _At, useful: list[set[_At]]
    ) -> Iterator[tuple[_Word, _At]]:
        if at == len(counted.inputs):
            yield (), so_far
            return
        lower, (total, cost) = counted.square.lower, so_far
        for word, (add, more) in self._letters(counted, at, so_far, useful[at + 1]):
            then = (lower(total + add), cost + more)
            for rest, end in self._spell(counted, at + 1, then, useful):
                yield (*word, *rest), end

    def _letters(
        self, counted: _Counted, at: int, so_far: _At, goals: set[_At]
    ) -> Iterator[tuple[_Word, _At]]:
        """Yield what the next input may become, with what that adds and costs."""
        lower, (total, cost) = counted.square.lower, so_far
        step = counted.square.step
        place = step.start + at
        fits = {
            (add, more) for add, more in counted.inputs[at] if (lower(total + add), cost + more) in goals
        }
        if place < step.stop:
            for state, add, more in self._offers(counted.square, place):
                if (add, more) in fits:
                    yield (state,), (add, more)
            return
        child = step.children[place - step.stop][0]
        added = self._inside.board.adder(counted.square, child)
        ends = {end for end in self._nodes[child].prefixes[-1] if (added(end[0]), end[1]) in fits}
        for word, (end, more) in self._words(child, ends):
            yield word, (added(end), more)
