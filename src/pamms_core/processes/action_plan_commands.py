"""What people may want done with an action plan, each as a frozen value with its data."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from pamms_core.processes.action_plan_facts import Issue
from pamms_core.processes.assessment_facts import Material
from pamms_core.processes.sequences import as_material, as_numbers, as_texts

__all__ = [
    "AcceptAction",
    "AcceptPlan",
    "AddAction",
    "ApprovePlan",
    "ChangeAction",
    "ChasePlan",
    "ClosePlan",
    "CommentOnAction",
    "CompleteAction",
    "OpenActionPlan",
    "RemoveAction",
    "ReopenPlan",
    "ReportProgress",
    "ReturnPlan",
    "SubmitCompletedPlan",
    "SubmitPlan",
]


def _issues(given: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class OpenActionPlan:
    """Open a plan for what an assessment found; the time to submit counts from publication (P1, P2)."""

    assessment: str = ""
    """The host's id of the assessment."""
    service: str
    published_on: date
    issues: tuple[Issue, ...] = attrs.field(converter=_issues)
    """What falls short; see :func:`~pamms_core.processes.plan_issues.issues_from`."""


@attrs.frozen(kw_only=True)
class AddAction:
    """Add an action for one or more issues (P3)."""

    issues: tuple[str, ...] = attrs.field(converter=as_texts)
    """The ids of the issues that it answers."""
    what: str
    due_on: date | None = None
    who: str = ""


@attrs.frozen(kw_only=True)
class ChangeAction:
    """Say something else in an action; the whole of it is given anew (P4)."""

    number: int
    what: str
    due_on: date | None = None
    who: str = ""
    why: str = ""
    """Why; needed once the plan was submitted."""


@attrs.frozen
class RemoveAction:
    """Take an action out before the plan is approved."""

    number: int


@attrs.frozen
class SubmitPlan:
    """Submit the plan for approval (P3, P4)."""


@attrs.frozen
class ChasePlan:
    """Note that the provider was contacted about a late plan (P2)."""

    note: str


@attrs.frozen
class ReturnPlan:
    """Return the plan with comments (P4)."""

    comments: str


@attrs.frozen
class ApprovePlan:
    """Approve the plan: it is in progress (P4)."""


@attrs.frozen(kw_only=True)
class ReportProgress:
    """Say how an action gets on, with attachments by reference (P4)."""

    number: int
    text: str
    attachments: tuple[Material, ...] = attrs.field(default=(), converter=as_material)


@attrs.frozen(kw_only=True)
class CompleteAction:
    """Mark an action complete (P4)."""

    number: int
    text: str = ""
    attachments: tuple[Material, ...] = attrs.field(default=(), converter=as_material)


@attrs.frozen(kw_only=True)
class AcceptAction:
    """Accept a completed action, where actions are accepted one by one (P4)."""

    number: int
    text: str = ""


@attrs.frozen(kw_only=True)
class CommentOnAction:
    """Say what is still to be done: the action is open again (P4)."""

    number: int
    text: str


@attrs.frozen
class SubmitCompletedPlan:
    """Submit the plan as a whole, after its last action (P4)."""


@attrs.frozen(kw_only=True)
class AcceptPlan:
    """Accept the whole plan: it ends (P4)."""

    visited_on: date | None = None
    """The day of the review visit, where actions are looked at there (P7)."""


@attrs.frozen(kw_only=True)
class ReopenPlan:
    """Say what is still to be done about some actions: they are open again (P4, P7)."""

    comments: str
    actions: tuple[int, ...] = attrs.field(converter=as_numbers)
    """The numbers of the actions."""


@attrs.frozen
class ClosePlan:
    """Give the plan up, with the reason (ours)."""

    reason: str
