"""The sheet that the drop-downs of an answer workbook choose from, and its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.answers import EvidenceKind
from pamms_core.spreadsheets.pages import ASKED, LOCKED, SUBTITLE, TITLE
from pamms_core.standards.workbook_layout import LISTS

if TYPE_CHECKING:
    from pamms_core.scale import Scale
    from pamms_core.spreadsheets.pages import Page

__all__ = ["KINDS_LIST", "TRUTHS_LIST", "ratings_list", "write_lists"]

NOT_ASSESSED_LABEL: Final = "Not assessed"
_FIRST: Final = 4
_WIDTHS: Final = (22, 70, 3, 18, 30, 3, 14)


def ratings_list(scale: Scale) -> str:
    """The range of the ratings, and *not assessed*."""
    return f"{LISTS}!$A${_FIRST}:$A${_FIRST + len(scale)}"


KINDS_LIST: Final = f"{LISTS}!$D${_FIRST}:$D${_FIRST + len(EvidenceKind) - 1}"
TRUTHS_LIST: Final = f"{LISTS}!$G${_FIRST}:$G${_FIRST + 1}"


def write_lists(sheet: Page, scale: Scale) -> None:
    """Write the ratings with their meanings, the kinds of evidence, and yes and no."""
    sheet.widths(_WIDTHS)
    sheet.put(1, 1, "What may be chosen", TITLE)
    sheet.put(2, 1, "The drop-downs of the other sheets choose from here. Nothing is to be filled in.", SUBTITLE)
    sheet.header(3, ("Rating", "A service at this rating", "", "Kind of evidence", "Such as", "", "Yes or no"))
    ratings = [*((each.label, each.meaning) for each in scale), (NOT_ASSESSED_LABEL, _NOT_ASSESSED)]
    for row, (label, meaning) in enumerate(ratings, _FIRST):
        sheet.put(row, 1, label, ASKED)
        sheet.put(row, 2, meaning)
        sheet.fit_height(row, [meaning], [_WIDTHS[1]])
    for row, kind in enumerate(EvidenceKind, _FIRST):
        sheet.put(row, 4, kind.value, ASKED)
        sheet.put(row, 5, f"{kind.described} {_EXAMPLES[kind]}")
    for row, word in enumerate(("Yes", "No"), _FIRST):
        sheet.put(row, 7, word, ASKED)
    sheet.sheet.freeze_panes = "A4"


_NOT_ASSESSED: Final = "Looked at and deliberately not rated: it counts neither for nor against."
_EXAMPLES: Final = {
    EvidenceKind.CARE_FILE: "CF1",
    EvidenceKind.STAFF_FILE: "SF1",
    EvidenceKind.OBSERVATION: "O1",
    EvidenceKind.PERSON: "P1",
    EvidenceKind.RELATIVE: "R1",
    EvidenceKind.STAFF: "S1",
    EvidenceKind.MANAGER: "M1",
    EvidenceKind.POLICY: "POL1",
    EvidenceKind.RECORD: "REC1",
}
