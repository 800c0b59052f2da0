"""An assessment joined with what hangs on it: disputed, published, with a plan and a concern."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from assessing import play
from disputing import OFFICERS
from playing import ANN, PAT, TOM, policy_of

from pamms_core.policies.words import ConcernKind, StageOutcome
from pamms_core.processes import assessment_commands as assess
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.together_values import (
    Held,
    Moved,
    RaiseConcernHere,
    RequestReview,
    Together,
)
from pamms_core.testing.workflow_laws import check_case
from pamms_core.workflow.commands import command_name

if TYPE_CHECKING:
    from pamms_core.processes.together import Processes
    from pamms_core.workflow import Actor

GROUNDS: Final = RequestReview([Ground(question="A01", text="The record was there.")])


def published(locality: str, processes: Processes) -> Together:
    """Dispute a poor report, withdraw the dispute, raise a concern, and publish."""
    stage = play(locality, "comments-considered", "PPPP")
    now, at = Together(assessment=stage.case), stage.at
    steps: list[tuple[Any, Actor]] = [
        (GROUNDS, PAT),
        (dispute.WithdrawDispute("Explained."), PAT),
        (RaiseConcernHere(ConcernKind.HEALTH_AND_SAFETY, "Cold water only."), ANN),
        (assess.ShareOutcome(attended_by=["provider", "assessor", "contract-lead"]), ANN),
        (assess.PublishReport(), TOM if locality == "south-west" else ANN),
    ]
    for command, by in steps:
        if command_name(type(command)) == "share-outcome" and locality != "wirral":
            continue
        at += timedelta(hours=1)
        found = processes.decide(now, command, by=by, at=at)
        assert isinstance(found, Moved), found
        now = found.together
    return now


def review(locality: str, now: Together) -> list[tuple[Any, Actor]]:
    """List the steps of a whole review at the stage that the dispute stands at: a fair record."""
    assert now.dispute is not None
    review = now.dispute.facts.review
    assert review is not None
    rung = policy_of(locality).stage(review.stage)
    people = [
        Reviewer(role=role.value, person=OFFICERS[role].id, involvement="Nobody else.")
        for role in rung.decided_by
    ]
    first, *others = (OFFICERS[role] for role in rung.decided_by)
    outcome = StageOutcome.PUBLISH if StageOutcome.PUBLISH in rung.outcomes else rung.outcomes[0]
    return [
        (dispute.AssignReviewers(people), first),
        *((dispute.AnswerCheck(check=each, holds=True, finding="Seen."), first) for each in rung.checks),
        (dispute.DecideStage(outcome=outcome, reason="A fair record."), first),
        *((dispute.AgreeDecision(), other) for other in others),
    ]


def check_joined_step(
    processes: Processes, together: Together, command: Any, by: Actor, at: datetime
) -> Together:
    """Decide a command and hold the decision to the laws of one case, over all of them."""
    before = repr(together), [each.log for each in together.cases]
    offered = processes.options(together, by=by, at=at)
    found = processes.decide(together, command, by=by, at=at)
    assert (repr(together), [each.log for each in together.cases]) == before
    if isinstance(found, Held):
        assert found.together is together
        assert found.reasons
        assert all(map(processes.sentences.say, found.reasons))
        return together
    assert not found.repeated
    _check_entries(together, found)
    own = [each for each in found.entries if each.command == command]
    for entry in own:
        name = command_name(type(command))
        for option in offered.get(entry.case, ()):
            assert option.name != name or option.allowed
    return found.together


def _check_entries(before: Together, found: Moved) -> None:
    """Every new entry is told once, in its case's order, and versions count them."""
    for case in found.together.cases:
        old = before.case(case.id)
        new = tuple(case.log)[0 if old is None else old.version :]
        assert new == tuple(each for each in found.entries if each.case == case.id)
    assert found.together.version == before.version + len(found.entries)
    assert {each.at for each in found.notices} <= {each.at for each in found.entries}


def check_joined_time(processes: Processes, together: Together, until: datetime) -> Together:
    """Let time pass at once and bit by bit: the same cases, entries and messages."""
    whole = processes.advance(together, until)
    _check_entries(together, whole)
    again = processes.advance(whole.together, until)
    assert (again.together, again.entries, again.notices) == (whole.together, (), ())
    now, entries, notices = together, list[Any](), list[Any]()
    begin = max(each.at for each in together.cases)
    for part in range(1, 5):
        bit = processes.advance(now, begin + (until - begin) * part / 4)
        now = bit.together
        entries += bit.entries
        notices += bit.notices
    assert (now, tuple(entries), tuple(notices)) == (whole.together, whole.entries, whole.notices)
    return now


def check_joined(processes: Processes, together: Together) -> None:
    """Hold every case to the laws of its log."""
    for case in together.cases:
        check_case(processes.machine_of(case), case)
