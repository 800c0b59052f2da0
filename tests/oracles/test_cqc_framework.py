"""The single assessment framework in England: scores to percentages to ratings, and limiters."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Rater

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pamms_core import Method, NodeOutcome, Outcome

    Nodes = Callable[[Rater, Sequence[int]], NodeOutcome]

FILE = "cqc_saf_scoring.json"
CATEGORIES = ("people", "staff", "partners", "observation", "processes", "outcomes")
RULES = ("key-question", "quality-statement")
MODES = {"half up": "rating_half_up", "half even": "rating_half_even", "down": "rating_truncate"}


@pytest.fixture(scope="module")
def cases(oracle: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
    """All cases, published and derived."""
    found: list[dict[str, Any]] = oracle(FILE)["cases"]
    return found


@pytest.fixture(scope="module")
def nodes(rated: Callable[..., Outcome]) -> dict[str, Nodes]:
    """Return what gives some scores to a quality statement, or to a key question's statements."""

    def statement(rater: Rater, scores: Sequence[int]) -> NodeOutcome:
        codes = [f"safe-1-{each}" for each in CATEGORIES[: len(scores)]]
        return rated(rater, dict(zip(codes, map(str, scores), strict=True)))["safe-1"]

    def question(rater: Rater, scores: Sequence[int]) -> NodeOutcome:
        codes = [f"safe-{number}-people" for number, _ in enumerate(scores, 1)]
        return rated(rater, dict(zip(codes, map(str, scores), strict=True)))["safe"]

    return {"quality-statement": statement, "key-question": question}


def made_of(case: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """List every way to make a case's total of so many scores of one to four."""
    if "scores" in case:
        yield tuple(case["scores"])
        return
    number = case.get("n_scores", case.get("maximum", 0) // 4)
    for scores in combinations_with_replacement((1, 2, 3, 4), number):
        if sum(scores) == case["total"]:
            yield scores


def band(node: NodeOutcome) -> str:
    """Return the label of a node's rating before limits."""
    assert node.before_limits is not None
    return node.before_limits.label


def agrees(case: Mapping[str, Any], node: NodeOutcome) -> bool:
    """Tell whether a key question is rated as a case says, in all that the case says."""
    assert node.rating is not None
    assert node.score is not None
    assert node.shown_score is not None
    found = {
        "total": int(node.weighted_points),
        "percent": float(round(100 * node.score, 4)),
        "percent_rounded": int(100 * node.shown_score),
        "band": band(node),
        "rating_half_up": band(node),
        "expected_rating": band(node),
        "expected_after_limiter": node.rating.label,
    }
    return all(case[key] == value for key, value in found.items() if key in case)


def test_every_case_is_reproduced_at_a_key_question(
    cases: list[dict[str, Any]],
    nodes: dict[str, Nodes],
    rater_of: Callable[[str], Rater],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """However its total is made of scores, every case gets its percentage, band and rating."""
    rate, rater = nodes["key-question"], rater_of("cqc-saf")
    failing = [
        (case["id"], scores)
        for case in cases
        for scores in made_of(case)
        if not agrees(case, rate(rater, scores))
    ]
    assert failing == []
    assert all(any(made_of(case)) for case in cases)
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def test_every_total_of_up_to_six_scores_is_reproduced_at_a_quality_statement(
    cases: list[dict[str, Any]], nodes: dict[str, Nodes], rater_of: Callable[[str], Rater]
) -> None:
    """Scores of evidence make the statement's own score of one to four by the same percentages."""
    tried = [case for case in cases if case.get("n_scores", 7) <= len(CATEGORIES)]
    for case in tried:
        for scores in made_of(case):
            node = nodes["quality-statement"](rater_of("cqc-saf"), scores)
            assert node.rating is not None
            assert node.method.points[node.rating.key] == case["qs_score_half_up"]
            assert node.score == Fraction(case["total"], 4 * case["n_scores"])
    assert {case["n_scores"] for case in tried} == set(range(1, 7))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("rule", RULES)
def test_the_mode_of_rounding_decides_as_listed(
    rule: str,
    mode: str,
    cases: list[dict[str, Any]],
    nodes: dict[str, Nodes],
    varied: Callable[[str, str, object], Method],
) -> None:
    """With one value of the file changed, every total gets the rating of that mode."""
    rater = Rater.of_method(varied("cqc-saf", f"rules.{rule}.rounding.mode", mode))
    most = 8 if rule == "key-question" else len(CATEGORIES)
    tried = [case for case in cases if case.get("n_scores", 9) <= most]
    failing = [
        case["id"]
        for case in tried
        for scores in made_of(case)
        if band(nodes[rule](rater, scores)) != case[MODES[mode]]
    ]
    assert failing == []


def test_only_the_totals_marked_ambiguous_turn_on_the_mode(cases: list[dict[str, Any]]) -> None:
    """The modes disagree at 62.5 and 87.5 percent and nowhere else."""
    totals = [case for case in cases if "ambiguous" in case]
    turning = [case for case in totals if len({case[column] for column in MODES.values()}) > 1]
    assert turning == [case for case in totals if case["ambiguous"]]
    assert {case["percent"] for case in turning} == {62.5, 87.5}


def test_a_statement_goes_up_by_its_score_and_not_by_its_percentage(
    nodes: dict[str, Nodes], rater_of: Callable[[str], Rater], rated: Callable[..., Outcome]
) -> None:
    """Half of a statement's evidence at 4 and half at 3 count as the 4 that they make."""
    inputs = {f"caring-{n}-{each}": score for n in (1, 2) for each, score in _MIXED.items()}
    outcome = rated(rater_of("cqc-saf"), inputs)
    assert [outcome[code].score for code in ("caring-1", "caring")] == [Fraction(7, 8), 1]
    assert nodes["key-question"](rater_of("cqc-saf"), [4, 4]).rating == outcome["caring"].rating


_MIXED = {"people": "4", "staff": "3"}
