"""Action plans as a table: drafted, approved, carried out and accepted (P1 to P7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import Role
from pamms_core.processes import action_plan_commands as give
from pamms_core.processes import action_plan_guards as must
from pamms_core.processes import action_plan_steps as steps
from pamms_core.processes.action_dates import ActionCalendar
from pamms_core.processes.action_plan_facts import ActionPlanFacts, ActionState
from pamms_core.processes.action_plan_facts import PlanState as S
from pamms_core.processes.assessment_guards import not_blank
from pamms_core.processes.days import noon
from pamms_core.processes.plan_progress import progress_rows
from pamms_core.processes.plan_rows import PlanRows
from pamms_core.processes.policy_rows import PROVIDER_SIDE, edition_of, plain_rows, roles_of
from pamms_core.workflow.actors import TIME_ROLE
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import ANYWHERE, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting

__all__ = ["action_plan_machine"]

_OWN: Final = (S.DRAFT, S.RETURNED)
"""Where the plan is the provider's to write."""


def action_plan_machine(
    policy: LocalPolicy, counting: Counting | None = None
) -> Machine[ActionPlanFacts]:
    """Build the table of an action plan from a policy.

    Args:
        policy: the local policy.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> lancashire = action_plan_machine(load_policy("lancashire"))
    >>> "accept-action" in lancashire.commands
    True
    >>> "accept-action" in action_plan_machine(load_policy("wirral")).commands
    False
    """
    rules = usual_counting() if counting is None else counting
    given = PlanRows(policy, ActionCalendar(policy.plan, rules))
    rows = (
        _opening(given),
        *_drafting(given),
        *_approving(given),
        *progress_rows(given),
        _closing(given),
    )
    first, *others = plain_rows(rows)
    return Machine(
        id="action-plan",
        edition=edition_of(policy),
        states=tuple(map(str, S)),
        ends=(S.ACCEPTED.value, S.CLOSED.value),
        roles=(*roles_of(rows), TIME_ROLE),
        opening=first,
        rules=others,
        facts=ActionPlanFacts,
        counting=rules,
    )


def _publication(facts: ActionPlanFacts) -> datetime:
    return noon(facts.published_on)


def _opening(given: PlanRows) -> Rule:
    """Make the opening: by those who publish, or by time where silence publishes (A6)."""
    policy = given.policy
    return Rule(
        id="open-plan",
        command=give.OpenActionPlan,
        to=S.DRAFT,
        roles=tuple(
            dict.fromkeys((*policy.agreement.published_by, *policy.plan.approved_by, TIME_ROLE))
        ),
        guards=[
            not_blank("service", "service"),
            must.is_published(given.calendar.counting),
            must.issues_to_plan,
        ],
        starts=[Start("submission", policy.plan.submit_within, since=_publication)],
        notices=given.told("action-plan-needed"),
        apply=steps.opened,
        source="P1, P2 (N)",
    )


def _drafting(given: PlanRows) -> Iterator[Rule]:
    """Make the rows by which the provider writes its plan (P3)."""
    own: dict[str, Any] = {"from_states": _OWN, "roles": PROVIDER_SIDE}
    known = must.action_is(*ActionState)
    yield Rule(
        id="add-action",
        command=give.AddAction,
        guards=[must.issues_known],
        apply=steps.add,
        source="P3 (N, W, E)",
        **own,
    )
    yield Rule(
        id="change-action",
        command=give.ChangeAction,
        guards=[known],
        apply=steps.change,
        source="P3",
        **own,
    )
    yield Rule(
        id="remove-action",
        command=give.RemoveAction,
        guards=[known],
        apply=steps.remove,
        source="P3",
        **own,
    )
    yield Rule(
        id="submit-plan",
        command=give.SubmitPlan,
        to=S.SUBMITTED,
        guards=[must.every_issue_covered, *must.actions_say_enough(given.policy.plan)],
        stops=["submission"],
        notices=given.told("action-plan-submitted"),
        source="P3 (N, L), P4 (L)",
        **own,
    )
    yield Rule(
        id="plan-is-late",
        when=Occasion("submission"),
        from_states=_OWN,
        notices=given.told("action-plan-late", *given.policy.plan.chased_by),
        apply=steps.is_late,
        source="P2 (N)",
    )
    yield Rule(
        id="chase-plan",
        command=give.ChasePlan,
        from_states=_OWN,
        roles=given.policy.plan.chased_by,
        guards=[must.plan_is_late, not_blank("note", "note")],
        apply=steps.chase,
        source="P2 (N)",
    )


def _approving(given: PlanRows) -> Iterator[Rule]:
    """Make the rows of the submitted plan: amended, returned, approved (P4)."""
    plan = given.policy.plan
    there: dict[str, Any] = {"from_states": S.SUBMITTED, "roles": plan.approved_by}
    known = must.action_is(*ActionState)
    yield Rule(
        id="amend-add",
        command=give.AddAction,
        guards=[must.issues_known, *must.command_says_enough(plan)],
        apply=steps.add,
        source="P4 (L)",
        **there,
    )
    yield Rule(
        id="amend-action",
        command=give.ChangeAction,
        guards=[known, must.why_given, *must.command_says_enough(plan)],
        apply=steps.revise,
        source="P4 (L)",
        **there,
    )
    yield Rule(
        id="amend-remove",
        command=give.RemoveAction,
        guards=[known, must.still_covered],
        apply=steps.remove,
        source="P4 (L)",
        **there,
    )
    yield Rule(
        id="return-plan",
        command=give.ReturnPlan,
        to=S.RETURNED,
        guards=[not_blank("comments", "comments")],
        starts=[Start("submission", plan.submit_within)],
        notices=given.told("action-plan-returned"),
        apply=steps.return_,
        source="P4 (L); the new time is ours",
        **there,
    )
    yield Rule(
        id="approve-plan",
        command=give.ApprovePlan,
        to=S.IN_PROGRESS,
        guards=[
            must.every_issue_covered,
            *must.actions_say_enough(plan),
            *must.dated_in_time(plan, given.calendar.counting),
        ],
        starts=given.action_clocks(),
        notices=given.told("action-plan-approved"),
        apply=given.approved(),
        source="P4 (L), P6 (E), P7 (W)",
        **there,
    )


def _closing(given: PlanRows) -> Rule:
    plan = given.policy.plan
    return Rule(
        id="close-plan",
        command=give.ClosePlan,
        from_states=ANYWHERE,
        to=S.CLOSED,
        roles=tuple(dict.fromkeys((*plan.approved_by, *plan.chased_by, Role.TEAM_MANAGER))),
        guards=[not_blank("reason", "reason")],
        stops=["submission", "action-due", "action-reminder"],
        apply=steps.close,
        source="ours",
    )
