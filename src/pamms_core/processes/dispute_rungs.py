"""The stages of a policy's dispute ladder as states, each stage knowing the next (D6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import StageOutcome
from pamms_core.workflow.rules import Notify, Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pamms_core.policies.parts import Stage
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import Role
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.workflow.actors import Moment

__all__ = ["Ladder", "Rung", "once"]

_CLOCKS: Final = ("decision", "next-request")


class Ladder:
    """The stages of a policy, first to last."""

    def __init__(self, policy: LocalPolicy) -> None:
        clocks = _CLOCKS if len(policy.ladder) > 1 else _CLOCKS[:1]
        self.rungs: tuple[Rung, ...] = ()
        """One for each stage."""
        for stage in reversed(policy.ladder):
            following: Rung | None = self.rungs[0] if self.rungs else None
            self.rungs = (Rung(policy, stage, following, clocks), *self.rungs)


class Rung:
    """One stage as states, and what its rows share."""

    def __init__(
        self, policy: LocalPolicy, stage: Stage, following: Rung | None, clocks: tuple[str, ...]
    ) -> None:
        self.policy = policy
        self.stage = stage
        self.following = following
        self.clocks = clocks
        """The clocks of the whole ladder."""
        self.is_first = stage is policy.ladder[0]
        self.requested = f"{stage.id}-requested"
        self.in_review = f"{stage.id}-in-review"
        self.decided = f"{stage.id}-decided"
        waits = range(1, len(stage.decided_by))
        self.proposed = tuple(f"{stage.id}-agreed-by-{count}" for count in waits)
        self.refers = StageOutcome.REFER in stage.outcomes and following is not None
        self.referring = tuple(
            f"{stage.id}-referral-agreed-by-{count}" for count in waits if self.refers
        )
        self.goes_on = not stage.final and following is not None

    @property
    def open_states(self) -> tuple[str, ...]:
        """The states in which the stage is under way."""
        return (self.requested, self.in_review, *self.proposed, *self.referring)

    @property
    def states(self) -> tuple[str, ...]:
        """All its states, in order."""
        return (*self.open_states, *([self.decided] if self.goes_on else []))

    def started(self) -> Start:
        """Start the clock of its decision."""
        return Start("decision", self.stage.decide_within)

    def told(self, event: str, *more: Role) -> list[Notify]:
        """Make the messages about an event, to those the policy names and some more."""
        council, title = self.policy.title, self.stage.title

        def fields(facts: DisputeFacts, _: Any, __: Moment) -> Mapping[str, object]:
            decided = facts.decided
            return {
                "council": council,
                "service": facts.service,
                "assessment": facts.assessment,
                "stage": title,
                "outcome": "" if decided is None else decided.outcome.value,
            }

        return [Notify(event, role, fields) for role in once((*self.policy.told_of(event), *more))]


def once(roles: Iterable[Role]) -> tuple[Role, ...]:
    """List roles without repetition."""
    return tuple(dict.fromkeys(roles))
