"""Advice on the range of evidence (S10): remarks, never errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pamms_core import Advice, Answer, Answers, Evidence, EvidenceKind, evidence_advice

if TYPE_CHECKING:
    from pamms_core import QuestionSet

ENOUGH = {
    EvidenceKind.CARE_FILE: ["", ""],
    EvidenceKind.STAFF_FILE: ["long-standing member of staff", "Most Recent"],
    EvidenceKind.PERSON: ["", "", ""],
}


def advice(question_set: QuestionSet, **notes: list[str]) -> tuple[Advice, ...]:
    """Advise on a sheet that has enough of all evidence but for the notes given, by kind."""
    by_kind = {**ENOUGH, **{EvidenceKind[key.upper()]: each for key, each in notes.items()}}
    evidence = [
        Evidence(kind, f"{kind} {place}", note)
        for kind, listed in by_kind.items()
        for place, note in enumerate(listed)
    ]
    entries = {"A01": Answer(evidence=evidence), "B01": Answer(evidence=evidence)}
    return evidence_advice(Answers(set_id="small", edition="1", entries=entries), question_set)


def test_enough_evidence_needs_no_advice(small_set: QuestionSet) -> None:
    """Every reference counts once, however many questions rest on it, and notes in any case."""
    assert advice(small_set) == ()


def test_an_empty_sheet_gets_advice_on_each_kind(small_set: QuestionSet) -> None:
    """Where nothing was looked at, that no one is long-standing is not said too."""
    found = advice(small_set, care_file=[], staff_file=[], person=[])
    assert found == (
        Advice(
            code="too-few",
            kind=EvidenceKind.CARE_FILE,
            found=0,
            message="0 care files were looked at; 2 to 5 are usual",
            source="S10 (W)",
        ),
        Advice(
            code="too-few",
            kind=EvidenceKind.STAFF_FILE,
            found=0,
            message="0 staff files were looked at; 2 to 5 are usual",
            source="S10 (W)",
        ),
        Advice(
            code="too-few",
            kind=EvidenceKind.PERSON,
            found=0,
            message="0 conversations with a person were looked at; 3 or more are usual",
            source="S10 (T)",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "notes", "code", "message"),
    [
        ("care_file", 1, "too-few", "1 care file was looked at; 2 to 5 are usual"),
        ("care_file", 6, "too-many", "6 care files were looked at; 2 to 5 are usual"),
        ("person", 2, "too-few", "2 conversations with a person were looked at; 3 or more are usual"),
    ],
)
def test_one_too_few_or_too_many_is_told(
    small_set: QuestionSet, kind: str, notes: int, code: str, message: str
) -> None:
    """The bounds themselves are usual; one step beyond them is not."""
    (found,) = advice(small_set, **{kind: [""] * notes})
    assert (found.code, found.found, found.message) == (code, notes, message)
    assert found.kind is EvidenceKind[kind.upper()]


@pytest.mark.parametrize(("kind", "count"), [("care_file", 2), ("care_file", 5), ("person", 50)])
def test_the_usual_range_includes_its_ends(small_set: QuestionSet, kind: str, count: int) -> None:
    """Two and five are usual, and of conversations there is no upper end."""
    assert advice(small_set, **{kind: [""] * count}) == ()


def test_staff_files_should_be_of_the_oldest_and_the_newest(small_set: QuestionSet) -> None:
    """What no note mentions is told for each that is missing."""
    found = advice(small_set, staff_file=["most recent", "", ""])
    assert [(each.code, each.found, each.message) for each in found] == [
        ("not-among", 3, "no staff file is noted as long-standing; one usually is")
    ]
    assert len(advice(small_set, staff_file=["", ""])) == 2


def test_a_note_speaks_for_its_own_kind_only(small_set: QuestionSet) -> None:
    """That a care file is the most recent says nothing about staff."""
    found = advice(small_set, staff_file=["long-standing", ""], care_file=["most recent", ""])
    assert [each.message for each in found] == ["no staff file is noted as most recent; one usually is"]
