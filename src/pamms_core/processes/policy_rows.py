"""From a policy to rows: who is told of an event, and the plain names that tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.policies.words import Role
from pamms_core.workflow.rules import Choice, Notify, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.workflow.actors import Moment

__all__ = [
    "OFFICERS",
    "PROVIDER_SIDE",
    "edition_of",
    "plain_rows",
    "roles_of",
    "told",
    "told_of_assessment",
]

PROVIDER_SIDE: Final = (Role.PROVIDER, Role.REGISTERED_MANAGER)
"""Who acts for the provider."""
OFFICERS: Final = (Role.ASSESSOR, Role.TEAM_MANAGER)
"""Who does the assessor's work: the assessor, or the team's manager for them."""


def told(
    policy: LocalPolicy, event: str, fields: Callable[..., Mapping[str, object]]
) -> tuple[Notify, ...]:
    """Make the messages about an event, to everybody whom the policy names."""
    return tuple(Notify(event, role, fields) for role in policy.told_of(event))


def told_of_assessment(
    policy: LocalPolicy,
    event: str,
    more: Callable[[Any, Any, Moment], Mapping[str, object]] | None = None,
) -> tuple[Notify, ...]:
    """Make the messages about an event of an assessment, with what every such message says (F4)."""

    def fields(facts: AssessmentFacts, command: Any, moment: Moment) -> Mapping[str, object]:
        told_always = {
            "council": policy.title,
            "service": facts.service,
            "template": facts.asked.title,
            "kind": facts.kind.value,
            "date": facts.last_visit.isoformat(),
        }
        return told_always if more is None else {**told_always, **more(facts, command, moment)}

    return told(policy, event, fields)


def plain_rows(rows: Iterable[Rule]) -> tuple[Rule, ...]:
    """Put plain texts where rows name states and roles by their enumerations: logs hold plain texts."""
    return tuple(
        attrs.evolve(
            row,
            from_states=tuple(map(str, row.from_states)),
            to=_plain_target(row.to),
            roles=tuple(map(str, row.roles)),
            notices=[attrs.evolve(each, to=str(each.to)) for each in row.notices],
        )
        for row in rows
    )


def _plain_target(to: str | Choice | None) -> str | Choice | None:
    if isinstance(to, Choice):
        return attrs.evolve(to, states=tuple(map(str, to.states)))
    return None if to is None else str(to)


def roles_of(rows: Iterable[Rule]) -> tuple[str, ...]:
    """List the roles that act in rows or get messages, in the order of the policy's words."""
    rows = tuple(rows)
    named = {role for row in rows for role in row.roles}
    named |= {each.to for row in rows for each in row.notices}
    return tuple(role.value for role in Role if role in named)


def edition_of(policy: LocalPolicy) -> str:
    """Name the edition of a machine after the policy it is built from."""
    return f"{policy.id} {policy.edition}"
