"""Where one process goes on in another: a report into its dispute and back, and into its action plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from pamms_core.processes.action_plan_commands import OpenActionPlan
from pamms_core.processes.assessment_commands import (
    RecordDisputeEnd,
    RepeatAssessment,
    RequestDispute,
)
from pamms_core.processes.assessment_facts import AssessmentState
from pamms_core.processes.dispute_commands import AgreeDecision, DecideStage, OpenDispute
from pamms_core.processes.dispute_end import dispute_result
from pamms_core.processes.dispute_facts import DisputeEndState, Ground
from pamms_core.processes.following import open_follow_ups
from pamms_core.processes.indicative import outcome_of
from pamms_core.processes.plan_issues import issues_from, plan_needed
from pamms_core.processes.policy_rows import PROVIDER_SIDE
from pamms_core.workflow.actors import TIME, TIME_ROLE

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.processes.together import Processes
    from pamms_core.processes.together_values import RequestReview, Together
    from pamms_core.rating.outcome import Outcome
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.reasons import Reason

__all__ = ["Joining", "dispute_of", "join", "own_commands"]


class Joining(Protocol):
    """A decision in the making, as seams go on with it."""

    now: Together

    def follow(self, case: Case[Any], command: Any, by: Actor, at: datetime) -> tuple[Reason, ...]:
        """Take a step that follows from another."""

    def add(
        self, machine: Machine[Any], place: str, command: Any, by: Actor, at: datetime
    ) -> tuple[Reason, ...]:
        """Open another case."""


def own_commands() -> tuple[type, type]:
    """Name the commands that seams alone give, while there is a dispute to give them."""
    return RecordDisputeEnd, RepeatAssessment


def dispute_of(
    case: Case[AssessmentFacts], command: RequestReview | RequestDispute
) -> tuple[RequestDispute, OpenDispute]:
    """Make of a request what the assessment is told, and what opens the dispute (D1).

    Who acted in the assessment for the council is known to have taken part.
    """
    facts, given = case.facts, command.grounds
    grounds = (Ground(text=given),) if isinstance(given, str) else given
    told_at = [each.at for each in case.log if each.to_state == AssessmentState.COMMENTS_CONSIDERED]
    outside = {*map(str, PROVIDER_SIDE), TIME_ROLE}
    involved = (who for each in case.log if each.role not in outside for who in sorted(each.by.persons))
    opening = OpenDispute(
        assessment=case.id,
        service=facts.service,
        asked=facts.asked,
        sheet=facts.sheet,
        told_at=told_at[-1] if told_at else case.at,
        grounds=grounds,
        involved=tuple(dict.fromkeys((*involved, *filter(None, [facts.assessor])))),
    )
    text = "; ".join(f"{each.question}: {each.text}".removeprefix(": ") for each in grounds)
    return RequestDispute(text), opening


def join(processes: Processes, work: Joining, at: datetime) -> tuple[Reason, ...]:
    """Go on where a case has come to a seam; give the reasons against that, if there are any."""
    return (*_end_of_dispute(work, at), *_publication(processes, work, at))


def _end_of_dispute(work: Joining, at: datetime) -> tuple[Reason, ...]:
    """Take the end of a dispute back into the assessment that waits for it (D3)."""
    dispute, assessment = work.now.dispute, work.now.assessment
    if dispute is None or assessment.state != AssessmentState.IN_DISPUTE:
        return ()
    result = dispute_result(dispute)
    return () if result is None else work.follow(assessment, result, _who_ended(dispute), at)


def _who_ended(dispute: Case[DisputeFacts]) -> Actor:
    """Find whose decision it is: the provider's who withdrew, or that of the last who decided."""
    if dispute.state == DisputeEndState.WITHDRAWN:
        return dispute.log[-1].by
    deciding = (DecideStage, AgreeDecision)
    return next(each.by for each in dispute.log.newest_first() if isinstance(each.command, deciding))


def _publication(processes: Processes, work: Joining, at: datetime) -> tuple[Reason, ...]:
    """Open the plan of a report that was published and needs one (P1), and what follows it (P5)."""
    assessment, plan = work.now.assessment, work.now.plan
    if assessment.state != AssessmentState.PUBLISHED:
        return ()
    outcome = outcome_of(assessment.facts, processes.rater)
    reasons = _open_plan(processes, work, outcome, at) if plan is None else ()
    by = _publisher(assessment) if plan is None else plan.log[-1].by
    return (*reasons, *open_follow_ups(processes, work, outcome, by, at))


def _open_plan(
    processes: Processes, work: Joining, outcome: Outcome, at: datetime
) -> tuple[Reason, ...]:
    assessment, policy = work.now.assessment, processes.policy
    facts = assessment.facts
    if facts.published_on is None or not plan_needed(policy, outcome, facts.not_evidenced):
        return ()
    opening = OpenActionPlan(
        assessment=assessment.id,
        service=facts.service,
        published_on=facts.published_on,
        issues=issues_from(policy, outcome, facts.not_evidenced),
    )
    return work.add(processes.plan, "plan", opening, _publisher(assessment), at)


def _publisher(assessment: Case[AssessmentFacts]) -> Actor:
    """Find who published: a person, or time where silence did (A6)."""
    published = next(each for each in assessment.log.newest_first() if each.from_state != each.to_state)
    return TIME if published.by == TIME else published.by
