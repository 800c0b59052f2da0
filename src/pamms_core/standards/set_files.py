"""Load a question set from TOML, with its questions inline or in bank files, or from a spreadsheet.

Everything is checked before anything is built, and all mistakes of all files
are reported at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._reading import Table, keyed, opened
from pamms_core.standards.bank import bank_rows, check_retired
from pamms_core.standards.framework import Area
from pamms_core.standards.question_rows import check_codes, read_question
from pamms_core.standards.question_set import LeftOut, QuestionSet
from pamms_core.standards.table_files import parse_set_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question

__all__ = ["load_set_file", "read_set"]

_STATUSES: Final = ("reference", "licensed", "local")


def load_set_file(path: str | PathLike[str], framework: Framework | None = None) -> QuestionSet:
    """Load a question set of a council's own, or a shipped one: TOML, CSV or an Excel workbook.

    Args:
        path: where the file is.
        framework: the framework the set belongs to; the one it names if none is given.

    Raises:
        DataFileError: the file, or a bank file it names, cannot be used; names
            every mistake in all of them.
    """
    return read_set(parse_set_file(str(path)), framework, file=str(path))


def read_set(
    data: Mapping[str, object], framework: Framework | None = None, *, file: str = "<data>"
) -> QuestionSet:
    """Build a question set from plain data, such as parsed TOML or JSON.

    Args:
        data: what the file says.
        framework: the framework the set belongs to; if none is given, the shipped
            one that the data names, which is that of PAMMS where they name none.
        file: what to call the data in errors; bank files are looked for beside it.

    Raises:
        DataFileError: the data cannot be used; names every mistake.

    >>> from pamms_core import DataFileError
    >>> try:
    ...     read_set({"id": "ours", "area": "comunity"}, file="ours.toml")
    ... except DataFileError as error:
    ...     error.mistakes[0].path, error.mistakes[0].hint
    ('area', "did you mean 'community'?")
    """
    table = opened(data, file=file)
    mistakes = table.mistakes
    framework = _framework(table, framework)
    area = table.choice("area", tuple(Area))
    rows = [*_inline(table), *bank_rows(table, area)]
    banks_read = all(mistake.file == file for mistake in mistakes.found)
    questions = [read_question(row, framework, area) for row in rows]
    left_out = tuple(_left_out(row, framework) for row in table.tables("left_out", ()))
    retired = table.texts("retired", ())
    check_codes(rows, questions)
    check_retired(retired, rows)
    if questions and banks_read:  # else that is the mistake, and not sixteen more
        _check_covered(table, questions, left_out, framework)
    fields = {key: table.text(key) for key in ("id", "edition", "title", "region")}
    status = table.choice("status", _STATUSES, "local")
    source, sealed = table.text("source", ""), table.text("digest", "")
    table.done()
    mistakes.check()
    question_set = QuestionSet(
        id=fields["id"],
        edition=fields["edition"],
        title=fields["title"],
        region=fields["region"],
        area=Area(str(area)),
        framework=framework,
        questions=tuple(sorted(questions, key=lambda each: (each.letter, int(each.code[1:])))),
        left_out=left_out,
        retired=retired,
        status=str(status),
        source=source,
    )
    _check_sealed(table, question_set, sealed)
    return question_set


def _framework(table: Table, given: Framework | None) -> Framework:
    """Return the framework that was given, if the file names no other, or the one it names."""
    from pamms_core.standards.catalogue import load_framework, shipped_frameworks

    if given is not None:
        table.choice("framework", [given.id], given.id)
        return given
    return load_framework(table.choice("framework", shipped_frameworks(), "pamms") or "pamms")


def _inline(table: Table) -> Iterator[Table]:
    if table.has("questions") or not table.has("bank"):
        yield from table.tables("questions")


def _check_sealed(table: Table, question_set: QuestionSet, sealed: str) -> None:
    """Check the digest that the file states, if it does (S5).

    Raises:
        DataFileError: the set says something else than when it was sealed.
    """
    if sealed and sealed != question_set.digest:
        problem = (
            f"must be {question_set.digest}, the digest of what {question_set.id}"
            f" {question_set.edition} says; it was changed after it was sealed: undo that, or give it an"
            " edition of its own and no digest"
        )
        table.wrong("digest", problem, sealed)
        table.mistakes.check()


def _left_out(row: Table, framework: Framework) -> LeftOut:
    numbers = [each.number for each in framework.basis.standards]
    left_out = LeftOut(standard=row.choice("standard", numbers) or 0, why=row.text("why"))
    row.done()
    return left_out


def _check_covered(
    table: Table, questions: Sequence[Question], left_out: tuple[LeftOut, ...], framework: Framework
) -> None:
    """Note standards without a question, unless the set says why it leaves them out, once.

    A region whose standards are its sections need not ask about each of the common ones.
    """
    asked = {question.standard for question in questions}
    if framework.common is not None:
        asked = {each.bears_on for each in questions if each.bears_on is not None}
    excused = {each.standard for each in left_out}
    keyed(
        [each.standard for each in left_out if each.standard],
        int,
        lambda number, _: table.wrong("left_out", f"names standard {number} twice"),
    )
    for standard in framework.basis.standards:
        number = standard.number
        if framework.common is None and number not in asked | excused:
            named = f"standard {number} ({standard.title})"
            table.wrong("questions", f"has no question for {named}, nor says why in left_out")
        if number in asked & excused:
            table.wrong("left_out", f"names standard {number}, which the set asks about")
