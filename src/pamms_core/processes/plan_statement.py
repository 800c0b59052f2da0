"""What the published report says of an action plan that was carried out (P4, A9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.processes.action_plan_facts import PlanState
from pamms_core.workflow.day_lines import long_date

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.action_plan_facts import ActionPlanFacts
    from pamms_core.workflow.case import Case

__all__ = ["plan_statement"]


def plan_statement(policy: LocalPolicy, case: Case[ActionPlanFacts]) -> str:
    """Write the sentence for the published report; empty where there is nothing to say (P4).

    It is said once the whole plan is accepted, and only where the policy has it.
    """
    facts = case.facts
    if not policy.plan.statement or case.state != PlanState.ACCEPTED or facts.accepted_on is None:
        return ""
    plan = policy.plan
    by = plan.approved_by if plan.accepted_one_by_one else plan.actions_accepted_by
    who = " or the ".join(policy.title_of(role).lower() for role in by)
    by_when = long_date(facts.accepted_on)
    return f"All actions were carried out to the satisfaction of the {who} by {by_when}."
