"""How long something may take: a number of hours, days, working days, weeks, months or years."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import attrs

from pamms_core._hypothesis import offer
from pamms_core.errors import PammsError, did_you_mean, shorten

__all__ = ["Period", "PeriodError", "Unit", "as_period"]

_LARGEST: Final = 1_000_000
_EXAMPLES: Final = "'14 days', '10 working days' or '6 months'"
_WRITTEN: Final = re.compile(r"([0-9]{1,20}) ?([a-z][a-z -]*)")
_ISO: Final = re.compile(r"[+-]?p[0-9t].*")
_SIMPLE_ISO: Final = re.compile(r"p(?:([0-9]{1,7})([ymwd])|t([0-9]{1,7})(h))")


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    @classmethod
    def _missing_(cls, value: object) -> Unit:
        near = did_you_mean(str(value), tuple(cls))
        raise PeriodError(value, f"the unit must be one of {', '.join(cls)}{near and f' ({near})'}")

    def after(self, count: int) -> str:
        """Write the unit as it stands after a number.

        >>> Unit.WORKING_DAYS.after(1), Unit.WORKING_DAYS.after(10)
        ('working day', 'working days')
        """
        words = self.value.replace("-", " ")
        return words.removesuffix("s") if count == 1 else words


_UNITS: Final = {unit.after(count): unit for unit in Unit for count in (2, 1)}
_ALLOWED: Final = ", ".join(unit.after(2) for unit in Unit)


class PeriodError(PammsError, ValueError):
    """What was given is no period.

    >>> raise PeriodError("soon", "must be a number and a unit")
    Traceback (most recent call last):
    ...
    pamms_core.workflow.period.PeriodError: 'soon' is no period: must be a number and a unit
    """

    def __init__(self, value: object, problem: str) -> None:
        self.value = value
        """What was given."""
        self.problem = problem
        """What is wrong with it, and what is allowed."""
        super().__init__(value, problem)

    def __str__(self) -> str:
        return f"{shorten(repr(self.value))} is no period: {self.problem}"


def _check_count(_: object, __: object, count: int) -> None:
    if problem := _wrong_count(count):
        raise PeriodError(count, problem)


def _wrong_count(count: object) -> str:
    if not isinstance(count, int) or isinstance(count, bool):
        return "the number must be a whole number"
    return "" if 1 <= count <= _LARGEST else f"the number must be from 1 to {_LARGEST:,}"


@attrs.frozen(repr=False, weakref_slot=False)
class Period:
    """A length of time as rules state it, such as 14 days or 10 working days.

    How long it lasts depends on where the counting starts, so periods are not
    ordered; :class:`~pamms_core.workflow.deadline.Deadline` counts them.

    Raises:
        PeriodError: the number is not whole, below 1 or above 1,000,000, or the unit is unknown.

    >>> Period(10, Unit.WORKING_DAYS)
    Period('10 working days')
    >>> Period.parse("6 Months") == Period(6, "months")
    True
    """

    count: int = attrs.field(validator=_check_count)
    """How many."""
    unit: Unit = attrs.field(converter=Unit)
    """Of what."""

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as rules write it: a number in digits and a unit in words.

        Capitals and spaces do not matter. The unit must agree with the number,
        because "1 days" is as likely a slip for "11 days" as for "1 day".

        Raises:
            PeriodError: the text is no such thing; the error says why.

        >>> Period.parse(" 1 working  day ")
        Period('1 working day')
        >>> try:
        ...     Period.parse("P14D")
        ... except PeriodError as error:
        ...     error.problem
        "ISO durations cannot say working days, and PT1M is no month; write '14 days'"
        """
        if not isinstance(text, str):
            raise PeriodError(text, f"must be a text such as {_EXAMPLES}")
        plain = " ".join(text.split()).casefold()
        if (found := _WRITTEN.fullmatch(plain)) is None:
            raise PeriodError(text, _why_unreadable(plain))
        count, words = int(found[1]), found[2].replace("-", " ")
        if (unit := _UNITS.get(words)) is None:
            near = did_you_mean(words, [each.after(count) for each in Unit])
            raise PeriodError(text, f"unknown unit {words!r:.40} ({near or 'allowed: ' + _ALLOWED})")
        if problem := _wrong_count(count) or _disagrees(count, unit, words):
            raise PeriodError(text, problem)
        return cls(count, unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.after(self.count)}"

    def __repr__(self) -> str:
        return f"Period({str(self)!r})"


def as_period(value: Period | str) -> Period:
    """Take a period as it is, or read one from its text."""
    return value if isinstance(value, Period) else Period.parse(value)


def _disagrees(count: int, unit: Unit, words: str) -> str:
    right = unit.after(count)
    return "" if words == right else f"write '{count} {right}', or correct the number"


def _why_unreadable(plain: str) -> str:
    if not _ISO.fullmatch(plain):
        return f"must be a number from 1 to {_LARGEST:,} in digits and a unit, such as {_EXAMPLES}"
    hint = _EXAMPLES
    if found := _SIMPLE_ISO.fullmatch(plain):
        count = int(found[1] or found[3])
        unit = next(
            each for each in Unit if each.value.startswith(found[2] or found[4]) and "-" not in each
        )
        hint = f"'{count} {unit.after(count)}'"
    return f"ISO durations cannot say working days, and PT1M is no month; write {hint}"


offer(__name__)
