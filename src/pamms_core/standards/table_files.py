"""Tell by its sheets or columns what a spreadsheet file holds: answers, or a question set."""

from __future__ import annotations

import os
from io import StringIO
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure, parse_toml, read_text
from pamms_core.scale import fold
from pamms_core.standards.csv_answers import parse_csv
from pamms_core.standards.csv_tables import csv_rows
from pamms_core.standards.set_tables import QUESTIONS, SET, parse_set_csv, parse_set_workbook
from pamms_core.standards.workbook_answers import parse_answer_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WORKBOOKS", "parse_set_file", "parse_table", "parse_workbook"]

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""The endings of workbooks; those that are not ``.xlsx`` are opened to say why they cannot be read."""
# A column that tables of questions have and answers have not.
_TELLS: Final = "weight"


def parse_workbook(path: str) -> dict[str, object]:
    """Parse a workbook of answers or of a question set.

    Raises:
        DataFileError: it cannot be used.
    """
    from pamms_core.xlsx.reading import read_workbook

    book = read_workbook(path)
    names = {fold(sheet.name) for sheet in book.sheets}
    if len(names) < len(book.sheets):
        raise failure(path, "has two sheets of one name, but for case, blanks and hyphens")
    if names & {fold(SET), fold(QUESTIONS)}:
        return parse_set_workbook(book)
    return parse_answer_workbook(book)


def parse_table(text: str, file: str) -> dict[str, object]:
    """Parse CSV with answers or a question set.

    Raises:
        DataFileError: it cannot be used.
    """
    _, titles = next(csv_rows(StringIO(text, newline=""), file), (0, []))
    if _TELLS in map(fold, titles):
        return parse_set_csv(text, file)
    return parse_csv(text, file)


def parse_set_file(path: str) -> Mapping[str, object]:
    """Parse the file of a question set: TOML, CSV or a workbook, by its ending.

    Raises:
        DataFileError: it cannot be read or parsed.
    """
    ending = os.path.splitext(path)[1].casefold()
    if ending == ".csv":
        return parse_set_csv(read_text(path), path)
    if ending not in WORKBOOKS:
        return parse_toml(read_text(path), path)
    data = parse_workbook(path)
    if "answers" in data:
        raise failure(path, f"is no question set: it has no sheet {QUESTIONS}")
    return data
