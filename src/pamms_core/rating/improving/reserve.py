"""How much of a score can still be gained for what is left to spend: a bound from above.

To reach a rating that is read off bands, the score must gain so much, whatever limits and
parts do besides. Spending the rest where it gains most, fractions of steps allowed, gains
at least as much as any plan could; a total that needs more than that can be dropped.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import attrs

from pamms_core.rating.improving.direction import band_test
from pamms_core.rating.sums import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.improving.board import Board
    from pamms_core.rating.improving.choices import Choice
    from pamms_core.rating.packing import Field

__all__ = ["Deal", "Floors", "Reserve", "reserve_for"]


class Deal(NamedTuple):
    """What more of one question buys."""

    gain: int
    cost: int
    place: int
    before: int | None
    """Its state without the deal,"""
    state: int | None
    """and with it."""


@attrs.define(eq=False)
class Reserve:
    """What the score needs at the top, and what can be had for it."""

    field: Field
    sign: int
    """1 where it must rise, -1 where it must fall."""
    need: int
    """By how much it must rise, or fall, from where all questions cost least."""
    deals: tuple[Deal, ...]
    """What may be had beyond that, the best first."""
    base: int
    """What the questions cost at least."""
    now: tuple[int, ...]
    """By place, what each question then adds to the field,"""
    states: tuple[int | None, ...]
    """and its state;"""
    values: tuple[tuple[int, ...], ...]
    """what each of its choices adds."""
    span: tuple[int, int]
    """Where the questions below the top begin and end."""

    def least(self) -> int | None:
        """Return a cost below which no plan gains enough; ``None`` if no plan does at any cost."""
        need, spent = self.need, 0
        for gain, cost, *_ in self.deals:
            if need <= gain:
                return self.base + spent + ceil(Fraction(max(need, 0) * cost, gain))
            need, spent = need - gain, spent + cost
        return self.base + spent if need <= 0 else None

    def within(self, choices: Sequence[tuple[Choice, ...]], bound: int) -> list[tuple[Choice, ...]]:
        """Leave out what is in no plan that costs so much at most and gains enough.

        At the price of the last gain that is needed, the questions together have a least net
        cost. A choice whose net cost is so far above its question's least that the bound would
        be passed, whatever the others become, is in no such plan.
        """
        need, spent, gain, cost = max(self.need, 0), 0, 1, 0
        for gain, cost, *_ in self.deals if need else ():
            if need <= gain:
                break
            need, spent = need - gain, spent + cost
        room = (bound - self.base - spent) * gain - need * cost
        found = list(choices)
        for place in range(*self.span):
            offers = list(zip(choices[place], self.values[place], strict=True))
            nets = [each.cost * gain - value * cost for each, value in offers]
            most = min(nets) + room
            found[place] = tuple(
                each for (each, _), net in zip(offers, nets, strict=True) if net <= most
            )
        return found

    def gained(self, budget: int) -> int:
        """Return the most that can be gained within a budget."""
        found, left = 0, budget
        for gain, cost, *_ in self.deals:
            if left < cost:
                return found + max(left, 0) * gain // cost
            found, left = found + gain, left - cost
        return found

    def value(self, total: int) -> int:
        """Read the field, so that more is better."""
        return self.sign * (total >> self.field.shift & (1 << self.field.width) - 1)


class Floors(dict[int, int]):
    """The least gain with which a total is worth following, by what it costs."""

    def __init__(self, reserve: Reserve, bound: int) -> None:
        super().__init__()
        self._reserve, self._bound = reserve, bound

    def __missing__(self, cost: int) -> int:
        least = self[cost] = self._reserve.need - self._reserve.gained(self._bound - cost)
        return least


def reserve_for(board: Board, choices: Sequence[tuple[Choice, ...]], level: int) -> Reserve | None:
    """Return what a score needs for a rating at the top, if it is read off bands of a pooled score."""
    plan = board.rater.compiled.plans[board.top]
    test = band_test(plan, level)
    if not board.is_monotone or test is None or test.scope is not Scope.BELOW:
        return None
    field, (start, stop) = plan.fields[test], plan.span(test)
    tables = board.rater.tables
    score = plan.rule.score
    sign = -1 if score is not None and score.lower_is_better else 1
    reserve = Reserve(field, sign, 0, (), 0, (), (), (), (start, stop))
    bound = test.bound - sum(field.lowest[start:stop])
    now: list[int] = []
    states: list[int | None] = []
    values: list[tuple[int, ...]] = []
    deals: list[Deal] = []
    base = 0
    for place, found in enumerate(choices):
        offers = [(each.cost, reserve.value(tables[place][each.state]), each.state) for each in found]  # type: ignore[index]
        first = min(offers, key=lambda offer: (offer[0], -offer[1]))
        now.append(first[1])
        states.append(first[2])
        values.append(tuple(value for _, value, _ in offers))
        if start <= place < stop:
            base += first[0]
            deals.extend(_hull(place, first, offers))
    total = sum(now[start:stop])
    return attrs.evolve(
        reserve,
        need=(bound if sign > 0 else 1 - bound) - total,
        deals=tuple(_best_first(deals)),
        base=base,
        now=tuple(now),
        states=tuple(states),
        values=tuple(values),
    )


def _hull(
    place: int, first: tuple[int, int, int | None], offers: Sequence[tuple[int, int, int | None]]
) -> Iterator[Deal]:
    """Yield the steps of the least concave curve above all offers: costs, values and states."""
    cost, value, state = first
    while better := [each for each in offers if each[1] > value and each[0] > cost]:
        then = better[0]
        for each in better[1:]:
            gained, before = (each[1] - value) * (then[0] - cost), (then[1] - value) * (each[0] - cost)
            if (gained, each[1]) > (before, then[1]):
                then = each
        yield Deal(then[1] - value, then[0] - cost, place, state, then[2])
        cost, value, state = then


def _best_first(deals: Sequence[Deal]) -> list[Deal]:
    """Sort by what a gain costs; there are few such prices, and many deals."""
    prices = {(deal.cost, deal.gain): Fraction(deal.cost, deal.gain) for deal in deals}
    order = {price: at for at, price in enumerate(sorted(set(prices.values())))}
    rank = {each: order[price] for each, price in prices.items()}
    return sorted(deals, key=lambda deal: rank[deal.cost, deal.gain])
