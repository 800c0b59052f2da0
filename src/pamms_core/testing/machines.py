"""Random workflows that are valid tables, and the actors, commands and gaps of time to drive them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs
from hypothesis import strategies as st

from pamms_core.workflow.actors import Actor, Moment
from pamms_core.workflow.commands import Open
from pamms_core.workflow.guards import (
    Guard,
    command_guard,
    guard,
    in_person,
    not_same_person_as,
    not_the_author,
)
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.reasons import Reason
from pamms_core.workflow.rules import Choice, Extend, Notify, Occasion, Rule, Start, Suspend

if TYPE_CHECKING:
    from pamms_core.workflow.case import Case

__all__ = [
    "BEGIN",
    "Add",
    "Mark",
    "Press",
    "Tally",
    "actors",
    "commands",
    "gaps",
    "machine_of",
    "machines",
]

Pick: TypeAlias = Callable[[Sequence[Any]], Any]
"""Picks one of several: ``random.Random(7).choice``, or what draws from a strategy."""

BEGIN: Final = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
"""When a drawn case may begin: just before clocks change and Easter comes."""
_ROLES: Final = ("clerk", "officer", "reader")
_PEOPLE: Final = ("ann", "ben", "cas")
_PERIODS: Final = (("3 hours", "20 hours"), ("1 day", "2 days"), ("1 working day", "2 working days"))


@attrs.frozen
class Tally:
    """The facts of a drawn case: a number, its authors, and what was noted."""

    count: int = 0
    authors: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@attrs.frozen
class Add:
    """Add to the number."""

    amount: int


@attrs.frozen
class Mark:
    """Note a text; it also serves as the reason for changing a clock."""

    text: str


@attrs.frozen
class Press:
    """Press on: a command without data."""


_KINDS: Final = (Add, Mark, Press)


def _apply(facts: Tally | None, command: Any, moment: Moment) -> Tally:
    """Count, note and remember who it was."""
    if facts is None:
        return Tally(authors=(moment.by.id,))
    amount = command.amount if isinstance(command, Add) else 1
    marks = (*facts.marks, command.text)[-2:] if isinstance(command, Mark) else facts.marks
    return Tally(facts.count + amount, tuple(sorted({*facts.authors, moment.by.id}))[-2:], marks)


@guard({"count-too-high": "The number is {count} already."})
def _low(case: Case[Any], _: Moment) -> Reason | None:
    count = 0 if case.facts is None else case.facts.count
    return Reason.of("count-too-high", count=count) if count % 5 == 3 else None  # noqa: PLR2004


@command_guard({"odd-amount": "The amount {amount} is odd."})
def _even(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    amount = getattr(command, "amount", 0)
    return Reason.of("odd-amount", amount=amount) if amount % 2 else None


_CASE_GUARDS: Final = (
    _low,
    in_person,
    not_the_author("tally", lambda facts: facts.authors[-1:]),
    not_same_person_as(Mark),
)


def machines() -> st.SearchStrategy[Machine[Tally]]:
    """Draw a machine of up to five states, with guards, clocks, reminders and choices.

    Every drawn table is valid; its commands are :class:`Add`, :class:`Mark` and
    :class:`Press`, and its cases are opened by ``Open(None)``.
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> Machine[Tally]:
        return machine_of(lambda items: draw(st.sampled_from(items)))

    return drawn()


def actors() -> st.SearchStrategy[Actor]:
    """Draw one of three people with any roles, sometimes acting for another."""
    roles = st.frozensets(st.sampled_from(_ROLES))
    return st.builds(Actor, st.sampled_from(_PEOPLE), roles, st.sampled_from((None, None, *_PEOPLE)))


def commands() -> st.SearchStrategy[Add | Mark | Press]:
    """Draw a command for a drawn machine."""
    return st.one_of(
        st.builds(Add, st.integers(0, 3)),
        st.builds(Mark, st.sampled_from(["", "because", "because of ½"])),
        st.just(Press()),
    )


def gaps() -> st.SearchStrategy[timedelta]:
    """Draw the time until the next step: nothing, hours or days."""
    return st.one_of(st.just(timedelta()), st.integers(1, 120).map(lambda hours: timedelta(hours=hours)))


def machine_of(pick: Pick) -> Machine[Tally]:
    """Make a machine, picking each part of it."""
    states = [f"s{number}" for number in range(pick(range(2, 6)))]
    ends = states[-pick((1, 1, 2)) :] if len(states) > 2 else states[-1:]  # noqa: PLR2004
    clocks = {f"clock-{number}": pick(_PERIODS) for number in range(pick((0, 1, 1, 2)))}
    maker = _Maker(pick, states, ends, clocks)
    rows = [
        maker.row(kind, state) for state in maker.live for kind in _KINDS if pick((True, True, False))
    ]
    return Machine(
        id="drawn",
        edition="1",
        states=states,
        ends=ends,
        roles=_ROLES,
        opening=Rule(
            id="open",
            command=Open,
            to=states[0],
            roles=_ROLES,
            starts=[Start(clock, period[1]) for clock, period in clocks.items()],
            apply=_apply,
        ),
        rules=[*maker.spine(rows), *maker.time_rows()],
    )


class _Maker:
    """Makes rows that fit together: whatever may end a case stops all its clocks."""

    def __init__(
        self, pick: Pick, states: list[str], ends: list[str], clocks: dict[str, tuple[str, str]]
    ) -> None:
        self.pick, self.states, self.ends, self.clocks = pick, states, ends, clocks
        self.live = [state for state in states if state not in ends]
        self.number = 0

    def row(self, kind: type, state: str, to: str | None = None) -> Rule:
        """Make a row for a command in a state."""
        pick = self.pick
        target = to or pick((None, *self.states, self._choice()))
        guards: list[Guard] = [each for each in _CASE_GUARDS if pick((True, False, False, False))]
        if kind is Add and pick((True, False)):
            guards.append(_even)
        return Rule(
            id=self._id(),
            command=kind,
            from_states=state,
            to=target,
            roles=pick((_ROLES, _ROLES[:2], _ROLES[2:])),
            guards=guards,
            notices=[Notify("told", "reader", _fields)] if pick((True, False)) else [],
            apply=_apply,
            **self._clock_parts(target, person=True),
        )

    def spine(self, rows: list[Rule]) -> list[Rule]:
        """Add what is missing so that every state is reached and every case can end."""
        for state, following in zip(self.states, [*self.states[1:], ""], strict=True):
            if state in self.live:
                rows = _without(rows, Press, state)
                rows.append(self.row(Press, state, following))
        for end in self.ends[1:]:
            rows = _without(rows, Mark, self.states[0])
            rows.append(self.row(Mark, self.states[0], end))
        return rows

    def time_rows(self) -> list[Rule]:
        """Make what time does: at each clock's due date, and sometimes beside it."""
        rows = []
        for clock, (short, _) in self.clocks.items():
            occasions = [Occasion(clock)]
            if self.pick((True, False)):
                occasions.append(Occasion(clock, before=short))
            if self.pick((True, False)):
                occasions.append(Occasion(clock, after=short))
            rows += [self._time_row(each) for each in occasions]
        return rows

    def _time_row(self, when: Occasion) -> Rule:
        at_due = when.before is None and when.after is None
        target = self.pick((None, *self.states)) if at_due else None
        parts = self._clock_parts(target, person=False)
        if when.after is not None or (at_due and self.pick((True, False))):
            parts = (
                self._clock_parts(self.ends[0], person=False)
                if target in self.ends
                else {"stops": [when.clock]}
            )
        return Rule(
            id=self._id(),
            when=when,
            to=target,
            guards=[_low] if self.pick((True, False, False)) else [],
            notices=[Notify("reminded", "clerk", _fields)],
            apply=_apply,
            **parts,
        )

    def _clock_parts(self, target: str | Choice | None, *, person: bool) -> dict[str, Any]:
        """Pick at most one thing to do to each clock."""
        found = (target,) if isinstance(target, str) else () if target is None else target.states
        if any(state in self.ends for state in found):
            return {"stops": list(self.clocks)}
        parts: dict[str, list[Any]] = {}
        for clock, (short, long) in self.clocks.items():
            part = self.pick(("", "", "starts", "stops", "extends", "suspends", "resumes", "within"))
            reason = _reason if person else "so it is written"
            made = {
                "starts": Start(clock, self.pick((long, _looked_up(long)))),
                "extends": Extend(clock, short, reason),
                "suspends": Suspend(clock, reason),
            }
            if part:
                parts.setdefault(part, []).append(made.get(part, clock))
        return parts

    def _choice(self) -> Choice:
        first, second = self.states[0], self.states[-1]
        return Choice(
            "by-count", (first, second), lambda facts, _c, _m: (first, second)[facts.count % 2]
        )

    def _id(self) -> str:
        self.number += 1
        return f"row-{self.number}"


def _without(rows: list[Rule], kind: type, state: str) -> list[Rule]:
    return [each for each in rows if (each.command, each.from_states) != (kind, (state,))]


def _fields(facts: Tally, _: Any, moment: Moment) -> dict[str, object]:
    return {"count": facts.count, "by": moment.by.id}


def _reason(command: Any) -> str:
    return command.text if isinstance(command, Mark) else "somebody asked"


def _looked_up(period: str) -> Callable[[Tally], str]:
    """Look a period up in the facts, as a policy would."""
    return lambda _: period
