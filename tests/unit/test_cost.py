"""How much work a rating is, counted in function calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pamms_core import (
    Answer,
    Answers,
    Counting,
    Deadline,
    Rater,
    load_answers,
    load_method,
    load_set,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def rater() -> Rater:
    """A rater of the full accommodation set."""
    return Rater(load_set("east-of-england-accommodation"))


@pytest.fixture(scope="module")
def sheet(rater: Rater) -> Answers:
    """A full sheet of it."""
    return load_answers("solid-good", rater.question_set)


def test_verdicts_make_a_handful_of_calls_a_node(
    rater: Rater, sheet: Answers, calls: Callable[..., int]
) -> None:
    """All 22 verdicts on 144 questions take three calls a node, once their patterns are known."""
    states = rater.states(sheet)
    rater.verdicts(states)
    assert calls(lambda: rater.verdicts(states)) <= 3 * len(rater.nodes)


def test_the_outcome_tree_adds_a_handful_of_calls_a_node(
    rater: Rater, sheet: Answers, calls: Callable[..., int]
) -> None:
    """Making every node adds some nine calls a node; scores wait until they are asked for."""
    states = rater.states(sheet)
    rater.verdicts(states)
    made = calls(lambda: list(rater.outcome(sheet, states).values()))
    assert made <= 12 * len(rater.nodes)


@pytest.mark.parametrize(
    ("name", "most"),
    [("examples/au-star-overall", 30), ("examples/cms-2022", 32), ("examples/cqc-asc-2014", 33)],
)
def test_a_small_case_is_rated_and_read_in_few_calls(
    name: str, most: int, calls: Callable[..., int]
) -> None:
    """From a plain sheet to its overall rating, checks included, a few inputs take some thirty calls."""
    rater = Rater.of_method(load_method(name))
    best = rater.question_set.framework.scale.best
    sheet = Answers(
        set_id=rater.question_set.id,
        edition=rater.question_set.edition,
        entries={question.code: Answer(best) for question in rater.questions},
        flags=dict.fromkeys(rater.method.flags, False),
    )
    rater.rate(sheet)
    count = calls(lambda: rater.rate(sheet).overall.rating)
    assert count <= most


@pytest.mark.parametrize(
    ("period", "most"), [("14 days", 35), ("24 hours", 25), ("10 working days", 60), ("6 months", 80)]
)
def test_a_due_date_is_counted_without_explaining_it(
    period: str, most: int, calls: Callable[..., int]
) -> None:
    """Days, hours and months are arithmetic; each working day costs a look into the calendar."""
    deadline = Deadline(clock="x", started=datetime(2026, 3, 27, 16, tzinfo=UTC), period=period)
    counting = Counting()
    deadline.due(counting)
    assert calls(lambda: deadline.due(counting)) <= most
