"""Deadlines: worked examples, their ledger, and what they refuse."""

from __future__ import annotations

import pickle
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest
from london import at, deadline, due

from pamms_core import (
    CalendarError,
    Counting,
    Deadline,
    Extension,
    NaiveTimeError,
    Period,
    Suspension,
    TimeRangeError,
)


@pytest.mark.parametrize(
    ("period", "started", "last"),
    [
        ("14 days", "2026-01-09T16:00", "2026-01-23"),
        ("14 days", "2026-01-09T23:59:59", "2026-01-23"),
        ("14 days", "2026-01-09T00:00", "2026-01-23"),
        ("2 weeks", "2026-01-09T16:00", "2026-01-23"),
        ("1 day", "2026-03-28T16:00", "2026-03-29"),
        ("10 working days", "2026-01-09T16:00", "2026-01-23"),
        ("10 working days", "2026-03-27T16:00", "2026-04-14"),
        ("1 working day", "2026-12-24T16:00", "2026-12-29"),
        ("1 working day", "2026-01-10T16:00", "2026-01-12"),
        ("1 month", "2026-01-31T16:00", "2026-02-28"),
        ("2 months", "2026-01-31T16:00", "2026-03-31"),
        ("6 months", "2026-08-31T16:00", "2027-02-28"),
        ("1 month", "2028-01-31T16:00", "2028-02-29"),
        ("1 year", "2028-02-29T16:00", "2029-02-28"),
        ("4 years", "2028-02-29T16:00", "2032-02-29"),
        ("1 month", "2026-01-09T16:00", "2026-02-09"),
    ],
)
def test_the_last_day_is_counted_from_the_day_after_the_event(
    period: str, started: str, last: str
) -> None:
    """The day of the event does not count, and months clip to the last day of a short one (A5)."""
    found = due(deadline(period, started))
    assert found.date == date.fromisoformat(last)
    assert found.instant == at(last) + timedelta(days=1)
    assert found.instant.tzinfo is UTC


def test_the_day_of_the_event_is_that_of_the_zone() -> None:
    """An event at 23:30 UTC on a day in June is on the next day in London."""
    late = Deadline(clock="x", started=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), period="1 day")
    assert due(late).date == date(2026, 7, 2)
    assert due(late, zone="UTC").date == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("period", "started", "last"),
    [
        ("14 days", "2026-01-09T16:00", "2026-01-22"),
        ("1 day", "2026-01-09T16:00", "2026-01-09"),
        ("1 working day", "2026-01-09T16:00", "2026-01-09"),
        ("1 working day", "2026-01-10T16:00", "2026-01-12"),
        ("1 month", "2026-01-15T16:00", "2026-02-14"),
        ("1 month", "2026-01-31T16:00", "2026-02-27"),
    ],
)
def test_the_day_of_the_event_counts_where_rules_say_so(period: str, started: str, last: str) -> None:
    """Then it is the first day, if it is of the kind that counts."""
    assert due(deadline(period, started), event_day_counts=True).date == date.fromisoformat(last)


def test_the_last_day_moves_where_rules_say_so() -> None:
    """A last day on Easter Saturday moves over Easter Monday; a working day stays."""
    assert due(deadline("14 days", "2026-03-21T16:00"), last_day="moves").date == date(2026, 4, 7)
    assert due(deadline("14 days", "2026-03-21T16:00")).date == date(2026, 4, 4)
    assert due(deadline("14 days", "2026-03-20T16:00"), last_day="moves").date == date(2026, 4, 7)
    assert due(deadline("14 days", "2026-03-19T16:00"), last_day="moves").date == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("started", "ended"),
    [
        ("2026-03-28T16:30+00:00", "2026-03-29T17:30+01:00"),
        ("2026-10-24T16:30+01:00", "2026-10-25T15:30+00:00"),
        ("2026-10-25T01:30+01:00", "2026-10-26T00:30+00:00"),
    ],
)
def test_hours_run_on_when_clocks_change(started: str, ended: str) -> None:
    """24 hours are 24 hours, and end an hour later or earlier by the clock on the wall (A12)."""
    response = Deadline(clock="x", started=datetime.fromisoformat(started), period="24 hours")
    assert due(response).instant == datetime.fromisoformat(ended)
    assert due(response).date == datetime.fromisoformat(ended).date()


def test_hours_that_end_at_midnight_end_with_the_day_before() -> None:
    """The last day is the one that holds the last moment."""
    response = deadline("24 hours", "2026-01-09T00:00")
    assert due(response).instant == at("2026-01-10T00:00")
    assert due(response).date == date(2026, 1, 9)


def test_a_deadline_is_over_from_its_instant_on() -> None:
    """The last day belongs to it wholly, in whatever zone the time is told."""
    found = due(deadline("14 days", "2026-06-09T16:00"))
    assert not found.is_over(at("2026-06-23T23:59:59.999999"))
    assert found.is_over(at("2026-06-24T00:00"))
    assert found.is_over(datetime(2026, 6, 23, 23, tzinfo=UTC))
    with pytest.raises(NaiveTimeError, match="2026-06-24T00:00:00 has no time zone"):
        found.is_over(datetime(2026, 6, 24))  # noqa: DTZ001


def test_a_suspension_gives_its_days_back() -> None:
    """From the day on which the clock stops up to, and without, that on which it goes on."""
    stopped = deadline("14 days", "2026-01-09T16:00").suspended(at("2026-01-14T09:00"), "ill")
    assert stopped.is_suspended
    assert stopped.due() is None
    resumed = stopped.resumed(at("2026-01-19T17:00"))
    assert not resumed.is_suspended
    assert due(resumed).date == date(2026, 1, 28)
    assert resumed.ledger == (
        Suspension(at=at("2026-01-14T09:00"), reason="ill", until=at("2026-01-19T17:00")),
    )


@pytest.mark.parametrize(
    ("period", "stop", "go", "last"),
    [
        ("14 days", "2026-01-23T23:00", "2026-01-24T01:00", "2026-01-24"),  # on the last day
        ("14 days", "2026-01-14T09:00", "2026-01-14T17:00", "2026-01-23"),  # within one day
        (
            "14 days",
            "2026-01-09T17:00",
            "2026-01-12T09:00",
            "2026-01-25",
        ),  # the event's day has no share
        ("14 days", "2026-01-24T00:00", "2026-01-26T00:00", "2026-01-23"),  # too late to matter
        ("10 working days", "2026-01-17T09:00", "2026-01-19T09:00", "2026-01-23"),  # over a weekend
        ("10 working days", "2026-01-16T09:00", "2026-01-19T09:00", "2026-01-26"),
        ("1 month", "2026-01-14T09:00", "2026-01-19T09:00", "2026-02-14"),
        ("15 hours", "2026-01-09T20:00", "2026-01-10T20:00", "2026-01-11"),
    ],
)
def test_a_suspension_moves_the_end_by_the_days_it_took(
    period: str, stop: str, go: str, last: str
) -> None:
    """As many counted days as it lasted, and none that would not have counted."""
    moved = deadline(period, "2026-01-09T16:00").suspended(at(stop), "ill").resumed(at(go))
    assert due(moved).date == date.fromisoformat(last)


def test_the_suspended_time_of_hours_is_exact() -> None:
    """A clock in hours that stood for two hours and a half ends so much later."""
    stopped = deadline("24 hours", "2026-01-09T16:00").suspended(at("2026-01-09T18:00"), "ill")
    assert stopped.due() is None
    assert due(stopped.resumed(at("2026-01-09T20:30"))).instant == at("2026-01-10T18:30")


def test_what_is_over_is_not_undone_by_a_later_suspension() -> None:
    """A clock that ran out before it was stopped is due when it was."""
    over = deadline("14 days", "2026-01-09T16:00").suspended(at("2026-01-24T00:00"), "late")
    assert over.is_suspended
    assert due(over).date == date(2026, 1, 23)
    hours = deadline("24 hours", "2026-01-09T16:00").suspended(at("2026-01-10T16:00"), "late")
    assert due(hours).instant == at("2026-01-10T16:00")


def test_a_last_day_that_would_move_into_a_suspension_waits_for_its_end() -> None:
    """The moved last day is a working day on which the clock runs."""
    easter = deadline("14 days", "2026-03-21T16:00").suspended(at("2026-04-05T09:00"), "ill")
    assert easter.due(Counting(last_day="moves")) is None
    assert due(easter, last_day="stays").date == date(2026, 4, 4)
    assert due(easter.resumed(at("2026-04-09T09:00")), last_day="moves").date == date(2026, 4, 9)


@pytest.mark.parametrize(
    ("period", "by", "last"),
    [
        ("14 days", "7 days", "2026-01-30"),
        ("14 days", "1 week", "2026-01-30"),
        ("14 days", "1 working day", "2026-01-26"),
        ("10 working days", "1 month", "2026-02-23"),
        ("1 month", "1 year", "2027-02-09"),
        ("24 hours", "1 hour", "2026-01-10"),
    ],
)
def test_an_extension_counts_on_from_the_end(period: str, by: str, last: str) -> None:
    """More time of any unit begins where the time that was there ended."""
    longer = deadline(period, "2026-01-09T16:00").extended(by, at("2026-01-12T09:00"), "asked for")
    assert due(longer).date == date.fromisoformat(last)
    assert longer.ledger == (
        Extension(by=Period.parse(by), at=at("2026-01-12T09:00"), reason="asked for"),
    )


def test_an_extension_may_come_while_the_clock_stands_or_too_late() -> None:
    """Whether it may is for the workflow to say; how it counts is the same."""
    stopped = deadline("14 days", "2026-01-09T16:00").suspended(at("2026-01-14T09:00"), "ill")
    longer = stopped.extended("7 days", at("2026-01-15T09:00"), "asked for")
    assert longer.due() is None
    assert due(longer.resumed(at("2026-01-19T17:00"))).date == date(2026, 2, 4)
    late = deadline("14 days", "2026-01-09T16:00").extended("7 days", at("2026-03-01T09:00"), "late")
    assert due(late).date == date(2026, 1, 30)


@pytest.mark.parametrize(
    ("period", "started"),
    [
        ("1000000 years", "2026-01-09T16:00"),
        ("1000000 days", "9026-01-09T16:00"),
        ("1000000 working days", "9026-01-09T16:00"),
        ("1000000 hours", "9990-01-09T16:00"),
        ("1 day", "9999-12-30T16:00"),
        ("1 day", "9999-12-31T16:00"),
        ("1 working day", "9999-12-31T16:00"),
        ("1 month", "9999-12-31T16:00"),
    ],
)
def test_nothing_is_due_after_year_9999(period: str, started: str) -> None:
    """What no date can say is a typed error, whichever way it is counted."""
    with pytest.raises(TimeRangeError, match="would fall outside the years 1 to 9999") as error:
        deadline(period, started).due(Counting(calendar=set()))
    assert error.value.what


def test_the_last_days_of_all_can_be_due() -> None:
    """The limit itself is reached."""
    assert due(deadline("1 day", "9999-12-29T16:00")).date == date(9999, 12, 30)
    hours = Deadline(clock="x", started=datetime(9999, 12, 30, 1, tzinfo=UTC), period="46 hours")
    assert due(hours).explain()[-1].date == due(hours).date == date(9999, 12, 31)
    first = Deadline(clock="x", started=datetime(1, 1, 1, tzinfo=UTC), period="1 day")
    counting = Counting(zone="UTC", event_day_counts=True)
    found = first.due(counting)
    assert found is not None
    assert [line.date for line in found.explain()] == [date(1, 1, 1)]


def test_a_calendar_that_does_not_know_stops_the_counting() -> None:
    """A due date is not guessed beyond the years that a calendar covers."""
    with pytest.raises(CalendarError, match="known for 1978 to 2040 only: 2041-01-01") as error:
        deadline("10 working days", "2040-12-24T16:00").due()
    assert error.value.value == date(2041, 1, 1)
    assert due(deadline("14 days", "2040-12-24T16:00")).date == date(2041, 1, 7)


def test_a_deadline_is_a_small_value() -> None:
    """It is equal wherever its instants were told, hashes, pickles, and carries no dictionary."""
    one = deadline("14 days", "2026-06-09T16:00", Suspension(at=at("2026-06-12T09:00"), reason="ill"))
    other = attrs.evolve(one, started=one.started.astimezone(ZoneInfo("Asia/Tokyo")))
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
    assert one.started.tzinfo is UTC
    for value in (one, one.period, one.ledger[0]):
        assert not hasattr(value, "__dict__")
        assert sys.getsizeof(value) <= 80
