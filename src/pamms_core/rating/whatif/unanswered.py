"""Which questions are open, and what their answers may still be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.errors import PammsError
from pamms_core.rating.whatif.asking import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pamms_core.rating.engine import Rater

__all__ = ["MOST_NUMBERS", "AnsweredQuestionError", "open_places", "possible_states"]

MOST_NUMBERS: Final = 200
"""A number that may be any of more than these is not tried at each of them."""


class AnsweredQuestionError(PammsError, ValueError):
    """Questions that were to be open, but have an answer; names all of them.

    >>> raise AnsweredQuestionError(["A01"])
    Traceback (most recent call last):
    ...
    pamms_core.rating.whatif.unanswered.AnsweredQuestionError: answered already: A01; \
to set an answer aside and ask what it could be, say reopen=True
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes: tuple[str, ...] = tuple(codes)
        """The codes of the questions."""
        super().__init__(self.codes)

    def __str__(self) -> str:
        said = f"answered already: {', '.join(self.codes)}"
        return f"{said}; to set an answer aside and ask what it could be, say reopen=True"


def open_places(
    rater: Rater, states: Sequence[int | None], questions: Iterable[str] | None, *, reopen: bool
) -> list[int]:
    """Return the places of the open questions, in the tree's order.

    Args:
        rater: the set and method.
        states: each question's state.
        questions: the open questions' codes; all that have nothing yet if not given.
        reopen: whether they may have an answer.

    Raises:
        UnknownNameError: the set does not have one of them.
        AnsweredQuestionError: one of them has an answer, and may not.
    """
    blank = len(rater.question_set.framework.scale) + 1
    blanks = [at for at, state in enumerate(states) if state is None or state == blank]
    unanswered = {at for at in blanks if states[at] is None or rater.questions[at].most is None}
    if questions is None:
        return sorted(unanswered)
    places = sorted(set(places_of(rater, questions)))
    answered = [rater.questions[place].code for place in places if place not in unanswered]
    if answered and not reopen:
        raise AnsweredQuestionError(answered)
    return places


def possible_states(rater: Rater, place: int, *, not_assessed: bool) -> Sequence[int | None]:
    """Return the states that a question may still have, the worst rating or the least number first.

    Args:
        rater: the set and method.
        place: the question's place.
        not_assessed: whether it may also be *not assessed*, or its number not be given.
    """
    most = rater.questions[place].most
    ranks = len(rater.question_set.framework.scale)
    if most is None:
        return range(ranks + not_assessed)
    return (*range(most + 1), None) if not_assessed else range(most + 1)
