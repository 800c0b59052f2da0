"""Parse an answer sheet that a spreadsheet program saved as CSV.

A header row is needed, with the columns ``code`` and ``rating`` and, as
wanted, ``comment``, ``evidence``, ``set`` and ``edition``. Columns that only
help the reader (``section``, ``standard``, ``question``, ``guidance``) are
accepted and not read.

With a column ``about`` a row need not be about a question: those that say what
they are about have the facts of an answer workbook, in the columns ``name`` and
``entry``, or a piece of evidence. So nothing that a sheet holds is without a place.
"""

from __future__ import annotations

from io import StringIO
from typing import Final

from pamms_core._files import failure
from pamms_core._places import Placed
from pamms_core.errors import DataFileError, Mistake
from pamms_core.scale import fold
from pamms_core.standards.csv_tables import Columns, CsvRow, cells_by_column, csv_rows, trimmed
from pamms_core.standards.recorded_answers import RecordedAnswers
from pamms_core.standards.workbook_facts import Facts
from pamms_core.standards.workbook_layout import EVIDENCE

__all__ = ["EVIDENCE_ROW", "parse_csv"]

EVIDENCE_ROW: Final = {"questions": "code", "kind": "name", "reference": "entry", "note": "comment"}
"""The column of each part of a piece of evidence that has a row of its own."""

_READ: Final = ("code", "rating", "comment", "evidence", "set", "edition", "about", "name", "entry")
_FOR_READERS: Final = (
    "section",
    "standard",
    "critical",
    "question",
    "guidance",
    "look at",
    "what it is",
)
_BLANK: Final = "must be blank in a row about no question"
_NEEDED: Final = ("code", "rating")
_NEEDS: Final = "a header row with code and rating is needed"
# A file beyond these is no answer sheet, and would take much memory.
_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 100


def parse_csv(text: str, file: str) -> Placed:
    """Return the sheet as plain data, with what is wrong with its form.

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


def _plain(
    lines: list[tuple[int, list[str]]], columns: list[str], file: str, mistakes: list[Mistake]
) -> Placed:
    """Turn rows into plain data; what is said of the sheet as a whole may stand in any of them."""
    facts, answers = Facts(beside=(EVIDENCE,)), RecordedAnswers()
    for line, cells in lines:
        row = CsvRow(line, cells_by_column(line, cells, columns, file, mistakes), file, mistakes)
        _identify(row, facts)
        about = fold(row.text("about"))
        if about:
            _say(row, about, facts, answers)
        else:
            row.refuse(("name", "entry"), "must be blank in a row that does not say what it is about")
            answers.add(row, keep_blank="about" not in columns)
    return Placed({**facts.data, "answers": answers}, places=facts.places, mistakes=mistakes)


def _identify(row: CsvRow, facts: Facts) -> None:
    """Keep what a row says of the set it belongs to, which is that of the whole sheet."""
    for key in ("set", "edition"):
        if not (value := row.text(key)):
            continue
        if key not in facts.data:
            facts.data[key] = value
            facts.places.put(key, row.place(key))
        elif facts.data[key] != value:
            row.wrong(key, f"must be {facts.data[key]!r}, as in the rows above", value)


def _say(row: CsvRow, about: str, facts: Facts, answers: RecordedAnswers) -> None:
    """Keep what a row says that is about no question, or a piece of evidence."""
    if about == fold(EVIDENCE):
        row.refuse(("rating", "evidence"), _BLANK)
        answers.add_evidence(row, EVIDENCE_ROW)
    else:
        row.refuse(("code", "rating", "comment", "evidence"), _BLANK)
        facts.add(row)
