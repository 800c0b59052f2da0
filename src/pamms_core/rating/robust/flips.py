"""At which weight of one question a rating changes, for every question, up and down.

Going away from a weight, each test on the question's way to the top turns at one point, and
between these points nothing changes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.request import node_at
from pamms_core.rating.robust.ways import Ways
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater

__all__ = ["FlipPoints", "WeightFlip", "flip_points"]


@attrs.frozen(kw_only=True)
class WeightFlip:
    """Where a node's rating changes as one weight goes up or down and all else stays.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> found = rater.flip_points(load_answers("poor-management", rater.question_set), at="standard-2")
    >>> flip = found.nearest
    >>> flip.code, flip.weight, flip.flips_at, flip.by, flip.becomes
    ('A06', 3, Fraction(10, 1), Fraction(7, 3), ('requires-improvement',))
    """

    code: str
    weight: int
    """What the weight is."""
    flips_at: Fraction
    """The weight at which the rating changes."""
    rises: bool
    """Whether the weight must rise, or else fall; told also where it stands at the very edge now."""
    is_attained: bool
    """Whether it changes at this weight itself, and not only just beyond."""
    becomes: tuple[str, ...]
    """What the node then is: a rating's key or a state; several where something is unknown."""

    @property
    def by(self) -> Fraction:
        """By what share the weight must change, below 0 where it must fall."""
        return self.flips_at / self.weight - 1


@attrs.frozen(kw_only=True, repr=False)
class FlipPoints:
    """All single weights that could turn a node's rating by themselves.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> found = rater.flip_points(load_answers("poor-management", rater.question_set), at="standard-2")
    >>> [(flip.code, str(flip.flips_at), flip.becomes) for flip in found.flips]
    [('A06', '10', ('requires-improvement',)), ('C05', '10', ('requires-improvement',)), ...
    """

    node: str
    rating: tuple[str, ...]
    flips: tuple[WeightFlip, ...]
    """In the tree's order, falling weights before rising ones."""
    hypothetical: tuple[str, ...]
    """The changes that make set or method hypothetical; none where both are sealed (S5)."""

    @property
    def nearest(self) -> WeightFlip | None:
        """The flip that takes the smallest share."""
        return min(self.flips, key=lambda each: abs(each.by), default=None)

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The flips as plain data."""
        return tuple(
            {
                "code": each.code,
                "weight": str(each.weight),
                "flips at": str(each.flips_at),
                "becomes": " or ".join(each.becomes),
            }
            for each in self.flips
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words."""
        codes = len({each.code for each in self.flips})
        marks = (f"{named(self.hypothetical, 'Hypothetical')}.",) if self.hypothetical else ()
        now = " or ".join(self.rating)
        return (*marks, f"{codes} weights could each, as a what-if, turn {self.node} from {now}.")

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        marks = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<FlipPoints of {self.node}, hypothetical: {len(self.flips)}{marks}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences, self.rows)


def flip_points(rater: Rater, answers: Answers, *, at: str = "overall") -> FlipPoints:
    """Find every single weight at which a node's rating changes, all else staying as it is.

    All points are exact, whatever the scores are made of.

    Args:
        rater: the set and method.
        answers: the answer sheet.
        at: the node's code.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        UnknownNameError: there is no such node.
    """
    top = node_at(rater, at)
    ways = Ways(rater, answers, top)
    flips = [
        flip
        for question in rater.nodes[top].questions
        if question.most is None
        for way in (-1, 1)
        if (flip := _flip(ways, question.code, question.weight, way)) is not None
    ]
    return FlipPoints(
        node=rater.nodes[top].code,
        rating=tuple(sorted(ways.now)),
        flips=tuple(flips),
        hypothetical=rater.hypothetical,
    )


def _flip(ways: Ways, code: str, weight: int, way: int) -> WeightFlip | None:
    """Return where a rating first changes as one weight rises (way 1) or falls (way -1)."""
    change = ways.change(code, weight, way)
    if change is None:
        return None
    return WeightFlip(
        code=code,
        weight=weight,
        flips_at=Fraction(weight + change.at if way > 0 else weight - change.at),
        rises=way > 0,
        is_attained=not change.beyond,
        becomes=tuple(sorted(change.symbols)),
    )
