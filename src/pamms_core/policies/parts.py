"""The parts of a local policy: each setting of each step, declared once, with its type.

The reader of policy files reads these declarations: a part's fields are the keys of
its table, and each type says what may stand there.
"""

# ruff: noqa: TC001 - the policy reader reads these annotations
from __future__ import annotations

import attrs

from pamms_core.policies.words import (
    Audience,
    Check,
    ConcernKind,
    Delivery,
    FollowUpKind,
    Granularity,
    Needed,
    Occasion,
    Role,
    Shown,
    Silence,
    StageOutcome,
    Trigger,
)
from pamms_core.workflow.period import Period

__all__ = [
    "Agreement",
    "Comments",
    "Concern",
    "Draft",
    "FollowUp",
    "Frequency",
    "NoticeRule",
    "Plan",
    "Publication",
    "Scheduling",
    "SelfAssessment",
    "Stage",
]


@attrs.frozen(kw_only=True)
class Scheduling:
    """Before and during the visit (A1, A2)."""

    allocation: Period
    """How long an assessor is allocated for at most."""
    introductory_meeting: bool
    """Whether there is an introductory meeting."""
    meeting_attended_by: tuple[Role, ...]
    sent_before: tuple[str, ...]
    """What the provider gets before the visit: ids of documents."""
    visit_days: str
    """How many days a visit lasts, as text for people."""
    spoken_to: tuple[str, ...]
    """Who the assessor speaks to."""


@attrs.frozen(kw_only=True)
class Draft:
    """The draft report (A3, A4)."""

    blind: bool
    """Whether the assessor sees no rating before the draft is with the provider."""
    within: Period
    """The time to issue the draft, from the last visit."""
    received_within: Period
    """How long the provider's receipt may take before the assessor looks into it."""
    delivered_as: Delivery


@attrs.frozen(kw_only=True)
class Comments:
    """The provider's comments on the draft (A5, A6, S9)."""

    period: Period
    counted_from: Occasion
    may_be_extended_by: tuple[Role, ...]
    """Who may extend it; nobody, where empty."""
    name_questions: bool
    """Whether each comment must name the question it is about."""
    when_silent: Silence
    further: Period | None
    """The further period after a reminder, where silence does not publish."""
    finalised_by: tuple[Role, ...]
    """Who may then finalise, with a reason."""


@attrs.frozen(kw_only=True)
class Agreement:
    """How a draft is agreed (A7, A8)."""

    considered_by: tuple[Role, ...]
    """Who considers comments and amends."""
    accepted_by_provider: bool
    """Whether the report is final only once the provider has accepted it."""
    ratings_agreed_with: tuple[Role, ...]
    """Whom the ratings are agreed with before submission; nobody, where empty."""
    shared_at_meeting_with: tuple[Role, ...]
    """Who meets to hear the outcome; nobody, where empty."""
    published_by: tuple[Role, ...]
    """Who publishes the final report."""


@attrs.frozen(kw_only=True)
class Stage:
    """One stage of the dispute ladder (D1, D3 to D6)."""

    id: str
    title: str
    decided_by: tuple[Role, ...]
    """All of them together."""
    uninvolved: bool
    """Whether the reviewer should have taken no part before; recorded where not possible (D1)."""
    checks: tuple[Check, ...]
    outcomes: tuple[StageOutcome, ...]
    request_within: Period
    """How long it may be requested."""
    decide_within: Period
    final: bool
    """Whether its decision is final."""


@attrs.frozen(kw_only=True)
class Publication:
    """What is shown to one audience once the report is final (A9)."""

    audience: Audience
    shown: tuple[Shown, ...]


@attrs.frozen(kw_only=True)
class Concern:
    """Who hears of an immediate concern of one kind, and how fast (A12)."""

    kind: ConcernKind
    told: tuple[Role, ...]
    """Whom it goes to, first to last."""
    copied: tuple[Role, ...]
    decided_by: tuple[Role, ...]
    """Who decides what to do, and closes it once assurance is gained."""
    answered_by: tuple[Role, ...]
    """Who must respond in time."""
    answer_within: Period


@attrs.frozen(kw_only=True)
class Plan:
    """The action plan (P1 to P4, P6, P7)."""

    trigger: Trigger
    at_or_below: str
    """The key of the rating at or below which a plan is needed."""
    issues: tuple[Granularity, ...]
    submit_within: Period
    """From publication."""
    needs: tuple[Needed, ...]
    """What each action must state."""
    longest: Period | None
    """How long after its approval the last action may be dated; without, it is not limited."""
    approved_by: tuple[Role, ...]
    actions_accepted_by: tuple[Role, ...]
    """Who accepts completed actions."""
    accepted_one_by_one: bool
    """Whether each completed action is accepted by itself; if not, all at the review visit (P7)."""
    reminded_before: Period
    """How long before an action falls due its owner is reminded."""
    chased_by: tuple[Role, ...]
    """Who contacts the provider about a plan that is late."""
    chased_every: Period
    """How often open actions are looked at again once the dates of all have passed."""
    statement: bool
    """Whether the published report says that the actions were carried out."""


@attrs.frozen(kw_only=True)
class FollowUp:
    """What follows one overall rating, counted from publication (P5)."""

    rating: str
    """The key of the overall rating."""
    kind: FollowUpKind
    after: Period | None
    """When; without, at a time that follows from the plan's content."""
    only_if_plan: bool
    """Whether it is held only if there is an action plan."""


@attrs.frozen(kw_only=True)
class Frequency:
    """How often a provider may be assessed, and when again (A11)."""

    at_most_every: Period
    unless_high_risk: bool
    """Whether a high-risk provider is excepted."""
    counted: tuple[str, ...]
    """The kinds of assessment that count."""
    review_about: Period | None
    """About when the next one is due, whatever the rating."""
    apart_from_regulator: Period
    """How long an assessment and a visit of the regulator should lie apart."""


@attrs.frozen(kw_only=True)
class SelfAssessment:
    """Self-assessments (SA1 to SA4)."""

    only_if_fit: bool
    """Whether only providers that contract monitoring found fit are asked."""
    complete_within: Period
    reminded_before: Period
    """How long before the template is due the provider is reminded."""
    review_within: Period
    validated_on_site: tuple[int, ...]
    """The numbers of the sections that are validated on site at least."""


@attrs.frozen(kw_only=True)
class NoticeRule:
    """A message that this locality sends (A10, P6)."""

    event: str
    """What it is about; also the id of its text."""
    to: tuple[Role, ...]
