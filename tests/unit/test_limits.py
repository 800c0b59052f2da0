"""Limits: each one of the reference method acting, and what a limit may count."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import (
        Answers,
        Method,
        Outcome,
        QuestionSet,
        Scale,
    )

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[[QuestionSet, str], Answers]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

# Two standards of domain 1 and one of domain 2; A01 is critical.
ROWS = {"A01": (1, 1, True), "A02": (1, 9), "A03": (2, 10), "A04": (3, 20)}


class Case(NamedTuple):
    """Answers under which one limit alone makes a node's rating what it is."""

    code: str
    rows: dict[str, Any]
    letters: str
    score: Fraction
    earned: str
    rating: str
    acting: str


LIMIT_CASES = [
    # standard 1: (1 + 45) / 10 = 4.6, but its critical question is Poor
    Case(
        "standard-1",
        ROWS,
        "PEEE",
        Fraction(46, 10),
        "excellent",
        "requires-improvement",
        "critical-poor",
    ),
    # domain 1: (45 + 1) / 10 = 4.6 over a standard that is Poor
    Case(
        "domain-1",
        {"A01": (1, 9), "A02": (2, 1)},
        "EP",
        Fraction(46, 10),
        "excellent",
        "requires-improvement",
        "a-standard-poor",
    ),
    Case(
        "domain-1",
        {"A01": (1, 9), "A02": (2, 1)},
        "ER",
        Fraction(48, 10),
        "excellent",
        "good",
        "a-standard-requires-improvement",
    ),
    # domain 1: too little of standard 1 is assessed (4 of 10), yet its answers count: 36/8, 29/7, 24/8
    Case(
        "domain-1",
        {"A01": (1, 4), "A02": (1, 6), "A03": (2, 4)},
        "ENG",
        Fraction(36, 8),
        "excellent",
        "good",
        "no-standard-excellent",
    ),
    Case(
        "domain-1",
        {"A01": (1, 4), "A02": (1, 6), "A03": (2, 3)},
        "ENR",
        Fraction(29, 7),
        "good",
        "requires-improvement",
        "no-standard-good",
    ),
    Case(
        "domain-1",
        {"A01": (1, 4), "A02": (1, 6), "A03": (2, 4)},
        "ENP",
        Fraction(24, 8),
        "requires-improvement",
        "poor",
        "all-standards-poor",
    ),
    # overall: (1 + 100 + 100 + 100) / 61, one step above Good, with a critical Poor below
    Case(
        "overall",
        {"A01": (1, 1, True), "A02": (1, 20), "A03": (2, 20), "A04": (3, 20)},
        "PEEE",
        Fraction(301, 61),
        "excellent",
        "good",
        "critical-poor",
    ),
    Case(
        "overall",
        {"A01": (1, 1), "A02": (3, 1), "A03": (6, 30)},
        "PPE",
        Fraction(152, 32),
        "excellent",
        "poor",
        "two-parts-poor",
    ),
    Case(
        "overall",
        {"A01": (1, 1), "A02": (3, 30)},
        "PE",
        Fraction(151, 31),
        "excellent",
        "requires-improvement",
        "a-part-poor",
    ),
    Case(
        "overall",
        {"A01": (1, 1), "A02": (3, 30)},
        "RE",
        Fraction(153, 31),
        "excellent",
        "good",
        "a-part-requires-improvement",
    ),
    Case(
        "overall",
        {"A01": (1, 9), "A02": (2, 1)},
        "ER",
        Fraction(48, 10),
        "excellent",
        "good",
        "no-part-excellent",
    ),
    Case(
        "overall",
        {"A01": (1, 9), "A02": (2, 1)},
        "EP",
        Fraction(46, 10),
        "excellent",
        "requires-improvement",
        "no-part-good",
    ),
    Case(
        "overall",
        {"A01": (1, 4), "A02": (1, 6), "A03": (2, 4)},
        "ENP",
        Fraction(24, 8),
        "requires-improvement",
        "poor",
        "all-parts-poor",
    ),
]


@pytest.mark.parametrize("case", LIMIT_CASES, ids=lambda case: f"{case.code} {case.acting}")
def test_each_limit_of_the_reference_method_acts(
    make_set: SetMaker, make_outcome: OutcomeMaker, scale: Scale, case: Case
) -> None:
    """For each limit there are answers under which it alone makes the rating what it is."""
    node = make_outcome(make_set(case.rows), case.letters)[case.code]
    assert node.score == case.score
    assert node.before_limits == scale[case.earned]
    assert node.rating == scale[case.rating]
    assert [limit.id for limit in node.acting] == [case.acting]


def test_the_limit_cases_name_every_limit(method: Method) -> None:
    """No limit of the reference method goes untested."""
    tested = {(case.code.partition("-")[0], case.acting) for case in LIMIT_CASES}
    every = {(kind, limit.id) for kind, rule in method.rules.items() for limit in rule.limits}
    assert tested == every


def test_a_critical_question_caps_by_its_answer_not_its_standard(
    make_set: SetMaker, make_outcome: OutcomeMaker
) -> None:
    """Only a critical question that is Poor counts: not a plain one, nor a critical one set aside."""
    question_set = make_set(ROWS)
    for letters in ("REEE", "NEEE", "-EEE"):
        assert make_outcome(question_set, letters)["standard-1"].verdict.triggered == ()
    poor_but_plain = make_outcome(make_set({**ROWS, "A01": (1, 1)}), "PEEE")["standard-1"]
    assert poor_but_plain.rating == question_set.framework.scale.best


def test_a_standard_may_count_its_questions(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """A standard's children are its questions, and several limits may count the same ones."""
    limits = [
        {"id": "two", "at_most": "good", "when": {"children": "good or worse", "at_least": 2}},
        {"id": "three", "at_most": "poor", "when": {"children": "good or worse", "at_least": 3}},
        {
            "id": "none",
            "at_most": "requires-improvement",
            "when": {"children": "excellent", "at_most": 0},
        },
        {"id": "one", "at_most": "good", "when": {"critical": "good or worse", "at_least": 1}},
        {"id": "both", "at_most": "poor", "when": {"critical": "good or worse", "at_least": 2}},
    ]
    method = own_method(standard={"limits": limits})
    question_set = make_set(
        {"A01": (1, 50, True), "A02": (1, 1), "A03": (1, 1), "A04": (1, 1, True), "A05": (2, 200, True)}
    )
    held = {
        letters: [limit.id for limit in outcome["standard-1"].verdict.triggered]
        for letters in ("EEEEP", "EGEEP", "EGGEP", "EGGGP", "GEEGP", "GGGGP", "NGNGP", "NNNGP", "EPPN-")
        if (outcome := make_outcome(question_set, letters, method))
    }
    assert held == {
        "EEEEP": [],
        "EGEEP": [],
        "EGGEP": ["two"],
        "EGGGP": ["two", "three", "one"],
        "GEEGP": ["two", "one", "both"],
        "GGGGP": ["two", "three", "none", "one", "both"],
        "NGNGP": ["two", "none", "one"],
        "NNNGP": ["none", "one"],
        "EPPN-": ["two"],
    }
