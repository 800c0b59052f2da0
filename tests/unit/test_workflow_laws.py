"""The laws for anyone's machine: they hold of an honest table and notice one that is not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import find
from loans import ANN, BEGIN, DAY, LIB, Lend, Loan, Renew, lent, loans

from pamms_core.testing import actors, check_case, check_step, check_time, commands, gaps, machines
from pamms_core.testing.machines import Mark, Press, machine_of
from pamms_core.workflow import Actor, Case, Machine, Moment, Open, Reason, Rule, guard, new_case

LOANS = loans()


def test_an_honest_machine_keeps_the_laws() -> None:
    """Accepted, refused, late, and not yet open."""
    case = lent(LOANS)
    assert check_step(LOANS, case, Renew("ill"), ANN, BEGIN + DAY)
    assert not check_step(LOANS, case, Lend(), LIB, BEGIN - DAY)
    assert not check_step(LOANS, case, "wave", LIB, BEGIN)
    nobody = Actor("zoe")
    assert not check_step(LOANS, new_case(LOANS, BEGIN), Lend(), nobody, BEGIN)
    assert not check_step(LOANS, case, Open(Loan("Emma", "ann")), nobody, BEGIN)
    assert check_step(LOANS, new_case(LOANS, BEGIN), Open(Loan("Emma", "ann")), ANN, BEGIN)
    assert check_time(LOANS, case, BEGIN + 50 * DAY).state == "lost"
    assert check_time(LOANS, case, BEGIN - DAY) is case
    assert len(check_case(LOANS, case)) == 2


def forgetful() -> Machine[Loan]:
    """Make a table with a guard that answers differently each time."""
    asked: list[int] = []

    @guard({"moody": "Not now."})
    def moody(_: Case[Any], __: Moment) -> Reason | None:
        asked.append(1)
        return Reason.of("moody") if len(asked) % 2 else None

    machine = loans(
        Rule(id="moody", command=Loan, from_states="lent", roles="librarian", guards=[moody])
    )
    assert isinstance(machine, Machine)
    return machine


def test_a_guard_that_is_not_pure_is_noticed() -> None:
    """Options and decide disagree, which no pure guard can bring about."""
    machine = forgetful()
    with pytest.raises(AssertionError, match="options says") as caught:
        check_step(machine, lent(machine), Loan("Emma", "ann"), LIB, BEGIN)
    assert "moody" in str(caught.value)


def test_random_machines_have_all_that_can_be_in_a_table() -> None:
    """Among them are choices, reminders, suspensions, guards and two ends."""
    drawn = [machine_of(random.Random(seed).choice) for seed in range(60)]  # noqa: S311 - no secret
    rules = [rule for machine in drawn for rule in machine.rules]
    assert {len(each.ends) for each in drawn} == {1, 2}
    assert {len(each.states) for each in drawn} == {2, 3, 4, 5}
    assert any(rule.suspends for rule in rules)
    assert any(rule.within and rule.guards for rule in rules)
    assert any(rule.when and rule.when.before for rule in rules)
    assert any(len(rule.to_states) == 2 for rule in rules)
    assert find(machines(), lambda each: not each.clocks).states == ("s0", "s1")


def test_random_people_commands_and_gaps() -> None:
    """Somebody without a role, somebody acting for another, a command of each kind, no time at all."""
    assert not find(actors(), lambda each: not each.roles).roles
    assert find(actors(), lambda each: each.on_behalf_of is not None).on_behalf_of
    assert find(commands(), lambda each: isinstance(each, Mark)) == Mark("")
    assert find(commands(), lambda each: isinstance(each, Press)) == Press()
    assert not find(gaps(), lambda each: not each)
