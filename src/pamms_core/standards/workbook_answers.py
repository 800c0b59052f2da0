"""Parse an answer workbook: one sheet per section, the facts, and a sheet of evidence.

Sheets are known by their names and columns by their titles, in any order. A row
without a rating, a comment or evidence is a question that nothing was recorded about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._places import Placed
from pamms_core.errors import Mistake, did_you_mean
from pamms_core.scale import fold
from pamms_core.standards import workbook_layout as layout
from pamms_core.standards.recorded_answers import RecordedAnswers
from pamms_core.standards.sheet_tables import SheetTable
from pamms_core.standards.workbook_facts import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pamms_core.xlsx.cells import Sheet, Workbook

__all__ = ["parse_answer_workbook"]

_KNOWN: Final = f"{layout.START}, {layout.SECTION}A (and so on), {layout.EVIDENCE}, {layout.LISTS}"
_EVIDENCE: Final = {each: each for each in ("questions", "kind", "reference", "note")}


def parse_answer_workbook(book: Workbook) -> Placed:
    """Return the sheet of answers as plain data, with what is wrong with its form."""
    answers, mistakes = RecordedAnswers(), list[Mistake]()
    by_name = {fold(sheet.name): sheet for sheet in book.sheets}
    for name, sheet in by_name.items():
        if name.startswith(fold(layout.SECTION)) or name == fold(layout.ANSWERS):
            for row in SheetTable(sheet, layout.answer_columns, book.file, mistakes):
                answers.add(row)
        elif name not in map(fold, (layout.START, layout.EVIDENCE, layout.LISTS)):
            _refuse(sheet, book.file, mistakes)
    if evidence := by_name.get(fold(layout.EVIDENCE)):
        for row in SheetTable(evidence, layout.evidence_columns, book.file, mistakes):
            answers.add_evidence(row, _EVIDENCE)
    facts = Facts()
    if start := by_name.get(fold(layout.START)):
        for row in SheetTable(start, layout.fact_columns, book.file, mistakes):
            facts.add(row)
    else:
        problem = "is missing: it says which question set the answers belong to"
        mistakes.append(Mistake(file=book.file, path=layout.START, problem=problem))
    written = str(facts.data.pop(layout.SHEETS, ""))
    mistakes += _removed(written, by_name, book.file)
    return Placed({**facts.data, "answers": answers}, places=facts.places, mistakes=mistakes)


def _removed(written: str, found: Collection[str], file: str) -> Iterator[Mistake]:
    """Tell which sheets are gone that the workbook was written with; what they held is lost."""
    for name in filter(None, map(str.strip, written.split(","))):
        if fold(name) not in found:
            problem = "is missing: the workbook was written with this sheet; put it back, even if blank"
            yield Mistake(file=file, path=name, problem=problem)


def _refuse(sheet: Sheet, file: str, mistakes: list[Mistake]) -> None:
    """Note a sheet that is none of ours, unless it is empty."""
    if sheet.cells:
        known = (layout.START, f"{layout.SECTION}A", layout.EVIDENCE, layout.LISTS)
        problem = f"is no sheet of an answer workbook; known: {_KNOWN}"
        hint = did_you_mean(sheet.name, known)
        mistakes.append(Mistake(file=file, path=sheet.name, problem=problem, hint=hint))
