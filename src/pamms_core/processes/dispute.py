"""Disputes as a table: the ladder of stages that a policy gives (D1 to D6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.policies.words import Role
from pamms_core.processes import dispute_commands as give
from pamms_core.processes import dispute_guards as must
from pamms_core.processes import dispute_steps as steps
from pamms_core.processes.assessment_guards import not_blank, standards_asked
from pamms_core.processes.dispute_facts import DisputeEndState as End
from pamms_core.processes.dispute_facts import DisputeFacts
from pamms_core.processes.dispute_rungs import Ladder, Rung, once
from pamms_core.processes.draft_guards import right_changes
from pamms_core.processes.policy_rows import PROVIDER_SIDE, edition_of, plain_rows, roles_of
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import Choice, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting

__all__ = ["dispute_machine"]

_SOURCE: Final = "D1 (N), D4 (W), D5 (E), D6 (T)"


def dispute_machine(policy: LocalPolicy, counting: Counting | None = None) -> Machine[DisputeFacts]:
    """Build the table of a dispute from a policy's ladder.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> norfolk = dispute_machine(load_policy("norfolk"))
    >>> for state in norfolk.states:
    ...     print(state)
    senior-officer-requested
    senior-officer-in-review
    senior-officer-decided
    head-of-service-requested
    head-of-service-in-review
    settled
    withdrawn
    """
    rules = usual_counting() if counting is None else counting
    ladder = Ladder(policy)
    rows = (_opening(ladder, rules), *(row for each in ladder.rungs for row in _rung_rows(each)))
    first, *others = plain_rows(rows)
    return Machine(
        id="dispute",
        edition=edition_of(policy),
        states=(*(state for each in ladder.rungs for state in each.states), *map(str, End)),
        ends=tuple(map(str, End)),
        roles=roles_of(rows),
        opening=first,
        rules=others,
        facts=DisputeFacts,
        counting=rules,
    )


def _opening(ladder: Ladder, counting: Counting) -> Rule:
    first = ladder.rungs[0]
    return Rule(
        id="open-dispute",
        command=give.OpenDispute,
        to=first.requested,
        roles=PROVIDER_SIDE,
        guards=[
            must.requested_in_time(first.stage, counting),
            must.grounds_given,
            *must.grounds_in_order(),
            not_blank("service", "service"),
            must.sheet_fits,
        ],
        starts=[first.started()],
        notices=first.told("dispute-opened", *first.stage.decided_by),
        apply=steps.opened(first.stage.id),
        source=_SOURCE,
    )


def _rung_rows(rung: Rung) -> Iterator[Rule]:
    yield from _assigning(rung)
    yield from _reviewing(rung)
    yield from _deciding(rung)
    if rung.refers and rung.following is not None:
        yield from _referring(rung, rung.following)
    if rung.goes_on and rung.following is not None:
        yield from _going_on(rung, rung.following)
    yield _withdrawing(rung)
    yield Rule(
        id=f"{rung.stage.id}-is-late",
        when=Occasion("decision"),
        from_states=rung.open_states,
        notices=rung.told("dispute-overdue"),
        source="D6; ours",
    )


def _assigning(rung: Rung) -> Iterator[Rule]:
    uninvolved = [must.involvement_explained] if rung.stage.uninvolved else []
    for what, state, to in (
        ("assign", rung.requested, rung.in_review),
        ("reassign", rung.in_review, None),
    ):
        yield Rule(
            id=f"{what}-{rung.stage.id}",
            command=give.AssignReviewers,
            from_states=state,
            to=to,
            roles=once((*rung.stage.decided_by, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)),
            guards=[must.reviewers_for_all_roles(rung.stage), must.one_person_each, *uninvolved],
            apply=steps.assign,
            source="D1 (N), D4 (W), D5 (E)",
        )
    yield Rule(
        id=f"add-grounds-{rung.stage.id}",
        command=give.AddGrounds,
        from_states=(rung.requested, rung.in_review),
        roles=PROVIDER_SIDE,
        guards=[must.grounds_given, *must.grounds_in_order()],
        apply=steps.add_grounds,
        source="D2 (N)",
    )


def _reviewing(rung: Rung) -> Iterator[Rule]:
    yield Rule(
        id=f"check-{rung.stage.id}",
        command=give.AnswerCheck,
        from_states=rung.in_review,
        roles=rung.stage.decided_by,
        guards=[
            must.reviewers_only,
            must.check_is_asked(rung.stage),
            not_blank("finding", "finding"),
            must.finding_questions_asked,
        ],
        apply=steps.check,
        source="D2 (N), D4 (W)",
    )


def _deciding(rung: Rung) -> Iterator[Rule]:
    """Make the rows by which all reviewers decide: one proposes, the others agree one by one (D4)."""
    stage = rung.stage
    first = Rule(
        id=f"decide-{stage.id}",
        command=give.DecideStage,
        from_states=rung.in_review,
        roles=stage.decided_by,
        guards=[
            must.reviewers_only,
            must.all_checked(stage),
            must.outcome_allowed(stage),
            not_blank("reason", "reason"),
            *must.decision_fits(),
            right_changes,
            standards_asked,
        ],
        apply=steps.propose,
        source="D3 (N), D4 (W), D5 (E), D6",
    )
    last: dict[str, Any] = {
        "to": rung.decided if rung.goes_on else End.SETTLED,
        "stops": ["decision"],
        "starts": [_waiting(rung)] if rung.goes_on else [],
        "notices": rung.told("dispute-decided"),
    }
    yield from _together(first, rung, rung.proposed, last)


def _waiting(rung: Rung) -> Start:
    period = rung.stage.request_within if rung.following is None else rung.following.stage.request_within
    return Start("next-request", period)


def _referring(rung: Rung, following: Rung) -> Iterator[Rule]:
    first = Rule(
        id=f"refer-{rung.stage.id}",
        command=give.ReferOn,
        from_states=rung.in_review,
        roles=rung.stage.decided_by,
        guards=[must.reviewers_only, must.all_checked(rung.stage), not_blank("reason", "reason")],
        apply=steps.refer,
        source="D3 (N)",
    )
    last: dict[str, Any] = {
        "to": following.requested,
        "starts": [following.started()],
        "notices": following.told("dispute-opened", *following.stage.decided_by),
    }
    yield from _together(first, rung, rung.referring, last, following.stage.id)


def _together(
    first: Rule, rung: Rung, waits: tuple[str, ...], last: dict[str, Any], onward: str = ""
) -> Iterator[Rule]:
    """Let a first reviewer propose and each other agree, in as many states as others there are."""
    ending = {**last, "apply": steps.conclude(first.apply)}
    if onward:
        ending["apply"] = steps.next_stage(onward, first.apply)
    if not waits:
        yield attrs.evolve(first, **ending)
        return
    yield attrs.evolve(first, to=waits[0])
    for place, state in enumerate(waits):
        agreeing = Rule(
            id=f"agree-{state}",
            command=give.AgreeDecision,
            from_states=state,
            roles=rung.stage.decided_by,
            guards=[must.reviewers_only, must.has_not_agreed],
            apply=steps.agree,
            source="D4 (W)",
        )
        if state != waits[-1]:
            yield attrs.evolve(agreeing, to=waits[place + 1])
            continue
        step = steps.next_stage(onward, steps.agree) if onward else steps.conclude(steps.agree)
        yield attrs.evolve(agreeing, **{**last, "apply": step})
    yield Rule(
        id=f"return-{waits[0]}",
        command=give.ReturnToReview,
        from_states=waits,
        to=rung.in_review,
        roles=rung.stage.decided_by,
        guards=[must.reviewers_only, not_blank("reason", "reason")],
        apply=steps.return_to_review,
        source="D4 (W); ours",
    )


def _going_on(rung: Rung, following: Rung) -> Iterator[Rule]:
    """Make the rows after a decision that is not final: the next stage, or an end."""
    yield Rule(
        id=f"request-{following.stage.id}",
        command=give.RequestNextStage,
        from_states=rung.decided,
        to=following.requested,
        roles=PROVIDER_SIDE,
        guards=must.grounds_in_order(),
        within=["next-request"],
        stops=["next-request"],
        starts=[following.started()],
        notices=following.told("dispute-opened", *following.stage.decided_by),
        apply=steps.next_stage(following.stage.id),
        source="D5 (E), D6",
    )
    yield Rule(
        id=f"accept-{rung.stage.id}",
        command=give.AcceptDecision,
        from_states=rung.decided,
        to=End.SETTLED,
        roles=PROVIDER_SIDE,
        stops=["next-request"],
        source="D6; ours",
    )
    yield Rule(
        id=f"nobody-requests-{following.stage.id}",
        when=Occasion("next-request"),
        from_states=rung.decided,
        to=End.SETTLED,
        stops=["next-request"],
        source="D6; ours",
    )


def _withdrawing(rung: Rung) -> Rule:
    def what_stands(facts: DisputeFacts, _: Any, __: Moment) -> str:
        return (End.WITHDRAWN if facts.decided is None else End.SETTLED).value

    later = Choice("what-stands", (End.WITHDRAWN, End.SETTLED), what_stands)
    return Rule(
        id=f"withdraw-{rung.stage.id}",
        command=give.WithdrawDispute,
        from_states=rung.open_states,
        to=End.WITHDRAWN if rung.is_first else later,
        roles=PROVIDER_SIDE,
        guards=[not_blank("reason", "reason")],
        stops=rung.clocks,
        notices=rung.told("dispute-withdrawn", *rung.stage.decided_by),
        apply=steps.withdraw,
        source="ours",
    )
