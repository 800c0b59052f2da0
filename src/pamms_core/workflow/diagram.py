"""A workflow drawn by Mermaid or by Graphviz; equal tables give equal texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.workflow.arrows import arrows, check_current
from pamms_core.workflow.case import NEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.arrows import Arrow
    from pamms_core.workflow.machine import Machine

__all__ = ["dot", "mermaid"]

_TIME: Final = "(time) "
"""What begins the label of a step that time takes."""
_PLAIN: Final = frozenset(" -_.,()[]'/")
"""What Mermaid takes as it is in a label, besides letters and digits."""


def mermaid(machine: Machine[Any], *, current: str | None = None) -> str:
    """Draw a workflow as a Mermaid state diagram, which many editors and code hosts show.

    What may be done without leaving a state stands in its box.

    Args:
        machine: the table.
        current: a state to highlight, such as that of a case.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    check_current(machine, current)
    ids = {state: f"s{number}" for number, state in enumerate(machine.states)} | {NEW: "[*]"}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_mermaid_text(state)}" as {ids[state]}' for state in machine.states]
    lines += [f"    {_mermaid_arrow(arrow, ids)}" for arrow in arrows(machine)]
    lines += [f"    {ids[state]} --> [*]" for state in machine.ends]
    if current in machine.states:
        lines.append("    classDef current fill:#ffe08a,stroke:#7a5b00,stroke-width:2px,color:#000")
        lines.append(f"    class {ids[str(current)]} current")
    return "\n".join(lines) + "\n"


def _mermaid_arrow(arrow: Arrow, ids: dict[str, str]) -> str:
    way = ids[arrow.source] if arrow.stays else f"{ids[arrow.source]} --> {ids[arrow.target]}"
    return f"{way} : {_mermaid_text(_told(arrow))}"


def _mermaid_text(text: str) -> str:
    """Write all but plain characters by their numbers, so that none means anything to Mermaid."""
    return "".join(each if each.isalnum() or each in _PLAIN else f"#{ord(each)};" for each in text)


def dot(machine: Machine[Any], *, current: str | None = None) -> str:
    """Draw a workflow in the language of Graphviz; ``dot -Tsvg`` makes a picture of it.

    What may be done without leaving a state stands in its box. What time does is
    dashed; ends have a double border.

    Args:
        machine: the table.
        current: a state to highlight, such as that of a case.

    Raises:
        UnknownNameError: the machine has no such state.
    """
    check_current(machine, current)
    lines = [
        f"digraph {_quoted(machine.id)} {{",
        f"    label={_quoted(f'{machine.id}, edition {machine.edition}')};",
        '    fontname="sans-serif";',
        '    node [shape=box, style="rounded,filled", fillcolor="#f4f4f4", fontname="sans-serif"];',
        '    edge [fontname="sans-serif", fontsize=10];',
        f'    {_quoted(NEW)} [shape=point, width=0.15, label=""];',
        *_nodes(machine, current),
        *(f"    {_dot_arrow(arrow)}" for arrow in arrows(machine) if not arrow.stays),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _nodes(machine: Machine[Any], current: str | None) -> Iterator[str]:
    inside: dict[str, str] = {}
    for arrow in arrows(machine):
        if arrow.stays:  # on lines of their own, set to the left
            inside[arrow.source] = inside.get(arrow.source, "\\n") + _escaped(_told(arrow)) + "\\l"
    for state in machine.states:
        more = ", peripheries=2" if state in machine.ends else ""
        if state == current:
            more += ', fillcolor="#ffe08a", color="#7a5b00", penwidth=2'
        label = f'"{_escaped(state)}{inside.get(state, "")}"'
        yield f"    {_quoted(state)} [label={label}{more}];"


def _dot_arrow(arrow: Arrow) -> str:
    ends = f"{_quoted(arrow.source)} -> {_quoted(arrow.target)}"
    look = ', style=dashed, color="#555555", fontcolor="#555555"' if arrow.by_time else ""
    return f"{ends} [label={_quoted(_told(arrow))}{look}];"


def _told(arrow: Arrow) -> str:
    return f"{_TIME}{arrow.label}" if arrow.by_time else arrow.label


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Write a text so that Graphviz shows it as it is, on one line."""
    marks = (("&", "&amp;"), ("\\", "\\\\"), ('"', '\\"'))
    for mark, written in marks:
        text = text.replace(mark, written)
    return " ".join(text.split())
