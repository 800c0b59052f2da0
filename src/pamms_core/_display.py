"""Exact numbers as people read them: rounded half up, for display only."""

from __future__ import annotations

from fractions import Fraction
from math import floor

__all__ = ["counted", "decimal", "percent"]


def decimal(number: Fraction, places: int = 2) -> str:
    """Write a number with a fixed number of decimal places.

    >>> decimal(Fraction(71, 20)), decimal(Fraction(2, 3), 1), decimal(Fraction(-1, 8))
    ('3.55', '0.7', '-0.12')
    """
    scaled = floor(number * 10**places + Fraction(1, 2))
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if places else ''}{part}"


def percent(share: Fraction, places: int = 1) -> str:
    """Write a share as a percentage.

    >>> percent(Fraction(5, 8))
    '62.5%'
    """
    return f"{decimal(share * 100, places)}%"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun.

    >>> counted(1, "question"), counted(2, "question")
    ('1 question', '2 questions')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
