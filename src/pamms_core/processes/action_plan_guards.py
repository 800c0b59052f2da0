"""What must hold before the steps of an action plan, and the reasons where it does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pamms_core.policies.words import Needed
from pamms_core.processes.action_plan_facts import ActionState
from pamms_core.processes.assessment_guards import some_of
from pamms_core.processes.days import due_from
from pamms_core.workflow.guards import Guard, command_guard, guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.policies.parts import Plan
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.counting import Counting

__all__ = [
    "action_is",
    "actions_complete",
    "actions_known",
    "actions_say_enough",
    "command_says_enough",
    "dated_in_time",
    "every_issue_covered",
    "is_published",
    "issues_known",
    "issues_to_plan",
    "plan_is_late",
    "revised_in_time",
    "still_covered",
    "visited",
    "why_given",
]

_LACKS = {"action-lacks": "It must be said {what}: {actions}."}
_SAID = {
    Needed.WHAT: "what will be done",
    Needed.WHEN: "when it will be done",
    Needed.WHO: "who does it",
}
_EARLY = {"dated-too-early": "No action may be dated before {today}: {actions}."}
_LATE = {"dated-too-late": "No action may be dated after {last}, {period} from approval: {actions}."}


def _called(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"action {number}" for number in numbers)


@command_guard(
    {
        "issues-missing": "There is nothing to plan for.",
        "issue-twice": "These issues stand there twice: {issues}.",
    },
    "issues-to-plan",
)
def issues_to_plan(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask for issues, each once (P1)."""
    if not command.issues:
        return Reason.of("issues-missing")
    twice = [id_ for id_, count in Counter(each.id for each in command.issues).items() if count > 1]
    return Reason.of("issue-twice", issues=some_of(twice)) if twice else None


def is_published(counting: Counting) -> Guard:
    """Ask that the report has been published."""

    @command_guard(
        {"published-later": "The report is published on {on}; today is {today}."}, "is-published"
    )
    def check(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
        today = counting.day_of(moment.at)
        if command.published_on <= today:
            return None
        on = command.published_on.isoformat()
        return Reason.of("published-later", on=on, today=today.isoformat())

    return check


@command_guard(
    {
        "names-no-issue": "An action must name the issue it answers.",
        "unknown-issues": "The plan has no issue {issues}.",
    },
    "issues-known",
)
def issues_known(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that an action answers issues of the plan (P3)."""
    known = {each.id for each in case.facts.issues}
    wrong = [each for each in command.issues if each not in known]
    if wrong or not command.issues:
        return (
            Reason.of("unknown-issues", issues=some_of(wrong)) if wrong else Reason.of("names-no-issue")
        )
    return None


def action_is(*states: ActionState) -> Guard:
    """Ask that an action is there, and in one of some states."""
    wanted = tuple(each.value for each in states)
    told = {
        "unknown-action": "There is no action {number}.",
        "action-not-so": "Action {number} is {state}, not {wanted}.",
    }

    @command_guard(told, f"action-is-{'-or-'.join(wanted)}")
    def check(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        action = case.facts.action(command.number)
        if action is None:
            return Reason.of("unknown-action", number=command.number)
        if action.state in states:
            return None
        allowed = " or ".join(wanted)
        return Reason.of(
            "action-not-so", number=command.number, state=action.state.value, wanted=allowed
        )

    return check


@command_guard(
    {
        "names-no-action": "At least one action must be named.",
        "unknown-actions": "There is no action {numbers}.",
    },
    "actions-known",
)
def actions_known(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that actions are named that are there."""
    if not command.actions:
        return Reason.of("names-no-action")
    wrong = [each for each in command.actions if case.facts.action(each) is None]
    return Reason.of("unknown-actions", numbers=some_of(wrong)) if wrong else None


@guard({"issues-without-action": "Issues that no action answers: {issues}."}, "every-issue-covered")
def every_issue_covered(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that every issue has at least one action, naming all that have none (P3)."""
    left = tuple(each.id for each in case.facts.uncovered)
    return Reason.of("issues-without-action", issues=left) if left else None


@command_guard({"only-action": "Action {number} is the only one for: {issues}."}, "still-covered")
def still_covered(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that no issue of a submitted plan loses its only action (P3)."""
    others = {id_ for each in case.facts.actions if each.number != command.number for id_ in each.issues}
    action = case.facts.action(command.number)
    alone = tuple(id_ for id_ in (action.issues if action else ()) if id_ not in others)
    return Reason.of("only-action", number=command.number, issues=alone) if alone else None


def actions_say_enough(plan: Plan) -> Iterator[Guard]:
    """Ask that every action states what the policy asks for, naming all that do not (P3)."""
    for needed in plan.needs:
        yield _says_enough(needed)


def _says_enough(needed: Needed) -> Guard:
    @guard(_LACKS, f"actions-say-{needed.value}")
    def check(case: Case[Any], _: Moment) -> Reason | None:
        lacking = case.facts.lacking(needed)
        return (
            Reason.of("action-lacks", what=_SAID[needed], actions=_called(lacking)) if lacking else None
        )

    return check


def command_says_enough(plan: Plan) -> Iterator[Guard]:
    """Ask that an action that is changed after submission still states all that is needed (P3)."""
    fields = {Needed.WHAT: "what", Needed.WHEN: "due_on", Needed.WHO: "who"}
    for needed in plan.needs:
        yield _command_says(needed, fields[needed])


def _command_says(needed: Needed, field: str) -> Guard:
    @command_guard(_LACKS, f"says-{needed.value}")
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        value = getattr(command, field)
        given = value.strip() if isinstance(value, str) else value is not None
        return None if given else Reason.of("action-lacks", what=_SAID[needed], actions=("this action",))

    return check


def dated_in_time(plan: Plan, counting: Counting) -> tuple[Guard, ...]:
    """Ask that no action is dated before its approval, nor later than the policy allows (P3)."""

    @guard(_EARLY, "actions-dated-from-approval")
    def early(case: Case[Any], moment: Moment) -> Reason | None:
        today = counting.day_of(moment.at)
        found = [each.number for each in case.facts.actions if each.due_on and each.due_on < today]
        if not found:
            return None
        return Reason.of("dated-too-early", today=today.isoformat(), actions=_called(found))

    @guard(_LATE, "actions-dated-in-time")
    def late(case: Case[Any], moment: Moment) -> Reason | None:
        if plan.longest is None:
            return None
        last = due_from(counting.day_of(moment.at), plan.longest, "last action", counting).date
        found = [each.number for each in case.facts.actions if each.due_on and each.due_on > last]
        if not found:
            return None
        period = str(plan.longest)
        return Reason.of("dated-too-late", last=last.isoformat(), period=period, actions=_called(found))

    return early, late


def revised_in_time(plan: Plan, counting: Counting) -> tuple[Guard, ...]:
    """Ask the same of one action that is added or changed after approval (P3, P4)."""

    @command_guard(_EARLY, "dated-from-approval")
    def early(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
        today = counting.day_of(moment.at)
        if command.due_on is None or command.due_on >= today:
            return None
        return Reason.of("dated-too-early", today=today.isoformat(), actions=("this action",))

    @command_guard(_LATE, "dated-in-time")
    def late(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        approved = case.facts.approved_on
        if plan.longest is None or approved is None or command.due_on is None:
            return None
        last = due_from(approved, plan.longest, "last action", counting).date
        if command.due_on <= last:
            return None
        period = str(plan.longest)
        return Reason.of(
            "dated-too-late", last=last.isoformat(), period=period, actions=("this action",)
        )

    return early, late


def actions_complete(plan: Plan) -> Guard:
    """Ask that all is done, or accepted where that goes one by one, before the whole (P4, P7)."""
    done = (
        {ActionState.ACCEPTED}
        if plan.accepted_one_by_one
        else {ActionState.COMPLETED, ActionState.ACCEPTED}
    )
    what = "accepted" if plan.accepted_one_by_one else "complete"

    @guard({"actions-not-done": "These are not {what}: {actions}."}, f"actions-{what}")
    def check(case: Case[Any], _: Moment) -> Reason | None:
        left = [each.number for each in case.facts.actions if each.state not in done]
        return Reason.of("actions-not-done", what=what, actions=_called(left)) if left else None

    return check


@guard({"plan-not-late": "The plan is not late."}, "plan-is-late")
def plan_is_late(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that the time to submit has passed (P2)."""
    return None if case.facts.is_late else Reason.of("plan-not-late")


@command_guard({"reason-needed": "Say why it is changed."}, "why-given")
def why_given(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask why a submitted plan is changed."""
    return None if command.why.strip() else Reason.of("reason-needed")


def visited(counting: Counting) -> Guard:
    """Ask for the review visit at which the actions were looked at (P7)."""
    told = {
        "visit-missing": "The actions are looked at on the review visit: say when it was.",
        "visit-in-the-future": "The visit on {on} has not been; today is {today}.",
        "visit-before-approval": "The visit on {on} was before the plan was approved, on {approved}.",
    }

    @command_guard(told, "visited")
    def check(case: Case[Any], command: Any, moment: Moment) -> Reason | None:
        if command.visited_on is None:
            return Reason.of("visit-missing")
        today, on = counting.day_of(moment.at), command.visited_on.isoformat()
        if command.visited_on > today:
            return Reason.of("visit-in-the-future", on=on, today=today.isoformat())
        approved = case.facts.approved_on
        if approved is not None and command.visited_on < approved:
            return Reason.of("visit-before-approval", on=on, approved=approved.isoformat())
        return None

    return check
