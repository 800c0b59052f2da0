"""The ratings that follow from a case's answers, and to whom they may be told (A3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.policies.words import Role
from pamms_core.processes.amending import sheet_before
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_facts import SelfAssessmentState
from pamms_core.workflow.reasons import Reason, Sentences

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.outcome import Outcome
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case

__all__ = [
    "RATING_SENTENCES",
    "RatingsHidden",
    "indicative_ratings",
    "outcome_of",
    "ratings_before_amendments",
    "told_the_ratings",
]

RATING_SENTENCES: Final = Sentences(
    {
        "ratings-hidden": "{person} may not see ratings while the assessment is {state}: {why}.",
        "wrong-question-set": "The rater is for {found}; this is about {expected}.",
    }
)
"""Why ratings are not told, in English."""

_WITH_THE_DRAFT: Final = (
    Role.PROVIDER,
    Role.REGISTERED_MANAGER,
    Role.ASSESSOR,
    Role.TEAM_MANAGER,
    Role.AUDIT_TEAM,
    Role.CONTRACT_LEAD,
)
_AT_WORK: Final = (Role.PROVIDER, Role.REGISTERED_MANAGER, Role.ASSESSOR, Role.TEAM_MANAGER)
_DRAFT_OUT: Final = (
    S.DRAFT_ISSUED,
    S.COMMENTS_OPEN,
    S.COMMENTED,
    S.REMINDED,
    S.UNANSWERED,
    S.COMMENTS_CLOSED,
    S.COMMENTS_CONSIDERED,
    S.IN_DISPUTE,
    S.FINAL,
    S.PUBLISHED,
)
_DISCUSSED: Final = (S.FEEDBACK_GIVEN, SelfAssessmentState.VALIDATED, S.ANSWERS_COMPLETE)


def told_the_ratings(policy: LocalPolicy, state: str) -> tuple[Role, ...]:
    """List the roles that may be told the ratings of an assessment in a state (A3); by default nobody.

    Where the policy is blind, nobody is told before the draft has gone to the
    provider. Elsewhere those at work on site are, once feedback was given. With the
    draft, those who work on it are, and in a dispute its reviewers. What others see
    of a published report is the policy's ``publication``.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> told_the_ratings(load_policy("norfolk"), "answers-complete")
    ()
    >>> len(told_the_ratings(load_policy("wirral"), "answers-complete"))
    4
    """
    if state in _DRAFT_OUT:
        in_dispute = state == S.IN_DISPUTE
        reviewers = [role for stage in policy.ladder for role in stage.decided_by if in_dispute]
        return tuple(dict.fromkeys((*_WITH_THE_DRAFT, *reviewers)))
    return _AT_WORK if state in _DISCUSSED and not policy.draft.blind else ()


@attrs.frozen
class RatingsHidden:
    """That ratings are not told, and why; it counts as false."""

    reasons: tuple[Reason, ...]

    def __bool__(self) -> bool:
        return False

    def say(self, sentences: Sentences = RATING_SENTENCES) -> str:
        """Write the reasons, each on a line."""
        return "\n".join(map(sentences.say, self.reasons))


def indicative_ratings(
    policy: LocalPolicy, case: Case[AssessmentFacts], viewer: Actor, rater: Rater
) -> Outcome | RatingsHidden:
    """Rate a case's answers for somebody, or say why the ratings are not for them (A3).

    Args:
        policy: the local policy.
        case: the case, brought up to date with ``advance``.
        viewer: who asks, with all roles in this case.
        rater: the rater of the set that was asked.
    """
    reasons = tuple(_mismatch(case.facts, rater))
    roles = told_the_ratings(policy, case.state)
    if viewer.roles.isdisjoint(roles):
        why = "the draft goes to the provider first" if policy.draft.blind else "it is not open to them"
        hidden = Reason.of("ratings-hidden", person=viewer.id, state=case.state, why=why)
        return RatingsHidden((hidden, *reasons))
    return RatingsHidden(reasons) if reasons else outcome_of(case.facts, rater)


def _mismatch(facts: AssessmentFacts, rater: Rater) -> list[Reason]:
    """Hold the rater to the sealed set: id, edition and digest (S5)."""
    asked, given = facts.asked, rater.question_set
    if (given.id, given.edition, given.digest) == (asked.set_id, asked.edition, asked.digest):
        return []
    found = f"{given.id} {given.edition} ({given.digest[:8]})"
    expected = f"{asked.set_id} {asked.edition} ({asked.digest[:8]})"
    return [Reason.of("wrong-question-set", found=found, expected=expected)]


def outcome_of(facts: AssessmentFacts, rater: Rater) -> Outcome:
    """Rate the answers as they stand, for whoever may see it; see :func:`indicative_ratings`.

    Raises:
        ValueError: the rater is for another question set, edition, or text of it.
    """
    if reasons := _mismatch(facts, rater):
        raise ValueError("; ".join(map(RATING_SENTENCES.say, reasons)))
    return rater.rate(facts.sheet.answers(rater.question_set, facts.service))


def ratings_before_amendments(facts: AssessmentFacts, rater: Rater) -> Outcome:
    """Rate the answers as they were before the first amendment, to show before and after (A7).

    Raises:
        ValueError: the rater is for another question set, edition, or text of it.
    """
    return outcome_of(attrs.evolve(facts, sheet=sheet_before(facts)), rater)
