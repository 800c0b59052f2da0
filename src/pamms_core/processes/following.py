"""Where a published result goes on in its follow-ups, and a revised plan moves them (P5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.processes.action_plan_facts import PlanState
from pamms_core.processes.follow_up import follow_ups
from pamms_core.processes.follow_up_facts import FollowUpState, MoveFollowUp, OpenFollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from pamms_core.processes.follow_up import FollowUpDue
    from pamms_core.processes.seams import Joining
    from pamms_core.processes.together import Processes
    from pamms_core.processes.together_values import Together
    from pamms_core.rating.outcome import Outcome
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.reasons import Reason

__all__ = ["open_follow_ups"]

_APPROVED = (PlanState.IN_PROGRESS, PlanState.COMPLETED, PlanState.ACCEPTED)


def open_follow_ups(
    processes: Processes, work: Joining, outcome: Outcome, by: Actor, at: datetime
) -> Iterator[Reason]:
    """Open what follows as soon as its day is known, and move it with the plan; tell what is against it.

    A day that turns on the plan's content is known once the plan is approved.
    """
    known = {each.facts.rule: each for each in work.now.follow_ups}
    for due in _due(processes, work.now, outcome):
        here, on = known.get(due.rule), due.on
        if on is None:
            continue
        if here is None:
            opening = _opening(work.now, due, on)
            yield from work.add(processes.follow_up, "follow-up", opening, by, at)
        elif due.due is None and here.state == FollowUpState.AWAITED and on > here.facts.on:
            # A shorter plan leaves the day that people were told.
            yield from work.follow(here, MoveFollowUp(on=on, why=due.why), by, at)


def _due(processes: Processes, now: Together, outcome: Outcome) -> tuple[FollowUpDue, ...]:
    """List what follows; what is timed by a plan has a day once that is approved."""
    plan, published_on = now.plan, now.assessment.facts.published_on
    rated = next((top.rating for top in outcome.tops if top.rating is not None), None)
    if rated is None or published_on is None:
        return ()
    last = plan.facts.last_day if plan is not None and plan.state in _APPROVED else None
    return follow_ups(
        processes.policy,
        rated.key,
        published_on,
        has_plan=plan is not None,
        last_action=last,
        counting=processes.follow_up.counting,
    )


def _opening(now: Together, due: FollowUpDue, on: date) -> OpenFollowUp:
    return OpenFollowUp(
        assessment=now.assessment.id,
        service=now.assessment.facts.service,
        kind=due.kind,
        rule=due.rule,
        on=on,
        why=due.why,
    )
