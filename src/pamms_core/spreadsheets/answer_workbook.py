"""An answer sheet as a workbook to be filled in: one sheet per section, with guidance beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.errors import Mistake
from pamms_core.spreadsheets.answer_data import WHAT, fitting, rated
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

    from pamms_core.answers import Answers
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["answer_workbook"]


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
    tidy = fitting(answers, question_set, FILE)
    content = _written(question_set, tidy, flags or {})
    must_read_back(WHAT, tidy, lambda: _read(content, question_set))
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
    sheets = [*(name for name, *_ in _sheets(question_set)), EVIDENCE]
    write_facts(start, question_set, answers, flags, sheets)
    if mistakes:
        raise UnwritableError(WHAT, mistakes)
    return packed(book)


def _sheets(question_set: QuestionSet) -> Iterator[tuple[str, str, tuple[Question, ...]]]:
    """Yield the name, the title and the questions of each sheet of answers."""
    sections = question_set.framework.sections
    for section in sections:
        if asked := rated(question_set.asked_in(section)):
            yield f"{SECTION}{section.letter}", f"{section.letter}  {section.title}", asked
    if not sections:
        yield ANSWERS, question_set.title, rated(question_set.questions)
