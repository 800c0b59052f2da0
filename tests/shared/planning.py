"""Action plans played in any locality: opened, written, submitted, approved, carried out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from playing import ANN, BEGIN, LEA, MIA, PAT, TOM, Stage, answers, policy_of, rater, small_set

from pamms_core.processes import action_plan_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.plan_issues import issues_from
from pamms_core.workflow import Actor

if TYPE_CHECKING:
    from pamms_core import Outcome

AUD: Final = Actor("aud", ["audit-team"])
WHO: Final = {"assessor": ANN, "contract-lead": LEA, "audit-team": AUD, "team-manager": TOM}


def rated(letters: str) -> Outcome:
    """Rate four answers."""
    return rater().rate(answers(letters).answers(small_set(), "Cedar View"))


def opened(locality: str, letters: str = "RRGG", **changed: Any) -> Stage:
    """Open a plan for an outcome published today."""
    policy = policy_of(locality)
    stage = Stage(action_plan_machine(policy))
    given: dict[str, Any] = {
        "assessment": "7",
        "service": "Cedar View",
        "published_on": BEGIN.date(),
        "issues": issues_from(policy, rated(letters)),
    }
    return stage.do(give.OpenActionPlan(**given | changed), ANN)


def approver(locality: str) -> Actor:
    """Find who approves plans."""
    return WHO[policy_of(locality).plan.approved_by[0]]


def accepter(locality: str) -> Actor:
    """Find who accepts actions."""
    return WHO[policy_of(locality).plan.actions_accepted_by[0]]


def write(stage: Stage, *days: int) -> Stage:
    """Write an action for each issue, due so many days after the beginning, or after sixty."""
    for place, issue in enumerate(stage.facts.issues):
        after = days[place] if place < len(days) else 60
        due_on = BEGIN.date() + timedelta(days=after)
        stage.do(
            give.AddAction(issues=[issue.id], what="Train all staff.", due_on=due_on, who="Manager"), MIA
        )
    return stage


def approved(locality: str, *days: int, letters: str = "RRGG") -> Stage:
    """Bring a plan to its approval."""
    stage = write(opened(locality, letters), *days)
    return stage.do(give.SubmitPlan(), PAT).do(give.ApprovePlan(), approver(locality))


def carried_out(locality: str) -> Stage:
    """Bring a plan to its submission as a whole."""
    stage = approved(locality)
    for each in stage.facts.actions:
        stage.do(give.CompleteAction(number=each.number, text="Done."), PAT)
        if policy_of(locality).plan.accepted_one_by_one:
            stage.do(give.AcceptAction(number=each.number), accepter(locality))
    return stage.do(give.SubmitCompletedPlan(), PAT)


def after(days: int) -> date:
    """Find the day so many days after the beginning."""
    return BEGIN.date() + timedelta(days=days)
