"""A case: where it stands, its facts, its clocks, and how it came there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from typing import Any, Final, Generic, TypeVar, overload

import attrs

from pamms_core._hypothesis import offer
from pamms_core.workflow.actors import Actor, Moment
from pamms_core.workflow.clocks import ClockChange, Running  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.workflow.commands import command_name

__all__ = ["EMPTY_LOG", "NEW", "Case", "Entry", "Log", "MachineKey"]

Facts = TypeVar("Facts")
NEW: Final = "(new)"
"""The state of a case before its opening."""


@attrs.frozen
class MachineKey:
    """Which table a case follows and an entry was made by."""

    id: str
    """The machine's id."""
    edition: str
    """Its edition."""
    fingerprint: str
    """The digest of the whole table."""

    def __str__(self) -> str:
        return f"{self.id!r} edition {self.edition} ({self.fingerprint[:15]}…)"


@attrs.frozen(weakref_slot=False)
class Entry:
    """One step of a case, as it was decided: it is replayed and never decided again."""

    number: int
    """Its place in the log, counted from 1; the case's version after it."""
    at: datetime
    """The instant of the step, in UTC; of a step of time, when it fell due."""
    by: Actor
    """Who took it; :data:`~pamms_core.workflow.actors.TIME` where time did."""
    role: str
    """The role it was taken in."""
    command: Any
    """What was commanded, with its data."""
    rule: str
    """The id of the row that allowed it."""
    from_state: str
    """The state before it; :data:`NEW` for the opening."""
    to_state: str
    """The state after it."""
    clocks: tuple[ClockChange, ...]
    """What became of the clocks, each as it stands after the step."""
    machine: MachineKey
    """The table that decided."""
    case: str
    """The host's id of the case."""
    token: str | None
    """The idempotency token it came with."""

    @property
    def name(self) -> str:
        """The name of the command."""
        return command_name(type(self.command))

    @property
    def moment(self) -> Moment:
        """Who took the step and when, as ``apply`` gets it."""
        return Moment(self.at, self.by, self.role)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons given for extending, suspending or resuming clocks."""
        return tuple(change.reason for change in self.clocks if change.reason)


class Log(Sequence[Entry]):
    """The entries of a case, oldest first: one entry and the log before it.

    A step does not copy it: the new log points to the old one, which goes on as
    it was. It is read like a tuple, and equals another log of equal entries.
    """

    __slots__ = ("_before", "last")
    last: Entry | None
    """The newest entry, ``None`` while there is none."""
    _before: Log | None

    def __init__(self, last: Entry | None = None, before: Log | None = None) -> None:
        _set(self, "last", last)
        _set(self, "_before", before)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Log:
        """Make a log of entries, oldest first."""
        log = EMPTY_LOG
        for entry in entries:
            log = cls(entry, log)
        return log

    def newest_first(self) -> Iterator[Entry]:
        """Go through the entries from the newest back."""
        log: Log | None = self
        while log is not None and log.last is not None:
            yield log.last
            log = log._before

    def __len__(self) -> int:
        return sum(1 for _ in self.newest_first())

    def __iter__(self) -> Iterator[Entry]:
        return reversed(list(self.newest_first()))

    def __reversed__(self) -> Iterator[Entry]:
        return self.newest_first()

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Log):
            return NotImplemented
        mine: Log | None = self
        its: Log | None = other
        while mine is not its:
            if mine is None or its is None or mine.last != its.last:
                return False
            mine, its = mine._before, its._before
        return True

    def __hash__(self) -> int:
        return hash(None if self.last is None else (self.last.number, self.last.at, self.last.rule))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"read-only log: cannot set {name!r}")

    def __reduce__(self) -> tuple[Any, tuple[tuple[Entry, ...]]]:
        return (Log.of, (tuple(self),))

    def __repr__(self) -> str:
        return f"<log of {len(self)} entries>"


_set = object.__setattr__
EMPTY_LOG: Final = Log()
"""The log of a case before its opening."""


@attrs.frozen(weakref_slot=False)
class Case(Generic[Facts]):
    """A case at one moment. Every step makes another one; this one stays as it is."""

    machine: MachineKey
    """The table it follows."""
    id: str
    """The host's id of it; it may be empty."""
    state: str
    """Where it stands; :data:`NEW` before its opening."""
    facts: Facts
    """What is known, in a frozen value of the machine's own type."""
    clocks: tuple[Running, ...]
    """The clocks that run or are suspended, in the order in which they were started."""
    wake: datetime | None
    """The next instant at which time itself may take a step, ``None`` if it never will."""
    version: int
    """The number of its newest entry."""
    at: datetime
    """The instant of its newest entry, in UTC."""
    log: Log = attrs.field(repr=False)
    """All its entries."""

    def clock(self, name: str) -> Running | None:
        """Find a clock that runs or is suspended."""
        for running in self.clocks:
            if running.name == name:
                return running
        return None


offer(__name__)
