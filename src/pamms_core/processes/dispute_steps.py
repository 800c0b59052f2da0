"""What each step of a dispute does to what is known: pure functions of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import StageOutcome
from pamms_core.processes.dispute_facts import (
    DisputeFacts,
    Finding,
    StageDecision,
    StageReview,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.processes import dispute_commands as give
    from pamms_core.workflow.actors import Moment

__all__ = [
    "add_grounds",
    "agree",
    "assign",
    "check",
    "conclude",
    "next_stage",
    "opened",
    "propose",
    "refer",
    "return_to_review",
    "withdraw",
]


def opened(stage: str) -> Callable[[None, give.OpenDispute, Moment], DisputeFacts]:
    """Make the step that opens a dispute at the first stage."""

    def open_(_: None, command: give.OpenDispute, moment: Moment) -> DisputeFacts:
        return DisputeFacts(
            assessment=command.assessment,
            service=command.service,
            asked=command.asked,
            disputed=command.sheet,
            sheet=command.sheet,
            grounds=command.grounds,
            involved=tuple(dict.fromkeys(command.involved)),
            reviews=(_requested(stage, moment),),
        )

    return open_


def _requested(stage: str, moment: Moment) -> StageReview:
    return StageReview(stage=stage, requested_by=moment.by.id, requested_at=moment.at)


def _reviewed(facts: DisputeFacts, **changes: Any) -> DisputeFacts:
    """Change the stage it stands at."""
    review = attrs.evolve(facts.review, **changes)
    return attrs.evolve(facts, reviews=(*facts.reviews[:-1], review))


def add_grounds(facts: DisputeFacts, command: give.AddGrounds, _: Moment) -> DisputeFacts:
    """Add grounds (D2)."""
    return attrs.evolve(facts, grounds=(*facts.grounds, *command.grounds))


def assign(facts: DisputeFacts, command: give.AssignReviewers, _: Moment) -> DisputeFacts:
    """Say who reviews."""
    return _reviewed(facts, reviewers=command.reviewers)


def check(facts: DisputeFacts, command: give.AnswerCheck, moment: Moment) -> DisputeFacts:
    """Record a finding in place of an earlier one about the same check."""
    made = Finding(
        check=command.check,
        holds=command.holds,
        text=command.finding,
        questions=command.questions,
        by=moment.by.id,
        at=moment.at,
    )
    others = (each for each in facts.review.findings if each.check != command.check)
    return _reviewed(facts, findings=(*others, made))


def propose(facts: DisputeFacts, command: give.DecideStage, moment: Moment) -> DisputeFacts:
    """Record what is decided, or proposed where others have still to agree."""
    made = StageDecision(
        outcome=command.outcome,
        reason=command.reason,
        changes=command.changes,
        standards=command.standards,
        agreed_by=(_reviewer_in(facts, moment),),
        at=moment.at,
    )
    return _reviewed(facts, decision=made)


def _reviewer_in(facts: DisputeFacts, moment: Moment) -> str:
    """Name the reviewer whose act it is; the guard saw to it that there is one."""
    assigned = facts.review.reviewer(moment.by.persons)
    return moment.by.id if assigned is None else assigned.person


def refer(facts: DisputeFacts, command: give.ReferOn, moment: Moment) -> DisputeFacts:
    """Record the referral, or its proposal (D3)."""
    made = StageDecision(
        outcome=StageOutcome.REFER,
        reason=command.reason,
        changes=FrozenMap(),
        standards=(),
        agreed_by=(_reviewer_in(facts, moment),),
        at=moment.at,
    )
    return _reviewed(facts, decision=made)


def agree(facts: DisputeFacts, _: give.AgreeDecision, moment: Moment) -> DisputeFacts:
    """Record that another reviewer agrees (D4)."""
    decision = cast("StageDecision", facts.review.decision)  # the state says that there is one
    agreed = (*decision.agreed_by, _reviewer_in(facts, moment))
    return _reviewed(facts, decision=attrs.evolve(decision, agreed_by=agreed, at=moment.at))


def return_to_review(facts: DisputeFacts, _: give.ReturnToReview, __: Moment) -> DisputeFacts:
    """Drop the proposal; the log keeps it."""
    return _reviewed(facts, decision=None)


def conclude(
    step: Callable[[DisputeFacts, Any, Moment], DisputeFacts],
) -> Callable[[DisputeFacts, Any, Moment], DisputeFacts]:
    """Make the step by which a decision is taken: what it amends is put in place."""

    def concluded(facts: DisputeFacts, command: Any, moment: Moment) -> DisputeFacts:
        after = _taken(step(facts, command, moment))
        decision = after.review.decision
        changes = {} if decision is None else decision.changes
        return attrs.evolve(after, sheet=after.sheet.with_answers(changes))

    return concluded


def _taken(facts: DisputeFacts) -> DisputeFacts:
    decision = facts.review.decision
    return facts if decision is None else _reviewed(facts, decision=attrs.evolve(decision, taken=True))


def next_stage(
    stage: str, step: Callable[[DisputeFacts, Any, Moment], DisputeFacts] | None = None
) -> Callable[[DisputeFacts, Any, Moment], DisputeFacts]:
    """Make the step that goes on to a stage, with the grounds that are added."""

    def went_on(facts: DisputeFacts, command: Any, moment: Moment) -> DisputeFacts:
        after = facts if step is None else _taken(step(facts, command, moment))
        return attrs.evolve(
            after,
            grounds=(*after.grounds, *getattr(command, "grounds", ())),
            reviews=(*after.reviews, _requested(stage, moment)),
        )

    return went_on


def withdraw(facts: DisputeFacts, command: give.WithdrawDispute, _: Moment) -> DisputeFacts:
    """Keep the reason."""
    return attrs.evolve(facts, ended_because=command.reason)
