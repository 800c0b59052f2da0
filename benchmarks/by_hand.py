"""Three small methods as one would write them by hand, to measure the engine beside.

Each is a plain function of whole numbers: stars, or ranks from 0 for the worst.
``None`` is a rating that is missing, or a case that the method leaves open.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BY_HAND", "ByHand", "australian_stars", "cms_stars", "cqc_rank"]


def australian_stars(
    experience: int | None, compliance: int | None, staffing: int | None, quality: int | None
) -> int | None:
    """Overall stars of an Australian aged care home."""
    if experience is None or compliance is None or staffing is None or quality is None:
        return None
    stars = (33 * experience + 30 * compliance + 22 * staffing + 15 * quality + 50) // 100
    return compliance if compliance <= 2 and compliance < stars else stars


def cms_stars(health: int | None, staffing: int | None, quality: int | None, abuse: bool) -> int | None:  # noqa: FBT001 (a flag of the method)
    """Overall stars of a US nursing home, from July 2022."""
    if health is None:
        return None
    if abuse and health > 2:
        health = 2
    stars = health
    for step in (staffing, quality):
        if step == 5 and stars < 5:
            stars += 1
        elif step == 1 and stars > 1:
            stars -= 1
    return 2 if health == 1 and stars > 2 else stars


def cqc_rank(
    safe: int | None,
    effective: int | None,
    caring: int | None,
    responsive: int | None,
    well_led: int | None,
    breach: bool,  # noqa: FBT001 (a flag of the method)
) -> int | None:
    """Overall rank of an English care service, 2014 to 2023."""
    ranks = (safe, effective, caring, responsive, well_led)
    if None in ranks:
        return None
    inadequate, improve = ranks.count(0), ranks.count(1)
    if inadequate >= 2:
        return 0
    if improve >= 2:
        return 1
    if inadequate:
        return None
    if breach:
        return 1
    return 3 if ranks.count(3) >= 2 and not improve else 2


@attrs.frozen(kw_only=True)
class ByHand:
    """A method by hand, and how its inputs are called in the method's file."""

    name: str
    """The method's name among the shipped examples."""
    rated: Callable[..., int | None]
    inputs: tuple[str, ...]
    flag: bool
    """Whether the last argument is the method's flag."""
    levels: range
    """What an input may be."""

    def cases(self, *, missing: bool) -> list[tuple[Any, ...]]:
        """List every case, with missing inputs too if asked for."""
        given = (*self.levels, None) if missing else tuple(self.levels)
        flags = [(False, True)] if self.flag else []
        return list(product(*[given] * len(self.inputs), *flags))


BY_HAND = (
    ByHand(
        name="examples/au-star-overall",
        rated=australian_stars,
        inputs=("residents-experience", "compliance", "staffing", "quality-measures"),
        flag=False,
        levels=range(1, 6),
    ),
    ByHand(
        name="examples/cms-2022",
        rated=cms_stars,
        inputs=("health-inspection", "staffing", "quality-measures"),
        flag=True,
        levels=range(1, 6),
    ),
    ByHand(
        name="examples/cqc-asc-2014",
        rated=cqc_rank,
        inputs=("safe", "effective", "caring", "responsive", "well-led"),
        flag=True,
        levels=range(4),
    ),
)
