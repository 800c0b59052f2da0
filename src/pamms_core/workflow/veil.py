"""A veil over a case: a guard that asks for what is hidden from the viewer gets no answer, nor do we.

Whether a step is allowed may depend on facts that somebody must not see. So, for
a view, each guard is asked about a veiled case. It is of the same class, but a
hidden field raises when it is read: the answer rests on open facts alone, or
there is none. That the answer is missing depends on open facts alone too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.workflow.fact_paths import ALL, Paths, is_open
from pamms_core.workflow.guards import Guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Rule

__all__ = ["HIDDEN", "Curtain", "veiled", "veiled_machine"]

HIDDEN: Final = "depends-on-what-is-hidden"
"""The reason of a guard that needs what its viewer may not see."""


class _HiddenError(Exception):
    """A guard reads what is hidden."""


@attrs.frozen
class Curtain:
    """What stands in for the facts while a view is made: guards get the case before it, or behind it."""

    case: Case[Any]
    """The case as it is."""
    before: Any
    """The case as the viewer may know it."""
    open_guards: Paths
    """Guards that may look behind it."""

    def ask(self, guard: Guard, moment: Moment) -> Reason | None:
        """Ask a guard about as much of the case as may be known."""
        if is_open(self.open_guards, guard.name):
            return guard.check(self.case, moment)
        try:
            return guard.check(self.before, moment)
        except Exception:  # noqa: BLE001 - veiled facts may break a guard anywhere, and that tells nothing
            return Reason.of(HIDDEN, guard=guard.name)


def veiled_machine(machine: Machine[Any]) -> Machine[Any]:
    """Make a machine whose guards are asked through a :class:`Curtain`."""
    opening, *rules = (_veiled_rule(rule) for rule in machine.all_rules)
    return attrs.evolve(machine, opening=opening, rules=rules)


def _veiled_rule(rule: Rule) -> Rule:
    return attrs.evolve(rule, guards=[_veiled_guard(each) for each in rule.guards])


def _veiled_guard(guard: Guard) -> Guard:
    if guard.reads_command:  # it is not asked: a view has no command
        return guard

    def check(case: Case[Curtain], moment: Moment) -> Reason | None:
        return case.facts.ask(guard, moment)

    return Guard(guard.name, {**guard.reasons, HIDDEN: "That depends on what you may not see."}, check)


def veiled(value: Any, paths: Paths) -> Any:
    """Make a value of the same class, of which only what is open can be read.

    >>> @attrs.frozen
    ... class Draft:
    ...     title: str
    ...     rating: str
    >>> from pamms_core.workflow.fact_paths import open_paths
    >>> veiled(Draft("Cedar View", "good"), open_paths(["title"])).title
    'Cedar View'
    """
    if paths is ALL or value is None:
        return value
    if attrs.has(type(value)):
        return _veiled_fields(value, paths)
    if isinstance(value, Mapping):
        return FrozenMap({key: veiled(each, paths) for key, each in value.items()})
    if isinstance(value, AbstractSet):  # how many there are depends on what is hidden of them
        return _Unreadable()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(veiled(each, paths) for each in value)
    return None


class _Unreadable(AbstractSet[Any]):
    """Stands in for a set whose members are open in part only."""

    def __contains__(self, _: object) -> bool:
        raise _HiddenError

    def __iter__(self) -> NoReturn:
        raise _HiddenError

    def __len__(self) -> NoReturn:
        raise _HiddenError


def _veiled_fields(value: Any, paths: FrozenMap[str, Any]) -> Any:
    kind: Any = type(value)
    names = [each.name for each in attrs.fields(kind)]
    made: Any = object.__new__(_veiled_class(kind, frozenset(names) - set(paths)))
    for name in names:
        if name in paths:
            object.__setattr__(made, name, veiled(getattr(value, name), paths[name]))
    return made


@lru_cache(maxsize=1024)
def _veiled_class(kind: Any, hidden: frozenset[str]) -> Any:
    body = {name: property(_refuse) for name in sorted(hidden)}
    return type(kind.__name__, (kind,), {"__slots__": (), **body})


def _refuse(_: object) -> NoReturn:
    raise _HiddenError
