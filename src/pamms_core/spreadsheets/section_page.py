"""The sheet of one section: each question with what a rating of it looks like, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.answers import NOT_ASSESSED
from pamms_core.scale import Rating
from pamms_core.spreadsheets.evidence_page import evidence_cell
from pamms_core.spreadsheets.list_page import NOT_ASSESSED_LABEL, ratings_list
from pamms_core.spreadsheets.pages import ALARM, ASKED, ENTRY, LOCKED, SUBTITLE, TITLE
from pamms_core.standards.recorded_answers import NOT_ANSWERED
from pamms_core.standards.workbook_layout import guidance_title
from pamms_core.xlsx.cells import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.answers import Answer, Answers
    from pamms_core.spreadsheets.evidence_page import Overflow
    from pamms_core.spreadsheets.pages import Page
    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question

__all__ = ["answered_cells", "write_section"]

_HEADER: Final = 3
_BEFORE: Final = ("Code", "Standard", "Critical", "Question", "Look at")
_AFTER: Final = ("Rating", "Comment", "Evidence")
_WIDTHS_BEFORE: Final = (8, 16, 10, 30, 15)
_WIDTHS_AFTER: Final = (16, 38, 26)
_GUIDANCE_WIDTH: Final = 27
_LEAST_LINES: Final = 4
_HOW: Final = (
    "Fill in the yellow cells. Evidence: one piece a line, such as  care file: CF1 (review of 3 March)"
)


def write_section(
    sheet: Page,
    title: str,
    questions: Sequence[Question],
    framework: Framework,
    answers: Answers,
    overflow: Overflow,
) -> None:
    """Write the questions of a section; evidence that a cell cannot hold goes to ``overflow``."""
    scale = framework.scale
    sheet.put(1, 1, title, TITLE)
    sheet.put(2, 1, _HOW, SUBTITLE)
    guidance = [guidance_title(rating.label) for rating in scale]
    widths = (*_WIDTHS_BEFORE, *[_GUIDANCE_WIDTH] * len(scale), *_WIDTHS_AFTER)
    sheet.header(_HEADER, (*_BEFORE, *guidance, *_AFTER), widths)
    for row, question in enumerate(questions, _HEADER + 1):
        asked = _asked(question, framework)
        for column, text in enumerate(asked, 1):
            sheet.put(row, column, text, _LOOKS.get(column, LOCKED))
        answered = answered_cells(question.code, answers.entries.get(question.code), overflow)
        for column, text in enumerate(answered, len(asked) + 1):
            sheet.put(row, column, text, ENTRY)
        sheet.fit_height(row, (*asked, *answered), widths, _LEAST_LINES)
    sheet.sheet.freeze_panes = f"E{_HEADER + 1}"
    if questions:
        last = _HEADER + len(questions)
        letters = column_letters(len(_BEFORE) + len(scale) + 1)
        said = "Choose a rating or Not assessed from the list, or leave the cell blank."
        sheet.choose(f"{letters}{_HEADER + 1}:{letters}{last}", ratings_list(scale), said)


_LOOKS: Final = {1: ASKED, 3: ALARM, 4: ASKED}


def _asked(question: Question, framework: Framework) -> list[str]:
    """Return the cells that say what is asked."""
    titled = {each.number: f"{each.number}  {each.title}" for each in framework.standards}
    return [
        question.code,
        titled.get(question.standard, ""),
        "Critical" if question.critical else "",
        question.text,
        ", ".join(question.evidence),
        *(question.guidance.get(rating.key, "") for rating in framework.scale),
    ]


def answered_cells(code: str, answer: Answer | None, overflow: Overflow) -> tuple[str, str, str]:
    """Return the cells that say what was answered; a row left blank was not recorded at all."""
    if answer is None:
        return "", "", ""
    evidence = evidence_cell(answer.evidence)
    if evidence is None:
        overflow.add(code, answer.evidence)
    recorded = answer.comment or answer.evidence
    return _rating(answer) or ("" if recorded else NOT_ANSWERED), answer.comment, evidence or ""


def _rating(answer: Answer) -> str:
    if isinstance(answer.rating, Rating):
        return answer.rating.label
    return NOT_ASSESSED_LABEL if answer.rating is NOT_ASSESSED else ""
