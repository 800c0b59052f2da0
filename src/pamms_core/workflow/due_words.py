"""A due date in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.errors import printable
from pamms_core.workflow.counting import LastDay
from pamms_core.workflow.day_lines import long_date
from pamms_core.workflow.ledger import Extension
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.due import Due
    from pamms_core.workflow.ledger import LedgerEntry

__all__ = ["due_moment", "due_sentences"]


def due_moment(due: Due) -> str:
    """Say by when something is due.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> started = datetime(2026, 3, 28, 16, 30, tzinfo=UTC)
    >>> due_moment(Deadline(clock="first response", started=started, period="24 hours").due())
    'by 17:30 BST on Sunday 29 March 2026'
    """
    if due.deadline.period.unit is Unit.HOURS:
        return f"by {_moment(due.instant, due.counting)}"
    return f"by the end of {long_date(due.date)}"


def due_sentences(due: Due) -> Iterator[str]:
    """Say by when something is due, from when it was counted, and what happened since."""
    deadline, counting = due.deadline, due.counting
    yield f"{printable(deadline.clock)}: due {due_moment(due)} ({counting.zone})."
    if deadline.period.unit is Unit.HOURS:
        yield f"{deadline.period} from {_moment(deadline.started, counting)}."
    else:
        how = "starting with" if counting.event_day_counts else "not counting"
        moved = ", moved to the next working day" if _has_moved(due) else ""
        yield f"{deadline.period}, {how} {long_date(counting.day_of(deadline.started))}{moved}."
    for entry in deadline.ledger:
        yield _entry(entry, counting)


def _has_moved(due: Due) -> bool:
    if due.counting.last_day is LastDay.STAYS:
        return False
    return not due.explain()[-1].number


def _entry(entry: LedgerEntry, counting: Counting) -> str:
    began = _moment(entry.at, counting)
    if isinstance(entry, Extension):
        return f"Extended by {entry.by} at {began}: {printable(entry.reason)}."
    ended = "" if entry.until is None else f" until {_moment(entry.until, counting)}"
    return f"Suspended from {began}{ended}: {printable(entry.reason)}."


def _moment(instant: datetime, counting: Counting) -> str:
    local = instant.astimezone(counting.zone)
    clock = local.time().isoformat("seconds").removesuffix(":00")
    return f"{clock} {local.tzname()} on {long_date(local.date())}"
