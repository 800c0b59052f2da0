"""Answer sheets that a spreadsheet program saved as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Evidence,
    EvidenceKind,
    Mistake,
    QuestionSet,
    load_answers,
)
from pamms_core.standards.csv_answers import parse_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Scale

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Load: TypeAlias = Callable[[str | bytes], Answers]
    Refused: TypeAlias = Callable[[str], tuple[Mistake, ...]]

KNOWN = (
    "code, rating, comment, evidence, set, edition, about, name, entry, section, standard, critical,"
    " question, guidance, look at, what it is"
)
NEEDED = "is missing; a header row with code and rating is needed"


@pytest.fixture
def load(write: Write, small_set: QuestionSet) -> Load:
    """Return what loads a sheet from the text of a CSV file."""
    return lambda content: load_answers(write("own.csv", content), small_set)


@pytest.fixture
def refused(mistakes_of: MistakesOf, write: Write, small_set: QuestionSet) -> Refused:
    """Return what loads a wrong sheet and gives its mistakes, all of them of that file."""

    def build(text: str) -> tuple[Mistake, ...]:
        path = write("own.csv", text)
        found = mistakes_of(r"own\.csv", load_answers, path, small_set)
        assert {each.file for each in found} == {path}
        return found

    return build


def places(found: tuple[Mistake, ...]) -> list[tuple[int | None, str, str, object]]:
    """Return line, path, problem and value of each mistake."""
    return [(each.line, each.path, each.problem, each.value) for each in found]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_program_may_have_saved_it(
    load: Load, scale: Scale, mark: str, separator: str, end: str
) -> None:
    """A byte order mark, the separator and the line ends make no difference."""
    rows = [["Code", " RATING "], ["A01", "Good"], ["b01", "n/a"]]
    text = mark + "".join(separator.join(row) + end for row in rows)
    assert load(text.encode()).entries == {"A01": Answer(scale["good"]), "B01": Answer(NOT_ASSESSED)}


def test_every_column_is_read_or_left_to_its_reader(load: Load, scale: Scale) -> None:
    """Comment and evidence are kept; the question's text and guidance are for people."""
    sheet = load(
        "section,standard,code,question,guidance,rating,comment,evidence,set,edition\n"
        'A,1,A01,"Is A01, as we say, so?",…,RI,"Two, of ""four"".",care file: CF1,small,2026.1\n'
    )
    evidence = (Evidence(EvidenceKind.CARE_FILE, "CF1"),)
    assert sheet.entries == {"A01": Answer(scale["requires-improvement"], 'Two, of "four".', evidence)}
    assert (sheet.set_id, sheet.edition, sheet.title) == ("small", "2026.1", "")


@pytest.mark.parametrize(
    ("cell", "kind", "reference", "note"),
    [
        ("care file: CF1", "care file", "CF1", ""),
        ("Care-File :CF1 ( review of 3 March )", "care file", "CF1", "review of 3 March"),
        ("staff: S2 (night (bank) staff)", "staff", "S2", "night (bank) staff"),
        ("record: R1 (part) 2", "record", "R1 (part) 2", ""),
        ("policy: safe: v2", "policy", "safe: v2", ""),
        ("record: R1 ()", "record", "R1", ""),
    ],
)
def test_evidence_is_kind_reference_and_note(
    load: Load, cell: str, kind: str, reference: str, note: str
) -> None:
    """The note is what stands in brackets at the end."""
    sheet = load(f"code,rating,evidence\nA01,good,{cell}\n")
    assert sheet["A01"].evidence == (Evidence(EvidenceKind(kind), reference, note),)


def test_a_cell_may_list_several_pieces_of_evidence(load: Load) -> None:
    """Semicolons separate them, and a last one does no harm."""
    sheet = load("code,rating,evidence\nA01,good,care file: CF1; person: P1 (in her room);\n")
    assert [str(each) for each in sheet["A01"].evidence] == ["care file CF1", "person P1 (in her room)"]


def test_evidence_of_another_form_is_told(refused: Refused) -> None:
    """A kind alone lacks its reference; a reference alone is no kind."""
    found = refused("code,rating,evidence\nA01,good,care file\nB01,good,CF1; person: \n")
    kinds = f"must be one of {', '.join(EvidenceKind)}"
    assert places(found) == [
        (2, "evidence[0].reference", "is missing; a text is needed", None),
        (3, "evidence[0].kind", kinds, "cf1"),
        (3, "evidence[0].reference", "is missing; a text is needed", None),
        (3, "evidence[1].reference", "must not be empty", ""),
    ]


def test_brackets_without_end_are_read_at_once(load: Load) -> None:
    """A cell of a hundred thousand brackets is a strange reference, and takes no time."""
    cell = "(" * 100_000
    assert load(f"code,rating,evidence\nA01,good,record: {cell}\n")["A01"].evidence[0].reference == cell


def test_short_rows_blank_rows_and_empty_columns_do_not_matter(load: Load, scale: Scale) -> None:
    """Spreadsheets leave off empty cells, and add rows and columns that nobody filled."""
    sheet = load("\n,,,,\ncode,rating,comment,,\n\n , ,,,\nA01\nB01,good,,, \n,,,,\n")
    assert sheet.entries == {"A01": Answer(), "B01": Answer(scale["good"])}


def test_a_header_alone_is_an_empty_sheet(load: Load) -> None:
    """Nothing is answered yet, which is no mistake."""
    assert len(load("code;rating\n")) == 0


@pytest.mark.parametrize("text", ["", "\n\n", " , \n,,\n", "\ufeff"])
def test_an_empty_file_is_refused(refused: Refused, text: str) -> None:
    """Without a header row nobody can tell what the cells are."""
    problem = "is empty; a header row with code and rating is needed"
    assert places(refused(text)) == [(None, "", problem, None)]


@pytest.mark.parametrize(
    ("header", "path", "problem", "hint"),
    [
        ("rating,comment", "code", NEEDED, ""),
        ("code,comment", "rating", NEEDED, ""),
        ("code,rating,Code", "code", "is a column twice", ""),
        ("code,rating,note", "note", f"is an unknown column; known: {KNOWN}", ""),
        (
            "code,rating, Coment",
            "Coment",
            f"is an unknown column; known: {KNOWN}",
            "did you mean 'comment'?",
        ),
        ("code,,rating", "column 2", f"is an unknown column; known: {KNOWN}", ""),
    ],
)
def test_a_wrong_header_is_told(
    refused: Refused, header: str, path: str, problem: str, hint: str
) -> None:
    """A missing, repeated, unknown or untitled column is a mistake of the header's line."""
    (found,) = refused(f"\n{header}\n")
    assert (found.line, found.path, found.problem, found.hint) == (2, path, problem, hint)
    assert found.value is None


FULL = """about,name,entry,code,rating,comment,evidence
Service,name,Cedar View,,,,
Question set,id,small,,,,
Detail,visited,,,,,
Detail,ward,=2,,,,
known from outside,breach,no,,,,
,,,A01,good,'-5 degrees,record: R1
,,,B01,,,
Evidence,care file,CF1; CF2,"A01, b01",,seen (twice),
"""


def test_what_is_about_no_question_says_so(load: Load, scale: Scale) -> None:
    """Title, details, flags and evidence have rows of their own; a blank question is not recorded."""
    sheet = load(FULL)
    shared = Evidence(EvidenceKind.CARE_FILE, "CF1; CF2", "seen (twice)")
    assert (sheet.title, dict(sheet.details)) == ("Cedar View", {"ward": "=2"})
    assert dict(sheet.flags) == {"breach": False}
    assert sheet.entries == {
        "A01": Answer(scale["good"], "-5 degrees", (Evidence(EvidenceKind.RECORD, "R1"), shared)),
        "B01": Answer(evidence=(shared,)),
    }
    assert load("about,code,rating\n,A01,\n,B01,Not answered\n").entries == {"B01": Answer()}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("Service,name", "Servise,name", (2, "about", "must be one of Question set, Service, Detail,")),
        ("Service,name", "Service,title", (2, "name", "must be one of name")),
        ("View,,,,", "View,A01,,,", (2, "code", "must be blank in a row about no question")),
        ("View,,,,", "View,,,,x", (2, "evidence", "must be blank in a row about no question")),
        ("set,id,small", "set,id,smal", (3, "entry", "must be one of small")),
        ("set,id,small", "set,digest,small", (3, "entry", "must be one of sha256:")),
        ("breach,no", "breach,perhaps", (6, "entry", "must be yes, no or blank (not known)")),
        ("Detail,ward", "Service,name", (5, "name", "stands here a second time")),
        (",,,B01", ",x,,B01", (8, "name", "must be blank in a row that does not say what it is about")),
        ('care file,CF1; CF2,"A01, b01"', "photo,CF1,A01", (9, "name", "must be one of care file")),
        ('CF2,"A01, b01",,', 'CF2,"A01, b01",good,', (9, "rating", "must be blank in a row about no")),
        ('"A01, b01"', "", (9, "code", "is missing: which questions does this evidence support?")),
        ('"A01, b01"', "A01 Z9", (9, "code", "must be a question of small")),
    ],
)
def test_a_wrong_row_about_no_question_is_told(
    refused: Refused, old: str, new: str, place: tuple[int, str, str]
) -> None:
    """Nothing in such a row is passed over: each mistake has its line and column."""
    (found,) = refused(FULL.replace(old, new))
    assert (found.line, found.path) == place[:2]
    assert found.problem.startswith(place[2])


def test_another_separator_is_no_separator(refused: Refused) -> None:
    """The header then is one unknown column, and the needed ones are missing."""
    found = refused("code|rating\nA01|good\n")
    assert places(found) == [
        (1, "code|rating", f"is an unknown column; known: {KNOWN}", None),
        (1, "code", NEEDED, None),
        (1, "rating", NEEDED, None),
    ]


def test_a_column_title_with_a_line_break_is_shown_on_one_line(refused: Refused) -> None:
    """What would break the line of the message is escaped in it."""
    (found,) = refused('code,rating,"my\nnotes"\n')
    assert found.path == "my\nnotes"
    assert r"own.csv:1: my\nnotes: is an unknown column" in str(found)


def test_line_numbers_count_lines_and_not_rows(refused: Refused) -> None:
    """Line breaks in cells and blank rows are counted, as an editor counts them."""
    found = refused(
        '\n"code",rating,comment\n'  # lines 1 and 2
        'A01,god,"one\ntwo\r\n\nfour"\n'  # lines 3 to 6
        "\n,,\n"
        'B01,poo,"x"\n'  # line 9
        "Z99,good\n"
    )
    assert [(each.line, each.path, each.value) for each in found] == [
        (3, "rating", "god"),
        (9, "rating", "poo"),
        (10, "code", "Z99"),
    ]


def test_a_long_row_is_told(refused: Refused) -> None:
    """A cell beyond the header's columns has no meaning, so it is not dropped in silence."""
    found = refused("code,rating,,\nA01,good,,stray\nB01,good\n")
    problem = "has more cells than the header row's 2 columns"
    assert places(found) == [(2, "", problem, None)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code,rating\nA01,"good\nB01,poor\n', 2),
        ('code,rating\nA01,good\nB01,"po"or\n', 3),
        (f"code,rating\nA01,{'x' * 200_000}\n", 2),
    ],
    ids=["open", "quote", "long"],
)
def test_what_is_no_csv_is_refused_with_its_line(refused: Refused, text: str, line: int) -> None:
    """A quote that never ends and a cell beyond all measure are named by the line they begin on."""
    (found,) = refused(text)
    assert (found.line, found.path) == (line, "")
    assert found.problem.startswith("is not valid CSV: ")


def test_unknown_and_repeated_codes_are_told(refused: Refused) -> None:
    """Each with its line; case does not make another question, and a blank is no code."""
    found = refused("code,rating\nA01,good\nA1,good\n a01 ,poor\n,good\nB01,good\nB01,good\n")
    assert [(*place, each.hint) for place, each in zip(places(found), found, strict=True)] == [
        (3, "code", "must be a question of small", "A1", "did you mean 'A01'?"),
        (4, "code", "answers question A01 a second time", "a01", ""),
        (5, "code", "is missing; an answer needs the code of its question", None, ""),
        (7, "code", "answers question B01 a second time", "B01", ""),
    ]
    assert str(found[1]).endswith("own.csv:4: code: answers question A01 a second time: 'a01'")


def test_an_unknown_rating_is_told_with_the_near_one(refused: Refused) -> None:
    """The message says where, what stands there, what may and what was probably meant."""
    (found,) = refused("code;rating\nA01;Requires improvment\n")
    assert str(found).endswith(
        "own.csv:2: rating: must be one of Excellent, Good, Requires Improvement, Poor, not assessed"
        " or blank, not 'Requires improvment' (did you mean 'Requires Improvement'?)"
    )


def test_a_wrong_set_or_edition_is_told_with_its_line(refused: Refused) -> None:
    """The first row that says so is where the mistake is; it is told once."""
    found = refused("code,rating,set,edition\nA01,good,,\nB01,good,smal,2025.1\n")
    assert [(*place, each.hint) for place, each in zip(places(found), found, strict=True)] == [
        (3, "set", "must be one of small", "smal", "did you mean 'small'?"),
        (3, "edition", "must be one of 2026.1", "2025.1", "did you mean '2026.1'?"),
    ]


def test_the_set_may_stand_in_any_row(load: Load) -> None:
    """One row that names the set is enough, wherever it is."""
    sheet = load("code,rating,set,edition\nA01,good,,2026.1\nB01,good,small,\n")
    assert (sheet.set_id, sheet.edition, len(sheet)) == ("small", "2026.1", 2)


def test_rows_of_different_sets_are_told(refused: Refused) -> None:
    """A sheet is of one set; the row that differs is named."""
    found = refused("code,rating,set\nA01,good,small\nB01,good,large\n")
    assert places(found) == [(3, "set", "must be 'small', as in the rows above", "large")]


def test_all_mistakes_are_told_at_once(refused: Refused) -> None:
    """Mistakes of the header, of the form of rows and of what they say come in one error."""
    found = refused("code,rating,note,edition\nA01,god,x,1\nZ99,good,,2,stray\nA01,good,,1\n")
    assert [(each.line, each.path) for each in found] == [
        (1, "note"),
        (3, ""),
        (3, "edition"),
        (2, "edition"),
        (2, "rating"),
        (3, "code"),
        (4, "code"),
    ]


def test_more_rows_than_any_sheet_has_are_refused(mistakes_of: MistakesOf) -> None:
    """A file of millions of rows is given up before it takes all memory."""
    text = "code,rating\n" + "A01,G\n" * 100_001
    found = mistakes_of("has more than 100,000 rows", parse_csv, text, "own.csv")
    assert found == (Mistake(file="own.csv", problem="has more than 100,000 rows", line=100_001),)


def test_more_columns_than_any_sheet_has_are_refused(mistakes_of: MistakesOf) -> None:
    """Titles in a hundred columns are told as one mistake, not as ninety."""
    text = f"code,rating{',x' * 99}\n"
    found = mistakes_of("has more than 100 columns", parse_csv, text, "own.csv")
    assert found == (Mistake(file="own.csv", problem="has more than 100 columns", line=1),)


def test_a_million_empty_columns_do_not_matter(load: Load) -> None:
    """Empty cells at the right edge of the header take no more time than reading them."""
    assert load(f"code,rating{',' * 1_000_000}\nA01,good\n").keys() == {"A01"}
