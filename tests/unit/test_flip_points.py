"""Flip points against the engine: every weight from 1 up, rated anew, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from trees import BANDS, MEAN, tree_method

from pamms_core import Answer, Answers, Method, Rater
from pamms_core.rating.robust.flips import FlipPoints, flip_points

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS = {"score": "sum of children's scores", "bands": {"good": 12, "fair": 7}}
SUMMED = {"score": "sum of questions", "bands": {"good": 9, "fair": 5}}
SHARES = {"score": "percent of children's scores", "bands": {"good": "25%", "fair": "15%"}}
SHARED = {"score": "percent of questions", "bands": {"good": "80%", "fair": "50%"}}
CARRIED = {"score": "mean of children's scores", "bands": BANDS}
POINTS = {"score": "mean of children's points", "bands": BANDS}
TWO = {"top": "left right", "left": "a b c", "right": "d e"}
THREE = {"top": "middle x", "middle": "leaf y", "leaf": "a b c"}
HALF = {"least_assessed": "1/2"}


def rounded(rule: Mapping[str, Any], how: str = "half up", digits: int = 0) -> dict[str, Any]:
    """Return a rule that rounds before banding."""
    return {**rule, "rounding": {"mode": how, "digits": digits, "before": "banding"}}


COUNTED = {**MEAN, "missing": {"not_assessed": "counts as poor", "not_answered": "counts as fair"}}
LITTLE = {**CARRIED, "missing": {"too_little_assessed": "counts as poor"}}


def two(
    top: Mapping[str, Any], left: Mapping[str, Any] = MEAN, right: Mapping[str, Any] = MEAN
) -> Method:
    """Return a method of two parts."""
    return tree_method({"top": top, "left": left, "right": right}, TWO)


def three(top: Mapping[str, Any], middle: Mapping[str, Any], leaf: Mapping[str, Any] = MEAN) -> Method:
    """Return a method of three levels."""
    return tree_method({"top": top, "middle": middle, "leaf": leaf}, THREE)


METHODS: dict[str, Method] = {
    "pooled": two(MEAN),
    "scores": two(CARRIED),
    "scores, rounded": two(CARRIED, rounded(MEAN, digits=1)),
    "rounded twice": three(CARRIED, rounded(CARRIED), rounded(MEAN, "half even", 1)),
    "points": two(POINTS),
    "points of scores": three(POINTS, CARRIED),
    "scores of points": three(CARRIED, POINTS),
    "scores of pooled": three(CARRIED, MEAN),
    "sum": two(SUMS, SUMMED),
    "percent": two(SHARES, SHARED),
    "least assessed": two({**MEAN, **HALF}, {**MEAN, **HALF}, {**MEAN, **HALF}),
    "scores, least assessed": two(LITTLE, {**MEAN, **HALF}),
    "missing": two(CARRIED, COUNTED),
    "worst": two({"rating": "worst of children"}),
    "scored only": two(CARRIED, {"score": "mean of questions"}),
}
SHEETS = (
    "good poor fair good poor",
    "poor good good fair fair",
    "- good poor poor good",
    "good - - fair good",
    "poor fair . good poor",
    "good good fair . -",
)


def sheet(rater: Rater, ratings: str) -> Answers:
    """Write a sheet: ratings in the set's order, a dash for not assessed, a dot for nothing."""
    from pamms_core import NOT_ASSESSED

    scale, made = rater.question_set.framework.scale, rater.question_set
    reported = {"-": NOT_ASSESSED, ".": None, **{each.key: each for each in scale}}
    entries = {
        each.code: Answer(reported[word]) for each, word in zip(made, ratings.split(), strict=False)
    }
    return Answers(set_id=made.id, edition=made.edition, entries=entries)


def may_be(rater: Rater, answers: Answers, node: str) -> set[str]:
    """Return all that a node may be."""
    verdict = rater.rate(answers)[node].verdict
    return {each.key for each in verdict.possible} or {verdict.symbol}


class Engines:
    """The engine, compiled anew for each weight of each question, once."""

    def __init__(self, rater: Rater) -> None:
        self.rater = rater
        self.made: dict[tuple[str, int], Rater] = {}

    def at(self, code: str, weight: int) -> Rater:
        """Return the engine with another weight."""
        if (code, weight) not in self.made:
            varied = self.rater.question_set.with_weights({code: weight})
            self.made[code, weight] = Rater(varied, self.rater.method)
        return self.made[code, weight]


def check(engines: Engines, answers: Answers, node: str) -> FlipPoints:
    """Compare with the rating at every whole weight up to the first flip, and at it."""
    rater = engines.rater
    found = flip_points(rater, answers, at=node)
    assert set(found.rating) == may_be(rater, answers, node)
    flips = {(each.code, each.rises): each for each in found.flips}
    asked = next(each for each in rater.nodes if each.code == node).questions
    for question in (each for each in asked if each.most is None):
        for weight in (1, 2, 3, 4, 5, 6, 9, 15):
            flip = flips.get((question.code, weight > question.weight))
            becomes = may_be(engines.at(question.code, weight), answers, node)
            past = 0 if flip is None else (weight - flip.flips_at) * (1 if flip.rises else -1)
            if flip is not None and past == 0 and flip.is_attained:
                assert becomes == set(flip.becomes) != set(found.rating)
            elif flip is None or past <= 0:
                assert becomes == set(found.rating)
    return found


@pytest.mark.parametrize("name", METHODS)
def test_every_whole_weight_says_so(name: str) -> None:
    """Up to a flip point nothing changes, and at it the rating is what it is said to be."""
    rater = Rater.of_method(METHODS[name])
    weights = dict(zip([each.code for each in rater.question_set], (3, 2, 4, 3, 2), strict=False))
    rater = Rater(rater.question_set.with_weights(weights), rater.method)
    engines, flips = Engines(rater), 0
    for ratings in SHEETS:
        for node in rater.nodes:
            flips += len(check(engines, sheet(rater, ratings), node.code).flips)
    assert flips > 5
