"""Where our rating and the regulator's differ: flagged, a reason asked for, never refused (A14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.errors import UnknownNameError
from pamms_core.workflow.guards import command_guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import RegulatorView
    from pamms_core.scale import Rating
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case

__all__ = ["REGULATOR_RATINGS", "Difference", "regulator_difference", "regulator_rating_known"]

REGULATOR_RATINGS: Final = ("outstanding", "good", "requires-improvement", "inadequate")
"""The keys of the regulator's ratings, best first; each stands for ours at the same place."""


@attrs.frozen(kw_only=True)
class Difference:
    """How far our overall rating lies from the regulator's."""

    steps: int
    """How many ratings apart; positive where ours is the better one."""
    flagged: bool
    """Whether it is marked, by the policy's measure."""
    reason: str
    """The reason given for it; empty if none was."""

    @property
    def asks_for_reason(self) -> bool:
        """Whether it is flagged and nobody has said why."""
        return self.flagged and not self.reason.strip()


def regulator_difference(policy: LocalPolicy, overall: Rating, regulator: RegulatorView) -> Difference:
    """Compare our overall rating with the regulator's (A14).

    Args:
        policy: says from how many steps apart they are flagged.
        overall: our overall rating, on a scale of four.
        regulator: the regulator's, with the reason for a difference if one was given.

    Raises:
        UnknownNameError: the regulator has no such rating.
        ValueError: our scale has not four ratings, so places cannot be compared.

    >>> from pamms_core import load_framework
    >>> from pamms_core.policies.catalogue import load_policy
    >>> from pamms_core.processes.assessment_facts import RegulatorView
    >>> good = load_framework().scale["good"]
    >>> found = regulator_difference(load_policy("south-west"), good, RegulatorView("inadequate"))
    >>> found.steps, found.asks_for_reason
    (2, True)
    """
    if regulator.rating not in REGULATOR_RATINGS:
        raise UnknownNameError("regulator's rating", regulator.rating, REGULATOR_RATINGS)
    if len(overall.scale) != len(REGULATOR_RATINGS):
        raise ValueError(f"scale {overall.scale.id!r} has {len(overall.scale)} ratings, not 4")
    steps = overall.rank - (len(REGULATOR_RATINGS) - 1 - REGULATOR_RATINGS.index(regulator.rating))
    flagged = abs(steps) >= policy.difference_from_regulator
    return Difference(steps=steps, flagged=flagged, reason=regulator.reason)


@command_guard(
    {"unknown-regulator-rating": "{rating} is no rating of the regulator; allowed: {allowed}."},
    "regulator-rating-known",
)
def regulator_rating_known(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that the regulator's rating is one of its ratings."""
    if command.rating in REGULATOR_RATINGS:
        return None
    allowed = REGULATOR_RATINGS
    return Reason.of("unknown-regulator-rating", rating=command.rating, allowed=allowed)
