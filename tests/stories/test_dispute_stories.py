"""Disputes as each locality's ladder has them: D1 to D6."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from disputing import GROUND, OFFICERS, assign, check, decide, disputed, opening, reviewed, rung, settle
from playing import ANN, BEGIN, HAL, LOCALITIES, MAX, PAT, SUE, TOM, Stage, answers, policy_of, rated

from pamms_core.policies.words import Check, StageOutcome
from pamms_core.processes import dispute_commands as give
from pamms_core.processes.assessment_commands import RecordDisputeEnd, RepeatAssessment
from pamms_core.processes.assessment_facts import DisputeEnding, Material
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.dispute_end import dispute_result as result_of
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.workflow import Actor


def dispute_result(case: Any) -> Any:
    """Tell what a dispute gives back."""
    return result_of(case)


FAIR = give.DecideStage(outcome=StageOutcome.PUBLISH, reason="A fair record.")
AMENDED = give.DecideStage(
    outcome=StageOutcome.AMEND, reason="The record was found.", changes={"A01": rated("G")}
)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d1_requested_in_time(locality: str) -> None:
    """Until the last day of the policy's period the provider may ask, and afterwards not."""
    machine = dispute_machine(policy_of(locality))
    stage = Stage(machine)
    days = 14  # as many as 10 working days from a Tuesday
    stage.at = BEGIN + timedelta(days=days)
    assert stage.do(opening(), PAT).state == f"{policy_of(locality).ladder[0].id}-requested"
    late = Stage(machine)
    late.at = BEGIN + timedelta(days=days + 1)
    assert late.refuse(opening(), PAT) == ("requested-too-late",)


def test_d1_only_the_provider_disputes() -> None:
    """An assessor cannot ask for a review of their own report."""
    stage = Stage(dispute_machine(policy_of("norfolk")))
    assert stage.refuse(opening(), ANN) == ("role-not-allowed",)


def test_d1_every_reason_against_a_request_is_told() -> None:
    """No text, an unknown question, no reference, a wrong sheet: all at once."""
    stage = Stage(dispute_machine(policy_of("norfolk")))
    bad = [Ground(question="Z99", text=" ", evidence=[Material("")])]
    found = stage.refuse(opening(grounds=bad, service="", sheet=answers("RRRR", "2")), PAT)
    assert found == (
        "text-missing",
        "unknown-questions",
        "reference-missing",
        "text-missing",
        "wrong-question-set",
    )
    assert stage.refuse(opening(grounds=[]), PAT) == ("grounds-missing",)
    odd = answers().with_answers({"Z99": rated("G")})
    assert stage.refuse(opening(sheet=odd), PAT) == ("unknown-answers",)


def test_d1_who_took_part_may_review_and_it_is_recorded__norfolk() -> None:
    """A senior officer who took part is not refused: why nobody else can is asked for and kept."""
    stage = disputed("norfolk", involved=["ann", "sue"])
    knew = Reviewer(role="senior-officer", person="sue")
    assert stage.refuse(give.AssignReviewers([knew]), SUE) == ("involvement-unexplained",)
    assign(stage, "norfolk", involvement="The only senior officer in post.")
    assert stage.facts.review.reviewers[0].involvement == "The only senior officer in post."
    assert stage.state == "senior-officer-in-review"


def test_d1_a_reviewer_of_an_earlier_stage_took_part__essex() -> None:
    """Whoever reviewed the first stage is no stranger to the second."""
    stage = settle(disputed("essex"), "essex", FAIR).do(give.RequestNextStage(), PAT)
    both = Actor("tom", ["team-manager", "senior-officer"])
    again = give.AssignReviewers([Reviewer(role="senior-officer", person="tom")])
    assert stage.refuse(again, both) == ("involvement-unexplained",)


def test_d1_reviewers_fit_the_stage__wirral() -> None:
    """One person for each role, each named, nobody twice: each mistake is told."""
    stage = disputed("wirral")
    alone = give.AssignReviewers([Reviewer(role="team-manager", person="tom")])
    assert stage.refuse(alone, TOM) == ("reviewers-not-as-needed",)
    assert stage.refuse(give.AssignReviewers([]), TOM) == ("reviewers-not-as-needed",)
    roles = ("team-manager", "contracts-manager")
    twice = give.AssignReviewers([Reviewer(role=role, person="tom") for role in roles])
    assert stage.refuse(twice, TOM) == ("reviewer-twice",)
    nobody = give.AssignReviewers([Reviewer(role=role, person=" ") for role in roles])
    assert stage.refuse(nobody, TOM) == ("reviewer-unnamed",)


def test_d1_another_reviewer_may_be_assigned() -> None:
    """Where a reviewer falls ill, another takes over, and the first may do nothing any more."""
    stage = assign(disputed("norfolk"), "norfolk")
    stage.do(give.AssignReviewers([Reviewer(role="senior-officer", person="sid")]), HAL)
    finding = give.AnswerCheck(check=Check.FAIRNESS, holds=True, finding="Fair.")
    assert stage.refuse(finding, SUE) == ("not-a-reviewer",)
    stage.do(finding, Actor("sid", ["senior-officer"]))


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d2_every_check_is_answered_before_a_decision(locality: str) -> None:
    """Each check of the stage is needed, whichever is left out; the reason names those that are."""
    checks = policy_of(locality).ladder[0].checks
    for left in checks:
        stage = assign(disputed(locality), locality)
        by = OFFICERS[rung(stage, locality).decided_by[0]]
        for each in checks:
            if each is not left:
                stage.do(give.AnswerCheck(check=each, holds=True, finding="Seen."), by)
        assert stage.refuse(FAIR, by) == ("checks-unanswered",)
        stage.do(give.AnswerCheck(check=left, holds=False, finding="Not so."), by)
        assert decide(stage, locality, FAIR).facts.decided == stage.facts.review.decision


def test_d2_the_checks_are_those_of_the_source__norfolk() -> None:
    """Evidence, standards, reuse, fairness and integrity are checked; partnership is Wirral's."""
    stage = assign(disputed("norfolk"), "norfolk")
    assert [each.value for each in rung(stage, "norfolk").checks] == [
        "robust-evidence",
        "right-standards",
        "no-duplication",
        "fairness",
        "integrity",
    ]
    odd = give.AnswerCheck(check=Check.PARTNERSHIP, holds=True, finding=" ", questions=["Z99"])
    assert stage.refuse(odd, SUE) == ("unknown-check", "text-missing", "unknown-questions")


def test_d2_a_finding_may_be_corrected() -> None:
    """A second answer to a check replaces the first."""
    stage = check(assign(disputed("norfolk"), "norfolk"), "norfolk")
    stage.do(give.AnswerCheck(check=Check.FAIRNESS, holds=False, finding="A remark was missed."), SUE)
    found = stage.facts.review.finding(Check.FAIRNESS)
    assert (found.holds, found.text, len(stage.facts.review.findings)) == (
        False,
        "A remark was missed.",
        5,
    )


def test_d2_supplementary_evidence_during_the_review() -> None:
    """The provider may add grounds while the review runs, with references."""
    stage = assign(disputed("norfolk"), "norfolk")
    more = Ground(question="B01", text="Another record.", evidence=[Material("doc-7")])
    assert stage.do(give.AddGrounds([more]), PAT).facts.questions == ("A01", "B01")
    assert stage.refuse(give.AddGrounds([Ground(text="So.", evidence=[Material(" ")])]), PAT) == (
        "reference-missing",
    )


def test_d3_fair_record__norfolk() -> None:
    """A first decision that nobody takes further settles the dispute once the time is over."""
    stage = settle(disputed("norfolk"), "norfolk", FAIR)
    assert stage.state == "senior-officer-decided"
    assert dispute_result(stage.case) is None
    assert stage.told("dispute-decided") == ["provider", "assessor"]
    assert stage.wait(15).state == "settled"
    result = dispute_result(stage.case)
    assert isinstance(result, RecordDisputeEnd)
    assert (result.ending, result.final) == (DisputeEnding.PUBLISH, True)


def test_d3_amend_and_publish__norfolk() -> None:
    """What was amended comes back, accepted by the provider."""
    stage = settle(disputed("norfolk"), "norfolk", AMENDED).do(give.AcceptDecision(), PAT)
    result = dispute_result(stage.case)
    assert isinstance(result, RecordDisputeEnd)
    assert (result.ending, dict(result.changes)) == (DisputeEnding.AMEND, {"A01": rated("G")})


def test_d3_referred_to_the_head_of_service_whose_decision_is_final__norfolk() -> None:
    """A referral needs no request; its decision ends the dispute, and nothing can be asked after."""
    stage = reviewed(disputed("norfolk"), "norfolk")
    stage.do(give.ReferOn("It needs the whole service's view."), SUE)
    assert (stage.state, stage.told("dispute-opened")[-1]) == (
        "head-of-service-requested",
        "head-of-service",
    )
    assert stage.refuse(give.ReferOn("Again."), HAL)[0] == "wrong-state"
    settle(stage, "norfolk", AMENDED)
    assert stage.state == "settled"
    for command in (give.RequestNextStage(), give.WithdrawDispute("No."), give.AcceptDecision()):
        assert stage.refuse(command, PAT)[0] == "ended"


def test_d3_outcomes_are_those_of_the_stage__norfolk() -> None:
    """Nothing is repeated here, a referral is its own command, and amendments need changes."""
    stage = reviewed(disputed("norfolk"), "norfolk")
    repeat = give.DecideStage(outcome=StageOutcome.REPEAT, reason="", standards=[99])
    assert stage.refuse(repeat, SUE) == ("outcome-not-allowed", "text-missing", "unknown-standards")
    refer = give.DecideStage(outcome=StageOutcome.REFER, reason="On.")
    assert stage.refuse(refer, SUE) == ("outcome-not-allowed",)
    bare = give.DecideStage(outcome=StageOutcome.AMEND, reason="So.")
    assert stage.refuse(bare, SUE) == ("amendments-missing",)
    odd = give.DecideStage(outcome=StageOutcome.PUBLISH, reason="So.", changes={"A01": rated("G")})
    assert stage.refuse(odd, SUE) == ("amendments-not-decided",)
    odd = give.DecideStage(outcome=StageOutcome.PUBLISH, reason="So.", standards=[1])
    assert stage.refuse(odd, SUE) == ("standards-not-repeated",)
    same = give.DecideStage(outcome=StageOutcome.AMEND, reason="So.", changes={"A01": rated("R")})
    assert stage.refuse(same, SUE) == ("nothing-changes",)


def test_d4_two_managers_decide_together__wirral() -> None:
    """One proposes, the other agrees or returns it; nobody agrees twice, and neither decides alone."""
    stage = reviewed(disputed("wirral"), "wirral").do(FAIR, TOM)
    assert stage.state == "joint-review-agreed-by-1"
    assert dispute_result(stage.case) is None
    assert not stage.facts.decided
    assert stage.refuse(give.AgreeDecision(), TOM) == ("agreed-already",)
    assert stage.refuse(give.AgreeDecision(), Actor("moe", ["contracts-manager"])) == ("not-a-reviewer",)
    stage.do(give.ReturnToReview("A record was missed."), MAX)
    assert (stage.state, stage.facts.review.decision) == ("joint-review-in-review", None)
    stage = decide(stage, "wirral", AMENDED)
    assert (stage.state, stage.facts.decided.agreed_by) == ("settled", ("tom", "max"))


def test_d4_the_process_is_checked__wirral() -> None:
    """Partnership working and support are checked, and a ground may be about the process alone."""
    stage = disputed("wirral", grounds=[Ground(text="Nobody spoke with our manager.")])
    assert {Check.PARTNERSHIP, Check.SUPPORT} < set(rung(stage, "wirral").checks)
    assert stage.facts.questions == ()


def test_d6_a_standard_is_assessed_again__wirral() -> None:
    """The assessment process may be repeated for a standard, which must be named."""
    stage = reviewed(disputed("wirral"), "wirral")
    bare = give.DecideStage(outcome=StageOutcome.REPEAT, reason="Not supported.")
    assert stage.refuse(bare, TOM) == ("standards-missing",)
    decide(
        stage,
        "wirral",
        give.DecideStage(outcome=StageOutcome.REPEAT, reason="Not supported.", standards=[2]),
    )
    expected = RepeatAssessment(standards=(2,), reason="Not supported.", reference="case 1")
    assert dispute_result(stage.case) == expected


def test_d5_two_steps__essex() -> None:
    """The lead officer amends; still dissatisfied, the provider goes on to the improvement manager."""
    stage = settle(disputed("essex"), "essex", AMENDED)
    assert stage.due("next-request") > stage.today
    more = Ground(question="B01", text="This too.")
    stage.do(give.RequestNextStage([more]), PAT)
    assert (stage.state, stage.facts.grounds[-1]) == ("improvement-manager-requested", more)
    settle(stage, "essex", FAIR)
    assert stage.state == "settled"
    result = dispute_result(stage.case)
    assert isinstance(result, RecordDisputeEnd)
    assert (result.ending, set(result.changes)) == (DisputeEnding.AMEND, {"A01"})


def test_d5_too_late_for_the_second_step__essex() -> None:
    """After its last day the first decision stands, and the next stage cannot be asked for."""
    stage = settle(disputed("essex"), "essex", FAIR)
    stage.wait((stage.due("next-request") - stage.today).days + 1)
    assert stage.state == "settled"
    assert "ended" in stage.refuse(give.RequestNextStage(), PAT)


def test_d5_a_request_for_the_second_step_taken_back__essex() -> None:
    """Withdrawing the second request leaves the first decision standing."""
    stage = settle(disputed("essex"), "essex", AMENDED).do(give.RequestNextStage(), PAT)
    stage.do(give.WithdrawDispute("We leave it there."), PAT)
    assert stage.state == "settled"
    assert dispute_result(stage.case).ending is DisputeEnding.AMEND


def test_d3_withdrawn_after_a_referral__norfolk() -> None:
    """After a mere referral nothing was decided, so a withdrawal ends without a decision."""
    stage = reviewed(disputed("norfolk"), "norfolk").do(give.ReferOn("On."), SUE)
    stage.do(give.WithdrawDispute("We accept it."), PAT)
    result = dispute_result(stage.case)
    assert (stage.state, result.ending, result.final) == ("withdrawn", DisputeEnding.WITHDRAWN, False)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d6_each_ladder_comes_to_its_end(locality: str) -> None:
    """Every stage of every ladder can be gone through; the last decision is final."""
    stage = disputed(locality)
    for place, each in enumerate(policy_of(locality).ladder):
        if place:
            stage.do(give.RequestNextStage(), PAT)
        assert stage.state == f"{each.id}-requested"
        settle(stage, locality, FAIR)
    assert stage.state == "settled"
    assert [review.stage for review in stage.facts.reviews] == [
        each.id for each in policy_of(locality).ladder
    ]


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d6_an_overdue_decision_is_told(locality: str) -> None:
    """When the time to decide is over, those the policy names hear of it, once."""
    stage = disputed(locality)
    stage.wait(60)
    told = [role.value for role in policy_of(locality).told_of("dispute-overdue")]
    assert stage.told("dispute-overdue") == told
    assert stage.state.endswith("-requested")
    assert settle(stage, locality, FAIR).facts.decided is not None


def test_d6_the_time_of_the_first_stage_is_counted__south_west() -> None:
    """Twenty working days from 1 September 2026."""
    assert disputed("south-west").due("decision") == date(2026, 9, 29)


def test_d1_withdrawn_before_a_decision() -> None:
    """Taken back before anything was decided, it ends, with the reason."""
    stage = disputed("lancashire")
    assert stage.refuse(give.WithdrawDispute(" "), PAT) == ("text-missing",)
    stage.do(give.WithdrawDispute("Explained on the telephone."), PAT)
    assert dispute_result(stage.case).reason == "Explained on the telephone."
    assert stage.told("dispute-withdrawn") == ["assessor", "senior-officer"]


def test_d2_a_ground_keeps_what_it_says() -> None:
    """Grounds stand as they were given."""
    assert disputed("norfolk").facts.grounds == (GROUND,)


def test_d6_nothing_amended_before_is_lost_by_a_repetition() -> None:
    """Where an earlier stage amended the report, a later one cannot have a standard repeated."""
    policy = policy_of("essex")
    last = attrs.evolve(policy.ladder[1], outcomes=(*policy.ladder[1].outcomes, StageOutcome.REPEAT))
    machine = dispute_machine(attrs.evolve(policy, ladder=(policy.ladder[0], last)))
    stage = settle(Stage(machine).do(opening(), PAT), "essex", AMENDED)
    reviewed(stage.do(give.RequestNextStage(), PAT), "essex")
    again = give.DecideStage(outcome=StageOutcome.REPEAT, reason="Not supported.", standards=[2])
    assert stage.refuse(again, SUE) == ("amended-before",)
