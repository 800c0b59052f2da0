"""The shipped question set, and what question sets tell about themselves."""

from __future__ import annotations

import attrs
import pytest

from pamms_core import QuestionSet, UnknownNameError, lint, load_set


@pytest.fixture(scope="module")
def shipped() -> QuestionSet:
    """The shipped accommodation set."""
    return load_set("east-of-england-accommodation")


def test_the_shipped_set_is_large_and_triangulated(shipped: QuestionSet) -> None:
    """S2: 130 questions or more, no standard in fewer than two sections, most in three or more."""
    sections = [len(letters) for letters in shipped.triangulation().values()]
    assert len(shipped) >= 130
    assert len(sections) == 16
    assert min(sections) >= 2
    assert sum(count >= 3 for count in sections) > 8


def test_the_shipped_set_has_nothing_odd(shipped: QuestionSet) -> None:
    """Lint finds nothing in it: no near-duplicates, no shared guidance, no gaps."""
    assert lint(shipped) == ()


def test_every_question_is_complete(shipped: QuestionSet) -> None:
    """Each question suits the area and has evidence and four different guidance texts."""
    for question in shipped:
        assert shipped.area in question.areas
        assert question.evidence
        assert tuple(question.guidance) == shipped.framework.scale.keys
        assert len(set(question.guidance.values())) == 4


def test_critical_questions_weigh_most(shipped: QuestionSet) -> None:
    """Ours: a question is critical exactly if it has the highest weight."""
    heaviest = max(question.weight for question in shipped)
    assert {each.code for each in shipped if each.critical} == {
        each.code for each in shipped if each.weight == heaviest
    }


def test_an_unknown_question_is_named(shipped: QuestionSet) -> None:
    """Asking for a question that is not there names the nearest one."""
    with pytest.raises(UnknownNameError, match=r"'a01' \(did you mean 'A01'\?\)") as error:
        _ = shipped["a01"]
    assert error.value.kind == "question"


def test_the_digest_changes_with_anything_the_set_says(shipped: QuestionSet) -> None:
    """S5: a change of one weight, text or mark gives another digest; equal sets have equal ones."""
    first = shipped.questions[0]
    for changed in (
        attrs.evolve(first, weight=first.weight + 1),
        attrs.evolve(first, text=f"{first.text} "),
        attrs.evolve(first, critical=not first.critical),
    ):
        other = attrs.evolve(shipped, questions=(changed, *shipped.questions[1:]))
        assert other.digest != shipped.digest
    assert load_set(shipped.id).digest == shipped.digest
