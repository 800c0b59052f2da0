"""The words that a local policy may use: roles, audiences, checks, outcomes and other choices.

Each list stands here once; the policy reader, the processes and the views read it.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Audience",
    "Check",
    "ConcernKind",
    "Delivery",
    "FollowUpKind",
    "Granularity",
    "Needed",
    "Occasion",
    "Role",
    "Shown",
    "Silence",
    "StageOutcome",
    "Trigger",
]


class Role(StrEnum):
    """Who takes part. A policy gives each role the title it has locally.

    Portal accounts and passwords are the host's (A16): it says which roles a person has.
    """

    PROVIDER = "provider"
    REGISTERED_MANAGER = "registered-manager"
    ASSESSOR = "assessor"
    TEAM_MANAGER = "team-manager"
    """Leads the assessors."""
    AUDIT_TEAM = "audit-team"
    """The assessors' colleagues."""
    CONTRACT_LEAD = "contract-lead"
    """The officer who looks after the provider's contract."""
    CONTRACTS_MANAGER = "contracts-manager"
    """Leads contracts and commissioning."""
    SENIOR_OFFICER = "senior-officer"
    """Reviews a disputed draft."""
    HEAD_OF_SERVICE = "head-of-service"
    SAFEGUARDING = "safeguarding"
    """The council's advice and duty team for safeguarding."""
    SOCIAL_CARE = "social-care"
    SPECIALIST = "specialist"
    """A specialist team that is called in, such as infection control."""
    REGION = "region"
    """The other councils of the region."""
    BROKERAGE = "brokerage"
    REGULATOR = "regulator"
    """The regulator's local lead."""


class Audience(StrEnum):
    """Who a report or a rating is shown to (A9)."""

    PUBLIC = "public"
    PROVIDER = "provider"
    ASSESSOR = "assessor"
    AUDIT_TEAM = "audit-team"
    COUNCIL = "council"
    """The council's other officers concerned: contracts, the team's manager."""
    REVIEWER = "reviewer"
    """Whoever decides a stage of a dispute."""
    HEAD_OF_SERVICE = "head-of-service"
    REGION = "region"
    OTHER_PROVIDERS = "other-providers"
    """Providers that use the portal signed in."""
    BROKERAGE = "brokerage"
    REGULATOR = "regulator"


class Shown(StrEnum):
    """What an audience is shown, each alone: a policy lists all that are."""

    OVERALL = "overall"
    DOMAINS = "domains"
    STANDARDS = "standards"
    QUESTIONS = "questions"
    """Question by question: the rating, why it was given, and the evidence."""
    GOOD_PRACTICE = "good-practice"
    """What others can learn from; only with the provider's permission where the policy says so."""
    PLAN_STATEMENT = "plan-statement"
    """That the actions were carried out to the assessor's satisfaction (P4)."""


class Delivery(StrEnum):
    """How the draft reaches the provider (A4)."""

    LINK = "link"
    ATTACHMENT = "attachment"


class Silence(StrEnum):
    """What follows when the provider says nothing in its time (A6)."""

    PUBLISH = "publish"
    """The draft becomes final and is published by itself."""
    REMIND_THEN_DECIDE = "remind-then-decide"
    """A reminder, a further period, and then an officer may finalise it with a reason."""


class Occasion(StrEnum):
    """From when a period is counted."""

    DRAFT_RECEIVED = "draft-received"
    DRAFT_ACCESSED = "draft-accessed"
    LAST_VISIT = "last-visit"
    PUBLICATION = "publication"
    PLAN_APPROVED = "plan-approved"


class Check(StrEnum):
    """What a stage of a dispute checks (D2, D4)."""

    ROBUST_EVIDENCE = "robust-evidence"
    RIGHT_STANDARDS = "right-standards"
    NO_DUPLICATION = "no-duplication"
    FAIRNESS = "fairness"
    INTEGRITY = "integrity"
    PARTNERSHIP = "partnership"
    SUPPORT = "support"


class StageOutcome(StrEnum):
    """How a stage of a dispute may end (D3, D5, D6)."""

    PUBLISH = "publish"
    AMEND = "amend"
    REFER = "refer"
    """On to the next stage of the ladder."""
    REPEAT = "repeat"
    """The assessment process is repeated for a standard."""


class Trigger(StrEnum):
    """What makes an action plan necessary (P1)."""

    OVERALL = "overall"
    """The overall rating is at or below a rating."""
    ANY_STANDARD = "any-standard"
    ANY_QUESTION = "any-question"


class Granularity(StrEnum):
    """What the issues of an action plan are (P1, S11)."""

    QUESTIONS = "questions"
    """One issue per question that falls short."""
    STANDARDS = "standards"
    """One issue per standard that falls short."""
    NOT_EVIDENCED = "not-evidenced"
    """One issue per standard that could not be evidenced by the end of the assessment."""


class Needed(StrEnum):
    """What an action must state before a plan can be submitted (P3)."""

    WHAT = "what"
    WHEN = "when"
    WHO = "who"


class FollowUpKind(StrEnum):
    """How a result is followed up (P5)."""

    VERIFICATION = "verification"
    """A verification session or visit."""
    VALIDATION_VISIT = "validation-visit"
    REASSESSMENT = "reassessment"
    CONTRACT_MEETING = "contract-meeting"


class ConcernKind(StrEnum):
    """The kinds of immediate concern (A12)."""

    CONCERN = "concern"
    SAFEGUARDING = "safeguarding"
    HEALTH_AND_SAFETY = "health-and-safety"
