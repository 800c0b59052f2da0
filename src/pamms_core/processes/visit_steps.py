"""What the steps up to complete answers do to the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes.amending import amended
from pamms_core.processes.assessment_facts import (
    AmendmentCause,
    AssessmentFacts,
    AssessmentKind,
    Visit,
)
from pamms_core.processes.days import noon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pamms_core.processes import assessment_commands as give
    from pamms_core.workflow.actors import Moment

__all__ = [
    "allocate",
    "announce",
    "cancel",
    "feedback",
    "last_visit",
    "record",
    "schedule",
    "send",
    "submit",
    "visit",
    "why_further",
]


def schedule(_: None, command: give.ScheduleAssessment, __: Moment) -> AssessmentFacts:
    """Begin an on-site assessment (A1)."""
    return AssessmentFacts(
        service=command.service,
        kind=AssessmentKind.ON_SITE,
        asked=command.asked,
        planned_on=command.planned_on,
        sheet=command.asked.empty_sheet(),
        cause=command.cause,
    )


def allocate(facts: AssessmentFacts, command: give.AllocateAssessor, _: Moment) -> AssessmentFacts:
    """Record who assesses (A1)."""
    return attrs.evolve(facts, assessor=command.assessor)


def send(facts: AssessmentFacts, command: give.SendDocuments, _: Moment) -> AssessmentFacts:
    """Record what the provider got (A1)."""
    return attrs.evolve(facts, sent=tuple(dict.fromkeys((*facts.sent, *command.documents))))


def submit(facts: AssessmentFacts, command: give.SubmitMaterial, _: Moment) -> AssessmentFacts:
    """Record what the provider handed in (A1)."""
    return attrs.evolve(facts, material=(*facts.material, *command.material))


def visit(facts: AssessmentFacts, command: give.RecordVisit, _: Moment) -> AssessmentFacts:
    """Record a visit (A2)."""
    made = Visit(on=command.on, spoken_to=command.spoken_to)
    return attrs.evolve(facts, visits=(*facts.visits, made), further_visit="")


def last_visit(facts: AssessmentFacts) -> datetime:
    """Find from when the time to issue the draft counts (A4)."""
    return noon(facts.last_visit)


def announce(facts: AssessmentFacts, command: give.AnnounceVisit, _: Moment) -> AssessmentFacts:
    """Record that a further visit is needed (A2)."""
    return attrs.evolve(facts, further_visit=command.why)


def why_further(_: AssessmentFacts, command: give.AnnounceVisit, __: Moment) -> Mapping[str, object]:
    """Tell the provider why."""
    return {"reason": command.why}


def feedback(facts: AssessmentFacts, command: give.GiveFeedback, _: Moment) -> AssessmentFacts:
    """Record what was told before leaving (A2)."""
    return attrs.evolve(facts, feedback=command.summary)


def record(facts: AssessmentFacts, command: give.RecordAnswers, moment: Moment) -> AssessmentFacts:
    """Record answers; in a repeated assessment, whose answers were out already, as amendments."""
    after = facts
    if facts.disputes:
        why, cause = facts.disputes[-1].reason, AmendmentCause.DISPUTE
        after = amended(facts, command.sheet.entries, moment, why=why, cause=cause)
    return attrs.evolve(after, sheet=after.sheet.with_sheet(command.sheet), agreed=None)


def cancel(facts: AssessmentFacts, command: Any, _: Moment) -> AssessmentFacts:
    """Keep the reason."""
    return attrs.evolve(facts, ended_because=command.reason)
