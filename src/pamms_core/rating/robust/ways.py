"""What a node becomes as the weight of one question moves, exactly, whatever its scores are made of.

A weight is in one question's place, so that each score on the way to the top is one straight
line over another, then scaled and rounded: a threshold on it is a threshold on that ratio,
which turns at one point. So each node's *course* follows from that of the child it comes through.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from pamms_core.rating.improving.board import places_below
from pamms_core.rating.robust.gauges import Gauges
from pamms_core.rating.robust.lines import made_of, overlaid
from pamms_core.rating.robust.world import Moved, World

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.lines import Position

__all__ = ["Change", "Ways"]

_LOOKED_AT: Final = 3
"""What a node is now, what it becomes, and where it changes again: no more is asked of its course."""


class Ways:
    """A rated sheet, from one node down, whose weights move one at a time."""

    def __init__(self, rater: Rater, answers: Answers, top: int) -> None:
        states = rater.states(answers)
        _, worlds = rater.worlds(answers.flags)
        gauges = _gauges(rater)
        self._worlds = [World(rater, gauges, states, steps, top) for steps in worlds.values()]
        self._known: dict[tuple[tuple[int, int], int], Change | None] = {}
        self.now: frozenset[str] = frozenset().union(*(each.now for each in self._worlds))
        """What the node may be as things are: one symbol, unless something is unknown."""
        self._homes: dict[str, tuple[int, int]] = {}
        self._heaviest: dict[tuple[int, int], int] = {}
        for place in places_below(rater, top):
            node = rater.nodes[place]
            for question, state in zip(node.direct, states[node.start :], strict=False):
                home = self._homes[question.code] = place, state or 0
                self._heaviest[home] = max(question.weight, self._heaviest.get(home, 0))
        self._most = max(self._heaviest.values(), default=0)

    def _course(self, moved: Moved) -> Iterable[tuple[Position, frozenset[str]]]:
        """Return what the topmost node may be under all guesses."""
        if len(self._worlds) == 1:
            return self._worlds[0].course(moved)
        return overlaid([list(each.course(moved)) for each in self._worlds])

    def change(self, code: str, weight: int, way: int) -> Change | None:
        """Return where the node first changes as a weight moves, and what it becomes there.

        A falling weight stays above 0. Questions of one node with the same answer go one way.
        """
        home = self._homes[code]
        if (home, way) not in self._known:
            self._known[home, way] = self._first(home, way)
        first = self._known[home, way]
        if first is None or (way < 0 and first.at >= weight):
            return None
        ends_before = way < 0 and (first.until is None or first.until > weight)
        return first._replace(until=weight) if ends_before else first

    def _first(self, home: tuple[int, int], way: int) -> Change | None:
        """Find the first change as any weight of questions with one answer moves."""
        end, most = (None, None) if way > 0 else ((self._heaviest[home], 0), self._most)
        course = self._course(Moved(*home, way, end, most))
        _, *changes = islice(made_of(course), _LOOKED_AT)
        if not changes:
            return None
        (at, beyond), symbols = changes[0]
        return Change(at, beyond, symbols, changes[1][0][0] if changes[1:] else None)


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
