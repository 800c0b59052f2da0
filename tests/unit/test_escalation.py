"""Steps beside a deadline: when they fall, and which fall in a span of time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from london import at

from pamms_core import (
    Counting,
    Deadline,
    Due,
    Escalation,
    EscalationStep,
    NaiveTimeError,
    PeriodError,
    TimeRangeError,
    UnknownNameError,
    escalations_between,
)
from pamms_core.workflow.escalation import EscalationError, When


def due(period: str = "14 days", started: str = "2026-03-24T16:00", **rules: Any) -> Due:
    """Derive when a deadline is due: without arguments, on Tuesday 7 April 2026, after Easter."""
    found = Deadline(clock="comments", started=at(started), period=period).due(Counting(**rules))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("when", "offset", "falls"),
    [
        ("after", None, "2026-04-08T00:00"),
        ("before", "3 days", "2026-04-05T00:00"),
        ("before", "1 week", "2026-04-01T00:00"),
        ("before", "1 working day", "2026-04-03T00:00"),  # the end of Thursday, before Good Friday
        ("before", "2 working days", "2026-04-02T00:00"),
        ("before", "1 month", "2026-03-08T00:00"),
        ("before", "1 year", "2025-04-08T00:00"),
        ("before", "24 hours", "2026-04-07T00:00"),
        ("after", "1 day", "2026-04-09T00:00"),
        ("after", "3 working days", "2026-04-11T00:00"),
        ("after", "5 working days", "2026-04-15T00:00"),
        ("after", "2 hours", "2026-04-08T02:00"),
    ],
)
def test_a_step_falls_so_long_before_or_after_the_end(when: str, offset: str | None, falls: str) -> None:
    """Days are counted from the last day and end as it does; hours are counted from the instant."""
    step = Escalation(id="x", when=when, offset=offset)
    assert step.instant(due()) == at(falls)
    assert step.instant(due()).tzinfo is UTC


def test_hours_before_the_end_run_on_when_clocks_change() -> None:
    """24 hours before the midnight after a short day is one o'clock of the day before."""
    found = due("1 day", "2026-03-28T16:00")
    step = Escalation(id="x", when=When.BEFORE, offset="24 hours")
    assert step.instant(found) == at("2026-03-28T23:00")


def test_steps_are_listed_in_order_of_time() -> None:
    """Later than the first instant, no later than the second, and in the order given where they tie."""
    remind = Escalation(id="remind", when=When.BEFORE, offset="3 days")
    officer = Escalation(id="officer")
    provider = Escalation(id="provider")
    manager = Escalation(id="manager", offset="7 days")
    steps = (manager, officer, provider, remind)

    def between(after: str, until: str) -> list[str]:
        found = escalations_between(due(), steps, after=at(after), until=at(until))
        return [each.escalation.id for each in found]

    assert between("2026-03-24T16:00", "2026-05-01T00:00") == [
        "remind",
        "officer",
        "provider",
        "manager",
    ]
    assert between("2026-04-05T00:00", "2026-04-07T23:59:59") == []
    assert between("2026-04-04T23:59", "2026-04-05T00:00") == ["remind"]
    assert between("2026-04-07T00:00", "2026-04-08T00:00") == ["officer", "provider"]
    assert between("2026-05-01T00:00", "2026-03-24T16:00") == []
    assert escalations_between(due(), [remind], after=due().deadline.started, until=due().instant) == (
        EscalationStep(escalation=remind, at=at("2026-04-05T00:00")),
    )


def test_a_step_before_needs_an_offset() -> None:
    """Nothing falls just before the end."""
    with pytest.raises(
        EscalationError, match="'x': a step before the due date needs an offset"
    ) as error:
        Escalation(id="x", when=When.BEFORE)
    assert error.value.id == "x"
    assert error.value.problem == "a step before the due date needs an offset, such as '3 days'"


def test_an_escalation_refuses_what_is_no_side_and_no_period() -> None:
    """Slips are answered with what is allowed."""
    with pytest.raises(UnknownNameError, match=r"did you mean 'before'\?") as unknown:
        Escalation(id="x", when="befor", offset="3 days")
    assert unknown.value.known == ("before", "after")
    with pytest.raises(PeriodError, match="'P3D' is no period") as error:
        Escalation(id="x", when=When.BEFORE, offset="P3D")
    assert error.value.value == "P3D"


@pytest.mark.parametrize(
    ("when", "offset"),
    [
        (When.AFTER, "1000000 hours"),
        (When.AFTER, "1000000 days"),
        (When.AFTER, "1000000 working days"),
        (When.AFTER, "9000 years"),
        (When.BEFORE, "1000000 days"),
        (When.BEFORE, "1000000 working days"),
        (When.BEFORE, "9999 years"),
    ],
)
def test_a_step_outside_all_years_is_refused(when: When, offset: str) -> None:
    """What no date can say is a typed error."""
    near_the_edge = due(
        "1 day", "9998-01-09T16:00" if when is When.AFTER else "0002-01-09T16:00", calendar=set()
    )
    with pytest.raises(TimeRangeError, match="would fall outside the years 1 to 9999") as error:
        Escalation(id="x", when=when, offset=offset).instant(near_the_edge)
    assert error.value.what


def test_a_span_needs_instants() -> None:
    """Naive times are refused."""
    naive = datetime(2026, 4, 1)  # noqa: DTZ001
    with pytest.raises(NaiveTimeError, match="2026-04-01T00:00:00 has no time zone") as error:
        escalations_between(due(), [], after=naive, until=at("2026-04-02T00:00"))
    assert error.value.value == naive
