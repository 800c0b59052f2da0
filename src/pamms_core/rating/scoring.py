"""A node's score, computed anew from what lies below it, when someone asks for it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.verdict import State
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.node_outcome import NodeOutcome, Part, QuestionOutcome

__all__ = ["child_key", "exact_score", "question_key", "score_parts", "share_of_highest"]


def score_parts(node: NodeOutcome) -> Iterator[Part]:
    """Yield what a node's score is made of."""
    how = node.rule.score
    if how is None or how.measure is Measure.RATIO:
        return
    pooled = how.basis is Basis.QUESTIONS
    for each in node.questions if pooled else node.questions[: len(node.node.direct)]:
        yield _question_part(node, each)
    for child in () if pooled else node.children:
        yield _child_part(node, child, scores=how.basis is Basis.SCORES)


def _question_part(node: NodeOutcome, each: QuestionOutcome) -> Part:
    from pamms_core.rating.node_outcome import Part

    points = node.method.points.get(question_key(node, each))
    return Part(each.question.code, each.question.weight, points)


def _child_part(node: NodeOutcome, child: NodeOutcome, *, scores: bool) -> Part:
    from pamms_core.rating.node_outcome import Part

    points = node.method.points.get(child_key(node, child))
    if scores and child.state.has_score:
        points = banded_score(child)
    return Part(child.code, node.rule.weights.get(child.code, 1), points)


def question_key(node: NodeOutcome, each: QuestionOutcome) -> str:
    """Return the key of the rating that a question counts as at a node, or empty."""
    rating = each.answer.rating
    if isinstance(rating, Rating):
        return rating.key
    policy = node.rule.missing.get(NOT_ASSESSED if each.answer.is_answered else NOT_ANSWERED, "")
    return policy if each.question.most is None and policy in node.scale.keys else ""


def child_key(node: NodeOutcome, child: NodeOutcome) -> str:
    """Return the key of the rating that a child counts as at a node, or empty."""
    if child.rating is not None:
        return child.rating.key
    policy = node.rule.missing.get(child.state, "")
    return policy if policy in node.scale.keys else ""


def banded_score(node: NodeOutcome) -> Fraction | None:
    """Return the score as bands, and a parent that takes scores, see it."""
    score, how = node.score, node.rule.score
    rounding = how.banded_rounding if how is not None else None
    return rounding.apply(score) if rounding and score is not None else score


def exact_score(node: NodeOutcome) -> Fraction | None:
    """Return a node's score before any rounding, ``None`` without one."""
    how = node.rule.score
    if how is None or node.state is State.PART_MISSING:
        return None
    if how.measure is Measure.RATIO:
        above, below = (node.numbers.get(code) for code in (how.numerator, how.denominator))
        return Fraction(above, below) if above is not None and below else None
    if not node.scored_weight or _turns_on_a_child(node, how.basis):
        return None
    if how.measure is Measure.SUM:
        return node.weighted_points
    mean = node.weighted_points / node.scored_weight
    return mean / node.method.highest_points if how.measure is Measure.PERCENT else mean


def _turns_on_a_child(node: NodeOutcome, basis: Basis) -> bool:
    """Whether the score turns on a child that is undetermined, so that it is not known."""
    if basis is Basis.POINTS:
        return any(child.state is State.UNDETERMINED for child in node.children)
    scored = (child for child in node.children if child.state.has_score)
    return basis is Basis.SCORES and any(child.score is None for child in scored)


def share_of_highest(node: NodeOutcome) -> Fraction | None:
    """Return a node's score as a share of the highest it could be."""
    score, how, highest = node.score, node.rule.score, node.method.highest_points
    if score is None or how is None:
        return None
    if how.measure in {Measure.PERCENT, Measure.RATIO}:
        return score
    if how.measure is Measure.SUM:
        highest *= node.scored_weight
    return score / highest if highest > 0 else None
