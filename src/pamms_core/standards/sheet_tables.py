"""A table on a sheet: its header row, its rows, and the address of every cell that is wrong."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import Mistake
from pamms_core.scale import fold
from pamms_core.xlsx.cells import CellKind, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pamms_core._places import Place
    from pamms_core.standards.csv_tables import Columns

__all__ = ["SheetRow", "SheetTable"]

# Below a title and instructions; a header row further down is none.
_LAST_HEADER: Final = 60
# No number in a table of ours has so many digits, and longer ones take long to read.
_LONGEST_NUMBER: Final = 40


class SheetTable:
    """The rows below the first row that has the needed column titles, in any order.

    What is wrong with the form is noted in ``mistakes``; of a sheet without a usable
    header row there are no rows.
    """

    def __init__(
        self, sheet: Sheet, columns: Callable[[list[str]], Columns], file: str, mistakes: list[Mistake]
    ) -> None:
        self.sheet, self.file, self.mistakes = sheet, file, mistakes
        for merged in sheet.merged:
            self.wrong(f"{sheet.name}!{merged}", "must not be merged cells: unmerge them")
        self._header = self._find_header(columns([]).needed)
        self._columns: dict[str, int] = {}
        if self._header:
            self._columns = self._read_header(columns)
        else:
            self.wrong(sheet.name, f"has no header row; {columns([]).needs}")

    def wrong(self, path: str, problem: str, value: object = None) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(file=self.file, path=path, problem=problem, value=value))

    def _find_header(self, needed: tuple[str, ...]) -> int:
        """Return the number of the first row that has a needed title; 0 if none has."""
        rows = (
            row
            for (row, column), cell in self.sheet.cells.items()
            if row <= _LAST_HEADER and fold(cell.value) in needed
        )
        return min(rows, default=0)

    def _read_header(self, columns: Callable[[list[str]], Columns]) -> dict[str, int]:
        """Find out which column is where, and note what is wrong with the titles."""
        places = sorted(column for row, column in self.sheet.cells if row == self._header)
        titles = [self.sheet.text(self._header, place) for place in places]
        names = [fold(title) for title in titles]
        form = columns(names)
        for each in form.mistakes(names, titles, self.file, self._header):
            path = f"{self._at_title(each.path, titles, places)}: {each.path}"
            self.mistakes.append(attrs.evolve(each, path=path, line=None))
        if any(names.count(each) != 1 for each in form.needed):
            return {}
        return dict(zip(names, places, strict=True))

    def _at_title(self, title: str, titles: list[str], places: list[int]) -> str:
        """Return the address of a title, the last if it stands twice, or the whole header row."""
        at = [place for place, each in zip(places, titles, strict=True) if fold(each) == fold(title)]
        whole = f"{self.sheet.name}!{self._header}:{self._header}"
        return self.sheet.at(self._header, at[-1]) if at else whole

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns, folded."""
        return tuple(self._columns)

    def __iter__(self) -> Iterator[SheetRow]:
        """Yield the rows that hold anything, top down."""
        if not self._columns:
            return
        known = set(self._columns.values())
        below = [place for place in self.sheet.cells if place[0] > self._header]
        for row, column in below:
            if column not in known:
                self.wrong(self.sheet.at(row, column), "stands outside the columns of the table")
        for row in sorted({row for row, column in below if column in known}):
            yield SheetRow(self, row, self._columns)


class SheetRow:
    """One row of a table, read column by column."""

    def __init__(self, table: SheetTable, row: int, columns: dict[str, int]) -> None:
        self._table, self._row, self._columns = table, row, columns

    def at(self, column: str) -> str:
        """The address of a cell; of a column that is not there, of the row's first."""
        return self._table.sheet.at(self._row, self._columns.get(column, 1))

    def place(self, column: str) -> Place:
        """The place of a cell; sheets have no lines besides."""
        return self.at(column), None

    def wrong(self, column: str, problem: str, value: object = None) -> None:
        """Note a mistake of a cell."""
        self._table.wrong(self.at(column), problem, value)

    def text(self, column: str) -> str | None:
        """Return the text of a cell, or ``None`` where it holds something else, which is noted."""
        value = self.value(column)
        if value is None or isinstance(value, str):
            return value
        problem = "must be text: format the cell as text and type it again"
        self.wrong(column, problem, value)
        return None

    def value(self, column: str) -> str | bool | int | Decimal | None:
        """Return what a cell holds, blank as ``""``; ``None`` of a formula or error, which is noted."""
        cell = self._table.sheet.cells.get((self._row, self._columns.get(column, 0)))
        if cell is None:
            return ""
        if cell.kind is CellKind.TEXT:
            return cell.value.strip()
        if cell.kind is CellKind.TRUTH:
            return cell.value.strip() == "1"
        number = _number(cell.value) if cell.kind is CellKind.NUMBER else None
        if number is None:
            self.wrong(column, f"holds {cell.kind.value}; type what it should say")
        return number


def _number(text: str) -> int | Decimal | None:
    """Read a number as it is stored; one that is whole as an int."""
    try:
        number = Decimal(text.strip()[:_LONGEST_NUMBER])
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return None
    return int(number) if number == number.to_integral_value() else number
