"""Read what a person asks: ratings, *not assessed* and numbers, as states of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.answers import NOT_ASSESSED, Answer, NotAssessed, parse_reported
from pamms_core.errors import UnknownNameError, did_you_mean
from pamms_core.rating.differences import answer_differences
from pamms_core.rating.mismatch import AnswersMismatchError
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pamms_core.answers import Answers, ReportedRating
    from pamms_core.rating.engine import Rater
    from pamms_core.standards.question_set import Question

__all__ = ["Told", "places_of", "read_changes", "read_state", "sheet_with", "state_label", "supposed"]

Told: TypeAlias = Rating | NotAssessed | str | int | None
"""What a question may be said to be: a rating or its name, *not assessed*, a number, or nothing."""


def read_state(rater: Rater, question: Question, told: object) -> int | None:
    """Return the state that a question is said to have.

    Raises:
        ValueError: it cannot be; says what is allowed.
        UnknownNameError: it is not the name of a rating.
    """
    scale = rater.question_set.framework.scale
    if question.most is not None:
        return _read_number(question, told)
    if isinstance(told, str):
        told = parse_reported(told, scale)
    if told is NOT_ASSESSED or told is None:
        return len(scale) + (told is None)
    if not isinstance(told, Rating):
        raise ValueError(f"{told!r:.80} is no rating")  # noqa: TRY004 (callers catch one kind)
    if told.scale != scale:
        raise ValueError(f"a rating on scale {told.scale.id!r}, not {scale.id!r}")
    return told.rank


def _read_number(question: Question, told: object) -> int | None:
    if told is None or told is NOT_ASSESSED or told == "not assessed":
        return None
    number = int(told) if isinstance(told, str) and told.isdecimal() else told
    if (
        not isinstance(number, int)
        or isinstance(number, bool)
        or not 0 <= number <= (question.most or 0)
    ):
        raise ValueError(f"must be a whole number from 0 to {question.most}, not {told!r:.80}")
    return number


def read_changes(rater: Rater, changes: Mapping[str, Told]) -> dict[int, int | None]:
    """Return the states that changed answers have, by the questions' places.

    Raises:
        AnswersMismatchError: a code or a rating is unknown; lists every reason.
    """
    at = {question.code: place for place, question in enumerate(rater.questions)}
    reasons: list[str] = []
    found: dict[int, int | None] = {}
    for code, told in changes.items():
        if code not in at:
            near = did_you_mean(str(code), at)
            reasons.append(f"{code!r} is not a question of the set{f' ({near})' if near else ''}")
            continue
        try:
            found[at[code]] = read_state(rater, rater.questions[at[code]], told)
        except (ValueError, UnknownNameError) as error:
            reasons.append(f"{code}: {error}")
    if reasons:
        raise AnswersMismatchError(reasons)
    return found


def places_of(rater: Rater, codes: Iterable[str]) -> list[int]:
    """Return the places of some questions.

    Raises:
        UnknownNameError: the set does not have one of them; names the nearest.
    """
    at = {question.code: place for place, question in enumerate(rater.questions)}
    for code in (listed := list(codes)):
        if code not in at:
            raise UnknownNameError("question", str(code), at)
    return [at[code] for code in listed]


def sheet_with(rater: Rater, answers: Answers, states: Mapping[int, int | None]) -> Answers:
    """Return the sheet with some questions in other states; comments and evidence are kept."""
    entries, numbers = dict(answers.entries), dict(answers.numbers)
    for place, state in states.items():
        question = rater.questions[place]
        if question.most is None:
            before = entries.get(question.code, Answer())
            entries[question.code] = attrs.evolve(before, rating=_reported(rater, state))
        elif state is None:
            numbers.pop(question.code, None)
        else:
            numbers[question.code] = state
    return attrs.evolve(answers, entries=entries, numbers=numbers)


def supposed(before: Answers, after: Answers) -> tuple[str, ...]:
    """Name every answer that is supposed in the place of what was recorded."""
    return tuple(answer_differences(before, after))


def _reported(rater: Rater, state: int | None) -> ReportedRating:
    scale = rater.question_set.framework.scale
    if state is None or state > len(scale):
        return None
    return NOT_ASSESSED if state == len(scale) else scale.at(state)


def state_label(rater: Rater, place: int, state: int | None) -> str:
    """Return a state as people read it: a rating's label, a number, or that there is none."""
    if rater.questions[place].most is not None:
        return "Not given" if state is None else str(state)
    return Answer(_reported(rater, state)).label
