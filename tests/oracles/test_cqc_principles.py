"""The ratings principles for adult social care in England, 2014 to 2023."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pamms_core import NodeOutcome, Outcome, Rater

FILE = "cqc_asc_key_question_aggregation.json"
BREACHES = {"expected": False, "expected_if_breach_of_regulations": True}


@pytest.fixture(scope="module")
def cases(oracle: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that were derived from the published principles."""
    found: list[dict[str, Any]] = oracle(FILE)["cases"]
    return found


@pytest.fixture(scope="module")
def overall(
    rater_of: Callable[[str], Rater], rated: Callable[..., Outcome]
) -> Callable[..., NodeOutcome]:
    """Return what rates five key questions."""
    rater = rater_of("cqc-asc-2014")
    codes = [question.code for question in rater.questions]

    def rate(ratings: Iterable[str], **flags: bool) -> NodeOutcome:
        return rated(rater, dict(zip(codes, ratings, strict=False)), **flags).overall

    return rate


def label(node: NodeOutcome) -> str | None:
    """Return the rating's label; none where the principles are silent."""
    if node.rating is None:
        assert node.state is State.UNDETERMINED
        assert node.verdict.causes == ("judgement",)
    return node.rating.label if node.rating else None


def test_every_case_is_reproduced(
    cases: list[dict[str, Any]],
    overall: Callable[..., NodeOutcome],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """All combinations get their rating, or none where it needs judgement, with a breach and without."""
    failing = [
        (column, case)
        for case in cases
        for column, breach in BREACHES.items()
        if label(overall(case["ratings"], breach_of_regulations=breach)) != case[column]
    ]
    assert failing == []
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def test_the_order_of_key_questions_does_not_matter(
    cases: list[dict[str, Any]], overall: Callable[..., NodeOutcome]
) -> None:
    """The five weigh the same: every order of every combination gets the same rating."""
    for case in cases:
        orders = set(permutations(case["ratings"]))
        found = {label(overall(order, breach_of_regulations=False)) for order in orders}
        assert found == {case["expected"]}


def test_a_breach_that_is_not_known_of_is_tried_both_ways(
    cases: list[dict[str, Any]], overall: Callable[..., NodeOutcome]
) -> None:
    """Where a breach would change the rating, not knowing of one leaves it undetermined."""
    for case in cases:
        node, wanted = overall(case["ratings"]), {case[column] for column in BREACHES}
        if None in wanted or len(wanted) == 1:
            assert {node.rating.label if node.rating else None} == wanted
        else:
            assert {rating.label for rating in node.verdict.possible} == wanted
            assert node.verdict.causes == ("breach-of-regulations",)


def test_without_all_five_there_is_no_overall_rating(overall: Callable[..., NodeOutcome]) -> None:
    """A key question without a rating leaves the service without one."""
    node = overall(["Good"] * 4, breach_of_regulations=False)
    assert (node.rating, node.state) == (None, State.PART_MISSING)
