"""Moving live cases to a new edition: which are safe, and why others are not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from drafts import (
    DRAFTS,
    FACTS,
    NINE,
    OFFICER,
    PROVIDER,
    RULES,
    AddComment,
    GoOn,
    Pause,
    Share,
    machine,
)

from pamms_core import Counting
from pamms_core.workflow import (
    Case,
    Choice,
    Machine,
    Open,
    Rule,
    Start,
    Upcast,
    Upcasts,
    decide,
    new_case,
    open_case,
)
from pamms_core.workflow.moving import MoveCode, moves

DAY = timedelta(days=1)


@pytest.fixture
def cases() -> list[Case[Any]]:
    """Return a case being drafted, the same with its provider, and commented on."""
    case = open_case(DRAFTS, Open(FACTS), by=OFFICER, at=NINE, id="c1").case
    found = [case]
    for command, by in ((Share(), OFFICER), (AddComment("Not so."), PROVIDER)):
        case = decide(DRAFTS, case, command, by=by, at=case.at + DAY).case
        found.append(case)
    return found


def changed(rule_id: str, **changes: Any) -> list[Rule]:
    """Change one row."""
    return [attrs.evolve(each, **changes) if each.id == rule_id else each for each in RULES]


def codes(new: Machine[Any], case: Case[Any], upcasts: Upcasts | None = None) -> list[str]:
    """Give the codes of what stands in the way of one case."""
    (move,) = moves(new, [case], upcasts).moves
    return [each.code.value for each in move.problems]


def test_the_same_table_is_safe(cases: list[Case[Any]]) -> None:
    """A new edition that says the same takes every case."""
    report = moves(machine("2"), cases)
    assert len(report.safe) == 3
    assert report.unsafe == ()
    assert str(report) == "3 of 3 cases are safe to move to edition 2"
    assert repr(report) == "<MoveReport: 3 of 3 safe>"
    assert str(report.moves[0]) == "c1 in drafting: safe to move"


def test_a_change_touches_only_cases_that_went_that_way(cases: list[Case[Any]]) -> None:
    """Another period for a clock is no matter to a case that never started it."""
    report = moves(machine("2", changed("share", starts=[Start("comments", "10 days")])), cases)
    assert [each.is_safe for each in report.moves] == [True, False, False]
    assert str(report).splitlines()[1] == (
        "  c1 in with-provider: decided-otherwise: its clocks would be others (entry 2)"
    )


def test_what_is_gone_is_named(cases: list[Case[Any]]) -> None:
    """States, rows, roles and clocks that the new edition lacks are each told, once."""
    shared = cases[2]
    renamed = [attrs.evolve(each, id="remark") if each.id == "comment" else each for each in RULES]
    assert codes(machine("2", renamed), shared) == ["row-gone"]
    assert codes(machine("2", [each for each in RULES if each.id != "remind"]), shared) == ["row-gone"]
    states = ["drafting", "away", "urgent", "published"]
    other = machine("2", _renamed("with-provider", "away"), states=states)
    assert codes(other, shared) == ["state-gone"]
    clock = [Rule(id="share", command=Share, from_states="drafting", to="published", roles=["officer"])]
    bare = machine("2", clock, states=["drafting", "published"], roles=["officer"])
    assert codes(bare, shared) == ["state-gone", "row-gone", "role-gone", "clock-gone"]


def _renamed(old: str, new: str) -> list[Rule]:
    def state(name: str) -> str:
        return new if name == old else name

    rules = []
    for each in RULES:
        to = each.to
        if isinstance(to, Choice):
            to = attrs.evolve(to, states=tuple(map(state, to.states)))
        rules.append(attrs.evolve(each, from_states=map(state, each.from_states), to=to))
    return rules


def test_other_decisions_are_found(cases: list[Case[Any]]) -> None:
    """A new guard, role, choice or command that would have decided otherwise is told with its entry."""
    shared = cases[2]
    strict = machine("2", changed("comment", roles=["manager"]))
    (move,) = moves(strict, [shared]).moves
    assert str(move.problems[0]) == "decided-otherwise: it would be refused (role-not-allowed) (entry 3)"
    given = RULES[0].to
    assert isinstance(given, Choice)
    other = attrs.evolve(given, choose=lambda _f, _c, _m: "urgent")
    (move,) = moves(machine("2", changed("share", to=other)), [shared]).moves
    assert "its to_state was 'with-provider', and would be 'urgent'" in str(move)
    assert codes(machine("2", _swapped()), shared) == ["command-gone"]


def _swapped() -> list[Rule]:
    """Give the row of comments another command."""

    @attrs.frozen
    class Remark:
        """Another command."""

        text: str

    return changed("comment", command=Remark)


def test_other_facts_and_due_dates_are_found(cases: list[Case[Any]]) -> None:
    """Another apply, or another way of counting, leaves a case where it is."""
    shared = cases[2]
    quiet = changed("comment", apply=lambda facts, _c, _m: facts)
    assert codes(machine("2", quiet), shared) == ["facts-otherwise"]
    counted = machine("2", counting=Counting(event_day_counts=True))
    (move,) = moves(counted, [shared]).moves
    assert [each.code for each in move.problems] == [MoveCode.COUNTED_OTHERWISE]
    assert "is due 2026-03-18T00:00:00+00:00, and would be due 2026-03-17" in str(move)


def test_suspended_clocks_move(cases: list[Case[Any]]) -> None:
    """A clock without a due date is no difference, and is told as such where there is one."""
    paused = decide(DRAFTS, cases[2], Pause("closed"), by=OFFICER, at=NINE + 3 * DAY).case
    assert codes(machine("2"), paused) == []
    (clock,) = paused.clocks
    odd = attrs.evolve(paused, clocks=(attrs.evolve(clock, due=NINE),))
    (move,) = moves(machine("2"), [odd]).moves
    assert "would be due never, being suspended" in str(move)
    assert codes(machine("2"), decide(DRAFTS, paused, GoOn(), by=OFFICER, at=NINE + 4 * DAY).case) == []


def test_a_failing_edition_is_told_and_not_raised(cases: list[Case[Any]]) -> None:
    """A function that fails on one case's log does not hide the others."""

    def fails(_facts: object, _command: object, _moment: object) -> None:
        raise RuntimeError("oh")

    report = moves(machine("2", changed("comment", apply=fails)), cases)
    assert [each.is_safe for each in report.moves] == [True, True, False]
    assert str(report.unsafe[0].problems[0]) == "fails: row 'comment': apply raised RuntimeError: oh"


def test_other_machines_and_new_cases(cases: list[Case[Any]]) -> None:
    """A case of another machine cannot move; one without steps always can."""
    other = machine("2", id="other")
    assert codes(other, cases[0]) == ["other-machine"]
    assert codes(machine("2"), new_case(DRAFTS, NINE)) == []
    assert str(moves(other, [new_case(DRAFTS, NINE)]).moves[0]).startswith(
        "(no id) in (new): other-machine"
    )


def test_upcasts_are_heeded(cases: list[Case[Any]]) -> None:
    """Entries are read as the new edition reads them."""
    new = machine(
        "2", [attrs.evolve(each, id="remark") if each.id == "comment" else each for each in RULES]
    )
    upcasts = Upcasts(
        new,
        Upcast(
            "1", "2", lambda each: attrs.evolve(each, rule="remark") if each.rule == "comment" else each
        ),
    )
    assert codes(new, cases[2]) == ["row-gone"]
    assert codes(new, cases[2], upcasts) == []
