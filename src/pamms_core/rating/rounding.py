"""Rounding, where a method names it: with its digits and its mode, on exact numbers."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

import attrs

__all__ = ["Rounding", "RoundingMode"]

_HALF = Fraction(1, 2)


class RoundingMode(StrEnum):
    """Where a number between two steps goes; halves are the cases in dispute."""

    HALF_UP = "half up"
    HALF_EVEN = "half even"
    HALF_DOWN = "half down"
    DOWN = "down"
    UP = "up"


@attrs.frozen
class Rounding:
    """To how many decimal digits, and how.

    >>> Rounding(0, RoundingMode.HALF_EVEN).apply(Fraction(125, 2))
    Fraction(62, 1)
    """

    digits: int
    mode: RoundingMode

    @property
    def _unit(self) -> Fraction:
        return Fraction(1, 10**self.digits)

    def apply(self, number: Fraction) -> Fraction:
        """Round a number."""
        steps = number / self._unit
        match self.mode:
            case RoundingMode.HALF_UP:
                whole = floor(steps + _HALF)
            case RoundingMode.HALF_DOWN:
                whole = ceil(steps - _HALF)
            case RoundingMode.HALF_EVEN:
                whole = floor(steps + _HALF)
                whole -= steps - floor(steps) == _HALF and whole % 2 == 1
            case RoundingMode.DOWN:
                whole = floor(steps)
            case _:
                whole = ceil(steps)
        return whole * self._unit

    def reaching(self, bound: Fraction) -> tuple[Fraction, bool]:
        """Tell from where on numbers round to ``bound`` or more.

        Returns:
            The lowest such number, and whether it is itself excluded.

        >>> Rounding(0, RoundingMode.HALF_UP).reaching(Fraction(63))
        (Fraction(125, 2), False)
        """
        steps = ceil(bound / self._unit)
        match self.mode:
            case RoundingMode.DOWN:
                return steps * self._unit, False
            case RoundingMode.UP:
                return (steps - 1) * self._unit, True
            case RoundingMode.HALF_UP:
                excluded = False
            case RoundingMode.HALF_DOWN:
                excluded = True
            case _:
                excluded = steps % 2 == 1
        return (steps - _HALF) * self._unit, excluded

    def above(self, bound: Fraction) -> Fraction:
        """Return the lowest rounded number above a bound."""
        return (floor(bound / self._unit) + 1) * self._unit
