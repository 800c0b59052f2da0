"""Arguments from the form of a rule, where there is too much to try.

A rule is *monotone by form* when each of its pieces can only lift a rating as
its inputs get better: the score rises with every input, the reading rises with
the score or the inputs, and every limit's conditions can only cease to hold.
A node is *bounded by form* when no rating above its best rated child can be
earned, or a limit caps it there. An input without a rating must then not count
as one, and no child may be undetermined: it has no rating, but is tried at some.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from pamms_core.rating.conditions import Count, Flag, Own, Population
from pamms_core.rating.method import LEFT_OUT, NO_RATING
from pamms_core.rating.readings import Bands, Extreme, FirstMatch, Steps, Table
from pamms_core.rating.scores import Basis, Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.rating.conditions import Condition
    from pamms_core.rating.method import Limit, Method, NodeRule
    from pamms_core.rating.readings import Band
    from pamms_core.rating.tree import Node

__all__ = ["is_bounded_by_form", "is_decided_by_form", "is_monotone_by_form"]


def is_monotone_by_form(rule: NodeRule, method: Method) -> bool:
    """Whether the rule's form alone shows that a better input lowers no rating or score."""
    keys = tuple(method.points)
    limits = all(all(_ceases(each, keys) for each in limit.when) for limit in rule.limits)
    return _score_rises(rule, method) and limits and _rises(rule, keys)


def _score_rises(rule: NodeRule, method: Method) -> bool:
    """Whether better inputs only bring the score nearer to the better bands."""
    if rule.score is None:
        return True
    points = list(method.points.values())
    ordered = points == sorted(points, reverse=not rule.score.lower_is_better)
    return ordered and rule.score.measure is not Measure.RATIO


def _rises(rule: NodeRule, keys: tuple[str, ...]) -> bool:
    match rule.reading:
        case None | Extreme():
            return True
        case Bands(bands):
            return [band.rating for band in bands] == [key for key in keys if _has(bands, key)]
        case Table() as table:
            return _table_rises(table.rows, keys, len(table.over))
        case Steps() as steps:
            return all(
                all((_begins if step.by > 0 else _ceases)(each, keys) for each in step.when)
                for step in steps.steps
            )
        case _:
            return False


def _has(bands: tuple[Band, ...], key: str) -> bool:
    return any(band.rating == key for band in bands)


def _table_rises(rows: Mapping[tuple[str, ...], str], keys: tuple[str, ...], width: int) -> bool:
    """Whether in a look-up table one better cell never makes a worse row."""
    rank = {key: -place for place, key in enumerate(keys)}
    return all(
        rank[rows[better]] >= rank[rows[worse]]
        for row in product(keys, repeat=width)
        for at in range(width)
        for up, down in pairwise(keys)
        for better in [(*row[:at], up, *row[at + 1 :])]
        for worse in [(*row[:at], down, *row[at + 1 :])]
    )


def _ceases(condition: Condition, keys: tuple[str, ...]) -> bool:
    """Whether better inputs can only make the condition cease to hold."""
    if isinstance(condition, Count):
        if condition.at_most is not None:
            return _reaches_up(condition.ratings, keys)
        return _reaches_down(condition.ratings, keys)
    if isinstance(condition, Own):
        return _reaches_down(condition.ratings, keys)
    return isinstance(condition, Flag)


def _begins(condition: Condition, keys: tuple[str, ...]) -> bool:
    """Whether better inputs can only make the condition begin to hold."""
    if isinstance(condition, Count):
        if condition.at_most is not None:
            return _reaches_down(condition.ratings, keys)
        return _reaches_up(condition.ratings, keys)
    return isinstance(condition, Flag)


def _reaches_down(ratings: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return ratings == keys[len(keys) - len(ratings) :]


def _reaches_up(ratings: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return ratings == keys[: len(ratings)]


def is_decided_by_form(rule: NodeRule) -> bool:
    """Whether the rule's form alone shows that nothing is left to judgement here."""
    return not isinstance(rule.reading, FirstMatch) or rule.reading.otherwise is not None


def is_bounded_by_form(rule: NodeRule, node: Node, method: Method) -> bool:
    """Whether the rule's form alone shows that no rating is above the best rated child's.

    It goes for nodes none of whose children may be undetermined.
    """
    if not set(rule.missing.values()) <= {LEFT_OUT, NO_RATING}:
        return False
    keys = tuple(method.points)
    if isinstance(rule.reading, Extreme):
        return True
    if not node.children and _bands_stay_below(rule, method):
        return True
    return all(
        any(_caps_without(limit, keys[:place], keys[place:]) for limit in rule.limits)
        for place in range(1, len(keys))
    )


def _bands_stay_below(rule: NodeRule, method: Method) -> bool:
    """Whether a mean must exceed the points of every worse rating to earn a rating."""
    score = rule.score
    if score is None or score.measure is not Measure.MEAN or score.banded_rounding:
        return False
    if score.basis is Basis.SCORES or score.lower_is_better or not isinstance(rule.reading, Bands):
        return False
    keys, points = tuple(method.points), tuple(method.points.values())
    return all(
        band.bound > worse
        for band in rule.reading.bands
        for worse in points[keys.index(band.rating) + 1 :]
    )


def _caps_without(limit: Limit, better: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether a limit caps below some ratings when no child has any of them."""
    if limit.at_most not in rest or len(limit.when) != 1:
        return False
    when = limit.when[0]
    return (
        isinstance(when, Count)
        and when.population is Population.CHILDREN
        and not when.among
        and when.ratings == better
        and when.at_most == 0
    )
