"""What is legal but odd about a question set, each oddity on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import Area, Finding, lint, read_set

if TYPE_CHECKING:
    from pamms_core import Framework, Question, QuestionSet

THINGS = (
    "meals",
    "medicines",
    "consent",
    "fire drills",
    "training",
    "complaints",
    "records",
    "visits",
    "hoists",
    "laundry",
    "supervision",
    "privacy",
)


@pytest.fixture
def good_set(framework: Framework) -> QuestionSet:
    """Return a set of twelve questions that has nothing odd: standards 1 to 6, each in two sections."""
    letters = [section.letter for section in framework.sections]
    rows = [question(letters[at % 6], 1 + at // 6, 1 + (at + at // 6) % 6, at) for at in range(12)]
    data = {
        "id": "good",
        "edition": "1",
        "title": "A good set",
        "region": "Nowhere",
        "area": "accommodation",
        "questions": rows,
        "left_out": [{"standard": number, "why": "kept small"} for number in range(7, 17)],
    }
    return read_set(data, framework)


def question(letter: str, number: int, standard: int, thing: int) -> dict[str, Any]:
    """Write a question about a thing of its own."""
    ratings = ("excellent", "good", "requires_improvement", "poor")
    return {
        "code": f"{letter}{number:02}",
        "standard": standard,
        "text": f"How well does the service manage {THINGS[thing]}?",
        "evidence": ["record"],
        "weight": 2,
        "areas": ["accommodation"],
        "guidance": {key: f"How {THINGS[thing]} look at {key}." for key in ratings},
    }


def changed(question_set: QuestionSet, which: str, **change: Any) -> QuestionSet:
    """Return the set with one question changed."""
    questions = [attrs.evolve(each, **change) if each.code == which else each for each in question_set]
    return attrs.evolve(question_set, questions=tuple(questions))


def only(question_set: QuestionSet, *kept: Question) -> QuestionSet:
    """Return the set with some of its questions only."""
    return attrs.evolve(question_set, questions=kept)


def found_in(question_set: QuestionSet) -> list[tuple[str, str, str]]:
    """Return code, place and message of every finding."""
    return [(each.code, each.where, each.message) for each in lint(question_set)]


def test_a_good_set_has_nothing_odd(good_set: QuestionSet) -> None:
    """Nothing is listed where nothing is odd."""
    assert lint(good_set) == ()


def test_an_empty_section_is_odd(good_set: QuestionSet) -> None:
    """A section that nothing is asked in was probably forgotten."""
    kept = [each for each in good_set if each.letter != "C"]
    expected = Finding(code="empty-section", where="section C", message="no question is asked in it")
    assert expected in lint(only(good_set, *kept))


def test_a_standard_should_rest_on_several_sections_and_questions(good_set: QuestionSet) -> None:
    """One question, or one section, does not triangulate a standard (S2)."""
    kept = [each for each in good_set if each.code != "F02"]
    assert found_in(only(good_set, *kept)) == [
        ("one-question", "standard 1", "rests on one question only")
    ]
    moved = changed(changed(good_set, "B01", standard=1), "A01", standard=2)
    moved = changed(changed(moved, "A02", standard=2), "F02", standard=1)
    same = [each.standard for each in moved if each.letter == "A"]
    assert same == [2, 2]
    assert ("one-section", "standard 2", "is asked in section A only") in found_in(moved)


def test_no_question_should_decide_a_standard_alone(good_set: QuestionSet) -> None:
    """Half of the weight is allowed, more is odd."""
    assert found_in(changed(good_set, "A01", weight=3)) == [
        ("heavy-question", "standard 1", "A01 has more than half of its weight")
    ]


def test_numbers_may_have_gaps_but_no_twins(good_set: QuestionSet) -> None:
    """Codes are never used again, so gaps are to be expected; B02 and B002 would be confused."""
    assert lint(changed(good_set, "B02", code="B04")) == ()
    assert found_in(changed(good_set, "B02", code="B001")) == [
        ("same-number", "B001", "has the same number as B01")
    ]


def test_a_question_should_ask(good_set: QuestionSet) -> None:
    """A statement is odd, and so is a question of more than 45 words."""
    assert found_in(changed(good_set, "A01", text="Tell us about meals.")) == [
        ("no-question-mark", "A01", "does not end with a question mark")
    ]
    words = " ".join(f"word{number}" for number in range(46))
    assert found_in(changed(good_set, "A01", text=f"{words}?")) == [
        ("long-question", "A01", "has 46 words; 45 is plenty")
    ]
    assert lint(changed(good_set, "A01", text=f"{words[7:]}?")) == ()


def test_a_question_should_suit_its_set(good_set: QuestionSet) -> None:
    """A question for another market area is odd in this set."""
    assert found_in(changed(good_set, "A01", areas=(Area.COMMUNITY,))) == [
        ("other-area", "A01", "is not said to suit accommodation")
    ]


def test_a_critical_question_should_not_weigh_least(good_set: QuestionSet) -> None:
    """Where weights differ, the least is odd for what may mean harm; where they do not, it is not."""
    assert lint(changed(good_set, "A01", critical=True)) == ()
    light = changed(changed(good_set, "A01", critical=True, weight=1), "F02", weight=1)
    assert found_in(light) == [("light-critical", "A01", "is critical but has the lowest weight, 1")]
    assert lint(changed(changed(light, "A01", weight=2), "F02", weight=2)) == ()


def test_guidance_should_say_enough_and_be_its_own(good_set: QuestionSet) -> None:
    """Fewer than five words are thin; a text that serves twice tells no ratings apart."""
    guidance = good_set["A01"].guidance
    thin = {**guidance, "poor": "Meals are bad."}
    assert found_in(changed(good_set, "A01", guidance=thin)) == [
        ("thin-guidance", "A01", "says too little on poor: 'Meals are bad.'")
    ]
    assert (
        lint(changed(good_set, "A01", guidance={**guidance, "poor": "Meals are bad every day."})) == ()
    )
    shared = {**guidance, "poor": good_set["B01"].guidance["good"]}
    assert found_in(changed(good_set, "A01", guidance=shared)) == [
        ("shared-guidance", "A01", "shares its text on poor (2 uses)"),
        ("shared-guidance", "B01", "shares its text on good (2 uses)"),
    ]


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("How does the SERVICE well manage its meals?", True),
        ("How well does the service manage hot meals?", True),
        ("How well does the service manage hot soft meals?", False),
        ("How well does the service cook meals?", False),
    ],
)
def test_two_questions_should_not_ask_nearly_the_same(
    good_set: QuestionSet, text: str, *, alike: bool
) -> None:
    """Questions that share more than seven tenths of their words are told, the later by the earlier."""
    expected = [("near-duplicate", "F02", "asks nearly the same as A01")] if alike else []
    assert good_set["A01"].text == "How well does the service manage meals?"
    assert found_in(changed(good_set, "F02", text=text)) == expected


def test_of_many_alike_each_is_told_once(good_set: QuestionSet) -> None:
    """The third of three alike names one earlier question, not both."""
    text = good_set["A01"].text
    alike = changed(changed(good_set, "B02", text=text), "F02", text=text)
    assert found_in(alike) == [
        ("near-duplicate", "B02", "asks nearly the same as A01"),
        ("near-duplicate", "F02", "asks nearly the same as A01"),
    ]


def test_questions_without_a_telling_word_are_not_compared(good_set: QuestionSet) -> None:
    """Texts of nothing but common words have nothing in common."""
    assert lint(changed(changed(good_set, "A01", text="Is it so?"), "F02", text="Are they?")) == ()


def test_ten_thousand_questions_are_compared_in_time(good_set: QuestionSet) -> None:
    """Only questions that share a rare word are compared, so a large set takes a moment."""
    first = good_set.questions[0]
    many = [
        attrs.evolve(first, code=f"A{number:02}", text=f"How well is matter m{number} managed?")
        for number in range(1, 10_000)
    ]
    again = attrs.evolve(first, code="B01", text="How well is matter M77 managed?")
    found = [each for each in found_in(only(good_set, *many, again)) if each[0] == "near-duplicate"]
    assert found == [("near-duplicate", "B01", "asks nearly the same as A77")]
