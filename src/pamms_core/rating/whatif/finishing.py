"""What a node's inputs may add up to: totals, and where something is unknown, clouds of totals.

Where everything is known, what lies below a node adds up to one packed total, a
whole number. Where a flag was not given, or a child is left to judgement, it
may be any of several: a *cloud* has the possible totals under each guess at the
flags. Clouds are added like totals, each total of one with each of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.plane import lowered
from pamms_core.rating.sums import Counted, Scope
from pamms_core.rating.trying import options_of
from pamms_core.rating.verdict import State, agreed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.rating.carry import Carry
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.packing import Field
    from pamms_core.rating.plan import Plan
    from pamms_core.rating.verdict import Verdict

__all__ = ["Cloud", "Finisher", "Sum", "added"]

Cloud: TypeAlias = tuple[frozenset[int], ...]
"""Under each guess at the flags, the totals that something may have."""

Sum: TypeAlias = int | Cloud
"""A total, or where it turns on something unknown, a cloud of them."""


def added(one: Sum, other: Sum) -> Sum:
    """Add two sums.

    >>> added(1, 2), added((frozenset({1, 5}),), 10)
    (3, (frozenset({11, 15}),))
    """
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    width = max(len(each) for each in (one, other) if not isinstance(each, int))
    pairs = zip(_cloud(one, width), _cloud(other, width), strict=True)
    return tuple(frozenset({a + b for a in x for b in y}) for x, y in pairs)


def _cloud(each: Sum, width: int) -> Cloud:
    return (frozenset({each}),) * width if isinstance(each, int) else each


class Finisher:
    """Finishes one node whatever its inputs add up to.

    Args:
        rater: the set and method.
        place: the node's place.
        worlds: the steps of all nodes, under each guess at the flags that are not given.
    """

    def __init__(self, rater: Rater, place: int, worlds: Sequence[tuple[Step, ...]]) -> None:
        self._steps = [steps[place] for steps in worlds]
        self._step = self._steps[0] if len(worlds) == 1 else None
        self._ceilings = (*rater.compiled.ceilings(), *_own_ceilings(rater.compiled.plans[place]))
        self._adds: Mapping[str, int] | None = None
        self._carry: Carry | None = None
        self._keep = rater.compiled.pooled_mask & _needed(rater, place)
        for step in worlds[0]:
            for child, adds in step.children:
                if child == place:
                    self._adds, self._carry = adds, dict(step.carries).get(child)

    def lowered(self, total: Sum) -> Sum:
        """Lower each count to what tests can tell apart."""
        if isinstance(total, int):
            return lowered(total, self._ceilings)
        return tuple(frozenset({lowered(each, self._ceilings) for each in cloud}) for cloud in total)

    def finish(self, total: Sum) -> tuple[Verdict, Sum]:
        """Return the verdict that a sum means, and what the node then adds to its parent."""
        if self._step is not None and isinstance(total, int):
            verdict = self._step.verdicts[total + self._step.bias & self._step.mask]
            if verdict.state is not State.UNDETERMINED or self._adds is None:
                return verdict, self._up(total, verdict)
        return self._finish_cloud(_cloud(total, len(self._steps)))

    def _finish_cloud(self, clouds: Cloud) -> tuple[Verdict, Sum]:
        seen: list[Verdict] = []
        ups: list[frozenset[int]] = []
        for step, cloud in zip(self._steps, clouds, strict=True):
            found = [(total, step.verdicts[total + step.bias & step.mask]) for total in sorted(cloud)]
            seen += [verdict for _, verdict in found]
            options = (option for each in found for option in options_of(*each))
            ups.append(frozenset({self._up(total, verdict) for total, verdict in options}))
        alone = ups[0] if len(set(ups)) == 1 else ()
        return agreed(seen, ()), next(iter(alone)) if len(alone) == 1 else tuple(ups)

    def _up(self, total: int, verdict: Verdict) -> int:
        if self._adds is None:
            return 0
        up = (total & self._keep) + self._adds[verdict.symbol]
        return up if self._carry is None else up + self._carry(total, verdict)


def _own_ceilings(plan: Plan) -> list[tuple[int, int, int]]:
    """List the counts of a node's own children: shift, mask, and the most that tests tell apart."""
    highest: dict[Field, int] = {}
    for test in plan.tests(Scope.CHILDREN):
        if isinstance(test.sum, Counted):
            field = plan.fields[test]
            highest[field] = max(highest.get(field, 0), test.bound)
    return [(field.shift, (1 << field.width) - 1, most) for field, most in highest.items()]


def _needed(rater: Rater, place: int) -> int:
    """Return the bits of pooled sums that some node above reads."""
    found = 0
    here = rater.nodes[place]
    for node, plan in zip(rater.nodes, rater.compiled.plans, strict=True):
        if node is not here and node.start <= here.start and here.stop <= node.stop:
            for test in plan.tests(Scope.BELOW):
                field = plan.fields[test]
                found |= ((1 << field.width) - 1) << field.shift
    return found
