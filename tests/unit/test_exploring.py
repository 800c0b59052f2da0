"""Explorations: every position, and what holds of all of them."""

from __future__ import annotations

import attrs
import pytest
from drafts import DRAFTS, RULES, Pause, machine

from pamms_core.workflow import Choice, Extend, Machine, Occasion, Open, Rule, Start, guard
from pamms_core.workflow.exploring import TooManyPositionsError, explore
from pamms_core.workflow.positions import START, ClockStatus, Position


@attrs.frozen
class Go:
    """Go on."""


@attrs.frozen
class Wait:
    """Wait."""


@guard({"never": "Never."})
def perhaps(_case: object, _moment: object) -> None:
    """Let everything pass."""


def table(
    *rules: Rule, states: tuple[str, ...] = ("one", "two", "end"), **more: object
) -> Machine[object]:
    """Make a small machine that begins in its first state."""
    opening = Rule(id="open", command=Open, to=states[0], roles=["clerk"], **more)  # type: ignore[arg-type]
    return Machine(
        id="small",
        edition="1",
        states=states,
        ends=["end"],
        roles=["clerk"],
        opening=opening,
        rules=rules,
    )


def go(name: str, before: str, after: str | Choice, **more: object) -> Rule:
    """Make a row of the command Go."""
    return Rule(id=name, command=Go, from_states=before, to=after, roles=["clerk"], **more)  # type: ignore[arg-type]


def test_every_position_is_found() -> None:
    """Choices lead every way, and clocks are told apart by what they are at and what has fired."""
    found = explore(DRAFTS)
    assert [str(each) for each in found.positions] == [
        "(new)",
        "drafting",
        "with-provider (comments running)",
        "urgent (comments running)",
        "with-provider (comments suspended)",
        "with-provider (comments running after remind)",
        "published",
        "urgent (comments suspended)",
        "urgent (comments running after remind)",
        "with-provider (comments suspended after remind)",
        "urgent (comments suspended after remind)",
    ]
    assert repr(found) == "<Exploration of draft: 11 positions, 41 steps>"
    assert not (found.idle_rows)
    assert not (found.dead_ends)
    assert not (found.silent)


def test_what_is_not_so_is_shown_by_a_shortest_way() -> None:
    """A counterexample reads as commands, who gives them and what must allow them."""
    proof = explore(DRAFTS).never(lambda position: position.is_at("comments", ClockStatus.SUSPENDED))
    assert not proof
    assert str(proof).splitlines() == [
        "does not hold:",
        "  1. open by officer: (new) → drafting",
        "  2. share by officer (if has-note allow it): drafting → with-provider (comments running)",
        "  3. pause by officer: with-provider (comments running) → with-provider (comments suspended)",
    ]


def test_what_is_so_holds() -> None:
    """A proof over all positions says that it holds."""
    found = explore(DRAFTS)
    proof = found.never(lambda each: each.state == "published" and each.is_at("comments"))
    assert proof
    assert str(proof) == "holds"
    assert found.always_possible(lambda each: each.state == "published")


def test_an_order_can_be_proven() -> None:
    """No step of one kind comes before one of another: nothing is published that was not shared."""
    found = explore(DRAFTS)
    assert found.never_taken(
        lambda step: step.after.state == "published", before=lambda step: step.row == "share"
    )
    proof = found.never_taken(
        lambda step: step.row == "publish", before=lambda step: step.row == "pause"
    )
    assert [step.row for step in proof.counterexample] == ["open", "share", "publish"]
    assert not found.never_taken(lambda step: step.by_time)
    assert found.never_taken(lambda step: step.what == "unheard-of")


def test_what_must_stay_possible_may_be_asked_of_some_positions() -> None:
    """Back to drafting is possible from nowhere but there and before."""
    found = explore(DRAFTS)
    proof = found.always_possible(lambda each: each.state == "drafting")
    assert [step.row for step in proof.counterexample] == ["open", "share"]
    assert found.always_possible(
        lambda each: each.state == "drafting", while_at=lambda each: each.state == "drafting"
    )
    assert not found.always_possible(
        lambda each: each == START, while_at=lambda each: each.state == "drafting"
    )


def test_the_beginning_can_be_the_counterexample() -> None:
    """What is wrong before any step needs no step to show it."""
    proof = explore(DRAFTS).never(lambda position: position == START)
    assert str(proof).splitlines() == ["does not hold:", "  at the very beginning"]


def test_dead_ends_and_rows_that_never_fire() -> None:
    """A clock that is never suspended can strand a case, though the states alone look well."""
    rows = (
        Rule(
            id="wait",
            command=Wait,
            from_states="one",
            to="two",
            roles=["clerk"],
            starts=[Start("c", "1 day")],
        ),
        go("skip", "one", "end"),
        Rule(
            id="leave", command=Go, from_states="two", to="end", roles=["clerk"], within="c", stops="c"
        ),
    )
    found = explore(table(*rows))
    assert [str(each) for each in found.dead_ends] == ["two (c overdue)"]
    assert [str(each) for each in found.silent] == ["two (c overdue)"]
    late = found.never(lambda each: each.is_at("c", ClockStatus.OVERDUE))
    assert (
        str(late.counterexample[-1])
        == "time: c is due, and no row fires: two (c running) → two (c overdue)"
    )


def test_what_hangs_on_guards_alone() -> None:
    """Where every way out is guarded and no clock runs, guards that forbid all leave a case for ever."""
    found = explore(table(go("first", "one", "two"), go("last", "two", "end", guards=[perhaps])))
    assert [each.state for each in found.may_fall_silent] == ["two"]
    assert found.silent == ()


def test_a_guarded_row_of_time_may_not_fire() -> None:
    """A due date passes either way, and rows after it fire only then."""
    rows = (
        Rule(id="due", when=Occasion("c"), to="two", guards=[perhaps], from_states=["one", "two"]),
        Rule(id="later", when=Occasion("c", after="1 day"), from_states="one", to="end", stops="c"),
        go("last", "two", "end", stops=["c"]),
    )
    found = explore(table(*rows, starts=[Start("c", "1 day")]))
    steps = [str(step) for step in found.steps[found.positions[1]]]
    assert steps == [
        "time: c is due (if perhaps allow it): one (c running) → two (c overdue after due)",
        "time: c is due, and no row fires (if perhaps forbid it): one (c running) → one (c overdue)",
    ]
    (step,) = found.steps[Position("one", found.steps[found.positions[1]][1].after.clocks)]
    assert (step.row, step.after.state) == ("later", "end")


def test_time_may_extend_its_own_clock_once() -> None:
    """A row that fired for a clock does not fire again, though the clock runs on."""
    extends = [Extend("c", "1 day", "so it is written")]
    rows = (
        Rule(id="due", when=Occasion("c"), from_states="one", extends=extends),
        go("last", "one", "end", stops=["c"]),
    )
    found = explore(table(*rows, states=("one", "end"), starts=[Start("c", "1 day")]))
    assert [str(each) for each in found.positions] == [
        "(new)",
        "one (c running)",
        "one (c running after due)",
        "end",
        "one (c overdue after due)",
    ]


def test_a_walk_that_is_too_long_stops() -> None:
    """The bound is typed and says how many positions there were."""
    with pytest.raises(TooManyPositionsError, match="'draft' has more than 10 positions") as caught:
        explore(DRAFTS, limit=10)
    assert (caught.value.machine, caught.value.limit) == ("draft", 10)
    assert len(explore(DRAFTS, limit=11).positions) == 11
    with pytest.raises(ValueError, match="the limit must be 1 or more, not 0") as wrong:
        explore(DRAFTS, limit=0)
    assert wrong.value.args == ("the limit must be 1 or more, not 0",)


def test_a_position_nobody_comes_to_has_no_way() -> None:
    """Asking the way to an impossible position is an error."""
    with pytest.raises(KeyError, match="nowhere") as caught:
        explore(DRAFTS).way_to(Position("nowhere"))
    assert caught.value.args == (Position("nowhere"),)


def test_every_mutant_of_a_table_is_noticed() -> None:
    """Leaving any one row out changes what is found, or the table is refused."""
    whole = explore(DRAFTS)
    for rule in RULES:
        try:
            found = explore(machine(rules=[each for each in RULES if each is not rule]))
        except ValueError:
            continue
        assert found.steps != whole.steps
    assert any(rule.command is Pause for rule in RULES)
