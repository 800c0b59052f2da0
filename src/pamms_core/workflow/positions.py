"""Abstract positions of a case: its state, what its clocks are at, and which rows of time have fired."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Occasion, Rule

__all__ = ["START", "ClockPosition", "ClockStatus", "Position", "Transition", "steps_from"]


class ClockStatus(StrEnum):
    """What an abstract clock is at; one that does not run has no position."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    """It has fallen due, and it was not stopped."""


@attrs.frozen
class ClockPosition:
    """A clock without its dates."""

    clock: str
    """Its name."""
    status: ClockStatus
    """What it is at."""
    fired: frozenset[str] = frozenset()
    """The ids of the rows of time that fired since it was started."""

    def __str__(self) -> str:
        after = f" after {', '.join(sorted(self.fired))}" if self.fired else ""
        return f"{self.clock} {self.status}{after}"


@attrs.frozen(cache_hash=True)
class Position:
    """A case without facts, dates and people."""

    state: str
    """Its state."""
    clocks: tuple[ClockPosition, ...] = ()
    """Its clocks, by name."""

    def clock(self, name: str) -> ClockPosition | None:
        """Find a clock that runs, is suspended or is overdue."""
        return next((each for each in self.clocks if each.clock == name), None)

    def is_at(self, name: str, *statuses: ClockStatus) -> bool:
        """Tell whether a clock is at one of these; without any, whether it is there."""
        found = self.clock(name)
        return found is not None and (not statuses or found.status in statuses)

    def __str__(self) -> str:
        clocks = "; ".join(map(str, self.clocks))
        return f"{self.state}{clocks and f' ({clocks})'}"


START = Position(NEW)
"""Where every case begins: before its opening."""


@attrs.frozen
class Transition:
    """One way from a position to the next."""

    before: Position
    after: Position
    row: str
    """The id of the row; empty where a clock falls due and no row fires."""
    what: str
    """The command's name, or the occasion."""
    roles: tuple[str, ...]
    """Who may take it; nobody can take a step of time."""
    guards: tuple[str, ...]
    """The names of the guards that must let it, or that stand in its way."""

    @property
    def by_time(self) -> bool:
        """Whether time takes it."""
        return not self.roles

    def __str__(self) -> str:
        who = f"{self.what} by {' or '.join(self.roles)}" if self.roles else f"time: {self.what}"
        unless = "" if self.row else ", and no row fires"
        if self.guards:
            unless += f" (if {', '.join(self.guards)} {'allow' if self.row else 'forbid'} it)"
        return f"{who}{unless}: {self.before} → {self.after}"


def steps_from(machine: Machine[Any], position: Position) -> Iterator[Transition]:
    """List the steps that may be taken, every guard either way and every choice each way."""
    for rule in machine.all_rules:
        if position.state in machine.states_of(rule) and _possible(rule, position):
            for state in rule.to_states or (position.state,):
                what = str(rule.when) if rule.when is not None else command_name(rule.command)
                guards = tuple(guard.name for guard in rule.guards)
                after = Position(state, _clocks_after(rule, position))
                yield Transition(position, after, rule.id, what, rule.roles, guards)
    yield from _unanswered(machine, position)


def _possible(rule: Rule, position: Position) -> bool:
    """Tell whether the clocks stand as a row needs them."""
    own = rule.when.clock if rule.when is not None else None
    if rule.when is not None and not _time_comes(rule.id, rule.when, position):
        return False
    in_time = (ClockStatus.RUNNING, ClockStatus.SUSPENDED)
    if not all(
        position.is_at(each, *in_time) for each in (*rule.within, *rule.clocks_held) if each != own
    ):
        return False
    if any(position.is_at(each.clock, ClockStatus.SUSPENDED) for each in rule.suspends):
        return False
    return all(position.is_at(each, ClockStatus.SUSPENDED) for each in rule.resumes)


def _time_comes(row: str, when: Occasion, position: Position) -> bool:
    """Tell whether a row of time may fire: a reminder before its clock is due, the rest in order."""
    clock = position.clock(when.clock)
    if clock is None or row in clock.fired:
        return False
    wanted = ClockStatus.RUNNING if when.after is None else ClockStatus.OVERDUE
    return clock.status is wanted


def _clocks_after(rule: Rule, position: Position) -> tuple[ClockPosition, ...]:
    clocks = {each.clock: each for each in position.clocks}
    if rule.when is not None:
        name = rule.when.clock
        status = ClockStatus.OVERDUE if rule.when.at_due else clocks[name].status
        clocks[name] = ClockPosition(name, status, clocks[name].fired | {rule.id})
    for name in rule.stops:
        clocks.pop(name, None)
    for extended in rule.extends:
        if clocks[extended.clock].status is ClockStatus.OVERDUE:
            clocks[extended.clock] = attrs.evolve(clocks[extended.clock], status=ClockStatus.RUNNING)
    for suspended in rule.suspends:
        clocks[suspended.clock] = attrs.evolve(clocks[suspended.clock], status=ClockStatus.SUSPENDED)
    for name in rule.resumes:
        clocks[name] = attrs.evolve(clocks[name], status=ClockStatus.RUNNING)
    for started in rule.starts:
        clocks[started.clock] = ClockPosition(started.clock, ClockStatus.RUNNING)
    return tuple(clocks[name] for name in sorted(clocks))


def _unanswered(machine: Machine[Any], position: Position) -> Iterator[Transition]:
    """Let each running clock fall due without a row firing, where none must."""
    for clock in position.clocks:
        if clock.status is not ClockStatus.RUNNING:
            continue
        rows = [
            rule
            for rule in machine.time_rows.get(clock.clock, ())
            if rule.when is not None
            and rule.when.at_due
            and position.state in machine.states_of(rule)
            and _possible(rule, position)
        ]
        if all(rule.guards for rule in rows):
            guards = tuple(guard.name for rule in rows for guard in rule.guards)
            late = attrs.evolve(clock, status=ClockStatus.OVERDUE)
            clocks = tuple(late if each is clock else each for each in position.clocks)
            after = attrs.evolve(position, clocks=clocks)
            yield Transition(position, after, "", f"{clock.clock} is due", (), guards)
