"""How far a node's score is from where its rating turns."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import (
    Answer,
    Answers,
    Distance,
    Method,
    Outcome,
    Rater,
    distance,
    load_method,
    read_method,
)
from pamms_core.rating.rounding import RoundingMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import QuestionSet


def ratio_method(**rule: Any) -> Rater:
    """Make a rater of one node whose score is late visits over all, where fewer are better."""
    bands = {"good": "5%", "fair": "20%"}
    data = {
        "id": "late",
        "edition": "1",
        "title": "Late visits",
        "scale": {
            "id": "three",
            "levels": [{"key": key, "label": key} for key in ("good", "fair", "poor")],
        },
        "points": {"good": 1, "fair": 2, "poor": 3},
        "rules": {
            "top": {"score": "ratio of late to all", "lower_is_better": True, "bands": bands} | rule,
        },
        "tree": {
            "inputs": [{"code": "late", "most": 1000}, {"code": "all", "most": 1000}],
            "nodes": [{"code": "top", "rule": "top", "children": ["late", "all"]}],
        },
    }
    return Rater.of_method(read_method(data))


def rated(rater: Rater, **numbers: int) -> Outcome:
    """Rate a sheet of numbers."""
    asked = rater.question_set
    return rater.rate(Answers(set_id=asked.id, edition=asked.edition, numbers=numbers))


def told(found: Distance | None) -> list[tuple[str, Fraction, Fraction, bool] | None]:
    """Return the rating, score, distance and inclusion of both thresholds."""
    assert found is not None
    return [
        None if each is None else (each.rating.key, each.score, each.away, each.included)
        for each in (found.up, found.down)
    ]


@pytest.mark.parametrize(
    ("letters", "up", "down"),
    [
        ("EE", None, ("excellent", Fraction(9, 2), Fraction(1, 2), True)),
        (
            "EG",
            None,
            ("excellent", Fraction(9, 2), Fraction(0), True),
        ),
        (
            "EP",
            ("good", Fraction(7, 2), Fraction(1, 2), True),
            ("requires-improvement", Fraction(2), Fraction(1), True),
        ),
        ("PP", ("requires-improvement", Fraction(2), Fraction(1), True), None),
    ],
)
def test_a_score_lies_between_two_thresholds(
    letters: str,
    up: tuple[str, Fraction, Fraction, bool] | None,
    down: tuple[str, Fraction, Fraction, bool] | None,
    make_set: Callable[..., QuestionSet],
    make_outcome: Callable[..., Outcome],
) -> None:
    """The best rating has none above and the worst none below; a score on a threshold is 0 away."""
    outcome = make_outcome(make_set({"A01": (1, 1), "A02": (1, 1)}), letters)
    assert told(distance(outcome["standard-1"])) == [up, down]


def test_the_nearest_threshold(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """It is the nearer of the two, whichever there are, and the one above where both are as near."""
    small = make_set({"A01": (1, 1), "A02": (1, 1)})
    near = {
        letters: distance(make_outcome(small, letters)["standard-1"]) for letters in ("EP", "EE", "GG")
    }
    nearest = {letters: each.nearest.rating.key for letters, each in near.items() if each is not None}
    assert nearest == {"EP": "good", "EE": "excellent", "GG": "excellent"}


def test_the_sentence_has_both_numbers(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """A distance is told rounded and exactly."""
    outcome = make_outcome(make_set({"A01": (1, 1), "A02": (1, 2)}), "EP")
    found = distance(outcome["standard-1"])
    assert found is not None
    assert found.sentence == (
        "Nearest thresholds of its score: Good from 3.50 (7/2), 1.17 (7/6) away;"
        " Requires Improvement from 2.00 (2), 0.33 (1/3) away."
    )


def test_a_share_is_told_in_percent() -> None:
    """Where lower is better the next better rating is at the lower score, and it is included."""
    found = distance(rated(ratio_method(), late=10, all=100)["top"])
    assert told(found) == [
        ("good", Fraction(1, 20), Fraction(1, 20), True),
        ("fair", Fraction(1, 5), Fraction(1, 10), True),
    ]
    assert found is not None
    assert found.sentence == (
        "Nearest thresholds of its score: good from 5.00% (1/20), 5.00% (1/20) away;"
        " fair from 20.00% (1/5), 10.00% (1/10) away."
    )


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("late", range(41))
def test_rounding_moves_the_threshold_of_what_is_better_low(mode: RoundingMode, late: int) -> None:
    """Whatever the mode, the threshold that the score has passed is that of its rating."""
    rounding = {"digits": 2, "mode": mode.value, "before": "banding"}
    outcome = rated(ratio_method(rounding=rounding), late=late, all=200)
    assert earned(outcome, "top") == outcome["top"].before_limits


def earned(outcome: Outcome, code: str) -> object:
    """Return the rating that the threshold below a node's score begins."""
    found = distance(outcome[code])
    assert found is not None
    return outcome[code].scale.worst if found.down is None else found.down.rating


def test_rounding_moves_thresholds() -> None:
    """Every combination of stars, rounded half up to whole ones, stands as the method rates it."""
    rater = Rater.of_method(load_method("examples/au-star-overall"))
    asked = rater.question_set
    scale = asked.framework.scale
    for ratings in product(scale, repeat=len(asked)):
        entries = {each.code: Answer(rating) for each, rating in zip(asked, ratings, strict=True)}
        outcome = rater.rate(Answers(set_id=asked.id, edition=asked.edition, entries=entries))
        assert earned(outcome, "overall") == outcome["overall"].before_limits
        found = distance(outcome["overall"])
        assert found is not None
        assert found.nearest.score % 1 == Fraction(1, 2)


def test_no_score_no_distance(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """Where nothing, or too little, was assessed no threshold was compared with anything."""
    small = make_set({"A01": (1, 1), "A02": (1, 2)})
    assert distance(make_outcome(small, "NN")["standard-1"]) is None
    assert distance(make_outcome(small, "GN")["standard-1"]) is None


def test_no_bands_no_distance(
    make_set: Callable[..., QuestionSet],
    make_outcome: Callable[..., Outcome],
    own_method: Callable[..., Method],
) -> None:
    """A rating read off the children has no thresholds, even beside a score."""
    method = load_method("examples/cqc-asc-2014")
    rater = Rater.of_method(method)
    asked = rater.question_set
    best = asked.framework.scale.best
    entries = {each.code: Answer(best) for each in asked}
    outcome = rater.rate(Answers(set_id=asked.id, edition=asked.edition, entries=entries))
    assert distance(outcome["overall"]) is None
    mixed = read_method(
        {
            "id": "mixed",
            "edition": "1",
            "title": "Mixed",
            "points": {"excellent": 5, "good": 4, "requires_improvement": 3, "poor": 1},
            "rules": {
                kind: {"score": "mean of questions", "rating": "worst of children"}
                for kind in ("overall", "domain", "standard")
            },
        }
    )
    assert distance(make_outcome(make_set({"A01": (1, 1)}), "G", mixed)["standard-1"]) is None
    assert distance(make_outcome(make_set({"A01": (1, 1)}), "G", own_method())["standard-1"]) is not None
