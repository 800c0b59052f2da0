"""Taking a step: its entry, the case after it and the messages it sends; and time's own steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core._frozen import FrozenMap, in_making
from pamms_core.workflow.actors import TIME, TIME_ROLE, Moment
from pamms_core.workflow.case import Case, Entry, Log
from pamms_core.workflow.clock_changes import changes
from pamms_core.workflow.clocks import Running, earliest, passed
from pamms_core.workflow.commands import FellDue
from pamms_core.workflow.errors import EndlessTimeError, RuleError
from pamms_core.workflow.judging import obstacles
from pamms_core.workflow.rules import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["after_entry", "pass_time", "take"]

_CaseInMaking = in_making(Case)
_EntryInMaking = in_making(Entry)
_NoticeInMaking = in_making(Notice)


def take(
    machine: Machine[Any],
    case: Case[Any],
    rule: Rule,
    command: Any,
    moment: Moment,
    token: str | None,
) -> tuple[Case[Any], Entry, tuple[Notice, ...]]:
    """Take a step that nothing stands in the way of.

    Raises:
        RuleError: a function of the row failed, or chose a state that it does not list.
    """
    part = "apply"
    try:
        facts = rule.apply(case.facts, command, moment)
        part, to = "choice", rule.to
        if to is None:
            to = case.state
        elif not isinstance(to, str):
            to = to.choose(facts, command, moment)
        part = "clocks"
        clocks = changes(machine, case, rule, facts, command, moment) if rule.changes_clocks else ()
        part, number = "notices", case.version + 1
        notices: tuple[Notice, ...] = ()
        for each in rule.notices:
            fields = FrozenMap(each.fields(facts, command, moment))
            notice = _NoticeInMaking(each.template, each.to, fields, moment.at, number)
            notice.__class__ = Notice
            notices += (notice,)
    except Exception as error:
        raise RuleError(rule.id, part, f"raised {type(error).__name__}: {error}") from error
    if rule.to is not None and to is not rule.to and to not in rule.to_states:
        raise RuleError(rule.id, "choice", f"gave {to!r}; it lists: {', '.join(rule.to_states)}")
    entry = _EntryInMaking(
        number,
        moment.at,
        moment.by,
        moment.role,
        command,
        rule.id,
        case.state,
        to,
        clocks,
        machine.key,
        case.id,
        token,
    )
    entry.__class__ = Entry
    return after_entry(case, entry, facts), entry, notices


def after_entry(case: Case[Any], entry: Entry, facts: Any) -> Case[Any]:
    """Make the case as it is after an entry; deciding and replaying both end here."""
    clocks, wake = case.clocks, case.wake
    if entry.clocks or (wake is not None and wake <= entry.at):
        clocks = _clocks_after(clocks, entry)
        wake = earliest(clocks)
    after: Any = _CaseInMaking(
        entry.machine,
        case.id,
        entry.to_state,
        facts,
        clocks,
        wake,
        entry.number,
        entry.at,
        Log(entry, case.log),
    )
    after.__class__ = Case
    made: Case[Any] = after
    return made


def _clocks_after(clocks: tuple[Running, ...], entry: Entry) -> tuple[Running, ...]:
    """Put the changed clocks in place, and drop what went by on the others without a row firing.

    When a person acts, time has had its say up to that instant. After a step of
    time, others of the same instant are still to come.
    """
    changed = {change.clock: change.running for change in entry.clocks}
    by_person = not isinstance(entry.command, FellDue)
    found: list[Running | None] = [
        changed.pop(clock.name) if clock.name in changed else passed(clock, entry.at, also_at=by_person)
        for clock in clocks
    ]
    return tuple(clock for clock in (*found, *changed.values()) if clock is not None)


def pass_time(
    machine: Machine[Any], case: Case[Any], at: datetime
) -> tuple[Case[Any], tuple[Entry, ...], tuple[Notice, ...]]:
    """Take all steps of time up to and at an instant, in the order in which they fall due.

    Raises:
        EndlessTimeError: a row falls due again at the same instant, without end.
    """
    entries: list[Entry] = []
    notices: tuple[Notice, ...] = ()
    fired: set[tuple[str, datetime]] = set()
    while (found := _next_step(machine, case, at)) is not None:
        rule, command, moment = found
        if (rule.id, moment.at) in fired:
            raise EndlessTimeError(rule.id, moment.at)
        fired.add((rule.id, moment.at))
        case, entry, sent = take(machine, case, rule, command, moment, None)
        entries.append(entry)
        notices += sent
    return case, tuple(entries), notices


def _next_step(
    machine: Machine[Any], case: Case[Any], at: datetime
) -> tuple[Rule, FellDue, Moment] | None:
    """Find the first step of time that is due and that nothing stands in the way of."""
    steps = [(step, clock.name) for clock in case.clocks for step in clock.steps if step.at <= at]
    for step, clock in sorted(steps, key=lambda each: each[0].at):
        rule, moment = machine.by_id[step.rule], Moment(step.at, TIME, TIME_ROLE)
        command = FellDue(clock)
        if case.state in machine.states_of(rule) and not obstacles(case, rule, command, moment):
            return rule, command, moment
    return None
