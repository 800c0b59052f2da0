"""Straight lines and steps: how a test, a score and a verdict go as one weight moves away.

The *way* is how far the weight is from what it is. A position on it has a second part: 0 is
the point itself, 1 is just beyond it, before anything that comes later. A *course* is what
something is from each position on.
"""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pamms_core.rating.rounding import Rounding

__all__ = ["START", "Course", "Line", "Moving", "Position", "Turns", "made_of", "overlaid"]

Position: TypeAlias = tuple[Fraction | int, int]
"""How far the weight has moved, and whether just beyond that."""

_T = TypeVar("_T")
Course: TypeAlias = list[tuple[Position, frozenset[_T]]]
"""What may be, from each position on until the next."""

START: Position = (0, 0)


class Line(NamedTuple):
    """A test that holds while a straight line is at 0 or above; above 0, if it is strict."""

    sign: int
    """The bit in which the node's verdicts see the test."""
    value: Fraction | int
    slope: Fraction | int
    is_strict: bool


class Turns(NamedTuple):
    """How the tests of a node go as the weight moves."""

    mask: int
    """The bits of all that go with it."""
    holding: int
    """The bits of those that hold at the start, before any turns."""
    turns: list[tuple[Position, int]]
    """Where some turn, in order, and their bits."""

    @classmethod
    def of(cls, lines: Iterable[Line], most: int | None = None, way: int = 1) -> Turns:
        """Find where each line turns, before so far a move; the other way (-1) it falls as it rose."""
        mask = holding = 0
        turns: list[tuple[Position, int]] = []
        for sign, value, slope, is_strict in lines:
            mask |= sign
            away = value * slope if way > 0 else -value * slope
            if away > 0 or not slope or (most is not None and -away >= most * slope * slope):
                holds = value > 0 or (value == 0 and not is_strict)
            else:
                holds = (slope > 0) is not (way > 0)  # until it turns
                at = Fraction(-value if way > 0 else value, slope)
                turns.append(((at, int(holds is not is_strict)), sign))
            if holds:
                holding |= sign
        return cls(mask, holding, _ordered(turns))


def _ordered(turns: list[tuple[Position, int]]) -> list[tuple[Position, int]]:
    """Sort what turns by where, together if at one place."""
    turns.sort(key=itemgetter(0))
    found = turns[:1]
    for turn, sign in turns[1:]:
        last, signs = found[-1]
        if turn == last:
            found[-1] = turn, signs | sign
        else:
            found.append((turn, sign))
    return found


@attrs.frozen
class Moving:
    """A score as one weight moves: one straight line over another, then scaled, shifted, rounded.

    What is done to it goes up with it, and never turns its order round.
    """

    points: tuple[Fraction | int, Fraction | int]
    """The line above: its value, and its slope."""
    weight: tuple[Fraction | int, Fraction | int]
    """The line below, which is above 0."""
    then: tuple[tuple[Fraction, Fraction, Rounding | None], ...] = ()
    """Times this, plus this, and rounded; each to what was before."""

    def reaches(self, sign: int, bound: Fraction, *, is_strict: bool) -> Line:
        """Return the test that the score, when all is done to it, reaches a bound, or exceeds it."""
        for times, plus, rounding in reversed(self.then):
            if rounding is not None:
                least = rounding.above(bound) if is_strict else bound
                bound, is_strict = rounding.reaching(least)
            bound = (bound - plus) / times
        value, slope = (
            above - bound * below for above, below in zip(self.points, self.weight, strict=True)
        )
        return Line(sign, value, slope, is_strict)

    def made(self, times: Fraction, plus: Fraction, rounding: Rounding | None) -> Moving:
        """Return what is made of the score, times something above 0."""
        return attrs.evolve(self, then=(*self.then, (times, plus, rounding)))


def made_of(
    course: Iterable[tuple[Position, frozenset[_T]]],
) -> Iterator[tuple[Position, frozenset[_T]]]:
    """Leave out positions at which nothing changes."""
    last: frozenset[_T] | None = None
    for position, each in course:
        if each != last:
            yield position, each
            last = each


def overlaid(courses: Sequence[Course[_T]]) -> Course[_T]:
    """Return all that may be, over several courses from one position on."""
    if len(courses) == 1:
        return courses[0]
    events = sorted(
        ((position, at, each) for at, one in enumerate(courses) for position, each in one),
        key=lambda event: event[0],
    )
    now: dict[int, frozenset[_T]] = {}
    found: dict[Position, frozenset[_T]] = {}
    for position, at, each in events:
        now[at] = each
        found[position] = frozenset().union(*now.values())
    return list(found.items())
