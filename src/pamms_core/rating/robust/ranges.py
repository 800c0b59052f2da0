"""Scores that are made of children's scores or points: bounds, where there is no straight line."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.scores import Basis, Measure
from pamms_core.rating.scoring import question_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome

__all__ = ["Ranges"]

Span: TypeAlias = "tuple[Fraction, Fraction]"

_NONE = (Fraction(0), Fraction(0))


@attrs.define(eq=False)
class Ranges:
    """Bounds of the scores of a rated sheet while what varies stays within a box."""

    rater: Rater
    outcome: Outcome
    of: str

    def fields(
        self, place: int, box: Mapping[str, Span], below: Mapping[int, frozenset[str]]
    ) -> Iterator[tuple[int, bool, bool]]:
        """Yield each band's sign bit, and whether its test may hold and may fail."""
        node = self._node(place)
        span = self._score(node, box, below)
        plan, how = self.rater.compiled.plans[place], node.rule.score
        assert how is not None  # noqa: S101 (only such nodes are asked about)
        for band, (_, test, _) in zip(node.rule.bands.bands, plan.judge.bands, strict=True):
            least, excluded = how.turning(band.bound)
            if self.of == "thresholds":
                name = f"{node.method.rule_name(node.node)}: {band.rating}"
                ends = [least * (1 + end) for end in box.get(name, _NONE)]
            else:
                ends = [least]
            if span is None:
                yield plan.fields[test].sign, True, True
                continue
            low, high = span[0] - max(ends), span[1] - min(ends)
            holds = high > 0 or (high == 0 and not excluded)
            fails = low < 0 or (low == 0 and excluded)
            yield plan.fields[test].sign, holds, fails

    def presence(self, place: int, step: Step, below: Mapping[int, frozenset[str]]) -> tuple[bool, bool]:
        """Tell whether it may be that some child has a score, and that none has."""
        missing, points = self._node(place).rule.missing, self.rater.method.points
        keys = {*points, "scored", *(state for state, key in missing.items() if key in points)}
        scored = [bool(below[child] & keys) for child, _ in step.children]
        lacking = [bool(below[child] - keys) for child, _ in step.children]
        return any(scored), all(lacking)

    def _node(self, place: int) -> NodeOutcome:
        return self.outcome[self.rater.nodes[place].code]

    def _score(
        self, node: NodeOutcome, box: Mapping[str, Span], below: Mapping[int, frozenset[str]]
    ) -> Span | None:
        """Bound a node's score before rounding; ``None`` where nothing is known of it."""
        how = node.rule.score
        assert how is not None  # noqa: S101 (nor of a ratio: nothing that varies moves it)
        rows = [*self._asked(node, box), *self._children(node, box, below)]
        spans = [span for span, _, _ in rows]
        if not rows or any(span is None for span in spans):
            return None
        low = _mean([(span[0], weights, sure) for span, weights, sure in rows if span], how.measure, -1)
        high = _mean([(span[1], weights, sure) for span, weights, sure in rows if span], how.measure, 1)
        if how.measure is Measure.PERCENT:
            every = [self._points(key, box) for key in node.method.points]
            best = max(low for low, _ in every), max(high for _, high in every)
            ends = [end / each for end in (low, high) for each in best]
            return min(ends), max(ends)
        return low, high

    def _points(self, key: str, box: Mapping[str, Span]) -> Span:
        points = self.rater.method.points[key]
        around = box.get(key, _NONE) if self.of == "points" else _NONE
        ends = [points * (1 + each) for each in around]
        return min(ends), max(ends)

    def _asked(
        self, node: NodeOutcome, box: Mapping[str, Span]
    ) -> Iterator[tuple[Span | None, Span, bool]]:
        """Yield, for each question in the score, its points, its weight, and that it counts."""
        how = node.rule.score
        pooled = how is not None and how.basis is Basis.QUESTIONS
        for each in node.questions if pooled else node.questions[: len(node.node.direct)]:
            if key := question_key(node, each):
                around = box.get(each.question.code, _NONE) if self.of == "weights" else _NONE
                ends = (each.question.weight * (1 + end) for end in around)
                low, high = ends
                yield self._points(key, box), (low, high), True

    def _children(
        self, node: NodeOutcome, box: Mapping[str, Span], below: Mapping[int, frozenset[str]]
    ) -> Iterator[tuple[Span | None, Span, bool]]:
        how = node.rule.score
        if how is None or how.basis is Basis.QUESTIONS:
            return
        for child in node.children:
            place = self.rater.nodes.index(child.node)
            weight = Fraction(node.rule.weights.get(child.code, 1))
            spans, sure = self._child(node, child, how.basis, below[place], box, below)
            if spans:
                known = [span for span in spans if span is not None]
                whole = len(known) == len(spans)
                span = (min(s[0] for s in known), max(s[1] for s in known)) if whole else None
                yield span, (weight, weight), sure

    def _child(
        self,
        node: NodeOutcome,
        child: NodeOutcome,
        basis: Basis,
        symbols: frozenset[str],
        box: Mapping[str, Span],
        below: Mapping[int, frozenset[str]],
    ) -> tuple[list[Span | None], bool]:
        """List what a child may count as, and whether it counts in any case."""
        spans: list[Span | None] = []
        sure = True
        for symbol in symbols:
            rated = symbol in node.method.points or symbol == "scored"
            if rated and basis is Basis.SCORES:
                spans.append(self._banded(child, box, below))
            else:
                key = symbol if rated else node.rule.missing.get(symbol, "")
                if key in node.method.points:
                    spans.append(self._points(key, box))
                else:
                    sure = False
        return spans, sure

    def _banded(
        self, child: NodeOutcome, box: Mapping[str, Span], below: Mapping[int, frozenset[str]]
    ) -> Span | None:
        span, how = self._score(child, box, below), child.rule.score
        rounding = how.banded_rounding if how is not None else None
        if span is None or rounding is None:
            return span
        return rounding.apply(span[0]), rounding.apply(span[1])


def _mean(rows: list[tuple[Fraction, Span, bool]], measure: Measure, sign: int) -> Fraction:
    """Return the highest (sign 1) or lowest (sign -1) sum or mean that weights within bounds allow."""
    if measure is Measure.SUM:
        return sum(
            (
                sign * max([sign * value * end for end in ends] + ([] if sure else [Fraction(0)]))
                for value, ends, sure in rows
            ),
            Fraction(0),
        )
    ordered = sorted(rows, key=lambda row: -sign * row[0])
    best: Fraction | None = None
    for cut in range(len(ordered) + 1):
        weighed = [
            (value, ends[1] if at < cut else (ends[0] if sure else Fraction(0)))
            for at, (value, ends, sure) in enumerate(ordered)
        ]
        weight = sum(weight for _, weight in weighed)
        if weight > 0:
            mean = sum(value * each for value, each in weighed) / Fraction(weight)
            best = mean if best is None or sign * mean > sign * best else best
    assert best is not None  # noqa: S101 (weights are above 0)
    return best
