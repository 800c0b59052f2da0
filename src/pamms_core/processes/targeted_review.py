"""Targeted reviews: unscheduled, of the areas of concern; they may ask for a full assessment (A13)."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from pamms_core.policies.words import Role
from pamms_core.processes.assessment_facts import AssessmentFacts, AssessmentKind
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import (
    allocated_only,
    not_blank,
    standards_asked,
    standards_named,
)
from pamms_core.processes.draft_rows import draft_states
from pamms_core.processes.policy_rows import OFFICERS
from pamms_core.processes.recorded import AskedSet
from pamms_core.processes.visit_rows import ENDS, visited_machine, visiting
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.rules import Rule, Start

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.machine import Machine

__all__ = ["OpenTargetedReview", "RecommendAssessment", "targeted_review_machine"]


@attrs.frozen(kw_only=True)
class OpenTargetedReview:
    """Open a targeted review: unscheduled, of the areas of concern only (A13)."""

    service: str
    asked: AskedSet
    standards: tuple[int, ...] = attrs.field(converter=tuple[int, ...])
    """The numbers of the standards of concern."""
    cause: str
    assessor: str
    planned_on: date


@attrs.frozen
class RecommendAssessment:
    """Say that a full assessment should follow a targeted review (A13)."""

    why: str


def targeted_review_machine(
    policy: LocalPolicy, counting: Counting | None = None
) -> Machine[AssessmentFacts]:
    """Build the table of a targeted review: unscheduled, of the areas of concern only (A13).

    From the visit on it is that of an assessment. It may ask for a full assessment.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> targeted_review_machine(load_policy("wirral")).initial
    ('allocated',)
    """
    rules = usual_counting() if counting is None else counting
    opening = Rule(
        id="open-targeted-review",
        command=OpenTargetedReview,
        to=S.ALLOCATED,
        roles=(Role.TEAM_MANAGER, Role.CONTRACT_LEAD, Role.CONTRACTS_MANAGER),
        guards=[
            not_blank("service", "service"),
            not_blank("cause", "cause"),
            not_blank("assessor", "assessor"),
            standards_named,
            standards_asked,
        ],
        starts=[Start("allocation", policy.scheduling.allocation)],
        apply=_opened,
        source="A13 (W)",
    )
    recommended = Rule(
        id="recommend-assessment",
        command=RecommendAssessment,
        from_states=tuple(
            each for each in (S.FEEDBACK_GIVEN, *draft_states(policy)) if each not in ENDS
        ),
        roles=OFFICERS,
        guards=[allocated_only, not_blank("why", "reason")],
        apply=_recommended,
        source="A13 (W)",
    )
    early = (S.ALLOCATED,)
    rows = (*visiting(policy, rules, early), recommended)
    return visited_machine("targeted-review", policy, rules, opening, rows, early)


def _opened(_: None, command: OpenTargetedReview, __: Moment) -> AssessmentFacts:
    return AssessmentFacts(
        service=command.service,
        kind=AssessmentKind.TARGETED_REVIEW,
        asked=command.asked,
        planned_on=command.planned_on,
        sheet=command.asked.empty_sheet(),
        standards=command.standards,
        cause=command.cause,
        assessor=command.assessor,
    )


def _recommended(facts: AssessmentFacts, command: RecommendAssessment, _: Moment) -> AssessmentFacts:
    return attrs.evolve(facts, further_assessment=command.why)
