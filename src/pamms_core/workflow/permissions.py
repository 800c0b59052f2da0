"""Who may do what, when: the table of a workflow as people read it, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.workflow.arrows import check_current
from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.rules import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Extend, Rule, Start

__all__ = ["who_may"]

_SPECIAL: Final = "\\`*_{}[]<>#|~!$&"


def who_may(machine: Machine[Any], *, current: str | None = None) -> str:
    """Write two tables in Markdown: who may do what in which states, and what time itself does.

    Args:
        machine: the table.
        current: a state, such as that of a case: only the rows that apply there are listed.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    check_current(machine, current)
    rows = [each for each in machine.all_rules if current is None or current in machine.states_of(each)]
    by_people = [rule for rule in rows if rule.when is None]
    by_time = [rule for rule in rows if rule.when is not None]
    title = f"{machine.id}, edition {machine.edition}"
    lines = [f"# {_text(title)}", ""]
    if current is not None:
        lines += [f"In the state **{_text(current)}**.", ""]
    lines += ["## Who may do what", "", *_people(machine, by_people)]
    lines += ["", "## What time itself does", "", *_time(machine, by_time)]
    return "\n".join(lines) + "\n"


def _people(machine: Machine[Any], rules: list[Rule]) -> Iterator[str]:
    if not rules:
        yield "Nobody may do anything."
        return
    yield from _head("what", "who", "in which states", "if", "leads to", "clocks", "messages", "source")
    for rule in rules:
        conditions = [
            *(guard.name for guard in rule.guards),
            *(f"{each} not due" for each in rule.within),
        ]
        yield _row(
            (command_name(rule.command),), rule.roles, _states(machine, rule), conditions, *_rest(rule)
        )


def _time(machine: Machine[Any], rules: list[Rule]) -> Iterator[str]:
    if not rules:
        yield "Nothing."
        return
    yield from _head("when", "in which states", "if", "leads to", "clocks", "messages", "source")
    for rule in rules:
        guards = [guard.name for guard in rule.guards]
        yield _row((str(rule.when),), _states(machine, rule), guards, *_rest(rule))


def _states(machine: Machine[Any], rule: Rule) -> Sequence[str]:
    if rule.from_states == ANYWHERE and rule is not machine.opening:
        return ("any but the ends",)
    return tuple("(not open yet)" if state == NEW else state for state in machine.states_of(rule))


def _rest(rule: Rule) -> tuple[Sequence[str], ...]:
    """Give what both tables end with: where it leads, clocks, messages, source."""
    leads_to = rule.to_states or ("(stays)",)
    if rule.to is not None and not isinstance(rule.to, str):
        leads_to = (f"{' or '.join(leads_to)} ({rule.to.name})",)
    messages = [f"{each.template} to {each.to}" for each in rule.notices]
    return leads_to, tuple(_clocks(rule)), messages, (rule.source,) if rule.source else ()


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
