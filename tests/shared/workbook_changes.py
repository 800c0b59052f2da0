"""An answer workbook of the small set, as somebody changed it."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import openpyxl

from pamms_core.spreadsheets import answer_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from pamms_core import QuestionSet

    Change: TypeAlias = Callable[[Workbook], object]

__all__ = ["COMMENT", "EVIDENCE", "RATING", "both", "changed_workbook", "put"]

# Below its title and instructions, where what is on the sheets of the small set.
RATING, COMMENT, EVIDENCE = "J4", "K4", "L4"


@cache
def _empty(question_set: QuestionSet) -> bytes:
    return answer_workbook(question_set, flags={"breach": "known"})


def changed_workbook(question_set: QuestionSet, folder: Path, change: Change) -> str:
    """Change an empty workbook, which asks for a flag too, and give its path."""
    book = openpyxl.load_workbook(BytesIO(_empty(question_set)))
    change(book)
    path = folder / "own.xlsx"
    book.save(path)
    return str(path)


def put(sheet: str, cell: str, value: Any) -> Change:
    """Return what writes into a cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def both(*changes: Change) -> Change:
    """Return what makes several changes."""

    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change
