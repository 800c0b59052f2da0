"""How a node's own rating is read, before limits: by bands, extremes, cases, a table or steps.

A reading names the tests it needs and reads itself off their results. It
answers with a rating, or with the state that the node is in without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.conditions import Condition, Count, Facts, Population
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.sums import Test
    from pamms_core.scale import Rating, Scale

__all__ = ["Band", "Bands", "Case", "Extreme", "FirstMatch", "Reading", "Step", "Steps", "Table"]


@attrs.frozen(kw_only=True)
class Band:
    """A rating is earned from this score on, or up to it where lower is better (inclusive)."""

    rating: str
    bound: Fraction


@attrs.frozen
class Bands:
    """The rating whose band the score is in; beyond the last band it is the worst."""

    bands: tuple[Band, ...]
    """Best first."""

    @property
    def described(self) -> str:
        """The reading in a method file's words."""
        return "bands"

    def named_children(self) -> tuple[str, ...]:
        """It names no children."""
        return ()


@attrs.frozen
class Extreme:
    """The worst, or the best, rating of the children."""

    worst: bool

    @property
    def described(self) -> str:
        """The reading in a method file's words."""
        return f"{'worst' if self.worst else 'best'} of children"

    def tests(self, keys: tuple[str, ...]) -> Iterable[Test]:
        """List the tests it needs."""
        return (test for _, count in self._counts(keys) for test in count.tests(keys))

    def read(self, facts: Facts, scale: Scale) -> Rating | State:
        """Find the first rating, from one end, that a child has or exceeds."""
        for key, count in self._counts(scale.keys):
            if count.holds(facts, scale.keys):
                return scale[key]
        return State.NOTHING_ASSESSED

    def named_children(self) -> tuple[str, ...]:
        """It names no children."""
        return ()

    def _counts(self, keys: tuple[str, ...]) -> Iterable[tuple[str, Count]]:
        ordered = keys[::-1] if self.worst else keys
        for place, key in enumerate(ordered):
            yield key, _some(ordered[: place + 1])


@attrs.frozen(kw_only=True)
class Case:
    """A rating, and all that must hold for it."""

    rating: str
    when: tuple[Condition, ...]
    source: str = ""


@attrs.frozen
class FirstMatch:
    """The rating of the first case that holds."""

    cases: tuple[Case, ...]
    otherwise: str | None
    """The rating if none does; ``None`` where that needs judgement."""

    @property
    def described(self) -> str:
        """The reading in a method file's words."""
        return "cases"

    def tests(self, keys: tuple[str, ...]) -> Iterable[Test]:
        """List the tests it needs."""
        return (t for case in self.cases for condition in case.when for t in condition.tests(keys))

    def read(self, facts: Facts, scale: Scale) -> Rating | State:
        """Find the first case that holds."""
        for case in self.cases:
            if all(condition.holds(facts, scale.keys) for condition in case.when):
                return scale[case.rating]
        return State.UNDETERMINED if self.otherwise is None else scale[self.otherwise]

    def named_children(self) -> tuple[str, ...]:
        """Return the children it names."""
        return _named(self.cases)


@attrs.frozen
class Table:
    """The rating that a table gives to the ratings of some children."""

    over: tuple[str, ...]
    """Codes of the children, in the order of the rows' keys."""
    rows: FrozenMap[tuple[str, ...], str]

    @property
    def described(self) -> str:
        """The reading in a method file's words."""
        return "table"

    def tests(self, keys: tuple[str, ...]) -> Iterable[Test]:
        """List the tests it needs."""
        return (test for child in self.over for test in _child_tests(child, keys))

    def read(self, facts: Facts, scale: Scale) -> Rating | State:
        """Look the children's ratings up."""
        found = tuple(_rating_of(child, facts, scale.keys) for child in self.over)
        known = tuple(key for key in found if key is not None)
        return scale[self.rows[known]] if len(known) == len(found) else State.PART_MISSING

    def named_children(self) -> tuple[str, ...]:
        """Return the children it names."""
        return self.over


@attrs.frozen(kw_only=True)
class Step:
    """Goes so many ratings up, or down, when all conditions hold."""

    by: int
    when: tuple[Condition, ...]
    source: str = ""


@attrs.frozen
class Steps:
    """A child's rating, adjusted step by step; after each step it is clamped to the scale."""

    start: str
    steps: tuple[Step, ...]

    @property
    def described(self) -> str:
        """The reading in a method file's words."""
        return "steps"

    def tests(self, keys: tuple[str, ...]) -> Iterable[Test]:
        """List the tests it needs."""
        yield from _child_tests(self.start, keys)
        for step in self.steps:
            for condition in step.when:
                yield from condition.tests(keys)

    def read(self, facts: Facts, scale: Scale) -> Rating | State:
        """Take the steps in order."""
        start = _rating_of(self.start, facts, scale.keys)
        if start is None:
            return State.PART_MISSING
        rank = scale[start].rank
        for step in self.steps:
            if all(condition.holds(facts, scale.keys) for condition in step.when):
                rank = min(max(rank + step.by, 0), len(scale) - 1)
        return scale.at(rank)

    def named_children(self) -> tuple[str, ...]:
        """Return the children it names."""
        return (self.start, *_named(self.steps))


Reading: TypeAlias = Bands | Extreme | FirstMatch | Table | Steps
"""How a node's own rating is read."""


def _named(rows: Iterable[Case | Step]) -> tuple[str, ...]:
    return tuple(c for row in rows for condition in row.when for c in condition.named_children())


def _some(ratings: tuple[str, ...], child: str = "") -> Count:
    """Say that some child, or the one named, has one of these ratings."""
    among = (child,) if child else ()
    return Count(population=Population.CHILDREN, ratings=ratings, among=among, at_least=1)


def _child_tests(child: str, keys: tuple[str, ...]) -> Iterable[Test]:
    return (test for key in keys for test in _some((key,), child).tests(keys))


def _rating_of(child: str, facts: Facts, keys: tuple[str, ...]) -> str | None:
    return next((key for key in keys if _some((key,), child).holds(facts, keys)), None)
