"""Answer sheets from TOML and JSON: what assessors write is read, every mistake is told at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Evidence,
    EvidenceKind,
    Mistake,
    QuestionSet,
    UnknownNameError,
    load_answers,
    read_answers,
    read_set,
    shipped_examples,
)
from pamms_core.standards.answer_files import parse_answer_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework, Scale

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Refused: TypeAlias = Callable[[dict[str, Any]], tuple[Mistake, ...]]

RATINGS = "must be one of Excellent, Good, Requires Improvement, Poor, not assessed or blank"

TOML = """
set = "small"
edition = "2026.1"
title = "Example House"

[details]
visited = "3 March"

[answers]
B01 = "n/a"

[answers.A01]
rating = "requires-improvement"
comment = "Two of four."
evidence = [{ kind = "care file", reference = "CF1", note = "most recent" }]
"""


@pytest.fixture
def refused(mistakes_of: MistakesOf, small_set: QuestionSet) -> Refused:
    """Return what reads a wrong sheet, called ``own.json``, and gives its mistakes."""
    return lambda data: mistakes_of(r"^own\.json: ", read_answers, data, small_set, file="own.json")


def mistake(path: str, problem: str, value: object = None, hint: str = "") -> Mistake:
    """Write a mistake of ``own.json``."""
    return Mistake(file="own.json", path=path, problem=problem, value=value, hint=hint)


def test_toml_and_json_say_the_same(write: Write, small_set: QuestionSet, scale: Scale) -> None:
    """A sheet is the same sheet in either format, and everything in it is kept."""
    loaded = load_answers(write("own.toml", TOML), small_set)
    assert (loaded.set_id, loaded.edition, loaded.title) == ("small", "2026.1", "Example House")
    assert loaded.details == {"visited": "3 March"}
    evidence = Evidence(EvidenceKind.CARE_FILE, "CF1", "most recent")
    assert loaded.entries == {
        "B01": Answer(NOT_ASSESSED),
        "A01": Answer(scale["requires-improvement"], "Two of four.", (evidence,)),
    }
    data = parse_answer_file(write("own.toml", TOML))
    marked = {"format": "pamms-core/answers", "version": 1, **data}
    assert load_answers(write("own.JSON", json.dumps(marked)), small_set) == loaded


def test_an_example_is_loaded_by_its_name(full_set: QuestionSet) -> None:
    """What is not a path is one of the shipped examples."""
    assert load_answers("solid-good", full_set).keys() == full_set.by_code.keys()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Excellent", "excellent"),
        ("OUTSTANDING", "excellent"),
        (" ri ", "requires-improvement"),
        ("requires_improvement", "requires-improvement"),
        ("p", "poor"),
    ],
)
def test_ratings_are_read_as_people_write_them(
    small_set: QuestionSet, scale: Scale, text: str, key: str
) -> None:
    """Words, other words, initials and any case are ratings."""
    assert read_answers({"answers": {"A01": text}}, small_set)["A01"].rating == scale[key]


def test_labels_of_a_region_are_ratings(
    small_data: dict[str, Any], framework: Framework, scale: Scale
) -> None:
    """Under a locality's labels both the new label and the old one are read (S7)."""
    import attrs

    labels = {"excellent": "Exceeds compliance", "poor": "Non-compliant"}
    renamed = attrs.evolve(framework, scale=scale.relabelled(labels))
    question_set = read_set(small_data, renamed)
    sheet = read_answers({"answers": {"A01": "exceeds COMPLIANCE", "B01": "Poor"}}, question_set)
    assert [answer.rating for answer in sheet.values()] == [scale["excellent"], scale["poor"]]


@pytest.mark.parametrize("text", ["N/A", "na", "not assessed", "Not-Assessed", "Not applicable"])
def test_not_assessed_has_many_spellings(small_set: QuestionSet, text: str) -> None:
    """All of them mean that the question was looked at and not rated (S8)."""
    assert read_answers({"answers": {"A01": text}}, small_set)["A01"].rating is NOT_ASSESSED


@pytest.mark.parametrize("answer", ["", "  ", {}, {"rating": ""}])
def test_a_blank_is_nothing_yet(small_set: QuestionSet, answer: object) -> None:
    """A blank rating is recorded as a question without an answer."""
    sheet = read_answers({"answers": {"A01": answer}}, small_set)
    assert sheet["A01"] == Answer()
    assert not sheet["A01"].is_answered


def test_a_sheet_may_be_empty(small_set: QuestionSet) -> None:
    """An assessor who has just begun has a sheet too."""
    sheet = read_answers({"answers": {}}, small_set)
    assert (len(sheet), sheet.title, len(sheet.details)) == (0, "", 0)


@pytest.mark.parametrize("code", ["a01", " A01 ", "\u00a0a01"])
def test_case_and_spaces_of_a_code_are_forgiven(small_set: QuestionSet, code: str) -> None:
    """In answers a small letter cannot mean another question."""
    assert list(read_answers({"answers": {code: "good"}}, small_set)) == ["A01"]


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("A10", "did you mean 'A01'?"),
        ("Z99", ""),
        (
            " \N{CYRILLIC CAPITAL LETTER A}01",
            "its 1st character is CYRILLIC CAPITAL LETTER A, not a plain letter or digit",
        ),
        (
            "A0\N{FULLWIDTH DIGIT ONE}",
            "its 3rd character is FULLWIDTH DIGIT ONE, not a plain letter or digit",
        ),
        ("A01\u200b", "its 4th character is ZERO WIDTH SPACE, not a plain letter or digit"),
    ],
)
def test_unknown_codes_are_told(refused: Refused, code: str, hint: str) -> None:
    """A near code is suggested, and a look-alike is called by its name."""
    expected = mistake(f"answers.{code}", "must be a question of small", code, hint)
    assert refused({"answers": {code: "good"}}) == (expected,)


def test_an_answer_without_a_code_is_told(refused: Refused) -> None:
    """A blank code is a missing one."""
    problem = "is missing; an answer needs the code of its question"
    assert refused({"answers": {" ": "good"}}) == (mistake("answers. ", problem),)


def test_a_question_is_answered_once(refused: Refused) -> None:
    """A code that differs only by case is the same question."""
    found = refused({"answers": {"A01": "good", "a01": "poor"}})
    assert found == (mistake("answers.a01", "answers question A01 a second time", "a01"),)
    assert str(found[0]) == "own.json: answers.a01: answers question A01 a second time: 'a01'"


@pytest.mark.parametrize(
    ("rating", "hint"),
    [
        ("Godo", "did you mean 'Good'?"),
        ("requires improvment", "did you mean 'Requires Improvement'?"),
        ("5 stars", ""),
        ("?", ""),
    ],
)
def test_unknown_ratings_are_told(refused: Refused, rating: str, hint: str) -> None:
    """What is allowed is listed by its labels, and a near one is suggested."""
    expected = mistake("answers.A01.rating", RATINGS, rating, hint)
    assert refused({"answers": {"A01": rating}}) == (expected,)
    assert refused({"answers": {"A01": {"rating": rating}}}) == (expected,)


@pytest.mark.parametrize("rating", [4, True, None, ["good"], float("inf")])
def test_a_rating_is_a_text(refused: Refused, rating: object) -> None:
    """A number of stars, a truth value and null are no ratings."""
    assert refused({"answers": {"A01": rating}}) == (
        mistake("answers.A01.rating", "must be a text", rating),
    )


@pytest.mark.parametrize(
    ("key", "value", "problem", "hint"),
    [
        ("set", "smal", "must be one of small", "did you mean 'small'?"),
        ("edition", "2025.1", "must be one of 2026.1", "did you mean '2026.1'?"),
        ("edition", 2026.1, "must be one of 2026.1", ""),
        ("version", 2, "must be one of 1", ""),
        ("version", True, "must be one of 1", ""),
        ("format", "other", "must be one of pamms-core/answers", ""),
    ],
)
def test_a_sheet_of_another_set_is_refused(
    refused: Refused, key: str, value: object, problem: str, hint: str
) -> None:
    """Answers to another set or edition say nothing about this one."""
    assert refused({"answers": {}, key: value}) == (mistake(key, problem, value, hint),)


@pytest.mark.parametrize("answers", [[], [1], [["A01", "good", {}]], "A01", 7, None])
def test_answers_that_are_no_table_are_refused(refused: Refused, answers: object) -> None:
    """A JSON list is refused like any other value; only CSV comes as rows."""
    assert refused({"answers": answers}) == (mistake("answers", "must be a table", answers),)


def test_texts_that_no_file_can_hold_are_refused(write: Write, refused: Refused) -> None:
    """A NUL or half a character from a JSON escape would break the report much later."""
    text = r'{"title": "a\u0000", "details": {"\ud800": "x"}, "answers": {"A01": {"comment": "\udfff"}}}'
    problem = "must be text without NUL or half characters"
    found = refused(parse_answer_file(write("own.json", text)))
    assert found == (
        mistake("answers.A01.comment", problem, "\udfff"),
        mistake("title", problem, "a\0"),
        mistake("details.\ud800", problem, "\ud800"),
    )
    assert all(str(each).isprintable() for each in found)


def test_all_mistakes_are_told_at_once(refused: Refused) -> None:
    """Each has its place, in the head, in an answer and in its evidence alike."""
    kinds = ", ".join(EvidenceKind)
    data = {
        "set": "other",
        "titel": "x",
        "details": {"visited": 3},
        "answers": {
            "A01": {"rating": "god", "coment": "x", "evidence": [{"kind": "care fle"}, "CF2"]},
            "A02": {"comment": 1, "evidence": "CF1"},
        },
    }
    known = "is an unknown key; known: "
    head = "answers, details, digest, edition, flags, format, numbers, set, title, version"
    at = "answers.A01"
    assert refused(data) == (
        mistake("set", "must be one of small", "other"),
        mistake(f"{at}.rating", RATINGS, "god", "did you mean 'Good'?"),
        mistake(
            f"{at}.evidence[0].kind", f"must be one of {kinds}", "care fle", "did you mean 'care file'?"
        ),
        mistake(f"{at}.evidence[0].reference", "is missing; a text is needed"),
        mistake(f"{at}.evidence[1]", "must be a table", "CF2"),
        mistake(f"{at}.coment", f"{known}comment, evidence, rating", hint="did you mean 'comment'?"),
        mistake("answers.A02", "must be a question of small", "A02", "did you mean 'A01'?"),
        mistake("answers.A02.comment", "must be a text", 1),
        mistake("answers.A02.evidence", "must be a list", "CF1"),
        mistake("details.visited", "must be a text", 3),
        mistake("titel", known + head, hint="did you mean 'title'?"),
    )


@pytest.mark.parametrize("name", ["own.docx", "own.txt", "./own", "own.toml.bak"])
def test_other_formats_are_refused_by_their_ending(
    mistakes_of: MistakesOf, small_set: QuestionSet, name: str
) -> None:
    """Spreadsheets must be saved as CSV first; the file itself is not opened."""
    found = mistakes_of("must end in", load_answers, name, small_set)
    assert found == (Mistake(file=name, problem="must end in .toml, .json, .csv, .xlsx"),)


def test_an_unknown_example_is_no_file(small_set: QuestionSet) -> None:
    """A bare word names something shipped."""
    with pytest.raises(
        UnknownNameError, match=r"unknown example 'solid-god'.*mean 'solid-good'"
    ) as caught:
        load_answers("solid-god", small_set)
    assert (caught.value.kind, caught.value.known) == ("example", shipped_examples())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.toml", "set = 'small'\nanswers 1"),
        ("own.json", '{"set": "small"\n"answers": {}}'),
        ("own.csv", 'code,rating\nA01,"good\n'),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    write: Write, mistakes_of: MistakesOf, small_set: QuestionSet, name: str, text: str
) -> None:
    """Each format says where it stops being that format, which is the second line here."""
    path = write(name, text)
    (found,) = mistakes_of(rf"{name}:2: is not valid", load_answers, path, small_set)
    assert (found.file, found.line) == (path, 2)


@pytest.mark.parametrize("depth", [400, 900, 960, 990, 100_000])
def test_deeply_nested_json_is_a_typed_error(
    write: Write, mistakes_of: MistakesOf, small_set: QuestionSet, depth: int
) -> None:
    """Whether or not the parser can follow, the error has a text that can be shown."""
    path = write("own.json", f'{{"answers": {{}}, "title": {"[" * depth}{"]" * depth}}}')
    (found,) = mistakes_of(
        "own.json: (title: must be a text|is not usable JSON)", load_answers, path, small_set
    )
    assert found.file == path
    assert len(str(found)) < 80 + len(path) + 100


def test_a_sheet_of_ten_thousand_questions_is_read(
    small_data: dict[str, Any], framework: Framework, scale: Scale
) -> None:
    """A large set is answered in full; of ten thousand wrong codes every one is told."""
    row = small_data["questions"][0]
    rows = [row | {"code": f"A{number:02}"} for number in range(1, 10_000)]
    question_set = read_set(small_data | {"questions": [*rows, small_data["questions"][1]]}, framework)
    sheet = read_answers({"answers": dict.fromkeys(question_set.by_code, "G")}, question_set)
    assert len(sheet) == 10_000
    assert {answer.rating for answer in sheet.values()} == {scale["good"]}


def test_ten_thousand_wrong_codes_are_all_told(mistakes_of: MistakesOf, full_set: QuestionSet) -> None:
    """Near codes are suggested for the first ones only, so that this does not take minutes."""
    data = {"answers": {f"Z{number:02}": "good" for number in range(10_000)}}
    found = mistakes_of("and 9950 more mistakes", read_answers, data, full_set)
    assert [each.value for each in found] == list(data["answers"])
    assert {each.hint for each in found[-1000:]} == {""}


def test_flags_and_numbers_are_read(refused: Refused, small_set: QuestionSet) -> None:
    """Flags are true or false; numbers are whole, and only a set that asks for them takes them."""
    data = {"answers": {}, "flags": {"breach": True, "plan": False}}
    assert read_answers(data, small_set).flags == {"breach": True, "plan": False}
    wrong = {"answers": {}, "flags": {"breach": "yes"}, "numbers": {"A01": 1, "n": -1}}
    assert refused(wrong) == (
        mistake("flags.breach", "must be true or false", "yes"),
        mistake("numbers.n", "must be an integer of 0 or more", -1),
        mistake("numbers.A01", "is no number that small asks for"),
        mistake("numbers.n", "is no number that small asks for"),
    )


def test_numbers_are_at_most_what_is_asked_for(mistakes_of: MistakesOf, small_set: QuestionSet) -> None:
    """A number beyond the largest is a mistake of the file; with numbers alone no answers are needed."""
    first, *others = small_set.questions
    asking = attrs.evolve(small_set, questions=(attrs.evolve(first, most=9), *others))
    assert read_answers({"numbers": {"A01": 9}}, asking).numbers == {"A01": 9}
    found = mistakes_of("A01: must be at most 9, not 10", read_answers, {"numbers": {"A01": 10}}, asking)
    assert [each.path for each in found] == ["numbers.A01"]


def test_flags_are_checked_with_everything_else(mistakes_of: MistakesOf, small_set: QuestionSet) -> None:
    """Given a method's flags, one that it has not is told beside all other mistakes, in order."""
    data = {"answers": {"ZZ": "good"}, "flags": {"breech": True, "plan": "yes", "breach": False}}
    found = mistakes_of("breech", read_answers, data, small_set, flags=("breach", "plan"))
    unknown = "is no flag of the method; known: breach, plan"
    assert [(each.path, each.problem, each.hint) for each in found] == [
        ("answers.ZZ", "must be a question of small", ""),
        ("flags.breech", unknown, "did you mean 'breach'?"),
        ("flags.plan", "must be true or false", ""),
    ]
    odd = {"answers": {}, "flags": {"x": True}}
    (alone,) = mistakes_of("flags.x", read_answers, odd, small_set, flags=())
    assert alone.problem == "is no flag of the method; known: it has none"


def test_a_file_is_checked_for_flags(
    write: Write, mistakes_of: MistakesOf, small_set: QuestionSet
) -> None:
    """A file that is loaded for a method is told its unknown flags; its known ones are kept."""
    path = write("sheet.json", '{"answers": {}, "flags": {"breach": true}}')
    assert load_answers(path, small_set, flags=["breach"]).flags == {"breach": True}
    (mistake,) = mistakes_of("breach", load_answers, path, small_set, flags=["plan"])
    assert (mistake.file, mistake.path) == (path, "flags.breach")
