"""Methods with their own tree: what its rules say of ratings and states, against plain code."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from plain_fractions import MEAN_BANDS, POINTS, WEIGHTS, X, Y, Z, banded, key_of, mean, sheets

from pamms_core import MethodMismatchError, Outcome, Rater, State, rate
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method, QuestionSet

    TreeMaker = Callable[..., Method]
    TreeRater = Callable[..., Outcome]


def test_a_node_may_have_inputs_and_nodes(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Pooled, a mixed node's score is the mean of all inputs below it; its children may be counted."""
    method = tree_method(
        [X, Y, Z],
        {"top": ("upper", ["x", "low"]), "low": ("lower", ["y", "z"])},
        lower={"score": "mean of questions", "bands": MEAN_BANDS},
        upper={
            "score": "mean of questions",
            "bands": MEAN_BANDS,
            "limits": [{"id": "two", "at_most": "c", "when": {"children": "c or worse", "at_least": 2}}],
        },
    )
    rater = Rater.of_method(method)
    assert [node.code for node in rater.nodes] == ["low", "top"]
    assert [question.code for question in rater.questions] == ["x", "y", "z"]
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        parts = {code: (WEIGHTS[code], POINTS.get(value)) for code, value in given.items()}
        low = mean([parts["y"], parts["z"]])
        top = mean(list(parts.values()))
        assert (outcome["low"].score, outcome["top"].score) == (low, top)
        below = None if low is None else banded(low, MEAN_BANDS)
        assert key_of(outcome, "low") == below
        earned = None if top is None else banded(top, MEAN_BANDS)
        if earned and given["x"] in "cd" and below in {"c", "d"}:
            earned = max(earned, "c")
        assert key_of(outcome, "top") == earned


def test_several_tops_stand_side_by_side(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Nodes that are nobody's child are tops; none of them need be called overall."""
    rule = {"rating": "worst of children"}
    method = tree_method(
        ["x", "y", "z"], {"one": ("worst", ["x", "y"]), "two": ("worst", ["z"])}, worst=rule
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        known = sorted(letter for letter in (given["x"], given["y"]) if letter != "-")
        assert [top.code for top in outcome.tops] == ["one", "two"]
        assert key_of(outcome, "one") == (known[-1] if known else None)
        assert key_of(outcome, "two") == (None if given["z"] == "-" else given["z"])
        assert outcome.domains == outcome.standards == ()
        assert NodeKind.OVERALL not in outcome


def test_a_tree_may_be_deep(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A chain of a hundred nodes passes its one rating up, and pools its one score."""
    names = [f"n{number}" for number in range(100)]
    nodes = {
        name: ("link", [below] if below else ["x", "y"])
        for name, below in zip(names, [*names[1:], ""], strict=True)
    }
    method = tree_method(
        ["x", "y"],
        nodes,
        link={"score": "mean of questions", "bands": MEAN_BANDS, "least_assessed": "50%"},
    )
    rater = Rater.of_method(method)
    assert len(rater.nodes) == 100
    for given in sheets("xy"):
        outcome = rate_tree(rater, **given)
        score = mean([(1, POINTS.get(letter)) for letter in given.values()])
        expected = None if score is None else banded(score, MEAN_BANDS)
        assert {key_of(outcome, name) for name in names} == {expected}
        assert outcome["n0"].score == score


@pytest.mark.parametrize("extreme", ["worst", "best"])
def test_extremes_are_of_the_children_present(
    tree_method: TreeMaker, rate_tree: TreeRater, extreme: str
) -> None:
    """The worst or the best of the children that have a rating, be they inputs or nodes."""
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("ends", ["x", "low"]), "low": ("ends", ["y", "z"])},
        ends={"rating": f"{extreme} of children"},
    )
    rater = Rater.of_method(method)
    pick = max if extreme == "worst" else min
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        known = [letter for letter in given.values() if letter != "-"]
        assert key_of(outcome, "top") == (pick(known) if known else None)
        assert outcome["top"].score is None


MISSING = [
    "left out",
    "no rating",
    "counts as d",
    {"not_assessed": "no rating"},
    {"not_answered": "no rating", "nothing_assessed": "counts as c"},
    {"nothing_assessed": "no rating", "too_little_assessed": "counts as b"},
    {"too_little_assessed": "no rating", "a_part_has_no_rating": "counts as a"},
    {"a_part_has_no_rating": "no rating"},
]


def test_tables_look_up_all_their_children(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Every row is found again; with a child missing the node lacks a part."""
    results = {
        (one, two): "abcd"[(3 * "abcd".index(one) + 5 * "abcd".index(two)) % 4]
        for one, two in product("abcd", repeat=2)
    }
    rows = [[one, two, result] for (one, two), result in results.items()]
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("look-up", ["low", "y"]), "low": ("worst", ["x", "z"])},
        **{
            "look-up": {"table": {"over": ["y", "low"], "rows": rows}},
            "worst": {"rating": "worst of children"},
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        low = key_of(outcome, "low")
        if low is None or given["y"] == "-":
            nothing = low is None and given["y"] == "-"
            assert outcome["top"].state is (State.NOTHING_ASSESSED if nothing else State.PART_MISSING)
            continue
        assert key_of(outcome, "top") == results[given["y"], low]


def test_steps_are_clamped_one_by_one(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A step off the end of the scale stays at the end, and the next one starts from there."""
    steps = [
        {"by": 1, "when": {"child": "y", "is": "a"}},
        {"by": -2, "when": {"child": "y", "is": "c or worse"}},
        {"by": -1, "when": {"child": "z", "is": "d"}},
        {"by": 3, "when": [{"child": "z", "is": "a"}, {"child": "y", "is": "b or worse"}]},
    ]
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("stepped", ["x", "y", "z"])},
        stepped={"start": "x", "steps": steps},
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        node = rate_tree(rater, **given)["top"]
        y, z = given["y"], given["z"]
        if all(letter == "-" for letter in given.values()):
            assert node.state is State.NOTHING_ASSESSED
            continue
        if given["x"] == "-":
            assert node.state is State.PART_MISSING
            continue
        rank = "dcba".index(given["x"])
        for by, holds in ((1, y == "a"), (-2, y in "cd"), (-1, z == "d"), (3, z == "a" and y in "bcd")):
            rank = min(max(rank + by * holds, 0), 3)
        assert node.rating is not None
        assert node.rating.key == "dcba"[rank]


@pytest.mark.parametrize("policy", MISSING, ids=str)
@pytest.mark.parametrize("score", ["", "mean of children's points", "mean of children's scores"])
def test_every_state_goes_up_as_its_parent_says(
    tree_method: TreeMaker, rate_tree: TreeRater, policy: str | dict[str, str], score: str
) -> None:
    """For each state without a rating a rule says: left out, no rating, or the rating it counts as."""
    reading = {"score": score, "bands": MEAN_BANDS} if score else {"rating": "worst of children"}
    plain = {"score": "mean of questions", "bands": MEAN_BANDS}
    method = tree_method(
        ["x", "u", "v", "y"],
        {
            "top": ("upper", ["x", "little", "strict"]),
            "little": ("half", ["u", "v"]),
            "strict": ("all", ["y"]),
        },
        upper={**reading, "missing": policy},
        half={**plain, "least_assessed": "51%"},
        all={**plain, "missing": {"not_assessed": "no rating"}},
    )
    rater = Rater.of_method(method)
    states = ("not_assessed", "not_answered", "nothing_assessed", "too_little_assessed")
    named = (
        dict.fromkeys((*states, "a_part_has_no_rating"), policy) if isinstance(policy, str) else policy
    )
    for given in sheets("xuvy", "ad- "):
        outcome = rate_tree(rater, **given)
        parts: list[Fraction | str] = []
        for symbol, value in (
            ({"-": "not_assessed", " ": "not_answered"}.get(given["x"], given["x"]), None),
            (_half(given["u"], given["v"]), None),
            ({"-": "a_part_has_no_rating", " ": "nothing_assessed"}.get(given["y"], given["y"]), None),
        ):
            means = symbol
            if isinstance(symbol, str) and symbol not in POINTS:
                means = named.get(symbol, "left out").removeprefix("counts as ")
            parts.append(means if value is None else value)
        top = outcome["top"]
        if "no rating" in parts:
            assert top.state is State.PART_MISSING, given
            continue
        known = [each for each in parts if each != "left out"]
        if not known:
            assert top.state is State.NOTHING_ASSESSED, given
            continue
        values = [POINTS[each] if isinstance(each, str) else each for each in known]
        assert top.rating is not None
        if score:
            points = [
                POINTS[banded(value, MEAN_BANDS)] if score.endswith("points") else value
                for value in map(Fraction, values)
            ]
            assert top.score == Fraction(sum(points), len(points)), given
            assert top.rating.key == banded(Fraction(sum(points), len(points)), MEAN_BANDS)
        else:
            worst = [banded(Fraction(value), MEAN_BANDS) for value in values]
            assert top.rating.key == max(worst), given


def _half(u: str, v: str) -> str | Fraction:
    """Return the state of a node that needs more than half of two inputs, or its score."""
    known = [POINTS[letter] for letter in (u, v) if letter in POINTS]
    if len(known) < 2:
        return "too_little_assessed" if known else "nothing_assessed"
    return Fraction(sum(known), 2)


@pytest.mark.parametrize("population", ["children", "questions", "critical"])
@pytest.mark.parametrize("share", ["50%", "2/3", "all", "1/3"])
def test_shares_are_of_those_present(
    tree_method: TreeMaker, rate_tree: TreeRater, population: str, share: str
) -> None:
    """A share is of the inputs of the population that have a rating; of none, it never holds."""
    method = tree_method(
        [{"code": code, "critical": code in "xy"} for code in "wxyz"],
        {"top": ("shared", list("wxyz"))},
        shared={
            "cases": [{"rating": "d", "when": {population: "c or worse", "at_least": share}}],
            "otherwise": "a",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("wxyz", "ad-"):
        codes = "xy" if population == "critical" else "wxyz"
        known = [given[code] for code in codes if given[code] != "-"]
        wanted = Fraction(1) if share == "all" else Fraction(share.removesuffix("%"))
        wanted = wanted / 100 if share.endswith("%") else wanted
        holds = bool(known) and Fraction(known.count("d"), len(known)) >= wanted
        outcome = rate_tree(rater, **given)
        if all(letter == "-" for letter in given.values()):
            assert outcome["top"].state is State.NOTHING_ASSESSED
        else:
            assert key_of(outcome, "top") == ("d" if holds else "a")


def test_thresholds_may_depend_on_how_many_are_present(
    tree_method: TreeMaker, rate_tree: TreeRater
) -> None:
    """The threshold is that of the most present children reached; below the first it never holds."""
    by_present = [{"present": 2, "count": 1}, {"present": 3, "count": 3}, {"present": 4, "count": 2}]
    method = tree_method(
        list("wxyz"),
        {"top": ("counted", list("wxyz"))},
        counted={
            "cases": [{"rating": "d", "when": {"children": "c or worse", "at_least": by_present}}],
            "otherwise": "a",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("wxyz", "acd-"):
        known = [letter for letter in given.values() if letter != "-"]
        if not known:
            continue
        low = sum(letter in "cd" for letter in known)
        needed = {1: 5, 2: 1, 3: 3, 4: 2}[len(known)]
        assert key_of(rate_tree(rater, **given), "top") == ("d" if low >= needed else "a")


def test_comparisons_need_both_children(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """One child above another; where either has no rating, neither is above."""
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("compared", ["x", "y", "z"])},
        compared={
            "cases": [
                {"rating": "a", "when": {"child": "x", "above": "y"}},
                {"rating": "b", "when": {"child": "y", "above": "x"}},
            ],
            "otherwise": "c",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        x, y = given["x"], given["y"]
        both = "-" not in (x, y)
        expected = "a" if both and x < y else "b" if both and y < x else "c"
        outcome = rate_tree(rater, **given)
        assert key_of(outcome, "top") == (None if set(given.values()) == {"-"} else expected)


def test_a_node_is_rated_by_the_rule_it_names(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A rule that happens to be called like a node is that node's only where the node says so."""
    method = tree_method(
        ["x", "y"],
        {"one": ("two", ["x", "y"]), "top": ("one", ["one"])},
        one={"rating": "best of children"},
        two={"rating": "worst of children"},
    )
    outcome = rate_tree(Rater.of_method(method), x="a", y="d")
    assert (key_of(outcome, "one"), key_of(outcome, "top")) == ("d", "d")


def test_only_its_own_set_fits(tree_method: TreeMaker, full_set: QuestionSet) -> None:
    """A method with its own tree refuses any other set; one without has no set of its own."""
    method = tree_method(["x"], {"top": ("worst", ["x"])}, worst={"rating": "worst of children"})
    with pytest.raises(MethodMismatchError, match="it has a tree of its own") as caught:
        Rater(full_set, method)
    assert caught.value.reasons == ("it has a tree of its own, and rates answers to its own set only",)
    with pytest.raises(
        ValueError, match="method 'grown' has no tree of its own; it rates question sets"
    ):
        attrs.evolve(method, tree=None).own_set()


def test_the_set_of_its_own_says_what_it_asks(tree_method: TreeMaker) -> None:
    """Inputs are asked for by title, with their weight, whether critical, and the largest number."""
    method = tree_method(
        [{"code": "x", "title": "An x", "weight": 3, "critical": True}, {"code": "n", "most": 7}],
        {"top": ("worst", ["x", "n"])},
        worst={"rating": "worst of children"},
    )
    asked = method.own_set()
    assert (asked.id, asked.edition, asked.title) == ("grown", "1", "Grown")
    assert [(each.code, each.text, each.weight, each.critical, each.most) for each in asked] == [
        ("x", "An x", 3, True, None),
        ("n", "n", 1, False, 7),
    ]
    assert rate(asked, Rater.of_method(method).rate(answers_of(asked)).answers, method).tops


def answers_of(question_set: QuestionSet) -> Any:
    """Return an empty sheet of a set."""
    from pamms_core import Answers

    return Answers(set_id=question_set.id, edition=question_set.edition)
