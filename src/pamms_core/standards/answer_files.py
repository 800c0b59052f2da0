"""Load answer sheets from TOML, JSON, CSV and Excel workbooks, with every mistake at once.

Assessors keep their answers in spreadsheets, so a rating may be written as a
word, its initials or a region's label, in any case; ``N/A`` is *not assessed*
and a blank is nothing yet.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure, parse_json, parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Table, opened
from pamms_core.answers import NOT_ASSESSED, Answer, Answers, Evidence, EvidenceKind, parse_reported
from pamms_core.errors import UnknownNameError
from pamms_core.scale import Rating
from pamms_core.standards.catalogue import find_example
from pamms_core.standards.question_rows import non_ascii_hint
from pamms_core.standards.recorded_answers import RecordedAnswers
from pamms_core.standards.table_files import WORKBOOKS, parse_table, parse_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from os import PathLike

    from pamms_core.answers import ReportedRating
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["load_answers", "parse_answer_file", "read_answers"]

_PARSERS: Final[dict[str, Callable[[str, str], dict[str, object]]]] = {
    ".toml": parse_toml,
    ".json": parse_json,
    ".csv": parse_table,
}


def load_answers(
    name: str | PathLike[str], question_set: QuestionSet, *, flags: Collection[str] | None = None
) -> Answers:
    """Load an answer sheet, by the name of a shipped example or from a file.

    Args:
        name: the name of a shipped example, or a path that ends in ``.toml``,
            ``.json``, ``.csv`` or ``.xlsx``.
        question_set: the set that was answered.
        flags: the flags of the method it is for, so that one it has not is told with all
            other mistakes; without these, it is told when the sheet is rated.

    Raises:
        UnknownNameError: no shipped example has this name.
        DataFileError: the file cannot be used, or does not belong to the set;
            names every mistake, with its line or cell where the format has them.

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> load_answers("solid-good", question_set)["A01"].rating
    <Rating Good>
    """
    path = find_example(name)
    return read_answers(parse_answer_file(path), question_set, file=path, flags=flags)


def parse_answer_file(path: str) -> dict[str, object]:
    """Read a file as plain data, by its ending, without a look at what it says.

    Raises:
        DataFileError: it cannot be read or parsed.
    """
    ending = os.path.splitext(path)[1].casefold()
    if ending in WORKBOOKS:
        return parse_workbook(path)
    if ending not in _PARSERS:
        raise failure(path, f"must end in {', '.join((*_PARSERS, WORKBOOKS[0]))}")
    return _PARSERS[ending](read_text(path), path)


def read_answers(
    data: Mapping[str, object],
    question_set: QuestionSet,
    *,
    file: str = "<data>",
    flags: Collection[str] | None = None,
) -> Answers:
    """Build an answer sheet from plain data, such as parsed TOML or JSON.

    Args:
        data: ``set``, ``edition``, ``title``, ``details`` and ``answers``: by
            question code a rating alone, or ``rating``, ``comment`` and
            ``evidence`` (``kind``, ``reference``, ``note``). ``flags`` and
            ``numbers`` are what a method asks for besides, by name and code.
        question_set: the set that was answered.
        file: what to call the data in errors.
        flags: the flags of the method the sheet is for, if that is known already.

    Raises:
        DataFileError: the data cannot be used; names every mistake.

    >>> from pamms_core import load_set, read_answers
    >>> question_set = load_set("east-of-england-accommodation")
    >>> read_answers({"title": "Home A", "answers": {"A01": "good", "A02": "N/A"}}, question_set)
    <Answers 'Home A': 1 rated of 2 recorded>
    """
    if "questions" in data and "answers" not in data:
        raise failure(file, "is a question set, not an answer sheet")
    table = opened(data, file=file)
    _check_identity(table, question_set)
    entries: dict[str, Answer] = {}
    for name, row in _rows(table):
        code = _code(name, row, question_set)
        if code in entries:
            row.wrong(_code_key(row), f"answers question {code} a second time", name)
        entries[code] = _answer(row, question_set)
    sheet = Answers(
        set_id=question_set.id,
        edition=question_set.edition,
        title=table.text("title", ""),
        details=_details(table.table("details", {})),
        flags=_flags(table.table("flags", {}), flags),
        numbers=_numbers(table.table("numbers", {}), question_set),
        entries=FrozenMap(entries),
    )
    table.done()
    table.mistakes.check()
    return sheet


def _check_identity(table: Table, question_set: QuestionSet) -> None:
    """Check that the sheet is one of this set, so far as it says."""
    table.choice("format", ["pamms-core/answers"], "pamms-core/answers")
    table.choice("version", [1], 1)
    table.choice("set", [question_set.id], question_set.id)
    table.choice("edition", [question_set.edition], question_set.edition)
    sealed = (question_set.original or question_set).digest if table.has("digest") else ""
    table.choice("digest", [sealed], sealed)


def _details(table: Table) -> FrozenMap[str, str]:
    for key in table.data:
        table.writable(key, key)
    return FrozenMap({key: table.text(key, "") for key in table.data})


def _flags(table: Table, known: Collection[str] | None) -> FrozenMap[str, bool]:
    """Read what is known from outside; which flags there are, the method says."""
    found = {}
    for name in table.data:
        if known is not None and name not in known:
            listed = ", ".join(known) or "it has none"
            hint = table.mistakes.near(name, known)
            table.wrong(name, f"is no flag of the method; known: {listed}", hint=hint)
        found[name] = table.flag(name)
    return FrozenMap(found)


def _numbers(table: Table, question_set: QuestionSet) -> FrozenMap[str, int]:
    """Read the numbers that questions of a method's own set ask for."""
    found = {code: table.whole(code, least=0) for code in table.data}
    asking = {each.code: each.most for each in question_set if each.most is not None}
    for code, number in found.items():
        if code not in asking:
            hint = table.mistakes.near(code, asking)
            table.wrong(code, f"is no number that {question_set.id} asks for", hint=hint)
        elif number > asking[code]:
            table.wrong(code, f"must be at most {asking[code]}", number)
    return FrozenMap(found)


def _rows(table: Table) -> Iterator[tuple[str, Table]]:
    """Yield each answer as a table with its question's code.

    CSV and workbooks come as rows that know their places, the others as a table by code.
    """
    file, mistakes, rows = table.file, table.mistakes, table.data.get("answers")
    if isinstance(rows, RecordedAnswers):
        table.has("answers")
        yield from rows.tables(file, mistakes)
        return
    outer = table.table("answers", {}) if table.has("numbers") else table.table("answers")
    for code, answer in outer.data.items():
        data = answer if isinstance(answer, dict) else {"rating": answer}
        yield code, Table(data, file=file, mistakes=mistakes, path=outer.at(code))


def _code(name: str, row: Table, question_set: QuestionSet) -> str:
    """Find the question; case and surrounding spaces are forgiven, look-alikes are not."""
    code = name.strip()
    if code.isascii():  # other alphabets have letters that only look right in another case
        spelt = (each for each in (code, code.upper(), code.lower()) if each in question_set.by_code)
        code = next(spelt, code.upper())
    if not code:
        row.wrong(_code_key(row), "is missing; an answer needs the code of its question")
    elif code not in question_set.by_code:
        hint = non_ascii_hint(code) or row.mistakes.near(code, question_set.by_code)
        row.wrong(_code_key(row), f"must be a question of {question_set.id}", name, hint)
    return code


def _code_key(row: Table) -> str | None:
    """In CSV the code stands in a column; in the other formats it names the row."""
    return None if row.path else "code"


def _answer(row: Table, question_set: QuestionSet) -> Answer:
    answer = Answer(
        rating=_rating(row, question_set),
        comment=row.text("comment", ""),
        evidence=tuple(_evidence(each) for each in row.tables("evidence", ())),
    )
    row.done()
    return answer


def _rating(row: Table, question_set: QuestionSet) -> ReportedRating:
    text = row.text("rating", "")
    framework = question_set.framework
    try:
        found = parse_reported(text, framework.heard)
    except UnknownNameError as error:
        problem = f"must be one of {', '.join(error.known)}, not assessed or blank"
        row.wrong("rating", problem, text, row.mistakes.near(text, error.known))
        return NOT_ASSESSED
    return framework.scale[found.key] if isinstance(found, Rating) else found


def _evidence(row: Table) -> Evidence:
    kind = row.choice("kind", tuple(EvidenceKind))
    evidence = Evidence(kind or EvidenceKind.RECORD, row.text("reference"), row.text("note", ""))
    row.done()
    return evidence
