"""What is wrong with an answer workbook that comes back: each mistake, and the cell it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest
from workbook_changes import COMMENT, EVIDENCE, RATING, both, changed_workbook, put

from pamms_core import Mistake, QuestionSet, load_answers, read_answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Change: TypeAlias = Callable[[Workbook], object]
    Refused: TypeAlias = Callable[[Change], list[tuple[str, str]]]


@pytest.fixture
def refused(small_set: QuestionSet, tmp_path: Path, mistakes_of: MistakesOf) -> Refused:
    """Return what changes an empty workbook, which is then refused, and gives paths and problems."""

    def build(change: Change) -> list[tuple[str, str]]:
        path = changed_workbook(small_set, tmp_path, change)
        found = mistakes_of(r"own\.xlsx", load_answers, path, small_set)
        return [(each.path, each.problem) for each in found]

    return build


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        (put("Section A", RATING, "god"), "Section A!J4", "must be one of Excellent, Good"),
        (put("Section A", RATING, "=1+1"), "Section A!J4", "holds a formula; type what it should say"),
        (put("Section A", RATING, 4), "Section A!J4", "must be text: format the cell as text"),
        (put("Section A", COMMENT, 12.5), "Section A!K4", "must be text: format the cell as text"),
        (put("Section A", COMMENT, True), "Section A!K4", "must be text: format the cell as text"),
        (put("Section A", COMMENT, "#REF!"), "Section A!K4", "holds an error; type what it should say"),
        (
            put("Section A", EVIDENCE, "photo: 1"),
            "Section A!L4: evidence[0].kind",
            "must be one of care",
        ),
        (
            both(put("Section A", "A4", "A99"), put("Section A", RATING, "Good")),
            "Section A!A4",
            "must be a question of small",
        ),
        (
            both(put("Section A", "A4", None), put("Section A", RATING, "Good")),
            "Section A!A4",
            "is missing",
        ),
        (
            both(
                put("Section A", "A5", "B01"),
                put("Section A", "J5", "Good"),
                put("Section B", "J4", "P"),
            ),
            "Section B!A4",
            "answers question B01 a second time",
        ),
        (
            both(put("Section A", "A4", "=A1"), put("Section A", RATING, "Good")),
            "Section A!A4",
            "holds a fo",
        ),
        (put("Section A", "J3", None), "Section A!3:3: rating", "is missing; a header row with code"),
        (put("Section A", "D3", "Rating"), "Section A!J3: rating", "is a column twice"),
        (put("Section A", "N9", "x"), "Section A!N9", "stands outside the columns of the table"),
        (lambda book: book["Section A"].merge_cells("J4:K4"), "Section A!J4:K4", "must not be merged"),
        (
            lambda book: book["Section A"].delete_rows(1, 9),
            "Section A",
            "has no header row; a header row",
        ),
        (
            lambda book: book.remove(book["Section B"]),
            "Section B",
            "is missing: the workbook was written",
        ),
        (lambda book: book.remove(book["Evidence"]), "Evidence", "is missing: the workbook was written"),
        (
            lambda book: book.create_sheet("Notes").append(["x"]),
            "Notes",
            "is no sheet of an answer workbook",
        ),
        (lambda book: book.remove(book["Start"]), "Start", "is missing: it says which question set"),
        (
            put("Evidence", "B5", "person"),
            "Evidence!A5",
            "is missing: which questions does this evidence",
        ),
        (
            both(
                put("Evidence", "A5", "Z99"), put("Evidence", "B5", "person"), put("Evidence", "C5", "P")
            ),
            "Evidence!A5",
            "must be a question of small",
        ),
        (
            both(
                put("Evidence", "A5", "A01"), put("Evidence", "B5", "photo"), put("Evidence", "C5", "P")
            ),
            "Evidence!B5",
            "must be one of care file",
        ),
        (
            both(
                put("Evidence", "A5", "A01"), put("Evidence", "B5", "person"), put("Evidence", "C5", 7)
            ),
            "Evidence!C5",
            "must be text",
        ),
        (put("Evidence", "A5", 7), "Evidence!A5", "must be text"),
    ],
)
def test_mistakes_name_the_cell(change: Change, path: str, problem: str, refused: Refused) -> None:
    """What is wrong is told with its address, once."""
    ((found, told), *others) = refused(change)
    assert (found, others) == (path, [])
    assert told.startswith(problem)


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("C21", "other", "must be one of small"),
        ("C22", "2027", "must be one of 2026.1"),
        ("C23", "sha256:0", "must be one of sha256:"),
        ("C16", 46154, "must be text: format the cell as text"),
        ("C18", "entry", "is missing: what is this entry called?"),
        ("C20", "perhaps", "must be yes, no or blank (not known)"),
        ("C20", "=TRUE()", "holds a formula"),
        ("A20", "Flags", "must be one of Question set, Service, Detail, Known from outside, Number"),
        ("A20", 3, "must be text"),
        ("B21", "name", "must be one of id, edition, digest"),
        ("B22", "id", "stands here a second time"),
    ],
)
def test_facts_are_checked(cell: str, value: object, problem: str, refused: Refused) -> None:
    """The set, its edition and digest, details and flags are each told with their cell."""
    ((path, told), *others) = refused(put("Start", cell, value))
    named = "B" + cell[1:] if "called" in problem or "second time" in problem else cell
    assert (path, others) == (f"Start!{named}", [])
    assert told.startswith(problem)


def test_all_mistakes_are_told_at_once(refused: Refused) -> None:
    """Those of form and those of content, on every sheet."""
    found = refused(
        both(put("Section A", RATING, "god"), put("Section B", RATING, "=1"), put("Start", "C22", "1"),
             put("Evidence", "A5", "Z1"), lambda book: book.create_sheet("Mine").append(["x"]))
    )  # fmt: skip
    assert [path for path, _ in found] == [
        "Section B!J4", "Mine", "Start!C22", "Section A!J4", "Evidence!A5", "Evidence!B5", "Evidence!C5",
    ]  # fmt: skip


def test_a_renamed_column_is_told_with_what_is_missing(refused: Refused) -> None:
    """The stranger by its cell, and what is missing by the header row."""
    assert [path for path, _ in refused(put("Section A", "J3", "Grade"))] == [
        "Section A!J3: Grade",
        "Section A!3:3: rating",
    ]


def test_a_renamed_sheet_is_told_under_both_names(refused: Refused) -> None:
    """The new name is not known, and what should be there is not."""
    found = refused(lambda book: setattr(book["Section A"], "title", "Sektion A"))
    assert [path for path, _ in found] == ["Sektion A", "Section A"]
    assert found[0][1].startswith("is no sheet of an answer workbook")
    assert found[1][1].startswith("is missing: the workbook was written with this sheet")


def test_two_sheets_of_one_name_are_refused(refused: Refused) -> None:
    """Names that differ by a hyphen only could hide one of them."""
    ((_, problem),) = refused(lambda book: book.create_sheet("Section-A"))
    assert problem == "has two sheets of one name, but for case, blanks and hyphens"


def test_a_question_set_is_no_answer_sheet(small_set: QuestionSet, small_data: dict[str, object],
                                           mistakes_of: MistakesOf) -> None:  # fmt: skip
    """A set that is given for answers is told as what it is."""
    (mistake,) = mistakes_of(
        "is a question set, not an answer sheet", read_answers, small_data, small_set
    )
    assert mistake.path == ""
