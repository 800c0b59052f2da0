"""The rows from complete answers to publication, which all kinds of assessment share (A3 to A10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.processes import assessment_commands as give
from pamms_core.processes import draft_steps as steps
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import all_answered, allocated_only, ratings_agreed
from pamms_core.processes.comment_rows import comment_rows, comment_states
from pamms_core.processes.draft_guards import occasion_is
from pamms_core.processes.policy_rows import OFFICERS, PROVIDER_SIDE, told_of_assessment
from pamms_core.processes.publication_rows import abandoning, dispute_rows, publication_rows
from pamms_core.workflow.rules import Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.guards import Guard

__all__ = ["Beginning", "draft_rows", "draft_states"]


@attrs.frozen(kw_only=True)
class Beginning:
    """How the part before the answers are complete hands over, which differs by kind of assessment."""

    working: str
    """The state in which answers can be completed."""
    again: str
    """The state in which a repeated assessment begins."""
    clocks: tuple[str, ...]
    """The clocks of that part, which the issue of the draft stops."""
    guards: tuple[Guard, ...] = ()
    """What must hold besides before the answers are complete."""
    restarts: tuple[Start, ...] = ()
    """Clocks that begin anew where the assessment is repeated."""


def draft_states(policy: LocalPolicy) -> tuple[S, ...]:
    """List the states from complete answers on, in order, as far as the policy has them."""
    comments = comment_states(policy)
    return (
        S.ANSWERS_COMPLETE,
        S.DRAFT_ISSUED,
        *comments,
        S.IN_DISPUTE,
        S.FINAL,
        S.PUBLISHED,
        S.ABANDONED,
    )


def draft_rows(policy: LocalPolicy, beginning: Beginning, counting: Counting) -> tuple[Rule, ...]:
    """Make the rows, the one by which any assessment is given up included."""
    rows = (
        *_completing(policy, beginning),
        *_issuing(policy, beginning),
        *comment_rows(policy, counting),
        *dispute_rows(policy, beginning.again, beginning.restarts, counting),
        *publication_rows(policy, counting),
    )
    clocks = (*beginning.clocks, *(start.clock for row in rows for start in row.starts))
    return (*rows, abandoning(policy, tuple(dict.fromkeys(clocks))))


def _completing(policy: LocalPolicy, beginning: Beginning) -> Iterator[Rule]:
    agreed = policy.agreement.ratings_agreed_with
    if agreed:
        yield Rule(
            id="agree-ratings",
            command=give.AgreeRatings,
            from_states=beginning.working,
            roles=agreed,
            guards=[all_answered, *beginning.guards],
            apply=steps.agree,
            source="A3 (W), A8 (W), SA4 (W)",
        )
    yield Rule(
        id="complete-answers",
        command=give.CompleteAnswers,
        from_states=beginning.working,
        to=S.ANSWERS_COMPLETE,
        roles=OFFICERS,
        guards=[allocated_only, all_answered, *beginning.guards, *([ratings_agreed] if agreed else [])],
        apply=steps.complete,
        source="A3, A8 (W)",
    )


def _issuing(policy: LocalPolicy, beginning: Beginning) -> Iterator[Rule]:
    def delivery(_: AssessmentFacts, __: Any, ___: Moment) -> Mapping[str, object]:
        comments, delivered = str(policy.comments.period), policy.draft.delivered_as.value
        return {"comment_period": comments, "delivered_as": delivered}

    yield Rule(
        id="issue-draft",
        command=give.IssueDraft,
        from_states=S.ANSWERS_COMPLETE,
        to=S.DRAFT_ISSUED,
        roles=OFFICERS,
        guards=[allocated_only],
        stops=beginning.clocks,
        starts=[Start("receipt", policy.draft.received_within)],
        notices=told_of_assessment(policy, "draft-issued", delivery),
        source="A3, A4 (E, N, L), A10 (L)",
    )
    yield Rule(
        id="receipt-is-late",
        when=Occasion("receipt"),
        from_states=S.DRAFT_ISSUED,
        notices=told_of_assessment(policy, "draft-not-received"),
        source="A8 (W): that the provider can open the report; elsewhere ours",
    )
    yield Rule(
        id="confirm-receipt",
        command=give.ConfirmReceipt,
        from_states=S.DRAFT_ISSUED,
        to=S.COMMENTS_OPEN,
        roles=(*PROVIDER_SIDE, *OFFICERS),
        guards=[occasion_is(policy.comments.counted_from)],
        stops=["receipt"],
        starts=[Start("comments", policy.comments.period)],
        source="A5 (N, W, L, E)",
    )
