"""Self-assessments: filled in, reviewed, validated, and then as any assessment (SA1 to SA4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.policies.words import Role
from pamms_core.processes import self_assessment_facts as give
from pamms_core.processes import self_assessment_steps as steps
from pamms_core.processes.assessment_commands import AllocateAssessor
from pamms_core.processes.assessment_facts import AssessmentState
from pamms_core.processes.assessment_facts import SelfAssessmentState as S
from pamms_core.processes.assessment_guards import (
    all_answered,
    allocated_only,
    may_be_held,
    not_blank,
    not_in_the_past,
    right_answers,
    visit_in_order,
)
from pamms_core.processes.draft_guards import right_changes
from pamms_core.processes.draft_rows import Beginning, draft_rows, draft_states
from pamms_core.processes.policy_rows import (
    OFFICERS,
    PROVIDER_SIDE,
    edition_of,
    plain_rows,
    roles_of,
    told_of_assessment,
)
from pamms_core.processes.self_assessment_facts import SelfAssessmentFacts
from pamms_core.processes.self_assessment_guards import (
    changes_explained,
    found_fit,
    fully_validated,
    has_minimum,
    in_section,
    more_explained,
    not_in_level,
    sections_asked,
    told_before,
)
from pamms_core.processes.visit_rows import draft_is_late, submitting
from pamms_core.processes.visit_steps import allocate, last_visit
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import Choice, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting

__all__ = ["self_assessment_machine"]

_ENDS: Final = (AssessmentState.PUBLISHED, AssessmentState.ABANDONED)


def self_assessment_machine(
    policy: LocalPolicy, counting: Counting | None = None
) -> Machine[SelfAssessmentFacts]:
    """Build the table of a self-assessment; from complete answers on it is an assessment's.

    Args:
        policy: the local policy.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> self_assessment_machine(load_policy("wirral")).states[:5]
    ('template-sent', 'submitted', 'level-set', 'validated', 'answers-complete')
    """
    rules = usual_counting() if counting is None else counting
    beginning = Beginning(
        working=S.VALIDATED,
        again=S.LEVEL_SET,
        clocks=("completion", "review", "draft"),
        guards=(fully_validated,),
    )
    rows = (
        _opening(policy, rules),
        *_filling_in(policy),
        *_reviewing(policy, rules),
        *_validating(policy, rules),
        _reallocation(policy),
        submitting(),
        *draft_rows(policy, beginning, rules),
    )
    first, *others = plain_rows(rows)
    return Machine(
        id="self-assessment",
        edition=edition_of(policy),
        states=tuple(map(str, (*S, *draft_states(policy)))),
        ends=tuple(map(str, _ENDS)),
        roles=roles_of(rows),
        opening=first,
        rules=others,
        facts=SelfAssessmentFacts,
        counting=rules,
    )


def _opening(policy: LocalPolicy, counting: Counting) -> Rule:
    fit = [found_fit] if policy.self_assessment.only_if_fit else []
    guards = [not_blank("service", "service"), not_blank("assessor", "assessor")]
    return Rule(
        id="send-template",
        command=give.SendTemplate,
        to=S.TEMPLATE_SENT,
        roles=(*OFFICERS, Role.CONTRACT_LEAD),
        guards=[*guards, not_in_the_past(counting), may_be_held(policy), *fit],
        starts=[Start("completion", policy.self_assessment.complete_within)],
        notices=told_of_assessment(policy, "self-assessment-allocated", steps.time_to_complete(policy)),
        apply=steps.send,
        source="SA1 (L, T, W), SA2 (W), A10 (L)",
    )


def _filling_in(policy: LocalPolicy) -> Iterator[Rule]:
    yield Rule(
        id="explain-template",
        command=give.ExplainTemplate,
        from_states=S.TEMPLATE_SENT,
        roles=OFFICERS,
        guards=[allocated_only],
        apply=steps.explain,
        source="SA1 (W)",
    )
    yield Rule(
        id="fill-in",
        command=give.FillIn,
        from_states=S.TEMPLATE_SENT,
        roles=PROVIDER_SIDE,
        guards=[right_answers],
        apply=steps.fill_in,
        source="SA1 (L, T, W)",
    )
    yield Rule(
        id="submit-self-assessment",
        command=give.SubmitSelfAssessment,
        from_states=S.TEMPLATE_SENT,
        to=S.SUBMITTED,
        roles=PROVIDER_SIDE,
        guards=[all_answered],
        stops=["completion"],
        starts=[Start("review", policy.self_assessment.review_within)],
        notices=told_of_assessment(policy, "self-assessment-submitted"),
        apply=steps.submit,
        source="SA1 (L, T, W), SA2 (W)",
    )
    yield Rule(
        id="template-due-soon",
        when=Occasion("completion", before=policy.self_assessment.reminded_before),
        from_states=S.TEMPLATE_SENT,
        notices=told_of_assessment(policy, "self-assessment-due-soon"),
        source="SA2 (W); the reminder is ours",
    )
    yield Rule(
        id="template-is-late",
        when=Occasion("completion"),
        from_states=S.TEMPLATE_SENT,
        notices=told_of_assessment(policy, "self-assessment-late"),
        source="SA2 (W)",
    )


def _reviewing(policy: LocalPolicy, counting: Counting) -> Iterator[Rule]:
    yield Rule(
        id="set-level",
        command=give.SetLevel,
        from_states=S.SUBMITTED,
        to=S.LEVEL_SET,
        roles=OFFICERS,
        guards=[allocated_only, sections_asked, has_minimum(policy), more_explained(policy)],
        stops=["review"],
        notices=told_of_assessment(policy, "validation-announced", steps.sections_told),
        apply=steps.set_level(counting),
        source="SA2 (W), SA3 (W)",
    )
    yield Rule(
        id="review-is-late",
        when=Occasion("review"),
        from_states=S.SUBMITTED,
        notices=told_of_assessment(policy, "self-assessment-review-late"),
        source="SA2 (W)",
    )
    yield Rule(
        id="add-sections",
        command=give.AddSections,
        from_states=(S.LEVEL_SET, S.VALIDATED, AssessmentState.ANSWERS_COMPLETE),
        to=S.LEVEL_SET,
        roles=OFFICERS,
        guards=[allocated_only, sections_asked, not_in_level, not_blank("cause", "cause")],
        notices=told_of_assessment(policy, "validation-announced", steps.sections_told),
        apply=steps.set_level(counting),
        source="SA3 (W)",
    )


def _validating(policy: LocalPolicy, counting: Counting) -> Iterator[Rule]:
    yield Rule(
        id="validate-section",
        command=give.ValidateSection,
        from_states=(S.LEVEL_SET, S.VALIDATED),
        to=Choice("once all are validated", (S.LEVEL_SET, S.VALIDATED), steps.how_far),
        roles=OFFICERS,
        guards=[
            allocated_only,
            visit_in_order(counting),
            told_before,
            right_changes,
            in_section,
            changes_explained,
        ],
        starts=[Start("draft", policy.draft.within, since=last_visit)],
        apply=steps.validate,
        source="SA3 (W), SA4 (W), A4 (E)",
    )
    yield draft_is_late(policy, (S.LEVEL_SET, S.VALIDATED, AssessmentState.ANSWERS_COMPLETE))


def _reallocation(policy: LocalPolicy) -> Rule:
    return Rule(
        id="reallocate",
        command=AllocateAssessor,
        from_states=(*S, AssessmentState.ANSWERS_COMPLETE),
        roles=Role.TEAM_MANAGER,
        guards=[not_blank("assessor", "assessor")],
        notices=told_of_assessment(policy, "assessor-allocated"),
        apply=allocate,
        source="A1 (W)",
    )
