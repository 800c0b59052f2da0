"""An answer sheet as a workbook to be filled in: one sheet per section, with guidance beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import Answer, Answers, Evidence
from pamms_core.errors import Mistake
from pamms_core.spreadsheets.errors import UnwritableError, must_read_back
from pamms_core.spreadsheets.evidence_page import Overflow, write_evidence
from pamms_core.spreadsheets.fact_page import write_facts
from pamms_core.spreadsheets.list_page import write_lists
from pamms_core.spreadsheets.packing import new_workbook, packed
from pamms_core.spreadsheets.pages import FILE, page
from pamms_core.spreadsheets.section_page import write_section
from pamms_core.standards.answer_files import read_answers
from pamms_core.standards.workbook_answers import parse_answer_workbook
from pamms_core.standards.workbook_layout import ANSWERS, EVIDENCE, LISTS, SECTION, START
from pamms_core.xlsx.reading import parse_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["answer_workbook"]

_WHAT: Final = "the answers"


def answer_workbook(
    question_set: QuestionSet,
    answers: Answers | None = None,
    *,
    flags: Mapping[str, str] | None = None,
) -> bytes:
    """Write an answer workbook, empty or with answers in it.

    Reading it back (``load_answers``) gives the same answers. Blanks at the ends of
    a text are not kept, as in every file format here.

    Args:
        question_set: what is asked.
        answers: what was recorded already.
        flags: what a method asks for from outside, by name, with what is meant
            (``Method.flags``).

    Raises:
        UnwritableError: the answers are not this set's, or a workbook cannot hold
            them; names every cell.
        ModuleNotFoundError: the extra ``xlsx`` is not installed.

    >>> from pamms_core import load_set
    >>> content = answer_workbook(load_set("east-of-england-accommodation"))
    >>> content[:2]
    b'PK'
    """
    blank = Answers(set_id=question_set.id, edition=question_set.edition)
    tidy = _tidied(blank if answers is None else answers)
    _check_fit(tidy, question_set)
    content = _written(question_set, tidy, flags or {})
    must_read_back(_WHAT, tidy, lambda: _read(content, question_set))
    return content


def _read(content: bytes, question_set: QuestionSet) -> Answers:
    return read_answers(parse_answer_workbook(parse_workbook(content, FILE)), question_set, file=FILE)


def _written(question_set: QuestionSet, answers: Answers, flags: Mapping[str, str]) -> bytes:
    book, mistakes = new_workbook(), list[Mistake]()
    footer = f"{question_set.id} {question_set.edition}"
    start = page(book, START, footer, mistakes)
    overflow = Overflow()
    for name, title, questions in _sheets(question_set):
        sheet = page(book, name, footer, mistakes)
        write_section(sheet, title, questions, question_set.framework, answers, overflow)
    write_evidence(page(book, EVIDENCE, footer, mistakes), overflow)
    write_lists(page(book, LISTS, footer, mistakes), question_set.framework.scale)
    write_facts(start, question_set, answers, flags)
    if mistakes:
        raise UnwritableError(_WHAT, mistakes)
    return packed(book)


def _sheets(question_set: QuestionSet) -> Iterator[tuple[str, str, tuple[Question, ...]]]:
    """Yield the name, the title and the questions of each sheet of answers."""
    sections = question_set.framework.sections
    for section in sections:
        if rated := _rated(question_set.asked_in(section)):
            yield f"{SECTION}{section.letter}", f"{section.letter}  {section.title}", rated
    if not sections:
        yield ANSWERS, question_set.title, _rated(question_set.questions)


def _rated(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    return tuple(each for each in questions if each.most is None)


def _check_fit(answers: Answers, question_set: QuestionSet) -> None:
    """Check that the answers are this set's, code by code."""
    wanted = {"set": question_set.id, "edition": question_set.edition}
    given = {"set": answers.set_id, "edition": answers.edition}
    wrong = [
        Mistake(file=FILE, path=key, problem=f"must be {wanted[key]!r}", value=given[key])
        for key in wanted
        if given[key] != wanted[key]
    ]
    scale = question_set.framework.scale
    for code, answer in answers.entries.items():
        question = question_set.by_code.get(code)
        if question is None or question.most is not None:
            problem = f"must be a question of {question_set.id} that is rated"
            wrong.append(Mistake(file=FILE, path="answers", problem=problem, value=code))
        elif answer.is_rated and answer.rating not in scale.ratings:
            problem = f"must be rated on the scale {scale.id!r}"
            wrong.append(Mistake(file=FILE, path=code, problem=problem, value=answer.label))
    if wrong:
        raise UnwritableError(_WHAT, wrong)


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
