"""By how much each threshold is passed or missed, and how that goes with what varies.

What varies is scaled: a deviation of 1/10 makes a weight, the points of a rating or a
threshold a tenth larger. Where a score is made of questions, its margin over a threshold
goes in a straight line with the deviations of all weights, of all points, and of the
threshold; such a margin is *linear*.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.scoring import banded_score, question_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.compiler import Compiled
    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.readings import Band

__all__ = ["Margin", "Variable", "margins_of", "variables_of"]

Variable: TypeAlias = str
"""A question's code, a rating's key, or a rule and a rating such as ``standard: good``."""


@attrs.frozen(kw_only=True, eq=False)
class Margin:
    """One test of a node that depends on what varies: it holds from 0 on."""

    place: int
    sign: int
    """The bit in which the node's verdicts see it."""
    value: int
    """How it is now, in units in which all of it is whole."""
    slopes: Mapping[Variable, int]
    """How it goes with each deviation."""
    is_strict: bool
    """Whether 0 itself does not do."""

    @property
    def holds(self) -> bool:
        """Whether the test holds now."""
        return self.value > 0 or (self.value == 0 and not self.is_strict)

    @property
    def reach(self) -> int:
        """How much it can move if everything varies by up to 1."""
        return sum(map(abs, self.slopes.values()))

    @property
    def turns(self) -> Fraction | None:
        """How much everything must vary at least for the test to turn; ``None`` if it never does."""
        return Fraction(abs(self.value), self.reach) if self.slopes else None


def margins_of(
    node: NodeOutcome, place: int, compiled: Compiled, of: str
) -> tuple[tuple[Margin, ...], bool]:
    """Return the margins of a node that depend on what varies, and whether they tell everything.

    Args:
        node: the node, rated.
        place: its place in the tree.
        compiled: the tree and method.
        of: ``weights``, ``points`` or ``thresholds``.
    """
    plan = compiled.plans[place]
    found: list[Margin] = []
    is_linear = True
    rule = node.rule
    if of == "weights" and rule.least_assessed and plan.judge.enough in plan.judge.tests:
        found.append(_enough(node, place, plan.fields[plan.judge.enough].sign))
    for band, (_, test, _) in zip(rule.bands.bands, plan.judge.bands, strict=True):
        sign = plan.fields[test].sign
        if of == "thresholds" and _is_of_ratings(node):
            is_linear = False
        elif of == "thresholds":
            found += _by_threshold(node, place, sign, band)
            is_linear = is_linear and (node.score is not None or not node.state.has_score)
        elif _is_linear(node, of):
            found += _by_parts(node, place, sign, band, of)
        elif _depends(node, of):
            is_linear = False
    return tuple(found), is_linear


def _is_of_ratings(node: NodeOutcome) -> bool:
    """Whether a score is made of children's final ratings, which thresholds below decide."""
    how = node.rule.score
    return how is not None and how.basis is Basis.POINTS and bool(node.children)


def _depends(node: NodeOutcome, of: str) -> bool:
    """Whether the margins of a node go with what varies at all."""
    how = node.rule.score
    if how is None or how.measure is Measure.RATIO:
        return False
    return of == "points" or how.basis is not Basis.POINTS or bool(node.node.direct)


def _is_linear(node: NodeOutcome, of: str) -> bool:
    how = node.rule.score
    if how is None or how.measure is Measure.RATIO:
        return False
    if of == "points" and how.measure is Measure.PERCENT:
        return False  # which points are the highest may change
    return _depends(node, of) and (how.basis is Basis.QUESTIONS or not node.children)


def _enough(node: NodeOutcome, place: int, sign: int) -> Margin:
    """Say by how much more than the least share of the weight has been assessed."""
    share = node.rule.least_assessed
    slopes = {
        each.question.code: each.question.weight
        * (bool(question_key(node, each)) * share.denominator - share.numerator)
        for each in node.questions
        if each.question.most is None
    }
    value = sum(slopes.values())
    moving = {code: slope for code, slope in slopes.items() if slope}
    return Margin(place=place, sign=sign, value=value, slopes=moving, is_strict=False)


def _by_threshold(node: NodeOutcome, place: int, sign: int, band: Band) -> Iterator[Margin]:
    score, how = banded_score(node), node.rule.score
    if score is None or how is None:
        return
    name = f"{node.method.rule_name(node.node)}: {band.rating}"
    units = lcm(score.denominator, band.bound.denominator)
    yield Margin(
        place=place,
        sign=sign,
        value=int((score - band.bound) * units),
        slopes={name: int(-band.bound * units)} if band.bound else {},
        is_strict=how.lower_is_better,
    )


def _by_parts(node: NodeOutcome, place: int, sign: int, band: Band, of: str) -> Iterator[Margin]:
    how = node.rule.score
    rated = [(each.question, key) for each in _asked(node) if (key := question_key(node, each))]
    if how is None or not rated:
        return
    least, excluded = how.turning(band.bound)
    rates = _Rates.of(node.method.points, how.measure, least)
    value = sum(question.weight * rates.above[key] for question, key in rated) - rates.fixed
    slopes: dict[str, int] = {}
    for question, key in rated:
        if of == "weights":
            slopes[question.code] = question.weight * rates.above[key]
        else:
            slopes[key] = slopes.get(key, 0) + question.weight * rates.points[key]
    moving = {name: slope for name, slope in slopes.items() if slope}
    yield Margin(place=place, sign=sign, value=value, slopes=moving, is_strict=excluded)


@attrs.frozen
class _Rates:
    """What a weight of 1 brings to a margin, in whole units."""

    points: Mapping[str, int]
    above: Mapping[str, int]
    """By how much the points of each rating exceed the threshold."""
    fixed: int
    """What must be reached besides."""

    @classmethod
    def of(cls, points: Mapping[str, Fraction], measure: Measure, least: Fraction) -> _Rates:
        highest = max(points.values())
        per = {Measure.MEAN: least, Measure.PERCENT: least * highest}.get(measure, Fraction(0))
        fixed = least if measure is Measure.SUM else Fraction(0)
        units = lcm(*(each.denominator for each in (*points.values(), per, fixed)))
        whole = {key: int(each * units) for key, each in points.items()}
        threshold = int(per * units)
        above = {key: each - threshold for key, each in whole.items()}
        return cls(whole, above, int(fixed * units))


def _asked(node: NodeOutcome) -> tuple[QuestionOutcome, ...]:
    how = node.rule.score
    pooled = how is not None and how.basis is Basis.QUESTIONS
    return node.questions if pooled else node.questions[: len(node.node.direct)]


def variables_of(margins: Mapping[int, tuple[Margin, ...]]) -> tuple[Variable, ...]:
    """List everything that varies, in the order of the tree."""
    return tuple(
        dict.fromkeys(name for found in margins.values() for margin in found for name in margin.slopes)
    )
