"""Read the cells of one sheet's part, and the texts that sheets share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure
from pamms_core.xlsx.cells import Cell, CellKind, Sheet, position
from pamms_core.xlsx.escapes import LONGEST_TEXT, unescaped
from pamms_core.xlsx.xml_parts import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_CELLS", "read_sheet", "read_texts"]

MOST_CELLS: Final = 200_000
"""A sheet has at most so many cells that hold anything; empty ones, however formatted, do not count."""

_KINDS: Final = {
    "n": CellKind.NUMBER,
    "d": CellKind.NUMBER,
    "b": CellKind.TRUTH,
    "e": CellKind.ERROR,
}
_NUMBER: Final = re.compile("[0-9]{1,9}")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def read_texts(content: bytes, *, file: str, part: str) -> tuple[str, ...]:
    """Read the texts that cells refer to by number."""
    texts = _Texts(file, part)
    walk(content, texts, file=file, part=part)
    return tuple(texts.found)


def read_sheet(content: bytes, name: str, texts: Sequence[str], *, file: str, part: str) -> Sheet:
    """Read a sheet's cells, without those that are empty."""
    cells = _Cells(file, part, texts)
    walk(content, cells, file=file, part=part)
    return Sheet(name=name, cells=cells.found, merged=tuple(cells.merged))


class _Writing:
    """Gathers what is written inside ``t`` elements, but for readings (``rPh``) of other scripts."""

    def __init__(self, file: str, part: str) -> None:
        self.file, self.part = file, part
        self._inside: list[str] = []
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """Note that an element began."""
        self._inside.append(name)

    def end(self, name: str) -> None:  # noqa: ARG002
        """Note that the innermost element ended."""
        self._inside.pop()

    def text(self, text: str) -> None:
        """Keep a piece of text that belongs to the writing."""
        if self._inside[-1] == "t" and "rPh" not in self._inside[-2:]:
            self._pieces.append(text)

    def _written(self) -> str:
        text = unescaped("".join(self._pieces))
        self._pieces = []
        if len(text) > LONGEST_TEXT:
            problem = f"has a text of more than {LONGEST_TEXT:,} characters in {self.part}"
            raise failure(self.file, problem)
        return text


class _Texts(_Writing):
    """Gathers shared texts, each an ``si``."""

    def __init__(self, file: str, part: str) -> None:
        super().__init__(file, part)
        self.found: list[str] = []

    def end(self, name: str) -> None:
        """Keep the text that ended."""
        super().end(name)
        if name == "si":
            self.found.append(self._written())


class _Cells(_Writing):
    """Gathers the cells of a sheet."""

    def __init__(self, file: str, part: str, texts: Sequence[str]) -> None:
        super().__init__(file, part)
        self.found: dict[tuple[int, int], Cell] = {}
        self.merged: list[str] = []
        self._texts = texts
        self._place = (0, 0)
        self._type, self._value, self._formula = "", "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row or a cell, or note a formula or merged cells."""
        super().start(name, attributes)
        if name == "c":
            row, column = self._place
            self._place = self._named(attributes.get("r"), (row, column + 1))
            self._type, self._value, self._formula = attributes.get("t", "n"), "", False
        elif name == "row":
            number = attributes.get("r")
            self._place = self._named(number and f"A{number}", (self._place[0] + 1, 1))[0], 0
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def _named(self, name: str | None, following: tuple[int, int]) -> tuple[int, int]:
        """Return the position that a name gives; without a name, the one that follows."""
        found = position(name) if name else following
        if found is None or found[0] > _LAST_ROW or found[1] > _LAST_COLUMN:
            raise failure(self.file, f"is a damaged workbook: {self.part} has a cell {name!r:.20}")
        return found

    def text(self, text: str) -> None:
        """Keep a value, or a piece of text that stands in the cell itself."""
        super().text(text)
        if self._inside[-1] == "v":
            self._value += text

    def end(self, name: str) -> None:
        """Keep the cell that ended, if it holds anything."""
        super().end(name)
        if name != "c":
            return
        cell = self._cell(self._written())
        if cell is None:
            return
        if self._place in self.found:
            raise failure(self.file, f"is a damaged workbook: {self.part} has a cell twice")
        self.found[self._place] = cell
        if len(self.found) > MOST_CELLS:
            raise failure(self.file, f"has more than {MOST_CELLS:,} filled cells in {self.part}")

    def _cell(self, written: str) -> Cell | None:
        if self._formula:
            return Cell(CellKind.FORMULA, "")
        if self._type == "inlineStr":
            return Cell(CellKind.TEXT, written) if written else None
        if not self._value:
            return None
        if self._type == "s":
            return self._shared()
        if self._type == "str":
            return Cell(CellKind.TEXT, unescaped(self._value))
        return Cell(_KINDS.get(self._type, CellKind.ERROR), self._value)

    def _shared(self) -> Cell | None:
        """Look a shared text up; one that is empty is an empty cell."""
        number = self._value.strip()
        if not _NUMBER.fullmatch(number) or int(number) >= len(self._texts):
            problem = f"is a damaged workbook: {self.part} refers to a text {number!r:.20}"
            raise failure(self.file, problem)
        text = self._texts[int(number)]
        return Cell(CellKind.TEXT, text) if text else None
