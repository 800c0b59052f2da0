"""The bank holidays of England and Wales against what the package holidays computes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pamms_core import CalendarError, england_and_wales

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = Path(__file__).parent / "england-and-wales.tsv"  # by holidays 0.109, subdivision ENG
FIRST, LAST = date(1978, 1, 1), date(2040, 12, 31)
# What the package calls otherwise than the standing list of names here.
OTHER_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Wedding of Charles and Diana": "Royal wedding",
    "Millennium Celebrations": "Millennium Eve",
    "Golden Jubilee of Elizabeth II": "Golden Jubilee",
    "Wedding of William and Catherine": "Royal wedding",
    "Diamond Jubilee of Elizabeth II": "Diamond Jubilee",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee",
    "State Funeral of Queen Elizabeth II": "State funeral of Queen Elizabeth II",
    "Coronation of Charles III": "Coronation of King Charles III",
}


@pytest.fixture(scope="module")
def recorded() -> dict[date, str]:
    """Read the recorded holidays."""
    with RECORDED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {date.fromisoformat(row["date"]): row["holiday"] for row in rows}


def every_day() -> Iterator[date]:
    """List all days that the calendar covers."""
    return (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))


def test_every_day_agrees_with_the_record(recorded: dict[date, str]) -> None:
    """On each of 23,011 days the calendar says what the package said."""
    calendar = england_and_wales()
    days = list(every_day())
    assert len(days) == 23_011
    assert [day for day in days if day in calendar] == list(recorded)


def test_every_name_agrees_with_the_record(recorded: dict[date, str]) -> None:
    """Each holiday has the name that the package gives it, but for its manner of writing."""
    calendar = england_and_wales()
    for day, theirs in recorded.items():
        name = theirs.replace("(observed)", "(substitute day)")
        assert calendar.name(day) == OTHER_NAMES.get(name, name)


def test_a_year_lists_what_its_days_say(recorded: dict[date, str]) -> None:
    """The holidays listed for the years are those of the record, in order."""
    calendar = england_and_wales()
    years = range(calendar.first_year, calendar.last_year + 1)
    assert [day for year in years for day in calendar.in_year(year)] == list(recorded)


def test_every_day_agrees_with_the_package() -> None:
    """What is recorded is what the package says today, where it is installed (``.ci/full``)."""
    holidays = pytest.importorskip("holidays", reason="needs the extra calendars")
    theirs = holidays.UK(subdiv="ENG")
    assert [day for day in every_day() if (day in theirs) != (day in england_and_wales())] == []


@pytest.mark.parametrize("day", [date(1977, 12, 31), date(2041, 1, 1)])
def test_days_outside_the_years_covered_are_refused(day: date) -> None:
    """A calendar that does not know says so, and never that a day is a working day."""
    calendar = england_and_wales()
    match = f"known for 1978 to 2040 only: {day}"
    with pytest.raises(CalendarError, match=match) as error:
        day in calendar  # noqa: B015 - the question itself is refused
    assert error.value.value == day
    with pytest.raises(CalendarError, match=match):
        calendar.name(day)
    with pytest.raises(CalendarError, match=f"known for 1978 to 2040 only: {day.year}") as error:
        calendar.in_year(day.year)
    assert error.value.value == day.year
