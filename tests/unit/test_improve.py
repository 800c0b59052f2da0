"""What may be asked of the cheapest changes, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from trees import MEAN, tree_method

from pamms_core import (
    NOT_ASSESSED,
    Answers,
    ChangeRequestError,
    Concordance,
    ConcordanceError,
    Cost,
    Impossible,
    Improvement,
    Rater,
    Rating,
    UnknownNameError,
    Unsettled,
    concordance,
    load_answers,
    load_set,
)
from pamms_core._frozen import FrozenMap


@pytest.fixture(scope="module")
def rater() -> Rater:
    """The full set under the reference method."""
    return Rater(load_set("east-of-england-accommodation"))


@pytest.fixture(scope="module")
def poor(rater: Rater) -> Answers:
    """A service that requires improvement."""
    return load_answers("poor-management", rater.question_set)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"fixed": ["A01"], "only": ["A01"]}, "A01 is fixed, and also among what is to be changed"),
        ({"fixed": ["A1"]}, "'A1' is not a question of the set (did you mean 'A14'?)"),
        ({"together": [["A01", "A02"], ["A02"]]}, "A02 is in more than one group"),
        ({"together": [["A01"]], "only": ["A02"]}, "A01 is in a group, but not among what may change"),
        ({"cost": Cost(per_step=0)}, "a change of a question must cost more than 0"),
        ({"cost": Cost(per_step=-1)}, "cost per_step must be exact and 0 or more, not -1"),
        ({"cost": 3}, "cost must be a Cost, not 3"),
        ({"at_most": {"A01": "god"}}, "A01: unknown rating 'god'"),
        ({"may_become": {"A01": {"good": 0}}}, "A01: a cost must be above 0, not 0"),
        ({"may_become": {"A01": {7: 1}}}, "A01: 7 is no rating"),
        ({"may_become": {"A1": {"good": 1}}}, "'A1' is not a question of the set (did you mean 'A14'?)"),
        ({"fixed": 3}, "fixed must be codes, not 3"),
        ({"together": 3}, "together must be codes, not 3"),
        ({"together": ["A01"]}, "together must be groups of codes, and 'A01' is none"),
        ({"at_most": ["A01"]}, "at_most must say by code what is allowed, not ['A01']"),
        ({"may_become": ["A01"]}, "may_become must say by code what is allowed, not ['A01']"),
        (
            {"may_become": {"A01": ["good"]}},
            "may_become must give each change of A01 a cost, not ['good']",
        ),
        ({"budget": -1}, "budget must be a whole number of 0 or more, not -1"),
        ({"plans": 0}, "plans must be a whole number of 1 or more, not 0"),
        ({"colour": 1}, "'colour' is nothing that can be asked here"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(
    rater: Rater, poor: Answers, asked: dict[str, Any], reason: str
) -> None:
    """Every contradiction is an error that says which."""
    with pytest.raises(ChangeRequestError, match=r"\w") as error:
        rater.improve(poor, "good", **asked)
    assert any(each.startswith(reason.partition(" (did")[0]) for each in error.value.reasons)


def test_a_target_and_a_node_must_exist(rater: Rater, poor: Answers) -> None:
    """A rating that is not on the scale, and a node that is not in the tree, are refused by name."""
    with pytest.raises(UnknownNameError, match="unknown rating 'splendid'") as rating:
        rater.improve(poor, "splendid")
    with pytest.raises(UnknownNameError, match="unknown node 'domain-9'") as node:
        rater.improve(poor, "good", at="domain-9")
    assert (rating.value.name, node.value.name) == ("splendid", "domain-9")


def test_without_answers_there_is_no_way(rater: Rater, poor: Answers) -> None:
    """An empty sheet, and one with nothing but not assessed, say which answers are missing."""
    empty = attrs.evolve(poor, entries={})
    unassessed = empty.changed(dict.fromkeys(poor, NOT_ASSESSED))
    for sheet in (empty, unassessed):
        found = rater.improve(sheet, "good")
        assert isinstance(found, Impossible)
        assert len(found.missing) == len(rater.questions)
        assert found.best is None
        assert "Without a rating: A01" in str(found)


def test_an_unrated_question_may_become_rated(rater: Rater, poor: Answers) -> None:
    """What is told to be possible is used, at its whole cost."""
    codes = [question.code for question in rater.questions[:5]]
    sheet = poor.changed(dict.fromkeys(codes, NOT_ASSESSED))
    listed = {code: {"good": Fraction(3, 2)} for code in codes}
    found = rater.improve(sheet, "good", at="standard-1", may_become=listed)
    assert isinstance(found, Improvement | Impossible)
    assert isinstance(rater.improve(sheet, "good", at="standard-1"), Impossible | Improvement)


def test_a_small_budget_says_what_is_proven(rater: Rater, poor: Answers) -> None:
    """A search that stops early claims no cost, and tells a bound."""
    found = rater.improve(poor, "excellent", budget=100)
    assert isinstance(found, Unsettled)
    assert found.above == 146
    assert "Not settled within 100 additions; every plan costs more than 146." in str(found)
    assert "<Unsettled: overall" in repr(found)
    assert "<table" in found._repr_html_()


def test_results_show_themselves_and_are_marked(rater: Rater, poor: Answers) -> None:
    """Text, rows and HTML are there, and every plan says hypothetical."""
    found = rater.improve(poor, "good", at="standard-8")
    assert isinstance(found, Improvement)
    assert "hypothetical" in repr(found)
    assert all(each.startswith("answer to ") for each in found.plan.hypothetical)
    assert found.rows == found.plan.rows
    assert found.curve.points[0].cost == 0
    for shown in (found, found.curve, rater.robustness(poor), rater.flip_points(poor)):
        assert "<table" in shown._repr_html_()
        assert str(shown)
    with pytest.raises(attrs.exceptions.FrozenInstanceError, match=r".*"):
        found.cost = Fraction(1)  # type: ignore[misc]


def test_what_makes_a_set_hypothetical_marks_every_result(rater: Rater, poor: Answers) -> None:
    """A weight that was varied is named by what is found, impossible or unsettled (S5)."""
    varied = Rater(rater.question_set.with_weights({"F01": 30}))
    mark = "weight of F01 from 3 to 30"
    found = varied.improve(poor, "good", at="standard-8")
    none = varied.improve(poor, "excellent", at="standard-8", only=["F01"])
    stopped = varied.improve(poor, "good", at="standard-8", budget=0)
    for each, kind in ((found, Improvement), (none, Impossible), (stopped, Unsettled)):
        assert isinstance(each, kind)
        assert each.hypothetical == (mark,)
        assert each.sentences[0] == f"Hypothetical: {mark}."
        assert mark in repr(each)
        assert "<table" in each._repr_html_()
    assert isinstance(found, Improvement)
    assert found.plan.hypothetical[0] == mark
    curve = varied.trade_off(poor, at="standard-8")
    assert curve.sentences[0] == f"Hypothetical: {mark}."
    assert mark in repr(curve)


def test_what_is_reached_already_needs_no_change(rater: Rater, poor: Answers) -> None:
    """The plan is to change nothing, at no cost."""
    found = rater.improve(poor, "poor")
    assert isinstance(found, Improvement)
    assert found.cost == 0
    assert (found.count, found.rows) == (1, ())
    assert found.sentences[-1] == "Nothing needs to change."
    assert str(found.plan) == "no change (cost 0)"
    assert repr(found.plan) == "<Plan, hypothetical: 0 changes, cost 0: Requires Improvement>"


def test_the_impossible_gives_its_reasons_even_where_no_more_may_be_tried(
    rater: Rater, poor: Answers
) -> None:
    """Without a budget no nearest plan is looked for: the reasons are of the sheet as it is."""
    found = rater.improve(poor, "good", only=["A01"], budget=0)
    assert isinstance(found, Impossible)
    assert found.best is None
    assert found.rows[0] == {"reason": "Overall can become Requires Improvement, and no better."}


def test_a_rating_must_be_of_the_sets_own_scale(rater: Rater, poor: Answers) -> None:
    """A rating of another scale is no target, whatever it is called."""
    scale = tree_method({"top": MEAN}, {"top": "a"}).own_set().framework.scale
    with pytest.raises(UnknownNameError, match=r"unknown rating 'three: good'") as refused:
        rater.improve(poor, scale.best)
    assert refused.value.known == rater.question_set.framework.scale.keys


def test_what_may_not_change_never_makes_it_cheaper(rater: Rater, poor: Answers) -> None:
    """A fixed question, a limit and a list of its own are kept to, and cost at least as much."""
    asked: dict[str, Any] = {"at": "standard-8"}
    free = rater.improve(poor, "excellent", **asked)
    assert isinstance(free, Improvement)
    first = free.plan.changes[0]
    assert isinstance(first.before, Rating)
    now = first.before.key
    for more in (
        {"fixed": [first.code]},
        {"at_most": {first.code: now}},
        {"at_most": {"standard-8": "good"}},
        {"may_become": {first.code: {now: 1}}},
    ):
        found = rater.improve(poor, "excellent", **asked, **more)
        if isinstance(found, Improvement):
            assert found.cost >= free.cost
            assert first.code not in {each.code for each in found.plan.changes}
        else:
            assert isinstance(found, Impossible)


def test_kappa_is_the_textbooks(rater: Rater, poor: Answers) -> None:
    """Cohen's example of two raters, with equal, linear and quadratic weights, worked by hand."""
    keys = rater.question_set.framework.scale.keys
    table = {
        (keys[0], keys[0]): 20,
        (keys[0], keys[1]): 5,
        (keys[1], keys[0]): 10,
        (keys[1], keys[1]): 15,
    }
    found = attrs.evolve(concordance(rater, rater, [poor]), table=FrozenMap(table))
    assert isinstance(found, Concordance)
    assert found.kappa == found.linear_kappa == found.quadratic_kappa == Fraction(2, 5)
    assert concordance(rater, rater, [poor]).kappa is None
    with pytest.raises(ConcordanceError, match="at least one sheet") as error:
        concordance(rater, rater, [])
    assert isinstance(error.value, ValueError)
