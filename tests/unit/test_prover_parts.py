"""Parts of the prover that full proofs seldom come to: what is given up, and where modes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core import Rater, load_set, prove, read_method
from pamms_core.rating.findings import Property, Status
from pamms_core.rating.score_reach import modes_that_differ

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import QuestionSet

SCALE = {
    "id": "two",
    "levels": [{"key": "good", "label": "Good"}, {"key": "poor", "label": "Poor"}],
}


def with_tree(rule: dict[str, Any], inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Write a method with one node above some inputs."""
    codes = [each["code"] for each in inputs]
    return {
        "id": "small",
        "edition": "1",
        "title": "A small method",
        "points": {"good": 1, "poor": 0},
        "scale": SCALE,
        "tree": {
            "inputs": inputs,
            "nodes": [{"code": "top", "rule": "top", "children": codes}],
        },
        "rules": {"top": rule},
    }


def rounding(mode: str = "half up") -> dict[str, object]:
    """Round to whole numbers before banding."""
    return {"digits": 0, "mode": mode, "before": "banding"}


def test_rounding_modes_part_at_the_half() -> None:
    """A mean of one half is rounded up by some modes and down by others, which is found."""
    rule = {"score": "mean of questions", "rounding": rounding(), "bands": {"good": 1}}
    method = read_method(with_tree(rule, [{"code": "a"}, {"code": "b"}]))
    (found,) = prove(method).of(Property.ROUNDING)
    assert found.status is Status.FAILS
    assert "half down at 1/2" in found.said
    assert set(found.sheets[0].values()) == {"good", "poor"}


def test_rounding_modes_of_a_ratio_part_too() -> None:
    """Ratios of given numbers are tried at every pair of numbers."""
    rule = {"score": "ratio of a to b", "rounding": rounding(), "bands": {"good": 1}}
    method = read_method(with_tree(rule, [{"code": "a", "most": 2}, {"code": "b", "most": 2}]))
    (found,) = prove(method).of(Property.ROUNDING)
    assert found.status is Status.FAILS


def test_modes_may_part_only_where_an_input_is_not_answered() -> None:
    """Of three equal inputs a half needs one that is left out, and the sheet leaves it out."""
    rule = {
        "score": "mean of questions",
        "rounding": rounding(),
        "bands": {"good": 1},
        "missing": {"not_assessed": "counts as poor", "not_answered": "left out"},
    }
    method = read_method(with_tree(rule, [{"code": "a"}, {"code": "b"}, {"code": "c"}]))
    (found,) = prove(method).of(Property.ROUNDING)
    assert found.status is Status.FAILS
    assert "half down at 1/2" in found.said


def test_without_rounding_no_mode_can_part() -> None:
    """A node that rounds nothing has no modes to compare."""
    rater = Rater(load_set("east-of-england-accommodation"))
    assert modes_that_differ(rater, 0, lambda _: range(4), [{}], 10) == ()


def test_rounding_on_a_question_set_is_tried_or_given_up(make_set: Callable[..., QuestionSet]) -> None:
    """The same holds of a method that rates question sets; with no budget it is unproven."""
    question_set = make_set({"A01": (1, 1), "A02": (1, 1)})
    rule = {
        "score": "mean of questions",
        "rounding": rounding(),
        "bands": {"excellent": 5, "good": 4, "requires_improvement": 2},
    }
    method = read_method(
        {
            "id": "rounded",
            "edition": "1",
            "title": "Rounded",
            "points": {"excellent": 5, "good": 4, "requires_improvement": 3, "poor": 1},
            "rules": {"standard": rule, "domain": rule, "overall": rule},
        }
    )
    assert {each.status for each in prove(method, question_set).of(Property.ROUNDING)} == {Status.FAILS}
    given_up = prove(method, question_set, budget=0).of(Property.ROUNDING)
    assert {each.status for each in given_up} == {Status.UNPROVEN}
