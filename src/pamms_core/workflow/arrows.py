"""The arrows of a workflow's picture: one for each row, state it applies in and state it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.errors import UnknownNameError
from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.table_paths import can_apply, clock_positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["Arrow", "arrows", "check_current"]


@attrs.frozen
class Arrow:
    """A way from one state to another, or back to itself."""

    source: str
    """The state before; :data:`~pamms_core.workflow.case.NEW` for the opening."""
    target: str
    """The state after."""
    label: str
    """What must happen: the command and who may give it, or the occasion; guards in brackets."""
    by_time: bool
    """Whether time takes it."""
    stays: bool
    """Whether the row names no state to go to, so that the case stays where it is."""


def arrows(machine: Machine[Any]) -> Iterator[Arrow]:
    """List the arrows in the order of the rows and states; none where a row's clock never stands so."""
    positions = {clock: clock_positions(machine, clock) for clock in machine.clocks}
    for rule in machine.all_rules:
        label = _label(rule)
        for source in machine.states_of(rule):
            if not can_apply(rule, source, positions):
                continue
            for target in rule.to_states or (source,):
                yield Arrow(source, target, label, rule.when is not None, rule.to is None)


def check_current(machine: Machine[Any], current: str | None) -> None:
    """Check that the state to highlight is one.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    if current not in (None, NEW, *machine.states):
        raise UnknownNameError("state", str(current), machine.states)


def _label(rule: Rule) -> str:
    if rule.when is not None:
        told = str(rule.when)
    else:
        told = f"{command_name(rule.command)} by {' or '.join(rule.roles)}"
    conditions = [*(guard.name for guard in rule.guards), *(f"{each} not due" for each in rule.within)]
    bracket = f" [{', '.join(conditions)}]" if conditions else ""
    chosen = "" if rule.to is None or isinstance(rule.to, str) else f" ({rule.to.name})"
    return f"{told}{bracket}{chosen}"
