"""How a score is described, and the test that it is on the good side of a bound."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pamms_core._frozen import FrozenMap
from pamms_core.rating.rounding import Rounding, RoundingMode
from pamms_core.rating.scores import Basis, Measure, Score
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
)

POINTS = FrozenMap({"a": Fraction(4), "b": Fraction(5, 2), "c": Fraction(1)})
WHOLE = Rounding(0, RoundingMode.HALF_UP)
RATIO = Score(measure=Measure.RATIO, numerator="part", denominator="whole")


@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.SUM, Measure.PERCENT])
@pytest.mark.parametrize("basis", Basis)
def test_a_score_is_described_as_a_method_file_says_it(measure: Measure, basis: Basis) -> None:
    """The words are those of the file; questions below are pooled, the rest is of children."""
    score = Score(measure=measure, basis=basis)
    assert score.described == f"{measure.value} of {basis.value}"
    assert score.scope is (Scope.BELOW if basis is Basis.QUESTIONS else Scope.CHILDREN)
    assert (score.numbers, score.rounding_described) == ((), "")


def test_a_ratio_is_of_two_numbers() -> None:
    """A ratio names its numbers; both must be given, and the lower one not 0."""
    assert RATIO.described == "ratio of part to whole"
    assert RATIO.numbers == ("part", "whole")
    assert RATIO.present() == (
        Test(Scope.BELOW, Given(frozenset({"part", "whole"})), 2),
        Test(Scope.BELOW, Amount("whole"), 1),
    )
    margin = RatioMargin("part", "whole", Fraction(1, 2))
    assert RATIO.earns(Fraction(1, 2), POINTS, 1) == (Test(Scope.BELOW, margin, 0), False)


def test_presence_is_a_weight() -> None:
    """Something to make a score of is a weight of at least one."""
    for basis, test in (
        (Basis.QUESTIONS, Test(Scope.BELOW, Assessed(), 1)),
        (Basis.POINTS, Test(Scope.CHILDREN, Assessed(), 1)),
        (Basis.SCORES, Test(Scope.CHILDREN, ScoreWeight(), 1)),
    ):
        assert Score(measure=Measure.MEAN, basis=basis).present() == (test,)


@pytest.mark.parametrize(
    ("measure", "basis", "test"),
    [
        ("mean", Basis.QUESTIONS, Test(Scope.BELOW, Margin(POINTS, Fraction(5, 2)), 0)),
        ("mean", Basis.POINTS, Test(Scope.CHILDREN, Margin(POINTS, Fraction(5, 2)), 0)),
        ("mean", Basis.SCORES, Test(Scope.CHILDREN, ScoreMargin(Fraction(5, 2), 14), 0)),
        ("percent", Basis.QUESTIONS, Test(Scope.BELOW, Margin(POINTS, Fraction(10)), 0)),
        ("percent", Basis.SCORES, Test(Scope.CHILDREN, ScoreMargin(Fraction(10), 7), 0)),
        ("sum", Basis.QUESTIONS, Test(Scope.BELOW, Total(POINTS), 5)),
        ("sum", Basis.SCORES, Test(Scope.CHILDREN, ScoreMargin(Fraction(0), 7), 18)),
    ],
)
def test_a_bound_is_one_inequality(measure: str, basis: Basis, test: Test) -> None:
    """Reaching 5/2 is a sum that reaches a whole number, for every measure of every basis."""
    score = Score(measure=Measure(measure), basis=basis)
    assert score.earns(Fraction(5, 2), POINTS, 7) == (test, False)


def test_where_lower_is_better_failing_is_good() -> None:
    """A bound is the highest score that is good enough: exceeding it fails."""
    score = Score(measure=Measure.SUM, lower_is_better=True)
    assert score.earns(Fraction(3), POINTS, 1) == (Test(Scope.BELOW, Total(POINTS), 7), True)
    assert score.turning(Fraction(3)) == (Fraction(3), True)


@pytest.mark.parametrize(("lower", "turning"), [(False, Fraction(5, 2)), (True, Fraction(7, 2))])
def test_rounding_moves_the_turning_point(*, lower: bool, turning: Fraction) -> None:
    """Rounded to whole points, 3 begins at 2.5 and ends below 3.5; for display it does not move."""
    score = Score(measure=Measure.MEAN, rounding=WHOLE, lower_is_better=lower)
    assert score.turning(Fraction(3)) == (turning, False)
    shown = Score(measure=Measure.MEAN, rounding=WHOLE, rounds_display_only=True, lower_is_better=lower)
    assert shown.turning(Fraction(3)) == (Fraction(3), lower)
    assert (score.banded_rounding, shown.banded_rounding) == (WHOLE, None)


def test_rounding_is_described() -> None:
    """The description names the mode, the step and what it is for."""
    for score, words in (
        (Score(measure=Measure.MEAN, rounding=WHOLE), "half up in steps of 1, before banding"),
        (
            Score(measure=Measure.PERCENT, rounding=Rounding(2, RoundingMode.DOWN)),
            "down in steps of 1 %, before banding",
        ),
        (
            Score(
                measure=Measure.SUM,
                rounding=Rounding(1, RoundingMode.HALF_EVEN),
                rounds_display_only=True,
            ),
            "half even in steps of 1/10, for display only",
        ),
    ):
        assert score.rounding_described == words
