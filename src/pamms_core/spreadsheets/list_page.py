"""The sheet that the drop-downs of an answer workbook choose from, and its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.answers import EvidenceKind
from pamms_core.spreadsheets.pages import ASKED, HEADER, SUBTITLE, TITLE
from pamms_core.standards.workbook_layout import LISTS

if TYPE_CHECKING:
    from pamms_core.scale import Scale
    from pamms_core.spreadsheets.pages import Page

__all__ = ["KINDS_LIST", "TRUTHS_LIST", "ratings_list", "write_lists"]

NOT_ASSESSED_LABEL: Final = "Not assessed"
_FIRST: Final = 4
_WIDTHS: Final = (24, 84, 3, 20, 28, 3, 14)


_TITLES: Final = {
    1: "Rating",
    2: "A service at this rating",
    4: "Kind of evidence",
    5: "Written such as",
    7: "Yes or no",
}


def ratings_list(scale: Scale) -> str:
    """The range of the ratings, and *not assessed*."""
    return f"{LISTS}!$A${_FIRST}:$A${_FIRST + len(scale)}"


KINDS_LIST: Final = f"{LISTS}!$D${_FIRST}:$D${_FIRST + len(EvidenceKind) - 1}"
TRUTHS_LIST: Final = f"{LISTS}!$G${_FIRST}:$G${_FIRST + 1}"


def write_lists(sheet: Page, scale: Scale) -> None:
    """Write the ratings with their meanings, the kinds of evidence, and yes and no."""
    sheet.widths(_WIDTHS)
    sheet.put(1, 1, "What may be chosen", TITLE)
    sheet.put(
        2,
        1,
        "The drop-downs of the other sheets choose from here. Nothing is to be filled in.",
        SUBTITLE,
    )
    for column, title in _TITLES.items():
        sheet.put(3, column, title, HEADER)
    ratings = [*((each.label, each.meaning) for each in scale), (NOT_ASSESSED_LABEL, _NOT_ASSESSED)]
    for row, (label, meaning) in enumerate(ratings, _FIRST):
        sheet.put(row, 1, label, ASKED)
        sheet.put(row, 2, meaning)
        sheet.fit_height(row, [meaning], [_WIDTHS[1]])
    for row, kind in enumerate(EvidenceKind, _FIRST):
        sheet.put(row, 4, kind.value, ASKED)
        initials = "".join(word[0] for word in kind.split()).upper()
        sheet.put(row, 5, f"{kind}: {initials}1")
    for row, word in enumerate(("Yes", "No"), _FIRST):
        sheet.put(row, 7, word, ASKED)
    sheet.sheet.freeze_panes = "A4"


_NOT_ASSESSED: Final = "Looked at and deliberately not rated: it counts neither for nor against."
