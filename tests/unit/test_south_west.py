"""A framework whose standards are its sections: a tree one level shorter (S3, S7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import pytest

from pamms_core import (
    Framework,
    Mistake,
    QuestionSet,
    UnknownNameError,
    lint,
    load_answers,
    load_framework,
    load_set,
    rate,
    read_set,
)
from pamms_core.rating.method_file import load_method, shipped_methods
from pamms_core.standards.framework_file import load_framework_file

if TYPE_CHECKING:
    from collections.abc import Callable

    Data: TypeAlias = dict[str, Any]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Write: TypeAlias = Callable[[str, str | bytes], str]


@pytest.fixture(scope="module")
def regional() -> Framework:
    """Load the region's framework."""
    return load_framework("pamms-south-west")


@pytest.fixture
def short_data(small_data: Data) -> Data:
    """Return a set of the region: A01, A02 and B01, bearing on standards 1, 2 and 2."""
    first, second = small_data["questions"]
    rows = [first, first | {"code": "A02", "standard": 2, "text": "Is there more?"}, second]
    return small_data | {"framework": "pamms-south-west", "questions": rows}


def test_the_sections_are_the_standards(regional: Framework, framework: Framework) -> None:
    """S3: six standards with the sections' numbers and titles, no domains, the same scale."""
    assert [(each.number, each.title) for each in regional.standards] == [
        (each.number, each.title) for each in framework.sections
    ]
    assert regional.domains == ()
    assert regional.scale == framework.scale
    assert regional.scale.best > framework.scale.worst
    assert regional.common == regional.basis == framework
    assert framework.basis is framework


def test_its_labels_are_the_region_s_and_others_may_be_chosen(regional: Framework) -> None:
    """S7: its own labels are shown unless another locality's are asked for."""
    assert regional.scale.best.label == "Exceeds compliance"
    assert regional.titled("norfolk").scale.best.label == "Excellent"
    assert regional.titled("norfolk").titled("south-west").scale.best.label == "Exceeds compliance"
    assert regional.titled("lancashire").standards == regional.standards


def test_a_question_counts_towards_its_section_and_bears_on_a_standard(short_data: Data) -> None:
    """S3, S13: both numbers are kept, and the digest covers both."""
    question_set = read_set(short_data)
    assert [(each.code, each.standard, each.bears_on) for each in question_set] == [
        ("A01", 1, 1),
        ("A02", 1, 2),
        ("B01", 2, 2),
    ]
    assert [each.number for each in question_set.standards] == [1, 2]
    assert question_set.bearing_of == {"A01": 1, "A02": 2, "B01": 2}
    assert question_set.triangulation() == {1: ("A",), 2: ("A", "B")}
    other = attrs.evolve(question_set["A01"], bears_on=3)
    moved = attrs.evolve(question_set, questions=(other, *question_set.questions[1:]))
    assert moved.digest != question_set.digest


def test_the_standard_it_bears_on_need_not_be_known(short_data: Data) -> None:
    """A region's own set may say nothing of the sixteen standards, nor leave any out."""
    for row in short_data["questions"]:
        del row["standard"]
    question_set = read_set(short_data | {"left_out": []})
    assert question_set.bearing_of == {}
    assert question_set.triangulation() == {}
    found = {each.code for each in lint(question_set)}
    assert not found & {"one-section", "unasked-standard"}


def test_lint_triangulates_the_common_standards(short_data: Data) -> None:
    """S2: a standard is told that is asked in one section, and one that nothing bears on."""
    short_data["left_out"].pop()
    found = [
        (each.code, each.where, each.message)
        for each in lint(read_set(short_data))
        if each.code in {"one-section", "unasked-standard"}
    ]
    assert found == [
        ("one-section", "pamms standard 1", "is asked in section A only"),
        (
            "unasked-standard",
            "pamms standard 16",
            "no question bears on it, and left_out does not say why",
        ),
    ]


def test_what_is_left_out_is_a_common_standard(short_data: Data, mistakes_of: MistakesOf) -> None:
    """A standard that a question bears on cannot be left out too, and no other number is one."""
    short_data["left_out"] += [{"standard": 2, "why": "x"}, {"standard": 17, "why": "x"}]
    found = mistakes_of("left_out", read_set, short_data)
    assert [(each.path, each.value) for each in found] == [
        ("left_out[15].standard", 17),
        ("left_out", None),
    ]
    assert found[1].problem == "names standard 2, which the set asks about"


def test_a_misspelt_framework_is_told_with_the_near_one(
    short_data: Data, mistakes_of: MistakesOf
) -> None:
    """The rest of the file is read as one of the usual framework."""
    found = mistakes_of("framework", read_set, short_data | {"framework": "pamms-south-wes"})
    assert [(each.path, each.problem, each.hint) for each in found] == [
        (
            "framework",
            "must be one of pamms, pamms-south-west",
            "did you mean 'pamms-south-west'?",
        )
    ]


def test_an_unknown_framework_is_named() -> None:
    """Only shipped frameworks are loaded by their id."""
    with pytest.raises(UnknownNameError, match="did you mean 'pamms-south-west'") as error:
        load_framework("pamms-south")
    assert error.value.kind == "framework"
    assert error.value.known == ("pamms", "pamms-south-west")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('common = ""\nstandards = "sections"', "common"),
        ('common = "gone.toml"\nstandards = "sections"', ""),
        ('common = "small.toml"\nid = "x"\ntitle = "x"', "standards"),
        ('common = "small.toml"\nid = "x"\ntitle = "x"\nstandards = "domains"', "standards"),
        ('common = "small.toml"\nid = "x"\ntitle = "x"\nstandards = "sections"\nlabels = "y"', "labels"),
        ('common = "own.toml"\nstandards = "sections"', "standards"),
    ],
)
def test_mistakes_in_a_sharing_framework_are_told(
    text: str, path: str, write: Write, mistakes_of: MistakesOf
) -> None:
    """What it shares must be there, stand on its own and be shared as sections."""
    write(
        "small.toml",
        'id = "s"\ntitle = "S"\nsections = [{number = 1, letter = "A", title = "Care"}]\n'
        'standards = [{number = 1, title = "One"}]\n'
        'scale = {id = "two", levels = [{key = "a", label = "A"}, {key = "b", label = "B"}]}',
    )
    assert mistakes_of("toml: ", load_framework_file, write("own.toml", text))[0].path == path


def whole_set() -> tuple[QuestionSet, QuestionSet]:
    """Return the shipped accommodation set, and one of the same questions for the region."""
    known = load_set("east-of-england-accommodation")
    regional = load_framework("pamms-south-west")
    numbers = {section.letter: section.number for section in regional.sections}
    questions = tuple(
        attrs.evolve(each, standard=numbers[each.letter], bears_on=each.standard) for each in known
    )
    return known, attrs.evolve(known, framework=regional, questions=questions)


@pytest.mark.parametrize("name", shipped_methods())
def test_shipped_methods_rate_a_set_without_domains(name: str) -> None:
    """The standards stand below the overall; their ratings compare with those of other regions."""
    known, shorter = whole_set()
    answers = load_answers("poor-management", known)
    method = load_method(name)
    outcome = rate(shorter, answers, method)
    assert list(outcome) == [*(f"standard-{number}" for number in range(1, 7)), "overall"]
    assert outcome.domains == ()
    assert {each.label for each in outcome.questions} <= {
        *(each.label for each in shorter.framework.scale),
        "Not assessed",
    }
    assert outcome.overall.score == rate(known, answers, method).overall.score


def test_a_standard_at_the_bottom_holds_the_overall_down() -> None:
    """Limits on children hold for standards in the place of domains, and say so."""
    known, shorter = whole_set()
    outcome = rate(shorter, load_answers("poor-management", known))
    assert outcome["standard-6"].rating == shorter.framework.scale.worst
    assert "because 1 standard is rated Non-compliant" in str(outcome.explain())
