"""How a node's score is made, and from where on it reaches a bound."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.sums import (
    Amount,
    Assessed,
    Given,
    Margin,
    RatioMargin,
    Scope,
    ScoreMargin,
    ScoreWeight,
    Test,
    Total,
    whole_bound,
)

if TYPE_CHECKING:
    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.rounding import Rounding

__all__ = ["Basis", "Measure", "Score"]


class Measure(StrEnum):
    """What is made of the inputs' points."""

    MEAN = "mean"
    """Weighted points over the weight that has a rating."""
    SUM = "sum"
    """Weighted points."""
    PERCENT = "percent"
    """The mean as a share of the highest points."""
    RATIO = "ratio"
    """One given number over another."""


class Basis(StrEnum):
    """What the inputs are, and what each contributes."""

    QUESTIONS = "questions"
    """The points of all questions below, however deep: raw totals are pooled."""
    POINTS = "children's points"
    """The points of each child's final rating."""
    SCORES = "children's scores"
    """Each child's score, as rounded where its own rule rounds before banding."""


@attrs.frozen(kw_only=True)
class Score:
    """How a score is made."""

    measure: Measure
    basis: Basis = Basis.QUESTIONS
    rounding: Rounding | None = None
    rounds_display_only: bool = False
    """Whether rounding is for show, and bands read the exact score."""
    numerator: str = ""
    denominator: str = ""
    """The given numbers of a ratio."""
    lower_is_better: bool = False

    @property
    def scope(self) -> Scope:
        """Which inputs it is made of."""
        return Scope.BELOW if self.basis is Basis.QUESTIONS else Scope.CHILDREN

    @property
    def described(self) -> str:
        """The score in a method file's words."""
        if self.measure is Measure.RATIO:
            return f"ratio of {self.numerator} to {self.denominator}"
        return f"{self.measure} of {self.basis}"

    @property
    def rounding_described(self) -> str:
        """The rounding in words, empty without one."""
        if self.rounding is None:
            return ""
        purpose = "for display only" if self.rounds_display_only else "before banding"
        step = Fraction(1, 10**self.rounding.digits)
        shares = self.measure in {Measure.PERCENT, Measure.RATIO}
        return f"{self.rounding.mode} in steps of {f'{100 * step} %' if shares else step}, {purpose}"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The codes of the numbers it is made of."""
        return (self.numerator, self.denominator) if self.measure is Measure.RATIO else ()

    @property
    def banded_rounding(self) -> Rounding | None:
        """The rounding that bands see."""
        return None if self.rounds_display_only else self.rounding

    def present(self) -> tuple[Test, ...]:
        """The tests that all hold if there is anything to make a score of."""
        if self.measure is Measure.RATIO:
            both = Given(frozenset({self.numerator, self.denominator}))
            return (
                Test(Scope.BELOW, both, 2),
                Test(Scope.BELOW, Amount(self.denominator), 1),
            )
        weight = ScoreWeight() if self.basis is Basis.SCORES else Assessed()
        return (Test(self.scope, weight, 1),)

    def earns(self, bound: Fraction, points: FrozenMap[str, Fraction], units: int) -> tuple[Test, bool]:
        """Return the test that the score, rounded, is on the good side of a bound (inclusive).

        Args:
            bound: the lowest score that is good enough, or the highest where lower is better.
            points: the points of each rating.
            units: in how many units children's scores are counted.

        Returns:
            The test, and whether it is its failing that is good.
        """
        least, excluded = self.turning(bound)
        test = self._reaches(least, points, units, excluded=excluded)
        return test, self.lower_is_better

    def turning(self, bound: Fraction) -> tuple[Fraction, bool]:
        """Return the exact score from which on the rounded score is beyond a bound.

        Beyond is at or above it; where lower is better, above it.

        Returns:
            The score, and whether it is itself excluded.
        """
        rounding = self.banded_rounding
        if not self.lower_is_better:
            return rounding.reaching(bound) if rounding else (bound, False)
        return rounding.reaching(rounding.above(bound)) if rounding else (bound, True)

    def _reaches(
        self, least: Fraction, points: FrozenMap[str, Fraction], units: int, *, excluded: bool
    ) -> Test:
        if self.measure is Measure.RATIO:
            margin = RatioMargin(self.numerator, self.denominator, least)
            return Test(Scope.BELOW, margin, int(excluded))
        if self.measure is Measure.PERCENT:
            least *= max(points.values())
        if self.basis is Basis.SCORES and self.measure is Measure.SUM:
            bound = whole_bound(least * units, excluded=excluded)
            return Test(self.scope, ScoreMargin(Fraction(), units), bound)
        if self.basis is Basis.SCORES:
            return Test(self.scope, ScoreMargin(least, units * least.denominator), int(excluded))
        if self.measure is Measure.SUM:
            total = Total(points)
            return Test(self.scope, total, whole_bound(least * total.scale, excluded=excluded))
        return Test(self.scope, Margin(points, least), int(excluded))
