"""What is known of an action plan: its issues, its actions, and what became of each (P1 to P4)."""

# ruff: noqa: TC001, TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import attrs

from pamms_core.policies.words import Needed
from pamms_core.processes.assessment_facts import Material

__all__ = [
    "ActionPlanFacts",
    "ActionState",
    "ActionUpdate",
    "Issue",
    "IssueKind",
    "PlanState",
    "PlannedAction",
    "Revision",
    "UpdateKind",
]


class PlanState(StrEnum):
    """Where a plan stands (P4)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """With comments, to be submitted again."""
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    """Submitted as a whole, to be accepted."""
    ACCEPTED = "accepted"
    """Its actions were carried out to the council's satisfaction."""
    CLOSED = "closed"
    """Given up with a reason, such as a service that closed or a further assessment."""


class ActionState(StrEnum):
    """Where one action stands (P4)."""

    OPEN = "open"
    COMPLETED = "completed"
    """The provider says so."""
    ACCEPTED = "accepted"


class UpdateKind(StrEnum):
    """What an entry about an action's progress is."""

    PROGRESS = "progress"
    COMPLETED = "completed"
    COMMENT = "comment"
    """It was looked at, and more is to be done."""
    ACCEPTED = "accepted"


class IssueKind(StrEnum):
    """What an issue is about: as policies list them, and the rating as a whole where nothing less is."""

    QUESTIONS = "questions"
    STANDARDS = "standards"
    NOT_EVIDENCED = "not-evidenced"
    OVERALL = "overall"


@attrs.frozen(kw_only=True)
class Issue:
    """One thing that falls short, to be answered by an action (P1, S11)."""

    id: str
    """Such as ``question-B07``, ``standard-8``, ``not-evidenced-8`` or ``overall``."""
    kind: IssueKind
    standard: int
    """The number of its standard, by which issues are grouped; 0 where it is about the whole."""
    standard_title: str
    question: str = ""
    """The code of the question, where it is about one."""
    text: str
    """What falls short: the question, or a sentence about the standard."""
    rating: str = ""
    """The key of its rating, if it has one."""
    why: str = ""
    """Why it was rated so, as the assessor wrote (S9)."""
    guidance: str = ""
    """What good looks like."""


@attrs.frozen(kw_only=True)
class ActionUpdate:
    """What was said of an action's progress, by whom and with what."""

    kind: UpdateKind
    text: str
    attachments: tuple[Material, ...] = ()
    by: str
    at: datetime


@attrs.frozen(kw_only=True)
class Revision:
    """What an action said before it was changed after submission, who changed it, and why."""

    what: str
    due_on: date | None
    who: str
    by: str
    at: datetime
    why: str


@attrs.frozen(kw_only=True)
class PlannedAction:
    """What will be done about one or more issues, when and by whom (P3)."""

    number: int
    """Its number in the plan, from 1; never used again."""
    issues: tuple[str, ...]
    """The ids of the issues that it answers."""
    what: str
    due_on: date | None = None
    who: str = ""
    state: ActionState = ActionState.OPEN
    updates: tuple[ActionUpdate, ...] = ()
    revisions: tuple[Revision, ...] = ()

    def lacks(self, needed: Needed) -> bool:
        """Whether it leaves out what it should state."""
        if needed is Needed.WHEN:
            return self.due_on is None
        return not (self.what if needed is Needed.WHAT else self.who).strip()


@attrs.frozen(kw_only=True)
class ActionPlanFacts:
    """All that is known of one action plan."""

    assessment: str
    """The host's id of the assessment."""
    service: str
    published_on: date
    issues: tuple[Issue, ...]
    actions: tuple[PlannedAction, ...] = ()
    numbered: int = 0
    """How many numbers were given to actions so far."""
    is_late: bool = False
    """Whether the time to submit has passed (P2)."""
    chased: tuple[str, ...] = ()
    """What was noted when the provider was contacted about a late plan (P2)."""
    comments: str = ""
    """What was said when it was last returned."""
    approved_on: date | None = None
    next_step_on: date | None = None
    """The next day on which an action falls due, or on which open ones are looked at again."""
    next_reminder_on: date | None = None
    """The next day on which a reminder goes out; of the next step, where none does."""
    reminded_of: tuple[int, ...] = ()
    """The numbers of the actions that were reminded of last (P6)."""
    visited_on: date | None = None
    """The review visit at which the actions were looked at (P7)."""
    accepted_on: date | None = None
    ended_because: str = ""

    @property
    def uncovered(self) -> tuple[Issue, ...]:
        """The issues without an action (P3)."""
        answered = {issue for action in self.actions for issue in action.issues}
        return tuple(each for each in self.issues if each.id not in answered)

    @property
    def open_actions(self) -> tuple[PlannedAction, ...]:
        """The actions that are not complete."""
        return tuple(each for each in self.actions if each.state is ActionState.OPEN)

    @property
    def last_day(self) -> date | None:
        """The last date of any action."""
        return max((each.due_on for each in self.actions if each.due_on), default=None)

    def action(self, number: int) -> PlannedAction | None:
        """Find an action by its number."""
        return next((each for each in self.actions if each.number == number), None)

    def lacking(self, needed: Needed) -> tuple[int, ...]:
        """Name the actions that leave out what they should state."""
        return tuple(each.number for each in self.actions if each.lacks(needed))

    def by_standard(self) -> tuple[tuple[int, tuple[Issue, ...]], ...]:
        """Group the issues by standard, in order (P1)."""
        numbers = dict.fromkeys(each.standard for each in self.issues)
        return tuple(
            (number, tuple(each for each in self.issues if each.standard == number))
            for number in numbers
        )
