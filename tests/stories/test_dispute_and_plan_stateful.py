"""Disputes and action plans, driven by everybody at any time: the kernel's laws and the rules hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import attrs
from attempts import DISPUTE, PEOPLE, PLAN
from disputing import opening
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from planning import AUD, opened
from playing import ANN, BEGIN, EVERYBODY, LOCALITIES, PAT, policy_of

from pamms_core.codec.cases import dump_case, load_case
from pamms_core.processes import action_plan_commands as plan
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.action_plan_facts import ActionState
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.dispute_end import dispute_result
from pamms_core.processes.dispute_facts import Reviewer
from pamms_core.testing.workflow_laws import check_case, check_step, check_time
from pamms_core.workflow import Actor, new_case

GAPS = st.sampled_from([0, 1, 26, 24 * 8, 24 * 35]).map(lambda hours: timedelta(hours=hours))


class Driven(RuleBasedStateMachine):
    """One case, with everybody at it."""

    commands: ClassVar[Any]
    people: ClassVar[tuple[Actor, ...]] = (*EVERYBODY, AUD)
    case: Any
    machine: Any
    at: datetime

    @precondition(lambda self: hasattr(self, "case"))
    @rule(data=st.data(), gap=GAPS, fitting=st.booleans())
    def act(self, data: st.DataObject, gap: timedelta, *, fitting: bool) -> None:
        """Somebody tries something some time later; often somebody who has a role for it."""
        self.at += gap
        command = data.draw(self.commands)
        rules = self.machine.rows_of.get(type(command), ())
        able = [who for who in self.people if any(set(each.roles) & who.roles for each in rules)]
        by = data.draw(st.sampled_from(able if fitting and able else self.people))
        self.case = check_step(self.machine, self.case, command, by, self.at).case

    @precondition(lambda self: hasattr(self, "case"))
    @rule(gap=GAPS)
    def wait(self, gap: timedelta) -> None:
        """Let time pass, at once or bit by bit."""
        self.at += gap
        self.case = check_time(self.machine, self.case, self.at)

    def teardown(self) -> None:
        """At the end replay, golden check, hash chain and storage agree with the case."""
        if hasattr(self, "case"):
            check_case(self.machine, self.case)
            assert load_case(dump_case(self.case, self.machine), self.machine) == self.case


class DrivenDispute(Driven):
    """One dispute of any locality."""

    commands = DISPUTE

    @initialize(locality=st.sampled_from(LOCALITIES))
    def open(self, locality: str) -> None:
        """Open a dispute, sometimes with its first review done."""
        self.policy = policy_of(locality)
        self.machine = dispute_machine(self.policy)
        self.at = BEGIN
        case = new_case(self.machine, BEGIN, "1")
        self.case = check_step(self.machine, case, opening(), PAT, BEGIN).case

    @precondition(lambda self: hasattr(self, "case") and self.case.state.endswith("-requested"))
    @rule()
    def review(self) -> None:
        """Do the whole of a review, up to its decision."""
        stage = self.policy.stage(self.case.facts.review.stage)
        people = [
            Reviewer(role=role.value, person=PEOPLE[role], involvement="Nobody else.")
            for role in stage.decided_by
        ]
        by = next(each for each in EVERYBODY if each.id == people[0].person)
        self.at += timedelta(hours=1)
        assigned = dispute.AssignReviewers(people)
        self.case = check_step(self.machine, self.case, assigned, by, self.at).case
        for check in stage.checks:
            answered = dispute.AnswerCheck(check=check, holds=True, finding="Seen.")
            self.case = check_step(self.machine, self.case, answered, by, self.at).case
        assert self.case.state == f"{stage.id}-in-review"

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def rules_hold(self) -> None:
        """Decisions rest on all checks and all reviewers, and a result is there just at the end."""
        facts = self.case.facts
        assert (dispute_result(self.case) is not None) is (self.case.state in self.machine.ends)
        for review in facts.reviews:
            stage = self.policy.stage(review.stage)
            if review.decision is not None:
                assert {each.check for each in review.findings} == set(stage.checks)
                assert review.decision.outcome in stage.outcomes
            if review.decision is not None and review.decision.taken:
                assert len(set(review.decision.agreed_by)) == len(stage.decided_by)
        taken = [
            review.decision for review in facts.reviews if review.decision and review.decision.taken
        ]
        assert set(facts.changes) <= {code for each in taken for code in each.changes}


class DrivenPlan(Driven):
    """One plan of any locality."""

    commands = PLAN

    @initialize(locality=st.sampled_from(LOCALITIES), far=st.booleans())
    def open(self, locality: str, *, far: bool) -> None:
        """Open a plan, sometimes with all its actions written and approved."""
        stage = opened(locality)
        self.policy, self.machine = policy_of(locality), action_plan_machine(policy_of(locality))
        self.at = stage.at
        self.case = stage.case
        self.known: set[int] = set()
        if far:
            self._approve()

    def _approve(self) -> None:
        by = next(each for each in self.people if self.policy.plan.approved_by[0].value in each.roles)
        due_on = BEGIN.date() + timedelta(days=40)
        steps = [
            (plan.AddAction(issues=[each.id], what="Train.", due_on=due_on, who="M"), PAT)
            for each in self.case.facts.issues
        ]
        for command, who in (*steps, (plan.SubmitPlan(), PAT), (plan.ApprovePlan(), by)):
            self.case = check_step(self.machine, self.case, command, who, self.at).case
        assert self.case.state == "in-progress"

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def rules_hold(self) -> None:
        """No issue is uncovered once submitted; the next date is ahead; the end has all accepted."""
        facts, state = self.case.facts, self.case.state
        if state in {"submitted", "in-progress", "completed", "accepted"}:
            assert facts.uncovered == ()
            for needed in self.policy.plan.needs:
                assert facts.lacking(needed) == ()
        if state == "in-progress":
            assert facts.next_step_on >= self.machine.counting.day_of(self.case.at)
            dates = [each.due_on for each in facts.open_actions if each.due_on]
            ahead = [each for each in dates if each >= self.machine.counting.day_of(self.case.at)]
            assert not ahead or facts.next_step_on == min(ahead)
        if state == "accepted":
            assert {each.state for each in facts.actions} == {ActionState.ACCEPTED}
        numbers = [each.number for each in facts.actions]
        assert len(set(numbers)) == len(numbers) <= facts.numbered


SETTINGS = settings(
    max_examples=15,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDispute = DrivenDispute.TestCase
TestDispute.settings = SETTINGS
TestDispute.__doc__ = """The laws and the rules hold of disputes."""
TestPlan = DrivenPlan.TestCase
TestPlan.settings = SETTINGS
TestPlan.__doc__ = """The laws and the rules hold of action plans."""


def test_p3_a_plan_of_another_council_says_less() -> None:
    """Where the what alone is needed no more is said; without a longest no date is too late."""
    policy = policy_of("norfolk")
    free = attrs.evolve(policy, plan=attrs.evolve(policy.plan, longest=None))
    machine = action_plan_machine(free)
    case = opened("norfolk")
    command = plan.OpenActionPlan(
        service="Cedar View", published_on=BEGIN.date(), issues=case.facts.issues
    )
    found = check_step(machine, new_case(machine, BEGIN), command, ANN, BEGIN).case
    far = BEGIN.date() + timedelta(days=2000)
    every = [each.id for each in found.facts.issues]
    steps = [
        (plan.AddAction(issues=every, what="Build anew.", due_on=far), PAT),
        (plan.SubmitPlan(), PAT),
        (plan.ApprovePlan(), ANN),
        (plan.ChangeAction(number=1, what="Build.", due_on=far, why="Shorter."), ANN),
    ]
    for step, by in steps:
        found = check_step(machine, found, step, by, BEGIN).case
    assert found.facts.next_step_on == far
