"""A deadline: when its clock started, how long it runs, and what happened since."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from typing import TYPE_CHECKING

import attrs

from pamms_core._hypothesis import offer
from pamms_core.workflow.due import Due, due_of
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.ledger import (
    Extension,
    LedgerEntry,
    LedgerError,
    Suspension,
    check_ledger,
    check_order,
    latest,
)
from pamms_core.workflow.period import Period, as_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.counting import Counting

__all__ = ["Deadline"]


def _to_ledger(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    return tuple(entries)


def _check_ledger(deadline: Deadline, _: object, ledger: tuple[LedgerEntry, ...]) -> None:
    check_ledger(deadline.clock, deadline.started, deadline.period, ledger)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Deadline:
    """A clock that was started, and all that happened to it; when it is due is derived.

    Nothing here is a rule of counting: those come in as a
    :class:`~pamms_core.workflow.counting.Counting`.

    Raises:
        PeriodError: the period is none.
        NaiveTimeError: a time has no zone.
        LedgerError: the entries are not in the order of time, two suspensions
            overlap, or hours are mixed with days.

    >>> from datetime import UTC, datetime
    >>> comments = Deadline(clock="comments", started=datetime(2026, 3, 27, 16, tzinfo=UTC),
    ...                     period="10 working days")
    >>> comments.due().date
    datetime.date(2026, 4, 14)
    """

    clock: str
    """Its name, such as ``"comments"``."""
    started: datetime = attrs.field(converter=as_instant)
    """The instant of the event that started it, in UTC."""
    period: Period = attrs.field(converter=as_period)
    """How long it was to run at first; a text such as ``"14 days"`` will do."""
    ledger: tuple[LedgerEntry, ...] = attrs.field(
        default=(), converter=_to_ledger, validator=_check_ledger
    )
    """What happened since, in the order of time."""

    @property
    def is_suspended(self) -> bool:
        """Whether a suspension runs."""
        return any(isinstance(each, Suspension) and each.until is None for each in self.ledger)

    def extended(self, by: Period | str, at: datetime, reason: str) -> Deadline:
        """Give more time, counted from the end of what was there.

        Raises:
            LedgerOrderError: it is earlier than what happened before.
            LedgerError: hours would be mixed with days, or there is no reason.
        """
        return self._with(Extension(by=by, at=at, reason=reason))

    def suspended(self, at: datetime, reason: str) -> Deadline:
        """Stop the clock.

        Raises:
            LedgerOrderError: it is earlier than what happened before.
            LedgerError: it is stopped already, or there is no reason.
        """
        return self._with(Suspension(at=at, reason=reason))

    def resumed(self, at: datetime) -> Deadline:
        """Start the clock again; the days of the suspension are given back.

        Raises:
            LedgerOrderError: it is earlier than what happened before.
            LedgerError: it is not suspended.
        """
        if not self.is_suspended:
            raise LedgerError(self.clock, "it is not suspended, so it cannot resume")
        until = self._not_before_latest(at)
        return attrs.evolve(self, ledger=tuple(_closed(each, until) for each in self.ledger))

    def due(self, counting: Counting | None = None) -> Due | None:
        """Derive when it is due.

        Args:
            counting: the rules of counting; without, those usual in England and Wales.

        Returns:
            What falls due, or ``None`` while a suspension runs that began in time.

        Raises:
            CalendarError: the calendar does not cover a day that has to be counted.
            TimeRangeError: it would be due after year 9999.
        """
        return due_of(self, counting)

    def _with(self, entry: LedgerEntry) -> Deadline:
        self._not_before_latest(entry.at)
        return attrs.evolve(self, ledger=(*self.ledger, entry))

    def _not_before_latest(self, at: datetime) -> datetime:
        instant = as_instant(at)
        check_order(self.clock, instant, latest(self.started, self.ledger))
        return instant


def _closed(entry: LedgerEntry, until: datetime) -> LedgerEntry:
    """Close the suspension that runs; there is one at most."""
    if isinstance(entry, Suspension) and entry.until is None:
        return attrs.evolve(entry, until=until)
    return entry


offer(__name__)
