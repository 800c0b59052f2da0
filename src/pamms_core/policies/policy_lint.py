"""What is odd about a policy although it can be used, as remarks to its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.policies.words import Audience, Shown, StageOutcome
from pamms_core.workflow.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.period import Period

__all__ = ["PolicyFinding", "lint_policy", "policy_warnings"]


@attrs.frozen(kw_only=True)
class PolicyFinding:
    """One remark."""

    code: str
    """A stable name of the kind of remark."""
    where: str
    """The path in the file."""
    message: str


def policy_warnings(policy: LocalPolicy, on: date) -> tuple[PolicyFinding, ...]:
    """Tell on a day whether a policy is not in force yet, or is past its review (A15).

    It can be used all the same; a host shows the warning.

    >>> from datetime import date
    >>> from pamms_core.policies.catalogue import load_policy
    >>> for each in policy_warnings(load_policy("norfolk"), date(2030, 1, 1)):
    ...     print(each.message)
    The policy of Norfolk should have been reviewed by 2029-03-31.
    """
    found = []
    if not policy.in_force(on):
        said = f"The policy of {policy.title} is in force from {policy.effective_from} only."
        found.append(PolicyFinding(code="not-in-force", where="policy.effective_from", message=said))
    if policy.overdue_for_review(on):
        said = f"The policy of {policy.title} should have been reviewed by {policy.review_by}."
        found.append(PolicyFinding(code="past-review", where="policy.review_by", message=said))
    return tuple(found)


def lint_policy(policy: LocalPolicy) -> tuple[PolicyFinding, ...]:
    """Tell what is odd about a policy, whatever the day.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> lint_policy(load_policy("wirral"))
    ()
    """
    return tuple(
        PolicyFinding(code=code, where=where, message=message)
        for code, where, message in (
            *_openness(policy),
            *_reminders(policy),
            *_ladder(policy),
            *_concerns(policy),
        )
    )


def _openness(policy: LocalPolicy) -> Iterator[tuple[str, str, str]]:
    """Remark on content that leaves the council and the provider (A9)."""
    for audience in (Audience.PUBLIC, Audience.OTHER_PROVIDERS, Audience.REGION):
        if Shown.QUESTIONS in policy.shown_to(audience):
            said = (
                "Comments and evidence may name people; they are open to more than those at work on it."
            )
            yield "content-is-open", f"publication.shown.{audience.replace('-', '_')}", said
    if not policy.shown_to(Audience.PROVIDER):
        yield "provider-sees-nothing", "publication.shown.provider", "The provider is shown no result."


def _reminders(policy: LocalPolicy) -> Iterator[tuple[str, str, str]]:
    own = policy.self_assessment
    if not _shorter(own.reminded_before, own.complete_within):
        said = f"A reminder {own.reminded_before} before is never due within {own.complete_within}."
        yield "reminder-too-early", "self_assessment.reminded_before", said


def _shorter(one: Period, other: Period) -> bool:
    """Compare two periods counted from the same day: their lengths depend on where they begin."""
    from datetime import UTC, datetime

    began = datetime(2026, 3, 2, 12, tzinfo=UTC)
    first, second = (Deadline(clock="one", started=began, period=each).due() for each in (one, other))
    return first is not None and second is not None and first.instant < second.instant


def _ladder(policy: LocalPolicy) -> Iterator[tuple[str, str, str]]:
    for place, stage in enumerate(policy.ladder):
        if StageOutcome.PUBLISH not in stage.outcomes:
            said = "The stage cannot find the report a fair record."
            yield "no-fair-record", f"ladder[{place}].outcomes", said


def _concerns(policy: LocalPolicy) -> Iterator[tuple[str, str, str]]:
    for concern in policy.concerns:
        if twice := set(concern.told) & set(concern.copied):
            where = f"concerns.{concern.kind.replace('-', '_')}.copied"
            yield "told-and-copied", where, f"Told already: {', '.join(sorted(twice))}."
