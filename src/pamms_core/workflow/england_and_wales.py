"""The bank holidays of England and Wales, computed, with what was proclaimed for single years."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from pamms_core.workflow.calendars import CalendarError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["EnglandAndWales", "england_and_wales"]

_FIRST_YEAR: Final = 1978
_LAST_YEAR: Final = 2040
_SATURDAY: Final = 5

# What differs in single years, by royal proclamation under the Banking and Financial Dealings
# Act 1971: section 1(2) moves a holiday, section 1(3) adds one. Each line gives the occasion.
_MOVED: Final = {
    (1995, "Early May bank holiday"): date(1995, 5, 8),  # fifty years after the war in Europe ended
    (2002, "Spring bank holiday"): date(2002, 6, 4),  # beside the Golden Jubilee
    (2012, "Spring bank holiday"): date(2012, 6, 4),  # beside the Diamond Jubilee
    (2020, "Early May bank holiday"): date(2020, 5, 8),  # seventy-five years after the war in Europe
    (2022, "Spring bank holiday"): date(2022, 6, 2),  # beside the Platinum Jubilee
}
_ADDED: Final = {
    date(1981, 7, 29): "Royal wedding",
    date(1999, 12, 31): "Millennium Eve",
    date(2002, 6, 3): "Golden Jubilee",
    date(2011, 4, 29): "Royal wedding",
    date(2012, 6, 5): "Diamond Jubilee",
    date(2022, 6, 3): "Platinum Jubilee",
    date(2022, 9, 19): "State funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Coronation of King Charles III",
}


@attrs.frozen
class EnglandAndWales:
    """The bank holidays of England and Wales from 1978 to 2040.

    1978 is the first year with a holiday in early May. Years to come are as the
    standing rules have them: a holiday yet to be proclaimed is not in here.

    >>> date(2026, 4, 3) in england_and_wales()
    True
    >>> date(2041, 1, 1) in england_and_wales()
    Traceback (most recent call last):
    ...
    pamms_core.workflow.calendars.CalendarError: the bank holidays of England and Wales are known\
 for 1978 to 2040 only: 2041-01-01
    """

    first_year: ClassVar[int] = _FIRST_YEAR
    last_year: ClassVar[int] = _LAST_YEAR

    def __contains__(self, day: date, /) -> bool:
        """Tell whether a day is a bank holiday.

        Raises:
            CalendarError: its year is not covered.
        """
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise _not_covered(day)
        return (day.month, day.day) in _holidays(day.year)  # so that a datetime is found too

    def name(self, day: date) -> str:
        """Name the holiday that a day is; nothing if it is none.

        Raises:
            CalendarError: its year is not covered.

        >>> england_and_wales().name(date(2026, 12, 28))
        'Boxing Day (substitute day)'
        """
        return _holidays(day.year)[day.month, day.day] if day in self else ""

    def in_year(self, year: int) -> Mapping[date, str]:
        """List the holidays of a year with their names, in order.

        Raises:
            CalendarError: the year is not covered.

        >>> len(england_and_wales().in_year(2026))
        9
        """
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise _not_covered(year)
        return {date(year, *when): name for when, name in _holidays(year).items()}


def england_and_wales() -> EnglandAndWales:
    """Give the calendar of England and Wales.

    >>> from datetime import date
    >>> calendar = england_and_wales()
    >>> date(2026, 12, 25) in calendar, calendar.name(date(2026, 12, 28))
    (True, 'Boxing Day (substitute day)')
    """
    return EnglandAndWales()


def _not_covered(what: object) -> CalendarError:
    years = f"{_FIRST_YEAR} to {_LAST_YEAR}"
    return CalendarError(what, f"the bank holidays of England and Wales are known for {years} only")


@cache
def _holidays(year: int) -> dict[tuple[int, int], str]:
    """Compute the names of a year's holidays by month and day, once; nobody changes what is kept."""
    found = {_MOVED.get((year, name), day): name for name, day in _standing(year)}
    for day, name in sorted(found.items()):
        if day.weekday() >= _SATURDAY:
            found[_substitute(day, found)] = f"{name} (substitute day)"
    found |= {day: name for day, name in _ADDED.items() if day.year == year}
    return {(day.month, day.day): found[day] for day in sorted(found)}


def _standing(year: int) -> Iterator[tuple[str, date]]:
    """List what every year has."""
    from dateutil.easter import easter
    from dateutil.relativedelta import MO, relativedelta

    first_monday, last_monday = relativedelta(day=1, weekday=MO), relativedelta(day=31, weekday=MO(-1))
    sunday = easter(year)
    yield "New Year's Day", date(year, 1, 1)
    yield "Good Friday", sunday - timedelta(days=2)
    yield "Easter Monday", sunday + timedelta(days=1)
    yield "Early May bank holiday", date(year, 5, 1) + first_monday
    yield "Spring bank holiday", date(year, 5, 1) + last_monday
    yield "Summer bank holiday", date(year, 8, 1) + last_monday
    yield "Christmas Day", date(year, 12, 25)
    yield "Boxing Day", date(year, 12, 26)


def _substitute(day: date, taken: Mapping[date, str]) -> date:
    """Find the next day that is neither at a weekend nor a holiday already."""
    while day.weekday() >= _SATURDAY or day in taken:
        day += timedelta(days=1)
    return day
