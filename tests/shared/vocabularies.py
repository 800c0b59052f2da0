"""All that can be done in a case of each kind, in other words and with other answers: see ``twins``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from disputing import opening
from planning import rated as outcome_of_letters
from playing import BEGIN, answers, asked, rated

from pamms_core.policies.words import Check, FollowUpKind, Occasion, StageOutcome
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import concern_facts as concern
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes import follow_up_facts as follow
from pamms_core.processes import self_assessment_facts as own
from pamms_core.processes.assessment_facts import DisputeEnding, Material
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.plan_issues import issues_from
from pamms_core.processes.targeted_review import OpenTargetedReview, RecommendAssessment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pamms_core.policies.policy import LocalPolicy

LETTERS: Final = ("PRGG", "GPRE")
"""What the two answer: nothing alike, and something that falls short in each."""
_TODAY: Final = BEGIN.date()


def person(role: str, text: str) -> str:
    """Name somebody who plays a role."""
    return f"{role} {text}"


def _planned(text: str) -> dict[str, Any]:
    day = _TODAY + timedelta(days=30 if text == "a" else 31)
    return {"service": f"Service {text}", "asked": asked(), "planned_on": day}


def _material(text: str) -> list[Material]:
    return [Material(f"document {text}", f"About {text}.")]


def _changes(which: int) -> dict[str, Any]:
    return {"A01": rated("ER"[which])}


def _at_any_time(text: str) -> Iterator[Any]:
    yield give.AllocateAssessor(person("assessor", text))
    yield give.SubmitMaterial(_material(text))
    yield give.NoteRegulatorRating("good", f"Reason {text}.")


def _shared(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    """List what can be done in an assessment of any kind once answers are there."""
    yield give.AgreeRatings()
    yield give.CompleteAnswers(risks=[f"Risk {text}"])
    yield give.IssueDraft()
    yield from (give.ConfirmReceipt(each) for each in (Occasion.DRAFT_RECEIVED, Occasion.DRAFT_ACCESSED))
    yield give.CommentOnDraft(text=f"Comment {text}", questions=["A01"], evidence=_material(text))
    yield give.ExtendComments("7 days", f"Reason {text}.")
    yield give.FinishComments()
    yield give.ConsiderComment(comment=1, response=f"Response {text}", changes=_changes(which))
    yield give.ConcludeConsideration()
    yield give.AcceptReport()
    yield give.FinaliseReport(f"Reason {text}.")
    yield give.RequestDispute(f"Grounds {text}.")
    yield give.RecordDisputeEnd(ending=DisputeEnding.PUBLISH, reason=f"Reason {text}.")
    yield give.RepeatAssessment(standards=[1], reason=f"Reason {text}.")
    yield give.ShareOutcome(attended_by=policy.agreement.shared_at_meeting_with or ["provider"])
    yield give.PublishReport(without_meeting=f"Reason {text}.")
    yield give.PublishReport()
    yield give.CancelAssessment(f"Reason {text}.")
    yield give.AbandonAssessment(f"Reason {text}.")


def _visits(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    yield give.SendDocuments(policy.scheduling.sent_before)
    yield give.HoldIntroduction(["contract-lead", "provider", "assessor"])
    yield give.RecordVisit(on=_TODAY, spoken_to=[f"staff {text}"])
    yield give.GiveFeedback(f"Feedback {text}.")
    yield RecommendAssessment(f"Records {text}.")
    yield from _at_any_time(text)
    yield from _shared(policy, which, text)
    yield give.AnnounceVisit(f"Night staff {text}.")


def _assessment(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    yield give.ScheduleAssessment(**_planned(text), cause=f"Cause {text}.")
    yield give.RecordAnswers(answers(LETTERS[which]))
    yield from _visits(policy, which, text)


def _targeted(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    who = person("assessor", text)
    standards = [1, 2] if text == "a" else [2, 1]
    yield OpenTargetedReview(**_planned(text), standards=standards, cause=f"Cause {text}.", assessor=who)
    yield give.RecordAnswers(answers(("PR--", "GP--")[which]))
    yield from _visits(policy, which, text)


def _own(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    who = person("assessor", text)
    yield own.SendTemplate(**_planned(text), assessor=who, found_fit=True)
    yield own.ExplainTemplate()
    yield own.FillIn(answers(LETTERS[which]))
    yield own.SubmitSelfAssessment()
    yield own.SetLevel(sections=[2, 3, 1], cause=f"Cause {text}.")
    yield own.AddSections(sections=[6], cause=f"Cause {text}.")
    yield from _at_any_time(text)
    day = _TODAY + timedelta(days=5)
    for section in (1, 2, 3, 6):
        changes = {"B01": rated("ER"[which])} if section == 2 else {}
        yield own.ValidateSection(section=section, on=day, changes=changes, why=f"Why {text}.")
    yield from _shared(policy, which, text)


def _dispute(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    ground = Ground(question="A01", text=f"Ground {text}.")
    who = person("assessor", text)
    yield opening(
        LETTERS[which], service=f"Service {text}", assessment=text, grounds=[ground], involved=[who]
    )
    yield dispute.AddGrounds([Ground(question="B01", text=f"Ground {text}.")])
    for stage in policy.ladder:
        yield dispute.AssignReviewers(
            [
                Reviewer(role=role.value, person=person(role, text), involvement=f"None {text}.")
                for role in stage.decided_by
            ]
        )
    for check in Check:
        yield dispute.AnswerCheck(check=check, holds=text == "a", finding=f"Finding {text}.")
    amended = {"A01": rated("ER"[which])}
    yield dispute.DecideStage(outcome=StageOutcome.PUBLISH, reason=f"Reason {text}.")
    yield dispute.DecideStage(outcome=StageOutcome.AMEND, reason=f"Reason {text}.", changes=amended)
    yield dispute.ReferOn(f"Reason {text}.")
    yield dispute.AgreeDecision()
    yield dispute.RequestNextStage()
    yield dispute.AcceptDecision()
    yield dispute.WithdrawDispute(f"Reason {text}.")


def _plan(policy: LocalPolicy, which: int, text: str) -> Iterator[Any]:
    issues = issues_from(policy, outcome_of_letters(("RRGG", "PPGG")[which]))
    yield plan.OpenActionPlan(
        assessment=text, service=f"Service {text}", published_on=_TODAY, issues=issues
    )
    due_on = _TODAY + timedelta(days=60 if text == "a" else 61)
    for number, issue in enumerate(issues, 1):
        yield plan.AddAction(
            issues=[issue.id], what=f"Train {text}.", due_on=due_on, who=f"Manager {text}"
        )
        yield plan.ChangeAction(
            number=number, what=f"Teach {text}.", due_on=due_on, who=f"Nurse {text}", why=f"Why {text}."
        )
    yield plan.ChasePlan(f"Called {text}.")
    yield plan.SubmitPlan()
    yield plan.ReturnPlan(f"More {text}.")
    yield plan.ApprovePlan()
    for number in range(1, 2 * len(issues) + 1):  # once more while it is carried out
        yield plan.ReportProgress(number=number, text=f"Half {text}.", attachments=_material(text))
        yield plan.CompleteAction(number=number, text=f"Done {text}.", attachments=_material(text))
        yield plan.CommentOnAction(number=number, text=f"Not yet {text}.")
        yield plan.CompleteAction(number=number, text=f"Done {text}.", attachments=_material(text))
        yield plan.AcceptAction(number=number, text=f"Seen {text}.")
    yield plan.SubmitCompletedPlan()
    yield plan.ReopenPlan(comments=f"Again {text}.", actions=[1])
    yield plan.AcceptPlan(visited_on=_TODAY + timedelta(days=6))
    yield plan.AcceptPlan()
    yield plan.ClosePlan(f"Closed {text}.")


def _concern(_: LocalPolicy, __: int, text: str) -> Iterator[Any]:
    yield concern.RaiseConcern(service=f"Service {text}", what=f"Cold {text}.", assessment=text)
    yield concern.TriageConcern(f"Triage {text}.")
    yield concern.CallInSpecialists(f"infection control {text}")
    yield concern.AnswerConcern(f"Answer {text}.")
    yield concern.DecideOnConcern(f"Daily checks {text}.")
    yield concern.ConfirmAssurance(f"Seen {text}.")


def _follow_up(_: LocalPolicy, __: int, text: str) -> Iterator[Any]:
    on = _TODAY + timedelta(days=15 if text == "a" else 16)
    kind = FollowUpKind.REASSESSMENT if text == "a" else FollowUpKind.CONTRACT_MEETING
    yield follow.OpenFollowUp(
        assessment=text, service=f"Service {text}", kind=kind, rule=text, on=on, why=f"Why {text}"
    )
    yield follow.MoveFollowUp(on=on + timedelta(days=15), why=f"Moved {text}.")
    yield follow.RecordFollowUp(held_on=_TODAY, finding=f"Finding {text}.")
    yield follow.CloseFollowUp(f"Closed {text}.")


VOCABULARIES: Final[dict[str, Callable[[LocalPolicy, int, str], Iterator[Any]]]] = {
    "assessment": _assessment,
    "targeted-review": _targeted,
    "self-assessment": _own,
    "dispute": _dispute,
    "action-plan": _plan,
    "concern": _concern,
    "follow-up": _follow_up,
}
