"""Everything that a tree may be rated while what varies stays within bounds: a bound from outside.

Each test is looked at by itself: whether it may hold, and whether it may fail, somewhere in
the box. Taking every combination includes all that can happen, so a box in which no other
rating comes out is proven. For a single point nothing is combined, and the rating is exact.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.improving.board import places_below
from pamms_core.rating.robust.margins import margins_of
from pamms_core.rating.robust.ranges import Ranges
from pamms_core.rating.sums import ScoreWeight
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.answers import Answers
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.margins import Margin, Variable
    from pamms_core.rating.verdict import Verdict

__all__ = ["Box", "Field", "Fixed", "Tree"]

Box: TypeAlias = "Mapping[Variable, tuple[Fraction, Fraction]]"
"""How far each variable may deviate, down and up; what is not named does not vary."""

Fixed: TypeAlias = "Mapping[Margin, bool]"
"""Tests that are taken to hold, or to fail, wherever else in a box they would not."""

Field: TypeAlias = "tuple[int, bool, bool]"
"""A sign bit, whether its test may hold, and whether it may fail."""


@attrs.define(eq=False, slots=False)
class Tree:
    """A rated sheet, from one node down, and its margins."""

    rater: Rater
    answers: Answers
    top: int
    of: str

    @cached_property
    def places(self) -> list[int]:
        """The nodes, children before parents."""
        return places_below(self.rater, self.top)

    @cached_property
    def _found(self) -> dict[int, tuple[tuple[Margin, ...], bool]]:
        outcome = self.rater.rate(self.answers)
        codes = [node.code for node in self.rater.nodes]
        found = {}
        for place in self.places:
            found[place] = margins_of(outcome[codes[place]], place, self.rater.compiled, self.of)
        return found

    @cached_property
    def ranges(self) -> Ranges:
        """The scores that are made of children's, which do not go in straight lines."""
        return Ranges(self.rater, self.rater.rate(self.answers), self.of)

    @property
    def is_linear(self) -> bool:
        """Whether all that depends on what varies goes in straight lines."""
        return all(is_linear for _, is_linear in self._found.values())

    @property
    def margins(self) -> dict[int, tuple[Margin, ...]]:
        """The margins of each node."""
        return {place: margins for place, (margins, _) in self._found.items()}

    @cached_property
    def worlds(self) -> list[tuple[Step, ...]]:
        """The finishing steps under each guess at the flags that were not given."""
        names, given = self.rater.method.flags, self.answers.flags
        unknown = [name for name in names if name not in given]
        return [
            self.rater.steps_under({**given, **dict(zip(unknown, guess, strict=True))})
            for guess in product([False, True], repeat=len(unknown))
        ]

    @cached_property
    def rests(self) -> dict[int, int]:
        """What each node's total is without what its children's ratings add."""
        states = self.rater.states(self.answers)
        given = [table[state] for table, state in zip(self.rater.tables, states, strict=True)]  # type: ignore[index]
        pooled = self.rater.compiled.pooled_mask
        found: dict[int, int] = {}
        for place in self.places:
            step = self.worlds[0][place]
            own = sum(given[step.start : step.stop])
            found[place] = own + sum(found[child] & pooled for child, _ in step.children)
        return found

    @cached_property
    def now(self) -> frozenset[str]:
        """What the node may be as things are: one symbol, unless something is unknown."""
        return self.possible({})

    def possible(self, box: Box, *, beyond: bool = False, fixed: Fixed | None = None) -> frozenset[str]:
        """Return every symbol that the node may have within a box.

        Args:
            box: how far each variable may deviate.
            beyond: whether to look just outside the box too.
            fixed: tests that are not left to the box.
        """
        return frozenset().union(*self._outcomes(_Room(box, beyond, fixed or {})))

    def may_differ(self, box: Box, *, beyond: bool = False, fixed: Fixed | None = None) -> bool:
        """Tell whether the node may have other symbols somewhere within a box.

        Under each guess at the flags by itself: several symbols could become fewer, and all
        of them together would not show it. Where there are several under one guess, any
        test that turns may do that.
        """
        room = _Room(box, beyond, fixed or {})
        return any(
            found != now or (len(now) > 1 and self._may_turn(room))
            for found, now in zip(self._outcomes(room), self._nows, strict=True)
        )

    @cached_property
    def _nows(self) -> list[frozenset[str]]:
        return list(self._outcomes(_Room({}, beyond=False, fixed={})))

    def _may_turn(self, room: _Room) -> bool:
        every = (margin for margins in self.margins.values() for margin in margins)
        return not self.is_linear or any(room.field(each)[1 + each.holds] for each in every)

    def _outcomes(self, room: _Room) -> Iterator[frozenset[str]]:
        """Yield every symbol that the node may have, under each guess at the flags."""
        for steps in self.worlds:
            symbols: dict[int, frozenset[str]] = {}
            for place in self.places:
                symbols[place] = self._node(place, steps[place], symbols, room)
            yield symbols[self.top]

    def _node(
        self, place: int, step: Step, below: Mapping[int, frozenset[str]], room: _Room
    ) -> frozenset[str]:
        sums = {self.rests[place]}
        for child, adds in step.children:
            more = {adds[symbol] for symbol in below[child]}
            sums = {one + other for one in sums for other in more}
        fields = list(self._fields(place, step, below, room))
        free = sum({sign for sign, _, _ in fields})
        verdicts = {
            step.verdicts[seen | sum(signs)]
            for seen in {total + step.bias & step.mask & ~free for total in sums}
            for signs in product(*map(_signs, fields))
        }
        return frozenset(symbol for verdict in verdicts for symbol in _symbols(verdict))

    def _fields(
        self, place: int, step: Step, below: Mapping[int, frozenset[str]], room: _Room
    ) -> Iterator[Field]:
        """Yield the tests that depend on what varies, each sign once.

        Bounds so close that whole weights do not tell them apart share a test: what may be of
        one of them, may be of it.
        """
        margins, is_linear = self._found[place]
        seen: dict[int, Field] = {}
        for sign, holds, fails in map(room.field, margins):
            _, may_hold, may_fail = seen.get(sign, (sign, False, False))
            seen[sign] = sign, holds or may_hold, fails or may_fail
        yield from seen.values()
        plan = self.rater.compiled.plans[place]
        for test in plan.judge.tests:
            if isinstance(test.sum, ScoreWeight) and step.children:
                yield self._present(place, plan.fields[test].sign, step, below)
        if not is_linear or any(isinstance(test.sum, ScoreWeight) for test in plan.judge.tests):
            for sign, holds, fails in self.ranges.fields(place, room.box, below):
                if sign not in seen:
                    seen[sign] = sign, holds, fails
                    yield sign, holds, fails

    def _present(self, place: int, sign: int, step: Step, below: Mapping[int, frozenset[str]]) -> Field:
        """Tell whether a question or a child has a score to make this node's of."""
        asked = bool(self.rests[place] + step.bias & sign)
        may, may_not = self.ranges.presence(place, step, below)
        return sign, asked or may, not asked and may_not


@attrs.frozen
class _Room:
    """Where the tests of a tree are looked at."""

    box: Box
    beyond: bool
    fixed: Fixed

    def field(self, margin: Margin) -> Field:
        """Tell whether one test may hold, and whether it may fail."""
        if margin in self.fixed:
            holds = self.fixed[margin]
            return margin.sign, holds, not holds
        low = high = Fraction(margin.value)
        moves = False
        for name, slope in margin.slopes.items():
            if name in self.box:
                ends = [slope * end for end in self.box[name]]
                low, high, moves = low + min(ends), high + max(ends), True
        past = self.beyond and moves
        may_hold = high > 0 or (high == 0 and (not margin.is_strict or past))
        may_fail = low < 0 or (low == 0 and (margin.is_strict or past))
        return margin.sign, may_hold, may_fail


def _signs(field: Field) -> list[int]:
    sign, may_hold, may_fail = field
    return [sign] * may_hold + [0] * may_fail


def _symbols(verdict: Verdict) -> Iterator[str]:
    if verdict.state is State.UNDETERMINED:
        yield from (rating.key for rating in verdict.possible)
    else:
        yield verdict.symbol
