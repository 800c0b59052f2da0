"""The smallest variation that changes a rating for which several tests must turn at once.

Which tests turn is chosen one after another, and the choices that allow the least share are
followed first. That share is proven: it comes from the straight lines of the tests chosen so
far, and from all others taken each by itself. Where the rating at its very point has changed,
it is the smallest there is with these choices.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from pamms_core.rating.robust.result import WHOLE
from pamms_core.rating.robust.system import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.robust.box import Box, Fixed, Tree
    from pamms_core.rating.robust.margins import Margin, Variable
    from pamms_core.rating.robust.result import Breaking

__all__ = ["MOST_CHOICES", "Met", "Together"]

MOST_CHOICES: Final = 60
"""After so many choices the two bounds stay apart, both of them proven."""


class Met(NamedTuple):
    """A change of the rating."""

    share: Fraction
    is_attained: bool
    breaking: Breaking

    @property
    def order(self) -> tuple[Fraction, bool]:
        """How near it is: one at a share comes before one just beyond it."""
        return self.share, not self.is_attained


class _Open(NamedTuple):
    """Choices whose smallest change is not known yet."""

    share: Fraction
    """Proven: below it, nothing changes with these choices;"""
    beyond: bool
    """nor at it."""
    at: int
    """Of two that are as near, the one found first is followed first."""
    fixed: Fixed


class Together:
    """Looks for the smallest change, where all tests go in straight lines."""

    def __init__(
        self,
        tree: Tree,
        names: Sequence[Variable],
        rated: Callable[[Mapping[Variable, Fraction]], Breaking | None],
    ) -> None:
        self.tree, self.names, self.rated = tree, names, rated
        self.margins = [margin for found in tree.margins.values() for margin in found]
        self.turning = [(turn, each) for each in self.margins if (turn := each.turns) is not None]
        self.turns = sorted({turn for turn, _ in self.turning})
        self.soonest = next(turn for turn in (*self.turns, WHOLE) if turn > 0)
        self.best: Met | None = None
        self._open: list[_Open] = []
        self._count = 0

    def least(self, start: Fraction, fixed: Fixed) -> Fraction | None:
        """Return a share from ``start`` on, below 1, under which nothing changes with these choices."""
        turns = self.turns[bisect_right(self.turns, start) : bisect_left(self.turns, WHOLE)]
        shares = [start, *turns]
        # what may come out only grows with the box
        low = bisect_left(shares, True, key=lambda share: self._changes(share, fixed))
        return shares[low] if low < len(shares) else None

    def _changes(self, share: Fraction, fixed: Fixed) -> bool:
        box: Box = dict.fromkeys(self.names, (-share, share))
        still = {margin: margin.holds for turn, margin in self.turning if turn > share}
        return self.tree.may_differ(box, beyond=True, fixed={**still, **fixed})

    def search(self, safe: Fraction, best: Met | None) -> tuple[Fraction, Met | None]:
        """Return a proven bound and the nearest change that was met.

        Args:
            safe: a proven bound, with no choices made.
            best: a change that is known.
        """
        self.best, self._open = best, [_Open(safe, not safe, 0, {})]
        for _ in range(MOST_CHOICES):
            if not self._open or not self._is_nearer(self._open[0]):
                break
            margin = self._critical(self._open[0])
            if margin is None:
                break
            chosen = heappop(self._open)
            for holds in (not margin.holds, margin.holds):
                self._choose({**chosen.fixed, margin: holds}, chosen.share)
        bounds = [each.share for each in (*self._open[:1], self.best) if each is not None]
        return min(bounds, default=WHOLE), self.best

    def _is_nearer(self, one: _Open) -> bool:
        return self.best is None or (one.share, one.beyond) < self.best.order

    def _critical(self, one: _Open) -> Margin | None:
        """Choose a test without which nothing would change, or else one that turns late."""
        near = [each for each in self.turning if each[0] <= one.share and each[1] not in one.fixed]
        near.sort(key=lambda each: each[0], reverse=True)
        for _, margin in near:
            if not self._changes(one.share, {**one.fixed, margin: margin.holds}):
                return margin
        return near[0][1] if near else None

    def _choose(self, fixed: Fixed, floor: Fraction) -> None:
        """Try choices: keep them open, unless their smallest change is known then, or there is none."""
        found = reached(fixed, self.margins, floor or self.soonest / 2)
        if found is None:
            return
        share, beyond = found.share, found.beyond
        if share < self.soonest:  # only what is at its edge turns, and that turns at once
            share, beyond = Fraction(0), True
        least = self.least(share, fixed)
        if least == share and (breaking := self.rated(found.point)) is not None:
            met = Met(share, not beyond, breaking)
            if self.best is None or met.order < self.best.order:
                self.best = met
        elif least is not None:
            self._count += 1
            heappush(self._open, _Open(least, beyond and least == share, self._count, fixed))
