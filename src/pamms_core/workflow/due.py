"""When a deadline is due, and how that was counted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pamms_core.workflow.counting import Counting, usual_counting
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.last_day import ended_after_hours, last_day
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from pamms_core.workflow.day_lines import DayLine
    from pamms_core.workflow.deadline import Deadline

__all__ = ["Due", "due_of"]

_TICK = dt.timedelta(microseconds=1)


@attrs.frozen(kw_only=True, repr=False)
class Due:
    """The last day of a deadline, and the instant at which it is over.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> due = Deadline(clock="comments", started=datetime(2026, 1, 9, 16, tzinfo=UTC), period="14 days").due()
    >>> due
    <Due comments: by the end of Friday 23 January 2026>
    >>> due.instant.isoformat()
    '2026-01-24T00:00:00+00:00'
    """

    deadline: Deadline
    """What falls due."""
    counting: Counting
    """The rules it was counted by."""
    date: dt.date
    """The last day, in the zone of the rules."""
    instant: dt.datetime
    """The first instant at which it is over, in UTC: the end of the last day, or that of the hours."""

    def is_over(self, at: dt.datetime) -> bool:
        """Tell whether the deadline is over at an instant, in any zone.

        Raises:
            NaiveTimeError: the time has no zone.
        """
        return as_instant(at) >= self.instant

    def explain(self) -> tuple[DayLine, ...]:
        """Tell of each day, from that of the event to the last, whether it counts and why not."""
        from pamms_core.workflow.day_lines import day_lines

        return tuple(day_lines(self.deadline, self.counting))

    def __repr__(self) -> str:
        return f"<Due {self.deadline.clock}: {self.instant}>"


def due_of(deadline: Deadline, counting: Counting | None = None) -> Due | None:
    """Derive when a deadline is due, or nothing while a suspension runs that began in time."""
    rules = usual_counting() if counting is None else counting
    if deadline.period.unit is Unit.HOURS:
        instant = ended_after_hours(deadline)
        if instant is None:
            return None
        return Due(
            deadline=deadline, counting=rules, date=rules.day_of(instant - _TICK), instant=instant
        )
    day = last_day(deadline, rules)
    if day is None:
        return None
    return Due(deadline=deadline, counting=rules, date=day, instant=rules.end_of(day))
