"""What all benchmarks share: the full set and a way to compare with a floor in one run."""

from __future__ import annotations

import pytest

from pamms_core import Answers, Rater, load_answers, load_set


@pytest.fixture(scope="session")
def rater() -> Rater:
    """A rater of the full accommodation set by the reference method."""
    return Rater(load_set("east-of-england-accommodation"))


@pytest.fixture(scope="session")
def sheet(rater: Rater) -> Answers:
    """A full sheet of it."""
    return load_answers("excellent-staffing", rater.question_set)


@pytest.fixture(scope="session")
def states(rater: Rater, sheet: Answers) -> list[int | None]:
    """The sheet, already checked."""
    return rater.states(sheet)
