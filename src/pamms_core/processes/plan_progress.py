"""The rows of a plan in progress: reminders, completion and acceptance (P4, P6, P7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes import action_plan_commands as give
from pamms_core.processes import action_plan_guards as must
from pamms_core.processes import action_plan_steps as steps
from pamms_core.processes.action_plan_facts import ActionState, UpdateKind
from pamms_core.processes.action_plan_facts import PlanState as S
from pamms_core.processes.assessment_guards import not_blank, references_given
from pamms_core.processes.policy_rows import PROVIDER_SIDE
from pamms_core.workflow.guards import guard
from pamms_core.workflow.reasons import Reason
from pamms_core.workflow.rules import Occasion, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pamms_core.processes.action_plan_facts import ActionPlanFacts
    from pamms_core.processes.plan_rows import PlanRows
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case

__all__ = ["progress_rows"]


def progress_rows(given: PlanRows) -> Iterator[Rule]:
    """Make the rows."""
    yield from _reminding(given)
    yield from _carrying_out(given)
    if given.policy.plan.accepted_one_by_one:
        yield from _accepting_actions(given)
    yield from _revising(given)
    yield from _as_a_whole(given)


def _reminding(given: PlanRows) -> Iterator[Rule]:
    calendar = given.calendar

    @guard({"nothing-to-remind-of": "No open action is to be reminded of."}, "reminder-is-due")
    def reminder_is_due(case: Case[Any], _: Moment) -> Reason | None:
        return None if calendar.reminded(case.facts) else Reason.of("nothing-to-remind-of")

    def next_reminder(facts: ActionPlanFacts, _: Any, moment: Moment) -> ActionPlanFacts:
        numbers = tuple(each.number for each in calendar.reminded(facts))
        return attrs.evolve(calendar.with_next_reminder(facts, moment.at), reminded_of=numbers)

    def as_it_is(facts: ActionPlanFacts, _: Any, __: Moment) -> ActionPlanFacts:
        return facts

    def soon(facts: ActionPlanFacts, _: Any, __: Moment) -> Mapping[str, object]:
        return {"actions": ", ".join(map(str, facts.reminded_of))}

    yield Rule(
        id="remind-of-actions",
        when=Occasion("action-reminder"),
        from_states=S.IN_PROGRESS,
        guards=[reminder_is_due],
        starts=[given.reminder_start()],
        notices=given.told("action-due-soon", fields=soon),
        apply=next_reminder,
        source="P6 (E)",
    )
    yield Rule(
        id="actions-are-due",
        when=Occasion("action-due"),
        from_states=S.IN_PROGRESS,
        starts=given.action_clocks(),
        notices=given.told("action-due", fields=given.what_is_open),
        apply=given.then_next(as_it_is),
        source="P6 (E)",
    )


def _carrying_out(given: PlanRows) -> Iterator[Rule]:
    """Make the rows by which the provider carries out its actions (P4)."""
    own: dict[str, Any] = {"from_states": S.IN_PROGRESS, "roles": PROVIDER_SIDE}
    yield Rule(
        id="report-progress",
        command=give.ReportProgress,
        guards=[
            must.action_is(ActionState.OPEN),
            not_blank("text", "text"),
            references_given("attachments"),
        ],
        apply=steps.moved_on(UpdateKind.PROGRESS, ActionState.OPEN),
        source="P4 (L)",
        **own,
    )
    yield Rule(
        id="complete-action",
        command=give.CompleteAction,
        guards=[must.action_is(ActionState.OPEN), references_given("attachments")],
        starts=given.action_clocks(),
        notices=given.told("action-completed", fields=_which),
        apply=given.then_next(steps.moved_on(UpdateKind.COMPLETED, ActionState.COMPLETED)),
        source="P4 (L), A10 (E)",
        **own,
    )


def _which(_: ActionPlanFacts, command: Any, __: Moment) -> Mapping[str, object]:
    return {"action": command.number}


def _accepting_actions(given: PlanRows) -> Iterator[Rule]:
    """Make the rows by which each completed action is looked at (P4)."""
    there: dict[str, Any] = {
        "from_states": S.IN_PROGRESS,
        "roles": given.policy.plan.actions_accepted_by,
    }
    completed = must.action_is(ActionState.COMPLETED)
    yield Rule(
        id="accept-action",
        command=give.AcceptAction,
        guards=[completed],
        notices=given.told("action-accepted", fields=_which),
        apply=steps.moved_on(UpdateKind.ACCEPTED, ActionState.ACCEPTED),
        source="P4 (L), A10 (E)",
        **there,
    )
    yield Rule(
        id="comment-on-action",
        command=give.CommentOnAction,
        guards=[completed, not_blank("text", "text")],
        starts=given.action_clocks(),
        notices=given.told("action-commented", fields=_which),
        apply=given.then_next(steps.moved_on(UpdateKind.COMMENT, ActionState.OPEN)),
        source="P4 (L)",
        **there,
    )


def _revising(given: PlanRows) -> Iterator[Rule]:
    """Make the rows by which an approved plan is amended (P4; who may is ours, P7)."""
    plan = given.policy.plan
    dates = must.revised_in_time(plan, given.calendar.counting)
    there: dict[str, Any] = {
        "from_states": S.IN_PROGRESS,
        "roles": tuple(dict.fromkeys((*plan.approved_by, *plan.chased_by))),
        "starts": given.action_clocks(),
        "source": "P4 (L); ours",
    }
    enough = tuple(must.command_says_enough(plan))
    yield Rule(
        id="add-action-later",
        command=give.AddAction,
        guards=[must.issues_known, *enough, *dates],
        apply=given.then_next(steps.add),
        **there,
    )
    yield Rule(
        id="revise-action",
        command=give.ChangeAction,
        guards=[must.action_is(ActionState.OPEN), must.why_given, *enough, *dates],
        apply=given.then_next(steps.revise),
        **there,
    )


def _as_a_whole(given: PlanRows) -> Iterator[Rule]:
    """Make the rows of the plan as a whole: submitted, accepted, or opened again (P4, P7)."""
    plan = given.policy.plan
    at_the_visit = () if plan.accepted_one_by_one else (must.visited(given.calendar.counting),)
    by = plan.approved_by if plan.accepted_one_by_one else plan.actions_accepted_by
    yield Rule(
        id="submit-completed-plan",
        command=give.SubmitCompletedPlan,
        from_states=S.IN_PROGRESS,
        to=S.COMPLETED,
        roles=PROVIDER_SIDE,
        guards=[must.every_issue_covered, must.actions_complete(plan)],
        stops=["action-due", "action-reminder"],
        notices=given.told("action-plan-submitted"),
        source="P4 (L), P7 (W)",
    )
    yield Rule(
        id="accept-plan",
        command=give.AcceptPlan,
        from_states=S.COMPLETED,
        to=S.ACCEPTED,
        roles=by,
        guards=at_the_visit,
        notices=given.told("plan-accepted"),
        apply=_accepted(given),
        source="P4 (L), P7 (W)",
    )
    yield Rule(
        id="reopen-plan",
        command=give.ReopenPlan,
        from_states=S.COMPLETED,
        to=S.IN_PROGRESS,
        roles=by,
        guards=[must.actions_known, not_blank("comments", "comments")],
        starts=given.action_clocks(),
        notices=given.told("action-plan-returned"),
        apply=given.then_next(steps.reopen),
        source="P4 (L), P7 (W)",
    )


def _accepted(given: PlanRows) -> Callable[[ActionPlanFacts, give.AcceptPlan, Moment], ActionPlanFacts]:
    def accepted(facts: ActionPlanFacts, command: give.AcceptPlan, moment: Moment) -> ActionPlanFacts:
        today = given.calendar.counting.day_of(moment.at)
        facts = steps.all_accepted(facts, moment)
        return attrs.evolve(facts, accepted_on=today, visited_on=command.visited_on)

    return accepted
