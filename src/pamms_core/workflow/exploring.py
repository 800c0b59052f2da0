"""What can become of a case at all: every position a table can lead to, and proofs about all of them.

Guards are taken both ways, choices every way, and clocks may fall due at any
moment. So a walk sees more than can happen, and never less: what it never finds
never happens. What it finds possible may still need guards that cannot agree.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.workflow.errors import WorkflowError
from pamms_core.workflow.positions import START, ClockStatus, Position, Transition, steps_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pamms_core.workflow.machine import Machine

__all__ = ["Exploration", "Proof", "TooManyPositionsError", "explore"]

_MOST_POSITIONS: Final = 100_000
_WhenAt: TypeAlias = "Callable[[Position], bool]"
_WhenStepping: TypeAlias = "Callable[[Transition], bool]"


class TooManyPositionsError(WorkflowError, RuntimeError):
    """A machine with more positions than were to be visited."""

    def __init__(self, machine: str, limit: int) -> None:
        self.machine = machine
        """The id of the machine."""
        self.limit = limit
        """How many were visited before giving up."""
        super().__init__(machine, limit)

    def __str__(self) -> str:
        return (
            f"machine {self.machine!r} has more than {self.limit:,} positions; allow more, or split it"
        )


@attrs.frozen
class Proof:
    """Whether something holds of a machine; if not, the shortest way to see that."""

    holds: bool
    counterexample: tuple[Transition, ...] = ()
    """The steps from the beginning; none if it holds, or if the beginning itself is the example."""

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        if self.holds:
            return "holds"
        steps = [f"  {number}. {step}" for number, step in enumerate(self.counterexample, 1)]
        return "\n".join(["does not hold:", *(steps or ["  at the very beginning"])])


@attrs.frozen(kw_only=True, repr=False)
class Exploration:
    """All positions of a machine, and the steps between them."""

    machine: Machine[Any]
    steps: FrozenMap[Position, tuple[Transition, ...]]
    """The steps from each position, positions in the order of a shortest way there."""
    came_by: FrozenMap[Position, Transition | None]
    """The last step of a shortest way to each position; none to the first."""

    @property
    def positions(self) -> tuple[Position, ...]:
        """All positions that a case can come to, nearest first."""
        return tuple(self.steps)

    @property
    def idle_rows(self) -> tuple[str, ...]:
        """The ids of rows that can never fire."""
        fired = {step.row for steps in self.steps.values() for step in steps}
        return tuple(rule.id for rule in self.machine.all_rules if rule.id not in fired)

    @property
    def dead_ends(self) -> tuple[Position, ...]:
        """The positions from which no end can be reached, though they are none."""
        good = self._able(lambda position: position.state in self.machine.ends)
        return tuple(each for each in self.steps if each not in good)

    @property
    def silent(self) -> tuple[Position, ...]:
        """The positions, no ends, in which nobody may act and no clock runs."""
        return tuple(each for each in self._waiting() if not self.steps[each])

    @property
    def may_fall_silent(self) -> tuple[Position, ...]:
        """The positions in which everything hangs on guards: should all forbid, it ends."""
        return tuple(
            each
            for each in self._waiting()
            if (steps := self.steps[each])
            and not any(clock.status is ClockStatus.RUNNING for clock in each.clocks)
            and all(step.guards for step in steps)
        )

    def way_to(self, position: Position) -> tuple[Transition, ...]:
        """Find a shortest way from the beginning to a position.

        Raises:
            KeyError: no case can come to it.
        """
        return _way(self.came_by, position)

    def never(self, wrong: _WhenAt) -> Proof:
        """Prove that no case ever comes to a position of some kind.

        Args:
            wrong: tells the position that must not be, such as one in which the report is
                published while the time to comment still runs.
        """
        found = next((each for each in self.steps if wrong(each)), None)
        return Proof(True) if found is None else Proof(False, self.way_to(found))

    def never_taken(self, wrong: _WhenStepping, *, before: _WhenStepping | None = None) -> Proof:
        """Prove that no step of some kind is ever taken; or never before a step of another kind.

        Args:
            wrong: tells the step that must not be.
            before: tells the step that must come first, such as the approval before the publication.
        """
        came_by: dict[Position, Transition | None] = {START: None}
        queue = deque([START])
        while queue:
            for step in self.steps[queue.popleft()]:
                if before is not None and before(step):
                    continue
                if wrong(step):
                    return Proof(False, (*_way(came_by, step.before), step))
                if step.after not in came_by:
                    came_by[step.after] = step
                    queue.append(step.after)
        return Proof(True)

    def always_possible(self, good: _WhenAt, *, while_at: _WhenAt | None = None) -> Proof:
        """Prove that, wherever a case stands, some position of a kind can still be reached.

        Ends that are not of the kind are counter-examples too: nothing leads out of them.

        Args:
            good: tells the position that must stay possible.
            while_at: tells the positions it must be possible from; all of them without it.
        """
        able = self._able(good)
        for position in self.steps:
            if position not in able and (while_at is None or while_at(position)):
                return Proof(False, self.way_to(position))
        return Proof(True)

    def __repr__(self) -> str:
        count = sum(len(steps) for steps in self.steps.values())
        return f"<Exploration of {self.machine.id}: {len(self.steps)} positions, {count} steps>"

    def _waiting(self) -> Iterable[Position]:
        return (each for each in self.steps if each.state not in self.machine.ends)

    def _able(self, good: _WhenAt) -> set[Position]:
        """Find all positions from which a good one can be reached."""
        sources: dict[Position, list[Position]] = {}
        for position, steps in self.steps.items():
            for step in steps:
                sources.setdefault(step.after, []).append(position)
        able = {each for each in self.steps if good(each)}
        queue = list(able)
        while queue:
            fresh = [each for each in sources.get(queue.pop(), ()) if each not in able]
            able.update(fresh)
            queue += fresh
        return able


def explore(machine: Machine[Any], *, limit: int = _MOST_POSITIONS) -> Exploration:
    """Visit every position that a machine can lead to.

    Args:
        machine: the table.
        limit: how many positions to visit at most.

    Raises:
        TooManyPositionsError: there are more.
        ValueError: the limit is below 1.
    """
    if limit < 1:
        raise ValueError(f"the limit must be 1 or more, not {limit}")
    came_by: dict[Position, Transition | None] = {START: None}
    steps: dict[Position, tuple[Transition, ...]] = {}
    queue = deque([START])
    while queue:
        position = queue.popleft()
        steps[position] = tuple(steps_from(machine, position))
        for step in steps[position]:
            if step.after not in came_by:
                came_by[step.after] = step
                queue.append(step.after)
        if len(came_by) > limit:
            raise TooManyPositionsError(machine.id, limit)
    return Exploration(machine=machine, steps=FrozenMap(steps), came_by=FrozenMap(came_by))


def _way(came_by: Mapping[Position, Transition | None], position: Position) -> tuple[Transition, ...]:
    """Follow the steps back to the beginning."""
    steps: list[Transition] = []
    while (step := came_by[position]) is not None:
        steps.append(step)
        position = step.before
    return tuple(reversed(steps))
