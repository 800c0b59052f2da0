"""What happened to a deadline: it was extended, or it was suspended for a time."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.errors import PammsError
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.period import Period, Unit, as_period

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Extension",
    "LedgerEntry",
    "LedgerError",
    "LedgerOrderError",
    "Suspension",
    "check_ledger",
    "check_order",
    "latest",
]


class LedgerError(PammsError, ValueError):
    """A step that the ledger of a deadline cannot take.

    >>> print(LedgerError("comments", "it is over already"))
    deadline 'comments': it is over already
    """

    def __init__(self, clock: str, problem: str) -> None:
        self.clock = clock
        """The name of the deadline; empty where an entry itself is wrong."""
        self.problem = problem
        """What is wrong, and what is allowed."""
        super().__init__(clock, problem)

    def __str__(self) -> str:
        return f"deadline {self.clock!r}: {self.problem}" if self.clock else self.problem


class LedgerOrderError(LedgerError):
    """A step that is earlier than the one before it."""

    def __init__(self, clock: str, at: datetime, last: datetime) -> None:
        self.at = at
        """The time of the step."""
        self.last = last
        """When the deadline started or changed last."""
        problem = f"{at.isoformat()} is earlier than {last.isoformat()}, when it started or changed last"
        super().__init__(clock, problem)

    def __reduce__(self) -> tuple[type[LedgerOrderError], tuple[str, datetime, datetime]]:
        return type(self), (self.clock, self.at, self.last)


def _check_reason(entry: Extension | Suspension, _: object, reason: str) -> None:
    if not isinstance(reason, str) or not reason.strip():
        what = "an extension" if isinstance(entry, Extension) else "a suspension"
        raise LedgerError("", f"{what} needs a reason, a text that is not blank")


@attrs.frozen(kw_only=True, weakref_slot=False)
class Extension:
    """More time.

    >>> from datetime import UTC, datetime
    >>> Extension(by="5 working days", at=datetime(2026, 1, 20, tzinfo=UTC), reason="illness").by
    Period('5 working days')
    """

    by: Period = attrs.field(converter=as_period)
    """How much more, counted from the end of what was there."""
    at: datetime = attrs.field(converter=as_instant)
    """When this was decided."""
    reason: str = attrs.field(validator=_check_reason)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Suspension:
    """A time that does not count.

    >>> from datetime import UTC, datetime
    >>> pause = Suspension(at=datetime(2026, 1, 20, 12, tzinfo=UTC), reason="waits for records")
    >>> pause.until is None  # it runs
    True
    """

    at: datetime = attrs.field(converter=as_instant)
    """From when."""
    reason: str = attrs.field(validator=_check_reason)
    until: datetime | None = attrs.field(default=None, converter=attrs.converters.optional(as_instant))
    """Until when; ``None`` while it runs."""


LedgerEntry: TypeAlias = Extension | Suspension


def check_ledger(clock: str, started: datetime, period: Period, ledger: Iterable[LedgerEntry]) -> None:
    """Check that what happened to a deadline could have happened in this order.

    Raises:
        LedgerError: the entries are not in the order of time, two suspensions
            overlap, or hours are mixed with days.
    """
    moment, resumed = started, started
    is_running = False
    for entry in ledger:
        check_order(clock, entry.at, moment)
        moment = entry.at
        if isinstance(entry, Extension):
            _check_units(clock, period, entry.by)
            continue
        if is_running or moment < resumed:
            raise LedgerError(clock, "it is suspended already, so it cannot be suspended again")
        is_running = entry.until is None
        resumed = entry.until or moment
        check_order(clock, resumed, moment)


def latest(started: datetime, ledger: Iterable[LedgerEntry]) -> datetime:
    """Find the time of what happened last."""
    times = ((each.at if isinstance(each, Extension) else each.until or each.at) for each in ledger)
    return max((started, *times))


def check_order(clock: str, at: datetime, last: datetime) -> None:
    """Check that a step is not earlier than the one before it.

    Raises:
        LedgerOrderError: it is.
    """
    if at < last:
        raise LedgerOrderError(clock, at, last)


def _check_units(clock: str, period: Period, by: Period) -> None:
    """Refuse to add hours to days: the one ends at an instant, the other with a day."""
    if (by.unit is Unit.HOURS) != (period.unit is Unit.HOURS):
        raise LedgerError(clock, f"{period} cannot be extended by {by}: hours and days do not mix")
