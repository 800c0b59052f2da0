"""What each input adds to each sum."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pamms_core._frozen import FrozenMap
from pamms_core.rating.sums import (
    Amount,
    Assessed,
    Blocked,
    Counted,
    Given,
    Input,
    Lead,
    Margin,
    RatioMargin,
    Scope,
    ScoreMargin,
    ScoreWeight,
    Share,
    Test,
    Total,
    whole_bound,
)

POINTS = FrozenMap({"a": Fraction(3, 2), "b": Fraction(1, 3), "c": Fraction(-1)})
PLAIN, CRITICAL = Input("x", 3), Input("y", 2, critical=True)


def test_weight_and_points() -> None:
    """A rating adds its weight, its points and its margin, all in whole numbers; none adds nothing."""
    total, margin = Total(POINTS), Margin(POINTS, Fraction(1, 2))
    assert total.scale == 6
    assert [Assessed().summand(PLAIN, key) for key in ("a", "c", None)] == [3, 3, 0]
    assert [total.summand(PLAIN, key) for key in ("a", "b", "c", None)] == [27, 6, -18, 0]
    assert [margin.summand(PLAIN, key) for key in ("a", "b", "c", None)] == [18, -3, -27, 0]


def test_counts_look_at_some() -> None:
    """A count is of any inputs, of the named ones, or of the critical ones."""
    low = frozenset({"b", "c"})
    for counted, found in (
        (Counted(low), (1, 1)),
        (Counted(low, among=frozenset({"x"})), (1, 0)),
        (Counted(low, critical=True), (0, 1)),
        (Counted(low, among=frozenset({"x"}), critical=True), (0, 0)),
    ):
        assert tuple(counted.summand(each, "b") for each in (PLAIN, CRITICAL)) == found
        assert tuple(counted.looks_at(each) for each in (PLAIN, CRITICAL)) == tuple(map(bool, found))
        assert [counted.summand(each, key) for each in (PLAIN, CRITICAL) for key in ("a", None)] == [
            0
        ] * 4


def test_shares_are_of_those_that_are_looked_at() -> None:
    """Two thirds: one that counts adds one, one that does not takes two away, others add nothing."""
    share = Share(Counted(frozenset({"c"}), critical=True), Fraction(2, 3))
    assert [share.summand(CRITICAL, key) for key in ("c", "a", None)] == [1, -2, 0]
    assert [share.summand(PLAIN, key) for key in ("c", "a", None)] == [0, 0, 0]


def test_a_lead_is_of_one_child_over_another() -> None:
    """Ranks of the one less ranks of the other; a missing one can never be made up for."""
    lead = Lead("x", "y", FrozenMap({"a": 2, "b": 1, "c": 0}))
    assert [lead.summand(PLAIN, key) for key in ("a", "b", "c", None)] == [2, 1, 0, -6]
    assert [lead.summand(CRITICAL, key) for key in ("a", "b", "c", None)] == [-2, -1, 0, -6]
    assert [lead.summand(Input("z", 1), key) for key in ("a", None)] == [0, 0]
    assert Blocked().summand(PLAIN, "a") == 0


def test_given_numbers() -> None:
    """Numbers are counted, taken as they are, or weighed against each other."""
    both, amount = Given(frozenset({"x", "y"})), Amount("y")
    margin = RatioMargin("x", "y", Fraction(2, 3))
    assert [both.of(code, value) for code, value in (("x", 0), ("y", None), ("z", 3))] == [1, 0, 0]
    assert [amount.of(code, value) for code, value in (("x", 4), ("y", None), ("y", 4))] == [0, 0, 4]
    for x, y in ((0, 0), (2, 3), (3, 3), (1, 3)):
        assert (margin.of("x", x) + margin.of("y", y) >= 0) == (3 * x >= 2 * y)
    assert margin.of("x", None) == margin.of("z", 5) == 0


def test_childrens_scores() -> None:
    """A score adds its weight and its margin, in units that make it whole; none adds nothing."""
    margin = ScoreMargin(Fraction(1, 2), 6)
    assert [ScoreWeight().of_score(4, score) for score in (Fraction(0), None)] == [4, 0]
    assert [margin.of_score(4, score) for score in (Fraction(4, 3), Fraction(1, 3), None)] == [20, -4, 0]


@pytest.mark.parametrize(
    ("bound", "excluded", "whole"),
    [
        (2, False, 2),
        (2, True, 3),
        ("5/2", False, 3),
        ("5/2", True, 3),
        ("-1/2", False, 0),
        (-1, True, 0),
    ],
)
def test_whole_bounds(bound: int | str, *, excluded: bool, whole: int) -> None:
    """The first whole number from a bound on, or beyond it."""
    assert whole_bound(Fraction(bound), excluded=excluded) == whole
    assert Test(Scope.BELOW, Assessed(), whole).bound == whole
