"""Parse an answer sheet that a spreadsheet program saved as CSV.

A header row is needed, with the columns ``code`` and ``rating`` and, as
wanted, ``comment``, ``evidence``, ``set`` and ``edition``. Columns that only
help the reader (``section``, ``standard``, ``question``, ``guidance``) are
accepted and not read. The separator is a comma, semicolon or tab, whichever
the header uses; a byte order mark and blank rows do not matter.

A cell of evidence lists ``kind: reference (note)``, separated by semicolons or
line breaks.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._files import failure
from pamms_core._reading import Table
from pamms_core.errors import DataFileError, Mistake, did_you_mean
from pamms_core.scale import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core._reading import Mistakes

__all__ = ["Columns", "Rows", "cells_by_column", "csv_rows", "parse_csv", "split_evidence", "trimmed"]

_READ: Final = ("code", "rating", "comment", "evidence", "set", "edition")
_FOR_READERS: Final = ("section", "standard", "question", "guidance")
_SEPARATORS: Final = ",;\t"
_PIECES: Final = re.compile("[;\r\n]")
_NEEDED: Final = ("code", "rating")
_NEEDS: Final = "a header row with code and rating is needed"
# A file beyond these is no answer sheet, and would take much memory.
_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 100


@attrs.frozen(kw_only=True)
class Rows:
    """The answers of a CSV file, and what only the file itself can tell."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    """The line and the cells of each row, by column."""
    mistakes: tuple[Mistake, ...] = ()
    """What is wrong with the form of the file, short of what makes it unreadable."""
    line: int | None = None
    """Where the file first says which set or edition it answers."""

    def tables(self, file: str, mistakes: Mistakes) -> Iterator[tuple[str, Table]]:
        """Note what is wrong with the form; yield the code of each answer, and it to be read."""
        mistakes.note(self.mistakes)
        for line, row in self.rows:
            yield row.get("code", ""), Table(_answer(row), file=file, mistakes=mistakes, line=line)


def parse_csv(text: str, file: str) -> dict[str, object]:
    """Return the sheet as plain data, its answers as :class:`Rows`.

    Raises:
        DataFileError: it is not CSV, or its header row cannot be used.
    """
    lines = _lines(text, file)
    if not lines:
        raise failure(file, f"is empty; {_NEEDS}")
    line, titles = lines[0]
    titles = trimmed(titles)
    if len(titles) > _MOST_COLUMNS:
        raise failure(file, f"has more than {_MOST_COLUMNS} columns", line=line)
    columns = [fold(title) for title in titles]
    mistakes = _answer_columns().mistakes(columns, titles, file, line)
    if any(columns.count(column) != 1 for column in _NEEDED):
        raise DataFileError(mistakes)
    return _plain(lines[1:], columns, file, mistakes)


def _answer_columns() -> Columns:
    known = (*_READ, *_FOR_READERS)
    return Columns(known=known, listed=", ".join(known), needed=_NEEDED, needs=_NEEDS)


def _lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Split the text into rows, if they are not too many."""
    rows: list[tuple[int, list[str]]] = []
    for line, row in csv_rows(StringIO(text, newline=""), file):
        rows.append((line, row))
        if len(rows) > _MOST_ROWS:
            raise failure(file, f"has more than {_MOST_ROWS:,} rows", line=line)
    return rows


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


def _plain(
    lines: list[tuple[int, list[str]]], columns: list[str], file: str, mistakes: list[Mistake]
) -> dict[str, object]:
    """Turn rows into plain data; ``set`` and ``edition`` belong to the sheet."""
    sheet: dict[str, object] = {}
    first: int | None = None
    rows = [(line, cells_by_column(line, cells, columns, file, mistakes)) for line, cells in lines]
    for line, row in rows:
        for key in ("set", "edition"):
            if not (value := row.get(key, "")):
                continue
            first = first or line
            if sheet.setdefault(key, value) != value:
                problem = f"must be {sheet[key]!r}, as in the rows above"
                mistakes.append(Mistake(file=file, line=line, path=key, problem=problem, value=value))
    return {**sheet, "answers": Rows(rows=tuple(rows), mistakes=tuple(mistakes), line=first)}


def cells_by_column(
    line: int, cells: list[str], columns: list[str], file: str, mistakes: list[Mistake]
) -> dict[str, str]:
    """Return a row's cells by column, and note if there are more cells than columns."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = f"has more cells than the header row's {len(columns)} columns"
        mistakes.append(Mistake(file=file, line=line, problem=problem))
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}


def _answer(row: dict[str, str]) -> dict[str, object]:
    evidence = split_evidence(row.get("evidence", ""))
    return {"rating": row.get("rating", ""), "comment": row.get("comment", ""), "evidence": evidence}


def split_evidence(cell: str) -> list[dict[str, str]]:
    """Split a cell of evidence, by semicolons and line breaks.

    >>> split_evidence("Care file: CF1 (review of 3 March); staff: S2")
    [{'kind': 'care file', 'reference': 'CF1', 'note': 'review of 3 March'}, \
{'kind': 'staff', 'reference': 'S2', 'note': ''}]
    """
    return [_evidence(each) for each in _PIECES.split(cell) if each.strip()]


def _evidence(cell: str) -> dict[str, str]:
    """Split ``kind: reference (note)``; what is not of this form has no reference."""
    kind, colon, rest = cell.strip().partition(":")
    if not colon:
        return {"kind": fold(kind)}
    reference, _, note = rest.partition("(") if rest.endswith(")") else (rest, "", "")
    return {"kind": fold(kind), "reference": reference.strip(), "note": note.removesuffix(")").strip()}
