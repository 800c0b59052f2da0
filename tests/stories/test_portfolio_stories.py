"""How often a provider may be assessed, and how ratings compare with the regulator's: A11, A14."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from assessing import play
from playing import ANN, LEA, LOCALITIES, PAT, TOM, Stage, asked, policy_of, rater, small_set

from pamms_core import UnknownNameError
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.assessment_facts import AssessmentKind, RegulatorView
from pamms_core.processes.portfolio import HeldAssessment, Portfolio, held, may_assess, next_due
from pamms_core.processes.regulator_difference import REGULATOR_RATINGS, regulator_difference

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST = HeldAssessment(
    id="1", kind=AssessmentKind.ON_SITE, published_on=date(2026, 3, 2), overall="good"
)
SOON = date(2026, 9, 1)


def codes(reasons: Iterable[object]) -> list[str]:
    """Name what was said."""
    return [each.code for each in reasons]  # type: ignore[attr-defined]


def changed(**changes: Any) -> Portfolio:
    """Make a portfolio of the first assessment with something else about it."""
    return Portfolio([attrs.evolve(FIRST, **changes)])


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a11_at_most_once_in_twelve_months(locality: str) -> None:
    """The last day on which it is too early is that of the twelve months; the next day it is not."""
    policy = policy_of(locality)
    too_early = may_assess(policy, Portfolio([FIRST]), date(2027, 3, 2))
    assert not too_early
    assert codes(too_early.reasons) == ["assessed-too-recently"]
    assert "from 2027-03-03" in too_early.say()
    assert may_assess(policy, Portfolio([FIRST]), date(2027, 3, 3)).say() == ""
    assert may_assess(policy, Portfolio(), SOON)


def test_a11_unless_high_risk__south_west() -> None:
    """A high risk is reason enough, where the policy says so; it is told."""
    policy = policy_of("south-west")
    found = may_assess(policy, Portfolio([FIRST]), SOON, high_risk=True)
    assert found
    assert codes(found.because) == ["high-risk"]
    strict = attrs.evolve(policy, frequency=attrs.evolve(policy.frequency, unless_high_risk=False))
    assert not may_assess(strict, Portfolio([FIRST]), SOON, high_risk=True)


def test_a11_two_close_together_after_concerns__south_west() -> None:
    """Where the first raised concerns a second may follow, once the time to correct them is over."""
    policy = policy_of("south-west")
    raised = changed(raised_concerns=True, corrected_by=date(2026, 8, 31))
    found = may_assess(policy, raised, SOON)
    assert found
    assert codes(found.because) == ["corrected-since"]
    running = may_assess(policy, changed(raised_concerns=True, corrected_by=SOON), SOON)
    assert not running
    assert codes(running.consider) == ["time-to-correct"]
    open_end = may_assess(policy, changed(raised_concerns=True), SOON, high_risk=True)
    assert open_end
    assert codes(open_end.consider) == ["time-to-correct"]


def test_a11_apart_from_the_regulators_visit__south_west() -> None:
    """A visit of the regulator within a month, before or after, is told and forbids nothing."""
    policy = policy_of("south-west")
    for visit, near in (
        (date(2026, 8, 1), True),
        (date(2026, 7, 31), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 2), False),
    ):
        found = may_assess(policy, Portfolio(), SOON, regulator_visit=visit)
        assert found
        assert codes(found.consider) == (["regulator-visit-near"] if near else [])


@pytest.mark.parametrize("kind", ["targeted-review", "verification-visit"])
def test_a11_reviews_and_verification_visits_do_not_count(kind: str) -> None:
    """They neither stand in the way of an assessment nor does one stand in theirs."""
    policy, other = policy_of("south-west"), AssessmentKind(kind)
    assert may_assess(policy, changed(kind=other), SOON)
    assert codes(may_assess(policy, Portfolio([FIRST]), SOON, kind=other).because) == ["not-counted"]
    assert not may_assess(policy, changed(kind=AssessmentKind.SELF_ASSESSMENT), SOON)


@pytest.mark.parametrize(
    ("locality", "overall", "day", "source"),
    [
        ("norfolk", "poor", date(2026, 9, 2), "A11 (N), P5 (N)"),
        ("norfolk", "requires-improvement", date(2026, 9, 2), "A11 (N), P5 (N)"),
        ("norfolk", "good", date(2027, 3, 2), "A11 (E); elsewhere ours"),
        ("wirral", "poor", date(2026, 9, 2), "P5 (W)"),
        ("wirral", "requires-improvement", date(2027, 3, 2), "A11 (E); elsewhere ours"),
        ("essex", "poor", date(2027, 3, 2), "A11 (E)"),
    ],
)
def test_a11_next_due(locality: str, overall: str, day: date, source: str) -> None:
    """What the rating calls for comes first, then the yearly review; source and counting are told."""
    found = next_due(policy_of(locality), changed(overall=overall), SOON)
    assert (found.on, found.source) == (day, source)
    assert found.due is not None
    assert found.due.date == day
    assert overall in found.why


def test_a11_a_follow_up_is_no_second_assessment_too_many__norfolk() -> None:
    """The further assessment that a poor rating calls for may be held when it is due, and not before."""
    policy, poor = policy_of("norfolk"), changed(overall="poor")
    assert not may_assess(policy, poor, date(2026, 9, 1))
    found = may_assess(policy, poor, date(2026, 9, 2))
    assert codes(found.because) == ["follow-up-is-due"]


def test_a11_nothing_says_when() -> None:
    """Without assessments that count, or without a yearly review, no day is made up."""
    policy = policy_of("wirral")
    assert next_due(policy, Portfolio(), SOON).on is None
    bare = attrs.evolve(policy, frequency=attrs.evolve(policy.frequency, review_about=None))
    found = next_due(bare, changed(overall=None), SOON)
    assert (found.on, "without a rating" in found.why) == (None, True)


def test_a11_scheduling_too_early_is_refused__south_west() -> None:
    """The same question is asked when an assessment is scheduled, of the day it is planned for."""
    stage = Stage(assessment_machine(policy_of("south-west")))
    plan: dict[str, Any] = {"service": "Cedar View", "asked": asked(), "history": Portfolio([FIRST])}
    early = give.ScheduleAssessment(planned_on=date(2027, 3, 2), **plan)
    assert stage.refuse(early, TOM) == ("assessed-too-recently",)
    assert stage.do(attrs.evolve(early, high_risk=True), TOM).state == "scheduled"
    stage = Stage(assessment_machine(policy_of("south-west")))
    assert stage.do(attrs.evolve(early, planned_on=date(2027, 3, 3)), LEA).state == "scheduled"


def test_a11_published_assessments_enter_the_portfolio() -> None:
    """The rating follows from the answers; what is not published, or of another set, does not enter."""
    stage = play("norfolk", "comments-open", "PPPP")
    with pytest.raises(ValueError, match="'case 1' is not published; it is comments-open"):
        held(stage.case, rater())
    found = held(stage.wait(20).case, rater())
    assert (found.overall, found.published_on, found.kind) == ("poor", date(2026, 9, 16), "on-site")
    assert Portfolio([FIRST]).with_assessment(found).assessments == (FIRST, found)
    from pamms_core import Rater

    with pytest.raises(ValueError, match=r"The rater is for small 2 .*; this is about small 1"):
        held(stage.case, Rater(small_set("2")))


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a14_a_difference_asks_for_a_reason(locality: str) -> None:
    """Every pair of ratings: flagged if they are apart, by how far, and a reason settles it."""
    policy, scale = policy_of(locality), small_set().framework.scale
    for ours in scale:
        for place, theirs in enumerate(REGULATOR_RATINGS):
            found = regulator_difference(policy, ours, RegulatorView(theirs))
            assert found.steps == place - list(scale).index(ours)
            assert found.asks_for_reason is found.flagged is (found.steps != 0)
            told = regulator_difference(policy, ours, RegulatorView(theirs, "Visited before."))
            assert not told.asks_for_reason


def test_a14_never_a_refusal() -> None:
    """The regulator's rating is noted at any time, with a reason or without; it must be one of its."""
    stage = play("south-west", "comments-open")
    assert stage.refuse(give.NoteRegulatorRating("poor"), ANN) == ("unknown-regulator-rating",)
    assert stage.refuse(give.NoteRegulatorRating("good"), PAT) == ("role-not-allowed",)
    stage.do(give.NoteRegulatorRating("inadequate"), ANN)
    stage.do(give.NoteRegulatorRating("inadequate", "Two years old."), ANN).wait(20)
    assert (stage.state, stage.facts.regulator.reason) == ("published", "Two years old.")


def test_a14_ratings_that_cannot_be_compared() -> None:
    """An unknown rating of the regulator, and a scale of another length, are mistakes of the caller."""
    policy, scale = policy_of("norfolk"), small_set().framework.scale
    with pytest.raises(UnknownNameError, match="regulator's rating 'outstandig'") as caught:
        regulator_difference(policy, scale.best, RegulatorView("outstandig"))
    assert caught.value.name == "outstandig"
    from pamms_core import Level, Scale

    two = Scale(id="two", levels=(Level(key="a", label="A"), Level(key="b", label="B")))
    with pytest.raises(ValueError, match="scale 'two' has 2 ratings, not 4"):
        regulator_difference(policy, two.best, RegulatorView("good"))
