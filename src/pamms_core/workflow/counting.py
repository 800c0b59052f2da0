"""The rules of counting: zone, calendar, and what to do with the first and the last day."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted
from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.errors import UnknownNameError, shorten
from pamms_core.workflow.calendars import Calendar, as_calendar, holiday_name
from pamms_core.workflow.england_and_wales import england_and_wales
from pamms_core.workflow.instants import day_of, end_of, find_zone

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

__all__ = ["WEEKEND", "Counting", "LastDay", "usual_counting"]

WEEKEND: Final = "weekend"
"""Why a Saturday or Sunday is no working day."""
_SATURDAY: Final = 5


class LastDay(StrEnum):
    """What becomes of a last day that is a weekend or a holiday.

    >>> LastDay("moves")
    <LastDay.MOVES: 'moves'>
    """

    STAYS = "stays"
    """It is the last day all the same."""
    MOVES = "moves"
    """The next working day is the last day."""

    @classmethod
    def _missing_(cls, value: object) -> LastDay:
        raise UnknownNameError("rule for the last day", str(value), cls)


def _london() -> ZoneInfo:
    return find_zone("Europe/London")


def _shown(calendar: Calendar) -> str:
    if isinstance(calendar, frozenset | FrozenMap):
        return f"<{counted(len(calendar), 'holiday')}>"
    return shorten(repr(calendar))


@attrs.frozen(kw_only=True)
class Counting:
    """How days are counted; without arguments, as is usual in England and Wales.

    Raises:
        ZoneError: there is no such zone, or no zone data on this system.
        CalendarError: the calendar cannot say which days are holidays.

    >>> from datetime import date
    >>> Counting(calendar={date(2026, 12, 24)}).why_not_working(date(2026, 12, 24))
    'holiday'
    """

    zone: ZoneInfo = attrs.field(
        factory=_london, converter=find_zone, eq=str, repr=lambda zone: repr(str(zone))
    )
    """Where the days begin and end; a name such as ``"Europe/London"`` will do."""
    calendar: Calendar = attrs.field(
        factory=england_and_wales, converter=as_calendar, hash=False, repr=_shown
    )
    """The holidays; Saturdays and Sundays are no working days whatever it says."""
    event_day_counts: bool = False
    """Whether the day of the event that starts the clock is the first day counted."""
    last_day: LastDay = attrs.field(default=LastDay.STAYS, converter=LastDay)
    """What becomes of a last day that is a weekend or a holiday."""

    def is_working(self, day: date) -> bool:
        """Tell whether a day is a working day.

        Raises:
            CalendarError: the calendar does not cover the day.
        """
        return day.weekday() < _SATURDAY and day not in self.calendar

    def why_not_working(self, day: date) -> str:
        """Say why a day is no working day: a weekend or the holiday's name; nothing if it is one.

        Raises:
            CalendarError: the calendar does not cover the day.

        >>> from datetime import date
        >>> Counting().why_not_working(date(2026, 4, 3))
        'Good Friday'
        """
        if day.weekday() >= _SATURDAY:
            return WEEKEND
        return holiday_name(self.calendar, day) if day in self.calendar else ""

    def day_of(self, instant: datetime) -> date:
        """Tell which day it is at an instant."""
        return day_of(instant, self.zone)

    def end_of(self, day: date) -> datetime:
        """Find the first instant at which a day is over."""
        return end_of(day, self.zone)


@cache
def usual_counting() -> Counting:
    """Give the rules of counting that hold where none are named, those of England and Wales."""
    return Counting()


offer(__name__)
