"""Everything that can come out at each node: all totals, and all changes of one answer.

Totals are packed sums (see :mod:`pamms_core.rating.packing`), so whatever decides a
verdict is in them, and sheets with the same total need not be told apart. What
stages a set was built in is kept, so that a sheet with a given total can be
found again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.sumset import pitch_of, sums
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.verdict import Verdict

__all__ = ["Asked", "Changes", "Moves", "Origin", "Reach", "Totals", "explore", "follow", "lower"]

Moves: TypeAlias = Callable[[int], Iterable[tuple[int | None, int | None]]]
"""The changes of state that one question, by its place, may make: before and after."""


Sheet: TypeAlias = "dict[int, int | None]"
"""States by the questions' places."""

Pair: TypeAlias = tuple[int, int]
"""Totals before and after a change of one answer."""


@attrs.frozen
class Asked:
    """A question in one state: where an added number may come from."""

    place: int
    state: int | None

    def sheet(self, _: int) -> Sheet:
        """Return the part of a sheet that this is."""
        return {self.place: self.state}


@attrs.frozen
class Changed:
    """A question that changes its state: where a pair of added numbers may come from."""

    place: int
    before: int | None
    after: int | None

    def sheets(self, _: Pair) -> tuple[Sheet, Sheet]:
        """Return the parts of two sheets that this is."""
        return {self.place: self.before}, {self.place: self.after}


@attrs.define(eq=False)
class _Stage:
    """One input added to the totals so far."""

    before: frozenset[int]
    adds: Mapping[int, tuple[Origin, int]]
    """What the input may add, each with its origin and the total it had there."""


@attrs.define(eq=False)
class Totals:
    """All totals of one node."""

    place: int
    step: Step
    ceilings: tuple[tuple[int, int, int], ...]
    """Counts that are not counted on beyond what any test can tell apart."""
    reached: frozenset[int]
    stages: list[_Stage]

    def verdict(self, total: int) -> Verdict:
        """Return the verdict that a total means."""
        return self.step.verdicts[total + self.step.bias & self.step.mask]

    def sheet(self, total: int) -> Sheet:
        """Find a sheet with this total."""
        states: Sheet = {}
        for stage in reversed(self.stages):
            before, add = self._apart(total, stage)
            origin, own = stage.adds[add]
            states |= origin.sheet(own)
            total = before
        return states

    def _apart(self, total: int, stage: _Stage) -> tuple[int, int]:
        """Take a total apart into one before a stage and what the stage added."""
        return next(
            (before, add)
            for add in stage.adds
            for before in _below_ceilings(total - add, self.ceilings)
            if before in stage.before and lower(before + add, self.ceilings) == total
        )


Origin: TypeAlias = Asked | Totals


def lower(total: int, ceilings: Iterable[tuple[int, int, int]]) -> int:
    """Lower each count to its ceiling."""
    for shift, mask, most in ceilings:
        count = total >> shift & mask
        if count > most:
            total -= count - most << shift
    return total


def _below_ceilings(total: int, ceilings: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """Yield a total, and those whose counts may have been higher before they were lowered."""
    if not ceilings:
        yield total
        return
    (shift, _, most), *rest = ceilings
    for each in _below_ceilings(total, rest):
        yield each
        yield from (each + (more << shift) for more in range(1, most + 1))


@attrs.define(eq=False)
class Changes:
    """All pairs of totals of one node before and after a change of one answer."""

    totals: Totals
    pairs: frozenset[Pair]
    stages: list[tuple[frozenset[Pair], Mapping[Pair, PairOrigin]]]
    """For each input: the pairs so far, and the pairs it may add itself, with their origin."""

    def sheets(self, pair: Pair) -> tuple[Sheet, Sheet]:
        """Find two sheets that differ in one answer and have these totals."""
        same: Sheet = {}
        at = len(self.stages) - 1
        while (kept := next(self._kept(pair, at), None)) is not None:
            pair, add = kept
            origin, own_total = self.totals.stages[at].adds[add]
            same |= origin.sheet(own_total)
            at -= 1
        return self._changed_here(pair, self.totals.stages[at], self.stages[at][1], same)

    def _kept(self, pair: Pair, at: int) -> Iterator[tuple[Pair, int]]:
        """Take a pair apart where the change came before a stage."""
        ceilings, (earlier, _) = self.totals.ceilings, self.stages[at]
        for add in self.totals.stages[at].adds:
            for a, b in product(*(list(_below_ceilings(each - add, ceilings)) for each in pair)):
                lowered = (lower(a + add, ceilings), lower(b + add, ceilings))
                if (a, b) in earlier and lowered == pair:
                    yield (a, b), add

    def _changed_here(
        self, pair: Pair, stage: _Stage, own: Mapping[Pair, PairOrigin], same: Sheet
    ) -> tuple[Sheet, Sheet]:
        """Take a pair apart where the change came at a stage."""
        ceilings = self.totals.ceilings
        total, change = next(
            (total, (a, b))
            for a, b in own
            for total in _below_ceilings(pair[0] - a, ceilings)
            if total in stage.before and (lower(total + a, ceilings), lower(total + b, ceilings)) == pair
        )
        origin, own_pair = own[change]
        first, second = origin.sheets(own_pair)
        stages = self.totals.stages[: self.totals.stages.index(stage)]
        rest = attrs.evolve(self.totals, stages=stages).sheet(total)
        return same | first | rest, same | second | rest


PairOrigin: TypeAlias = tuple[Changed | Changes, Pair]


@attrs.define(eq=False)
class Reach:
    """What can come out at each node of a tree; ``None`` where there is too much of it."""

    rater: Rater
    states: Callable[[int], Sequence[int | None]]
    """The states that a question, by its place, may have."""
    budget: int
    """The most additions that any one step of the search may take."""
    ceilings: tuple[tuple[int, int, int], ...]
    pitch: int
    """What the totals of sheets that differ in their ratings mostly differ by."""
    totals: list[Totals | None] = attrs.field(factory=list)

    def entry(self, place: int, state: int | None) -> int:
        """Return what a question in this state adds."""
        return self.rater.tables[place][state]  # type: ignore[index]  # None is for numbers only

    def added(self, step: Step, below: Totals, total: int) -> int:
        """Return what a child with this total adds to its parent's."""
        verdict = below.verdict(total)
        adds = dict(step.children)[below.place][verdict.symbol]
        carried = sum(carry(total, verdict) for child, carry in step.carries if child == below.place)
        return (total & self.rater.compiled.pooled_mask) + adds + carried


def explore(
    rater: Rater,
    flags: Mapping[str, bool],
    states: Callable[[int], Sequence[int | None]],
    *,
    budget: int,
    progress: Callable[[str], None] = lambda _: None,
    only: Collection[int] | None = None,
) -> Reach:
    """Find all totals of every node.

    Args:
        rater: the set and method.
        flags: the flags, all of them.
        states: the states that a question, by its place, may have.
        budget: the most additions that any one step of the search may take.
        progress: called with each node's code before it is searched.
        only: the places of the nodes to search, with all below them; every node if not given.
    """
    ranks = len(rater.question_set.framework.scale)
    plain = [
        [rater.tables[place][rank] for rank in range(ranks)]
        for place, question in enumerate(rater.questions)
        if question.most is None and not question.critical
    ]
    reach = Reach(rater, states, budget, rater.compiled.ceilings(), pitch_of(plain))
    for place, step in enumerate(rater.steps_under(flags)):
        if only is not None and place not in only:
            reach.totals.append(None)
            continue
        progress(rater.nodes[place].code)
        inputs = _inputs(reach, step)
        reach.totals.append(None if inputs is None else _add_up(reach, step, inputs))
    return reach


def follow(
    reach: Reach, moves: Moves, *, budget: int, progress: Callable[[str], None] = lambda _: None
) -> list[Changes | None]:
    """Find, for every node, all pairs of totals before and after a change of one answer.

    Args:
        reach: what can come out.
        moves: the changes of state that one question may make.
        budget: the most additions that any one step may take.
        progress: called with each node's code before it is searched.
    """
    found: list[Changes | None] = []
    for node, totals in zip(reach.rater.nodes, reach.totals, strict=True):
        progress(node.code)
        own = None if totals is None else _own_changes(reach, totals.step, moves, found)
        done = None if own is None or totals is None else _follow(totals, own, budget)
        found.append(done)
    return found


def _inputs(reach: Reach, step: Step) -> list[dict[int, tuple[Origin, int]]] | None:
    """List what each input of a node may add; ``None`` if a child is beyond reach."""
    found: list[dict[int, tuple[Origin, int]]] = []
    for place in range(step.start, step.stop):
        if (reach.rater.questions[place].most or 0) > reach.budget:
            return None
        states = reversed(reach.states(place))
        found.append({reach.entry(place, each): (Asked(place, each), 0) for each in states})
    for child, _ in step.children:
        below = reach.totals[child]
        if below is None or any(below.verdict(t).state is State.UNDETERMINED for t in below.reached):
            return None
        found.append({reach.added(step, below, t): (below, t) for t in sorted(below.reached)})
    return found


def _add_up(reach: Reach, step: Step, inputs: list[dict[int, tuple[Origin, int]]]) -> Totals | None:
    reached: frozenset[int] = frozenset({0})
    stages: list[_Stage] = []
    for adds in sorted(inputs, key=len):
        if len(reached) * len(adds) > reach.budget:
            return None
        stages.append(_Stage(reached, adds))
        added = sums(reached, adds, reach.pitch)
        reached = frozenset(lower(each, reach.ceilings) for each in added)
    return Totals(len(reach.totals), step, reach.ceilings, reached, stages)


def _own_changes(
    reach: Reach, step: Step, moves: Moves, done: Sequence[Changes | None]
) -> dict[int | Totals, dict[Pair, PairOrigin]] | None:
    """List, by input, the pairs it may add itself when one answer below it changes."""
    found: dict[int | Totals, dict[Pair, PairOrigin]] = {}
    for place in range(step.start, step.stop):
        found[place] = {
            (reach.entry(place, a), reach.entry(place, b)): (Changed(place, a, b), (0, 0))
            for a, b in moves(place)
        }
    for child, _ in step.children:
        below = done[child]
        if below is None:
            return None
        found[below.totals] = {
            (reach.added(step, below.totals, a), reach.added(step, below.totals, b)): (below, (a, b))
            for a, b in sorted(below.pairs)
        }
    return found


def _follow(
    totals: Totals, own: Mapping[int | Totals, Mapping[Pair, PairOrigin]], budget: int
) -> Changes | None:
    pairs: frozenset[Pair] = frozenset()
    stages: list[tuple[frozenset[Pair], Mapping[Pair, PairOrigin]]] = []
    for stage in totals.stages:
        origin = next(iter(stage.adds.values()))[0]
        mine = own[origin.place if isinstance(origin, Asked) else origin]
        if len(pairs) * len(stage.adds) + len(stage.before) * len(mine) > budget:
            return None
        stages.append((pairs, mine))
        kept = {(a + add, b + add) for a, b in pairs for add in stage.adds}
        kept |= {(t + a, t + b) for t in stage.before for a, b in mine}
        pairs = frozenset((lower(a, totals.ceilings), lower(b, totals.ceilings)) for a, b in kept)
    return Changes(totals, pairs, stages)
