"""Answer sheets of every kind, the same in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core import NOT_ASSESSED, Answer, Answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core import NodeOutcome, QuestionSet, Rater, ReportedRating

__all__ = ["full_rating", "sheets"]

# What a sheet's answers are drawn from: ranks of ratings, N for not assessed, - for nothing.
_BAGS = ("3333332", "3322222221", "2222222111", "1111110", "0001", "0123", "333N-", "22220N-", "01NNN--")


def full_rating(rater: Rater, sheet: Answers) -> list[NodeOutcome]:
    """Rate a sheet and read every node: outcomes make their nodes when they are asked for."""
    return list(rater.rate(sheet).values())


def sheets(question_set: QuestionSet, count: int) -> list[Answers]:
    """Return that many sheets, drawn in turn from excellent, middling, poor and empty answers."""
    return [_sheet(question_set, seed) for seed in range(count)]


def _sheet(question_set: QuestionSet, seed: int) -> Answers:
    scale = question_set.framework.scale
    drawn: dict[str, ReportedRating] = {str(rating.rank): rating for rating in scale}
    letters = _letters(_BAGS[seed % len(_BAGS)], seed)
    entries = {
        question.code: Answer(drawn.get(letter, NOT_ASSESSED))
        for question, letter in zip(question_set, letters, strict=False)
        if letter != "-"
    }
    return Answers(set_id=question_set.id, edition=question_set.edition, entries=entries)


def _letters(bag: str, seed: int) -> Iterator[str]:
    """Draw from a bag for ever, by the textbook's linear congruence."""
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield bag[(state >> 16) % len(bag)]
