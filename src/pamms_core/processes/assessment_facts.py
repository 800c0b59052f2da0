"""What is known of an assessment: its state's names, its facts, and what was amended."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self

import attrs

from pamms_core.processes.recorded import AskedSet, RecordedAnswer, RecordedSheet

__all__ = [
    "Agreed",
    "Amendment",
    "AmendmentCause",
    "AssessmentFacts",
    "AssessmentKind",
    "AssessmentState",
    "Comment",
    "DisputeEnd",
    "DisputeEnding",
    "Material",
    "RegulatorView",
    "SelfAssessmentState",
    "Visit",
]


class AssessmentKind(StrEnum):
    """The kinds of assessment (A11, A13, SA1)."""

    ON_SITE = "on-site"
    TARGETED_REVIEW = "targeted-review"
    SELF_ASSESSMENT = "self-assessment"
    VERIFICATION_VISIT = "verification-visit"


class AssessmentState(StrEnum):
    """Where an assessment stands, in the order of the process."""

    SCHEDULED = "scheduled"
    ALLOCATED = "allocated"
    INTRODUCED = "introduced"
    """The introductory meeting was held; only where the policy has one (A1)."""
    VISITED = "visited"
    FEEDBACK_GIVEN = "feedback-given"
    ANSWERS_COMPLETE = "answers-complete"
    DRAFT_ISSUED = "draft-issued"
    """On its way: the time to comment counts once the provider has it (A5)."""
    COMMENTS_OPEN = "comments-open"
    """The provider has the draft and its time to comment runs; nothing has come yet."""
    COMMENTED = "commented"
    """Comments have come, and more may."""
    REMINDED = "reminded"
    """Silence does not publish here: the provider was reminded and has a further period (A6)."""
    UNANSWERED = "unanswered"
    """No answer in the further period either: an officer may decide (A6)."""
    COMMENTS_CLOSED = "comments-closed"
    """All comments are in, and are to be considered (A7)."""
    COMMENTS_CONSIDERED = "comments-considered"
    """At the point of publication: the provider may ask for a review (D1)."""
    IN_DISPUTE = "in-dispute"
    FINAL = "final"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    """Called off before a visit."""
    ABANDONED = "abandoned"
    """Given up later, with the reason."""


class SelfAssessmentState(StrEnum):
    """Where a self-assessment stands until its answers are complete; then see ``AssessmentState``."""

    TEMPLATE_SENT = "template-sent"
    SUBMITTED = "submitted"
    LEVEL_SET = "level-set"
    """Reviewed: it is known which sections are validated on site (SA2)."""
    VALIDATED = "validated"
    """Every section that is to be validated has been (SA4)."""


@attrs.frozen
class Material:
    """Something the provider submitted, by reference: the host keeps it (A1)."""

    reference: str
    description: str = ""


@attrs.frozen(kw_only=True)
class Visit:
    """A visit to the service (A2)."""

    on: date
    spoken_to: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Agreed:
    """That the ratings were agreed with the provider on site; or why they could not be (A8)."""

    by: str
    at: datetime
    not_agreed: str = ""
    """Why they were submitted without agreement; empty where they were agreed."""


@attrs.frozen(kw_only=True)
class Comment:
    """What the provider said about the draft, and what became of it (A5, A7, S9)."""

    number: int
    """Its number in the assessment, from 1."""
    text: str
    questions: tuple[str, ...]
    """The codes of the questions it is about."""
    evidence: tuple[Material, ...]
    by: str
    at: datetime
    response: str = ""
    """The answer to it; empty while it has not been considered."""
    amended: tuple[str, ...] = ()
    """The codes of the questions that were amended following it."""

    @property
    def considered(self) -> bool:
        """Whether it has been answered."""
        return bool(self.response)


class AmendmentCause(StrEnum):
    """What an amendment follows from (A7, D3, SA3)."""

    COMMENT = "comment"
    DISPUTE = "dispute"
    VALIDATION = "validation"


@attrs.frozen(kw_only=True)
class Amendment:
    """One answer that was changed: both stay on record (A7, SA3)."""

    code: str
    before: RecordedAnswer
    after: RecordedAnswer
    by: str
    at: datetime
    why: str
    cause: AmendmentCause
    reference: str = ""
    """Which comment, by its number; which dispute, by the host's id; which section."""


class DisputeEnding(StrEnum):
    """How a dispute ended, as far as the assessment is concerned (D3, D4, D6)."""

    PUBLISH = "publish"
    """A fair record: unchanged."""
    AMEND = "amend"
    REPEAT = "repeat"
    """The assessment is repeated for some standards."""
    WITHDRAWN = "withdrawn"


@attrs.frozen(kw_only=True)
class DisputeEnd:
    """A dispute about this assessment: what it was about, and how it ended."""

    grounds: str
    requested_by: str
    requested_at: datetime
    ending: DisputeEnding | None = None
    """How it ended; nothing while it is open."""
    final: bool = False
    """Whether the decision was final."""
    reason: str = ""
    standards: tuple[int, ...] = ()
    """The numbers of the standards to be assessed again."""


@attrs.frozen
class RegulatorView:
    """The regulator's rating, and why ours differs (A14)."""

    rating: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class AssessmentFacts:
    """All that is known of one assessment. There is no rating in it: ratings follow from the answers."""

    service: str
    """What is assessed, as people call it."""
    kind: AssessmentKind
    asked: AskedSet
    planned_on: date
    sheet: RecordedSheet
    standards: tuple[int, ...] = ()
    """The numbers of the standards that are assessed; all of the set where none is named (A13)."""
    cause: str = ""
    """Why it is held, where it is not a usual one."""
    assessor: str = ""
    """The id of the allocated assessor."""
    sent: tuple[str, ...] = ()
    """What the provider got in advance (A1)."""
    material: tuple[Material, ...] = ()
    """What the provider submitted."""
    visits: tuple[Visit, ...] = ()
    further_visit: str = ""
    """Why a further visit is needed, as the provider was told; empty if none is outstanding."""
    feedback: str = ""
    """What was told before leaving (A2)."""
    agreed: Agreed | None = None
    risks: tuple[str, ...] = ()
    """Actions, concerns and risks that need an immediate response (A8)."""
    not_evidenced: tuple[int, ...] = ()
    """The numbers of the standards that could not be evidenced by the end (S11)."""
    comments: tuple[Comment, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    accepted_by: str = ""
    """Who accepted the report for the provider (A8)."""
    disputes: tuple[DisputeEnd, ...] = ()
    shared_with: tuple[str, ...] = ()
    """The roles that met to hear the outcome (A8)."""
    regulator: RegulatorView | None = None
    further_assessment: str = ""
    """Why a full assessment should follow a targeted review; empty if none should (A13)."""
    published_on: date | None = None
    ended_because: str = ""
    """Why it was cancelled, abandoned, or decided without the provider's answer."""

    @property
    def comments_open(self) -> tuple[int, ...]:
        """The numbers of the comments that have not been considered."""
        return tuple(each.number for each in self.comments if not each.considered)

    @property
    def last_visit(self) -> date:
        """The day of the last visit; the planned day where there was none."""
        return max((each.on for each in self.visits), default=self.planned_on)

    @property
    def dispute(self) -> DisputeEnd | None:
        """The newest dispute, if there was one."""
        return self.disputes[-1] if self.disputes else None

    @property
    def scope(self) -> tuple[int, ...]:
        """The numbers of the standards in work: those assessed again, or at all; empty for every one."""
        last = self.dispute
        return last.standards if last is not None and last.standards else self.standards

    def unanswered(self) -> tuple[str, ...]:
        """Name the questions in its scope that have no answer yet."""
        return self.asked.unanswered(self.sheet, self.standards)

    def begun_again(self, _: date) -> Self:
        """Begin again after a dispute: feedback, agreement and acceptance are of the first time (D6)."""
        return attrs.evolve(self, feedback="", agreed=None, risks=(), accepted_by="")
