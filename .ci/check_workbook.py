"""Open answer workbooks in LibreOffice, fill them in, save them, and read the same answers.

Without arguments it finds LibreOffice by itself. Where there is none, it says so and ends
with the status 3, so that whoever runs it can list that as skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import openpyxl

from pamms_core import (
    NOT_ASSESSED,
    Answers,
    QuestionSet,
    load_answers,
    load_set,
    shipped_examples,
    shipped_sets,
)
from pamms_core.answers import Answer, Evidence, EvidenceKind
from pamms_core.spreadsheets import answer_workbook, set_workbook
from pamms_core.standards.catalogue import find_example

SET = "east-of-england-accommodation"
NO_OFFICE = 3
# Control characters are left out: they are in no text of LibreOffice's own format.
NASTY = "=1+1\n'quoted' _x0041_ +44 @SUM(A1) 😀 <&>"


def main(folder: Path) -> None:
    """Check every shipped example, nasty texts, filling in, and a set of questions."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("no LibreOffice on this machine")
        sys.exit(NO_OFFICE)
    question_set = load_set(SET)
    sheets = {name: load_answers(name, set_of(name)) for name in shipped_examples()}
    first = question_set.questions[0]
    one = Answer(first_rating := question_set.framework.scale.worst, NASTY, (
        Evidence(EvidenceKind.RECORD, "=R1", "+1"), Evidence(EvidenceKind.PERSON, "a\nb; c (d)"),
    ))  # fmt: skip
    sheets["nasty"] = Answers(
        set_id=question_set.id,
        edition=question_set.edition,
        title="=cmd",
        details={"visited": "03/04", "@": ""},
        flags={"breach": True},
        entries={first.code: one, question_set.questions[1].code: Answer(NOT_ASSESSED)},
    )
    for name, answers in sheets.items():
        (folder / f"{name}.xlsx").write_bytes(answer_workbook(load_set(answers.set_id), answers))
    (folder / "filled.xlsx").write_bytes(answer_workbook(question_set))
    sheets["filled"] = fill(folder / "filled.xlsx", question_set, first_rating.label)
    for name in shipped_sets():
        (folder / f"set-{name}.xlsx").write_bytes(set_workbook(load_set(name)))

    for name, answers in sheets.items():
        saved = round_trip(office, folder, f"{name}.xlsx")
        check(load_answers(saved, load_set(answers.set_id)) == answers, f"{name}: the same answers")
        keeps_its_form(saved, name)
    for name in shipped_sets():
        again = load_set(round_trip(office, folder, f"set-{name}.xlsx"))
        check(again == load_set(name), f"{name}: the same set")


def set_of(example: str) -> QuestionSet:
    """Load the set that a shipped example answers."""
    return load_set(str(tomllib.loads(Path(find_example(example)).read_text(encoding="utf-8"))["set"]))


def fill(path: Path, question_set: QuestionSet, label: str) -> Answers:
    """Fill in what an officer would: a rating, a comment and evidence."""
    book = openpyxl.load_workbook(path)
    sheet = book["Section A"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(4, titles["Rating"], label)
    sheet.cell(4, titles["Comment"], "Seen on the day.\nMore to come.")
    sheet.cell(4, titles["Evidence"], "care file: CF1 (page 2)\nperson: P1")
    book.save(path)
    return load_answers(path, question_set)


def round_trip(office: str, folder: Path, name: str) -> Path:
    """Let LibreOffice open a workbook, save it as its own format, and that as a workbook again."""
    for source, ending in ((folder / name, "ods"), (folder / "ods" / f"{Path(name).stem}.ods", "xlsx")):
        command = [office, "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
        command += ["--convert-to", ending, "--outdir", str(folder / ending), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "xlsx" / name


def keeps_its_form(path: Path, name: str) -> None:
    """Check that protection, drop-downs and the repeated header are still there."""
    sheet = openpyxl.load_workbook(path)["Section A"]
    rating = next(cell.column_letter for cell in sheet[3] if cell.value == "Rating")
    offered = [each for each in sheet.data_validations.dataValidation if f"{rating}4" in each.sqref]
    check(bool(sheet.protection.sheet), f"{name}: protected")
    check(sheet["A4"].protection.locked, f"{name}: questions locked")
    check(not sheet[f"{rating}4"].protection.locked, f"{name}: ratings unlocked")
    check([each.type for each in offered] == ["list"], f"{name}: ratings are chosen from a list")
    # What is frozen belongs to a window, and without one LibreOffice does not keep it.
    check(sheet.print_title_rows == "$3:$3", f"{name}: the header is printed on every page")


def check(holds: object, said: str) -> None:
    """End here if something does not hold."""
    if not holds:
        sys.exit(f"workbooks in LibreOffice: not so: {said}")
    print(f"ok: {said}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(work))
