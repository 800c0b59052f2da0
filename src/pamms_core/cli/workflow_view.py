"""Show the table of a workflow row by row, as it is read on a screen of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core.reports.text import one_line
from pamms_core.workflow.permissions import permissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.permissions import Permission

__all__ = ["workflow_text"]


def workflow_text(machine: Machine[Any], current: str | None) -> str:
    """Write who may do what and what time itself does; long lines are for the writer to break.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    rows = permissions(machine, current=current)
    lines = [f"{machine.id}, edition {machine.edition}"]
    if current is not None:
        lines += ["", f"In the state {current}."]
    lines += ["", "Who may do what", "---------------"]
    lines += _block((each for each in rows if not each.by_time), "Nobody may do anything.")
    lines += ["", "What time itself does", "---------------------"]
    lines += _block((each for each in rows if each.by_time), "Nothing.")
    return "".join(f"{line}\n" for line in lines)


def _block(rows: Iterable[Permission], none: str) -> list[str]:
    return [line for row in rows for line in _row(row)] or ["", none]


def _row(row: Permission) -> Iterator[str]:
    yield ""
    yield one_line(row.what)
    yield f"  {one_line(', '.join(row.states))} -> {one_line(', '.join(row.leads_to))}"
    parts = {
        "who may": row.who,
        "if": row.conditions,
        "clocks": row.clocks,
        "messages": row.messages,
        "source": (row.source,) if row.source else (),
    }
    for name, told in parts.items():
        if told:
            yield f"  {name}: {one_line(', '.join(told))}"
