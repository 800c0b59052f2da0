"""Instants and days: which day it is in a zone, and when that day is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pamms_core.errors import PammsError, did_you_mean, shorten

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "NaiveTimeError",
    "TimeRangeError",
    "ZoneError",
    "as_instant",
    "day_of",
    "end_of",
    "find_zone",
]

_DAY = timedelta(days=1)


class NaiveTimeError(PammsError, ValueError):
    """A time that is no instant, because it does not say in which zone it is.

    >>> as_instant(datetime(2026, 1, 9, 16, 0))
    Traceback (most recent call last):
    ...
    pamms_core.workflow.instants.NaiveTimeError: 2026-01-09T16:00:00 has no time zone; give an aware\
 datetime, such as one with tzinfo=datetime.UTC
    """

    def __init__(self, value: object) -> None:
        self.value = value
        """What was given."""
        super().__init__(value)

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            told = f"{self.value.isoformat()} has no time zone"
        else:
            told = f"{shorten(repr(self.value))} is no datetime"
        return f"{told}; give an aware datetime, such as one with tzinfo=datetime.UTC"


class TimeRangeError(PammsError, OverflowError):
    """A time before year 1 or after year 9999, which no date can say.

    >>> print(TimeRangeError("the last day of 'comments'"))
    the last day of 'comments' would fall outside the years 1 to 9999
    """

    def __init__(self, what: str) -> None:
        self.what = what
        """What would fall there."""
        super().__init__(what)

    def __str__(self) -> str:
        return f"{self.what} would fall outside the years 1 to 9999"


class ZoneError(PammsError, LookupError):
    """A time zone that is not there, or a system without any zone data.

    >>> find_zone("Europe/Londn")
    Traceback (most recent call last):
    ...
    pamms_core.workflow.instants.ZoneError: unknown time zone 'Europe/Londn'\
 (did you mean 'Europe/London'?)
    """

    def __init__(self, name: object, hint: str) -> None:
        self.name = name
        """The name that was given."""
        self.hint = hint
        """What to do about it."""
        super().__init__(name, hint)

    def __str__(self) -> str:
        return f"unknown time zone {shorten(repr(self.name))} ({self.hint})"


def as_instant(at: datetime) -> datetime:
    """Give an instant in UTC, whatever zone it was told in.

    In UTC two instants compare as they should: Python compares two times of one
    zone by their wall clocks, which run twice through an hour every autumn.

    Raises:
        NaiveTimeError: it has no zone, or is no datetime.
        TimeRangeError: in UTC it would be before year 1 or after year 9999.

    >>> as_instant(datetime.fromisoformat("2026-07-01T00:30:00+01:00"))
    datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise NaiveTimeError(at)
    try:
        return at if at.tzinfo is UTC else at.astimezone(UTC)
    except OverflowError:
        raise TimeRangeError(at.isoformat()) from None


def find_zone(name: str | ZoneInfo) -> ZoneInfo:
    """Find the rules of a time zone by its name in the IANA database.

    Raises:
        ZoneError: there is no such zone, or no zone data on this system.

    >>> find_zone("Europe/London").key
    'Europe/London'
    """
    from zoneinfo import ZoneInfo, available_timezones

    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError, TypeError, AttributeError):
        known = available_timezones()
    if not known:
        raise ZoneError(name, "this system has no zone data; install the package tzdata")
    near = did_you_mean(str(name), sorted(known))
    raise ZoneError(name, near or "use a name such as Europe/London")


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Tell which day it is in a zone.

    Raises:
        TimeRangeError: it would be before year 1 or after year 9999 there.
    """
    try:
        return instant.astimezone(zone).date()
    except (OverflowError, ValueError):
        raise TimeRangeError(instant.isoformat()) from None


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Find the first instant, in UTC, at which a day is over in a zone for good.

    That is midnight, except in zones that change their clocks about then: where
    midnight does not exist, it is the change; where clocks go back to before
    midnight and the day comes twice, it is the second midnight.

    Raises:
        TimeRangeError: it would be after year 9999.

    >>> end_of(date(2026, 3, 28), find_zone("Europe/London")).isoformat()
    '2026-03-29T00:00:00+00:00'
    """
    try:
        following = day + _DAY
        midnight = datetime(following.year, following.month, following.day, tzinfo=zone)
        other = midnight.replace(fold=1)
        early, late = midnight.utcoffset(), other.utcoffset()
        if early == late:
            return midnight.astimezone(UTC)
        return _end_at_change(day, midnight.astimezone(UTC), other.astimezone(UTC), zone)
    except OverflowError:
        raise TimeRangeError(f"the end of {day}") from None


def _end_at_change(day: date, first: datetime, second: datetime, zone: ZoneInfo) -> datetime:
    """Find the end of a day near whose midnight clocks change.

    In a gap the two readings of midnight lie on either side of the change, the
    first reading later; where midnight comes twice, they are the two midnights.
    """
    if first < second:
        still = (second - timedelta(microseconds=1)).astimezone(zone).date() == day
        return second if still else first
    before, after = second, first
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).date() > day:
            after = middle
        else:
            before = middle
    return after
