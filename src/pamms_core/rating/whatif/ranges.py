"""What every node may still come to, and how that is known."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core.rating.whatif.showing import Shown, node_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.verdict import State
    from pamms_core.scale import Rating

__all__ = ["Certainty", "NodeRange", "Range"]


class Certainty(StrEnum):
    """How what is still possible was found."""

    TWO_SHEETS = "two sheets"
    """From the open questions all at their best and all at their worst: exact, because no better
    answer lowers a rating here, by the form of the rules.
    """
    EVERY_TOTAL = "every total"
    """From everything that the open questions can add up to: exact."""
    BOUNDS = "bounds"
    """There was too much to add up: nothing beyond is possible, and perhaps not all within."""


@attrs.frozen(kw_only=True)
class NodeRange:
    """What one node may still come to.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set).changed({"A09": None, "F01": None})
    >>> node = rater.range(sheet)["standard-3"]
    >>> node.best, node.worst, node.by.value
    (<Rating Good>, <Rating Requires Improvement>, 'two sheets')
    """

    code: str
    name: str
    best: Rating | None
    """The best rating that may still come out; ``None`` if none may."""
    worst: Rating | None
    """The worst."""
    states: tuple[State, ...]
    """The states without a rating that may still come out, ``undetermined`` among them: what such
    a rating could then be counts towards the best and the worst.
    """
    by: Certainty
    reached: tuple[Rating, Rating] | None
    """The best and the worst that some sheet is known to reach; ``None`` if there is none."""

    @property
    def is_exact(self) -> bool:
        """Whether the best and the worst are known to be reached, and every state to be possible."""
        if self.by is not Certainty.BOUNDS:
            return True
        return self.reached == (self.best, self.worst) and not self.states

    @property
    def is_settled(self) -> bool:
        """Whether only one thing may still come out."""
        rated = [] if self.best is None else [self.best, self.worst]
        return len({*rated, *self.states}) == 1

    @property
    def span(self) -> str:
        """The range in words."""
        within = "" if self.is_exact else " at the outside"
        rated = [] if self.best is None else [str(self.best)]
        if self.best is not None and self.worst != self.best:
            rated = [f"{self.best} to {self.worst}"]
        return " or ".join([*rated, *self.states]) + within

    def __str__(self) -> str:
        return f"{self.name}: {self.span}."


@attrs.frozen(kw_only=True, repr=False)
class Range(Shown):
    """What every node may still come to.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("solid-good", rater.question_set).changed({"A09": None, "F01": None})
    >>> rater.range(answers)["standard-3"].span
    'Good to Requires Improvement'
    """

    title: str
    nodes: tuple[NodeRange, ...]
    """Every node, from the top down."""
    open: tuple[str, ...]
    """The codes of the open questions."""
    not_assessed: bool
    """Whether *not assessed* was among the possibilities."""
    hypothetical: tuple[str, ...]
    """The changes to set and method that make it a what-if (S5)."""

    def __getitem__(self, code: str) -> NodeRange:
        """Return a node's range by its code, or raise UnknownNameError."""
        return node_named(self.nodes, code)

    @property
    def settled(self) -> tuple[NodeRange, ...]:
        """The nodes for which only one thing may still come out."""
        return tuple(each for each in self.nodes if each.is_settled)

    @property
    def is_exact(self) -> bool:
        """Whether it is exact at every node."""
        return all(each.is_exact for each in self.nodes)

    def rows(self) -> tuple[dict[str, object], ...]:
        """Return a plain row for each node."""
        return tuple(
            {
                "node": each.code,
                "name": each.name,
                "best": None if each.best is None else each.best.key,
                "worst": None if each.worst is None else each.worst.key,
                "states": tuple(state.value for state in each.states),
                "exact": each.is_exact,
                "by": each.by.value,
            }
            for each in self.nodes
        )

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        return f"Range of {self.title!r} with {counted(len(self.open), 'open question')}"

    @property
    def summary(self) -> str:
        """What the top may come to."""
        return self.nodes[0].span

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was found."""
        ways = {each.by: sum(other.by is each.by for other in self.nodes) for each in self.nodes}
        told = ", ".join(f"{way} for {counted(count, 'part')}" for way, count in ways.items())
        among = (
            "not assessed is among the possibilities" if self.not_assessed else "all will be assessed"
        )
        return (among, f"found by {told}", f"{len(self.settled)} of {len(self.nodes)} parts are settled")

    @property
    def lines(self) -> tuple[str, ...]:
        """A sentence for each node."""
        return tuple(map(str, self.nodes))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        return ("Part", "Best possible", "Worst possible", "Or without a rating", "Exact")

    @property
    def cells(self) -> Iterator[tuple[str, ...]]:
        """The rows of the table."""
        for each in self.nodes:
            exact = "yes" if each.is_exact else "no, bounds"
            states = ", ".join(each.states)
            yield (each.name, str(each.best or "none"), str(each.worst or "none"), states, exact)
