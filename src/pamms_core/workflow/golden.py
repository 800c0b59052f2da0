"""Golden logs: stored logs decided again, to see whether a machine still decides as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.workflow.commands import FellDue
from pamms_core.workflow.deciding import Refused, advance, decide, new_case
from pamms_core.workflow.sealing import Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.machine import Machine

__all__ = ["Divergence", "check_golden"]

_REFUSED: Final = "refused"


@attrs.frozen(kw_only=True)
class Divergence:
    """The first entry of a stored log that would be another today."""

    number: int
    """The number of the entry."""
    field: str
    """What differs, such as ``to_state``; ``refused`` if the command would be refused."""
    recorded: object
    """What the log says."""
    now: object
    """What the machine gives today; the reasons, if it refuses."""

    def __str__(self) -> str:
        if self.field == _REFUSED and isinstance(self.now, tuple):
            why = ", ".join(self.now)
            return f"entry {self.number}: {self.recorded!r} was accepted, and is refused now: {why}"
        return f"entry {self.number}: {self.field} was {self.recorded!r}, and is {self.now!r} now"


def check_golden(machine: Machine[Any], entries: Iterable[Entry | Sealed]) -> Divergence | None:
    """Decide a stored log again, command by command, and report the first difference.

    The machine's edition and fingerprint may differ from the log's: what counts is
    what it decides.

    Returns:
        ``None`` if every entry comes out as it was recorded.
    """
    recorded = [each.entry if isinstance(each, Sealed) else each for each in entries]
    if not recorded:
        return None
    case = new_case(machine, recorded[0].at, recorded[0].case)
    while case.version < len(recorded):
        entry = recorded[case.version]
        found = _again(machine, case, entry)
        if isinstance(found, Divergence):
            return found
        made = tuple(found.log)[case.version :]
        if not made:
            return Divergence(number=entry.number, field="rule", recorded=entry.rule, now=None)
        for each in made[: len(recorded) - case.version]:
            if (difference := _difference(recorded[each.number - 1], each)) is not None:
                return difference
        case = found
    return None


def _again(machine: Machine[Any], case: Case[Any], entry: Entry) -> Case[Any] | Divergence:
    if isinstance(entry.command, FellDue):
        return advance(machine, case, entry.at).case
    decision = decide(machine, case, entry.command, by=entry.by, at=entry.at, token=entry.token)
    if isinstance(decision, Refused):
        now = decision.codes
        return Divergence(number=entry.number, field=_REFUSED, recorded=entry.rule, now=now)
    return decision.case


def _difference(recorded: Entry, made: Entry) -> Divergence | None:
    """Compare all but the machine's key."""
    for each in attrs.fields(type(made)):
        old, new = getattr(recorded, each.name), getattr(made, each.name)
        if each.name != "machine" and old != new:
            return Divergence(number=made.number, field=each.name, recorded=old, now=new)
    return None
