"""What is known of one follow-up of a published result, and what may be done about it (P5)."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from pamms_core.policies.words import FollowUpKind

__all__ = [
    "CloseFollowUp",
    "FollowUpFacts",
    "FollowUpState",
    "MoveFollowUp",
    "OpenFollowUp",
    "RecordFollowUp",
]


class FollowUpState(StrEnum):
    """Where a follow-up stands."""

    AWAITED = "awaited"
    DUE = "due"
    """Its last day is over, and it has not been held."""
    HELD = "held"
    CLOSED = "closed"
    """It is not held, with the reason, such as a service that closed."""


@attrs.frozen(kw_only=True)
class FollowUpFacts:
    """All that is known of one follow-up."""

    assessment: str
    """The host's id of the assessment that it follows."""
    service: str
    kind: FollowUpKind
    rule: str
    """Which of the policy's it is, such as ``follow_up[0]``."""
    on: date
    """The last day for it."""
    why: str
    """Why it is due then."""
    held_on: date | None = None
    finding: str = ""
    """What came of it."""
    ended_because: str = ""


@attrs.frozen(kw_only=True)
class OpenFollowUp:
    """Note what follows a published result, and its last day: time tells of it then (P5)."""

    assessment: str = ""
    """The host's id of the assessment."""
    service: str
    kind: FollowUpKind
    rule: str = ""
    """Which of the policy's it is; see :class:`~pamms_core.processes.follow_up.FollowUpDue`."""
    on: date
    why: str


@attrs.frozen(kw_only=True)
class MoveFollowUp:
    """Give it another last day, as when the plan by which it is timed was revised."""

    on: date
    why: str


@attrs.frozen(kw_only=True)
class RecordFollowUp:
    """Record that it was held, and what came of it."""

    held_on: date
    finding: str


@attrs.frozen
class CloseFollowUp:
    """Say why it is not held."""

    reason: str
