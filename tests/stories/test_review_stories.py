"""Targeted reviews (A13), blindness to ratings (A3), and what is recorded of a set."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from assessing import REACHED, play
from playing import (
    ANN,
    EVERYBODY,
    LEA,
    LOCALITIES,
    MIA,
    PAT,
    PUB,
    SUE,
    TOM,
    Stage,
    answers,
    asked,
    policy_of,
    rated,
    rater,
    small_set,
)

from pamms_core import NOT_ASSESSED, Answer, Outcome, Rater
from pamms_core.policies.words import Occasion
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.indicative import (
    RatingsHidden,
    indicative_ratings,
    outcome_of,
    ratings_before_amendments,
    told_the_ratings,
)
from pamms_core.processes.portfolio import Portfolio, held, may_assess, next_due
from pamms_core.processes.recorded import NOTHING, AskedQuestion, RecordedAnswer, RecordedSheet, recorded
from pamms_core.processes.targeted_review import (
    OpenTargetedReview,
    RecommendAssessment,
    targeted_review_machine,
)

DRAFT = REACHED.index("draft-issued")


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a13_a_targeted_review_covers_the_concern_only(locality: str) -> None:
    """It is not announced, is about the standards of concern only, and ends like an assessment."""
    policy = policy_of(locality)
    stage = Stage(targeted_review_machine(policy))
    command = OpenTargetedReview(
        service="Cedar View",
        asked=asked(),
        standards=[2],
        cause="A fall was not recorded.",
        assessor="ann",
        planned_on=stage.today,
    )
    stage.do(command, LEA)
    assert stage.sent == ()
    stage.do(give.RecordVisit(on=stage.today), ANN).do(give.GiveFeedback("Seen."), ANN)
    assert stage.refuse(give.RecordAnswers(answers()), ANN) == ("outside-scope",)
    stage.do(give.RecordAnswers(answers("-P--")), ANN)
    if policy.agreement.ratings_agreed_with:
        stage.do(give.AgreeRatings(), MIA)
    stage.do(give.CompleteAnswers(), ANN).do(RecommendAssessment("Poor records."), ANN)
    stage.do(give.IssueDraft(), ANN).do(give.ConfirmReceipt(policy.comments.counted_from), PAT)
    stage.do(give.AcceptReport(), PAT).do(give.PublishReport(without_meeting="Small."), TOM)
    portfolio = Portfolio([held(stage.case, rater())])
    assert may_assess(policy, portfolio, stage.today)
    assert next_due(policy, portfolio, stage.today).source == "A13 (W)"


def test_a13_a_targeted_review_says_what_it_is_about() -> None:
    """Without standards of the set, a cause or an assessor it cannot be opened."""
    stage = Stage(targeted_review_machine(policy_of("wirral")))
    empty: dict[str, Any] = {"service": "Cedar View", "asked": asked(), "planned_on": stage.today}
    command = OpenTargetedReview(standards=[], cause="", assessor="", **empty)
    assert stage.refuse(command, TOM) == ("text-missing", "text-missing", "standards-missing")
    command = OpenTargetedReview(standards=[9], cause="So.", assessor="ann", **empty)
    assert stage.refuse(command, TOM) == ("unknown-standards",)


@pytest.mark.parametrize("locality", LOCALITIES)
@pytest.mark.parametrize("point", REACHED)
def test_a3_who_is_told_the_ratings(locality: str, point: str) -> None:
    """Before the draft is out nobody, or those at work where ratings are discussed; then its readers."""
    stage, policy = play(locality, point), policy_of(locality)
    told = {
        person.id
        for person in EVERYBODY
        if isinstance(indicative_ratings(policy, stage.case, person, rater()), Outcome)
    }
    if REACHED.index(point) >= DRAFT:
        assert told == {"pat", "mia", "ann", "ben", "tom", "lea"}
    elif point in ("feedback-given", "answers-complete") and not policy.draft.blind:
        assert told == {"pat", "mia", "ann", "ben", "tom"}
    else:
        assert told == set()


def test_a3_blind__norfolk() -> None:
    """The assessor is told why there is no rating; no entry, fact or message holds one either."""
    stage, policy = play("norfolk", "answers-complete"), policy_of("norfolk")
    found = indicative_ratings(policy, stage.case, ANN, rater())
    assert isinstance(found, RatingsHidden)
    assert not found
    assert "the draft goes to the provider first" in found.say()
    other = play("norfolk", "answers-complete", "PPPP")
    assert indicative_ratings(policy, other.case, ANN, rater()) == found
    assert [each.fields for each in other.sent] == [each.fields for each in stage.sent]
    stage.do(give.IssueDraft(), ANN)
    outcome = indicative_ratings(policy, stage.case, ANN, rater())
    assert isinstance(outcome, Outcome)
    assert str(outcome.overall.rating) == "Good"


def test_a3_a_reviewer_is_told_while_the_dispute_is_open() -> None:
    """The senior officer sees ratings in a dispute and not before."""
    stage, policy = play("norfolk", "comments-considered"), policy_of("norfolk")
    assert not indicative_ratings(policy, stage.case, SUE, rater())
    stage.do(give.RequestDispute("Unfair."), PAT)
    assert isinstance(indicative_ratings(policy, stage.case, SUE, rater()), Outcome)
    assert "region" not in told_the_ratings(policy, "in-dispute")


def test_an_outcome_is_of_the_sealed_set() -> None:
    """A rater of another edition, or of another text of the same edition, gives no outcome."""
    stage, policy = play("wirral", "draft-issued"), policy_of("wirral")
    for other in (small_set("2"), small_set().with_weights({"A01": 3})):
        found = indicative_ratings(policy, stage.case, PAT, Rater(other))
        assert isinstance(found, RatingsHidden)
        assert [each.code for each in found.reasons] == ["wrong-question-set"]
        with pytest.raises(ValueError, match="The rater is for small"):
            outcome_of(stage.facts, Rater(other))
    both = indicative_ratings(policy, stage.case, PUB, Rater(small_set("2")))
    assert isinstance(both, RatingsHidden)
    assert [each.code for each in both.reasons] == ["ratings-hidden", "wrong-question-set"]


def test_a7_ratings_follow_from_amended_answers() -> None:
    """Before and after amendments there is a rating each; nobody sets one."""
    stage = play("norfolk", "comments-closed", "GGPP")
    better = {"C01": rated("E"), "F01": rated("E")}
    stage.do(give.ConsiderComment(comment=1, response="Seen.", changes=better), ANN)
    before, after = ratings_before_amendments(stage.facts, rater()), outcome_of(stage.facts, rater())
    assert (str(before.overall.rating), str(after.overall.rating)) == ("Poor", "Excellent")


def test_a_sheet_is_recorded_and_read_back() -> None:
    """Ratings, not assessed and nothing yet come back as they were."""
    from pamms_core import Answers

    scale = small_set().framework.scale
    entries = {"A01": Answer(scale["good"], "So."), "B01": Answer(NOT_ASSESSED), "C01": Answer()}
    sheet = Answers(set_id="small", edition="1", entries=entries, flags={"breach": True})
    kept = recorded(sheet)
    assert recorded(kept) is kept
    assert kept.answers(small_set()) == sheet
    assert (kept.get("F01"), kept.get("B01").rating) == (NOTHING, "not-assessed")
    assert asked().unanswered(kept) == ("C01", "F01")
    assert asked().unanswered(kept, (6,)) == ("C01",)


def test_a_sheet_that_does_not_fit_is_named() -> None:
    """Unknown codes and ratings, and numbers for questions that are rated, are all named."""
    sheet = RecordedSheet(
        set_id="small",
        edition="1",
        entries={"Z99": rated("G"), "A01": RecordedAnswer("great")},
        numbers={"B01": 2, "Y01": 1},
    )
    assert asked().misfits(sheet) == ("Z99", "A01: great", "B01: 2", "Y01: 1")


def test_several_texts_are_no_single_text() -> None:
    """A text where several belong would become letters; it is refused at once."""
    with pytest.raises(TypeError, match=r"must be several texts, not the text 'A01'; write \['A01'\]"):
        give.CommentOnDraft(text="So.", questions="A01")
    assert give.ConfirmReceipt(Occasion.DRAFT_RECEIVED).occasion == "draft-received"


def test_a_question_that_asks_for_a_number_takes_one() -> None:
    """A number up to the most is an answer, a larger one or a rating is not."""
    counted = AskedQuestion(code="A02", section=1, standard=1, most=5)
    numbers = attrs.evolve(asked(), questions=(*asked().questions, counted))
    for number, wrong in ((0, ()), (5, ()), (6, ("A02: 6",)), (-1, ("A02: -1",))):
        sheet = attrs.evolve(answers(), numbers={"A02": number})
        assert numbers.misfits(sheet) == wrong
    assert numbers.misfits(answers().with_answers({"A02": rated("G")})) == ("A02: good",)
    assert numbers.unanswered(answers()) == ("A02",)
    assert numbers.unanswered(attrs.evolve(answers(), numbers={"A02": 0})) == ()
