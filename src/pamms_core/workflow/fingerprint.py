"""The fingerprint of a table: the digest of all it says, by which a log names its machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.canonical import digest
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.period import Period

if TYPE_CHECKING:
    from pamms_core.workflow.guards import Guard
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Choice, Rule

__all__ = ["fingerprint"]


def fingerprint(machine: Machine[Any]) -> str:
    """Name a table by what it says; of a function it has the name only.

    So it cannot see that a function was changed: that needs a new edition by hand.
    Sentences do not count, since they may be replaced.
    """
    counting = machine.counting
    return digest(
        {
            "id": machine.id,
            "edition": machine.edition,
            "states": machine.states,
            "ends": machine.ends,
            "roles": machine.roles,
            "rules": [_row(rule) for rule in machine.all_rules],
            "counting": {
                "zone": str(counting.zone),
                "calendar": _named(counting.calendar),
                "event_day_counts": counting.event_day_counts,
                "last_day": counting.last_day.value,
            },
        }
    )


def _row(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "command": _command(rule.command),
        "from": rule.from_states,
        "to": rule.to if rule.to is None or isinstance(rule.to, str) else _choice(rule.to),
        "roles": rule.roles,
        "when": None if rule.when is None else str(rule.when),
        "guards": [_guard(each) for each in rule.guards],
        "within": rule.within,
        "starts": [[each.clock, _named(each.period), _named(each.since)] for each in rule.starts],
        "stops": rule.stops,
        "extends": [[each.clock, _named(each.by), _named(each.reason)] for each in rule.extends],
        "suspends": [[each.clock, _named(each.reason)] for each in rule.suspends],
        "resumes": rule.resumes,
        "notices": [[each.template, each.to, _named(each.fields)] for each in rule.notices],
        "source": rule.source,
        "apply": _named(rule.apply),
    }


def _command(kind: type) -> list[object]:
    return [command_name(kind), [each.name for each in attrs.fields(kind)]]


def _choice(choice: Choice) -> list[object]:
    return [choice.name, choice.states, _named(choice.choose)]


def _guard(guard: Guard) -> list[object]:
    return [guard.name, sorted(guard.reasons), guard.reads_command]


def _named(value: object) -> str:
    """Name what a row holds: a text or a period as it is, anything else by its name."""
    if value is None or isinstance(value, str | Period):
        return str(value)
    return str(getattr(value, "__name__", type(value).__name__))
