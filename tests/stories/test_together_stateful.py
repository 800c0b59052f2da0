"""An assessment with all that hangs on it, driven by everybody at any time: laws and rules hold."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from assessing import play
from attempts import DISPUTE, PLAN, TEXT
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from joining import GROUNDS, check_joined, check_joined_step, check_joined_time, published, review
from planning import AUD, approver
from playing import BEGIN, EVERYBODY, LOCALITIES, PAT, policy_of, rater

from pamms_core.codec import dump_together, load_together
from pamms_core.policies.words import ConcernKind
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import assessment_commands as assess
from pamms_core.processes.assessment_facts import DisputeEnding
from pamms_core.processes.concern_facts import AnswerConcern, ConfirmAssurance, DecideOnConcern
from pamms_core.processes.follow_up_facts import CloseFollowUp, MoveFollowUp, RecordFollowUp
from pamms_core.processes.not_evidenced import NameNotEvidenced
from pamms_core.processes.plan_issues import issues_from
from pamms_core.processes.together import Processes
from pamms_core.processes.together_values import RaiseConcernHere, RequestReview, Together

if TYPE_CHECKING:
    from pamms_core.workflow import Actor

ON = st.integers(-5, 500).map(lambda days: BEGIN.date() + timedelta(days=days))
ASSESSMENT = st.one_of(
    st.just(GROUNDS),
    st.just(RequestReview([])),
    st.builds(assess.RequestDispute, TEXT),
    st.just(assess.AcceptReport()),
    st.just(assess.PublishReport()),
    st.just(assess.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"])),
    st.just(assess.FinishComments()),
    st.just(assess.ConcludeConsideration()),
    st.builds(assess.CommentOnDraft, text=TEXT, questions=st.just(["A01"])),
    st.builds(assess.ConsiderComment, comment=st.integers(1, 2), response=TEXT),
    st.builds(
        assess.RecordDisputeEnd, ending=st.sampled_from(list(DisputeEnding)), reason=st.just("So.")
    ),
    st.builds(NameNotEvidenced, standards=st.lists(st.sampled_from([2, 6, 9]), max_size=2), why=TEXT),
    st.builds(assess.AbandonAssessment, TEXT),
)
BESIDES = st.one_of(
    st.builds(RaiseConcernHere, st.sampled_from(list(ConcernKind)), TEXT),
    st.builds(AnswerConcern, TEXT),
    st.builds(DecideOnConcern, TEXT),
    st.builds(ConfirmAssurance, TEXT),
    st.builds(RecordFollowUp, held_on=ON, finding=TEXT),
    st.builds(MoveFollowUp, on=ON, why=TEXT),
    st.builds(CloseFollowUp, TEXT),
)
GAPS = st.sampled_from([0, 1, 26, 24 * 8, 24 * 35, 24 * 100]).map(lambda hours: timedelta(hours=hours))
LETTERS = st.sampled_from(["GGGG", "RRGG", "PPPP", "EEEE"])
PEOPLE = (*EVERYBODY, AUD)


@cache
def _joined(locality: str) -> Processes:
    return Processes.of(policy_of(locality), rater())


@cache
def _begun(locality: str, until: str, letters: str) -> Together:
    if until == "published":
        return published(locality, _joined(locality))
    return Together(assessment=play(locality, until, letters).case)


class Joined(RuleBasedStateMachine):
    """One assessment of any locality, from its draft on."""

    all: Any
    processes: Processes
    at: datetime

    @initialize(
        locality=st.sampled_from(LOCALITIES),
        far=st.sampled_from(["published", "planned", "comments-considered", "comments-open"]),
        letters=LETTERS,
    )
    def begin(self, locality: str, far: str, letters: str) -> None:
        """Begin with an assessment that has come far."""
        self.locality, self.processes = locality, _joined(locality)
        self.all = _begun(locality, "published" if far == "planned" else far, letters)
        self.at = max(each.at for each in self.all.cases)
        if far == "planned":
            self.plan(60)

    def _do(self, command: object, by: Actor) -> None:
        self.all = check_joined_step(self.processes, self.all, command, by, self.at)

    @rule(data=st.data(), gap=GAPS, fitting=st.booleans())
    def act(self, data: st.DataObject, gap: timedelta, *, fitting: bool) -> None:
        """Anybody tries anything some time later; often somebody who has a role for it."""
        self.at += gap
        command = data.draw(st.one_of(ASSESSMENT, DISPUTE, PLAN, BESIDES))
        rows = [
            each
            for machine in self.processes.machines
            for each in machine.rows_of.get(type(command), ())
        ]
        able = [who for who in PEOPLE if any(set(each.roles) & who.roles for each in rows)]
        self._do(command, data.draw(st.sampled_from(able if fitting and able else PEOPLE)))

    @rule(gap=GAPS)
    def wait(self, gap: timedelta) -> None:
        """Let time pass, at once or bit by bit."""
        self.at += gap
        self.all = check_joined_time(self.processes, self.all, self.at)

    @precondition(lambda self: self.all.dispute and self.all.dispute.state.endswith("-requested"))
    @rule()
    def review(self) -> None:
        """Go through the whole of a review."""
        if self.processes.advance(self.all, self.at).together != self.all:
            return
        for command, by in review(self.locality, self.all):
            self._do(command, by)
        assert not self.all.dispute.state.endswith("-in-review")

    @precondition(lambda self: self.all.assessment.state in {"comments-considered", "final"})
    @rule(dispute=st.booleans())
    def go_on(self, *, dispute: bool) -> None:
        """Dispute, or accept and publish, by those who may."""
        if dispute and self.all.assessment.state == "comments-considered":
            return self._do(GROUNDS, PAT)
        self._do(assess.AcceptReport(), PAT)
        self._do(
            assess.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"]), EVERYBODY[2]
        )
        for by in EVERYBODY:
            self._do(assess.PublishReport(), by)
        return None

    @precondition(lambda self: self.all.plan and self.all.plan.state == "draft")
    @rule(days=st.integers(1, 90))
    def write(self, days: int) -> None:
        """Write the whole plan, submit it, and have it approved."""
        self.plan(days)

    def plan(self, days: int) -> None:
        """Do all that brings a plan in progress."""
        due_on = self.at.date() + timedelta(days=days)
        for each in self.all.plan.facts.issues:
            self._do(plan.AddAction(issues=[each.id], what="Train.", due_on=due_on, who="M"), PAT)
        self._do(plan.SubmitPlan(), PAT)
        self._do(plan.ApprovePlan(), approver(self.locality))
        assert self.all.plan.state == "in-progress"

    @precondition(lambda self: hasattr(self, "all"))
    @invariant()
    def the_cases_fit_together(self) -> None:
        """What one case says of another is so, whatever came about."""
        whole, ends = self.all, self.processes.dispute.ends
        open_disputes = [each for each in whole.disputes if each.state not in ends]
        state = whole.assessment.state
        assert len(open_disputes) <= 1
        assert (state == "in-dispute") is bool(open_disputes) or state == "abandoned"
        assert len(whole.disputes) == len(whole.assessment.facts.disputes)
        settled = [each.ending is not None and each.final for each in whole.assessment.facts.disputes]
        assert not any(settled[:-1]), "a final decision is never reopened"
        if state != "published":
            assert whole.plan is None
            assert whole.follow_ups == ()
        for each in whole.follow_ups:
            assert (each.state == "due") <= (each.facts.on < whole_day(self.processes, each.at))

    @precondition(lambda self: hasattr(self, "all") and self.all.assessment.state == "published")
    @invariant()
    def what_was_published_goes_on(self) -> None:
        """A plan is there just where one is needed, with just its issues; follow-ups are there once."""
        facts, policy = self.all.assessment.facts, self.processes.policy
        outcome = rater().rate(facts.sheet.answers(rater().question_set))
        issues = issues_from(policy, outcome, facts.not_evidenced)
        rating = outcome.overall.rating
        assert rating is not None
        needed = bool(issues) and (policy.plan.trigger != "overall" or rating.rank <= 1)
        assert (self.all.plan is not None) is needed
        if self.all.plan is not None:
            assert self.all.plan.facts.issues == issues
        rules = [each.facts.rule for each in self.all.follow_ups]
        assert len(set(rules)) == len(rules)
        rated = [each for each in policy.follow_up if each.rating == rating.key]
        timed = [each for each in rated if each.after and (needed or not each.only_if_plan)]
        assert len(timed) <= len(rules) <= len(rated)

    def teardown(self) -> None:
        """At the end every log tells its case, and JSON brings all of it back."""
        if hasattr(self, "all"):
            check_joined(self.processes, self.all)
            text = dump_together(self.all, self.processes)
            assert load_together(text, self.processes) == self.all


def whole_day(processes: Processes, at: datetime) -> Any:
    """Find the day of an instant."""
    return processes.assessment.counting.day_of(at)


TestJoined = Joined.TestCase
TestJoined.settings = settings(
    max_examples={"ci": 50, "nightly": 1000}.get(os.environ.get("PAMMS_PROFILE", ""), 8),
    stateful_step_count=15,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestJoined.__doc__ = """The laws and the rules hold of all cases together."""
