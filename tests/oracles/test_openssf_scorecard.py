"""What OpenSSF Scorecard printed about projects."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Rater, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Method, NodeOutcome, Outcome

FILE = "openssf_scorecard_results.json"


@pytest.fixture(scope="module")
def published(oracle: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What was published."""
    return oracle(FILE)


@pytest.fixture(scope="module")
def overall(rated: Callable[..., Outcome]) -> Callable[[Rater, dict[str, Any]], NodeOutcome]:
    """Return what scores the checks of a case; what was inconclusive is not assessed."""

    def rate(rater: Rater, case: dict[str, Any]) -> NodeOutcome:
        scores = case["scores"].items()
        return rated(rater, {name: "-" if each < 0 else str(each) for name, each in scores}).overall

    return rate


def one_digit(number: Fraction | None) -> str:
    """Write a number that has one digit after the point."""
    assert number is not None
    whole, tenths = divmod(number * 10, 10)
    return f"{whole}.{tenths}"


def test_the_weights_are_those_of_the_risks(
    published: dict[str, Any], rater_of: Callable[[str], Rater]
) -> None:
    """Every check weighs as its risk does, counted in the lowest risk's weight."""
    weights = {name: Fraction(str(each)) for name, each in published["weights"].items()}
    found = {each.code: each.weight * weights["Low"] for each in rater_of("openssf-scorecard").questions}
    assert found == {check: weights[risk] for check, risk in published["risk"].items()}


def test_every_result_is_reproduced(
    published: dict[str, Any],
    rater_of: Callable[[str], Rater],
    overall: Callable[[Rater, dict[str, Any]], NodeOutcome],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Every result is shown as it was printed, and has a score but no rating."""
    cases, rater = published["cases"], rater_of("openssf-scorecard")
    nodes = [overall(rater, case) for case in cases]
    assert [one_digit(node.shown_score) for node in nodes] == [case["expected"] for case in cases]
    assert {(node.state, node.rating) for node in nodes} == {(State.SCORED, None)}
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def test_sums_and_scores_are_as_listed(
    published: dict[str, Any],
    rater_of: Callable[[str], Rater],
    overall: Callable[[Rater, dict[str, Any]], NodeOutcome],
) -> None:
    """Weighted sums and weights agree exactly, and scores to the six digits listed."""
    low = Fraction(str(published["weights"]["Low"]))
    for case in published["cases"]:
        node = overall(rater_of("openssf-scorecard"), case)
        listed = [Fraction(str(case[key])) for key in ("weighted_sum", "weight_total")]
        assert [node.weighted_points * low, node.scored_weight * low] == listed
        assert node.score is not None
        assert abs(node.score - Fraction(str(case["exact"]))) <= Fraction(1, 2 * 10**6)
        run = [each for each in node.questions if each.answer.is_answered]
        assert sum(not each.answer.is_rated for each in run) == case["inconclusive"]


def test_one_result_is_a_tie_that_goes_to_the_even_digit(
    published: dict[str, Any],
    varied: Callable[[str, str, object], Method],
    overall: Callable[[Rater, dict[str, Any]], NodeOutcome],
) -> None:
    """Rounding halves up instead would show exactly one result otherwise."""
    upward = Rater.of_method(varied("openssf-scorecard", "rules.overall.rounding.mode", "half up"))
    nodes = [(case, overall(upward, case)) for case in published["cases"]]
    moved = [node for case, node in nodes if one_digit(node.shown_score) != case["expected"]]
    assert [node.score for node in moved] == [Fraction(25, 4)]


def test_without_any_conclusive_check_there_is_no_score(
    rater_of: Callable[[str], Rater], overall: Callable[[Rater, dict[str, Any]], NodeOutcome]
) -> None:
    """All checks inconclusive are nothing assessed, where the tool prints a question mark."""
    node = overall(rater_of("openssf-scorecard"), {"scores": {"License": -1, "SAST": -1}})
    assert (node.score, node.state) == (None, State.NOTHING_ASSESSED)
