"""One pure function decides; the others ask it what would be, or let time pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from pamms_core._frozen import in_making
from pamms_core.workflow.case import EMPTY_LOG, NEW, Case, Entry
from pamms_core.workflow.errors import WrongMachineError
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.judging import judge
from pamms_core.workflow.reasons import KERNEL_SENTENCES, KernelCode, Reason, Sentences
from pamms_core.workflow.stepping import pass_time, take

if TYPE_CHECKING:
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.due import Due
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Notice

__all__ = ["Accepted", "Refused", "advance", "deadlines", "decide", "new_case", "open_case"]

Facts = TypeVar("Facts")


@attrs.frozen(weakref_slot=False)
class Accepted(Generic[Facts]):
    """A step that was taken, with those that time took before it; it counts as true."""

    case: Case[Facts]
    """The case afterwards."""
    entries: tuple[Entry, ...]
    """The new entries for the log, time's own first."""
    notices: tuple[Notice, ...]
    """The messages to send."""
    repeated: bool = False
    """Whether the token was accepted before: nothing is new, and there is nothing to store or send."""


_AcceptedInMaking = in_making(Accepted)


@attrs.frozen
class Refused(Generic[Facts]):
    """A step that may not be taken, with every reason; it counts as false."""

    reasons: tuple[Reason, ...]
    """All reasons, never none."""
    case: Case[Facts]
    """The case that was given, unchanged."""

    def __bool__(self) -> bool:
        return False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in order."""
        return tuple(reason.code for reason in self.reasons)

    def say(self, sentences: Sentences = KERNEL_SENTENCES) -> str:
        """Write all reasons, each on a line; ``machine.sentences`` has those of the guards."""
        return "\n".join(sentences.say(reason) for reason in self.reasons)


def new_case(machine: Machine[Facts], at: datetime, id: str = "") -> Case[Facts]:  # noqa: A002 - its name
    """Make a case that is not open yet: ``decide`` takes the command that opens it."""
    facts: Any = None
    return Case(machine.key, id, NEW, facts, (), None, 0, as_instant(at), EMPTY_LOG)


def open_case(
    machine: Machine[Facts],
    command: object,
    *,
    by: Actor,
    at: datetime,
    id: str = "",  # noqa: A002 - it is named so everywhere
    token: str | None = None,
) -> Accepted[Facts] | Refused[Facts]:
    """Open a case by the machine's opening row, with its roles and guards."""
    return decide(machine, new_case(machine, at, id), command, by=by, at=at, token=token)


def decide(  # noqa: PLR0913 - all that a decision depends on comes in here
    machine: Machine[Facts],
    case: Case[Facts],
    command: object,
    *,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
    token: str | None = None,
) -> Accepted[Facts] | Refused[Facts]:
    """Decide whether a step may be taken, after what time itself has done up to then; and take it.

    Args:
        machine: the table.
        case: the case as the host has it.
        command: what is wanted, with its data.
        by: who wants it.
        at: when, with a time zone.
        expected_version: the version of the case that the actor saw; another one is refused.
        token: names this attempt. If the log has it, nothing is decided again: the recorded entries
            come back with the case as it is, if actor and command are the same.

    Returns:
        The case afterwards, new entries and messages; or every reason why not.

    Raises:
        NaiveTimeError: ``at`` has no time zone.
        RuleError: a function of a row failed. That is a mistake in the machine, and nothing has changed.
    """
    if type(at) is not datetime or at.tzinfo is not UTC:
        at = as_instant(at)
    if case.machine is not machine.key and case.machine != machine.key:
        found, expected = str(case.machine), str(machine.key)
        return Refused((Reason.of(KernelCode.WRONG_MACHINE, found=found, expected=expected),), case)
    if token is not None and (entry := _recorded(case, token)) is not None:
        return _again(case, entry, command, by, token)
    now: Case[Facts] = case
    earlier: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    if case.wake is not None and case.wake <= at:
        now, earlier, notices = pass_time(machine, case, at)
    rule, moment, reasons = judge(machine, now, type(command), command, by, at)
    if expected_version is not None and expected_version != case.version:
        stale = Reason.of(KernelCode.STALE_VERSION, expected=expected_version, version=case.version)
        reasons.append(stale)
    if reasons or rule is None:
        return Refused(tuple(reasons), case)
    after, entry, sent = take(machine, now, rule, command, moment, token)
    made: Any = _AcceptedInMaking(after, (*earlier, entry), notices + sent)
    made.__class__ = Accepted
    accepted: Accepted[Facts] = made
    return accepted


def _recorded(case: Case[Facts], token: str) -> Entry | None:
    for entry in case.log.newest_first():
        if entry.token == token:
            return entry
    return None


def _again(
    case: Case[Facts], entry: Entry, command: object, by: Actor, token: str
) -> Accepted[Facts] | Refused[Facts]:
    """Give back what a token was accepted for; for anything else it cannot serve."""
    if entry.command == command and entry.by.id == by.id:
        return Accepted(case, (entry,), (), repeated=True)
    return Refused((Reason.of(KernelCode.TOKEN_REUSED, token=token, number=entry.number),), case)


def advance(machine: Machine[Facts], case: Case[Facts], at: datetime) -> Accepted[Facts]:
    """Let time take its own steps up to an instant: once at the end or every hour, it is the same.

    Raises:
        NaiveTimeError: ``at`` has no time zone.
        WrongMachineError: the case follows another machine.
        RuleError: a function of a row failed.
        EndlessTimeError: a row restarts its own clock in the past.
    """
    if case.machine != machine.key:
        raise WrongMachineError(machine.key, case.machine)
    return Accepted(*pass_time(machine, case, as_instant(at)))


def deadlines(machine: Machine[Facts], case: Case[Facts]) -> tuple[Due, ...]:
    """List what falls due and when, soonest first; each can explain how it was counted.

    Clocks that are suspended are left out: see ``case.clocks``.
    """
    found = (clock.deadline.due(machine.counting) for clock in case.clocks)
    return tuple(sorted((due for due in found if due is not None), key=lambda due: due.instant))
