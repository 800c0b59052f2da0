"""What anybody may try with a dispute or a plan: commands drawn at random, fitting and unfitting."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from playing import BEGIN, rated

from pamms_core.policies.words import Check, StageOutcome
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.assessment_facts import Material
from pamms_core.processes.dispute_facts import Ground, Reviewer

TEXT = st.sampled_from(["", "So it is."])
NUMBER = st.integers(1, 4)
ON = st.none() | st.integers(-5, 500).map(lambda days: BEGIN.date() + timedelta(days=days))
ISSUES = st.lists(st.sampled_from(["question-A01", "question-B01", "question-Z99"]), max_size=2)
PEOPLE = {
    "senior-officer": "sue",
    "team-manager": "tom",
    "contracts-manager": "max",
    "head-of-service": "hal",
}
EVIDENCE = st.sampled_from([(), (Material("doc-1"),), (Material(""),)])

DISPUTE = st.one_of(
    st.builds(
        dispute.AssignReviewers,
        st.lists(
            st.sampled_from([*PEOPLE.items()]).map(lambda each: Reviewer(role=each[0], person=each[1])),
            max_size=2,
        ),
    ),
    st.builds(
        dispute.AnswerCheck, check=st.sampled_from(list(Check)), holds=st.booleans(), finding=TEXT
    ),
    st.builds(
        dispute.DecideStage,
        outcome=st.sampled_from(list(StageOutcome)),
        reason=TEXT,
        changes=st.sampled_from([{}, {"A01": rated("G")}, {"Z99": rated("G")}]),
        standards=st.sampled_from([(), (2,), (9,)]),
    ),
    st.builds(dispute.ReferOn, TEXT),
    st.just(dispute.AgreeDecision()),
    st.builds(dispute.ReturnToReview, TEXT),
    st.just(dispute.RequestNextStage()),
    st.just(dispute.AcceptDecision()),
    st.builds(dispute.WithdrawDispute, TEXT),
    st.builds(dispute.AddGrounds, st.just([Ground(question="B01", text="More.")])),
)
PLAN = st.one_of(
    st.builds(plan.AddAction, issues=ISSUES, what=TEXT, due_on=ON, who=TEXT),
    st.builds(plan.ChangeAction, number=NUMBER, what=TEXT, due_on=ON, who=TEXT, why=TEXT),
    st.builds(plan.RemoveAction, NUMBER),
    st.just(plan.SubmitPlan()),
    st.builds(plan.ChasePlan, TEXT),
    st.builds(plan.ReturnPlan, TEXT),
    st.just(plan.ApprovePlan()),
    st.builds(plan.ReportProgress, number=NUMBER, text=TEXT, attachments=EVIDENCE),
    st.builds(plan.CompleteAction, number=NUMBER, attachments=EVIDENCE),
    st.builds(plan.AcceptAction, number=NUMBER),
    st.builds(plan.CommentOnAction, number=NUMBER, text=TEXT),
    st.just(plan.SubmitCompletedPlan()),
    st.builds(plan.AcceptPlan, visited_on=ON),
    st.builds(plan.ReopenPlan, comments=TEXT, actions=st.lists(NUMBER, max_size=2)),
)
