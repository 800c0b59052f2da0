"""Old entries are upcast, never edited: from edition to edition, without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.errors import LogError, UpcastError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.workflow.case import Entry, MachineKey
    from pamms_core.workflow.machine import Machine

__all__ = ["Upcast", "Upcasts"]


@attrs.frozen
class Upcast:
    """How an entry of one edition reads in the next."""

    from_edition: str
    """The older edition."""
    to_edition: str
    """The edition after it."""
    turn: Callable[[Entry], Entry]
    """Gives the entry as the newer edition would have made it; number, case, time and actor stay."""


def _same(entry: Entry) -> tuple[object, ...]:
    return (entry.number, entry.case, entry.at, entry.by, entry.token)


class Upcasts:
    """All upcasts of one machine, up to its edition at hand.

    Raises:
        UpcastError: two begin at one edition, one leads nowhere, or they go in a circle.
    """

    def __init__(self, machine: Machine[Any], *steps: Upcast) -> None:
        self._key: MachineKey = machine.key
        self._steps = {step.from_edition: step for step in steps}
        if len(self._steps) != len(steps):
            twice = [step.from_edition for step in steps]
            again = next(each for each in twice if twice.count(each) > 1)
            raise UpcastError(machine.id, f"two upcasts begin at edition {again}")
        for edition in self._steps:
            self._check_way(edition)

    def _check_way(self, edition: str) -> None:
        """Follow the chain from an edition to the machine's own."""
        passed: list[str] = []
        begin = edition
        while edition != self._key.edition:
            if edition in passed:
                raise UpcastError(self._key.id, f"the upcasts go in a circle at edition {edition}")
            if edition not in self._steps:
                gap = f"no upcast leads on from edition {edition} to edition {self._key.edition}"
                raise UpcastError(self._key.id, f"{gap}, on the way from {begin}")
            passed.append(edition)
            edition = self._steps[edition].to_edition
        if edition in self._steps:
            raise UpcastError(self._key.id, f"an upcast begins at edition {edition}, the machine's own")

    @property
    def editions(self) -> tuple[str, ...]:
        """The older editions that can be read."""
        return tuple(self._steps)

    def upcast(self, entry: Entry) -> Entry:
        """Turn an entry into one of the machine's edition; one of another machine stays as it is.

        Raises:
            LogError: an upcast changes what must stay: number, case, time, actor or token.
        """
        while entry.machine.id == self._key.id and entry.machine.edition in self._steps:
            step = self._steps[entry.machine.edition]
            turned = step.turn(entry)
            if _same(turned) != _same(entry):
                way = f"{step.from_edition} to {step.to_edition}"
                raise LogError(
                    entry.number, f"the upcast {way} changes its number, case, time, actor or token"
                )
            last = step.to_edition == self._key.edition
            key = (
                self._key
                if last
                else attrs.evolve(entry.machine, edition=step.to_edition, fingerprint="")
            )
            entry = attrs.evolve(turned, machine=key)
        return entry
