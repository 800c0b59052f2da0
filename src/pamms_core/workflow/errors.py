"""What a programmer or a stored log can get wrong, as typed errors; a business refusal is a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from pamms_core.errors import PammsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pamms_core.workflow.case import MachineKey

__all__ = [
    "EndlessTimeError",
    "LogError",
    "MachineError",
    "ReasonError",
    "RowError",
    "RuleError",
    "TableError",
    "TableMistake",
    "UpcastError",
    "WorkflowError",
    "WrongMachineError",
]


class WorkflowError(PammsError):
    """The root of the errors of the workflow kernel."""


class ReasonError(WorkflowError, ValueError):
    """A reason and its sentence do not fit: a code nobody declared, or a parameter missing."""

    def __init__(self, code: str, problem: str) -> None:
        self.code = code
        """The code of the reason."""
        self.problem = problem
        """What does not fit."""
        super().__init__(code, problem)

    def __str__(self) -> str:
        return f"reason {self.code!r}: {self.problem}"


class RuleError(WorkflowError, RuntimeError):
    """A function of a row failed or gave what its row does not list; the case is unchanged.

    What the function raised, if it did, is the cause (``__cause__``).
    """

    def __init__(self, rule: str, part: str, problem: str) -> None:
        self.rule = rule
        """The id of the row."""
        self.part = part
        """Which function of it, such as ``guard 'is-member'`` or ``apply``."""
        self.problem = problem
        """What it did."""
        super().__init__(rule, part, problem)

    def __str__(self) -> str:
        return f"row {self.rule!r}: {self.part} {self.problem}"


class RowError(WorkflowError, TypeError):
    """A row made of parts that are not what they must be, with *every* mistake in it."""

    def __init__(self, rule: str, problems: Iterable[str]) -> None:
        self.rule = rule
        """The id of the row."""
        self.problems: tuple[str, ...] = tuple(problems)
        """What is wrong, and what is wanted, for each part."""
        super().__init__(rule, self.problems)

    def __str__(self) -> str:
        return f"row {self.rule!r}: {'; '.join(self.problems)}"


class EndlessTimeError(WorkflowError, RuntimeError):
    """A row of time that would fall due again and again at one instant."""

    def __init__(self, rule: str, at: datetime) -> None:
        self.rule = rule
        """The id of the row."""
        self.at = at
        """The instant at which time stands still."""
        super().__init__(rule, at)

    def __str__(self) -> str:
        at = self.at.isoformat()
        return f"row {self.rule!r} falls due twice at {at}: it starts its clock in the past"


@attrs.frozen
class TableMistake:
    """One mistake in a table: the row (or the part of the machine) and what is wrong there.

    >>> str(TableMistake("row 'lend'", "unknown state 'lentt'"))
    "row 'lend': unknown state 'lentt'"
    """

    place: str
    """The row, or which part of the machine."""
    problem: str
    """What is wrong and what is allowed."""

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class TableError(WorkflowError, ValueError):
    """A table of a machine, or one about it, that cannot be used, with *every* mistake found in it."""

    what: ClassVar[str]
    """What cannot be used, before the machine's id."""

    def __init__(self, machine: str, mistakes: Iterable[TableMistake]) -> None:
        self.machine = machine
        """The id of the machine."""
        self.mistakes: tuple[TableMistake, ...] = tuple(mistakes)
        """All that is wrong, in the order of the table."""
        super().__init__(machine, self.mistakes)

    def __str__(self) -> str:
        lines = [f"  {each}" for each in self.mistakes]
        return "\n".join([f"{self.what} {self.machine!r} cannot be used:", *lines])


class MachineError(TableError):
    """A machine whose table cannot be used, with *every* mistake found in it."""

    what = "machine"


class WrongMachineError(WorkflowError, ValueError):
    """A case or a log entry that was made by another machine, or another edition of it."""

    def __init__(self, expected: MachineKey, found: MachineKey, number: int | None = None) -> None:
        self.expected = expected
        """The machine at hand."""
        self.found = found
        """The machine that made it."""
        self.number = number
        """The number of the entry, ``None`` for a case."""
        super().__init__(expected, found, number)

    def __str__(self) -> str:
        what = "the case" if self.number is None else f"entry {self.number}"
        hint = " (an older edition is upcast first)" if self.expected.id == self.found.id else ""
        return f"{what} was made by {self.found}, not by {self.expected}{hint}"


class LogError(WorkflowError, ValueError):
    """A log that cannot be replayed, and the first entry at fault."""

    def __init__(self, number: int, problem: str) -> None:
        self.number = number
        """The place of the entry, counted from 1."""
        self.problem = problem
        """What is wrong with it."""
        super().__init__(number, problem)

    def __str__(self) -> str:
        return f"entry {self.number}: {self.problem}"


class UpcastError(WorkflowError, ValueError):
    """Upcasts that do not lead from every older edition to the one at hand."""

    def __init__(self, machine: str, problem: str) -> None:
        self.machine = machine
        """The id of the machine."""
        self.problem = problem
        """Where the chain breaks."""
        super().__init__(machine, problem)

    def __str__(self) -> str:
        return f"upcasts of {self.machine!r}: {self.problem}"
