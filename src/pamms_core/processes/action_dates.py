"""On which days the actions of a plan fall due and are reminded of (P6): one clock for all of them.

A case has a clock by name, and a plan has as many actions as it needs. So a
clock runs to the next of their days, and is started afresh for the one after it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from pamms_core.processes.days import due_from, noon
from pamms_core.workflow.escalation import Escalation
from pamms_core.workflow.period import Period, Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from pamms_core.policies.parts import Plan
    from pamms_core.processes.action_plan_facts import ActionPlanFacts, PlannedAction
    from pamms_core.workflow.counting import Counting

__all__ = ["ONE_DAY", "ActionCalendar"]

_TICK: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
ONE_DAY: Final = Period(1, Unit.DAYS)
"""How long the clocks of action dates run."""


@attrs.frozen
class ActionCalendar:
    """The days of a plan's actions, under a policy and rules of counting."""

    plan: Plan
    counting: Counting

    def since(self, find: Callable[[Any], date | None]) -> Callable[[Any], datetime]:
        """Make what finds the instant from which :data:`ONE_DAY` leads to a day found in the facts."""
        before = timedelta() if self.counting.event_day_counts else _DAY

        def instant(facts: Any) -> datetime:
            return noon(cast("date", find(facts)) - before)  # the step before sets it

        return instant

    def reminder_of(self, action: PlannedAction) -> date | None:
        """Find the day at whose end an action is reminded of; nothing without a date."""
        if action.due_on is None:
            return None
        begin = noon(action.due_on) if self.counting.event_day_counts else noon(action.due_on - _DAY)
        due = due_from(self.counting.day_of(begin), ONE_DAY, "action", self.counting)
        step = Escalation(id="reminder", when="before", offset=self.plan.reminded_before)
        return self.counting.day_of(step.instant(due) - _TICK)

    def with_next(self, facts: ActionPlanFacts, at: datetime) -> ActionPlanFacts:
        """Set the next days after an instant."""
        return attrs.evolve(self.with_next_reminder(facts, at), next_step_on=self._next_step(facts, at))

    def with_next_reminder(self, facts: ActionPlanFacts, at: datetime) -> ActionPlanFacts:
        """Set the next day on which a reminder goes out; where none will, that of the next step."""
        today = self.counting.day_of(at)
        days = [day for each in facts.open_actions if (day := self.reminder_of(each)) and day >= today]
        return attrs.evolve(facts, next_reminder_on=min(days, default=self._next_step(facts, at)))

    def _next_step(self, facts: ActionPlanFacts, at: datetime) -> date:
        """Find the next date of an open action; once all have passed, the day to look at them again.

        That is counted from the day that ends at the instant, if one does.
        """
        today = self.counting.day_of(at)
        days = [each.due_on for each in facts.open_actions if each.due_on and each.due_on >= today]
        if days:
            return min(days)
        since = self.counting.day_of(at - _TICK)
        return due_from(since, self.plan.chased_every, "open actions", self.counting).date

    def reminded(self, facts: ActionPlanFacts) -> tuple[PlannedAction, ...]:
        """List the open actions whose reminder is the one that is next."""
        day = facts.next_reminder_on
        return tuple(each for each in facts.open_actions if day and self.reminder_of(each) == day)
