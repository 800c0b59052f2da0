"""One way things may be: all flags as given or guessed, and every node's total and verdict.

A changed answer goes up from its question to the top, and touches no other node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.trying import try_node, try_nodes
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.rating.carry import Carry
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.trying import Tried
    from pamms_core.rating.verdict import Verdict

__all__ = ["Climb", "World", "owners"]

Climb: TypeAlias = "list[tuple[int, int, Verdict]]"
"""From one node to the top: the node's place, its total and its verdict."""

_Link: TypeAlias = "tuple[int, Mapping[str, int], Carry | None] | None"
"""A node's parent, what the node adds to it by its symbol, and what its score adds."""


def owners(rater: Rater) -> list[int]:
    """Return, for each question, the place of the node that it is directly below."""
    found = [0] * len(rater.questions)
    for place, node in enumerate(rater.nodes):
        found[node.start : node.start + len(node.direct)] = [place] * len(node.direct)
    return found


def _links(steps: Sequence[Step]) -> list[_Link]:
    found: list[_Link] = [None] * len(steps)
    for parent, step in enumerate(steps):
        carries = dict(step.carries)
        for child, adds in step.children:
            found[child] = (parent, adds, carries.get(child))
    return found


class World:
    """A rated sheet under one set of flags.

    Args:
        rater: the set and method.
        steps: how to finish each node under the flags.
        states: each question's state; whoever changes one calls :meth:`put`.
    """

    def __init__(self, rater: Rater, steps: tuple[Step, ...], states: list[int | None]) -> None:
        self._rater, self._steps, self._states = rater, steps, states
        self._pooled = rater.compiled.pooled_mask
        self._links = _links(steps)
        self._rate()

    def _rate(self) -> None:
        self.totals, self.verdicts = self._rater.run(self._states, self._steps)
        self._direct: list[int] = []
        self._done: list[Tried] = []
        self._is_tried = any(
            verdict.state is State.UNDETERMINED and link is not None
            for verdict, link in zip(self.verdicts, self._links, strict=True)
        )

    def copy(self, states: list[int | None], *, anew: bool = False) -> World:
        """Return another one that may be changed, for a copy of the states or for others."""
        other = object.__new__(World)
        other.__dict__.update(self.__dict__)
        other._states = states
        if anew:
            other._rate()
        else:
            other.totals, other.verdicts = self.totals[:], self.verdicts[:]
        return other

    def answer(self, owner: int, by: int) -> Climb:
        """Return what one changed answer makes of its node and of all nodes above.

        Args:
            owner: the node that the question is directly below.
            by: how much more the answer adds.
        """
        found = None if self._is_tried else self._climb(owner, self.totals[owner] + by)
        if found is not None:
            return found
        done = self._nodes_tried()[:]
        return self._climb_tried(owner, self._try(owner, by, done), done)

    def graft(self, place: int, other: World) -> Climb:
        """Return what becomes of a node, and of all above, if it is as in another world."""
        is_tried = self._is_tried or other._is_tried
        found = None if is_tried else self._climb(place, other.totals[place])
        if found is not None:
            return found
        return self._climb_tried(place, other._nodes_tried()[place], self._nodes_tried()[:])

    def put(self, owner: int, by: int) -> None:
        """Change one answer for good; its state has been changed already."""
        found = None if self._is_tried else self._climb(owner, self.totals[owner] + by)
        if found is None:
            self._rate()
            return
        self._direct, self._done = [], []
        for place, total, verdict in found:
            self.totals[place], self.verdicts[place] = total, verdict

    def _climb(self, place: int, total: int) -> Climb | None:
        """Rate a node with this total, and all nodes above; ``None`` if one must be tried."""
        found: Climb = []
        pooled, totals, verdicts = self._pooled, self.totals, self.verdicts
        up = (total & pooled) - (totals[place] & pooled)
        while True:
            step = self._steps[place]
            verdict = step.verdicts[total + step.bias & step.mask]
            found.append((place, total, verdict))
            link = self._links[place]
            if link is None:
                return found
            if verdict.state is State.UNDETERMINED:
                return None
            parent, adds, carry = link
            more = up + adds[verdict.symbol] - adds[verdicts[place].symbol]
            if carry is not None:
                more += carry(total, verdict) - carry(totals[place], verdicts[place])
            place, total = parent, totals[parent] + more

    def _nodes_tried(self) -> list[Tried]:
        """Rate every node as far as it can be, once."""
        if not self._done:
            tables = self._rater.tables
            given = [table[state] for table, state in zip(tables, self._states, strict=True)]  # type: ignore[index]
            self._direct = [sum(given[step.start : step.stop]) for step in self._steps]
            self._done = try_nodes(self._direct, self._steps, self._pooled)
        return self._done

    def _try(self, place: int, by: int, done: Sequence[Tried]) -> Tried:
        return try_node(self._direct[place] + by, self._steps[place], done, self._pooled)

    def _climb_tried(self, place: int, first: Tried, done: list[Tried]) -> Climb:
        """Rate the nodes above one that may come to several things."""
        done[place] = first
        found: Climb = [(place, first.total, first.verdict)]
        while (link := self._links[place]) is not None:
            place = link[0]
            done[place] = self._try(place, 0, done)
            found.append((place, done[place].total, done[place].verdict))
        return found
