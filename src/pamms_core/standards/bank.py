"""Bank files: questions written once, from which sets take what suits them (S4)."""

from __future__ import annotations

from os.path import dirname, join
from typing import TYPE_CHECKING

from pamms_core._files import parse_toml, read_text
from pamms_core._reading import Mistakes, Table
from pamms_core.errors import DataFileError
from pamms_core.standards.question_rows import check_codes, read_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from pamms_core.standards.framework import Area, Framework
    from pamms_core.standards.question_set import Question

__all__ = ["bank_rows", "check_retired", "load_bank_file"]


def load_bank_file(path: str | PathLike[str], framework: Framework) -> tuple[Question, ...]:
    """Load all questions of a bank file, in their first wording.

    Raises:
        DataFileError: the file cannot be used; names every mistake.
    """
    mistakes = Mistakes()
    rows = list(_rows(str(path), mistakes))
    questions = tuple(read_question(row, framework) for row in rows)
    check_codes(rows, questions)
    mistakes.check()
    return questions


def bank_rows(table: Table, area: Area | None) -> Iterator[Table]:
    """Yield the rows that a set takes from its banks: those it selects, or all that suit its area.

    A bank file that cannot be read or parsed is noted, and the others go on.
    """
    mistakes = table.mistakes
    before = len(mistakes.found)
    rows = []
    for name in table.texts("bank", ()):
        try:
            rows += _rows(join(dirname(table.file), name), mistakes)
        except DataFileError as error:
            mistakes.note(error.mistakes)
    if not table.has("select"):
        yield from (row for row in rows if _suits(row, area))
        return
    chosen = _chosen(table, rows, area, is_whole=len(mistakes.found) == before)
    yield from (row for row in rows if _code(row) in chosen)


def _rows(path: str, mistakes: Mistakes) -> list[Table]:
    """Return the rows of a bank file; a code that it calls retired is no question's any more."""
    bank = Table(parse_toml(read_text(path), path), file=path, mistakes=mistakes)
    rows = list(bank.tables("questions"))
    check_retired(bank.texts("retired", ()), rows)
    bank.done()
    return rows


def check_retired(retired: Iterable[str], rows: Iterable[Table]) -> None:
    """Note every question whose code is retired: codes are never used again."""
    gone = frozenset(retired)
    for row in rows:
        if (code := _code(row)) in gone:
            row.wrong("code", "is retired; a new question needs a new code", code)


def _code(row: Table) -> str:
    code = row.data.get("code")
    return code if isinstance(code, str) else ""


def _suits(row: Table, area: Area | None) -> bool:
    areas = row.data.get("areas")
    return area is None or not isinstance(areas, list) or area in areas


def _chosen(table: Table, rows: list[Table], area: Area | None, *, is_whole: bool) -> set[str]:
    """Read which codes a set selects; of a bank that was not read, none is called unknown."""
    if not table.has("bank"):
        table.wrong("select", "needs a bank to select from")
    by_code = {_code(row): row for row in rows}
    chosen: set[str] = set()
    for place, code in enumerate(table.texts("select")):
        key = f"select[{place}]"
        if code in chosen:
            table.wrong(key, "is selected twice", code)
        elif code not in by_code:
            if is_whole:
                table.wrong(key, "is no question of the bank", code, table.mistakes.near(code, by_code))
        elif not _suits(by_code[code], area):
            areas = by_code[code].data["areas"]
            table.wrong(key, f"is not for {area}; its areas: {_listed(areas)}", code)
        chosen.add(code)
    return chosen


def _listed(areas: object) -> str:
    return ", ".join(map(str, areas)) if isinstance(areas, list) else str(areas)
