"""The two methods for PAMMS question sets on a set of nine questions, by brute force.

A02 is critical. The weights are chosen so that every limit acts somewhere, and
that scores and shares assessed come near every threshold. A test builds the set.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Method = Callable[[Mapping[str, str]], dict[str, str]]

# Best first: Excellent, Good, Requires Improvement, Poor.
ORDER = "EGRP"
WEIGHTS = {
    "A01": 21,
    "A02": 3,
    "A03": 25,
    "A04": 26,
    "B01": 3,
    "B02": 12,
    "B03": 15,
    "C01": 25,
    "C02": 26,
}
BELOW = {
    "standard-1": ("A01", "A02"),
    "standard-2": ("A03", "A04"),
    "domain-1": ("A01", "A02", "A03", "A04"),
    "standard-3": ("B01", "B02", "B03"),
    "domain-2": ("B01", "B02", "B03"),
    "standard-6": ("C01", "C02"),
    "domain-3": ("C01", "C02"),
    "overall": tuple(WEIGHTS),
}
PARTS = {
    "domain-1": ("standard-1", "standard-2"),
    "domain-2": ("standard-3",),
    "domain-3": ("standard-6",),
    "overall": ("domain-1", "domain-2", "domain-3"),
}
STARS = dict(zip(ORDER, (5, 4, 3, 1), strict=True))
HUNDREDTHS = dict(zip(ORDER, (100, 85, 70, 40), strict=True))


def mean(codes: Sequence[str], sheet: Mapping[str, str], points: Mapping[str, int]) -> Fraction | str:
    """Return the mean of the points below a node, or why there is none."""
    rated = [code for code in codes if sheet[code] != "-"]
    weight = sum(WEIGHTS[code] for code in rated)
    if not weight:
        return "n"
    if 2 * weight < sum(WEIGHTS[code] for code in codes):
        return "t"
    return Fraction(sum(WEIGHTS[code] * points[sheet[code]] for code in rated), weight)


def nearest(stars: Fraction) -> str:
    """Return the rating whose stars are nearest, a tie going to the better."""
    return min(ORDER, key=lambda rating: (abs(stars - STARS[rating]), ORDER.index(rating)))


def banded(percent: Fraction) -> str:
    """Return the rating in whose band a percentage is."""
    bounds = {"E": 95, "G": 78, "R": 65, "P": 0}
    return next(rating for rating, least in bounds.items() if percent >= least)


def lower(one: str, other: str) -> str:
    """Return the lower of two ratings."""
    return max(one, other, key=ORDER.index)


def near(rating: str, below: Sequence[str]) -> str:
    """Keep a rating at most one above the worst rated part, and not above the best."""
    ranks = [ORDER.index(each) for each in below if each in ORDER]
    return ORDER[max(ORDER.index(rating), max(ranks) - 1, min(ranks))] if ranks else rating


def limited(node: str, rating: str, sheet: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Apply the reference method's limits."""
    if "A02" in BELOW[node] and sheet["A02"] == "P" and not node.startswith("domain"):
        rating = lower(rating, "G" if node == "overall" else "R")
    below = [found[part] for part in PARTS.get(node, ())]
    if node == "overall" and below.count("P") >= 2:
        return "P"
    return near(rating, below)


def reference(sheet: Mapping[str, str]) -> dict[str, str]:
    """Rate every node by the reference method."""
    found: dict[str, str] = {}
    for node, codes in BELOW.items():
        score = mean(codes, sheet, STARS)
        found[node] = score if isinstance(score, str) else limited(node, nearest(score), sheet, found)
    return found


def bands(sheet: Mapping[str, str]) -> dict[str, str]:
    """Rate every node by the percentage bands."""
    scores = {node: mean(codes, sheet, HUNDREDTHS) for node, codes in BELOW.items()}
    return {node: each if isinstance(each, str) else banded(each) for node, each in scores.items()}


def table(
    rate: Method, codes: Sequence[str], nodes: Sequence[str], sheets: Iterable[Sequence[str]]
) -> Iterator[Sequence[str]]:
    """Rate some sheets, of which the other questions have nothing yet."""
    yield *codes, *(f">{node}" for node in nodes)
    for states in sheets:
        found = rate({**dict.fromkeys(WEIGHTS, "-"), **dict(zip(codes, states, strict=True))})
        yield *states, *(found[node] for node in nodes)


def domain_table(rate: Method) -> Iterator[Sequence[str]]:
    """A domain of two standards: every state of its questions, the critical one at its extremes."""
    every = f"{ORDER}-"
    sheets = product(every, "EP-", every, every)
    return table(rate, BELOW["domain-1"], ("standard-1", "standard-2", "domain-1"), sheets)


def standard_table(rate: Method) -> Iterator[Sequence[str]]:
    """A standard that is a domain alone: every state of its questions."""
    sheets = product(f"{ORDER}-", repeat=3)
    return table(rate, BELOW["standard-3"], ("standard-3", "domain-2"), sheets)


def overall_table(rate: Method) -> Iterator[Sequence[str]]:
    """Three domains, each of which is rated in many ways."""
    first = ("EEEE", "EPEE", "GGE-", "GGGG", "RRRR", "PPPP", "----", "EP--", "EGRG", "RREE", "--EE")
    second = ("EEE", "GGG", "RRR", "PPP", "---", "--E", "EGR", "GR-")
    third = ("EE", "GG", "RR", "PP", "--", "E-", "-E", "GP")
    nodes = ("domain-1", "domain-2", "domain-3", "overall")
    return table(rate, tuple(WEIGHTS), nodes, map("".join, product(first, second, third)))


TABLES = {
    "pamms-reference.standard": lambda: standard_table(reference),
    "pamms-reference.domain": lambda: domain_table(reference),
    "pamms-reference.overall": lambda: overall_table(reference),
    "percentage-bands.standard": lambda: standard_table(bands),
    "percentage-bands.domain": lambda: domain_table(bands),
    "percentage-bands.overall": lambda: overall_table(bands),
}
