"""Answer sheets: what was recorded, changed and on what evidence."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Evidence,
    EvidenceKind,
    EvidenceUse,
    ReportedRating,
    Scale,
    UnknownNameError,
    parse_reported,
)

FILE = EvidenceKind.CARE_FILE

# Older releases of attrs give the error no text.
FROZEN = "^(can't set attribute)?$"


def sheet(**entries: Answer) -> Answers:
    """Make a sheet of the set ``small``."""
    return Answers(set_id="small", edition="1", entries=entries)


def test_evidence_kinds_are_said_as_assessors_say_them() -> None:
    """People are spoken with; everything else is looked at."""
    assert EvidenceKind.RELATIVE.described == "conversation with a relative"
    assert EvidenceKind.STAFF.described == "conversation with staff"
    assert EvidenceKind.MANAGER.described == "conversation with the manager"
    assert EvidenceKind.POLICY.described == "policy"


def test_evidence_shows_its_note_where_there_is_one() -> None:
    """A reference without a note has no empty brackets."""
    assert str(Evidence(FILE, "CF2")) == "care file CF2"
    assert str(Evidence(FILE, "CF2", "most recent")) == "care file CF2 (most recent)"


@pytest.mark.parametrize(
    ("key", "rated", "answered", "label"),
    [
        ("good", True, True, "Good"),
        (NOT_ASSESSED, False, True, "Not assessed"),
        (None, False, False, "Not answered"),
    ],
)
def test_an_answer_tells_its_state(
    scale: Scale,
    key: ReportedRating | str,
    rated: bool,  # noqa: FBT001
    answered: bool,  # noqa: FBT001
    label: str,
) -> None:
    """An answer is rated, not assessed, or nothing yet."""
    answer = Answer(scale[key] if isinstance(key, str) else key)
    assert (answer.is_rated, answer.is_answered, answer.label) == (rated, answered, label)


def test_not_assessed_is_one_value() -> None:
    """*Not assessed* stays itself through copies and shows its name."""
    assert pickle.loads(pickle.dumps(NOT_ASSESSED)) is NOT_ASSESSED  # noqa: S301
    assert copy.deepcopy(NOT_ASSESSED) is NOT_ASSESSED
    assert repr(NOT_ASSESSED) == "NOT_ASSESSED"


def test_answers_are_immutable(scale: Scale) -> None:
    """Neither a sheet, its entries nor an answer can be changed in place."""
    answers = sheet(A01=Answer(scale["good"], evidence=[Evidence(FILE, "CF1")]))
    with pytest.raises(attrs.exceptions.FrozenInstanceError, match=FROZEN):
        answers.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError, match="does not support item assignment"):
        answers["A01"] = Answer()  # type: ignore[index]
    with pytest.raises(TypeError, match="does not support item assignment"):
        answers.entries["A01"] = Answer()  # type: ignore[index]
    assert answers["A01"].evidence == (Evidence(FILE, "CF1"),)


def test_a_sheet_is_a_mapping_of_what_was_recorded(scale: Scale) -> None:
    """A sheet reads like a mapping from code to answer, in the order recorded."""
    answers = sheet(B01=Answer(scale["good"]), A01=Answer(NOT_ASSESSED))
    assert list(answers) == ["B01", "A01"]
    assert len(answers) == 2
    assert "A01" in answers
    assert "C01" not in answers
    assert answers.get("C01") is None
    assert answers["B01"].label == "Good"


def test_a_missing_answer_names_the_nearest_code() -> None:
    """Asking for a code without an answer is a KeyError that reads well."""
    with pytest.raises(
        UnknownNameError, match=r"^unknown answer 'A02' \(did you mean 'A01'\?\); known: A01$"
    ) as caught:
        _ = sheet(A01=Answer())["A02"]
    assert isinstance(caught.value, KeyError)
    assert (caught.value.kind, caught.value.name, caught.value.known) == ("answer", "A02", ("A01",))


def test_sheets_equal_whatever_the_order_of_their_answers(scale: Scale) -> None:
    """Two sheets with the same answers are equal and hash alike."""
    one = sheet(A01=Answer(scale["good"]), B01=Answer())
    other = sheet(B01=Answer(), A01=Answer(scale["good"]))
    assert one == other
    assert hash(one) == hash(other)
    assert one != attrs.evolve(one, edition="2")
    assert one != sheet(A01=Answer(scale["good"]))


def test_a_sheet_pickles_and_copies(scale: Scale) -> None:
    """A pickled or copied sheet equals its original."""
    answers = sheet(A01=Answer(scale["good"], "why", (Evidence(FILE, "CF1"),)))
    assert pickle.loads(pickle.dumps(answers)) == answers  # noqa: S301
    assert copy.deepcopy(answers) == answers


def test_a_sheet_shows_its_name_and_how_much_is_rated(scale: Scale) -> None:
    """``repr`` names what was assessed, or else the set."""
    answers = sheet(A01=Answer(scale["good"]), A02=Answer(NOT_ASSESSED))
    assert repr(answers) == "<Answers 'small': 1 rated of 2 recorded>"
    assert "<Answers 'Example House'" in repr(attrs.evolve(answers, title="Example House"))


def test_changed_replaces_whole_answers_or_ratings_only(scale: Scale) -> None:
    """A bare rating keeps comment and evidence, an Answer replaces everything."""
    before = sheet(
        A01=Answer(scale["good"], "seen", (Evidence(FILE, "CF1"),)),
        A02=Answer(scale["good"], "seen"),
        A03=Answer(scale["good"], "seen"),
    )
    after = before.changed(
        {
            "A01": scale["poor"],
            "A02": Answer(NOT_ASSESSED),
            "A03": None,
            "A04": NOT_ASSESSED,
        }
    )
    assert after["A01"] == Answer(scale["poor"], "seen", (Evidence(FILE, "CF1"),))
    assert after["A02"] == Answer(NOT_ASSESSED)
    assert after["A03"] == Answer(None, "seen")
    assert after["A04"] == Answer(NOT_ASSESSED)
    assert before["A01"].rating == scale["good"]
    assert "A04" not in before


def test_evidence_uses_group_spellings_of_one_reference(scale: Scale) -> None:
    """Case, spaces and hyphens make no other piece of evidence; the kind does."""
    answers = sheet(
        A01=Answer(
            scale["good"], evidence=(Evidence(FILE, "CF-1"), Evidence(EvidenceKind.STAFF, "cf 1"))
        ),
        A02=Answer(scale["good"], evidence=(Evidence(FILE, "cf 1", "again"), Evidence(FILE, "CF-1"))),
    )
    assert answers.evidence_uses() == (
        EvidenceUse(FILE, "CF-1", ("A01", "A02")),
        EvidenceUse(EvidenceKind.STAFF, "cf 1", ("A01",)),
    )


def test_reused_evidence_spans_standards(scale: Scale) -> None:
    """D2: only evidence under two different standards is listed; unknown codes do not count."""
    one, two = Evidence(FILE, "CF1"), Evidence(FILE, "CF2")
    answers = sheet(
        A01=Answer(scale["good"], evidence=(one, two)),
        A02=Answer(scale["good"], evidence=(one,)),
        A03=Answer(scale["good"], evidence=(two,)),
        Z99=Answer(scale["good"], evidence=(one,)),
    )
    standard_of = {"A01": 1, "A02": 1, "A03": 2}
    assert answers.reused_evidence(standard_of) == (EvidenceUse(FILE, "CF2", ("A01", "A03")),)


def test_contradictory_evidence_supports_best_and_worst(scale: Scale) -> None:
    """D2: evidence under a Poor and an Excellent is listed; a Poor and a Good is no contradiction."""
    one, two, three = (Evidence(FILE, f"CF{n}") for n in (1, 2, 3))
    answers = sheet(
        A01=Answer(scale["excellent"], evidence=(one, three)),
        A02=Answer(scale["poor"], evidence=(one, two)),
        A03=Answer(scale["good"], evidence=(two,)),
        A04=Answer(NOT_ASSESSED, evidence=(three,)),
    )
    assert answers.contradictory_evidence() == (EvidenceUse(FILE, "CF1", ("A01", "A02")),)


@pytest.mark.parametrize(
    "text", ["not assessed", "Not-Assessed", "N/A", "n/a", "NA", "n.a.", "Not applicable", "NotAssessed"]
)
def test_not_assessed_in_words(scale: Scale, text: str) -> None:
    """S8: not assessed may be written as people write it."""
    assert parse_reported(text, scale) is NOT_ASSESSED


@pytest.mark.parametrize("text", ["", "   ", "-", "\t", "\N{EM DASH}"])
def test_blank_is_nothing_yet(scale: Scale, text: str) -> None:
    """A blank cell, or one with a dash, is a question without an answer."""
    assert parse_reported(text, scale) is None


@pytest.mark.parametrize(("text", "key"), [("RI", "requires-improvement"), (" good", "good")])
def test_ratings_in_words(scale: Scale, text: str, key: str) -> None:
    """Anything else is read as a rating."""
    assert parse_reported(text, scale) == scale[key]


def test_other_words_are_refused(scale: Scale) -> None:
    """A word that is no rating is an error, never *nothing yet*."""
    with pytest.raises(
        UnknownNameError, match=r"unknown rating 'god' \(did you mean 'Good'\?\)"
    ) as caught:
        parse_reported("god", scale)
    assert caught.value.name == "god"


def test_details_are_frozen_too() -> None:
    """Details given as a plain mapping are kept read-only, and count for equality."""
    details = {"visited": "2026-03-10"}
    answers = Answers(set_id="small", edition="1", details=details)
    details["visited"] = "never"
    assert answers.details == {"visited": "2026-03-10"}
    assert answers != Answers(set_id="small", edition="1")
