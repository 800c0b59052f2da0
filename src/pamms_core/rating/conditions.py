"""Conditions of the rule language: what must hold for a limit, a case or a step.

A condition names the tests it needs and reads itself off their results.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.rating.sums import Counted, Lead, Scope, Share, Test

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.scale import Rating

__all__ = ["AtLeast", "Comparison", "Condition", "Count", "Facts", "Flag", "Own", "Population"]


class Population(StrEnum):
    """What a condition counts."""

    CHILDREN = "children"
    """The node's children, by their final rating."""
    QUESTIONS = "questions"
    """All questions below the node, by their answer."""
    CRITICAL = "critical questions"
    """The critical questions below the node, by their answer."""


@attrs.frozen
class Facts:
    """What a condition may look at."""

    results: Mapping[Test, bool]
    """The result of every test of the node."""
    flags: Mapping[str, bool]
    """Every flag that the method names."""
    earned: Rating | None = None
    """The node's own rating before limits."""


AtLeast: TypeAlias = int | Fraction | tuple[tuple[int, int], ...]
"""A number, a share of those present, or ``(from how many present, number)`` in rising order."""


@attrs.frozen(kw_only=True)
class Count:
    """Holds when so many of a population have one of these ratings.

    Exactly one of ``at_least`` and ``at_most`` is given.
    """

    population: Population
    ratings: tuple[str, ...]
    """Keys of the ratings that are counted, best first, without a gap."""
    among: tuple[str, ...] = ()
    """Codes of the children that are looked at; all if none is named."""
    at_least: AtLeast | None = None
    at_most: int | None = None

    @property
    def scope(self) -> Scope:
        """Which inputs are counted."""
        return Scope.CHILDREN if self.population is Population.CHILDREN else Scope.BELOW

    @property
    def counted(self) -> Counted:
        """The sum that counts them."""
        critical = self.population is Population.CRITICAL
        return Counted(frozenset(self.ratings), frozenset(self.among), critical)

    def tests(self, keys: tuple[str, ...]) -> tuple[Test, ...]:
        """List the tests it needs, on a scale with these keys."""
        if self.at_most is not None:
            return (self._reaches(self.at_most + 1),)
        if isinstance(self.at_least, Fraction):
            return (self._share_test(self.at_least), self._present(keys, 1))
        if isinstance(self.at_least, tuple):
            pairs = ((self._present(keys, p), self._reaches(n)) for p, n in self.at_least)
            return tuple(test for pair in pairs for test in pair)
        return (self._reaches(self.at_least or 0),)

    def holds(self, facts: Facts, keys: tuple[str, ...]) -> bool:
        """Read it off the results of its tests."""
        results = [facts.results[test] for test in self.tests(keys)]
        if self.at_most is not None:
            return not results[0]
        if isinstance(self.at_least, tuple):
            reached = [
                enough for present, enough in zip(results[::2], results[1::2], strict=True) if present
            ]
            return bool(reached) and reached[-1]
        return all(results)

    def named_children(self) -> tuple[str, ...]:
        """Return the children it names."""
        return self.among

    def _reaches(self, number: int) -> Test:
        return Test(self.scope, self.counted, number)

    def _share_test(self, share: Fraction) -> Test:
        return Test(self.scope, Share(self.counted, share), 0)

    def _present(self, keys: tuple[str, ...], number: int) -> Test:
        anyone = attrs.evolve(self.counted, ratings=frozenset(keys))
        return Test(self.scope, anyone, number)


@attrs.frozen(kw_only=True)
class Comparison:
    """Holds when one child has a better rating than another; not if either has none."""

    child: str
    above: str

    def tests(self, keys: tuple[str, ...]) -> tuple[Test, ...]:
        """List the tests it needs, on a scale with these keys."""
        ranks = FrozenMap({key: rank for rank, key in enumerate(reversed(keys))})
        return (Test(Scope.CHILDREN, Lead(self.child, self.above, ranks), 1),)

    def holds(self, facts: Facts, keys: tuple[str, ...]) -> bool:
        """Read it off the results of its tests."""
        return facts.results[self.tests(keys)[0]]

    def named_children(self) -> tuple[str, ...]:
        """Return the children it names."""
        return self.child, self.above


@attrs.frozen
class Own:
    """Holds when the node's own rating before limits is one of these."""

    ratings: tuple[str, ...]

    def tests(self, keys: tuple[str, ...]) -> tuple[Test, ...]:  # noqa: ARG002
        """It needs no test."""
        return ()

    def holds(self, facts: Facts, keys: tuple[str, ...]) -> bool:  # noqa: ARG002
        """Look at what was earned."""
        return facts.earned is not None and facts.earned.key in self.ratings

    def named_children(self) -> tuple[str, ...]:
        """It names no children."""
        return ()


@attrs.frozen
class Flag:
    """Holds when a flag from outside, such as a breach of regulations, is given so."""

    flag: str
    given: bool = True

    def tests(self, keys: tuple[str, ...]) -> tuple[Test, ...]:  # noqa: ARG002
        """It needs no test."""
        return ()

    def holds(self, facts: Facts, keys: tuple[str, ...]) -> bool:  # noqa: ARG002
        """Look at the flag."""
        return facts.flags[self.flag] is self.given

    def named_children(self) -> tuple[str, ...]:
        """It names no children."""
        return ()


Condition: TypeAlias = Count | Comparison | Own | Flag
"""What must hold for a limit, a case or a step."""
