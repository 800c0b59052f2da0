"""Published overall ratings of local authorities' adult social care in England."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pamms_core import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import NodeOutcome, Outcome, Rater

FILE = "cqc_local_authority_assessments.json"


def test_every_published_rating_is_reproduced(
    oracle: Callable[[str], dict[str, Any]],
    rater_of: Callable[[str], Rater],
    rated: Callable[..., Outcome],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Every authority gets its published rating, from the total and percentage listed."""
    published = oracle(FILE)
    rater = rater_of("cqc-local-authority")
    codes = [question.code for question in rater.questions]
    assert len(codes) == len(published["score_order"])

    def agrees(case: dict[str, Any]) -> bool:
        inputs = dict(zip(codes, map(str, case["scores"]), strict=True))
        return _found(rated(rater, inputs).overall) == (
            case["total"],
            Fraction(case["percent_rounded"], 100),
            case["expected"],
        )

    cases = published["cases"]
    assert [case for case in cases if not agrees(case)] == []
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def _found(node: NodeOutcome) -> tuple[Fraction, Fraction | None, str]:
    assert node.rating is not None
    return node.weighted_points, node.shown_score, node.rating.label


def test_without_all_nine_there_is_no_overall_rating(
    rater_of: Callable[[str], Rater], rated: Callable[..., Outcome]
) -> None:
    """A quality statement without a score leaves the authority without a rating."""
    rater = rater_of("cqc-local-authority")
    inputs = {question.code: "3" for question in rater.questions[1:]}
    node = rated(rater, inputs).overall
    assert (node.rating, node.state) == (None, State.PART_MISSING)
