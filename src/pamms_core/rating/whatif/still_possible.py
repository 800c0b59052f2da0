"""The best and the worst rating that open questions still leave possible, at every node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.tree import top_down
from pamms_core.rating.verdict import State
from pamms_core.rating.whatif.outer import outer_verdicts
from pamms_core.rating.whatif.ranges import Certainty, NodeRange, Range
from pamms_core.rating.whatif.spread import Likely, TooManyStatesError, spread
from pamms_core.rating.whatif.unanswered import open_places, possible_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating

__all__ = ["find_range"]


def find_range(
    rater: Rater,
    answers: Answers,
    *,
    questions: Iterable[str] | None,
    not_assessed: bool,
    reopen: bool,
    most: int,
) -> Range:
    """Find what every node may still come to; see :meth:`pamms_core.Rater.range`."""
    states = rater.states(answers)
    places = open_places(rater, states, questions, reopen=reopen)
    may = {at: possible_states(rater, at, not_assessed=not_assessed) for at in places}
    ranges = _Ranges(rater, answers.flags, states, may, most)
    by_place = ranges.by_two_sheets(may_be_unrated=not_assessed)
    if None in by_place:
        by_place = ranges.by_every_total(by_place)
    at = {id(node): place for place, node in enumerate(rater.nodes)}
    found = (by_place[at[id(node)]] for node in top_down(rater.nodes))
    return Range(
        title=answers.title or answers.set_id,
        nodes=tuple(each for each in found if each is not None),
        open=tuple(rater.questions[place].code for place in places),
        not_assessed=not_assessed,
        hypothetical=rater.hypothetical,
    )


class _Ranges:
    """One sheet with open questions.

    Args:
        rater: the set and method.
        flags: the flags that are given.
        states: each question's state.
        may: the states that each open question may have, by its place.
        most: the most combinations of states that one addition may take.
    """

    def __init__(
        self,
        rater: Rater,
        flags: Mapping[str, bool],
        states: Sequence[int | None],
        may: Mapping[int, Sequence[int | None]],
        most: int,
    ) -> None:
        self._rater, self._flags, self._most = rater, flags, most
        self._states, self._may = states, may
        ends: list[list[int | None]] = [list(states), list(states)]
        best = len(rater.question_set.framework.scale) - 1
        for at, each in may.items():
            largest = rater.questions[at].most
            ends[0][at] = best if largest is None else largest
            ends[1][at] = each[0]
        self._ends = [rater.verdicts(sheet, flags) for sheet in ends]

    def by_two_sheets(self, *, may_be_unrated: bool) -> list[NodeRange | None]:
        """Read each node off the best and the worst sheet; ``None`` where that is no proof."""
        numbers = any(self._rater.questions[at].most is not None for at in self._may)
        if self._may and (may_be_unrated or numbers):
            return [None] * len(self._rater.nodes)
        if self._may and len(self._flags) < len(self._rater.method.flags):
            return [None] * len(self._rater.nodes)  # between the two, a flag may matter
        proven = self._rater.monotone if self._may else (True,) * len(self._rater.nodes)
        return [
            _between(node, best, worst) if holds else None
            for node, holds, best, worst in zip(self._rater.nodes, proven, *self._ends, strict=True)
        ]

    def by_every_total(self, known: Sequence[NodeRange | None]) -> list[NodeRange | None]:
        """Read the other nodes off all that can be added up, as far as that goes, then off bounds."""
        found: list[NodeRange | None] = []
        likely = Likely(
            alone={at: dict.fromkeys(each, 1) for at, each in self._may.items()},
            groups=(),
            states=self._states,
        )
        worlds = list(self._rater.worlds(self._flags)[1].values())
        try:
            for node, weighted in zip(
                self._rater.nodes, spread(self._rater, worlds, likely, self._most), strict=True
            ):
                verdicts = [verdict for verdict, _ in weighted]
                found.append(_node_range(node, verdicts, Certainty.EVERY_TOTAL, verdicts))
        except TooManyStatesError:
            outer = outer_verdicts(self._rater, worlds, self._states, self._may)
            for place in range(len(found), len(self._rater.nodes)):
                ends = [verdicts[place] for verdicts in self._ends]
                node = self._rater.nodes[place]
                found.append(_node_range(node, outer[place], Certainty.BOUNDS, ends))
        return [one or other for one, other in zip(known, found, strict=True)]


def _between(node: Node, best: Verdict, worst: Verdict) -> NodeRange:
    """Return the range between the verdicts on the best and the worst sheet."""
    if best.rating is None or worst.rating is None:
        ends = [best, worst]
        return _node_range(node, ends, Certainty.TWO_SHEETS, ends)
    return NodeRange(
        code=node.code,
        name=node.name,
        best=best.rating,
        worst=worst.rating,
        states=(),
        by=Certainty.TWO_SHEETS,
        reached=(best.rating, worst.rating),
    )


def _node_range(
    node: Node, verdicts: Iterable[Verdict], by: Certainty, reached: Iterable[Verdict]
) -> NodeRange:
    listed = list(verdicts)
    ratings = _ratings(listed)
    seen = _ratings(reached)
    states = {each.state for each in listed if each.state is not State.RATED}
    return NodeRange(
        code=node.code,
        name=node.name,
        best=max(ratings, default=None),
        worst=min(ratings, default=None),
        states=tuple(state for state in State if state in states),
        by=by,
        reached=(max(seen), min(seen)) if seen else None,
    )


def _ratings(verdicts: Iterable[Verdict]) -> set[Rating]:
    """Return every rating that some verdict has, or leaves possible."""
    return {r for each in verdicts for r in (each.possible or (each.rating,)) if r is not None}
