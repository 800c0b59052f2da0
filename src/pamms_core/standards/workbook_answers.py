"""Parse an answer workbook: one sheet per section, the facts, and a sheet of evidence.

Sheets are known by their names and columns by their titles, in any order. A row
without a rating, a comment or evidence is a question that nothing was recorded about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._places import Placed, Places
from pamms_core._reading import Table
from pamms_core.errors import Mistake, did_you_mean
from pamms_core.scale import fold
from pamms_core.standards import workbook_layout as layout
from pamms_core.standards.csv_answers import split_evidence
from pamms_core.standards.sheet_tables import SheetTable
from pamms_core.standards.workbook_facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core._reading import Mistakes
    from pamms_core.standards.sheet_tables import SheetRow
    from pamms_core.xlsx.cells import Sheet, Workbook

__all__ = ["SheetAnswers", "parse_answer_workbook"]

_CODES: Final = re.compile(r"[\s,;]+")
_KNOWN: Final = f"{layout.START}, {layout.SECTION}A (and so on), {layout.EVIDENCE}, {layout.LISTS}"


@attrs.define
class _Recorded:
    """What the workbook says about one question, and where."""

    code: str
    places: Places = attrs.field(factory=Places)
    rating: str = ""
    comment: str = ""
    evidence: list[dict[str, str]] = attrs.field(factory=list)


class SheetAnswers:
    """The answers of a workbook, each with the addresses of its cells."""

    def __init__(self) -> None:
        self._recorded: list[_Recorded] = []
        self._by_code: dict[str, _Recorded] = {}

    def tables(self, file: str, mistakes: Mistakes) -> Iterator[tuple[str, Table]]:
        """Yield the code of each answer, and the answer to be read."""
        for each in self._recorded:
            data = {"rating": each.rating, "comment": each.comment, "evidence": each.evidence}
            yield each.code, Table(data, file=file, mistakes=mistakes, places=each.places)

    def begin(self, code: str) -> _Recorded:
        """Begin another answer."""
        recorded = _Recorded(code)
        self._by_code.setdefault(fold(code), recorded)
        self._recorded.append(recorded)
        return recorded

    def find(self, code: str) -> _Recorded | None:
        """Find the first answer to a question."""
        return self._by_code.get(fold(code))


def parse_answer_workbook(book: Workbook) -> Placed:
    """Return the sheet of answers as plain data, with what is wrong with its form."""
    answers, mistakes = SheetAnswers(), list[Mistake]()
    by_name = {fold(sheet.name): sheet for sheet in book.sheets}
    for name, sheet in by_name.items():
        if name.startswith(fold(layout.SECTION)) or name == fold(layout.ANSWERS):
            for row in SheetTable(sheet, layout.answer_columns, book.file, mistakes):
                _add_answer(row, answers)
        elif name not in map(fold, (layout.START, layout.EVIDENCE, layout.LISTS)):
            _refuse(sheet, book.file, mistakes)
    if evidence := by_name.get(fold(layout.EVIDENCE)):
        for row in SheetTable(evidence, layout.evidence_columns, book.file, mistakes):
            _add_evidence(row, answers)
    facts = Facts()
    if start := by_name.get(fold(layout.START)):
        for row in SheetTable(start, layout.fact_columns, book.file, mistakes):
            facts.add(row)
    else:
        problem = "is missing: it says which question set the answers belong to"
        mistakes.append(Mistake(file=book.file, path=layout.START, problem=problem))
    return Placed({**facts.data, "answers": answers}, places=facts.places, mistakes=mistakes)


def _refuse(sheet: Sheet, file: str, mistakes: list[Mistake]) -> None:
    """Note a sheet that is none of ours, unless it is empty."""
    if sheet.cells:
        known = (layout.START, f"{layout.SECTION}A", layout.EVIDENCE, layout.LISTS)
        problem = f"is no sheet of an answer workbook; known: {_KNOWN}"
        hint = did_you_mean(sheet.name, known)
        mistakes.append(Mistake(file=file, path=sheet.name, problem=problem, hint=hint))


def _add_answer(row: SheetRow, answers: SheetAnswers) -> None:
    """Keep what a row records; a row that records nothing is a question without an answer."""
    code = row.text("code")
    cells = {column: row.text(column) for column in ("rating", "comment", "evidence")}
    if code is None or (code and not any(text != "" for text in cells.values())):
        return
    recorded = answers.begin(code)
    for column, text in {"code": code, **cells}.items():
        recorded.places.put(column, row.place(column))
        if text is None:
            recorded.places.spoil(column)
    rating = cells["rating"] or ""
    recorded.rating = "" if fold(rating) == fold(layout.NOT_ANSWERED) else rating
    recorded.comment = cells["comment"] or ""
    recorded.evidence = split_evidence(cells["evidence"] or "")


def _add_evidence(row: SheetRow, answers: SheetAnswers) -> None:
    """Add a piece of evidence to each of the questions it supports."""
    listed = row.text("questions")
    found = {key: row.text(key) for key in ("kind", "reference", "note")}
    if listed is None:
        return
    codes = dict.fromkeys(each for each in _CODES.split(listed) if each)
    if not codes:
        row.wrong("questions", "is missing: which questions does this evidence support?")
    for code in codes:
        recorded = answers.find(code)
        if recorded is None:
            recorded = answers.begin(code)
            recorded.places.put("code", row.place("questions"))
        for key, text in found.items():
            path = f"evidence[{len(recorded.evidence)}].{key}"
            recorded.places.put(path, row.place(key))
            if text is None:
                recorded.places.spoil(path)
        kind = fold(found["kind"] or "")
        recorded.evidence.append(
            {"kind": kind, **{key: found[key] or "" for key in ("reference", "note")}}
        )
