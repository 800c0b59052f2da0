"""Disputes played in any locality: opened, assigned, checked, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from playing import BEGIN, HAL, MAX, PAT, SUE, TOM, Stage, answers, asked, policy_of

from pamms_core.processes import dispute_commands as give
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.dispute_facts import Ground, Reviewer

if TYPE_CHECKING:
    from pamms_core.workflow import Actor

OFFICERS: Final[dict[str, Actor]] = {
    "senior-officer": SUE,
    "team-manager": TOM,
    "contracts-manager": MAX,
    "head-of-service": HAL,
}
GROUND: Final = Ground(question="A01", text="The record was there.")


def opening(letters: str = "RRRR", **changed: Any) -> give.OpenDispute:
    """Ask for a review of four answers."""
    given: dict[str, Any] = {
        "assessment": "7",
        "service": "Cedar View",
        "asked": asked(),
        "sheet": answers(letters),
        "told_at": BEGIN,
        "grounds": [GROUND],
        "involved": ["ann"],
    }
    return give.OpenDispute(**given | changed)


def disputed(locality: str, letters: str = "RRRR", **changed: Any) -> Stage:
    """Open a dispute in a locality."""
    return Stage(dispute_machine(policy_of(locality))).do(opening(letters, **changed), PAT)


def rung(stage: Stage, locality: str) -> Any:
    """Find the stage of the policy that a dispute stands at."""
    return policy_of(locality).stage(stage.facts.review.stage)


def assign(stage: Stage, locality: str, involvement: str = "") -> Stage:
    """Assign the usual people of the stage."""
    roles = rung(stage, locality).decided_by
    found = [
        Reviewer(role=role.value, person=OFFICERS[role].id, involvement=involvement) for role in roles
    ]
    return stage.do(give.AssignReviewers(found), OFFICERS[roles[0]])


def check(stage: Stage, locality: str) -> Stage:
    """Answer every check of the stage."""
    reviewer = OFFICERS[rung(stage, locality).decided_by[0]]
    for each in rung(stage, locality).checks:
        stage.do(give.AnswerCheck(check=each, holds=True, finding="It was looked at."), reviewer)
    return stage


def reviewed(stage: Stage, locality: str) -> Stage:
    """Assign reviewers and answer every check."""
    return check(assign(stage, locality), locality)


def decide(stage: Stage, locality: str, command: object) -> Stage:
    """Decide a stage whose checks are answered, all reviewers agreeing."""
    first, *others = rung(stage, locality).decided_by
    stage.do(command, OFFICERS[first])
    for role in others:
        stage.do(give.AgreeDecision(), OFFICERS[role])
    return stage


def settle(stage: Stage, locality: str, command: object) -> Stage:
    """Review and decide the stage that a dispute stands at."""
    return decide(reviewed(stage, locality), locality, command)
