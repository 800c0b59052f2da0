"""The rows from allocation to answers that on-site assessments and targeted reviews share (A1 to A4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.policies.words import Role
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import visit_steps as steps
from pamms_core.processes.assessment_facts import AssessmentFacts
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import (
    allocated_only,
    in_scope,
    no_visit_outstanding,
    not_blank,
    references_given,
    right_answers,
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
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import ANYWHERE, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.guards import Guard

__all__ = ["ENDS", "draft_is_late", "submitting", "visited_machine", "visiting"]

ENDS: Final = (S.PUBLISHED, S.CANCELLED, S.ABANDONED)
"""The states in which an assessment with visits ends."""
_WORKING: Final = (S.VISITED, S.FEEDBACK_GIVEN)


def visited_machine(
    id_: str,
    policy: LocalPolicy,
    counting: Counting,
    opening: Rule,
    rows: tuple[Rule, ...],
    early: tuple[S, ...],
) -> Machine[AssessmentFacts]:
    """Put a table together: an opening, what comes before the first visit, and all that is shared."""
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
        ends=tuple(map(str, ENDS)),
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


def visiting(
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


def draft_is_late(policy: LocalPolicy, states: tuple[str, ...]) -> Rule:
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
