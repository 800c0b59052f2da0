"""All sums of one number from each of two sets, quickly where the numbers lie in rows.

Packed totals of sheets that differ only in their ratings mostly differ by
multiples of one number, the *pitch*: a point more on a weight of one moves every
margin in step. So a set of totals is a few rows, each an offset and a bit mask
of the multiples that are in it, and adding two rows is shifting one mask by
each bit of the other.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["pitch_of", "sums"]

# Smaller sets are added number by number, and wider rows would cost more than they save.
_WORTH_IT = 20_000
_WIDEST = 20_000


def pitch_of(tables: Iterable[Sequence[int]]) -> int:
    """Return the number that the steps between the ratings of most questions are multiples of.

    Args:
        tables: for each question, what each rating adds, the worst first.
    """
    steps = [abs(b - a) for table in tables for a, b in pairwise(table)]
    return reduce(gcd, steps, 0)


def sums(first: Collection[int], second: Collection[int], pitch: int) -> frozenset[int]:
    """Return every sum of a number of the first and a number of the second.

    >>> sorted(sums([0, 10], [1, 2], 10))
    [1, 2, 11, 12]
    """
    if pitch <= 1 or len(first) * len(second) < _WORTH_IT:
        return frozenset({a + b for a in first for b in second})
    rows, others = _rows(first, pitch), _rows(second, pitch)
    if rows is None or others is None:
        return frozenset({a + b for a in first for b in second})
    found: dict[tuple[int, int], int] = defaultdict(int)
    for (rest, offset), mask in rows.items():
        for (other_rest, other_offset), other in others.items():
            carry, left = divmod(rest + other_rest, pitch)
            found[left, offset + other_offset + carry] |= _added(mask, other)
    return frozenset(
        rest + pitch * (offset + bit) for (rest, offset), mask in found.items() for bit in _bits(mask)
    )


def _rows(numbers: Collection[int], pitch: int) -> dict[tuple[int, int], int] | None:
    """Sort numbers into rows by what is left over the pitch; ``None`` if a row is too wide."""
    by_rest: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        by_rest[number % pitch].append(number // pitch)
    rows: dict[tuple[int, int], int] = {}
    for rest, times in by_rest.items():
        offset = min(times)
        if max(times) - offset > _WIDEST:
            return None
        rows[rest, offset] = sum(1 << each - offset for each in times)
    return rows


def _added(mask: int, other: int) -> int:
    """Shift the fuller mask by each bit of the emptier one."""
    if mask.bit_count() < other.bit_count():
        mask, other = other, mask
    found = 0
    for bit in _bits(other):
        found |= mask << bit
    return found


def _bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    return (place for place, digit in enumerate(reversed(bin(mask))) if digit == "1")
