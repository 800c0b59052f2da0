"""The verdict on a node: its rating or why it has none, and which limits acted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.rating.method import Limit
    from pamms_core.scale import Rating

__all__ = ["State", "Verdict", "agreed"]


class State(StrEnum):
    """Whether a node has a rating, and if not, why.

    >>> State.RATED.has_score, State.NOTHING_ASSESSED.has_score
    (True, False)
    """

    RATED = "rated"
    SCORED = "scored"
    """The method gives this node a score and no rating."""
    NOTHING_ASSESSED = "nothing assessed"
    TOO_LITTLE_ASSESSED = "too little assessed"
    PART_MISSING = "a part has no rating"
    UNDETERMINED = "undetermined"
    """The rules do not decide: it needs judgement, or a flag that was not given."""

    @property
    def has_score(self) -> bool:
        """Whether a node in this state has a score, where its rule makes one."""
        return self in {State.RATED, State.SCORED, State.UNDETERMINED}


@attrs.frozen
class Verdict:
    """What the totals of a node mean under its rule."""

    state: State
    rating: Rating | None = None
    before_limits: Rating | None = None
    """What the rating would be without limits; ``None`` where that turns on what is unknown."""
    triggered: tuple[Limit, ...] = ()
    """The limits whose conditions hold, in the method's order."""
    possible: tuple[Rating, ...] = ()
    """What an undetermined rating could be, best first."""
    causes: tuple[str, ...] = ()
    """Why it is undetermined: flags that were not given, undetermined children, or
    ``judgement``.
    """
    symbol: str = attrs.field(init=False, repr=False, eq=False)
    """The rating's key, or the state without a rating."""

    @symbol.default
    def _derive_symbol(self) -> str:
        return self.state.value if self.rating is None else self.rating.key

    @property
    def acting(self) -> tuple[Limit, ...]:
        """The limits that made the rating what it is, if any lowered it."""
        if self.rating is None or self.rating == self.before_limits:
            return ()
        return tuple(limit for limit in self.triggered if limit.at_most == self.rating.key)


def agreed(verdicts: Iterable[Verdict], causes: tuple[str, ...]) -> Verdict:
    """Merge the verdicts on every value that something unknown may have.

    If all give the same rating, that is the rating, with the limits that hold in
    all of them; otherwise the verdict is undetermined and names the causes.
    """
    tried = list(dict.fromkeys(verdicts))
    first = tried[0]
    if len({each.symbol for each in tried}) == 1 and first.state is not State.UNDETERMINED:
        shared = [limit for limit in first.triggered if all(limit in v.triggered for v in tried)]
        before = {each.before_limits for each in tried}
        earned = first.before_limits if len(before) == 1 else None
        return attrs.evolve(first, before_limits=earned, triggered=tuple(shared))
    possible = {rating for each in tried for rating in (each.possible or (each.rating,)) if rating}
    named = dict.fromkeys([*causes, *(cause for each in tried for cause in each.causes)])
    return Verdict(
        State.UNDETERMINED,
        possible=tuple(sorted(possible, reverse=True)),
        causes=tuple(named),
    )
