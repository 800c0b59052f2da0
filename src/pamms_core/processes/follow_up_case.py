"""The follow-up of a published result as a case: time tells of it, and somebody holds it (P5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.policies.words import Role
from pamms_core.processes import follow_up_facts as give
from pamms_core.processes.action_dates import ONE_DAY, ActionCalendar
from pamms_core.processes.assessment_guards import not_blank
from pamms_core.processes.follow_up_facts import FollowUpFacts
from pamms_core.processes.follow_up_facts import FollowUpState as S
from pamms_core.processes.policy_rows import edition_of, plain_rows, roles_of, told
from pamms_core.workflow.actors import TIME_ROLE
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.guards import command_guard
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.reasons import Reason
from pamms_core.workflow.rules import Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.guards import Guard

__all__ = ["follow_up_machine"]

_HELD_BY: Final = (
    Role.ASSESSOR,
    Role.TEAM_MANAGER,
    Role.AUDIT_TEAM,
    Role.CONTRACT_LEAD,
    Role.CONTRACTS_MANAGER,
)
"""Who holds a visit, a meeting or an assessment that follows; which of them, the council says (ours)."""
_WAITING: Final = (S.AWAITED, S.DUE)


def follow_up_machine(policy: LocalPolicy, counting: Counting | None = None) -> Machine[FollowUpFacts]:
    """Build the table of one follow-up: what it is and when comes from the policy.

    Those whom the policy names are told so long before its last day as it has for
    the dates of an action plan, and again when that day is over.

    Args:
        policy: the local policy.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> machine = follow_up_machine(load_policy("wirral"))
    >>> [each.id for each in machine.rules if each.when]
    ['follow-up-is-due-soon', 'follow-up-is-due']
    """
    rules = usual_counting() if counting is None else counting
    clock = Start("follow-up", ONE_DAY, since=ActionCalendar(policy.plan, rules).since(_last_day))
    rows = (_opening(policy, clock), *_telling(policy), *_holding(policy, clock, rules))
    first, *others = plain_rows(rows)
    return Machine(
        id="follow-up",
        edition=edition_of(policy),
        states=tuple(map(str, S)),
        ends=(S.HELD.value, S.CLOSED.value),
        roles=(*roles_of(rows), TIME_ROLE),
        opening=first,
        rules=others,
        facts=FollowUpFacts,
        counting=rules,
    )


def _last_day(facts: FollowUpFacts) -> Any:
    return facts.on


def _opening(policy: LocalPolicy, clock: Start) -> Rule:
    """Make the opening: by those who publish or have a part in the plan, or by time (A6)."""
    plan = policy.plan
    there = (*policy.agreement.published_by, *plan.approved_by, *plan.chased_by, *_HELD_BY, TIME_ROLE)
    return Rule(
        id="open-follow-up",
        command=give.OpenFollowUp,
        to=S.AWAITED,
        roles=tuple(dict.fromkeys(there)),
        guards=[not_blank("service", "service"), not_blank("why", "reason")],
        starts=[clock],
        apply=_opened,
        source="P5, A11 (N, E)",
    )


def _telling(policy: LocalPolicy) -> Iterator[Rule]:
    """Make the rows of time, which tell of it before its last day and after (P5)."""
    yield Rule(
        id="follow-up-is-due-soon",
        when=Occasion("follow-up", before=policy.plan.reminded_before),
        from_states=S.AWAITED,
        notices=told(policy, "follow-up-due", _fields(policy)),
        source="P5; how long before is ours, as in P6 (E)",
    )
    yield Rule(
        id="follow-up-is-due",
        when=Occasion("follow-up"),
        from_states=S.AWAITED,
        to=S.DUE,
        stops=["follow-up"],
        notices=told(policy, "follow-up-due", _fields(policy)),
        source="P5",
    )


def _fields(policy: LocalPolicy) -> Any:
    def fields(facts: FollowUpFacts, _: Any, __: Moment) -> Mapping[str, object]:
        return {
            "council": policy.title,
            "service": facts.service,
            "kind": facts.kind.value,
            "on": facts.on.isoformat(),
            "reason": facts.why,
        }

    return fields


def _holding(policy: LocalPolicy, clock: Start, counting: Counting) -> Iterator[Rule]:
    """Make the rows by which it is held, moved, or given up."""
    plan = policy.plan
    planning = tuple(dict.fromkeys((*_HELD_BY, *plan.approved_by, *plan.chased_by)))
    there: dict[str, Any] = {"from_states": _WAITING}
    yield Rule(
        id="record-follow-up",
        command=give.RecordFollowUp,
        to=S.HELD,
        guards=[_has_been(counting), not_blank("finding", "finding")],
        roles=_HELD_BY,
        stops=["follow-up"],
        apply=_held,
        source="P5; who is ours",
        **there,
    )
    yield Rule(
        id="move-follow-up",
        command=give.MoveFollowUp,
        to=S.AWAITED,
        guards=[_lies_ahead(counting), not_blank("why", "reason")],
        roles=planning,
        starts=[clock],
        apply=_moved,
        source="P5 (E): timed by the plan; elsewhere ours",
        **there,
    )
    yield Rule(
        id="close-follow-up",
        command=give.CloseFollowUp,
        to=S.CLOSED,
        guards=[not_blank("reason", "reason")],
        roles=_HELD_BY,
        stops=["follow-up"],
        apply=_closed,
        source="ours",
        **there,
    )


def _has_been(counting: Counting) -> Guard:
    """Ask that what is recorded has been."""
    told = {"held-in-the-future": "{on} has not been; today is {today}."}
    return _day(counting, "held_on", told, lambda on, today: on <= today, "has-been")


def _lies_ahead(counting: Counting) -> Guard:
    """Ask that another last day has not passed."""
    told = {"moved-to-the-past": "{on} has passed; today is {today}."}
    return _day(counting, "on", told, lambda on, today: on >= today, "lies-ahead")


def _day(
    counting: Counting,
    field: str,
    told: Mapping[str, str],
    fits: Callable[[date, date], bool],
    name: str,
) -> Guard:
    """Hold a day that a command names to today."""
    (code,) = told

    @command_guard(told, name)
    def check(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
        today, on = counting.day_of(moment.at), getattr(command, field)
        if fits(on, today):
            return None
        return Reason.of(code, on=on.isoformat(), today=today.isoformat())

    return check


def _opened(_: None, command: give.OpenFollowUp, __: Moment) -> FollowUpFacts:
    return FollowUpFacts(**attrs.asdict(command, recurse=False))


def _held(facts: FollowUpFacts, command: give.RecordFollowUp, _: Moment) -> FollowUpFacts:
    return attrs.evolve(facts, held_on=command.held_on, finding=command.finding)


def _moved(facts: FollowUpFacts, command: give.MoveFollowUp, _: Moment) -> FollowUpFacts:
    return attrs.evolve(facts, on=command.on, why=command.why)


def _closed(facts: FollowUpFacts, command: give.CloseFollowUp, _: Moment) -> FollowUpFacts:
    return attrs.evolve(facts, ended_because=command.reason)
