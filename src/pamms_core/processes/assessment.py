"""On-site assessments as a table (A1 to A10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.policies.words import Role
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import visit_steps as steps
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import (
    attended_by,
    documents_sent,
    may_be_held,
    not_blank,
    not_in_the_past,
)
from pamms_core.processes.policy_rows import OFFICERS, told_of_assessment
from pamms_core.processes.visit_rows import visited_machine, visiting
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.rules import Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.machine import Machine

__all__ = ["assessment_machine"]


def assessment_machine(
    policy: LocalPolicy, counting: Counting | None = None
) -> Machine[AssessmentFacts]:
    """Build the table of an on-site assessment from a policy.

    Args:
        policy: the local policy.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> wirral = assessment_machine(load_policy("wirral"))
    >>> wirral.states[:4], "introduced" in assessment_machine(load_policy("norfolk")).states
    (('scheduled', 'allocated', 'introduced', 'visited'), False)
    """
    rules = usual_counting() if counting is None else counting
    opening = Rule(
        id="schedule",
        command=give.ScheduleAssessment,
        to=S.SCHEDULED,
        roles=(*OFFICERS, Role.CONTRACT_LEAD),
        guards=[not_blank("service", "service"), not_in_the_past(rules), may_be_held(policy)],
        notices=told_of_assessment(policy, "assessment-scheduled"),
        apply=steps.schedule,
        source="A1 (W, E), A11 (T)",
    )
    meeting = (S.INTRODUCED,) if policy.scheduling.introductory_meeting else ()
    early = (S.SCHEDULED, S.ALLOCATED, *meeting)
    rows = (*_beginning(policy, early), *visiting(policy, rules, early[1:], documents_sent(policy)))
    return visited_machine("assessment", policy, rules, opening, rows, early)


def _beginning(policy: LocalPolicy, early: tuple[S, ...]) -> Iterator[Rule]:
    yield Rule(
        id="allocate",
        command=give.AllocateAssessor,
        from_states=S.SCHEDULED,
        to=S.ALLOCATED,
        roles=Role.TEAM_MANAGER,
        guards=[not_blank("assessor", "assessor")],
        starts=[Start("allocation", policy.scheduling.allocation)],
        notices=told_of_assessment(policy, "assessor-allocated"),
        apply=steps.allocate,
        source="A1 (W)",
    )
    yield Rule(
        id="send-documents",
        command=give.SendDocuments,
        from_states=early,
        roles=OFFICERS,
        guards=[not_blank("documents", "documents")],
        apply=steps.send,
        source="A1 (W, E, N), F1",
    )
    if S.INTRODUCED in early:
        yield Rule(
            id="introduce",
            command=give.HoldIntroduction,
            from_states=S.ALLOCATED,
            to=S.INTRODUCED,
            roles=(*OFFICERS, Role.CONTRACT_LEAD),
            guards=[attended_by(policy.scheduling.meeting_attended_by)],
            source="A1 (W)",
        )
