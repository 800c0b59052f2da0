"""Who sees what of every case, in every state and locality: what is hidden leaves no trace (A3, A9).

Every state of every machine is reached by real steps, in cases that differ in all
they can (see ``twins``). To each role, what is hidden from it is then exchanged: for
that of the other case, or for what stood there in the beginning. Its view must stay
the same; where the hidden parts are opened, by a leak that is planted, it must not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from playing import BEGIN, LOCALITIES, policy_of
from twins import Stand, Twins, twins
from vocabularies import person

from pamms_core.processes.catalogue import MACHINES, machine_named
from pamms_core.processes.views import views_of
from pamms_core.workflow import Actor, Log
from pamms_core.workflow.fact_paths import ALL, NONE, Paths, is_open
from pamms_core.workflow.openings import EVERY_STATE, Grant, Opening, ViewPolicy
from pamms_core.workflow.views import View, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pamms_core.workflow import Case, Machine, Notice

EVERY: Final = [pytest.param(one, name, id=f"{name}-{one}") for one in LOCALITIES for name in MACHINES]
_NOTHING: Final = Grant(
    people=False, **dict.fromkeys(("facts", "entries", "clocks", "options", "guards", "notices"), NONE)
)
RESULT: Final = ("sheet", "submitted", "amendments")
"""The facts from which a rating follows."""


@cache
def machine_of(locality: str, name: str) -> Machine[Any]:
    """Build a machine once."""
    return machine_named(policy_of(locality), name)


@cache
def policy_for(locality: str, name: str) -> ViewPolicy[Any]:
    """Make the views of a machine once."""
    return views_of(policy_of(locality), machine_of(locality, name))


@cache
def pairs(locality: str, name: str) -> dict[str, list[Twins]]:
    """Find the cases in every state once."""
    return twins(locality, name)


def viewers(machine: Machine[Any]) -> list[Actor]:
    """List somebody in each role, who took part where the role did; and somebody without one."""
    return [*(Actor(person(role, "a"), [role]) for role in machine.roles), Actor("nobody")]


def seen(policy: ViewPolicy[Any], stand: Stand, viewer: Actor) -> View:
    """Show a case as it stands to somebody."""
    return view(policy, stand.case, viewer, stand.at, stand.sent)


def mixed(shown: Any, hidden: Any, paths: Paths) -> Any:
    """Take what is open from the first value, and everything else from the second."""
    if paths is ALL:
        return shown
    if not paths or type(shown) is not type(hidden):
        return hidden if not paths else shown
    if isinstance(shown, tuple):
        others = (*hidden, *shown[len(hidden) :])
        return tuple(mixed(one, other, paths) for one, other in zip(shown, others, strict=False))
    parts = [each.name for each in attrs.fields(type(shown))]
    changes = {n: mixed(getattr(shown, n), getattr(hidden, n), paths.get(n, NONE)) for n in parts}
    return attrs.evolve(shown, **changes)


def exchanged(stand: Stand, other: Stand, facts: Any, grant: Grant, viewer: Actor) -> Stand:
    """Exchange all that is hidden: facts for those given, the log's and the clocks' for the other's."""
    one = stand.case
    changes: dict[str, Any] = {"facts": mixed(one.facts, facts, grant.facts)}
    if grant.entries is not ALL or not grant.people:
        changes |= {"log": Log.of(_entries(one, other.case, grant)), "version": 99, "at": BEGIN}
    if grant.clocks is not ALL:
        changes |= {"clocks": tuple(_clocks(one, grant)), "wake": None}
    kept = [each for each in stand.sent if _is_told(each, grant, viewer)]
    unkept = [each for each in other.sent if not _is_told(each, grant, viewer)]
    return Stand(attrs.evolve(one, **changes), stand.at, (*kept, *unkept))


def _entries(one: Case[Any], other: Case[Any], grant: Grant) -> Iterator[Any]:
    """Exchange what is hidden of steps; hidden ones go, but for what became of open clocks in them."""
    for entry, twin in zip(one.log, other.log, strict=True):
        told = is_open(grant.entries, entry.name)
        clocks = tuple(each for each in entry.clocks if is_open(grant.clocks, each.clock))
        if told or clocks:
            within = ALL if grant.entries is ALL else grant.entries.get(entry.name, NONE)
            command = mixed(entry.command, twin.command, within)
            by = entry.by if grant.people else twin.by
            yield attrs.evolve(entry, command=command, by=by, number=99, clocks=clocks)


def _clocks(case: Case[Any], grant: Grant) -> Iterator[Any]:
    for clock in case.clocks:
        if is_open(grant.clocks, clock.name):
            told = grant.clocks is ALL or is_open(grant.clocks[clock.name], "reasons")
            ledger = [each if told else attrs.evolve(each, reason="?") for each in clock.deadline.ledger]
            yield attrs.evolve(clock, deadline=attrs.evolve(clock.deadline, ledger=ledger))


def _is_told(notice: Notice, grant: Grant, viewer: Actor) -> bool:
    return notice.to in viewer.roles and is_open(grant.notices, notice.template)


def donors(pair: Twins) -> tuple[Any, ...]:
    """List facts to hide behind what is open: those of the other case, and those of the beginning."""
    return (pair.other.case.facts, _blank(pair.one.case.facts))


def _blank(facts: Any) -> Any:
    """Blank every fact that the opening need not give."""
    blank = {
        each.name: each.default
        for each in attrs.fields(type(facts))
        if each.default is not attrs.NOTHING and not isinstance(each.default, attrs.Factory)  # type: ignore[arg-type]
    }
    return attrs.evolve(facts, **blank)


@pytest.mark.parametrize(("locality", "name"), EVERY)
def test_every_state_is_reached(locality: str, name: str) -> None:
    """Real steps lead to every state that the table has, in two cases without a fact in common."""
    found = pairs(locality, name)
    assert set(found) == set(machine_of(locality, name).states)
    for state, both in found.items():
        assert both
        for pair in both:
            assert {each.case.state for each in pair} == {state}
            assert pair.one.case.facts != pair.other.case.facts


def changed(locality: str, name: str) -> Iterator[tuple[Actor, Stand, Stand]]:
    """Go through all states and roles: the richest case, and the same with what is hidden exchanged."""
    machine = machine_of(locality, name)
    policy = policy_for(locality, name)
    for state, both in pairs(locality, name).items():
        pair = both[-1]
        for viewer in viewers(machine):
            grant = policy.grant(viewer.roles, state) or _NOTHING
            for facts in donors(pair):
                other = exchanged(pair.one, pair.other, facts, grant, viewer)
                if other.case != pair.one.case:
                    yield viewer, pair.one, other


@pytest.mark.parametrize(("locality", "name"), EVERY)
def test_equal_views(locality: str, name: str) -> None:
    """What is hidden from a role, in a state, does not change its view of the case."""
    policy = policy_for(locality, name)
    known: dict[tuple[Actor, int], View] = {}
    for viewer, stand, other in changed(locality, name):
        key = (viewer, id(stand))
        if key not in known:
            known[key] = seen(policy, stand, viewer)
        assert seen(policy, other, viewer) == known[key], (stand.case.state, viewer)
    assert known


LEAKS: Final[dict[str, tuple[dict[str, Any], Callable[[Stand], Any]]]] = {
    "facts": ({"facts": "*"}, lambda stand: stand.case.facts),
    "entries": ({"entries": "*"}, lambda stand: [(e.name, e.command) for e in stand.case.log]),
    "people": ({"entries": "*", "people": True}, lambda stand: [e.by.id for e in stand.case.log]),
    "clocks": ({"clocks": "*"}, lambda stand: [(c.name, c.deadline) for c in stand.case.clocks]),
}
HIDING: Final[dict[str, set[str]]] = {
    "assessment": {*LEAKS},
    "targeted-review": {*LEAKS},
    "self-assessment": {*LEAKS},
    "dispute": {"facts", "entries", "people"},
    "action-plan": {"people"},
    "concern": {*LEAKS},
    "follow-up": set(),  # all who have a part in it are the council's, and see all of it
}
"""What is hidden from somebody at all, by machine."""


@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("locality", ["norfolk", "wirral"])
def test_a_planted_leak_is_seen(locality: str, name: str) -> None:
    """Were what is hidden open, the same exchange would be seen: the check before can fail."""
    machine, caught = machine_of(locality, name), set()
    for viewer, stand, other in changed(locality, name):
        for leak, (_, hidden) in LEAKS.items() if viewer.roles else ():
            if hidden(stand) != hidden(other):
                leaky = leaky_policy(machine, leak)
                assert seen(leaky, stand, viewer) != seen(leaky, other, viewer), (stand.case.state, leak)
                caught.add(leak)
    assert caught == HIDING["concern" if name.startswith("concern") else name]


@cache
def leaky_policy(machine: Machine[Any], leak: str) -> ViewPolicy[Any]:
    """Make views that open one kind of thing to everybody."""
    opening = Opening(to=machine.roles, states=EVERY_STATE, **LEAKS[leak][0])
    return ViewPolicy(machine=machine, openings=[opening])


def test_a_guard_that_leaks_is_seen() -> None:
    """Were guards asked about hidden facts too, options would tell of them."""
    name = "self-assessment"
    policy = policy_for("wirral", name)
    opened = [attrs.evolve(each, guards="*") for each in policy.openings]
    leaky = ViewPolicy(machine=policy.machine, openings=opened)
    assert any(
        seen(leaky, stand, viewer) != seen(leaky, other, viewer)
        for viewer, stand, other in changed("wirral", name)
        if viewer.roles
    )


@pytest.mark.parametrize("name", ["assessment", "targeted-review", "self-assessment"])
@pytest.mark.parametrize("locality", LOCALITIES)
def test_a3_a9_other_answers_leave_no_trace_where_they_were_never_open(locality: str, name: str) -> None:
    """A3, A9: to whom no result was open so far, a case with other answers looks and sends the same."""
    machine, policy = machine_of(locality, name), policy_for(locality, name)
    compared = 0
    for viewer in viewers(machine)[:-1]:
        blind = {each for each in machine.states if not _tells(policy.grant(viewer.roles, each))}
        for state, both in pairs(locality, name).items():
            for pair in both if state in blind else ():
                if blind.issuperset(entry.to_state for entry in pair.one.case.log):
                    assert seen(policy, pair.one, viewer) == seen(policy, pair.other_answers, viewer)
                    compared += 1
    assert compared > len(machine.states)


def _tells(grant: Grant | None) -> bool:
    return grant is not None and any(is_open(grant.facts, each) for each in RESULT)
