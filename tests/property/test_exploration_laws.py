"""Laws of explorations: no random case ever leaves the positions and steps that were found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pamms_core.testing.machines import BEGIN, Tally, actors, commands, gaps, machines
from pamms_core.workflow import Actor, Case, FellDue, Machine, Open, advance, decide, open_case
from pamms_core.workflow.arrows import arrows
from pamms_core.workflow.exploring import explore
from pamms_core.workflow.positions import ClockStatus, Position

FEWER = settings(max_examples=settings().max_examples // 3)
"""Drawing a machine takes long."""


def could_be(case: Case[Any], position: Position) -> bool:
    """Tell whether a case may stand at a position; time may not have noticed a due date yet."""
    if (case.state, {each.name for each in case.clocks}) != (
        position.state,
        {each.clock for each in position.clocks},
    ):
        return False
    for each in position.clocks:
        clock = case.clock(each.clock)
        if clock is None or set(clock.taken) != each.fired:
            return False
        if clock.deadline.is_suspended is not (each.status is ClockStatus.SUSPENDED):
            return False
        if clock.due is not None and (clock.due <= case.at) and each.status is ClockStatus.RUNNING:
            continue  # it falls due at this very instant
        if clock.due is not None and clock.due > case.at and each.status is ClockStatus.OVERDUE:
            return False
    return True


class TestNothingIsMissed:
    """What can happen is found: a walk sees more than can happen, never less."""

    @FEWER
    @given(st.data(), machines())
    def test_random_cases_stay_within(self, data: st.DataObject, machine: Machine[Tally]) -> None:
        """After every step of a random case there is a position for it, and an arrow to it."""
        found = explore(machine)
        at = BEGIN
        case = open_case(machine, Open(None), by=Actor("ann", ["clerk"]), at=at).case
        states = {each.state for each in found.positions}
        idle = set(found.idle_rows)
        for _ in range(data.draw(st.integers(0, 8))):
            at += data.draw(gaps())
            case = decide(machine, case, data.draw(commands()), by=data.draw(actors()), at=at).case
            case = advance(machine, case, at + timedelta(minutes=1)).case
            assert case.state in states
            assert any(could_be(case, each) for each in found.positions)
            assert not idle & {entry.rule for entry in case.log}
        drawn = {(each.source, each.target, each.by_time) for each in arrows(machine)}
        log = case.log
        taken = {(each.from_state, each.to_state, isinstance(each.command, FellDue)) for each in log}
        assert taken <= drawn
