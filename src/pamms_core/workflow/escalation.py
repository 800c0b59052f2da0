"""Steps beside a deadline: a reminder before it is due, a word to somebody once it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import PammsError, UnknownNameError
from pamms_core.workflow.instants import TimeRangeError, as_instant
from pamms_core.workflow.last_day import months_later
from pamms_core.workflow.period import Period, Unit, as_period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.due import Due

__all__ = ["Escalation", "EscalationError", "EscalationStep", "When", "escalations_between"]

_DAY: Final = timedelta(days=1)
_DAYS: Final = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS: Final = {Unit.MONTHS: 1, Unit.YEARS: 12}


class When(StrEnum):
    """On which side of the due date a step falls."""

    BEFORE = "before"
    AFTER = "after"

    @classmethod
    def _missing_(cls, value: object) -> When:
        raise UnknownNameError("side of the due date", str(value), cls)


class EscalationError(PammsError, ValueError):
    """An escalation step that cannot be timed."""

    def __init__(self, id: str, problem: str) -> None:  # noqa: A002 - it is named so everywhere
        self.id = id
        """The step."""
        self.problem = problem
        """What is wrong."""
        super().__init__(id, problem)

    def __str__(self) -> str:
        return f"escalation {self.id!r}: {self.problem}"


def _check_offset(step: Escalation, _: object, offset: Period | None) -> None:
    if offset is None and step.when is When.BEFORE:
        raise EscalationError(step.id, "a step before the due date needs an offset, such as '3 days'")


@attrs.frozen(kw_only=True)
class Escalation:
    """A step to take beside a deadline: so long before or after it is over.

    Days are counted from the last day, and the step falls when the day so found
    is over: three days before the end of Friday is the end of Tuesday, and three
    whole days are left. Hours are counted from the instant. A step without an
    offset falls as soon as the deadline is over.

    Raises:
        EscalationError: the step is before the due date and has no offset.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> started = datetime(2026, 1, 9, 16, tzinfo=UTC)
    >>> due = Deadline(clock="comments", started=started, period="14 days").due()
    >>> str(due.date), str(Escalation(id="remind", when="before", offset="3 days").instant(due))
    ('2026-01-23', '2026-01-21 00:00:00+00:00')
    """

    id: str
    """Its name, unique beside one deadline."""
    when: When = attrs.field(default=When.AFTER, converter=When)
    """Before the due date or after."""
    offset: Period | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_period), validator=_check_offset
    )
    """How long before or after; ``None`` for as soon as it is over."""

    def instant(self, due: Due) -> datetime:
        """Find when the step falls, in UTC.

        Raises:
            CalendarError: the calendar does not cover a day that has to be counted.
            TimeRangeError: it would be before year 1 or after year 9999.
        """
        if self.offset is None:
            return due.instant
        sign = -1 if self.when is When.BEFORE else 1
        try:
            if self.offset.unit is Unit.HOURS:
                return due.instant + timedelta(hours=sign * self.offset.count)
            return due.counting.end_of(_away(due.date, sign, self.offset, due.counting))
        except OverflowError:
            raise TimeRangeError(f"escalation {self.id!r}") from None


def _away(day: date, sign: int, offset: Period, counting: Counting) -> date:
    """Go so long before or after a day, which is not counted itself."""
    if offset.unit in _DAYS:
        return day + sign * offset.count * _DAYS[offset.unit] * _DAY
    if offset.unit in _MONTHS:
        return months_later(day, sign * offset.count * _MONTHS[offset.unit])
    left = offset.count
    while left:
        day += sign * _DAY
        left -= counting.is_working(day)
    return day


@attrs.frozen(kw_only=True)
class EscalationStep:
    """An escalation at its time.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> started = datetime(2026, 1, 9, 16, tzinfo=UTC)
    >>> due = Deadline(clock="comments", started=started, period="14 days").due()
    >>> EscalationStep(escalation=Escalation(id="late"), at=due.instant).at.isoformat()
    '2026-01-24T00:00:00+00:00'
    """

    escalation: Escalation
    at: datetime
    """When it falls, in UTC."""


def escalations_between(
    due: Due, escalations: Iterable[Escalation], *, after: datetime, until: datetime
) -> tuple[EscalationStep, ...]:
    """List the steps that fall later than one instant and no later than another, in order of time.

    So spans that follow one another give each step once. Steps of one instant
    keep the order in which they were given.

    Raises:
        NaiveTimeError: a time has no zone.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> started = datetime(2026, 1, 9, 16, tzinfo=UTC)
    >>> due = Deadline(clock="comments", started=started, period="14 days").due()
    >>> remind = Escalation(id="remind", when="before", offset="3 days")
    >>> beside = [Escalation(id="late"), remind]
    >>> steps = escalations_between(due, beside, after=started, until=due.instant)
    >>> [step.escalation.id for step in steps]
    ['remind', 'late']
    """
    begin, end = as_instant(after), as_instant(until)
    steps = (EscalationStep(escalation=each, at=each.instant(due)) for each in escalations)
    return tuple(sorted((each for each in steps if begin < each.at <= end), key=lambda each: each.at))
