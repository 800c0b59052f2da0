"""What people may want done with a dispute, each as a frozen value with its data."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import Check, StageOutcome
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.recorded import AskedSet, RecordedAnswer, RecordedSheet, recorded_changes
from pamms_core.processes.sequences import as_numbers, as_texts
from pamms_core.workflow.instants import as_instant

__all__ = [
    "AcceptDecision",
    "AddGrounds",
    "AgreeDecision",
    "AnswerCheck",
    "AssignReviewers",
    "DecideStage",
    "OpenDispute",
    "ReferOn",
    "RequestNextStage",
    "ReturnToReview",
    "WithdrawDispute",
]


def _grounds(given: Iterable[Ground]) -> tuple[Ground, ...]:
    return tuple(given)


def _reviewers(given: Iterable[Reviewer]) -> tuple[Reviewer, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class OpenDispute:
    """Ask for a review of a report at the point of publication: the first stage (D1)."""

    assessment: str = ""
    """The host's id of the assessment."""
    service: str
    asked: AskedSet
    sheet: RecordedSheet
    """The answers as they stand."""
    told_at: datetime = attrs.field(converter=as_instant)
    """When the provider was told the outcome of its comments: the time to ask counts from there."""
    grounds: tuple[Ground, ...] = attrs.field(converter=_grounds)
    involved: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    """Who took part in the assessment, by the host's ids of people."""


@attrs.frozen
class AddGrounds:
    """Add remarks or supplementary evidence while the review runs (D2)."""

    grounds: tuple[Ground, ...] = attrs.field(converter=_grounds)


@attrs.frozen
class AssignReviewers:
    """Say who reviews: one person for each role of the stage (D1, D4), or others instead."""

    reviewers: tuple[Reviewer, ...] = attrs.field(converter=_reviewers)


@attrs.frozen(kw_only=True)
class AnswerCheck:
    """Answer one check of the stage with a finding; a second answer replaces the first (D2, D4)."""

    check: Check
    holds: bool
    """Whether the report stands up to it."""
    finding: str
    questions: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    """The codes of the questions it is about."""


@attrs.frozen(kw_only=True)
class DecideStage:
    """Decide the stage, or propose a decision where several decide together (D3, D4)."""

    outcome: StageOutcome
    reason: str
    changes: FrozenMap[str, RecordedAnswer] = attrs.field(factory=FrozenMap, converter=recorded_changes)
    """What is recorded now, by question code, where the report is amended."""
    standards: tuple[int, ...] = attrs.field(default=(), converter=as_numbers)
    """The numbers of the standards to be assessed again, where that is decided."""


@attrs.frozen
class ReferOn:
    """Refer the whole to the next stage, without a decision (D3)."""

    reason: str


@attrs.frozen
class AgreeDecision:
    """Agree to what another reviewer proposed (D4)."""


@attrs.frozen
class ReturnToReview:
    """Disagree with what was proposed: the review goes on (D4; ours)."""

    reason: str


@attrs.frozen
class RequestNextStage:
    """Ask for the next stage of the ladder, being still dissatisfied (D5)."""

    grounds: tuple[Ground, ...] = attrs.field(default=(), converter=_grounds)
    """What is added to the grounds so far."""


@attrs.frozen
class AcceptDecision:
    """Accept a decision that is not final: nothing is left to wait for (ours)."""


@attrs.frozen
class WithdrawDispute:
    """Take the request back; a decision that was taken before stands (ours)."""

    reason: str
