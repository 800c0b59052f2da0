"""How results are followed up in each locality: P5, A11, F5."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from playing import LOCALITIES, policy_of

from pamms_core.policies.words import FollowUpKind
from pamms_core.processes.follow_up import follow_ups

PUBLISHED = date(2026, 3, 2)
K = FollowUpKind


@pytest.mark.parametrize(
    ("locality", "rating", "expected"),
    [
        (
            "wirral",
            "poor",
            [(K.CONTRACT_MEETING, date(2026, 6, 2)), (K.REASSESSMENT, date(2026, 9, 2))],
        ),
        ("wirral", "requires-improvement", [(K.VALIDATION_VISIT, date(2026, 6, 2))]),
        ("wirral", "good", [(K.VERIFICATION, date(2026, 5, 1))]),
        ("wirral", "excellent", []),
        ("norfolk", "poor", [(K.REASSESSMENT, date(2026, 9, 2))]),
        ("norfolk", "requires-improvement", [(K.REASSESSMENT, date(2026, 9, 2))]),
        ("norfolk", "good", []),
        ("essex", "requires-improvement", [(K.VERIFICATION, date(2026, 5, 1))]),
        ("essex", "good", [(K.VERIFICATION, date(2026, 5, 1))]),
    ],
)
def test_p5_by_rating_from_publication(
    locality: str, rating: str, expected: list[tuple[FollowUpKind, date]]
) -> None:
    """What follows is the policy's, from publication or by the plan's content, soonest first."""
    found = follow_ups(
        policy_of(locality), rating, PUBLISHED, has_plan=True, last_action=date(2026, 5, 1)
    )
    assert [(each.kind, each.on) for each in found] == expected


def test_p5_good_without_areas_to_improve__wirral() -> None:
    """A verification session is held only where something requires improvement."""
    assert follow_ups(policy_of("wirral"), "good", PUBLISHED, has_plan=False) == ()


def test_p5_timed_by_a_plan_that_is_not_known__essex() -> None:
    """Without dates in the plan no day is made up."""
    (visit,) = follow_ups(policy_of("essex"), "poor", PUBLISHED, has_plan=True)
    assert (visit.on, visit.due) == (None, None)
    assert visit.why.endswith("follows at a time that the plan's content gives.")


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p5_each_day_is_explained_and_has_a_source(locality: str) -> None:
    """Each says why and from where, and a counted day can be told day by day."""
    for rating in ("poor", "requires-improvement", "good", "excellent"):
        for each in follow_ups(policy_of(locality), rating, PUBLISHED, has_plan=True):
            assert each.source
            rated = rating.replace("-", " ")
            assert each.why.startswith(f"Rated {rated}, published on Monday 2 March 2026")
            if each.due is not None:
                assert each.due.date == each.on
                assert str(each.due.explain()[0]).startswith("Monday 2 March 2026: not counted")


def test_a11_reassessed_about_six_months_after__norfolk() -> None:
    """The two lower ratings call for a further assessment, with its source."""
    (found,) = follow_ups(policy_of("norfolk"), "poor", PUBLISHED, has_plan=False)
    assert (found.source, found.due is not None) == ("A11 (N), P5 (N)", True)


def test_f5_the_validation_visit_is_a_setting__wirral() -> None:
    """Another kind of follow-up is another value of the policy."""
    policy = policy_of("wirral")
    other = tuple(attrs.evolve(each, kind=K.REASSESSMENT) for each in policy.follow_up)
    found = follow_ups(
        attrs.evolve(policy, follow_up=other), "requires-improvement", PUBLISHED, has_plan=True
    )
    assert [each.kind for each in found] == [K.REASSESSMENT]
