"""A counter of another make that goes day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from pamms_core import Counting, Deadline, Due, Extension, LastDay, Period, Suspension, Unit

DAY: Final = timedelta(days=1)
instants = st.datetimes(datetime(2009, 1, 1), datetime(2014, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def due(deadline: Deadline, counting: Counting | None = None) -> Due:
    """Derive when something is due, which it must be."""
    found = deadline.due(counting)
    assert found is not None
    return found


def started(at: datetime, period: Period) -> Deadline:
    """Start a deadline to which nothing happened."""
    return Deadline(clock="comments", started=at, period=period)


def by_hand(deadline: Deadline, counting: Counting) -> date:
    """Count with a finger on the calendar: no arithmetic on more than one day or month."""
    origin = local(deadline.started, counting)
    last = origin - DAY if counting.event_day_counts else origin
    for period in added_up(deadline):
        left = period.count * (7 if period.unit is Unit.WEEKS else 1)
        if period.unit is Unit.MONTHS:
            left = (months_on(origin, period.count) - origin).days
        while left:
            last += DAY
            is_wanted = period.unit is not Unit.WORKING_DAYS or works(last, counting)
            left -= is_wanted and not stands(last, deadline, counting)
        origin = last
    if counting.last_day is LastDay.MOVES:
        while stands(last, deadline, counting) or not works(last, counting):
            last += DAY
    return last


def added_up(deadline: Deadline) -> list[Period]:
    """List the periods in order; months and years that follow one another become one."""
    listed: list[Period] = []
    extensions = [each.by for each in deadline.ledger if isinstance(each, Extension)]
    for each in (deadline.period, *extensions):
        period = Period(12 * each.count, Unit.MONTHS) if each.unit is Unit.YEARS else each
        if listed and period.unit is listed[-1].unit is Unit.MONTHS:
            period = Period(listed.pop().count + period.count, Unit.MONTHS)
        listed.append(period)
    return listed


def local(instant: datetime, counting: Counting) -> date:
    """Read the date of an instant."""
    return instant.astimezone(counting.zone).date()


def works(day: date, counting: Counting) -> bool:
    """Tell whether a day is a working day."""
    return day.isoweekday() <= 5 and day not in counting.calendar


def stands(day: date, deadline: Deadline, counting: Counting) -> bool:
    """Tell whether the clock stands on a day; all suspensions here have ended."""
    return any(
        local(each.at, counting) <= day < local(each.until, counting)
        for each in deadline.ledger
        if isinstance(each, Suspension) and each.until is not None
    )


def months_on(day: date, months: int) -> date:
    """Turn the page so many times, and take the last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
