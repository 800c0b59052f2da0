"""Where a table can lead: states nobody reaches or leaves, and clocks that outlive their case."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from pamms_core.workflow.case import NEW
from pamms_core.workflow.errors import TableMistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["path_mistakes"]

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


def _clock_mistakes(machine: Machine[Any], clock: str) -> Iterator[TableMistake]:
    """Follow one clock through all states."""
    by_state: dict[str, list[Rule]] = {}
    for rule in machine.all_rules:
        for state in machine.states_of(rule):
            by_state.setdefault(state, []).append(rule)
    seen, queue = {(NEW, _ABSENT)}, deque([(NEW, _ABSENT)])
    blamed: set[str] = set()
    while queue:
        state, status = queue.popleft()
        for rule in by_state.get(state, ()):
            if not _possible(rule, clock, status):
                continue
            after = _status_after(rule, clock, status)
            for target in rule.to_states or (state,):
                if target in machine.ends and after != _ABSENT and rule.id not in blamed:
                    blamed.add(rule.id)
                    problem = f"it may end the case in {target!r} with the clock {clock!r} running"
                    yield TableMistake(f"row {rule.id!r}", problem)
                if (target, after) not in seen:
                    seen.add((target, after))
                    queue.append((target, after))
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
