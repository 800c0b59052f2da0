"""What must never be let through, tried in every locality: refused with all reasons, nothing changed."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from assessing import play
from joining import GROUNDS, published, review
from planning import approver
from playing import (
    ANN,
    BEGIN,
    EVERYBODY,
    LOCALITIES,
    PAT,
    TOM,
    answers,
    asked,
    policy_of,
    rater,
    small_set,
)

from pamms_core import Rater
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import assessment_commands as assess
from pamms_core.processes.assessment_facts import Material
from pamms_core.processes.dispute_commands import RequestNextStage
from pamms_core.processes.together import Processes
from pamms_core.processes.together_values import Held, Moved, Together

if TYPE_CHECKING:
    from pamms_core.workflow import Actor


@cache
def _joined(locality: str) -> Processes:
    return Processes.of(policy_of(locality), rater())


class Trial:
    """The cases of one assessment, to which things are tried that must not be."""

    def __init__(self, locality: str, all_: Together) -> None:
        self.processes = _joined(locality)
        self.all = all_
        self.at = max(each.at for each in all_.cases)

    def do(self, command: object, by: Actor) -> None:
        """Take a step that must be allowed."""
        self.at += timedelta(hours=1)
        found = self.processes.decide(self.all, command, by=by, at=self.at)
        assert isinstance(found, Moved), list(map(self.processes.sentences.say, found.reasons))
        self.all = found.together

    def refuse(self, command: object, by: Actor, **given: Any) -> tuple[str, ...]:
        """Try a step that must not be: nothing changes, and every reason has its sentence."""
        found = self.processes.decide(self.all, command, by=by, at=self.at, **given)
        assert isinstance(found, Held)
        assert found.together is self.all
        assert all(map(self.processes.sentences.say, found.reasons))
        return found.codes


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d3_no_second_dispute_after_a_final_decision(locality: str) -> None:
    """Once the last stage has decided nobody disputes the report again, in any words."""
    trial = Trial(locality, Together(assessment=play(locality, "comments-considered").case))
    trial.do(GROUNDS, PAT)
    for _ in policy_of(locality).ladder:
        for command, by in review(locality, trial.all):
            trial.do(command, by)
        assert trial.all.dispute is not None
        if trial.all.dispute.state.endswith("-decided"):
            trial.do(RequestNextStage(), PAT)
    assert trial.all.assessment.state == "final"
    assert trial.all.assessment.facts.disputes[-1].final
    for who in EVERYBODY:
        for again in (GROUNDS, assess.RequestDispute("Once more.")):
            codes = trial.refuse(again, who)
            assert {"wrong-state", "already-decided"} & set(codes), codes


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p3_no_action_is_dated_before_approval_and_none_without_reference(locality: str) -> None:
    """A plan with a date that has passed is not approved; nothing is attached without a reference."""
    trial = Trial(locality, published(locality, _joined(locality)))
    assert trial.all.plan is not None
    every = [each.id for each in trial.all.plan.facts.issues]
    past = BEGIN.date() - timedelta(days=1)
    trial.do(plan.AddAction(issues=every, what="Train.", due_on=past, who="M"), PAT)
    trial.do(plan.SubmitPlan(), PAT)
    assert "dated-too-early" in trial.refuse(plan.ApprovePlan(), approver(locality))
    trial.do(plan.ReturnPlan("That day has passed."), approver(locality))
    ahead = trial.at.date() + timedelta(days=40)
    trial.do(plan.ChangeAction(number=1, what="Train.", due_on=ahead, who="M"), PAT)
    trial.do(plan.SubmitPlan(), PAT)
    trial.do(plan.ApprovePlan(), approver(locality))
    for attached in (
        plan.CompleteAction(number=1, attachments=[Material(" ")]),
        plan.ReportProgress(number=1, text="", attachments=[Material("")]),
    ):
        codes = trial.refuse(attached, PAT)
        assert "reference-missing" in codes
    assert trial.refuse(plan.ReportProgress(number=7, text="", attachments=[Material("")]), ANN) == (
        "role-not-allowed",
        "unknown-action",
        "text-missing",
        "reference-missing",
    )


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a5_no_extension_after_the_deadline(locality: str) -> None:
    """Who may extend may do so while the time runs, and never once it is over."""
    trial = Trial(locality, Together(assessment=play(locality, "comments-open").case))
    trial.at += timedelta(days=40)
    extend = assess.ExtendComments(by="7 days", reason="Illness.")
    for who in EVERYBODY:
        assert {"too-late", "wrong-state", "ended", "unknown-command", "no-such-case"} & set(
            trial.refuse(extend, who)
        )


@pytest.mark.parametrize("locality", LOCALITIES)
def test_s5_nothing_comes_from_another_set(locality: str) -> None:
    """Answers to another edition, and a rater of one, are refused where they would count."""
    trial = Trial(locality, Together(assessment=play(locality, "feedback-given").case))
    assert "wrong-question-set" in trial.refuse(assess.RecordAnswers(answers("GGGG", "2")), ANN)
    other = Processes.of(policy_of(locality), Rater(small_set("2")))
    opening = assess.ScheduleAssessment(service="Cedar View", asked=asked(), planned_on=BEGIN.date())
    held = other.open(opening, by=TOM, at=BEGIN, id="7")
    assert isinstance(held, Held)
    assert held.codes == ("wrong-rater",)
    foreign = Together(assessment=play(locality, "comments-considered").case)
    trial = Trial(locality, foreign)
    trial.processes = other
    trial.at += timedelta(days=1)
    assert trial.refuse(assess.AcceptReport(), PAT) == ("wrong-rater",)
