"""The ledger of a deadline: what it refuses, and in which order things may happen."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from london import at, deadline, due

from pamms_core import (
    Deadline,
    LedgerError,
    NaiveTimeError,
    PeriodError,
    Suspension,
)
from pamms_core.workflow.ledger import LedgerOrderError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        (lambda of, when: of.extended("1 day", when, "x"), "2026-01-09T15:59:59"),
        (lambda of, when: of.suspended(when, "x"), "2026-01-09T15:59:59"),
        (lambda of, when: of.suspended(at("2026-01-12T09:00"), "x").resumed(when), "2026-01-12T08:00"),
        (
            lambda of, when: (
                of.suspended(at("2026-01-12T09:00"), "x")
                .resumed(at("2026-01-14T09:00"))
                .extended("1 day", when, "x")
            ),
            "2026-01-13T09:00",
        ),
    ],
)
def test_time_does_not_go_backwards(step: Callable[[Deadline, datetime], Deadline], moment: str) -> None:
    """A step before the one before it is refused, with both times."""
    of = deadline("14 days", "2026-01-09T16:00")
    with pytest.raises(
        LedgerOrderError, match=r"is earlier than .*, when it started or changed last"
    ) as error:
        step(of, at(moment))
    assert error.value.clock == "comments"
    assert error.value.at == at(moment) < error.value.last
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)  # noqa: S301
    assert of.ledger == ()


def test_a_clock_that_stands_cannot_stop_and_one_that_runs_cannot_go_on() -> None:
    """Suspending twice and resuming what runs are refused."""
    of = deadline("14 days", "2026-01-09T16:00")
    with pytest.raises(
        LedgerError, match="'comments': it is not suspended, so it cannot resume"
    ) as error:
        of.resumed(at("2026-01-12T09:00"))
    assert error.value.clock == "comments"
    stopped = of.suspended(at("2026-01-12T09:00"), "ill")
    with pytest.raises(LedgerError, match="it is suspended already, so it cannot be suspended again"):
        stopped.suspended(at("2026-01-13T09:00"), "ill")


SUSPENDED = Suspension(at=at("2026-01-12T09:00"), reason="ill", until=at("2026-01-14T09:00"))


@pytest.mark.parametrize(
    ("ledger", "problem"),
    [
        (
            (attrs.evolve(SUSPENDED, until=at("2026-01-11T09:00")),),
            "2026-01-11.* is earlier than 2026-01-12",
        ),
        ((SUSPENDED, attrs.evolve(SUSPENDED, at=at("2026-01-13T09:00"))), "it is suspended already"),
        ((attrs.evolve(SUSPENDED, until=None), SUSPENDED), "it is suspended already"),
        (
            (SUSPENDED, attrs.evolve(SUSPENDED, at=at("2026-01-11T09:00"))),
            "2026-01-11.* is earlier than",
        ),
        (
            (attrs.evolve(SUSPENDED, at=at("2026-01-01T09:00")),),
            "2026-01-01.* is earlier than 2026-01-09",
        ),
    ],
)
def test_a_ledger_out_of_order_is_no_ledger(ledger: tuple[Suspension, ...], problem: str) -> None:
    """What could not have happened one after another is refused when it is read, too."""
    with pytest.raises(LedgerError, match=problem) as error:
        deadline("14 days", "2026-01-09T16:00", *ledger)
    assert error.value.problem in str(error.value)


def test_suspensions_may_follow_one_another_at_once() -> None:
    """A clock that stops again at the instant at which it went on is in order."""
    again = attrs.evolve(SUSPENDED, at=at("2026-01-14T09:00"), until=at("2026-01-15T09:00"))
    assert due(deadline("14 days", "2026-01-09T16:00", SUSPENDED, again)).date == date(2026, 1, 26)


@pytest.mark.parametrize(("period", "by"), [("14 days", "24 hours"), ("24 hours", "1 day")])
def test_hours_and_days_do_not_mix(period: str, by: str) -> None:
    """An instant and the end of a day cannot be added up without a rule for it, which there is not."""
    with pytest.raises(LedgerError, match=f"{period} cannot be extended by {by}: hours and days do not"):
        deadline(period, "2026-01-09T16:00").extended(by, at("2026-01-10T09:00"), "asked for")


@pytest.mark.parametrize("reason", ["", " \n", None])
def test_a_reason_must_be_told(reason: Any) -> None:
    """Neither more time nor a stop goes without a reason."""
    of = deadline("14 days", "2026-01-09T16:00")
    with pytest.raises(LedgerError, match="an extension needs a reason") as error:
        of.extended("1 day", at("2026-01-10T09:00"), reason)
    assert error.value.clock == ""
    with pytest.raises(LedgerError, match=r"^a suspension needs a reason, a text that is not blank$"):
        of.suspended(at("2026-01-10T09:00"), reason)


def test_a_deadline_needs_instants_and_a_period() -> None:
    """A naive time and a text that is no period are refused wherever they are given."""
    naive = datetime(2026, 1, 9)  # noqa: DTZ001
    with pytest.raises(NaiveTimeError, match="2026-01-09T00:00:00 has no time zone"):
        Deadline(clock="x", started=naive, period="1 day")
    of = deadline("14 days", "2026-01-01T16:00")
    with pytest.raises(NaiveTimeError, match="give an aware datetime"):
        of.extended("1 day", naive, "x")
    with pytest.raises(NaiveTimeError, match="give an aware datetime"):
        of.suspended(naive, "x")
    with pytest.raises(NaiveTimeError, match="give an aware datetime"):
        of.suspended(at("2026-01-08T09:00"), "x").resumed(naive)
    with pytest.raises(PeriodError, match="'P14D' is no period"):
        deadline("P14D", "2026-01-09T16:00")
