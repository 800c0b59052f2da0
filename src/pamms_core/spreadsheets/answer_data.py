"""What is to be written of an answer sheet, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import Answer, Answers, Evidence
from pamms_core.errors import Mistake
from pamms_core.spreadsheets.errors import UnwritableError

if TYPE_CHECKING:
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["WHAT", "fitting", "rated"]

WHAT: Final = "the answers"
"""What cannot be written, in words."""


def rated(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return the questions that are rated, without those that ask for a number."""
    return tuple(each for each in questions if each.most is None)


def fitting(answers: Answers | None, question_set: QuestionSet, file: str) -> Answers:
    """Return the answers as a file has them, or none if there are none, if they are this set's.

    Blanks at the ends of texts are not kept.

    Raises:
        UnwritableError: they are not this set's; names every code.
    """
    blank = Answers(set_id=question_set.id, edition=question_set.edition)
    tidy = _tidied(blank if answers is None else answers)
    _check_fit(tidy, question_set, file)
    return tidy


def _check_fit(answers: Answers, question_set: QuestionSet, file: str) -> None:
    wanted = {"set": question_set.id, "edition": question_set.edition}
    given = {"set": answers.set_id, "edition": answers.edition}
    wrong = [
        Mistake(file=file, path=key, problem=f"must be {wanted[key]!r}", value=given[key])
        for key in wanted
        if given[key] != wanted[key]
    ]
    scale = question_set.framework.scale
    for code, answer in answers.entries.items():
        question = question_set.by_code.get(code)
        if question is None or question.most is not None:
            problem = f"must be a question of {question_set.id} that is rated"
            wrong.append(Mistake(file=file, path="answers", problem=problem, value=code))
        elif answer.is_rated and answer.rating not in scale.ratings:
            problem = f"must be rated on the scale {scale.id!r}"
            wrong.append(Mistake(file=file, path=code, problem=problem, value=answer.label))
    if wrong:
        raise UnwritableError(WHAT, wrong)


def _tidied(answers: Answers) -> Answers:
    """Return the answers without blanks at the ends of texts."""
    return attrs.evolve(
        answers,
        title=answers.title.strip(),
        details=FrozenMap({name: text.strip() for name, text in answers.details.items()}),
        entries=FrozenMap({code: _tidy(each) for code, each in answers.entries.items()}),
    )


def _tidy(answer: Answer) -> Answer:
    evidence = (
        Evidence(each.kind, each.reference.strip(), each.note.strip()) for each in answer.evidence
    )
    return Answer(answer.rating, answer.comment.strip(), tuple(evidence))
