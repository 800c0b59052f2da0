"""The story of one assessment: visited, commented on, disputed, published, and its plan carried out.

The service is fictitious. What is done follows the policy: its meetings, its
ladder, who accepts what. So the story of a council's own policy tries it out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.policies.words import Occasion, Role, Shown, StageOutcome
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.indicative import RatingsHidden, indicative_ratings, outcome_of
from pamms_core.processes.recorded import AskedSet
from pamms_core.processes.together_values import RequestReview
from pamms_core.rating.engine import Rater
from pamms_core.standards.answer_files import load_answers
from pamms_core.standards.catalogue import load_set
from pamms_core.stories.aftermath import carry_plan, hold_follow_ups
from pamms_core.stories.telling import ASSESSOR, Scene, Stage
from pamms_core.workflow.actors import Actor

if TYPE_CHECKING:
    from pamms_core.answers import Answers
    from pamms_core.policies.parts import Stage as LadderStage
    from pamms_core.policies.policy import LocalPolicy

__all__ = ["BEGIN", "play_story", "story"]

BEGIN: Final = datetime(2026, 9, 1, 9, tzinfo=UTC)
"""When a story begins, if nothing else is said."""
_SET: Final = "east-of-england-accommodation"
_EXAMPLE: Final = "poor-management"
_DISPUTED: Final = ("F01", "F02")


def story(policy: LocalPolicy, begin: datetime = BEGIN) -> tuple[Scene, ...]:
    """Play a whole story by a policy: an assessment with comments, a dispute and an action plan.

    Args:
        policy: the local policy; a council's own as well as a shipped one.
        begin: when it begins, with a time zone.

    Raises:
        StoryError: the policy does not allow a step of the story.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> scenes = story(load_policy("norfolk"))
    >>> scenes[0].who, scenes[0].what
    ('Team manager', 'The assessment of Example Lodge (fictitious) is scheduled.')
    """
    return tuple(play_story(policy, begin).scenes)


def play_story(policy: LocalPolicy, begin: datetime = BEGIN) -> Stage:
    """Play the story of :func:`story`, and give the stage with its cases and their logs.

    Raises:
        StoryError: the policy does not allow a step of the story.
    """
    question_set = load_set(_SET)
    stage = Stage(policy, Rater(question_set), begin)
    sheet = load_answers(_EXAMPLE, question_set)
    _prepare(stage, AskedSet.of(question_set))
    _visit(stage, sheet)
    _draft(stage)
    _comment(stage)
    _dispute(stage)
    _publish(stage)
    carry_plan(stage)
    hold_follow_ups(stage)
    return stage


def _prepare(stage: Stage, asked: AskedSet) -> None:
    service, scheduling = "Example Lodge (fictitious)", stage.policy.scheduling
    planned = stage.day + timedelta(days=14)
    opening = give.ScheduleAssessment(service=service, asked=asked, planned_on=planned)
    stage.open(opening, Role.TEAM_MANAGER, f"The assessment of {service} is scheduled.")
    stage.do(give.AllocateAssessor(ASSESSOR), Role.TEAM_MANAGER, "Somebody is chosen to assess.")
    sent = ", ".join(each.replace("-", " ") for each in scheduling.sent_before)
    stage.do(
        give.SendDocuments(scheduling.sent_before),
        Role.ASSESSOR,
        f"The provider gets in advance: {sent}.",
        ASSESSOR,
    )
    if scheduling.introductory_meeting:
        meeting = give.HoldIntroduction(attended_by=scheduling.meeting_attended_by)
        stage.do(meeting, Role.ASSESSOR, "The introductory meeting is held.", ASSESSOR)


def _visit(stage: Stage, sheet: Answers) -> None:
    stage.wait(14)
    visit = give.RecordVisit(on=stage.day, spoken_to=stage.policy.scheduling.spoken_to)
    stage.do(visit, Role.ASSESSOR, f"The visit ({stage.policy.scheduling.visit_days} days).", ASSESSOR)
    told = give.GiveFeedback("Care is kind; the service is not well led.")
    stage.do(told, Role.ASSESSOR, "First feedback is given before leaving.", ASSESSOR)
    stage.do(give.RecordAnswers(sheet), Role.ASSESSOR, "The answers are entered.", ASSESSOR)
    _look(stage)
    if stage.policy.agreement.ratings_agreed_with:
        by = stage.policy.agreement.ratings_agreed_with[0]
        stage.do(give.AgreeRatings(), by, "The ratings are agreed on site.")
    stage.do(give.CompleteAnswers(), Role.ASSESSOR, "The answers are complete.", ASSESSOR)


def _look(stage: Stage) -> None:
    """Tell whether the assessor may see what the answers come to (A3)."""
    viewer = Actor(ASSESSOR, [Role.ASSESSOR.value])
    found = indicative_ratings(stage.policy, stage.case, viewer, stage.rater)
    if isinstance(found, RatingsHidden):
        stage.remark(f"The assessor asks for the ratings. {found.say()}")
    else:
        stage.remark(f"The assessor sees the ratings: {found.overall.rating} overall, indicative.")


def _draft(stage: Stage) -> None:
    stage.wait(8)
    stage.do(give.IssueDraft(), Role.ASSESSOR, "The draft report goes to the provider.", ASSESSOR)
    _look(stage)
    stage.wait(1)
    occasion = Occasion(stage.policy.comments.counted_from)
    what = occasion.value.replace("draft-", "")
    stage.do(give.ConfirmReceipt(occasion), Role.PROVIDER, f"The draft is {what}: time to comment.")


def _comment(stage: Stage) -> None:
    stage.wait(6)
    comment = give.CommentOnDraft(text="The audits were done; here they are.", questions=_DISPUTED)
    stage.do(comment, Role.PROVIDER, f"The provider comments on {' and '.join(_DISPUTED)}.")
    stage.wait(21)
    by = stage.policy.agreement.considered_by[0]
    person = ASSESSOR if by is Role.ASSESSOR else ""
    answer = give.ConsiderComment(comment=1, response="The audits do not show what was learnt.")
    stage.do(answer, by, "The comment is considered, and the answers stay.", person)
    stage.do(give.ConcludeConsideration(), by, "All comments are considered.", person)


def _dispute(stage: Stage) -> None:
    """Go through the whole ladder: the last stage amends an answer."""
    stage.wait(3)
    grounds = [Ground(question=each, text="The audits were overlooked.") for each in _DISPUTED]
    stage.do(RequestReview(grounds), Role.PROVIDER, "The provider disagrees and asks for a review.")
    *earlier, last = stage.policy.ladder
    for rung in earlier:
        _review(stage, rung)
        if StageOutcome.REFER in rung.outcomes:
            said = f"{rung.title}: the matter is referred on."
            _together(stage, rung, dispute.ReferOn("It is for the whole of the report."), said)
            continue
        fair = dispute.DecideStage(outcome=StageOutcome.PUBLISH, reason="It is a fair record.")
        _together(stage, rung, fair, f"{rung.title}: a fair record.")
        stage.wait(2)
        stage.do(dispute.RequestNextStage(), Role.PROVIDER, "The provider asks for the next stage.")
    _review(stage, last)
    if StageOutcome.AMEND not in last.outcomes:
        fair = dispute.DecideStage(outcome=StageOutcome.PUBLISH, reason="It is a fair record.")
        _together(stage, last, fair, f"{last.title}: a fair record.")
        return
    amended = _better(stage, _DISPUTED[0])
    decision = dispute.DecideStage(
        outcome=StageOutcome.AMEND, reason="The audits count.", changes={_DISPUTED[0]: amended}
    )
    _together(stage, last, decision, f"{last.title}: {_DISPUTED[0]} is amended.")


def _better(stage: Stage, code: str) -> Any:
    facts = stage.case.facts
    return attrs.evolve(facts.sheet.get(code), rating="good", comment="The audits were found.")


def _review(stage: Stage, rung: LadderStage) -> None:
    stage.wait(4)
    first = rung.decided_by[0]
    people = [
        Reviewer(role=role.value, person=role.value, involvement=_involvement(stage, role))
        for role in rung.decided_by
    ]
    stage.do(dispute.AssignReviewers(people), first, f"{rung.title}: who reviews is settled.")
    for check in rung.checks:
        told = dispute.AnswerCheck(check=check, holds=True, finding="Looked at, with the evidence.")
        stage.do(told, first, f"{rung.title}, checked: {check.value.replace('-', ' ')}.")


def _involvement(stage: Stage, role: Role) -> str:
    """Say why somebody reviews who took part before, where it is so (D1)."""
    open_dispute = stage.all.dispute
    known = open_dispute is not None and role.value in open_dispute.facts.prior_knowledge
    return "Nobody else has this role." if known else ""


def _together(stage: Stage, rung: LadderStage, command: object, what: str) -> None:
    first, *others = rung.decided_by
    stage.do(command, first, what if not others else f"{what[:-1]}, proposed.")
    for role in others:
        stage.do(dispute.AgreeDecision(), role, f"{what[:-1]}, agreed.")


def _publish(stage: Stage) -> None:
    stage.wait(2)
    agreement = stage.policy.agreement
    if agreement.shared_at_meeting_with:
        met = give.ShareOutcome(attended_by=agreement.shared_at_meeting_with)
        stage.do(met, Role.ASSESSOR, "The outcome is shared at a meeting.", ASSESSOR)
    by = agreement.published_by[0]
    stage.do(
        give.PublishReport(), by, "The report is published.", ASSESSOR if by is Role.ASSESSOR else ""
    )
    outcome = outcome_of(stage.case.facts, stage.rater)
    if stage.policy.titles is not None:
        outcome = outcome.titled(stage.policy.titles)
    stage.remark(f"The overall rating is {outcome.overall.rating}.")
    for each in stage.policy.publication:
        shown = ", ".join(
            item.value.replace("-", " ") for item in each.shown if item is not Shown.PLAN_STATEMENT
        )
        stage.remark(f"Shown to {each.audience.value.replace('-', ' ')}: {shown or 'nothing'}.")
