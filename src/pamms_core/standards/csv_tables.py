"""Read a table of CSV: its rows with their lines, and its columns by their titles.

The separator is a comma, semicolon or tab, whichever the header uses; a byte order
mark and blank rows do not matter.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from pamms_core._files import failure
from pamms_core.errors import Mistake, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core._places import Place

__all__ = [
    "GUARD",
    "GUARDED",
    "Columns",
    "CsvRow",
    "Row",
    "cells_by_column",
    "csv_rows",
    "guarded",
    "trimmed",
]

GUARD: Final = "'"
GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""How a text begins that a spreadsheet would take for a formula; an apostrophe guards it."""

_SEPARATORS: Final = ",;\t"


def guarded(text: str) -> str:
    """Return a text as it is written into a cell, so that no program takes it for a formula.

    >>> guarded("=1+1"), guarded("Good")
    ("'=1+1", 'Good')
    """
    return f"{GUARD}{text}" if text.startswith(GUARDED) else text


def csv_rows(lines: Iterable[str], file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of CSV with the line each begins on, leaving blank rows out.

    Raises:
        DataFileError: it is not CSV.
    """
    unread = iter(lines)
    head: list[str] = []
    while not (head and head[-1].strip()) and (line := next(unread, "")):
        head.append(line)
    header = head[-1] if head else ""
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(chain(head, unread), delimiter=separator, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise failure(file, f"is not valid CSV: {error}", line=begins) from error


@attrs.frozen(kw_only=True)
class Columns:
    """Which columns a kind of file may have, and which it must."""

    known: tuple[str, ...]
    listed: str
    """The known columns in words."""
    needed: tuple[str, ...]
    needs: str
    """What a file without a needed column lacks, in words."""

    def mistakes(self, columns: list[str], titles: list[str], file: str, line: int) -> list[Mistake]:
        """Say what is wrong with a header row: what its columns stand for, and their titles."""
        found = [
            Mistake(
                file=file,
                line=line,
                problem=f"is an unknown column; known: {self.listed}",
                path=title.strip() or f"column {place + 1}",
                hint=did_you_mean(title, self.known),
            )
            for place, (column, title) in enumerate(zip(columns, titles, strict=True))
            if column not in self.known
        ]
        for column in self.known:
            if columns.count(column) > 1:
                problem = "is a column twice"
                found.append(Mistake(file=file, line=line, path=column, problem=problem))
        for column in self.needed:
            if column not in columns:
                problem = f"is missing; {self.needs}"
                found.append(Mistake(file=file, line=line, path=column, problem=problem))
        return found


def trimmed(titles: list[str]) -> list[str]:
    """Leave out untitled columns at the right edge, which spreadsheets like to add."""
    end = len(titles)
    while end and not titles[end - 1].strip():
        end -= 1
    return titles[:end]


def cells_by_column(
    line: int, cells: list[str], columns: list[str], file: str, mistakes: list[Mistake]
) -> dict[str, str]:
    """Return a row's cells by column, and note if there are more cells than columns."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = f"has more cells than the header row's {len(columns)} columns"
        mistakes.append(Mistake(file=file, line=line, problem=problem))
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}


class Row(Protocol):
    """A row of a table, whatever the format."""

    def place(self, column: str) -> Place:
        """Where a cell stands."""

    def text(self, column: str) -> str | None:
        """The text of a cell; ``None`` where it holds something else, which was noted."""

    def value(self, column: str) -> object:
        """What a cell holds; ``None`` where that cannot be told, which was noted."""

    def wrong(self, column: str, problem: str, value: object = None) -> None:
        """Note a mistake of a cell."""


class CsvRow:
    """A row of CSV; all of its cells are text."""

    def __init__(self, line: int, cells: dict[str, str], file: str, mistakes: list[Mistake]) -> None:
        self.line, self._cells = line, cells
        self._file, self._mistakes = file, mistakes

    def place(self, column: str) -> Place:
        """The column of a cell, and the row's line."""
        return column, self.line

    def text(self, column: str) -> str:
        """The text of a cell, without the apostrophe that guards it."""
        text = self._cells.get(column, "")
        is_guarded = text.startswith(GUARD) and text[1:].startswith(GUARDED)
        return text[1:] if is_guarded else text

    value = text

    def wrong(self, column: str, problem: str, value: object = None) -> None:
        """Note a mistake of a cell."""
        self._mistakes.append(
            Mistake(file=self._file, path=column, line=self.line, problem=problem, value=value)
        )

    def refuse(self, columns: Iterable[str], problem: str) -> None:
        """Note each of these cells that says something, where a row of its kind has nothing to say."""
        for column in columns:
            if text := self.text(column):
                self.wrong(column, problem, text)
