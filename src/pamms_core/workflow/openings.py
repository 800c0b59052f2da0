"""View policies as data: who may see which part of a case, in which states; the rest is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

import attrs

from pamms_core.errors import did_you_mean
from pamms_core.workflow.commands import FellDue, Open, command_name
from pamms_core.workflow.errors import TableError, TableMistake
from pamms_core.workflow.fact_paths import EVERYTHING, Paths, open_paths, path_mistake
from pamms_core.workflow.veil import veiled_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.machine import Machine

__all__ = ["EVERY_STATE", "Grant", "Opening", "ViewPolicy", "ViewPolicyError"]

Facts = TypeVar("Facts")
_Known: TypeAlias = dict[str, tuple[str, tuple[str, ...]]]
EVERY_STATE: Final = (EVERYTHING,)
"""Instead of states: all of them, the ends too."""


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _openings(given: Iterable[Opening]) -> tuple[Opening, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Opening:
    """What some roles may see while a case is in some states.

    Whoever has an opening that applies sees the state. Of everything else only
    what is named; ``"*"`` opens all of a kind. Openings add up, and none takes away.

    >>> Opening(to="provider", states=["with-provider"], facts=["ratings", "comments.text"]).to
    ('provider',)
    """

    to: tuple[str, ...] = attrs.field(converter=_names)
    """The roles."""
    states: tuple[str, ...] = attrs.field(converter=_names)
    """The states the case must be in; :data:`EVERY_STATE` for all."""
    facts: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Paths into the facts, such as ``"ratings"`` or ``"comments.text"``: through tuples, sets and
    mappings a path goes into every member. It opens how many there are, a mapping's keys, and
    whether there is a value at all where there may be none.
    """
    entries: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Steps of the log: a command's name opens when it was taken, in which role, and from which state to
    which; ``"comment.text"`` opens the command's data too.
    """
    people: bool = False
    """Whether the ids of those who took the opened steps may be seen."""
    clocks: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Clocks: a name opens how long it runs, until when, and whether it is suspended;
    ``"comments.reasons"`` opens what was said when it was extended or suspended.
    """
    options: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Names of commands of which the viewer may see whether they are allowed, and why not."""
    guards: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Guards whose answer may be seen even where it depends on what is hidden."""
    notices: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Messages, by template, that may be seen by those they are addressed to."""


@attrs.frozen(kw_only=True)
class Grant:
    """All that is open to somebody in one state: the openings that apply, together."""

    facts: Paths
    entries: Paths
    people: bool
    clocks: Paths
    options: Paths
    guards: Paths
    notices: Paths


class ViewPolicyError(TableError):
    """A view policy that does not fit its machine or its facts, with *every* mistake in it."""

    what = "the view policy of machine"


@attrs.frozen(kw_only=True, eq=False)
class ViewPolicy(Generic[Facts]):
    """What everybody may see of the cases of one machine. Nobody sees anything else.

    Raises:
        ViewPolicyError: a role, state, path, command, clock, guard or template is unknown;
            it names every mistake.
    """

    machine: Machine[Facts] = attrs.field(repr=False)
    """The machine whose cases are seen. Its ``facts`` is the type that paths are checked against."""
    openings: tuple[Opening, ...] = attrs.field(converter=_openings)
    """All that is open."""
    veiled: Machine[Any] = attrs.field(init=False, repr=False)
    """The machine, with guards that see no more than the viewer does."""

    def __attrs_post_init__(self) -> None:
        mistakes = tuple(_mistakes(self))
        if mistakes:
            raise ViewPolicyError(self.machine.id, mistakes)
        object.__setattr__(self, "veiled", veiled_machine(self.machine))

    def grant(self, roles: Iterable[str], state: str) -> Grant | None:
        """Find what is open to somebody with these roles in a state; nothing if no opening applies."""
        mine = frozenset(roles)
        found = [
            each
            for each in self.openings
            if not mine.isdisjoint(each.to) and (each.states == EVERY_STATE or state in each.states)
        ]
        if not found:
            return None
        people = any(each.people for each in found)
        return Grant(people=people, **{name: _together(found, name) for name in _PATHS})


_PATHS: Final = ("facts", "entries", "clocks", "options", "guards", "notices")
_BARE: Final = ("entries", "clocks")
"""Where a name alone opens that there is such a thing, and not what belongs to it."""


def _together(openings: Iterable[Opening], name: str) -> Paths:
    paths = [path for each in openings for path in getattr(each, name)]
    return open_paths(paths, bare="" if name in _BARE else EVERYTHING)


def _mistakes(policy: ViewPolicy[Any]) -> Iterator[TableMistake]:
    known = _known(policy.machine)
    for number, opening in enumerate(policy.openings):
        for name, problem in _opening_mistakes(policy, opening, known):
            yield TableMistake(f"openings[{number}].{name}", problem)


def _opening_mistakes(
    policy: ViewPolicy[Any], opening: Opening, known: _Known
) -> Iterator[tuple[str, str]]:
    for name in ("to", "states"):
        if not getattr(opening, name):
            yield name, "must name at least one"
    found = [
        (name, _unknown(kind, path, names))
        for name, (kind, names) in known.items()
        for path in getattr(opening, name)
    ]
    found += [("facts", path_mistake(policy.machine.facts, path)) for path in opening.facts]
    found += [("entries", _entry_mistake(policy, path)) for path in opening.entries]
    yield from ((name, problem) for name, problem in found if problem)


def _known(machine: Machine[Any]) -> _Known:
    """List the names that each kind of opening may use."""
    guards = {guard.name for rule in machine.all_rules for guard in rule.guards}
    notices = {each.template for rule in machine.all_rules for each in rule.notices}
    whole = (EVERYTHING,)
    return {
        "to": ("role", machine.roles),
        "states": ("state", (*whole, *machine.states)),
        "clocks": ("clock", (*whole, *machine.clocks, *(f"{each}.reasons" for each in machine.clocks))),
        "options": ("command", (*whole, *machine.commands)),
        "guards": ("guard", (*whole, *sorted(guards))),
        "notices": ("template", (*whole, *sorted(notices))),
    }


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    if name in known:
        return ""
    near = did_you_mean(name, known)
    return f"unknown {kind} {name!r} ({near or 'known: ' + (', '.join(known) or 'none')})"


def _entry_mistake(policy: ViewPolicy[Any], path: str) -> str:
    commands = {**policy.machine.commands, command_name(FellDue): FellDue}
    name, _, below = path.partition(".")
    if problem := _unknown("command", name, (EVERYTHING, *commands)):
        return problem
    if not below or below == EVERYTHING:
        return ""
    if name == EVERYTHING:
        return f"{path!r} goes into no one command; '*' opens every step and all its data"
    if commands[name] is Open and below.startswith("facts."):
        return path_mistake(policy.machine.facts, below.removeprefix("facts."))
    return path_mistake(commands[name], below)
