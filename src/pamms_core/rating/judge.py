"""Read the verdict on a node off the results of its tests."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.conditions import Count, Facts, Population
from pamms_core.rating.method import NO_RATING
from pamms_core.rating.readings import Bands
from pamms_core.rating.sums import Assessed, Blocked, Scope, Test
from pamms_core.rating.verdict import State, Verdict, agreed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.method import Limit, NodeRule
    from pamms_core.scale import Rating, Scale

__all__ = ["Judge"]

_JUDGEMENT = "judgement"


class Judge:
    """A node's rule, made ready: the tests it needs, and the verdict their results mean.

    Args:
        rule: the node's rule.
        scale: the scale of its ratings.
        points: the points of each rating.
        weight: the weight of all questions below the node that ask for a rating.
        units: in how many units children's scores are counted.
    """

    def __init__(
        self,
        rule: NodeRule,
        scale: Scale,
        *,
        points: FrozenMap[str, Fraction],
        weight: int,
        units: int = 1,
    ) -> None:
        self._rule = rule
        self._scale = scale
        self.present = self._presence()
        self.enough = Test(
            Scope.BELOW, Assessed(rule.least_assessed), ceil(rule.least_assessed * weight)
        )
        blocks = NO_RATING in rule.missing.values()
        self._blocked = [Test(self.present[0].scope, Blocked(), 1)] if blocks else []
        self.bands = [
            (scale[band.rating], *rule.score.earns(band.bound, points, units))
            for band in rule.bands.bands
            if rule.score is not None
        ]
        self.unlimited: tuple[Test, ...] = tuple(dict.fromkeys(self._tests()))
        """Every test that the verdict would depend on without limits, each once."""
        self.tests: tuple[Test, ...] = tuple(dict.fromkeys([*self.unlimited, *self._limiting()]))
        """Every test that the verdict may depend on, each once."""

    def _presence(self) -> tuple[Test, ...]:
        """The tests that there is anything to rate."""
        if self._rule.score is not None:
            return self._rule.score.present()
        keys = self._scale.keys
        return Count(population=Population.CHILDREN, ratings=keys, at_least=1).tests(keys)

    def _tests(self) -> Iterator[Test]:
        keys = self._scale.keys
        yield from self.present
        if self._rule.least_assessed:
            yield self.enough
        yield from self._blocked
        yield from (test for _, test, _ in self.bands)
        if self._rule.reading is not None and not isinstance(self._rule.reading, Bands):
            yield from self._rule.reading.tests(keys)

    def _limiting(self) -> Iterator[Test]:
        keys = self._scale.keys
        for limit in self._rule.limits:
            for condition in limit.when:
                yield from condition.tests(keys)

    def verdict(self, results: Mapping[Test, bool], flags: Mapping[str, bool]) -> Verdict:
        """Say what the results of all tests mean, under these flags."""
        if any(results[test] for test in self._blocked):
            return Verdict(State.PART_MISSING)
        if not all(results[test] for test in self.present):
            return Verdict(State.NOTHING_ASSESSED)
        if self._rule.least_assessed and not results[self.enough]:
            return Verdict(State.TOO_LITTLE_ASSESSED)
        facts = Facts(results, flags)
        earned = self._earned(facts)
        if earned is State.UNDETERMINED:
            every = (self._limited(each, facts) for each in self._scale)
            return agreed(every, (_JUDGEMENT,))
        return Verdict(earned) if isinstance(earned, State) else self._limited(earned, facts)

    def _earned(self, facts: Facts) -> Rating | State:
        reading = self._rule.reading
        if reading is None:
            return State.SCORED
        if not isinstance(reading, Bands):
            return reading.read(facts, self._scale)
        reached = (rating for rating, test, failing in self.bands if facts.results[test] is not failing)
        return next(reached, self._scale.worst)

    def _limited(self, earned: Rating, facts: Facts) -> Verdict:
        """Cap what was earned; all limits see the same facts."""
        seen = attrs.evolve(facts, earned=earned)
        triggered = tuple(limit for limit in self._rule.limits if self._holds(limit, seen))
        capped = min([earned, *(self._scale[limit.at_most] for limit in triggered)])
        return Verdict(State.RATED, capped, earned, triggered)

    def _holds(self, limit: Limit, facts: Facts) -> bool:
        return all(condition.holds(facts, self._scale.keys) for condition in limit.when)
