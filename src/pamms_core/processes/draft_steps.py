"""What the steps from complete answers to publication do to the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes.amending import amended
from pamms_core.processes.assessment_facts import (
    Agreed,
    AmendmentCause,
    AssessmentFacts,
    Comment,
    DisputeEnd,
    DisputeEnding,
    RegulatorView,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.processes import assessment_commands as give
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting

__all__ = [
    "accept",
    "agree",
    "comment",
    "complete",
    "consider",
    "dispute",
    "end_dispute",
    "end_with_reason",
    "note_regulator",
    "publish",
    "repeat",
    "share",
]


def agree(facts: AssessmentFacts, _: give.AgreeRatings, moment: Moment) -> AssessmentFacts:
    """Record that the ratings were agreed (A8)."""
    return attrs.evolve(facts, agreed=Agreed(by=moment.by.id, at=moment.at))


def complete(facts: AssessmentFacts, command: give.CompleteAnswers, moment: Moment) -> AssessmentFacts:
    """Record the risks, and why ratings were not agreed if they were not (A8)."""
    agreed = facts.agreed
    if agreed is None and command.not_agreed:
        agreed = Agreed(by=moment.by.id, at=moment.at, not_agreed=command.not_agreed)
    return attrs.evolve(facts, risks=command.risks, agreed=agreed)


def comment(facts: AssessmentFacts, command: give.CommentOnDraft, moment: Moment) -> AssessmentFacts:
    """Add a comment (A5)."""
    made = Comment(
        number=len(facts.comments) + 1,
        text=command.text,
        questions=command.questions,
        evidence=command.evidence,
        by=moment.by.id,
        at=moment.at,
    )
    return attrs.evolve(facts, comments=(*facts.comments, made))


def consider(facts: AssessmentFacts, command: give.ConsiderComment, moment: Moment) -> AssessmentFacts:
    """Answer a comment, with the amendments that follow it (A7)."""
    after = amended(
        facts,
        command.changes,
        moment,
        why=command.response,
        cause=AmendmentCause.COMMENT,
        reference=str(command.comment),
    )
    comments = tuple(
        attrs.evolve(each, response=command.response, amended=tuple(command.changes))
        if each.number == command.comment
        else each
        for each in facts.comments
    )
    return attrs.evolve(after, comments=comments)


def accept(facts: AssessmentFacts, _: give.AcceptReport, moment: Moment) -> AssessmentFacts:
    """Record who accepted the report (A8)."""
    return attrs.evolve(facts, accepted_by=moment.by.id)


def dispute(facts: AssessmentFacts, command: give.RequestDispute, moment: Moment) -> AssessmentFacts:
    """Open a dispute (D1)."""
    made = DisputeEnd(grounds=command.grounds, requested_by=moment.by.id, requested_at=moment.at)
    return attrs.evolve(facts, disputes=(*facts.disputes, made))


def end_dispute(
    facts: AssessmentFacts, command: give.RecordDisputeEnd, moment: Moment
) -> AssessmentFacts:
    """Take the end of the dispute back, with its amendments (D3)."""
    after = amended(
        facts,
        command.changes,
        moment,
        why=command.reason,
        cause=AmendmentCause.DISPUTE,
        reference=command.reference,
    )
    return _ended(after, ending=command.ending, final=command.final, reason=command.reason)


def repeat(counting: Counting) -> Callable[..., AssessmentFacts]:
    """Make the step that begins again for some standards; answers stay until replaced (D4)."""

    def begun_again(
        facts: AssessmentFacts, command: give.RepeatAssessment, moment: Moment
    ) -> AssessmentFacts:
        again, why = command.standards, command.reason
        after = _ended(facts, ending=DisputeEnding.REPEAT, final=True, reason=why, standards=again)
        return after.begun_again(counting.day_of(moment.at))

    return begun_again


def _ended(facts: AssessmentFacts, **changes: Any) -> AssessmentFacts:
    last = attrs.evolve(facts.disputes[-1], **changes)
    return attrs.evolve(facts, disputes=(*facts.disputes[:-1], last))


def share(facts: AssessmentFacts, command: give.ShareOutcome, _: Moment) -> AssessmentFacts:
    """Record who heard the outcome (A8)."""
    return attrs.evolve(facts, shared_with=command.attended_by)


def publish(counting: Counting) -> Callable[[AssessmentFacts, Any, Moment], AssessmentFacts]:
    """Make the step that records the day of publication."""

    def published(facts: AssessmentFacts, _: Any, moment: Moment) -> AssessmentFacts:
        return attrs.evolve(facts, published_on=counting.day_of(moment.at))

    return published


def note_regulator(
    facts: AssessmentFacts, command: give.NoteRegulatorRating, _: Moment
) -> AssessmentFacts:
    """Keep the regulator's rating, and why ours differs (A14)."""
    return attrs.evolve(facts, regulator=RegulatorView(command.rating, command.reason))


def end_with_reason(facts: AssessmentFacts, command: Any, _: Moment) -> AssessmentFacts:
    """Keep the reason."""
    return attrs.evolve(facts, ended_because=command.reason)
