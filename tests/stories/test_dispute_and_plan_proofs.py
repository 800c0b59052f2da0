"""What never happens to a dispute or a plan in any locality, over every position of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from playing import LOCALITIES, policy_of

from pamms_core.policies.words import Role, StageOutcome
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.follow_up_case import follow_up_machine
from pamms_core.workflow.exploring import Exploration, explore

if TYPE_CHECKING:
    from pamms_core.workflow.positions import Transition

MACHINES = [
    pytest.param(maker, name, id=f"{maker.__name__}-{name}")
    for maker in (dispute_machine, action_plan_machine, follow_up_machine)
    for name in LOCALITIES
]


def explored(maker: Any, name: str) -> Exploration:
    """Explore a machine of a locality."""
    return explore(maker(policy_of(name)))


@pytest.mark.parametrize(("maker", "name"), MACHINES)
def test_every_case_can_reach_an_end_and_no_state_is_silent(maker: Any, name: str) -> None:
    """An end can be reached from everywhere, every row can fire, and nothing is silent."""
    found = explored(maker, name)
    assert found.dead_ends == ()
    assert found.silent == ()
    assert found.idle_rows == ()


@pytest.mark.parametrize(("maker", "name"), MACHINES)
def test_every_row_cites_its_source(maker: Any, name: str) -> None:
    """Each row names a rule id, or says that it is ours."""
    for rule in maker(policy_of(name)).all_rules:
        assert rule.source, rule.id


@pytest.mark.parametrize("name", LOCALITIES)
def test_d3_a_final_decision_is_never_reopened(name: str) -> None:
    """Nothing leads on from a settled dispute, and the last stage knows no state after its decision."""
    found = explored(dispute_machine, name)
    for position, steps in found.steps.items():
        if position.state in {"settled", "withdrawn"}:
            assert steps == ()
            assert position.clocks == ()
    last = policy_of(name).ladder[-1].id
    assert f"{last}-decided" not in found.machine.states
    deciding = {f"decide-{last}", *(each for each in found.machine.by_id if f"agree-{last}" in each)}
    assert found.never_taken(
        lambda step: (
            step.row in deciding
            and step.after.state != "settled"
            and not step.after.state.startswith(f"{last}-agreed-by-")
        )
    )


@pytest.mark.parametrize("name", LOCALITIES)
def test_d2_nothing_is_decided_unchecked(name: str) -> None:
    """Whatever leaves a review by a decision asks first whether every check was answered."""
    found = explored(dispute_machine, name)
    for stage in policy_of(name).ladder:
        guard = f"all-checked-of-{stage.id}"
        assert found.never_taken(
            lambda step, guard=guard, id_=stage.id: (  # type: ignore[misc]
                step.before.state == f"{id_}-in-review"
                and step.after.state not in {f"{id_}-in-review", "withdrawn", "settled"}
                and guard not in step.guards
            )
        )
        settling = [
            step.row
            for steps in found.steps.values()
            for step in steps
            if step.before.state == f"{stage.id}-in-review"
            and step.after.state == "settled"
            and guard not in step.guards
        ]
        assert set(settling) <= {f"withdraw-{stage.id}"}


@pytest.mark.parametrize("name", LOCALITIES)
def test_d1_while_a_decision_is_awaited_its_clock_is_there(name: str) -> None:
    """In every state of a stage the time to decide runs or is overdue; after it, that to go on."""
    found = explored(dispute_machine, name)
    waiting = ("decided", "settled", "withdrawn")
    assert found.never(
        lambda at: at.state != "(new)" and not at.state.endswith(waiting) and not at.is_at("decision")
    )
    assert found.never(lambda at: at.state.endswith("-decided") and not at.is_at("next-request"))


@pytest.mark.parametrize("name", LOCALITIES)
def test_p3_no_plan_is_submitted_with_an_issue_left(name: str) -> None:
    """Every step into a submitted, approved or completed plan asks whether each issue has an action."""
    found = explored(action_plan_machine, name)
    watched = {"submitted", "in-progress", "completed"}
    reopened = ("completed", "in-progress")

    def enters(step: Transition) -> bool:
        states = (step.before.state, step.after.state)
        return states[1] in watched and states[0] != states[1] and states != reopened

    assert found.never_taken(lambda step: enters(step) and "every-issue-covered" not in step.guards)
    removing = {each.id for each in found.machine.rules if each.command.__name__ == "RemoveAction"}
    assert found.never_taken(
        lambda step: (
            step.row in removing and step.before.state in watched and "still-covered" not in step.guards
        )
    )


@pytest.mark.parametrize("name", LOCALITIES)
def test_p4_nothing_is_carried_out_before_its_approval(name: str) -> None:
    """No plan is in progress or accepted before it was approved, and none approved before submission."""
    found = explored(action_plan_machine, name)
    late = {"in-progress", "completed", "accepted"}
    assert found.never_taken(
        lambda step: step.after.state in late, before=lambda step: step.row == "approve-plan"
    )
    assert found.never_taken(
        lambda step: step.row == "approve-plan", before=lambda step: step.row == "submit-plan"
    )


@pytest.mark.parametrize("name", LOCALITIES)
def test_p6_while_a_plan_is_in_progress_its_dates_are_watched(name: str) -> None:
    """The clock of the next date is there whenever actions are carried out, and at no other time."""
    found = explored(action_plan_machine, name)
    assert found.never(lambda at: (at.state == "in-progress") is not at.is_at("action-due"))


def test_a_ladder_of_a_council_of_its_own() -> None:
    """Three roles decide and refer together, one after the other: no shipped policy has that."""
    policy = policy_of("norfolk")
    first = attrs.evolve(
        policy.ladder[0], decided_by=(Role.SENIOR_OFFICER, Role.TEAM_MANAGER, Role.CONTRACT_LEAD)
    )
    machine = dispute_machine(attrs.evolve(policy, ladder=(first, policy.ladder[1])))
    found = explore(machine)
    assert (found.dead_ends, found.silent, found.idle_rows) == ((), (), ())
    assert [each for each in machine.states if "agreed-by" in each] == [
        "senior-officer-agreed-by-1",
        "senior-officer-agreed-by-2",
        "senior-officer-referral-agreed-by-1",
        "senior-officer-referral-agreed-by-2",
    ]
    assert found.never_taken(
        lambda step: (
            step.after.state == "head-of-service-requested"
            and step.before.state != step.after.state
            and step.by_time
        )
    )


def test_a_ladder_whose_first_stage_only_refers() -> None:
    """A stage that can only refer leads on, and says so of any other outcome."""
    policy = policy_of("norfolk")
    first = attrs.evolve(policy.ladder[0], outcomes=(StageOutcome.REFER,))
    found = explore(dispute_machine(attrs.evolve(policy, ladder=(first, policy.ladder[1]))))
    assert (found.dead_ends, found.silent, found.idle_rows) == ((), (), ())
