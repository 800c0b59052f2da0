"""Periods: how they are read, written and refused."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from pamms_core import PammsError, Period, PeriodError, Unit


@pytest.mark.parametrize(
    ("text", "count", "unit", "written"),
    [
        ("24 hours", 24, Unit.HOURS, "24 hours"),
        ("1 hour", 1, Unit.HOURS, "1 hour"),
        ("14 days", 14, Unit.DAYS, "14 days"),
        ("10 working days", 10, Unit.WORKING_DAYS, "10 working days"),
        ("1 working-day", 1, Unit.WORKING_DAYS, "1 working day"),
        ("  4\tWeeks\n", 4, Unit.WEEKS, "4 weeks"),
        ("6Months", 6, Unit.MONTHS, "6 months"),
        ("1 year", 1, Unit.YEARS, "1 year"),
        ("0014 days", 14, Unit.DAYS, "14 days"),
        ("1000000 days", 1_000_000, Unit.DAYS, "1000000 days"),
    ],
)
def test_a_period_is_read_and_written(text: str, count: int, unit: Unit, written: str) -> None:
    """Capitals and spaces do not matter, and a period writes itself as rules do."""
    period = Period.parse(text)
    assert (period.count, period.unit) == (count, unit)
    assert str(period) == written
    assert repr(period) == f"Period({written!r})"
    assert Period.parse(str(period)) == period == Period(count, unit)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("P14D", "ISO durations .* write '14 days'"),
        ("p1m", "ISO durations .* write '1 month'"),
        ("PT24H", "ISO durations .* write '24 hours'"),
        ("P2W", "ISO durations .* write '2 weeks'"),
        ("P1Y", "ISO durations .* write '1 year'"),
        ("P1Y2M", "ISO durations .* write '14 days', '10 working days' or '6 months'"),
        ("-P1D", "ISO durations .* write '14 days', '10 working days' or '6 months'"),
        ("0 days", "the number must be from 1 to 1,000,000"),
        ("1000001 days", "the number must be from 1 to 1,000,000"),
        ("-1 days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("+1 day", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("1.5 days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("1,000 days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("ten days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("\uff11\uff14 days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("9" * 5000 + " days", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("14", "must be a number from 1 to 1,000,000 in digits and a unit"),
        ("1 days", "write '1 day', or correct the number"),
        ("11 day", "write '11 days', or correct the number"),
        ("14 dayz", r"unknown unit 'dayz' \(did you mean 'days'\?\)"),
        ("10 workings days", r"unknown unit 'workings days' \(did you mean 'working days'\?\)"),
        ("1 fortnight", r"unknown unit 'fortnight' \(allowed: hours, days, working days, weeks,"),
        (14, "must be a text such as '14 days'"),
        (None, "must be a text such as '14 days'"),
    ],
)
def test_what_is_no_period_is_refused(text: Any, problem: str) -> None:
    """A text that is not exactly a period is refused, and told what to write."""
    with pytest.raises(PeriodError, match=f"is no period: {problem}") as error:
        Period.parse(text)
    assert error.value.value == text
    assert str(error.value).endswith(f"is no period: {error.value.problem}")
    assert len(str(error.value)) < 300
    assert isinstance(error.value, ValueError)
    assert isinstance(error.value, PammsError)


@pytest.mark.parametrize(
    ("count", "unit", "value", "problem"),
    [
        (0, "days", 0, "the number must be from 1 to 1,000,000"),
        (-1, "days", -1, "the number must be from 1 to 1,000,000"),
        (10**9, "years", 10**9, "the number must be from 1 to 1,000,000"),
        (1.5, "days", 1.5, "the number must be a whole number"),
        (True, "days", True, "the number must be a whole number"),
        (1, "day", "day", r"the unit must be one of hours, .* \(did you mean 'days'\?\)"),
        (1, "minutes", "minutes", "the unit must be one of hours, days, working-days, weeks, months"),
    ],
)
def test_a_period_of_nothing_cannot_be_made(count: Any, unit: Any, value: object, problem: str) -> None:
    """A count that is not from 1, or a unit that is not there, is refused."""
    with pytest.raises(PeriodError, match=problem) as error:
        Period(count, unit)
    assert error.value.value == value


def test_a_period_is_a_value() -> None:
    """Equal periods are one in a set, and survive pickling; so does their error."""
    period = Period(10, Unit.WORKING_DAYS)
    assert {period, Period.parse("10 working days")} == {period}
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301
    error = pickle.loads(pickle.dumps(PeriodError("x", "must be y")))  # noqa: S301
    assert str(error) == "'x' is no period: must be y"


def test_periods_of_other_units_are_not_equal() -> None:
    """A week is not seven days until something counts them."""
    assert Period.parse("1 week") != Period.parse("7 days")
