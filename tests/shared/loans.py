"""A library's loans as a workflow: the table that the kernel's tests share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow import (
    Accepted,
    Actor,
    Case,
    Choice,
    Extend,
    Machine,
    Moment,
    Notify,
    Occasion,
    Open,
    Reason,
    Refused,
    Rule,
    Start,
    Suspend,
    command_guard,
    decide,
    guard,
    not_same_person_as,
    not_the_author,
    open_case,
)

if TYPE_CHECKING:
    from pamms_core.workflow import Guard

BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)
ANN = Actor("ann", ["reader"])
LIB = Actor("lib", ["librarian"])


@attrs.frozen
class Loan:
    """What is known of a loan."""

    book: str
    borrower: str
    renewals: int = 0


@attrs.frozen
class Lend:
    """Hand the book out."""


@attrs.frozen
class Renew:
    """Ask for more time."""

    reason: str


@attrs.frozen
class Hold:
    """Stop the clock, such as while the library is shut."""

    reason: str


@attrs.frozen
class GoOn:
    """Let the clock run again."""


@attrs.frozen
class Return:
    """Bring the book back."""

    damaged: bool = False


@attrs.frozen
class Rename:
    """Correct the title."""

    book: str


@guard({"renewed-too-often": "{book} was renewed {times} times already."})
def may_renew(case: Case[Any], _: Moment) -> Reason | None:
    """Renew at most twice."""
    facts = case.facts
    if facts.renewals < 2:
        return None
    return Reason.of("renewed-too-often", book=facts.book, times=facts.renewals)


@command_guard({"no-title": "A title cannot be empty."})
def has_title(_: Case[Any], command: Rename, __: Moment) -> Reason | None:
    """Ask for a title."""
    return None if command.book else Reason.of("no-title")


def renewed(facts: Loan, _command: Renew, _moment: Moment) -> Loan:
    """Count a renewal."""
    return attrs.evolve(facts, renewals=facts.renewals + 1)


def renamed(facts: Loan, command: Rename, _moment: Moment) -> Loan:
    """Take the new title."""
    return attrs.evolve(facts, book=command.book)


def opened(_facts: None, command: Open, _moment: Moment) -> object:
    """Begin with the facts that were given."""
    return command.facts


def after_return(_facts: Loan, command: Return, _moment: Moment) -> str:
    """Pick where a book goes that came back."""
    return "in-repair" if command.damaged else "returned"


def opening(**changed: Any) -> Rule:
    """Make the row that opens a loan."""
    parts: dict[str, Any] = {
        "id": "ask",
        "command": Open,
        "to": "asked",
        "roles": "reader",
        "apply": opened,
    }
    return Rule(**parts | changed)


def rows() -> dict[str, Rule]:
    """Make all other rows, by id."""
    own: list[Guard] = [
        not_the_author("request", lambda facts: facts.borrower),
        not_same_person_as(Open),
    ]
    both = ["reader", "librarian"]
    made = [
        Rule(
            id="lend",
            command=Lend,
            from_states="asked",
            to="lent",
            roles="librarian",
            guards=own,
            starts=[Start("loan", "14 days")],
            notices=[Notify("lent", "reader", lambda facts, _command, _moment: {"book": facts.book})],
            source="a rule of the house",
        ),
        Rule(
            id="renew",
            command=Renew,
            from_states="lent",
            roles=both,
            guards=[may_renew],
            extends=[Extend("loan", lambda facts, _: f"{7 + facts.renewals} days", lambda c: c.reason)],
            apply=renewed,
        ),
        Rule(
            id="hold",
            command=Hold,
            from_states="lent",
            roles="librarian",
            suspends=[Suspend("loan", lambda command: command.reason)],
        ),
        Rule(id="go-on", command=GoOn, from_states="lent", roles="librarian", resumes="loan"),
        Rule(id="rename", command=Rename, roles="librarian", guards=[has_title], apply=renamed),
        Rule(
            id="return",
            command=Return,
            from_states="lent",
            to=Choice("by damage", ["returned", "in-repair"], after_return),
            roles="librarian",
            stops="loan",
        ),
        Rule(id="mend", command=Return, from_states="in-repair", to="returned", roles="librarian"),
        Rule(
            id="remind", when=Occasion("loan", before="3 days"), notices=[Notify("due-soon", "reader")]
        ),
        Rule(id="chase", when=Occasion("loan", after="2 days"), notices=[Notify("late", "librarian")]),
        Rule(id="lose", when=Occasion("loan", after="28 days"), to="lost", stops="loan"),
    ]
    return {rule.id: rule for rule in made}


def loans(*more: Rule, without: str = "", **changed: Any) -> Machine[Loan]:
    """Make the table, with rows more or less and other parts."""
    rules = [rule for rule in rows().values() if rule.id not in without.split()]
    parts: dict[str, Any] = {
        "id": "loan",
        "edition": "1",
        "states": ["asked", "lent", "in-repair", "returned", "lost"],
        "ends": ["returned", "lost"],
        "roles": ["reader", "librarian"],
        "opening": opening(),
        "rules": [*rules, *more],
    }
    return Machine(**parts | changed)


def asked(machine: Machine[Loan], book: str = "Emma") -> Case[Loan]:
    """Open a loan."""
    decision = open_case(machine, Open(Loan(book, "ann")), by=ANN, at=BEGIN, id="loan 1")
    assert isinstance(decision, Accepted)
    return decision.case


def done(
    machine: Machine[Loan], case: Case[Loan], command: object, by: Actor = LIB, days: float = 0
) -> Case[Loan]:
    """Take a step that must be accepted, so many days after the beginning."""
    decision = decide(machine, case, command, by=by, at=BEGIN + days * DAY)
    assert isinstance(decision, Accepted), decision
    return decision.case


def lent(machine: Machine[Loan]) -> Case[Loan]:
    """Open a loan and hand the book out."""
    return done(machine, asked(machine), Lend())


def refused(
    machine: Machine[Loan], case: Case[Loan], command: object, by: Actor = LIB, days: float = 0
) -> Refused[Loan]:
    """Try a step that must be refused, and see that the case stays as it was."""
    decision = decide(machine, case, command, by=by, at=BEGIN + days * DAY)
    assert isinstance(decision, Refused), decision
    assert decision.case is case
    return decision
