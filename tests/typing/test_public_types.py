"""What type checkers see of the public face; mypy checks these, and they run too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import assert_type

from pamms_core import (
    Answer,
    Calendar,
    Counting,
    DayLine,
    Deadline,
    Due,
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


def test_a_deadline_takes_texts_and_gives_exact_types() -> None:
    """A period and a zone may be texts, a set of dates is a calendar, and a due date may be none."""
    calendar: Calendar = {date(2026, 12, 25)}
    counting = Counting(zone="Europe/London", calendar=calendar, last_day="moves")
    deadline = Deadline(clock="x", started=datetime(2026, 1, 9, tzinfo=UTC), period="14 days")
    due = deadline.due(counting)
    assert_type(due, Due | None)
    assert due is not None
    assert_type(due.date, date)
    assert_type(due.instant, datetime)
    assert_type(due.explain(), tuple[DayLine, ...])
