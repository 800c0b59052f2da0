"""Whether an outcome needs an action plan, and what its issues are (P1, S11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import UnknownNameError
from pamms_core.policies.words import Granularity, Trigger
from pamms_core.processes.action_plan_facts import Issue, IssueKind
from pamms_core.rating.verdict import State
from pamms_core.workflow.reasons import Reason, Sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.scale import Rating

__all__ = ["PLAN_SENTENCES", "PlanNeed", "issues_from", "plan_needed"]

PLAN_SENTENCES: Final = Sentences(
    {
        "overall-falls-short": "The overall rating is {rating}.",
        "standard-falls-short": "Standard {standard} is rated {rating}.",
        "question-falls-short": "{count} questions are rated {at_or_below} or below: {codes}.",
        "standard-not-evidenced": "Standard {standard} could not be evidenced.",
        "overall-fits": "The overall rating is {rating}, above {at_or_below}.",
        "overall-unknown": "There is no overall rating: {state}.",
        "nothing-falls-short": "Nothing is rated {at_or_below} or below.",
    }
)
"""Why a plan is needed or not, in English."""


@attrs.frozen(kw_only=True)
class PlanNeed:
    """Whether an action plan is needed, and why; it counts as that."""

    needed: bool
    because: tuple[Reason, ...]
    source: str
    """Where the policy has the trigger from."""

    def __bool__(self) -> bool:
        return self.needed

    def say(self, sentences: Sentences = PLAN_SENTENCES) -> str:
        """Write the reasons, each on a line."""
        return "\n".join(map(sentences.say, self.because))


def plan_needed(policy: LocalPolicy, outcome: Outcome, not_evidenced: Iterable[int] = ()) -> PlanNeed:
    """Tell whether an outcome needs an action plan under a policy (P1).

    A standard that could not be evidenced needs one too, where the policy makes
    issues of such standards (S11).

    Args:
        policy: the local policy.
        outcome: the rated answers.
        not_evidenced: the numbers of standards that could not be evidenced; one of which too
            little was assessed counts as such.

    Raises:
        UnknownNameError: the scale has no such rating as the policy's, or the set no such standard.
        ValueError: the outcome is hypothetical, so nothing follows from it.

    >>> from pamms_core import load_answers, load_set, rate
    >>> from pamms_core.policies.catalogue import load_policy
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> print(plan_needed(load_policy("norfolk"), outcome).say())
    The overall rating is Good, above Requires Improvement.
    """
    _check(outcome)
    limit = _limit(policy, outcome)
    found = [*_TRIGGERS[policy.plan.trigger](outcome, limit)]
    if Granularity.NOT_EVIDENCED in policy.plan.issues:
        found += [
            Reason.of("standard-not-evidenced", standard=each.node.number)
            for each in _not_evidenced(outcome, not_evidenced)
        ]
    source = policy.sources.get("plan.trigger", "")
    if found:
        return PlanNeed(needed=True, because=tuple(found), source=source)
    return PlanNeed(needed=False, because=(_why_not(policy, outcome, limit),), source=source)


def _check(outcome: Outcome) -> None:
    if outcome.hypothetical:
        changes = "; ".join(outcome.hypothetical)
        raise ValueError(f"nothing follows from a hypothetical outcome ({changes})")


def _limit(policy: LocalPolicy, outcome: Outcome) -> Rating:
    return outcome.question_set.framework.scale[policy.plan.at_or_below]


def _short(rating: object, limit: Rating) -> bool:
    return getattr(rating, "rank", limit.rank + 1) <= limit.rank


def _overall(outcome: Outcome, limit: Rating) -> Iterator[Reason]:
    for top in outcome.tops:
        if top.rating is not None and _short(top.rating, limit):
            yield Reason.of("overall-falls-short", rating=top.rating.label)


def _standards(outcome: Outcome, limit: Rating) -> Iterator[Reason]:
    for each in outcome.standards:
        if each.rating is not None and _short(each.rating, limit):
            number, label = each.node.number, each.rating.label
            yield Reason.of("standard-falls-short", standard=number, rating=label)


def _questions(outcome: Outcome, limit: Rating) -> Iterator[Reason]:
    codes = tuple(each.question.code for each in _falling_short(outcome, limit))
    if codes:
        label = limit.label
        yield Reason.of("question-falls-short", count=len(codes), at_or_below=label, codes=codes)


_TRIGGERS: Final = {
    Trigger.OVERALL: _overall,
    Trigger.ANY_STANDARD: _standards,
    Trigger.ANY_QUESTION: _questions,
}


def _why_not(policy: LocalPolicy, outcome: Outcome, limit: Rating) -> Reason:
    if policy.plan.trigger is not Trigger.OVERALL:
        return Reason.of("nothing-falls-short", at_or_below=limit.label)
    for top in outcome.tops:
        if top.rating is not None:
            rated = top.rating.label
            return Reason.of("overall-fits", rating=rated, at_or_below=limit.label)
    return Reason.of("overall-unknown", state=", ".join(top.state.value for top in outcome.tops))


def _falling_short(outcome: Outcome, limit: Rating) -> tuple[QuestionOutcome, ...]:
    return tuple(each for each in outcome.questions if _short(each.answer.rating, limit))


def _not_evidenced(outcome: Outcome, named: Iterable[int]) -> tuple[NodeOutcome, ...]:
    """Find the standards that could not be evidenced: those named, and those too little assessed."""
    numbers = frozenset(named)
    known = {each.node.number for each in outcome.standards}
    for number in sorted(numbers - known):
        raise UnknownNameError("standard", str(number), map(str, sorted(filter(None, known))))
    return tuple(
        each
        for each in outcome.standards
        if each.node.number in numbers or each.state is State.TOO_LITTLE_ASSESSED
    )


def issues_from(
    policy: LocalPolicy, outcome: Outcome, not_evidenced: Iterable[int] = ()
) -> tuple[Issue, ...]:
    """List what falls short, at the policy's granularity, grouped by standard (P1, S11).

    Where a plan is needed and nothing at that granularity says why, the standards
    that fall short are issues, and where none does, the overall rating is: a plan
    that is needed never lacks something to plan for. That is ours.

    It takes and raises what :func:`plan_needed` does.

    >>> from pamms_core import load_answers, load_set, rate
    >>> from pamms_core.policies.catalogue import load_policy
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("poor-management", question_set))
    >>> len(issues_from(load_policy("norfolk"), outcome))
    87
    """
    _check(outcome)
    limit = _limit(policy, outcome)
    found: list[Issue] = []
    if Granularity.STANDARDS in policy.plan.issues:
        found += _standards_short(outcome, limit)
    if Granularity.NOT_EVIDENCED in policy.plan.issues:
        found += [
            _of_standard(each, IssueKind.NOT_EVIDENCED, "could not be evidenced")
            for each in _not_evidenced(outcome, not_evidenced)
        ]
    if Granularity.QUESTIONS in policy.plan.issues:
        found += [_of_question(each, outcome, limit) for each in _falling_short(outcome, limit)]
    found += _still_to_plan(policy, outcome, limit, found)
    return tuple(sorted(found, key=lambda each: each.standard))


def _standards_short(outcome: Outcome, limit: Rating) -> list[Issue]:
    return [
        _of_standard(each, IssueKind.STANDARDS, "falls short as a whole")
        for each in outcome.standards
        if _short(each.rating, limit)
    ]


def _still_to_plan(
    policy: LocalPolicy, outcome: Outcome, limit: Rating, found: Sequence[Issue]
) -> list[Issue]:
    """Make issues of what calls for the plan where no issue says it, as under a limit or a flag."""
    trigger = policy.plan.trigger
    if not any(_TRIGGERS[trigger](outcome, limit)) or (found and trigger is not Trigger.ANY_STANDARD):
        return []
    planned = {each.standard for each in found}
    left = [each for each in _standards_short(outcome, limit) if each.standard not in planned]
    if left or found:
        return left
    short = [_of_question(each, outcome, limit) for each in _falling_short(outcome, limit)]
    return short or [_of_the_whole(outcome, limit)]


def _of_the_whole(outcome: Outcome, limit: Rating) -> Issue:
    """Make an issue of the overall rating, which nothing below it explains."""
    top = next(each for each in outcome.tops if _short(each.rating, limit))
    return Issue(
        id="overall",
        kind=IssueKind.OVERALL,
        standard=0,
        standard_title="The service as a whole",
        text="The overall rating falls short, though no standard and no question does by itself.",
        rating=getattr(top.rating, "key", ""),
    )


def _of_standard(node: NodeOutcome, kind: IssueKind, problem: str) -> Issue:
    number = node.node.number or 0
    short = "standard" if kind is IssueKind.STANDARDS else kind.value
    return Issue(
        id=f"{short}-{number}",
        kind=kind,
        standard=number,
        standard_title=node.title,
        text=f"The standard {problem}.",
        rating="" if node.rating is None else node.rating.key,
    )


def _of_question(each: QuestionOutcome, outcome: Outcome, limit: Rating) -> Issue:
    question, rating = each.question, each.answer.rating
    scale = outcome.question_set.framework.scale
    good = next((better for better in sorted(scale) if better.rank == limit.rank + 1), limit)
    return Issue(
        id=f"question-{question.code}",
        kind=IssueKind.QUESTIONS,
        standard=question.standard,
        standard_title=outcome.question_set.framework.standard(question.standard).title,
        question=question.code,
        text=question.text,
        rating=getattr(rating, "key", ""),
        why=each.answer.comment,
        guidance=question.guidance.get(good.key, ""),
    )
