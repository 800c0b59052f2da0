"""What a row does to the clocks of a case, worked out once, when it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.clocks import ClockChange, ClockEvent, Running, passed, running
from pamms_core.workflow.deadline import Deadline
from pamms_core.workflow.period import as_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule, Start

__all__ = ["changes"]


def changes(
    machine: Machine[Any], case: Case[Any], rule: Rule, facts: Any, command: Any, moment: Moment
) -> tuple[ClockChange, ...]:
    """Work out what becomes of the clocks, with the due dates: replay takes them as they stand here."""
    found = [*_stops(case, rule), *_ledgers(machine, case, rule, (facts, command), moment)]
    found += [_started(machine, start, facts, moment) for start in rule.starts]
    changed = {change.clock for change in found}
    if rule.when is not None and rule.when.clock not in changed:
        found.append(_stepped(case, rule, moment.at))
    return tuple(found)


def _stops(case: Case[Any], rule: Rule) -> Iterator[ClockChange]:
    for name in rule.stops:
        if case.clock(name) is not None:
            yield ClockChange(name, ClockEvent.STOPPED, None)


def _ledgers(
    machine: Machine[Any], case: Case[Any], rule: Rule, given: tuple[Any, Any], moment: Moment
) -> Iterator[ClockChange]:
    """Extend, suspend and resume: each gives a new deadline with one more line in its ledger."""
    (facts, command), at = given, moment.at
    for extend in rule.extends:
        clock, reason = _running(case, extend.clock), _text(extend.reason, command)
        by = as_period(extend.by(facts, command) if callable(extend.by) else extend.by)
        deadline = clock.deadline.extended(by, at, reason)
        after = _run_on(machine, rule, clock, deadline, moment)
        yield ClockChange(clock.name, ClockEvent.EXTENDED, after, reason)
    for suspend in rule.suspends:
        clock, reason = _running(case, suspend.clock), _text(suspend.reason, command)
        deadline = clock.deadline.suspended(at, reason)
        after = _run_on(machine, rule, clock, deadline, moment)
        yield ClockChange(clock.name, ClockEvent.SUSPENDED, after, reason)
    for name in rule.resumes:
        clock = _running(case, name)
        after = _run_on(machine, rule, clock, clock.deadline.resumed(at), moment)
        yield ClockChange(name, ClockEvent.RESUMED, after)


def _run_on(
    machine: Machine[Any], rule: Rule, clock: Running, deadline: Deadline, moment: Moment
) -> Running:
    """Work a clock out anew; a row that fired for it does not fire again."""
    own = rule.when is not None and rule.when.clock == clock.name
    taken = (*clock.taken, rule.id) if own else clock.taken
    rows = machine.time_rows.get(clock.name, ())
    return running(deadline, rows, machine.counting, moment.at, taken)


def _started(machine: Machine[Any], start: Start, facts: Any, moment: Moment) -> ClockChange:
    period = start.period(facts) if callable(start.period) else start.period
    since = moment.at if start.since is None else start.since(facts)
    deadline = Deadline(clock=start.clock, started=since, period=as_period(period))
    rows = machine.time_rows.get(start.clock, ())
    return ClockChange(
        start.clock, ClockEvent.STARTED, running(deadline, rows, machine.counting, moment.at)
    )


def _stepped(case: Case[Any], rule: Rule, at: datetime) -> ClockChange:
    """Cross a reminder off its clock, which goes on; what was passed over before it is gone too."""
    clock = _running(case, rule.when.clock if rule.when is not None else "")
    left = tuple(step for step in passed(clock, at, also_at=False).steps if step.rule != rule.id)
    after = attrs.evolve(clock, steps=left, taken=(*clock.taken, rule.id))
    return ClockChange(clock.name, ClockEvent.STEPPED, after)


def _running(case: Case[Any], name: str) -> Running:
    """Find a clock that a row needs; before, it was asked whether it is there."""
    return next(clock for clock in case.clocks if clock.name == name)


def _text(reason: Any, command: Any) -> str:
    return str(reason(command) if callable(reason) else reason)
