"""Robustness against the engine: every corner of what is called safe, and what is said to break it."""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from trees import BANDS, MEAN, tree_method
from varying import may_be, varied, varying

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Method,
    MethodMismatchError,
    Rater,
    UnknownNameError,
    VariationError,
)
from pamms_core.rating.robust.flips import flip_points
from pamms_core.rating.robust.result import KINDS, WHOLE
from pamms_core.rating.robust.robustness import robustness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TWO = {"top": "left right", "left": "a b", "right": "c d"}
CARRIED = {"score": "mean of children's scores", "bands": BANDS}
POINTS = {"score": "mean of children's points", "bands": BANDS}
HALF = {"least_assessed": "1/2"}
PERCENT = {"score": "percent of questions", "bands": {"good": "80%", "fair": "50%"}}
ROUNDED = {**MEAN, "rounding": {"mode": "half up", "digits": 1, "before": "banding"}}
CARELESS = {**CARRIED, "missing": {"nothing_assessed": "counts as poor"}}
JUDGED = {
    "cases": [{"rating": "good", "when": {"children": "good", "at_least": "all"}}],
    "otherwise": "undetermined",
}
LIMITED = {**MEAN, "limits": [{"id": "flagged", "at_most": "poor", "when": {"flag": "shut"}}]}


def method(top: Mapping[str, Any], left: Mapping[str, Any] = MEAN, **more: Any) -> Method:
    """Return a method of a top and two parts of two questions each."""
    return tree_method({"top": top, "left": left, "right": MEAN}, TWO, **more)


METHODS = {
    "pooled": method({**MEAN, **HALF}, {**MEAN, **HALF}),
    "percent": method(PERCENT, PERCENT),
    "worst": method({"rating": "worst of children"}, {**MEAN, **HALF}),
    "scores": method(CARRIED),
    "scores, rounded": method(CARRIED, ROUNDED),
    "scores of few": method(CARELESS, {**MEAN, **HALF}),
    "percent of scores": method(
        {"score": "percent of children's scores", "bands": {"good": "80%", "fair": "50%"}}
    ),
    "scores of the few": tree_method(
        {"top": CARRIED, "left": {**MEAN, **HALF}, "right": {**MEAN, **HALF}}, TWO
    ),
    "points": method(POINTS),
    "sum": method({"score": "sum of children's scores", "bands": {"good": 5, "fair": 3}}),
    "counting what is missing": method(MEAN, {**MEAN, "missing": {"not_assessed": "counts as poor"}}),
}
SHEETS = (
    "good poor fair good",
    "poor good good fair",
    "fair - poor good",
    "- - good fair",
    "good fair fair -",
)


def rater_of(made: Method, weights: Sequence[int] = (3, 2, 4, 3)) -> Rater:
    """Return a rater with these weights."""
    plain = Rater.of_method(made)
    codes = [each.code for each in plain.question_set]
    return Rater(plain.question_set.with_weights(dict(zip(codes, weights, strict=True))), made)


def sheet(rater: Rater, ratings: str, **flags: bool) -> Answers:
    """Write a sheet: ratings in the set's order, a dash for not assessed."""
    made = rater.question_set
    words: dict[str, Any] = {"-": NOT_ASSESSED, **{each.key: each for each in made.framework.scale}}
    given = {each.code: Answer(words[w]) for each, w in zip(made, ratings.split(), strict=True)}
    return Answers(set_id=made.id, edition=made.edition, entries=given, flags=flags)


def whole(share: Fraction) -> Fraction:
    """Return a share with few digits, below a share that is above 0."""
    return Fraction(max(ceil(share * 20) - 1, 0), 20)


def becomes_with(rater: Rater, of: str, values: Mapping[str, Fraction], answers: Answers) -> set[str]:
    """Rate anew with other values; nothing is known where the engine refuses such large weights."""
    try:
        return may_be(varied(rater, of, values), answers, "top")
    except (MethodMismatchError, VariationError):
        return set()


@pytest.mark.parametrize("of", KINDS)
@pytest.mark.parametrize("name", METHODS)
def test_nothing_in_a_safe_box_changes_and_what_breaks_does(name: str, of: str) -> None:
    """At each corner of the safe box the rating stands; the breaking values change it."""
    rater, broken = rater_of(METHODS[name]), 0
    for ratings in SHEETS:
        answers = sheet(rater, ratings)
        for node in ("top",):
            found = robustness(rater, answers, of=of, at=node)
            now = may_be(rater, answers, node)
            assert set(found.rating) == now
            assert 0 <= found.safe <= (WHOLE if found.breaks is None else found.breaks)
            values = varying(rater, of)
            share = whole(found.safe)
            for signs in ((1, 1, 1, 1), (-1, -1, -1, -1), (1, -1, 1, -1), (-1, 1, 1, -1)):
                corner = {
                    key: value * (1 + share * sign)
                    for (key, value), sign in zip(values.items(), cycle(signs), strict=False)
                }
                assert may_be(varied(rater, of, corner), answers, node) == now
            if found.breaking is not None:
                broken += 1
                becomes = becomes_with(rater, of, found.breaking.values, answers)
                assert becomes in (set(), set(found.breaking.becomes))
                assert becomes != now
                for key, value in found.breaking.values.items():
                    assert abs(value - values[key]) <= found.breaking.by * abs(values[key])
                assert found.breaks is not None
                assert found.breaks <= found.breaking.by
    assert broken


@pytest.mark.parametrize("name", METHODS)
def test_one_weight_is_exact_for_every_method(name: str) -> None:
    """The nearest flip of a weight, below 100 %, is how far it may vary."""
    rater = rater_of(METHODS[name])
    for ratings in SHEETS:
        answers = sheet(rater, ratings)
        flips = flip_points(rater, answers, at="top").flips
        for question in rater.question_set:
            found = robustness(rater, answers, of=question.code, at="top")
            near = [abs(each.by) for each in flips if each.code == question.code and abs(each.by) < 1]
            assert found.is_exact
            assert found.safe == min(near, default=WHOLE)
            if found.breaking is not None:
                becomes = becomes_with(rater, "weights", found.breaking.values, answers)
                assert becomes in (set(), set(found.breaking.becomes))
                assert found.is_attained is (found.breaking.by == found.breaks)


def test_a_weight_that_is_not_below_matters_nothing() -> None:
    """A question of another part may weigh anything, and the words say so."""
    rater = rater_of(METHODS["pooled"])
    found = robustness(rater, sheet(rater, SHEETS[0]), of="c", at="left")
    assert (found.safe, found.breaks, found.breaking, found.is_exact) == (WHOLE, None, None, True)
    assert found.sentences[-1] == "No change was found for any variation below 100%."
    assert "the weight of c varies by less than 100.00%" in str(found)
    assert found.rows == ()
    assert repr(found).startswith("<Robustness of left to c, hypothetical: 100%")


def test_what_does_not_exist_is_named() -> None:
    """Neither a kind nor a question, and no such node: the error has the name and what is allowed."""
    rater = rater_of(METHODS["pooled"])
    answers = sheet(rater, SHEETS[0])
    with pytest.raises(UnknownNameError, match=r"'wieghts'.*weights") as error:
        robustness(rater, answers, of="wieghts")
    assert error.value.name == "wieghts"
    with pytest.raises(UnknownNameError, match="'bottom'") as error:
        flip_points(rater, answers, at="bottom")
    assert error.value.name == "bottom"


def test_a_flag_that_was_not_given_is_tried_both_ways() -> None:
    """The rating is then all that it may be, and so is what a weight turns it into."""
    made = method(LIMITED, flags=("shut",))
    rater = rater_of(made)
    unknown, known = sheet(rater, SHEETS[0]), sheet(rater, SHEETS[0], shut=False)
    both, one = (flip_points(rater, each, at="top") for each in (unknown, known))
    assert set(both.rating) == {"poor", *one.rating}
    assert [each.flips_at for each in both.flips] == [each.flips_at for each in one.flips]
    assert all(
        set(b.becomes) == {"poor", *o.becomes} for b, o in zip(both.flips, one.flips, strict=True)
    )
    found = robustness(rater, unknown, at="top")
    assert found.safe == robustness(rater, known, at="top").safe
    assert set(found.rating) == set(both.rating)


def test_a_part_left_to_judgement_is_tried_at_every_rating() -> None:
    """A parent of its points may be several things; the flips of each are found."""
    rater = rater_of(
        tree_method(
            {"top": POINTS, "judged": JUDGED, "right": MEAN},
            {"top": "judged right", "judged": "a b", "right": "c d"},
        )
    )
    answers = sheet(rater, "good poor good poor")
    found = flip_points(rater, answers, at="top")
    assert set(found.rating) == may_be(rater, answers, "top")
    assert len(found.rating) > 1
    for flip in found.flips:
        weight = flip.flips_at + (0 if flip.is_attained else Fraction(1 if flip.rises else -1, 1000))
        assert may_be(varied(rater, "weights", {flip.code: weight}), answers, "top") == set(flip.becomes)
    assert {each.code for each in found.flips} == {"c", "d"}
    box = robustness(rater, answers, at="top")
    assert set(box.rating) == set(found.rating)


def test_results_are_told_in_words_and_as_rows() -> None:
    """Words, rows and pages have the exact values, and a varied set is called hypothetical."""
    rater = rater_of(METHODS["pooled"])
    answers = sheet(rater, SHEETS[0])
    flips = flip_points(rater, answers, at="left")
    assert flips.nearest is not None
    assert flips.rows[0]["code"] == flips.flips[0].code
    assert flips.sentences[0].startswith("Hypothetical: weight of ")
    assert str(flips).endswith(f"could each, as a what-if, turn left from {flips.rating[0]}.")
    assert "; hypothetical: weight of" in repr(flips).lower() or "hypothetical" in repr(flips)
    assert "<table" in flips._repr_html_()
    assert attrs.evolve(flips, flips=()).nearest is None
    plain = Rater.of_method(METHODS["pooled"])
    bare = flip_points(plain, sheet(plain, SHEETS[0]), at="left")
    assert len(bare.sentences) == 1
    assert repr(bare).endswith(f"hypothetical: {len(bare.flips)}>")
    found = robustness(plain, sheet(plain, SHEETS[0]), at="left")
    assert found.rows
    assert not found.hypothetical
    assert "which is a what-if" in str(found)
    assert "<table" in found._repr_html_()
    loose = attrs.evolve(found, safe=found.safe / 2)
    assert " to " in repr(loose)
    assert "a bound from above" in str(loose)


def test_at_the_very_edge_anything_changes_it() -> None:
    """A score that just reaches its threshold is safe against nothing, and loses just beyond."""
    rater = rater_of(METHODS["pooled"], (1, 1, 1, 1))
    found = robustness(rater, sheet(rater, "good fair good fair"), at="top")
    assert found.safe == 0
    assert found.breaks == 0
    assert not found.is_attained
    assert found.rating == ("good",)
    assert found.breaking is not None
    assert found.breaking.becomes == ("fair",)


def test_a_ratio_of_given_numbers_goes_with_thresholds_only() -> None:
    """Weights and points do not move it; a threshold does, from its own value on."""
    rate = {"score": "ratio of some to all", "bands": {"good": "80%", "fair": "50%"}}
    made = tree_method(
        {"top": {**CARRIED, "score": "mean of children's points"}, "left": rate, "right": MEAN},
        {"top": "left right", "left": "some all", "right": "c d"},
        inputs={"some": {"most": 9}, "all": {"most": 9}},
    )
    rater = Rater.of_method(made)
    good = rater.question_set.framework.scale["good"]
    answers = Answers(
        set_id=rater.question_set.id,
        edition=rater.question_set.edition,
        entries={code: Answer(good) for code in "cd"},
        numbers={"some": 6, "all": 8},
    )
    assert robustness(rater, answers, at="left").breaks is None
    assert robustness(rater, answers, of="points", at="left").breaks is None
    found = robustness(rater, answers, of="thresholds", at="left")
    assert (found.safe, found.is_exact) == (Fraction(1, 16), True)
    assert set(robustness(rater, answers, at="top").rating) == may_be(rater, answers, "top")
    assert flip_points(rater, answers, at="top").flips == ()


def test_bounds_that_whole_weights_do_not_tell_apart_are_both_looked_at() -> None:
    """Two bands of a sum with one test: the nearer one decides how far anything may vary."""
    close = {"score": "sum of questions", "bands": {"good": "57/10", "fair": "56/10"}}
    rater = rater_of(method(MEAN, close), (1, 1, 1, 1))
    found = robustness(rater, sheet(rater, "good good good fair"), of="thresholds", at="left")
    assert found.rating == ("good",)
    assert found.safe == Fraction(6) / Fraction(57, 10) - 1


def test_parts_that_may_all_drop_out_are_looked_at() -> None:
    """Where each part may fall short of the assessed weight, the whole may have nothing."""
    rater = rater_of(METHODS["scores of the few"], (3, 2, 4, 3))
    answers = sheet(rater, "good - fair -")
    found = robustness(rater, answers, at="top")
    assert found.breaking is not None
    assert found.safe <= found.breaking.by
    left = robustness(rater, answers, at="left")
    assert left.safe == Fraction(1, 5)  # 3 of 5 are assessed: 3 (1 - x) = 2 (1 + x)
