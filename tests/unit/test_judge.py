"""The verdict on a node, read off the results of its tests."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from pamms_core import Scale, State
from pamms_core._frozen import FrozenMap
from pamms_core.rating.conditions import Count, Flag, Own, Population
from pamms_core.rating.judge import Judge
from pamms_core.rating.method import Limit, NodeRule
from pamms_core.rating.readings import Band, Bands, FirstMatch
from pamms_core.rating.scores import Measure, Score
from pamms_core.rating.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.sums import Test

POINTS = FrozenMap(
    {
        key: Fraction(5 - at)
        for at, key in enumerate(("excellent", "good", "requires-improvement", "poor"))
    }
)


def poor_children(number: int) -> Count:
    """Count Poor children."""
    return Count(population=Population.CHILDREN, ratings=("poor",), at_least=number)


LIMITS = tuple(
    Limit(id=name, at_most=at_most, when=(poor_children(number),))
    for number, (name, at_most) in enumerate(
        (
            ("a", "good"),
            ("b", "requires-improvement"),
            ("c", "requires-improvement"),
            ("d", "poor"),
        ),
        start=1,
    )
)
RULE = NodeRule(
    score=Score(measure=Measure.MEAN),
    reading=Bands(
        tuple(
            Band(rating=rating, bound=Fraction(least))
            for rating, least in (("excellent", 4), ("good", 3), ("requires-improvement", 2))
        )
    ),
    least_assessed=Fraction(1, 2),
    limits=LIMITS,
)


def judge(rule: NodeRule, scale: Scale) -> Judge:
    """Make a rule ready for a node of weight 10."""
    return Judge(rule, scale, points=POINTS, weight=10)


def verdict(scale: Scale, bands: str, limits: str = "0000", gates: str = "11") -> Verdict:
    """Decide from a row of 1 (holds) and 0 for the gates, the bands and the limits."""
    made = judge(RULE, scale)
    tests: Sequence[Test] = made.tests
    assert len(tests) == len(gates + bands + limits)
    row = [each == "1" for each in gates + bands + limits]
    return made.verdict(dict(zip(tests, row, strict=True)), {})


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
    assert (found.rating, found.before_limits, found.symbol) == (None, None, state.value)
    assert found.triggered == found.acting == ()


@pytest.mark.parametrize(
    ("bands", "key"),
    [("111", "excellent"), ("011", "good"), ("001", "requires-improvement"), ("000", "poor")],
)
def test_the_best_band_reached_is_earned(scale: Scale, bands: str, key: str) -> None:
    """The first band that is reached earns its rating; below the last, the worst is earned."""
    found = verdict(scale, bands)
    assert found == Verdict(State.RATED, scale[key], scale[key])
    assert found.symbol == key
    assert found.acting == ()


@pytest.mark.parametrize(
    ("bands", "limits", "key", "acting"),
    [
        ("111", "1000", "good", "a"),
        ("111", "1100", "requires-improvement", "b"),
        ("111", "0110", "requires-improvement", "bc"),
        ("111", "1111", "poor", "d"),
        ("011", "1000", "good", ""),
        ("000", "1110", "poor", ""),
        ("000", "0001", "poor", ""),
        ("001", "1000", "requires-improvement", ""),
    ],
)
def test_the_lowest_cap_wins(scale: Scale, bands: str, limits: str, key: str, acting: str) -> None:
    """Limits that hold are all listed; those act that lowered the rating to what it is."""
    found = verdict(scale, bands, limits)
    assert found.symbol == key
    assert found.before_limits == verdict(scale, bands).rating
    assert found.triggered == tuple(
        limit for limit, holds in zip(LIMITS, limits, strict=True) if holds == "1"
    )
    assert "".join(limit.id for limit in found.acting) == acting


def test_each_test_is_needed_once(scale: Scale) -> None:
    """Presence, the least share, three bands and four limits: nine tests, none of them twice."""
    doubled = NodeRule(
        score=RULE.score, reading=RULE.reading, least_assessed=Fraction(1, 2), limits=LIMITS + LIMITS[:1]
    )
    assert judge(doubled, scale).tests == judge(RULE, scale).tests
    assert len(judge(RULE, scale).tests) == 9


def test_a_rule_without_limits(scale: Scale) -> None:
    """A rule may have no limits and no least share at all."""
    made = judge(NodeRule(score=RULE.score, reading=RULE.reading), scale)
    row = dict(zip(made.tests, [True, False, True, True], strict=True))
    assert made.verdict(row, {}).rating == scale["good"]


def test_a_score_alone_gives_no_rating(scale: Scale) -> None:
    """Where a rule has a score and no reading, the node has a score, and a state that says so."""
    made = judge(NodeRule(score=Score(measure=Measure.SUM)), scale)
    assert made.verdict(dict.fromkeys(made.tests, True), {}) == Verdict(State.SCORED)


def test_judgement_is_undetermined_and_limits_narrow_it(scale: Scale) -> None:
    """Left to judgement, a rating may be any that the limits allow; where one is left, it is that."""
    reading = FirstMatch((), None)
    made = judge(NodeRule(reading=reading, limits=(LIMITS[0], LIMITS[3])), scale)

    def decide(*row: bool) -> Verdict:
        return made.verdict(dict(zip(made.tests, row, strict=True)), {})

    free = decide(True, False, False)
    assert (free.state, free.possible, free.causes) == (
        State.UNDETERMINED,
        tuple(scale),
        ("judgement",),
    )
    assert [each.key for each in decide(True, True, False).possible] == [
        "good",
        "requires-improvement",
        "poor",
    ]
    forced = decide(True, True, True)
    assert (forced.rating, forced.state) == (scale["poor"], State.RATED)
    assert forced.before_limits is None


def test_a_part_without_a_rating_may_block(scale: Scale) -> None:
    """Where a state means no rating, the node is in a state of its own, before all others."""
    rule = NodeRule(
        score=RULE.score, reading=RULE.reading, missing=FrozenMap({"not assessed": "no rating"})
    )
    made = judge(rule, scale)
    blocked = [test for test in made.tests if type(test.sum).__name__ == "Blocked"]
    assert len(blocked) == 1
    row = dict.fromkeys(made.tests, True)
    assert made.verdict(row, {}) == Verdict(State.PART_MISSING)
    assert made.verdict({**row, blocked[0]: False}, {}).rating == scale["excellent"]


def test_all_conditions_of_a_limit_must_hold(scale: Scale) -> None:
    """A limit with several conditions caps only while each of them holds, the own rating included."""
    limit = Limit(
        id="all", at_most="poor", when=(poor_children(1), Own(("excellent", "good")), Flag("breach"))
    )
    made = judge(NodeRule(score=RULE.score, reading=RULE.reading, limits=(limit,)), scale)
    for reached, poor, breach, capped in (
        (1, 1, True, True),
        (0, 1, True, True),
        (1, 0, True, False),
        (1, 1, False, False),
        (2, 1, True, False),
    ):
        bands = [place >= reached for place in range(3)]
        row = dict(zip(made.tests, [True, *bands, bool(poor)], strict=True))
        found = made.verdict(row, {"breach": breach})
        assert (found.triggered == (limit,)) is capped
        assert found.before_limits == tuple(scale)[reached]
