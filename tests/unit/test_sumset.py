"""All sums of two sets, by rows and one by one."""

from __future__ import annotations

import pytest

from pamms_core.rating import sumset
from pamms_core.rating.sumset import pitch_of, sums


def brute(first: range | list[int], second: range | list[int]) -> set[int]:
    """Add every number to every number."""
    return {a + b for a in first for b in second}


def test_the_pitch_is_what_all_steps_are_multiples_of() -> None:
    """Steps of 6 and 15 have the pitch 3; a single rating has no steps."""
    assert pitch_of([(0, 6, 12), (1, 16)]) == 3
    assert pitch_of([(5,)]) == 0
    assert pitch_of([]) == 0


@pytest.mark.parametrize("pitch", [0, 1, 7, 1000, 10**9])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (list(range(0, 3000, 7)), list(range(2, 2000, 7))),
        (list(range(300)), list(range(0, 90_000, 300))),
        ([n * n for n in range(300)], [n * 1001 for n in range(300)]),
    ],
)
def test_rows_give_the_sums_that_adding_one_by_one_gives(
    first: list[int], second: list[int], pitch: int
) -> None:
    """Whatever the pitch, and in rows or not, every sum is found and no other."""
    assert sums(first, second, pitch) == brute(first, second)


def test_small_sets_are_added_one_by_one() -> None:
    """Below the size at which rows are worth it the result is the same."""
    assert sums([0, 10], [1, 2], 10) == {1, 2, 11, 12}


@pytest.mark.parametrize("wide_one_first", [True, False])
def test_rows_that_are_too_wide_are_not_made(
    monkeypatch: pytest.MonkeyPatch, *, wide_one_first: bool
) -> None:
    """Numbers far apart, in either set, are added one by one, not kept in an enormous mask."""
    monkeypatch.setattr(sumset, "_WORTH_IT", 0)
    wide, near = [0, 2 * sumset._WIDEST * 5], [0, 5]
    first, second = (wide, near) if wide_one_first else (near, wide)
    assert sums(first, second, 5) == brute(wide, near)
