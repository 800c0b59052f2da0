"""Cases and logs of a workflow as JSON. The machine tells the types of its commands and facts."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 (the fields are read by their annotations)
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from pamms_core.codec.kinds import UnstorableError, tagged
from pamms_core.codec.strict import document, structured
from pamms_core.codec.values import reader
from pamms_core.codec.writing import Writer
from pamms_core.workflow.case import Case, Entry, Log, MachineKey
from pamms_core.workflow.clocks import Running  # noqa: TC001 (the fields are read by their annotations)
from pamms_core.workflow.commands import FellDue, Open
from pamms_core.workflow.deciding import new_case
from pamms_core.workflow.errors import LogError, WrongMachineError
from pamms_core.workflow.replaying import replay
from pamms_core.workflow.sealing import Sealed  # noqa: TC001 (the fields are read by their annotations)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.machine import Machine

__all__ = [
    "CASE_FORMAT",
    "LOG_FORMAT",
    "CaseBody",
    "LogBody",
    "as_text",
    "case_data",
    "case_from",
    "dump_case",
    "dump_log",
    "field_types",
    "load_case",
    "load_log",
]

Facts = TypeVar("Facts")
CASE_FORMAT: Final = ("pamms-core/case", 1)
"""The shape and version of a stored case."""
LOG_FORMAT: Final = ("pamms-core/log", 1)
"""The shape and version of a stored log."""


@attrs.frozen
class CaseBody:
    """What a stored case says, in the order in which it is written."""

    id: str
    machine: MachineKey
    state: str
    version: int
    at: datetime
    wake: datetime | None
    facts: Any
    clocks: tuple[Running, ...]
    log: tuple[Entry, ...]


@attrs.frozen
class _CaseDocument:
    case: CaseBody


@attrs.frozen
class LogBody:
    """What a stored log says."""

    entries: tuple[Sealed, ...]


def field_types(machine: Machine[Any], older: Iterable[type] = ()) -> dict[tuple[type, str], Any]:
    """Tell the types of the fields that depend on the machine.

    Args:
        machine: the machine.
        older: command types of older editions that this one has no rows for.

    Raises:
        UnstorableError: two command types have one name, or the machine does not tell its facts' type.
    """
    commands = tuple(dict.fromkeys((*machine.rows_of, FellDue, *older)))
    if len(tagged(commands)) < len(commands):
        raise UnstorableError(machine.id, "two command types have the same name")
    facts = machine.facts
    if not attrs.has(facts):
        raise UnstorableError(machine.id, "its facts must be an attrs class: Machine(facts=..., ...)")
    one_of: Any = reduce(or_, commands)
    # With a single class left of a union there would be no tag; FellDue and the opening make two.
    return {(Entry, "command"): one_of, (CaseBody, "facts"): facts | None, (Open, "facts"): facts | None}


def dump_case(case: Case[Any], machine: Machine[Any], *, indent: int | None = None) -> str:
    """Write a case with its log as JSON.

    Args:
        case: the case.
        machine: its machine, which tells the types of its facts and commands.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        WrongMachineError: the case follows another machine.
        UnstorableError: a fact or a command holds something that has no JSON form.
    """
    return as_text(CASE_FORMAT, {"case": case_data(case, machine, "case")}, indent)


def case_data(case: Case[Any], machine: Machine[Any], path: str) -> Any:
    """Write a case as plain data; the path is for errors."""
    if case.machine != machine.key:
        raise WrongMachineError(machine.key, case.machine)
    names = (each.name for each in attrs.fields(CaseBody) if each.name != "log")
    body = CaseBody(log=tuple(case.log), **{name: getattr(case, name) for name in names})
    return Writer(field_types(machine)).write(body, CaseBody, path)


def load_case(text: str, machine: Machine[Facts]) -> Case[Facts]:
    """Read a case back, and replay its log to see that it is the case that was stored.

    Args:
        text: the document, as :func:`dump_case` wrote it.
        machine: its machine.

    Raises:
        DataFileError: the document cannot be used; names every mistake with its path.
        WrongMachineError: the case follows another machine, or another edition.
        LogError: the log does not fit together, or tells another case.
        RuleError: the ``apply`` of a row failed on what the log holds.
        UnstorableError: the machine does not tell the types of its facts.
    """
    types = field_types(machine)
    whole = structured(reader(types), document(text, *CASE_FORMAT), _CaseDocument, {})
    return _case_of(whole.case, machine)


def case_from(data: object, machine: Machine[Facts]) -> Case[Facts]:
    """Read a case back from plain data, with the errors of :func:`load_case`."""
    return _case_of(structured(reader(field_types(machine)), data, CaseBody, {}), machine)


def _case_of(body: CaseBody, machine: Machine[Facts]) -> Case[Facts]:
    if body.machine != machine.key:
        raise WrongMachineError(machine.key, body.machine)
    fields = {each.name: getattr(body, each.name) for each in attrs.fields(CaseBody)}
    case: Case[Facts] = Case(**{**fields, "log": Log.of(body.log)})
    _check_told(case, machine)
    return case


def _check_told(case: Case[Any], machine: Machine[Any]) -> None:
    """Check that a case is what its log tells: its state, clocks and facts could have been edited."""
    told = new_case(machine, case.at, case.id)
    if case.log.last is not None:
        told = replay(machine, case.log)
    names = [each.name for each in attrs.fields(Case)]
    other = [name for name in names if getattr(told, name) != getattr(case, name)]
    if other:
        problem = f"the stored case is not what its log tells: look at its {', '.join(other)}"
        raise LogError(told.version, problem)


def dump_log(sealed: Iterable[Sealed], machine: Machine[Any], *, indent: int | None = None) -> str:
    """Write a sealed log as JSON; :func:`~pamms_core.workflow.sealing.seal` seals entries.

    Args:
        sealed: the log, oldest first.
        machine: the machine that made it, which tells the types of its commands.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        UnstorableError: a command holds something that has no JSON form.
    """
    plain = Writer(field_types(machine)).write(LogBody(tuple(sealed)), LogBody, "")
    return as_text(LOG_FORMAT, plain, indent)


def load_log(text: str, machine: Machine[Any], *, older: Iterable[type] = ()) -> tuple[Sealed, ...]:
    """Read a sealed log back. Nothing is verified, upcast or replayed by this.

    Args:
        text: the document, as :func:`dump_log` wrote it.
        machine: the machine, of this edition or a newer one.
        older: command types of older editions that the machine has no rows for any more.

    Raises:
        DataFileError: the document cannot be used; names every mistake with its path.
        UnstorableError: the machine does not tell the types of its facts.
    """
    types = field_types(machine, older)
    return structured(reader(types), document(text, *LOG_FORMAT), LogBody, {}).entries


def as_text(shape: tuple[str, int], body: dict[str, Any], indent: int | None) -> str:
    """Write a document with its format and version."""
    name, version = shape
    return json.dumps({"format": name, "version": version, **body}, ensure_ascii=False, indent=indent)
