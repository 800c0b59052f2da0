"""Methods with their own tree: what scores are made of, against plain fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor
from typing import TYPE_CHECKING, Any

import pytest
from plain_fractions import MEAN_BANDS, POINTS, WEIGHTS, X, Y, Z, banded, half_up, key_of, mean, sheets

from pamms_core import Outcome, Rater, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method

    TreeMaker = Callable[..., Method]
    TreeRater = Callable[..., Outcome]


@pytest.mark.parametrize("measure", ["mean", "sum", "percent"])
@pytest.mark.parametrize("rounding", [None, 0, 1])
@pytest.mark.parametrize("basis", ["children's points", "children's scores"])
def test_children_contribute_points_or_scores(
    tree_method: TreeMaker, rate_tree: TreeRater, measure: str, rounding: int | None, basis: str
) -> None:
    """Weighted points of final ratings, or weighted scores as rounded: two ways to go up."""
    lower: dict[str, Any] = {"score": "mean of questions", "bands": MEAN_BANDS}
    if rounding is not None:
        lower["rounding"] = {"digits": rounding, "mode": "half up", "before": "banding"}
    bounds = {
        "mean": MEAN_BANDS,
        "sum": {"a": "16", "b": "12", "c": "5"},
        "percent": {"a": "9/10", "b": "5/8", "c": "1/3"},
    }[measure]
    method = tree_method(
        [X, Y, Z, "w"],
        {
            "top": ("upper", ["one", "two", "w"]),
            "one": ("lower", ["x", "y"]),
            "two": ("lower", ["z"]),
        },
        lower=lower,
        upper={"score": f"{measure} of {basis}", "bands": bounds, "weights": {"one": 3}},
    )
    rater = Rater.of_method(method)
    for given in sheets("xyzw", "abd-"):
        outcome = rate_tree(rater, **given)
        parts = {code: (WEIGHTS.get(code, 1), POINTS.get(value)) for code, value in given.items()}
        scores = [mean([parts["x"], parts["y"]]), mean([parts["z"]])]
        if rounding is not None:
            scores = [None if each is None else half_up(each, rounding) for each in scores]
        letters = [None if each is None else banded(each, MEAN_BANDS) for each in scores]
        points = [None if each is None else POINTS[each] for each in letters]
        one, two = scores if basis == "children's scores" else points
        made = [(3, one), (1, two), (1, parts["w"][1])]
        score = mean(made)
        if score is not None and measure == "sum":
            score = sum((w * Fraction(v) for w, v in made if v is not None), Fraction())
        if score is not None and measure == "percent":
            score /= 4
        assert outcome["top"].score == score, given
        weight = sum(w for w, v in made if v is not None)
        highest = {"mean": 4, "sum": 4 * weight, "percent": 1}[measure]
        assert outcome["top"].percentage == (None if score is None else score / highest)
        expected = None if score is None else banded(score, bounds)
        assert key_of(outcome, "top") == expected, given


@pytest.mark.parametrize("mode", ["half up", "half even", "half down", "down", "up"])
def test_cascades_of_rounded_scores(tree_method: TreeMaker, rate_tree: TreeRater, mode: str) -> None:
    """Each level rounds what the level below has rounded; bands read the last."""
    rounding = {"digits": 0, "mode": mode, "before": "banding"}
    bands = {"a": 4, "b": 3, "c": 2}
    method = tree_method(
        ["u", "v", "x", "y"],
        {
            "top": ("upper", ["mid", "y"]),
            "mid": ("upper", ["low", "x"]),
            "low": ("lower", ["u", "v"]),
        },
        lower={"score": "mean of questions", "rounding": rounding},
        upper={"score": "mean of children's scores", "rounding": rounding, "bands": bands},
    )
    rater = Rater.of_method(method)

    def rounded(number: Fraction | None) -> Fraction | None:
        if number is None or number.denominator == 1:
            return number
        down, rest = floor(number), number - floor(number)
        up = {
            "half up": rest >= Fraction(1, 2),
            "half down": rest > Fraction(1, 2),
            "half even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1),
            "down": False,
            "up": True,
        }[mode]
        return Fraction(down + up)

    for given in sheets("uvxy", "abcd-"):
        outcome = rate_tree(rater, **given)
        points = {code: POINTS.get(letter) for code, letter in given.items()}
        low = rounded(mean([(1, points["u"]), (1, points["v"])]))
        middle = rounded(mean([(1, low), (1, points["x"])]))
        top = rounded(mean([(1, middle), (1, points["y"])]))
        assert outcome["top"].shown_score == top
        expected = None if top is None else banded(top, {k: str(v) for k, v in bands.items()})
        assert key_of(outcome, "top") == expected
        assert outcome["low"].state is (State.NOTHING_ASSESSED if low is None else State.SCORED)


def test_sums_of_sums_need_more_room_than_points(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Scores that are sums may be far beyond any rating's points, and still add up exactly."""
    inputs = [f"q{number}" for number in range(6)]
    method = tree_method(
        inputs,
        {
            "top": ("total", ["one", "two"]),
            "one": ("total", ["deep"]),
            "deep": ("part", inputs[:4]),
            "two": ("part", inputs[4:]),
        },
        part={"score": "sum of questions"},
        total={"score": "sum of children's scores", "bands": {"a": 20, "b": 15, "c": 10}},
    )
    rater = Rater.of_method(method)
    for letters in product("ad-", repeat=6):
        outcome = rate_tree(rater, **dict(zip(inputs, letters, strict=True)))
        total = sum(POINTS.get(letter, 0) for letter in letters)
        assert outcome["top"].score == (total or None)
        expected = banded(Fraction(total), {"a": "20", "b": "15", "c": "10"}) if total else None
        assert key_of(outcome, "top") == expected


@pytest.mark.parametrize("digits", [None, 0, 1])
@pytest.mark.parametrize("measure", ["mean", "sum", "percent"])
def test_lower_may_be_better(
    tree_method: TreeMaker, rate_tree: TreeRater, digits: int | None, measure: str
) -> None:
    """Where points rise from the best rating on, bands are upper bounds, inclusive, after rounding."""
    bounds = {
        "mean": {"a": "1.3", "b": "2", "c": "3"},
        "sum": {"a": "4", "b": "9", "c": "17"},
        "percent": {"a": "0.3", "b": "0.5", "c": "0.8"},
    }[measure]
    rule: dict[str, Any] = {"score": f"{measure} of questions", "bands": bounds}
    if digits is not None:
        rule["rounding"] = {"digits": digits, "mode": "half up", "before": "banding"}
    method = tree_method([X, Y, Z], {"top": ("fewer", ["x", "y", "z"])}, "1 2 3 4", fewer=rule)
    points = {"a": 1, "b": 2, "c": 3, "d": 4}
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        made = [(WEIGHTS[code], points.get(letter)) for code, letter in given.items()]
        score = mean(made)
        if score is None:
            assert outcome["top"].state is State.NOTHING_ASSESSED
            continue
        if measure == "sum":
            score = Fraction(sum(w * v for w, v in made if v is not None))
        if measure == "percent":
            score /= 4
        assert outcome["top"].score == score
        seen = score if digits is None else half_up(score, digits)
        assert outcome["top"].shown_score == seen
        assert key_of(outcome, "top") == next((k for k, b in bounds.items() if seen <= Fraction(b)), "d")


def test_rounding_for_display_decides_nothing(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Bands read the exact score where rounding is for display only."""
    method = tree_method(
        ["x", "y"],
        {"top": ("plain", ["x", "y"])},
        plain={
            "score": "mean of questions",
            "rounding": {"digits": 0, "mode": "half up", "before": "display"},
            "bands": {"a": 4, "b": 3, "c": 2},
        },
    )
    node = rate_tree(Rater.of_method(method), x="a", y="b")["top"]
    assert (node.score, node.shown_score) == (Fraction(7, 2), Fraction(4))
    assert node.rating is not None
    assert node.rating.key == "b"


@pytest.mark.parametrize("lower_is_better", [False, True])
@pytest.mark.parametrize("digits", [None, 1])
def test_ratios_of_given_numbers(
    tree_method: TreeMaker, rate_tree: TreeRater, *, lower_is_better: bool, digits: int | None
) -> None:
    """A ratio is exact; without both numbers, or over nothing, there is nothing to rate."""
    bounds = {"a": "2/3", "b": "1/2", "c": "1/10"}
    if lower_is_better:
        bounds = dict(zip("abc", reversed(bounds.values()), strict=True))
    rule: dict[str, Any] = {
        "score": "ratio of part to whole",
        "bands": bounds,
        "lower_is_better": lower_is_better,
    }
    if digits is not None:
        rule["rounding"] = {"digits": digits, "mode": "half even", "before": "banding"}
    numbers = [{"code": "part", "most": 12}, {"code": "whole", "most": 9}]
    method = tree_method(numbers, {"top": ("share", ["part", "whole"])}, share=rule)
    rater = Rater.of_method(method)
    for part, whole in product([None, *range(13)], [None, *range(10)]):
        given = {k: v for k, v in (("part", part), ("whole", whole)) if v is not None}
        node = rate_tree(rater, **given)["top"]
        if part is None or not whole:
            assert (node.state, node.score, node.rating) == (State.NOTHING_ASSESSED, None, None)
            continue
        assert node.score == Fraction(part, whole)
        seen = node.score
        if digits is not None:
            seen = Fraction(round(node.score * 10), 10)  # Python rounds fractions half to even
        good = (seen <= Fraction(b) if lower_is_better else seen >= Fraction(b) for b in bounds.values())
        expected = next((key for key, held in zip(bounds, good, strict=True) if held), "d")
        assert node.rating is not None
        assert node.rating.key == expected
        assert (node.percentage, node.assessed_share) == (node.score, Fraction(1))
        assert not node.is_partial


def test_a_number_is_no_rating_among_ratings(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Numbers beside ratings have no part in means, counts and what must be assessed."""
    method = tree_method(
        ["x", "y", {"code": "n", "most": 9, "weight": 50}],
        {"top": ("mixed", ["x", "y", "n"])},
        mixed={
            "score": "mean of questions",
            "bands": MEAN_BANDS,
            "least_assessed": "50%",
            "missing": "counts as d",
            "limits": [{"id": "some", "at_most": "b", "when": {"questions": "d", "at_least": 2}}],
        },
    )
    rater = Rater.of_method(method)
    for number in (0, 4):
        node = rate_tree(rater, x="a", y="a", n=number)["top"]
        assert node.score == 4
        assert key_of(rate_tree(rater, x="a", y="a", n=number), "top") == "a"
        assert (node.weight, node.assessed_weight, node.answered) == (2, 2, 3)
    alone = rate_tree(rater, n=3)["top"]
    assert (alone.score, str(alone.rating)) == (Fraction(1), "D")
    assert [limit.id for limit in alone.verdict.triggered] == ["some"]
