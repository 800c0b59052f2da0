"""What would become of the nodes above if one answer, or all below a node, were others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.rating.tree import top_down
from pamms_core.rating.whatif.asking import state_label
from pamms_core.rating.whatif.unanswered import possible_states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import Verdict
    from pamms_core.rating.whatif.sheet import Sheet
    from pamms_core.rating.whatif.world import Climb

__all__ = ["Alternative", "Asker", "BranchInfluence", "QuestionInfluence", "branches"]


@attrs.frozen
class Alternative:
    """What would become of the nodes above if something were otherwise."""

    answer: str
    """What the answer, or all answers below a node, would be."""
    verdicts: tuple[tuple[str, Verdict], ...]
    """The verdict on each node that it reaches, by code, from the bottom to the top."""

    def at(self, code: str) -> Verdict | None:
        """Return the verdict on a node; ``None`` where it cannot reach it."""
        return next((verdict for each, verdict in self.verdicts if each == code), None)


@attrs.frozen
class _Alternatives:
    """What has alternatives."""

    code: str
    name: str
    now: str
    """The answer as it is; empty where there are several."""
    alternatives: tuple[Alternative, ...]
    """From the best to the worst."""


@attrs.frozen
class QuestionInfluence(_Alternatives):
    """One question: what each other answer to it would make of the nodes above it."""


@attrs.frozen
class BranchInfluence(_Alternatives):
    """One node: what it, and the nodes above, would come to if all below it were alike.

    All questions below that ask for a rating have the same one; numbers stay.
    """


class Asker:
    """Asks of one question after another; how states are called is looked up once."""

    def __init__(self, sheet: Sheet, codes: Sequence[str], *, not_assessed: bool) -> None:
        self._sheet, self._codes, self._not_assessed = sheet, codes, not_assessed
        scale = sheet.rater.question_set.framework.scale
        self._labels = [
            *(scale.at(rank).label for rank in range(len(scale))),
            "Not assessed",
            "Not answered",
        ]
        self._ranks = range(len(scale) + not_assessed)[::-1]

    def ask(self, at: int) -> QuestionInfluence:
        """Try every other answer to a question."""
        question, now = self._sheet.rater.questions[at], self._sheet.states[at]
        others, label = self._others(at)
        found = [
            _alternative(label(state), self._sheet.try_answer(at, state), self._codes)
            for state in others
            if state != now
        ]
        return QuestionInfluence(question.code, question.text, label(now), tuple(found))

    def _others(self, at: int) -> tuple[Sequence[int | None], Callable[[Any], str]]:
        if self._sheet.rater.questions[at].most is None:
            return self._ranks, self._labels.__getitem__
        numbers = possible_states(self._sheet.rater, at, not_assessed=self._not_assessed)
        return numbers[::-1], lambda state: state_label(self._sheet.rater, at, state)


def _alternative(answer: str, climb: Climb, codes: Sequence[str]) -> Alternative:
    return Alternative(answer, tuple([(codes[place], verdict) for place, _, verdict in climb]))


def branches(sheet: Sheet, codes: Sequence[str]) -> Iterator[BranchInfluence]:
    """Give all questions below a node one rating, for each node and each rating."""
    rater = sheet.rater
    uniform = [
        (rating.label, _uniform(sheet, rating.rank)) for rating in rater.question_set.framework.scale
    ]
    places = {id(node): place for place, node in enumerate(rater.nodes)}
    below = {child for node in rater.nodes for child in node.children}
    for node in top_down(rater.nodes):
        place = places[id(node)]
        if place in below and _asks_ratings(node):
            every = tuple(
                _alternative(label, sheet.try_branch(place, other), codes) for label, other in uniform
            )
            yield BranchInfluence(node.code, node.name, "", every)


def _asks_ratings(node: Node) -> bool:
    return any(question.most is None for question in node.questions)


def _uniform(sheet: Sheet, rank: int) -> Sheet:
    questions = enumerate(sheet.rater.questions)
    return sheet.copy({at: rank for at, question in questions if question.most is None})
