"""Whether a node can be rated above its best rated child, by trying everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.masks import lowest
from pamms_core.rating.reach import Asked, BeyondBudgetError, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.plane import Plane
    from pamms_core.rating.reach import Part, Reach, Sheet, Totals
    from pamms_core.rating.verdict import Verdict

__all__ = ["above_best_child"]

_UNRATED = -1


def above_best_child(reach: Reach, node: int) -> tuple[Verdict, int, Sheet] | None:
    """Find a sheet on which a node is rated above its best rated child.

    For each rank, all totals are looked at that come out while no child is above it.

    Args:
        reach: what can come out.
        node: the node's place in the tree.

    Returns:
        The verdict, the rank that no child is above, and the sheet; nothing if there is none.

    Raises:
        BeyondBudgetError: there is too much to try.
    """
    totals = reach.totals[node]
    if totals is None:
        raise BeyondBudgetError
    for most in range(len(reach.rater.question_set.framework.scale) - 1):
        for verdict, sheet in _above(reach, totals, most):
            return verdict, most, sheet
    return None


def _above(reach: Reach, totals: Totals, most: int) -> Iterator[tuple[Verdict, Sheet]]:
    """Yield sheets on which some child is rated, none above a rank, and the node is."""
    inputs = [parts for _, parts in totals.stages]
    # A count of rated children, above whatever a total has, and not counted beyond one.
    highest = sum(max(_most(totals.plane, part) for part in parts) for parts in inputs)
    fields = (mask << shift for shift, mask, _ in totals.ceilings)
    shift = max(highest, totals.step.mask, *fields).bit_length() + 1
    counted = (shift, (1 << len(inputs).bit_length() + 1) - 1, 1)
    kept = [list(_counted(reach, parts, most, shift)) for parts in inputs]
    found = add_up(totals.plane, (*totals.ceilings, counted), kept, reach.budget)
    lowered = found.at(totals.node, totals.step)
    for rest, by_sign in lowered.signed.items():
        for sign, places in by_sign.items():
            place, verdict = lowest(places), totals.step.verdicts[sign]
            if _rank(verdict) > most and totals.plane.total(rest, place) >> shift:
                yield verdict, lowered.sheet(rest, place)


def _most(plane: Plane, part: Part) -> int:
    """Return what no total of a part is above."""
    rows = part.mask.bit_length() // plane.stride
    return abs(part.rest) + abs(plane.weight) * rows + abs(plane.point) * plane.stride


def _counted(reach: Reach, parts: Sequence[Part], most: int, shift: int) -> Iterator[Part]:
    """Yield the parts with no rating above a rank, those with a rating counted as one."""
    for part in parts:
        rank = _rank_of(reach, part)
        if rank <= most:
            rated = int(rank > _UNRATED) << shift
            yield attrs.evolve(part, rest=part.rest + rated)


def _rank_of(reach: Reach, part: Part) -> int:
    if not isinstance(part.origin, Asked):
        return _rank(part.origin.verdict(part.own, part.lowest))
    asks_rating = reach.rater.questions[part.origin.at].most is None
    state = part.origin.state
    is_rated = asks_rating and state is not None and state < len(reach.plane.lifts)
    return state if is_rated and state is not None else _UNRATED


def _rank(verdict: Verdict) -> int:
    return _UNRATED if verdict.rating is None else verdict.rating.rank
