"""An assessment with its disputes, its action plan and its concerns, and what is decided about them."""

# ruff: noqa: TC001 - the JSON codec reads these annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes.dispute_facts import Ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.policies.words import ConcernKind
    from pamms_core.processes.action_plan_facts import ActionPlanFacts
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.processes.concern_facts import ConcernFacts
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.processes.follow_up_facts import FollowUpFacts
    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.due import Due
    from pamms_core.workflow.reasons import Reason
    from pamms_core.workflow.rules import Notice

__all__ = [
    "CaseDue",
    "Held",
    "Moved",
    "RaiseConcernHere",
    "RequestReview",
    "Together",
]


def _grounds(given: Iterable[Ground]) -> tuple[Ground, ...]:
    return tuple(given)


@attrs.frozen
class RequestReview:
    """Dispute the report, ground by ground: the assessment waits while a dispute runs (D1)."""

    grounds: tuple[Ground, ...] = attrs.field(converter=_grounds)


@attrs.frozen
class RaiseConcernHere:
    """Raise an immediate concern about this service (A12)."""

    kind: ConcernKind
    what: str


@attrs.frozen(kw_only=True)
class Together:
    """An assessment and all that hangs on it, each a case of its own machine.

    The ids of the others begin with the assessment's: ``7/dispute-1``, ``7/plan``,
    ``7/follow-up-1``, ``7/concern-1``.
    """

    assessment: Case[AssessmentFacts]
    disputes: tuple[Case[DisputeFacts], ...] = ()
    """The newest last."""
    plan: Case[ActionPlanFacts] | None = None
    follow_ups: tuple[Case[FollowUpFacts], ...] = ()
    """What follows the published result, in the order of its days (P5)."""
    concerns: tuple[Case[ConcernFacts], ...] = ()

    @property
    def dispute(self) -> Case[DisputeFacts] | None:
        """The newest dispute, if there was one."""
        return self.disputes[-1] if self.disputes else None

    @property
    def version(self) -> int:
        """The number of all entries of all cases: it grows with every step, so a host can lock by it."""
        return sum(each.version for each in self.cases)

    @property
    def cases(self) -> tuple[Case[Any], ...]:
        """All cases, the assessment first."""
        plan = () if self.plan is None else (self.plan,)
        return (self.assessment, *self.disputes, *plan, *self.follow_ups, *self.concerns)

    def case(self, id: str) -> Case[Any] | None:  # noqa: A002 - what it is called everywhere
        """Find a case by its id."""
        return next((each for each in self.cases if each.id == id), None)

    def with_case(self, case: Case[Any]) -> Together:
        """Put a case in the place of the one with its id, or add nothing if there is none."""
        return attrs.evolve(
            self,
            assessment=case if case.id == self.assessment.id else self.assessment,
            disputes=tuple(_replaced(self.disputes, case)),
            plan=case if self.plan is not None and case.id == self.plan.id else self.plan,
            follow_ups=tuple(_replaced(self.follow_ups, case)),
            concerns=tuple(_replaced(self.concerns, case)),
        )


def _replaced(cases: Iterable[Case[Any]], case: Case[Any]) -> Iterator[Case[Any]]:
    for each in cases:
        yield case if each.id == case.id else each


@attrs.frozen
class Moved:
    """What was decided, in all cases that it concerns; it counts as true."""

    together: Together
    entries: tuple[Entry, ...]
    """The new entries, in the order in which they came about; each names its case."""
    notices: tuple[Notice, ...]
    """The messages to send."""
    repeated: bool = False
    """Whether the token was accepted before: nothing is new."""


@attrs.frozen
class Held:
    """What may not be done, with every reason, and nothing has changed; it counts as false."""

    reasons: tuple[Reason, ...]
    together: Together

    def __bool__(self) -> bool:
        return False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, in order."""
        return tuple(reason.code for reason in self.reasons)


@attrs.frozen(kw_only=True)
class CaseDue:
    """What falls due in one of the cases."""

    case: str
    """The id of the case."""
    due: Due
