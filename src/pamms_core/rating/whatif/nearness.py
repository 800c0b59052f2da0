"""How near each node is to its next thresholds, in points and in answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core.rating.distance import distance, is_earned
from pamms_core.rating.scores import Measure
from pamms_core.rating.sums import Scope
from pamms_core.rating.tree import top_down
from pamms_core.rating.whatif.unanswered import MOST_NUMBERS, possible_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from pamms_core.rating.distance import Distance, Threshold
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.plan import Plan
    from pamms_core.rating.sums import Test
    from pamms_core.rating.whatif.sheet import Sheet

__all__ = ["Nearness", "Turn", "nearness_of"]


@attrs.frozen(kw_only=True)
class Turn:
    """The next threshold of a node's score in one direction."""

    threshold: Threshold
    """The score at which its rating before limits turns, and how far away that is."""
    answers: int | None
    """The fewest answers that must have another rating, or number, for the score to cross it;
    ``None`` if none can, or if that is not known.
    """
    is_exact: bool
    """Whether that is known. Where a score is made of what children come to, only single answers
    are tried: if none crosses the threshold, two or more are needed, if any number will do.
    """

    @property
    def shown(self) -> str:
        """The number of answers as people read it."""
        if self.answers is not None:
            return counted(self.answers, "answer")
        return "out of reach" if self.is_exact else "more than one answer"


@attrs.frozen(kw_only=True)
class Nearness:
    """How near one node is to its next thresholds."""

    code: str
    name: str
    distance: Distance | None
    """Its thresholds in points; ``None`` where its rating is not read off bands, or it has no score."""
    up: Turn | None
    """The next better threshold; ``None`` if there is none."""
    down: Turn | None
    """The next worse one."""


def nearness_of(sheet: Sheet, outcome: Outcome) -> Iterator[Nearness]:
    """Yield how near every node is to its thresholds, from the top down.

    Args:
        sheet: the sheet with its packed sums.
        outcome: the same, rated.
    """
    places = {node.code: place for place, node in enumerate(sheet.rater.nodes)}
    singles = _singles(sheet)
    for node in top_down(sheet.rater.nodes):
        place = places[node.code]
        found = distance(outcome[node.code])
        up, down = (None, None) if found is None else (found.up, found.down)
        yield Nearness(
            code=node.code,
            name=node.name,
            distance=found,
            up=None if up is None else _turn(sheet, place, up, singles[place], lifts=True),
            down=None if down is None else _turn(sheet, place, down, singles[place], lifts=False),
        )


def _singles(sheet: Sheet) -> list[set[Fraction]]:
    """Return what scores a single answer can give each node whose score is made of its children's."""
    found: list[set[Fraction]] = [set() for _ in sheet.rater.nodes]
    bands = [plan.judge.bands for plan in sheet.rater.compiled.plans]
    looked_at = {at for at, each in enumerate(bands) if each and each[0][1].scope is Scope.CHILDREN}
    if not looked_at:
        return found
    questions = enumerate(sheet.rater.questions)
    tried = [at for at, each in questions if each.most is None or each.most <= MOST_NUMBERS]
    for at in tried:
        for state in possible_states(sheet.rater, at, not_assessed=False):
            other = sheet.copy()
            other.put(at, state)
            outcome = other.outcome
            for place in looked_at:
                score = outcome[sheet.rater.nodes[place].code].score
                found[place] |= set() if score is None else {score}
    return found


def _turn(sheet: Sheet, place: int, to: Threshold, single: Iterable[Fraction], *, lifts: bool) -> Turn:
    plan = sheet.rater.compiled.plans[place]
    test, failing = next((test, failing) for r, test, failing in plan.judge.bands if r == to.rating)
    if test.scope is Scope.BELOW:
        fewest = _fewest(sheet, plan, test, place, rises=lifts is not failing)
        return Turn(threshold=to, answers=fewest, is_exact=True)
    how = plan.rule.score
    crossed = how is not None and any(is_earned(to, score, how) is lifts for score in single)
    return Turn(threshold=to, answers=1 if crossed else None, is_exact=crossed)


def _fewest(sheet: Sheet, plan: Plan, test: Test, place: int, *, rises: bool) -> int | None:
    """Return the fewest answers that take a sum over questions across its bound.

    Each answer moves the sum by itself, so those that move it most are taken first.
    """
    field = plan.fields[test]
    now = field.read(sheet.totals[place], *plan.span(test))
    short = test.bound - now if rises else now - test.bound + 1
    mask, sign = (1 << field.width) - 1, 1 if rises else -1
    gains: list[int] = []
    for at in range(plan.node.start, plan.node.stop):
        table, state = sheet.rater.tables[at], sheet.states[at]
        here = table[state] >> field.shift & mask  # type: ignore[index]
        others = (table[other] >> field.shift & mask for other in _others(sheet, plan, at))  # type: ignore[index]
        gains.append(max((sign * (each - here) for each in others), default=0))
    for count, gain in enumerate(sorted(gains, reverse=True), 1):
        short -= gain
        if short <= 0:
            return count
    return None


def _others(sheet: Sheet, plan: Plan, at: int) -> Iterable[int | None]:
    """List what a question may be instead: any rating, or the ends of what a number may be."""
    question = sheet.rater.questions[at]
    if question.most is None:
        return range(len(sheet.rater.question_set.framework.scale))
    score = plan.rule.score
    divides = score is not None and score.measure is Measure.RATIO and score.denominator == question.code
    ends: Sequence[int] = (int(divides), question.most)
    return ends if sheet.states[at] is not None else ()
