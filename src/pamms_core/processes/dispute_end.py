"""What a dispute gives back to its assessment: it stands, is amended, or partly repeated (D3, D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pamms_core.policies.words import StageOutcome
from pamms_core.processes.assessment_commands import RecordDisputeEnd, RepeatAssessment
from pamms_core.processes.assessment_facts import DisputeEnding
from pamms_core.processes.dispute_facts import DisputeEndState

if TYPE_CHECKING:
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.workflow.case import Case

__all__ = ["DisputeResult", "dispute_result"]

DisputeResult: TypeAlias = RecordDisputeEnd | RepeatAssessment
"""The command by which an assessment takes the end of its dispute back."""


def dispute_result(case: Case[DisputeFacts]) -> DisputeResult | None:
    """Tell what a dispute gives back to its assessment; nothing while it is open.

    What any stage amended comes back together. Where the last stage finds the
    report a fair record after an earlier one amended it, the report stands as
    amended.
    """
    facts = case.facts
    if case.state == DisputeEndState.WITHDRAWN:
        return RecordDisputeEnd(
            ending=DisputeEnding.WITHDRAWN, reason=facts.ended_because, final=False, reference=case.id
        )
    decided = facts.decided
    if case.state != DisputeEndState.SETTLED or decided is None:
        return None
    if decided.outcome is StageOutcome.REPEAT:
        return RepeatAssessment(standards=decided.standards, reason=decided.reason, reference=case.id)
    changes = facts.changes
    ending = DisputeEnding.AMEND if changes else DisputeEnding.PUBLISH
    return RecordDisputeEnd(
        ending=ending, reason=decided.reason, final=True, reference=case.id, changes=changes
    )
