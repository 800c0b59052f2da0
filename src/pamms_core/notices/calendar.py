"""Deadlines as calendar entries, in the format that calendar programs share (RFC 5545).

Needs the extra ``ics`` (the package icalendar).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.due_words import due_sentences
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.period import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from icalendar import Event

    from pamms_core.notices.texts import NoticeTexts
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.due import Due

__all__ = ["CalendarEntry", "calendar_entries", "calendar_file"]


@attrs.frozen(kw_only=True)
class CalendarEntry:
    """One deadline of a case, as a calendar shows it."""

    case: str
    """The host's id of the case; with the name of the clock it tells entries apart."""
    due: Due
    summary: str
    """What is due, in a few words."""
    version: int = 0
    """The version of the case: a later entry about the same clock replaces an earlier one."""


def calendar_entries(
    texts: NoticeTexts, case: Case[Any], dues: Iterable[Due], about: str
) -> tuple[CalendarEntry, ...]:
    """Make entries of what falls due in a case, leaving out the clocks of mere reminders.

    Args:
        texts: the texts of messages, which name the clocks.
        case: the case.
        dues: its deadlines, as ``deadlines`` lists them.
        about: what the case is about, such as the name of the service.
    """
    names = texts.words["clock"]
    return tuple(
        CalendarEntry(
            case=case.id,
            due=due,
            summary=f"{names[due.deadline.clock]}: {about}",
            version=case.version,
        )
        for due in dues
        if due.deadline.clock in names
    )


def calendar_file(entries: Iterable[CalendarEntry], at: datetime, *, host: str = "pamms-core") -> bytes:
    """Write deadlines as one ``.ics`` file: whole days, or an instant where hours are counted.

    Args:
        entries: the deadlines.
        at: when the file is made, with a time zone.
        host: the name of the host system; it makes the entries' ids unique.

    Raises:
        ModuleNotFoundError: the extra ``ics`` is not installed.
        NaiveTimeError: ``at`` has no time zone.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> began = datetime(2026, 1, 9, tzinfo=UTC)
    >>> due = Deadline(clock="comments", started=began, period="14 days").due()
    >>> entry = CalendarEntry(case="case 7", due=due, summary="Comments on Cedar View are due")
    >>> written = calendar_file([entry], began).decode()
    >>> "DTSTART;VALUE=DATE:20260123" in written
    True
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//pamms-core//deadlines//EN")
    for entry in entries:
        calendar.add_component(_event(entry, as_instant(at), host))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, at: datetime, host: str) -> Event:
    from icalendar import Event

    due, event = entry.due, Event()
    event.add("uid", f"{entry.case}-{due.deadline.clock}@{host}".replace(" ", "-"))
    event.add("sequence", entry.version)
    event.add("dtstamp", at)
    event.add("summary", entry.summary)
    event.add("description", " ".join(due_sentences(due)))
    event.add("transp", "TRANSPARENT")
    if due.deadline.period.unit is Unit.HOURS:
        event.add("dtstart", due.instant)
        event.add("dtend", due.instant)
    else:
        event.add("dtstart", due.date)
        event.add("dtend", due.date + timedelta(days=1))
    return event
