"""Comments, silence, agreement and publication as each locality has them: A5 to A9."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from assessing import play
from playing import ANN, HAL, LEA, LOCALITIES, MAX, MIA, PAT, SUE, TOM, answers, rated

from pamms_core.policies.words import Occasion
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.assessment_facts import DisputeEnding, Material
from pamms_core.workflow.deciding import Refused, decide

SILENT = [each for each in LOCALITIES if each != "wirral"]


@pytest.mark.parametrize(
    ("locality", "last_day"),
    [
        ("norfolk", date(2026, 9, 15)),
        ("wirral", date(2026, 9, 15)),
        ("lancashire", date(2026, 9, 15)),
        ("south-west", date(2026, 9, 15)),
        ("essex", date(2026, 9, 15)),
    ],
)
def test_a5_time_to_comment(locality: str, last_day: date) -> None:
    """14 days, or in Essex 10 working days, from the day on which the provider has the draft."""
    stage = play(locality, "comments-open")
    assert stage.today == date(2026, 9, 1)
    assert stage.due("comments") == last_day


def test_a5_working_days_skip_a_holiday__essex() -> None:
    """Ten working days over Christmas take longer than fourteen days."""
    stage = play("essex", "draft-issued")
    stage.at = stage.at.replace(month=12, day=18)
    stage.do(give.ConfirmReceipt(Occasion.DRAFT_ACCESSED), PAT)
    assert stage.due("comments") == date(2027, 1, 6)  # 28 December stands in for Boxing Day


def test_a5_counted_from_access__essex() -> None:
    """In Essex time begins when the provider gets access, elsewhere with receipt."""
    stage = play("essex", "draft-issued").wait(3)
    assert stage.refuse(give.ConfirmReceipt(Occasion.DRAFT_RECEIVED), ANN) == ("wrong-occasion",)
    stage.do(give.ConfirmReceipt(Occasion.DRAFT_ACCESSED), ANN)
    stage = play("norfolk", "draft-issued")
    assert stage.refuse(give.ConfirmReceipt(Occasion.DRAFT_ACCESSED), PAT) == ("wrong-occasion",)


def test_a5_the_assessor_extends__lancashire() -> None:
    """The assessor gives more time with a reason, in time only, and in days; the provider is told."""
    stage = play("lancashire", "comments-open")
    assert stage.refuse(give.ExtendComments("7 days", " "), ANN) == ("reason-missing",)
    assert stage.refuse(give.ExtendComments("7 hours", "ill"), ANN) == ("extended-by-hours",)
    assert stage.refuse(give.ExtendComments("7 days", "ill"), PAT) == ("role-not-allowed",)
    stage.do(give.ExtendComments("7 days", "The manager is ill."), ANN)
    assert stage.due("comments") == date(2026, 9, 22)
    assert stage.told("comments-extended") == ["provider"]
    stage.wait(30)
    assert "too-late" in play("lancashire", "commented").wait(15).refuse(
        give.ExtendComments("7 days", "ill"), ANN
    )
    assert "ended" in stage.refuse(give.ExtendComments("7 days", "ill"), ANN)


@pytest.mark.parametrize("locality", [each for each in LOCALITIES if each != "lancashire"])
def test_a5_nobody_extends_elsewhere(locality: str) -> None:
    """Where no source lets anybody extend the time, there is no such step."""
    stage = play(locality, "comments-open")
    extend = give.ExtendComments("7 days", "ill")
    for person in (ANN, TOM, PAT, MAX):
        assert "unknown-command" in stage.refuse(extend, person)
    refused = decide(stage.machine, stage.case, extend, by=TOM, at=stage.at)
    assert isinstance(refused, Refused)
    assert refused.say(stage.machine.sentences) == (
        "The rules that this case follows have no step extend-comments;"
        " nobody can take it, in any state."
    )


def test_a5_comments_name_questions__lancashire() -> None:
    """In Lancashire each comment names a question (S9); elsewhere it may be on any point."""
    stage = play("lancashire", "comments-open")
    assert stage.refuse(give.CommentOnDraft(text="Not fair."), PAT) == ("names-no-question",)
    play("norfolk", "comments-open").do(give.CommentOnDraft(text="Not fair."), PAT)
    play("wirral", "comments-open").do(give.CommentOnDraft(text="Not fair."), MIA)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a5_a_comment_is_about_a_question_of_the_set(locality: str) -> None:
    """A question that is not in the set, an empty text and evidence without reference are all told."""
    stage = play(locality, "comments-open")
    odd = give.CommentOnDraft(text=" ", questions=["Z99"], evidence=[Material("")])
    assert stage.refuse(odd, PAT) == ("text-missing", "unknown-questions", "reference-missing")


@pytest.mark.parametrize("locality", SILENT)
def test_a6_silence_publishes(locality: str) -> None:
    """If no comment arrives in time the report is published by itself, at the end of the last day."""
    stage = play(locality, "comments-open").wait(14)
    assert stage.state == "comments-open"
    stage.wait(1)
    assert (stage.state, stage.facts.published_on) == ("published", date(2026, 9, 16))
    assert stage.case.at.isoformat() == "2026-09-15T23:00:00+00:00"
    assert stage.told("assessment-published") == ["provider"]
    assert "ended" in stage.refuse(give.CommentOnDraft(text="Late.", questions=["A01"]), PAT)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a6_a_comment_is_no_silence(locality: str) -> None:
    """With a comment nothing is published when the time is over: it is to be considered first."""
    stage = play(locality, "commented").wait(60)
    assert (stage.state, stage.told("comments-closed")) == ("comments-closed", ["assessor"])


def test_a6_silence_reminds_and_an_officer_decides__wirral() -> None:
    """In Wirral the provider is reminded, has a further period, and then the manager may finalise."""
    stage = play("wirral", "comments-open").wait(15)
    assert (stage.state, stage.told("comments-reminder")) == ("reminded", ["provider"])
    assert stage.due("further-comments") == date(2026, 9, 30)
    assert stage.refuse(give.FinaliseReport("No answer."), TOM) == ("wrong-state",)
    stage.wait(20)
    assert (stage.state, stage.told("comments-unanswered")) == ("unanswered", ["team-manager"])
    assert stage.refuse(give.FinaliseReport(" "), TOM) == ("text-missing",)
    assert stage.refuse(give.FinaliseReport("No answer."), ANN) == ("role-not-allowed",)
    assert stage.do(give.FinaliseReport("No answer in four weeks."), TOM).state == "final"


def test_a6_an_answer_to_the_reminder_counts__wirral() -> None:
    """A comment or an acceptance in the further period is as good as one before."""
    stage = play("wirral", "comments-open").wait(20)
    stage.do(give.CommentOnDraft(text="B01 is wrong."), PAT)
    assert stage.wait(30).state == "comments-closed"
    stage = play("wirral", "comments-open").wait(20).do(give.AcceptReport(), MIA)
    assert (stage.state, stage.facts.accepted_by) == ("final", "mia")


@pytest.mark.parametrize("locality", ["norfolk", "lancashire", "essex"])
def test_a7_comments_are_considered_one_by_one(locality: str) -> None:
    """Each comment is amended or answered with a reason; what was there before stays on record."""
    stage = play(locality, "comments-open", "GGRG")
    stage.do(give.CommentOnDraft(text="C01 is better.", questions=["C01"]), PAT)
    stage.do(give.CommentOnDraft(text="A01 is better.", questions=["A01"]), PAT)
    stage.do(give.FinishComments(), PAT)
    assert stage.refuse(give.ConcludeConsideration(), ANN) == ("comments-not-considered",)
    change = give.ConsiderComment(comment=1, response="Seen since.", changes={"C01": rated("G")})
    stage.do(change, ANN)
    assert stage.refuse(change, ANN) == ("already-considered", "nothing-changes")
    stage.do(give.ConsiderComment(comment=2, response="Unchanged: no record."), ANN)
    stage.do(give.ConcludeConsideration(), ANN)
    (made,) = stage.facts.amendments
    assert (made.code, made.before, made.after) == ("C01", rated("R"), rated("G"))
    assert (made.by, made.why, made.cause, made.reference) == ("ann", "Seen since.", "comment", "1")
    assert [each.amended for each in stage.facts.comments] == [("C01",), ()]


def test_a7_the_lead_officer_considers_too__essex() -> None:
    """In Essex the lead officer may answer comments; in Norfolk only the assessor."""
    answer = give.ConsiderComment(comment=1, response="Unchanged.")
    assert play("essex", "comments-closed").do(answer, TOM).facts.comments_open == ()
    assert play("norfolk", "comments-closed").refuse(answer, TOM) == ("role-not-allowed",)


def test_a7_amendments_are_of_the_set() -> None:
    """Unknown comments, questions and ratings are refused, all at once, and an empty answer too."""
    stage = play("norfolk", "comments-closed")
    odd = give.ConsiderComment(comment=7, response="", changes={"Z99": rated("G")})
    assert stage.refuse(odd, ANN) == ("unknown-comment", "text-missing", "unknown-answers")


def test_a7_the_outcome_is_told__wirral() -> None:
    """The provider is told that its comments were considered."""
    assert play("wirral", "comments-considered").told("comments-considered") == ["provider"]


def test_a8_ratings_are_agreed_with_the_registered_manager__wirral() -> None:
    """Answers are complete once the manager agreed; later changes need agreement anew."""
    stage = play("wirral", "feedback-given")
    assert stage.refuse(give.AgreeRatings(), MIA) == ("questions-unanswered",)
    stage.do(give.RecordAnswers(answers()), ANN)
    assert stage.refuse(give.CompleteAnswers(), ANN) == ("ratings-not-agreed",)
    assert stage.refuse(give.AgreeRatings(), PAT) == ("role-not-allowed",)
    stage.do(give.AgreeRatings(), MIA).do(give.RecordAnswers(answers("P---")), ANN)
    assert stage.refuse(give.CompleteAnswers(), ANN) == ("ratings-not-agreed",)
    stage.do(give.AgreeRatings(), MIA).do(give.CompleteAnswers(risks=["Medicines unlocked."]), ANN)
    assert (stage.facts.agreed.by, stage.facts.risks) == ("mia", ("Medicines unlocked.",))


def test_a8_without_agreement_the_manager_says_why__wirral() -> None:
    """If no agreement is found only the team's manager may submit, with the reason on record."""
    stage = play("wirral", "feedback-given").do(give.RecordAnswers(answers()), ANN)
    command = give.CompleteAnswers(not_agreed="The manager has left the service.")
    assert stage.refuse(command, ANN) == ("ratings-not-agreed",)
    assert stage.do(command, TOM).facts.agreed.not_agreed == "The manager has left the service."


@pytest.mark.parametrize("locality", SILENT)
def test_a8_no_agreement_elsewhere(locality: str) -> None:
    """Where nobody has to agree, nobody can."""
    assert "unknown-command" in play(locality, "feedback-given").refuse(give.AgreeRatings(), MIA)


def test_a8_final_once_accepted__wirral() -> None:
    """In Wirral silence after consideration is no acceptance; the manager then decides."""
    stage = play("wirral", "comments-considered")
    assert stage.do(give.AcceptReport(), PAT).state == "final"
    stage = play("wirral", "comments-considered").wait(15)
    assert (stage.state, stage.told("comments-unanswered")) == ("unanswered", ["team-manager"])
    assert stage.do(give.AcceptReport(), MIA).state == "final"
    assert play("norfolk", "comments-considered").wait(15).state == "final"


def test_a8_outcome_is_shared_at_a_meeting__wirral() -> None:
    """The report is published after provider, assessor and contract lead met, or with the reason."""
    stage = play("wirral", "comments-considered").do(give.AcceptReport(), PAT)
    assert stage.refuse(give.PublishReport(), ANN) == ("outcome-not-shared",)
    assert stage.refuse(give.ShareOutcome(attended_by=["provider"]), ANN) == ("not-attended",)
    stage.do(give.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"]), ANN)
    assert stage.do(give.PublishReport(), ANN).state == "published"
    stage = play("wirral", "comments-considered").do(give.AcceptReport(), PAT)
    stage.do(give.PublishReport(without_meeting="The provider did not want one."), TOM)
    assert stage.state == "published"


def test_a8_whether_the_provider_has_the_draft_is_looked_into() -> None:
    """If receipt is not confirmed in five working days the assessor hears of it."""
    stage = play("wirral", "draft-issued")
    assert stage.due("receipt") == date(2026, 9, 8)
    assert stage.wait(30).told("draft-not-received") == ["assessor"]
    assert stage.do(give.ConfirmReceipt(Occasion.DRAFT_RECEIVED), ANN).state == "comments-open"


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a9_published_by_officers_only(locality: str) -> None:
    """The final report is published by the assessor or the team's manager, nobody else."""
    stage = play(locality, "comments-considered").do(give.AcceptReport(), PAT)
    command = give.PublishReport(without_meeting="ours")
    for person in (PAT, MIA, LEA, MAX, SUE, HAL):
        assert stage.refuse(command, person) == ("role-not-allowed",)
    assert stage.do(command, ANN).facts.published_on == stage.today


REVIEWERS = {"norfolk": HAL, "essex": SUE, "wirral": TOM, "lancashire": SUE, "south-west": SUE}


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d1_a_dispute_blocks_publication(locality: str) -> None:
    """At the point of publication the provider asks for a review; its end makes the report final."""
    stage = play(locality, "comments-considered", "GGRG")
    stage.do(give.RequestDispute("C01 overlooks the training log."), PAT)
    assert stage.refuse(give.PublishReport(without_meeting="ours"), ANN) == ("wrong-state",)
    assert stage.wait(400).state == "in-dispute"
    end = give.RecordDisputeEnd(
        ending=DisputeEnding.AMEND, reason="The log was seen.", reference="dispute 1"
    )
    reviewer = REVIEWERS[locality]
    assert stage.refuse(end, reviewer) == ("amendments-missing",)
    assert stage.refuse(end, PAT) == ("not-the-providers-to-decide", "amendments-missing")
    stage.do(attrs.evolve(end, changes={"C01": rated("G")}), reviewer)
    assert (stage.state, stage.facts.dispute.ending) == ("final", DisputeEnding.AMEND)
    (made,) = stage.facts.amendments
    assert (made.before, made.after, made.reference) == (rated("R"), rated("G"), "dispute 1")


def test_d1_a_review_is_asked_for_in_time() -> None:
    """After the time to ask for a review it is too late."""
    stage = play("norfolk", "comments-considered")
    assert stage.due("review-request") == stage.today + timedelta(days=14)
    assert "too-late" in stage.wait(15).refuse(give.RequestDispute("Late."), PAT)


def test_d6_a_dispute_ends_as_the_ladder_allows() -> None:
    """Only Wirral repeats an assessment, and unchanged reports bring no amendments."""
    stage = play("norfolk", "comments-considered").do(give.RequestDispute("Unfair."), MIA)
    repeat = give.RepeatAssessment(standards=[2], reason="Not supported.")
    assert "unknown-command" in stage.refuse(repeat, HAL)
    odd = give.RecordDisputeEnd(ending=DisputeEnding.REPEAT, reason="Again.")
    assert stage.refuse(odd, HAL) == ("ending-not-foreseen",)
    odd = give.RecordDisputeEnd(
        ending=DisputeEnding.PUBLISH, reason="Fair.", changes={"A01": rated("P")}
    )
    assert stage.refuse(odd, HAL) == ("amendments-not-decided",)
    stage.do(give.RecordDisputeEnd(ending=DisputeEnding.WITHDRAWN, reason="Settled."), SUE)
    assert stage.state == "final"


def test_d4_repeated_for_a_standard__wirral() -> None:
    """A repeated assessment is about the named standards only; old and new answers stay on record."""
    stage = play("wirral", "comments-considered").do(give.RequestDispute("Unfair."), PAT)
    assert stage.refuse(give.RepeatAssessment(standards=[9], reason="So."), TOM) == (
        "unknown-standards",
    )
    stage.do(give.RepeatAssessment(standards=[2], reason="Not supported."), MAX)
    assert (stage.state, stage.due("allocation")) == ("allocated", stage.today + timedelta(weeks=4))
    stage.do(give.HoldIntroduction(["contract-lead", "provider", "assessor"]), LEA)
    stage.do(give.RecordVisit(on=stage.today), ANN).do(give.GiveFeedback("Met again."), ANN)
    assert stage.refuse(give.RecordAnswers(answers("P---")), ANN) == ("outside-scope",)
    stage.do(give.RecordAnswers(answers("-E--")), ANN).do(give.AgreeRatings(), MIA)
    stage.do(give.CompleteAnswers(), ANN).do(give.IssueDraft(), ANN)
    (made,) = stage.facts.amendments
    assert (made.code, made.before, made.after) == ("B01", rated("G"), rated("E"))
    assert (made.cause, made.why) == ("dispute", "Not supported.")
