"""Whether a node can be rated above its best rated child, by trying everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pamms_core.rating.reach import Asked, lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.reach import Origin, Reach, Totals
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating

__all__ = ["above_best_child"]

_Key: TypeAlias = tuple[int, int]
"""A total, and the best rank so far, -1 for none."""
_Layer: TypeAlias = "dict[_Key, tuple[_Key, tuple[Origin, int]]]"
"""Where each key came from: the key before, and the input's origin."""


def above_best_child(
    reach: Reach, place: int, budget: int
) -> tuple[Verdict, Rating, dict[int, int | None]] | tuple[()] | None:
    """Find a sheet on which a node is rated above its best rated child.

    Returns:
        The verdict, the best child's rating and the sheet; nothing if there is
        none; ``None`` where there is too much to try.
    """
    totals = reach.totals[place]
    if totals is None:
        return None
    layers: list[_Layer] = []
    known: Mapping[_Key, object] = {(0, -1): None}
    for options in _options(reach, totals):
        if len(known) * len(options) > budget:
            return None
        layer: _Layer = {}
        for total, best in known:
            for (add, rank), origin in options.items():
                key = (lower(total + add, reach.ceilings), max(best, rank))
                layer.setdefault(key, ((total, best), origin))
        layers.append(layer)
        known = layer
    return _first_above(reach, totals, known, layers)


def _options(reach: Reach, totals: Totals) -> Iterator[dict[_Key, tuple[Origin, int]]]:
    """For each input, what it may add together with the rank it may have."""
    step = totals.step
    for stage in totals.stages:
        origin = next(iter(stage.adds.values()))[0]
        if isinstance(origin, Asked):
            at = origin.place
            yield {
                (reach.entry(at, state), _rank(reach, at, state)): (Asked(at, state), 0)
                for state in reach.states(at)
            }
        else:
            yield {
                (reach.added(step, origin, total), _rank_of(origin.verdict(total))): (origin, total)
                for total in sorted(origin.reached)
            }


def _rank(reach: Reach, at: int, state: int | None) -> int:
    if state is None or reach.rater.questions[at].most is not None:
        return -1
    return state if state < len(reach.rater.question_set.framework.scale) else -1


def _rank_of(verdict: Verdict) -> int:
    return -1 if verdict.rating is None else verdict.rating.rank


def _first_above(
    reach: Reach, totals: Totals, known: Mapping[_Key, object], layers: list[_Layer]
) -> tuple[Verdict, Rating, dict[int, int | None]] | tuple[()]:
    scale = reach.rater.question_set.framework.scale
    for key in sorted(known):
        verdict = totals.verdict(key[0])
        if verdict.rating is not None and 0 <= key[1] < verdict.rating.rank:
            return verdict, scale.at(key[1]), _trace(key, layers)
    return ()


def _trace(key: _Key, layers: list[_Layer]) -> dict[int, int | None]:
    states: dict[int, int | None] = {}
    for layer in reversed(layers):
        key, origin = layer[key]
        states |= origin[0].sheet(origin[1])
    return states
