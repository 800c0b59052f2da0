"""The rows at the point of publication: disputes, the outcome's meeting, publication (A8, A9, D1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.policies.words import Role, StageOutcome
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import draft_steps as steps
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import (
    attended_by,
    not_blank,
    standards_asked,
    standards_named,
)
from pamms_core.processes.draft_guards import (
    ending_fits,
    ending_foreseen,
    not_decided_before,
    outcome_shared,
    right_changes,
    withdrawn_by_provider,
)
from pamms_core.processes.not_evidenced import not_evidenced_rows
from pamms_core.processes.policy_rows import OFFICERS, PROVIDER_SIDE, told_of_assessment
from pamms_core.processes.regulator_difference import regulator_rating_known
from pamms_core.workflow.rules import ANYWHERE, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting

__all__ = ["abandoning", "dispute_rows", "publication_rows"]


def dispute_rows(
    policy: LocalPolicy, again: str, restarts: tuple[Start, ...], counting: Counting
) -> Iterator[Rule]:
    """Make the rows of a dispute: how it is asked for, and how its end comes back (D1, D3)."""
    accepted = policy.agreement.accepted_by_provider
    yield Rule(
        id="nobody-disputes",
        when=Occasion("review-request"),
        from_states=S.COMMENTS_CONSIDERED,
        to=S.UNANSWERED if accepted else S.FINAL,
        stops=["review-request"],
        notices=told_of_assessment(policy, "comments-unanswered") if accepted else (),
        source="D1 (N), A8 (W)",
    )
    yield Rule(
        id="request-dispute",
        command=give.RequestDispute,
        from_states=S.COMMENTS_CONSIDERED,
        to=S.IN_DISPUTE,
        roles=PROVIDER_SIDE,
        guards=[not_blank("grounds", "grounds"), not_decided_before],
        within=["review-request"],
        stops=["review-request"],
        apply=steps.dispute,
        source="D1 (N), D4 (W), D5 (E), D6 (T)",
    )
    yield _dispute_end(policy)
    if any(StageOutcome.REPEAT in stage.outcomes for stage in policy.ladder):
        yield _repetition(policy, again, restarts, counting)


def _deciders(policy: LocalPolicy) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(role for stage in policy.ladder for role in stage.decided_by))


def _dispute_end(policy: LocalPolicy) -> Rule:
    return Rule(
        id="end-dispute",
        command=give.RecordDisputeEnd,
        from_states=S.IN_DISPUTE,
        to=S.FINAL,
        roles=(*_deciders(policy), *PROVIDER_SIDE),
        guards=[
            withdrawn_by_provider,
            not_blank("reason", "reason"),
            ending_foreseen(policy),
            ending_fits,
            right_changes,
        ],
        apply=steps.end_dispute,
        source="D3 (N), D4 (W), D5 (E), D6 (T)",
    )


def _repetition(
    policy: LocalPolicy, again: str, restarts: tuple[Start, ...], counting: Counting
) -> Rule:
    return Rule(
        id="repeat-assessment",
        command=give.RepeatAssessment,
        from_states=S.IN_DISPUTE,
        to=again,
        roles=_deciders(policy),
        guards=[not_blank("reason", "reason"), standards_named, standards_asked],
        starts=restarts,
        apply=steps.repeat(counting),
        source="D4 (W), D6 (W): ours",
    )


def publication_rows(policy: LocalPolicy, counting: Counting) -> Iterator[Rule]:
    """Make the rows of the outcome's meeting and of publication (A8, A9, A14)."""
    meeting = policy.agreement.shared_at_meeting_with
    if meeting:
        yield Rule(
            id="share-outcome",
            command=give.ShareOutcome,
            from_states=S.FINAL,
            roles=OFFICERS,
            guards=[attended_by(meeting)],
            apply=steps.share,
            source="A8 (W)",
        )
    yield from not_evidenced_rows(policy)
    yield Rule(
        id="publish",
        command=give.PublishReport,
        from_states=S.FINAL,
        to=S.PUBLISHED,
        roles=policy.agreement.published_by,
        guards=[outcome_shared] if meeting else [],
        notices=told_of_assessment(policy, "assessment-published"),
        apply=steps.publish(counting),
        source="A8 (W), A9",
    )
    yield Rule(
        id="note-regulator-rating",
        command=give.NoteRegulatorRating,
        from_states=ANYWHERE,
        roles=(*OFFICERS, Role.CONTRACT_LEAD),
        guards=[regulator_rating_known],
        apply=steps.note_regulator,
        source="A14 (T)",
    )


def abandoning(policy: LocalPolicy, clocks: tuple[str, ...]) -> Rule:
    """Make the row by which an assessment is given up, wherever it stands."""
    return Rule(
        id="abandon",
        command=give.AbandonAssessment,
        from_states=ANYWHERE,
        to=S.ABANDONED,
        roles=Role.TEAM_MANAGER,
        guards=[not_blank("reason", "reason")],
        stops=clocks,
        notices=told_of_assessment(policy, "assessment-abandoned"),
        apply=steps.end_with_reason,
        source="ours",
    )
