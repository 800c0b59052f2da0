"""Which days are holidays: anything that answers ``day in calendar``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol, runtime_checkable

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.errors import PammsError, shorten

__all__ = ["Calendar", "CalendarError", "as_calendar", "holiday_name"]


@runtime_checkable
class Calendar(Protocol):
    """What tells holidays from other days.

    A set of dates is one, so is ``holidays.UK(subdiv="ENG")`` of the package
    holidays, and any object of a class with this method. Weekends need not be in
    it. If it also has a method ``name(day)``, or is a mapping of dates to
    names, explanations name the holidays.

    >>> from datetime import date
    >>> isinstance({date(2026, 12, 25)}, Calendar)
    True
    """

    def __contains__(self, day: date, /) -> bool:
        """Tell whether this day is a holiday."""


class CalendarError(PammsError, ValueError):
    """A calendar that is none, or that does not cover a day.

    >>> from datetime import date
    >>> print(CalendarError(date(2090, 1, 3), "the calendar does not cover this day"))
    the calendar does not cover this day: 2090-01-03
    """

    def __init__(self, value: object, problem: str) -> None:
        self.value = value
        """What was given, or the day that is not covered."""
        self.problem = problem
        """What is wrong with it."""
        super().__init__(value, problem)

    def __str__(self) -> str:
        shown = str(self.value) if isinstance(self.value, date | int) else repr(self.value)
        return f"{self.problem}: {shorten(shown)}"


def as_calendar(value: Calendar) -> Calendar:
    """Take a calendar as it is; plain collections of dates are copied, so that they cannot change.

    Raises:
        CalendarError: it cannot say which days are holidays, or holds what is no date.

    >>> as_calendar([date(2026, 12, 25)])
    frozenset({datetime.date(2026, 12, 25)})
    """
    _check_calendar(value)
    if type(value) is dict:
        return FrozenMap(_dates(value))
    return frozenset(_dates(value)) if type(value) in _PLAIN else value


_PLAIN: Final = (set, frozenset, list, tuple)


def _check_calendar(value: object) -> None:
    if isinstance(value, str | bytes) or not isinstance(value, Calendar):
        raise CalendarError(value, "a calendar must be a set of dates, or answer 'day in calendar'")


def _dates(days: Any) -> Any:
    for day in days:
        if not isinstance(day, date) or isinstance(day, datetime):
            raise CalendarError(day, "a calendar must hold dates only")
    return days


def holiday_name(calendar: Calendar, day: date) -> str:
    """Name a holiday as its calendar does, or say just that it is one.

    >>> holiday_name({date(2026, 12, 25)}, date(2026, 12, 25))
    'holiday'
    >>> holiday_name({date(2026, 12, 25): "Christmas Day"}, date(2026, 12, 25))
    'Christmas Day'
    """
    name = getattr(calendar, "name", None)
    if callable(name):
        return str(name(day) or "holiday")
    return str(calendar[day]) if isinstance(calendar, Mapping) else "holiday"


offer(__name__)
