"""Instants, zones, and the end of a day where clocks change."""

from __future__ import annotations

import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from pamms_core import NaiveTimeError, TimeRangeError, ZoneError
from pamms_core.workflow.instants import as_instant, day_of, end_of, find_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

LONDON = ZoneInfo("Europe/London")
EAST = timezone(timedelta(hours=14))
WEST = timezone(timedelta(hours=-14))


def test_an_instant_is_the_same_in_whatever_zone_it_is_told() -> None:
    """Any zone is accepted, and UTC is what remains."""
    summer = datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)
    assert as_instant(summer) == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert as_instant(summer).tzinfo is UTC
    assert as_instant(summer.astimezone(EAST)) == as_instant(summer.astimezone(ZoneInfo("UTC")))


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """In autumn 01:30 comes twice in London, an hour apart."""
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    assert as_instant(first.replace(fold=1)) - as_instant(first) == timedelta(hours=1)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), date(2026, 1, 1), "2026-01-01", None])  # noqa: DTZ001
def test_what_is_no_instant_is_refused(value: Any) -> None:
    """A time without a zone, a date or a text is refused."""
    with pytest.raises(NaiveTimeError, match="give an aware datetime") as error:
        as_instant(value)
    assert error.value.value == value
    assert isinstance(error.value, ValueError)


def test_a_zone_that_knows_no_offset_is_none() -> None:
    """A datetime with a zone that cannot tell its offset is as good as naive."""

    class Nowhere(tzinfo):
        """A place without a time."""

        def utcoffset(self, _: datetime | None, /) -> None:
            """Know no offset."""

        dst = tzname = utcoffset

    with pytest.raises(NaiveTimeError, match="has no time zone"):
        as_instant(datetime(2026, 1, 1, tzinfo=Nowhere()))


@pytest.mark.parametrize("at", [datetime.max.replace(tzinfo=WEST), datetime.min.replace(tzinfo=EAST)])
def test_an_instant_outside_all_years_is_refused(at: datetime) -> None:
    """What UTC cannot say is a typed error."""
    with pytest.raises(TimeRangeError, match="outside the years 1 to 9999") as error:
        as_instant(at)
    assert error.value.what == at.isoformat()
    assert isinstance(error.value, OverflowError)


@pytest.mark.parametrize("at", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_day_outside_all_years_is_refused(at: datetime) -> None:
    """An instant that falls into year 10000 or 0 in its zone has no day there."""
    zone = ZoneInfo("America/New_York" if at.year == 1 else "Pacific/Kiritimati")
    with pytest.raises(TimeRangeError, match="outside the years 1 to 9999"):
        day_of(at, zone)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-01-09T23:59:59+00:00", date(2026, 1, 9)),
        ("2026-06-30T22:59:59+00:00", date(2026, 6, 30)),
        ("2026-06-30T23:00:00+00:00", date(2026, 7, 1)),
    ],
)
def test_the_day_is_that_of_the_zone(instant: str, day: date) -> None:
    """Late in the evening of a summer's day it is tomorrow in London and today in UTC."""
    assert day_of(datetime.fromisoformat(instant), LONDON) == day


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/London", date(2026, 1, 9), "2026-01-10T00:00:00+00:00"),
        ("Europe/London", date(2026, 3, 28), "2026-03-29T00:00:00+00:00"),
        ("Europe/London", date(2026, 3, 29), "2026-03-29T23:00:00+00:00"),
        ("Europe/London", date(2026, 10, 24), "2026-10-24T23:00:00+00:00"),
        ("Europe/London", date(2026, 10, 25), "2026-10-26T00:00:00+00:00"),
        # No midnight: clocks go from 00:00 to 01:00.
        ("America/Sao_Paulo", date(2018, 11, 3), "2018-11-04T03:00:00+00:00"),
        # No midnight inside the gap: clocks went from 23:30 to 00:30.
        ("America/Toronto", date(1919, 3, 30), "1919-03-31T04:30:00+00:00"),
        # The last hour comes twice: clocks go from 00:00 back to 23:00.
        ("America/Sao_Paulo", date(2018, 2, 17), "2018-02-18T03:00:00+00:00"),
        # Midnight comes twice, and the day does not come back: from 01:00 to 00:00.
        ("America/Havana", date(2026, 10, 31), "2026-11-01T04:00:00+00:00"),
        # Midnight comes twice, and the day does come back: from 00:01 to 23:01.
        ("America/St_Johns", date(2006, 10, 28), "2006-10-29T03:30:00+00:00"),
        # A day that was left out is over as soon as the one before it.
        ("Pacific/Apia", date(2011, 12, 29), "2011-12-30T10:00:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00+00:00"),
    ],
)
def test_a_day_is_over_when_no_instant_of_it_is_left(zone: str, day: date, end: str) -> None:
    """The end of a day is midnight where there is one, and right where there is none or two."""
    assert end_of(day, ZoneInfo(zone)) == datetime.fromisoformat(end)
    assert end_of(day, ZoneInfo(zone)).tzinfo is UTC


@pytest.mark.parametrize("day", [date.max, date.max - timedelta(days=1)])
def test_the_last_day_of_all_has_no_end(day: date) -> None:
    """Where the end of a day would fall past year 9999, that is a typed error."""
    west = ZoneInfo("Pacific/Pago_Pago")
    assert end_of(day - timedelta(days=1), west).year == 9999
    if day == date.max:
        with pytest.raises(TimeRangeError, match="the end of 9999-12-31") as error:
            end_of(day, west)
        assert error.value.what == "the end of 9999-12-31"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Londn", r"did you mean 'Europe/London'\?"),
        ("", "use a name such as Europe/London"),
        ("Europe", "did you mean 'Europe/"),
        ("../etc/passwd", "use a name such as Europe/London"),
        ("a\0b", "use a name such as Europe/London"),
        (None, "use a name such as Europe/London"),
    ],
)
def test_an_unknown_zone_is_refused(name: Any, hint: str) -> None:
    """What is no zone is refused, with a near name if there is one."""
    with pytest.raises(ZoneError, match=hint) as error:
        find_zone(name)
    assert error.value.name == name
    assert isinstance(error.value, LookupError)


@pytest.fixture
def no_zone_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take all zone data away."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "tzdata"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath(to=[])
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


@pytest.mark.usefixtures("no_zone_data")
def test_a_system_without_zone_data_is_told_what_to_install() -> None:
    """Without any zone data the error says so, and not that the name is wrong."""
    with pytest.raises(ZoneError, match="no zone data; install the package tzdata") as error:
        find_zone("Europe/London")
    assert error.value.hint == "this system has no zone data; install the package tzdata"


def test_a_zone_is_taken_as_it_is() -> None:
    """Rules that are a zone already need no name."""
    assert find_zone(LONDON) is LONDON
