"""The verdict on a node, read off its tests."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from pamms_core import Scale, State
from pamms_core.rating.method import Band, Condition, Limit, Measure, NodeRule, Population
from pamms_core.rating.verdict import Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

WHEN = Condition(population=Population.CHILDREN, ratings=("poor",), at_least=1)
TO_GOOD, TO_REQUIRES, TO_REQUIRES_TOO, TO_POOR = (
    Limit(id=name, at_most=at_most, when=WHEN)
    for name, at_most in (
        ("a", "good"),
        ("b", "requires-improvement"),
        ("c", "requires-improvement"),
        ("d", "poor"),
    )
)
RULE = NodeRule(
    measure=Measure.MEAN_OF_QUESTIONS,
    bands=tuple(
        Band(rating=rating, least=Fraction(least))
        for rating, least in (("excellent", 4), ("good", 3), ("requires-improvement", 2))
    ),
    least_assessed=Fraction(1, 2),
    limits=(TO_GOOD, TO_REQUIRES, TO_REQUIRES_TOO, TO_POOR),
)


def verdict(scale: Scale, bands: str, limits: str = "0000", gates: str = "11") -> Verdict:
    """Decide from a row of 1 (holds) and 0 for the gates, the bands and the limits."""
    return decide(RULE, scale, [each == "1" for each in gates + bands + limits])


@pytest.mark.parametrize(
    ("gates", "state"),
    [
        ("00", State.NOTHING_ASSESSED),
        ("01", State.NOTHING_ASSESSED),
        ("10", State.TOO_LITTLE_ASSESSED),
    ],
)
def test_without_enough_there_is_no_rating(scale: Scale, gates: str, state: State) -> None:
    """S8: nothing assessed is told apart from too little; neither has a rating nor limits."""
    found = verdict(scale, "111", "1111", gates)
    assert found == Verdict(state)
    assert (found.rating, found.before_limits, found.key) == (None, None, None)
    assert found.triggered == found.acting == ()


@pytest.mark.parametrize(
    ("bands", "key"),
    [("111", "excellent"), ("011", "good"), ("001", "requires-improvement"), ("000", "poor")],
)
def test_the_best_band_reached_is_earned(scale: Scale, bands: str, key: str) -> None:
    """The first band that is reached earns its rating; below the last, the worst is earned."""
    found = verdict(scale, bands)
    assert found == Verdict(State.RATED, scale[key], scale[key])
    assert found.key == key
    assert found.acting == ()


@pytest.mark.parametrize(
    ("bands", "limits", "key", "acting"),
    [
        ("111", "1000", "good", [TO_GOOD]),
        ("111", "1100", "requires-improvement", [TO_REQUIRES]),
        ("111", "0110", "requires-improvement", [TO_REQUIRES, TO_REQUIRES_TOO]),
        ("111", "1111", "poor", [TO_POOR]),
        ("011", "1000", "good", []),
        ("000", "1110", "poor", []),
        ("000", "0001", "poor", []),
        ("001", "1000", "requires-improvement", []),
    ],
)
def test_the_lowest_cap_wins(
    scale: Scale, bands: str, limits: str, key: str, acting: Sequence[Limit]
) -> None:
    """Limits that hold are all listed; those act that lowered the rating to what it is."""
    found = verdict(scale, bands, limits)
    assert found.key == key
    assert found.before_limits == verdict(scale, bands).rating
    assert found.triggered == tuple(
        limit for limit, holds in zip(RULE.limits, limits, strict=True) if holds == "1"
    )
    assert list(found.acting) == list(acting)


def test_a_rule_without_limits(scale: Scale) -> None:
    """A rule may have no limits at all."""
    rule = NodeRule(measure=Measure.MEAN_OF_QUESTIONS, bands=RULE.bands, least_assessed=Fraction(0))
    assert decide(rule, scale, [True, True, False, True, True]).rating == scale["good"]


def test_states_read_as_words() -> None:
    """A state is its own sentence part."""
    assert [str(state) for state in State] == ["rated", "nothing assessed", "too little assessed"]
