"""What is wanted of a node: a rating reached, or a rating lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating

__all__ = ["Goal"]


@attrs.frozen
class Goal:
    """A rating that a node is to reach, or to fall below.

    A node that is undetermined has reached a rating when all that it may be is so good; it
    has lost the rating when it may be worse. A node without any rating has done neither.
    """

    rating: Rating
    loses: bool = False

    def is_met(self, verdict: Verdict) -> bool:
        """Whether a verdict on the node is what is wanted."""
        possible = verdict.possible if verdict.rating is None else (verdict.rating,)
        if not possible:
            return False
        return (min(possible) < self.rating) is self.loses

    @property
    def described(self) -> str:
        """The goal in words."""
        label = self.rating.label
        return f"below {label}" if self.loses else f"{label} or better"
