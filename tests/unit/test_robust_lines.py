"""Straight lines, courses and moving scores, against values worked out point by point."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pamms_core.rating.robust.lines import START, Line, Moving, Turns, made_of, overlaid
from pamms_core.rating.rounding import Rounding, RoundingMode

POINTS = [Fraction(step, 4) for step in range(41)]


@pytest.mark.parametrize("value", [-3, -1, 0, 2])
@pytest.mark.parametrize("slope", [-2, -1, 0, 1, 3])
@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("way", [-1, 1])
@pytest.mark.parametrize("most", [None, 1, 10])
def test_a_line_turns_where_its_value_says(
    value: int, slope: int, way: int, most: int | None, *, is_strict: bool
) -> None:
    """At every point before the last, and just beyond it, a test holds as the line's own value tells."""
    mask, holding, turns = Turns.of([Line(8, value, slope, is_strict)], most, way)
    assert mask == 8
    for point in (each for each in POINTS if most is None or each < most):
        reached, rising = value + slope * way * point, slope * way
        here = reached > 0 or (reached == 0 and not is_strict)
        beyond = reached > 0 or (reached == 0 and (rising > 0 or (rising == 0 and not is_strict)))
        for position, expected in (((point, 0), here), ((point, 1), beyond)):
            turned = sum(sign for at, sign in turns if position >= at)
            assert bool(holding ^ turned) is expected
    assert all(most is None or at < most for (at, _), _ in turns)


def test_what_turns_at_one_place_turns_together() -> None:
    """Turns come in order of where, one a place."""
    lines = [Line(1, -4, 2, False), Line(2, -1, 1, True), Line(4, 2, -1, True), Line(8, 3, 1, False)]
    assert Turns.of(lines) == (15, 12, [((1, 1), 2), ((2, 0), 5)])


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("is_strict", [False, True])
def test_a_moving_score_reaches_a_bound_where_it_does(mode: RoundingMode, *, is_strict: bool) -> None:
    """Its line holds at a point exactly if the score there, worked out step by step, passes."""
    rounding = Rounding(1, mode)
    score = Moving((5, 3), (2, 1)).made(Fraction(1, 2), Fraction(1, 8), rounding)
    score = score.made(Fraction(3), Fraction(-1), None).made(Fraction(1), Fraction(0), Rounding(0, mode))
    for bound in (Fraction(1), Fraction(2), Fraction(9, 4), Fraction(3)):
        _, value, slope, strict = score.reaches(1, bound, is_strict=is_strict)
        for point in POINTS:
            made = rounding.apply((5 + 3 * point) / (2 + point) / 2 + Fraction(1, 8))
            made = Rounding(0, mode).apply(made * 3 - 1)
            passes = made > bound if is_strict else made >= bound
            line = value + slope * point
            assert (line > 0 if strict else line >= 0) is passes


def test_a_course_leaves_out_where_nothing_changes() -> None:
    """Equal neighbours are one, and a later return stays."""
    a, b = frozenset("a"), frozenset("b")
    assert list(made_of([(START, a), ((1, 0), a), ((2, 1), b), ((3, 0), a)])) == [
        (START, a),
        ((2, 1), b),
        ((3, 0), a),
    ]


def test_courses_laid_over_each_other_have_all_that_may_be() -> None:
    """One course is itself; of several, each position has what any of them has there."""
    a, b, c = map(frozenset, "abc")
    one = [(START, a), ((2, 0), b)]
    other = [(START, c), ((1, 1), a), ((2, 0), c)]
    assert overlaid([one]) is one
    assert overlaid([one, other]) == [(START, a | c), ((1, 1), a), ((2, 0), b | c)]
