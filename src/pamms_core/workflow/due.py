"""When a deadline is due, and how that was counted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import printable
from pamms_core.workflow.counting import Counting, usual_counting
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.last_day import ended_after_hours, last_day
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from pamms_core.workflow.day_lines import DayLine
    from pamms_core.workflow.deadline import Deadline

__all__ = ["Due", "due_of"]

_TICK: Final = dt.timedelta(microseconds=1)


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Due:
    """The last day of a deadline, and the instant at which it is over.

    >>> from pamms_core import Deadline
    >>> started = dt.datetime(2026, 1, 9, 16, tzinfo=dt.UTC)
    >>> due = Deadline(clock="comments", started=started, period="14 days").due()
    >>> due
    <Due comments: by the end of Friday 23 January 2026>
    >>> due.is_over(dt.datetime(2026, 1, 24, tzinfo=dt.UTC))
    True
    """

    deadline: Deadline
    """What falls due."""
    counting: Counting
    """The rules it was counted by."""
    date: dt.date
    """The last day, in the zone of the rules."""
    instant: dt.datetime
    """The first instant at which it is over, in UTC: the end of the last day, or of the hours."""

    def is_over(self, at: dt.datetime) -> bool:
        """Tell whether the deadline is over at an instant, told in any zone.

        Raises:
            NaiveTimeError: the time has no zone.
        """
        return as_instant(at) >= self.instant

    def explain(self) -> tuple[DayLine, ...]:
        """Tell of each day, from that of the event to the last, whether it counts and why not.

        >>> from pamms_core import Deadline
        >>> started = dt.datetime(2026, 4, 2, 16, tzinfo=dt.UTC)
        >>> due = Deadline(clock="reply", started=started, period="1 working day").due()
        >>> for line in due.explain():
        ...     print(line)
        Thursday 2 April 2026: not counted, the day of the event
        Friday 3 April 2026: not counted, Good Friday
        Saturday 4 April 2026: not counted, weekend
        Sunday 5 April 2026: not counted, weekend
        Monday 6 April 2026: not counted, Easter Monday
        Tuesday 7 April 2026: day 1
        """
        from pamms_core.workflow.day_lines import day_lines

        return tuple(day_lines(self))

    def __str__(self) -> str:
        from pamms_core.workflow.due_words import due_sentences

        return " ".join(due_sentences(self))

    def __repr__(self) -> str:
        from pamms_core.workflow.due_words import due_moment

        return f"<Due {printable(self.deadline.clock)}: {due_moment(self)}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.due import due_table

        return due_table(self)


def due_of(deadline: Deadline, counting: Counting | None = None) -> Due | None:
    """Derive when a deadline is due, or nothing while a suspension runs that began in time."""
    rules = usual_counting() if counting is None else counting
    day: dt.date | None
    instant: dt.datetime | None
    if deadline.period.unit is Unit.HOURS:
        instant = ended_after_hours(deadline)
        day = None if instant is None else rules.day_of(instant - _TICK)
    else:
        day = last_day(deadline, rules)
        instant = None if day is None else rules.end_of(day)
    if day is None or instant is None:
        return None
    return Due(deadline=deadline, counting=rules, date=day, instant=instant)
