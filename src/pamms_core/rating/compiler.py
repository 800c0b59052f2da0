"""Turn a method's tests on a tree into packed tables and finishing steps.

Sums over all questions below a node are *pooled*: they have the same field at
every level, so that a node's total goes up to its parent as it is. Sums over a
node's own children have fields of that node only, above the pooled ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pamms_core._frozen import FrozenMap
from pamms_core.rating.carry import Carry, Scorer
from pamms_core.rating.conditions import Facts
from pamms_core.rating.packing import Field, Layout
from pamms_core.rating.plan import (
    NOT_ANSWERED,
    NOT_ASSESSED,
    Plan,
    make_plans,
    points_units,
    unrated_symbols,
)
from pamms_core.rating.sums import Counted, Input, Scope, ScoreMargin, ScoreWeight
from pamms_core.rating.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.method import Method
    from pamms_core.rating.sums import Test
    from pamms_core.rating.tree import Node
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import Question

__all__ = ["Compiled", "Numbers", "Step", "Verdicts"]


class Verdicts(dict[int, Verdict]):
    """A node's verdict for each pattern of its tests' signs, decided when first met.

    It never holds more entries than the node's tests have patterns.
    """

    def __init__(self, decided: Callable[[int], Verdict]) -> None:
        super().__init__()
        self._decided = decided

    def __missing__(self, signs: int) -> Verdict:
        verdict = self[signs] = self._decided(signs)
        return verdict


class Numbers:
    """What a given number adds, in the place of a question's table."""

    def __init__(self, adds: Callable[[int | None], int]) -> None:
        self._adds = adds

    def __getitem__(self, number: int | None) -> int:
        return self._adds(number)


class Step(NamedTuple):
    """How to finish a node."""

    start: int
    """Where the questions directly below it begin,"""
    stop: int
    """and end, among all questions,"""
    end: int
    """and where all questions below it end."""
    children: tuple[tuple[int, Mapping[str, int]], ...]
    """The place of each child node, and what it adds by its verdict's symbol."""
    carries: tuple[tuple[int, Carry], ...]
    """The place of each child node whose score is carried, and what that adds."""
    bias: int
    mask: int
    verdicts: Verdicts


class Compiled:
    """A tree and a method as integers."""

    def __init__(self, scale: Scale, method: Method, nodes: Sequence[Node]) -> None:
        self._scale = scale
        self._method = method
        by_place = sorted(nodes, key=lambda node: node.start)
        self.questions: tuple[Question, ...] = tuple(q for node in by_place for q in node.direct)
        """All questions, in the tree's order."""
        self._inputs = [Input(each.code, each.weight, each.critical) for each in self.questions]
        # From the worst rank up, then not assessed, then nothing yet.
        self._symbols = (*reversed(scale.keys), NOT_ASSESSED, NOT_ANSWERED)
        self._child_symbols = (*scale.keys, *unrated_symbols())
        self._adds: list[list[tuple[Field, int, Plan, Test]]] = [[] for _ in self.questions]
        self.plans = make_plans(scale, method, nodes)
        layout = Layout()
        self._pool(layout)
        self.pooled_mask: int = (1 << layout.top) - 1
        """The bits that go up from a node to its parent."""
        self._unfinished = [self._lay_out(plan, Layout(layout.top)) for plan in self.plans]
        self.tables = tuple(map(self._table, range(len(self.questions))))
        """Per question, what each state adds."""

    def steps(self, flags: Mapping[str, bool]) -> tuple[Step, ...]:
        """Return the finishing steps under these flags, children before parents."""
        return tuple(
            step._replace(verdicts=Verdicts(self._decider(plan, flags)))
            for step, plan in zip(self._unfinished, self.plans, strict=True)
        )

    def ceilings(self, place: int | None = None) -> tuple[tuple[int, int, int], ...]:
        """List counts and the highest value of each that any test can tell apart.

        Args:
            place: a node whose own counts, of its children, are listed too; else pooled ones only.

        Returns:
            The shift, the mask and the highest value of each count.
        """
        tests = [(plan, test) for plan in self.plans for test in plan.tests(Scope.BELOW)]
        if place is not None:
            plan = self.plans[place]
            tests += [(plan, test) for test in plan.tests(Scope.CHILDREN)]
        highest: dict[Field, int] = {}
        for plan, test in tests:
            if isinstance(test.sum, Counted):
                field = plan.fields[test]
                highest[field] = max(highest.get(field, 0), test.bound)
        return tuple((f.shift, (1 << f.width) - 1, most) for f, most in highest.items())

    def value(self, plan: Plan, test: Test, place: int, state: int | None) -> int:
        """Return what a question in this state adds to a sum."""
        symbol = state if self.questions[place].most is not None else self._symbols[state or 0]
        return plan.value(test, self._inputs[place], symbol, self._scale.keys)

    def facts(self, place: int, total: int, flags: Mapping[str, bool]) -> Facts:
        """Return what conditions saw at a node, from its packed total."""
        plan, step = self.plans[place], self._unfinished[place]
        reached = total + step.bias
        results = {test: bool(reached & plan.fields[test].sign) for test in plan.judge.tests}
        return Facts(results, flags)

    def _decider(self, plan: Plan, flags: Mapping[str, bool]) -> Callable[[int], Verdict]:
        signs = [(test, plan.fields[test].sign) for test in plan.judge.tests]

        def decided(pattern: int) -> Verdict:
            return plan.judge.verdict({test: bool(pattern & sign) for test, sign in signs}, flags)

        return decided

    def _pool(self, layout: Layout) -> None:
        """Give fields to pooled sums; a node that tests one sum twice needs two of them."""
        fields: dict[object, Field] = {}
        for plan in self.plans:
            seen: list[object] = []
            for test in plan.tests(Scope.BELOW):
                name = (test.sum, plan.rule.missing)
                nth = seen.count(name)
                seen.append(name)
                if (*name, nth) not in fields:
                    fields[*name, nth] = self._add_pooled(layout, plan, test)
                plan.fields[test] = fields[*name, nth]

    def _add_pooled(self, layout: Layout, plan: Plan, test: Test) -> Field:
        places = range(len(self.questions))
        field = layout.add([self._values(plan, test, place) for place in places])
        for place in places:
            self._adds[place].append((field, place, plan, test))
        return field

    def _values(self, plan: Plan, test: Test, place: int) -> list[int]:
        """List what a question may add to a sum; for a number, its extremes."""
        most = self.questions[place].most
        given: tuple[str | int | None, ...] = self._symbols if most is None else (None, 0, most)
        return [plan.value(test, self._inputs[place], each, self._scale.keys) for each in given]

    def _lay_out(self, plan: Plan, layout: Layout) -> Step:
        """Give fields to the node's own sums and gather what finishes it."""
        node = plan.node
        slots = [dict.fromkeys(self._child_symbols, 0) for _ in node.children]
        for test in plan.tests(Scope.CHILDREN):
            plan.fields[test] = self._add_own(layout, plan, test, slots)
        tested = [(test, plan.fields[test]) for test in plan.judge.tests]
        return Step(
            start=node.start,
            stop=node.start + len(node.direct),
            end=node.stop,
            children=tuple(zip(node.children, slots, strict=True)),
            carries=tuple(self._carries(plan)),
            bias=sum(field.bias(test.bound, *plan.span(test)) for test, field in tested),
            mask=sum(field.sign for _, field in tested),
            verdicts=Verdicts(self._decider(plan, {})),
        )

    def _add_own(self, layout: Layout, plan: Plan, test: Test, slots: list[dict[str, int]]) -> Field:
        """Give a field to a sum over the node's children, and let each add to it."""
        start, direct = plan.node.start, len(plan.node.direct)
        rows = [self._values(plan, test, start + place) for place in range(direct)]
        for place, child in enumerate(plan.inputs[direct:]):
            if isinstance(test.sum, ScoreWeight | ScoreMargin):
                rows.append(self._score_values(plan, test.sum, place, child))
            else:
                keys = self._scale.keys
                rows.append([plan.value(test, child, each, keys) for each in self._child_symbols])
        field = layout.add(rows)
        for place in range(direct):
            self._adds[start + place].append((field, place, plan, test))
        for place, slot in enumerate(slots, direct):
            if not isinstance(test.sum, ScoreWeight | ScoreMargin):
                for symbol, value in zip(self._child_symbols, rows[place], strict=True):
                    slot[symbol] |= field.put(place, value)
        return field

    def _score_values(
        self, plan: Plan, each: ScoreWeight | ScoreMargin, place: int, child: Input
    ) -> list[int]:
        """List the extremes of what a child's score may add."""
        bounds = self.plans[plan.node.children[place]].score_bounds or ()
        possible = [*bounds, *self._method.points.values(), None]
        return [each.of_score(child.weight, score) for score in possible]

    def _carries(self, plan: Plan) -> list[tuple[int, Carry]]:
        fields = tuple(
            (plan.fields[test], test.sum)
            for test in plan.tests(Scope.CHILDREN)
            if isinstance(test.sum, ScoreWeight | ScoreMargin)
        )
        direct = len(plan.node.direct)
        return [
            (child, self._carry(plan, self.plans[child], place, fields))
            for place, child in enumerate(plan.node.children, direct)
            if fields
        ]

    def _carry(
        self,
        plan: Plan,
        child: Plan,
        place: int,
        fields: tuple[tuple[Field, ScoreWeight | ScoreMargin], ...],
    ) -> Carry:
        assert child.rule.score is not None  # noqa: S101 (a method that does not fit has no rater)
        counted, summed = child.read
        scorer = Scorer(
            score=child.rule.score,
            highest=self._method.highest_points,
            units=points_units(child, self._method),
            weight=_reader(child, counted),
            points=_reader(child, summed),
        )
        points = self._method.points
        means = {state: points[key] for state, key in plan.rule.missing.items() if key in points}
        weight = plan.inputs[place].weight
        return Carry(
            scorer=scorer, counts_as=FrozenMap(means), weight=weight, place=place, fields=fields
        )

    def _table(self, place: int) -> tuple[int, ...] | Numbers:
        """Add up, for each state of a question, what it adds to all sums."""
        adds, given = self._adds[place], self._inputs[place]

        def entry(symbol: str | int | None) -> int:
            keys = self._scale.keys
            return sum(f.put(at, plan.value(test, given, symbol, keys)) for f, at, plan, test in adds)

        if self.questions[place].most is not None:
            return Numbers(entry)
        return tuple(map(entry, self._symbols))


def _reader(plan: Plan, test: Test) -> Callable[[int], int]:
    """Read a sum of a node from its packed total."""
    field, (start, stop) = plan.fields[test], plan.span(test)
    return lambda total: field.read(total, start, stop)
