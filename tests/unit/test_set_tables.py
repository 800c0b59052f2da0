"""Question sets in workbooks and CSV: what comes in is checked as any set, with its cell or line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import openpyxl
import pytest

from pamms_core import Mistake, QuestionSet, load_framework, load_set, read_set
from pamms_core._places import Placed, Places
from pamms_core.spreadsheets import UnwritableError, set_csv, set_toml, set_workbook
from pamms_core.standards import set_tables
from pamms_core.standards.set_columns import COLUMNS, FIELDS
from pamms_core.standards.set_files import load_set_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Write: TypeAlias = Callable[[str, str | bytes], str]
    Change: TypeAlias = Callable[[Workbook], object]


def put(sheet: str, cell: str, value: Any) -> Change:
    """Return what writes into a cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


@pytest.fixture
def refused(
    small_set: QuestionSet, tmp_path: Path, mistakes_of: MistakesOf
) -> Callable[[Change], object]:
    """Return what changes the workbook of the small set, which is then refused, and gives mistakes."""

    def build(change: Change) -> list[tuple[str, str]]:
        book = openpyxl.load_workbook(BytesIO(set_workbook(small_set)))
        change(book)
        path = tmp_path / "own.xlsx"
        book.save(path)
        found = mistakes_of(r"own\.xlsx", load_set, path)
        return [(each.path, each.problem) for each in found]

    return build


@pytest.mark.parametrize("shipped", [True, False])
def test_a_set_comes_back_from_each_format(
    *, shipped: bool, small_set: QuestionSet, tmp_path: Path
) -> None:
    """With its questions inline, what it leaves out, and the same digest."""
    question_set = load_set("east-of-england-accommodation") if shipped else small_set
    (tmp_path / "a.xlsx").write_bytes(set_workbook(question_set))
    (tmp_path / "a.csv").write_bytes(set_csv(question_set).encode("utf-8-sig"))
    (tmp_path / "a.toml").write_bytes(set_toml(question_set).encode())
    for ending in ("xlsx", "csv", "toml"):
        again = load_set(tmp_path / f"a.{ending}")
        assert again == question_set
        assert again.digest == question_set.digest


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        (put("Questions", "B2", 77), "Questions!B2", "must be one of 1, 2, 3"),
        (put("Questions", "B2", "one"), "Questions!B2", "must be one of 1, 2, 3"),
        (put("Questions", "B2", 1.5), "Questions!B2", "must be one of 1, 2, 3"),
        (put("Questions", "C2", None), "Questions!C2", "is missing; a text is needed"),
        (put("Questions", "C2", 12), "Questions!C2", "must be text"),
        (put("Questions", "C2", "=A1"), "Questions!C2", "holds a formula"),
        (put("Questions", "A2", "=A1"), "Questions!A2", "holds a formula"),
        (put("Questions", "D2", "photo"), "Questions!D2: evidence[0]", "must be one of care file"),
        (put("Questions", "E2", 0), "Questions!E2", "must be a positive integer"),
        (put("Questions", "E2", "9" * 30), "Questions!E2", "must be a positive integer"),
        (put("Questions", "F2", "perhaps"), "Questions!F2", "must be true or false"),
        (put("Questions", "H2", None), "Questions!H2", "is missing"),
        (put("Questions", "H1", "Guidance: superb"), "Questions!H2", "is an unknown key"),
        (put("Questions", "A3", "A01"), "Questions!A3", "is the code of another question already"),
        (put("Questions", "Z3", "x"), "Questions!Z3", "stands outside the columns"),
        (put("Questions", "E1", "Wait"), "Questions!E1: Wait", "is an unknown column"),
        (put("Set", "B2", "other"), "Set!B2", "must be one of pamms"),
        (put("Set", "B3", None), "Set!B3", "is missing; a text is needed"),
        (put("Set", "B4", 2026), "Set!B4", "must be text"),
        (put("Set", "A3", "ident"), "Set!A3", "must be one of framework, id"),
        (put("Set", "A3", "edition"), "Set!A4", "stands here a second time"),
        (put("Left out", "B2", None), "Left out!B2", "is missing; a text is needed"),
        (put("Left out", "A2", None), "Left out!A2", "is missing; one of 1"),
        (put("Left out", "A2", 1), "Left out", "names standard 1, which the set asks about"),
        (lambda book: book["Questions"].merge_cells("C2:D2"), "Questions!C2:D2", "must not be merged"),
        (
            lambda book: book.create_sheet("Notes").append(["x"]),
            "Notes",
            "is no sheet of a question set",
        ),
        (lambda book: book.remove(book["Set"]), "id", "is missing"),
    ],
)
def test_mistakes_name_the_cell(
    change: Change, path: str, problem: str, refused: Callable[[Change], list[tuple[str, str]]]
) -> None:
    """The rules are those of any set, and each mistake is told at its cell."""
    found = dict(refused(change))
    assert path in found
    assert found[path].startswith(problem)


def test_a_set_that_was_edited_after_it_was_sealed_is_refused(
    small_set: QuestionSet, tmp_path: Path, write: Write, mistakes_of: MistakesOf
) -> None:
    """Its file carries the digest, so a changed weight is told where that stands, whatever the file."""
    sealed = f"must be sha256:[0-9a-f]{{64}}, the digest of what small 2026.1 says.*{small_set.digest}"
    book = openpyxl.load_workbook(BytesIO(set_workbook(small_set)))
    book["Questions"]["E2"] = 3
    book.save(tmp_path / "own.xlsx")
    (cell,) = mistakes_of(sealed, load_set, tmp_path / "own.xlsx")
    assert (cell.path, cell.value) == ("Set!B11", small_set.digest)
    table = set_csv(small_set).replace(",record,1,", ",record,3,")
    (line,) = mistakes_of(sealed, load_set, write("own.csv", table))
    assert (line.line, line.path) == (9, "question")
    text = set_toml(small_set).replace("weight = 1", "weight = 3")
    (key,) = mistakes_of(sealed, load_set, write("own.toml", text))
    assert key.path == "digest"


def test_a_changed_set_is_another_edition_without_the_digest(
    small_set: QuestionSet, tmp_path: Path
) -> None:
    """With the digest blanked a council's edition is read, and has a digest of its own."""
    book = openpyxl.load_workbook(BytesIO(set_workbook(small_set)))
    book["Questions"]["E2"] = 3
    book["Set"]["B4"], book["Set"]["B11"] = "2027.1", None
    book.save(tmp_path / "own.xlsx")
    again = load_set(tmp_path / "own.xlsx")
    assert (again.edition, again["A01"].weight) == ("2027.1", 3)
    assert again.digest != small_set.digest


def test_a_workbook_without_questions_is_told_at_once(
    refused: Callable[[Change], list[tuple[str, str]]],
) -> None:
    """Where the form leaves nothing to check, only that is said."""
    assert refused(lambda book: book["Questions"].delete_rows(1, 20))[0][0] == "Questions"


def test_an_empty_sheet_beside_does_no_harm(small_set: QuestionSet, tmp_path: Path) -> None:
    """Spreadsheet programs add empty sheets by themselves."""
    book = openpyxl.load_workbook(BytesIO(set_workbook(small_set)))
    book.create_sheet("Sheet4")
    book.save(tmp_path / "own.xlsx")
    assert load_set(tmp_path / "own.xlsx") == small_set


HEADER = "code,standard,question,evidence,weight,critical,areas,guidance: excellent,guidance: good"
GUIDED = f"{HEADER},Guidance: Requires-Improvement,guidance: POOR"


def test_a_table_written_by_hand_is_read(small_set: QuestionSet, write: Write) -> None:
    """Blank lines, case, separators and the order of rows are forgiven as in answers."""
    left_out = "".join(f"Left out;{number};kept small\n" for number in range(3, 17))
    question = (
        "{0};{1};Is {0} so?;Record;1;{2};accommodation" + ";What {0} looks like where it is {3}." * 0
    )
    guidance = "".join(f";What {{0}} looks like where it is {key}." for key in
                       ("excellent", "good", "requires_improvement", "poor"))  # fmt: skip
    rows = [
        (question + guidance).format("B01", 2, "", ""),
        (question + guidance).format("A01", 1, "No", ""),
    ]
    text = "\n".join([GUIDED.replace(",", ";"), *rows, "", "ID;;small", "Edition;;2026.1"])
    text += f"\nTitle;;A small set\nregion;;Nowhere\narea;;accommodation\n{left_out}"
    assert load_set(write("own.csv", text)) == small_set


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "problem"),
    [
        ("A01,1", "A01,x", 24, "standard", "must be one of 1, 2, 3"),
        ("B01,2", "A01,2", 25, "code", "is the code of another question already"),
        ("id,,small", "id,,", 3, "question", "is missing"),
        ("id,,small", "id,,small\r\nid,,small", 4, "code", "stands here a second time"),
        ("id,,small,", "id,7,small,stray", 3, "standard", "must be blank in a row of id"),
        ("left out,3,kept small,", "left out,3,kept small,stray", 10, "evidence", "must be blank"),
        ("Weight", "Wait", 1, "Wait", "is an unknown column; known: code, standard, question"),
    ],
)
def test_mistakes_name_line_and_column(  # noqa: PLR0913, PLR0917 (a case and its mistake)
    old: str, new: str, line: int | None, path: str, problem: str,
    small_set: QuestionSet, write: Write, mistakes_of: MistakesOf,
) -> None:  # fmt: skip
    """In CSV a mistake is told with its line and the title of its column."""
    name = write("own.csv", set_csv(small_set).replace(old, new))
    found = {(each.line, each.path): each.problem for each in mistakes_of("own", load_set, name)}
    assert found[line, path].startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty; a header row with code, standard"),
        ("weight," * 101 + "x", "has more than 100 columns"),
        (GUIDED + '\n"A01', "is not valid CSV"),
        (GUIDED + "\n", "questions: is missing"),
        (GUIDED + "\nA01" + "," * 99 + "x\n", "has more cells than the header row's 11 columns"),
    ],
)
def test_what_is_no_table_of_questions_is_told(
    text: str, problem: str, write: Write, mistakes_of: MistakesOf
) -> None:
    """An empty, too large or torn file is refused at once."""
    mistakes_of(problem, load_set, write("own.csv", text))


def test_a_table_of_too_many_rows_is_refused(
    write: Write, mistakes_of: MistakesOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a bound, far above what a set has."""
    monkeypatch.setattr(set_tables, "_MOST_ROWS", 10)
    path = write("own.csv", GUIDED + "\n" + "A01\n" * 11)
    (mistake,) = mistakes_of("has more than 10 rows", load_set, path)
    assert mistake.line == 12


def test_answers_are_no_question_set(
    small_set: QuestionSet, write: Write, mistakes_of: MistakesOf
) -> None:
    """An answer workbook that is given for a set is told as what it lacks."""
    from pamms_core.spreadsheets import answer_workbook

    path = write("own.xlsx", answer_workbook(small_set))
    mistakes_of("is no question set: it has no sheet Questions", load_set, path)


def test_formulas_are_guarded_in_csv(small_set: QuestionSet, write: Write) -> None:
    """A text that begins as a formula does has an apostrophe before it, and comes back without."""
    for text in ("=1+1", "+1", "-1", "@x", "'x", "''"):
        odd = attrs.evolve(small_set, title=text)
        written = set_csv(odd)
        assert f"title,,'{text}" in written
        assert load_set_file(write("own.csv", written), load_framework()) == odd


def test_retired_codes_come_back(small_set: QuestionSet, write: Write) -> None:
    """The codes that no question may have again survive every format."""
    retiring = attrs.evolve(small_set, retired=("A09", "B07"))
    for name, content in (
        ("own.csv", set_csv(retiring).encode()),
        ("own.toml", set_toml(retiring).encode()),
        ("own.xlsx", set_workbook(retiring)),
    ):
        assert load_set_file(write(name, content)) == retiring


@pytest.mark.parametrize("write_as", [set_csv, set_toml, set_workbook])
def test_a_hypothetical_set_is_not_written(
    write_as: Callable[[QuestionSet], object], small_set: QuestionSet
) -> None:
    """A what-if is no set to be rated by, so no file of it is made."""
    with pytest.raises(UnwritableError, match="is a hypothetical variation") as caught:
        write_as(small_set.with_weights({"A01": 7}))
    assert caught.value.what == "small"


def test_what_does_not_fit_into_a_cell_is_not_written(small_set: QuestionSet) -> None:
    """Nothing is cut off: the cell is named."""
    long = attrs.evolve(small_set, title="x" * 32_768)
    with pytest.raises(UnwritableError, match="Set!B5: is longer than the 32,767 characters") as caught:
        set_workbook(long)
    assert len(caught.value.mistakes) == 1
    assert load_framework().id == "pamms"


def test_every_key_of_a_question_has_a_column(small_data: dict[str, list[dict[str, object]]]) -> None:
    """A new key of a set file needs a column, or it would be lost on the way."""
    keys = {key for question in small_data["questions"] for key in question}
    assert keys | {"critical"} == {each.key for each in COLUMNS} | {"guidance"}


def test_places_are_found_by_the_nearest_path() -> None:
    """Of a place that is not known the path itself is told, and of a spoilt one nothing."""
    places = Places()
    places.put("a", ("A1", 3))
    places.spoil("b[2]")
    assert places.find("a") == ("A1", 3)
    assert places.find("a[0].x") == ("A1: a[0].x", 3)
    assert places.find("b[2].kind") is None
    assert places.find("]odd[") == ("]odd[", None)
    assert Placed({"a": 1}, places=places) == {"a": 1}


def test_form_and_content_are_told_together(
    mistakes_of: MistakesOf, small_data: dict[str, object]
) -> None:
    """What was wrong with the form of a file comes with what is wrong in it."""
    form = Mistake(file="it", problem="is oddly formed")
    data = Placed({**small_data, "area": "moon"}, places=Places(), mistakes=[form])
    found = mistakes_of("is oddly formed", read_set, data, load_framework(), file="it")
    assert [each.path for each in found] == ["", "area"]


def test_the_page_lists_every_field_and_column() -> None:
    """The how-to page has the rows that the code has, word for word."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "import-a-question-set.md"
    if not page.exists():
        pytest.skip("no documentation beside these tests")
    text = page.read_text(encoding="utf-8")
    fields = "\n".join(f"| `{name}` | {said} |" for name, said in FIELDS.items())
    columns = "\n".join(f"| {each.title} | {each.form.said} | {each.said} |" for each in COLUMNS)
    assert f"|---|---|\n{fields}\n" in text
    assert f"|---|---|---|\n{columns}\n" in text
