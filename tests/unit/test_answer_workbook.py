"""Answer workbooks: how they look to who fills them in, and what of it is read back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import openpyxl
import pytest
from openpyxl.reader.strings import read_string_table
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.constants import SHEET_MAIN_NS
from workbook_changes import COMMENT, EVIDENCE, RATING, changed_workbook, put

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    DataFileError,
    Evidence,
    EvidenceKind,
    QuestionSet,
    Scale,
    load_answers,
    load_method,
)
from pamms_core.answers import parse_reported
from pamms_core.spreadsheets import UnwritableError, answer_workbook
from pamms_core.spreadsheets.errors import must_read_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    Change: TypeAlias = Callable[[Workbook], object]
    Changed: TypeAlias = Callable[[Change], str]


@pytest.fixture
def filled(small_set: QuestionSet, scale: Scale) -> Answers:
    """Return a sheet with something of everything."""
    evidence = (
        Evidence(EvidenceKind.CARE_FILE, "CF1", "review of 3 March"),
        Evidence(EvidenceKind.PERSON, "P1"),
    )
    return Answers(
        set_id=small_set.id,
        edition=small_set.edition,
        title="Cedar View",
        details={"visited": "12 May 2026", "note": ""},
        flags={"breach": False},
        entries={"A01": Answer(scale["good"], "Seen.", evidence), "B01": Answer(NOT_ASSESSED)},
    )


@pytest.fixture
def changed(small_set: QuestionSet, tmp_path: Path) -> Changed:
    """Return what changes an empty workbook and gives its path."""
    return lambda change: changed_workbook(small_set, tmp_path, change)


def test_an_empty_workbook_is_an_empty_sheet(changed: Changed, small_set: QuestionSet) -> None:
    """Nothing is recorded until something is filled in."""
    sheet = load_answers(changed(lambda _: None), small_set)
    assert sheet == Answers(set_id="small", edition="2026.1")


def test_all_that_was_recorded_is_in_the_workbook(
    filled: Answers, small_set: QuestionSet, tmp_path: Path
) -> None:
    """Answers that are written into a workbook are read as they were."""
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer_workbook(small_set, filled))
    assert load_answers(path, small_set) == filled


def test_blanks_at_the_ends_are_not_kept(
    filled: Answers, small_set: QuestionSet, tmp_path: Path
) -> None:
    """As in every other file, and nothing else changes."""
    path = tmp_path / "own.xlsx"
    spaced = attrs.evolve(filled, title=" Cedar View\n").changed(
        {"A01": attrs.evolve(filled["A01"], comment="\tSeen. ")}
    )
    path.write_bytes(answer_workbook(small_set, spaced))
    assert load_answers(path, small_set) == filled


def test_a_workbook_is_made_to_be_filled_in(small_set: QuestionSet) -> None:
    """Question columns are locked, answers are not, ratings are chosen, and it prints well."""
    book = openpyxl.load_workbook(BytesIO(answer_workbook(small_set)))
    assert book.sheetnames == ["Start", "Section A", "Section B", "Evidence", "Lists"]
    sheet = book["Section A"]
    assert [cell.value for cell in sheet[3]] == [
        "Code", "Standard", "Critical", "Question", "Look at", "Guidance: Excellent", "Guidance: Good",
        "Guidance: Requires Improvement", "Guidance: Poor", "Rating", "Comment", "Evidence",
    ]  # fmt: skip
    assert [cell.protection.locked for cell in sheet[4]] == [True] * 9 + [False] * 3
    assert sheet["F4"].value == "What A01 looks like where it is excellent."
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == "E4"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$3:$3", "landscape")
    assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
    (offered,) = sheet.data_validations.dataValidation
    assert (str(offered.sqref), offered.type, offered.formula1) == ("J4", "list", "Lists!$A$4:$A$8")
    chosen = [book["Lists"][f"A{row}"].value for row in range(4, 9)]
    assert chosen == ["Excellent", "Good", "Requires Improvement", "Poor", "Not assessed"]


def test_a_critical_question_is_marked(full_set: QuestionSet) -> None:
    """The mark stands beside each critical question and no other."""
    book = openpyxl.load_workbook(BytesIO(answer_workbook(full_set)))
    for section in full_set.framework.sections:
        marked = {
            row[0].value: row[2].value for row in book[f"Section {section.letter}"].iter_rows(min_row=4)
        }
        assert marked == {
            each.code: "Critical" if each.critical else None for each in full_set.asked_in(section)
        }


def test_text_never_becomes_a_formula(small_set: QuestionSet, scale: Scale) -> None:
    """A comment that begins as a formula does is text, and stays text when it is edited."""
    sheet = Answers(set_id="small", edition="2026.1", entries={"A01": Answer(scale["good"], "=1+1")})
    cell = openpyxl.load_workbook(BytesIO(answer_workbook(small_set, sheet)))["Section A"][COMMENT]
    assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == ("=1+1", "s", "@", True)


@pytest.mark.parametrize(
    "rating", ["GOOD", " good ", "“Good”", "«good»", "'good'", "„Good“", "G", "\N{NO-BREAK SPACE}Good"]
)
def test_ratings_may_be_typed_in_many_ways(
    rating: str, changed: Changed, small_set: QuestionSet, scale: Scale
) -> None:
    """Case, spaces and the quotation marks of any language make no difference."""
    assert (
        load_answers(changed(put("Section A", RATING, rating)), small_set)["A01"].rating == scale["good"]
    )
    assert parse_reported(rating, scale) == scale["good"]


def test_columns_in_any_order_and_hidden_rows_are_read(
    changed: Changed, small_set: QuestionSet, scale: Scale
) -> None:
    """Nothing is skipped for being moved or hidden."""

    def change(book: Workbook) -> None:
        sheet = book["Section A"]
        sheet["J3"], sheet["K3"] = "comment ", " RATING"
        sheet["J4"], sheet["K4"] = "Why", "poor"
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["J"].hidden = True
        sheet.sheet_state = "hidden"
        book.create_sheet("Empty")

    assert load_answers(changed(change), small_set)["A01"] == Answer(scale["poor"], "Why")


def test_evidence_may_support_many_questions(changed: Changed, small_set: QuestionSet) -> None:
    """A row of the sheet Evidence is added to what stands beside each question it names."""

    def change(book: Workbook) -> None:
        book["Section A"][EVIDENCE] = "person: P1; Record: R1 (part)"
        for column, text in zip("ABCD", ("a01, B01;B01", "Care File", "CF1", "page 2"), strict=True):
            book["Evidence"][f"{column}5"] = text

    shared = Evidence(EvidenceKind.CARE_FILE, "CF1", "page 2")
    own = (Evidence(EvidenceKind.PERSON, "P1"), Evidence(EvidenceKind.RECORD, "R1", "part"))
    sheet = load_answers(changed(change), small_set)
    assert sheet["A01"].evidence == (*own, shared)
    assert sheet["B01"].evidence == (shared,)


@pytest.mark.parametrize(("value", "held"), [("yes", True), ("NO", False), (True, True), (False, False)])
def test_a_flag_is_yes_or_no(
    value: Any, *, held: bool, changed: Changed, small_set: QuestionSet
) -> None:
    """In any case, or as the truth value that a spreadsheet makes of it."""
    assert load_answers(changed(put("Start", "C20", value)), small_set).flags == {"breach": held}


def test_evidence_that_no_cell_can_hold_has_a_sheet(small_set: QuestionSet, tmp_path: Path) -> None:
    """A reference with a line break or a semicolon comes back exactly; the sheet cannot just go."""
    odd = Evidence(EvidenceKind.RECORD, "R1; R2\nR3", "(part)")
    sheet = Answers(set_id="small", edition="2026.1", entries={"B01": Answer(None, "", (odd,))})
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer_workbook(small_set, sheet))
    assert load_answers(path, small_set) == sheet
    book = openpyxl.load_workbook(path)
    book.remove(book["Evidence"])
    book.save(path)
    with pytest.raises(DataFileError, match="Evidence: is missing") as caught:
        load_answers(path, small_set)
    assert [each.path for each in caught.value.mistakes] == ["Evidence"]


def test_a_sheet_without_rated_questions_is_empty(small_set: QuestionSet, tmp_path: Path) -> None:
    """A method may ask for numbers only."""
    house = attrs.evolve(small_set.framework, sections=())
    numbers = tuple(attrs.evolve(each, most=9) for each in small_set.questions)
    path = tmp_path / "own.xlsx"
    only = attrs.evolve(small_set, framework=house, questions=numbers)
    sheet = Answers(set_id="small", edition="2026.1", numbers={"A01": 1, "B01": 2})
    path.write_bytes(answer_workbook(only, sheet))
    assert load_answers(path, only) == sheet


def test_sheets_may_change_places_and_the_case_of_their_names(
    changed: Changed, small_set: QuestionSet
) -> None:
    """What counts is that each is there."""

    def change(book: Workbook) -> None:
        book.move_sheet("Evidence", -3)
        book["Section A"].title = "On its way"  # openpyxl takes the case alone for the same name
        book["On its way"].title = "SECTION A"

    assert len(load_answers(changed(change), small_set)) == 0


def test_a_workbook_that_does_not_name_its_sheets_is_read(
    changed: Changed, small_set: QuestionSet
) -> None:
    """One that was made by hand may have only what it needs."""

    def change(book: Workbook) -> None:
        (row,) = (row for row in book["Start"].iter_rows() if row[1].value == "sheets")
        for cell in row:
            cell.value = None
        book.remove(book["Section B"])

    assert len(load_answers(changed(change), small_set)) == 0


def test_a_row_that_records_nothing_is_not_wrong(changed: Changed, small_set: QuestionSet) -> None:
    """A code that is not asked does no harm while nothing is said about it."""
    assert len(load_answers(changed(put("Section A", "A4", "A99")), small_set)) == 0


def test_the_inputs_of_an_own_tree_are_a_workbook_too(tmp_path: Path) -> None:
    """A method's own set has one sheet of answers, and a row for each number."""
    method = load_method("examples/cqc-asc-2014")
    own = method.own_set()
    best = own.framework.scale.best
    sheet = Answers(set_id=own.id, edition=own.edition).changed({own.questions[0].code: best})
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer_workbook(own, sheet, flags=method.flags))
    assert load_answers(path, own) == sheet


def test_numbers_are_read_as_numbers(small_set: QuestionSet, tmp_path: Path) -> None:
    """Typed as text or as a number, a whole number is one; what is none is refused by its cell."""
    number = attrs.evolve(small_set.questions[0], most=50)
    asking = attrs.evolve(small_set, questions=(number, *small_set.questions[1:]))
    sheet = Answers(set_id="small", edition="2026.1", numbers={"A01": 37})
    content = answer_workbook(asking, sheet)
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)
    assert load_answers(path, asking) == sheet
    for typed, read in (("12", 12), (12, 12), ("many", None), (1.5, None), (1e300, None)):
        book = openpyxl.load_workbook(BytesIO(content))
        (row,) = (row for row in book["Start"].iter_rows() if row[0].value == "Number")
        row[2].value = typed
        book.save(path)
        if read is None:
            with pytest.raises(ValueError, match=f"Start!C{row[0].row}: ") as caught:
                load_answers(path, asking)
            assert len(caught.value.mistakes) == 1  # type: ignore[attr-defined]
        else:
            assert load_answers(path, asking).numbers == {"A01": read}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"set_id": "other"}, "set: must be 'small': 'other'"),
        ({"edition": "1"}, "edition: must be '2026.1'"),
        ({"title": "x" * 32_768}, "Start!C13: is longer than the 32,767 characters"),
        ({"title": "half \ud800"}, "or no proper text"),
        ({"details": {" spaced": "x"}}, "would read differently"),
        ({"details": {"": "x"}}, "is missing: what is this entry called"),
        ({"entries": {"Z01": Answer()}}, "must be a question of small that is rated: 'Z01'"),
        (
            {"entries": {"A01": Answer(None, "", (Evidence(EvidenceKind.RECORD, ""),))}},
            "must not be empty",
        ),
        ({"numbers": {"A01": 3}}, "is no number that small asks for"),
    ],
)
def test_what_a_workbook_cannot_hold_is_not_written(
    change: dict[str, object], problem: str, filled: Answers, small_set: QuestionSet
) -> None:
    """Nothing is cut off or changed: the reasons are told, with the cells."""
    odd = attrs.evolve(filled, **change)  # type: ignore[arg-type]
    with pytest.raises(UnwritableError, match="the answers cannot be written: ") as caught:
        answer_workbook(small_set, odd)
    assert problem.rpartition(":")[2].strip(" '")[:30] in str(caught.value)
    assert caught.value.what == "the answers"
    assert len(caught.value.mistakes) == 1


def test_ratings_of_another_scale_are_not_written(small_set: QuestionSet) -> None:
    """A rating must be on the set's own scale."""
    foreign = Scale(id="two", levels=small_set.framework.scale.levels[:2])
    sheet = Answers(set_id="small", edition="2026.1", entries={"A01": Answer(foreign.best)})
    with pytest.raises(UnwritableError, match="must be rated on the scale 'pamms'") as caught:
        answer_workbook(small_set, sheet)
    assert caught.value.mistakes[0].path == "A01"


def test_answers_of_a_variation_fit_the_sealed_set(small_set: QuestionSet, tmp_path: Path) -> None:
    """What-if weights are no other questions, so their workbook is the sealed set's."""
    varied = small_set.with_weights({"A01": 5})
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer_workbook(varied))
    assert load_answers(path, small_set) == load_answers(path, varied)


def test_what_reads_differently_is_not_written() -> None:
    """A writer's own mistake would be told, too."""
    with pytest.raises(UnwritableError, match="it cannot be written: <written>: would read") as caught:
        must_read_back("it", 1, lambda: 2)
    assert caught.value.mistakes[0].file == "<written>"


def test_openpyxl_itself_would_not_give_every_text_back(small_set: QuestionSet, tmp_path: Path) -> None:
    """Its reader leaves escapes as they are, and drops parts of them from shared texts."""
    text = "a\x01b, _x0041_ and _x005F_"
    sheet = Answers(set_id="small", edition="2026.1", entries={"A01": Answer(None, text)})
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer_workbook(small_set, sheet))
    assert load_answers(path, small_set)["A01"].comment == text
    stored = "a_x0001_b, _x005F_x0041_ and _x005F_x005F_"
    assert openpyxl.load_workbook(path)["Section A"][COMMENT].value == stored
    shared = f'<sst xmlns="{SHEET_MAIN_NS}"><si><t>{stored}</t></si></sst>'
    assert read_string_table(BytesIO(shared.encode())) == ["a_x0001_b, _x0041_ and _"]
