"""Children's scores carried into their parent's sums, as exact whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.scores import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.packing import Field
    from pamms_core.rating.scores import Score
    from pamms_core.rating.sums import ScoreMargin, ScoreWeight
    from pamms_core.rating.verdict import Verdict

__all__ = ["Carry", "Scorer", "score_range", "score_units"]


@attrs.frozen(kw_only=True)
class Scorer:
    """Reads a node's score, as bands see it, from its packed total."""

    score: Score
    highest: Fraction
    """The most points a rating has."""
    units: int
    """In how many units the weighted points are counted."""
    weight: Callable[[int], int]
    """Reads the weight that has a rating from a packed total."""
    points: Callable[[int], int]
    """Reads the weighted points, in units, from a packed total."""

    def __call__(self, total: int, verdict: Verdict) -> Fraction | None:
        """Return the score, ``None`` where the node has neither rating nor score."""
        if not verdict.state.has_score:
            return None
        score = Fraction(self.points(total), self.units)
        if self.score.measure is not Measure.SUM:
            score /= self.weight(total)
        if self.score.measure is Measure.PERCENT:
            score /= self.highest
        rounding = self.score.banded_rounding
        return rounding.apply(score) if rounding else score


@attrs.frozen(kw_only=True)
class Carry:
    """What a child's score adds to each of its parent's sums of scores."""

    scorer: Scorer
    counts_as: FrozenMap[str, Fraction]
    """The points that a child without a rating counts as, by its state."""
    weight: int
    place: int
    """The child's place among the parent's inputs."""
    fields: tuple[tuple[Field, ScoreWeight | ScoreMargin], ...]

    def __call__(self, total: int, verdict: Verdict) -> int:
        """Return what to add to the parent's packed total."""
        return self.of(self.scorer(total, verdict), verdict.symbol)

    def of(self, score: Fraction | None, symbol: str) -> int:
        """Return what to add for a score, or for a child without one, by its state."""
        if score is None:
            score = self.counts_as.get(symbol)
        return sum(f.put(self.place, each.of_score(self.weight, score)) for f, each in self.fields)


def score_units(score: Score, weights: Sequence[int], units: int) -> int:
    """Return a number by which every score of a node becomes whole.

    Args:
        score: how the score is made.
        weights: the weights of what it is made of.
        units: in how many units the weighted points are counted.
    """
    if (rounding := score.banded_rounding) is not None:
        return int(10**rounding.digits)
    return units if score.measure is Measure.SUM else units * lcm(*range(1, sum(weights) + 1))


def score_range(
    score: Score, parts: Iterable[Fraction], weights: Sequence[int], highest: Fraction
) -> tuple[Fraction, Fraction]:
    """Return bounds of a node's score; rounding moves it by less than one.

    Args:
        score: how the score is made.
        parts: bounds of what it is made of.
        weights: the weights of what it is made of.
        highest: the most points a rating has.
    """
    found = sorted(parts)
    low, high = found[0], found[-1]
    if score.measure is Measure.PERCENT:
        low, high = low / highest, high / highest
    if score.measure is Measure.SUM:
        low, high = min(low, Fraction(0)) * sum(weights), max(high, Fraction(0)) * sum(weights)
    return (low - 1, high + 1) if score.banded_rounding else (low, high)
