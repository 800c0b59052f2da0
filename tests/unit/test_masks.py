"""Sets of numbers as masks, against plain sets."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from pamms_core.rating.masks import added, extents, lowest, meeting, pieces, runs_of, shifted

SETS = [
    set[int](),
    {0},
    {5},
    {0, 1, 2, 3},
    {1, 3, 4, 9},
    {2, 3, 4, 5, 6, 7, 8, 20, 21, 40},
    set(range(3, 60)) - {17, 31},
]


def mask_of(numbers: set[int]) -> int:
    """Write a set as a mask."""
    return sum(1 << each for each in numbers)


@pytest.mark.parametrize("numbers", SETS)
def test_runs_are_the_set_in_as_few_pieces_as_can_be(numbers: set[int]) -> None:
    """Laid out again, runs are the set; none touches the next."""
    runs = runs_of(mask_of(numbers))
    assert {start + each for start, length in runs for each in range(length)} == numbers
    assert all(start + length < after for (start, length), (after, _) in pairwise(runs))


@pytest.mark.parametrize(("first", "second"), list(product(SETS, SETS)))
def test_sums_are_those_of_every_pair(first: set[int], second: set[int]) -> None:
    """Adding runs gives what adding every number to every number gives."""
    sums = added(mask_of(first), runs_of(mask_of(second)))
    assert sums == mask_of({a + b for a, b in product(first, second)})


@pytest.mark.parametrize(("first", "second"), list(product(SETS[1:], SETS)))
def test_meeting_tells_a_sum_apart_if_and_only_if_it_is_one(first: set[int], second: set[int]) -> None:
    """For every total, some number of the first set is left by one of the second, or none is."""
    for total in range(110):
        found = meeting(mask_of(first), mask_of(second), total)
        assert (found is None) == (total not in {a + b for a, b in product(first, second)})
        assert found is None or (found in first and total - found in second)


@pytest.mark.parametrize("numbers", SETS[1:])
def test_shifts_move_every_number_and_lose_those_below_nothing(numbers: set[int]) -> None:
    """Up or down, as adding to each number would."""
    for by in range(-10, 10):
        assert shifted(mask_of(numbers), by) == mask_of({a + by for a in numbers if a + by >= 0})
    assert lowest(mask_of(numbers)) == min(numbers)


@pytest.mark.parametrize("numbers", SETS)
def test_extents_are_the_ends_of_each_row(numbers: set[int]) -> None:
    """Rows without a number are left out; the last of a row is never taken, so that rows part."""
    numbers = {each for each in numbers if each % 10 != 9}
    rows = [sorted(each for each in numbers if each // 10 == row) for row in range(7)]
    assert list(extents(mask_of(numbers), 10)) == [(row[0], row[-1]) for row in rows if row]


@pytest.mark.parametrize(("start", "step"), [(0, 3), (40, -1), (0b1000, 0), (5, 11)])
def test_pieces_cover_a_row_by_sign(start: int, step: int) -> None:
    """Every place is in one piece, with the sign of its number: here whether it reached 32."""
    found = {
        place: sign for sign, low, high in pieces(start, step, 32, 6) for place in range(low, high + 1)
    }
    assert found == {place: start + step * place & 32 for place in range(6)}
