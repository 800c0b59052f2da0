"""How far one changed answer can move a node: a bound from above, where there is too much to try.

A node's verdict depends on its own score and on its children's verdicts. One
answer moves the score by a bounded amount, and so across only so many bands;
and it moves one child, in ways that are known from below. Trying every
combination of these, whether or not its parts can come together, includes
everything that can happen.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.conditions import Comparison, Count, Population
from pamms_core.rating.method import LEFT_OUT
from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.sums import Counted, Input, Scope
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.plan import Plan
    from pamms_core.rating.sums import Test
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Scale

__all__ = ["Shifts", "bounded_shifts"]

Shifts: TypeAlias = frozenset[tuple[str, str]]
"""Pairs of verdict symbols, before and after a change of one answer; no change is among them."""

_MOST_TRIED = 300_000


def bounded_shifts(
    plan: Plan,
    scale: Scale,
    points: FrozenMap[str, Fraction],
    below: Shifts,
    flags: Mapping[str, bool],
    *,
    sets_aside: bool,
) -> Shifts | None:
    """Bound the pairs of verdicts of a rated node, given those of all its children together.

    Args:
        plan: the node.
        scale: the scale of its ratings.
        points: the points of each rating.
        below: the pairs of its children's verdicts.
        flags: the flags, all of them.
        sets_aside: whether the change takes away the answer's rating, critical or not.

    Returns:
        Pairs that include every one that can come out; ``None`` where the rule is of a kind
        to which the argument does not apply, or there is too much to try.
    """
    if not _applies(plan) or any(State.UNDETERMINED in pair for pair in below):
        return None
    tried = _Tried(plan, scale, flags)
    others = list(
        combinations_with_replacement(
            sorted({each for pair in below for each in pair}), len(plan.node.children) - 1
        )
    )
    steps = list(_band_steps(plan, len(scale), points))
    criticals = list(_critical_steps(tried.critical_tests, may_vanish=sets_aside))
    if len(others) * len(below) * len(steps) * len(criticals) > _MOST_TRIED:
        return None
    rated = {
        (
            tried.verdict((*rest, first), before, held).symbol,
            tried.verdict((*rest, second), after, holding).symbol,
        )
        for rest in others
        for first, second in below
        for before, after in steps
        for held, holding in criticals
    }
    return frozenset(rated | set(_without_rating(rated, sets_aside=sets_aside)))


def _without_rating(rated: Iterable[tuple[str, str]], *, sets_aside: bool) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a node that has too little assessed, afterwards or from the start."""
    unrated = (State.NOTHING_ASSESSED.value, State.TOO_LITTLE_ASSESSED.value)
    yield from ((state, state) for state in unrated)
    if sets_aside:
        yield from product({*unrated, *(before for before, _ in rated)}, unrated)


def _applies(plan: Plan) -> bool:
    """Whether the node reads bands off a pooled mean, and its limits count children alike.

    What has no rating must be left out of its score and of its limits.
    """
    score = plan.rule.score
    pooled = (
        score is not None
        and score.basis is Basis.QUESTIONS
        and score.measure in {Measure.MEAN, Measure.PERCENT}
        and score.banded_rounding is None
        and not score.lower_is_better
    )
    conditions = [condition for limit in plan.rule.limits for condition in limit.when]
    alike = not any(
        isinstance(each, Comparison) or (isinstance(each, Count) and not _counts_alike(each))
        for each in conditions
    )
    left_out = set(plan.rule.missing.values()) <= {LEFT_OUT}
    return pooled and alike and left_out and _every_band(plan) and not plan.node.direct


def _counts_alike(count: Count) -> bool:
    """Whether it counts all children, or critical questions up to a number."""
    if count.population is Population.CHILDREN:
        return not count.among
    return count.population is Population.CRITICAL and not isinstance(count.at_least, Fraction)


def _every_band(plan: Plan) -> bool:
    """Whether there is a band for each rating but the worst, best first, each below the last."""
    bands = plan.rule.bands.bands
    bounds = [band.bound for band in bands]
    ordered = bounds == sorted(set(bounds), reverse=True)
    return bool(bands) and ordered and [band.rating for band in bands] == list(plan.points)[:-1]


def _band_steps(plan: Plan, ratings: int, points: FrozenMap[str, Fraction]) -> Iterator[tuple[int, int]]:
    """Yield the ranks by score alone, before and after, that one answer may lie between.

    The mean moves by less than or exactly the heaviest weight's share of what must be
    assessed, times the span of the points.
    """
    weights = [question.weight for question in plan.node.questions if question.most is None]
    assessed = max(ceil(plan.rule.least_assessed * sum(weights)), 1)
    span = max(points.values()) - min(points.values())
    unit = max(points.values()) if plan.rule.score and plan.rule.score.measure is Measure.PERCENT else 1
    reach = max(weights, default=0) * span / assessed / unit
    bounds = [band.bound for band in reversed(plan.rule.bands.bands)]  # of ranks 1, 2, …
    for before, after in product(range(ratings), repeat=2):
        low, high = sorted((before, after))
        if low == high or bounds[high - 1] - bounds[low] < reach:
            yield before, after


def _critical_steps(
    tests: tuple[Test, ...], *, may_vanish: bool
) -> Iterator[tuple[dict[Test, bool], dict[Test, bool]]]:
    """Yield the results of tests on critical questions, before and after."""
    pairs = [(False, False), (True, True)] + ([(True, False)] if may_vanish else [])
    for chosen in product(pairs, repeat=len(tests)):
        both = list(zip(tests, chosen, strict=True))
        yield {test: pair[0] for test, pair in both}, {test: pair[1] for test, pair in both}


class _Tried:
    """The verdicts on situations of a node, each decided once."""

    def __init__(self, plan: Plan, scale: Scale, flags: Mapping[str, bool]) -> None:
        self._plan, self._scale, self._flags = plan, scale, flags
        self._known: dict[tuple[object, ...], Verdict] = {}
        self._counted: dict[tuple[str, ...], tuple[bool, ...]] = {}
        self._bands = [test for _, test, _ in plan.judge.bands]
        self._own = [test for test in plan.judge.tests if test.scope is Scope.CHILDREN]
        below = [test for test in plan.judge.tests if test.scope is Scope.BELOW]
        self.critical_tests = tuple(test for test in below if isinstance(test.sum, Counted))
        self._held = dict.fromkeys(below, True)  # enough is assessed, before and after

    def verdict(self, children: tuple[str, ...], rank: int, criticals: Mapping[Test, bool]) -> Verdict:
        """Decide one situation: the children's symbols, the rank by score, and the criticals."""
        if children not in self._counted:
            self._counted[children] = tuple(self._counts(test, children) for test in self._own)
        counted = self._counted[children]
        key = (counted, rank, *criticals.values())
        if key not in self._known:
            best = len(self._scale) - 1
            bands = {test: rank >= best - place for place, test in enumerate(self._bands)}
            own = dict(zip(self._own, counted, strict=True))
            results = {**self._held, **bands, **own, **criticals}
            self._known[key] = self._plan.judge.verdict(results, self._flags)
        return self._known[key]

    def _counts(self, test: Test, children: tuple[str, ...]) -> bool:
        given = Input("", 1)
        keys = self._scale.keys
        return sum(self._plan.value(test, given, each, keys) for each in children) >= test.bound
