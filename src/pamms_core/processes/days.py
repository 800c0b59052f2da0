"""Days as instants: periods that rules count from a day count from its noon."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from pamms_core.workflow.deadline import Deadline

if TYPE_CHECKING:
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.due import Due
    from pamms_core.workflow.period import Period

__all__ = ["due_from", "noon"]


def noon(day: date) -> datetime:
    """Give the noon of a day in UTC, which lies on the same day in London all year.

    >>> noon(date(2026, 3, 2)).isoformat()
    '2026-03-02T12:00:00+00:00'
    """
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def due_from(day: date, period: Period, clock: str, counting: Counting | None = None) -> Due:
    """Count a period from a day.

    Args:
        day: the day of the event, which does not count.
        period: how long.
        clock: what falls due, as explanations name it.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core import Period
    >>> due_from(date(2026, 3, 2), Period.parse("6 months"), "next assessment").date
    datetime.date(2026, 9, 2)
    """
    due = Deadline(clock=clock, started=noon(day), period=period).due(counting)
    return cast("Due", due)  # only a suspended clock has none
