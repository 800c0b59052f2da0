"""Several pieces of code, measured in turn.

On a shared machine the speed changes from one moment to the next. Ratios are
steady if all sides are measured in many short spells, one after the other, and
not each in one long spell of its own. Of each side the median of its quietest
spell counts: what other programs take away is no property of either.
"""

from __future__ import annotations

import gc
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["medians"]

_SPELLS: Final = 200
_SPELL: Final = 0.002
"""Seconds."""


def medians(runs: Mapping[str, Callable[[], object]], spells: int = _SPELLS) -> dict[str, float]:
    """Return the median time of a call of each in its quietest spell, in seconds.

    No garbage is collected meanwhile, as with timeit: what that costs depends on
    all else that is in memory.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    gc.disable()
    try:
        for _ in range(spells):
            for name, run in runs.items():
                found[name].append(_spell(run))
    finally:
        gc.enable()
    return {name: min(each) for name, each in found.items()}


def _spell(run: Callable[[], object]) -> float:
    """Return the median time of a call, the first left out."""
    run()
    found: list[float] = []
    while sum(found) < _SPELL:
        start = process_time()
        run()
        found.append(process_time() - start)
    return median(found)
