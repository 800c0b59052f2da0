"""What is known of an immediate concern, and what may be done about it (A12)."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from pamms_core.policies.words import ConcernKind

__all__ = [
    "AnswerConcern",
    "CallInSpecialists",
    "ConcernFacts",
    "ConcernResponse",
    "ConcernState",
    "ConfirmAssurance",
    "DecideOnConcern",
    "RaiseConcern",
    "TriageConcern",
]


class ConcernState(StrEnum):
    """Where a concern stands; it stays open until assurance is gained."""

    RAISED = "raised"
    ANSWERED = "answered"
    DECIDED = "decided"
    """All who decide have agreed what is to be done."""
    ASSURED = "assured"


@attrs.frozen(kw_only=True)
class ConcernResponse:
    """What somebody answered."""

    text: str
    by: str
    role: str
    at: datetime


@attrs.frozen(kw_only=True)
class ConcernFacts:
    """All that is known of one concern."""

    kind: ConcernKind
    service: str
    what: str
    assessment: str = ""
    """The host's id of the assessment in or after which it was raised, if any."""
    raised_by: str = ""
    triage: str = ""
    """What the safeguarding team made of it."""
    specialists: tuple[str, ...] = ()
    """The teams that were called in."""
    responses: tuple[ConcernResponse, ...] = ()
    measures: str = ""
    """What is to be done."""
    agreed_by: tuple[str, ...] = ()
    """The roles that have agreed to the measures."""
    assurance: str = ""
    """How assurance was gained."""


@attrs.frozen(kw_only=True)
class RaiseConcern:
    """Raise an immediate concern, during an assessment, after one, or without one."""

    service: str
    what: str
    assessment: str = ""


@attrs.frozen
class TriageConcern:
    """Say what the safeguarding team makes of it."""

    finding: str


@attrs.frozen
class AnswerConcern:
    """Respond, which must come in time."""

    response: str


@attrs.frozen
class CallInSpecialists:
    """Call in a specialist team, such as infection control, end of life or primary care."""

    team: str


@attrs.frozen
class DecideOnConcern:
    """Decide what is to be done; others who decide agree by giving the same measures."""

    measures: str


@attrs.frozen
class ConfirmAssurance:
    """Close the concern: say how assurance was gained."""

    how: str
