"""Show a workflow of a policy, and look at a stored log: options, history, integrity."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from pamms_core._files import parse_json, read_text
from pamms_core.cli.output import write, write_json, write_lines
from pamms_core.cli.sources import UsageError, as_path
from pamms_core.cli.status import Status
from pamms_core.cli.workflow_view import workflow_text
from pamms_core.codec import load_case, load_log
from pamms_core.codec.cases import CASE_FORMAT, LOG_FORMAT
from pamms_core.errors import DataFileError, Mistake, UnknownNameError
from pamms_core.policies.catalogue import load_policy
from pamms_core.policies.words import Role
from pamms_core.processes.catalogue import machine_named
from pamms_core.workflow.actors import Actor
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.day_lines import long_date
from pamms_core.workflow.deciding import deadlines
from pamms_core.workflow.diagram import dot, mermaid
from pamms_core.workflow.due_words import due_sentences
from pamms_core.workflow.option import options as options_of
from pamms_core.workflow.permissions import who_may
from pamms_core.workflow.picture import svg
from pamms_core.workflow.replaying import replay
from pamms_core.workflow.sealing import verify_log

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.machine import Machine

__all__ = ["workflow"]

_T = TypeVar("_T")


def workflow(options: Namespace) -> Status:
    """Do one of the five things with a workflow."""
    machine = machine_named(load_policy(as_path(options.policy)), options.machine)
    actions = {
        "show": _show,
        "diagram": _diagram,
        "options": _options,
        "replay": _replay,
        "verify": _verify,
    }
    return actions[options.action](options, machine)


def _format(options: Namespace, *known: str) -> str:
    """Return the format that is asked for, the first where none is."""
    if options.format not in {None, *known}:
        formats = ", ".join(known)
        raise UsageError(f"--format {options.format}: workflow {options.action} writes {formats}")
    return options.format or known[0]


def _show(options: Namespace, machine: Machine[Any]) -> Status:
    form, text = _format(options, "text", "markdown"), workflow_text(machine, options.state)
    if options.json:
        rows = [
            {
                "rule": rule.id,
                "command": None if rule.when else command_name(rule.command),
                "when": None if rule.when is None else str(rule.when),
                "roles": list(rule.roles),
                "states": list(machine.states_of(rule)),
                "to": list(rule.to_states),
                "source": rule.source,
            }
            for rule in machine.all_rules
        ]
        key = machine.key
        told = {"machine": key.id, "edition": key.edition, "fingerprint": key.fingerprint}
        write_json({**told, "rows": rows})
    elif form == "markdown":
        write(who_may(machine, current=options.state))
    else:
        write_lines(text)
    return Status.FINE


def _diagram(options: Namespace, machine: Machine[Any]) -> Status:
    draw = {"mermaid": mermaid, "dot": dot, "svg": svg}
    text = draw[_format(options, *draw)](machine, current=options.state)
    if options.json:
        write_json({"text": text})
    else:
        write(text)
    return Status.FINE


def _text(options: Namespace) -> str:
    if options.file is None:
        raise UsageError("name the file of a log; pamms story LOCALITY --log FILE writes one to try")
    return read_text(options.file)


def _case(options: Namespace, machine: Machine[Any]) -> Case[Any]:
    """Read a case, or replay a log to one: a file says which it is."""
    text = _text(options)
    found = parse_json(text, str(options.file)).get("format")
    if found == CASE_FORMAT[0]:
        return _named(options, lambda: load_case(text, machine))
    if found == LOG_FORMAT[0]:
        return replay(machine, _named(options, lambda: load_log(text, machine)))
    problem = f"must be {CASE_FORMAT[0]!r} or {LOG_FORMAT[0]!r}"
    raise DataFileError([Mistake(file=str(options.file), path="format", problem=problem, value=found)])


def _named(options: Namespace, read: Callable[[], _T]) -> _T:
    """Read a document, and name its file in mistakes."""
    try:
        return read()
    except DataFileError as error:
        told = [attrs.evolve(each, file=str(options.file)) for each in error.mistakes]
        raise DataFileError(told) from None


def _options(options: Namespace, machine: Machine[Any]) -> Status:
    case = _case(options, machine)
    for role in options.role:
        if role not in (known := (*machine.roles, *Role)):
            raise UnknownNameError("role", role, dict.fromkeys(map(str, known)))
    at = case.at if options.at is None else _time_of(options.at)
    found = options_of(machine, case, by=Actor(options.person, options.role), at=at)
    if options.json:
        told = [
            {
                "name": each.name,
                "allowed": each.allowed,
                "reasons": [machine.sentences.say(reason) for reason in each.reasons],
                "still_open": list(each.still_open),
            }
            for each in found
        ]
        write_json({"state": case.state, "options": told})
        return Status.FINE
    write(f"In the state {case.state}:\n")
    for each in found:
        why = " ".join(machine.sentences.say(reason) for reason in each.reasons)
        write_lines(f"  {each.name}: {'yes' if each.allowed else f'no. {why}'}")
    return Status.FINE


def _time_of(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"must be a time such as 2026-11-22T09:00:00+00:00, not {text!r}") from None
    if found.tzinfo is None:
        raise UsageError(f"the time {text!r} has no zone; write it as 2026-11-22T09:00:00+00:00")
    return found


def _replay(options: Namespace, machine: Machine[Any]) -> Status:
    case = _case(options, machine)
    if options.json:
        found = deadlines(machine, case)
        told = {
            "state": case.state,
            "version": case.version,
            "entries": list(map(_entry, case.log)),
            "due": [{"clock": each.deadline.clock, "on": str(each.date)} for each in found],
        }
        write_json(told)
        return Status.FINE
    write_lines("".join(_history(machine, case)))
    return Status.FINE


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "role": entry.role,
        "rule": entry.rule,
        "to": entry.to_state,
    }


def _history(machine: Machine[Any], case: Case[Any]) -> list[str]:
    lines = [f"{case.machine.id}, edition {case.machine.edition}: case {case.id}\n"]
    for entry in case.log:
        day = long_date(machine.counting.day_of(entry.at))
        lines.append(f"{entry.number:>4}  {day}  {entry.role}: {entry.rule} -> {entry.to_state}\n")
    lines.append(f"It stands at: {case.state}\n")
    lines += [f"{' '.join(due_sentences(each))}\n" for each in deadlines(machine, case)]
    return lines


def _verify(options: Namespace, machine: Machine[Any]) -> Status:
    text = _text(options)
    sealed = _named(options, lambda: load_log(text, machine))
    fault = verify_log(sealed, options.head)
    if options.json:
        write_json({"entries": len(sealed), "fault": None if fault is None else str(fault)})
    elif fault is None:
        whole = "" if options.head else "; without --head nobody can tell whether its end was cut off"
        write_lines(f"{len(sealed)} entries, each as it was sealed{whole}")
    else:
        write_lines(str(fault))
    return Status.FINE if fault is None else Status.PROBLEMS
