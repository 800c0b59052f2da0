"""The rows of a table: who may do what in which state, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.errors import shorten
from pamms_core.workflow.actors import Moment
from pamms_core.workflow.commands import FellDue
from pamms_core.workflow.errors import RowError
from pamms_core.workflow.escalation import Escalation
from pamms_core.workflow.escalation import When as Side
from pamms_core.workflow.guards import Guard
from pamms_core.workflow.period import Period, as_period

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.workflow.due import Due

__all__ = ["ANYWHERE", "Choice", "Extend", "Notice", "Notify", "Occasion", "Rule", "Start", "Suspend"]

ANYWHERE: Final = ("*",)
"""Instead of from-states: every state that is no end."""

_Fields: TypeAlias = Callable[[Any, Any, Moment], Mapping[str, object]]
_Lookup: TypeAlias = Callable[[Any], Period | str]


def keep_facts(facts: Any, _command: Any, _moment: Moment) -> Any:
    """Leave the facts as they are: what a row does that has no ``apply``."""
    return facts


def no_fields(_facts: Any, _command: Any, _moment: Moment) -> Mapping[str, object]:
    """Give a notice no fields."""
    return {}


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _optional_period(given: Period | str | None) -> Period | None:
    return None if given is None else as_period(given)


def _period_or_lookup(given: Period | str | Callable[..., Any]) -> Period | Callable[..., Any]:
    return given if callable(given) else as_period(given)


@attrs.frozen
class Choice:
    """Several to-states, and the pure function that picks one from the facts after the step."""

    name: str
    """Its name, in diagrams and in the fingerprint."""
    states: tuple[str, ...] = attrs.field(converter=_names)
    """Every state that it can pick."""
    choose: Callable[[Any, Any, Moment], str]
    """Picks a state from ``(facts, command, moment)``, the facts as ``apply`` leaves them."""


@attrs.frozen
class Start:
    """Start a clock, or start it afresh."""

    clock: str
    """The name of the clock."""
    period: Period | _Lookup = attrs.field(converter=_period_or_lookup)
    """How long it runs: a period, or a function that looks it up in the facts."""
    since: Callable[[Any], datetime] | None = None
    """A function that finds in the facts the instant from which it counts; else that of the step."""


@attrs.frozen
class Extend:
    """Give a clock more time, with a reason."""

    clock: str
    """The name of the clock."""
    by: Period | Callable[[Any, Any], Period | str] = attrs.field(converter=_period_or_lookup)
    """How much: a period, or a function of ``(facts, command)``, the facts after the step."""
    reason: str | Callable[[Any], str]
    """Why: a text, or a function that finds it in the command."""


@attrs.frozen
class Suspend:
    """Stop a clock for a while, with a reason; its days are given back when it is resumed."""

    clock: str
    """The name of the clock."""
    reason: str | Callable[[Any], str]
    """Why: a text, or a function that finds it in the command."""


@attrs.frozen
class Occasion:
    """The occasion of a row of time: a clock is due, or will be, or was.

    Raises:
        PeriodError: the offset is no period.
        ValueError: it is both before and after the clock is due.

    >>> str(Occasion("comments", before="3 days"))
    '3 days before comments is due'
    """

    clock: str
    """The name of the clock."""
    before: Period | None = attrs.field(default=None, converter=_optional_period)
    """So long before it is due."""
    after: Period | None = attrs.field(default=None, converter=_optional_period)
    """So long after it was due."""

    def __attrs_post_init__(self) -> None:
        if self.before is not None and self.after is not None:
            raise ValueError(f"a row of time comes before {self.clock!r} is due or after, not both")

    @property
    def at_due(self) -> bool:
        """Whether it comes just when the clock is due."""
        return self.before is None and self.after is None

    def instant(self, due: Due) -> datetime:
        """Find when it comes, in UTC; see :class:`~pamms_core.workflow.escalation.Escalation`."""
        side = Side.BEFORE if self.before is not None else Side.AFTER
        return Escalation(id=str(self), when=side, offset=self.before or self.after).instant(due)

    def __str__(self) -> str:
        if self.before is not None:
            return f"{self.before} before {self.clock} is due"
        return (
            f"{self.clock} is due" if self.after is None else f"{self.after} after {self.clock} was due"
        )


@attrs.frozen(weakref_slot=False)
class Notice:
    """A message to send, as data: the host sends it."""

    template: str
    """The id of the text."""
    to: str
    """The role of those who get it."""
    fields: FrozenMap[str, object]
    """What the text is filled with."""
    at: datetime
    """The instant of the step that sends it; of a step of time, when it fell due."""
    entry: int
    """The number of that step's entry."""


@attrs.frozen
class Notify:
    """What message a row sends to whom."""

    template: str
    """The id of the text."""
    to: str
    """The role of those who get it."""
    fields: _Fields = no_fields
    """What the text is filled with: a function of ``(facts, command, moment)``, facts after the step."""


# Type checkers need a function for each: `tuple` would lose what it holds.
def _guards_of(given: Guard | Iterable[Guard]) -> tuple[Guard, ...]:
    return (given,) if isinstance(given, Guard) else tuple(given)


def _starts_of(given: Start | Iterable[Start]) -> tuple[Start, ...]:
    return (given,) if isinstance(given, Start) else tuple(given)


def _extends_of(given: Extend | Iterable[Extend]) -> tuple[Extend, ...]:
    return (given,) if isinstance(given, Extend) else tuple(given)


def _suspends_of(given: Suspend | Iterable[Suspend]) -> tuple[Suspend, ...]:
    return (given,) if isinstance(given, Suspend) else tuple(given)


def _notices_of(given: Notify | Iterable[Notify]) -> tuple[Notify, ...]:
    return (given,) if isinstance(given, Notify) else tuple(given)


def _derived(make: Callable[[Any], Any]) -> Any:
    return attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(make, takes_self=True))


_PARTS: Final[Mapping[str, tuple[type, str]]] = {
    "guards": (Guard, "made with @guard or @command_guard"),
    "starts": (Start, "such as Start('comments', '14 days')"),
    "extends": (Extend, "such as Extend('comments', '7 days', 'illness')"),
    "suspends": (Suspend, "such as Suspend('comments', 'illness')"),
    "notices": (Notify, "such as Notify('reminder', 'provider')"),
}


def _case_guards(rule: Rule) -> tuple[Guard, ...]:
    """Find the guards that need no command; first of all, see that every part is what it must be."""
    wrong = [
        f"{part}: {shorten(repr(each))} is no {kind.__name__}, {hint}"
        for part, (kind, hint) in _PARTS.items()
        for each in getattr(rule, part)
        if not isinstance(each, kind)
    ]
    if wrong:
        raise RowError(rule.id, wrong)
    return tuple(each for each in rule.guards if not each.reads_command)


def _command_guards(rule: Rule) -> tuple[Guard, ...]:
    return tuple(each for each in rule.guards if each.reads_command)


@attrs.frozen(kw_only=True)
class Rule:
    """One row: this command, in these states, by these roles, if these guards let it.

    What can be several may also be given as one: a role, a guard, a clock to start.

    Raises:
        RowError: a guard, a clock's step or a notice is not one, such as a function without ``@guard``.

    >>> from pamms_core.workflow.commands import Open
    >>> Rule(id="apply", command=Open, to="submitted", roles=["applicant"]).roles
    ('applicant',)
    """

    id: str
    """Its id, in the log and in errors."""
    command: type = FellDue
    """The type of command: a frozen attrs class. A row of time leaves it out."""
    from_states: tuple[str, ...] = attrs.field(default=ANYWHERE, converter=_names)
    """The states it applies in; :data:`ANYWHERE` is every state that is no end."""
    to: str | Choice | None = None
    """The state it leads to, or a choice of several; without, the case stays in its state."""
    roles: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """The roles that may do it. The log names the first of them that the actor has."""
    when: Occasion | None = None
    """For a row of time: its occasion. Nobody but time can take such a step."""
    guards: tuple[Guard, ...] = attrs.field(default=(), converter=_guards_of)
    """What must hold besides. All of them are asked, always."""
    within: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Clocks that must run and not be due yet; after that it is too late."""
    starts: tuple[Start, ...] = attrs.field(default=(), converter=_starts_of)
    """Clocks it starts."""
    stops: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Clocks it stops, those of them that run."""
    extends: tuple[Extend, ...] = attrs.field(default=(), converter=_extends_of)
    """Clocks it extends. They must run and not be due yet."""
    suspends: tuple[Suspend, ...] = attrs.field(default=(), converter=_suspends_of)
    """Clocks it suspends. They must run and not be due yet."""
    resumes: tuple[str, ...] = attrs.field(default=(), converter=_names)
    """Clocks it resumes. They must be suspended."""
    notices: tuple[Notify, ...] = attrs.field(default=(), converter=_notices_of)
    """Messages it sends."""
    source: str = ""
    """Where the rule stands, such as a rule id."""
    apply: Callable[[Any, Any, Moment], Any] = keep_facts
    """The facts after the step, from ``(facts, command, moment)``: pure, and replay uses it too."""
    case_guards: tuple[Guard, ...] = _derived(_case_guards)
    """Its guards that need no command."""
    command_guards: tuple[Guard, ...] = _derived(_command_guards)
    """Its guards that read the command."""
    changes_clocks: bool = _derived(lambda rule: rule.when is not None or bool(rule.clocks))
    """Whether it does anything to a clock."""
    needs_clocks: bool = _derived(lambda rule: bool(rule.clocks_needed))
    """Whether it asks that a clock run, or be suspended."""

    @property
    def to_states(self) -> tuple[str, ...]:
        """The states it can lead to; none if the case stays where it is."""
        if self.to is None:
            return ()
        return (self.to,) if isinstance(self.to, str) else self.to.states

    @property
    def clocks_needed(self) -> tuple[str, ...]:
        """The clocks that must run, or be suspended, for it."""
        return (*self.within, *self.clocks_held, *self.resumes)

    @property
    def clocks_held(self) -> tuple[str, ...]:
        """The clocks that it extends or suspends, which must run and not be due."""
        extended = [each.clock for each in self.extends]
        return (*extended, *[each.clock for each in self.suspends])

    @property
    def clocks(self) -> tuple[str, ...]:
        """The clocks that it starts, stops, extends, suspends or resumes."""
        started = [each.clock for each in self.starts]
        return (*self.stops, *started, *self.clocks_held, *self.resumes)
