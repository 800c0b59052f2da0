"""Packed totals, written as a rest and a place in a plane: weight one way, points the other.

What most answers add to a total differs in two numbers only: the weight that was
assessed, and the weighted points. So the totals of a node are a few *rests*,
what else was counted, and for each of them the set of *places* that weight and
points may have together. A place is one number, row by row, so that adding
totals is adding rests, and adding places.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.engine import Rater
    from pamms_core.standards.question_set import Question

__all__ = ["Ceiling", "Plane", "Spread", "lowered", "plane_of"]

Spread: TypeAlias = "dict[int, int]"
"""Totals: the mask of places of each rest."""

Ceiling: TypeAlias = "tuple[int, int, int]"
"""A count that goes no higher than any test can tell apart: its shift, its mask, the highest."""


@attrs.frozen
class Plane:
    """How places are counted.

    Whatever the two steps are, a rest and a place give one total. They are chosen
    so that there are few rests.
    """

    point: int
    """What a step of points adds to a total,"""
    weight: int
    """and what weight adds at the worst points."""
    lifts: tuple[int, ...]
    """The points of each rank above the worst, in steps."""
    stride: int
    """How many places there are to a row."""

    def total(self, rest: int, place: int) -> int:
        """Return the total of a rest and a place."""
        row, column = divmod(place, self.stride)
        return rest + self.weight * row + self.point * column

    def put(self, question: Question, table: Sequence[int], state: int | None) -> tuple[int, int]:
        """Write what a question adds in a state as a rest and a place."""
        entry = table[state]  # type: ignore[index]  # None is for numbers only
        # A missing answer that counts as a rating has that rating's place.
        alike = (rank for rank in range(len(self.lifts)) if table[rank] == entry)
        rank = None if question.most is not None else state if self._has(state) else next(alike, None)
        flat = rank is None or not self.point
        place = 0 if flat else question.weight * (self.stride + self.lifts[rank or 0])
        return entry - self.total(0, place), place

    def _has(self, state: int | None) -> bool:
        return state is not None and state < len(self.lifts)


def lowered(total: int, ceilings: Sequence[Ceiling]) -> int:
    """Lower each count of a total to its ceiling."""
    for shift, mask, most in ceilings:
        count = total >> shift & mask
        if count > most:
            total -= count - most << shift
    return total


def plane_of(rater: Rater) -> Plane:
    """Choose the steps by the answers to an ordinary question; 0 where it does not show them."""
    keys, points = rater.question_set.framework.scale.keys, rater.method.points
    steps = [abs(points[key] - points[keys[-1]]) for key in reversed(keys)]
    scale = lcm(*(each.denominator for each in steps))
    whole = [int(each * scale) for each in steps]
    lifts = tuple(each // gcd(*whole) for each in whole)
    rated = [each for each in rater.questions if each.most is None]
    # Wider by what one answer can add, so that no change of one answer crosses to another row.
    weights = [each.weight for each in rated]
    stride = (sum(weights) + max(weights, default=0)) * max(lifts) + 2
    point, weight = _steps(rater, lifts)
    return Plane(point, weight, lifts, stride)


def _steps(rater: Rater, lifts: tuple[int, ...]) -> tuple[int, int]:
    """Return what a step of points adds, and what weight adds, as the two best ratings show."""
    pooled = rater.compiled.pooled_mask
    for question, table in zip(rater.questions, rater.tables, strict=True):
        if question.most is None and not question.critical:
            missing, good, best = (
                table[at] & pooled for at in (len(lifts), len(lifts) - 2, len(lifts) - 1)
            )
            point, odd = divmod(best - good, question.weight * (lifts[-1] - lifts[-2]))
            weight, rest = divmod(best - missing - point * question.weight * lifts[-1], question.weight)
            counts = [
                each >> shift & mask
                for shift, mask, _ in rater.compiled.ceilings()
                for each in (missing, good, best)
            ]
            same = all(len(set(counts[at : at + 3])) == 1 for at in range(0, len(counts), 3))
            return (point, weight) if same and not odd and not rest else (0, 0)
    return 0, 0
