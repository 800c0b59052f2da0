"""Rounding, by every mode, and from where on a number rounds to a bound."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
)
from fractions import Fraction

import pytest

from pamms_core.rating.rounding import Rounding, RoundingMode

HALVES = [Fraction(number, 40) for number in range(-130, 131)]


def by_decimal(number: Fraction, digits: int, mode: RoundingMode) -> Fraction:
    """Round with the decimal module, on numbers that it holds exactly."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    step = Decimal(1).scaleb(-digits)
    if mode in {RoundingMode.HALF_UP, RoundingMode.HALF_DOWN}:
        # halves go towards one end, not away from 0: shift by half a step
        towards = ROUND_FLOOR if mode is RoundingMode.HALF_UP else ROUND_CEILING
        sign = 1 if mode is RoundingMode.HALF_UP else -1
        return Fraction((exact + sign * step / 2).quantize(step, towards, Context(prec=50)))
    named = {
        RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
        RoundingMode.DOWN: ROUND_FLOOR,
        RoundingMode.UP: ROUND_CEILING,
    }
    return Fraction(exact.quantize(step, named[mode], Context(prec=50)))


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("digits", [0, 1, 2])
def test_every_mode_rounds_as_its_name_says(mode: RoundingMode, digits: int) -> None:
    """Exact numbers round as the decimal module rounds them, halves and negative ones included."""
    for number in HALVES:
        assert Rounding(digits, mode).apply(number) == by_decimal(number, digits, mode)


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("digits", [0, 1])
def test_from_where_on_a_bound_is_reached(mode: RoundingMode, digits: int) -> None:
    """A number is beyond the turning point exactly if, rounded, it is at the bound or above."""
    rounding = Rounding(digits, mode)
    for bound in (Fraction(1), Fraction(2), Fraction(-1), Fraction(7, 4), Fraction(1, 3)):
        least, excluded = rounding.reaching(bound)
        for number in HALVES:
            beyond = number > least if excluded else number >= least
            assert beyond == (rounding.apply(number) >= bound)


@pytest.mark.parametrize("mode", RoundingMode)
def test_the_next_rounded_number_above_a_bound(mode: RoundingMode) -> None:
    """Above a bound is the first multiple of the step that is greater, not the bound itself."""
    assert Rounding(1, mode).above(Fraction(3, 2)) == Fraction(8, 5)
    assert Rounding(0, mode).above(Fraction(3, 2)) == 2
    assert Rounding(0, mode).above(Fraction(-1, 2)) == 0
