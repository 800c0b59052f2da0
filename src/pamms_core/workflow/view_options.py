"""What somebody may do, told without telling what they may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.fact_paths import ALL, Paths, is_open
from pamms_core.workflow.option import options
from pamms_core.workflow.reasons import Reason  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.workflow.veil import HIDDEN, Curtain, veiled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core._frozen import FrozenMap
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.openings import Grant, ViewPolicy
    from pamms_core.workflow.option import Option

__all__ = ["ViewedOption", "viewed_options"]


@attrs.frozen
class ViewedOption:
    """A command, and as much of whether it is allowed as its viewer may know."""

    name: str
    """The name of the command."""
    reasons: tuple[Reason, ...]
    """The reasons against it that may be known."""
    still_open: tuple[str, ...]
    """The codes of reasons that depend on the command's data."""
    hidden: tuple[str, ...]
    """The guards and clocks that it depends on and that its viewer may not know about."""

    @property
    def allowed(self) -> bool | None:
        """Whether it is allowed; ``None`` where that depends on what is hidden."""
        if self.reasons:
            return False
        return None if self.hidden else True


def viewed_options(
    policy: ViewPolicy[Any], case: Case[Any], grant: Grant, viewer: Actor, at: datetime
) -> tuple[ViewedOption, ...]:
    """Ask for the viewer's options, by the same code as ever, with a veil between guards and case."""
    if grant.options is not ALL and not grant.options:
        return ()
    known = Curtain(case, veiled(case, _open_of_case(grant)), grant.guards)
    behind = attrs.evolve(
        case,
        machine=policy.veiled.key,
        facts=known,
        clocks=tuple(attrs.evolve(clock, steps=()) for clock in case.clocks),  # time has acted already
        wake=None,
        at=min(case.at, at),  # when the last step was may be hidden
    )
    found = options(policy.veiled, behind, by=viewer, at=at)
    return tuple(
        _viewed(each, tuple(_clocks_hidden(policy.machine, case.state, each.command, grant)))
        for each in found
        if is_open(grant.options, each.name)
    )


def _open_of_case(grant: Grant) -> FrozenMap[str, Any]:
    """Tell what a guard may read of a case: parts that may be open for some steps only are closed."""
    from pamms_core._frozen import FrozenMap

    paths: dict[str, Paths] = dict.fromkeys(("machine", "id", "state"), ALL)
    paths["facts"] = grant.facts
    if grant.clocks is ALL:
        paths |= dict.fromkeys(("clocks", "wake"), ALL)
    if grant.entries is ALL and grant.people:
        paths |= dict.fromkeys(("log", "version", "at"), ALL)
    return FrozenMap(paths)


def _clocks_hidden(machine: Machine[Any], state: str, kind: type, grant: Grant) -> Iterator[str]:
    """List the clocks that a command depends on and that are not open."""
    rules = machine.rules_asked(kind, state)
    for name in dict.fromkeys(name for rule in rules for name in rule.clocks_needed):
        if not is_open(grant.clocks, name):
            yield name


def _viewed(option: Option, clocks: tuple[str, ...]) -> ViewedOption:
    guards = [str(each.params["guard"]) for each in option.reasons if each.code == HIDDEN]
    reasons = tuple(
        each for each in option.reasons if each.code != HIDDEN and each.params.get("clock") not in clocks
    )
    return ViewedOption(option.name, reasons, option.still_open, (*dict.fromkeys(guards), *clocks))
