"""What each question may become, and at what cost, as whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

__all__ = ["Choice", "Choices"]


@attrs.frozen
class Choice:
    """A state that a question may have, and what it costs to get there."""

    state: int | None
    cost: int


@attrs.frozen(kw_only=True)
class Choices:
    """What all questions of the tree may become."""

    questions: tuple[tuple[Choice, ...], ...]
    """By the question's place: how it is now, then all else, dearest changes last."""
    together: tuple[tuple[int, ...], ...] = ()
    """Places of questions that change together or not at all."""
    scale: int
    """How many units make a cost of 1."""

    def exact(self, units: int) -> Fraction:
        """Return a cost as it was told."""
        from fractions import Fraction

        return Fraction(units, self.scale)

    def worlds(self) -> Iterator[tuple[tuple[Choice, ...], ...]]:
        """Yield the choices with every group either left or changed; each plan is in one of them."""
        yield from _settled(list(self.questions), self.together)


def _settled(
    questions: list[tuple[Choice, ...]], groups: tuple[tuple[int, ...], ...]
) -> Iterator[tuple[tuple[Choice, ...], ...]]:
    if not groups:
        yield tuple(questions)
        return
    free = [place for place in groups[0] if len(questions[place]) > 1]
    for changed in (False, True) if free else (False,):
        settled = questions[:]
        for place in free:
            settled[place] = questions[place][1:] if changed else questions[place][:1]
        yield from _settled(settled, groups[1:])
