"""What type checkers see of a workflow: facts keep their type from the machine to the decision."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_type

import attrs

from pamms_core.workflow import (
    Accepted,
    Actor,
    Case,
    Entry,
    Machine,
    Open,
    Option,
    Reason,
    Refused,
    Rule,
    advance,
    decide,
    open_case,
    options,
    replay,
)


@attrs.frozen
class Note:
    """The facts."""

    text: str


@attrs.frozen
class Close:
    """A command."""


def test_facts_keep_their_type() -> None:
    """A decision is of the machine's facts, and is told apart by its class."""
    machine: Machine[Note] = Machine(
        id="note",
        edition="1",
        states=["open", "closed"],
        ends=["closed"],
        roles=["clerk"],
        opening=Rule(
            id="open", command=Open, to="open", roles=["clerk"], apply=lambda _, c, __: c.facts
        ),
        rules=[Rule(id="close", command=Close, to="closed", roles=["clerk"])],
    )
    by, at = Actor("ann", ["clerk"]), datetime(2026, 3, 2, tzinfo=UTC)
    opened = open_case(machine, Open(Note("milk")), by=by, at=at)
    decision = decide(machine, opened.case, Close(), by=by, at=at)
    assert_type(decision, Accepted[Note] | Refused[Note])
    assert isinstance(decision, Accepted)
    assert_type(decision.entries, tuple[Entry, ...])
    assert_type(decision.case, Case[Note])
    assert_type(decision.case.facts.text, str)
    assert_type(advance(machine, decision.case, at), Accepted[Note])
    assert_type(replay(machine, decision.case.log), Case[Note])
    assert_type(options(machine, opened.case, by=by, at=at), tuple[Option, ...])
    refused = decide(machine, decision.case, Close(), by=by, at=at)
    assert isinstance(refused, Refused)
    assert_type(refused.reasons, tuple[Reason, ...])
    assert refused.codes == ("ended",)
