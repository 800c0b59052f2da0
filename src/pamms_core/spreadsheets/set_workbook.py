"""Write a question set as a workbook that may be changed and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.errors import Mistake
from pamms_core.spreadsheets.errors import UnwritableError
from pamms_core.spreadsheets.packing import new_workbook, packed
from pamms_core.spreadsheets.pages import ASKED, ENTRY, FILE, LOCKED, page
from pamms_core.spreadsheets.set_data import check_reads_back, check_writable, set_table
from pamms_core.standards.set_columns import COLUMNS, FIELDS, WHOLE
from pamms_core.standards.set_tables import (
    FIELD_COLUMNS,
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    QUESTIONS,
    SET,
    parse_set_workbook,
)
from pamms_core.xlsx.reading import parse_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.spreadsheets.pages import Page
    from pamms_core.spreadsheets.set_data import SetTable
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["set_workbook"]

_WIDTHS: Final = {"Code": 9, "Standard": 11, "Question": 42, "Evidence": 20, "Weight": 9, "Critical": 10}
_OTHER_WIDTH: Final = 28
_FIELD_WIDTHS: Final = (16, 70, 50)
_LEFT_OUT_WIDTHS: Final = (12, 100)
_BLANK_ROWS: Final = 10


def set_workbook(question_set: QuestionSet) -> bytes:
    """Write a set as a workbook; nothing in it is protected, and a changed one needs a new edition.

    Raises:
        UnwritableError: no file reads as this set, or a text is too long for a cell;
            names every reason.
        ModuleNotFoundError: the extra ``xlsx`` is not installed.

    >>> from pamms_core import load_set
    >>> set_workbook(load_set("east-of-england-accommodation"))[:2]
    b'PK'
    """
    check_writable(question_set)
    content = _written(question_set)
    check_reads_back(question_set, lambda: parse_set_workbook(parse_workbook(content, FILE)))
    return content


def _written(question_set: QuestionSet) -> bytes:
    book, mistakes, table = new_workbook(), list[Mistake](), set_table(question_set)
    footer = f"{question_set.id} {question_set.edition}"
    pages = {name: page(book, name, footer, mistakes) for name in (SET, QUESTIONS, LEFT_OUT)}
    _write_fields(pages[SET], table)
    _write_rows(pages[QUESTIONS], table.titles, table.questions, _widths(table.titles))
    _write_rows(pages[LEFT_OUT], LEFT_OUT_COLUMNS, table.left_out, _LEFT_OUT_WIDTHS)
    for each in pages.values():
        each.sheet.protection.sheet = False
    if mistakes:
        raise UnwritableError(question_set.id, mistakes)
    return packed(book)


def _widths(titles: Sequence[str]) -> tuple[float, ...]:
    return tuple(_WIDTHS.get(title, _OTHER_WIDTH) for title in titles)


def _write_fields(sheet: Page, table: SetTable) -> None:
    """Write what is said of the set; a row for each that may be said."""
    given = dict(table.fields)
    sheet.header(1, FIELD_COLUMNS, _FIELD_WIDTHS)
    for row, (name, said) in enumerate(FIELDS.items(), 2):
        sheet.put(row, 1, name, ASKED)
        sheet.put(row, 2, given.get(name, ""), ENTRY)
        sheet.put(row, 3, said, LOCKED)
        sheet.fit_height(row, (name, given.get(name, ""), said), _FIELD_WIDTHS)


def _write_rows(
    sheet: Page, titles: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """Write a table, with room for more rows below; whole numbers stand as numbers."""
    sheet.header(1, titles, widths)
    numbers = {each.title for each in COLUMNS if each.form is WHOLE}
    blank = [("",) * len(titles)] * _BLANK_ROWS
    for row, cells in enumerate((*rows, *blank), 2):
        for column, (title, text) in enumerate(zip(titles, cells, strict=True), 1):
            sheet.put(row, column, int(text) if text and title in numbers else text, ENTRY)
        sheet.fit_height(row, cells, widths)
    sheet.sheet.freeze_panes = "A2"
