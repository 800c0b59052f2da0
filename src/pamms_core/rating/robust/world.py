"""A rated sheet under one guess at the flags, and what a node of it comes to as one weight moves.

Each node's *course* follows from that of the child through which the weight is reached: piece
by piece of the child's course, the node's own tests turn one after another.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pamms_core.rating.robust.lines import START, Turns, made_of, overlaid
from pamms_core.rating.scores import Basis
from pamms_core.rating.sums import ScoreWeight
from pamms_core.rating.trying import options_of, try_nodes
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.rating.carry import Carry
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.gauges import Gauges
    from pamms_core.rating.robust.lines import Course, Line, Moving, Position
    from pamms_core.rating.verdict import Verdict

__all__ = ["Moved", "World"]


class _Reading(NamedTuple):
    """What a node may come to, as its parent sees it."""

    up: int
    """What its questions add to the sums of its parent."""
    symbol: str
    score: Moving | None
    """Its score, where its parent takes it."""


_Pieces: TypeAlias = "Iterable[tuple[Position, frozenset[_Reading]]]"


class _Link(NamedTuple):
    """How a child stands to its parent."""

    at: int
    """Its place among the inputs."""
    adds: Mapping[str, int]
    """What it adds, by what it is."""
    carry: Carry | None
    """How its score is taken, if it is."""


class Moved(NamedTuple):
    """The weight that moves."""

    place: int
    """The node at which its question is asked."""
    state: int
    """The state of the question."""
    way: int
    """1 where it rises, -1 where it falls."""
    end: Position | None
    """Where its way ends: a falling weight, and so the heaviest with that answer, stays above 0."""
    most: int | None
    """How far any weight moves this way."""


class World:
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
        self._lines: dict[tuple[int, str, int, bool], list[Line]] = {}
        self._known: dict[tuple[tuple[int, str, int, bool], int], Turns] = {}
        self._links: dict[tuple[int, int], _Link] = {}
        self._plain: dict[tuple[int, str], frozenset[_Reading]] = {}
        self._still: dict[tuple[int, int, int, bool], bool] = {}

    @property
    def now(self) -> frozenset[str]:
        """What the topmost node may be."""
        return frozenset(verdict.symbol for _, verdict in self.done[self.top].options)

    def course(self, moved: Moved) -> Iterator[tuple[Position, frozenset[str]]]:
        """Return what the topmost node is as the weight of a question moves."""
        place = moved.place
        if self._stands(place, moved):
            return iter([(START, self.now)])
        pieces = [_Piece(self.gauges[place], self.steps[place], each) for each in self.sums(place)]
        found: _Pieces = overlaid([self._course(piece, moved, START, moved.end) for piece in pieces])
        while place != self.top:
            child, place = place, self.parents[place]
            found = made_of(self._parent(place, child, found, moved))
        return made_of((at, frozenset(each.symbol for each in one)) for at, one in found)

    def _stands(self, place: int, moved: Moved) -> bool:
        """Tell at once where no test turns from a node up, as with most weights that fall."""
        gauges = self.gauges[place]
        is_own = place == moved.place or gauges.basis is Basis.QUESTIONS
        key = place, moved.state, moved.way, is_own
        if key not in self._still:
            totals = self.sums(place)
            piece = _Piece(gauges, self.steps[place], totals[0], is_own=is_own)
            is_plain = len(totals) == 1 and gauges.weight is None
            self._still[key] = (
                is_plain
                and not self._tests(piece, moved).turns
                and (place == self.top or self._stands(self.parents[place], moved))
            )
        return self._still[key]

    def _parent(self, place: int, child: int, below: _Pieces, moved: Moved) -> _Pieces:
        """Yield a node's course, given that of the child through which it comes."""
        last: tuple[Position | None, frozenset[_Reading]] = moved.end, frozenset()
        totals = self.sums(place, child)
        for (start, readings), (end, _) in pairwise(chain(below, [last])):
            assert start is not None  # noqa: S101 (only the end may be open)
            pieces = [
                self._through(place, child, total, reading) for total in totals for reading in readings
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
        step, gauges, score = self.steps[place], self.gauges[place], None
        at, adds, carry = self._link(place, child)
        total += reading.up + adds[reading.symbol]
        if carry is not None:
            score = reading.score
            if score is None:
                total += carry.of(None, reading.symbol)
            else:
                fields = (field for field, one in carry.fields if isinstance(one, ScoreWeight))
                total += sum(field.put(at, carry.weight) for field in fields)
        return _Piece(gauges, step, total, at, score, is_own=gauges.basis is Basis.QUESTIONS)

    def _link(self, place: int, child: int) -> _Link:
        """Find where a child stands among a node's inputs, and what it adds."""
        if (place, child) not in self._links:
            step = self.steps[place]
            nth = [each for each, _ in step.children].index(child)
            at = len(self.gauges[place].plan.node.direct) + nth
            self._links[place, child] = _Link(at, step.children[nth][1], dict(step.carries).get(child))
        return self._links[place, child]

    def _course(
        self, piece: _Piece, moved: Moved, start: Position, end: Position | None
    ) -> Course[_Reading]:
        """Return what a node may come to, from one position to another, as its tests turn."""
        step, up = piece.step, piece.total & self.pooled
        mask, holding, turns = self._tests(piece, moved)
        pattern = (piece.total + step.bias & step.mask) & ~mask
        found: Course[_Reading] = []
        for turn, signs in turns:
            if turn > start:
                if end is not None and turn >= end:
                    break
                if not found:
                    found.append((start, self._read(piece, step.verdicts[pattern | holding], up, moved)))
                holding ^= signs
                found.append((turn, self._read(piece, step.verdicts[pattern | holding], up, moved)))
            else:
                holding ^= signs
        return found or [(start, self._read(piece, step.verdicts[pattern | holding], up, moved))]

    def _read(self, piece: _Piece, verdict: Verdict, up: int, moved: Moved) -> frozenset[_Reading]:
        """Read a node; where it is one thing only, the same few come again and again."""
        if piece.gauges.weight is not None or verdict.state is State.UNDETERMINED:
            return piece.readings(verdict, up, moved)
        key = up, verdict.symbol
        if key not in self._plain:
            self._plain[key] = frozenset((_Reading(up, verdict.symbol, None),))
        return self._plain[key]

    def _tests(self, piece: _Piece, moved: Moved) -> Turns:
        """Tell when the tests of a node change; those of its questions do in the same way each time."""
        if piece.score is not None and not piece.is_own:
            return Turns.of(piece.lines(moved, moved.way), moved.most)
        gauges, total = piece.gauges, piece.total
        if gauges.basis is Basis.QUESTIONS or not piece.is_own:
            total &= self.pooled
        kind = id(gauges), gauges.keys[moved.state], total, piece.is_own
        found = self._known.get((kind, moved.way))
        if found is None:
            if kind not in self._lines:
                self._lines[kind] = list(piece.lines(moved, 1))
            found = self._known[kind, moved.way] = Turns.of(self._lines[kind], moved.most, moved.way)
        return found


class _Piece(NamedTuple):
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

    def lines(self, moved: Moved, way: int) -> Iterator[Line]:
        """Yield the tests that go with the weight, this way."""
        key = self.gauges.keys[moved.state]
        yield from self.gauges.assessed(self.total, key, way)
        if self.is_own:
            yield from self.gauges.own(self.total, key, way)
        elif self.score is not None:
            yield from self.gauges.through(self.total, self.at, self.score)

    def readings(self, verdict: Verdict, up: int, moved: Moved) -> frozenset[_Reading]:
        """Return all that the node may come to with a verdict."""
        score = None
        if self.gauges.weight is not None and verdict.state.has_score:
            key = self.gauges.keys[moved.state] if self.is_own else ""
            score = self.gauges.score(self.total, key, moved.way)
            if not self.is_own and self.score is not None:
                score = self.gauges.score_through(self.total, self.at, self.score)
        return frozenset(_Reading(up, each.symbol, score) for _, each in options_of(up, verdict))
