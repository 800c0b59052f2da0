"""What never happens in any locality, proven over every position that the tables can lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playing import LOCALITIES, policy_of

from pamms_core.policies.words import ConcernKind
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.concerns import concern_machine
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.targeted_review import targeted_review_machine
from pamms_core.workflow.exploring import Exploration, explore
from pamms_core.workflow.positions import ClockStatus

if TYPE_CHECKING:
    from pamms_core.workflow import Machine
    from pamms_core.workflow.positions import Transition

MAKERS = (assessment_machine, targeted_review_machine, self_assessment_machine)
REPORTS = [
    pytest.param(maker, name, id=f"{maker.__name__}-{name}") for maker in MAKERS for name in LOCALITIES
]
OPEN_CLOCKS = ("comments", "further-comments", "review-request")
OPEN_STATES = (
    "comments-open",
    "commented",
    "reminded",
    "comments-closed",
    "comments-considered",
    "in-dispute",
)


def explored(maker: Any, name: str) -> Exploration:
    """Explore a machine of a locality."""
    machine: Machine[Any] = maker(policy_of(name))
    return explore(machine)


def _publishes(step: Transition) -> bool:
    return step.after.state == "published" and step.before.state != "published"


@pytest.mark.parametrize(("maker", "name"), REPORTS)
def test_nothing_is_published_while_comments_or_a_dispute_are_open(maker: Any, name: str) -> None:
    """No person publishes from an open state; time does only when the time to comment is just over."""
    found = explored(maker, name)
    assert found.never_taken(
        lambda step: _publishes(step) and step.before.state in OPEN_STATES and not step.by_time
    )
    assert found.never_taken(
        lambda step: _publishes(step) and step.by_time and step.what != "comments is due"
    )
    assert found.never(
        lambda at: at.state == "published" and any(at.is_at(clock) for clock in OPEN_CLOCKS)
    )
    assert found.never_taken(lambda step: _publishes(step) and step.before.state == "in-dispute")


@pytest.mark.parametrize(("maker", "name"), REPORTS)
def test_nothing_follows_publication(maker: Any, name: str) -> None:
    """No step of anybody, nor of time, leads on from a published report: nobody edits it."""
    found = explored(maker, name)
    for position, steps in found.steps.items():
        if position.state in found.machine.ends:
            assert steps == ()
            assert position.clocks == ()


@pytest.mark.parametrize(("maker", "name"), REPORTS)
def test_a_draft_goes_out_before_anything_is_published(maker: Any, name: str) -> None:
    """Nothing is published before a draft was issued and its receipt confirmed."""
    found = explored(maker, name)
    for row in ("issue-draft", "confirm-receipt"):
        assert found.never_taken(_publishes, before=lambda step, row=row: step.row == row)  # type: ignore[misc]


@pytest.mark.parametrize("name", LOCALITIES)
def test_ratings_are_agreed_or_excused_first__where_the_policy_says(name: str) -> None:
    """Where ratings are agreed on site, a row for it exists, and only there."""
    machine = assessment_machine(policy_of(name))
    assert ("agree-ratings" in machine.by_id) is bool(policy_of(name).agreement.ratings_agreed_with)


MACHINES = [
    *REPORTS,
    *(
        pytest.param(lambda policy, kind=kind: concern_machine(policy, kind), name, id=f"{kind}-{name}")
        for kind in ConcernKind
        for name in LOCALITIES
    ),
]


@pytest.mark.parametrize(("maker", "name"), MACHINES)
def test_every_case_can_reach_an_end_and_no_state_is_silent(maker: Any, name: str) -> None:
    """From everywhere an end can be reached, and somebody may act or a clock runs."""
    found = explored(maker, name)
    assert found.dead_ends == ()
    assert found.silent == ()
    assert found.idle_rows == ()


@pytest.mark.parametrize(("maker", "name"), REPORTS)
def test_publication_stays_possible(maker: Any, name: str) -> None:
    """Until it is called off or given up, every assessment can still be published."""
    found = explored(maker, name)
    over = ("cancelled", "abandoned")
    assert found.always_possible(
        lambda at: at.state == "published", while_at=lambda at: at.state not in over
    )


@pytest.mark.parametrize(("maker", "name"), MACHINES)
def test_every_row_cites_its_source(maker: Any, name: str) -> None:
    """Each row names a rule id, or says that it is ours."""
    for rule in maker(policy_of(name)).all_rules:
        assert rule.source, rule.id


@pytest.mark.parametrize("kind", list(ConcernKind))
def test_a12_a_concern_is_not_closed_without_an_answer_and_a_decision(kind: ConcernKind) -> None:
    """Assurance comes after an answer and after a decision, and after nothing else is the case over."""
    found = explore(concern_machine(policy_of("wirral"), kind))
    closed = "assured"
    for row in ("answer", "decide"):
        assert found.never_taken(
            lambda step: step.after.state == closed,
            before=lambda step, row=row: step.row == row,  # type: ignore[misc]
        )
    assert not found.never(lambda at: at.is_at("answer", ClockStatus.OVERDUE))
