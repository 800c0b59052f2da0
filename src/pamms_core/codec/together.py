"""An assessment with its disputes, plan, follow-ups and concerns as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.codec.cases import as_text, case_data, case_from
from pamms_core.codec.strict import document, structured
from pamms_core.codec.values import reader
from pamms_core.errors import DataFileError, Mistake
from pamms_core.workflow.case import MachineKey
from pamms_core.workflow.errors import WrongMachineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.processes.together import Processes
    from pamms_core.processes.together_values import Together
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine

__all__ = ["TOGETHER_FORMAT", "dump_together", "load_together"]

TOGETHER_FORMAT: Final = ("pamms-core/together", 1)
"""The shape and version of a stored composition."""
_FILE: Final = "<JSON>"


@attrs.frozen
class _Parts:
    """The cases of a document, each to be read by its own machine."""

    assessment: Any
    disputes: tuple[Any, ...]
    plan: Any
    follow_ups: tuple[Any, ...]
    concerns: tuple[Any, ...]


def dump_together(together: Together, processes: Processes, *, indent: int | None = None) -> str:
    """Write an assessment and all that hangs on it as JSON, each case with its log.

    Args:
        together: the cases.
        processes: the joined machines, which tell the types of facts and commands.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        WrongMachineError: a case follows none of the machines.
        UnstorableError: a fact or a command holds something that has no JSON form.
    """

    def plain(case: Case[Any], path: str) -> Any:
        return case_data(case, processes.machine_of(case), path)

    def listed(field: str) -> list[Any]:
        cases = enumerate(getattr(together, field))
        return [plain(each, f"{field}[{place}]") for place, each in cases]

    body = {
        "assessment": plain(together.assessment, "assessment"),
        "disputes": listed("disputes"),
        "plan": None if together.plan is None else plain(together.plan, "plan"),
        "follow_ups": listed("follow_ups"),
        "concerns": listed("concerns"),
    }
    return as_text(TOGETHER_FORMAT, body, indent)


def load_together(text: str, processes: Processes) -> Together:
    """Read an assessment and all that hangs on it back.

    Args:
        text: the document, as :func:`dump_together` wrote it.
        processes: the joined machines.

    Raises:
        DataFileError: the document cannot be used; names every mistake of every case with its path.
        WrongMachineError: a case follows another machine, or another edition.
        LogError: a case and its log do not agree.
    """
    parts = structured(reader({}), document(text, *TOGETHER_FORMAT), _Parts, {})
    reading = _Reading(processes)
    assessment = reading.case(parts.assessment, "assessment", processes.assessment)
    plan = None if parts.plan is None else reading.case(parts.plan, "plan", processes.plan)
    disputes = reading.cases(parts.disputes, "disputes", processes.dispute)
    follow_ups = reading.cases(parts.follow_ups, "follow_ups", processes.follow_up)
    concerns = reading.concerns(parts.concerns)
    reading.check()
    # Imported where it is used: those who read answers or methods need no workflow.
    from pamms_core.processes.together_values import Together

    found = Together(
        assessment=assessment,
        disputes=disputes,
        plan=plan,
        follow_ups=follow_ups,
        concerns=concerns,
    )
    reading.mistakes += _misnamed(found)
    reading.check()
    return found


class _Reading:
    """Reads case after case and keeps the mistakes of all."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        self.mistakes: list[Mistake] = []

    def case(self, data: object, path: str, machine: Machine[Any]) -> Any:
        """Read one case; nothing where it has mistakes."""
        made_by = _key_of(data)
        if made_by is not None and made_by != machine.key:
            raise WrongMachineError(machine.key, made_by)
        try:
            return case_from(data, machine)
        except DataFileError as error:
            for each in error.mistakes:
                whole = f"{path}.{each.path}".removesuffix(".")
                self.mistakes.append(attrs.evolve(each, path=whole))
        return None

    def cases(self, data: tuple[Any, ...], path: str, machine: Machine[Any]) -> tuple[Any, ...]:
        """Read several cases of one machine."""
        return tuple(self.case(each, f"{path}[{place}]", machine) for place, each in enumerate(data))

    def concerns(self, data: tuple[Any, ...]) -> tuple[Any, ...]:
        """Read concerns, whose machine depends on what they are about."""
        known = {each.id: each for each in self.processes.concerns.values()}
        found = []
        for place, each in enumerate(data):
            path, name = f"concerns[{place}]", _machine_of(each)
            if isinstance(name, str) and name in known:
                found.append(self.case(each, path, known[name]))
                continue
            problem = f"must be one of {', '.join(known)}"
            where = f"{path}.machine.id"
            self.mistakes.append(Mistake(file=_FILE, path=where, problem=problem, value=name))
        return tuple(found)

    def check(self) -> None:
        """Stop where anything was wrong."""
        if self.mistakes:
            raise DataFileError(self.mistakes)


def _machine_of(data: object) -> object:
    """Find the id of the machine that a case says it follows."""
    named = data.get("machine") if isinstance(data, dict) else None
    return named.get("id") if isinstance(named, dict) else None


def _key_of(data: object) -> MachineKey | None:
    """Find the machine that a case says it follows, if it says that as it should.

    What another machine made is told first: its mistakes as one of ours would mean nothing.
    """
    named = data.get("machine") if isinstance(data, dict) else None
    try:
        return structured(reader({}), named, MachineKey, {})
    except DataFileError:
        return None


def _misnamed(together: Together) -> Iterator[Mistake]:
    """Hold the ids of the cases to those that they were given: each says what it hangs on."""
    about = together.assessment.id
    several: tuple[tuple[str, str, tuple[Case[Any], ...]], ...] = (
        ("disputes", "dispute", together.disputes),
        ("follow_ups", "follow-up", together.follow_ups),
        ("concerns", "concern", together.concerns),
    )
    expected: list[tuple[str, Case[Any], str]] = [
        (f"{field}[{place}].id", each, f"{about}/{name}-{place + 1}")
        for field, name, cases in several
        for place, each in enumerate(cases)
    ]
    if together.plan is not None:
        expected.append(("plan.id", together.plan, f"{about}/plan"))
    for path, case, id_ in expected:
        if case.id != id_:
            yield Mistake(file=_FILE, path=path, problem=f"must be {id_!r}", value=case.id)
