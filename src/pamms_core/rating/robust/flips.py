"""At which weight of one question a rating changes, for every question, up and down.

Going away from a weight, each test on the question's way to the top turns at one point. So
only at these points, in their order, the way is rated again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.improving.request import node_at
from pamms_core.rating.robust.box import Tree
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.margins import Margin

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

    Args:
        rater: the set and method, whose scores must be made of questions.
        answers: the answer sheet.
        at: the node's code.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        UnknownNameError: there is no such node.
        ValueError: a score is made of children's, so that no weight goes in a straight line.
    """
    tree = Tree(rater, answers, node_at(rater, at), "weights")
    if not tree.is_linear:
        raise ValueError(
            f"scores of {rater.method.id!r} are made of children's scores; ask for robustness"
        )
    ways = _Ways(tree)
    node = rater.nodes[tree.top]
    flips = [
        flip
        for question in node.questions
        if question.most is None
        for sign in (-1, 1)
        if (flip := ways.flip(question.code, question.weight, sign)) is not None
    ]
    return FlipPoints(
        node=node.code,
        rating=tuple(sorted(tree.now)),
        flips=tuple(flips),
        hypothetical=rater.hypothetical,
    )


class _Ways:
    """Goes along one weight at a time; a way is rated again node by node, from the lowest up."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.by_code: dict[str, list[Margin]] = {}
        for found in tree.margins.values():
            for margin in {each.sign: each for each in reversed(found)}.values():
                for name in margin.slopes:
                    self.by_code.setdefault(name, []).append(margin)
        self.is_certain = len(tree.worlds) == 1 and not _undetermined(tree)
        self.ways: dict[str, list[int]] = {}
        for place in tree.places:
            for question in tree.rater.nodes[place].questions:
                self.ways.setdefault(question.code, []).append(place)
        self.held = {
            place: [(id(each), each.sign, each.holds) for each in found[::-1]]
            for place, found in tree.margins.items()
        }
        self.symbols: dict[int, str] = {}
        self.patterns: dict[int, int] = {}
        self.parents: dict[int, int] = {}
        if self.is_certain:
            self._rate()

    def _rate(self) -> None:
        """Rate the sheet as it is, and keep what each node's verdict was read off."""
        for place in self.tree.places:
            step = self.tree.worlds[0][place]
            total = self.tree.rests[place]
            for child, adds in step.children:
                total += adds[self.symbols[child]]
                self.parents[child] = place
            self.patterns[place] = total
            held = {sign: holds for _, sign, holds in self.held[place]}
            self.symbols[place] = self._symbol(place, total, held)

    def _symbol(self, place: int, total: int, held: dict[int, bool]) -> str:
        step = self.tree.worlds[0][place]
        signs = total + step.bias & step.mask
        for sign, holds in held.items():
            signs = signs | sign if holds else signs & ~sign
        return step.verdicts[signs].symbol

    def flip(self, code: str, weight: int, sign: int) -> WeightFlip | None:
        """Return where the rating first changes as a weight rises (sign 1) or falls."""
        turns: dict[Fraction, list[Margin]] = {}
        for margin in self.by_code.get(code, ()):
            slope = margin.slopes[code] * sign
            turn = None if sign < 0 and abs(slope) <= abs(margin.value) else _turn(margin, slope)
            if turn is not None:
                turns.setdefault(turn, []).append(margin)
        turned: set[int] = set()
        for share in sorted(turns):
            for at in (True, False):
                turned |= {id(each) for each in turns[share] if each.holds is not at}
                becomes = self._becomes(code, share * sign, turned, beyond=not at)
                if becomes != self.tree.now:
                    return WeightFlip(
                        code=code,
                        weight=weight,
                        flips_at=weight * (1 + share * sign),
                        rises=sign > 0,
                        is_attained=at,
                        becomes=tuple(sorted(becomes)),
                    )
        return None

    def _becomes(
        self, code: str, deviation: Fraction, turned: set[int], *, beyond: bool
    ) -> frozenset[str]:
        if not self.is_certain:
            nudge = Fraction(1, 10**9) * (1 if deviation > 0 else -1) * beyond
            return self.tree.possible({code: (deviation + nudge, deviation + nudge)})
        above: dict[int, int] = {}
        symbol = self.symbols[self.tree.top]
        for place in self.ways[code]:
            held = {sign: holds is (at not in turned) for at, sign, holds in self.held[place]}
            symbol = self._symbol(place, self.patterns[place] + above.get(place, 0), held)
            if symbol != self.symbols[place] and place in self.parents:
                parent = self.parents[place]
                adds = dict(self.tree.worlds[0][parent].children)[place]
                above[parent] = adds[symbol] - adds[self.symbols[place]]
        return frozenset({symbol})


def _turn(margin: Margin, slope: int) -> Fraction | None:
    """Return at which share of change a test turns, if it does."""
    if margin.value * slope > 0 or (margin.value == 0 and (slope > 0) is margin.holds):
        return None
    return Fraction(-margin.value, slope)


def _undetermined(tree: Tree) -> bool:
    """Whether a node below may be left to judgement."""
    from pamms_core.rating.improving.wide import is_unknown

    return is_unknown(tree.rater, tree.answers.flags, tree.places)
