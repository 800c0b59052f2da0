"""Decisions: accepted steps, every reason against the others, tokens and versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from loans import (
    ANN,
    BEGIN,
    DAY,
    LIB,
    GoOn,
    Hold,
    Lend,
    Loan,
    Rename,
    Renew,
    Return,
    asked,
    done,
    lent,
    loans,
    may_renew,
    opening,
    refused,
)

from pamms_core import NaiveTimeError
from pamms_core._frozen import FrozenMap
from pamms_core.workflow import (
    Accepted,
    Actor,
    Choice,
    MachineKey,
    Moment,
    Notice,
    Notify,
    Open,
    Reason,
    Refused,
    Rule,
    RuleError,
    WrongMachineError,
    advance,
    decide,
    guard,
    new_case,
    open_case,
    options,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.workflow import Case

LOANS = loans()
CLICK = "click 1"


def test_a_step_gives_a_new_case_its_entry_and_its_notices() -> None:
    """What is accepted comes back as values; the case given is as before."""
    case = asked(LOANS)
    decision = decide(LOANS, case, Lend(), by=LIB, at=BEGIN + DAY)
    assert isinstance(decision, Accepted)
    assert (case.state, decision.case.state) == ("asked", "lent")
    (entry,) = decision.entries
    assert (entry.number, entry.name, entry.role, entry.rule) == (2, "lend", "librarian", "lend")
    assert (entry.from_state, entry.to_state, entry.case) == ("asked", "lent", "loan 1")
    assert entry.moment == Moment(BEGIN + DAY, LIB, "librarian")
    assert entry.machine == LOANS.key
    assert decision.notices == (Notice("lent", "reader", FrozenMap({"book": "Emma"}), BEGIN + DAY, 2),)
    assert tuple(decision.case.log) == (*case.log, entry)
    assert (decision.case.version, decision.case.at) == (2, BEGIN + DAY)


def test_the_role_used_is_the_rows_first_that_the_actor_has() -> None:
    """Of several roles the log names one, and which one does not hang on chance."""
    case = done(LOANS, lent(LOANS), Renew("ill"), Actor("zoe", ["librarian", "reader"]))
    assert case.log[-1].role == "reader"


def test_all_reasons_are_told_at_once() -> None:
    """Wrong state, wrong role and both guards: four reasons, each a code with parameters."""
    found = refused(LOANS, lent(LOANS), Lend(), Actor("ann", ["reader", "guest"]))
    assert found.codes == ("wrong-state", "role-not-allowed", "is-the-author", "same-person")
    assert not found
    assert found.reasons[0] == Reason.of("wrong-state", state="lent", allowed=("asked",))
    assert found.reasons[1].params["roles"] == ("guest", "reader")
    assert found.say(LOANS.sentences).splitlines()[2] == (
        "ann made the request, so somebody else must do this."
    )


def test_whoever_has_no_role_is_refused_and_not_an_error() -> None:
    """An actor without roles hears so, and nothing else about roles."""
    found = refused(LOANS, asked(LOANS), Lend(), Actor("zoe"))
    assert found.reasons == (Reason.of("no-role", person="zoe"),)


def test_delegation_is_recorded_and_counts_as_both() -> None:
    """Who acts for the borrower is refused like the borrower; who acts for another is in the log."""
    case = asked(LOANS)
    found = refused(LOANS, case, Lend(), Actor("zoe", ["librarian"], on_behalf_of="ann"))
    assert found.codes == ("is-the-author", "same-person")
    case = done(LOANS, case, Lend(), Actor("zoe", ["librarian"], on_behalf_of="max"))
    assert case.log[-1].by.on_behalf_of == "max"


def test_what_has_ended_has_ended() -> None:
    """Nothing is done in an end, and the reason says so instead of listing states."""
    case = done(LOANS, lent(LOANS), Return())
    assert case.state == "returned"
    assert refused(LOANS, case, Return()).reasons == (Reason.of("ended", state="returned"),)


@pytest.mark.parametrize("command", ["lend", Loan("Emma", "ann"), None], ids=repr)
def test_what_no_row_knows_is_refused(command: object) -> None:
    """A command of another machine, or no command at all, is an unknown command."""
    assert refused(LOANS, asked(LOANS), command).codes == ("unknown-command",)


def test_a_class_in_place_of_a_command_is_told_as_such() -> None:
    """Who forgets to make a command of it learns so from the sentence."""
    found = refused(LOANS, asked(LOANS), Lend)
    assert found.say() == (
        "The rules that this case follows have no step lend (given as a class, not as a command);"
        " nobody can take it, in any state."
    )


def test_opening_again_is_refused() -> None:
    """The opening row applies to a new case only."""
    found = refused(LOANS, asked(LOANS), Open(Loan("Emma", "ann")), ANN)
    assert found.reasons == (Reason.of("wrong-state", state="asked", allowed=("(new)",)),)


def test_opening_is_decided_like_any_step() -> None:
    """Roles hold for the opening too, and its facts are the case's."""
    found = open_case(LOANS, Open(Loan("Emma", "ann")), by=LIB, at=BEGIN)
    assert isinstance(found, Refused)
    assert found.codes == ("role-not-allowed",)
    assert asked(LOANS).facts == Loan("Emma", "ann")


def test_the_clock_must_not_go_backwards() -> None:
    """A step before the last one is refused with both times, in UTC."""
    early = BEGIN.astimezone(timezone(timedelta(hours=2))) - DAY
    found = decide(LOANS, asked(LOANS), Lend(), by=LIB, at=early)
    assert isinstance(found, Refused)
    assert found.reasons == (Reason.of("clock-went-backwards", at=BEGIN - DAY, last=BEGIN),)
    assert found.reasons[0].params["at"] == early


@pytest.mark.parametrize(
    "ask",
    [
        lambda case, at: decide(LOANS, case, Lend(), by=LIB, at=at),
        lambda case, at: options(LOANS, case, by=LIB, at=at),
        lambda case, at: advance(LOANS, case, at),
    ],
    ids=["decide", "options", "advance"],
)
def test_a_time_without_a_zone_is_an_error(ask: Callable[[Any, datetime], object]) -> None:
    """Nobody could say which instant it is."""
    naive = datetime(2026, 3, 3, 10)  # noqa: DTZ001 - the point
    case = asked(LOANS)
    with pytest.raises(NaiveTimeError, match="has no time zone") as caught:
        ask(case, naive)
    assert caught.value.value == naive


def test_a_stale_version_is_refused_beside_all_else() -> None:
    """Of two officers at once the second hears that the case has changed."""
    case = lent(LOANS)
    found = decide(LOANS, case, Lend(), by=LIB, at=BEGIN, expected_version=1)
    assert isinstance(found, Refused)
    assert found.codes == ("wrong-state", "stale-version")
    assert found.reasons[1].params == {"expected": 1, "version": 2}
    assert decide(LOANS, case, Return(), by=LIB, at=BEGIN, expected_version=2)


def test_the_expected_version_is_that_of_the_case_as_stored() -> None:
    """What time does in between, which the host has not stored yet, makes no version stale."""
    case = lent(LOANS)
    decision = decide(LOANS, case, Return(), by=LIB, at=BEGIN + 20 * DAY, expected_version=2)
    assert isinstance(decision, Accepted)
    assert [entry.rule for entry in decision.entries] == ["remind", "chase", "return"]


def test_a_token_accepted_gives_back_its_entries_and_the_case_as_it_is() -> None:
    """A double click changes nothing and sends nothing, even if the case has moved on since."""
    case = asked(LOANS)
    first = decide(LOANS, case, Lend(), by=LIB, at=BEGIN, token=CLICK)
    assert isinstance(first, Accepted)
    later = done(LOANS, first.case, Renew("ill"), ANN, days=1)
    again = decide(LOANS, later, Lend(), by=LIB, at=BEGIN + DAY, expected_version=1, token=CLICK)
    assert again == Accepted(later, first.entries, (), repeated=True)


@pytest.mark.parametrize(("command", "by"), [(Return(), LIB), (Lend(), Actor("zoe", ["librarian"]))])
def test_a_token_serves_one_command_of_one_person(command: object, by: Actor) -> None:
    """Used for something else, or by somebody else, a token is refused."""
    first = decide(LOANS, asked(LOANS), Lend(), by=LIB, at=BEGIN, token=CLICK)
    found = decide(LOANS, first.case, command, by=by, at=BEGIN, token=CLICK)
    assert isinstance(found, Refused)
    assert found.reasons == (Reason.of("token-reused", token=CLICK, number=2),)


def test_a_refused_token_may_be_tried_again() -> None:
    """Only what was accepted is remembered."""
    case = asked(LOANS)
    assert not decide(LOANS, case, Lend(), by=ANN, at=BEGIN, token=CLICK)
    assert decide(LOANS, case, Lend(), by=LIB, at=BEGIN, token=CLICK)


def test_a_case_of_another_machine_is_refused() -> None:
    """Decide refuses; what only asks raises, because it has no way to refuse."""
    case, other = asked(LOANS), loans(edition="2")
    found = decide(other, case, Lend(), by=LIB, at=BEGIN)
    assert isinstance(found, Refused)
    assert found.codes == ("wrong-machine",)
    with pytest.raises(WrongMachineError, match="the case was made by 'loan' edition 1") as caught:
        advance(other, case, BEGIN)
    assert (caught.value.expected, caught.value.found) == (other.key, LOANS.key)
    with pytest.raises(WrongMachineError, match="an older edition is upcast first") as caught:
        options(other, case, by=LIB, at=BEGIN)
    assert caught.value.number is None
    stranger = attrs.evolve(case, machine=MachineKey("permit", "1", "sha256:0"))
    with pytest.raises(WrongMachineError, match=r"\(sha256:[0-9a-f]{8}…\)$") as caught:
        advance(LOANS, stranger, BEGIN)
    assert caught.value.found.id == "permit"


def _fails(*_: object) -> Any:
    raise KeyError("chapter")


@guard({"never": "Never."}, name="broken")
def _broken(*_: object) -> Reason | None:
    _fails()
    return None


@guard({"declared": "Declared."}, name="undeclared")
def _undeclared(*_: object) -> Reason | None:
    return Reason.of("other")


@guard({"declared": "Declared."}, name="no reason")
def _no_reason(*_: object) -> Reason | None:
    return False  # type: ignore[return-value] # the point


@pytest.mark.parametrize(
    ("changes", "part", "problem"),
    [
        ({"guards": [_broken]}, "guard 'broken'", "raised KeyError: 'chapter'"),
        ({"guards": [_undeclared]}, "guard 'undeclared'", "gave 'other'; it declares: declared"),
        (
            {"guards": [_no_reason]},
            "guard 'no reason'",
            "gave False, which is no reason; it declares: declared",
        ),
        ({"apply": _fails}, "apply", "raised KeyError: 'chapter'"),
        ({"to": Choice("odd", ["asked"], lambda *_: "lent")}, "choice", "gave 'lent'; it lists: asked"),
        ({"to": Choice("bad", ["asked"], _fails)}, "choice", "raised KeyError: 'chapter'"),
        ({"notices": [Notify("n", "reader", _fails)]}, "notices", "raised KeyError: 'chapter'"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_function_that_fails_is_the_machines_mistake(
    changes: dict[str, Any], part: str, problem: str
) -> None:
    """The error names the row and the function, is chained, and the case is as before."""

    @attrs.frozen
    class Knock:
        """A command."""

    parts: dict[str, Any] = {
        "id": "knock",
        "command": Knock,
        "from_states": "asked",
        "roles": "librarian",
    }
    row = Rule(**parts | changes)
    machine = loans(row)
    case = asked(machine)
    before = repr(case)
    with pytest.raises(RuleError, match="row 'knock'") as caught:
        decide(machine, case, Knock(), by=LIB, at=BEGIN)
    assert (caught.value.rule, caught.value.part, caught.value.problem) == ("knock", part, problem)
    assert isinstance(caught.value.__cause__, KeyError) is ("raised" in problem)
    assert repr(case) == before


def test_rows_elsewhere_tell_only_what_all_of_them_hold_against_it() -> None:
    """Where a command has rows in several states, a wrong state names them all."""
    found = refused(LOANS, asked(LOANS), Return(), ANN)
    assert found.reasons[0].params["allowed"] == ("lent", "in-repair")
    assert found.codes == ("wrong-state", "role-not-allowed")


def test_options_tell_what_may_be_done_and_why_not_the_rest() -> None:
    """Each command of the open case is listed once, with the reasons that decide would give."""
    found = {each.name: each for each in options(LOANS, lent(LOANS), by=ANN, at=BEGIN)}
    assert list(found) == ["lend", "renew", "hold", "go-on", "rename", "return"]
    assert [name for name, each in found.items() if each.allowed] == ["renew"]
    assert [each.code for each in found["go-on"].reasons] == ["role-not-allowed", "clock-not-suspended"]
    assert found["rename"].still_open == ("no-title",)
    assert found["renew"].still_open == ("reason-missing",)
    assert found["lend"].still_open == ()


def test_options_of_a_command_that_is_tried_are_exact() -> None:
    """Told the command, options asks the guards that read it, and leaves nothing open."""
    found = {
        each.name: each for each in options(LOANS, lent(LOANS), by=LIB, at=BEGIN, trying=[Rename("")])
    }
    assert [each.code for each in found["rename"].reasons] == ["no-title"]
    assert found["rename"].still_open == ()
    (unknown,) = options(LOANS, lent(LOANS), by=LIB, at=BEGIN, trying=[BEGIN])[-1:]
    assert [each.code for each in unknown.reasons] == ["unknown-command"]


def test_a_case_that_is_not_open_has_one_option() -> None:
    """Before its opening there is only the opening."""
    found = options(LOANS, new_case(LOANS, BEGIN), by=ANN, at=BEGIN)
    assert [(each.name, each.allowed) for each in found] == [("open", True)]


@pytest.mark.parametrize(
    "command", [Lend(), Renew("ill"), Hold("shut"), GoOn(), Rename(""), Return()], ids=repr
)
def test_a_case_that_is_not_open_refuses_every_other_command(command: object) -> None:
    """There are no facts for guards and no clocks yet: state, role and time alone speak."""
    new = new_case(LOANS, BEGIN)
    found = refused(LOANS, new, command, Actor("zoe", ["guest"]), days=-1)
    assert found.codes == ("wrong-state", "role-not-allowed", "clock-went-backwards")
    assert found.reasons[0].params["state"] == "(new)"
    told = options(LOANS, new, by=LIB, at=BEGIN, trying=[command])[-1]
    assert [each.code for each in told.reasons] == ["wrong-state"]
    assert told.still_open == ()


@guard({"came-by-another": "{person} must come in person."}, name="opener")
def _opener(case: Case[Any], moment: Moment) -> Reason | None:
    assert case.facts is None, "asked of an open case"
    if moment.by.on_behalf_of is None:
        return None
    return Reason.of("came-by-another", person=moment.by.id)


def test_the_openings_guards_are_asked_of_a_new_case_only() -> None:
    """They may rely on there being no facts yet, as all others may on there being some."""
    machine = loans(opening=opening(guards=[_opener]))
    through = Actor("zoe", ["reader"], on_behalf_of="ann")
    again = refused(machine, asked(machine), Open(Loan("Emma", "ann")), through)
    assert again.codes == ("wrong-state",)
    assert refused(machine, new_case(machine, BEGIN), Open(Loan("", "")), through).codes == (
        "came-by-another",
    )


def test_a_command_that_also_opens_is_judged_by_its_rows_on_this_side() -> None:
    """Where a row for the opening command applies to open cases too, its own guards speak there."""
    again = Rule(id="again", command=Open, from_states="lent", roles="reader", guards=[may_renew])
    machine = loans(again)
    worn = new_case(machine, BEGIN), Open(Loan("Emma", "ann", renewals=5))
    case = decide(machine, *worn, by=ANN, at=BEGIN).case
    assert refused(machine, case, Open(case.facts), ANN).codes == ("wrong-state", "renewed-too-often")


def test_options_let_time_act_first() -> None:
    """What time has ended is not offered any more."""
    found = options(LOANS, lent(LOANS), by=LIB, at=BEGIN + 60 * DAY)
    assert {each.code for option in found for each in option.reasons} >= {"ended"}
    assert not any(each.allowed for each in found)


def test_hold_and_rename_do_what_they_say() -> None:
    """A row from anywhere keeps the state; a command's data reach the facts."""
    case = done(LOANS, done(LOANS, lent(LOANS), Hold("shut")), Rename("Persuasion"))
    assert (case.state, case.facts.book) == ("lent", "Persuasion")
    assert case.log[2].reasons == ("shut",)
    assert case.at.tzinfo is UTC
