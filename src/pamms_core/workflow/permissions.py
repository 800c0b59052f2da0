"""Who may do what, when: the table of a workflow as people read it, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.workflow.arrows import check_current
from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.rules import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Extend, Rule, Start

__all__ = ["Permission", "permissions", "who_may"]

_SPECIAL: Final = "\\`*_{}[]<>#|~!$&"


@attrs.frozen(kw_only=True)
class Permission:
    """A row of the table in words: who, or what time, leads where, and what comes with it."""

    what: str
    """The command's name, or when time does it."""
    by_time: bool
    who: tuple[str, ...]
    """The roles; none where time does it."""
    states: tuple[str, ...]
    conditions: tuple[str, ...]
    leads_to: tuple[str, ...]
    clocks: tuple[str, ...]
    messages: tuple[str, ...]
    source: str


def permissions(machine: Machine[Any], *, current: str | None = None) -> tuple[Permission, ...]:
    """Return every row in words, or with a state only those that apply there.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    check_current(machine, current)
    rows = (each for each in machine.all_rules if current is None or current in machine.states_of(each))
    return tuple(_permission(machine, rule) for rule in rows)


def _permission(machine: Machine[Any], rule: Rule) -> Permission:
    return Permission(
        what=str(rule.when) if rule.when is not None else command_name(rule.command),
        by_time=rule.when is not None,
        who=tuple(rule.roles),
        states=_states(machine, rule),
        conditions=(
            *(guard.name for guard in rule.guards),
            *(f"{each} not due" for each in rule.within),
        ),
        leads_to=_leads_to(rule),
        clocks=tuple(_clocks(rule)),
        messages=tuple(f"{each.template} to {each.to}" for each in rule.notices),
        source=rule.source,
    )


def who_may(machine: Machine[Any], *, current: str | None = None) -> str:
    """Write two tables in Markdown: who may do what in which states, and what time itself does.

    Args:
        machine: the table.
        current: a state, such as that of a case: only the rows that apply there are listed.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    rows = permissions(machine, current=current)
    title = f"{machine.id}, edition {machine.edition}"
    lines = [f"# {_text(title)}", ""]
    if current is not None:
        lines += [f"In the state **{_text(current)}**.", ""]
    lines += ["## Who may do what", "", *_people([each for each in rows if not each.by_time])]
    lines += ["", "## What time itself does", "", *_time([each for each in rows if each.by_time])]
    return "\n".join(lines) + "\n"


def _people(rows: list[Permission]) -> Iterator[str]:
    if not rows:
        yield "Nobody may do anything."
        return
    yield from _head("what", "who", "in which states", "if", "leads to", "clocks", "messages", "source")
    for row in rows:
        yield _row((row.what,), row.who, *_rest(row))


def _time(rows: list[Permission]) -> Iterator[str]:
    if not rows:
        yield "Nothing."
        return
    yield from _head("when", "in which states", "if", "leads to", "clocks", "messages", "source")
    for row in rows:
        yield _row((row.what,), *_rest(row))


def _rest(row: Permission) -> tuple[tuple[str, ...], ...]:
    """Give what both tables end with, from the states on."""
    source = (row.source,) if row.source else ()
    return row.states, row.conditions, row.leads_to, row.clocks, row.messages, source


def _states(machine: Machine[Any], rule: Rule) -> tuple[str, ...]:
    if rule.from_states == ANYWHERE and rule is not machine.opening:
        return ("any but the ends",)
    return tuple("(not open yet)" if state == NEW else state for state in machine.states_of(rule))


def _leads_to(rule: Rule) -> tuple[str, ...]:
    leads_to = rule.to_states or ("(stays)",)
    if rule.to is not None and not isinstance(rule.to, str):
        leads_to = (f"{' or '.join(leads_to)} ({rule.to.name})",)
    return tuple(leads_to)


def _clocks(rule: Rule) -> Iterator[str]:
    for start in rule.starts:
        yield f"starts {start.clock} ({_length(start)})"
    yield from (f"stops {each}" for each in rule.stops)
    yield from (f"extends {each.clock} ({_length(each)})" for each in rule.extends)
    yield from (f"suspends {each.clock}" for each in rule.suspends)
    yield from (f"resumes {each}" for each in rule.resumes)


def _length(change: Start | Extend) -> str:
    """Write the period, or name the function that looks it up."""
    given: Any = change.by if hasattr(change, "by") else change.period
    return str(given) if not callable(given) else f"by {getattr(given, '__name__', 'rule')}"


def _head(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"


def _row(*cells: Sequence[str]) -> str:
    return f"| {' | '.join(', '.join(map(_text, cell)) for cell in cells)} |"


def _text(text: str) -> str:
    """Escape what Markdown would read as more than text, and keep it on one line."""
    escaped = "".join(f"\\{each}" if each in _SPECIAL else each for each in text)
    return " ".join(escaped.split())
