"""Which totals of a node need not be followed, because another is as good and costs no more.

Fields that can only help or only harm are compared as packed numbers, all at once; fields
of which neither is known must agree. The field with the most values is kept apart, so that
totals fall into a few classes that are each swept once, cheapest first.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.improving.board import Square
    from pamms_core.rating.packing import Field

__all__ = ["Order"]

# Comparing fewer totals than this would cost more than following them.
_WORTH_IT = 8


class Order:
    """How the totals of one node compare, on the way through its inputs.

    Args:
        square: the node.
        inputs: for each input, costs and what it may add.
        loses: whether worse is wanted.
        is_monotone: whether fields have directions at all; if not, only equal totals are one.
        is_rated: whether no question's choices have a rating and none.
    """

    def __init__(
        self,
        square: Square,
        inputs: Sequence[Sequence[tuple[int, int]]],
        *,
        loses: bool,
        is_monotone: bool,
        is_rated: bool,
    ) -> None:
        self.prunes = is_monotone
        self._main: Field | None = None
        self._flip = self._classes = self._guards = self._equal = 0
        if is_monotone:
            self._compare(square, inputs, -1 if loses else 1, is_rated=is_rated)

    def _compare(
        self,
        square: Square,
        inputs: Sequence[Sequence[tuple[int, int]]],
        sign: int,
        *,
        is_rated: bool,
    ) -> None:
        """Say how each field is compared."""
        margins = [each for each in square.parts if each.is_margin and each.direction]
        self._main = max((each.field for each in margins), key=lambda field: field.width, default=None)
        for each in square.parts:
            field, low = each.field, (each.field.sign - 1) & _bits(each.field)
            if each.direction * sign < 0:
                self._flip |= low
            if field is self._main or (each in margins and is_rated and each.is_pooled):
                continue
            if each in margins and self._is_tied(field, inputs):
                continue
            self._classes |= _bits(field)
            self._guards |= field.sign if each.direction else 0
            self._equal |= 0 if each.direction else _bits(field)

    def _is_tied(self, field: Field, inputs: Sequence[Sequence[tuple[int, int]]]) -> bool:
        """Whether a margin goes up and down with the main one, whatever any input adds."""
        ratio: tuple[int, int] | None = None
        for adds in inputs:
            first, own = self._main_of(adds[0][1]), _read(adds[0][1], field)
            for _, add in adds[1:]:
                main, this = self._main_of(add) - first, _read(add, field) - own
                if (main or this) and ratio is None:
                    ratio = (main, this)
                if ratio is not None and main * ratio[1] != this * ratio[0]:
                    return False
        return ratio is None or ratio[0] * ratio[1] > 0

    def _main_of(self, total: int) -> int:
        assert self._main is not None  # noqa: S101 (margins are tied to a main one)
        return _read(total, self._main)

    def value(self, total: int) -> int | None:
        """Return how high a total's main margin is, as far as it is wanted; ``None`` without one."""
        if self._main is None:
            return None
        return _read(total ^ self._flip, self._main)

    def kept(self, found: dict[int, int]) -> list[tuple[int, int]]:
        """Return the totals worth following with their costs, cheapest first."""
        rows = [(cost, total) for total, cost in found.items()]
        if not self.prunes or len(rows) < _WORTH_IT:
            return sorted(rows, key=itemgetter(0))
        return self._swept(rows)

    def _swept(self, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        flip, mask = self._flip, self._classes
        shift, low = (self._main.shift, (1 << self._main.width) - 1) if self._main else (0, 0)
        rows = [
            (cost, -((total ^ flip) >> shift & low), (total ^ flip) & mask, total)
            for cost, total in found
        ]
        rows.sort()
        below = self._below({row[2] for row in rows})
        best = dict.fromkeys(below, 1)
        kept: list[tuple[int, int]] = []
        for cost, value, kind, total in rows:
            if value < best[kind]:
                kept.append((cost, total))
                for other in below[kind]:
                    best[other] = min(best[other], value)
        return kept

    def _below(self, kinds: set[int]) -> dict[int, list[int]]:
        """For each class, list those that are no better in any field, itself among them."""
        guards, equal = self._guards, self._equal
        return {
            kind: [
                other
                for other in kinds
                if (kind | guards) - (other & ~equal) & guards == guards and not (other ^ kind) & equal
            ]
            for kind in kinds
        }


def _bits(field: Field) -> int:
    return (1 << field.width) - 1 << field.shift


def _read(total: int, field: Field) -> int:
    return total >> field.shift & (1 << field.width) - 1
