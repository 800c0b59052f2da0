"""Self-assessments: filled in, reviewed, validated on site, then as any assessment (SA1 to SA4)."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from playing import (
    ANN,
    BEN,
    LEA,
    LOCALITIES,
    MAX,
    MIA,
    PAT,
    TOM,
    Stage,
    answers,
    asked,
    policy_of,
    rated,
    rater,
)

from pamms_core.processes import assessment_commands as give
from pamms_core.processes.assessment_facts import AssessmentKind
from pamms_core.processes.indicative import indicative_ratings
from pamms_core.processes.portfolio import HeldAssessment, Portfolio, held, may_assess
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.self_assessment_facts import (
    AddSections,
    ExplainTemplate,
    FillIn,
    SendTemplate,
    SetLevel,
    SubmitSelfAssessment,
    ValidateSection,
)


def sent(locality: str) -> Stage:
    """Send a template."""
    stage = Stage(self_assessment_machine(policy_of(locality)))
    return stage.do(template(stage), LEA)


def template(stage: Stage) -> SendTemplate:
    """Write the command for today."""
    return SendTemplate(
        service="Cedar View", asked=asked(), assessor="ann", planned_on=stage.today, found_fit=True
    )


def submitted(locality: str) -> Stage:
    """Fill in and submit."""
    stage = sent(locality).do(FillIn(answers()), PAT)
    return stage.do(SubmitSelfAssessment(), MIA)


def validated(locality: str) -> Stage:
    """Set the least level, and validate it without changes."""
    stage = submitted(locality).do(SetLevel(sections=[2, 3]), ANN)
    for section in (2, 3):
        stage.do(ValidateSection(section=section, on=stage.today), ANN)
    return stage


@pytest.mark.parametrize("locality", LOCALITIES)
def test_sa1_a_template_is_filled_in_and_submitted(locality: str) -> None:
    """The provider is told, fills in bit by bit, and submits when no answer is missing."""
    stage = sent(locality)
    assert stage.told("self-assessment-allocated") == ["provider"]
    assert stage.fields_of("self-assessment-allocated")["period"] == "4 weeks"
    stage.do(ExplainTemplate(), ANN).do(FillIn(answers("GG--")), PAT)
    assert stage.refuse(SubmitSelfAssessment(), PAT) == ("questions-unanswered",)
    assert stage.refuse(FillIn(answers(edition="2")), PAT) == ("wrong-question-set",)
    assert stage.refuse(FillIn(answers()), ANN) == ("role-not-allowed",)
    stage.do(FillIn(answers("--GG")), MIA).do(SubmitSelfAssessment(), PAT)
    assert (stage.state, stage.told("self-assessment-submitted")) == ("submitted", ["assessor"])
    assert stage.facts.explained
    assert stage.facts.submitted == answers()


def test_sa1_only_if_found_fit__wirral() -> None:
    """In Wirral only a provider that contract monitoring found fit is asked; elsewhere anybody."""
    for locality, codes in (("wirral", ("not-found-fit",)), ("norfolk", ())):
        stage = Stage(self_assessment_machine(policy_of(locality)))
        command = attrs.evolve(template(stage), found_fit=False)
        if codes:
            assert stage.refuse(command, LEA) == codes
        else:
            assert stage.do(command, LEA).state == "template-sent"


def test_sa1_it_counts_as_an_assessment() -> None:
    """None is sent within twelve months, and a published one enters the portfolio."""
    stage = Stage(self_assessment_machine(policy_of("south-west")))
    first = HeldAssessment(id="1", kind=AssessmentKind.ON_SITE, published_on=date(2026, 3, 2))
    command = attrs.evolve(template(stage), history=Portfolio([first]))
    assert stage.refuse(command, TOM) == ("assessed-too-recently",)
    stage = validated("norfolk").do(give.CompleteAnswers(), ANN).do(give.IssueDraft(), ANN)
    stage.do(give.ConfirmReceipt(policy_of("norfolk").comments.counted_from), PAT).wait(20)
    portfolio = Portfolio([held(stage.case, rater())])
    assert stage.state == "published"
    assert not may_assess(policy_of("norfolk"), portfolio, stage.today + timedelta(days=90))


@pytest.mark.parametrize("locality", LOCALITIES)
def test_sa2_four_weeks_and_two_weeks(locality: str) -> None:
    """A reminder before four weeks are over, then it is late; the review has two weeks."""
    stage = sent(locality)
    assert stage.due("completion") == stage.today + timedelta(weeks=4)
    assert stage.wait(22).told("self-assessment-due-soon") == ["provider"]
    assert stage.wait(10).told("self-assessment-late") == ["provider", "assessor"]
    stage.do(FillIn(answers()), PAT).do(SubmitSelfAssessment(), PAT)
    assert stage.due("review") == stage.today + timedelta(weeks=2)
    assert stage.wait(20).told("self-assessment-review-late") == ["team-manager"]
    assert stage.do(SetLevel(sections=[2, 3]), ANN).state == "level-set"


@pytest.mark.parametrize("locality", LOCALITIES)
def test_sa3_sections_two_and_three_at_least(locality: str) -> None:
    """Less is refused, more needs a cause, and the provider is told in any case."""
    stage = submitted(locality)
    assert stage.refuse(SetLevel(sections=[2]), ANN) == ("sections-missing",)
    assert stage.refuse(SetLevel(sections=[]), ANN) == ("sections-missing",)
    assert stage.refuse(SetLevel(sections=[2, 3, 6]), ANN) == ("cause-missing",)
    odd = SetLevel(sections=[2, 3, 9], cause="So.")
    assert stage.refuse(odd, ANN) == ("unknown-sections",)
    assert stage.refuse(SetLevel(sections=[2, 3]), BEN) == ("not-the-allocated-assessor",)
    stage.do(SetLevel(sections=[3, 2, 6], cause="Two managers in a year."), ANN)
    assert stage.told("validation-announced") == ["provider"]
    said = stage.fields_of("validation-announced")
    assert (said["sections"], said["reason"]) == ("2, 3, 6", "Two managers in a year.")


def test_sa3_other_sections_are_told_before_the_visit__wirral() -> None:
    """A section that was added is validated on a later day than that on which it was told."""
    stage = submitted("wirral").do(SetLevel(sections=[2, 3]), ANN)
    assert stage.refuse(ValidateSection(section=6, on=stage.today), ANN) == ("not-in-level",)
    assert stage.refuse(AddSections(sections=[], cause="So."), ANN) == ("sections-unnamed",)
    assert stage.refuse(AddSections(sections=[2], cause="So."), ANN) == ("in-level-already",)
    stage.do(AddSections(sections=[6], cause="Two managers in a year."), ANN)
    assert stage.refuse(ValidateSection(section=6, on=stage.today), ANN) == ("told-too-late",)
    stage.do(ValidateSection(section=2, on=stage.today), ANN).wait(1)
    stage.do(ValidateSection(section=6, on=stage.today), ANN)
    assert stage.facts.still_to_validate == (3,)


def test_sa3_both_answers_stay_on_record() -> None:
    """Where validation changes an answer the provider's own is kept, with who, when, and why."""
    stage = submitted("lancashire").do(SetLevel(sections=[2, 3]), ANN)
    command = ValidateSection(section=2, on=stage.today, changes={"B01": rated("R")})
    assert stage.refuse(command, ANN) == ("text-missing",)
    odd = attrs.evolve(command, changes={"C01": rated("R")}, why="So.")
    assert stage.refuse(odd, ANN) == ("outside-section",)
    stage.do(attrs.evolve(command, why="Staff did not know the plan."), ANN)
    (made,) = stage.facts.amendments
    assert (made.before, made.after, made.cause) == (rated("G"), rated("R"), "validation")
    assert (made.by, made.why, made.reference) == ("ann", "Staff did not know the plan.", "2")
    assert stage.facts.submitted.get("B01") == rated("G")
    assert stage.facts.sheet.get("B01") == rated("R")


@pytest.mark.parametrize("locality", LOCALITIES)
def test_sa4_ratings_only_once_fully_validated(locality: str) -> None:
    """Before everything is validated ratings are neither told nor agreed nor submitted."""
    policy = policy_of(locality)
    stage = submitted(locality).do(SetLevel(sections=[2, 3]), ANN)
    stage.do(ValidateSection(section=2, on=stage.today), ANN)
    assert stage.refuse(give.CompleteAnswers(), ANN)[0] == "wrong-state"
    assert not indicative_ratings(policy, stage.case, MIA, rater())
    stage.do(ValidateSection(section=3, on=stage.today), ANN)
    assert stage.state == "validated"
    assert bool(indicative_ratings(policy, stage.case, MIA, rater())) is (not policy.draft.blind)
    if policy.agreement.ratings_agreed_with:
        assert stage.refuse(give.CompleteAnswers(), ANN) == ("ratings-not-agreed",)
        stage.do(give.AgreeRatings(), MIA)
    stage.do(give.CompleteAnswers(), ANN).do(AddSections(sections=[1], cause="New cause."), ANN)
    assert stage.refuse(give.CompleteAnswers(), ANN)[:2] == ("wrong-state", "not-validated")


def test_sa4_a_repeated_standard_is_validated_anew__wirral() -> None:
    """After a dispute the sections of the repeated standard are validated again before anything else."""
    stage = validated("wirral").do(give.AgreeRatings(), MIA).do(give.CompleteAnswers(), ANN)
    stage.do(give.IssueDraft(), ANN)
    stage.do(give.ConfirmReceipt(policy_of("wirral").comments.counted_from), PAT)
    stage.do(give.CommentOnDraft(text="F01 was not looked at."), PAT).do(give.FinishComments(), PAT)
    stage.do(give.ConsiderComment(comment=1, response="Unchanged."), ANN)
    stage.do(give.ConcludeConsideration(), ANN).do(give.RequestDispute("Not looked at."), PAT)
    stage.do(give.RepeatAssessment(standards=[14], reason="Look at it."), MAX)
    assert (stage.state, stage.facts.still_to_validate) == ("level-set", (6,))
    stage.do(ValidateSection(section=6, on=stage.today), ANN)
    assert stage.state == "validated"


def test_sa_another_assessor_may_take_over() -> None:
    """The team's manager allocates somebody else, who then reviews it."""
    stage = submitted("norfolk").do(give.AllocateAssessor("ben"), TOM)
    assert stage.do(SetLevel(sections=[2, 3]), BEN).state == "level-set"
    stage.do(give.AbandonAssessment("The service has closed."), TOM)
    assert (stage.state, stage.case.clocks) == ("abandoned", ())
