"""Changing a workflow: which live cases are safe to move to its new edition, and why others are not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.actors import TIME_ROLE
from pamms_core.workflow.errors import EndlessTimeError, RuleError
from pamms_core.workflow.golden import check_golden
from pamms_core.workflow.replaying import replay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.golden import Divergence
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.upcasting import Upcasts

__all__ = ["Move", "MoveCode", "MoveProblem", "MoveReport", "moves"]


class MoveCode(StrEnum):
    """Why a case cannot be moved, as stable codes."""

    CLOCK_GONE = "clock-gone"
    """A clock runs that the new edition does not know."""
    COMMAND_GONE = "command-gone"
    """A row of the log takes another command now, so the log could not be replayed."""
    COUNTED_OTHERWISE = "counted-otherwise"
    """A clock that runs would fall due at another time."""
    DECIDED_OTHERWISE = "decided-otherwise"
    """The new edition would have decided a step of the log in another way."""
    FACTS_OTHERWISE = "facts-otherwise"
    """The same log gives other facts."""
    FAILS = "fails"
    """A function of the new edition failed on the log."""
    OTHER_MACHINE = "other-machine"
    """The case follows a machine of another id."""
    ROLE_GONE = "role-gone"
    """A role that took a step does not exist any more."""
    ROW_GONE = "row-gone"
    """A row that took a step, or that time is to fire, does not exist any more."""
    STATE_GONE = "state-gone"
    """The state does not exist any more."""


@attrs.frozen
class MoveProblem:
    """One reason why a case is not safe to move."""

    code: MoveCode
    """Its stable code."""
    said: str
    """What it is about, in words."""
    entry: int | None = None
    """The number of the log's entry at fault, if it is one."""

    def __str__(self) -> str:
        return f"{self.code}: {self.said}" + (f" (entry {self.entry})" if self.entry is not None else "")


@attrs.frozen
class Move:
    """One live case, and all that stands in the way of moving it."""

    case: str
    """The host's id of the case."""
    state: str
    """Where it stands."""
    problems: tuple[MoveProblem, ...]
    """Every problem; none if it is safe to move."""

    @property
    def is_safe(self) -> bool:
        """Whether the new edition would have led to the same case, and goes on from it."""
        return not self.problems

    def __str__(self) -> str:
        told = "safe to move" if self.is_safe else "; ".join(map(str, self.problems))
        return f"{self.case or '(no id)'} in {self.state}: {told}"


@attrs.frozen(repr=False)
class MoveReport:
    """All cases that were looked at, in the order given."""

    edition: str
    """The edition to move to."""
    moves: tuple[Move, ...]
    """What was found of each case."""

    @property
    def safe(self) -> tuple[Move, ...]:
        """The cases that are safe to move."""
        return tuple(each for each in self.moves if each.is_safe)

    @property
    def unsafe(self) -> tuple[Move, ...]:
        """The cases that are not."""
        return tuple(each for each in self.moves if not each.is_safe)

    def __str__(self) -> str:
        head = f"{len(self.safe)} of {len(self.moves)} cases are safe to move to edition {self.edition}"
        return "\n".join([head, *(f"  {each}" for each in self.unsafe)])

    def __repr__(self) -> str:
        return f"<MoveReport: {len(self.safe)} of {len(self.moves)} safe>"


def moves(new: Machine[Any], cases: Iterable[Case[Any]], upcasts: Upcasts | None = None) -> MoveReport:
    """Find which live cases are safe to move to a new edition of their machine.

    A case is safe if its state, clocks and roles exist there, and if deciding its
    log again under the new edition gives the same entries, the same facts and the
    same due dates. Nothing is moved by this.

    Args:
        new: the new edition.
        cases: the cases as the host has them, with their logs.
        upcasts: how entries of older editions read in the new one, where they read otherwise.
            Facts are not compared then: they may be of another shape.

    Raises:
        LogError: an upcast changes what must stay.
        CalendarError: the calendar of the new edition does not cover a day that has to be counted.
    """
    return MoveReport(new.edition, tuple(_move(new, case, upcasts) for case in cases))


def _move(new: Machine[Any], case: Case[Any], upcasts: Upcasts | None) -> Move:
    if case.machine.id != new.id:
        problem = MoveProblem(MoveCode.OTHER_MACHINE, f"it follows {case.machine}, not {new.id!r}")
        return Move(case.id, case.state, (problem,))
    entries = [each if upcasts is None else upcasts.upcast(each) for each in case.log]
    found = [*_steps(new, entries), *_clocks(new, case)]
    if not found and entries:  # where a name is gone, deciding again would only say so again
        found = [*_again(new, entries, case if upcasts is None else None)]
    return Move(case.id, case.state, tuple(found))


def _steps(new: Machine[Any], entries: list[Entry]) -> Iterator[MoveProblem]:
    """Find what the log names and the new edition does not know, each once."""
    seen = set()
    for entry in entries:
        for problem in _step(new, entry):
            if (what := (problem.code, problem.said)) not in seen:
                seen.add(what)
                yield problem


def _step(new: Machine[Any], entry: Entry) -> Iterator[MoveProblem]:
    rule = new.by_id.get(entry.rule)
    if rule is None:
        yield MoveProblem(MoveCode.ROW_GONE, f"there is no row {entry.rule!r}", entry.number)
    elif not isinstance(entry.command, rule.command):
        said = f"the row {rule.id!r} takes no {entry.name!r}"
        yield MoveProblem(MoveCode.COMMAND_GONE, said, entry.number)
    if entry.role not in (*new.roles, TIME_ROLE):
        yield MoveProblem(MoveCode.ROLE_GONE, f"there is no role {entry.role!r}", entry.number)
    if entry.to_state not in new.states:
        yield MoveProblem(MoveCode.STATE_GONE, f"there is no state {entry.to_state!r}", entry.number)


def _clocks(new: Machine[Any], case: Case[Any]) -> Iterator[MoveProblem]:
    """Find running clocks that the new edition does not know, or counts otherwise."""
    for clock in case.clocks:
        if clock.name not in new.clocks:
            yield MoveProblem(MoveCode.CLOCK_GONE, f"there is no clock {clock.name!r}")
            continue
        for step in clock.steps:
            if step.rule not in new.by_id:
                said = f"the clock {clock.name!r} is to fire the row {step.rule!r}, which is gone"
                yield MoveProblem(MoveCode.ROW_GONE, said)
        due = clock.deadline.due(new.counting)
        instant = None if due is None else due.instant
        if instant != clock.due:
            said = (
                f"the clock {clock.name!r} is due {_when(clock.due)}, and would be due {_when(instant)}"
            )
            yield MoveProblem(MoveCode.COUNTED_OTHERWISE, said)


def _again(new: Machine[Any], entries: list[Entry], case: Case[Any] | None) -> Iterator[MoveProblem]:
    """Decide the log again under the new edition, and compare the facts with those of a case."""
    try:
        different = check_golden(new, entries)
        stamped = [attrs.evolve(entry, machine=new.key) for entry in entries]
        facts = replay(new, stamped).facts
    except (RuleError, EndlessTimeError) as error:
        yield MoveProblem(MoveCode.FAILS, str(error))
        return
    if different is not None:
        yield MoveProblem(MoveCode.DECIDED_OTHERWISE, _told(different), different.number)
    if case is not None and facts != case.facts:
        yield MoveProblem(MoveCode.FACTS_OTHERWISE, "replaying the log gives other facts")


def _told(different: Divergence) -> str:
    """Say what differs; the whole of a clock would be too long to read."""
    if different.field == "refused":
        codes: Any = different.now
        return f"it would be refused ({', '.join(codes)})"
    if different.field == "clocks":
        return "its clocks would be others"
    return f"its {different.field} was {different.recorded!r:.80}, and would be {different.now!r:.80}"


def _when(instant: datetime | None) -> str:
    return "never, being suspended," if instant is None else instant.isoformat()
