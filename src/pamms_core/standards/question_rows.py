"""Read the questions of a set file or a bank file, each in the wording of an area (S4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import EvidenceKind
from pamms_core.standards.framework import Area
from pamms_core.standards.question_set import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core._reading import Table
    from pamms_core.standards.framework import Framework

__all__ = ["check_codes", "non_ascii_hint", "read_question"]

_CODE: Final = re.compile(r"[A-Z][0-9]{2,4}")


def read_question(row: Table, framework: Framework, area: Area | None = None) -> Question:
    """Read one question, in the wording of an area where it has one of its own.

    Of every wording each mistake is noted, whichever area it is for.
    """
    code = row.text("code")
    _check_code(row, code, framework)
    standard, bears_on = _standards(row, code, framework)
    question = Question(
        code=code,
        standard=standard,
        bears_on=bears_on,
        text=row.text("text"),
        guidance=_guidance(row.table("guidance"), framework.scale.keys),
        evidence=_evidence(row),
        weight=row.whole("weight"),
        critical=row.flag("critical"),
        areas=row.choices("areas", tuple(Area)),
    )
    worded = dict(_wordings(row, question, framework))
    row.done()
    return question if area is None else worded.get(area, question)


def _standards(row: Table, code: str, framework: Framework) -> tuple[int, int | None]:
    """Read the standard it counts towards, and the one it bears on where that is another (S3)."""
    known = [each.number for each in framework.basis.standards]
    if framework.common is None:
        return row.choice("standard", known) or 0, None
    own = {section.letter: section.number for section in framework.sections}
    bears_on = row.choice("standard", known) if row.has("standard") else None
    return own.get(code[:1], 0), bears_on


def _guidance(table: Table, keys: Iterable[str]) -> FrozenMap[str, str]:
    """Read a text for each of some ratings; TOML keys are written with underscores."""
    texts = {key: table.text(key.replace("-", "_")) for key in keys}
    table.done()
    return FrozenMap(texts)


def _wordings(row: Table, question: Question, framework: Framework) -> Iterator[tuple[str, Question]]:
    """Yield the question in each area's own wording."""
    for area, table in row.named_tables("wording", {}):
        if area not in question.areas:
            listed = ", ".join(question.areas)
            hint = row.mistakes.near(area, question.areas)
            problem = f"is wording for an area that the question is not for; its areas: {listed}"
            row.wrong(f"wording.{area}", problem, hint=hint)
        elif not table.data:
            row.wrong(f"wording.{area}", "changes nothing; text, evidence or guidance is needed")
        yield area, _worded(table, question, framework)


def _worded(table: Table, question: Question, framework: Framework) -> Question:
    """Read what an area changes, and note in the question what that is."""
    worded = attrs.evolve(
        question,
        text=table.text("text") if table.has("text") else question.text,
        evidence=_evidence(table) if table.has("evidence") else question.evidence,
        guidance=_reworded(table, question, framework.scale.keys),
    )
    table.done()
    return attrs.evolve(worded, adapted=tuple(_adapted(question, worded)))


def _evidence(table: Table) -> tuple[EvidenceKind, ...]:
    return table.choices("evidence", tuple(EvidenceKind))


def _reworded(table: Table, question: Question, keys: Iterable[str]) -> FrozenMap[str, str]:
    """Read the guidance of those ratings that have another; the others keep theirs."""
    if not table.has("guidance"):
        return question.guidance
    levels = table.table("guidance")
    given = [key for key in keys if levels.has(key.replace("-", "_"))]
    return FrozenMap({**question.guidance, **_guidance(levels, given)})


def _adapted(before: Question, after: Question) -> Iterator[str]:
    if after.text != before.text:
        yield "text"
    if after.evidence != before.evidence:
        yield "evidence"
    for key, text in after.guidance.items():
        if text != before.guidance[key]:
            yield f"guidance.{key}"


def _check_code(row: Table, code: str, framework: Framework) -> None:
    letters = [section.letter for section in framework.sections]
    if code and not (_CODE.fullmatch(code) and code[0] in letters):
        problem = f"must be a section's letter ({', '.join(letters)}) and two to four digits"
        row.wrong("code", problem, code, non_ascii_hint(code))


def check_codes(rows: Iterable[Table], questions: Iterable[Question]) -> None:
    """Note codes that stand twice, or differ from an earlier one only by case."""
    first: dict[str, Table] = {}
    for row, question in zip(rows, questions, strict=True):
        if not question.code:
            continue
        before = first.setdefault(question.code.upper(), row)
        if before is not row:
            where = f"{before.file}: {before.where('code')}"
            row.wrong("code", f"is the code of another question already ({where})", question.code)


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
