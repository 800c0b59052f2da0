"""What a policy must keep to beyond the shape of its values, noted with the path of each mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._reading import keyed
from pamms_core.policies.events import EVENTS
from pamms_core.policies.words import ConcernKind, Needed, Silence, StageOutcome
from pamms_core.standards.catalogue import load_framework

if TYPE_CHECKING:
    from pamms_core._reading import Table
    from pamms_core.policies.policy import LocalPolicy

__all__ = ["ASSESSMENT_KINDS", "RATINGS", "check"]

RATINGS: Final = ("excellent", "good", "requires-improvement", "poor")
"""The keys of the ratings that a policy may name (S6), best first."""
ASSESSMENT_KINDS: Final = ("on-site", "self-assessment", "targeted-review", "verification-visit")
"""The kinds of assessment that a policy may count (A11)."""


def check(policy: LocalPolicy, table: Table) -> None:
    """Note what does not hold together."""
    _dates(policy, table)
    _silence(policy, table)
    _ladder(policy, table)
    _last_stage(policy, table)
    _concerns(policy, table)
    _plan(policy, table)
    _names(policy, table)
    _titles(policy, table)
    _events(policy, table)


def _dates(policy: LocalPolicy, table: Table) -> None:
    if policy.review_by <= policy.effective_from:
        wanted = f"must be after effective_from, {policy.effective_from}"
        table.wrong("policy.review_by", wanted, str(policy.review_by))
    if policy.agreed_on is not None and policy.agreed_on > policy.effective_from:
        wanted = f"must not be after effective_from, {policy.effective_from}"
        table.wrong("policy.agreed_on", wanted, str(policy.agreed_on))


def _silence(policy: LocalPolicy, table: Table) -> None:
    """Silence cannot both publish and wait for the provider's acceptance (A6, A8)."""
    comments = policy.comments
    if comments.when_silent is Silence.PUBLISH:
        if policy.agreement.accepted_by_provider:
            problem = "must be remind-then-decide where agreement.accepted_by_provider is true"
            table.wrong("comments.when_silent", problem, comments.when_silent.value)
        return
    if comments.further is None:
        table.wrong("comments.further", "must be a period where silence does not publish", value=False)
    if not comments.finalised_by:
        table.wrong("comments.finalised_by", "must name a role where silence does not publish")


def _ladder(policy: LocalPolicy, table: Table) -> None:
    keyed(
        policy.ladder,
        lambda each: each.id,
        lambda _, id_: table.wrong("ladder", "has a stage twice", id_),
    )
    for place, stage in enumerate(policy.ladder):
        path = f"ladder[{place}]"
        if not stage.decided_by:
            table.wrong(f"{path}.decided_by", "must name a role")
        if not stage.outcomes:
            table.wrong(f"{path}.outcomes", "must name an outcome")
        if not stage.checks:
            table.wrong(f"{path}.checks", "must name a check")
        if stage.final and place < len(policy.ladder) - 1:
            table.wrong(
                f"{path}.final", "must be false: stages follow that nobody could reach", value=True
            )


def _last_stage(policy: LocalPolicy, table: Table) -> None:
    if not policy.ladder:
        return  # an empty list is noted already
    path, last = f"ladder[{len(policy.ladder) - 1}]", policy.ladder[-1]
    if not last.final:
        table.wrong(f"{path}.final", "must be true: the last stage of a ladder is final", value=False)
    if StageOutcome.REFER in last.outcomes:
        table.wrong(
            f"{path}.outcomes",
            "must be of publish, amend, repeat: no stage follows the last",
            StageOutcome.REFER.value,
        )


def _concerns(policy: LocalPolicy, table: Table) -> None:
    given = {each.kind for each in policy.concerns}
    for kind in ConcernKind:
        if kind not in given:
            table.wrong(
                f"concerns.{kind.replace('-', '_')}", "is missing; every kind of concern is needed"
            )
    for concern in policy.concerns:
        path = f"concerns.{concern.kind.replace('-', '_')}"
        for key in ("told", "decided_by", "answered_by"):
            if not getattr(concern, key):
                table.wrong(f"{path}.{key}", "must name a role")


def _plan(policy: LocalPolicy, table: Table) -> None:
    plan = policy.plan
    if Needed.WHAT not in plan.needs:
        table.wrong("plan.needs", "must hold what: an action says what will be done (P3)")
    for key in ("issues", "approved_by", "actions_accepted_by", "chased_by"):
        if not getattr(plan, key):
            table.wrong(f"plan.{key}", "must not be empty")
    if not policy.agreement.considered_by:
        table.wrong("agreement.considered_by", "must name a role")


def _names(policy: LocalPolicy, table: Table) -> None:
    """Check the names that come from other parts of the library."""
    ratings = [("plan.at_or_below", policy.plan.at_or_below)]
    ratings += [
        (f"follow_up[{place}].rating", each.rating) for place, each in enumerate(policy.follow_up)
    ]
    for path, rating in ratings:
        if rating not in RATINGS:
            hint = table.mistakes.near(rating, RATINGS)
            table.wrong(path, f"must be one of {', '.join(RATINGS)}", rating, hint)
    for kind in policy.frequency.counted:
        if kind not in ASSESSMENT_KINDS:
            hint = table.mistakes.near(kind, ASSESSMENT_KINDS)
            table.wrong("frequency.counted", f"must be of {', '.join(ASSESSMENT_KINDS)}", kind, hint)


def _titles(policy: LocalPolicy, table: Table) -> None:
    """Check that the titles are known (S1, S7)."""
    if policy.titles is None:
        return
    known = tuple(load_framework().titles)
    if policy.titles not in known:
        hint = table.mistakes.near(policy.titles, known)
        table.wrong("policy.titles", f"must be one of {', '.join(known)}", policy.titles, hint)


def _events(policy: LocalPolicy, table: Table) -> None:
    """Check that every message is about an event that there is (A10)."""
    for rule in policy.notices:
        if rule.event not in EVENTS:
            known = [each.replace("-", "_") for each in EVENTS]
            key = rule.event.replace("-", "_")
            hint = table.mistakes.near(key, known)
            table.wrong(f"notices.{key}", f"must be one of {', '.join(known)}", key, hint)
