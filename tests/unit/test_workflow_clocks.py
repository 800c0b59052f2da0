"""Clocks of a case: started, extended, suspended, and what time does by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from loans import ANN, BEGIN, DAY, GoOn, Hold, Loan, Renew, Return, asked, done, lent, loans, refused

from pamms_core.workflow import (
    TIME,
    Case,
    ClockChange,
    ClockEvent,
    EndlessTimeError,
    Extend,
    FellDue,
    Machine,
    Occasion,
    Open,
    Reason,
    Rule,
    RuleError,
    Start,
    advance,
    deadlines,
    guard,
)

LOANS = loans()


@guard({"not-renamed": "Not renamed."})
def is_renamed(case: Case[Any], _: object) -> Reason | None:
    """Ask for another title."""
    return Reason.of("not-renamed") if case.facts.book == "Emma" else None


@attrs.frozen
class Comment:
    """A command that must come in time."""


def test_a_clock_started_is_due_as_counted() -> None:
    """14 days from 2 March: by the end of the 16th, explained day by day."""
    (due,) = deadlines(LOANS, lent(LOANS))
    assert due.instant == datetime.fromisoformat("2026-03-17T00:00+00:00")
    assert len(due.explain()) == 15


def test_time_takes_its_steps_in_order_each_at_its_instant() -> None:
    """Looked at late, the log still says when each step fell due, and that it was time's."""
    passed = advance(LOANS, lent(LOANS), BEGIN + 100 * DAY)
    assert [(each.rule, each.at.isoformat()) for each in passed.entries] == [
        ("remind", "2026-03-14T00:00:00+00:00"),
        ("chase", "2026-03-19T00:00:00+00:00"),
        ("lose", "2026-04-13T23:00:00+00:00"),
    ]
    assert {(each.by, each.role, each.command) for each in passed.entries} == {
        (TIME, "time", FellDue("loan"))
    }
    assert [each.template for each in passed.notices] == ["due-soon", "late"]
    assert (passed.case.state, passed.case.clocks, passed.case.wake) == ("lost", (), None)


def test_time_before_the_last_step_does_nothing() -> None:
    """Advancing to the past, or where nothing is due, gives the same case."""
    case = lent(LOANS)
    for at in (BEGIN - DAY, BEGIN, BEGIN + DAY):
        assert advance(LOANS, case, at).case is case


def test_an_extension_moves_what_is_to_come_and_repeats_nothing() -> None:
    """After the reminder an extension moves the due date; the reminder does not come again."""
    case = done(LOANS, lent(LOANS), Renew("ill"), ANN, days=13)
    assert [each.rule for each in case.log] == ["ask", "lend", "remind", "renew"]
    clock = case.clock("loan")
    assert clock is not None
    assert clock.due == datetime.fromisoformat("2026-03-25T00:00+00:00")
    assert [each.rule for each in clock.steps] == ["chase", "lose"]
    assert case.log[-1].reasons == ("ill",)
    assert case.log[-1].clocks == (ClockChange("loan", ClockEvent.EXTENDED, clock, "ill"),)


def test_an_extension_before_the_reminder_moves_it_too() -> None:
    """The reminder comes three days before the new due date."""
    case = done(LOANS, lent(LOANS), Renew("ill"), ANN, days=1)
    assert case.wake == datetime.fromisoformat("2026-03-22T00:00+00:00")


def test_a_late_extension_is_refused() -> None:
    """At the due instant it is too late, with both times; one instant before it is not."""
    case = lent(LOANS)
    found = refused(LOANS, case, Renew("ill"), ANN, days=15)
    assert found.codes == ("too-late",)
    assert found.reasons[0].params["due"] == datetime.fromisoformat("2026-03-17T00:00+00:00")
    assert done(LOANS, case, Renew("ill"), ANN, days=14.5)


@pytest.mark.parametrize("command", [Renew(" "), Hold("")])
def test_a_change_of_a_clock_needs_a_reason(command: object) -> None:
    """An empty reason is refused by the kernel, for every machine."""
    assert refused(LOANS, lent(LOANS), command).codes == ("reason-missing",)


def test_a_suspended_clock_stands_still_and_gives_its_days_back() -> None:
    """While it is suspended nothing falls due; four days later all comes four days later."""
    case = done(LOANS, lent(LOANS), Hold("shut"), days=1)
    assert deadlines(LOANS, case) == ()
    assert case.wake is None
    assert refused(LOANS, case, Hold("again"), days=2).codes == ("clock-suspended",)
    case = done(LOANS, case, GoOn(), days=5)
    assert deadlines(LOANS, case)[0].instant == datetime.fromisoformat("2026-03-21T00:00+00:00")
    assert refused(LOANS, case, GoOn(), days=6).codes == ("clock-not-suspended",)


def test_what_is_asked_of_a_clock_that_does_not_run_is_refused() -> None:
    """Before it is started, and once it was stopped by a person, there is nothing to change."""
    assert refused(LOANS, asked(LOANS), Hold("shut")).codes == ("wrong-state", "clock-not-running")
    assert refused(LOANS, asked(LOANS), GoOn()).codes == ("wrong-state", "clock-not-running")
    returned = done(LOANS, lent(LOANS), Return(), days=1)
    assert refused(LOANS, returned, Renew("ill"), ANN, days=2).codes == ("ended", "clock-not-running")


def test_late_is_late_however_late_anyone_looks() -> None:
    """Once time has ended the clock, the reason is told with the due date it had."""
    machine = loans(
        Rule(id="comment", command=Comment, from_states="lent", roles="reader", within="loan")
    )
    case = lent(machine)
    assert done(machine, case, Comment(), ANN, days=14).state == "lent"
    assert refused(machine, case, Comment(), ANN, days=15).codes == ("too-late",)
    found = refused(machine, case, Comment(), ANN, days=300)
    assert found.codes == ("ended", "too-late")
    assert found.reasons[1].params["due"] == datetime.fromisoformat("2026-03-17T00:00+00:00")


def test_a_clock_that_time_stopped_before_it_was_due_does_not_run() -> None:
    """A row of time may stop its clock early; then it is not too late, but there is no clock."""
    early = Rule(id="early", when=Occasion("loan", before="5 days"), from_states="lent", stops="loan")
    machine = loans(early)
    found = refused(machine, lent(machine), Renew("ill"), ANN, days=10)
    assert found.codes == ("clock-not-running",)


def test_a_row_of_time_that_its_guard_holds_back_is_passed_over() -> None:
    """Guards are asked of time too; what does not apply at its instant never fires later."""
    renewing = LOANS.by_id["renew"].guards
    chase = attrs.evolve(LOANS.by_id["chase"], guards=renewing, from_states=("in-repair",))
    machine = loans(chase, without="chase")
    passed = advance(machine, lent(machine), BEGIN + 20 * DAY)
    assert [each.rule for each in passed.entries] == ["remind"]
    case = done(machine, passed.case, Return(damaged=True), days=20)
    assert advance(machine, case, BEGIN + 50 * DAY).entries == ()


def test_what_was_passed_over_does_not_come_back_when_another_step_fires() -> None:
    """A step that its guard held back stays behind, even if a later step of its clock lifts that."""
    held = Rule(id="held", when=Occasion("loan", before="5 days"), guards=[is_renamed])
    lifts = Rule(id="lifts", when=Occasion("loan", before="4 days"), apply=lambda *_: Loan("New", "ann"))
    machine = loans(held, lifts)
    passed = advance(machine, lent(machine), BEGIN + 14 * DAY)
    assert [each.rule for each in passed.entries] == ["lifts", "remind"]


def test_steps_of_one_instant_all_come() -> None:
    """Two reminders at one instant come one after the other."""
    second = Rule(id="week", when=Occasion("loan", before="72 hours"))
    machine = loans(second)
    passed = advance(machine, lent(machine), BEGIN + 13 * DAY)
    assert len({each.at for each in passed.entries}) == 1
    assert sorted(each.rule for each in passed.entries) == ["remind", "week"]


def lending(machine_start: Start, *more: Rule) -> Machine[Loan]:
    """Make the table with another clock to start when a book is lent."""
    lend = attrs.evolve(LOANS.by_id["lend"], starts=[machine_start])
    machine = loans(lend, *more, without="lend")
    assert isinstance(machine, Machine)
    return machine


def test_a_period_may_be_looked_up_and_the_count_may_begin_earlier() -> None:
    """Policy gives the period, and the facts the instant from which it counts."""
    machine = lending(Start("loan", lambda facts: f"{len(facts.book)} days", lambda _: BEGIN - DAY))
    (due,) = deadlines(machine, lent(machine))
    assert due.instant == datetime.fromisoformat("2026-03-06T00:00+00:00")


def test_a_clock_due_in_the_past_acts_at_once() -> None:
    """Steps at or after the due date come at the instant of the start; reminders are left out."""
    machine = lending(Start("loan", "14 days", lambda _: BEGIN - 60 * DAY))
    passed = advance(machine, lent(machine), BEGIN)
    assert [(each.rule, each.at) for each in passed.entries] == [("chase", BEGIN), ("lose", BEGIN)]


def test_time_that_stands_still_is_an_error() -> None:
    """A row of time that starts its own clock in the past would fire for ever."""
    again = Rule(
        id="again", when=Occasion("loan"), starts=[Start("loan", "1 day", lambda _: BEGIN - 60 * DAY)]
    )
    states = ["asked", "lent", "in-repair", "returned"]
    machine = loans(again, without="chase lose", states=states, ends=["returned"])
    with pytest.raises(EndlessTimeError, match="row 'again' falls due twice at 2026-03-17") as caught:
        advance(machine, lent(machine), BEGIN + 100 * DAY)
    assert caught.value.rule == "again"
    assert caught.value.at == datetime.fromisoformat("2026-03-17T00:00+00:00")


def test_a_row_of_time_may_extend_its_own_clock() -> None:
    """At the due date time itself can give more, once; then the date stands."""
    grace = Rule(id="grace", when=Occasion("loan"), extends=[Extend("loan", "2 days", "as is usual")])
    machine = loans(grace)
    passed = advance(machine, lent(machine), BEGIN + 20 * DAY)
    assert [each.rule for each in passed.entries] == ["remind", "grace", "chase"]
    assert passed.entries[1].reasons == ("as is usual",)
    assert deadlines(machine, passed.case)[0].instant == datetime.fromisoformat("2026-03-19T00:00+00:00")


def test_a_wrong_clock_function_is_the_machines_mistake() -> None:
    """A period that is none, and a reason that cannot be found, name the row."""
    machine = lending(Start("loan", lambda _: "soon"))
    with pytest.raises(RuleError, match="row 'lend': clocks raised PeriodError") as caught:
        lent(machine)
    assert caught.value.part == "clocks"
    broken = attrs.evolve(
        LOANS.by_id["renew"], extends=[Extend("loan", "1 day", lambda command: command.why)]
    )
    machine = loans(broken, without="renew")
    case = lent(machine)
    with pytest.raises(
        RuleError, match="row 'renew': reason for the clock 'loan' raised AttributeError"
    ) as caught:
        refused(machine, case, Renew("ill"))
    assert caught.value.rule == "renew"


def test_starting_a_running_clock_starts_it_afresh() -> None:
    """A restart forgets what has fired: reminders come again."""
    again = Rule(
        id="again", command=Comment, from_states="lent", roles="reader", starts=[Start("loan", "7 days")]
    )
    machine = loans(again)
    case = done(machine, lent(machine), Comment(), ANN, days=13)
    assert [each.rule for each in advance(machine, case, BEGIN + 18 * DAY).entries] == ["remind"]
    assert len(case.clocks) == 1
    assert case.clock("tea") is None


def test_a_step_by_a_person_at_the_due_instant_comes_second() -> None:
    """Time acts first, up to and at the instant: nobody is quicker than the clock."""
    case = lent(LOANS)
    due = datetime.fromisoformat("2026-04-13T23:00+00:00")
    assert refused(LOANS, case, Return(), days=(due - BEGIN) / DAY).codes[0] == "ended"
    just_before = (due - BEGIN - timedelta(microseconds=1)) / timedelta(days=1)
    assert done(LOANS, case, Return(), days=just_before).state == "returned"


def test_opening_may_start_a_clock() -> None:
    """The opening row does to clocks what any row does."""
    machine = loans(
        opening=Rule(id="ask", command=Open, to="lent", roles="reader", starts=[Start("loan", "1 day")]),
        without="lend rename return mend renew",
        states=["lent", "lost"],
        ends=["lost"],
    )
    assert asked(machine).wake == BEGIN.replace(day=6, hour=0)
