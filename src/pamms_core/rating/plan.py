"""A node of the tree while it is compiled: its rule, its inputs and the sums it needs."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.carry import score_range, score_units
from pamms_core.rating.judge import Judge
from pamms_core.rating.method import LEFT_OUT, NO_RATING
from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.sums import (
    Amount,
    Assessed,
    Blocked,
    Given,
    Input,
    RatioMargin,
    Scope,
    ScoreMargin,
    ScoreWeight,
    Test,
    Total,
)
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.method import Method, NodeRule
    from pamms_core.rating.packing import Field
    from pamms_core.rating.scores import Score
    from pamms_core.rating.tree import Node
    from pamms_core.scale import Scale

__all__ = [
    "NOT_ANSWERED",
    "NOT_ASSESSED",
    "Plan",
    "make_plans",
    "points_units",
    "unrated_symbols",
]

NOT_ASSESSED = "not assessed"
NOT_ANSWERED = "not answered"


def unrated_symbols() -> tuple[str, ...]:
    """Name the states of a child without a rating; an undetermined one is tried at every rating."""
    return tuple(each.value for each in State if each not in {State.RATED, State.UNDETERMINED})


@attrs.define
class Plan:
    """One node."""

    node: Node
    rule: NodeRule
    judge: Judge
    inputs: list[Input]
    """The questions directly below, then the child nodes."""
    units: int
    """In how many units children's scores are counted."""
    read: tuple[Test, ...]
    """Sums that are not tested, only read, to carry the node's score to its parent."""
    points: FrozenMap[str, Fraction]
    """The points of each rating; as scores go, those of a question directly below."""
    score_bounds: tuple[Fraction, Fraction] | None
    """Bounds of the node's score, if it has one."""
    fields: dict[Test, Field] = attrs.field(factory=dict)

    def tests(self, scope: Scope) -> list[Test]:
        """List the tests of one scope, those that are only read included."""
        every = dict.fromkeys([*self.judge.tests, *self.read])
        return [test for test in every if test.scope is scope]

    def span(self, test: Test) -> tuple[int, int]:
        """Tell which of a field's inputs are below this node."""
        if test.scope is Scope.BELOW:
            return self.node.start, self.node.stop
        return 0, len(self.inputs)

    @property
    def weights(self) -> list[int]:
        """The weights of what its score is made of."""
        pooled = self.rule.score is not None and self.rule.score.scope is Scope.BELOW
        return [each.weight for each in (self.node.questions if pooled else self.inputs)]

    def value(self, each: Test, given: Input, symbol: str | int | None, keys: tuple[str, ...]) -> int:
        """Return what an input adds to a sum when it has this rating, state or number."""
        if isinstance(each.sum, Given | Amount | RatioMargin):
            return each.sum.of(given.code, symbol if isinstance(symbol, int) else None)
        means = symbol if symbol in keys else self.rule.missing.get(str(symbol), LEFT_OUT)
        if isinstance(each.sum, ScoreWeight | ScoreMargin):
            return each.sum.of_score(given.weight, self.points.get(str(means)))
        if isinstance(each.sum, Blocked):
            return int(means == NO_RATING)
        return each.sum.summand(given, means if means in keys else None)


def make_plans(scale: Scale, method: Method, nodes: Sequence[Node]) -> list[Plan]:
    """Plan every node, children before parents."""
    carried = {
        child
        for node in nodes
        if (score := method.rule_of(node).score) is not None and score.basis is Basis.SCORES
        for child in node.children
    }
    plans: list[Plan] = []
    for place, node in enumerate(nodes):
        plans.append(_plan(node, scale, method, plans, carried=place in carried))
    return plans


def _plan(node: Node, scale: Scale, method: Method, done: list[Plan], *, carried: bool) -> Plan:
    rule = method.rule_of(node)
    below = [done[child] for child in node.children]
    on_scores = rule.score is not None and rule.score.basis is Basis.SCORES
    units = 1
    if on_scores:
        scored = ((each, each.rule.score) for each in below if each.rule.score is not None)
        units = lcm(Total(method.points).scale, *(_units(*each, method) for each in scored))
    weight = sum(question.weight for question in node.questions if question.most is None)
    judge = Judge(rule, scale, points=method.points, weight=weight, units=units)
    inputs = [Input(each.code, each.weight, each.critical) for each in node.direct]
    inputs += [Input(each.node.code, rule.weights.get(each.node.code, 1)) for each in below]
    read = _read(rule.score, method, units) if carried and rule.score is not None else ()
    plan = Plan(node, rule, judge, inputs, units, read, method.points, None)
    plan.score_bounds = _score_bounds(plan, method, below if on_scores else ())
    return plan


def _read(score: Score, method: Method, units: int) -> tuple[Test, ...]:
    """Name the weight and the points of a score that the parent is to read."""
    if score.basis is Basis.SCORES:
        weight, points = ScoreWeight(), ScoreMargin(Fraction(), units)
        return Test(Scope.CHILDREN, weight, 0), Test(Scope.CHILDREN, points, 0)
    return Test(score.scope, Assessed(), 0), Test(score.scope, Total(method.points), 0)


def points_units(plan: Plan, method: Method) -> int:
    """Return in how many units the weighted points of a plan's score are counted."""
    on_scores = plan.rule.score is not None and plan.rule.score.basis is Basis.SCORES
    return plan.units if on_scores else Total(method.points).scale


def _units(plan: Plan, score: Score, method: Method) -> int:
    """Return a number by which every score of a planned node becomes whole."""
    return score_units(score, plan.weights, points_units(plan, method))


def _score_bounds(plan: Plan, method: Method, below: Iterable[Plan]) -> tuple[Fraction, Fraction] | None:
    """Return bounds of a planned node's score; ratios are not carried to any parent."""
    score = plan.rule.score
    if score is None or score.measure is Measure.RATIO:
        return None
    parts = [*method.points.values(), *(bound for each in below for bound in each.score_bounds or ())]
    return score_range(score, parts, plan.weights, method.highest_points)
