"""What reports say, whatever their format."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import Answer, Evidence, EvidenceKind, Level, Outcome, Scale, load_answers, rate
from pamms_core._frozen import FrozenMap
from pamms_core.rating.readings import Bands
from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Note, Notes, Parts, Ratings, RatingText, Report, Row
from pamms_core.reports.rows import rating_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method, QuestionSet

    MakeOutcome = Callable[..., Outcome]
    MakeSet = Callable[..., QuestionSet]


@pytest.fixture
def small(make_set: MakeSet) -> QuestionSet:
    """A set with two standards in one domain and a third in another, one question critical."""
    return make_set({"A01": (1, 1), "A02": (1, 1), "A03": (2, 2, True), "A04": (3, 1)})


def rows(report: Report) -> dict[str, Row]:
    """Return the lines of the ratings by code."""
    (body,) = (each.body for each in report.sections if isinstance(each.body, Ratings))
    return {row.code: row for row in body.rows}


def notes(report: Report, section: str) -> tuple[Note, ...]:
    """Return the notes of a section."""
    (body,) = (each.body for each in report.sections if each.id == section)
    assert isinstance(body, Notes)
    return body.notes


def notices(report: Report) -> dict[str, str]:
    """Return the notices by title."""
    return {note.title: " ".join(note.sentences) for note in report.notices}


def with_details(outcome: Outcome, **details: str) -> Outcome:
    """Rate the same answers with other details."""
    return outcome.rater.rate(attrs.evolve(outcome.answers, details=FrozenMap(details)))


def test_ratings_stand_overall_first_then_each_domain_with_its_standards(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """A standard stands below its domain."""
    listed = tuple(rows(compose_summary(make_outcome(small, "GGGG"))))
    assert listed == ("overall", "domain-1", "standard-1", "standard-2", "domain-2", "standard-3")


def test_a_row_shows_the_score_exactly_and_rounded(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """The fraction is exact; the decimal and the percentages are for reading."""
    row = rows(compose_summary(make_outcome(small, "GRG-")))["domain-1"]
    assert (row.name, row.exact, row.score) == (
        "Domain 1: Involvement and information",
        "15/4",
        "3.75",
    )
    assert (row.percentage, row.assessed) == ("75.0%", "100.0%")


@pytest.mark.parametrize(
    ("letters", "decided_by"),
    [
        ("EEEE", "Score 4.50 or more"),
        ("GGGG", "Score 3.50 to below 4.50"),
        ("RRRR", "Score 2.00 to below 3.50"),
        ("PPPP", "Score below 2.00"),
    ],
)
def test_a_row_names_the_score_band_that_decided(
    make_outcome: MakeOutcome, small: QuestionSet, letters: str, decided_by: str
) -> None:
    """A band begins at its least score and ends below the next better one's."""
    row = rows(compose_summary(make_outcome(small, letters)))["standard-1"]
    assert (row.decided_by, row.noted) == (decided_by, False)


def test_any_score_decides_where_a_method_has_no_bands(
    make_outcome: MakeOutcome, small: QuestionSet, method: Method
) -> None:
    """A method without bands gives the lowest rating whatever the score."""
    rules = {kind: attrs.evolve(rule, reading=Bands(())) for kind, rule in method.rules.items()}
    flat = attrs.evolve(method, rules=FrozenMap(rules))
    row = rows(compose_summary(make_outcome(small, "EEEE", flat)))["standard-1"]
    assert (row.decided_by, row.rating.label) == ("Any score", "Poor")


def test_a_limit_that_acted_is_named_in_its_row_and_explained_in_a_note(
    make_outcome: MakeOutcome, make_set: MakeSet
) -> None:
    """The note uses the explanation's own words; limits that made no difference are left out."""
    asked = make_set({"A01": (1, 9), "A02": (1, 1, True)})
    outcome = make_outcome(asked, "GP")
    report = compose_summary(outcome)
    row = rows(report)["standard-1"]
    assert row.noted
    assert row.decided_by == "Limit critical-poor; by its score alone Good"
    (note,) = (each for each in notes(report, "limits") if each.code == "standard-1")
    assert note.sentences == (outcome.explain("standard-1").sentences[-2],)
    assert note.sentences[0].startswith("Limit critical-poor: at most Requires Improvement, because 1")


def test_several_limits_that_acted_are_all_named(make_outcome: MakeOutcome, make_set: MakeSet) -> None:
    """Where two limits give the same rating, neither is left out."""
    asked = make_set({"A01": (1, 18), "A02": (1, 2, True), "A03": (2, 1)})
    report = compose_summary(make_outcome(asked, "EPG"))
    row = rows(report)["domain-1"]
    assert row.decided_by == (
        "Limits a-standard-requires-improvement and no-standard-excellent; by its score alone Excellent"
    )
    (note,) = (each for each in notes(report, "limits") if each.code == "domain-1")
    assert len(note.sentences) == 2


def test_a_part_without_a_rating_says_why(make_outcome: MakeOutcome, small: QuestionSet) -> None:
    """The row is short, the note is the explanation."""
    outcome = make_outcome(small, "NNGN")
    report = compose_summary(outcome)
    row = rows(report)["standard-1"]
    assert row.rating == RatingText(label="No rating")
    assert (row.score, row.exact, row.percentage) == ("", "", "")
    assert (row.assessed, row.decided_by, row.noted) == ("0.0%", "Nothing assessed", True)
    said = {note.code: note.sentences for note in notes(report, "unrated")}
    assert said["standard-1"] == outcome.explain("standard-1").sentences


def test_too_little_assessed_names_the_share_that_is_needed(
    make_outcome: MakeOutcome, make_set: MakeSet
) -> None:
    """A score may stand beside no rating."""
    asked = make_set({"A01": (1, 1), "A02": (1, 2)})
    row = rows(compose_summary(make_outcome(asked, "GN")))["standard-1"]
    assert (row.score, row.assessed) == ("4.00", "33.3%")
    assert row.decided_by == "Too little assessed: at least 50.0% is needed"


def test_a_complete_outcome_has_no_section_for_parts_without_a_rating(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """An empty section is left out, but limits and critical questions are always spoken of."""
    ids = [section.id for section in compose_summary(make_outcome(small, "GGGG")).sections]
    assert ids == ["ratings", "limits", "critical", "meanings"]


def test_the_full_report_adds_standards_and_remarks_on_evidence(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """The summary's sections come first."""
    ids = [section.id for section in compose_full(make_outcome(small, "GGGG")).sections]
    assert ids == ["ratings", "limits", "critical", "meanings", "standards", "contradictory", "reused"]


def test_critical_questions_without_a_rating_are_listed(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """Each with its standard, its state and its text."""
    (note,) = notes(compose_summary(make_outcome(small, "GGNG")), "critical")
    assert note == Note(title="A03, standard 2: not assessed", sentences=("Is A03 so?",))


def test_a_partial_rating_is_announced(make_outcome: MakeOutcome, small: QuestionSet) -> None:
    """How much is answered, and what is open."""
    report = compose_summary(make_outcome(small, "GGG-"))
    assert notices(report)["Partial rating"] == (
        "3 of 4 questions answered (75.0%)."
        " 1 question has no answer yet, so the ratings may still change."
    )
    assert "Partial rating" not in notices(compose_summary(make_outcome(small, "GGGG")))


def test_a_reference_set_or_method_is_said_to_be_not_official(
    make_outcome: MakeOutcome, small: QuestionSet, method: Method
) -> None:
    """S5, S12: only what is a reference is said to be one."""
    title = "Reference weights, not official"
    local = attrs.evolve(method, status="local")
    licensed_set = attrs.evolve(small, status="licensed")
    reference_set = attrs.evolve(small, status="reference")
    assert title not in notices(compose_summary(make_outcome(licensed_set, "GGGG", local)))
    by_method = notices(compose_summary(make_outcome(licensed_set, "GGGG", method)))[title]
    assert by_method.startswith("The points, score bands and limits are a reference method.")
    by_set = notices(compose_summary(make_outcome(reference_set, "GGGG", local)))[title]
    assert "reference set" in by_set
    assert "reference method" not in by_set


def test_set_and_method_are_named_with_edition_status_and_short_digest(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """S5: a rating says which set and method produced it."""
    outcome = make_outcome(small, "GGGG")
    facts = {fact.name: fact.value for fact in compose_summary(outcome).facts}
    digest = outcome.question_set.digest[: len("sha256:") + 12]
    assert facts["Question set"] == f"A small set; small, edition 1, status local, digest {digest}…"
    assert "pamms-reference, edition 2, status reference" in facts["Rating method"]
    assert facts["Answered"] == "4 of 4 questions"


def test_details_become_facts(make_outcome: MakeOutcome, small: QuestionSet) -> None:
    """A detail's name reads as a heading."""
    outcome = with_details(make_outcome(small, "GGGG"), visited_on="4 March 2026")
    assert compose_summary(outcome).facts[0].name == "Visited on"
    assert compose_summary(outcome).facts[0].value == "4 March 2026"


@pytest.mark.parametrize(
    ("name", "value", "announced"),
    [
        ("note", "Fictitious: no such service.", ("Fictitious", "No such service.")),
        ("note", "All of this is fictitious.", ("Note", "All of this is fictitious.")),
        ("fictitious", "yes", ("Fictitious", "yes")),
        ("note", "Fictitious:", ("Note", "Fictitious:")),
    ],
)
def test_that_an_assessment_is_fictitious_is_announced(
    make_outcome: MakeOutcome, small: QuestionSet, name: str, value: str, announced: tuple[str, str]
) -> None:
    """It stands before anything else, and is not repeated among the facts."""
    report = compose_summary(with_details(make_outcome(small, "GGGG"), **{name: value}))
    first = report.notices[0]
    assert (first.title, *first.sentences) == announced
    assert value not in [fact.value for fact in report.facts]


def test_an_assessment_without_a_title_is_called_untitled(
    make_outcome: MakeOutcome, small: QuestionSet
) -> None:
    """A heading is never empty."""
    outcome = make_outcome(small, "GGGG")
    blank = outcome.rater.rate(attrs.evolve(outcome.answers, title=" "))
    assert compose_full(blank).title == "Full report: Untitled assessment"


def test_every_question_stands_below_its_standard(make_outcome: MakeOutcome, small: QuestionSet) -> None:
    """With section, weight, answer, comment and evidence."""
    outcome = make_outcome(small, "GGGG")
    answer = Answer(None, "to be done", (Evidence(EvidenceKind.RECORD, "R1", "rota"),))
    changed = outcome.rater.rate(outcome.answers.changed({"A03": answer}))
    body = next(each.body for each in compose_full(changed).sections if each.id == "standards")
    assert isinstance(body, Parts)
    assert [len(part.entries) for part in body.parts] == [2, 1, 1]
    entry = body.parts[1].entries[0]
    assert entry.asked == "Section A, Assessment, care planning and reviews; weight 2"
    assert (entry.critical, entry.rating.label, entry.comment) == (True, "Not answered", "to be done")
    assert entry.evidence == ("record R1 (rota)",)
    assert body.parts[1].sentences == changed.explain("standard-2").sentences


def test_evidence_remarks_are_the_answers_own(full_set: QuestionSet) -> None:
    """D2: re-used and contradictory evidence, grouped by standard."""
    outcome = rate(full_set, load_answers("solid-good", full_set))
    report = compose_full(outcome)
    reused = outcome.answers.reused_evidence(full_set.standard_of)
    contradictory = outcome.answers.contradictory_evidence()
    assert len(notes(report, "reused")) == len(reused) > 0
    assert len(notes(report, "contradictory")) == len(contradictory) > 0
    said = " ".join(notes(report, "contradictory")[0].sentences)
    assert all(f"{code} {outcome.answers[code].label}" in said for code in contradictory[0].codes)


def test_a_scale_without_stars_shows_words_alone() -> None:
    """No stars are invented, and a scale of one rating has a tone too."""
    only = Scale(id="one", levels=(Level(key="met", label="Met"),))
    shown = rating_text(only["met"])
    assert (shown.picture, shown.words, shown.tone) == ("", "", 0)


def test_the_highest_points_are_shown_as_they_are(
    make_outcome: MakeOutcome, small: QuestionSet, method: Method
) -> None:
    """Whole points have no decimal places, others have two."""
    points = FrozenMap({**method.points, "excellent": Fraction(11, 2)})
    half = make_outcome(small, "GGGG", attrs.evolve(method, points=points))
    for outcome, shown in ((make_outcome(small, "GGGG"), " 5;"), (half, " 5.50;")):
        body = compose_summary(outcome).sections[0].body
        assert isinstance(body, Ratings)
        assert shown in body.caption
