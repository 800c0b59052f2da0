"""The least variation at which several tests turn out as wanted, all at once.

Each test goes in a straight line with the deviations, so this is a linear programme: all
deviations are divided by the largest, which leaves quantities between -1 and 1 and one, the
*scale*, that is to be as large as can be. Where a test must pass its edge and not only
reach it, a little *spare* is asked for besides, as much as the largest scale leaves.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from pamms_core.rating.robust.simplex import largest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pamms_core.rating.robust.box import Fixed
    from pamms_core.rating.robust.margins import Margin, Variable

__all__ = ["NUDGE", "Reached", "reached"]

NUDGE = Fraction(1, 1_000_000)
"""About how far beyond an edge we go to show what lies there."""


class Reached(NamedTuple):
    """Where all tests turn out as wanted."""

    share: Fraction
    """The least share by which everything varies."""
    beyond: bool
    """Whether they do only just beyond it."""
    point: Mapping[Variable, Fraction]
    """Deviations, at that share or a little beyond it."""


def reached(fixed: Fixed, margins: Iterable[Margin], floor: Fraction) -> Reached | None:
    """Return the least share from a floor on, below 1, at which tests turn out as wanted.

    Args:
        fixed: the tests, and whether they should hold.
        margins: all tests; just beyond the share, none of them turns before the point.
        floor: a share above 0 from which on to look.
    """
    system = _System(fixed, floor)
    first = largest([system.scale, system.spare], system.rows, system.most)
    if first[-2] <= 1:
        return None
    share = 1 / first[-2]
    if first[-1] > 0:
        return Reached(share, False, system.point(first))
    inside = largest([system.spare], system.rows, system.most)
    if inside[-1] == 0:
        return None
    return Reached(share, True, system.point(system.between(first, inside, margins)))


class _System:
    """The conditions; quantities are ups, downs, the scale and the spare."""

    def __init__(self, fixed: Fixed, floor: Fraction) -> None:
        self.names = list(dict.fromkeys(name for margin in fixed for name in margin.slopes))
        count = 2 * len(self.names)
        self.most: list[Fraction | int] = [*[1] * count, 1 / floor, 1]
        self.scale = [*[0] * count, 1, 0]
        self.spare = [*[0] * count, 0, 1]
        self.rows = [self._row(margin, holds=holds) for margin, holds in fixed.items()]

    def _row(self, margin: Margin, *, holds: bool) -> list[int]:
        """Write a test as a condition, with spare where 0 itself would not do."""
        way = 1 if holds else -1
        slopes = [way * margin.slopes.get(name, 0) for name in self.names]
        return [*slopes, *(-each for each in slopes), way * margin.value, -(margin.is_strict is holds)]

    def between(
        self, edge: Sequence[Fraction], inside: Sequence[Fraction], margins: Iterable[Margin]
    ) -> list[Fraction]:
        """Go from the edge a little inwards, not as far as to where anything else turns."""
        part = min(NUDGE, (edge[-2] - 1) / edge[-2] / 2)
        for margin in margins:
            here, there = self._value(margin, edge), self._value(margin, inside)
            if here * there < 0:
                part = min(part, here / (here - there) / 2)
        return [one + part * (other - one) for one, other in zip(edge, inside, strict=True)]

    def _value(self, margin: Margin, found: Sequence[Fraction]) -> Fraction:
        ways = self._ways(found).items()
        return margin.value * found[-2] + sum(margin.slopes.get(name, 0) * way for name, way in ways)

    def _ways(self, found: Sequence[Fraction]) -> dict[Variable, Fraction]:
        count = len(self.names)
        return {name: found[at] - found[count + at] for at, name in enumerate(self.names)}

    def point(self, found: Sequence[Fraction]) -> dict[Variable, Fraction]:
        """Return the deviations, without those that stay."""
        return {name: way / found[-2] for name, way in self._ways(found).items() if way}
