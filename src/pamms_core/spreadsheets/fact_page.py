"""The first sheet: how to fill the workbook in, and what is known of the set and the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.spreadsheets.list_page import TRUTHS_LIST
from pamms_core.spreadsheets.pages import ASKED, ENTRY, LOCKED, PLAIN, SUBTITLE, TITLE
from pamms_core.standards.workbook_layout import FACT_COLUMNS, PROMPTS, SHEETS, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.answers import Answers
    from pamms_core.spreadsheets.pages import Page
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["Fact", "facts_of", "write_facts"]

_WIDTHS: Final = (21, 24, 74, 48)
_BLANK_DETAILS: Final = 3
_STEPS: Final = (
    "Fill in the yellow cells only. The others are protected, without a password, to stay as they are.",
    "Rating: choose from the list; Not assessed where it does not apply. Blank means not answered yet.",
    "Comment: say why. Alt+Enter (in LibreOffice Ctrl+Enter) begins a new line.",
    "Evidence: one piece a line, as kind: reference (note). The sheet Lists has the kinds.",
    "The sheet Evidence takes evidence that supports many questions: once, with the codes of all.",
    "Critical: the worst rating of such a question may mean serious harm.",
    "Do not use formulas, merge cells, or rename sheets or columns. Save as an Excel workbook (.xlsx).",
)


@attrs.frozen
class Fact:
    """A row of the table of facts."""

    about: str
    name: str
    entry: str | int
    said: str
    """What it is, for the reader."""
    named_here: bool = False
    """Whether the name is filled in too."""


def write_facts(
    sheet: Page,
    question_set: QuestionSet,
    answers: Answers,
    flags: Mapping[str, str],
    sheets: Iterable[str],
) -> None:
    """Write the instructions, and below them the facts, among these what other sheets there are."""
    sheet.put(1, 1, question_set.title, TITLE)
    where = f", {question_set.region}" if question_set.region else ""
    count = f"{len(question_set)} questions{where}, {question_set.status} set"
    sheet.put(2, 1, f"Answer workbook: {count}", SUBTITLE)
    for row, step in enumerate(_STEPS, 4):
        sheet.put(row, 1, f"{row - 3}.  {step}", PLAIN)
    header = 5 + len(_STEPS)
    sheet.header(header, FACT_COLUMNS, _WIDTHS)
    said = "what is filled in; none of them may be removed"
    facts = (*facts_of(question_set, answers, flags), Fact(Group.SET, SHEETS, ", ".join(sheets), said))
    for row, fact in enumerate(facts, header + 1):
        _write(sheet, row, fact)


def facts_of(question_set: QuestionSet, answers: Answers, flags: Mapping[str, str]) -> Iterator[Fact]:
    """Yield all that a sheet says besides its answers, and what is asked of it so far in vain."""
    yield from _of_the_service(answers)
    yield from _flags(answers, flags)
    yield from _numbers(question_set, answers)
    yield from _of_the_set(question_set)


def _write(sheet: Page, row: int, fact: Fact) -> None:
    sheet.put(row, 1, fact.about)
    sheet.put(row, 2, fact.name, ENTRY if fact.named_here else ASKED)
    sheet.put(row, 3, fact.entry, LOCKED if fact.about == Group.SET else ENTRY)
    sheet.put(row, 4, fact.said)
    sheet.fit_height(row, (fact.name, str(fact.entry), fact.said), _WIDTHS[1:])
    if fact.about == Group.FLAG:
        said = "Choose Yes or No, or leave the cell blank where it is not known."
        sheet.choose(f"C{row}", TRUTHS_LIST, said)


def _of_the_set(question_set: QuestionSet) -> Iterator[Fact]:
    sealed = question_set.original or question_set
    yield Fact(Group.SET, "id", sealed.id, "the question set that is answered")
    yield Fact(Group.SET, "edition", sealed.edition, "its edition")
    yield Fact(Group.SET, "digest", sealed.digest, "the seal of all that it says")


def _of_the_service(answers: Answers) -> Iterator[Fact]:
    """Yield what is asked of every service, then what else was recorded, then room for more.

    A blank entry to what is asked says nothing; one that was recorded as blank is
    told by a row of its own.
    """
    yield Fact(Group.SERVICE, "name", answers.title, "the service that is assessed")
    for name, said in PROMPTS.items():
        yield Fact(Group.DETAIL, name, answers.details.get(name, ""), said)
    for name, text in answers.details.items():
        if name not in PROMPTS or not text:
            yield Fact(Group.DETAIL, name, text, "", named_here=True)
    for _ in range(_BLANK_DETAILS):
        yield Fact(Group.DETAIL, "", "", "anything else: give it a name", named_here=True)


def _flags(answers: Answers, flags: Mapping[str, str]) -> Iterator[Fact]:
    words = {True: "Yes", False: "No", None: ""}
    for name in dict.fromkeys((*flags, *answers.flags)):
        meant = flags.get(name, "")
        yield Fact(
            Group.FLAG, name, words[answers.flags.get(name)], f"{meant} (Yes, No or not known)".strip()
        )


def _numbers(question_set: QuestionSet, answers: Answers) -> Iterator[Fact]:
    asked = {each.code: each for each in question_set if each.most is not None}
    for code in dict.fromkeys((*asked, *answers.numbers)):
        said = f"{asked[code].text} (at most {asked[code].most:,})" if code in asked else ""
        yield Fact(Group.NUMBER, code, answers.numbers.get(code, ""), said)
