"""Editions: what differs is told question by question, and codes are never used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import (
    Area,
    EvidenceKind,
    Question,
    QuestionSet,
    compare_editions,
    load_framework,
    reused_codes,
)
from pamms_core.standards.question_set import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable


def edition(question_set: QuestionSet, name: str, **changes: dict[str, Any]) -> QuestionSet:
    """Return another edition in which some questions are changed, by code."""
    unknown = changes.keys() - question_set.by_code.keys()
    assert not unknown
    questions = (attrs.evolve(each, **changes.get(each.code, {})) for each in question_set)
    return attrs.evolve(question_set, edition=name, questions=tuple(questions))


def having(question_set: QuestionSet, questions: Iterable[Question]) -> QuestionSet:
    """Return the set with exactly these questions."""
    return attrs.evolve(question_set, questions=tuple(questions))


def test_equal_editions_do_not_differ(small_set: QuestionSet) -> None:
    """Nothing is told where nothing changed but the edition's name."""
    found = compare_editions(small_set, edition(small_set, "2027.1"))
    assert not found.changes
    assert not found.particulars
    assert not found.reused
    assert str(found) == "small 2026.1 to 2027.1: no question differs."
    assert repr(found) == "<EditionComparison small 2026.1 to 2027.1: the same>"


def test_text_guidance_and_evidence_are_told_apart(small_set: QuestionSet) -> None:
    """Each of the three kinds of rewording stands for itself."""
    guidance = {**small_set["A01"].guidance, "good": "What A01 looks like now."}
    new = edition(
        small_set,
        "2027.1",
        A01={"guidance": guidance},
        B01={"text": "Is B01 still so?", "evidence": (EvidenceKind.PERSON,)},
    )
    first, second = compare_editions(small_set, new).changes
    assert (first.code, first.guidance, first.reworded, first.evidence) == (
        "A01",
        ("good",),
        False,
        False,
    )
    assert (second.guidance, second.reworded, second.evidence) == ((), True, True)
    assert str(first) == "A01: guidance on good"
    assert str(second) == (
        "B01: reworded: 'Is B01 still so?' instead of 'Is B01 so?'; evidence now person"
    )


def test_weights_marks_and_standards_are_told(small_set: QuestionSet) -> None:
    """A question may be reweighted, and may move to another standard or become critical."""
    new = edition(
        small_set,
        "2027.1",
        A01={"weight": 3, "critical": True},
        B01={"standard": 7, "bears_on": 4},
    )
    found = compare_editions(small_set, new)
    assert [str(each) for each in found.changes] == [
        "A01: weight from 1 to 3; critical now",
        "B01: from standard 2 to 7; bears on standard 4, not none",
    ]
    assert [each.code for each in found.reweighted] == ["A01"]
    assert [each.code for each in found.moved] == ["A01", "B01"]
    back = compare_editions(new, small_set)
    assert back.changes[0].moved == ("critical no longer",)
    assert repr(found) == "<EditionComparison small 2026.1 to 2027.1: 1 reweighted, 2 moved>"


def test_what_was_added_and_dropped_is_told(small_set: QuestionSet) -> None:
    """A question that is asked only before or only after stands nowhere in the other."""
    other = attrs.evolve(small_set["B01"], code="B02", text="Is the kitchen clean?")
    found = compare_editions(small_set, having(small_set, [small_set["A01"], other]))
    assert [each.code for each in found.added] == ["B02"]
    assert [each.code for each in found.dropped] == ["B01"]
    assert [str(each) for each in found.changes] == [
        "B02: added: 'Is the kitchen clean?'",
        "B01: dropped: 'Is B01 so?'",
    ]
    for each in found.changes:
        assert not (each.reworded)
        assert not (each.replaced)
        assert not (each.guidance)
        assert not (each.moved)
        assert not (each.reweighted)


def test_a_question_may_move_to_another_section(small_set: QuestionSet) -> None:
    """Asked word for word under a new code, it has moved, and is neither added nor dropped."""
    moved = attrs.evolve(small_set["B01"], code="C01")
    found = compare_editions(small_set, having(small_set, [small_set["A01"], moved]))
    assert found.added == found.dropped == ()
    assert [str(each) for each in found.moved] == ["C01: was B01"]


def test_two_questions_that_asked_the_same_are_both_accounted_for(small_set: QuestionSet) -> None:
    """If two of the same words are dropped, one moved and the other is still dropped."""
    twin = attrs.evolve(small_set["B01"], code="B02")
    old = having(small_set, [*small_set, twin])
    moved = attrs.evolve(small_set["B01"], code="C01")
    found = compare_editions(old, having(small_set, [small_set["A01"], moved]))
    assert [str(each) for each in found.changes] == ["C01: was B02", "B01: dropped: 'Is B01 so?'"]


def test_how_the_sets_differ_is_told_too(small_set: QuestionSet) -> None:
    """Title, region, area, status, framework and what is left out."""
    new = attrs.evolve(
        small_set,
        id="other",
        title="Other",
        area=Area.COMMUNITY,
        framework=load_framework("pamms-south-west"),
        left_out=(*small_set.left_out[1:], LeftOut(standard=1, why="x")),
    )
    found = compare_editions(small_set, new)
    assert found.particulars == (
        "title from 'A small set' to 'Other'",
        "area from 'accommodation' to 'community'",
        "framework from pamms to pamms-south-west",
        "standard 1 is left out now",
        "standard 3 is left out no longer",
    )
    assert repr(found) == "<EditionComparison small 2026.1 to other 2026.1: 0 questions changed>"
    assert found.sentences[0] == "small 2026.1 to other 2026.1: no question differs."


def test_another_question_under_the_same_code_is_a_mistake(small_set: QuestionSet) -> None:
    """A code whose question has hardly a word left of what it was names another question."""
    asked = edition(small_set, "2026.1", B01={"text": "Is every kitchen clean after each meal?"})
    close = edition(asked, "2027.1", B01={"text": "Is every kitchen clean after meals?"})
    other = edition(asked, "2027.1", B01={"text": "Do staff files hold two references?"})
    assert compare_editions(asked, close).reused == ()
    assert not compare_editions(asked, close).changes[0].replaced
    found = compare_editions(asked, other)
    assert found.changes[0].replaced
    assert [str(each) for each in found.reused] == [
        "B01 is used again in edition 2027.1; it was used in 2026.1"
    ]
    assert "another question has this code now" in str(found)


def test_a_dropped_code_may_come_back_only_as_what_it_was(small_set: QuestionSet) -> None:
    """Over many editions each code is compared with the last question that it named."""
    without = attrs.evolve(having(small_set, [small_set["A01"]]), edition="2")
    same = attrs.evolve(small_set, edition="3")
    other = edition(small_set, "3", B01={"text": "Do staff files hold two references?"})
    assert reused_codes([small_set, without, same]) == ()
    (found,) = reused_codes([small_set, without, other])
    assert (found.code, found.first, found.later) == ("B01", "2026.1", "3")
    retiring = attrs.evolve(without, retired=("B01",))
    (found,) = reused_codes([small_set, retiring, same])
    assert (found.code, found.first, found.later) == ("B01", "2", "3")


def test_the_notebook_shows_every_change(small_set: QuestionSet) -> None:
    """A row for each question, escaped, with what stood there before and after."""
    new = edition(
        small_set,
        "2027.1",
        A01={
            "text": "Is A01 <b>so</b> now?",
            "weight": 2,
            "evidence": (EvidenceKind.STAFF,),
            "guidance": {**small_set["A01"].guidance, "poor": "Worse."},
        },
    )
    extra = attrs.evolve(small_set["B01"], code="B02", text="Is the kitchen clean?")
    new = having(new, [new["A01"], extra])
    table = compare_editions(small_set, new)._repr_html_()
    assert table.count("<tr>") == 4
    assert "&lt;b&gt;so&lt;/b&gt;" in table
    assert "reworded; guidance on poor; evidence; weight" in table
    assert "poor: Worse. staff weight 2" in table
    assert "added" in table
    assert "dropped" in table
    only = edition(small_set, "2", A01={"evidence": (EvidenceKind.STAFF,)})
    assert "<td" in compare_editions(small_set, only)._repr_html_()
    heavier = compare_editions(small_set, small_set.with_weights({"A01": 2}))._repr_html_()
    assert "weight 2" in heavier
    replaced = edition(small_set, "2", A01={"text": "Do staff files hold two references?"})
    assert "another question" in compare_editions(small_set, replaced)._repr_html_()


@pytest.mark.parametrize("level", ["excellent", "good", "requires-improvement", "poor"])
def test_each_level_of_guidance_is_named(small_set: QuestionSet, level: str) -> None:
    """Only the ratings whose guidance differs are told."""
    guidance = {**small_set["A01"].guidance, level: "Otherwise."}
    (change,) = compare_editions(small_set, edition(small_set, "2", A01={"guidance": guidance})).changes
    assert change.guidance == (level,)
