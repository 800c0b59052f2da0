"""Load a question set from TOML, with its questions inline or in bank files, or from a spreadsheet.

Everything is checked before anything is built, and all mistakes of all files
are reported at once.
"""

from __future__ import annotations

import re
from os.path import dirname, join
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Table, keyed, opened
from pamms_core.answers import EvidenceKind
from pamms_core.errors import DataFileError
from pamms_core.standards.framework import Area
from pamms_core.standards.question_set import LeftOut, Question, QuestionSet
from pamms_core.standards.table_files import parse_set_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from pamms_core.standards.framework import Framework

__all__ = ["load_set_file", "non_ascii_hint", "read_set"]

_CODE: Final = re.compile(r"[A-Z][0-9]{2,4}")
_STATUSES: Final = ("reference", "licensed", "local")


def load_set_file(path: str | PathLike[str], framework: Framework) -> QuestionSet:
    """Load a question set of a council's own, or a shipped one: TOML, CSV or an Excel workbook.

    Raises:
        DataFileError: the file, or a bank file it names, cannot be used; names
            every mistake in all of them.
    """
    return read_set(parse_set_file(str(path)), framework, file=str(path))


def read_set(data: Mapping[str, object], framework: Framework, *, file: str = "<data>") -> QuestionSet:
    """Build a question set from plain data, such as parsed TOML or JSON.

    Args:
        data: what the file says.
        framework: the framework the set belongs to.
        file: what to call the data in errors; bank files are looked for beside it.

    Raises:
        DataFileError: the data cannot be used; names every mistake.
    """
    table = opened(data, file=file)
    mistakes = table.mistakes
    table.choice("framework", [framework.id], framework.id)
    area = table.choice("area", tuple(Area))
    rows = [*_inline(table), *_banked(table, area)]
    banks_read = all(mistake.file == file for mistake in mistakes.found)
    questions = [_question(row, framework) for row in rows]
    left_out = tuple(_left_out(row, framework) for row in table.tables("left_out", ()))
    _check_codes(rows, questions)
    if questions and banks_read:  # else that is the mistake, and not sixteen more
        _check_covered(table, questions, left_out, framework)
    fields = {key: table.text(key) for key in ("id", "edition", "title", "region")}
    status = table.choice("status", _STATUSES, "local")
    source = table.text("source", "")
    table.done()
    mistakes.check()
    return QuestionSet(
        id=fields["id"],
        edition=fields["edition"],
        title=fields["title"],
        region=fields["region"],
        area=Area(str(area)),
        framework=framework,
        questions=tuple(sorted(questions, key=lambda each: (each.letter, int(each.code[1:])))),
        left_out=left_out,
        status=str(status),
        source=source,
    )


def _inline(table: Table) -> Iterator[Table]:
    if table.has("questions") or not table.has("bank"):
        yield from table.tables("questions")


def _banked(table: Table, area: Area | None) -> Iterator[Table]:
    """Yield the rows of the bank files that suit the set's area.

    A bank file that cannot be read or parsed is noted, and the others go on.
    """
    for name in table.texts("bank", ()):
        path = join(dirname(table.file), name)
        try:
            data = parse_toml(read_text(path), path)
        except DataFileError as error:
            table.mistakes.note(error.mistakes)
            continue
        bank = Table(data, file=path, mistakes=table.mistakes)
        for row in bank.tables("questions"):
            areas = row.data.get("areas")
            if area is None or not isinstance(areas, list) or area in areas:
                yield row
        bank.done()


def _question(row: Table, framework: Framework) -> Question:
    code = row.text("code")
    _check_code(row, code, framework)
    question = Question(
        code=code,
        standard=row.choice("standard", [each.number for each in framework.standards]) or 0,
        text=row.text("text"),
        guidance=_guidance(row.table("guidance"), framework),
        evidence=row.choices("evidence", tuple(EvidenceKind)),
        weight=row.whole("weight"),
        critical=row.flag("critical"),
        areas=row.choices("areas", tuple(Area)),
    )
    row.done()
    return question


def _guidance(table: Table, framework: Framework) -> FrozenMap[str, str]:
    """Read one text per rating; TOML keys are written with underscores."""
    keys = framework.scale.keys
    texts = {key: table.text(key.replace("-", "_")) for key in keys}
    table.done()
    return FrozenMap(texts)


def _check_code(row: Table, code: str, framework: Framework) -> None:
    letters = [section.letter for section in framework.sections]
    if code and not (_CODE.fullmatch(code) and code[0] in letters):
        problem = f"must be a section's letter ({', '.join(letters)}) and two to four digits"
        row.wrong("code", problem, code, non_ascii_hint(code))


def non_ascii_hint(text: str) -> str:
    """Name the first character that only looks like a letter of a code.

    >>> non_ascii_hint("\N{CYRILLIC CAPITAL LETTER A}01")
    'its 1st character is CYRILLIC CAPITAL LETTER A, not a plain letter or digit'
    """
    from unicodedata import name

    for place, character in enumerate(text):
        if not character.isascii():
            called = name(character, f"U+{ord(character):04X}")
            ordinal = {0: "1st", 1: "2nd", 2: "3rd"}.get(place, f"{place + 1}th")
            return f"its {ordinal} character is {called}, not a plain letter or digit"
    return ""


def _check_codes(rows: list[Table], questions: list[Question]) -> None:
    """Note codes that stand twice, or differ from an earlier one only by case."""
    first: dict[str, Table] = {}
    for row, question in zip(rows, questions, strict=True):
        if not question.code:
            continue
        before = first.setdefault(question.code.upper(), row)
        if before is not row:
            where = f"{before.file}: {before.where('code')}"
            row.wrong("code", f"is the code of another question already ({where})", question.code)


def _left_out(row: Table, framework: Framework) -> LeftOut:
    numbers = [each.number for each in framework.standards]
    left_out = LeftOut(standard=row.choice("standard", numbers) or 0, why=row.text("why"))
    row.done()
    return left_out


def _check_covered(
    table: Table, questions: list[Question], left_out: tuple[LeftOut, ...], framework: Framework
) -> None:
    """Note standards without a question, unless the set says why it leaves them out, once."""
    asked = {question.standard for question in questions}
    excused = {each.standard for each in left_out}
    keyed(
        [each.standard for each in left_out if each.standard],
        int,
        lambda number, _: table.wrong("left_out", f"names standard {number} twice"),
    )
    for standard in framework.standards:
        number = standard.number
        if number not in asked | excused:
            named = f"standard {number} ({standard.title})"
            table.wrong("questions", f"has no question for {named}, nor says why in left_out")
        if number in asked & excused:
            table.wrong("left_out", f"names standard {number}, which the set asks about")
