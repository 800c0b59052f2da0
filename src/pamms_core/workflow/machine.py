"""A machine: the whole table, checked when it is built, and looked up by command and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.workflow.case import NEW, MachineKey
from pamms_core.workflow.commands import command_name
from pamms_core.workflow.counting import Counting, usual_counting
from pamms_core.workflow.errors import MachineError
from pamms_core.workflow.fingerprint import fingerprint
from pamms_core.workflow.reasons import KERNEL_SENTENCES, Sentences
from pamms_core.workflow.rules import ANYWHERE, Rule
from pamms_core.workflow.table_checks import mistakes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Machine"]

Facts = TypeVar("Facts")


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise TypeError(f"must be several texts, not the text {given!r}; write [{given!r}]")
    return tuple(given)


def _rows(given: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True, eq=False)
class Machine(Generic[Facts]):
    """A workflow as a table of rows.

    Raises:
        MachineError: the table cannot be used; it names every mistake and its row.
    """

    id: str
    """What the workflow is called in logs."""
    edition: str
    """Which edition of it; a change of the table, or of a function it names, is a new one."""
    states: tuple[str, ...] = attrs.field(converter=_texts)
    """All states, in the order in which people think of them."""
    ends: tuple[str, ...] = attrs.field(converter=_texts)
    """The states that nothing leads out of."""
    roles: tuple[str, ...] = attrs.field(converter=_texts)
    """All roles, of those who act and of those who get messages."""
    opening: Rule = attrs.field(repr=False)
    """The row that opens a case. Its ``apply`` gets ``None`` for the facts."""
    rules: tuple[Rule, ...] = attrs.field(converter=_rows, repr=False)
    """All other rows."""
    facts: type = object
    """The type of its facts, an attrs class. View policies check their paths by it, and the JSON codec
    reads and writes by it; nothing else needs it.
    """
    counting: Counting = attrs.field(factory=usual_counting, repr=False)
    """How the days of its clocks are counted."""
    key: MachineKey = attrs.field(init=False, repr=False)
    """Its id, edition and fingerprint, as cases and entries carry them."""
    rows: Mapping[tuple[type, str], Rule] = attrs.field(init=False, repr=False)
    """The row for a command type in a state; at most one."""
    rows_of: Mapping[type, tuple[Rule, ...]] = attrs.field(init=False, repr=False)
    """All rows of a command type, in order."""
    by_id: Mapping[str, Rule] = attrs.field(init=False, repr=False)
    """Every row by its id."""
    time_rows: Mapping[str, tuple[Rule, ...]] = attrs.field(init=False, repr=False)
    """The rows of time of each clock, in order."""
    sentences: Sentences = attrs.field(init=False, repr=False)
    """The sentence of every reason that the machine can give."""

    def __attrs_post_init__(self) -> None:
        mistakes = mistakes_of(self)
        if mistakes:
            raise MachineError(self.id, mistakes)
        for name, value in _tables(self).items():
            object.__setattr__(self, name, value)

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """The opening row and all others."""
        return (self.opening, *self.rules)

    @property
    def initial(self) -> tuple[str, ...]:
        """The states in which a case can begin."""
        return self.opening.to_states

    @property
    def commands(self) -> Mapping[str, type]:
        """The command types that a person can give, by name, in the order of the table."""
        return {command_name(kind): kind for kind in self.rows_of}

    @property
    def clocks(self) -> tuple[str, ...]:
        """The names of all clocks, in the order of the rows that start them."""
        return tuple(dict.fromkeys(start.clock for rule in self.all_rules for start in rule.starts))

    def states_of(self, rule: Rule) -> tuple[str, ...]:
        """Find the states that a row applies in, in the order of the machine."""
        if rule is self.opening:
            return (NEW,)
        if rule.from_states == ANYWHERE:
            return tuple(state for state in self.states if state not in self.ends)
        return tuple(state for state in self.states if state in rule.from_states)

    def rules_asked(self, kind: type, state: str) -> tuple[Rule, ...]:
        """Find the rows whose guards and clocks speak about a command in a state.

        It is the row that applies there. If there is none, it is all rows of that command
        elsewhere, but on the same side of the opening: before it there are no facts that
        another row's guard could read, and after it none that are ``None``.
        """
        here = self.rows.get((kind, state))
        if here is not None:
            return (here,)
        new = state == NEW
        return tuple(rule for rule in self.rows_of.get(kind, ()) if (rule is self.opening) is new)


def _tables(machine: Machine[Any]) -> dict[str, object]:
    """Derive what is looked up while deciding."""
    rows, rows_of, time_rows = {}, dict[type, list[Rule]](), dict[str, list[Rule]]()
    for rule in machine.all_rules:
        if rule.when is not None:
            time_rows.setdefault(rule.when.clock, []).append(rule)
            continue
        rows_of.setdefault(rule.command, []).append(rule)
        rows.update({(rule.command, state): rule for state in machine.states_of(rule)})
    declared = {
        code: text
        for rule in machine.all_rules
        for guard in rule.guards
        for code, text in guard.reasons.items()
    }
    return {
        "key": MachineKey(machine.id, machine.edition, fingerprint(machine)),
        "rows": FrozenMap(rows),
        "rows_of": FrozenMap({kind: tuple(found) for kind, found in rows_of.items()}),
        "by_id": FrozenMap({rule.id: rule for rule in machine.all_rules}),
        "time_rows": FrozenMap({clock: tuple(found) for clock, found in time_rows.items()}),
        "sentences": Sentences({**KERNEL_SENTENCES.texts, **declared}),
    }


offer(__name__)
