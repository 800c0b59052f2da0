"""Carrying a sheet to another edition: what is valid is kept, the rest is listed with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Evidence,
    EvidenceKind,
    QuestionSet,
    Scale,
    carry,
    load_framework,
)
from pamms_core.standards.carrying import CarryError, Why

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def sheet(small_set: QuestionSet, scale: Scale) -> Answers:
    """Answer A01 Good with a comment and evidence; B01 not assessed."""
    seen = [Evidence(EvidenceKind.RECORD, "REC1")]
    return Answers(
        set_id=small_set.id,
        edition=small_set.edition,
        title="Example House",
        details={"visited": "2026-03-10"},
        entries={"A01": Answer(scale["good"], "Seen.", seen), "B01": Answer(NOT_ASSESSED)},
    )


@pytest.fixture
def next_edition(small_set: QuestionSet) -> Callable[..., QuestionSet]:
    """Return what makes a next edition in which A01 is changed."""

    def build(**change: object) -> QuestionSet:
        first, *rest = small_set
        changed = attrs.evolve(first, **change)  # type: ignore[arg-type]
        return attrs.evolve(small_set, edition="2027.1", questions=(changed, *rest))

    return build


def test_unchanged_answers_are_kept(
    sheet: Answers, small_set: QuestionSet, next_edition: Callable[..., QuestionSet]
) -> None:
    """The whole sheet goes over, under the new edition's name."""
    new = next_edition()
    carried = carry(sheet, small_set, new)
    assert carried.answers == attrs.evolve(sheet, edition="2027.1")
    assert (carried.kept, carried.left, carried.noted) == (("A01", "B01"), (), ())
    assert str(carried) == "2 answers kept, 0 to look at."
    assert repr(carried) == "<Carried from 2026.1 to 2027.1: 2 answers kept, 0 left behind>"


def test_other_weights_and_standards_do_not_unsettle_an_answer(
    sheet: Answers, small_set: QuestionSet, next_edition: Callable[..., QuestionSet]
) -> None:
    """They change what an answer does, not what was found; they are noted."""
    new = next_edition(weight=3, critical=True, evidence=(EvidenceKind.PERSON,))
    carried = carry(sheet, small_set, new)
    assert carried.kept == ("A01", "B01")
    assert [each.code for each in carried.noted] == ["A01"]
    assert carried.answers["A01"] == sheet["A01"]
    assert "Kept, but changed: A01: evidence now person; weight from 1 to 3; critical now." in str(
        carried
    )


def test_other_guidance_on_the_rating_needs_looking_at(
    sheet: Answers, small_set: QuestionSet, next_edition: Callable[..., QuestionSet]
) -> None:
    """What was found stands, with its evidence; which rating that is must be settled again."""
    guidance = {**small_set["A01"].guidance, "good": "Otherwise."}
    carried = carry(sheet, small_set, next_edition(guidance=guidance))
    (left,) = carried.left
    assert (left.code, left.answer, left.why) == ("A01", sheet["A01"], Why.GUIDANCE)
    assert carried.answers["A01"] == attrs.evolve(sheet["A01"], rating=None)
    assert str(left) == "A01 (Good): what this rating looks like is worded otherwise"


def test_other_guidance_on_other_ratings_is_noted(
    sheet: Answers, small_set: QuestionSet, next_edition: Callable[..., QuestionSet]
) -> None:
    """The rating still looks as it did."""
    guidance = {**small_set["A01"].guidance, "poor": "Otherwise."}
    carried = carry(sheet, small_set, next_edition(guidance=guidance))
    assert carried.kept == ("A01", "B01")
    assert carried.noted[0].guidance == ("poor",)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Is the kitchen always clean?", "Is the kitchen clean?", Why.REWORDED),
        ("Is the kitchen always clean?", "Do staff files hold references?", Why.REPLACED),
    ],
)
def test_other_questions_take_nothing_over(
    sheet: Answers,
    small_set: QuestionSet,
    next_edition: Callable[..., QuestionSet],
    before: str,
    after: str,
    why: Why,
) -> None:
    """A comment on other words would say the wrong thing."""
    old = attrs.evolve(next_edition(text=before), edition="2026.1")
    carried = carry(sheet, old, next_edition(text=after))
    assert [(each.code, each.why) for each in carried.left] == [("A01", why)]
    assert list(carried.answers) == ["B01"]
    assert small_set.edition == old.edition


def test_dropped_and_unknown_questions_are_listed(sheet: Answers, small_set: QuestionSet) -> None:
    """Nothing of the sheet disappears without a word."""
    new = attrs.evolve(small_set, edition="2", questions=(small_set["B01"],))
    strayed = sheet.changed({"Z9": NOT_ASSESSED})
    carried = carry(strayed, small_set, new)
    assert [(each.code, each.why) for each in carried.left] == [
        ("A01", Why.DROPPED),
        ("Z9", Why.UNKNOWN),
    ]
    assert {*carried.kept, *(each.code for each in carried.left)} == set(strayed)


def test_an_answer_goes_with_its_question(sheet: Answers, small_set: QuestionSet) -> None:
    """Asked word for word under another code, the question takes its answer with it."""
    moved = attrs.evolve(small_set["A01"], code="C01")
    new = attrs.evolve(small_set, edition="2", questions=(small_set["B01"], moved))
    carried = carry(sheet, small_set, new)
    assert carried.answers["C01"] == sheet["A01"]
    assert carried.kept == ("A01", "B01")
    assert [str(each) for each in carried.noted] == ["C01: was A01"]


def test_ratings_get_the_new_edition_s_labels(sheet: Answers, small_set: QuestionSet) -> None:
    """The same place on the scale may be called otherwise."""
    new = attrs.evolve(small_set.titled("south-west"), edition="2")
    assert carry(sheet, small_set, new).answers["A01"].label == "Compliant"


def test_what_does_not_go_together_is_refused_with_every_reason(
    sheet: Answers, small_set: QuestionSet
) -> None:
    """A sheet of another edition, or one on another scale, is carried nowhere."""
    framework = load_framework()
    other = attrs.evolve(framework, scale=attrs.evolve(framework.scale, id="other"))
    new = attrs.evolve(small_set, edition="2", framework=other)
    stray = attrs.evolve(sheet, edition="2025.1")
    with pytest.raises(CarryError, match=r"small 2025\.1, not for small 2026\.1; the ratings") as error:
        carry(stray, small_set, new)
    assert error.value.reasons == (
        "the answers are for small 2025.1, not for small 2026.1",
        "the ratings are on scale 'pamms', those of the new edition on 'other'",
    )
