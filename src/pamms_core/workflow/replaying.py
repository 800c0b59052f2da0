"""From a log to the case: replay applies what was decided, and never decides again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pamms_core.workflow.commands import command_name
from pamms_core.workflow.deciding import new_case
from pamms_core.workflow.errors import LogError, RuleError, WrongMachineError
from pamms_core.workflow.sealing import Sealed
from pamms_core.workflow.stepping import after_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.upcasting import Upcasts

__all__ = ["replay"]

Facts = TypeVar("Facts")


def replay(
    machine: Machine[Facts], entries: Iterable[Entry | Sealed], upcasts: Upcasts | None = None
) -> Case[Facts]:
    """Make the case that a log tells of.

    States, clocks and due dates are taken as they were recorded; only the facts are
    worked out, by the ``apply`` of each entry's row. No guard is asked.

    Args:
        machine: the table that made the log, or the newer edition that ``upcasts`` lead to.
        entries: the whole log, oldest first, sealed or not. Sealed entries are not
            verified: see :func:`~pamms_core.workflow.sealing.verify_log`.
        upcasts: how entries of older editions are turned into those of this one.

    Raises:
        LogError: the log is empty or does not fit together; it names the first entry at fault.
        WrongMachineError: an entry was made by another machine or edition.
        RuleError: the ``apply`` of a row failed.
    """
    case: Case[Facts] | None = None
    for each in entries:
        entry = each.entry if isinstance(each, Sealed) else each
        if upcasts is not None:
            entry = upcasts.upcast(entry)
        if case is None:
            case = new_case(machine, entry.at, entry.case)
        case = _step(machine, case, entry)
    if case is None:
        raise LogError(1, "the log is empty; it begins with the opening of the case")
    return case


def _step(machine: Machine[Facts], case: Case[Facts], entry: Entry) -> Case[Facts]:
    if entry.machine != machine.key:
        raise WrongMachineError(machine.key, entry.machine, entry.number)
    problem = _misfit(machine, case, entry)
    if problem:
        raise LogError(case.version + 1, problem)
    rule = machine.by_id[entry.rule]
    try:
        facts = rule.apply(case.facts, entry.command, entry.moment)
    except Exception as error:
        raise RuleError(rule.id, "apply", f"raised {type(error).__name__}: {error}") from error
    return after_entry(case, entry, facts)


def _misfit(machine: Machine[Any], case: Case[Any], entry: Entry) -> str:
    """Say why an entry cannot follow, if it cannot."""
    rule = machine.by_id.get(entry.rule)
    if rule is None:
        return f"the machine has no row {entry.rule!r}"
    expected = {
        "number": case.version + 1,
        "case": case.id,
        "from_state": case.state,
        "name": command_name(rule.command),
    }
    for field, value in expected.items():
        if getattr(entry, field) != value:
            return f"its {field} is {getattr(entry, field)!r}, where {value!r} must follow"
    if not isinstance(entry.command, rule.command):
        return f"its command is no {rule.command.__name__}"
    if entry.at < case.at:
        return f"it is earlier than the entry before, at {case.at.isoformat()}"
    return "" if entry.to_state in machine.states else f"the machine has no state {entry.to_state!r}"
