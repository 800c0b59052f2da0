"""Every sheet of a small set, rated: what the prover's findings are compared with.

Nothing here is the prover's: sheets are listed, rated one by one with
``Rater.verdicts``, and looked at.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, permutations, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import attrs

from pamms_core import Method, Rater, State
from pamms_core._frozen import FrozenMap
from pamms_core.rating.rounding import RoundingMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import Verdict

NO_RATING = -1


class Line(NamedTuple):
    """A node's ranks as one answer goes through all ratings, then *not assessed*."""

    critical: bool
    ranks: tuple[int, ...]


class Brute:
    """All sheets under all flags.

    Args:
        rater: the set and method.
    """

    def __init__(self, rater: Rater) -> None:
        self.rater = rater
        self.scale = rater.question_set.framework.scale
        self.ranks = len(self.scale)
        self.options = [
            (*range(self.ranks + 2),) if question.most is None else (None, *range(question.most + 1))
            for question in rater.questions
        ]
        names = tuple(rater.method.flags)
        self.flags = [
            dict(zip(names, given, strict=True)) for given in product((False, True), repeat=len(names))
        ]

    @property
    def size(self) -> int:
        """How many ratings of a sheet there are to try."""
        return prod(map(len, self.options)) * len(self.flags)

    @cached_property
    def sheets(self) -> list[tuple[int | None, ...]]:
        """Every sheet, the last answer varying fastest."""
        return list(product(*self.options))

    @cached_property
    def verdicts(self) -> list[list[list[Verdict]]]:
        """For each combination of flags and each sheet, the verdict on every node."""
        return [[self.rater.verdicts(sheet, flags) for sheet in self.sheets] for flags in self.flags]

    def all_of(self, place: int) -> Iterator[Verdict]:
        """Yield a node's verdict on every sheet under every combination of flags."""
        return (verdicts[place] for under in self.verdicts for verdicts in under)

    def is_undetermined_below(self, place: int) -> bool:
        """Whether some sheet leaves a node below to judgement."""
        return any(
            any(verdict.state is State.UNDETERMINED for verdict in self.all_of(child))
            or self.is_undetermined_below(child)
            for child in self.rater.nodes[place].children
        )

    def lines(self, place: int) -> set[Line]:
        """Return how a node's rank goes with each single answer that asks for a rating."""
        node, found = self.rater.nodes[place], set()
        for under in self.verdicts:
            column = [rank_of(verdicts[place]) for verdicts in under]
            for at in range(node.start, node.stop):
                question = self.rater.questions[at]
                if question.most is None:
                    ranks = self._along(column, at)
                    found |= {Line(question.critical, each) for each in ranks}
        return found

    def _along(self, column: Sequence[int], at: int) -> set[tuple[int, ...]]:
        stride = prod(map(len, self.options[at + 1 :]))
        block = stride * len(self.options[at])
        return {
            ranks
            for start in range(0, len(column), block)
            for ranks in zip(
                *(
                    column[start + stride * state : start + stride * (state + 1)]
                    for state in range(self.ranks + 1)
                ),
                strict=True,
            )
        }

    # The properties.

    def is_uniform(self, place: int) -> bool:
        """Whether uniform sheets give a node their own rating, flags given as not so."""
        unraised = dict.fromkeys(self.rater.method.flags, False)
        for rating in self.scale:
            sheet = [rating.rank if each.most is None else None for each in self.rater.questions]
            if self.rater.verdicts(sheet, unraised)[place].rating != rating:
                return False
        return True

    def is_monotone(self, place: int) -> bool:
        """Whether no raised answer lowers the node."""
        return not any(
            NO_RATING < line.ranks[better] < line.ranks[worse]
            for line in self.lines(place)
            for worse, better in combinations(range(self.ranks), 2)
        )

    def is_within_best_child(self, place: int) -> bool:
        """Whether the node is never rated above its best rated child."""
        return not any(
            self.is_above_best_child(place, sheet, verdicts)
            for under in self.verdicts
            for sheet, verdicts in zip(self.sheets, under, strict=True)
        )

    def is_above_best_child(
        self, place: int, sheet: Sequence[int | None], verdicts: Sequence[Verdict]
    ) -> bool:
        """Whether the node is rated above its best rated child on a sheet."""
        node = self.rater.nodes[place]
        below = [rank_of(verdicts[child]) for child in node.children]
        for at in range(node.start, node.start + len(node.direct)):
            state = sheet[at]
            is_rated = self.rater.questions[at].most is None and state is not None and state < self.ranks
            below.append(state if is_rated and state is not None else NO_RATING)
        return NO_RATING < max(below) < rank_of(verdicts[place])

    def never_out(self, place: int) -> list[str]:
        """Name the ratings that the node never has, best first."""
        found = {verdict.rating for verdict in self.all_of(place)}
        return [rating.label for rating in self.scale if rating not in found]

    def never_acting(self, place: int) -> list[str]:
        """Name the limits that never act on the node."""
        acting = {limit.id for verdict in self.all_of(place) for limit in verdict.acting}
        limits = self.rater.method.rule_of(self.rater.nodes[place]).limits
        return [limit.id for limit in limits if limit.id not in acting]

    def largest_gain(self, place: int) -> int:
        """Return the most that setting one answer aside lifts the node by."""
        gains = (
            line.ranks[-1] - line.ranks[rank]
            for line in self.lines(place)
            for rank in range(self.ranks)
            if min(line.ranks[-1], line.ranks[rank]) > NO_RATING
        )
        return max(0, *gains, 0)

    def largest_effect(self, place: int) -> int:
        """Return the most that one non-critical answer moves the node by."""
        effects = (
            line.ranks[a] - line.ranks[b]
            for line in self.lines(place)
            for a, b in permutations(range(self.ranks), 2)
            if not line.critical and min(line.ranks[a], line.ranks[b]) > NO_RATING
        )
        return max(0, *effects, 0)

    def modes_that_differ(self, place: int) -> set[RoundingMode]:
        """Return the rounding modes that earn the node another rating on some sheet."""
        found = set()
        for mode in RoundingMode:
            other = self.other(place, mode)
            for flags, under in zip(self.flags, self.verdicts, strict=True):
                for sheet, verdicts in zip(self.sheets, under, strict=True):
                    earned = verdicts[place].before_limits
                    if (
                        earned is not None
                        and other.verdicts(sheet, flags)[place].before_limits != earned
                    ):
                        found.add(mode)
        return found

    def other(self, place: int, mode: RoundingMode) -> Rater:
        """Return a rater that rounds otherwise at a node."""
        method = with_mode(self.rater.method, self.rater.nodes[place], mode)
        return Rater(self.rater.question_set, method)


def rank_of(verdict: Verdict) -> int:
    """Return the rank of a rating, or that there is none."""
    return NO_RATING if verdict.rating is None else verdict.rating.rank


def with_mode(method: Method, node: Node, mode: RoundingMode) -> Method:
    """Return the method with another rounding mode in a node's rule.

    No drawn method uses one rule both at a node and below it.
    """
    rule = method.rule_of(node)
    assert rule.score is not None
    assert rule.score.rounding is not None
    rounding = attrs.evolve(rule.score.rounding, mode=mode)
    rule = attrs.evolve(rule, score=attrs.evolve(rule.score, rounding=rounding))
    rules = {**method.rules, method.rule_name(node): rule}
    return attrs.evolve(method, rules=FrozenMap(rules))
