"""Many sums side by side in one integer, and their tests read off as sign bits.

Each sum has a field: some bits of the integer. Adding the integers of all
inputs adds all sums at once. Every input's lowest summand is taken off
beforehand, so that no field is ever negative, and a field is wide enough never
to overflow. A test adds a bias to its field that sets the field's highest bit
exactly when the sum reaches the bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Field", "Layout"]


@attrs.frozen
class Field:
    """Where one sum is kept: the inputs' lowest summands, and its place."""

    lowest: tuple[int, ...]
    shift: int
    width: int

    @property
    def sign(self) -> int:
        """The bit that is set when the sum, with its bias, has reached the bound."""
        return 1 << (self.shift + self.width - 1)

    def put(self, place: int, summand: int) -> int:
        """Return what the input at ``place`` adds to the packed integer."""
        return (summand - self.lowest[place]) << self.shift

    def read(self, total: int, start: int, stop: int) -> int:
        """Return the sum over the inputs start..stop from their packed total."""
        packed = total >> self.shift & (1 << self.width) - 1
        return packed + sum(self.lowest[start:stop])

    def bias(self, bound: int, start: int, stop: int) -> int:
        """Return what to add so that the sign tells whether inputs start..stop reach ``bound``."""
        half = 1 << (self.width - 1)
        reached = bound - sum(self.lowest[start:stop])
        return (half - min(max(reached, 0), half)) << self.shift


class Layout:
    """Gives out fields, each above the last."""

    def __init__(self, shift: int = 0) -> None:
        self.top = shift
        """The first bit that no field uses."""

    def add(self, summands: Sequence[Sequence[int]]) -> Field:
        """Give out a field for a sum, wide enough for any state of each input."""
        lowest = tuple(min(each) for each in summands)
        largest = sum(max(each) for each in summands) - sum(lowest)
        field = Field(lowest, self.top, largest.bit_length() + 1)
        self.top += field.width
        return field
