"""Rating by hand with plain fractions, and every way to answer a few inputs."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core import Outcome

__all__ = [
    "MEAN_BANDS",
    "POINTS",
    "WEIGHTS",
    "X",
    "Y",
    "Z",
    "banded",
    "half_up",
    "key_of",
    "mean",
    "sheets",
]

POINTS = {"a": 4, "b": 3, "c": 2, "d": 1}
MEAN_BANDS = {"a": "7/2", "b": "5/2", "c": "3/2"}
X, Y, Z = ({"code": code, "weight": weight} for code, weight in (("x", 2), ("y", 1), ("z", 3)))
WEIGHTS = {"x": 2, "y": 1, "z": 3}


def sheets(codes: str, values: str = "abcd-") -> Iterator[dict[str, str]]:
    """List every way to answer some inputs."""
    for letters in product(values, repeat=len(codes)):
        yield dict(zip(codes, letters, strict=True))


def banded(score: Fraction, bands: dict[str, str]) -> str:
    """Read a rating off bands, best first; below the last it is d."""
    return next((key for key, bound in bands.items() if score >= Fraction(bound)), "d")


def mean(parts: Sequence[tuple[int, Fraction | int | None]]) -> Fraction | None:
    """Return the weighted mean of the parts that have a value."""
    known = [(weight, value) for weight, value in parts if value is not None]
    weight = sum(weight for weight, _ in known)
    return Fraction(sum((w * Fraction(v) for w, v in known), Fraction()) / weight) if weight else None


def half_up(number: Fraction, digits: int = 0) -> Fraction:
    """Round as at school."""
    return Fraction(floor(number * 10**digits + Fraction(1, 2)), 10**digits)


def key_of(outcome: Outcome, code: str) -> str | None:
    """Return the key of a node's rating."""
    rating = outcome[code].rating
    return None if rating is None else rating.key
