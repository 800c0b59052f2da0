"""Parse an answer sheet that a spreadsheet program saved as CSV.

A header row is needed, with the columns ``code`` and ``rating`` and, as
wanted, ``comment``, ``evidence``, ``set`` and ``edition``. Columns that only
help the reader (``section``, ``standard``, ``question``, ``guidance``) are
accepted and not read. The separator is a comma, semicolon or tab, whichever
the header uses; a byte order mark and blank rows do not matter.

A cell of evidence lists ``kind: reference (note)``, separated by semicolons.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Final

from pamms_core._files import failure
from pamms_core.errors import DataFileError, Mistake, did_you_mean
from pamms_core.scale import fold

__all__ = ["parse_csv"]

_READ: Final = ("code", "rating", "comment", "evidence", "set", "edition")
_FOR_READERS: Final = ("section", "standard", "question", "guidance")
_SEPARATORS: Final = ",;\t"
_EVIDENCE: Final = re.compile(r"(?P<kind>[^:]*):(?P<reference>.*?)(?:\((?P<note>.*)\))?\s*", re.DOTALL)


def parse_csv(text: str, file: str) -> dict[str, object]:
    """Return the sheet as plain data, its answers as ``(line, code, row)``.

    Raises:
        DataFileError: it is not CSV, or its header row cannot be used.
    """
    lines = _lines(text, file)
    if not lines:
        raise failure(file, "is empty; a header row with code and rating is needed")
    line, titles = lines[0]
    columns = [fold(title) for title in titles]
    if mistakes := _header_mistakes(columns, titles, file, line):
        raise DataFileError(mistakes)
    return _plain(lines[1:], columns, file)


def _lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Split the text into rows with the line each begins on, leaving blank rows out."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise failure(file, f"is not valid CSV: {error}", line=begins) from error
    return rows


def _header_mistakes(columns: list[str], titles: list[str], file: str, line: int) -> list[Mistake]:
    known = (*_READ, *_FOR_READERS)
    found = [
        Mistake(
            file=file,
            line=line,
            problem=f"is an unknown column; known: {', '.join(known)}",
            path=title.strip() or f"column {place + 1}",
            hint=did_you_mean(title, known),
        )
        for place, (column, title) in enumerate(zip(columns, titles, strict=True))
        if column not in known and (column or place < len(_trimmed(columns)))
    ]
    for column in known:
        if columns.count(column) > 1:
            problem = "is a column twice"
            found.append(Mistake(file=file, line=line, path=column, problem=problem))
    for column in ("code", "rating"):
        if column not in columns:
            problem = "is missing; a header row with code and rating is needed"
            found.append(Mistake(file=file, line=line, path=column, problem=problem))
    return found


def _trimmed(columns: list[str]) -> list[str]:
    """Leave out untitled columns at the right edge, which spreadsheets like to add."""
    end = len(columns)
    while end and not columns[end - 1]:
        end -= 1
    return columns[:end]


def _plain(lines: list[tuple[int, list[str]]], columns: list[str], file: str) -> dict[str, object]:
    """Turn rows into plain data; ``set`` and ``edition`` belong to the sheet."""
    mistakes: list[Mistake] = []
    sheet: dict[str, object] = {}
    rows = [(line, _row(line, cells, columns, file, mistakes)) for line, cells in lines]
    for line, row in rows:
        for key in ("set", "edition"):
            value = row.get(key) or sheet.get(key, "")
            if sheet.setdefault(key, value) != value:
                problem = f"must be the same in every row, {sheet[key]!r} as above"
                mistakes.append(Mistake(file=file, line=line, path=key, problem=problem, value=value))
    if mistakes:
        raise DataFileError(mistakes)
    told = {key: value for key, value in sheet.items() if value}
    return {**told, "answers": [(line, row.get("code", ""), _answer(row)) for line, row in rows]}


def _row(
    line: int, cells: list[str], columns: list[str], file: str, mistakes: list[Mistake]
) -> dict[str, str]:
    width = len(_trimmed(columns))
    if any(cell.strip() for cell in cells[width:]):
        problem = f"has more cells than the header row's {width} columns"
        mistakes.append(Mistake(file=file, line=line, problem=problem))
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}


def _answer(row: dict[str, str]) -> dict[str, object]:
    evidence = [_evidence(each) for each in row.get("evidence", "").split(";") if each.strip()]
    return {"rating": row.get("rating", ""), "comment": row.get("comment", ""), "evidence": evidence}


def _evidence(cell: str) -> dict[str, object]:
    """Split ``kind: reference (note)``; what is not of this form has no reference."""
    found = _EVIDENCE.fullmatch(cell)
    if found is None:
        return {"kind": fold(cell)}
    kind, reference, note = found["kind"], found["reference"], found["note"] or ""
    return {"kind": fold(kind), "reference": reference.strip(), "note": note.strip()}
