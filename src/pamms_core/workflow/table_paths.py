"""Where a table can lead: states nobody reaches or leaves, and clocks that outlive their case."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from pamms_core.workflow.case import NEW
from pamms_core.workflow.errors import TableMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["can_apply", "clock_positions", "path_mistakes"]

_ABSENT: Final = "absent"
_RUNNING: Final = "running"
_SUSPENDED: Final = "suspended"


def path_mistakes(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find what the rows get wrong together, guards and facts left out of account."""
    arrows = {
        (state, target)
        for rule in machine.all_rules
        for state in machine.states_of(rule)
        for target in rule.to_states
    }
    reached = _closure([NEW], arrows)
    yield from (
        TableMistake("states", f"nothing leads to {each!r}")
        for each in machine.states
        if each not in reached
    )
    leaving = _closure(machine.ends, {(target, state) for state, target in arrows})
    for state in machine.states:
        if state in reached and state not in leaving:
            yield TableMistake("states", f"no way leads from {state!r} to an end")
    for clock in machine.clocks:
        yield from _clock_mistakes(machine, clock)


def _closure(begin: Iterable[str], arrows: set[tuple[str, str]]) -> set[str]:
    found, queue = set(begin), deque(begin)
    while queue:
        state = queue.popleft()
        for source, target in arrows:
            if source == state and target not in found:
                found.add(target)
                queue.append(target)
    return found


def clock_positions(machine: Machine[Any], clock: str) -> tuple[tuple[str, str], ...]:
    """Follow one clock through all states: with what it may be at in each, nearest first."""
    seen, queue = {(NEW, _ABSENT): None}, deque([(NEW, _ABSENT)])
    while queue:
        state, status = queue.popleft()
        for rule in _rules_at(machine, state):
            after = _status_after(rule, clock, status)
            for target in rule.to_states or (state,):
                if (target, after) not in seen and _possible(rule, clock, status):
                    seen[target, after] = None
                    queue.append((target, after))
    return tuple(seen)


def can_apply(rule: Rule, state: str, positions: Mapping[str, Iterable[tuple[str, str]]]) -> bool:
    """Tell whether every clock that a row hangs on may be there for it in a state.

    Args:
        rule: the row.
        state: one of the states that it applies in.
        positions: what each clock of the machine may be at, by :func:`clock_positions`.
    """
    own = (rule.when.clock,) if rule.when is not None else ()
    return all(
        any(place == state and _possible(rule, clock, status) for place, status in positions[clock])
        for clock in (*own, *rule.clocks_needed)
    )


def _rules_at(machine: Machine[Any], state: str) -> Iterator[Rule]:
    return (rule for rule in machine.all_rules if state in machine.states_of(rule))


def _clock_mistakes(machine: Machine[Any], clock: str) -> Iterator[TableMistake]:
    """Find the rows that may end a case while a clock runs, and the states nobody thought of."""
    seen, blamed = clock_positions(machine, clock), set[str]()
    for state, status in seen:
        for rule in _rules_at(machine, state):
            ends = [target for target in rule.to_states if target in machine.ends]
            left = _possible(rule, clock, status) and _status_after(rule, clock, status) != _ABSENT
            if ends and left and rule.id not in blamed:
                blamed.add(rule.id)
                problem = f"it may end the case in {ends[0]!r} with the clock {clock!r} running"
                yield TableMistake(f"row {rule.id!r}", problem)
    yield from _unforeseen(machine, clock, {state for state, status in seen if status == _RUNNING})


def _unforeseen(machine: Machine[Any], clock: str, where: set[str]) -> Iterator[TableMistake]:
    """Find states in which a clock may fall due and no row says what then, though one does elsewhere."""
    rows = [
        rule
        for rule in machine.rules
        if rule.when is not None and rule.when.clock == clock and rule.when.at_due
    ]
    covered = {state for rule in rows for state in machine.states_of(rule)}
    for state in machine.states:
        if rows and state in where and state not in covered and state not in machine.ends:
            problem = f"may fall due in the state {state!r}, and no row says what happens there"
            yield TableMistake(f"clock {clock!r}", problem)


def _possible(rule: Rule, clock: str, status: str) -> bool:
    if rule.when is not None and rule.when.clock == clock and status != _RUNNING:
        return False
    if clock in rule.resumes:
        return status == _SUSPENDED
    if any(each.clock == clock for each in rule.suspends):
        return status == _RUNNING
    return status != _ABSENT or clock not in rule.clocks_needed


def _status_after(rule: Rule, clock: str, status: str) -> str:
    if clock in rule.stops:
        return _ABSENT
    if any(each.clock == clock for each in rule.suspends):
        return _SUSPENDED
    if clock in rule.resumes or any(each.clock == clock for each in rule.starts):
        return _RUNNING
    return status
