"""How a deadline was counted, told day by day.

This walks through the days one at a time, while
:mod:`pamms_core.workflow.last_day` jumps; tests hold the two together.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted
from pamms_core.errors import printable
from pamms_core.workflow.counting import WEEKEND, LastDay
from pamms_core.workflow.last_day import in_days, legs_of, running
from pamms_core.workflow.ledger import Suspension
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.due import Due

__all__ = ["DayKind", "DayLine", "day_lines", "long_date"]

_DAY: Final = dt.timedelta(days=1)
# Not strftime, which writes them in the language of the process.
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


class DayKind(StrEnum):
    """What a day is to a deadline.

    >>> DayKind("holiday")
    <DayKind.HOLIDAY: 'holiday'>
    """

    EVENT = "event"
    """The day of the event, which does not count itself."""
    COUNTED = "counted"
    """A day that counts."""
    WEEKEND = "weekend"
    """A Saturday or Sunday that does not count."""
    HOLIDAY = "holiday"
    """A holiday that does not count."""
    SUSPENDED = "suspended"
    """A day that does not count because the clock was stopped."""
    MOVED_TO = "moved-to"
    """The working day to which the last day moved; it adds none."""


@attrs.frozen(kw_only=True)
class DayLine:
    """One day of a deadline: whether it counts, and why not.

    >>> print(DayLine(date=dt.date(2026, 4, 3), kind=DayKind.HOLIDAY, note="Good Friday"))
    Friday 3 April 2026: not counted, Good Friday
    """

    date: dt.date
    """The day."""
    kind: DayKind
    """What it is to the deadline."""
    number: int | None = None
    """How many days have counted with this one; ``None`` if it does not count."""
    time: dt.timedelta | None = None
    """How much of the day counts, where hours are counted."""
    note: str = ""
    """The holiday's name, or why the clock was stopped."""

    @property
    def words(self) -> str:
        """What the day is, in words."""
        note = printable(self.note)
        if self.time:
            stopped = f", suspended in part: {note}" if note else ""
            return f"{_hours(self.time)}{stopped}"
        if self.kind is DayKind.COUNTED:
            return f"day {self.number}"
        return f"{_WORDS[self.kind]}{note}"

    def __str__(self) -> str:
        return f"{long_date(self.date)}: {self.words}"


_WORDS: Final = {
    DayKind.EVENT: "not counted, the day of the event",
    DayKind.WEEKEND: "not counted, weekend",
    DayKind.HOLIDAY: "not counted, ",
    DayKind.SUSPENDED: "not counted, suspended: ",
    DayKind.MOVED_TO: "the last day moves to this working day",
}


def long_date(day: dt.date) -> str:
    """Write a date as people read it.

    >>> long_date(dt.date(2026, 4, 3))
    'Friday 3 April 2026'
    """
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_lines(due: Due) -> Iterator[DayLine]:
    """Walk through the days, from that of the event to the last."""
    if due.deadline.period.unit is Unit.HOURS:
        return _lines_of_hours(due)
    return _lines_of_days(due)


def _lines_of_days(due: Due) -> Iterator[DayLine]:
    counting, number = due.counting, 0
    origin = counting.day_of(due.deadline.started).toordinal()
    last = origin - counting.event_day_counts
    if not counting.event_day_counts:
        yield DayLine(date=dt.date.fromordinal(origin), kind=DayKind.EVENT)
    for unit, count in legs_of(due.deadline):
        is_working = unit is Unit.WORKING_DAYS
        left = count if is_working else in_days(unit, count, origin)
        while left:
            last += 1
            skipped = _skipped(dt.date.fromordinal(last), due, only_working=is_working)
            left -= skipped is None
            number += skipped is None
            yield skipped or _counted_line(last, number)
        origin = last
    yield from _lines_of_move(dt.date.fromordinal(last), due)


def _counted_line(day: int, number: int) -> DayLine:
    return DayLine(date=dt.date.fromordinal(day), kind=DayKind.COUNTED, number=number)


def _skipped(day: dt.date, due: Due, *, only_working: bool) -> DayLine | None:
    """Say why a day does not count, if it does not."""
    for each in _suspensions(due):
        begin, until = due.counting.day_of(each.at), each.until
        if begin <= day and (until is None or day < due.counting.day_of(until)):
            return DayLine(date=day, kind=DayKind.SUSPENDED, note=each.reason)
    why = due.counting.why_not_working(day) if only_working else ""
    if not why:
        return None
    if why == WEEKEND:
        return DayLine(date=day, kind=DayKind.WEEKEND)
    return DayLine(date=day, kind=DayKind.HOLIDAY, note=why)


def _lines_of_move(day: dt.date, due: Due) -> Iterator[DayLine]:
    """Go on from a last day that is no working day, if the rules move it."""
    if due.counting.last_day is LastDay.STAYS or due.counting.is_working(day):
        return
    day += _DAY
    while skipped := _skipped(day, due, only_working=True):
        yield skipped
        day += _DAY
    yield DayLine(date=day, kind=DayKind.MOVED_TO)


def _lines_of_hours(due: Due) -> Iterator[DayLine]:
    begin = due.deadline.started
    first, last = due.counting.day_of(begin).toordinal(), due.date.toordinal()
    for day in map(dt.date.fromordinal, range(first, last + 1)):
        end = due.instant if day == due.date else due.counting.end_of(day)
        if begin < end:  # a zone that crosses the date line may skip a day
            yield _line_of_hours(day, begin, end, due)
        begin = end


def _line_of_hours(day: dt.date, begin: dt.datetime, end: dt.datetime, due: Due) -> DayLine:
    pauses = [(each.at, each.until) for each in _suspensions(due)]
    spans = [span for span in running(begin, pauses, end) if span[0] < end]
    time = sum((min(stop, end) - start for start, stop in spans), dt.timedelta())
    stopped = [
        each.reason
        for each in _suspensions(due)
        if each.at < end and (each.until is None or begin < each.until) and each.at != each.until
    ]
    kind = DayKind.COUNTED if time else DayKind.SUSPENDED
    return DayLine(date=day, kind=kind, time=time, note="; ".join(stopped))


def _suspensions(due: Due) -> list[Suspension]:
    return [each for each in due.deadline.ledger if isinstance(each, Suspension)]


def _hours(time: dt.timedelta) -> str:
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return " ".join(counted(number, name) for number, name in parts if number) or "less than a second"
