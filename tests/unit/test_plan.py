"""A node while it is compiled: its inputs, its weights and what inputs add to its sums."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pamms_core import Rater, State
from pamms_core.rating.plan import make_plans, points_units, unrated_symbols
from pamms_core.rating.sums import (
    Assessed,
    Blocked,
    Given,
    Input,
    Scope,
    ScoreMargin,
    ScoreWeight,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method
    from pamms_core.rating.plan import Plan

    TreeMaker = Callable[..., Method]

INPUTS = [
    {"code": "x", "weight": 2},
    {"code": "y", "weight": 5, "critical": True},
    {"code": "n", "most": 9},
]
NODES = {"top": ("upper", ["low", "x"]), "low": ("lower", ["y", "n"])}
LOWER = {"score": "mean of questions", "least_assessed": "50%"}
UPPER = {
    "score": "mean of children's scores",
    "bands": {"a": 4, "b": 3, "c": 2},
    "weights": {"low": 3},
    "missing": {"not_assessed": "no rating", "nothing_assessed": "counts as b"},
}


def plans(method: Method) -> list[Plan]:
    """Plan the nodes of a method's own tree."""
    rater = Rater.of_method(method)
    return make_plans(rater.question_set.framework.scale, method, rater.nodes)


def test_inputs_are_questions_then_nodes(tree_method: TreeMaker) -> None:
    """Questions bring their weight, nodes are given theirs by the rule."""
    low, top = plans(tree_method(INPUTS, NODES, lower=LOWER, upper=UPPER))
    assert low.inputs == [Input("y", 5, critical=True), Input("n", 1)]
    assert top.inputs == [Input("x", 2), Input("low", 3)]
    assert (low.weights, top.weights) == ([5, 1], [2, 3])


def test_what_is_carried_is_read_below(tree_method: TreeMaker) -> None:
    """A child whose score goes up keeps the sums it is made of, tested or not; the top keeps none."""
    method = tree_method(INPUTS, NODES, lower=LOWER, upper=UPPER)
    low, top = plans(method)
    assert [type(test.sum).__name__ for test in low.read] == ["Assessed", "Total"]
    assert top.read == ()
    assert set(low.read) <= set(low.tests(Scope.BELOW))
    assert {test.scope for test in top.tests(Scope.CHILDREN)} == {Scope.CHILDREN}
    assert (points_units(low, method), points_units(top, method)) == (1, top.units)
    assert top.units % 60 == 0
    assert low.score_bounds == (Fraction(1), Fraction(4))


def test_what_an_input_adds(tree_method: TreeMaker) -> None:
    """Ratings, states, numbers and what states count as, each in the sums it belongs to."""
    _, top = plans(tree_method(INPUTS, NODES, lower=LOWER, upper=UPPER))
    keys = ("a", "b", "c", "d")
    x = Input("x", 2)

    def adds(what: object, symbol: str | int | None) -> int:
        return top.value(Test(Scope.CHILDREN, what, 1), x, symbol, keys)  # type: ignore[arg-type]

    assert [adds(Assessed(), each) for each in ("a", "nothing assessed", "not answered", 7)] == [
        2,
        2,
        0,
        0,
    ]
    assert [adds(Blocked(), each) for each in ("a", "not assessed", "not answered", None)] == [
        0,
        1,
        0,
        0,
    ]
    assert [adds(ScoreWeight(), each) for each in ("a", "nothing assessed", "not assessed")] == [2, 2, 0]
    margin = ScoreMargin(Fraction(1), 1)
    assert [adds(margin, each) for each in ("a", "nothing assessed", "not assessed")] == [6, 4, 0]
    assert [adds(Given(frozenset({"x"})), each) for each in (7, 0, None, "a")] == [1, 1, 0, 0]


def test_spans_are_of_questions_or_of_inputs(tree_method: TreeMaker) -> None:
    """A pooled field is of the questions below, any other of the node's own inputs."""
    low, top = plans(tree_method(INPUTS, NODES, lower=LOWER, upper=UPPER))
    pooled, own = (Test(scope, Assessed(), 1) for scope in (Scope.BELOW, Scope.CHILDREN))
    assert (low.span(pooled), low.span(own)) == ((1, 3), (0, 2))
    assert (top.span(pooled), top.span(own)) == ((0, 3), (0, 2))


def test_an_undetermined_child_has_no_symbol_of_its_own() -> None:
    """Every other state without a rating has; an undetermined child is tried at every rating."""
    assert set(unrated_symbols()) == {each.value for each in State} - {"rated", "undetermined"}


def test_scores_of_scores_bound_each_other(tree_method: TreeMaker) -> None:
    """Bounds of a sum are those of all it may be made of; a ratio and no score have none."""
    method = tree_method(
        [*INPUTS, {"code": "m", "most": 3}],
        {
            "top": ("upper", ["low", "x"]),
            "low": ("lower", ["y", "n"]),
            "other": ("ratio", ["m"]),
            "last": ("worst", ["other"]),
        },
        lower={"score": "sum of questions"},
        upper={"score": "sum of children's scores", "weights": {"low": 3}},
        ratio={"score": "ratio of m to m"},
        worst={"rating": "worst of children"},
    )
    low, top, other, last = plans(method)
    assert low.score_bounds == (Fraction(0), Fraction(24))
    assert top.score_bounds == (Fraction(0), Fraction(24 * 5))
    assert (other.score_bounds, last.score_bounds) == (None, None)
