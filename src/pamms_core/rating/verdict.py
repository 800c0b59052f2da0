"""The verdict on a node: its rating or why it has none, and which limits acted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core.rating.method import Limit, NodeRule
    from pamms_core.scale import Rating, Scale

__all__ = ["State", "Verdict", "decide"]


class State(StrEnum):
    """Whether a node has a rating, and if not, why."""

    RATED = "rated"
    NOTHING_ASSESSED = "nothing assessed"
    TOO_LITTLE_ASSESSED = "too little assessed"


@attrs.frozen
class Verdict:
    """What the totals of a node mean under its rule."""

    state: State
    rating: Rating | None = None
    before_limits: Rating | None = None
    """What the rating would be without limits."""
    triggered: tuple[Limit, ...] = ()
    """The limits whose condition holds, in the method's order."""
    key: str | None = attrs.field(init=False, repr=False, eq=False)
    """The rating's key, ``None`` without a rating."""

    @key.default
    def _derive_key(self) -> str | None:
        return None if self.rating is None else self.rating.key

    @property
    def acting(self) -> tuple[Limit, ...]:
        """The limits that made the rating what it is, if any lowered it."""
        if self.rating is None or self.rating == self.before_limits:
            return ()
        return tuple(limit for limit in self.triggered if limit.at_most == self.rating.key)


def decide(rule: NodeRule, scale: Scale, holds: Sequence[bool]) -> Verdict:
    """Read the verdict off the tests of a node, in the order of ``tests_of``."""
    anything, enough, *rest = holds
    if not anything:
        return Verdict(State.NOTHING_ASSESSED)
    if not enough:
        return Verdict(State.TOO_LITTLE_ASSESSED)
    reached = zip(rule.bands, rest, strict=False)
    earned = next((scale[band.rating] for band, held in reached if held), scale.worst)
    triggered = tuple(
        limit for limit, held in zip(rule.limits, rest[len(rule.bands) :], strict=True) if held
    )
    capped = min([earned, *(scale[limit.at_most] for limit in triggered)])
    return Verdict(State.RATED, capped, earned, triggered)
