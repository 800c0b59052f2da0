"""What comes after publication in a story: the action plan, and what follows up the result."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from pamms_core.policies.words import FollowUpKind, Role
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes.follow_up_facts import FollowUpState, RecordFollowUp
from pamms_core.processes.plan_statement import plan_statement
from pamms_core.stories.telling import ASSESSOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.processes.action_plan_facts import ActionPlanFacts, Issue
    from pamms_core.stories.telling import Stage

__all__ = ["carry_plan", "hold_follow_ups"]


def carry_plan(stage: Stage) -> None:
    """Let the plan be drawn up, approved, carried out and accepted, where one is needed (P1, P3, P4)."""
    if stage.all.plan is None:
        stage.remark("No action plan is needed.")
        return
    policy = stage.policy.plan
    due_on = stage.day + timedelta(days=60)
    for name, issues in _by_domain(stage, stage.all.plan.facts):
        action = plan.AddAction(
            issues=[each.id for each in issues],
            what=f"Put right what falls short: {name}.",
            due_on=due_on,
            who="Registered manager",
        )
        stage.do(action, Role.REGISTERED_MANAGER, f"An action for {len(issues)} issues: {name}.")
    stage.do(plan.SubmitPlan(), Role.PROVIDER, "The action plan is submitted.")
    stage.wait(5)
    by = policy.approved_by[0]
    stage.do(plan.ApprovePlan(), by, "The action plan is approved.", _person(by))
    stage.wait(55)
    _carry_out(stage)


def _by_domain(stage: Stage, facts: ActionPlanFacts) -> Iterator[tuple[str, tuple[Issue, ...]]]:
    """Group the issues by domain, so that the story stays short; a plan may have more actions."""
    standards = stage.rater.question_set.framework.standards
    domain_of = {each.number: each.domain or 0 for each in standards}

    def domain(issue: Issue) -> int:
        return domain_of.get(issue.standard, 0)

    for _, group in groupby(sorted(facts.issues, key=domain), domain):
        issues = tuple(group)
        numbers = ", ".join(map(str, sorted({each.standard for each in issues})))
        yield f"standards {numbers}", issues


def _person(role: Role) -> str:
    return ASSESSOR if role is Role.ASSESSOR else ""


def _carry_out(stage: Stage) -> None:
    policy = stage.policy.plan
    by = policy.actions_accepted_by[0]
    actions = stage.all.plan.facts.actions if stage.all.plan is not None else ()
    for each in actions:
        done = plan.CompleteAction(number=each.number, text="Done.")
        stage.do(done, Role.REGISTERED_MANAGER, f"Action {each.number} is complete.")
        if policy.accepted_one_by_one:
            accepted = plan.AcceptAction(number=each.number)
            stage.do(accepted, by, f"Action {each.number} is accepted.", _person(by))
    stage.do(plan.SubmitCompletedPlan(), Role.PROVIDER, "The plan is submitted as a whole.")
    visited = None if policy.accepted_one_by_one else stage.day
    ends = plan.AcceptPlan(visited_on=visited)
    stage.do(ends, by, "The plan is accepted, and ends.", _person(by))
    if stage.all.plan is not None and (said := plan_statement(stage.policy, stage.all.plan)):
        stage.remark(f"The published report says: {said}")


def hold_follow_ups(stage: Stage) -> None:
    """Let come what follows the result, and let it be held on its last day (P5)."""
    for each in stage.all.follow_ups:
        if each.state == FollowUpState.AWAITED:
            stage.remark(each.facts.why)
            stage.wait(max((each.facts.on - stage.day).days, 0))
        met = each.facts.kind is FollowUpKind.CONTRACT_MEETING
        by = Role.CONTRACT_LEAD if met else Role.ASSESSOR
        held = RecordFollowUp(held_on=stage.day, finding="What was to be put right has been.")
        what = f"The {each.facts.kind.value.replace('-', ' ')} that follows is held."
        stage.do(held, by, what, _person(by), each.id)
