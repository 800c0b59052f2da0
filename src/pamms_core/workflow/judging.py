"""Why not: everything that stands in the way of a step. ``decide`` and ``options`` both ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core._frozen import in_making
from pamms_core.workflow.actors import Actor, Moment
from pamms_core.workflow.commands import FellDue, command_name
from pamms_core.workflow.errors import RuleError
from pamms_core.workflow.reasons import KernelCode, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.workflow.case import Case
    from pamms_core.workflow.guards import Guard
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["judge", "obstacles"]

_MomentInMaking = in_making(Moment)


def judge(
    machine: Machine[Any], case: Case[Any], kind: type, command: object, by: Actor, at: datetime
) -> tuple[Rule | None, Moment, list[Reason]]:
    """Find the row for a command and every reason against it; without a command, those known before.

    Returns:
        The row, if the command has one in this state; the moment of the step; the reasons.
    """
    rule = machine.rows.get((kind, case.state))
    if rule is None:
        moment = Moment(at, by, "")
        reasons = _misplaced(machine, case, kind, command, moment)
    else:
        role = ""
        for each in rule.roles:
            if each in by.roles:
                role = each
                break
        moment = _MomentInMaking(at, by, role)
        moment.__class__ = Moment
        reasons = obstacles(case, rule, command, moment)
        if not role:
            reasons.insert(0, _role_refused(rule.roles, by))
    if at < case.at:
        reasons.append(Reason.of(KernelCode.CLOCK_WENT_BACKWARDS, at=at, last=case.at))
    return rule, moment, reasons


def obstacles(case: Case[Any], rule: Rule, command: object, moment: Moment) -> list[Reason]:
    """Ask a row's clocks and all its guards; those that read the command only if there is one.

    Raises:
        RuleError: a guard failed, or gave a reason that it does not declare.
    """
    reasons = _clock_reasons(case, rule, command, moment) if rule.needs_clocks else []
    guard: Guard | None = None
    try:
        for guard in rule.case_guards:
            if (reason := guard.check(case, moment)) is not None:
                reasons.append(_declared(rule, guard, reason))
        if command is not None:
            for guard in rule.command_guards:
                if (reason := guard.check(case, command, moment)) is not None:
                    reasons.append(_declared(rule, guard, reason))
    except RuleError:
        raise
    except Exception as error:
        name = f"guard {guard.name!r}" if guard else "guard"
        raise RuleError(rule.id, name, f"raised {type(error).__name__}: {error}") from error
    return reasons


def _declared(rule: Rule, guard: Guard, reason: Reason) -> Reason:
    """Hold a guard to the reasons that it lists."""
    if isinstance(reason, Reason) and reason.code in guard.reasons:
        return reason
    given = repr(reason.code) if isinstance(reason, Reason) else f"{reason!r:.80}, which is no reason"
    listed = ", ".join(guard.reasons)
    raise RuleError(rule.id, f"guard {guard.name!r}", f"gave {given}; it declares: {listed}")


def _role_refused(allowed: tuple[str, ...], by: Actor) -> Reason:
    if not by.roles:
        return Reason.of(KernelCode.NO_ROLE, person=by.id)
    roles = tuple(sorted(by.roles))
    return Reason.of(KernelCode.ROLE_NOT_ALLOWED, person=by.id, roles=roles, allowed=allowed)


def _misplaced(
    machine: Machine[Any], case: Case[Any], kind: type, command: object, moment: Moment
) -> list[Reason]:
    """Say why a command has no row here; of its rows elsewhere, what all that are asked hold."""
    rules = machine.rows_of.get(kind, ())
    if not rules:
        name = command_name(kind)
        if isinstance(command, type):
            name = f"{command_name(command)} (given as a class, not as a command)"
        return [Reason.of(KernelCode.UNKNOWN_COMMAND, command=name)]
    if case.state in machine.ends:
        reasons = [Reason.of(KernelCode.ENDED, state=case.state)]
    else:
        allowed = tuple(dict.fromkeys(state for rule in rules for state in machine.states_of(rule)))
        reasons = [Reason.of(KernelCode.WRONG_STATE, state=case.state, allowed=allowed)]
    roles = tuple(dict.fromkeys(role for rule in rules for role in rule.roles))
    if moment.by.roles.isdisjoint(roles):
        reasons.append(_role_refused(roles, moment.by))
    asked = machine.rules_asked(kind, case.state)
    first, *rest = [obstacles(case, rule, command, moment) for rule in asked] or [[]]
    return reasons + [each for each in first if all(each in others for others in rest)]


def _clock_reasons(case: Case[Any], rule: Rule, command: object, moment: Moment) -> list[Reason]:
    """Ask whether the clocks stand as a row needs them."""
    own = rule.when.clock if rule.when is not None else None
    reasons = [
        reason
        for name in dict.fromkeys((*rule.within, *rule.clocks_held))
        if (reason := _not_in_time(case, name, moment, past=name == own)) is not None
    ]
    for name in (*rule.resumes, *(each.clock for each in rule.suspends)):
        clock = case.clock(name)
        if clock is None and name in rule.resumes:
            reasons.append(Reason.of(KernelCode.CLOCK_NOT_RUNNING, clock=name))
        elif clock is not None and clock.deadline.is_suspended is not (name in rule.resumes):
            code = KernelCode.CLOCK_NOT_SUSPENDED if name in rule.resumes else KernelCode.CLOCK_SUSPENDED
            reasons.append(Reason.of(code, clock=name))
    if command is not None:
        reasons += _reasons_missing(rule, command)
    return reasons


def _not_in_time(case: Case[Any], name: str, moment: Moment, *, past: bool) -> Reason | None:
    """Ask whether a clock runs and is not due; time's own step on it comes when it is."""
    clock = case.clock(name)
    due = _lapsed(case, name) if clock is None else clock.due
    if due is not None and moment.at >= due and not past:
        return Reason.of(KernelCode.TOO_LATE, clock=name, due=due, at=moment.at)
    return None if clock is not None else Reason.of(KernelCode.CLOCK_NOT_RUNNING, clock=name)


def _lapsed(case: Case[Any], name: str) -> datetime | None:
    """Find when a clock was due that time itself stopped, from the log."""
    by_time = False
    for entry in case.log.newest_first():
        for change in entry.clocks:
            if change.clock == name and change.running is None:
                by_time = isinstance(entry.command, FellDue) and entry.command.clock == name
                if not by_time:
                    return None
            elif change.clock == name and change.running is not None:
                return change.running.due if by_time else None
    return None


def _reasons_missing(rule: Rule, command: object) -> list[Reason]:
    missing = []
    given = [(each.clock, each.reason) for each in rule.extends]
    for clock, reason in (*given, *((each.clock, each.reason) for each in rule.suspends)):
        try:
            text = reason if isinstance(reason, str) else reason(command)
        except Exception as error:
            problem = f"raised {type(error).__name__}: {error}"
            raise RuleError(rule.id, f"reason for the clock {clock!r}", problem) from error
        if not text.strip():
            missing.append(Reason.of(KernelCode.REASON_MISSING, clock=clock))
    return missing
