"""Who may do what, when: workflows as tables, and one pure function that decides by them.

>>> from datetime import UTC, datetime
>>> from pamms_core.workflow import Actor, Machine, Open, Rule, open_case
>>> notes = Machine(
...     id="note", edition="1", states=["open", "closed"], ends=["closed"], roles=["clerk"],
...     opening=Rule(id="open", command=Open, to="open", roles=["clerk"]),
...     rules=[Rule(id="close", command=Open, to="closed", roles=["clerk"])])
>>> open_case(notes, Open("a note"), by=Actor("ann"), at=datetime(2026, 3, 2, tzinfo=UTC)).codes
('no-role',)

These are the names that define a workflow and drive it. Like those of
``pamms_core`` they are loaded when first used.
"""

from typing import TYPE_CHECKING

from pamms_core import _find

if TYPE_CHECKING:
    from pamms_core.workflow.actors import TIME, Actor, Moment
    from pamms_core.workflow.case import Case, Entry, Log, MachineKey
    from pamms_core.workflow.clocks import ClockChange, ClockEvent, Running, TimeStep
    from pamms_core.workflow.commands import FellDue, Open, command_name
    from pamms_core.workflow.deciding import (
        Accepted,
        Refused,
        advance,
        deadlines,
        decide,
        new_case,
        open_case,
    )
    from pamms_core.workflow.diagram import dot, mermaid
    from pamms_core.workflow.errors import (
        EndlessTimeError,
        LogError,
        MachineError,
        ReasonError,
        RowError,
        RuleError,
        TableMistake,
        UpcastError,
        WorkflowError,
        WrongMachineError,
    )
    from pamms_core.workflow.exploring import Exploration, Proof, TooManyPositionsError, explore
    from pamms_core.workflow.golden import Divergence, check_golden
    from pamms_core.workflow.guards import (
        Guard,
        command_guard,
        guard,
        in_person,
        not_same_person_as,
        not_the_author,
    )
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.moving import Move, MoveCode, MoveProblem, MoveReport, moves
    from pamms_core.workflow.openings import EVERY_STATE, Grant, Opening, ViewPolicy, ViewPolicyError
    from pamms_core.workflow.option import Option, options
    from pamms_core.workflow.permissions import who_may
    from pamms_core.workflow.picture import svg
    from pamms_core.workflow.positions import ClockPosition, ClockStatus, Position, Transition
    from pamms_core.workflow.reasons import KERNEL_SENTENCES, KernelCode, Reason, Sentences
    from pamms_core.workflow.replaying import replay
    from pamms_core.workflow.rules import (
        ANYWHERE,
        Choice,
        Extend,
        Notice,
        Notify,
        Occasion,
        Rule,
        Start,
        Suspend,
    )
    from pamms_core.workflow.sealing import GENESIS, LogFault, Sealed, seal, verify_log
    from pamms_core.workflow.upcasting import Upcast, Upcasts
    from pamms_core.workflow.view_options import ViewedOption
    from pamms_core.workflow.views import View, ViewedClock, ViewedEntry, ViewedNotice, view

__all__ = [
    "ANYWHERE",
    "EVERY_STATE",
    "GENESIS",
    "KERNEL_SENTENCES",
    "TIME",
    "Accepted",
    "Actor",
    "Case",
    "Choice",
    "ClockChange",
    "ClockEvent",
    "ClockPosition",
    "ClockStatus",
    "Divergence",
    "EndlessTimeError",
    "Entry",
    "Exploration",
    "Extend",
    "FellDue",
    "Grant",
    "Guard",
    "KernelCode",
    "Log",
    "LogError",
    "LogFault",
    "Machine",
    "MachineError",
    "MachineKey",
    "Moment",
    "Move",
    "MoveCode",
    "MoveProblem",
    "MoveReport",
    "Notice",
    "Notify",
    "Occasion",
    "Open",
    "Opening",
    "Option",
    "Position",
    "Proof",
    "Reason",
    "ReasonError",
    "Refused",
    "RowError",
    "Rule",
    "RuleError",
    "Running",
    "Sealed",
    "Sentences",
    "Start",
    "Suspend",
    "TableMistake",
    "TimeStep",
    "TooManyPositionsError",
    "Transition",
    "Upcast",
    "UpcastError",
    "Upcasts",
    "View",
    "ViewPolicy",
    "ViewPolicyError",
    "ViewedClock",
    "ViewedEntry",
    "ViewedNotice",
    "ViewedOption",
    "WorkflowError",
    "WrongMachineError",
    "advance",
    "check_golden",
    "command_guard",
    "command_name",
    "deadlines",
    "decide",
    "dot",
    "explore",
    "guard",
    "in_person",
    "mermaid",
    "moves",
    "new_case",
    "not_same_person_as",
    "not_the_author",
    "open_case",
    "options",
    "replay",
    "seal",
    "svg",
    "verify_log",
    "view",
    "who_may",
]

# Where each name is defined; a test holds this, the imports above and __all__ together.
_HOMES = {
    "actors": "TIME Actor Moment",
    "case": "Case Entry Log MachineKey",
    "clocks": "ClockChange ClockEvent Running TimeStep",
    "commands": "FellDue Open command_name",
    "deciding": "Accepted Refused advance deadlines decide new_case open_case",
    "errors": "EndlessTimeError LogError MachineError ReasonError"
    " RowError RuleError TableMistake UpcastError WorkflowError WrongMachineError",
    "golden": "Divergence check_golden",
    "guards": "Guard command_guard guard in_person not_same_person_as not_the_author",
    "machine": "Machine",
    "option": "Option options",
    "reasons": "KERNEL_SENTENCES KernelCode Reason Sentences",
    "replaying": "replay",
    "rules": "ANYWHERE Choice Extend Notice Notify Occasion Rule Start Suspend",
    "sealing": "GENESIS LogFault Sealed seal verify_log",
    "upcasting": "Upcast Upcasts",
    "diagram": "dot mermaid",
    "picture": "svg",
    "exploring": "Exploration Proof TooManyPositionsError explore",
    "moving": "Move MoveCode MoveProblem MoveReport moves",
    "openings": "EVERY_STATE Grant Opening ViewPolicy ViewPolicyError",
    "permissions": "who_may",
    "positions": "ClockPosition ClockStatus Position Transition",
    "view_options": "ViewedOption",
    "views": "View ViewedClock ViewedEntry ViewedNotice view",
}


def __getattr__(name: str) -> object:
    """Find a public name in the module that defines it, and keep it."""
    globals()[name] = found = _find(__name__, _HOMES, name)
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
