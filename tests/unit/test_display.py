"""Exact numbers as people read them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pamms_core._display import counted, decimal, percent


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (Fraction(71, 20), 2, "3.55"),
        (Fraction(0), 2, "0.00"),
        (Fraction(7), 2, "7.00"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(999, 1000), 2, "1.00"),
        (Fraction(9949, 10000), 2, "0.99"),
        (Fraction(2, 3), 1, "0.7"),
        (Fraction(2, 3), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1234567, 10), 2, "123456.70"),
        (Fraction(-1, 8), 2, "-0.12"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(-7, 2), 1, "-3.5"),
        (Fraction(10**30, 3), 1, "3" * 30 + ".3"),
    ],
)
def test_decimals_round_half_up(number: Fraction, places: int, written: str) -> None:
    """A half goes up, towards the larger number, and nothing passes through a float."""
    assert decimal(number, places) == written


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (Fraction(5, 8), 1, "62.5%"),
        (Fraction(1), 1, "100.0%"),
        (Fraction(0), 1, "0.0%"),
        (Fraction(1, 3), 0, "33%"),
        (Fraction(1999, 2000), 1, "100.0%"),
        (Fraction(1998, 2000), 1, "99.9%"),
    ],
)
def test_percentages(share: Fraction, places: int, written: str) -> None:
    """A share is written in hundredths."""
    assert percent(share, places) == written


def test_numbers_with_nouns() -> None:
    """One is singular; everything else is plural, irregular ones as told."""
    assert [counted(n, "domain") for n in (0, 1, 2)] == ["0 domains", "1 domain", "2 domains"]
    assert counted(2, "person", "people") == "2 people"
    assert counted(1, "person", "people") == "1 person"
