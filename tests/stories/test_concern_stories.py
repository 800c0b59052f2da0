"""Immediate concerns: to the right people, answered in time, open until assurance is gained (A12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playing import ANN, HAL, LEA, LOCALITIES, MAX, PAT, SAM, SOL, TOM, Stage, policy_of

from pamms_core.policies.words import ConcernKind
from pamms_core.processes.concern_facts import (
    AnswerConcern,
    CallInSpecialists,
    ConfirmAssurance,
    DecideOnConcern,
    RaiseConcern,
    TriageConcern,
)
from pamms_core.processes.concerns import concern_machine, concern_machines
from pamms_core.workflow import Actor

KINDS = [(locality, kind) for locality in LOCALITIES for kind in ConcernKind]
RAISED = RaiseConcern(service="Cedar View", what="Medicines were unlocked.", assessment="case 7")
ANSWERERS = {"concern": LEA, "safeguarding": SAM, "health-and-safety": LEA}


def raised(locality: str, kind: ConcernKind) -> Stage:
    """Raise a concern of a kind."""
    return Stage(concern_machine(policy_of(locality), kind)).do(RAISED, ANN)


@pytest.mark.parametrize(("locality", "kind"), KINDS)
def test_a12_to_the_right_roles(locality: str, kind: ConcernKind) -> None:
    """The registered manager hears first, then contracts; others by kind, and nobody twice."""
    told = raised(locality, kind).told("concern-raised")
    assert told[:2] == ["registered-manager", "contract-lead"]
    assert "contracts-manager" in told
    assert ("safeguarding" in told) is (kind is ConcernKind.SAFEGUARDING)
    assert ("team-manager" in told) is (kind is ConcernKind.HEALTH_AND_SAFETY)
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("locality", "kind"), KINDS)
def test_a12_answered_in_time(locality: str, kind: ConcernKind) -> None:
    """Without an answer in time it is overdue, which is told once; a late answer is taken still."""
    stage = raised(locality, kind)
    clock = stage.case.clock("answer")
    assert clock is not None
    within = policy_of(locality).concern(kind).answer_within
    assert clock.deadline.period == within
    if str(within) == "24 hours":
        assert clock.due == stage.at + timedelta(hours=24)
    assert stage.wait(30).told("concern-overdue") == ["contracts-manager"]
    assert stage.do(AnswerConcern("Locked now."), ANSWERERS[kind]).state == "answered"


def test_a12_social_care_may_answer__wirral() -> None:
    """A safeguarding concern is triaged by the duty team and answered by it or by social care."""
    stage = raised("wirral", ConcernKind.SAFEGUARDING)
    assert stage.refuse(AnswerConcern("Seen."), LEA) == ("role-not-allowed",)
    stage.do(TriageConcern("An enquiry is opened."), SAM).do(AnswerConcern("Visited."), SOL)
    stage.do(AnswerConcern("Also visited."), SAM)
    assert [each.role for each in stage.facts.responses] == ["social-care", "safeguarding"]
    plain = raised("wirral", ConcernKind.CONCERN)
    assert "unknown-command" in plain.refuse(TriageConcern("Nothing."), SAM)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a12_decided_by_both_and_open_until_assured(locality: str) -> None:
    """Contracts manager and contract lead decide together; other measures need both anew."""
    stage = raised(locality, ConcernKind.CONCERN).do(AnswerConcern("Locked."), LEA)
    stage.do(DecideOnConcern("Weekly checks."), LEA)
    assert stage.refuse(ConfirmAssurance("Seen."), MAX) == ("wrong-state",)
    stage.do(DecideOnConcern("Daily checks."), MAX)
    assert (stage.state, stage.facts.agreed_by) == ("answered", ("contracts-manager",))
    stage.do(DecideOnConcern("Daily checks."), LEA)
    assert stage.wait(300).state == "decided"
    assert stage.refuse(ConfirmAssurance(""), MAX) == ("text-missing",)
    assert stage.do(ConfirmAssurance("Four checks without findings."), MAX).state == "assured"
    assert "ended" in stage.refuse(AnswerConcern("More."), LEA)


def test_a12_one_officer_in_both_roles_decides_alone() -> None:
    """An authorised officer who acts as contract lead too agrees in both roles."""
    stage = raised("wirral", ConcernKind.CONCERN).do(AnswerConcern("Locked."), LEA)
    both = Actor("max", ["contracts-manager", "contract-lead"])
    assert stage.do(DecideOnConcern("Daily checks."), both).state == "decided"


def test_a12_specialists_are_called_in() -> None:
    """Those who answer or decide call in a team, which hears of it; an outsider cannot."""
    stage = raised("wirral", ConcernKind.HEALTH_AND_SAFETY)
    stage.do(CallInSpecialists("infection control"), TOM)
    assert (stage.facts.specialists, stage.told("specialists-called-in")) == (
        ("infection control",),
        ["specialist"],
    )
    assert stage.refuse(CallInSpecialists("primary care"), HAL) == ("role-not-allowed",)


def test_a12_raised_at_any_point_by_those_who_work_on_it() -> None:
    """A concern needs no assessment and says what it is; a provider raises none."""
    machines = concern_machines(policy_of("wirral"))
    assert set(machines) == set(ConcernKind)
    stage = Stage(machines[ConcernKind.CONCERN])
    assert stage.refuse(RAISED, PAT) == ("role-not-allowed",)
    assert stage.refuse(RaiseConcern(service="", what=" "), ANN) == ("text-missing", "text-missing")
    assert stage.do(RaiseConcern(service="Cedar View", what="Cold rooms."), SOL).facts.raised_by == "sol"
