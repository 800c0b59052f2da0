"""Pairs of cases that went the same way with other words, answers and people, in every state.

A walk finds by itself how each state of a machine is reached: in every case that it
has, it takes all steps that stay in the state, and then tries every step that leaves
it. The same steps in another flavour give the twin.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from playing import BEGIN, policy_of
from vocabularies import VOCABULARIES, person

from pamms_core.processes.catalogue import machine_named
from pamms_core.workflow import Accepted, Actor, advance, decide, new_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pamms_core.workflow import Case, Machine, Notice

_WAITS: Final = tuple(timedelta(days=days) for days in (8, 20, 45, 120, 400))


class Flavour(NamedTuple):
    """Which words and people, and which answers."""

    text: str
    answers: int


ONE: Final = Flavour("a", 0)
OTHER: Final = Flavour("b", 1)
OTHER_ANSWERS: Final = Flavour("a", 1)
"""As the first in everything but the answers."""


class Stand(NamedTuple):
    """A case as it stands at a moment, with the messages sent on its way."""

    case: Case[Any]
    at: datetime
    sent: tuple[Notice, ...] = ()


class Twins(NamedTuple):
    """Cases that went the same way: two in which nothing is alike, and one with other answers only."""

    one: Stand
    other: Stand
    other_answers: Stand


class Step(NamedTuple):
    """One step of a walk: which command, in which role; or how long to wait."""

    command: int = -1
    role: str = ""
    wait: timedelta = timedelta(hours=12)


def twins(locality: str, name: str) -> dict[str, list[Twins]]:
    """Find pairs of cases in every state of a machine: as entered, and with all that fits."""
    machine = _machine(locality, name)
    return {
        state: [
            Twins(*(_went(machine, locality, name, way, each) for each in (ONE, OTHER, OTHER_ANSWERS)))
            for way in ways
        ]
        for state, ways in _walk(locality, name).items()
    }


@cache
def _machine(locality: str, name: str) -> Machine[Any]:
    return machine_named(policy_of(locality), name)


@cache
def _walk(locality: str, name: str) -> dict[str, list[tuple[Step, ...]]]:
    """Find ways to all states."""
    machine, found = _machine(locality, name), dict[str, list[tuple[Step, ...]]]()
    queue = [_opening(machine, locality, name)]
    while queue:
        way, stand = queue.pop(0)
        if stand.case.state in found:
            continue
        richer = _enriched(machine, locality, name, way, stand)
        found[stand.case.state] = [each for each, _ in (richer[0], richer[-1])][: len(richer)]
        for here, base in richer if len(richer) < 3 else (richer[0], *richer[-2:]):
            queue += [
                ((*here, step), gone)
                for step, gone in _steps(machine, locality, name, base)
                if gone.case.state not in found
            ]
    return found


def _opening(machine: Machine[Any], locality: str, name: str) -> tuple[tuple[Step, ...], Stand]:
    stand = Stand(new_case(machine, BEGIN, "case 1"), BEGIN)
    for role in machine.opening.roles:
        step = Step(0, role)
        if (gone := _taken(machine, stand, step, _commands(locality, name, ONE), ONE)) is not None:
            return (step,), gone
    raise AssertionError(f"nobody can open {name} in {locality}")


def _enriched(
    machine: Machine[Any], locality: str, name: str, way: tuple[Step, ...], stand: Stand
) -> list[tuple[tuple[Step, ...], Stand]]:
    """Take every step that stays in the state, once; tell how it stands after each."""
    found = [(way, stand)]
    for number in range(1, len(_commands(locality, name, ONE))):
        for step, gone in _steps(machine, locality, name, stand, only=number):
            if gone.case.state == stand.case.state:
                way, stand = (*way, step), gone
                found.append((way, stand))
                break
    return found


def _steps(
    machine: Machine[Any], locality: str, name: str, stand: Stand, only: int = 0
) -> Iterator[tuple[Step, Stand]]:
    """Try every command in every role that may give it, and every wait."""
    commands = _commands(locality, name, ONE)
    for number in [only] if only else range(1, len(commands)):
        rule = machine.rows.get((type(commands[number]), stand.case.state))
        for role in () if rule is None else rule.roles:
            step = Step(number, role)
            if (gone := _taken(machine, stand, step, commands, ONE)) is not None:
                yield step, gone
                if gone.case.state != stand.case.state:
                    break
    for wait in () if only else _WAITS:
        gone = _taken(machine, stand, Step(wait=wait), commands, ONE)
        if gone is not None and gone.case.state != stand.case.state:
            yield Step(wait=wait), gone


def _taken(
    machine: Machine[Any], stand: Stand, step: Step, commands: tuple[Any, ...], flavour: Flavour
) -> Stand | None:
    """Take a step; nothing if it is refused."""
    at = stand.at + step.wait
    if step.command < 0:
        passed = advance(machine, stand.case, at)
        return Stand(passed.case, at, stand.sent + passed.notices)
    by = Actor(person(step.role, flavour.text), [step.role])
    done = decide(machine, stand.case, commands[step.command], by=by, at=at)
    return Stand(done.case, at, stand.sent + done.notices) if isinstance(done, Accepted) else None


def _went(
    machine: Machine[Any], locality: str, name: str, way: tuple[Step, ...], flavour: Flavour
) -> Stand:
    """Go a way in a flavour."""
    stand = Stand(new_case(machine, BEGIN, "case 1"), BEGIN)
    for step in way:
        gone = _taken(machine, stand, step, _commands(locality, name, flavour), flavour)
        assert gone is not None, (name, step, stand.case.state)
        stand = gone
    return stand


@cache
def _commands(locality: str, name: str, flavour: Flavour) -> tuple[Any, ...]:
    """List what is tried, the opening first."""
    kind = "concern" if name.startswith("concern") else name
    return tuple(VOCABULARIES[kind](policy_of(locality), flavour.answers, flavour.text))
