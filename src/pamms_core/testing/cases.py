"""Cases that people and time have driven for a while, and the logs that they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from pamms_core.testing.machines import BEGIN, actors, commands, gaps, machines
from pamms_core.workflow.actors import Actor
from pamms_core.workflow.commands import Open
from pamms_core.workflow.deciding import Refused, decide, open_case
from pamms_core.workflow.sealing import Sealed, seal

if TYPE_CHECKING:
    from pamms_core.workflow.case import Case, Log
    from pamms_core.workflow.machine import Machine

__all__ = ["cases", "logs", "sealed_logs"]

_Step: TypeAlias = tuple[object, Actor]


def cases(
    machine: Machine[Any] | None = None,
    *,
    opening: st.SearchStrategy[_Step] | None = None,
    steps: st.SearchStrategy[_Step] | None = None,
    max_steps: int = 8,
) -> st.SearchStrategy[Case[Any]]:
    """Draw a case: opened, and then driven by steps at random times, of which some are refused.

    Args:
        machine: its machine; a drawn one if none is given.
        opening: draws the command that opens it and who gives it. A machine of your own needs it.
        steps: draws a command and who gives it. A machine of your own needs it.
        max_steps: how many steps are tried at most.

    Raises:
        ValueError: while drawing, if the opening drawn is refused; it says why.
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> Case[Any]:
        table = draw(machines()) if machine is None else machine
        case = _opened(table, *draw(_drawn_opening() if opening is None else opening))
        at = BEGIN
        each = st.tuples(commands(), actors()) if steps is None else steps
        for gap, (step, who) in draw(st.lists(st.tuples(gaps(), each), max_size=max_steps)):
            at += gap
            case = decide(table, case, step, by=who, at=at).case
        return case

    return drawn()


def _opened(machine: Machine[Any], command: object, by: Actor) -> Case[Any]:
    opened = open_case(machine, command, by=by, at=BEGIN, id="case 1")
    if isinstance(opened, Refused):
        why = opened.say(machine.sentences)
        raise ValueError(f"{command!r:.80} by {by.id!r} does not open a case: {why}")  # noqa: TRY004
    return opened.case


def _drawn_opening() -> st.SearchStrategy[_Step]:
    return st.just((Open(None), Actor("ann", ["clerk"])))


def logs(machine: Machine[Any] | None = None, **how: Any) -> st.SearchStrategy[Log]:
    """Draw the log of a case; the arguments are those of :func:`cases`."""
    return cases(machine, **how).map(lambda case: case.log)


def sealed_logs(
    machine: Machine[Any] | None = None, **how: Any
) -> st.SearchStrategy[tuple[Sealed, ...]]:
    """Draw a log as it is stored, each entry chained to the one before it."""
    return logs(machine, **how).map(seal)
