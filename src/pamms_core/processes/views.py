"""What each role sees of a case: openings as data, made from the policy (A3, A9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import Role
from pamms_core.processes.action_plan_facts import ActionPlanFacts
from pamms_core.processes.assessment_facts import AssessmentFacts
from pamms_core.processes.assessment_views import assessment_openings, given_by
from pamms_core.processes.concern_facts import ConcernFacts
from pamms_core.processes.dispute_facts import DisputeFacts
from pamms_core.processes.follow_up_facts import FollowUpFacts
from pamms_core.processes.policy_rows import PROVIDER_SIDE
from pamms_core.processes.self_assessment_facts import SelfAssessmentFacts
from pamms_core.workflow.openings import EVERY_STATE, Opening, ViewPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.machine import Machine

__all__ = ["views_of"]

_ALL: Final = ("*",)
_WHOLE: Final[dict[str, Any]] = dict.fromkeys(
    ("facts", "entries", "clocks", "options", "guards", "notices"), _ALL
)


def views_of(policy: LocalPolicy, machine: Machine[Any]) -> ViewPolicy[Any]:
    """Make what everybody may see of the cases of a machine; nobody sees anything else.

    Give it to :func:`~pamms_core.workflow.views.view`. What of a result is shown to
    whom, also outside the case, is :func:`~pamms_core.processes.audiences.shown_now`.

    Args:
        policy: the local policy from which the machine was built.
        machine: the machine of an assessment of any kind, a dispute, a plan, a concern or a follow-up.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> from pamms_core.processes.assessment import assessment_machine
    >>> norfolk = load_policy("norfolk")
    >>> views = views_of(norfolk, assessment_machine(norfolk))
    >>> "sheet" in views.grant(["provider"], "answers-complete").facts
    False
    >>> "sheet" in views.grant(["provider"], "draft-issued").facts
    True
    """
    make = _MAKERS[machine.facts]
    return ViewPolicy(machine=machine, openings=tuple(_possible(machine, make(policy, machine))))


def _possible(machine: Machine[Any], openings: Iterable[Opening]) -> Iterator[Opening]:
    """Leave out roles that the machine does not have."""
    from attrs import evolve

    for each in openings:
        yield evolve(each, to=[str(role) for role in each.to if role in machine.roles])


def _dispute(_: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """Whoever reviews sees all; others see what was asked, and a stage's findings once it is decided."""
    inside = (Role.PROVIDER, Role.REGISTERED_MANAGER, Role.ASSESSOR)
    yield Opening(to=_besides(machine, inside), states=EVERY_STATE, people=True, **_WHOLE)
    known = ("assessment", "service", "asked", "disputed", "grounds", "ended_because")
    for roles in ((Role.ASSESSOR,), PROVIDER_SIDE):
        yield Opening(
            to=roles,
            states=EVERY_STATE,
            facts=known,
            clocks=_ALL,
            notices=_ALL,
            options=given_by(machine, roles),
        )
    decided = [each for each in machine.states if each.endswith("-decided")]
    facts = ("sheet", "reviews.stage", "reviews.findings", "reviews.decision")
    yield Opening(to=inside, states=(*decided, *machine.ends), facts=facts)


def _besides(machine: Machine[Any], others: tuple[Role, ...]) -> tuple[str, ...]:
    return tuple(role for role in machine.roles if role not in others)


def _plan(_: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """A plan is the provider's, and open to all at the council who have a part in it."""
    yield Opening(to=_besides(machine, PROVIDER_SIDE), states=EVERY_STATE, people=True, **_WHOLE)
    yield Opening(to=PROVIDER_SIDE, states=EVERY_STATE, **_WHOLE)


def _concern(_: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """The service hears what it is about and what it must do; who raised it stays at the council."""
    yield Opening(to=_besides(machine, PROVIDER_SIDE), states=EVERY_STATE, people=True, **_WHOLE)
    yield Opening(to=PROVIDER_SIDE, states=EVERY_STATE, facts=("kind", "service", "what"), notices=_ALL)
    later = [each for each in machine.states if each in {"decided", "assured"}]
    yield Opening(to=PROVIDER_SIDE, states=later, facts=("measures", "assurance"))


def _follow_up(_: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """The council sees all of a follow-up; the provider, who has no part in the case, has messages."""
    yield Opening(to=machine.roles, states=EVERY_STATE, people=True, **_WHOLE)


_MAKERS: Final[dict[type, Callable[[LocalPolicy, Machine[Any]], Iterator[Opening]]]] = {
    AssessmentFacts: assessment_openings,
    SelfAssessmentFacts: assessment_openings,
    DisputeFacts: _dispute,
    ActionPlanFacts: _plan,
    ConcernFacts: _concern,
    FollowUpFacts: _follow_up,
}
