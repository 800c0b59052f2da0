"""An assessment played up to a state, in any locality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from playing import ANN, LEA, MIA, PAT, TOM, Stage, answers, asked, policy_of

from pamms_core.policies.words import Occasion
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.assessment import assessment_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.policies.policy import LocalPolicy

REACHED: Final = (
    "scheduled",
    "allocated",
    "prepared",
    "visited",
    "feedback-given",
    "answers-complete",
    "draft-issued",
    "comments-open",
    "commented",
    "comments-closed",
    "comments-considered",
)
"""How far an assessment can be played, step by step."""


def play(locality: str, until: str, letters: str = "GGGG") -> Stage:
    """Play an assessment in a locality up to a point of :data:`REACHED`."""
    policy = policy_of(locality)
    stage = Stage(assessment_machine(policy))
    for point in REACHED[: REACHED.index(until) + 1]:
        _STEPS[point](stage, policy, letters)
    return stage


def _schedule(stage: Stage, _: LocalPolicy, __: str) -> None:
    stage.do(give.ScheduleAssessment(service="Cedar View", asked=asked(), planned_on=stage.today), TOM)


def _prepare(stage: Stage, policy: LocalPolicy, _: str) -> None:
    stage.do(give.SendDocuments(policy.scheduling.sent_before), ANN)
    if policy.scheduling.introductory_meeting:
        stage.do(give.HoldIntroduction(["contract-lead", "provider", "assessor"]), LEA)


def _complete(stage: Stage, policy: LocalPolicy, letters: str) -> None:
    stage.do(give.RecordAnswers(answers(letters)), ANN)
    if policy.agreement.ratings_agreed_with:
        stage.do(give.AgreeRatings(), MIA)
    stage.do(give.CompleteAnswers(), ANN)


def _consider(stage: Stage, _: LocalPolicy, __: str) -> None:
    stage.do(give.ConsiderComment(comment=1, response="The record was seen; it stays."), ANN)
    stage.do(give.ConcludeConsideration(), ANN)


def receive(stage: Stage, policy: LocalPolicy) -> None:
    """Let the provider get the draft, on the policy's occasion."""
    stage.do(give.ConfirmReceipt(Occasion(policy.comments.counted_from)), PAT)


_STEPS: Final[dict[str, Callable[[Stage, LocalPolicy, str], Any]]] = {
    "scheduled": _schedule,
    "allocated": lambda stage, _, __: stage.do(give.AllocateAssessor("ann"), TOM),
    "prepared": _prepare,
    "visited": lambda stage, _, __: stage.do(give.RecordVisit(on=stage.today, spoken_to=["staff"]), ANN),
    "feedback-given": lambda stage, _, __: stage.do(give.GiveFeedback("Records are in order."), ANN),
    "answers-complete": _complete,
    "draft-issued": lambda stage, _, __: stage.do(give.IssueDraft(), ANN),
    "comments-open": lambda stage, policy, _: receive(stage, policy),
    "commented": lambda stage, _, __: stage.do(
        give.CommentOnDraft(text="A01 misses a record.", questions=["A01"]), PAT
    ),
    "comments-closed": lambda stage, _, __: stage.do(give.FinishComments(), PAT),
    "comments-considered": _consider,
}
