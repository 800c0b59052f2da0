"""The cheapest changes on small methods of every kind, beside a look at every sheet."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs
import pytest
from trees import BANDS, MEAN, tree_method

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    ChangeRequestError,
    Cost,
    Impossible,
    Improvement,
    Rater,
    Unsettled,
)
from pamms_core.rating.improving.asking import Asked
from pamms_core.rating.improving.goal import Goal
from pamms_core.rating.improving.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core import Method
    from pamms_core.rating.verdict import Verdict

WORST: Final = {"rating": "worst of children"}
CAPPED: Final = {
    **MEAN,
    "limits": [{"id": "bad", "at_most": "fair", "when": {"children": "poor", "at_least": 1}}],
}
JUDGED: Final = {
    "cases": [{"rating": "good", "when": {"children": "good", "at_least": "all"}}],
    "otherwise": "undetermined",
}
BREACH: Final = {"id": "breach", "at_most": "fair", "when": {"flag": "breach"}}
LOWER: Final = {"score": "mean of questions", "bands": {"good": "3/2", "fair": "5/2"}}
UP: Final = {"poor": {"fair": 2, "good": 3}, "fair": {"good": 2}, "good": {}}
DOWN: Final = {"good": {"fair": 1, "poor": 3}, "fair": {"poor": 2}, "poor": {}}
ANY: Final = {
    each: {
        to: cost
        for to, cost in {"good": 3, "fair": 1, "poor": 1, "not assessed": 2}.items()
        if to != each
    }
    for each in ("good", "fair", "poor", "not assessed")
}


class Small(NamedTuple):
    """A method, a sheet of it, and what its answers may become."""

    method: Method
    given: Mapping[str, str | int]
    may: Mapping[str, Mapping[Any, int]]
    flags: Mapping[str, bool] = {}


def small(rules: Mapping[str, Any], nodes: Mapping[str, str], given: str, **more: Any) -> Small:
    """Make a case of questions a, b, c ... with the given letters: G, F, P and N for not assessed."""
    words = {"G": "good", "F": "fair", "P": "poor", "N": "not assessed"}
    told = {code: words[letter] for code, letter in zip("abcdefgh", given, strict=False)}
    moves, flags = more.pop("moves", UP), more.pop("answered", {})
    may = {code: moves.get(each, {}) for code, each in told.items()}
    return Small(tree_method(rules, nodes, **more), told, may, flags)


TWO: Final = {"left": "a b", "right": "c d", "top": "left right"}
EACH: Final = {"left": MEAN, "right": MEAN}
SEVEN: Final = {"a": {"weight": 3}, "b": {"weight": 2}, "c": {"weight": 2}}
CASES: Final = {
    "a mean": small({"top": MEAN}, {"top": "a b c d"}, "PPFG"),
    "a mean of few": small({"top": MEAN}, {"top": "a b"}, "PG"),
    "a mean that falls": small({"top": MEAN}, {"top": "a b c d"}, "GGFF", moves=DOWN),
    "weights": small(
        {"top": MEAN}, {"top": "a b c d"}, "PPPP", inputs={"a": {"weight": 3}, "b": {"weight": 2}}
    ),
    "less is better": small({"top": LOWER}, {"top": "a b c d"}, "PPFG", points="1 2 3"),
    "limits": small({**EACH, "top": CAPPED}, TWO, "PPPF"),
    "limits that come": small({**EACH, "top": CAPPED}, TWO, "GGGG", moves=DOWN),
    "answers set aside": small({**EACH, "top": CAPPED}, TWO, "PNFN", moves=ANY),
    "two thresholds, answers set aside": small(
        {"left": MEAN, "right": {**MEAN, "bands": {"good": "9/4", "fair": "5/4"}}, "top": CAPPED},
        TWO,
        "PNGP",
        moves=ANY,
    ),
    "a score that cannot be had": small(
        {**EACH, "top": CAPPED}, TWO, "NNPP", moves={"not assessed": ANY["not assessed"]}
    ),
    "a limit that stays": small(
        {**EACH, "top": CAPPED},
        TWO,
        "NNPP",
        moves={"not assessed": ANY["not assessed"]},
        inputs={"a": {"weight": 9}, "b": {"weight": 9}},
    ),
    "what gains most for its cost misleads": Small(
        tree_method({"top": MEAN}, {"top": "a b c"}, inputs=SEVEN),
        {"a": "poor", "b": "poor", "c": "poor"},
        {"a": {"fair": 4}, "b": {"fair": 3}, "c": {"fair": 3}},
    ),
    "the worst": small({**EACH, "top": WORST}, TWO, "PPFG"),
    "the best": small({**EACH, "top": {"rating": "best of children"}}, TWO, "PPFP"),
    "a flag not given": small(
        {"top": {**MEAN, "limits": [BREACH]}}, {"top": "a b c"}, "PPF", flags=["breach"]
    ),
    "a flag not given, below": small(
        {"left": {**MEAN, "limits": [BREACH]}, "right": MEAN, "top": WORST},
        TWO,
        "PPFG",
        flags=["breach"],
    ),
    "a flag given": small(
        {"top": {**MEAN, "limits": [BREACH]}},
        {"top": "a b c"},
        "PPF",
        flags=["breach"],
        answered={"breach": False},
    ),
    "judgement below": small({"left": JUDGED, "right": MEAN, "top": WORST}, TWO, "FGPG"),
    "judgement below that is lost": small(
        {"left": JUDGED, "right": MEAN, "top": WORST}, TWO, "GGGG", moves=DOWN
    ),
    "scores of scores": small(
        {**EACH, "top": {"score": "mean of children's scores", "bands": BANDS}}, TWO, "PPFG"
    ),
    "no order": small(
        {
            "top": {
                "cases": [
                    {"rating": "fair", "when": {"children": "good", "at_least": 2}},
                    {"rating": "good", "when": {"children": "good", "at_least": 1}},
                ],
                "otherwise": "poor",
            }
        },
        {"top": "a b c"},
        "PFP",
    ),
    "a share": small(
        {
            **EACH,
            "top": {
                **MEAN,
                "limits": [
                    {"id": "many", "at_most": "fair", "when": {"children": "poor", "at_least": "50%"}}
                ],
            },
        },
        TWO,
        "PPPG",
    ),
    "enough assessed": small(
        {"top": {**MEAN, "least_assessed": "50%"}}, {"top": "a b c"}, "NNP", moves=ANY
    ),
}


def sheet(rater: Rater, case: Small, changed: Mapping[str, Any]) -> Answers:
    """Write a sheet with some answers changed."""
    scale = rater.question_set.framework.scale
    given = {**case.given, **changed}
    return Answers(
        set_id=rater.question_set.id,
        edition=rater.question_set.edition,
        entries={
            code: Answer(NOT_ASSESSED if each == "not assessed" else scale[each])
            for code, each in given.items()
            if isinstance(each, str)
        },
        numbers={code: each for code, each in given.items() if isinstance(each, int)},
        flags=case.flags,
    )


def reaches(verdict: Verdict, rank: int, *, loses: bool) -> bool:
    """Say whether a node is so good whatever it may be, or may be worse."""
    may = verdict.possible if verdict.rating is None else (verdict.rating,)
    return bool(may) and (min(each.rank for each in may) < rank) is loses


def plans(rater: Rater, case: Small) -> Iterator[tuple[int, dict[str, Any], Verdict]]:
    """Yield every sheet that can be had: its cost, what changes, and what comes of it."""
    offers = [
        [(code, None, 0), *((code, *each) for each in may.items())] for code, may in case.may.items()
    ]
    for row in product(*offers):
        changed = {code: told for code, told, cost in row if cost}
        verdict = rater.rate(sheet(rater, case, changed)).tops[0].verdict
        yield sum(cost for *_, cost in row), changed, verdict


@pytest.mark.parametrize("loses", [False, True], ids=["reached", "lost"])
@pytest.mark.parametrize("target", ["good", "fair"])
@pytest.mark.parametrize("name", CASES)
def test_cost_count_and_plans_are_those_of_all_sheets(name: str, target: str, loses: bool) -> None:  # noqa: FBT001
    """A look at every sheet finds the same least cost, and the same plans that have it."""
    case = CASES[name]
    rater = Rater.of_method(case.method)
    ask = rater.deteriorate if loses else rater.improve
    found = ask(sheet(rater, case, {}), target, at="top", may_become=case.may, plans=1_000)
    rank = rater.question_set.framework.scale[target].rank
    good = [each for each in plans(rater, case) if reaches(each[2], rank, loses=loses)]
    if not good:
        assert isinstance(found, Impossible)
        assert found.reasons
        return
    assert isinstance(found, Improvement)
    least = min(cost for cost, *_ in good)
    cheap = [changed for cost, changed, _ in good if cost == least]
    assert found.cost == least
    assert found.count == len(cheap)
    listed = [{each["code"]: each["after"].lower() for each in plan.rows} for plan in found.plans]
    assert sorted(map(sorted, map(dict.items, listed))) == sorted(map(sorted, map(dict.items, cheap)))


@pytest.mark.parametrize("name", CASES)
def test_a_curve_is_the_best_of_all_sheets(name: str) -> None:
    """At no cost is there a better rating than the curve's, and each of its plans is rated so."""
    case = CASES[name]
    rater = Rater.of_method(case.method)
    curve = rater.trade_off(sheet(rater, case, {}), at="top", may_become=case.may)
    assert curve.is_whole
    every = list(plans(rater, case))
    for point in curve.points:
        here = [verdict.rating for cost, _, verdict in every if cost <= point.cost]
        best = max((each for each in here if each is not None), default=None)
        assert point.rating == best
        assert point.plan.cost == point.cost
    assert curve.rows[0]["cost"] == "0"
    assert repr(curve).endswith(f"{len(curve.points)} points>")
    assert str(curve).startswith("top, hypothetical: ")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("budget", [0, 3, 20])
def test_a_small_budget_makes_no_false_claim(name: str, budget: int) -> None:
    """What stops early tells a bound below the least cost; what does not is the least."""
    case = CASES[name]
    rater = Rater.of_method(case.method)
    asked: dict[str, Any] = {"at": "top", "may_become": case.may}
    answers = sheet(rater, case, {})
    full, found = (
        rater.improve(answers, "good", **asked),
        rater.improve(answers, "good", budget=budget, **asked),
    )
    if isinstance(found, Unsettled):
        assert not isinstance(full, Improvement) or found.above < full.cost or not full.cost
        assert found.rows == ({"every plan costs more than": str(found.above)},)
    elif isinstance(found, Improvement):
        assert isinstance(full, Improvement)
        assert found.cost == full.cost
        assert found.count in {None, full.count}
        assert found.plans[0].cost == full.cost
    else:
        assert isinstance(full, Impossible)
    assert rater.trade_off(answers, budget=budget, **asked).points is not None


def test_groups_change_together_or_not_at_all() -> None:
    """Of two that come together neither changes alone, even where one alone would do."""
    case = small({"top": MEAN}, {"top": "a b c"}, "PPG")
    rater = Rater.of_method(case.method)
    answers = sheet(rater, case, {})
    alone = rater.improve(answers, "fair", at="top")
    both = rater.improve(answers, "good", at="top", together=[["a", "b"]])
    assert isinstance(alone, Improvement)
    assert isinstance(both, Improvement)
    assert alone.cost == 0
    assert both.cost == 3
    assert [each.code for each in both.plan.changes] == ["a", "b"]
    curve = rater.trade_off(answers, at="top", together=[["a", "b"]])
    assert [(str(point.cost), str(point.rating)) for point in curve.ratings] == [
        ("0", "Fair"),
        ("3", "Good"),
    ]
    small_budget = rater.improve(answers, "good", at="top", together=[["a", "b"]], budget=0)
    assert isinstance(small_budget, Unsettled)
    none = rater.improve(answers, "good", at="top", together=[["c"]], only=["c"])
    assert isinstance(none, Impossible)
    dear = rater.improve(
        answers, "good", at="top", together=[["b"]], may_become={"b": {"good": 5}, "a": {"good": 2}}
    )
    assert isinstance(dear, Improvement)
    assert [each.code for each in dear.plan.changes] == ["a", "b"][: len(dear.plan.changes)]


def test_numbers_may_be_given_or_taken_away() -> None:
    """Where a number is asked for, it may become another, or none; that is a plan like any other."""
    method = tree_method(
        {
            "top": {
                "score": "ratio of late to calls",
                "lower_is_better": True,
                "bands": {"good": "0.1", "fair": "0.5"},
            }
        },
        {"top": "late calls"},
        inputs={"late": {"most": 10}, "calls": {"most": 10}},
    )
    rater = Rater.of_method(method)
    answers = sheet(rater, Small(method, {"late": 9, "calls": 10}, {}), {})
    found = rater.improve(answers, "good", at="top", may_become={"late": {1: 3, 5: 1, NOT_ASSESSED: 9}})
    assert isinstance(found, Improvement)
    assert found.cost == 3
    assert str(found.plan.changes[0]) == "late from 9 to 1"
    assert found.plan.answers.numbers["late"] == 1
    gone = rater.improve(answers, "good", at="top", may_become={"late": {NOT_ASSESSED: 9}})
    assert isinstance(gone, Impossible)
    given = attrs.evolve(answers, numbers={"calls": 10})
    back = rater.improve(given, "good", at="top", may_become={"late": {0: 2}})
    assert isinstance(back, Improvement)
    assert str(back.plan.changes[0]) == "late from no answer to 0"
    assert "late" not in taken(rater, given).numbers
    with pytest.raises(
        ChangeRequestError, match=r"late: must be a number from 0 to 10, not 11"
    ) as refused:
        rater.improve(answers, "good", at="top", may_become={"late": {11: 1}})
    assert len(refused.value.reasons) == 1


def taken(rater: Rater, answers: Answers) -> Answers:
    """Return a sheet without its first number."""
    return Asked.of(rater, answers, len(rater.nodes) - 1, Request(), 0).sheet({0: None})


def test_a_plan_that_does_not_reach_its_goal_is_never_returned() -> None:
    """Each plan is rated again, and one that misses the goal would be a defect."""
    case = CASES["a mean"]
    rater = Rater.of_method(case.method)
    asked = Asked.of(rater, sheet(rater, case, {}), 0, Request(), 0)
    goal = Goal(rater.question_set.framework.scale.best)
    with pytest.raises(AssertionError, match="a plan that was found does not reach Good or better"):
        asked.plan({}, goal)


def test_a_rating_that_is_not_there_cannot_be_lost() -> None:
    """A node without a rating has none to lose, unless it is said below which it is to fall."""
    case = small({"top": MEAN}, {"top": "a b"}, "NN", moves=ANY)
    rater = Rater.of_method(case.method)
    answers = sheet(rater, case, {})
    with pytest.raises(ChangeRequestError, match="top has no rating to lose") as refused:
        rater.deteriorate(answers, at="top")
    assert refused.value.reasons[0].endswith("say below which it is to fall")
    found = rater.deteriorate(answers, "good", at="top", may_become=case.may)
    assert isinstance(found, Improvement)
    assert found.cost == 1


def test_costs_are_told_in_words() -> None:
    """Steps, questions, and what is neither."""
    assert Cost().described == "1 per step"
    assert Cost(per_step=0, per_question=1).described == "1 per question"
    assert Cost(per_step=Fraction(1, 2)).described == "1/2 per step and 0 per question"
    assert Cost(steps={"a": 2}).described.endswith("; others for some questions")
