"""What is known of a dispute: its grounds, its stages, and what became of it (D1 to D6)."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import Check, StageOutcome
from pamms_core.processes.assessment_facts import Material
from pamms_core.processes.recorded import AskedSet, RecordedAnswer, RecordedSheet
from pamms_core.processes.sequences import as_material

__all__ = [
    "DisputeEndState",
    "DisputeFacts",
    "Finding",
    "Ground",
    "Reviewer",
    "StageDecision",
    "StageReview",
]


class DisputeEndState(StrEnum):
    """The ends of a dispute; the states before are those of each stage of the ladder."""

    SETTLED = "settled"
    """A decision stands: a final one, or one that nobody took further."""
    WITHDRAWN = "withdrawn"
    """The provider took the request back before anything was decided."""


@attrs.frozen(kw_only=True)
class Ground:
    """One thing that the provider disputes, and on what evidence."""

    question: str = ""
    """The code of the question; empty where it is about the process."""
    text: str
    evidence: tuple[Material, ...] = attrs.field(default=(), converter=as_material)


@attrs.frozen(kw_only=True)
class Reviewer:
    """Who reviews, in which role."""

    role: str
    person: str
    """The host's id of the person."""
    involvement: str = ""
    """Why somebody reviews who took part before; empty for somebody who did not (D1)."""


@attrs.frozen(kw_only=True)
class Finding:
    """The answer to one check (D2, D4)."""

    check: Check
    holds: bool
    """Whether the report stands up to it."""
    text: str
    """What was found."""
    questions: tuple[str, ...] = ()
    """The codes of the questions it is about."""
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class StageDecision:
    """What a stage decided, and why (D3)."""

    outcome: StageOutcome
    reason: str
    changes: FrozenMap[str, RecordedAnswer]
    """What is recorded now, by question code, where the report is amended."""
    standards: tuple[int, ...]
    """The numbers of the standards to be assessed again, where that was decided."""
    agreed_by: tuple[str, ...]
    """Who agreed to it, first the one who proposed it."""
    at: datetime
    """When the newest of them did."""
    taken: bool = False
    """Whether all agreed, so that it is more than a proposal."""


@attrs.frozen(kw_only=True)
class StageReview:
    """One stage of the ladder, from its request to its decision."""

    stage: str
    """The id of the stage in the policy's ladder."""
    requested_by: str
    requested_at: datetime
    reviewers: tuple[Reviewer, ...] = ()
    findings: tuple[Finding, ...] = ()
    decision: StageDecision | None = None
    """The decision, or what is proposed while reviewers have still to agree."""

    def finding(self, check: Check) -> Finding | None:
        """Find the answer to a check."""
        return next((each for each in self.findings if each.check == check), None)

    def reviewer(self, persons: frozenset[str]) -> Reviewer | None:
        """Find the reviewer among some people."""
        return next((each for each in self.reviewers if each.person in persons), None)


@attrs.frozen(kw_only=True)
class DisputeFacts:
    """All that is known of one dispute. There is no rating in it: ratings follow from the answers."""

    assessment: str
    """The host's id of the assessment."""
    service: str
    asked: AskedSet
    disputed: RecordedSheet
    """The answers as they stood when the dispute was opened."""
    sheet: RecordedSheet
    """The answers as decisions have amended them since."""
    grounds: tuple[Ground, ...]
    involved: tuple[str, ...]
    """Who took part in the assessment, by the host's ids of people (D1)."""
    reviews: tuple[StageReview, ...]
    """The stages so far, the one it stands at last."""
    ended_because: str = ""
    """Why it was withdrawn."""

    @property
    def review(self) -> StageReview:
        """The stage it stands at."""
        return self.reviews[-1]

    @property
    def decided(self) -> StageDecision | None:
        """The newest decision that is more than a referral."""
        taken = [each.decision for each in self.reviews if each.decision and each.decision.taken]
        real = [each for each in taken if each.outcome is not StageOutcome.REFER]
        return real[-1] if real else None

    @property
    def questions(self) -> tuple[str, ...]:
        """The codes of the disputed questions, in the order of the grounds."""
        return tuple(dict.fromkeys(each.question for each in self.grounds if each.question))

    @property
    def changes(self) -> FrozenMap[str, RecordedAnswer]:
        """All that decisions amended, by question code."""
        return FrozenMap(
            {code: each for code, each in self.sheet.entries.items() if each != self.disputed.get(code)}
        )

    @property
    def prior_knowledge(self) -> frozenset[str]:
        """Who took part in the assessment or reviewed an earlier stage (D1)."""
        earlier = (each.person for review in self.reviews[:-1] for each in review.reviewers)
        return frozenset((*self.involved, *earlier))
