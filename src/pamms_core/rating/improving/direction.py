"""Which way each sum helps, and which ratings of a child its parent can tell apart.

In a method that is monotone by the form of its rules, every sum has one of three
directions: more of it can only lift ratings, more can only lower them, or neither is
known and two totals are compared only where they agree on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.conditions import Own
from pamms_core.rating.monotony import is_monotone_by_form
from pamms_core.rating.readings import Bands
from pamms_core.rating.sums import Counted, Given, Margin, Scope, ScoreMargin, ScoreWeight, Share, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.rating.engine import Rater
    from pamms_core.rating.method import Method
    from pamms_core.rating.plan import Plan
    from pamms_core.rating.sums import Test

__all__ = ["band_test", "cared_for", "direction_of", "is_monotone_below", "tests_that_matter"]


def is_monotone_below(rater: Rater, places: Iterable[int]) -> bool:
    """Whether the form of the rules at all these nodes shows that better answers lower nothing."""
    rules = (rater.method.rule_of(rater.nodes[place]) for place in places)
    return all(is_monotone_by_form(rule, rater.method) for rule in rules)


def direction_of(test: Test, method: Method) -> int:
    """Return 1 where more of a sum can only help, -1 where it can only harm, else 0."""
    points = list(method.points.values())
    keys = tuple(method.points)
    if isinstance(test.sum, Margin | Total | ScoreMargin):
        return 1 if points == sorted(points, reverse=True) else -1
    counted = test.sum.counted if isinstance(test.sum, Share) else test.sum
    if not isinstance(counted, Counted) or counted.ratings == frozenset(keys):
        return 0
    if counted.ratings == frozenset(keys[: len(counted.ratings)]):
        return 1
    return -1 if counted.ratings == frozenset(keys[len(keys) - len(counted.ratings) :]) else 0


def tests_that_matter(plan: Plan, levels: frozenset[int], *, is_read: bool) -> list[Test]:
    """List the tests of a monotone node that decide whether it reaches one of these ranks.

    Args:
        plan: the node.
        levels: the ranks that it matters to reach.
        is_read: whether its parent reads its score.
    """
    keys = tuple(plan.points)
    rank = {key: len(keys) - 1 - place for place, key in enumerate(keys)}
    limits = [limit for limit in plan.rule.limits if rank[limit.at_most] < max(levels, default=0)]
    conditions = [each for limit in limits for each in limit.when]
    limited = {test for each in conditions for test in each.tests(keys)}
    wanted = set(plan.judge.unlimited) | limited
    if _is_ordered(plan) and not any(isinstance(each, Own) for each in conditions):
        wanted -= {test for _, test, _ in plan.judge.bands} - limited
        wanted |= set(_bands(plan, levels, rank))
        wanted |= set(plan.judge.present)
    return [*(test for test in plan.judge.tests if test in wanted), *(plan.read if is_read else ())]


def _is_ordered(plan: Plan) -> bool:
    """Whether reaching a band means reaching all worse ones."""
    if not isinstance(plan.rule.reading, Bands):
        return False
    bounds = [band.bound for band in plan.rule.bands.bands]
    falls = plan.rule.score is None or not plan.rule.score.lower_is_better
    return bounds == sorted(bounds, reverse=falls)


def _bands(plan: Plan, levels: frozenset[int], rank: dict[str, int]) -> Iterator[Test]:
    """Yield, for each rank, the test of the lowest band that is good enough; the worst needs none."""
    for level in levels - {0}:
        enough = [test for rating, test, _ in plan.judge.bands if rank[rating.key] >= level]
        yield from enough[-1:]


def band_test(plan: Plan, level: int) -> Test | None:
    """Return the test that must come out for a monotone node to reach a rank, if there is one."""
    if not _is_ordered(plan):
        return None
    rank = {rating.key: rating.rank for rating, _, _ in plan.judge.bands}
    return next(_bands(plan, frozenset({level}), rank), None)


def cared_for(plan: Plan, tests: Iterable[Test], keys: tuple[str, ...]) -> frozenset[int]:
    """Return the ranks of its children that some test tells from the rank below."""
    found: set[int] = set()
    children = plan.inputs[len(plan.node.direct) :]
    for test in tests:
        if test.scope is not Scope.CHILDREN or isinstance(test.sum, ScoreMargin | ScoreWeight | Given):
            continue
        for child in children:
            rising = [plan.value(test, child, key, keys) for key in reversed(keys)]
            found |= {rank for rank in range(1, len(keys)) if rising[rank] != rising[rank - 1]}
    return frozenset(found)
