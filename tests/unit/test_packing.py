"""Sums packed into one integer: their places, and their tests as sign bits."""

from __future__ import annotations

from itertools import product

import pytest

from pamms_core.rating.packing import Layout


def test_fields_lie_one_above_the_other() -> None:
    """A field is one bit wider than its largest sum, and the next begins where it ends."""
    layout = Layout()
    first = layout.add([(0, 3), (0, 4)])  # at most 7: three bits, and one for the sign
    second = layout.add([(-2, 2)])  # at most 4 above the lowest: three bits, and one
    assert (first.shift, first.width, first.sign) == (0, 4, 0b1000)
    assert (second.shift, second.width, second.sign) == (4, 4, 0b1000_0000)
    assert second.lowest == (-2,)
    assert layout.top == 8


def test_a_layout_may_begin_above_another() -> None:
    """A node's own counts lie above the sums it shares."""
    field = Layout(5).add([(0, 1)])
    assert (field.shift, field.sign) == (5, 1 << 6)


def test_summands_are_put_without_their_lowest() -> None:
    """What an input adds is never negative."""
    layout = Layout(3)
    field = layout.add([(-4, 1), (2, 6)])
    assert [field.put(0, -4), field.put(0, 1), field.put(1, 2), field.put(1, 6)] == [0, 40, 0, 32]


def test_a_sum_that_never_varies_still_has_a_sign() -> None:
    """Inputs that always add the same need the sign bit alone."""
    field = Layout().add([(5, 5)])
    assert field.width == 1
    assert field.bias(5, 0, 1) == 1
    assert field.bias(6, 0, 1) == 0


@pytest.mark.parametrize("bound", range(-12, 13))
def test_the_sign_tells_whether_the_bound_is_reached(bound: int) -> None:
    """For every state of every input, side by side with another field, the sign is the test."""
    summands = [(-3, 0, 2), (1, 4), (-1, -5, 0)]
    layout = Layout()
    below, field, above = layout.add([(0, 9)] * 3), layout.add(summands), layout.add([(0, 9)] * 3)
    for chosen in product(*summands):
        packed = sum(field.put(place, each) for place, each in enumerate(chosen))
        for noise in (0, 9):
            around = sum(each.put(place, noise) for each in (below, above) for place in range(3))
            total = packed + around + field.bias(bound, 0, 3)
            assert bool(total & field.sign) == (sum(chosen) >= bound)


@pytest.mark.parametrize("bound", range(-8, 8))
def test_a_test_of_some_inputs_alone(bound: int) -> None:
    """A node's test sees only the inputs below the node."""
    summands = [(-3, 0, 2), (1, 4), (-1, -5, 0)]
    field = Layout().add(summands)
    for chosen in product(*summands[1:]):
        packed = sum(field.put(place, each) for place, each in enumerate(chosen, start=1))
        assert bool(packed + field.bias(bound, 1, 3) & field.sign) == (sum(chosen) >= bound)
