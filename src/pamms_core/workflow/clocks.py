"""The clocks of a case: what runs, when time takes its next step, and what a step did to them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from pamms_core.workflow.deadline import Deadline  # noqa: TC001 (the JSON codec reads these annotations)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.rules import Rule

__all__ = ["ClockChange", "ClockEvent", "Running", "TimeStep", "earliest", "passed", "running"]


@attrs.frozen(weakref_slot=False)
class TimeStep:
    """A step that time will take unless something happens before."""

    at: datetime
    """The instant, in UTC."""
    rule: str
    """The id of the row of time."""


@attrs.frozen(weakref_slot=False)
class Running:
    """A clock of a case, running or suspended: its deadline and the steps still to come."""

    deadline: Deadline
    """How the due date is counted."""
    due: datetime | None
    """The first instant that is too late, in UTC; ``None`` while it is suspended."""
    steps: tuple[TimeStep, ...]
    """What time will do, in order."""
    taken: tuple[str, ...]
    """The rows that have fired since it was started; none fires twice."""

    @property
    def name(self) -> str:
        """The name of the clock."""
        return self.deadline.clock


class ClockEvent(StrEnum):
    """What a step of the case does to a clock."""

    STARTED = "started"
    STOPPED = "stopped"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    STEPPED = "stepped"
    """A row of time fired, such as a reminder, and the clock goes on."""


@attrs.frozen
class ClockChange:
    """What one step of the case did to one clock."""

    clock: str
    """The name of the clock."""
    event: ClockEvent
    """What happened to it."""
    running: Running | None
    """The clock as it is afterwards, ``None`` if it was stopped."""
    reason: str = ""
    """The reason that was given."""


def running(
    deadline: Deadline,
    rows: Iterable[Rule],
    counting: Counting,
    now: datetime,
    taken: tuple[str, ...] = (),
) -> Running:
    """Work out when a clock is due, and what time will do about it after ``now``.

    A reminder whose instant has passed is left out. What happens at the due date
    or after it is not: it comes at once, if the date lies in the past.
    """
    due = deadline.due(counting)
    if due is None:
        return Running(deadline, None, (), taken)
    steps = []
    for row in rows:
        if row.when is not None and row.id not in taken:
            at = row.when.instant(due)
            if at > now or row.when.before is None:
                steps.append(TimeStep(max(at, now), row.id))
    return Running(deadline, due.instant, tuple(sorted(steps, key=lambda step: step.at)), taken)


def earliest(clocks: Iterable[Running]) -> datetime | None:
    """Find the next instant at which time may take a step."""
    return min((clock.steps[0].at for clock in clocks if clock.steps), default=None)


def passed(clock: Running, at: datetime, *, also_at: bool) -> Running:
    """Drop the steps whose instant has gone by without their row firing."""
    left = tuple(step for step in clock.steps if step.at > at or (step.at == at and not also_at))
    return clock if len(left) == len(clock.steps) else attrs.evolve(clock, steps=left)
