"""Who is shown what of an assessment's result, before and after publication (A3, A9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import Audience, Role, Shown
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.indicative import told_the_ratings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.policies.policy import LocalPolicy

__all__ = ["ROLES_OF", "audiences_of", "is_reviewer", "reads_drafts", "shown_now"]

ROLES_OF: Final = FrozenMap(
    {
        Audience.PUBLIC: (),
        Audience.PROVIDER: (Role.PROVIDER, Role.REGISTERED_MANAGER),
        Audience.ASSESSOR: (Role.ASSESSOR,),
        Audience.AUDIT_TEAM: (Role.AUDIT_TEAM, Role.TEAM_MANAGER),
        Audience.COUNCIL: (Role.CONTRACT_LEAD, Role.CONTRACTS_MANAGER),
        Audience.REVIEWER: (Role.SENIOR_OFFICER,),
        Audience.HEAD_OF_SERVICE: (Role.HEAD_OF_SERVICE,),
        Audience.REGION: (Role.REGION,),
        Audience.OTHER_PROVIDERS: (),
        Audience.BROKERAGE: (Role.BROKERAGE,),
        Audience.REGULATOR: (Role.REGULATOR,),
    }
)
"""The roles of each audience; whoever has no role here is the public. That somebody signed in
belongs to another provider, only the host knows."""
_DRAFT: Final = frozenset({Shown.OVERALL, Shown.DOMAINS, Shown.STANDARDS, Shown.QUESTIONS})


def audiences_of(policy: LocalPolicy, roles: Iterable[str]) -> tuple[Audience, ...]:
    """List the audiences that somebody with these roles belongs to; everybody is of the public.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> [each.value for each in audiences_of(load_policy("wirral"), ["team-manager"])]
    ['public', 'audit-team', 'reviewer']
    """
    mine = frozenset(roles)
    reviews = is_reviewer(policy, mine)
    return tuple(
        each
        for each in Audience
        if each is Audience.PUBLIC
        or not mine.isdisjoint(ROLES_OF[each])
        or (each is Audience.REVIEWER and reviews)
    )


def is_reviewer(policy: LocalPolicy, roles: Iterable[str]) -> bool:
    """Tell whether a stage of the dispute ladder is decided by one of these roles."""
    mine = frozenset(roles)
    return any(not mine.isdisjoint(stage.decided_by) for stage in policy.ladder)


def reads_drafts(policy: LocalPolicy, role: str) -> bool:
    """Tell whether a role may read content at all, because a published report is open to it in full.

    Nobody sees more of a draft than of the final report, but for reviewers while a dispute runs.
    """
    return any(Shown.QUESTIONS in policy.shown_to(each) for each in audiences_of(policy, [role]))


def shown_now(
    policy: LocalPolicy, state: str, roles: Iterable[str] = (), audience: Audience | None = None
) -> frozenset[Shown]:
    """Tell what somebody is shown of an assessment's result in a state; by default nothing.

    Args:
        policy: the local policy.
        state: where the assessment stands.
        roles: the roles somebody has in this case.
        audience: an audience that somebody belongs to besides, which roles do not tell, such as
            another provider's people.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> norfolk = load_policy("norfolk")
    >>> sorted(shown_now(norfolk, "answers-complete", ["assessor"]))
    []
    >>> sorted(map(str, shown_now(norfolk, "published")))
    ['domains', 'overall', 'plan-statement', 'standards']
    """
    mine = frozenset(roles)
    if state == S.PUBLISHED:
        found = dict.fromkeys((*audiences_of(policy, mine), *([audience] if audience else [])))
        return frozenset(each for one in found for each in policy.shown_to(one))
    told = told_the_ratings(policy, state)
    reviewing = state == S.IN_DISPUTE and is_reviewer(policy, mine)
    if reviewing or any(role in told and reads_drafts(policy, role) for role in mine):
        return _DRAFT & frozenset(policy.shown_to(Audience.PROVIDER))
    return frozenset()
