"""How a deadline was counted, told day by day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from pamms_core.workflow.counting import LastDay
from pamms_core.workflow.instants import end_of
from pamms_core.workflow.last_day import legs_of, months_later
from pamms_core.workflow.ledger import Suspension
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.deadline import Deadline

__all__ = ["DayKind", "DayLine", "day_lines"]


class DayKind(StrEnum):
    """What a day is to a deadline."""

    EVENT = "event"
    """The day of the event, which does not count itself."""
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SUSPENDED = "suspended"
    MOVED_TO = "moved-to"
    """The working day to which the last day moves; it adds no day."""


@attrs.frozen(kw_only=True)
class DayLine:
    """One day of a deadline: whether it counts, and why not."""

    date: dt.date
    kind: DayKind
    number: int | None = None
    """How many days have been counted with this one; ``None`` for a day that does not count."""
    time: dt.timedelta | None = None
    """How much of the day counts, for a deadline in hours."""
    note: str = ""
    """The holiday's name or the reason of the suspension."""


def day_lines(deadline: Deadline, counting: Counting) -> Iterator[DayLine]:
    """Walk through the days from that of the event to the last."""
    raise NotImplementedError
