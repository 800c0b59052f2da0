"""What stands where in an answer workbook: one layout for writing and for reading."""

from __future__ import annotations

from typing import Final

from pamms_core.standards.csv_tables import Columns

__all__ = [
    "ANSWERS",
    "EVIDENCE",
    "EVIDENCE_COLUMNS",
    "FACTS",
    "FACT_COLUMNS",
    "FIXED_FACTS",
    "GUIDANCE",
    "LISTS",
    "PROMPTS",
    "SECTION",
    "SHEETS",
    "START",
    "Group",
    "answer_columns",
    "evidence_columns",
    "fact_columns",
    "guidance_title",
]

START: Final = "Start"
"""The sheet with the instructions, the facts about the set and the service, flags and numbers."""
SECTION: Final = "Section "
"""How the name of a section's sheet begins; its letter follows."""
ANSWERS: Final = "Answers"
"""The sheet of a set without sections, such as the inputs of a method's own tree."""
EVIDENCE: Final = "Evidence"
"""The sheet of evidence that is not written beside the questions it supports."""
LISTS: Final = "Lists"
"""The sheet that the drop-downs choose from; it is not read."""

SHEETS: Final = "sheets"
"""The fact that names the sheets a workbook was written with, so that none is missed in silence."""
GUIDANCE: Final = "guidance:"
"""How the title of a rating's column of guidance begins, folded."""

_READ: Final = ("code", "rating", "comment", "evidence")
_FOR_READERS: Final = ("standard", "critical", "question", "look at")
FACT_COLUMNS: Final = ("About", "Name", "Entry", "What it is")
EVIDENCE_COLUMNS: Final = ("Questions", "Kind", "Reference", "Note")


class Group:
    """What a row of facts is about."""

    SET: Final = "Question set"
    SERVICE: Final = "Service"
    DETAIL: Final = "Detail"
    FLAG: Final = "Known from outside"
    NUMBER: Final = "Number"


FACTS: Final = {Group.DETAIL: "details", Group.FLAG: "flags", Group.NUMBER: "numbers"}
"""The tables of an answer file that rows of a group belong to."""
FIXED_FACTS: Final = {
    (Group.SET, "id"): "set",
    (Group.SET, "edition"): "edition",
    (Group.SET, "digest"): "digest",
    (Group.SET, "sheets"): SHEETS,
    (Group.SERVICE, "name"): "title",
}
"""The keys of an answer file that single rows hold; which sheets there are, only a workbook tells."""
PROMPTS: Final = {
    "service": "what kind of service it is",
    "assessor": "the assessor's role, such as quality assessor",
    "visited": "the date or dates of the visit",
}
"""The details that an empty workbook asks for, each with what is meant."""


def guidance_title(label: str) -> str:
    """Title the column that says what a rating looks like.

    >>> guidance_title("Good")
    'Guidance: Good'
    """
    return f"Guidance: {label}"


def answer_columns(found: list[str]) -> Columns:
    """Return the columns of a sheet of answers, given the titles that stand there."""
    guidance = tuple(dict.fromkeys(each for each in found if each.startswith(GUIDANCE)))
    needed = ("code", "rating", "comment", "evidence")
    return _columns((*_READ, *_FOR_READERS, *guidance), needed)


def fact_columns(_: list[str]) -> Columns:
    """Return the columns of the table of facts."""
    known = tuple(each.lower() for each in FACT_COLUMNS)
    return _columns(known, known[:3])


def evidence_columns(_: list[str]) -> Columns:
    """Return the columns of the sheet of evidence."""
    known = tuple(each.lower() for each in EVIDENCE_COLUMNS)
    return _columns(known, known)


def _columns(known: tuple[str, ...], needed: tuple[str, ...]) -> Columns:
    return Columns(
        known=known,
        listed=", ".join(known),
        needed=needed,
        needs=f"a header row with {', '.join(needed)} is needed",
    )
