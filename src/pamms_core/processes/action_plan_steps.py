"""What each step of an action plan does to what is known: pure functions of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from pamms_core.processes.action_plan_facts import (
    ActionPlanFacts,
    ActionState,
    ActionUpdate,
    PlannedAction,
    Revision,
    UpdateKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.processes import action_plan_commands as give
    from pamms_core.workflow.actors import Moment

__all__ = [
    "add",
    "all_accepted",
    "change",
    "chase",
    "close",
    "is_late",
    "moved_on",
    "opened",
    "remove",
    "reopen",
    "return_",
    "revise",
]


def opened(_: None, command: give.OpenActionPlan, __: Moment) -> ActionPlanFacts:
    """Open the plan."""
    return ActionPlanFacts(
        assessment=command.assessment,
        service=command.service,
        published_on=command.published_on,
        issues=command.issues,
    )


def add(facts: ActionPlanFacts, command: give.AddAction, _: Moment) -> ActionPlanFacts:
    """Add an action under the next number."""
    number = facts.numbered + 1
    made = PlannedAction(
        number=number,
        issues=tuple(dict.fromkeys(command.issues)),
        what=command.what,
        due_on=command.due_on,
        who=command.who,
    )
    return attrs.evolve(facts, actions=(*facts.actions, made), numbered=number)


def _action(facts: ActionPlanFacts, number: int) -> PlannedAction:
    return cast("PlannedAction", facts.action(number))  # a guard asks for it


def _with(facts: ActionPlanFacts, number: int, **changes: Any) -> ActionPlanFacts:
    """Change one action."""
    actions = tuple(
        attrs.evolve(each, **changes) if each.number == number else each for each in facts.actions
    )
    return attrs.evolve(facts, actions=actions)


def change(facts: ActionPlanFacts, command: give.ChangeAction, _: Moment) -> ActionPlanFacts:
    """Say something else in an action, in the provider's own draft."""
    return _with(facts, command.number, what=command.what, due_on=command.due_on, who=command.who)


def revise(facts: ActionPlanFacts, command: give.ChangeAction, moment: Moment) -> ActionPlanFacts:
    """Amend an action after submission, and keep what it said (P4)."""
    action = _action(facts, command.number)
    before = Revision(
        what=action.what,
        due_on=action.due_on,
        who=action.who,
        by=moment.by.id,
        at=moment.at,
        why=command.why,
    )
    revised = _with(facts, command.number, revisions=(*action.revisions, before))
    return change(revised, command, moment)


def remove(facts: ActionPlanFacts, command: give.RemoveAction, _: Moment) -> ActionPlanFacts:
    """Take an action out."""
    left = tuple(each for each in facts.actions if each.number != command.number)
    return attrs.evolve(facts, actions=left)


def is_late(facts: ActionPlanFacts, _: Any, __: Moment) -> ActionPlanFacts:
    """Note that the plan is late (P2)."""
    return attrs.evolve(facts, is_late=True)


def chase(facts: ActionPlanFacts, command: give.ChasePlan, _: Moment) -> ActionPlanFacts:
    """Note that the provider was contacted (P2)."""
    return attrs.evolve(facts, chased=(*facts.chased, command.note))


def return_(facts: ActionPlanFacts, command: give.ReturnPlan, _: Moment) -> ActionPlanFacts:
    """Keep the comments; the time to submit begins again."""
    return attrs.evolve(facts, comments=command.comments, is_late=False)


def moved_on(
    kind: UpdateKind, state: ActionState
) -> Callable[[ActionPlanFacts, Any, Moment], ActionPlanFacts]:
    """Make the step that notes how an action gets on, and what it is now."""

    def noted(facts: ActionPlanFacts, command: Any, moment: Moment) -> ActionPlanFacts:
        return _noted(facts, command.number, kind, state, (command, moment))

    return noted


def _noted(
    facts: ActionPlanFacts,
    number: int,
    kind: UpdateKind,
    state: ActionState,
    said: tuple[Any, Moment],
) -> ActionPlanFacts:
    action = _action(facts, number)
    command, moment = said
    update = ActionUpdate(
        kind=kind,
        text=getattr(command, "text", "") or getattr(command, "comments", ""),
        attachments=getattr(command, "attachments", ()),
        by=moment.by.id,
        at=moment.at,
    )
    return _with(facts, number, state=state, updates=(*action.updates, update))


def reopen(facts: ActionPlanFacts, command: give.ReopenPlan, moment: Moment) -> ActionPlanFacts:
    """Open some actions again, with what is still to be done (P4, P7)."""
    for number in command.actions:
        facts = _noted(facts, number, UpdateKind.COMMENT, ActionState.OPEN, (command, moment))
    return attrs.evolve(facts, comments=command.comments)


def all_accepted(facts: ActionPlanFacts, moment: Moment) -> ActionPlanFacts:
    """Accept what is complete and not accepted yet, with the whole plan (P7)."""
    for action in facts.actions:
        if action.state is ActionState.COMPLETED:
            said = (None, moment)
            facts = _noted(facts, action.number, UpdateKind.ACCEPTED, ActionState.ACCEPTED, said)
    return facts


def close(facts: ActionPlanFacts, command: give.ClosePlan, _: Moment) -> ActionPlanFacts:
    """Keep the reason."""
    return attrs.evolve(facts, ended_because=command.reason)
