"""The laws that every machine keeps, as checks to run on your own; they fail with ``AssertionError``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.case import Entry
from pamms_core.workflow.deciding import Accepted, Refused, advance, decide
from pamms_core.workflow.golden import check_golden
from pamms_core.workflow.option import options
from pamms_core.workflow.reasons import KernelCode
from pamms_core.workflow.replaying import replay
from pamms_core.workflow.rules import Notice
from pamms_core.workflow.sealing import Sealed, seal, verify_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine

__all__ = ["check_case", "check_step", "check_time", "tampered"]


def _hold(condition: object, problem: str = "a law of the kernel is broken") -> None:
    """Fail as an assertion does, also where Python leaves those out."""
    if not condition:
        raise AssertionError(problem)


def check_step(
    machine: Machine[Any], case: Case[Any], command: Any, by: Actor, at: datetime
) -> Accepted[Any] | Refused[Any]:
    """Decide a command and hold the decision to the laws of deciding.

    The case given stays as it is. ``options``, told the command, gives the very
    same reasons; not told, it gives all but those it names as still open. All
    reasons are told: state, role, clocks, and each guard asked by itself. Each has
    its sentence.
    """
    before = repr(case), case.log
    decision = decide(machine, case, command, by=by, at=at)
    _hold((repr(case), case.log) == before, "decide changed the case it was given")
    _hold(bool(decision) is isinstance(decision, Accepted))
    reasons = () if isinstance(decision, Accepted) else decision.reasons
    kind = type(command)
    told = next(
        each for each in options(machine, case, by=by, at=at, trying=[command]) if each.command is kind
    )
    _hold(told.reasons == reasons, f"options says {told.reasons}, decide {reasons}")
    asked = [each for each in options(machine, case, by=by, at=at) if each.command is kind]
    for option in asked:
        rest = [each for each in reasons if each not in option.reasons]
        _hold(all(each in reasons for each in option.reasons), "options refuses what decide does not")
        _hold(all(each.code in option.still_open for each in rest), f"options did not foresee {rest}")
    now = advance(machine, case, at).case
    _hold(_expected(machine, now, command, by, at) == {each.code for each in reasons} - _clock_codes())
    if isinstance(decision, Refused):
        _hold(decision.case is case)
        _hold(decision.say(machine.sentences))
    else:
        _hold(decision.entries[-1].command == command)
        _hold(decision.case.version == case.version + len(decision.entries))
    return decision


def _clock_codes() -> set[str]:
    """Name the reasons about clocks, which :func:`_expected` leaves to their own tests."""
    return {
        KernelCode.CLOCK_NOT_RUNNING,
        KernelCode.CLOCK_NOT_SUSPENDED,
        KernelCode.CLOCK_SUSPENDED,
        KernelCode.REASON_MISSING,
        KernelCode.TOO_LATE,
    }


def _expected(machine: Machine[Any], case: Case[Any], command: Any, by: Actor, at: datetime) -> set[str]:
    """Work out from the rows themselves why a command must be refused, one question at a time."""
    from pamms_core.workflow.actors import Moment

    rows = [rule for rule in machine.all_rules if rule.when is None and rule.command is type(command)]
    past = {KernelCode.CLOCK_WENT_BACKWARDS} if at < case.at else set[str]()
    if not rows:
        return {KernelCode.UNKNOWN_COMMAND, *past}
    here = [rule for rule in rows if case.state in machine.states_of(rule)]
    codes = set(past)
    if not here:
        codes.add(KernelCode.ENDED if case.state in machine.ends else KernelCode.WRONG_STATE)
    if not any(set(rule.roles) & by.roles for rule in here or rows):
        codes.add(KernelCode.ROLE_NOT_ALLOWED if by.roles else KernelCode.NO_ROLE)
    given = []
    side = [rule for rule in rows if (rule is machine.opening) is (case.version == 0)]
    for rule in here or side:
        role = next((each for each in rule.roles if each in by.roles), "")
        moment = Moment(at, by, role if here else "")
        checks = [
            each.check(case, command, moment) if each.reads_command else each.check(case, moment)
            for each in rule.guards
        ]
        given.append({each.code for each in checks if each is not None})
    return codes.union(*[set.intersection(*given)] if given else [])


def check_time(machine: Machine[Any], case: Case[Any], until: datetime, cuts: int = 5) -> Case[Any]:
    """Let time pass at once and bit by bit: both give the same case and the same entries."""
    whole = advance(machine, case, until)
    _hold(advance(machine, whole.case, until).entries == (), "time took a step twice")
    bit, entries, notices = case, list[Entry](), list[Notice]()
    span = max(until - case.at, timedelta())
    for number in range(1, cuts + 1):
        passed = advance(machine, bit, case.at + span * number / cuts)
        bit = passed.case
        entries += passed.entries
        notices += passed.notices
    passed = advance(machine, bit, until)
    _hold(passed.case == whole.case, "advancing bit by bit gives another case")
    _hold((*entries, *passed.entries) == whole.entries)
    _hold((*notices, *passed.notices) == whole.notices)
    _hold(all(case.at <= entry.at <= until for entry in whole.entries))
    return whole.case


def check_case(machine: Machine[Any], case: Case[Any]) -> tuple[Sealed, ...]:
    """Hold a case that is open to the laws of its log, and return the log sealed.

    Replaying gives the same case; deciding it all again gives the same entries; the
    sealed log is found whole, and the state is one of the machine's.
    """
    _hold(case.state in machine.states)
    entries = tuple(case.log)
    _hold([entry.number for entry in entries] == list(range(1, case.version + 1)))
    _hold(replay(machine, entries) == case, "replay gives another case")
    divergence = check_golden(machine, entries)
    _hold(divergence is None, str(divergence))
    sealed = seal(entries)
    fault = verify_log(sealed, sealed[-1].hash)
    _hold(fault is None, str(fault))
    return sealed


def tampered(sealed: tuple[Sealed, ...]) -> Iterator[tuple[int, tuple[Sealed, ...]]]:
    """Change a sealed log in every single way there is; tell where the first bad entry must be found.

    Each field of each entry is edited; each entry is left out, put in twice, or
    swapped with the next; and the log is cut off after each.
    """
    other = attrs.evolve(sealed[0].entry.by, id="somebody else")
    for index, each in enumerate(sealed):
        for field in attrs.fields(type(each.entry)):
            value = getattr(each.entry, field.name)
            edits = {"by": other, "command": other, "at": each.entry.at + timedelta(microseconds=1)}
            edits |= {
                "clocks": (*each.entry.clocks, "another"),
                "machine": attrs.evolve(each.entry.machine, id="x"),
            }
            edit = edits.get(field.name, value + 1 if isinstance(value, int) else f"{value}x")
            changed: dict[str, Any] = {field.name: edit}
            entry = attrs.evolve(each.entry, **changed)
            yield index + 1, (*sealed[:index], attrs.evolve(each, entry=entry), *sealed[index + 1 :])
        yield index + 1, (*sealed[:index], attrs.evolve(each, hash="x"), *sealed[index + 1 :])
        yield index + 1, (*sealed[:index], attrs.evolve(each, previous="x"), *sealed[index + 1 :])
        yield index + 1, (*sealed[:index], *sealed[index + 1 :])
        yield index + 2, (*sealed[: index + 1], *sealed[index:])
        yield index + 1, sealed[:index]
        if index + 1 < len(sealed):
            yield index + 1, (*sealed[:index], sealed[index + 1], each, *sealed[index + 2 :])
