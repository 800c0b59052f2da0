"""Sets of small whole numbers as bit masks, and all sums of two of them.

The numbers that come up lie close together. So a set is taken as its *runs* of
neighbouring numbers, and a whole run is added in two shifts.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Runs", "added", "extents", "lowest", "meeting", "pieces", "runs_of", "shifted"]

Runs: TypeAlias = "tuple[tuple[int, int], ...]"
"""Neighbouring numbers: the first of each run, and how many there are."""

_ONES = re.compile("1+")


def runs_of(mask: int) -> Runs:
    """Return the runs of a set, the lowest first.

    >>> runs_of(0b11010)
    ((1, 1), (3, 2))
    """
    if not mask:
        return ()
    low = lowest(mask)
    found = _ONES.finditer(bin(mask >> low)[:1:-1])
    return tuple((low + run.start(), run.end() - run.start()) for run in found)


def added(mask: int, runs: Runs) -> int:
    """Return every sum of a number of a set and a number of some runs.

    >>> bin(added(0b101, ((1, 2),)))
    '0b11110'
    """
    smeared = [mask]  # each by twice as much as the one before
    found = 0
    for start, length in runs:
        power = length.bit_length() - 1
        while len(smeared) <= power:
            smeared.append(smeared[-1] | smeared[-1] << (1 << len(smeared) - 1))
        smear = smeared[power]
        found |= (smear | smear << length - (1 << power)) << start
    return found


def shifted(mask: int, by: int) -> int:
    """Return a set with a number added to each; what falls below 0 is left out."""
    return mask << by if by >= 0 else mask >> -by


def lowest(mask: int) -> int:
    """Return the lowest number of a set that is not empty."""
    return (mask & -mask).bit_length() - 1


def meeting(mask: int, other: int, total: int) -> int | None:
    """Return a number of the first set that a number of the other completes to a total, if any.

    >>> meeting(0b1010, 0b100, 5)
    3
    """
    low, high = lowest(mask), mask.bit_length() - 1
    # What completes the highest of the first set comes first, and so on down.
    window = shifted(other, high - total) & (1 << high - low + 1) - 1
    turned = int(f"{window:0{high - low + 1}b}"[::-1], 2)
    both = mask >> low & turned
    return low + lowest(both) if both else None


def extents(mask: int, stride: int) -> Iterator[tuple[int, int]]:
    """Yield the lowest and the highest number of a set in each row of so many numbers."""
    for _, found in groupby(runs_of(mask), lambda run: run[0] // stride):
        row = list(found)
        yield row[0][0], sum(row[-1]) - 1


def pieces(start: int, step: int, sign: int, length: int) -> Iterator[tuple[int, int, int]]:
    """Cut the numbers start, start + step, … where their signs change, each once at most.

    Args:
        start: the first number.
        step: from one number to the next.
        sign: the mask of the signs.
        length: how many numbers there are.

    Yields:
        The signs, and the first and the last place in the row that have them.
    """
    waiting = [(0, length - 1)]
    while waiting:
        low, high = waiting.pop()
        found = start + step * low & sign
        if found == start + step * high & sign:
            yield found, low, high
        else:
            middle = (low + high) // 2
            waiting += [(low, middle), (middle + 1, high)]
