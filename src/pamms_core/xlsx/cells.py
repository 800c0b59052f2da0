"""A workbook as it was found: sheets of cells, each with its address."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Cell", "CellKind", "Sheet", "Workbook", "address", "column_letters", "position"]

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class CellKind(Enum):
    """What a cell holds, as a person would call it."""

    TEXT = "text"
    NUMBER = "a number or a date"
    TRUTH = "true or false"
    FORMULA = "a formula"
    ERROR = "an error"


@attrs.frozen
class Cell:
    """What stands in one cell; of a formula, nothing but that it is one."""

    kind: CellKind
    value: str


@attrs.frozen(kw_only=True)
class Sheet:
    """A sheet's cells that hold anything, by row and column from 1, and its merged ranges."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> str:
        """The full address of a cell.

        >>> Sheet(name="Section A", cells={}).at(12, 3)
        'Section A!C12'
        """
        return f"{self.name}!{address(row, column)}"

    def text(self, row: int, column: int) -> str:
        """The text of a cell without blanks at its ends; nothing where it holds no text."""
        cell = self.cells.get((row, column))
        return cell.value.strip() if cell and cell.kind is CellKind.TEXT else ""


@attrs.frozen(kw_only=True)
class Workbook:
    """A workbook's sheets in order."""

    file: str
    sheets: tuple[Sheet, ...]


def address(row: int, column: int) -> str:
    """Name a cell as spreadsheets do.

    >>> address(12, 28)
    'AB12'
    """
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_letters(1), column_letters(26), column_letters(703)
    ('A', 'Z', 'AAA')
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def position(name: str) -> tuple[int, int] | None:
    """Read a cell's name back as row and column; ``None`` if it is none.

    >>> position("AB12"), position("12")
    ((12, 28), None)
    """
    found = _ADDRESS.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column
