"""Cases of all kinds, driven by everybody at any time: the kernel's laws and the domain's rules hold."""

from __future__ import annotations

import os
from datetime import date, timedelta
from functools import cache
from typing import Any, ClassVar

from assessing import play
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from playing import BEGIN, EVERYBODY, LOCALITIES, answers, asked, policy_of, rated

from pamms_core.codec.cases import dump_case, load_case
from pamms_core.policies.words import ConcernKind, Occasion
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import concern_facts as concern
from pamms_core.processes import self_assessment_facts as own
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.assessment_facts import AssessmentFacts, DisputeEnding, Material
from pamms_core.processes.concerns import concern_machine
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.targeted_review import (
    OpenTargetedReview,
    RecommendAssessment,
    targeted_review_machine,
)
from pamms_core.testing.workflow_laws import check_case, check_step, check_time
from pamms_core.workflow import Actor, new_case

TODAY = BEGIN.date()
ON = st.integers(-2, 90).map(lambda days: TODAY + timedelta(days=days))
TEXT = st.sampled_from(["", "So it is."])
CHANGES = st.sampled_from([{}, {"A01": rated("P")}, {"B01": rated("E")}, {"Z99": rated("G")}])
PLAN: dict[str, Any] = {"service": "Cedar View", "asked": asked(), "planned_on": date(2027, 1, 4)}

SHARED = st.one_of(
    st.sampled_from(
        [
            give.AllocateAssessor("ann"),
            give.AllocateAssessor("ben"),
            give.SubmitMaterial([Material("doc-1")]),
            give.AgreeRatings(),
            give.CompleteAnswers(),
            give.CompleteAnswers(not_agreed="No answer."),
            give.IssueDraft(),
            give.ConfirmReceipt(Occasion.DRAFT_RECEIVED),
            give.ConfirmReceipt(Occasion.DRAFT_ACCESSED),
            give.FinishComments(),
            give.ConcludeConsideration(),
            give.AcceptReport(),
            give.RequestDispute("Unfair."),
            give.RepeatAssessment(standards=[2], reason="Not supported."),
            give.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"]),
            give.NoteRegulatorRating("good"),
            give.ExtendComments("7 days", "The manager is ill."),
        ]
    ),
    st.builds(give.CommentOnDraft, text=TEXT, questions=st.sampled_from([[], ["A01"], ["Z99"]])),
    st.builds(give.ConsiderComment, comment=st.integers(0, 3), response=TEXT, changes=CHANGES),
    st.builds(give.FinaliseReport, TEXT),
    st.builds(
        give.RecordDisputeEnd, ending=st.sampled_from(DisputeEnding), reason=TEXT, changes=CHANGES
    ),
    st.builds(give.PublishReport, without_meeting=TEXT),
    st.builds(give.AbandonAssessment, TEXT),
)
VISITS = st.one_of(
    SHARED,
    st.builds(give.RecordVisit, on=ON),
    st.builds(give.RecordAnswers, st.sampled_from(["GGGG", "PG--", "-P--", "--RG"]).map(answers)),
    st.sampled_from(
        [
            give.SendDocuments([]),
            give.SendDocuments(["standards", "question-set", "audits", "letter", "checklist"]),
            give.HoldIntroduction(["contract-lead", "provider", "assessor"]),
            give.AnnounceVisit("Night staff."),
            give.GiveFeedback("In order."),
            give.CancelAssessment("Closed."),
            RecommendAssessment("Poor records."),
        ]
    ),
)
OWN = st.one_of(
    SHARED,
    st.builds(own.FillIn, st.sampled_from(["GGGG", "PG--", "--RG"]).map(answers)),
    st.builds(own.SetLevel, sections=st.sampled_from([[2, 3], [2], [2, 3, 6]]), cause=TEXT),
    st.builds(own.AddSections, sections=st.sampled_from([[], [1], [6], [9]]), cause=TEXT),
    st.builds(
        own.ValidateSection,
        section=st.sampled_from([1, 2, 3, 6]),
        on=ON,
        changes=CHANGES,
        why=TEXT,
    ),
    st.sampled_from([own.ExplainTemplate(), own.SubmitSelfAssessment()]),
)
CONCERNS = st.one_of(
    st.builds(concern.AnswerConcern, TEXT),
    st.builds(concern.TriageConcern, TEXT),
    st.builds(concern.CallInSpecialists, TEXT),
    st.builds(concern.DecideOnConcern, st.sampled_from(["", "Daily checks.", "Weekly checks."])),
    st.builds(concern.ConfirmAssurance, TEXT),
)
OPENINGS: dict[str, tuple[Any, Any, Any]] = {
    "assessment": (assessment_machine, give.ScheduleAssessment(**PLAN), VISITS),
    "targeted-review": (
        targeted_review_machine,
        OpenTargetedReview(**PLAN, standards=[2], cause="A fall.", assessor="ann"),
        VISITS,
    ),
    "self-assessment": (
        self_assessment_machine,
        own.SendTemplate(**PLAN, assessor="ann", found_fit=True),
        OWN,
    ),
    **{
        kind.value: (
            lambda policy, kind=kind: concern_machine(policy, kind),
            concern.RaiseConcern(service="Cedar View", what="Cold rooms."),
            CONCERNS,
        )
        for kind in ConcernKind
    },
}


class AnyCase(RuleBasedStateMachine):
    """One case of some process, in some locality."""

    kinds: ClassVar[tuple[str, ...]]

    @initialize(data=st.data(), locality=st.sampled_from(LOCALITIES))
    def open(self, data: st.DataObject, locality: str) -> None:
        """Open a case, or begin with one that has come far."""
        kind = data.draw(st.sampled_from(self.kinds))
        _, command, self.commands = OPENINGS[kind]
        self.machine, self.at = _machine(kind, locality), BEGIN
        if kind == "assessment" and (far := data.draw(st.sampled_from(["", *FAR]))):
            self.case = _played(locality, far)
            self.at = self.case.at
            return
        case = new_case(self.machine, BEGIN, "case 1")
        self.case = check_step(self.machine, case, command, OFFICER, BEGIN).case

    @rule(data=st.data(), by=st.sampled_from(EVERYBODY), hours=st.integers(0, 400))
    def act(self, data: st.DataObject, by: Actor, hours: int) -> None:
        """Anybody tries anything some time later."""
        self.at += timedelta(hours=hours)
        command = data.draw(self.commands)
        before = self.case
        self.case = check_step(self.machine, self.case, command, by, self.at).case
        if before.state in self.machine.ends:
            assert self.case is before

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        """Let time pass."""
        self.at += timedelta(days=days)
        self.case = check_time(self.machine, self.case, self.at)

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def the_facts_keep_the_rules(self) -> None:
        """The facts keep the rules of the domain in every state."""
        if isinstance(self.case.facts, AssessmentFacts):
            _check_facts(self.case.state, self.case.facts)

    def teardown(self) -> None:
        """At the end the log tells the case, and JSON brings it back."""
        if hasattr(self, "case"):
            check_case(self.machine, self.case)
            assert load_case(dump_case(self.case, self.machine), self.machine) == self.case


@cache
def _machine(kind: str, locality: str) -> Any:
    return OPENINGS[kind][0](policy_of(locality))


@cache
def _played(locality: str, until: str) -> Any:
    return play(locality, until).case


OFFICER = Actor("off", ["team-manager"])
FAR = ("feedback-given", "comments-open", "commented", "comments-considered")


def _check_facts(state: str, facts: AssessmentFacts) -> None:
    """Hold facts to what must be true in any state."""
    assert (facts.published_on is not None) is (state == "published")
    assert facts.asked.misfits(facts.sheet) == ()
    if state in ("comments-considered", "in-dispute", "final", "published"):
        assert facts.comments_open == ()
    if state in ("draft-issued", "final", "published"):
        assert facts.unanswered() == ()
    disputes = [each.ending is None for each in facts.disputes]
    assert any(disputes) is (state == "in-dispute") or state == "abandoned"
    for made in facts.amendments:
        assert made.before != made.after
        assert made.why


class AssessmentCase(AnyCase):
    """Assessments on site and targeted reviews."""

    kinds = ("assessment", "targeted-review")


class SelfAssessmentCase(AnyCase):
    """Self-assessments."""

    kinds = ("self-assessment",)


class ConcernCase(AnyCase):
    """Immediate concerns of every kind."""

    kinds = tuple(kind.value for kind in ConcernKind)


EXAMPLES = {"ci": 100, "nightly": 2000}.get(os.environ.get("PAMMS_PROFILE", ""), 15)
SHORT = settings(
    max_examples=EXAMPLES,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAssessmentCase = AssessmentCase.TestCase
TestAssessmentCase.settings = SHORT
TestAssessmentCase.__doc__ = """Every law holds of assessments and targeted reviews."""
TestSelfAssessmentCase = SelfAssessmentCase.TestCase
TestSelfAssessmentCase.settings = SHORT
TestSelfAssessmentCase.__doc__ = """Every law holds of self-assessments."""
TestConcernCase = ConcernCase.TestCase
TestConcernCase.settings = SHORT
TestConcernCase.__doc__ = """Every law holds of concerns."""
