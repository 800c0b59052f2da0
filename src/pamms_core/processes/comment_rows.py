"""The rows of comments: how they come in, what silence means, how they are considered (A5 to A7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from pamms_core.policies.words import Silence
from pamms_core.processes import assessment_commands as give
from pamms_core.processes import draft_steps as steps
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import allocated_only, not_blank, references_given
from pamms_core.processes.draft_guards import (
    all_considered,
    comment_is_open,
    extended_by_days,
    names_a_question,
    questions_asked,
    right_changes,
)
from pamms_core.processes.policy_rows import PROVIDER_SIDE, told_of_assessment
from pamms_core.workflow.rules import Extend, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.period import Period

__all__ = ["comment_rows", "comment_states"]

_OPEN: Final = (S.COMMENTS_OPEN, S.COMMENTED)
_CLOCKS: Final = ("comments", "further-comments")


def comment_states(policy: LocalPolicy) -> tuple[S, ...]:
    """List the states from open comments to considered ones, as far as the policy has them."""
    reminded = (S.REMINDED, S.UNANSWERED) if _reminds(policy) else ()
    return (*_OPEN, *reminded, S.COMMENTS_CLOSED, S.COMMENTS_CONSIDERED)


def comment_rows(policy: LocalPolicy, counting: Counting) -> Iterator[Rule]:
    """Make the rows."""
    yield from _commenting(policy)
    if policy.comments.may_be_extended_by:
        yield _extension(policy)
    yield from _closing(policy)
    yield _acceptance(policy)
    yield from _reminding(policy) if _reminds(policy) else (_silent_publication(policy, counting),)
    yield from _considering(policy)


def _reminds(policy: LocalPolicy) -> bool:
    return policy.comments.when_silent is Silence.REMIND_THEN_DECIDE


def _clocks(policy: LocalPolicy) -> tuple[str, ...]:
    return _CLOCKS if _reminds(policy) else _CLOCKS[:1]


def _commenting(policy: LocalPolicy) -> Iterator[Rule]:
    def comment(id_: str, state: S, to: S | None, clock: str | None) -> Rule:
        named = [names_a_question] if policy.comments.name_questions else []
        return Rule(
            id=id_,
            command=give.CommentOnDraft,
            from_states=state,
            to=to,
            roles=PROVIDER_SIDE,
            guards=[not_blank("text", "comment"), questions_asked, *named, references_given("evidence")],
            within=(clock,) if clock else (),
            notices=told_of_assessment(policy, "comments-received"),
            apply=steps.comment,
            source="A5, S9 (L)",
        )

    yield comment("comment", S.COMMENTS_OPEN, S.COMMENTED, "comments")
    yield comment("comment-further", S.COMMENTED, None, None)
    if _reminds(policy):
        yield comment("comment-after-reminder", S.REMINDED, S.COMMENTED, "further-comments")


def _closing(policy: LocalPolicy) -> Iterator[Rule]:
    yield Rule(
        id="finish-comments",
        command=give.FinishComments,
        from_states=S.COMMENTED,
        to=S.COMMENTS_CLOSED,
        roles=PROVIDER_SIDE,
        stops=_clocks(policy),
        notices=told_of_assessment(policy, "comments-closed"),
        source="A5; ours",
    )
    for clock in _clocks(policy):
        yield Rule(
            id=f"{clock}-are-closed",
            when=Occasion(clock),
            from_states=S.COMMENTED,
            to=S.COMMENTS_CLOSED,
            stops=_clocks(policy),
            notices=told_of_assessment(policy, "comments-closed"),
            source="A5",
        )


def _acceptance(policy: LocalPolicy) -> Rule:
    early = (S.REMINDED, S.UNANSWERED) if _reminds(policy) else ()
    return Rule(
        id="accept-report",
        command=give.AcceptReport,
        from_states=(S.COMMENTS_OPEN, *early, S.COMMENTS_CONSIDERED),
        to=S.FINAL,
        roles=PROVIDER_SIDE,
        stops=(*_clocks(policy), "review-request"),
        apply=steps.accept,
        source="A8 (W); elsewhere ours",
    )


def _extension(policy: LocalPolicy) -> Rule:
    def by(_: AssessmentFacts, command: give.ExtendComments) -> Period:
        return command.by

    def reason(command: give.ExtendComments) -> str:
        return command.reason

    def extended(_: AssessmentFacts, command: give.ExtendComments, __: Moment) -> Mapping[str, object]:
        return {"extended_by": str(command.by), "reason": command.reason}

    return Rule(
        id="extend-comments",
        command=give.ExtendComments,
        from_states=_OPEN,
        roles=policy.comments.may_be_extended_by,
        guards=[extended_by_days],
        extends=[Extend("comments", by, reason)],
        notices=told_of_assessment(policy, "comments-extended", extended),
        source="A5 (L)",
    )


def _silent_publication(policy: LocalPolicy, counting: Counting) -> Rule:
    return Rule(
        id="silence-publishes",
        when=Occasion("comments"),
        from_states=S.COMMENTS_OPEN,
        to=S.PUBLISHED,
        stops=["comments"],
        notices=told_of_assessment(policy, "assessment-published"),
        apply=steps.publish(counting),
        source="A6 (L); elsewhere ours",
    )


def _reminding(policy: LocalPolicy) -> Iterator[Rule]:
    further = cast("Period", policy.comments.further)  # the policy's own check

    def period(_: AssessmentFacts, __: Any, ___: Moment) -> Mapping[str, object]:
        return {"comment_period": str(further)}

    yield Rule(
        id="silence-reminds",
        when=Occasion("comments"),
        from_states=S.COMMENTS_OPEN,
        to=S.REMINDED,
        stops=["comments"],
        starts=[Start("further-comments", further)],
        notices=told_of_assessment(policy, "comments-reminder", period),
        source="A6 (W): ours",
    )
    yield Rule(
        id="still-silent",
        when=Occasion("further-comments"),
        from_states=S.REMINDED,
        to=S.UNANSWERED,
        stops=["further-comments"],
        notices=told_of_assessment(policy, "comments-unanswered"),
        source="A6 (W): ours",
    )
    yield Rule(
        id="finalise-report",
        command=give.FinaliseReport,
        from_states=S.UNANSWERED,
        to=S.FINAL,
        roles=policy.comments.finalised_by,
        guards=[not_blank("reason", "reason")],
        apply=steps.end_with_reason,
        source="A6 (W): ours",
    )


def _considering(policy: LocalPolicy) -> Iterator[Rule]:
    yield Rule(
        id="consider-comment",
        command=give.ConsiderComment,
        from_states=S.COMMENTS_CLOSED,
        roles=policy.agreement.considered_by,
        guards=[allocated_only, comment_is_open, not_blank("response", "response"), right_changes],
        apply=steps.consider,
        source="A7 (N, L, E)",
    )
    yield Rule(
        id="conclude-consideration",
        command=give.ConcludeConsideration,
        from_states=S.COMMENTS_CLOSED,
        to=S.COMMENTS_CONSIDERED,
        roles=policy.agreement.considered_by,
        guards=[allocated_only, all_considered],
        starts=[Start("review-request", policy.ladder[0].request_within)],
        notices=told_of_assessment(policy, "comments-considered"),
        source="A7 (N, L, E, W)",
    )
