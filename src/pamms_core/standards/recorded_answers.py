"""The answers of a spreadsheet as they stand in its rows, each with its places.

A piece of evidence stands in a cell beside its question, or in a row of its own
that names the questions it supports. A cell lists ``kind: reference (note)``,
separated by semicolons or line breaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._places import Places
from pamms_core._reading import Table
from pamms_core.scale import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core._reading import Mistakes
    from pamms_core.standards.csv_tables import Row

__all__ = ["NOT_ANSWERED", "RecordedAnswers", "split_evidence"]

NOT_ANSWERED: Final = "Not answered"
"""In a rating's cell: the question was recorded, with nothing yet."""

_PIECES: Final = re.compile("[;\r\n]")
_CODES: Final = re.compile(r"[\s,;]+")


@attrs.define
class _Recorded:
    """What the rows say about one question, and where."""

    code: str
    places: Places = attrs.field(factory=Places)
    rating: str = ""
    comment: str = ""
    evidence: list[dict[str, str]] = attrs.field(factory=list)


class RecordedAnswers:
    """The answers of a spreadsheet, each with the places of its cells."""

    def __init__(self) -> None:
        self._recorded: list[_Recorded] = []
        self._by_code: dict[str, _Recorded] = {}

    def tables(self, file: str, mistakes: Mistakes) -> Iterator[tuple[str, Table]]:
        """Yield the code of each answer, and the answer to be read."""
        for each in self._recorded:
            data = {"rating": each.rating, "comment": each.comment, "evidence": each.evidence}
            yield each.code, Table(data, file=file, mistakes=mistakes, places=each.places)

    def add(self, row: Row, *, keep_blank: bool = False) -> None:
        """Keep what a row records about its question.

        Args:
            row: the row.
            keep_blank: whether a row without rating, comment and evidence is an answer
                with nothing yet; otherwise it is a question that nothing was recorded about.
        """
        code = row.text("code")
        cells = {column: row.text(column) for column in ("rating", "comment", "evidence")}
        says_nothing = bool(code) and not keep_blank and all(text == "" for text in cells.values())
        if code is None or says_nothing:
            return
        recorded = self._begin(code)
        for column, text in {"code": code, **cells}.items():
            recorded.places.put(column, row.place(column))
            if text is None:
                recorded.places.spoil(column)
        rating = cells["rating"] or ""
        recorded.rating = "" if fold(rating) == fold(NOT_ANSWERED) else rating
        recorded.comment = cells["comment"] or ""
        recorded.evidence = split_evidence(cells["evidence"] or "")

    def add_evidence(self, row: Row, columns: Mapping[str, str]) -> None:
        """Add a piece of evidence to each of the questions it supports.

        Args:
            row: the row.
            columns: the columns of ``questions``, ``kind``, ``reference`` and ``note``.
        """
        listed = row.text(columns["questions"])
        found = {key: row.text(columns[key]) for key in ("kind", "reference", "note")}
        if listed is None:
            return
        codes = dict.fromkeys(each for each in _CODES.split(listed) if each)
        if not codes:
            row.wrong(columns["questions"], "is missing: which questions does this evidence support?")
        for code in codes:
            recorded = self._by_code.get(fold(code))
            if recorded is None:
                recorded = self._begin(code)
                recorded.places.put("code", row.place(columns["questions"]))
            for key, text in found.items():
                path = f"evidence[{len(recorded.evidence)}].{key}"
                recorded.places.put(path, row.place(columns[key]))
                if text is None:
                    recorded.places.spoil(path)
            kind = fold(found["kind"] or "")
            recorded.evidence.append(
                {"kind": kind, **{key: found[key] or "" for key in ("reference", "note")}}
            )

    def _begin(self, code: str) -> _Recorded:
        recorded = _Recorded(code)
        self._by_code.setdefault(fold(code), recorded)
        self._recorded.append(recorded)
        return recorded


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
