"""A strategy for outcomes: drawn answers to a drawn set, rated by a drawn method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pamms_core.rating.engine import Rater
from pamms_core.testing.answers import answers
from pamms_core.testing.methods import methods
from pamms_core.testing.question_sets import question_sets

if TYPE_CHECKING:
    from pamms_core.rating.outcome import Outcome

__all__ = ["outcomes"]


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Draw the outcome of a small assessment by a lawful method."""
    rater = Rater(draw(question_sets()), draw(methods()))
    return rater.rate(draw(answers(rater.question_set)))
