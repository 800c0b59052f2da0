"""Everything that can come out at each node: all totals, as rests and places.

Totals are packed sums (see :mod:`pamms_core.rating.packing`), so whatever decides a
verdict is in them, and sheets with the same total need not be told apart. The
stages in which totals were added up are kept, so that a sheet with a given
total can be found again.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.masks import added, extents, lowest, meeting, pieces, runs_of
from pamms_core.rating.plane import lowered, plane_of
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.plane import Ceiling, Plane, Spread
    from pamms_core.rating.verdict import Verdict

__all__ = [
    "Asked",
    "BeyondBudgetError",
    "Part",
    "Reach",
    "Sheet",
    "States",
    "Sum",
    "Totals",
    "add_up",
    "effort",
    "explore",
]

Sheet: TypeAlias = "dict[int, int | None]"
"""States by the questions' places in the tree."""

States: TypeAlias = "Callable[[int], Sequence[int | None]]"
"""The states that a question, by its place in the tree, may have."""

_WORD = 4_000
"""So many places of a mask are shifted in about the time that anything takes at all."""


class BeyondBudgetError(Exception):
    """There is too much to try; where that is met, a finding says so."""

    def __str__(self) -> str:
        return "there is too much to try within the budget"


@attrs.frozen
class Asked:
    """A question in one state: where a part of a total may come from."""

    at: int
    state: int | None

    def sheet(self, _rest: int, _place: int) -> Sheet:
        """Return the part of a sheet that this is."""
        return {self.at: self.state}


@attrs.frozen
class Part:
    """Some places of one rest that an input may add."""

    rest: int
    mask: int
    origin: Asked | Totals
    own: int = 0
    """The rest that they have at a node that is the input."""
    lowest: int = attrs.field(init=False)

    @lowest.default
    def _find_lowest(self) -> int:
        return lowest(self.mask)


@attrs.define(eq=False)
class Sum:
    """All totals of some inputs."""

    plane: Plane
    ceilings: Sequence[Ceiling]
    spread: Spread
    stages: list[tuple[Spread, Sequence[Part]]]
    """For each input: the totals before it, and what it adds."""

    def lowered(self, rest: int, place: int) -> int:
        """Lower the counts of a rest; the place is one that it has."""
        total = self.plane.total(rest, place)
        return rest + lowered(total, self.ceilings) - total

    def at(self, node: int, step: Step) -> Totals:
        """Return them as those of a node."""
        return Totals(self.plane, self.ceilings, self.spread, self.stages, node, step)

    def sheet(self, rest: int, place: int) -> Sheet:
        """Find a sheet with this total."""
        states: Sheet = {}
        for before, parts in reversed(self.stages):
            rest, place, part, own = self._apart(rest, place, before, parts)
            states |= part.origin.sheet(part.own, own)
        return states

    def _apart(
        self, rest: int, place: int, before: Spread, parts: Sequence[Part]
    ) -> tuple[int, int, Part, int]:
        """Take a total apart into one before a stage, and what the stage added."""
        return next(
            (earlier, place - own, part, own)
            for earlier, mask in before.items()
            for start in [lowest(mask)]
            for part in parts
            if self.lowered(earlier + part.rest, start + part.lowest) == rest
            for own in [meeting(part.mask, mask, place)]
            if own is not None
        )


@attrs.define(eq=False)
class Totals(Sum):
    """All totals of one node."""

    node: int
    """The node's place in the tree."""
    step: Step

    def sign(self, rest: int, place: int) -> int:
        """Return what the tests of the node say of a total, in one number."""
        return self.plane.total(rest, place) + self.step.bias & self.step.mask

    def verdict(self, rest: int, place: int) -> Verdict:
        """Return the verdict that a total means."""
        return self.step.verdicts[self.sign(rest, place)]

    @cached_property
    def signed(self) -> dict[int, dict[int, int]]:
        """For each rest, the places of each sign."""
        return {rest: self.cut(rest, mask) for rest, mask in self.spread.items()}

    def cut(self, rest: int, mask: int) -> dict[int, int]:
        """Cut the places of a rest by their sign.

        Along a row every sum rises or falls all the way, so a test changes once at most.
        """
        found: dict[int, int] = defaultdict(int)
        step, plane = self.step, self.plane
        for low, high in extents(mask, plane.stride):
            start = plane.total(rest, low) + step.bias
            for sign, first, last in pieces(start, plane.point, step.mask, high - low + 1):
                found[sign] |= (1 << last - first + 1) - 1 << low + first
        return {sign: places & mask for sign, places in found.items() if places & mask}

    def verdicts(self) -> set[Verdict]:
        """Return every verdict that comes out."""
        return {self.step.verdicts[sign] for by_sign in self.signed.values() for sign in by_sign}


@attrs.define(eq=False)
class Reach:
    """What can come out at each node of a tree; ``None`` where there is too much of it."""

    rater: Rater
    states: States
    budget: int
    """The most work that one step of the search may take."""
    plane: Plane
    totals: list[Totals | None] = attrs.field(factory=list)

    def put(self, at: int, state: int | None) -> tuple[int, int]:
        """Return what a question in this state adds, as a rest and a place."""
        return self.plane.put(self.rater.questions[at], self.rater.tables[at], state)  # type: ignore[arg-type]

    def passed(self, step: Step, below: Totals, rest: int, place: int) -> int:
        """Return the rest of what a child with this total adds to its parent's."""
        total, verdict = self.plane.total(rest, place), below.verdict(rest, place)
        adds = dict(step.children)[below.node][verdict.symbol]
        carried = sum(carry(total, verdict) for child, carry in step.carries if child == below.node)
        return (total & self.rater.compiled.pooled_mask) + adds + carried - self.plane.total(0, place)

    def passed_on(self, step: Step, below: Totals, rest: int, mask: int) -> Iterator[tuple[int, int]]:
        """Yield the rests, with places, that places of one rest and sign add to a parent's totals."""
        carried = any(child == below.node for child, _ in step.carries)
        for places in _each(mask) if carried else [mask]:
            yield self.passed(step, below, rest, lowest(places)), places


def explore(
    rater: Rater,
    flags: Mapping[str, bool],
    states: States,
    *,
    budget: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Reach:
    """Find all totals of every node.

    Args:
        rater: the set and method.
        flags: the flags, all of them.
        states: the states that a question, by its place, may have.
        budget: the most work that any one step of the search may take.
        progress: called with each node's code before it is searched.
    """
    reach = Reach(rater, states, budget, plane_of(rater))
    for place, step in enumerate(rater.steps_under(flags)):
        progress(rater.nodes[place].code)
        reach.totals.append(_totals(reach, place, step))
    return reach


def _totals(reach: Reach, place: int, step: Step) -> Totals | None:
    inputs = _inputs(reach, step)
    ceilings = reach.rater.compiled.ceilings(place)
    try:
        found = None if inputs is None else add_up(reach.plane, ceilings, inputs, reach.budget)
    except BeyondBudgetError:
        return None
    return None if found is None else found.at(place, step)


def _inputs(reach: Reach, step: Step) -> list[list[Part]] | None:
    """List what each input of a node may add; ``None`` if a child is beyond reach."""
    found: list[list[Part]] = []
    for at in range(step.start, step.stop):
        if (reach.rater.questions[at].most or 0) > reach.budget:
            return None
        put = {state: reach.put(at, state) for state in reach.states(at)}
        found.append([Part(rest, 1 << place, Asked(at, each)) for each, (rest, place) in put.items()])
    for child, _ in step.children:
        below = reach.totals[child]
        if below is None or any(each.state is State.UNDETERMINED for each in below.verdicts()):
            return None
        found.append(list(_passed_on(reach, step, below)))
    return found


def _passed_on(reach: Reach, step: Step, below: Totals) -> Iterator[Part]:
    for rest, by_sign in below.signed.items():
        for mask in by_sign.values():
            for own, places in reach.passed_on(step, below, rest, mask):
                yield Part(own, places, below, rest)


def add_up(
    plane: Plane, ceilings: Sequence[Ceiling], inputs: Iterable[Sequence[Part]], budget: int
) -> Sum:
    """Add up inputs.

    Raises:
        BeyondBudgetError: that is too much work.
    """
    total = Sum(plane, ceilings, {0: 1}, [])
    for parts in inputs:
        merged: Spread = defaultdict(int)
        for part in parts:
            merged[part.rest] |= part.mask
        runs = {rest: runs_of(mask) for rest, mask in merged.items()}
        work = sum(map(effort, total.spread.values())) * sum(map(len, runs.values()))
        if work > budget:
            raise BeyondBudgetError
        total.stages.append((total.spread, parts))
        total.spread = _added(total, runs)
    return total


def effort(mask: int) -> int:
    """Return how much work it is to shift a mask once."""
    return 1 + mask.bit_length() // _WORD


def _added(total: Sum, runs: Mapping[int, Sequence[tuple[int, int]]]) -> Spread:
    found: Spread = defaultdict(int)
    for rest, mask in total.spread.items():
        start = lowest(mask)
        for more, places in runs.items():
            at = total.lowered(rest + more, start + places[0][0])
            found[at] |= added(mask, tuple(places))
    return dict(found)


def _each(mask: int) -> Iterator[int]:
    return (1 << place for start, length in runs_of(mask) for place in range(start, start + length))
