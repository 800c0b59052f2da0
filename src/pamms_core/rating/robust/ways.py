"""What a node becomes as the weight of one question moves, exactly, whatever its scores are made of.

A weight is in one question's place, so that each score on the way to the top is one straight
line over another, then scaled and rounded: a threshold on it is a threshold on that ratio,
which turns at one point. So each node's *course* follows from that of the child it comes through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

from pamms_core.rating.improving.board import places_below
from pamms_core.rating.robust.gauges import Gauges
from pamms_core.rating.robust.lines import START, made_of, overlaid
from pamms_core.rating.scores import Basis
from pamms_core.rating.sums import ScoreWeight
from pamms_core.rating.trying import options_of, try_nodes
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from pamms_core.answers import Answers
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.lines import Course, Line, Moving, Position, Turn
    from pamms_core.rating.verdict import Verdict

__all__ = ["Change", "Ways"]


class _Reading(NamedTuple):
    """What a node may come to, as its parent sees it."""

    up: int
    """What its questions add to the sums of its parent."""
    symbol: str
    score: Moving | None
    """Its score, where its parent takes it."""


class _Moved(NamedTuple):
    """The weight that moves."""

    place: int
    """The node at which its question is asked."""
    state: int
    """The state of the question."""
    way: int
    """1 where it rises, -1 where it falls."""
    end: Position | None
    """Where its way ends."""


class Ways:
    """A rated sheet, from one node down, whose weights move one at a time."""

    def __init__(self, rater: Rater, answers: Answers, top: int) -> None:
        states = rater.states(answers)
        _, worlds = rater.worlds(answers.flags)
        gauges = _gauges(rater)
        self._worlds = [_World(rater, gauges, states, steps, top) for steps in worlds.values()]
        self._known: dict[_Moved, Course[str]] = {}
        self.now: frozenset[str] = frozenset().union(*(each.now for each in self._worlds))
        """What the node may be as things are: one symbol, unless something is unknown."""
        self._homes: dict[str, tuple[int, int]] = {}
        self._heaviest: dict[tuple[int, int], int] = {}
        for place in places_below(rater, top):
            node = rater.nodes[place]
            for question, state in zip(node.direct, states[node.start :], strict=False):
                home = self._homes[question.code] = place, state or 0
                self._heaviest[home] = max(question.weight, self._heaviest.get(home, 0))

    def change(self, code: str, weight: int, way: int) -> Change | None:
        """Return where the node first changes as a weight moves, and what it becomes there.

        A falling weight stays above 0. Questions of one node with the same answer go one way.
        """
        home = self._homes[code]
        moved = _Moved(*home, way, None if way > 0 else (self._heaviest[home], 0))
        if moved not in self._known:
            self._known[moved] = overlaid([each.course(moved) for each in self._worlds])
        course = self._known[moved]
        for at, (position, symbols) in enumerate(course):
            if way < 0 and position[0] >= weight:
                return None
            if symbols != self.now:
                following = course[at + 1][0][0] if at + 1 < len(course) else None
                until = weight if way < 0 and (following is None or following > weight) else following
                return Change(*position, symbols, until)
        return None


class Change(NamedTuple):
    """Where a node changes as a weight moves."""

    at: Fraction | int
    """By how much the weight has moved."""
    beyond: int
    """1 if it changes only just beyond."""
    symbols: frozenset[str]
    """What the node then is."""
    until: Fraction | int | None
    """It stays so before this point at least; ``None`` if for good."""


def _gauges(rater: Rater) -> list[Gauges]:
    """Make a rater's tests ready, once."""
    found: list[Gauges] = rater.boards.setdefault("gauges", [])  # type: ignore[assignment]
    if not found:
        found += map(Gauges.of, rater.compiled.plans)
    return found


class _World:
    """The sheet under one guess at the flags that were not given."""

    def __init__(
        self,
        rater: Rater,
        gauges: Sequence[Gauges],
        states: Sequence[int | None],
        steps: tuple[Step, ...],
        top: int,
    ) -> None:
        self.steps, self.top = steps, top
        self.pooled = rater.compiled.pooled_mask
        given = [table[state] for table, state in zip(rater.tables, states, strict=True)]  # type: ignore[index]
        self.own = [sum(given[step.start : step.stop]) for step in steps]
        self.done = try_nodes(self.own, steps, self.pooled)
        self.parents = {child: at for at, step in enumerate(steps) for child, _ in step.children}
        self.gauges = gauges
        self._sums: dict[tuple[int, int | None], list[int]] = {}
        self._known: dict[tuple[int, str, int, int], list[Turn]] = {}

    @property
    def now(self) -> frozenset[str]:
        """What the topmost node may be."""
        return frozenset(verdict.symbol for _, verdict in self.done[self.top].options)

    def course(self, moved: _Moved) -> Course[str]:
        """Return what the topmost node is as the weight of a question moves."""
        place = moved.place
        pieces = [_Piece(self.gauges[place], self.steps[place], each) for each in self.sums(place)]
        found = overlaid([self._course(piece, moved, START, moved.end) for piece in pieces])
        while place != self.top:
            child, place = place, self.parents[place]
            found = made_of(self._parent(place, child, found, moved))
        return made_of((at, frozenset(each.symbol for each in one)) for at, one in found)

    def _parent(
        self, place: int, child: int, below: Course[_Reading], moved: _Moved
    ) -> Iterator[tuple[Position, frozenset[_Reading]]]:
        """Yield a node's course, given that of the child through which it comes."""
        ends: list[Position | None] = [*(at for at, _ in below[1:]), moved.end]
        for (start, readings), end in zip(below, ends, strict=True):
            pieces = [
                self._through(place, child, total, reading)
                for total in self.sums(place, child)
                for reading in readings
            ]
            yield from overlaid([self._course(piece, moved, start, end) for piece in pieces])

    def sums(self, place: int, but: int | None = None) -> list[int]:
        """Return all that a node's total may be, without one of its children."""
        if (place, but) not in self._sums:
            sums = {self.own[place]}
            carries = dict(self.steps[place].carries)
            for child, adds in self.steps[place].children:
                if child != but:
                    carry, up = carries.get(child), self.done[child].total & self.pooled
                    added = {
                        up + adds[verdict.symbol] + (carry(each, verdict) if carry else 0)
                        for each, verdict in self.done[child].options
                    }
                    sums = {one + more for one in sums for more in added}
            self._sums[place, but] = sorted(sums)
        return self._sums[place, but]

    def _through(self, place: int, child: int, total: int, reading: _Reading) -> _Piece:
        """Add what a child adds; a score that moves only counts its weight."""
        step, gauges = self.steps[place], self.gauges[place]
        nth = [each for each, _ in step.children].index(child)
        at, score = len(gauges.plan.node.direct) + nth, None
        total += reading.up + step.children[nth][1][reading.symbol]
        for carry in (carry for each, carry in step.carries if each == child):
            score = reading.score
            if score is None:
                total += carry.of(None, reading.symbol)
            else:
                fields = (field for field, one in carry.fields if isinstance(one, ScoreWeight))
                total += sum(field.put(at, carry.weight) for field in fields)
        return _Piece(gauges, step, total, at, score, is_own=gauges.basis is Basis.QUESTIONS)

    def _course(
        self, piece: _Piece, moved: _Moved, start: Position, end: Position | None
    ) -> Course[_Reading]:
        """Return what a node may come to, from one position to another."""
        pattern, verdicts = piece.total + piece.step.bias & piece.step.mask, piece.step.verdicts
        turns: dict[Position, int] = {}
        for sign, turn, holds in self._turns(piece, moved):
            is_past = turn is None or start >= turn
            pattern = pattern | sign if is_past is holds else pattern & ~sign
            if turn is not None and not is_past and (end is None or turn < end):
                turns[turn] = turns.get(turn, 0) | sign
        up = piece.total & self.pooled
        found = [(start, piece.readings(verdicts[pattern], up, moved))]
        for turn in sorted(turns):
            pattern ^= turns[turn]
            found.append((turn, piece.readings(verdicts[pattern], up, moved)))
        return found

    def _turns(self, piece: _Piece, moved: _Moved) -> list[Turn]:
        """Tell when the tests of a node change; those of its questions do in the same way each time."""
        if piece.score is not None and not piece.is_own:
            return [line.turning() for line in piece.lines(moved)]
        gauges = piece.gauges
        is_pooled = gauges.basis is Basis.QUESTIONS or not piece.is_own
        total = piece.total & self.pooled if is_pooled else piece.total
        key = (id(gauges), gauges.keys[moved.state], moved.way, total)
        if key not in self._known:
            self._known[key] = [line.turning() for line in piece.lines(moved)]
        return self._known[key]


@attrs.frozen
class _Piece:
    """A node while the child through which the way goes does not change."""

    gauges: Gauges
    step: Step
    total: int
    """Its total, but for what the child's moving score brings."""
    at: int = 0
    """The child's place among its inputs."""
    score: Moving | None = None
    """The child's score, if it moves and the node takes it."""
    is_own: bool = True
    """Whether its score is made of the question itself."""

    def lines(self, moved: _Moved) -> Iterator[Line]:
        """Yield the tests that go with the weight."""
        key = self.gauges.keys[moved.state]
        yield from self.gauges.assessed(self.total, key, moved.way)
        if self.is_own:
            yield from self.gauges.own(self.total, key, moved.way)
        elif self.score is not None:
            yield from self.gauges.through(self.total, self.at, self.score)

    def readings(self, verdict: Verdict, up: int, moved: _Moved) -> frozenset[_Reading]:
        """Return all that the node may come to with a verdict."""
        score = None
        if self.gauges.weight is None and verdict.state is not State.UNDETERMINED:
            return frozenset((_Reading(up, verdict.symbol, None),))
        if self.gauges.weight is not None and verdict.state.has_score:
            key = self.gauges.keys[moved.state] if self.is_own else ""
            score = self.gauges.score(self.total, key, moved.way)
            if not self.is_own and self.score is not None:
                score = self.gauges.score_through(self.total, self.at, self.score)
        return frozenset(_Reading(up, each.symbol, score) for _, each in options_of(up, verdict))
