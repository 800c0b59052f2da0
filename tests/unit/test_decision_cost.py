"""How much work a decision is, counted in function calls and bytes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import attrs
from loans import BEGIN, LIB, Loan, opened

from pamms_core.workflow import (
    Accepted,
    Case,
    Machine,
    Notify,
    Open,
    Reason,
    Rule,
    command_guard,
    decide,
    guard,
    open_case,
    options,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@attrs.frozen
class Approve:
    """The command that is measured."""


@guard({"no": "No."})
def may(case: Case[Any], _: object) -> Reason | None:
    """Let everything pass."""
    return None if case.facts else Reason.of("no")


@command_guard({"not": "Not."})
def can(_: object, command: object, __: object) -> Reason | None:
    """Let everything pass."""
    return None if command else Reason.of("not")


def machine_of(count: int) -> Machine[Loan]:
    """Make a machine of so many commands, each with two guards and a notice."""
    kinds = [attrs.make_class(f"Do{number}", {}, frozen=True) for number in range(count)]
    rules = [
        Rule(
            id=kind.__name__,
            command=kind,
            from_states="open",
            to="closed",
            roles="librarian",
            guards=[may, can],
            notices=[Notify("closed", "reader", lambda facts, _c, _m: {"book": facts.book})],
        )
        for kind in [Approve, *kinds]
    ]
    return Machine(
        id="small",
        edition="1",
        states=["open", "closed"],
        ends=["closed"],
        roles=["reader", "librarian"],
        opening=Rule(id="open", command=Open, to="open", roles="librarian", apply=opened),
        rules=rules,
    )


def open_one(machine: Machine[Loan]) -> Case[Loan]:
    """Open a case of it."""
    decision = open_case(machine, Open(Loan("Emma", "ann")), by=LIB, at=BEGIN)
    assert isinstance(decision, Accepted)
    return decision.case


def test_a_full_decision_makes_at_most_25_calls(calls: Callable[..., int]) -> None:
    """Role, two guards, new case, log entry and notice: all functions counted, Python's and C's."""
    machine = machine_of(1)
    case, command = open_one(machine), Approve()
    assert decide(machine, case, command, by=LIB, at=BEGIN)
    assert calls(lambda: decide(machine, case, command, by=LIB, at=BEGIN)) <= 25


def test_options_are_linear_in_rows(calls: Callable[..., int]) -> None:
    """Twice as many rows cost at most twice as many calls."""
    counts = []
    for count in (10, 20, 40):
        machine = machine_of(count)
        case = open_one(machine)
        counts.append(calls(lambda m=machine, c=case: options(m, c, by=LIB, at=BEGIN)))
    assert counts[1] <= 2 * counts[0]
    assert counts[2] <= 2 * counts[1]


def test_a_decision_costs_the_same_with_a_long_log(calls: Callable[..., int]) -> None:
    """The log is not copied: a case with a thousand entries is decided as quickly."""
    machine = machine_of(1)
    case = open_one(machine)
    once = calls(lambda: decide(machine, case, Approve(), by=LIB, at=BEGIN))
    long = case
    for _ in range(1000):
        step = decide(machine, attrs.evolve(long, state="open"), Approve(), by=LIB, at=BEGIN)
        assert isinstance(step, Accepted)
        long = step.case
    long = attrs.evolve(long, state="open")
    assert len(long.log) == 1001
    assert calls(lambda: decide(machine, long, Approve(), by=LIB, at=BEGIN)) == once


def test_a_case_is_small() -> None:
    """A case without its facts and its log takes under 250 bytes."""
    case = open_one(machine_of(1))
    own = (case, case.clocks, case.at, case.version)
    assert sum(map(sys.getsizeof, own)) < 250
    assert not hasattr(case, "__dict__")
