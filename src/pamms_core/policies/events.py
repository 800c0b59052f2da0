"""The events that somebody is told of, and what is known when each happens: the one table of them.

Policies say who is told, tables of rules fill the fields, and texts may use
them as placeholders; each is checked against this table.
"""

from __future__ import annotations

from typing import Final

from pamms_core._frozen import FrozenMap

__all__ = ["ALWAYS", "CLOCKS", "DUE", "EVENTS", "HOST"]

HOST: Final = ("region", "location", "assessment_name", "portal")
"""What the host alone knows (F4): any text may use it, and where it is not given, does without."""
ALWAYS: Final = ("to", "council", *HOST)
"""What any text may use besides: the title of the recipient's role, and the policy's title."""

_ASSESSMENT: Final = ("council", "service", "template", "kind", "date")
_DISPUTE: Final = ("council", "service", "assessment", "stage", "outcome")
_PLAN: Final = ("council", "service", "assessment", "comments")
_ACTION: Final = (*_PLAN, "action")
_ACTIONS: Final = (*_PLAN, "actions")
_CONCERN: Final = ("service", "kind", "what")

EVENTS: Final = FrozenMap(
    {
        "account-created": ("council",),
        "assessment-scheduled": _ASSESSMENT,
        "assessment-cancelled": _ASSESSMENT,
        "assessment-abandoned": _ASSESSMENT,
        "assessor-allocated": _ASSESSMENT,
        "allocation-over": _ASSESSMENT,
        "further-visit-needed": (*_ASSESSMENT, "reason"),
        "draft-issued": (*_ASSESSMENT, "comment_period", "delivered_as"),
        "draft-late": _ASSESSMENT,
        "draft-not-received": _ASSESSMENT,
        "comments-received": _ASSESSMENT,
        "comments-closed": _ASSESSMENT,
        "comments-unanswered": _ASSESSMENT,
        "comments-reminder": (*_ASSESSMENT, "comment_period"),
        "comments-extended": (*_ASSESSMENT, "extended_by", "reason"),
        "comments-considered": _ASSESSMENT,
        "assessment-published": _ASSESSMENT,
        "self-assessment-allocated": (*_ASSESSMENT, "period"),
        "self-assessment-due-soon": _ASSESSMENT,
        "self-assessment-late": _ASSESSMENT,
        "self-assessment-submitted": _ASSESSMENT,
        "self-assessment-review-late": _ASSESSMENT,
        "validation-announced": (*_ASSESSMENT, "sections", "reason"),
        "dispute-opened": _DISPUTE,
        "dispute-decided": _DISPUTE,
        "dispute-overdue": _DISPUTE,
        "dispute-withdrawn": _DISPUTE,
        "action-plan-needed": _PLAN,
        "action-plan-submitted": _PLAN,
        "action-plan-returned": _PLAN,
        "action-plan-approved": _PLAN,
        "action-plan-late": _PLAN,
        "action-due-soon": _ACTIONS,
        "action-due": _ACTIONS,
        "action-completed": _ACTION,
        "action-accepted": _ACTION,
        "action-commented": _ACTION,
        "plan-accepted": _PLAN,
        "follow-up-due": ("council", "service", "kind", "on", "reason"),
        "concern-raised": _CONCERN,
        "concern-overdue": _CONCERN,
        "specialists-called-in": _CONCERN,
    }
)
"""What each event gives to its messages (A10, F4, P6)."""

DUE: Final = FrozenMap(
    {
        "assessor-allocated": "allocation",
        "self-assessment-allocated": "completion",
        "self-assessment-due-soon": "completion",
        "self-assessment-submitted": "review",
        "comments-reminder": "further-comments",
        "comments-extended": "comments",
        "comments-considered": "review-request",
        "dispute-opened": "decision",
        "dispute-decided": "next-request",
        "action-plan-needed": "submission",
        "concern-raised": "answer",
    }
)
"""Events after which a clock runs that the recipient should know of: their texts may say ``{due}``."""

CLOCKS: Final = (
    "allocation",
    "draft",
    "receipt",
    "comments",
    "further-comments",
    "review-request",
    "completion",
    "review",
    "decision",
    "next-request",
    "submission",
    "action-due",
    "follow-up",
    "answer",
)
"""The clocks whose due date matters to people; reminders have clocks of their own, which do not."""
