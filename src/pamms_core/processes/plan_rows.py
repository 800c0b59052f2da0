"""What the rows of an action plan share: who is told, and the clocks of its actions (P6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes.action_dates import ONE_DAY
from pamms_core.processes.action_plan_facts import ActionPlanFacts, ActionState
from pamms_core.workflow.rules import Notify, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import Role
    from pamms_core.processes.action_dates import ActionCalendar
    from pamms_core.processes.action_plan_facts import PlannedAction
    from pamms_core.workflow.actors import Moment

__all__ = ["PlanRows", "numbers_of"]


def numbers_of(actions: Iterable[PlannedAction]) -> str:
    """Name actions by their numbers."""
    return ", ".join(str(each.number) for each in actions)


def _next_step(facts: ActionPlanFacts) -> date | None:
    return facts.next_step_on


def _next_reminder(facts: ActionPlanFacts) -> date | None:
    return facts.next_reminder_on


@attrs.frozen
class PlanRows:
    """A policy and its calendar, and what is made of them for several rows."""

    policy: LocalPolicy
    calendar: ActionCalendar

    def told(
        self,
        event: str,
        *more: Role,
        fields: Callable[[ActionPlanFacts, Any, Moment], Mapping[str, object]] | None = None,
    ) -> list[Notify]:
        """Make the messages about an event, to those the policy names and some more."""
        council = self.policy.title

        def said(facts: ActionPlanFacts, command: Any, moment: Moment) -> Mapping[str, object]:
            always = {
                "council": council,
                "service": facts.service,
                "assessment": facts.assessment,
                "comments": facts.comments,
            }
            return always if fields is None else {**always, **fields(facts, command, moment)}

        roles = dict.fromkeys((*self.policy.told_of(event), *more))
        return [Notify(event, role, said) for role in roles]

    def due_start(self) -> Start:
        """Start the clock of the next action date."""
        return Start("action-due", ONE_DAY, since=self.calendar.since(_next_step))

    def reminder_start(self) -> Start:
        """Start the clock of the next reminder."""
        return Start("action-reminder", ONE_DAY, since=self.calendar.since(_next_reminder))

    def action_clocks(self) -> list[Start]:
        """Start both for the next of the actions.

        The reminder's comes first: of two steps at one instant, that of the clock that was
        started first is taken first, and what is due starts both afresh.
        """
        return [self.reminder_start(), self.due_start()]

    def then_next(
        self, step: Callable[[ActionPlanFacts, Any, Moment], ActionPlanFacts]
    ) -> Callable[[ActionPlanFacts, Any, Moment], ActionPlanFacts]:
        """Make a step after which the next dates are found anew."""

        def taken(facts: ActionPlanFacts, command: Any, moment: Moment) -> ActionPlanFacts:
            return self.calendar.with_next(step(facts, command, moment), moment.at)

        return taken

    def approved(self) -> Callable[[ActionPlanFacts, Any, Moment], ActionPlanFacts]:
        """Make the step of the approval."""

        def dated(facts: ActionPlanFacts, _: Any, moment: Moment) -> ActionPlanFacts:
            return attrs.evolve(facts, approved_on=self.calendar.counting.day_of(moment.at))

        return self.then_next(dated)

    def what_is_open(self, facts: ActionPlanFacts, _: Any, moment: Moment) -> Mapping[str, object]:
        """Tell which actions' dates have come, which are open, and which wait to be looked at."""
        today = self.calendar.counting.day_of(moment.at)
        come = (each for each in facts.open_actions if each.due_on and each.due_on < today)
        waiting = (each for each in facts.actions if each.state is ActionState.COMPLETED)
        return {
            "actions": numbers_of(come),
            "open": numbers_of(facts.open_actions),
            "waiting": numbers_of(waiting),
        }
