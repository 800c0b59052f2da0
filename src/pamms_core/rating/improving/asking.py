"""One sheet, one node and one request, made ready for the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.answers import NOT_ASSESSED
from pamms_core.rating.improving.board import Board, places_below
from pamms_core.rating.improving.result import AnswerChange, Plan
from pamms_core.rating.improving.wide import WideBoard, is_unknown

if TYPE_CHECKING:
    from pamms_core.answers import Answers, NotAssessed
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.improving.choices import Choice, Choices
    from pamms_core.rating.improving.goal import Goal
    from pamms_core.rating.improving.request import Request
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating

__all__ = ["Asked"]


@attrs.frozen(kw_only=True, eq=False)
class Asked:
    """What was asked, read and checked."""

    rater: Rater
    answers: Answers
    states: tuple[int | None, ...]
    top: int
    """The node's place."""
    request: Request
    choices: Choices
    worlds: tuple[tuple[tuple[Choice, ...], ...], ...]
    """The choices, with every group of questions either left or changed."""
    before: Verdict
    budget: int

    @classmethod
    def of(cls, rater: Rater, answers: Answers, top: int, request: Request, budget: int) -> Asked:
        """Read and check what was asked.

        Raises:
            AnswersMismatchError: the answers are not for this set.
            ChangeRequestError: the request contradicts itself or the set.
        """
        states = tuple(rater.states(answers))
        choices = request.choices(rater, states, top)
        return cls(
            rater=rater,
            answers=answers,
            states=states,
            top=top,
            request=request,
            choices=choices,
            worlds=tuple(choices.worlds()),
            before=rater.verdicts(states, answers.flags)[top],
            budget=budget,
        )

    def board(self, level: int | None) -> Any:
        """Return the part of the tree to search; kept for the next search of the same kind.

        Args:
            level: the rank that matters at the top; every rank if none is given.
        """
        flags = self.answers.flags
        named = tuple((name, flags[name]) for name in self.rater.method.flags if name in flags)
        key = (self.top, level, named)
        if key not in self.rater.boards:
            places = places_below(self.rater, self.top)
            self.rater.boards[key] = (
                WideBoard(self.rater, flags, places)
                if is_unknown(self.rater, flags, places)
                else Board(self.rater, flags, self.top, level)
            )
        return self.rater.boards[key]

    def told(self, goal: Goal) -> dict[str, Any]:
        """Return what every result says of what was asked."""
        return {
            "node": self.rater.nodes[self.top].code,
            "wanted": goal.described,
            "before": self.before,
            "set_and_method": self.rater.hypothetical,
        }

    def verdict(self, states: dict[int, int | None]) -> Verdict:
        """Rate the sheet with some states changed."""
        changed = [states.get(place, state) for place, state in enumerate(self.states)]
        return self.rater.verdicts(changed, self.answers.flags)[self.top]

    def plan(self, states: dict[int, int | None], goal: Goal | None = None) -> Plan:
        """Make a plan, and rate it again from its answers.

        Raises:
            AssertionError: it does not reach the goal, which would be a defect of the search.
        """
        changed = {at: state for at, state in sorted(states.items()) if state != self.states[at]}
        verdict = self.verdict(changed)
        if goal is not None and not goal.is_met(verdict):
            raise AssertionError(f"a plan that was found does not reach {goal.described}: {changed}")
        changes = tuple(self._change(at, state) for at, state in changed.items())
        told = tuple(f"answer to {each}" for each in changes)
        return Plan(
            changes=changes,
            cost=sum((each.cost for each in changes), self.choices.exact(0)),
            verdict=verdict,
            answers=self.sheet(changed),
            hypothetical=(*self.rater.hypothetical, *told),
        )

    def _change(self, at: int, state: int | None) -> AnswerChange:
        cost = next(each.cost for each in self.choices.questions[at] if each.state == state)
        return AnswerChange(
            code=self.rater.questions[at].code,
            before=self._reported(at, self.states[at]),
            after=self._reported(at, state),
            cost=self.choices.exact(cost),
        )

    def _reported(self, at: int, state: int | None) -> Rating | NotAssessed | int | None:
        scale = self.rater.question_set.framework.scale
        if self.rater.questions[at].most is not None or state is None:
            return state
        return scale.at(state) if state < len(scale) else (NOT_ASSESSED, None)[state - len(scale)]

    def sheet(self, states: dict[int, int | None]) -> Answers:
        """Return the answer sheet with some states changed."""
        ratings: dict[str, Any] = {}
        numbers = dict(self.answers.numbers)
        for at, state in states.items():
            question = self.rater.questions[at]
            if question.most is None:
                ratings[question.code] = self._reported(at, state)
            elif state is None:
                numbers.pop(question.code, None)
            else:
                numbers[question.code] = state
        return attrs.evolve(self.answers.changed(ratings), numbers=numbers)
