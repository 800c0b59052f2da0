"""What is wrong with a table, row by row, before anyone uses it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.errors import did_you_mean
from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import FellDue, command_name
from pamms_core.workflow.errors import ReasonError, TableMistake
from pamms_core.workflow.reasons import KERNEL_SENTENCES, placeholders
from pamms_core.workflow.rules import ANYWHERE
from pamms_core.workflow.table_paths import path_mistakes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.guards import Guard
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["mistakes_of"]


def mistakes_of(machine: Machine[Any]) -> tuple[TableMistake, ...]:
    """Find every mistake of a table; paths are looked at once all names are right."""
    found = [*_naming(machine), *_opening(machine)]
    for rule in machine.all_rules:
        found += [TableMistake(f"row {rule.id!r}", each) for each in _row(machine, rule)]
    found += [*_guards(machine), *_commands(machine), *_clocks(machine), *_rivals(machine)]
    return tuple(found or path_mistakes(machine))


def _naming(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find names that are empty, twice there, or reserved."""
    lists = {
        "states": machine.states,
        "ends": machine.ends,
        "roles": machine.roles,
        "rules": [rule.id for rule in machine.all_rules],
    }
    for place, names in lists.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield TableMistake(place, f"{name!r} stands there {count} times")
            if not isinstance(name, str) or not name.strip() or name in {NEW, *ANYWHERE}:
                yield TableMistake(place, f"{name!r} cannot be a name")
    yield from _left_idle(machine)


def _left_idle(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find what the machine lacks or does not use."""
    for name in ("id", "edition"):
        if not getattr(machine, name):
            yield TableMistake(name, "must not be empty")
    for state in machine.ends:
        if state not in machine.states:
            yield TableMistake("ends", _unknown("state", state, machine.states))
    if not machine.ends:
        yield TableMistake("ends", "there must be at least one end")
    granted = {role for rule in machine.all_rules for role in rule.roles}
    addressed = {each.to for rule in machine.all_rules for each in rule.notices}
    for role in machine.roles:
        if role not in granted | addressed:
            yield TableMistake("roles", f"{role!r} is never granted anything and gets no message")


def _opening(machine: Machine[Any]) -> Iterator[TableMistake]:
    opening = machine.opening
    problems = {
        "it must lead to a state": opening.to is None,
        "it opens the case, so it has no from-states": opening.from_states != ANYWHERE,
        "no row of time can open a case": opening.when is not None or opening.command is FellDue,
        "no clock runs before it": bool(opening.clocks_needed or opening.stops),
    }
    yield from (TableMistake(f"row {opening.id!r}", each) for each, is_so in problems.items() if is_so)


def _row(machine: Machine[Any], rule: Rule) -> Iterator[str]:
    """Find what a row gets wrong by itself."""
    if rule.from_states != ANYWHERE:
        yield from (
            _unknown("state", each, machine.states)
            for each in rule.from_states
            if each not in machine.states
        )
        yield from (
            f"nothing leads out of the end {each!r}" for each in rule.from_states if each in machine.ends
        )
        if not rule.from_states:
            yield "it applies in no state"
    yield from (
        _unknown("state", each, machine.states) for each in rule.to_states if each not in machine.states
    )
    if rule.to is not None and not rule.to_states:
        yield "its choice lists no state"
    addressed = (each.to for each in rule.notices)
    for role in dict.fromkeys((*rule.roles, *addressed)):
        if role not in machine.roles:
            yield _unknown("role", role, machine.roles)
    yield from _who(rule)
    for clock, count in Counter(rule.clocks).items():
        if count > 1:
            yield f"it does {count} things to the clock {clock!r} at once"


def _who(rule: Rule) -> Iterator[str]:
    if rule.when is None:
        if rule.command is FellDue:
            yield "it has neither a command nor an occasion (when)"
        elif not rule.roles:
            yield "no role may do it"
    else:
        if rule.command is not FellDue:
            yield "a row of time has no command"
        if rule.roles:
            yield "time itself takes the step, so no role may do it"


def _guards(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find guards without a code, and one code with two meanings."""
    meanings = dict(KERNEL_SENTENCES.texts)
    for rule in machine.all_rules:
        for guard in rule.guards:
            for problem in _guard(guard, meanings):
                yield TableMistake(f"row {rule.id!r}", f"guard {guard.name!r}: {problem}")


def _guard(guard: Guard, meanings: dict[str, str]) -> Iterator[str]:
    if not guard.reasons:
        yield "it declares no reason with a code"
    for code, text in guard.reasons.items():
        if code in KERNEL_SENTENCES.texts:
            yield f"the code {code!r} is the kernel's own"
        elif not code or meanings.setdefault(code, text) != text:
            yield f"the code {code!r} has another sentence elsewhere" if code else "an empty code"
        try:
            placeholders(text, code)
        except ReasonError as error:
            yield error.problem


def _commands(machine: Machine[Any]) -> Iterator[TableMistake]:
    by_name: dict[str, type] = {}
    for rule in machine.all_rules:
        if not (isinstance(rule.command, type) and attrs.has(rule.command)):
            yield TableMistake(
                f"row {rule.id!r}", f"a command type is a frozen attrs class, not {rule.command!r}"
            )
        elif rule.command.__setattr__ is object.__setattr__:
            yield TableMistake(f"row {rule.id!r}", f"{rule.command.__name__} is not frozen")
        elif by_name.setdefault(name := command_name(rule.command), rule.command) is not rule.command:
            yield TableMistake(f"row {rule.id!r}", f"another command type is called {name!r} too")


def _clocks(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find clocks that are used and never started, or started and never ended."""
    started = machine.clocks
    for rule in machine.all_rules:
        own = (rule.when.clock,) if rule.when is not None else ()
        for clock in dict.fromkeys((*own, *rule.clocks_needed, *rule.stops)):
            if clock not in started:
                yield TableMistake(
                    f"row {rule.id!r}", f"{_unknown('clock', clock, started)} (no row starts it)"
                )
    stopped = {clock for rule in machine.all_rules for clock in rule.stops}
    for rule in machine.all_rules:
        for start in rule.starts:
            if start.clock not in stopped:
                yield TableMistake(
                    f"row {rule.id!r}", f"no row ever stops the clock {start.clock!r} that it starts"
                )


def _rivals(machine: Machine[Any]) -> Iterator[TableMistake]:
    """Find rows that could both fire."""
    first: dict[object, Rule] = {}
    for rule in machine.all_rules:
        kind = rule.command if rule.when is None else str(rule.when)
        what = command_name(rule.command) if rule.when is None else f"when {rule.when}"
        for state in machine.states_of(rule):
            other = first.setdefault((kind, state), rule)
            if other is not rule:
                problem = f"could fire as well as {other.id!r} for {what} in the state {state!r}"
                yield TableMistake(f"row {rule.id!r}", problem)


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    near = did_you_mean(name, tuple(known))
    return f"unknown {kind} {name!r}{near and f' ({near})'}"
