"""What people may want done with an assessment, each as a frozen value with its data."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import Occasion
from pamms_core.processes.assessment_facts import DisputeEnding, Material
from pamms_core.processes.portfolio import Portfolio
from pamms_core.processes.recorded import (
    AskedSet,
    RecordedAnswer,
    RecordedSheet,
    recorded,
    recorded_changes,
)
from pamms_core.processes.sequences import as_material, as_numbers, as_texts
from pamms_core.workflow.period import Period, as_period

__all__ = [
    "AbandonAssessment",
    "AcceptReport",
    "AgreeRatings",
    "AllocateAssessor",
    "AnnounceVisit",
    "CancelAssessment",
    "CommentOnDraft",
    "CompleteAnswers",
    "ConcludeConsideration",
    "ConfirmReceipt",
    "ConsiderComment",
    "ExtendComments",
    "FinaliseReport",
    "FinishComments",
    "GiveFeedback",
    "HoldIntroduction",
    "IssueDraft",
    "NoteRegulatorRating",
    "PublishReport",
    "RecordAnswers",
    "RecordDisputeEnd",
    "RecordVisit",
    "RepeatAssessment",
    "RequestDispute",
    "ScheduleAssessment",
    "SendDocuments",
    "ShareOutcome",
    "SubmitMaterial",
]


@attrs.frozen(kw_only=True)
class ScheduleAssessment:
    """Schedule an on-site assessment (A1); it is refused if one may not be held that day (A11)."""

    service: str
    asked: AskedSet
    planned_on: date
    history: Portfolio = attrs.field(factory=Portfolio)
    """The provider's assessments so far."""
    high_risk: bool = False
    cause: str = ""


@attrs.frozen
class AllocateAssessor:
    """Allocate an assessor, or another one (A1)."""

    assessor: str
    """The host's id of the person."""


@attrs.frozen
class SendDocuments:
    """Send the provider something in advance: standards, a letter, a checklist (A1)."""

    documents: tuple[str, ...] = attrs.field(converter=as_texts)


@attrs.frozen
class SubmitMaterial:
    """Hand in documents as evidence, before or after a visit (A1)."""

    material: tuple[Material, ...] = attrs.field(converter=as_material)


@attrs.frozen
class HoldIntroduction:
    """Record the introductory meeting (A1)."""

    attended_by: tuple[str, ...] = attrs.field(converter=as_texts)
    """The roles that took part."""


@attrs.frozen(kw_only=True)
class RecordVisit:
    """Record a visit (A2)."""

    on: date
    spoken_to: tuple[str, ...] = attrs.field(default=(), converter=as_texts)


@attrs.frozen
class AnnounceVisit:
    """Tell the provider that a further visit is needed (A2)."""

    why: str


@attrs.frozen
class GiveFeedback:
    """Give the initial feedback and a summary of the findings, before leaving (A2)."""

    summary: str


@attrs.frozen
class RecordAnswers:
    """Record answers; those recorded before are replaced, and the log keeps them (A3)."""

    sheet: RecordedSheet = attrs.field(converter=recorded)
    """A recorded sheet, or an answer sheet; it need not be complete."""


@attrs.frozen
class AgreeRatings:
    """Agree the ratings for the provider, as they are discussed on site (A8)."""


@attrs.frozen(kw_only=True)
class CompleteAnswers:
    """Say that the answers are complete (A3)."""

    risks: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    """Actions, concerns and risks that need an immediate response (A8)."""
    not_agreed: str = ""
    """Why ratings are submitted without agreement, where the policy asks for it and none was found."""


@attrs.frozen
class IssueDraft:
    """Send the draft with its indicative ratings to the provider (A3, A4)."""


@attrs.frozen
class ConfirmReceipt:
    """Confirm that the provider has the draft: the time to comment begins (A5)."""

    occasion: Occasion
    """Whether the draft was received, or the provider got access to it."""


@attrs.frozen(kw_only=True)
class CommentOnDraft:
    """Comment on the draft: accuracy, a challenge, or any other point (A5)."""

    text: str
    questions: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    """The codes of the questions it is about (S9)."""
    evidence: tuple[Material, ...] = attrs.field(default=(), converter=as_material)


@attrs.frozen
class ExtendComments:
    """Give the provider more time to comment, with a reason (A5)."""

    by: Period = attrs.field(converter=as_period)
    reason: str


@attrs.frozen
class FinishComments:
    """Say that no more comments will come, before the time is over (ours)."""


@attrs.frozen(kw_only=True)
class ConsiderComment:
    """Answer one comment: amend answers, or leave the report unchanged with the reason (A7)."""

    comment: int
    """The number of the comment."""
    response: str
    changes: FrozenMap[str, RecordedAnswer] = attrs.field(factory=FrozenMap, converter=recorded_changes)
    """What is recorded now, by question code; nothing where the report stays unchanged."""


@attrs.frozen
class ConcludeConsideration:
    """Return the report, with all comments considered (A7)."""


@attrs.frozen
class AcceptReport:
    """Accept the report for the provider: nothing is left to wait for (A8)."""


@attrs.frozen
class FinaliseReport:
    """Decide that the report is final although the provider did not answer (A6)."""

    reason: str


@attrs.frozen
class RequestDispute:
    """Ask for a review at the point of publication (D1)."""

    grounds: str


@attrs.frozen(kw_only=True)
class RecordDisputeEnd:
    """Take the end of a dispute back into the assessment (D3, D4, D5, D6)."""

    ending: DisputeEnding
    """How it ended; for a repeated assessment see :class:`RepeatAssessment`."""
    reason: str
    final: bool = True
    reference: str = ""
    """The host's id of the dispute."""
    changes: FrozenMap[str, RecordedAnswer] = attrs.field(factory=FrozenMap, converter=recorded_changes)
    """What is recorded now, by question code, where the report is amended."""


@attrs.frozen(kw_only=True)
class RepeatAssessment:
    """Take back from a dispute that some standards are to be assessed again (D4, D6)."""

    standards: tuple[int, ...] = attrs.field(converter=as_numbers)
    """The numbers of the standards."""
    reason: str
    reference: str = ""
    """The host's id of the dispute."""


@attrs.frozen(kw_only=True)
class ShareOutcome:
    """Record the meeting at which the outcome was shared (A8)."""

    attended_by: tuple[str, ...] = attrs.field(converter=as_texts)
    """The roles that took part."""


@attrs.frozen(kw_only=True)
class PublishReport:
    """Publish the final report (A9)."""

    without_meeting: str = ""
    """Why the outcome was not shared at a meeting, where the policy has one (ours)."""


@attrs.frozen
class NoteRegulatorRating:
    """Note the regulator's rating, and why ours differs if it does (A14)."""

    rating: str
    """The regulator's rating by its key; see :mod:`pamms_core.processes.regulator_difference`."""
    reason: str = ""


@attrs.frozen
class CancelAssessment:
    """Call the assessment off before a visit."""

    reason: str


@attrs.frozen
class AbandonAssessment:
    """Give the assessment up after a visit."""

    reason: str
