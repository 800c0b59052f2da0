"""Find an example of how far one changed answer moves a node, near where verdicts change."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pamms_core.rating.engine import Rater
    from pamms_core.rating.reach import Moves, Reach, Totals
    from pamms_core.rating.tree import Node

__all__ = ["largest_found"]

# Where verdicts change, so many sheets are looked at; there are thousands alike.
_LOOKED_AT = 24


def largest_found(
    rater: Rater, reach: Reach, node: Node, moves: Moves, size: Callable[[int, int], int]
) -> tuple[int, tuple[Mapping[int, int | None], ...]]:
    """Look for the largest change of a node's rank by one answer, on full sheets.

    Returns:
        The largest change found, and the two sheets.
    """
    place = rater.nodes.index(node)
    totals = reach.totals[place]
    best: tuple[int, tuple[Mapping[int, int | None], ...]] = (0, ())
    for sheet in _near_changes(totals) if totals is not None else ():
        states = [sheet.get(each, 0) for each in range(len(rater.questions))]
        for at in range(node.start, node.stop):
            for before, after in moves(at):
                if before != states[at]:
                    continue
                found = _change(rater, place, states, at, after, size)
                if found > best[0]:
                    best = (found, (sheet, {**sheet, at: after}))
    return best


def _change(
    rater: Rater,
    place: int,
    states: list[int | None],
    at: int,
    after: int | None,
    size: Callable[[int, int], int],
) -> int:
    """Measure how far a node moves when one answer changes."""
    flags = dict.fromkeys(rater.method.flags, False)
    old = rater.verdicts(states, flags)[place].rating
    new = rater.verdicts([*states[:at], after, *states[at + 1 :]], flags)[place].rating
    return size(old.rank, new.rank) if old and new else 0


def _near_changes(totals: Totals) -> Iterator[dict[int, int | None]]:
    """Yield sheets whose totals lie next to one with another verdict, spread over all such."""
    ordered = sorted(totals.reached)
    edges = [
        each
        for pair in pairwise(ordered)
        if totals.verdict(pair[0]).symbol != totals.verdict(pair[1]).symbol
        for each in pair
    ]
    for edge in edges[:: max(len(edges) // _LOOKED_AT, 1)]:
        yield totals.sheet(edge)
