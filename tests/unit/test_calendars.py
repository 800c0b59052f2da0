"""Calendars of several kinds, and the rules of counting that use them."""

from __future__ import annotations

from collections import UserDict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from pamms_core import Calendar, CalendarError, Counting, LastDay, UnknownNameError, england_and_wales
from pamms_core.workflow.counting import usual_counting

THURSDAY, FRIDAY, SATURDAY = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 4)


class Fairs:
    """A host's own calendar, which names nothing."""

    def __contains__(self, day: date, /) -> bool:
        return day == THURSDAY


class NamedFairs(Fairs):
    """A host's own calendar with names."""

    def name(self, day: date) -> str:
        """Name a fair."""
        return f"fair of {day.year}"


class NamelessFairs(Fairs):
    """A host's own calendar that has a name for no day, and something else called name."""

    name = "Fairs"


class ForgetfulFairs(Fairs):
    """A host's own calendar that forgot the names."""

    def name(self, _: date) -> None:
        """Name no fair."""


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        ({THURSDAY}, "holiday"),
        (frozenset({THURSDAY}), "holiday"),
        ([THURSDAY], "holiday"),
        ((THURSDAY,), "holiday"),
        ({THURSDAY: "Town fair"}, "Town fair"),
        (UserDict({THURSDAY: "Town fair"}), "Town fair"),
        (Fairs(), "holiday"),
        (NamedFairs(), "fair of 2026"),
        (NamelessFairs(), "holiday"),
        (ForgetfulFairs(), "holiday"),
    ],
)
def test_whatever_knows_its_days_is_a_calendar(calendar: Calendar, why: str) -> None:
    """Sets, lists, mappings and classes of a host tell holidays, with names where they have them."""
    counting = Counting(calendar=calendar)
    assert not counting.is_working(THURSDAY)
    assert counting.why_not_working(THURSDAY) == why
    assert counting.is_working(FRIDAY)
    assert counting.why_not_working(FRIDAY) == ""
    assert counting.why_not_working(SATURDAY) == "weekend"


def test_a_weekend_needs_no_calendar() -> None:
    """Saturdays and Sundays are no working days, also in years that a calendar does not cover."""
    assert usual_counting().why_not_working(date(2050, 1, 1)) == "weekend"
    assert not usual_counting().is_working(date(2050, 1, 2))


def test_plain_collections_are_copied() -> None:
    """What a host changes later changes no rule of counting."""
    days, names = {THURSDAY}, {THURSDAY: "Town fair"}
    by_days, by_names = Counting(calendar=days), Counting(calendar=names)
    days.clear()
    names.clear()
    assert not by_days.is_working(THURSDAY)
    assert not by_names.is_working(THURSDAY)


@pytest.mark.parametrize(
    ("calendar", "problem"),
    [
        ("2026-12-25", "a calendar must be a set of dates, or answer 'day in calendar': '2026-12-25'"),
        (None, "a calendar must be a set of dates, or answer 'day in calendar': None"),
        (5, "a calendar must be a set of dates, or answer 'day in calendar': 5"),
        ({"2026-12-25"}, "a calendar must hold dates only: '2026-12-25'"),
        ({"2026-12-25": "Christmas"}, "a calendar must hold dates only: '2026-12-25'"),
        ([datetime(2026, 12, 25)], "a calendar must hold dates only: 2026-12-25 00:00:00"),  # noqa: DTZ001
    ],
)
def test_what_cannot_tell_holidays_is_refused(calendar: Any, problem: str) -> None:
    """A text, nothing, and collections of what is no date are no calendars."""
    with pytest.raises(CalendarError, match="a calendar must") as error:
        Counting(calendar=calendar)
    assert str(error.value) == problem
    assert isinstance(error.value, ValueError)


def test_a_datetime_is_found_in_the_calendar_of_england_and_wales() -> None:
    """A time on a holiday is on a holiday."""
    assert datetime(2026, 12, 25, 9, tzinfo=ZoneInfo("Europe/London")) in england_and_wales()
    assert england_and_wales().name(date(2026, 12, 24)) == ""


def test_a_listed_year_can_be_changed_without_harm() -> None:
    """What a caller does to the list of a year does nothing to the calendar."""
    listed = dict(england_and_wales().in_year(2026))
    england_and_wales().in_year(2026).clear()  # type: ignore[attr-defined]
    assert england_and_wales().in_year(2026) == listed
    assert date(2026, 12, 25) in england_and_wales()


def test_rules_of_counting_are_values() -> None:
    """Rules that say the same are equal and have one hash; without arguments they are the usual ones."""
    assert Counting() == usual_counting()
    assert hash(Counting()) == hash(usual_counting())
    assert Counting(calendar={FRIDAY}) == Counting(calendar=[FRIDAY]) != Counting(calendar={SATURDAY})
    assert hash(Counting(calendar={FRIDAY: "x"})) == hash(Counting(calendar={FRIDAY: "x"}))
    assert Counting().zone.key == "Europe/London"
    assert attrs.evolve(Counting(), zone="UTC").zone.key == "UTC"


def test_rules_of_counting_show_themselves_shortly() -> None:
    """Holidays are counted and not listed, and a host's calendar is cut where it goes on."""
    assert "zone='Europe/London', calendar=EnglandAndWales(), event" in repr(Counting())
    assert "calendar=<1 holiday>, " in repr(Counting(calendar={FRIDAY}))
    assert "calendar=<2 holidays>, " in repr(Counting(calendar={FRIDAY: "x", SATURDAY: "y"}))
    listed = UserDict({date(2026, 1, day): "fair" for day in range(1, 30)})
    assert len(repr(Counting(calendar=listed))) < 250


def test_an_unknown_rule_for_the_last_day_is_refused() -> None:
    """A slip in a rule is answered with the near one."""
    assert Counting(last_day="moves").last_day is LastDay.MOVES
    with pytest.raises(UnknownNameError, match=r"did you mean 'moves'\?") as error:
        Counting(last_day="move")
    assert error.value.known == ("stays", "moves")
