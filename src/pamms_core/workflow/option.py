"""What may I do now, and why not the rest: the same questions as when it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.case import NEW
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.errors import WrongMachineError
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.judging import judge
from pamms_core.workflow.reasons import KernelCode
from pamms_core.workflow.stepping import pass_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.reasons import Reason

__all__ = ["Option", "options"]


@attrs.frozen
class Option:
    """One command: whether this person may give it now, and every reason why not."""

    name: str
    """The name of the command."""
    command: type
    """Its type."""
    reasons: tuple[Reason, ...]
    """Why not; none if it is allowed."""
    still_open: tuple[str, ...]
    """The codes of reasons that depend on the command's data; none once there is a command to try."""

    @property
    def allowed(self) -> bool:
        """Whether nothing that is known stands in the way."""
        return not self.reasons


def options(
    machine: Machine[Any],
    case: Case[Any],
    *,
    by: Actor,
    at: datetime,
    trying: Iterable[object] = (),
) -> tuple[Option, ...]:
    """Tell of every command whether it is allowed, after what time itself has done up to then.

    Of a case that is not open yet, the only command is the one that opens it.

    Guards that read a command's data are not asked without a command: their codes
    are told as ``still_open``. Give a command in ``trying``, such as a form half
    filled in, and they are asked: then the option is exactly what ``decide`` would say.

    Raises:
        NaiveTimeError: ``at`` has no time zone.
        WrongMachineError: the case follows another machine.
        RuleError: a guard failed.
    """
    if case.machine != machine.key:
        raise WrongMachineError(machine.key, case.machine)
    instant = as_instant(at)
    now = pass_time(machine, case, instant)[0]
    tried = {type(command): command for command in trying}
    rules = (machine.opening,) if now.state == NEW else machine.rules
    kinds = (rule.command for rule in rules if rule.when is None)
    return tuple(
        _option(machine, now, kind, tried.get(kind), by, instant)
        for kind in dict.fromkeys((*kinds, *tried))
    )


def _option(
    machine: Machine[Any], case: Case[Any], kind: type, command: object, by: Actor, at: datetime
) -> Option:
    _, _, reasons = judge(machine, case, kind, command, by, at)
    rules = machine.rules_asked(kind, case.state)
    codes = [code for rule in rules for guard in rule.command_guards for code in guard.reasons]
    if any(rule.clocks_held for rule in rules):
        codes.append(KernelCode.REASON_MISSING.value)
    still_open = () if command is not None else tuple(dict.fromkeys(codes))
    return Option(command_name(kind), kind, tuple(reasons), still_open)
