"""A due date that explains itself: in lines, in sentences, in a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from london import at

from pamms_core import Counting, DayKind, DayLine, Deadline, Due


def deadline(period: str, started: str, clock: str = "comments") -> Deadline:
    """Start a deadline in London."""
    return Deadline(clock=clock, started=at(started), period=period)


def due(of: Deadline, counting: Counting | None = None) -> Due:
    """Derive when something is due, which it must be."""
    found = of.due(counting)
    assert found is not None
    return found


def test_every_day_is_told_with_why_it_does_not_count() -> None:
    """Event, weekend, named holiday, suspension with its reason, and the number of each day."""
    stopped = deadline("4 working days", "2026-04-02T16:00").suspended(at("2026-04-08T09:00"), "ill")
    found = due(stopped.resumed(at("2026-04-09T17:00")))
    assert [str(line) for line in found.explain()] == [
        "Thursday 2 April 2026: not counted, the day of the event",
        "Friday 3 April 2026: not counted, Good Friday",
        "Saturday 4 April 2026: not counted, weekend",
        "Sunday 5 April 2026: not counted, weekend",
        "Monday 6 April 2026: not counted, Easter Monday",
        "Tuesday 7 April 2026: day 1",
        "Wednesday 8 April 2026: not counted, suspended: ill",
        "Thursday 9 April 2026: day 2",
        "Friday 10 April 2026: day 3",
        "Saturday 11 April 2026: not counted, weekend",
        "Sunday 12 April 2026: not counted, weekend",
        "Monday 13 April 2026: day 4",
    ]
    assert found.explain()[1] == DayLine(date=date(2026, 4, 3), kind=DayKind.HOLIDAY, note="Good Friday")
    assert found.explain()[-1].number == 4


def test_a_last_day_that_moves_is_told() -> None:
    """The days between the last day counted and the one it moves to are told as well."""
    found = due(deadline("2 days", "2026-04-02T16:00"), Counting(last_day="moves"))
    assert [line.kind for line in found.explain()] == [
        DayKind.EVENT,
        DayKind.COUNTED,
        DayKind.COUNTED,
        DayKind.WEEKEND,
        DayKind.HOLIDAY,
        DayKind.MOVED_TO,
    ]
    assert found.explain()[-1].words == "the last day moves to this working day"
    assert "not counting Thursday 2 April 2026, moved to the next working day." in str(found)


def test_a_day_that_counts_from_the_first_has_no_line_for_the_event() -> None:
    """Where the day of the event counts it is day 1."""
    found = due(deadline("2 days", "2026-04-02T16:00"), Counting(event_day_counts=True))
    assert [line.words for line in found.explain()] == ["day 1", "day 2"]
    assert "2 days, starting with Thursday 2 April 2026." in str(found)


def test_hours_are_told_by_the_day() -> None:
    """How much of each day counts, on the short day too, and what was suspended."""
    found = due(deadline("48 hours", "2026-03-28T16:30"))
    assert [line.words for line in found.explain()] == [
        "7 hours 30 minutes",
        "23 hours",
        "17 hours 30 minutes",
    ]
    stopped = deadline("30 hours", "2026-01-09T16:00").suspended(at("2026-01-10T00:00"), "ill")
    found = due(stopped.resumed(at("2026-01-12T01:00:30")))
    assert [line.words for line in found.explain()] == [
        "8 hours",
        "not counted, suspended: ill",
        "not counted, suspended: ill",
        "22 hours, suspended in part: ill",
    ]
    assert str(found).startswith(
        "comments: due by 23:00:30 GMT on Monday 12 January 2026 (Europe/London)."
    )


def test_a_suspension_of_no_time_is_not_told_by_the_day() -> None:
    """A clock that stopped and went on at one instant lost nothing."""
    stopped = deadline("24 hours", "2026-01-09T16:00").suspended(at("2026-01-10T09:00"), "ill")
    found = due(stopped.resumed(at("2026-01-10T09:00")))
    assert [line.words for line in found.explain()] == ["8 hours", "16 hours"]


def test_less_than_a_second_is_told_as_such() -> None:
    """A day of which a moment counts is a day that counts."""
    started = datetime(2026, 1, 9, 23, 59, 59, 999_999, tzinfo=UTC)
    found = due(Deadline(clock="x", started=started, period="1 hour"))
    assert [line.words for line in found.explain()] == ["less than a second", "59 minutes 59 seconds"]


def test_a_day_left_out_by_the_date_line_has_no_line() -> None:
    """Apia had no 30 December 2011."""
    apia = Counting(zone="Pacific/Apia", calendar=set())
    started = datetime(2011, 12, 30, 9, tzinfo=UTC)
    found = due(Deadline(clock="x", started=started, period="2 hours"), apia)
    assert [(line.date.day, line.words) for line in found.explain()] == [(29, "1 hour"), (31, "1 hour")]


def test_a_due_date_tells_itself_in_sentences() -> None:
    """By when, from when, and everything that happened since."""
    of = deadline("14 days", "2026-03-20T16:00").suspended(at("2026-03-30T09:15"), "the manager is ill")
    of = of.extended("7 days", at("2026-03-31T10:00"), "asked for").resumed(at("2026-04-01T09:00:30"))
    assert str(due(of)) == (
        "comments: due by the end of Sunday 12 April 2026 (Europe/London)."
        " 14 days, not counting Friday 20 March 2026."
        " Suspended from 09:15 BST on Monday 30 March 2026 until 09:00:30 BST on Wednesday 1 April 2026:"
        " the manager is ill."
        " Extended by 7 days at 10:00 BST on Tuesday 31 March 2026: asked for."
    )
    assert repr(due(of)) == "<Due comments: by the end of Sunday 12 April 2026>"


def test_a_suspension_that_came_too_late_is_told_without_its_end() -> None:
    """A clock that ran out before it was stopped is due, and may stand still."""
    over = deadline("1 day", "2026-01-09T16:00").suspended(at("2026-01-12T09:00"), "late")
    assert str(due(over)).endswith("Suspended from 09:00 GMT on Monday 12 January 2026: late.")


def test_what_people_typed_acts_on_no_terminal() -> None:
    """Line ends and control characters of a reason or a name are shown, not obeyed."""
    of = deadline("2 days", "2026-01-09T16:00", clock="a\x1b[2Jb").suspended(
        at("2026-01-10T09:00"), "x\ny"
    )
    found = due(of.resumed(at("2026-01-11T09:00")))
    for text in (str(found), repr(found), *map(str, found.explain())):
        assert text.isprintable()
    assert found.explain()[1].words == "not counted, suspended: x\\ny"


def test_a_table_has_a_row_for_every_day() -> None:
    """A notebook shows the sentences above a row for each day, and no markup of a reason's own."""
    of = deadline("2 days", "2026-01-09T16:00").suspended(at("2026-01-10T09:00"), "<b>&")
    found = due(of.resumed(at("2026-01-11T09:00")))
    table = found._repr_html_()
    assert table.count("<tr>") == len(found.explain()) + 1
    assert (
        "<strong>comments: due by the end of Monday 12 January 2026 (Europe/London).</strong>" in table
    )
    assert "&lt;b&gt;&amp;" in table
    assert "<b>" not in table


@pytest.mark.parametrize(
    ("days", "rows", "more"), [(99, 100, ""), (100, 101, "1 more day<"), (999, 101, "900 more days<")]
)
def test_a_long_table_keeps_both_ends(days: int, rows: int, more: str) -> None:
    """Past a hundred rows the days before the last twenty are counted instead."""
    found = due(deadline(f"{days} days", "2026-01-09T16:00"))
    table = found._repr_html_()
    assert table.count("<tr>") == rows + 1
    assert more in table
    assert ("more day" in table) == bool(more)
    assert f">day {days}<" in table
    assert f">day {days - 19}<" in table
    assert (f">day {days - 20}<" in table) == (not more)
    assert due(deadline("1 day", "2026-01-09T16:00")).instant + timedelta(0) == at("2026-01-11T00:00")
