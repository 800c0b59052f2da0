"""The engine under other weights, points or thresholds, compiled anew."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import attrs

from pamms_core import Answers, Method, Rater
from pamms_core._frozen import FrozenMap
from pamms_core.rating.readings import Bands

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["may_be", "varied", "varying"]


def may_be(rater: Rater, answers: Answers, node: str) -> set[str]:
    """Return all that a node may be."""
    verdict = rater.rate(answers)[node].verdict
    return {each.key for each in verdict.possible} or {verdict.symbol}


def varying(rater: Rater, of: str) -> dict[str, Fraction]:
    """Return everything that varies, with its value."""
    if of == "points":
        return dict(rater.method.points)
    if of == "thresholds":
        return {
            f"{name}: {band.rating}": band.bound
            for name, rule in rater.method.rules.items()
            for band in rule.bands.bands
        }
    return {each.code: Fraction(each.weight) for each in rater.question_set if each.most is None}


def varied(rater: Rater, of: str, values: Mapping[str, Fraction]) -> Rater:
    """Make a rater with other values; weights are made whole by their common denominator."""
    if of == "points":
        points = FrozenMap({key: values.get(key, each) for key, each in rater.method.points.items()})
        return Rater(rater.question_set, attrs.evolve(rater.method, points=points))
    if of == "thresholds":
        return Rater(rater.question_set, _with_thresholds(rater, values))
    weights = {**varying(rater, "weights"), **values}
    units = lcm(*(each.denominator for each in weights.values()))
    whole = {code: int(each * units) for code, each in weights.items()}
    return Rater(rater.question_set.with_weights(whole), rater.method)


def _with_thresholds(rater: Rater, values: Mapping[str, Fraction]) -> Method:
    rules = {}
    for name, rule in rater.method.rules.items():
        bands = tuple(
            attrs.evolve(band, bound=values.get(f"{name}: {band.rating}", band.bound))
            for band in rule.bands.bands
        )
        rules[name] = attrs.evolve(rule, reading=Bands(bands)) if bands else rule
    return attrs.evolve(rater.method, rules=FrozenMap(rules))
