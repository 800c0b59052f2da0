"""An answer sheet as one CSV table to be filled in, or kept: nothing that it holds is left out."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from pamms_core.spreadsheets.answer_data import WHAT, fitting, rated
from pamms_core.spreadsheets.errors import must_read_back
from pamms_core.spreadsheets.evidence_page import Overflow
from pamms_core.spreadsheets.fact_page import facts_of
from pamms_core.spreadsheets.section_page import answered_cells
from pamms_core.standards.answer_files import read_answers
from pamms_core.standards.csv_answers import EVIDENCE_ROW, parse_csv
from pamms_core.standards.csv_tables import guarded
from pamms_core.standards.workbook_layout import EVIDENCE, FACT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.answers import Answers, Evidence
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["answer_csv"]

_FILE: Final = "<written>"
_QUESTION_COLUMNS: Final = (
    "Code", "Standard", "Critical", "Question", "Look at", "Rating", "Comment", "Evidence"
)  # fmt: skip
_COLUMNS: Final = (*FACT_COLUMNS, *_QUESTION_COLUMNS)


def answer_csv(
    question_set: QuestionSet,
    answers: Answers | None = None,
    *,
    flags: Mapping[str, str] | None = None,
) -> str:
    r"""Write an answer sheet as CSV, empty or with answers in it; its lines end with ``\r\n``.

    Reading it back gives the same answers, with title, details, flags, numbers and
    evidence. Blanks at the ends of a text are not kept, and an apostrophe guards what a
    spreadsheet would take for a formula.

    Args:
        question_set: what is asked.
        answers: what was recorded already.
        flags: what a method asks for from outside, by name, with what is meant
            (``Method.flags``).

    Raises:
        UnwritableError: the answers are not this set's, or CSV cannot hold them; names
            every place.

    >>> from pamms_core import load_set
    >>> print(answer_csv(load_set("east-of-england-accommodation")).splitlines()[1])
    Service,name,,the service that is assessed,,,,,,,,
    """
    tidy = fitting(answers, question_set, _FILE)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for row in _rows(question_set, tidy, flags or {}):
        writer.writerow([guarded(row.get(column, "")) for column in _COLUMNS])
    text = stream.getvalue()
    must_read_back(WHAT, tidy, lambda: read_answers(parse_csv(text, _FILE), question_set, file=_FILE))
    return text


def _rows(
    question_set: QuestionSet, answers: Answers, flags: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Yield the rows by column: what is said of the sheet, then each question, then evidence."""
    for fact in facts_of(question_set, answers, flags):
        told = (fact.about, fact.name, str(fact.entry), fact.said)
        yield dict(zip(FACT_COLUMNS, told, strict=True))
    overflow = Overflow()
    titles = {each.number: f"{each.number} {each.title}" for each in question_set.framework.standards}
    for question in rated(question_set.questions):
        cells = answered_cells(question.code, answers.entries.get(question.code), overflow)
        asked = _asked(question, titles.get(question.standard, ""))
        yield dict(zip(_QUESTION_COLUMNS, (*asked, *cells), strict=True))
    for code, piece in overflow.rows:
        yield _evidence_row(code, piece)


def _evidence_row(code: str, piece: Evidence) -> dict[str, str]:
    """Write a piece of evidence that no cell beside a question can hold."""
    parts = {
        "questions": code,
        "kind": str(piece.kind),
        "reference": piece.reference,
        "note": piece.note,
    }
    named = {EVIDENCE_ROW[part].capitalize(): text for part, text in parts.items()}
    return {"About": EVIDENCE, **named}


def _asked(question: Question, standard: str) -> tuple[str, ...]:
    critical = "Critical" if question.critical else ""
    return question.code, standard, critical, question.text, ", ".join(question.evidence)
