"""Put text on the sheets of a workbook: never a formula, never cut off, always in the same way."""

from __future__ import annotations

from copy import copy
from math import ceil
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import Mistake
from pamms_core.xlsx.cells import column_letters
from pamms_core.xlsx.escapes import LONGEST_TEXT, escaped, fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "ALARM",
    "ASKED",
    "ENTRY",
    "FILE",
    "HEADER",
    "LOCKED",
    "PLAIN",
    "SUBTITLE",
    "TITLE",
    "Look",
    "Page",
    "page",
]

FILE: Final = "<workbook>"
_A4: Final = "9"
_TEXT: Final = "@"
_DARK, _PALE, _ENTRY, _LINE, _RED = "1F4E5F", "F3F6F7", "FFF8DC", "BFC9CE", "9C1C1C"
_LONGEST_FOOTER: Final = 100
_TALLEST: Final = 409.0
_LINE_HEIGHT: Final = 13.2
# A proportional font fits a little more than the column's width in digits.
_FIT: Final = 1.25
# Bold letters take more room.
_BOLD: Final = 0.85


@attrs.frozen(kw_only=True)
class Look:
    """How a cell looks, and whether it may be filled in."""

    entry: bool = False
    bold: bool = False
    size: int = 10
    colour: str = "222222"
    fill: str = ""
    boxed: bool = True
    wrapped: bool = True
    centred: bool = False


TITLE: Final = Look(bold=True, size=16, colour=_DARK, boxed=False, wrapped=False)
SUBTITLE: Final = Look(size=10, colour="5A6A72", boxed=False, wrapped=False)
PLAIN: Final = Look(boxed=False, wrapped=False)
HEADER: Final = Look(bold=True, colour="FFFFFF", fill=_DARK)
LOCKED: Final = Look(fill=_PALE)
ASKED: Final = Look(bold=True)
ALARM: Final = Look(bold=True, colour=_RED, centred=True)
ENTRY: Final = Look(entry=True, fill=_ENTRY)


class Page:
    """One sheet, as it is written."""

    def __init__(self, sheet: Worksheet, mistakes: list[Mistake]) -> None:
        self.sheet = sheet
        self._mistakes = mistakes
        self._dressed: dict[tuple[Look, bool], Cell | MergedCell] = {}

    def put(self, row: int, column: int, value: str | int, look: Look = LOCKED) -> None:
        """Write a text, or a whole number, into a cell.

        A text is written as one, however it begins, and stays one when it is typed again.
        """
        cell = self.sheet.cell(row, column)
        if isinstance(value, int):
            cell.value = value
        elif value:
            self._write(row, column, value)
        self._dress(cell, look, is_text=not isinstance(value, int))

    def _write(self, row: int, column: int, text: str) -> None:
        cell, stored = self.sheet.cell(row, column), escaped(text)
        if not fits(stored):
            problem = f"is longer than the {LONGEST_TEXT:,} characters of a cell, or no proper text"
            path = f"{self.sheet.title}!{cell.coordinate}"
            self._mistakes.append(Mistake(file=FILE, path=path, problem=problem, value=text))
            return
        cell.value = stored
        cell.data_type = "s"  # else a text that begins with = would be a formula
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))  # nor become one when edited

    def header(self, row: int, titles: Sequence[str], widths: Sequence[float]) -> None:
        """Set the columns' widths, and write a header row that stands on every printed page."""
        self.widths(widths)
        for column, title in enumerate(titles, 1):
            self.put(row, column, title, HEADER)
        self.fit_height(row, titles, [width * _BOLD for width in widths])
        self.sheet.print_title_rows = f"{row}:{row}"

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in digits."""
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[column_letters(column)].width = width

    def fit_height(
        self, row: int, texts: Sequence[str], widths: Sequence[float], least: int = 1
    ) -> None:
        """Make a row as high as its longest text needs."""
        lines = max([least, *(_lines(text, width) for text, width in zip(texts, widths, strict=True))])
        self.sheet.row_dimensions[row].height = min(_TALLEST, lines * _LINE_HEIGHT + 4)

    def choose(self, cells: str, source: str, said: str) -> None:
        """Offer a drop-down of the texts that stand in a range."""
        from openpyxl.worksheet.datavalidation import DataValidation

        offered = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        offered.errorTitle, offered.error = "Not in the list", said
        offered.add(cells)
        self.sheet.add_data_validation(offered)

    def unlock_columns(self, count: int) -> None:
        """Let the cells of the first columns be filled in, however far down."""
        from openpyxl.styles import Protection

        for column in range(1, count + 1):
            dimension = self.sheet.column_dimensions[column_letters(column)]
            dimension.protection = Protection(locked=False)
            dimension.number_format = _TEXT

    def _dress(self, cell: Cell | MergedCell, look: Look, *, is_text: bool) -> None:
        """Give a cell its look; each is worked out once, which is what takes the time."""
        quoted = cell.quotePrefix
        if (known := self._dressed.get((look, is_text))) is None:
            _dress(cell, look)
            cell.number_format = _TEXT if is_text else "General"
            self._dressed[look, is_text] = cell
        else:
            cell._style = copy(known._style)  # type: ignore[union-attr]  # its stubs lack this
        cell.quotePrefix = quoted


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(line) / ((width - 2) * _FIT))) for line in text.split("\n"))


def _dress(cell: Cell | MergedCell, look: Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    side = Side(style="thin", color=_LINE)
    cell.font = Font(name="Calibri", size=look.size, bold=look.bold, color=look.colour)
    cell.alignment = Alignment(
        vertical="top" if look.wrapped else "center",
        horizontal="center" if look.centred else "left",
        wrap_text=look.wrapped,
        indent=1 if look.boxed and not look.centred else 0,
    )
    if look.fill:
        cell.fill = PatternFill("solid", start_color=look.fill)
    if look.boxed:
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.protection = Protection(locked=not look.entry)


def _footer(text: str) -> str:
    """Write a line of a footer, which is short, and in which an ampersand gives orders."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return printable[:_LONGEST_FOOTER].replace("&", "&&")


def page(book: Workbook, name: str, footer: str, mistakes: list[Mistake]) -> Page:
    """Add a sheet: protected without a password, and set up for paper."""
    sheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # both are allowed
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.4, 0.7, 0.3
    sheet.oddFooter.left.text = _footer(f"{footer} · {name}")
    sheet.oddFooter.right.text = "Page &P of &N"
    return Page(sheet, mistakes)
