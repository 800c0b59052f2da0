"""Arguments from a rule's form: what they show, and what they rightly leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from trees import BANDS, MEAN, tree_method

from pamms_core import Method, Rater
from pamms_core.rating.conditions import Own
from pamms_core.rating.monotony import is_bounded_by_form, is_decided_by_form, is_monotone_by_form
from pamms_core.rating.readings import Bands, Step, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.rating.method import NodeRule

NUMBERS = {"N": {"most": 3}, "M": {"most": 3}}
ROWS = [["good", "good"], ["fair", "fair"], ["poor", "poor"]]
FALLING = [["good", "fair"], ["fair", "good"], ["poor", "poor"]]


def top(
    rule: Mapping[str, Any], *, points: str = "3 2 1", below: str = "A B"
) -> tuple[Method, NodeRule]:
    """Make a method with one node, and return its rule too."""
    numbers = {code: NUMBERS[code] for code in below.split() if code in NUMBERS}
    method = tree_method({"top": rule}, {"top": below}, points=points, inputs=numbers, flags=["breach"])
    return method, method.rules["top"]


def limited(when: object) -> dict[str, Any]:
    """Write a rule with one limit."""
    return {**MEAN, "limits": [{"id": "cap", "at_most": "fair", "when": when}]}


def stepped(by: int, when: object) -> dict[str, Any]:
    """Write a rule with one step."""
    return {"start": "A", "steps": [{"by": by, "when": when}]}


RISING: list[dict[str, Any]] = [
    dict(MEAN),
    {"score": "sum of children's points", "bands": BANDS},
    {"score": "mean of questions"},
    {"rating": "worst of children", "missing": "counts as good"},
    {"rating": "best of children"},
    {"table": {"over": ["A"], "rows": ROWS}},
    limited({"children": "poor", "at_least": 1}),
    limited({"children": "fair or worse", "at_least": "50%"}),
    limited({"children": "good", "at_most": 0}),
    limited({"questions": "fair or better", "at_most": 1}),
    limited({"own": "fair or worse"}),
    limited([{"flag": "breach"}, {"critical": "poor", "at_least": 1}]),
    stepped(1, {"children": "good", "at_least": 2}),
    stepped(1, {"children": "poor", "at_most": 0}),
    stepped(1, {"flag": "breach"}),
    stepped(-1, {"child": "B", "is": "poor"}),
]
OPEN: list[dict[str, Any]] = [
    {"cases": [{"rating": "good", "when": {"children": "good", "at_least": 1}}], "otherwise": "poor"},
    {"table": {"over": ["A"], "rows": FALLING}},
    limited({"children": "fair", "at_least": 1}),
    limited({"children": "fair", "at_most": 1}),
    limited({"own": "good"}),
    limited({"child": "A", "above": "B"}),
    stepped(1, {"children": "good", "at_most": 0}),
    stepped(1, {"children": "fair", "at_least": 1}),
    stepped(1, {"child": "A", "above": "B"}),
    stepped(-1, {"children": "good", "at_least": 1}),
]


@pytest.mark.parametrize("rule", RISING, ids=str)
def test_a_rule_whose_pieces_only_rise_is_monotone_by_form(rule: dict[str, Any]) -> None:
    """Scores, readings and limits that better inputs can only lift need no trying."""
    method, read = top(rule)
    assert is_monotone_by_form(read, method)


@pytest.mark.parametrize("rule", OPEN, ids=str)
def test_a_rule_with_a_piece_that_may_fall_is_not_argued(rule: dict[str, Any]) -> None:
    """Where one piece may lower a rating, the form shows nothing."""
    method, read = top(rule)
    assert not is_monotone_by_form(read, method)


def test_a_ratio_is_not_argued() -> None:
    """Numbers are neither better nor worse."""
    method, read = top({"score": "ratio of N to M", "bands": BANDS}, below="N M")
    assert not is_monotone_by_form(read, method)


def test_points_that_rise_with_worse_ratings_need_bands_where_lower_is_better() -> None:
    """Demerits are argued like merits, but not where points and bands run against each other."""
    method, read = top({"score": "mean of questions", "bands": {"good": 1, "fair": 2}}, points="1 2 3")
    assert read.score is not None
    assert read.score.lower_is_better
    assert is_monotone_by_form(read, method)
    against = attrs.evolve(read, score=attrs.evolve(read.score, lower_is_better=False))
    assert not is_monotone_by_form(against, method)


def test_bands_must_be_best_first() -> None:
    """Bands made by hand in another order are not argued: the first that is reached counts."""
    method, read = top(MEAN)
    turned = attrs.evolve(read, reading=Bands(read.bands.bands[::-1]))
    assert not is_monotone_by_form(turned, method)


def test_a_step_by_the_own_rating_is_not_argued() -> None:
    """No file can say it, and a value that does is left open."""
    method, read = top(stepped(1, {"flag": "breach"}))
    odd = attrs.evolve(read, reading=Steps("A", (Step(by=1, when=(Own(("good",)),)),)))
    assert not is_monotone_by_form(odd, method)


def bounded(
    rule: Mapping[str, Any], below: Mapping[str, str] | None = None, points: str = "3 2 1"
) -> bool:
    """Argue on a node above two inputs, or on the topmost of more nodes."""
    nodes = below or {"top": "A B"}
    rules = {name.partition(":")[2] or name: MEAN for name in nodes} | {"top": rule}
    method = tree_method(rules, nodes, points=points)
    rater = Rater.of_method(method)
    return is_bounded_by_form(method.rules["top"], rater.nodes[-1], method)


LOW = {"score": "mean of questions", "bands": {"good": 2, "fair": "1.5"}}
CAPS = [
    {"id": "a", "at_most": "fair", "when": {"children": "good", "at_most": 0}},
    {"id": "b", "at_most": "poor", "when": {"children": "fair or better", "at_most": 0}},
]


@pytest.mark.parametrize(
    "rule",
    [
        {"rating": "best of children", "missing": "no rating"},
        {"score": "mean of questions", "bands": {"good": "2.1", "fair": "1.1"}},
        {**LOW, "limits": CAPS, "missing": "left out"},
    ],
    ids=str,
)
def test_extremes_high_bands_and_caps_keep_a_node_below_its_best_child(rule: dict[str, Any]) -> None:
    """Three forms show that a node is never above its best rated child."""
    assert bounded(rule)


@pytest.mark.parametrize(
    "rule",
    [
        {"rating": "best of children", "missing": "counts as good"},
        {**LOW, "limits": CAPS, "missing": {"not_assessed": "counts as good"}},
        {**LOW, "limits": CAPS[:1]},
        {**LOW, "limits": [{**CAPS[0], "at_most": "poor"}]},
        {**LOW, "limits": [CAPS[0], {**CAPS[1], "when": {"questions": "fair or better", "at_most": 0}}]},
        {**LOW, "limits": [CAPS[0], {**CAPS[1], "when": [CAPS[1]["when"], {"own": "good"}]}]},
        {**LOW, "limits": [CAPS[1] | {"at_most": "fair"}]},
        LOW,
        {"score": "sum of questions", "bands": {"good": "2.1", "fair": "1.1"}},
        {
            "score": "mean of questions",
            "bands": {"good": "2.1", "fair": "1.1"},
            "rounding": {"digits": 0, "mode": "up", "before": "banding"},
        },
        {
            "score": "mean of questions",
            "start": "A",
            "steps": [{"by": 1, "when": {"child": "B", "is": "good"}}],
        },
        {"start": "A", "steps": [{"by": 1, "when": {"child": "B", "is": "good"}}]},
    ],
    ids=str,
)
def test_other_forms_do_not_bound_a_node(rule: dict[str, Any]) -> None:
    """What counts although it has no rating, lower caps, or no band above a worse rating: left open."""
    assert not bounded(rule)


def test_high_bands_bound_nodes_above_questions_only() -> None:
    """Above other nodes a mean of questions may be above every child's rating."""
    high = {"score": "mean of questions", "bands": {"good": "2.1", "fair": "1.1"}}
    assert not bounded(high, {"top": "low", "low": "A B"})
    assert not bounded({**high, "score": "mean of children's scores"}, {"top": "A low", "low": "B"})


def test_bands_of_lower_is_better_do_not_bound() -> None:
    """A mean up to a bound says nothing about any one question."""
    assert not bounded({"score": "mean of questions", "bands": {"good": 1, "fair": 2}}, points="1 2 3")


def test_only_cases_may_leave_a_rating_to_judgement() -> None:
    """Every reading but cases without an otherwise decides."""
    case = {"rating": "good", "when": {"children": "good", "at_least": 1}}
    assert not is_decided_by_form(top({"cases": [case], "otherwise": "undetermined"})[1])
    assert is_decided_by_form(top({"cases": [case], "otherwise": "poor"})[1])
    assert is_decided_by_form(top(MEAN)[1])
