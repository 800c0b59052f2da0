"""Evidence in a workbook: in a cell beside the question, or on a sheet of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.spreadsheets.list_page import KINDS_LIST
from pamms_core.spreadsheets.pages import ENTRY, SUBTITLE, TITLE
from pamms_core.standards.recorded_answers import split_evidence
from pamms_core.standards.workbook_layout import EVIDENCE_COLUMNS
from pamms_core.xlsx.escapes import escaped, fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.answers import Evidence
    from pamms_core.spreadsheets.pages import Page

__all__ = ["Overflow", "evidence_cell", "write_evidence"]

_HEADER: Final = 4
_WIDTHS: Final = (26, 18, 28, 80)
_BLANK_ROWS: Final = 30
_LAST_ROW: Final = 1_000


class Overflow:
    """Evidence that does not fit into the cell beside its question."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, Evidence]] = []

    def add(self, code: str, evidence: Sequence[Evidence]) -> None:
        """Keep the evidence of one answer."""
        self.rows += [(code, each) for each in evidence]


def evidence_cell(evidence: Sequence[Evidence]) -> str | None:
    """Write pieces of evidence into one cell, one a line, if they read back so.

    >>> from pamms_core import Evidence, EvidenceKind
    >>> evidence_cell([Evidence(EvidenceKind.CARE_FILE, "CF1", "review of 3 March")])
    'care file: CF1 (review of 3 March)'
    >>> evidence_cell([Evidence(EvidenceKind.CARE_FILE, "CF1; CF2")]) is None
    True
    """
    pieces = [
        f"{each.kind}: {each.reference}" + (f" ({each.note})" if each.note else "") for each in evidence
    ]
    cell = "\n".join(pieces)
    meant = [
        {"kind": str(each.kind), "reference": each.reference, "note": each.note} for each in evidence
    ]
    return cell if split_evidence(cell) == meant and fits(escaped(cell)) else None


def write_evidence(sheet: Page, overflow: Overflow) -> None:
    """Write the sheet of evidence that supports many questions or does not fit beside one."""
    sheet.put(1, 1, "Evidence for several questions", TITLE)
    sheet.put(
        2, 1, "List here what supports many questions: once, with the codes of all of them", SUBTITLE
    )
    sheet.put(3, 1, "(A01, A02, C07). It is added to what stands beside each question.", SUBTITLE)
    sheet.header(_HEADER, EVIDENCE_COLUMNS, _WIDTHS)
    rows = [(code, str(each.kind), each.reference, each.note) for code, each in overflow.rows]
    blank = [("", "", "", "")] * _BLANK_ROWS
    for row, texts in enumerate((*rows, *blank), _HEADER + 1):
        for column, text in enumerate(texts, 1):
            sheet.put(row, column, text, ENTRY)
        sheet.fit_height(row, texts, _WIDTHS)
    sheet.unlock_columns(len(EVIDENCE_COLUMNS))
    said = "Choose a kind of evidence from the list."
    sheet.choose(f"B{_HEADER + 1}:B{_HEADER + max(_LAST_ROW, 2 * len(rows))}", KINDS_LIST, said)
    sheet.sheet.freeze_panes = f"A{_HEADER + 1}"
