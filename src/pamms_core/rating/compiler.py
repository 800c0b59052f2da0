"""Turn a method's tests on a tree into packed tables and finishing steps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.packing import Field, Layout
from pamms_core.rating.sums import ChildCount, PooledSum, Test, tests_of
from pamms_core.rating.verdict import Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pamms_core.rating.method import Method, NodeRule
    from pamms_core.rating.tree import Node
    from pamms_core.scale import Scale

__all__ = ["Compiled", "Step", "Verdicts"]


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


Step: TypeAlias = tuple[int, int, tuple[int, ...], dict[str | None, int], int, int, Verdicts]
"""How to finish a node: the slice of its questions or its children, what each child
adds to the node's own counts by its rating's key, bias, mask, and verdicts by signs."""


class Compiled:
    """A tree and a method as integers."""

    def __init__(self, scale: Scale, method: Method, nodes: Sequence[Node]) -> None:
        self.questions = nodes[-1].questions
        self._scale = scale
        self._method = method
        # From the worst rank up, then not assessed, then nothing yet: neither has a rating.
        self._keys: tuple[str | None, ...] = (*reversed(scale.keys), None, None)
        self._layout = Layout()
        self._pooled: dict[tuple[PooledSum, int], Field] = {}
        self._tables = [[0] * len(self._keys) for _ in self.questions]
        tests = [self._tests(node) for node in nodes]
        for each in tests:
            self._add_pooled(each)
        self.pooled_mask: int = (1 << self._layout.top) - 1
        """The bits that go up from a node to its parent."""
        self.steps: tuple[Step, ...] = tuple(map(self._step, nodes, tests))
        """One finishing step a node, children before parents."""
        self.tables: tuple[tuple[int, ...], ...] = tuple(map(tuple, self._tables))
        """Per question, what each state adds."""

    def _rule(self, node: Node) -> NodeRule:
        return self._method.rules[node.kind]

    def _tests(self, node: Node) -> tuple[Test, ...]:
        return tests_of(self._rule(node), self._method.points, node.questions)

    def _add_pooled(self, tests: tuple[Test, ...]) -> None:
        """Give a field to each pooled sum; a node that tests one twice needs two."""
        for key in _numbered(tests):
            if key not in self._pooled:
                summands = [[key[0].summand(each, k) for k in self._keys] for each in self.questions]
                field = self._pooled[key] = self._layout.add(summands)
                self._fill(field, 0, summands)

    def _fill(self, field: Field, start: int, summands: Sequence[Sequence[int]]) -> None:
        for place, row in enumerate(summands):
            for state, summand in enumerate(row):
                self._tables[start + place][state] += field.put(place, summand)

    def _step(self, node: Node, tests: tuple[Test, ...]) -> Step:
        """Lay out the node's own counts above the pooled sums and gather its tests."""
        layout = Layout(self._layout.top)
        slots = dict.fromkeys(self._keys, 0)
        pooled = iter(_numbered(tests))
        bias = 0
        signs: list[tuple[int, bool]] = []
        for test in tests:
            if isinstance(test.sum, ChildCount):
                field = self._count(node, test.sum, layout, slots)
                bias += field.bias(test.bound, 0, len(field.lowest))
            else:
                field = self._pooled[next(pooled)]
                bias += field.bias(test.bound, node.start, node.stop)
            signs.append((field.sign, test.negated))
        mask = sum(sign for sign, _ in signs)
        verdicts = Verdicts(self._decider(self._rule(node), signs))
        return node.start, node.stop, node.children, slots, bias, mask, verdicts

    def _count(
        self, node: Node, count: ChildCount, layout: Layout, slots: dict[str | None, int]
    ) -> Field:
        """Give a field to a count of children, and let each child add to it."""
        row = [count.summand(key) for key in self._keys]
        field = layout.add([row] * (len(node.children) or len(node.questions)))
        if node.children:
            for key, summand in zip(self._keys, row, strict=True):
                slots[key] |= field.put(0, summand)
        else:
            self._fill(field, node.start, [row] * len(node.questions))
        return field

    def _decider(self, rule: NodeRule, signs: list[tuple[int, bool]]) -> Callable[[int], Verdict]:
        def decided(pattern: int) -> Verdict:
            holds = [bool(pattern & sign) is not negated for sign, negated in signs]
            return decide(rule, self._scale, holds)

        return decided


def _numbered(tests: tuple[Test, ...]) -> list[tuple[PooledSum, int]]:
    """Name each pooled test of a node by its sum and how many tests before it share that sum."""
    seen: Counter[PooledSum] = Counter()
    named: list[tuple[PooledSum, int]] = []
    for test in tests:
        if not isinstance(test.sum, ChildCount):
            named.append((test.sum, seen[test.sum]))
            seen[test.sum] += 1
    return named
