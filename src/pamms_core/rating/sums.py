"""What a verdict depends on: sums over a node's inputs, and tests of them.

Every condition of the rule language is a linear inequality: a sum of whole
numbers over the node's inputs that reaches a bound, or does not. "The mean of
the points is at least 4.5" is "the sum of weight × (points − 4.5) is at least
0"; "half the weight is assessed" and "two domains are Poor" are plain counts.
That is why one addition per input, and one look-up per node, decide a rating.

An input is a question or a node; a sum gives each input a *summand*, by the key
of the rating that the input counts as, or ``None`` where it counts as nothing.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from fractions import Fraction

    from pamms_core._frozen import FrozenMap

__all__ = [
    "Amount",
    "Assessed",
    "Blocked",
    "Counted",
    "Given",
    "GivenSum",
    "Input",
    "Lead",
    "Margin",
    "RatedSum",
    "RatioMargin",
    "Scope",
    "ScoreMargin",
    "ScoreSum",
    "ScoreWeight",
    "Share",
    "Test",
    "Total",
    "whole_bound",
]


class Scope(StrEnum):
    """Which inputs a sum is over."""

    BELOW = "all questions below"
    CHILDREN = "the node's children"


@attrs.frozen
class Input:
    """What a sum may know of an input besides its rating."""

    code: str
    weight: int
    critical: bool = False


@attrs.frozen
class Assessed:
    """The weight of the inputs that have a rating (S8)."""

    share: Fraction | None = None
    """The share of all weight that it is to reach, if one: that goes with the weights, even where
    it takes no more than the presence of a rating does.
    """

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        return 0 if key is None else each.weight


@attrs.frozen
class Margin:
    """By how much the weighted points exceed a threshold per weight, in whole numbers."""

    points: FrozenMap[str, Fraction]
    threshold: Fraction

    @cached_property
    def _steps(self) -> dict[str, int]:
        above = {key: points - self.threshold for key, points in self.points.items()}
        scale = lcm(*(each.denominator for each in above.values()))
        return {key: int(each * scale) for key, each in above.items()}

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        return 0 if key is None else each.weight * self._steps[key]


@attrs.frozen
class Total:
    """The weighted points, in units of ``1 / scale``."""

    points: FrozenMap[str, Fraction]

    @cached_property
    def scale(self) -> int:
        """How many units make one point."""
        return lcm(*(each.denominator for each in self.points.values()))

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        return 0 if key is None else each.weight * int(self.points[key] * self.scale)


@attrs.frozen
class Counted:
    """How many inputs have one of these ratings: any, some named ones, or the critical ones."""

    ratings: frozenset[str]
    among: frozenset[str] = frozenset()
    critical: bool = False

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        return int(self.looks_at(each) and key in self.ratings)

    def looks_at(self, each: Input) -> bool:
        """Whether an input is one of those that may be counted."""
        return (not self.among or each.code in self.among) and (each.critical or not self.critical)


@attrs.frozen
class Share:
    """By how much a count exceeds a share of the inputs that have a rating, in whole numbers."""

    counted: Counted
    share: Fraction

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        if key is None or not self.counted.looks_at(each):
            return 0
        counts = self.counted.summand(each, key)
        return counts * self.share.denominator - self.share.numerator


@attrs.frozen
class Lead:
    """By how many ratings one child is above another; far below zero if either has none."""

    child: str
    than: str
    ranks: FrozenMap[str, int]

    def summand(self, each: Input, key: str | None) -> int:
        """What an input adds."""
        sign = (each.code == self.child) - (each.code == self.than)
        if key is None:
            return -2 * len(self.ranks) * abs(sign)
        return sign * self.ranks[key]


@attrs.frozen
class Blocked:
    """How many inputs are in a state that leaves the node without a rating."""

    def summand(self, each: Input, key: str | None) -> int:  # noqa: ARG002 (all sums take both)
        """What an input that does not block adds; the compiler adds one for each that does."""
        return 0


@attrs.frozen
class Given:
    """How many of these numbers were given."""

    codes: frozenset[str]

    def of(self, code: str, amount: int | None) -> int:
        """What a number, or its absence, adds."""
        return int(code in self.codes and amount is not None)


@attrs.frozen
class Amount:
    """A number that was given, such as how many enquiries there were."""

    code: str

    def of(self, code: str, amount: int | None) -> int:
        """What a number, or its absence, adds."""
        return amount or 0 if code == self.code else 0


@attrs.frozen
class RatioMargin:
    """By how much one given number exceeds a share of another, in whole numbers."""

    numerator: str
    denominator: str
    threshold: Fraction

    def of(self, code: str, amount: int | None) -> int:
        """What a number, or its absence, adds."""
        above = (code == self.numerator) * self.threshold.denominator
        below = (code == self.denominator) * self.threshold.numerator
        return (amount or 0) * (above - below)


@attrs.frozen
class ScoreWeight:
    """The weight of the children that have a score."""

    def of_score(self, weight: int, score: Fraction | None) -> int:
        """What a child's score adds."""
        return 0 if score is None else weight


@attrs.frozen
class ScoreMargin:
    """By how much the children's weighted scores exceed a threshold, in units of ``1 / units``."""

    threshold: Fraction
    units: int

    def of_score(self, weight: int, score: Fraction | None) -> int:
        """What a child's score adds."""
        return 0 if score is None else int(weight * (score - self.threshold) * self.units)


RatedSum: TypeAlias = Assessed | Margin | Total | Counted | Share | Lead | Blocked
"""A sum over inputs by their ratings."""

GivenSum: TypeAlias = Given | Amount | RatioMargin
"""A sum over given numbers."""

ScoreSum: TypeAlias = ScoreWeight | ScoreMargin
"""A sum over children by their scores."""


@attrs.frozen
class Test:
    """Holds when a sum reaches a bound."""

    __test__ = False  # not a test case, whatever pytest makes of the name

    scope: Scope
    sum: RatedSum | GivenSum | ScoreSum
    bound: int


def whole_bound(bound: Fraction, *, excluded: bool) -> int:
    """Return the least whole number from ``bound`` on, or above it if it is excluded.

    >>> from fractions import Fraction
    >>> whole_bound(Fraction(2), excluded=True), whole_bound(Fraction(5, 2), excluded=False)
    (3, 3)
    """
    return floor(bound) + 1 if excluded else ceil(bound)
