"""Question set files: what is right is built, and of what is wrong every mistake is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from pamms_core import Area, EvidenceKind, Mistake, QuestionSet, load_set, read_set
from pamms_core.standards.question_rows import non_ascii_hint
from pamms_core.standards.question_set import LeftOut, Question
from pamms_core.standards.set_files import load_set_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework

    Write: TypeAlias = Callable[[str, str | bytes], str]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Data: TypeAlias = dict[str, Any]
    Refused: TypeAlias = Callable[[Data], tuple[Mistake, ...]]

CODE = "must be a section's letter (A, B, C, D, E, F) and two to four digits"


@pytest.fixture
def refused(mistakes_of: MistakesOf, framework: Framework) -> Refused:
    """Return what reads a wrong set, called ``own.toml``, and gives its mistakes."""
    return lambda data: mistakes_of(r"^own\.toml: ", read_set, data, framework, file="own.toml")


def mistake(path: str, problem: str, value: object = None, hint: str = "") -> Mistake:
    """Write a mistake of ``own.toml``."""
    return Mistake(file="own.toml", path=path, problem=problem, value=value, hint=hint)


def as_toml(data: Data) -> str:
    """Write plain data as TOML, where inline tables and texts look nearly as in JSON."""

    def value(each: object) -> str:
        if isinstance(each, dict):
            return "{" + ", ".join(f"{key} = {value(inner)}" for key, inner in each.items()) + "}"
        if isinstance(each, list):
            return "[" + ", ".join(map(value, each)) + "]"
        return json.dumps(each)

    return "\n".join(f"{key} = {value(each)}" for key, each in data.items())


def test_a_set_of_plain_data_is_built(small_data: Data, framework: Framework) -> None:
    """Every part of the data is found in the set, its ratings under their keys."""
    small_data["questions"][0] |= {"critical": True, "weight": 3}
    question_set = read_set(small_data, framework)
    question = question_set["A01"]
    assert question == Question(
        code="A01",
        standard=1,
        text="Is A01 so?",
        guidance=question.guidance,
        evidence=(EvidenceKind.RECORD,),
        weight=3,
        critical=True,
        areas=(Area.ACCOMMODATION,),
    )
    assert question.guidance["requires-improvement"].endswith("requires_improvement.")
    assert (question_set.status, question_set.source) == ("local", "")
    assert question_set.left_out[0] == LeftOut(standard=3, why="kept small")


def test_questions_come_in_the_order_of_their_codes(small_data: Data, framework: Framework) -> None:
    """The running number is a number: A10 comes after A2 would, and after A09."""
    rows = [small_data["questions"][0] | {"code": code} for code in ("A100", "A10", "A09")]
    small_data["questions"] += rows
    codes = [question.code for question in read_set(small_data, framework)]
    assert codes == ["A01", "A09", "A10", "A100", "B01"]


def test_a_set_of_a_council_loads_from_its_file(
    small_data: Data, small_set: QuestionSet, write: Write
) -> None:
    """The same set from a file is the same set, down to its digest."""
    loaded = load_set(write("own.toml", as_toml(small_data)))
    assert loaded == small_set
    assert loaded.digest == small_set.digest


def test_an_empty_file_lacks_everything_once(refused: Refused) -> None:
    """Each needed key is named; that no standard has a question is not said sixteen times more."""
    areas = "accommodation, community, supported-living, non-regulated"
    text = "is missing; a text is needed"
    assert refused({}) == (
        mistake("area", f"is missing; one of {areas} is needed"),
        mistake("questions", "is missing; a list is needed"),
        *(mistake(key, text) for key in ("id", "edition", "title", "region")),
    )


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("status", "secret", "must be one of reference, licensed, local"),
        ("edition", 2026.1, "must be a text"),
        ("id", "", "must not be empty"),
        ("title", "a\0", "must be text without NUL or half characters"),
        ("source", ["S5"], "must be a text"),
        ("bank", 7, "must be a list"),
    ],
)
def test_each_mistake_of_the_head_is_named(
    small_data: Data, refused: Refused, key: str, value: object, problem: str
) -> None:
    """One wrong value is one mistake, with what is allowed."""
    assert refused(small_data | {key: value}) == (mistake(key, problem, value),)


def test_near_names_are_suggested(small_data: Data, refused: Refused) -> None:
    """A misspelt framework or area is told together with the name that was meant."""
    assert refused(small_data | {"framework": "pams", "area": "acommodation"}) == (
        mistake("framework", "must be one of pamms", "pams", "did you mean 'pamms'?"),
        mistake(
            "area",
            "must be one of accommodation, community, supported-living, non-regulated",
            "acommodation",
            "did you mean 'accommodation'?",
        ),
    )


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("weight", 0, "must be a positive integer"),
        ("weight", -1, "must be a positive integer"),
        ("weight", True, "must be a positive integer"),
        ("weight", 1.5, "must be a positive integer"),
        ("weight", "2", "must be a positive integer"),
        ("weight", float("inf"), "must be a positive integer"),
        ("weight", 10**13, "must be at most 1,000,000,000,000"),
        ("critical", "yes", "must be true or false"),
        ("text", "  ", "must not be empty"),
        ("text", 5, "must be a text"),
        ("evidence", [], "must not be empty"),
        ("areas", "accommodation", "must be a list"),
        ("guidance", "see above", "must be a table"),
    ],
)
def test_each_mistake_of_a_question_is_named(
    small_data: Data, refused: Refused, key: str, value: object, problem: str
) -> None:
    """One wrong value is one mistake, with the place of its question."""
    small_data["questions"][1][key] = value
    assert refused(small_data) == (mistake(f"questions[1].{key}", problem, value),)


@pytest.mark.parametrize("number", ["nan", "inf", "1e400", "-1e400", "1.0"])
def test_no_float_is_a_weight(
    small_data: Data, write: Write, mistakes_of: MistakesOf, number: str
) -> None:
    """TOML can write infinity and what is not a number; a weight is neither."""
    text = as_toml(small_data).replace("weight = 1,", f"weight = {number},", 1)
    path = write("own.toml", text)
    shown = repr(float(number))
    match = rf"own\.toml: questions\[0\]\.weight: must be a positive integer, not {shown}$"
    (found,) = mistakes_of(match, load_set, path)
    assert (found.file, found.path) == (path, "questions[0].weight")
    assert repr(found.value) == shown


@pytest.mark.parametrize(
    ("standard", "hint"), [(17, ""), (0, ""), ("1", "did you mean '1'?"), (True, ""), (1.0, "")]
)
def test_an_unknown_standard_is_named(
    small_data: Data, refused: Refused, standard: object, hint: str
) -> None:
    """The standards there are get listed; what only looks like a number is none of them."""
    small_data["questions"].append(small_data["questions"][0] | {"code": "A02", "standard": standard})
    listed = ", ".join(map(str, range(1, 17)))
    problem = f"must be one of {listed}"
    assert refused(small_data) == (mistake("questions[2].standard", problem, standard, hint),)


def test_a_misspelt_key_is_unknown_and_the_right_one_missing(small_data: Data, refused: Refused) -> None:
    """Unknown keys are told in the set, in a question and in its guidance, with the near name."""
    small_data["titel"] = "x"
    question = small_data["questions"][0]
    question["wieght"] = question.pop("weight")
    question["guidance"]["excelent"] = question["guidance"].pop("excellent")
    small_data["left_out"][0]["because"] = "x"
    of_question = "areas, code, critical, evidence, guidance, standard, text, weight, wording"
    of_set = (
        "area, bank, digest, edition, framework, id, left_out, questions, region, retired, select,"
        " source, status, title"
    )
    at = "questions[0]"
    unknown = "is an unknown key; known: "
    assert refused(small_data) == (
        mistake(f"{at}.guidance.excellent", "is missing; a text is needed"),
        mistake(
            f"{at}.guidance.excelent",
            f"{unknown}excellent, good, poor, requires_improvement",
            hint="did you mean 'excellent'?",
        ),
        mistake(f"{at}.weight", "is missing; a whole number of 1 or more is needed"),
        mistake(f"{at}.wieght", unknown + of_question, hint="did you mean 'weight'?"),
        mistake("left_out[0].because", f"{unknown}standard, why"),
        mistake("titel", unknown + of_set, hint="did you mean 'title'?"),
    )


def test_guidance_says_something_on_every_rating(small_data: Data, refused: Refused) -> None:
    """Empty guidance is no guidance."""
    small_data["questions"][0]["guidance"] |= {"good": "", "poor": " \n"}
    assert refused(small_data) == (
        mistake("questions[0].guidance.good", "must not be empty", ""),
        mistake("questions[0].guidance.poor", "must not be empty", " \n"),
    )


def test_missing_guidance_is_one_mistake(small_data: Data, refused: Refused) -> None:
    """Where there is no guidance at all, the four ratings are not named one by one."""
    del small_data["questions"][0]["guidance"]
    assert refused(small_data) == (mistake("questions[0].guidance", "is missing; a table is needed"),)


def test_a_question_that_is_no_table_is_one_mistake(small_data: Data, refused: Refused) -> None:
    """Nothing is said of the keys of what has none."""
    small_data["questions"].append("A02")
    assert refused(small_data) == (mistake("questions[2]", "must be a table", "A02"),)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("a01", ""),
        ("A1", ""),
        ("A00001", ""),
        ("G01", ""),
        ("2.10", ""),
        ("A01\0", ""),
        (
            "\N{CYRILLIC CAPITAL LETTER A}01",
            "its 1st character is CYRILLIC CAPITAL LETTER A, not a plain letter or digit",
        ),
        (
            "A\N{CYRILLIC CAPITAL LETTER O}1",
            "its 2nd character is CYRILLIC CAPITAL LETTER O, not a plain letter or digit",
        ),
        (
            "A0\N{FULLWIDTH DIGIT ONE}",
            "its 3rd character is FULLWIDTH DIGIT ONE, not a plain letter or digit",
        ),
        ("A01\u200b", "its 4th character is ZERO WIDTH SPACE, not a plain letter or digit"),
    ],
)
def test_a_code_is_a_letter_and_digits(small_data: Data, refused: Refused, code: str, hint: str) -> None:
    """Small letters, other letters and look-alikes are refused; a look-alike is called by its name."""
    small_data["questions"].append(small_data["questions"][0] | {"code": code})
    found = refused(small_data)
    assert mistake("questions[2].code", CODE, code, hint) in found
    assert all(each.path == "questions[2].code" for each in found)


def test_a_character_without_a_name_is_called_by_its_number() -> None:
    """Private characters have no name; plain text needs no hint."""
    assert non_ascii_hint("A\ue000") == "its 2nd character is U+E000, not a plain letter or digit"
    assert non_ascii_hint("A01") == ""


@pytest.mark.parametrize("code", ["A01", "a01"])
def test_a_code_is_used_once(small_data: Data, refused: Refused, code: str) -> None:
    """A code that differs from an earlier one only by case is the same code."""
    small_data["questions"].append(small_data["questions"][0] | {"code": code})
    problem = "is the code of another question already (own.toml: questions[0].code)"
    again = mistake("questions[2].code", problem, code)
    found = refused(small_data)
    assert found == ((mistake("questions[2].code", CODE, "a01"), again) if code == "a01" else (again,))
    assert str(again).endswith(f"(own.toml: questions[0].code): '{code}'")


def test_missing_codes_are_not_taken_for_one_code(small_data: Data, refused: Refused) -> None:
    """Two questions without a code are two mistakes, not a third for being alike."""
    for question in small_data["questions"]:
        del question["code"]
    problem = "is missing; a text is needed"
    assert refused(small_data) == tuple(mistake(f"questions[{at}].code", problem) for at in (0, 1))


def test_every_standard_is_asked_about_or_left_out_for_a_reason(
    small_data: Data, refused: Refused
) -> None:
    """A standard that nobody asks about is named, and so is a reason that is not true."""
    small_data["left_out"][0] = {"standard": 1, "why": "not so"}
    small_data["left_out"][1] = {"standard": 5, "why": "said twice"}
    problem = "has no question for standard {} ({}), nor says why in left_out"
    assert refused(small_data) == (
        mistake("left_out", "names standard 5 twice"),
        mistake("left_out", "names standard 1, which the set asks about"),
        mistake("questions", problem.format(3, "Care and welfare of service users")),
        mistake("questions", problem.format(4, "Meeting nutritional needs")),
    )


def test_a_left_out_standard_needs_a_reason(small_data: Data, refused: Refused) -> None:
    """Without a reason, or for a standard that there is not, leaving out is a mistake."""
    small_data["left_out"][0]["why"] = ""
    small_data["left_out"].append({"standard": 99, "why": "unknown"})
    listed = ", ".join(map(str, range(1, 17)))
    assert refused(small_data) == (
        mistake("left_out[0].why", "must not be empty", ""),
        mistake("left_out[14].standard", f"must be one of {listed}", 99),
    )


def bank(small_data: Data, *codes: str) -> str:
    """Write a bank file of questions of standard 1."""
    row = small_data["questions"][0]
    return as_toml({"questions": [row | {"code": code} for code in codes]})


def test_questions_may_come_from_bank_files(small_data: Data, write: Write) -> None:
    """A bank stands beside the set's file; its questions join those of the set that suit its area."""
    elsewhere = small_data["questions"][0] | {"code": "A04", "areas": ["community"]}
    write("one.toml", bank(small_data, "A02", "A03"))
    write("two.toml", as_toml({"questions": [elsewhere]}))
    loaded = load_set(write("own.toml", as_toml(small_data | {"bank": ["one.toml", "two.toml"]})))
    assert [question.code for question in loaded] == ["A01", "A02", "A03", "B01"]
    del small_data["questions"]
    small_data["left_out"].append({"standard": 2, "why": "kept small"})
    loaded = load_set(write("own.toml", as_toml(small_data | {"bank": "one.toml"})))
    assert [question.code for question in loaded] == ["A02", "A03"]


def test_codes_are_used_once_across_bank_files(
    small_data: Data, write: Write, mistakes_of: MistakesOf
) -> None:
    """The second use is the mistake, and says in which file the first one is."""
    first = write("one.toml", bank(small_data, "A02"))
    second = write("two.toml", bank(small_data, "A03", "A02", "A01"))
    path = write("own.toml", as_toml(small_data | {"bank": ["one.toml", "two.toml"]}))
    problem = "is the code of another question already ({}: questions[0].code)"
    assert mistakes_of("another question already", load_set, path) == (
        Mistake(file=second, path="questions[1].code", problem=problem.format(first), value="A02"),
        Mistake(file=second, path="questions[2].code", problem=problem.format(path), value="A01"),
    )


def test_what_is_wrong_with_bank_files_is_told_for_all_of_them(
    small_data: Data, write: Write, mistakes_of: MistakesOf
) -> None:
    """A missing and a broken bank do not hide the mistakes of the set and of the other banks.

    Standards that lack questions for that reason alone are not told.
    """
    small_data["left_out"] = []
    small_data["region"] = 7
    missing = write("own.toml", "").replace("own.toml", "missing.toml")
    broken = write("broken.toml", "[[questions]]\ncode A05")
    odd = write("odd.toml", bank(small_data, "B1") + "\nnote = 'x'")
    text = as_toml(small_data | {"bank": ["missing.toml", "broken.toml", "odd.toml"]})
    path = write("own.toml", text)
    found = mistakes_of("missing.toml: cannot be read", load_set, path)
    assert [(each.file, each.path, each.line) for each in found] == [
        (missing, "", None),
        (broken, "", 2),
        (odd, "note", None),
        (odd, "questions[0].code", None),
        (path, "region", None),
    ]
    assert found[0].problem == "cannot be read: no such file or directory"
    assert found[1].problem.startswith("is not valid TOML: ")
    assert found[2].problem == "is an unknown key; known: questions, retired"
    assert (found[3].problem, found[3].value) == (CODE, "B1")


def test_a_bank_row_of_no_area_is_read_to_be_refused(
    small_data: Data, write: Write, mistakes_of: MistakesOf
) -> None:
    """A row that does not say its areas, or is no table, is not left out in silence."""
    row = small_data["questions"][0] | {"code": "A02", "areas": "community"}
    path = write("bank.toml", as_toml({"questions": [row, 7]}))
    found = mistakes_of(
        "bank", load_set, write("own.toml", as_toml(small_data | {"bank": ["bank.toml"]}))
    )
    assert found == (
        Mistake(file=path, path="questions[1]", problem="must be a table", value=7),
        Mistake(file=path, path="questions[0].areas", problem="must be a list", value="community"),
    )


def test_with_a_wrong_area_every_bank_row_is_checked(
    small_data: Data, write: Write, mistakes_of: MistakesOf
) -> None:
    """As long as the area is not known, no row can be said not to suit it."""
    row = small_data["questions"][0] | {"areas": ["community"], "weight": 0}
    bank_file = write("bank.toml", as_toml({"questions": [row | {"code": "A02"}]}))
    text = as_toml(small_data | {"area": "homes", "bank": ["bank.toml"]})
    path = write("own.toml", text)
    found = mistakes_of("area", load_set, path)
    assert [(each.file, each.path, each.value) for each in found] == [
        (path, "area", "homes"),
        (bank_file, "questions[0].weight", 0),
    ]


def test_a_broken_set_file_is_refused_with_its_line(
    write: Write, mistakes_of: MistakesOf, framework: Framework
) -> None:
    """Where the file itself is no TOML, that is the only mistake."""
    path = write("own.toml", 'id = "own"\nedition 1\n')
    (found,) = mistakes_of(r"own\.toml:2: is not valid TOML", load_set_file, path, framework)
    assert (found.file, found.line) == (path, 2)


def test_ten_thousand_questions_are_read(small_data: Data, framework: Framework) -> None:
    """A set of any size that codes allow is read, and finds each of its questions."""
    row = small_data["questions"][0]
    rows = [row | {"code": f"A{number:02}"} for number in range(1, 10_000)]
    question_set = read_set(small_data | {"questions": [*rows, small_data["questions"][1]]}, framework)
    assert len(question_set) == 10_000
    assert question_set["A9999"].code == "A9999"
    assert question_set.questions[-1].code == "B01"


def test_ten_thousand_mistakes_are_all_told(small_data: Data, refused: Refused) -> None:
    """Each wrong question of a large set is one mistake; the text of the error stays readable."""
    row = small_data["questions"][0] | {"weight": 0}
    small_data["questions"] += [row | {"code": f"A{number:04}"} for number in range(9_999)]
    found = refused(small_data)
    assert len(found) == 9_999
    assert {(each.problem, each.value) for each in found} == {("must be a positive integer", 0)}
    assert found[-1].path == "questions[10000].weight"
