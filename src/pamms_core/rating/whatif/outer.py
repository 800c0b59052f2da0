"""Bounds on what a node may come to, where there is too much to add up.

Each sum lies between the least and the most that its inputs may add. So each
test of it surely holds, surely fails, or may do either; a node's verdicts are
among those for all such results. What is bounded may be more than can come out,
because inputs are looked at one by one, but never less.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from pamms_core.rating.sums import Scope, ScoreMargin, ScoreWeight
from pamms_core.rating.verdict import State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pamms_core.rating import compiler
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.plan import Plan
    from pamms_core.rating.sums import Test

__all__ = ["outer_verdicts"]

_MOST_TRIED: Final = 4_096
"""Past so many combinations of results, a node may be held to come to anything."""


def outer_verdicts(
    rater: Rater,
    worlds: Sequence[tuple[compiler.Step, ...]],
    states: Sequence[int | None],
    may: Mapping[int, Sequence[int | None]],
) -> list[set[Verdict]]:
    """Return, for every node, verdicts that include each one that can come out.

    Args:
        rater: the set and method.
        worlds: the steps of all nodes, under each guess at the flags that are not given.
        states: each question's state.
        may: the states that each open question may have instead, by its place.
    """
    bounds = _Bounds(rater, states, may)
    found = [bounds.verdicts(steps) for steps in worlds]
    merged = (set[Verdict]().union(*each) for each in zip(*found, strict=True))
    return [_with_undetermined(each) if len(worlds) > 1 else each for each in merged]


def _with_undetermined(found: set[Verdict]) -> set[Verdict]:
    """Add that it may be undetermined, where what is not known may lead to several things."""
    if len({each.symbol for each in found}) == 1:
        return found
    ratings = {rating for each in found for rating in (each.possible or (each.rating,)) if rating}
    return {*found, Verdict(State.UNDETERMINED, possible=tuple(sorted(ratings, reverse=True)))}


class _Bounds:
    def __init__(
        self, rater: Rater, states: Sequence[int | None], may: Mapping[int, Sequence[int | None]]
    ) -> None:
        self._rater = rater
        self._scale = rater.question_set.framework.scale
        self._may = [may.get(at, (state,)) for at, state in enumerate(states)]

    def verdicts(self, steps: Sequence[compiler.Step]) -> list[set[Verdict]]:
        """Bound all nodes, children before parents."""
        found: list[set[Verdict]] = []
        for plan, step in zip(self._rater.compiled.plans, steps, strict=True):
            found.append(self._node(plan, step, [found[child] for child in plan.node.children]))
        return found

    def _node(self, plan: Plan, step: compiler.Step, below: Sequence[set[Verdict]]) -> set[Verdict]:
        """Try every result that a node's tests may have together."""
        patterns = list(self._patterns(plan, below))
        if prod(map(len, patterns)) > _MOST_TRIED:
            return self._anything()
        found = {step.verdicts[sum(signs)] for signs in product(*patterns)}
        turns = any(each.state is State.UNDETERMINED for verdicts in below for each in verdicts)
        return _with_undetermined(found) if turns else found

    def _anything(self) -> set[Verdict]:
        rated = {Verdict(State.RATED, rating) for rating in self._scale}
        others = {Verdict(state) for state in State if state not in {State.RATED, State.UNDETERMINED}}
        return rated | others | {Verdict(State.UNDETERMINED, possible=self._scale.ratings)}

    def _patterns(self, plan: Plan, below: Sequence[set[Verdict]]) -> Iterator[set[int]]:
        """Yield, for each sum, the signs that all tests of it may show together."""
        by_sum: dict[object, list[Test]] = {}
        for test in plan.judge.tests:
            by_sum.setdefault((test.scope, test.sum), []).append(test)
        for tests in by_sum.values():
            least, most = self._extremes(plan, tests[0], below)
            turns = sorted({least, most, *(test.bound for test in tests if least < test.bound <= most)})
            yield {
                sum(plan.fields[test].sign for test in tests if value >= test.bound) for value in turns
            }

    def _extremes(self, plan: Plan, test: Test, below: Sequence[set[Verdict]]) -> tuple[int, int]:
        """Return the least and the most that a sum may be."""
        rows = list(self._questions(plan, test))
        if test.scope is Scope.CHILDREN:
            rows += list(self._children(plan, test, below))
        return sum(map(min, rows)), sum(map(max, rows))

    def _questions(self, plan: Plan, test: Test) -> Iterator[set[int]]:
        node = plan.node
        stop = node.stop if test.scope is Scope.BELOW else node.start + len(node.direct)
        for at in range(node.start, stop):
            yield {self._rater.compiled.value(plan, test, at, state) for state in self._may[at]}

    def _children(self, plan: Plan, test: Test, below: Sequence[set[Verdict]]) -> Iterator[set[int]]:
        inputs = plan.inputs[len(plan.node.direct) :]
        for child, given, verdicts in zip(plan.node.children, inputs, below, strict=True):
            if isinstance(test.sum, ScoreWeight | ScoreMargin):
                scores = (
                    *(self._rater.compiled.plans[child].score_bounds or ()),
                    *plan.points.values(),
                    None,
                )
                yield {test.sum.of_score(given.weight, score) for score in scores}
                continue
            symbols = {each.symbol for each in verdicts if each.state is not State.UNDETERMINED}
            symbols |= {rating.key for each in verdicts for rating in each.possible}
            yield {plan.value(test, given, symbol, self._scale.keys) for symbol in symbols}
