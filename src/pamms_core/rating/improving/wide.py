"""The same search where something is unknown: a flag that was not given, or a child left to judgement.

A total is then everything that it may be: under each guess at the flags, a set of packed
totals, one for each way in which undetermined nodes below may turn out.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.monotony import is_decided_by_form
from pamms_core.rating.trying import options_of
from pamms_core.rating.verdict import agreed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.verdict import Verdict

__all__ = ["Wide", "WideBoard", "WideSquare", "is_unknown"]


@attrs.frozen(cache_hash=True)
class Wide:
    """All that a total may be, under each guess at what is unknown."""

    guesses: tuple[frozenset[int], ...]

    def __add__(self, other: Wide) -> Wide:
        return Wide(
            tuple(
                frozenset({a + b for a in mine for b in theirs})
                for mine, theirs in zip(self.guesses, other.guesses, strict=True)
            )
        )


def is_unknown(rater: Rater, flags: Mapping[str, bool], places: Sequence[int]) -> bool:
    """Whether a flag was not given, or a node below the last of these may be left to judgement."""
    below = (rater.method.rule_of(rater.nodes[place]) for place in places[:-1])
    return any(name not in flags for name in rater.method.flags) or not all(
        map(is_decided_by_form, below)
    )


@attrs.define(eq=False)
class WideSquare:
    """One node, finished under each guess at the flags."""

    place: int
    worlds: tuple[Step, ...]
    signs: int = 0
    """No counts are lowered here."""
    guard: int = 0

    @property
    def step(self) -> Step:
        """The node's questions and children, the same under every guess."""
        return self.worlds[0]

    def lower(self, total: Wide) -> Wide:
        """Return the total itself."""
        return total

    def verdict(self, total: Wide) -> Verdict:
        """Return the verdict that a total means, undetermined where that turns on what is unknown."""
        each = zip(self.worlds, total.guesses, strict=True)
        return agreed([agreed(_verdicts(step, sums), ()) for step, sums in each], ())


def _verdicts(step: Step, sums: frozenset[int]) -> list[Verdict]:
    return [step.verdicts[total + step.bias & step.mask] for total in sorted(sums)]


class WideBoard:
    """All nodes from one node down, under every guess at the flags that were not given.

    Args:
        rater: the set and method.
        flags: the flags that were given.
        places: the nodes, children before parents.
    """

    def __init__(self, rater: Rater, flags: Mapping[str, bool], places: Sequence[int]) -> None:
        self.rater, self.places, self.top = rater, list(places), places[-1]
        self.is_monotone = False
        self._pooled = rater.compiled.pooled_mask
        unknown = [name for name in rater.method.flags if name not in flags]
        guesses = product([False, True], repeat=len(unknown))
        worlds = [
            rater.steps_under({**flags, **dict(zip(unknown, guess, strict=True))}) for guess in guesses
        ]
        self.squares = {
            place: WideSquare(place, tuple(steps[place] for steps in worlds)) for place in places
        }
        self.zero = Wide((frozenset({0}),) * len(worlds))

    def asked(self, square: WideSquare, place: int, state: int | None) -> Wide:
        """Return what a question in this state adds."""
        add = self.rater.tables[place][state]  # type: ignore[index]  # None is for numbers only
        return Wide((frozenset({add}),) * len(square.worlds))

    def adder(self, square: WideSquare, child: int) -> Callable[[Wide], Wide]:
        """Return what tells what a child with a total adds to a node's."""
        below = self.squares[child]
        at = next(at for at, (each, _) in enumerate(square.step.children) if each == child)

        def added(total: Wide) -> Wide:
            each = zip(square.worlds, below.worlds, total.guesses, strict=True)
            return Wide(tuple(self._added(parent, at, step, sums) for parent, step, sums in each))

        return added

    def _added(self, parent: Step, at: int, step: Step, sums: frozenset[int]) -> frozenset[int]:
        """Return all that a child may add under one guess, one sum for each way it may turn out."""
        child, adds = parent.children[at]
        carries = [carry for each, carry in parent.carries if each == child]
        return frozenset(
            (total & self._pooled)
            + adds[verdict.symbol]
            + sum(carry(total, verdict) for carry in carries)
            for each in sums
            for total, verdict in options_of(each, step.verdicts[each + step.bias & step.mask])
        )
