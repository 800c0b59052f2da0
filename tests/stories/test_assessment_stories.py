"""Assessments as each locality runs them, up to the draft: A1 to A4, and A15, A16."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from assessing import play
from playing import ANN, BEN, LEA, LOCALITIES, PAT, PUB, TOM, Stage, answers, asked, policy_of, rated

from pamms_core.processes import assessment_commands as give
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.assessment_facts import Material
from pamms_core.workflow import Actor

CODES = ("A01", "B01", "C01", "F01")


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a1_the_provider_is_told_of_the_schedule(locality: str) -> None:
    """Everywhere the provider is told what is planned for when, in the words of its own council."""
    stage = play(locality, "scheduled")
    assert stage.told("assessment-scheduled") == ["provider"]
    said = stage.fields_of("assessment-scheduled")
    assert (said["council"], said["service"]) == (policy_of(locality).title, "Cedar View")
    assert (said["template"], said["date"]) == ("A small set", "2026-09-01")


def test_a1_allocated_for_four_weeks__wirral() -> None:
    """An assessor is allocated for four weeks; when they are over the team's manager is told, once."""
    stage = play("wirral", "allocated")
    assert stage.due("allocation") == date(2026, 9, 29)
    assert stage.wait(27).told("allocation-over") == []
    assert stage.wait(40).told("allocation-over") == ["team-manager"]


def test_a1_another_assessor_has_four_weeks_of_their_own() -> None:
    """Whoever is allocated later has the whole time, and the first one may do nothing any more."""
    stage = play("wirral", "visited").wait(10)
    stage.do(give.AllocateAssessor("ben"), TOM)
    assert stage.due("allocation") == stage.today + timedelta(weeks=4)
    assert stage.refuse(give.GiveFeedback("Fine."), ANN) == ("not-the-allocated-assessor",)
    assert stage.do(give.GiveFeedback("Fine."), BEN).state == "feedback-given"


def test_a1_introductory_meeting__wirral() -> None:
    """No visit before the meeting of contract lead, provider and assessor, whom it needs all."""
    stage = play("wirral", "allocated").do(give.SendDocuments(["standards", "audits"]), ANN)
    assert stage.refuse(give.RecordVisit(on=stage.today), ANN) == ("wrong-state",)
    assert stage.refuse(give.HoldIntroduction(["provider"]), LEA) == ("not-attended",)
    stage.do(give.HoldIntroduction(["assessor", "provider", "contract-lead"]), LEA)
    assert stage.state == "introduced"


@pytest.mark.parametrize("locality", ["norfolk", "essex", "lancashire", "south-west"])
def test_a1_no_introductory_meeting_elsewhere(locality: str) -> None:
    """Where the policy has no such meeting, nobody can hold one."""
    stage = play(locality, "allocated")
    assert "unknown-command" in stage.refuse(give.HoldIntroduction(["provider"]), LEA)


@pytest.mark.parametrize(
    ("locality", "document"),
    [
        ("essex", "checklist"),
        ("norfolk", "request-for-documents"),
        ("south-west", "request-for-evidence"),
        ("wirral", "audits"),
        ("lancashire", "question-set"),
    ],
)
def test_a1_documents_are_sent_before_the_visit(locality: str, document: str) -> None:
    """No first visit before the provider got all that this policy sends, each of its documents."""
    stage = play(locality, "allocated")
    wanted = policy_of(locality).scheduling.sent_before
    stage.do(give.SendDocuments([each for each in wanted if each != document]), ANN)
    if "introduced" in stage.machine.states:
        stage.do(give.HoldIntroduction(["assessor", "provider", "contract-lead"]), LEA)
    assert "documents-not-sent" in stage.refuse(give.RecordVisit(on=stage.today), ANN)
    stage.do(give.SendDocuments([document]), ANN)
    assert "documents-not-sent" not in _codes_of_a_visit(stage)


def _codes_of_a_visit(stage: Stage) -> tuple[str, ...]:
    tomorrow = stage.today + timedelta(days=1)
    return stage.refuse(give.RecordVisit(on=tomorrow), ANN)


@pytest.mark.parametrize("locality", ["norfolk", "south-west"])
def test_a1_evidence_may_be_handed_in_before_and_after_visits(locality: str) -> None:
    """The provider hands in material by reference at any time; without a reference it is refused."""
    stage = play(locality, "allocated").do(give.SubmitMaterial([Material("doc-1", "rota")]), PAT)
    assert stage.refuse(give.SubmitMaterial([Material(" ")]), PAT) == ("reference-missing",)
    stage = play(locality, "comments-open").do(give.SubmitMaterial([Material("doc-2")]), PAT)
    assert [each.reference for each in stage.facts.material] == ["doc-2"]


def test_a2_feedback_before_leaving__norfolk_and_essex() -> None:
    """Answers cannot be complete before feedback was given on the visit."""
    for locality in ("norfolk", "essex"):
        stage = play(locality, "visited").do(give.RecordAnswers(answers()), ANN)
        assert stage.refuse(give.CompleteAnswers(), ANN) == ("wrong-state",)
        assert stage.refuse(give.GiveFeedback(" "), ANN) == ("text-missing",)
        stage.do(give.GiveFeedback("Records are in order."), ANN).do(give.CompleteAnswers(), ANN)


def test_a2_a_further_visit_is_told__essex() -> None:
    """The provider is told that a further visit is needed and why; nothing is complete before it."""
    stage = play("essex", "feedback-given").do(give.RecordAnswers(answers()), ANN)
    stage.do(give.AnnounceVisit("Night staff were not met."), ANN)
    assert stage.told("further-visit-needed") == ["provider"]
    assert stage.fields_of("further-visit-needed")["reason"] == "Night staff were not met."
    assert stage.refuse(give.CompleteAnswers(), ANN) == ("further-visit-outstanding",)
    stage.wait(3).do(give.RecordVisit(on=stage.today), ANN).do(give.GiveFeedback("Met."), ANN)
    assert stage.do(give.CompleteAnswers(), ANN).state == "answers-complete"
    assert len(stage.facts.visits) == 2


def test_a2_visits_are_recorded_in_order() -> None:
    """A visit is recorded when it has been, and not before the last one."""
    stage = play("south-west", "prepared")
    tomorrow, yesterday = stage.today + timedelta(days=1), stage.today - timedelta(days=1)
    assert stage.refuse(give.RecordVisit(on=tomorrow), ANN) == ("visit-in-the-future",)
    stage.do(give.RecordVisit(on=stage.today), ANN)
    assert stage.refuse(give.RecordVisit(on=yesterday), ANN) == ("visit-before-the-last",)


def test_a3_answers_may_change_until_the_draft() -> None:
    """Before the draft answers are corrected freely; then the assessment is no longer complete."""
    stage = play("norfolk", "answers-complete").do(give.RecordAnswers(answers("P---")), ANN)
    assert stage.state == "feedback-given"
    assert [stage.facts.sheet.get(code) for code in CODES] == [rated(each) for each in "PGGG"]
    stage.do(give.CompleteAnswers(), ANN).do(give.IssueDraft(), ANN)
    assert stage.refuse(give.RecordAnswers(answers()), ANN) == ("wrong-state",)
    assert stage.facts.amendments == ()


def test_a3_every_question_has_an_answer() -> None:
    """Answers are complete when no question is without one; those that are without are named."""
    stage = play("norfolk", "feedback-given").do(give.RecordAnswers(answers("G-G-")), ANN)
    assert stage.refuse(give.CompleteAnswers(), ANN) == ("questions-unanswered",)
    stage.do(give.RecordAnswers(answers("-G-G")), ANN).do(give.CompleteAnswers(), ANN)


def test_a3_answers_of_another_edition_are_refused() -> None:
    """Answers to another edition, to unknown questions or with unknown ratings are not recorded."""
    stage = play("essex", "visited")
    assert stage.refuse(give.RecordAnswers(answers(edition="2")), ANN) == ("wrong-question-set",)
    odd = answers().with_answers({"Z99": rated("G")})
    assert stage.refuse(give.RecordAnswers(odd), ANN) == ("unknown-answers",)


@pytest.mark.parametrize(
    ("locality", "source"), [("essex", "A4 (E)"), ("norfolk", "A4 (E); elsewhere ours")]
)
def test_a4_draft_within_fourteen_working_days(locality: str, source: str) -> None:
    """The draft is due 14 working days after the last visit; if it is late the manager hears of it."""
    stage = play(locality, "visited")
    assert stage.due("draft") == date(2026, 9, 21)
    assert source in policy_of(locality).sources["draft.within"]
    stage.wait(10).do(give.RecordVisit(on=stage.today), ANN)
    assert stage.due("draft") == date(2026, 10, 1)
    assert stage.wait(30).told("draft-late") == ["team-manager"]


@pytest.mark.parametrize(
    ("locality", "delivery"), [("norfolk", "link"), ("essex", "link"), ("lancashire", "attachment")]
)
def test_a4_delivered_as_the_policy_says(locality: str, delivery: str) -> None:
    """The message with the draft says how it is delivered, and the time to comment."""
    said = play(locality, "draft-issued").fields_of("draft-issued")
    assert said["delivered_as"] == delivery
    assert said["comment_period"] == str(policy_of(locality).comments.period)


def test_a10_draft_and_publication_are_told__lancashire() -> None:
    """The provider gets a message with the draft and one with the publication."""
    stage = play("lancashire", "comments-open").wait(20)
    assert stage.told("draft-issued") == stage.told("assessment-published") == ["provider"]


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a15_a_policy_past_its_review_is_used_all_the_same(locality: str) -> None:
    """The policy tells that it should have been reviewed; assessments go on."""
    policy = policy_of(locality)
    late = Stage(assessment_machine(policy))
    late.at = late.at.replace(year=policy.review_by.year + 1)
    assert policy.overdue_for_review(late.today)
    command = give.ScheduleAssessment(service="Cedar View", asked=asked(), planned_on=late.today)
    assert late.do(command, TOM).state == "scheduled"


def test_a16_people_are_ids_and_roles() -> None:
    """Whoever the host says has a role may act in it; without a role nobody may do anything."""
    stage = play("norfolk", "scheduled")
    assert stage.refuse(give.AllocateAssessor("ann"), Actor("tom")) == ("no-role",)
    assert stage.refuse(give.AllocateAssessor("ann"), PUB) == ("role-not-allowed",)
    assert (
        stage.do(give.AllocateAssessor("ann"), Actor("x-42", ["team-manager"])).facts.assessor == "ann"
    )


def test_calling_off_and_giving_up_have_reasons() -> None:
    """Before a visit it is cancelled, later abandoned by the manager; the provider is told."""
    stage = play("essex", "prepared")
    assert stage.refuse(give.CancelAssessment(" "), ANN) == ("text-missing",)
    stage.do(give.CancelAssessment("The service has closed."), ANN)
    assert (stage.state, stage.told("assessment-cancelled")) == ("cancelled", ["provider"])
    stage = play("essex", "comments-open")
    assert stage.refuse(give.CancelAssessment("Closed."), TOM) == ("wrong-state",)
    stage.do(give.AbandonAssessment("The service has closed."), TOM)
    assert (stage.state, stage.facts.ended_because) == ("abandoned", "The service has closed.")
    assert (stage.told("assessment-abandoned"), stage.case.clocks) == (["provider"], ())


def test_what_is_planned_lies_ahead() -> None:
    """Nothing is scheduled for a day that has passed, or for no service."""
    stage = Stage(assessment_machine(policy_of("norfolk")))
    command = give.ScheduleAssessment(service=" ", asked=asked(), planned_on=date(2026, 8, 31))
    assert stage.refuse(command, TOM) == ("text-missing", "planned-in-the-past")
