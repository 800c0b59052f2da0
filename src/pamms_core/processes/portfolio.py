"""The assessments of one provider over time: may it be assessed, and when is that due again (A11)?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.policies.words import FollowUpKind
from pamms_core.processes.assessment_facts import AssessmentKind
from pamms_core.processes.days import due_from
from pamms_core.processes.indicative import outcome_of
from pamms_core.workflow.reasons import Reason, Sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.policies.parts import FollowUp
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.rating.engine import Rater
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.due import Due

__all__ = [
    "PORTFOLIO_SENTENCES",
    "HeldAssessment",
    "MayAssess",
    "NextDue",
    "Portfolio",
    "held",
    "may_assess",
    "next_due",
]

PORTFOLIO_SENTENCES: Final = Sentences(
    {
        "assessed-too-recently": "An assessment was published on {published}. There is at most one every"
        " {period}, so the next may be held from {earliest}.",
        "high-risk": "The provider is a high risk, so the time since the last one does not count.",
        "follow-up-is-due": "The rating of {published} calls for a further assessment after {period}.",
        "corrected-since": "The assessment of {published} raised concerns, and the time to correct"
        " them ended on {corrected_by}.",
        "not-counted": "A {kind} does not count.",
        "time-to-correct": "The assessment of {published} raised concerns, and there is to be time to"
        " correct them{until}.",
        "regulator-visit-near": "The regulator's visit of {visit} is less than {period} away.",
    }
)
"""What a portfolio says, in English."""


@attrs.frozen(kw_only=True)
class HeldAssessment:
    """One assessment that was published."""

    id: str
    """The host's id of it."""
    kind: AssessmentKind
    published_on: date
    overall: str | None = None
    """The key of its overall rating, if it has one."""
    raised_concerns: bool = False
    corrected_by: date | None = None
    """By when concerns were to be corrected, such as the last date of the action plan."""
    further_assessment: bool = False
    """Whether it asks for a full assessment, as a targeted review may (A13)."""


def _in_order(given: Iterable[HeldAssessment]) -> tuple[HeldAssessment, ...]:
    return tuple(sorted(given, key=lambda each: each.published_on))


@attrs.frozen
class Portfolio:
    """The published assessments of one provider, oldest first."""

    assessments: tuple[HeldAssessment, ...] = attrs.field(default=(), converter=_in_order)

    def counted(self, policy: LocalPolicy, until: date) -> tuple[HeldAssessment, ...]:
        """List those that count for how often, published by a day: targeted reviews do not (A11)."""
        return tuple(
            each
            for each in self.assessments
            if each.kind in policy.frequency.counted and each.published_on <= until
        )

    def with_assessment(self, held: HeldAssessment) -> Portfolio:
        """Add one."""
        return Portfolio((*self.assessments, held))


def held(
    case: Case[AssessmentFacts],
    rater: Rater,
    *,
    raised_concerns: bool = False,
    corrected_by: date | None = None,
) -> HeldAssessment:
    """Take a published assessment into a portfolio, with the rating that follows from its answers.

    Raises:
        ValueError: it is not published, or the rater is for another question set.
    """
    facts = case.facts
    if facts.published_on is None:
        raise ValueError(f"assessment {case.id!r} is not published; it is {case.state}")
    rating = outcome_of(facts, rater).overall.rating
    return HeldAssessment(
        id=case.id,
        kind=facts.kind,
        published_on=facts.published_on,
        overall=None if rating is None else rating.key,
        raised_concerns=raised_concerns or bool(facts.risks),
        corrected_by=corrected_by,
        further_assessment=bool(facts.further_assessment),
    )


@attrs.frozen(kw_only=True)
class MayAssess:
    """Whether an assessment may be held on a day; it counts as that."""

    reasons: tuple[Reason, ...]
    """Why not; none if it may."""
    because: tuple[Reason, ...]
    """Why it may although one was held recently, or although nothing counts."""
    consider: tuple[Reason, ...]
    """What to think of besides; it forbids nothing."""

    def __bool__(self) -> bool:
        return not self.reasons

    def say(self, sentences: Sentences = PORTFOLIO_SENTENCES) -> str:
        """Write all of it, each sentence on a line."""
        return "\n".join(map(sentences.say, (*self.reasons, *self.because, *self.consider)))


def may_assess(
    policy: LocalPolicy,
    portfolio: Portfolio,
    on: date,
    *,
    kind: AssessmentKind = AssessmentKind.ON_SITE,
    high_risk: bool = False,
    regulator_visit: date | None = None,
) -> MayAssess:
    """Tell whether a provider may be assessed on a day, and why (A11).

    At most one assessment in the policy's period, counted from publication. A
    high-risk provider is excepted where the policy says so; so is one whose last
    rating calls for a further assessment by then, and one whose last assessment
    raised concerns, once the time to correct them is over. The last two are our
    reading of the rule.

    Args:
        policy: the local policy.
        portfolio: the provider's assessments so far.
        on: the day on which it would be held.
        kind: what kind of assessment.
        high_risk: whether the provider is a high risk.
        regulator_visit: a day of the regulator's own visit, if one is known.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> first = HeldAssessment(id="1", kind=AssessmentKind.ON_SITE, published_on=date(2026, 3, 2),
    ...                        overall="good")
    >>> print(may_assess(load_policy("south-west"), Portfolio([first]), date(2026, 11, 2)).say())
    An assessment was published on 2026-03-02. There is at most one every 12 months, so the next may be \
held from 2027-03-03.
    """
    consider = tuple(_consider(policy, portfolio, on, regulator_visit))
    if kind not in policy.frequency.counted:
        uncounted = Reason.of("not-counted", kind=kind.value.replace("-", " "))
        return MayAssess(reasons=(), because=(uncounted,), consider=consider)
    recent = _too_recent(policy, portfolio, on)
    if recent is None:
        return MayAssess(reasons=(), because=(), consider=consider)
    because = tuple(_exceptions(policy, portfolio, on, high_risk=high_risk))
    return MayAssess(reasons=() if because else (recent,), because=because, consider=consider)


def _too_recent(policy: LocalPolicy, portfolio: Portfolio, on: date) -> Reason | None:
    for last in portfolio.counted(policy, on)[-1:]:
        period = policy.frequency.at_most_every
        over = due_from(last.published_on, period, "next assessment")
        if on <= over.date:
            earliest = over.instant.astimezone(over.counting.zone).date()
            return Reason.of(
                "assessed-too-recently",
                published=last.published_on.isoformat(),
                period=str(period),
                earliest=earliest.isoformat(),
            )
    return None


def _exceptions(
    policy: LocalPolicy, portfolio: Portfolio, on: date, *, high_risk: bool
) -> Iterator[Reason]:
    if high_risk and policy.frequency.unless_high_risk:
        yield Reason.of("high-risk")
    last = portfolio.counted(policy, on)[-1]
    published = last.published_on.isoformat()
    for _, rule, due in _reassessments(policy, last):
        if due.date <= on:
            yield Reason.of("follow-up-is-due", published=published, period=str(rule.after))
    if last.raised_concerns and last.corrected_by is not None and last.corrected_by < on:
        corrected = last.corrected_by.isoformat()
        yield Reason.of("corrected-since", published=published, corrected_by=corrected)


def _consider(
    policy: LocalPolicy, portfolio: Portfolio, on: date, visit: date | None
) -> Iterator[Reason]:
    for last in portfolio.counted(policy, on)[-1:]:
        if last.raised_concerns and (last.corrected_by is None or on <= last.corrected_by):
            until = f" until {last.corrected_by}" if last.corrected_by else ""
            published = last.published_on.isoformat()
            yield Reason.of("time-to-correct", published=published, until=until)
    if visit is not None:
        period = policy.frequency.apart_from_regulator
        first, second = sorted((visit, on))
        if second <= due_from(first, period, "regulator's visit").date:
            yield Reason.of("regulator-visit-near", visit=visit.isoformat(), period=str(period))


def _reassessments(policy: LocalPolicy, last: HeldAssessment) -> Iterator[tuple[str, FollowUp, Due]]:
    """Find the further assessments that the last rating calls for, each with its path in the policy."""
    for place, rule in enumerate(policy.follow_up):
        if rule.rating == last.overall and rule.kind is FollowUpKind.REASSESSMENT and rule.after:
            due = due_from(last.published_on, rule.after, "further assessment")
            yield f"follow_up[{place}].after", rule, due


@attrs.frozen(kw_only=True)
class NextDue:
    """When the next assessment is due, and why."""

    on: date | None
    """The day by which it is due, ``None`` where nothing says when."""
    why: str
    """One sentence."""
    source: str
    """Where the policy has it from."""
    due: Due | None
    """How the day was counted."""


def next_due(policy: LocalPolicy, portfolio: Portfolio, on: date) -> NextDue:
    """Tell when a provider's next assessment is due, as far as is known on a day (A11, P5).

    What the last rating calls for comes first, then the usual review.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> last = HeldAssessment(id="1", kind=AssessmentKind.ON_SITE, published_on=date(2026, 3, 2),
    ...                       overall="poor")
    >>> following = next_due(load_policy("norfolk"), Portfolio([last]), date(2026, 4, 1))
    >>> following.on, following.source
    (datetime.date(2026, 9, 2), 'A11 (N), P5 (N)')
    """
    counted = portfolio.counted(policy, on)
    asked_for = [
        each for each in portfolio.assessments if each.further_assessment and each.published_on <= on
    ]
    after = counted[-1].published_on if counted else date.min
    for review in (each for each in asked_for if each.published_on >= after):
        why = f"The targeted review published on {review.published_on} asks for a full assessment."
        return NextDue(on=review.published_on, why=why, source="A13 (W)", due=None)
    if not counted:
        return NextDue(on=None, why="No assessment that counts was published.", source="A11", due=None)
    return _next_after(policy, counted[-1])


def _next_after(policy: LocalPolicy, last: HeldAssessment) -> NextDue:
    rated = f"rated {last.overall}" if last.overall else "without a rating"
    head = f"The last assessment was published on {last.published_on}, {rated}"
    for path, rule, due in sorted(_reassessments(policy, last), key=lambda each: each[2].date):
        why = f"{head}: a further one follows after {rule.after}."
        return NextDue(on=due.date, why=why, source=policy.sources[path], due=due)
    period = policy.frequency.review_about
    if period is None:
        return NextDue(on=None, why=f"{head}; no time for the next is set.", source="A11", due=None)
    due = due_from(last.published_on, period, "next assessment")
    why = f"{head}: a review is due about every {period}."
    return NextDue(on=due.date, why=why, source=policy.sources["frequency.review_about"], due=due)
