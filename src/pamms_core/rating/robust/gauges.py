"""The tests of a node that go with the weights of questions, made ready to be read off its totals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.robust.lines import Line, Moving
from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.sums import Input, ScoreMargin, Total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.plan import Plan
    from pamms_core.rating.scores import Score
    from pamms_core.rating.sums import Test

__all__ = ["Gauge", "Gauges"]


@attrs.frozen(kw_only=True)
class Gauge:
    """One sum of a node."""

    sign: int
    shift: int
    mask: int
    lowest: tuple[int, ...]
    """What each input that the node sees adds at least."""
    least: int
    """All of that."""
    units: int
    """In how many units points are counted."""
    rises: Mapping[str, int]
    """What a question of weight 1 adds, by the rating that it counts as."""
    needed: Fraction | int = 0
    """What the sum must reach, in these units,"""
    is_strict: bool = False
    """or exceed,"""
    threshold: Fraction = Fraction(0)
    """and the score that is taken off each input's."""

    @classmethod
    def of(cls, plan: Plan, test: Test, **needed: object) -> Gauge:
        """Make a test of a node ready."""
        field, (start, stop) = plan.fields[test], plan.span(test)
        keys = tuple(plan.points)
        one = Input(plan.node.code, 1)  # no sum of weights or points looks at the code
        return cls(
            sign=field.sign,
            shift=field.shift,
            mask=(1 << field.width) - 1,
            lowest=field.lowest,
            least=sum(field.lowest[start:stop]),
            units=_units(test),
            rises={key: plan.value(test, one, key, keys) for key in keys},
            **needed,  # type: ignore[arg-type]
        )

    def read(self, total: int) -> int:
        """Return the sum."""
        return (total >> self.shift & self.mask) + self.least

    def others(self, total: int, at: int) -> Fraction:
        """Return the sum, in points, where the input at a place has added nothing."""
        return Fraction(self.read(total) - self.lowest[at], self.units)


@attrs.define(eq=False)
class Gauges:
    """All that goes with the weights of questions at one node."""

    plan: Plan
    enough: Gauge | None
    bands: tuple[Gauge, ...]
    weight: Gauge | None
    """The weight of what the node's score is made of, if its parent takes it,"""
    points: Gauge | None
    """and the points."""
    all_weight: int
    """The weight of all questions below that ask for a rating."""
    basis: Basis | None
    """What the node's score is made of; ``None`` without one, and where it is a ratio."""
    keys: tuple[str, ...]
    """The rating that a question in each state counts as, or empty."""

    @classmethod
    def of(cls, plan: Plan) -> Gauges:
        """Make the tests of a node ready."""
        weight, points = (Gauge.of(plan, test) for test in plan.read) if plan.read else (None, None)
        enough = Gauge.of(plan, plan.judge.enough) if plan.rule.least_assessed else None
        weights = (each.weight for each in plan.node.questions if each.most is None)
        how, bands = plan.rule.score, tuple(_bands(plan))
        basis = None if how is None or how.measure is Measure.RATIO else how.basis
        return cls(plan, enough, bands, weight, points, sum(weights), basis, tuple(_keys(plan)))

    def assessed(self, total: int, key: str, way: int) -> Iterator[Line]:
        """Say by how much more than the least share of the weight has been assessed, if one is asked."""
        if self.enough is not None:
            share = self.plan.rule.least_assessed
            above, below = share.denominator, share.numerator
            value = self.enough.read(total) * above - self.all_weight * below
            slope = bool(key) * above - below
            yield Line(self.enough.sign, value, way * slope, is_strict=False)

    def own(self, total: int, key: str, way: int) -> Iterator[Line]:
        """Say by how much a score, made of the question itself, passes each threshold."""
        for band in self.bands if key else ():
            value = band.read(total) - band.needed
            yield Line(band.sign, value, way * band.rises[key], band.is_strict)

    def through(self, total: int, at: int, score: Moving) -> Iterator[Line]:
        """Say by how much a score passes each threshold, made of the moving score of one child."""
        for band in self.bands:
            missing = band.needed / Fraction(band.units) - band.others(total, at)
            bound = band.threshold + missing / self.plan.inputs[at].weight
            yield score.reaches(band.sign, bound, is_strict=band.is_strict)

    def score(self, total: int, key: str, way: int) -> Moving:
        """Return the node's score, which its parent takes, made of the question itself or standing."""
        how, counted, summed = self._taken()
        way = way if key else 0
        value = Fraction(summed.read(total), summed.units)
        points = value, self.plan.points[key] * way if way else 0
        weight = (1, 0) if how.measure is Measure.SUM else (counted.read(total), way)
        return Moving(points, weight).made(1 / self._share, Fraction(0), how.banded_rounding)

    def score_through(self, total: int, at: int, score: Moving) -> Moving:
        """Return the node's score, which its parent takes, made of the moving score of one child."""
        how, counted, summed = self._taken()
        over = self._share * (1 if how.measure is Measure.SUM else counted.read(total))
        others = summed.others(total, at)
        return score.made(self.plan.inputs[at].weight / over, others / over, how.banded_rounding)

    def _taken(self) -> tuple[Score, Gauge, Gauge]:
        """Return how the score is made that the parent takes, with its weight and its points."""
        how, counted, summed = self.plan.rule.score, self.weight, self.points
        assert how is not None  # noqa: S101 (no parent takes the score of a node without one)
        assert counted is not None  # noqa: S101
        assert summed is not None  # noqa: S101
        return how, counted, summed

    @property
    def _share(self) -> Fraction:
        """What a mean is a share of."""
        how = self.plan.rule.score
        is_percent = how is not None and how.measure is Measure.PERCENT
        return max(self.plan.points.values()) if is_percent else Fraction(1)


def _keys(plan: Plan) -> Iterator[str]:
    """Yield what each state counts as: the ratings from the worst up, then those that are none."""
    yield from tuple(plan.points)[::-1]
    for state in (NOT_ASSESSED, NOT_ANSWERED):
        means = plan.rule.missing.get(state, "")
        yield means if means in plan.points else ""


def _bands(plan: Plan) -> Iterator[Gauge]:
    how = plan.rule.score
    if how is None or how.measure is Measure.RATIO:
        return
    for band, (_, test, _) in zip(plan.rule.bands.bands, plan.judge.bands, strict=True):
        least, is_strict = how.turning(band.bound)
        needed = least * _units(test) if how.measure is Measure.SUM else 0
        threshold = test.sum.threshold if isinstance(test.sum, ScoreMargin) else Fraction(0)
        yield Gauge.of(plan, test, needed=needed, is_strict=is_strict, threshold=threshold)


def _units(test: Test) -> int:
    if isinstance(test.sum, ScoreMargin):
        return test.sum.units
    return test.sum.scale if isinstance(test.sum, Total) else 1
