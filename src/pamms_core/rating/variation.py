"""Vary a method's points and limits: what a rating would be under other rules (S5)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table, keyed
from pamms_core.rating.conditions import Count, Flag, Own
from pamms_core.rating.differences import method_changes
from pamms_core.rating.method import Limit
from pamms_core.rating.mismatch import wrong_rules
from pamms_core.rating.scores import Measure
from pamms_core.rating.tree import plant
from pamms_core.standards.variation import HYPOTHETICAL, Variation, VariationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.rating.conditions import Condition
    from pamms_core.rating.method import Method

__all__ = ["limited", "pointed", "variation_of"]


def variation_of(method: Method, sealed: Method) -> Variation:
    """Tell what a method varies from, and how."""
    return Variation(
        id=sealed.id,
        edition=sealed.edition,
        status=sealed.status,
        digest=sealed.digest,
        changes=tuple(method_changes(sealed, method)),
    )


def pointed(method: Method, points: Mapping[str, Fraction | int | str]) -> Method:
    """Return the method under other points.

    Raises:
        VariationError: a rating is unknown, or points are out of order; names every mistake.
    """
    table = _table(method, "points", points)
    for key in points:
        if key not in method.points:
            near = table.mistakes.near(str(key), method.points)
            table.wrong(key, "is no rating of the method", hint=near)
    found = {key: _exact(table, key) for key in points if key in method.points}
    if not table.mistakes.found:
        _check_points(table, method, {**method.points, **found})
    _check(table)
    return _sealed(method, attrs.evolve(method, points=FrozenMap({**method.points, **found})))


def _exact(table: Table, key: str) -> Fraction:
    value = table.data[key]
    return value if isinstance(value, Fraction) else table.exact(key)


def _check_points(table: Table, method: Method, points: Mapping[str, Fraction]) -> None:
    """Points must keep the order of the method's own, because its rules rely on that."""
    best, *_, worst = method.points.values()
    falls = best > worst
    listed = ", ".join(f"{key} {value}" for key, value in points.items())
    for better, worse in pairwise(points.values()):
        if better == worse or (better > worse) is not falls:
            way = "fall" if falls else "rise"
            table.wrong(None, f"must {way} from the best rating to the worst, but would be {listed}")
            break
    measures = {rule.score.measure for rule in method.rules.values() if rule.score is not None}
    if Measure.PERCENT in measures and max(points.values()) <= 0:
        table.wrong(None, "must be above 0 for one rating, because scores are percentages of it")


def limited(method: Method, rule: str, limits: Iterable[Limit]) -> Method:
    """Return the method with other limits in one rule.

    Raises:
        VariationError: there is no such rule, or a limit cannot be; names every mistake.
    """
    given = tuple(limits)
    table = _table(method, "rules", {rule: given})
    if rule not in method.rules:
        near = table.mistakes.near(rule, method.rules)
        table.wrong(rule, f"is no rule of the method; known: {', '.join(method.rules)}", hint=near)
    for place, limit in enumerate(given):
        for problem in _wrong_limit(method, limit):
            table.wrong(f"{rule}.limits[{place}]", problem)
    real = [limit for limit in given if isinstance(limit, Limit)]
    ids = [limit.id for limit in real]
    keyed(ids, str, lambda name, _: table.wrong(f"{rule}.limits", "must have each id once", name))
    if rule not in method.rules or len(real) < len(given):
        raise VariationError(table.mistakes.found)
    rules = {**method.rules, rule: attrs.evolve(method.rules[rule], limits=given)}
    varied = attrs.evolve(method, rules=FrozenMap(rules))
    _check_children(table, varied)
    _check(table)
    return _sealed(method, varied)


def _check_children(table: Table, varied: Method) -> None:
    """In a method with its own tree every child is known; otherwise a rater looks at the set's."""
    if varied.tree is not None:
        for name, problem in wrong_rules(varied, plant(varied.own_set(), varied)):
            table.wrong(name, problem)


def _wrong_limit(method: Method, limit: object) -> Iterator[str]:
    if not isinstance(limit, Limit):
        yield f"must be a Limit, not {limit!r:.80}"
        return
    ratings = tuple(method.points)
    if limit.at_most == ratings[0]:
        yield f"caps nothing: {limit.at_most} is the best rating"
    named = [limit.at_most, *(key for each in limit.when for key in _ratings(each))]
    for key in dict.fromkeys(named):
        if key not in ratings:
            yield f"names {key!r}, which is no rating of the method; known: {', '.join(ratings)}"
    for condition in limit.when:
        if isinstance(condition, Flag) and condition.flag not in method.flags:
            known = ", ".join(method.flags) or "none"
            yield f"names {condition.flag!r}, which is no flag of the method; known: {known}"


def _ratings(condition: Condition) -> tuple[str, ...]:
    return condition.ratings if isinstance(condition, Count | Own) else ()


def _table(method: Method, path: str, data: Mapping[str, object]) -> Table:
    file = f"variation of {method.id} {method.edition}"
    return Table(dict(data), file=file, mistakes=Mistakes(), path=path)


def _check(table: Table) -> None:
    if table.mistakes.found:
        raise VariationError(table.mistakes.found)


def _sealed(method: Method, varied: Method) -> Method:
    """Mark a variation, unless nothing differs from the method, or from the sealed one behind it."""
    sealed = method.original or method
    if not any(method_changes(method, varied)):
        return method
    if not any(method_changes(sealed, varied)):
        return sealed
    return attrs.evolve(varied, status=HYPOTHETICAL, original=sealed)
