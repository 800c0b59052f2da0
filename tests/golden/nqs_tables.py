"""The Australian National Quality Standard, by brute force."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Best first: Exceeding, Meeting, Working Towards, Significant Improvement Required.
ORDER = "EMWS"


def worst(ratings: Sequence[str]) -> str:
    """Return the worst of some ratings."""
    return max(ratings, key=ORDER.index)


def standard(elements: Sequence[str], themes: Sequence[str]) -> str:
    """Rate a standard: its elements must be met, and for Exceeding all its themes shown."""
    if "-" in elements:
        return "p"
    if worst(elements) != "M":
        return worst(elements)
    return "E" if list(themes) == ["E"] * 3 else "M"


def area(standards: Sequence[str]) -> str:
    """Rate a quality area: Exceeding only if all its standards are."""
    return "p" if "-" in standards else worst(standards)


def overall(areas: Sequence[str]) -> str:
    """Rate a service: four areas Exceeding will do, two of them being 1, 5, 6 or 7."""
    if "-" in areas:
        return "p"
    if worst(areas) in "WS":
        return worst(areas)
    named = [areas[number - 1] for number in (1, 5, 6, 7)]
    return "E" if areas.count("E") >= 4 and named.count("E") >= 2 else "M"


def standards_table() -> Iterator[Sequence[str]]:
    """One standard: every state of three elements, with each number of its themes shown."""
    themes = [f"1.1-{each}" for each in ("embedded", "reflection", "engagement")]
    yield "1.1.1", "1.1.2", "1.1.3", *themes, ">standard-1.1"
    themed = ("EEE", "EEM", "EME", "MEE", "EE-", "MMM", "---")
    for elements, shown in product(product("MWS-", repeat=3), themed):
        yield *elements, *shown, standard(elements, shown)


def areas_table() -> Iterator[Sequence[str]]:
    """An area of three standards, every one of their ratings or none."""
    yield "standard-1.1", "standard-1.2", "standard-1.3", ">area-1"
    for ratings in product(f"{ORDER}-", repeat=3):
        yield *ratings, area(ratings)


def overall_table() -> Iterator[Sequence[str]]:
    """Every count of ratings of the four named areas with every count of the other three."""
    yield *(f"area-{number}" for number in range(1, 8)), ">overall"
    fours = combinations_with_replacement(ORDER, 4)
    threes = list(combinations_with_replacement(ORDER, 3))
    for four, others in product(fours, threes):
        for named in dict.fromkeys((four, four[::-1])):
            areas = (named[0], *others, *named[1:])
            yield *areas, overall(areas)
    yield *"EEEEEE-", "p"


TABLES = {
    "acecqa-nqs.standards": standards_table,
    "acecqa-nqs.areas": areas_table,
    "acecqa-nqs.overall": overall_table,
}
