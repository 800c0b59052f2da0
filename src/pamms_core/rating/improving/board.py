"""The part of a tree that a search looks at: what is kept of each total, and how totals compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.direction import (
    cared_for,
    direction_of,
    is_monotone_below,
    tests_that_matter,
)
from pamms_core.rating.sums import Counted, Margin, Scope, ScoreMargin, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.packing import Field
    from pamms_core.rating.sums import Test
    from pamms_core.rating.verdict import Verdict

__all__ = ["Board", "Square", "places_below"]


@attrs.frozen
class _Part:
    """A field that is kept of a node's totals."""

    field: Field
    direction: int
    is_margin: bool
    is_pooled: bool


@attrs.define(eq=False)
class Square:
    """One node of the board."""

    place: int
    step: Step
    keep: int
    """The bits of its totals that matter to it, or to a node above."""
    parts: tuple[_Part, ...]
    """The fields of those bits."""
    ceilings: tuple[tuple[int, int, int], ...]
    """Counts that need not be told apart beyond a number: shift, mask, number."""
    guard: int
    """What to add so that a sign is set where a count is beyond its number,"""
    signs: int
    """and these signs."""

    def lower(self, total: int) -> int:
        """Lower counts to what can be told apart."""
        if total + self.guard & self.signs:
            for shift, mask, most in self.ceilings:
                count = total >> shift & mask
                if count > most:
                    total -= count - most << shift
        return total

    def verdict(self, total: int) -> Verdict:
        """Return the verdict that a total means."""
        return self.step.verdicts[total + self.step.bias & self.step.mask]


class Board:
    """All nodes from one node down, under one set of flags.

    Args:
        rater: the set and method.
        flags: the flags, all of them.
        top: the place of the node that the search is about.
        level: the rank that matters at the top; every rank if none is given.
    """

    def __init__(
        self, rater: Rater, flags: Mapping[str, bool], top: int, level: int | None = None
    ) -> None:
        self.rater, self.top = rater, top
        self.pooled = rater.compiled.pooled_mask
        self.places = places_below(rater, top)
        self.is_monotone = is_monotone_below(rater, self.places)
        ranks = range(1, len(rater.question_set.framework.scale))
        levels = frozenset(ranks if level is None else {level})
        kept = _kept(rater, self.places, levels if self.is_monotone else None)
        steps = rater.steps_under(flags)
        self.squares = {
            place: _square(rater, place, steps[place], tests) for place, tests in kept.items()
        }

    zero = 0
    """The total of nothing."""

    def asked(self, square: Square, place: int, state: int | None) -> int:
        """Return what a question in this state adds."""
        add: int = self.rater.tables[place][state]  # type: ignore[index]  # None is for numbers only
        return add & square.keep

    def adder(self, square: Square, child: int) -> Callable[[int], int]:
        """Return what tells what a child with a total adds to a node's."""
        below, keep, pooled = self.squares[child], square.keep, self.pooled
        adds = next(adds for each, adds in square.step.children if each == child)
        carries = [carry for each, carry in square.step.carries if each == child]
        verdicts, bias, mask = below.step.verdicts, below.step.bias, below.step.mask

        def added(total: int) -> int:
            verdict = verdicts[total + bias & mask]
            carried = sum([carry(total, verdict) for carry in carries])
            return (total & pooled) + adds[verdict.symbol] + carried & keep

        return added


def places_below(rater: Rater, top: int) -> list[int]:
    """List a node's place and those of all nodes below it, children before parents."""
    wanted = {top}
    for place in range(top, -1, -1):
        if place in wanted:
            wanted.update(rater.nodes[place].children)
    return sorted(wanted)


def _kept(
    rater: Rater, places: Sequence[int], levels: frozenset[int] | None
) -> dict[int, list[tuple[Test, int]]]:
    """Say which tests matter to each node's totals: its own, and pooled ones of nodes above.

    Args:
        rater: the set and method.
        places: the nodes, children before parents.
        levels: the ranks that matter at the top; ``None`` where all tests are to be kept.

    Returns:
        For each node its tests, each with the place of the node that has it: nodes that say
        differently what a missing rating means keep one test in two fields.
    """
    keys = rater.question_set.framework.scale.keys
    found: dict[int, list[tuple[Test, int]]] = {}
    wanted: dict[int, frozenset[int]] = {places[-1]: levels or frozenset()}
    above: dict[int, list[tuple[Test, int]]] = {places[-1]: []}
    for place in reversed(places):
        plan = rater.compiled.plans[place]
        own = [*dict.fromkeys([*plan.judge.tests, *plan.read])]
        if levels is not None:
            own = tests_that_matter(plan, wanted[place], is_read=place != places[-1])
        found[place] = [*above[place], *((test, place) for test in own)]
        pooled = [each for each in found[place] if each[0].scope is Scope.BELOW]
        for child in plan.node.children:
            wanted[child] = cared_for(plan, own, keys)
            above[child] = pooled
    return {place: found[place] for place in places}


def _square(rater: Rater, place: int, step: Step, tests: Sequence[tuple[Test, int]]) -> Square:
    parts: dict[int, _Part] = {}
    most: dict[int, int] = {}
    for test, at in tests:
        plan = rater.compiled.plans[at]
        field = plan.fields[test]
        is_margin = isinstance(test.sum, Margin | Total | ScoreMargin)
        parts[field.shift] = _Part(
            field, direction_of(test, rater.method), is_margin, test.scope is Scope.BELOW
        )
        if isinstance(test.sum, Counted):
            start, stop = plan.span(test)
            bound = max(test.bound - sum(field.lowest[start:stop]), 0)
            most[field.shift] = max(most.get(field.shift, 0), bound)
    counts = [(parts[shift].field, bound) for shift, bound in most.items()]
    counts = [(field, bound) for field, bound in counts if bound < field.sign >> field.shift]
    return Square(
        place=place,
        step=step,
        keep=sum((1 << each.field.width) - 1 << shift for shift, each in parts.items()),
        parts=tuple(parts.values()),
        ceilings=tuple((field.shift, (1 << field.width) - 1, bound) for field, bound in counts),
        guard=sum((field.sign >> field.shift) - 1 - bound << field.shift for field, bound in counts),
        signs=sum(field.sign for field, _ in counts),
    )
