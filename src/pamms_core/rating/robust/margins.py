"""By how much each threshold is passed or missed, and how that goes with what varies.

What varies is scaled: a deviation of 1/10 makes a weight, the points of a rating or a
threshold a tenth larger. Where a score is made of questions, its margin over a threshold
goes in a straight line with the deviations of all weights, of all points, and of the
threshold; such a margin is *linear*.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.scoring import banded_score, question_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.compiler import Compiled
    from pamms_core.rating.outcome import NodeOutcome
    from pamms_core.rating.readings import Band

__all__ = ["Margin", "Variable", "margins_of", "variables_of"]

Variable: TypeAlias = str
"""A question's code, a rating's key, or a rule and a rating such as ``standard: good``."""


@attrs.frozen(kw_only=True)
class Margin:
    """One test of a node that depends on what varies: it holds from 0 on."""

    place: int
    sign: int
    """The bit in which the node's verdicts see it."""
    value: Fraction
    """How it is now."""
    slopes: Mapping[Variable, Fraction]
    """How it goes with each deviation."""
    is_strict: bool
    """Whether 0 itself does not do."""

    @property
    def holds(self) -> bool:
        """Whether the test holds now."""
        return self.value > 0 or (self.value == 0 and not self.is_strict)

    @property
    def reach(self) -> Fraction:
        """How much it can move if everything varies by up to 1."""
        return sum(map(abs, self.slopes.values()), Fraction(0))


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
        if of == "thresholds":
            found += _by_threshold(node, place, sign, band)
            is_linear = is_linear and (node.score is not None or not node.state.has_score)
        elif _is_linear(node, of):
            found += _by_parts(node, place, sign, band, of)
        elif _depends(node, of):
            is_linear = False
    return tuple(found), is_linear


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
    return _depends(node, of) and (how.basis is Basis.QUESTIONS or not node.children)


def _enough(node: NodeOutcome, place: int, sign: int) -> Margin:
    """Say by how much more than the least share of the weight has been assessed."""
    share = node.rule.least_assessed
    asked = [each for each in node.questions if each.question.most is None]
    counts = {each.question.code: Fraction(bool(question_key(node, each))) - share for each in asked}
    slopes = {each.question.code: each.question.weight * counts[each.question.code] for each in asked}
    value = sum(slopes.values(), Fraction(0))
    return Margin(place=place, sign=sign, value=value, slopes=slopes, is_strict=False)


def _by_threshold(node: NodeOutcome, place: int, sign: int, band: Band) -> Iterator[Margin]:
    score, how = banded_score(node), node.rule.score
    if score is None or how is None:
        return
    name = f"{node.method.rule_name(node.node)}: {band.rating}"
    yield Margin(
        place=place,
        sign=sign,
        value=score - band.bound,
        slopes={name: -band.bound} if band.bound else {},
        is_strict=how.lower_is_better,
    )


def _by_parts(node: NodeOutcome, place: int, sign: int, band: Band, of: str) -> Iterator[Margin]:
    how, points = node.rule.score, node.method.points
    if how is None or not node.scored_weight:
        return
    least, excluded = how.turning(band.bound)
    parts = [(each, question_key(node, each)) for each in _asked(node)]
    rated = [(each.question, key) for each, key in parts if key]
    best = max(points, key=lambda key: points[key])
    per = {Measure.MEAN: least, Measure.PERCENT: least * points[best]}.get(how.measure, Fraction(0))
    fixed = least if how.measure is Measure.SUM else Fraction(0)
    slopes: dict[str, Fraction] = {}
    for question, key in rated:
        name = question.code if of == "weights" else key
        own = points[key] - (per if of == "weights" else 0)
        slopes[name] = slopes.get(name, Fraction(0)) + question.weight * own
    weight = sum(question.weight for question, _ in rated)
    if of == "points" and how.measure is Measure.PERCENT:
        slopes[best] = slopes.get(best, Fraction(0)) - weight * per
    value = sum((question.weight * (points[key] - per) for question, key in rated), -fixed)
    moving = {name: slope for name, slope in slopes.items() if slope}
    yield Margin(place=place, sign=sign, value=value, slopes=moving, is_strict=excluded)


def _asked(node: NodeOutcome) -> tuple:  # type: ignore[type-arg]
    how = node.rule.score
    pooled = how is not None and how.basis is Basis.QUESTIONS
    return node.questions if pooled else node.questions[: len(node.node.direct)]


def variables_of(margins: Mapping[int, tuple[Margin, ...]]) -> tuple[Variable, ...]:
    """List everything that varies, in the order of the tree."""
    return tuple(
        dict.fromkeys(name for found in margins.values() for margin in found for name in margin.slopes)
    )
