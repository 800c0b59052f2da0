"""Rules that keep no law: every kind of reading, score, condition and policy, drawn at will.

Everything is picked from short lists by drawn whole numbers, the plainest first:
building a strategy for each part of each rule would cost more than drawing.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final, TypeVar

import attrs
from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.rating.conditions import Comparison, Count, Flag, Own, Population
from pamms_core.rating.method import LEFT_OUT, NO_RATING, Limit, NodeRule
from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.readings import Band, Bands, Case, Extreme, FirstMatch, Step, Steps, Table
from pamms_core.rating.rounding import Rounding, RoundingMode
from pamms_core.rating.scores import Basis, Measure, Score
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.conditions import AtLeast, Condition
    from pamms_core.rating.readings import Reading

__all__ = ["Around", "Lot", "any_points", "any_rule"]

_Option = TypeVar("_Option")
_MISSING: Final = (
    NOT_ASSESSED,
    NOT_ANSWERED,
    State.NOTHING_ASSESSED.value,
    State.TOO_LITTLE_ASSESSED.value,
    State.PART_MISSING.value,
)
_HALF: Final = Fraction(1, 2)
_AT_LEAST: Final[tuple[AtLeast, ...]] = (1, 2, 3, _HALF, Fraction(1), ((1, 1), (3, 2)), ((2, 1),))
_SHARES: Final = (Fraction(0), _HALF, Fraction(1))


class Lot:
    """Picks from lists."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, options: Sequence[_Option]) -> _Option:
        """Pick one; shrinks to the first."""
        return options[self._draw(_places(len(options)))]

    def sometimes(self, *, once_in: int = 2) -> bool:
        """Say yes once in so many times; shrinks to no."""
        return self._draw(_places(once_in)) == once_in - 1

    def several(self, options: Sequence[_Option], least: int, most: int) -> list[_Option]:
        """Pick a few different ones, in any order."""
        left = list(options)
        count = min(self.pick(range(least, most + 1)), len(left))
        return [left.pop(self.pick(range(len(left)))) for _ in range(count)]


@cache
def _places(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@attrs.frozen(kw_only=True)
class Around:
    """What a rule may name, and what it stands above."""

    points: FrozenMap[str, Fraction]
    children: tuple[str, ...]
    """Codes of the questions and nodes directly below the nodes that it rates."""
    nodes: tuple[str, ...] = ()
    """Those of them that are nodes."""
    numbers: tuple[str, ...] = ()
    """Questions below that ask for a number."""
    flags: tuple[str, ...] = ()
    are_scored: bool = False
    """Whether all nodes directly below have a score that can be carried up."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The ratings, best first."""
        return tuple(self.points)


def any_points(lot: Lot, keys: Sequence[str]) -> FrozenMap[str, Fraction]:
    """Pick points that all fall, or all rise, from the best rating to the worst."""
    values = sorted(lot.several(range(-2, 7), len(keys), len(keys)))
    if not lot.sometimes(once_in=4):
        values.reverse()
    return FrozenMap({key: Fraction(value) for key, value in zip(keys, values, strict=True)})


def any_rule(lot: Lot, around: Around) -> NodeRule:
    """Pick a rule of any kind."""
    score = None if lot.sometimes(once_in=3) else _score(lot, around)
    return NodeRule(
        score=score,
        reading=_reading(lot, around, score),
        least_assessed=lot.pick(_SHARES),
        missing=_missing(lot, around) if lot.sometimes() else FrozenMap(),
        weights=FrozenMap({code: lot.pick((1, 2, 3)) for code in lot.several(around.nodes, 0, 2)}),
        limits=tuple(
            Limit(id=f"limit-{n}", at_most=lot.pick(around.keys[1:]), when=_when(lot, around, own=True))
            for n in range(lot.pick(range(4)))
        ),
    )


def _score(lot: Lot, around: Around) -> Score:
    rounding, display = None, False
    if lot.sometimes():
        rounding = Rounding(lot.pick((0, 1)), lot.pick(tuple(RoundingMode)))
        display = lot.sometimes(once_in=4)
    if len(around.numbers) > 1 and lot.sometimes():
        above, below = lot.several(around.numbers, 2, 2)
        return Score(
            measure=Measure.RATIO,
            rounding=rounding,
            rounds_display_only=display,
            numerator=above,
            denominator=below,
            lower_is_better=lot.sometimes(),
        )
    highest = max(around.points.values())
    bases = [each for each in Basis if each is not Basis.SCORES or around.are_scored]
    return Score(
        measure=lot.pick([Measure.MEAN, Measure.SUM, Measure.PERCENT][: 3 if highest > 0 else 2]),
        basis=lot.pick(bases),
        rounding=rounding,
        rounds_display_only=display,
        lower_is_better=highest == around.points[around.keys[-1]],
    )


def _reading(lot: Lot, around: Around, score: Score | None) -> Reading | None:
    kinds = ["extreme", "cases", "table", "steps"]
    if score is not None:
        kinds = ["bands", "bands", "bands", "none", *kinds]
    match lot.pick(kinds):
        case "bands" if score is not None:
            return _bands(lot, around, score)
        case "extreme":
            return Extreme(lot.sometimes())
        case "cases":
            return _cases(lot, around)
        case "table":
            return _table(lot, around)
        case "steps":
            return _steps(lot, around)
    return None


def _bands(lot: Lot, around: Around, score: Score) -> Bands:
    """Pick bounds all over what the score can be, in order."""
    low, high = min(around.points.values()), max(around.points.values())
    if score.measure is Measure.SUM:
        low, high = min(low, Fraction(0)) * 4, max(high, Fraction(0)) * 4
    elif score.measure is Measure.PERCENT:
        low, high = low / high, Fraction(1)
    elif score.measure is Measure.RATIO:
        low, high = Fraction(0), Fraction(2)
    count = len(around.keys) - 1
    eighths = sorted(lot.several(range(9), count, count), reverse=not score.lower_is_better)
    bounds = [low + (high - low) * each / 8 for each in eighths]
    named = zip(around.keys[:-1], bounds, strict=True)
    return Bands(tuple(Band(rating=key, bound=bound) for key, bound in named))


def _cases(lot: Lot, around: Around) -> FirstMatch:
    cases = tuple(
        Case(rating=lot.pick(around.keys), when=_when(lot, around, own=False))
        for _ in range(lot.pick((1, 2, 3)))
    )
    return FirstMatch(cases, lot.pick((*around.keys, None)))


def _table(lot: Lot, around: Around) -> Table:
    over = tuple(lot.several(around.children, 1, 2))
    rows = {row: lot.pick(around.keys) for row in product(around.keys, repeat=len(over))}
    return Table(over, FrozenMap(rows))


def _steps(lot: Lot, around: Around) -> Steps:
    steps = tuple(
        Step(by=lot.pick((1, -1, 2)), when=_when(lot, around, own=False))
        for _ in range(lot.pick((0, 1, 2)))
    )
    return Steps(lot.pick(around.children), steps)


def _when(lot: Lot, around: Around, *, own: bool) -> tuple[Condition, ...]:
    return tuple(_condition(lot, around, own=own) for _ in range(lot.pick((1, 1, 2))))


def _condition(lot: Lot, around: Around, *, own: bool) -> Condition:
    kinds = ["count", "count", "among", "comparison", *["own"] * own, *["flag"] * bool(around.flags)]
    match lot.pick(kinds):
        case "among":
            among = tuple(sorted(lot.several(around.children, 1, 2)))
            return _count(lot, around, Population.CHILDREN, among)
        case "comparison":
            return Comparison(child=lot.pick(around.children), above=lot.pick(around.children))
        case "own":
            return Own(_span(lot, around.keys))
        case "flag":
            return Flag(lot.pick(around.flags), lot.sometimes())
    return _count(lot, around, lot.pick(tuple(Population)))


def _count(lot: Lot, around: Around, population: Population, among: tuple[str, ...] = ()) -> Count:
    ratings = _span(lot, around.keys)
    if lot.sometimes():
        most = lot.pick((0, 1, 2))
        return Count(population=population, ratings=ratings, among=among, at_most=most)
    least = lot.pick(_AT_LEAST)
    return Count(population=population, ratings=ratings, among=among, at_least=least)


def _span(lot: Lot, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Pick ratings without a gap, which may reach neither end of the scale."""
    first = lot.pick(range(len(keys)))
    return keys[first : lot.pick(range(first + 1, len(keys) + 1))]


def _missing(lot: Lot, around: Around) -> FrozenMap[str, str]:
    policies = (LEFT_OUT, NO_RATING, *around.keys)
    states = sorted(lot.several(_MISSING, 1, 5), key=_MISSING.index)  # the order of a method file
    return FrozenMap({state: lot.pick(policies) for state in states})
