"""What a reviewer may look at: evidence used twice, contradictions, what answers can change (D2)."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.rating.comparison import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.answers import EvidenceUse
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.rating.comparison import Comparison
    from pamms_core.rating.engine import Rater

__all__ = ["AnswerReach", "NodeReach", "ReviewHelp", "review_help", "what_answers_change"]

_MOST_TRIED: Final = 20_000


@attrs.frozen(kw_only=True)
class NodeReach:
    """A node of the rated tree whose rating a disputed answer could change."""

    code: str
    """``overall``, ``domain-3`` or ``standard-8``."""
    title: str
    now: str
    """The key of its rating as the answers stand; or its state, where it has none."""
    others: tuple[str, ...]
    """What it could be instead."""


@attrs.frozen(kw_only=True)
class AnswerReach:
    """Which ratings one disputed answer could change at all."""

    question: str
    """The code of the question."""
    alone: tuple[NodeReach, ...]
    """What it could change by itself, the rest standing as it does."""
    together: tuple[str, ...] | None
    """The nodes it could change by some values of the other disputed answers; ``None`` where there
    are too many to try.
    """


@attrs.frozen(kw_only=True)
class ReviewHelp:
    """What a reviewer may look at; it decides nothing."""

    reused: tuple[EvidenceUse, ...]
    """Evidence that supports questions under different standards."""
    contradictory: tuple[EvidenceUse, ...]
    """Evidence that supports both a lowest and a highest rating."""
    reach: tuple[AnswerReach, ...]
    """What each disputed answer could change, in the order of the grounds."""
    amended: Comparison
    """The ratings as they were disputed, and as decisions have amended them since."""


def review_help(facts: DisputeFacts, rater: Rater, *, limit: int = _MOST_TRIED) -> ReviewHelp:
    """Work out what a reviewer may look at (D2).

    Args:
        facts: what is known of the dispute.
        rater: the rater of the set that was asked.
        limit: how many combinations of disputed answers to try at most.

    Raises:
        AnswersMismatchError: the rater is for another question set.
    """
    before = facts.disputed.answers(rater.question_set, facts.service)
    after = facts.sheet.answers(rater.question_set, facts.service)
    return ReviewHelp(
        reused=after.reused_evidence(rater.question_set.standard_of),
        contradictory=after.contradictory_evidence(),
        reach=what_answers_change(facts, rater, limit=limit),
        amended=compare(rater.rate(before), rater.rate(after)),
    )


def what_answers_change(
    facts: DisputeFacts, rater: Rater, *, limit: int = _MOST_TRIED
) -> tuple[AnswerReach, ...]:
    """Tell which ratings each disputed answer could change, by rating again at each value it may have.

    An answer that changes nothing by itself may do so once others change too. So
    all combinations of the disputed answers are tried, if there are few enough.

    Raises:
        AnswersMismatchError: the rater is for another question set.
    """
    tried = _Tried(facts, rater)
    together = tried.together() if tried.combinations <= limit else None
    return tuple(
        AnswerReach(
            question=code,
            alone=tuple(tried.alone(place)),
            together=None if together is None else together[place],
        )
        for place, code in enumerate(tried.codes)
    )


class _Tried:
    """The disputed answers at all their values."""

    def __init__(self, facts: DisputeFacts, rater: Rater) -> None:
        self._rater = rater
        answers = facts.sheet.answers(rater.question_set, facts.service)
        self._flags = answers.flags
        self._states = rater.states(answers)
        places = {each.code: place for place, each in enumerate(rater.questions)}
        self.codes = tuple(code for code in facts.questions if code in places)
        self._places = tuple(places[code] for code in self.codes)
        self._values = tuple(self._possible(place) for place in self._places)
        self._now = self._symbols({})

    def _possible(self, place: int) -> Sequence[int]:
        """List the values of an answer: every rating and *not assessed*; or every number."""
        most = self._rater.questions[place].most
        return range(len(self._rater.question_set.framework.scale) + 1 if most is None else most + 1)

    @property
    def combinations(self) -> int:
        """How many combinations of values there are."""
        return prod(map(len, self._values))

    def _symbols(self, changes: Mapping[int, int]) -> tuple[str, ...]:
        states = list(self._states)
        for place, value in changes.items():
            states[place] = value
        return tuple(each.symbol for each in self._rater.verdicts(states, self._flags))

    def alone(self, which: int) -> Iterator[NodeReach]:
        """Tell what one answer changes by itself."""
        place = self._places[which]
        found = [self._symbols({place: value}) for value in self._values[which]]
        for at, node in reversed(list(enumerate(self._rater.nodes))):
            others = dict.fromkeys(each[at] for each in found if each[at] != self._now[at])
            if others:
                yield NodeReach(
                    code=node.code, title=node.title, now=self._now[at], others=tuple(others)
                )

    def together(self) -> list[tuple[str, ...]]:
        """Tell for each answer which nodes it can change by some values of the others."""
        rated = {
            chosen: self._symbols(dict(zip(self._places, chosen, strict=True)))
            for chosen in product(*self._values)
        }
        return [self._moved_by(which, rated) for which in range(len(self.codes))]

    def _moved_by(self, which: int, rated: Mapping[tuple[int, ...], tuple[str, ...]]) -> tuple[str, ...]:
        """Group the combinations that differ in one answer only, and see which nodes differ."""
        groups: dict[tuple[int, ...], list[tuple[str, ...]]] = {}
        for chosen, symbols in rated.items():
            groups.setdefault((*chosen[:which], *chosen[which + 1 :]), []).append(symbols)
        moved = {at for group in groups.values() for at in _differing(group)}
        nodes = self._rater.nodes
        return tuple(nodes[at].code for at in reversed(range(len(nodes))) if at in moved)


def _differing(group: Iterable[tuple[str, ...]]) -> Iterator[int]:
    for at, symbols in enumerate(zip(*group, strict=True)):
        if len(set(symbols)) > 1:
            yield at
