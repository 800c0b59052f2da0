"""An assessment with its dispute, its plan and its concerns, in one composition."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from assessing import play
from disputing import OFFICERS
from planning import accepter, approver
from playing import ANN, BEGIN, HAL, LEA, LOCALITIES, MAX, PAT, SUE, TOM, asked, policy_of, rated, rater

from pamms_core.policies.words import ConcernKind, StageOutcome
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import assessment_commands as assess
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.assessment_facts import DisputeEnding
from pamms_core.processes.concern_facts import AnswerConcern
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.follow_up_facts import CloseFollowUp, MoveFollowUp, RecordFollowUp
from pamms_core.processes.not_evidenced import NameNotEvidenced
from pamms_core.processes.together import Processes
from pamms_core.processes.together_values import (
    Held,
    Moved,
    RaiseConcernHere,
    RequestReview,
    Together,
)
from pamms_core.workflow import Actor, replay

GROUNDS = RequestReview([Ground(question="A01", text="The record was there.")])
FAIR = dispute.DecideStage(outcome=StageOutcome.PUBLISH, reason="A fair record.")
AMENDED = dispute.DecideStage(
    outcome=StageOutcome.AMEND, reason="It was found.", changes={"A01": rated("G")}
)


class Scene:
    """All cases of one assessment, and the time."""

    def __init__(self, locality: str, until: str, letters: str = "RRRR") -> None:
        stage = play(locality, until, letters)
        self.processes = Processes.of(policy_of(locality), rater())
        self.all: Any = Together(assessment=stage.case)
        self.at = stage.at
        self.moved: tuple[Any, ...] = ()

    def do(self, command: object, by: Actor, **given: Any) -> Scene:
        """Take a step an hour later; it must be allowed."""
        self.at += timedelta(hours=1)
        found = self.processes.decide(self.all, command, by=by, at=self.at, **given)
        assert isinstance(found, Moved), list(map(self.processes.sentences.say, found.reasons))
        self.all, self.moved = found.together, (*self.moved, found)
        return self

    def refuse(self, command: object, by: Actor, **given: Any) -> tuple[str, ...]:
        """Try a step, which must be refused and change nothing; name the reasons."""
        found = self.processes.decide(self.all, command, by=by, at=self.at, **given)
        assert isinstance(found, Held)
        assert not found
        assert found.together is self.all
        assert all(map(self.processes.sentences.say, found.reasons))
        return found.codes

    def wait(self, days: int) -> Scene:
        """Let days pass."""
        self.at += timedelta(days=days)
        found = self.processes.advance(self.all, self.at)
        self.all, self.moved = found.together, (*self.moved, found)
        return self

    def review(self, locality: str, decision: object) -> Scene:
        """Assign, check and decide the stage that the dispute stands at."""
        rung = policy_of(locality).stage(self.all.dispute.facts.review.stage)
        people = [Reviewer(role=role.value, person=OFFICERS[role].id) for role in rung.decided_by]
        first, *others = (OFFICERS[role] for role in rung.decided_by)
        self.do(dispute.AssignReviewers(people), first)
        for each in rung.checks:
            self.do(dispute.AnswerCheck(check=each, holds=True, finding="Seen."), first)
        self.do(decision, first)
        for other in others:
            self.do(dispute.AgreeDecision(), other)
        return self


def publish(scene: Scene) -> Scene:
    """Publish the final report."""
    if scene.processes.policy.agreement.shared_at_meeting_with:
        scene.do(assess.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"]), ANN)
    return scene.do(assess.PublishReport(), ANN)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d3_into_the_dispute_and_back(locality: str) -> None:
    """A request puts the assessment in dispute; what is decided amends it, in one decision each."""
    scene = Scene(locality, "comments-considered").do(GROUNDS, PAT)
    assert (scene.all.assessment.state, scene.all.dispute.facts.questions) == ("in-dispute", ("A01",))
    assert [each.case for each in scene.moved[-1].entries] == ["case 1", "case 1/dispute-1"]
    assert "wrong-state" in scene.refuse(assess.PublishReport(), ANN)
    scene.review(locality, AMENDED)
    if scene.all.dispute.state != "settled":
        scene.do(dispute.AcceptDecision(), PAT)
    assert scene.all.assessment.state == "final"
    assert scene.all.assessment.facts.sheet.get("A01").rating == "good"
    (ended,) = scene.all.assessment.facts.disputes
    assert (ended.ending, ended.final) == (DisputeEnding.AMEND, True)
    publish(scene)
    assert scene.all.plan.facts.assessment == "case 1"


def test_d1_who_took_part_is_known() -> None:
    """Whoever acted for the council in the assessment is known to the dispute."""
    scene = Scene("norfolk", "comments-considered").do(GROUNDS, PAT)
    assert scene.all.dispute.facts.involved == ("tom", "ann")


def test_d1_time_settles_the_dispute_and_the_assessment_follows__norfolk() -> None:
    """When nobody goes on to the next stage, both move at the instant at which the time was over."""
    scene = Scene("norfolk", "comments-considered").do(GROUNDS, PAT).review("norfolk", FAIR)
    assert scene.all.assessment.state == "in-dispute"
    scene.wait(30)
    last, dispute_end = scene.all.assessment.log[-1], scene.all.dispute.log[-1]
    assert (scene.all.assessment.state, last.at, last.by) == ("final", dispute_end.at, SUE)


def test_d1_withdrawn_and_the_assessment_follows() -> None:
    """The provider takes its dispute back, and the report is final as it was."""
    scene = Scene("essex", "comments-considered").do(GROUNDS, PAT)
    scene.do(dispute.WithdrawDispute("Explained."), PAT)
    assert scene.all.assessment.facts.dispute.ending is DisputeEnding.WITHDRAWN
    assert scene.all.assessment.state == "final"


def test_d3_a_dispute_is_asked_for_in_both_or_in_neither() -> None:
    """What either side holds against it is told, and neither has changed."""
    scene = Scene("norfolk", "comments-considered")
    assert scene.refuse(RequestReview([]), PAT) == ("text-missing", "grounds-missing")
    assert "role-not-allowed" in scene.refuse(GROUNDS, ANN)
    scene.do(assess.RequestDispute("We disagree."), PAT)
    assert scene.all.dispute.facts.grounds == (Ground(text="We disagree."),)
    second = scene.refuse(GROUNDS, PAT)
    assert "wrong-state" in second


def test_d3_nobody_ends_a_dispute_past_it() -> None:
    """While there is a dispute its end comes from it alone; options do not offer anything else."""
    scene = Scene("norfolk", "comments-considered").do(GROUNDS, PAT)
    end = assess.RecordDisputeEnd(ending=DisputeEnding.PUBLISH, reason="So.")
    assert scene.refuse(end, SUE) == ("comes-from-dispute",)
    offered = scene.processes.options(scene.all, by=SUE, at=scene.at)
    assert "record-dispute-end" not in [each.name for each in offered["case 1"]]
    assert "assign-reviewers" in [each.name for each in offered["case 1/dispute-1"] if each.allowed]


def test_d4_repeated_for_a_standard_and_disputed_again__wirral() -> None:
    """The assessment begins again for a standard; a later dispute is a case of its own."""
    again = dispute.DecideStage(outcome=StageOutcome.REPEAT, reason="Not supported.", standards=[2])
    scene = Scene("wirral", "comments-considered").do(GROUNDS, PAT).review("wirral", again)
    assert scene.all.assessment.state == "allocated"
    assert scene.all.assessment.facts.dispute.ending is DisputeEnding.REPEAT


def test_p1_silence_publishes_and_the_plan_is_opened_by_time() -> None:
    """Where silence publishes, the plan is opened at that instant, by time, and its clock runs."""
    scene = Scene("lancashire", "comments-open").wait(16)
    assert scene.all.assessment.state == "published"
    opened = scene.all.plan.log[0]
    assert (opened.role, opened.at) == ("time", scene.all.assessment.at)
    due = [(each.case, each.due.deadline.clock) for each in scene.processes.deadlines(scene.all)]
    assert due == [("case 1/plan", "submission"), ("case 1/follow-up-1", "follow-up")]
    begun = replay(scene.processes.assessment, tuple(scene.all.assessment.log)[:-1])
    before = Together(assessment=begun)
    issue = scene.all.plan.facts.issues[0].id
    add = plan.AddAction(issues=[issue], what="Train.", due_on=scene.at.date(), who="M")
    found = scene.processes.decide(before, add, by=PAT, at=scene.at, expected_version=0)
    assert isinstance(found, Moved), (
        "time acts first, also where it opens the case that a command is about"
    )


def test_p1_no_plan_where_none_is_needed() -> None:
    """A good result needs none in Norfolk."""
    scene = Scene("norfolk", "comments-open", "GGGG").wait(16)
    assert (scene.all.assessment.state, scene.all.plan) == ("published", None)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p4_from_the_report_to_the_plans_end(locality: str) -> None:
    """After publication the plan goes its way to acceptance, and every case replays to itself."""
    scene = publish(Scene(locality, "comments-considered").do(assess.AcceptReport(), PAT))
    for issue in scene.all.plan.facts.issues:
        due_on = BEGIN.date() + timedelta(days=60)
        scene.do(plan.AddAction(issues=[issue.id], what="Train.", due_on=due_on, who="M"), PAT)
    scene.do(plan.SubmitPlan(), PAT).do(plan.ApprovePlan(), approver(locality))
    by_itself = policy_of(locality).plan.accepted_one_by_one
    for each in scene.all.plan.facts.actions:
        scene.do(plan.CompleteAction(number=each.number), PAT)
        if by_itself:
            scene.do(plan.AcceptAction(number=each.number), accepter(locality))
    scene.do(plan.SubmitCompletedPlan(), PAT)
    who = approver(locality) if by_itself else accepter(locality)
    scene.do(plan.AcceptPlan(visited_on=scene.at.date()), who)
    assert scene.all.plan.state == "accepted"
    for case in scene.all.cases:
        assert replay(scene.processes.machine_of(case), tuple(case.log)) == case


def test_a12_concerns_are_cases_of_their_own() -> None:
    """Several may be raised; which one is meant must be said, and each has its clock."""
    scene = Scene("wirral", "visited")
    for kind in (ConcernKind.CONCERN, ConcernKind.HEALTH_AND_SAFETY):
        scene.do(RaiseConcernHere(kind, "Cold water only."), ANN)
    assert [each.id for each in scene.all.concerns] == ["case 1/concern-1", "case 1/concern-2"]
    assert "role-not-allowed" in scene.refuse(RaiseConcernHere(ConcernKind.CONCERN, "So."), PAT)
    answer = AnswerConcern("A plumber is on the way.")
    assert scene.refuse(answer, LEA) == ("several-cases",)
    scene.do(answer, LEA, case="case 1/concern-2")
    assert [each.state for each in scene.all.concerns] == ["raised", "answered"]
    assert len(scene.processes.deadlines(scene.all)) == 3


def test_what_no_case_could_be_about_is_refused() -> None:
    """A command of a process that has not begun here is refused, with a reason."""
    scene = Scene("norfolk", "visited")
    assert scene.refuse(plan.SubmitPlan(), PAT) == ("no-such-case",)
    assert scene.refuse(assess.IssueDraft(), ANN, case="case 9") == ("no-such-case",)
    assert scene.all.case("case 9") is None


def test_opened_with_the_raters_set_only() -> None:
    """An assessment by another set than the rater's is refused: its plan could not be made."""
    processes = Processes.of(policy_of("norfolk"), rater())
    schedule = assess.ScheduleAssessment(service="Cedar View", asked=asked("2"), planned_on=BEGIN.date())
    held = processes.open(schedule, by=TOM, at=BEGIN, id="7")
    assert isinstance(held, Held)
    assert held.codes == ("wrong-rater",)
    assert processes.sentences.say(held.reasons[0]) == "The rater is for small 1; this is about small 2."
    fine = assess.ScheduleAssessment(service="Cedar View", asked=asked(), planned_on=BEGIN.date())
    opened = processes.open(fine, by=TOM, at=BEGIN, id="7")
    assert isinstance(opened, Moved)
    assert opened.together.cases == (opened.together.assessment,)
    held = processes.open(fine, by=PAT, at=BEGIN, id="7")
    assert isinstance(held, Held)
    assert held.codes == ("role-not-allowed",)


def test_a_double_click_does_nothing_twice() -> None:
    """A token that was accepted gives the recorded entries again, for a request too."""
    scene = Scene("norfolk", "comments-considered").do(GROUNDS, PAT, token="t1")  # noqa: S106
    again = scene.processes.decide(scene.all, GROUNDS, by=PAT, at=scene.at, token="t1")  # noqa: S106
    assert isinstance(again, Moved)
    assert (again.repeated, again.together, again.notices) == (True, scene.all, ())
    withdraw = dispute.WithdrawDispute("Explained.")
    scene.do(withdraw, PAT, token="t2")  # noqa: S106
    again = scene.processes.decide(scene.all, withdraw, by=PAT, at=scene.at, token="t2")  # noqa: S106
    assert isinstance(again, Moved)
    assert again.repeated


def test_two_officers_at_once() -> None:
    """Whoever saw an older version of the case is refused, whatever time has done since."""
    scene = Scene("norfolk", "comments-considered")
    version = scene.all.assessment.version
    scene.refuse(assess.AcceptReport(), PAT, expected_version=version - 1)
    scene.at += timedelta(days=20)
    assert scene.refuse(assess.PublishReport(), ANN, expected_version=version - 1) == ("stale-version",)
    held = scene.processes.decide(
        scene.all, assess.PublishReport(), by=ANN, at=scene.at, expected_version=version - 1
    )
    assert isinstance(held, Held)
    (stale,) = held.reasons
    assert stale.params == {"expected": version - 1, "version": version}
    scene.do(assess.PublishReport(), ANN, expected_version=version)
    assert scene.all.version == sum(each.version for each in scene.all.cases) > version


def test_two_officers_at_once_at_a_request() -> None:
    """Whoever asks for a review of an older version of the report is refused too."""
    scene = Scene("norfolk", "comments-considered")
    version = scene.all.assessment.version
    assert scene.refuse(GROUNDS, PAT, expected_version=version - 1) == ("stale-version",)
    scene.do(GROUNDS, PAT, expected_version=version)


def test_a12_a_concern_is_raised_once_by_a_double_click() -> None:
    """The token of a concern gives its entry again; for another concern it cannot serve."""
    scene = Scene("wirral", "visited")
    raised = RaiseConcernHere(ConcernKind.CONCERN, "Cold water only.")
    scene.do(raised, ANN, token="t1")  # noqa: S106
    again = scene.processes.decide(scene.all, raised, by=ANN, at=scene.at, token="t1")  # noqa: S106
    assert isinstance(again, Moved)
    assert (again.repeated, again.together, again.notices) == (True, scene.all, ())
    other = RaiseConcernHere(ConcernKind.CONCERN, "No hoist.")
    assert scene.refuse(other, ANN, token="t1") == ("token-reused",)  # noqa: S106


def test_p1_standards_that_could_not_be_evidenced_go_into_the_plan__wirral() -> None:
    """What the assessor names becomes an issue, also where everything is rated good (S11)."""
    scene = Scene("wirral", "comments-considered", "GGGG").do(assess.AcceptReport(), PAT)
    odd = NameNotEvidenced(standards=[3], why=" ")
    assert scene.refuse(odd, ANN) == ("unknown-standards", "text-missing")
    assert scene.refuse(NameNotEvidenced(standards=[6], why="So."), PAT) == ("role-not-allowed",)
    scene.do(NameNotEvidenced(standards=[6, 2], why="No records."), ANN)
    scene.do(NameNotEvidenced(standards=[6], why="Those of 2 were found."), ANN)
    publish(scene)
    assert [each.id for each in scene.all.plan.facts.issues] == ["not-evidenced-6"]
    assert "name-not-evidenced" not in assessment_machine(policy_of("norfolk")).commands


def test_p5_time_tells_of_what_follows__wirral() -> None:
    """A contract meeting and a further assessment: told a week ahead and when due, and then recorded."""
    scene = publish(Scene("wirral", "comments-considered", "PPPP").do(assess.AcceptReport(), PAT))
    meeting, again = scene.all.follow_ups
    assert (meeting.facts.kind, again.facts.kind) == ("contract-meeting", "reassessment")
    assert [str(each.facts.on) for each in (meeting, again)] == ["2026-12-02", "2027-03-02"]
    scene.wait(95)
    told = [
        (each.to, each.fields["kind"], each.fields["on"], str(each.at))
        for moved in scene.moved
        for each in moved.notices
        if each.template == "follow-up-due"
    ]
    assert told == [
        ("assessor", "contract-meeting", "2026-12-02", "2026-11-26 00:00:00+00:00"),
        ("assessor", "contract-meeting", "2026-12-02", "2026-12-03 00:00:00+00:00"),
    ]
    record = RecordFollowUp(held_on=scene.at.date() + timedelta(days=1), finding="")
    id_ = meeting.id
    assert scene.refuse(record, LEA, case=id_) == ("held-in-the-future", "text-missing")
    past = MoveFollowUp(on=BEGIN.date(), why="")
    assert scene.refuse(past, LEA, case=id_) == ("moved-to-the-past", "text-missing")
    scene.do(MoveFollowUp(on=scene.at.date(), why="The manager was ill."), LEA, case=id_).wait(2)
    assert scene.all.follow_ups[0].state == "due"
    scene.do(RecordFollowUp(held_on=scene.at.date(), finding="Staff are in post."), LEA, case=id_)
    scene.do(CloseFollowUp("The service has closed."), LEA)
    assert [each.state for each in scene.all.follow_ups] == ["held", "closed"]
    for case in scene.all.follow_ups:
        assert replay(scene.processes.follow_up, tuple(case.log)) == case


def test_p5_timed_by_the_plan__essex() -> None:
    """The visit is awaited once the plan is approved, by its last action, and moves when that does."""
    scene = publish(Scene("essex", "comments-considered").do(assess.AcceptReport(), PAT))
    assert scene.all.follow_ups == ()
    for issue in scene.all.plan.facts.issues:
        due_on = BEGIN.date() + timedelta(days=60)
        scene.do(plan.AddAction(issues=[issue.id], what="Train.", due_on=due_on, who="M"), PAT)
    scene.do(plan.SubmitPlan(), PAT).do(plan.ApprovePlan(), approver("essex"))
    (visit,) = scene.all.follow_ups
    assert (visit.facts.kind, visit.facts.on) == ("verification", due_on)
    for days, expected in ((80, 80), (70, 80)):
        later = BEGIN.date() + timedelta(days=days)
        change = plan.ChangeAction(number=1, what="Train.", due_on=later, who="M", why="Illness.")
        scene.do(change, approver("essex"))
        assert scene.all.follow_ups[0].facts.on == BEGIN.date() + timedelta(days=expected)


def test_p5_nothing_follows_where_nothing_is_rated() -> None:
    """A good result has no follow-up in Norfolk, and one without a rating none anywhere."""
    assert Scene("norfolk", "comments-open", "GGGG").wait(16).all.follow_ups == ()
    scene = Scene("norfolk", "comments-open")
    facts = attrs.evolve(scene.all.assessment.facts, sheet=asked().empty_sheet())
    scene.all = attrs.evolve(scene.all, assessment=attrs.evolve(scene.all.assessment, facts=facts))
    assert scene.wait(16).all.assessment.state == "published"
    assert (scene.all.plan, scene.all.follow_ups) == (None, ())


def test_together_at_once_or_bit_by_bit() -> None:
    """Letting time pass in one go or day by day gives the same cases and messages."""
    begun = Scene("norfolk", "comments-considered").do(GROUNDS, PAT).review("norfolk", FAIR)
    until = begun.at + timedelta(days=40)
    whole = begun.processes.advance(begun.all, until)
    now: Any = begun.all
    entries: list[Any] = []
    for day in range(41):
        bit = begun.processes.advance(now, begun.at + timedelta(days=day))
        now = bit.together
        entries += bit.entries
    assert (now, tuple(entries)) == (whole.together, whole.entries)
    assert HAL not in [each.by for each in entries]
    assert MAX not in [each.by for each in entries]


def test_d4_what_the_assessment_cannot_take_back_is_not_decided() -> None:
    """Where one machine refuses what follows from a step in another, neither moves, and it says why."""
    scene = Scene("norfolk", "comments-considered")
    joined = Processes.of(
        policy_of("wirral"), rater(), assessment=assessment_machine(policy_of("norfolk"))
    )
    scene.processes = joined
    scene.do(GROUNDS, PAT)
    again = dispute.DecideStage(outcome=StageOutcome.REPEAT, reason="Not supported.", standards=[2])
    roles = policy_of("wirral").ladder[0].decided_by
    people = [Reviewer(role=role.value, person=OFFICERS[role].id) for role in roles]
    scene.do(dispute.AssignReviewers(people), TOM)
    for each in policy_of("wirral").ladder[0].checks:
        scene.do(dispute.AnswerCheck(check=each, holds=True, finding="Seen."), TOM)
    scene.do(again, TOM)
    assert scene.refuse(dispute.AgreeDecision(), MAX) == ("unknown-command",)
    assert scene.all.dispute.state == "joint-review-agreed-by-1"
