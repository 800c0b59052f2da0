"""What type checkers see of the public face; mypy checks these, and they run too."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_type

from pamms_core import (
    Answer,
    NodeOutcome,
    Outcome,
    Question,
    QuestionSet,
    Rating,
    load_answers,
    load_set,
    rate,
)


def test_the_three_lines_have_exact_types() -> None:
    """Loading a set, loading answers and rating need no cast and no ignore."""
    question_set = load_set("east-of-england-accommodation")
    answers = load_answers("solid-good", question_set)
    outcome = rate(question_set, answers)
    assert_type(question_set, QuestionSet)
    assert_type(question_set["A01"], Question)
    assert_type(answers["A01"], Answer)
    assert_type(outcome, Outcome)
    assert_type(outcome.overall, NodeOutcome)
    assert_type(outcome.overall.rating, Rating | None)
    assert_type(outcome.overall.score, Fraction | None)
    assert_type(outcome.domains, tuple[NodeOutcome, ...])
    assert outcome.overall.rating is not None
