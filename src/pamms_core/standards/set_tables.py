"""Parse a question set that is kept in a spreadsheet: an Excel workbook, or one CSV table.

A workbook has the sheets Set (what is said of it as a whole), Questions and,
where standards are left out, Left out. In CSV all of it is one table, that of the
questions: where a row says something of the set, its code is the field's name,
or ``left out``, and its question is what is said.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure
from pamms_core._places import Placed, Places
from pamms_core.errors import DataFileError, Mistake, did_you_mean
from pamms_core.scale import fold
from pamms_core.standards.csv_tables import Columns, CsvRow, cells_by_column, csv_rows, trimmed
from pamms_core.standards.set_columns import (
    COLUMNS,
    FIELDS,
    TEXT,
    WHOLE,
    Form,
    field_form,
    question_columns,
)
from pamms_core.standards.sheet_tables import SheetTable
from pamms_core.standards.workbook_layout import GUIDANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.standards.csv_tables import Row
    from pamms_core.xlsx.cells import Workbook

__all__ = [
    "FIELD_COLUMNS",
    "LEFT_OUT",
    "LEFT_OUT_COLUMNS",
    "QUESTIONS",
    "SET",
    "parse_set_csv",
    "parse_set_workbook",
]

SET: Final = "Set"
QUESTIONS: Final = "Questions"
LEFT_OUT: Final = "Left out"
FIELD_COLUMNS: Final = ("Field", "Value", "What it is")
LEFT_OUT_COLUMNS: Final = ("Standard", "Why")

_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 100


class _Gathered:
    """The plain data of a set, as its rows are read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, object] = {}
        self.places = Places()
        self.mistakes: list[Mistake] = []
        self._questions: list[dict[str, object]] = []
        self._left_out: list[dict[str, object]] = []

    def field(self, row: Row, name: str, named: str, said: str) -> None:
        """Keep what a row says of the set as a whole, given the columns of its name and value."""
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            self.wrong(row, named, f"must be one of {known}", name, did_you_mean(name, FIELDS))
        elif name in self.data:
            self.wrong(row, named, "stands here a second time", name)
        else:
            self.data |= self._cell(row, said, "", name, field_form(name))

    def left_out(self, row: Row, why: str) -> None:
        """Keep why a standard is left out."""
        path = f"left_out[{len(self._left_out)}]"
        data = self._cell(row, "standard", path, "standard", WHOLE)
        self._left_out.append(data | self._cell(row, why, path, "why"))
        self.data["left_out"] = self._left_out

    def question(self, row: Row, titles: Sequence[str]) -> None:
        """Keep a question."""
        path = f"questions[{len(self._questions)}]"
        data: dict[str, object] = {}
        for column in COLUMNS:
            data |= self._cell(row, column.title.lower(), path, column.key, column.form)
        guidance: dict[str, object] = {}
        for title in titles:
            if title.startswith(GUIDANCE):
                key = title.removeprefix(GUIDANCE).strip().replace(" ", "_")
                guidance |= self._cell(row, title, f"{path}.guidance", key)
        self.places.put(path, row.place("code"))
        self._questions.append({**data, "guidance": guidance})
        self.data["questions"] = self._questions

    def _cell(self, row: Row, title: str, path: str, key: str, form: Form = TEXT) -> dict[str, object]:
        """Read a cell; a blank one says nothing, and one that cannot be read was noted."""
        at = f"{path}.{key}".lstrip(".")
        self.places.put(at, row.place(title))
        value = row.text(title) if form.only_text else row.value(title)
        if value is None:
            self.places.spoil(at)
        if value is None or value == "":
            return {}
        return {key: value if isinstance(value, int) else form.read(str(value))}

    def wrong(self, row: Row, column: str, problem: str, value: object = None, hint: str = "") -> None:
        """Note a mistake of a cell."""
        path, line = row.place(column)
        self.mistakes.append(
            Mistake(file=self.file, path=path, line=line, problem=problem, value=value, hint=hint)
        )

    def placed(self) -> Placed:
        """Return all that was gathered.

        Raises:
            DataFileError: the form is wrong and there are no questions, so there is no more to check.
        """
        if self.mistakes and not self._questions:
            raise DataFileError(self.mistakes)
        return Placed(self.data, places=self.places, mistakes=self.mistakes)


def parse_set_workbook(book: Workbook) -> Placed:
    """Return the set of a workbook as plain data, for ``read_set`` to check.

    Raises:
        DataFileError: its form cannot be used.
    """
    found = _Gathered(book.file)
    tables = {}
    for sheet in book.sheets:
        columns = _SHEETS.get(fold(sheet.name))
        if columns:
            tables[fold(sheet.name)] = SheetTable(sheet, columns, book.file, found.mistakes)
        elif sheet.cells:
            problem = f"is no sheet of a question set; known: {SET}, {QUESTIONS}, {LEFT_OUT}"
            found.mistakes.append(Mistake(file=book.file, path=sheet.name, problem=problem))
    for row in tables.get(fold(SET), ()):
        found.field(row, fold(row.text("field") or ""), "field", "value")
    for row in tables.get(fold(LEFT_OUT), ()):
        found.left_out(row, "why")
    questions = tables.get(fold(QUESTIONS), ())
    for row in questions:
        found.question(row, questions.titles if isinstance(questions, SheetTable) else ())
    found.places.put("questions", (QUESTIONS, None))
    found.places.put("left_out", (LEFT_OUT, None))
    return found.placed()


def _field_columns(_: list[str]) -> Columns:
    return _named(FIELD_COLUMNS, needed=2)


def _left_out_columns(_: list[str]) -> Columns:
    return _named(LEFT_OUT_COLUMNS, needed=2)


def _named(titles: Sequence[str], *, needed: int) -> Columns:
    known = tuple(map(fold, titles))
    wanted = " and ".join(known[:needed])
    return Columns(
        known=known,
        listed=", ".join(known),
        needed=known[:needed],
        needs=f"a header row with {wanted} is needed",
    )


_SHEETS: Final = {
    fold(SET): _field_columns,
    fold(QUESTIONS): question_columns,
    fold(LEFT_OUT): _left_out_columns,
}


def parse_set_csv(text: str, file: str) -> Placed:
    """Return the set of a CSV file as plain data, for ``read_set`` to check.

    Raises:
        DataFileError: its form cannot be used.
    """
    found = _Gathered(file)
    rows = _csv_rows(text, file)
    line, titles = next(rows, (None, []))
    titles = trimmed(titles)
    columns = [fold(title) for title in titles]
    form = question_columns(columns)
    if line is None:
        raise failure(file, f"is empty; {form.needs}")
    if len(titles) > _MOST_COLUMNS:
        raise failure(file, f"has more than {_MOST_COLUMNS} columns", line=line)
    found.mistakes += form.mistakes(columns, titles, file, line)
    if set(form.needed) <= set(columns):
        for begins, cells in rows:
            by_column = cells_by_column(begins, cells, columns, file, found.mistakes)
            row = CsvRow(begins, by_column, file, found.mistakes)
            _csv_row(row, columns, found)
    return found.placed()


def _csv_row(row: CsvRow, columns: Sequence[str], found: _Gathered) -> None:
    name = fold(row.text("code"))
    read = {"code", "question"} if name in FIELDS else {"code", "standard", "question"}
    if name in FIELDS or name == fold(LEFT_OUT):
        row.refuse((each for each in columns if each not in read), f"must be blank in a row of {name}")
    if name in FIELDS:
        found.field(row, name, "code", "question")
    elif name == fold(LEFT_OUT):
        found.left_out(row, "question")
    else:
        found.question(row, columns)


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    for number, (line, row) in enumerate(csv_rows(StringIO(text, newline=""), file)):
        if number > _MOST_ROWS:
            raise failure(file, f"has more than {_MOST_ROWS:,} rows", line=line)
        yield line, row
