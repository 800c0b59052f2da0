"""What lawless rules are picked, by lots that are drawn from a plain sequence of numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core._frozen import FrozenMap
from pamms_core.rating.readings import Bands, Extreme, FirstMatch, Steps, Table
from pamms_core.rating.scores import Measure
from pamms_core.testing.lawless import Around, Lot, any_points, any_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.method import NodeRule

AROUND = Around(
    points=FrozenMap({key: Fraction(3 - place) for place, key in enumerate(("a", "b", "c", "d"))}),
    children=("x", "y", "z"),
    nodes=("x", "y"),
    numbers=("n", "m"),
    flags=("f",),
    are_scored=True,
)


class Listed(Lot):
    """Lots that follow one sequence, so that no version of a drawing library decides what is seen."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def pick(self, options: Sequence[Any]) -> Any:
        """Pick by the high digits of the next number."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return options[(self._state >> 33) % len(options)]

    def sometimes(self, *, once_in: int = 2) -> bool:
        """Say yes once in so many times."""
        return bool(self.pick(range(once_in)) == 0)


def rules() -> Iterator[NodeRule]:
    """Pick many rules."""
    return (any_rule(Listed(seed), AROUND) for seed in range(600))


@pytest.mark.parametrize("kind", [Bands, Extreme, FirstMatch, Steps, Table, type(None)])
def test_every_kind_of_reading_is_picked(kind: type) -> None:
    """Lawless rules read their verdict in every way there is."""
    assert any(isinstance(rule.reading, kind) for rule in rules())


@pytest.mark.parametrize("measure", list(Measure))
def test_bands_stand_on_every_measure(measure: Measure) -> None:
    """Bands are picked for means, sums, percentages and ratios, in the order that the score needs."""
    banded = [
        (rule.score, rule.reading)
        for rule in rules()
        if rule.score and rule.score.measure is measure and isinstance(rule.reading, Bands)
    ]
    assert banded
    for score, bands in banded:
        bounds = [band.bound for band in bands.bands]
        assert bounds == sorted(bounds, reverse=not score.lower_is_better)


def test_points_are_in_order() -> None:
    """Points all fall or all rise."""
    picked = [list(any_points(Listed(seed), AROUND.keys).values()) for seed in range(50)]
    assert all(each in (sorted(each), sorted(each, reverse=True)) for each in picked)
    assert {each[0] > each[-1] for each in picked} == {True, False}
