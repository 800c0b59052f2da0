"""Ordered ratings on a scale: their labels, stars and how people write them.

A :class:`Rating` is a place on one :class:`Scale`. Ratings compare only
within their scale; anything else is a ``TypeError``, because "Good" on one
council's scale says nothing about "Good" on a regulator's.
"""

from __future__ import annotations

import re
from functools import cached_property, total_ordering
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core._hypothesis import offer
from pamms_core.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Level", "Rating", "Scale", "fold"]

_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015]+")


def fold(text: str) -> str:
    """Fold what people vary when they type a name: case, spaces, hyphens.

    >>> fold("  Requires-Improvement ")
    'requires improvement'
    """
    return _SEPARATORS.sub(" ", text).strip().casefold()


@attrs.frozen(kw_only=True)
class Level:
    """What a scale says of one of its ratings.

    >>> Level(key="requires-improvement", label="Requires Improvement", stars=3).initials
    'RI'
    """

    key: str
    """The identity, in lower case with hyphens; never shown, never translated."""
    label: str
    """The name people read; a locality may change it (S7)."""
    stars: int | None = None
    """How many stars stand for it, where a locality shows stars (S6)."""
    meaning: str = ""
    """One sentence: what a service at this rating is like."""
    also: tuple[str, ...] = ()
    """Other words that are accepted in input files."""

    @property
    def initials(self) -> str:
        """The first letters of the label's words."""
        return "".join(word[0] for word in self.label.split()).upper()


@attrs.frozen(kw_only=True, cache_hash=True)
class Scale:
    """A few ratings in order, best first.

    Two scales are equal when they have the same id and the same keys in the
    same order: labels, stars and meanings are how a scale is shown, so a
    relabelled scale's ratings still compare with the original's.

    >>> scale = Scale(id="two", levels=(Level(key="good", label="Good"),
    ...                                 Level(key="poor", label="Poor")))
    >>> scale["good"] > scale["poor"]
    True
    >>> scale.parse(" GOOD ")
    <Rating Good>
    """

    id: str
    levels: tuple[Level, ...] = attrs.field(eq=False)
    shows_stars: bool = attrs.field(default=True, eq=False)
    """Whether stars, where the levels have any, are shown: not every locality does (S6)."""
    keys: tuple[str, ...] = attrs.field(init=False)
    ratings: tuple[Rating, ...] = attrs.field(init=False, eq=False, repr=False)
    """The ratings, best first."""

    @keys.default
    def _derive_keys(self) -> tuple[str, ...]:
        return tuple(level.key for level in self.levels)

    @ratings.default
    def _derive_ratings(self) -> tuple[Rating, ...]:
        last = len(self.levels) - 1
        return tuple(
            Rating(scale=self, key=level.key, rank=last - place)
            for place, level in enumerate(self.levels)
        )

    @cached_property
    def _names(self) -> Mapping[str, Rating]:
        return _unambiguous_names(self.levels, self.ratings)

    @property
    def best(self) -> Rating:
        """The highest rating of the scale."""
        return self.ratings[0]

    @property
    def worst(self) -> Rating:
        """The lowest rating of the scale."""
        return self.ratings[-1]

    def __getitem__(self, key: str) -> Rating:
        """Return the rating with this exact key, or raise UnknownNameError."""
        try:
            return self.ratings[self.keys.index(key)]
        except ValueError:
            raise UnknownNameError("rating", key, self.keys) from None

    def __iter__(self) -> Iterator[Rating]:
        return iter(self.ratings)

    def __len__(self) -> int:
        return len(self.ratings)

    def at(self, rank: int) -> Rating:
        """Return the rating at a rank, 0 being the worst.

        Raises:
            IndexError: there is no such rank.
        """
        if not 0 <= rank < len(self):
            raise IndexError(f"no rating at rank {rank}; ranks are 0 to {len(self) - 1}")
        return self.ratings[::-1][rank]

    def parse(self, text: str) -> Rating:
        """Read a rating as people write it: key, label, other name or initials.

        Case, spaces and hyphens do not matter.

        Raises:
            UnknownNameError: no rating is called so; names the nearest one.
        """
        try:
            return self._names[fold(text)]
        except KeyError:
            labels = [level.label for level in self.levels]
            raise UnknownNameError("rating", text, labels) from None

    def relabelled(self, labels: Mapping[str, str]) -> Scale:
        """Return this scale under a locality's labels (S7); old ones still parse.

        Raises:
            UnknownNameError: a key is not on the scale.
        """
        for key in labels:
            _ = self[key]
        levels = (
            attrs.evolve(each, label=labels.get(each.key, each.label), also=(*each.also, each.label))
            for each in self.levels
        )
        return attrs.evolve(self, levels=tuple(levels))


@total_ordering
@attrs.frozen(kw_only=True, order=False, repr=False)
class Rating:
    """A place on a scale; greater is better.

    >>> from pamms_core import load_framework
    >>> excellent, good, *_ = load_framework().scale
    >>> good, good.stars, good.rank, good < excellent
    (<Rating Good>, 4, 2, True)
    """

    scale: Scale
    key: str
    rank: int
    """The place from the bottom of the scale, 0 being the worst."""

    @property
    def _level(self) -> Level:
        return self.scale.levels[len(self.scale.levels) - 1 - self.rank]

    @property
    def label(self) -> str:
        """The name people read."""
        return self._level.label

    @property
    def stars(self) -> int | None:
        """How many stars stand for it, or ``None`` where the scale has none, or shows none."""
        return self._level.stars if self.scale.shows_stars else None

    @property
    def meaning(self) -> str:
        """One sentence: what a service at this rating is like."""
        return self._level.meaning

    def __hash__(self) -> int:
        return self.rank  # a sheet's ratings are looked up one by one, and scales are few

    def __lt__(self, other: Any) -> bool:
        if not isinstance(other, Rating):
            return NotImplemented
        if self.scale != other.scale:
            raise TypeError(
                f"ratings of scale {self.scale.id!r} and {other.scale.id!r} cannot be compared"
            )
        return self.rank < other.rank

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<Rating {self.label}>"


def _unambiguous_names(levels: tuple[Level, ...], ratings: tuple[Rating, ...]) -> dict[str, Rating]:
    """Map each folded name to its rating; a name that two ratings claim is nobody's.

    Keys and labels win over initials and other names.
    """
    found: dict[str, Rating] = {}
    claimed: set[str] = set()
    for names_of in (_proper_names, _other_names):
        claims: dict[str, set[Rating]] = {}
        for level, rating in zip(levels, ratings, strict=True):
            for name in names_of(level):
                claims.setdefault(fold(name), set()).add(rating)
        single = {name: next(iter(who)) for name, who in claims.items() if len(who) == 1}
        found |= {name: rating for name, rating in single.items() if name not in claimed}
        claimed |= claims.keys()
    return found


def _proper_names(level: Level) -> tuple[str, ...]:
    return (level.key, level.label)


def _other_names(level: Level) -> tuple[str, ...]:
    return (level.initials, *level.also)


offer(__name__)
