"""Assessments as tables: on site (A1 to A10), and targeted reviews (A13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.policies.words import Role
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import visit_steps as steps
from pamms_core.processes.assessment_facts import AssessmentFacts
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import (
    allocated_only,
    attended_by,
    documents_sent,
    in_scope,
    may_be_held,
    no_visit_outstanding,
    not_blank,
    not_in_the_past,
    references_given,
    right_answers,
    standards_asked,
    standards_named,
    visit_in_order,
)
from pamms_core.processes.draft_rows import Beginning, draft_rows, draft_states
from pamms_core.processes.policy_rows import (
    OFFICERS,
    PROVIDER_SIDE,
    edition_of,
    plain_rows,
    roles_of,
    told_of_assessment,
)
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import ANYWHERE, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.guards import Guard

__all__ = ["assessment_machine", "draft_is_late", "submitting", "targeted_review_machine"]

_WORKING: Final = (S.VISITED, S.FEEDBACK_GIVEN)


def assessment_machine(policy: LocalPolicy, counting: Counting | None = None) -> Machine[AssessmentFacts]:
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
    rows = (*_beginning(policy, early), *_visiting(policy, rules, early[1:], documents_sent(policy)))
    return _machine("assessment", policy, rules, opening, rows, early)


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
        command=give.OpenTargetedReview,
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
        apply=steps.open_review,
        source="A13 (W)",
    )
    recommended = Rule(
        id="recommend-assessment",
        command=give.RecommendAssessment,
        from_states=tuple(each for each in (S.FEEDBACK_GIVEN, *draft_states(policy)) if each not in _ENDS),
        roles=OFFICERS,
        guards=[allocated_only, not_blank("why", "reason")],
        apply=steps.recommend,
        source="A13 (W)",
    )
    early = (S.ALLOCATED,)
    rows = (*_visiting(policy, rules, early), recommended)
    return _machine("targeted-review", policy, rules, opening, rows, early)


_ENDS: Final = (S.PUBLISHED, S.CANCELLED, S.ABANDONED)


def _machine(  # noqa: PLR0913 - the parts of a table
    id_: str,
    policy: LocalPolicy,
    counting: Counting,
    opening: Rule,
    rows: tuple[Rule, ...],
    early: tuple[S, ...],
) -> Machine[AssessmentFacts]:
    beginning = Beginning(
        working=S.FEEDBACK_GIVEN,
        again=S.ALLOCATED,
        clocks=("allocation", "draft"),
        guards=(no_visit_outstanding,),
        restarts=(Start("allocation", policy.scheduling.allocation),),
    )
    cancelled = Rule(
        id="cancel",
        command=give.CancelAssessment,
        from_states=early,
        to=S.CANCELLED,
        roles=OFFICERS,
        guards=[not_blank("reason", "reason")],
        stops=["allocation"],
        notices=told_of_assessment(policy, "assessment-cancelled"),
        apply=steps.cancel,
        source="ours",
    )
    all_rows = (opening, *rows, submitting(), cancelled, *draft_rows(policy, beginning, counting))
    first, *others = plain_rows(all_rows)
    return Machine(
        id=id_,
        edition=edition_of(policy),
        states=tuple(map(str, (*early, *_WORKING, *draft_states(policy), S.CANCELLED))),
        ends=tuple(map(str, _ENDS)),
        roles=roles_of(all_rows),
        opening=first,
        rules=others,
        facts=AssessmentFacts,
        counting=counting,
    )


def submitting() -> Rule:
    """Make the row by which the provider hands in documents, at any time (A1)."""
    return Rule(
        id="submit-material",
        command=give.SubmitMaterial,
        from_states=ANYWHERE,
        roles=PROVIDER_SIDE,
        guards=[references_given("material")],
        apply=steps.submit,
        source="A1 (N, T)",
    )


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


def _visiting(
    policy: LocalPolicy, counting: Counting, early: tuple[S, ...], *before_first: Guard
) -> Iterator[Rule]:
    """Make the rows of visits and of what is done on them (A2, A3)."""
    yield from _allocation(policy, (*early, *_WORKING, S.ANSWERS_COMPLETE))
    for id_, states, guards in (("visit", early[-1:], before_first), ("visit-again", _WORKING, ())):
        yield Rule(
            id=id_,
            command=give.RecordVisit,
            from_states=states,
            to=S.VISITED,
            roles=OFFICERS,
            guards=[allocated_only, visit_in_order(counting), *guards],
            starts=[Start("draft", policy.draft.within, since=steps.last_visit)],
            apply=steps.visit,
            source="A2 (N, E, T, W), A4 (E)",
        )
    yield Rule(
        id="announce-visit",
        command=give.AnnounceVisit,
        from_states=_WORKING,
        roles=OFFICERS,
        guards=[allocated_only, not_blank("why", "reason")],
        notices=told_of_assessment(policy, "further-visit-needed", steps.why_further),
        apply=steps.announce,
        source="A2 (E)",
    )
    yield Rule(
        id="give-feedback",
        command=give.GiveFeedback,
        from_states=S.VISITED,
        to=S.FEEDBACK_GIVEN,
        roles=OFFICERS,
        guards=[allocated_only, not_blank("summary", "summary")],
        apply=steps.feedback,
        source="A2 (N, E)",
    )
    yield from _answering()
    yield draft_is_late(policy, (*_WORKING, S.ANSWERS_COMPLETE))


def _answering() -> Iterator[Rule]:
    for id_, states, to in (
        ("record-answers", _WORKING, None),
        ("correct-answers", (S.ANSWERS_COMPLETE,), S.FEEDBACK_GIVEN),
    ):
        yield Rule(
            id=id_,
            command=give.RecordAnswers,
            from_states=states,
            to=to,
            roles=OFFICERS,
            guards=[allocated_only, right_answers, in_scope],
            apply=steps.record,
            source="A3",
        )


def draft_is_late(policy: LocalPolicy, states: tuple[S, ...]) -> Rule:
    """Make the row of time that tells of a draft that was not issued in time (A4)."""
    return Rule(
        id="draft-is-late",
        when=Occasion("draft"),
        from_states=states,
        notices=told_of_assessment(policy, "draft-late"),
        source="A4 (E)",
    )


def _allocation(policy: LocalPolicy, states: tuple[S, ...]) -> Iterator[Rule]:
    yield Rule(
        id="reallocate",
        command=give.AllocateAssessor,
        from_states=states,
        roles=Role.TEAM_MANAGER,
        guards=[not_blank("assessor", "assessor")],
        starts=[Start("allocation", policy.scheduling.allocation)],
        notices=told_of_assessment(policy, "assessor-allocated"),
        apply=steps.allocate,
        source="A1 (W)",
    )
    yield Rule(
        id="allocation-is-over",
        when=Occasion("allocation"),
        from_states=states,
        notices=told_of_assessment(policy, "allocation-over"),
        source="A1 (W)",
    )
