"""What happened to a deadline: it was extended, or it was suspended for a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.errors import PammsError
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.period import Period, Unit, as_period

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Extension", "LedgerEntry", "LedgerError", "Suspension", "check_ledger", "latest"]


class LedgerError(PammsError, ValueError):
    """A step that the ledger of a deadline cannot take."""

    def __init__(self, clock: str, problem: str) -> None:
        self.clock = clock
        """The name of the deadline."""
        self.problem = problem
        """What is wrong, and what is allowed."""
        super().__init__(clock, problem)

    def __str__(self) -> str:
        return f"deadline {self.clock!r}: {self.problem}"


def _check_reason(entry: Extension | Suspension, _: object, reason: str) -> None:
    if not isinstance(reason, str) or not reason.strip():
        what = type(entry).__name__.lower()
        raise LedgerError("", f"the reason of {'an' if what[0] in 'aeiou' else 'a'} {what} must be told")


@attrs.frozen(kw_only=True)
class Extension:
    """More time."""

    by: Period = attrs.field(converter=as_period)
    """How much more, counted from the end of what was there."""
    at: datetime = attrs.field(converter=as_instant)
    """When this was decided."""
    reason: str = attrs.field(validator=_check_reason)


@attrs.frozen(kw_only=True)
class Suspension:
    """A time that does not count."""

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
    moment, free_from = started, started
    for entry in ledger:
        if not isinstance(entry, Extension | Suspension):
            raise LedgerError(clock, f"an entry must be an Extension or a Suspension, not {entry!r:.80}")
        _check_not_before(clock, entry.at, moment)
        moment = entry.at
        if isinstance(entry, Extension):
            _check_units(clock, period, entry.by)
        elif free_from is None or entry.at < free_from:
            raise LedgerError(clock, "it is suspended already, so it cannot be suspended again")
        else:
            free_from = entry.until
            _check_not_before(clock, entry.until or moment, moment)


def latest(started: datetime, ledger: Iterable[LedgerEntry]) -> datetime:
    """Find the time of what happened last."""
    moments = [started]
    for entry in ledger:
        moments.append(entry.at)
        if isinstance(entry, Suspension) and entry.until is not None:
            moments.append(entry.until)
    return max(moments)


def _check_not_before(clock: str, at: datetime, moment: datetime) -> None:
    if at < moment:
        told = f"{at.isoformat()} is before {moment.isoformat()}, when something happened to it already"
        raise LedgerError(clock, told)


def _check_units(clock: str, period: Period, by: Period) -> None:
    """Refuse to add hours to days: the one ends at an instant, the other with a day."""
    if (by.unit is Unit.HOURS) != (period.unit is Unit.HOURS):
        raise LedgerError(clock, f"{period} cannot be extended by {by}: hours do not mix with days")
