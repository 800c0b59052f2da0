"""Recorded cases from CSV, row by row."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    DataFileError,
    Mistake,
    QuestionSet,
    Rater,
    RecordedCase,
    load_cases,
    load_method,
    read_method,
)
from pamms_core._files import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Write: TypeAlias = Callable[[str, str | bytes], str]
    Refused: TypeAlias = Callable[[str | bytes], list[tuple[int | None, str, str, object, str]]]

RATINGS = "Excellent, Good, Requires Improvement, Poor"
NEEDS = "a header row with case, a node such as overall, and question codes is needed"


@pytest.fixture
def rater(small_set: QuestionSet) -> Rater:
    """Return a rater of A01 (standard 1) and B01 (standard 2)."""
    return Rater(small_set)


@pytest.fixture
def refused(write: Write, rater: Rater, mistakes_of: Callable[..., tuple[Mistake, ...]]) -> Refused:
    """Return what reads a wrong file to its end and gives its mistakes."""

    def build(content: str | bytes) -> list[tuple[int | None, str, str, object, str]]:
        path = write("cases.csv", content)
        found = mistakes_of(r"cases\.csv", lambda: list(load_cases(path, rater)))
        assert {each.file for each in found} == {path}
        return [(each.line, each.path, each.problem, each.value, each.hint) for each in found]

    return build


@pytest.mark.parametrize(
    ("mark", "separator", "end"), list(product(["", "\ufeff"], [",", ";", "\t"], ["\n", "\r\n", "\r"]))
)
def test_any_spreadsheet_program_may_have_saved_it(
    write: Write, rater: Rater, mark: str, separator: str, end: str
) -> None:
    """A byte order mark, the separator, line ends, blank rows and spare columns make no difference."""
    rows = [
        ["Case", " OVERALL ", "standard 1", "a01", "B01", "comment", ""],
        [""],
        ["Elm", "good", "", "G", " ri ", "seen"],
        ["Oak", "N/A", "No Rating", "", "n/a"],
    ]
    path = write("cases.csv", mark + "".join(separator.join(row) + end for row in rows))
    elm, oak = load_cases(path, rater)
    scale = rater.question_set.framework.scale
    good, fair = scale["good"], scale["requires-improvement"]
    assert (elm.name, elm.line) == ("Elm", 3)
    assert elm.expected == {"overall": good}
    assert elm.answers.entries == {"A01": Answer(good), "B01": Answer(fair)}
    assert (elm.answers.title, elm.answers.set_id, elm.answers.edition) == ("Elm", "small", "2026.1")
    assert oak.line == 4
    assert oak.expected == {"overall": NOT_ASSESSED, "standard-1": NOT_ASSESSED}
    assert oak.answers.entries == {"B01": Answer(NOT_ASSESSED)}


def test_numbers_and_flags(write: Write) -> None:
    """A question that asks for a number takes one; a flag is yes, no or not known."""
    rater = Rater.of_method(
        read_method(
            {
                "id": "late",
                "edition": "1",
                "title": "Late visits",
                "scale": {
                    "id": "two",
                    "levels": [{"key": "good", "label": "Good"}, {"key": "poor", "label": "Poor"}],
                },
                "points": {"good": 1, "poor": 2},
                "flags": {"breach": "a regulation was breached"},
                "rules": {
                    "top": {
                        "score": "ratio of late to all",
                        "lower_is_better": True,
                        "bands": {"good": "5%"},
                        "limits": [
                            {
                                "id": "breach",
                                "at_most": "poor",
                                "when": {"flag": "breach", "given": True},
                            }
                        ],
                    }
                },
                "tree": {
                    "inputs": [{"code": "late", "most": 99}, {"code": "all", "most": 99}],
                    "nodes": [{"code": "top", "rule": "top", "children": ["late", "all"]}],
                },
            }
        )
    )
    text = "case,top,late,all,breach\n1,good,1,99,no\n2,poor,00,7,YES\n3,,,,\n"
    cases = list(load_cases(write("cases.csv", text), rater))
    numbers, flags = ([dict(each) for each in found] for found in zip(*map(given, cases), strict=True))
    assert numbers == [{"late": 1, "all": 99}, {"late": 0, "all": 7}, {}]
    assert flags == [{"breach": False}, {"breach": True}, {}]
    assert [len(each.expected) for each in cases] == [1, 1, 0]
    wrong = write("wrong.csv", "case,top,late,all,breach\n1,good,1.5,100,maybe\n")
    with pytest.raises(DataFileError, match="must be a whole number from 0 to 99, or blank") as caught:
        list(load_cases(wrong, rater))
    assert [(each.path, each.value) for each in caught.value.mistakes] == [
        ("late", "1.5"),
        ("all", "100"),
        ("breach", "maybe"),
    ]
    assert caught.value.mistakes[2].problem == "must be one of yes, true, no, false or blank"


def given(case: RecordedCase) -> tuple[Mapping[str, int], Mapping[str, bool]]:
    """Return the numbers and flags of a case."""
    return case.answers.numbers, case.answers.flags


def test_every_mistake_of_a_file_is_told_at_once(refused: Refused) -> None:
    """Columns, cells, names and spare cells: each with its line, and a near match where there is one."""
    known = "case, comment, overall, domain-1, standard-1, standard-2 and the questions of small"
    text = "case,overal,overall,A01,a01\nElm,,godd,E\n ,,good,so so\nOak,,poor,,,,spare\n"
    assert refused(text) == [
        (1, "overal", f"is an unknown column; known: {known}", None, "did you mean 'overall'?"),
        (1, "A01", "is a column twice", None, ""),
        (2, "overall", f"must be one of {RATINGS}, no rating or blank", "godd", "did you mean 'Good'?"),
        (3, "A01", f"must be one of {RATINGS}, not assessed or blank", "so so", ""),
        (3, "case", "is missing; a name for the case is needed", None, ""),
        (4, "", "has more cells than the header row's 5 columns", None, ""),
    ]


@pytest.mark.parametrize(
    ("text", "line", "path", "problem"),
    [
        ("", None, "", f"is empty; {NEEDS}"),
        ("\n,,\n", None, "", f"is empty; {NEEDS}"),
        ("case,overall,A01\n", None, "", "has no cases below its header row"),
        ("overall,A01\ngood,good\n", 1, "case", f"is missing; {NEEDS}"),
        ("case,A01\n1,good\n", 1, "", f"has no column of a node; {NEEDS}"),
        ("case,overall\n1,good\n", 1, "", f"has no column of a question; {NEEDS}"),
        ('case,overall,A01\n1,good,"so\n', 2, "", "is not valid CSV: unexpected end of data"),
        (",".join(map(str, range(200))), 1, "", "has 200 columns, of 8 known"),
    ],
)
def test_a_file_of_another_form_is_refused(
    refused: Refused, text: str, line: int | None, path: str, problem: str
) -> None:
    """Without its columns, or without rows, there is nothing to compare."""
    assert refused(text) == [(line, path, problem, None, "")]


def test_a_node_with_a_score_only_is_not_compared(
    write: Write, mistakes_of: Callable[..., tuple[Mistake, ...]]
) -> None:
    """A method that gives a node no rating cannot say one that was recorded."""
    method = load_method("examples/openssf-scorecard")
    rater = Rater.of_method(method)
    question = rater.questions[0].code
    path = write("cases.csv", f"case,{rater.nodes[-1].code},{question}\n1,,\n")
    found = mistakes_of("is an unknown column", lambda: list(load_cases(path, rater)))
    assert found[0].path == rater.nodes[-1].code


def test_cases_come_one_by_one(write: Write, rater: Rater) -> None:
    """The first cases come before anyone looks at what stands further below."""
    path = write("cases.csv", "case,overall,A01\n1,good,good\n2,good,god\n")
    cases = load_cases(path, rater)
    assert [each.name for each in islice(cases, 1)] == ["1"]
    with pytest.raises(DataFileError, match="'god'") as caught:
        next(cases)
    assert caught.value.mistakes[0].line == 3


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"case,overall,A01\n\n1,good,\xe9\n", 3, "must be UTF-8 text, but byte 7 is 0xe9 (save it"),
        ("case,overall\n".encode("utf-16"), 1, "must be UTF-8 text, not UTF-16"),
        (b"case,overall,A01\n1,go\0od,\n", 2, "must be text, but byte 4 is NUL"),
        (b"case," + b"x" * 2**20, 1, "has a line of more than 1,048,576 characters"),
    ],
)
def test_what_is_no_text_is_refused(refused: Refused, content: bytes, line: int, problem: str) -> None:
    """The line of what cannot be read is told, however long the file is."""
    [(told_line, _, told, _, _)] = refused(content)
    assert (told_line, told[: len(problem)]) == (line, problem)


def test_letters_beyond_ascii_are_text(write: Write, rater: Rater) -> None:
    """A name may have any letters."""
    path = write("cases.csv", "case,overall,A01\nTŷ Gwyn,good,good\n")
    assert [each.name for each in load_cases(path, rater)] == ["Tŷ Gwyn"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file, or a path that is none, is a mistake like any other."""
    for path in (str(tmp_path / "none.csv"), str(tmp_path), "a\0b"):
        with pytest.raises(DataFileError, match="cannot be read") as caught:
            list(read_lines(path))
        assert caught.value.mistakes[0].line is None
