"""Count: find the last day of a deadline, or the instant at which one in hours ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from pamms_core.workflow.counting import LastDay
from pamms_core.workflow.instants import TimeRangeError
from pamms_core.workflow.ledger import Extension, Suspension
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.calendars import Calendar
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.deadline import Deadline

__all__ = ["ended_after_hours", "in_days", "last_day", "legs_of", "months_later", "pauses_of", "running"]

_Time = TypeVar("_Time", int, datetime)
_Leg: TypeAlias = tuple[Unit, int]

# Units that add up before anything is counted: one of these is so many of those.
_COUNTED_AS: Final = {Unit.WEEKS: (Unit.DAYS, 7), Unit.YEARS: (Unit.MONTHS, 12)}
_SATURDAY: Final = 6  # the first of all days was a Monday, so Sundays are multiples of 7
_NO_MORE_DAYS: Final = date.max.toordinal() + 1
_NO_MORE_TIME: Final = datetime.max.replace(tzinfo=UTC)


def legs_of(deadline: Deadline) -> list[_Leg]:
    """Add up the period and its extensions; neighbours of one kind are one leg.

    So a month and a month are two months from the start, and what the end of a
    short month cut off is not lost for good.
    """
    legs: list[_Leg] = []
    extensions = (each.by for each in deadline.ledger if isinstance(each, Extension))
    for period in (deadline.period, *extensions):
        unit, size = _COUNTED_AS.get(period.unit, (period.unit, 1))
        before = legs.pop()[1] if legs and legs[-1][0] is unit else 0
        legs.append((unit, before + period.count * size))
    return legs


def pauses_of(deadline: Deadline, counting: Counting) -> list[tuple[int, int | None]]:
    """List the days that suspensions take out, as ordinals: from one up to, and without, another.

    The day on which the clock stops is given back; the day on which it starts
    again counts. So a suspension takes out as many days as it lasts, and there
    is always a day left when it ends.
    """
    return [
        (_ordinal(each.at, counting), None if each.until is None else _ordinal(each.until, counting))
        for each in deadline.ledger
        if isinstance(each, Suspension)
    ]


def _ordinal(instant: datetime, counting: Counting) -> int:
    return counting.day_of(instant).toordinal()


def running(
    first: _Time, pauses: Iterable[tuple[_Time, _Time | None]], end: _Time
) -> Iterator[tuple[_Time, _Time]]:
    """List the spans between pauses, each from one time up to, and without, another."""
    for stop, resume in pauses:
        if first < stop:
            yield first, stop
        if resume is None:
            return
        first = max(first, resume)
    yield first, end


def last_day(deadline: Deadline, counting: Counting) -> date | None:
    """Find the last day, or nothing while a suspension runs that began in time.

    Raises:
        CalendarError: the calendar does not cover a day that has to be counted.
        TimeRangeError: it would be after year 9999.
    """
    last = _count(deadline, counting)
    if last is None:
        _check_stopped(deadline)
        return None
    return date.fromordinal(last)


def _count(deadline: Deadline, counting: Counting) -> int | None:
    pauses = pauses_of(deadline, counting)
    origin = _ordinal(deadline.started, counting)
    last = origin - counting.event_day_counts
    for unit, count in legs_of(deadline):
        days = running(last + 1, pauses, _NO_MORE_DAYS)
        if unit is Unit.WORKING_DAYS:
            found = _nth_working_day(count, days, counting.calendar)
        else:
            found = _nth_day(in_days(unit, count, origin), days)
        if found is None:
            return None
        origin = last = found
    if counting.last_day is LastDay.STAYS:
        return last
    return _nth_working_day(1, running(last, pauses, _NO_MORE_DAYS), counting.calendar)


def ended_after_hours(deadline: Deadline) -> datetime | None:
    """Find the instant at which a deadline in hours ends; hours run on when clocks change.

    Raises:
        TimeRangeError: it would be after year 9999.
    """
    left = timedelta(hours=sum(count for _, count in legs_of(deadline)))
    pauses = [(each.at, each.until) for each in deadline.ledger if isinstance(each, Suspension)]
    for begin, end in running(deadline.started, pauses, _NO_MORE_TIME):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    _check_stopped(deadline)
    return None


def months_later(day: date, months: int) -> date:
    """Go months ahead or back, to the same day of the month or, where it has none, to its last.

    Raises:
        TimeRangeError: it would be before year 1 or after year 9999.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise TimeRangeError(f"{months} months from {day}") from None


def in_days(unit: Unit, count: int, origin: int) -> int:
    """Turn months into the days that they have from an origin on."""
    if unit is Unit.DAYS:
        return count
    return months_later(date.fromordinal(origin), count).toordinal() - origin


def _nth_day(count: int, spans: Iterable[tuple[int, int]]) -> int | None:
    for begin, end in spans:
        if count <= end - begin:
            return begin + count - 1
        count -= end - begin
    return None


def _nth_working_day(count: int, spans: Iterable[tuple[int, int]], calendar: Calendar) -> int | None:
    for begin, end in spans:
        for day in range(begin, end):
            if 0 < day % 7 < _SATURDAY and date.fromordinal(day) not in calendar:
                count -= 1
                if count == 0:
                    return day
    return None


def _check_stopped(deadline: Deadline) -> None:
    """Accept that no end was found while the clock is stopped; without that, time ran out."""
    if not deadline.is_suspended:
        raise TimeRangeError(f"the end of deadline {deadline.clock!r}")
