"""What can be had at each cost: the best rating, and the best score."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pamms_core._display import decimal, percent
from pamms_core.rating.improving.cheapest import plan_with
from pamms_core.rating.improving.fronts import TooMuchError, Work, search
from pamms_core.rating.improving.obstacles import nearness
from pamms_core.rating.scores import Measure
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from pamms_core.rating.improving.asking import Asked
    from pamms_core.rating.improving.fronts import Inside
    from pamms_core.rating.improving.result import Plan
    from pamms_core.scale import Rating

__all__ = ["TradeOff", "TradePoint", "trade_off"]


_Found: TypeAlias = "tuple[int, Any, Inside]"
"""A cost, a total of the topmost node and the search that it comes from."""


@attrs.frozen(kw_only=True, slots=False)
class TradePoint:
    """The most that a cost buys.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> curve = rater.trade_off(load_answers("poor-management", rater.question_set), at="standard-8")
    >>> point = curve.points[1]
    >>> point.cost, point.rating, point.score
    (Fraction(1, 1), <Rating Requires Improvement>, Fraction(90, 29))
    """

    cost: Fraction
    rating: Rating | None
    """The best rating at this cost; ``None`` where the node has none."""
    score: Fraction | None
    """The best score at this cost, which another plan may have than the best rating.

    Where the method is not monotone by its form, or an answer may get or lose a rating, it is
    the score of the plan.
    """
    _found: Callable[[], Plan] = attrs.field(repr=False, eq=False)

    @cached_property
    def plan(self) -> Plan:
        """A plan at this cost, that has one of the two; put together when first asked for."""
        return self._found()


@attrs.frozen(kw_only=True, repr=False)
class TradeOff:
    """What can be had at each cost, for one node; each point is better than all cheaper ones.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> curve = rater.trade_off(load_answers("poor-management", rater.question_set), at="standard-8")
    >>> [(str(point.cost), point.rating.label) for point in curve.ratings]
    [('0', 'Requires Improvement'), ('4', 'Good'), ('13', 'Excellent')]
    """

    node: str
    points: tuple[TradePoint, ...]
    """Cheapest first, the first at no cost."""
    hypothetical: tuple[str, ...]
    """The changes that make set or method hypothetical; each plan is a what-if besides (S5)."""
    is_whole: bool
    """Whether everything was looked at; if not, the points that are there still hold."""
    is_share: bool = False
    """Whether scores are shares, which people read as percentages."""

    @property
    def ratings(self) -> tuple[TradePoint, ...]:
        """The points at which the rating is better than at any lower cost."""
        found: list[TradePoint] = []
        for point in self.points:
            if not found or (point.rating and (not found[-1].rating or point.rating > found[-1].rating)):
                found.append(point)
        return tuple(found)

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The points as plain data, scores exact and as people read them."""
        return tuple(
            {
                "cost": str(each.cost),
                "rating": "" if each.rating is None else each.rating.label,
                "score": "" if each.score is None else self._read(each.score),
                "exact score": "" if each.score is None else str(each.score),
            }
            for each in self.points
        )

    def _read(self, score: Fraction) -> str:
        return percent(score) if self.is_share else decimal(score)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The ratings in words."""
        steps = [f"{point.rating or 'no rating'} at cost {point.cost}" for point in self.ratings]
        marks = [f"{named(self.hypothetical, 'Hypothetical')}."] if self.hypothetical else []
        return (*marks, f"{self.node}, hypothetical: {', '.join(steps)}.")

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        marks = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<TradeOff at {self.node}, hypothetical: {len(self.points)} points{marks}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences, self.rows)


def trade_off(asked: Asked) -> TradeOff:
    """Work out what can be had at each cost."""
    work = Work(asked.budget)
    found: list[_Found] = []
    is_whole = True
    for choices in asked.worlds:
        try:
            inside = search(asked.board(None), choices, inf, work, loses=asked.request.loses)
        except TooMuchError:
            is_whole = False
            continue
        found += [(cost, total, inside) for cost, total in inside.worked[asked.top].front]
    node = asked.rater.nodes[asked.top]
    score = asked.rater.method.rule_of(node).score
    return TradeOff(
        node=node.code,
        points=tuple(_points(asked, sorted(found, key=itemgetter(0)))),
        hypothetical=asked.rater.hypothetical,
        is_whole=is_whole,
        is_share=score is not None and score.measure in {Measure.PERCENT, Measure.RATIO},
    )


def _points(asked: Asked, found: list[_Found]) -> Iterator[TradePoint]:
    """Yield a point wherever more can be had than at any lower cost."""
    best: tuple[int, ...] = ()
    most: int | None = None
    rating: Rating | None = None
    scores = _Scores(asked, found)
    for cost, group in groupby(found, key=itemgetter(0)):
        offers = [(*_offer(asked, each), each) for each in group]
        nearest = max(offers, key=itemgetter(0))
        highest = max(offers, key=lambda offer: -1 if offer[1] is None else offer[1])
        rises = nearest[0] > best
        gains = highest[1] is not None and (most is None or highest[1] > most)
        if not rises and not gains:
            continue
        plan = partial(_plan, asked, nearest[2] if rises else highest[2])
        if rises:
            best, rating = nearest[0], plan().verdict.rating
        if gains:
            most = highest[1]
        score = _score(asked, plan()) if most is None else scores[most]
        yield TradePoint(cost=asked.choices.exact(cost), rating=rating, score=score, found=plan)


class _Scores(dict[int, "Fraction | None"]):
    """The score for each value of the field that it is read from: as it grows, so does the score.

    Every question that may change has a rating and keeps one, so the weight stays the same and
    equal steps of the field are equal steps of the score: two scores tell all others.
    """

    def __init__(self, asked: Asked, found: list[_Found]) -> None:
        super().__init__()
        values = {_offer(asked, each)[1]: each for each in found}
        known = sorted((value, each) for value, each in values.items() if value is not None)
        self._ends = [
            (value, _score(asked, _plan(asked, each))) for value, each in known[:: len(known) - 1 or 1]
        ]

    def __missing__(self, value: int) -> Fraction | None:
        (low, first), (high, last) = self._ends[0], self._ends[-1]
        if first is None or last is None or high == low:
            return first
        return first + (last - first) * (value - low) / (high - low)


def _offer(asked: Asked, found: _Found) -> tuple[tuple[int, ...], int | None]:
    """Tell how good a total is: by its rating, and by its score as far as totals show that."""
    _, total, inside = found
    top = inside.worked[asked.top]
    near = nearness(top.square.verdict(total), loses=asked.request.loses)[:2]
    return near, top.order.value(total) if inside.is_rated else None


def _plan(asked: Asked, found: _Found) -> Plan:
    cost, total, inside = found
    return asked.plan(plan_with(inside, asked.top, cost, total))


def _score(asked: Asked, plan: Plan) -> Fraction | None:
    return asked.rater.rate(plan.answers)[asked.rater.nodes[asked.top].code].score
