"""What a node's verdict depends on: sums over what lies below it, and tests of them.

Every condition of the rule language is a linear inequality: a sum of whole
numbers over the node's inputs that reaches a bound, or does not. "The mean of
the points is at least 4.5" is "the sum of weight × (points − 4.5) is at least
0"; "half the weight is assessed" and "two domains are Poor" are plain counts.
That is why one addition per input, and one look-up per node, decide a rating.
"""

from __future__ import annotations

from math import ceil, lcm
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.method import Population

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from pamms_core.rating.method import Condition, NodeRule
    from pamms_core.standards.question_set import Question

__all__ = ["Assessed", "ChildCount", "CriticalCount", "Margin", "PooledSum", "Test", "tests_of"]


@attrs.frozen
class Assessed:
    """The weight of the assessed questions (S8)."""

    def summand(self, question: Question, rating: str | None) -> int:
        """What a question adds under a rating, ``None`` being no rating."""
        return 0 if rating is None else question.weight


@attrs.frozen
class Margin:
    """By how much the weighted points exceed a threshold, in whole numbers."""

    points: Mapping[str, Fraction]
    threshold: Fraction

    def summand(self, question: Question, rating: str | None) -> int:
        """What a question adds under a rating, ``None`` being no rating."""
        if rating is None:
            return 0
        return int(question.weight * (self.points[rating] - self.threshold) * self._scale)

    @property
    def _scale(self) -> int:
        denominators = (each.denominator for each in self.points.values())
        return lcm(self.threshold.denominator, *denominators)


@attrs.frozen
class CriticalCount:
    """How many critical questions have one of these ratings."""

    ratings: tuple[str, ...]

    def summand(self, question: Question, rating: str | None) -> int:
        """What a question adds under a rating, ``None`` being no rating."""
        return int(question.critical and rating in self.ratings)


@attrs.frozen
class ChildCount:
    """How many children of the node have one of these ratings."""

    ratings: tuple[str, ...]

    def summand(self, rating: str | None) -> int:
        """What a child adds under its rating, ``None`` being no rating."""
        return int(rating in self.ratings)


PooledSum: TypeAlias = Assessed | Margin | CriticalCount
"""A sum over all questions below a node, the same at every level."""


@attrs.frozen
class Test:
    """Holds when a sum reaches a bound; or, if ``negated``, when it does not."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    sum: PooledSum | ChildCount
    bound: int
    negated: bool = False


def tests_of(
    rule: NodeRule, points: Mapping[str, Fraction], questions: Iterable[Question]
) -> tuple[Test, ...]:
    """List a node's tests: anything assessed, enough assessed, each band, each limit."""
    weight = sum(question.weight for question in questions)
    return (
        Test(Assessed(), 1),
        Test(Assessed(), ceil(rule.least_assessed * weight)),
        *(Test(Margin(points, band.least), 0) for band in rule.bands),
        *(_condition_test(limit.when) for limit in rule.limits),
    )


def _condition_test(condition: Condition) -> Test:
    counted = (
        CriticalCount(condition.ratings)
        if condition.population is Population.CRITICAL
        else ChildCount(condition.ratings)
    )
    if condition.at_most is not None:
        return Test(counted, condition.at_most + 1, negated=True)
    return Test(counted, condition.at_least or 0)
