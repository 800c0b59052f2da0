"""Compile a question set and a method into a rater, and rate with it.

A rater holds, for each question, a table with one packed integer per possible
answer, and for each node the constant and mask that turn the sum of what lies
below into a verdict. Rating is adding and looking up; no order of answers can
matter, and nothing is rounded but where the method says so.
"""

from __future__ import annotations

from itertools import accumulate, pairwise, product
from operator import getitem
from typing import TYPE_CHECKING, Any

from pamms_core.answers import NOT_ASSESSED
from pamms_core.rating.compiler import Compiled
from pamms_core.rating.mismatch import (
    AnswersMismatchError,
    MethodMismatchError,
    wrong_answers,
    wrong_method,
    wrong_set,
)
from pamms_core.rating.outcome import Outcome
from pamms_core.rating.tree import Node, parents_of, plant
from pamms_core.rating.trying import agreed_on, try_children
from pamms_core.rating.whatif.readings import WhatIf
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pamms_core.answers import Answers, ReportedRating
    from pamms_core.rating.compiler import Step
    from pamms_core.rating.improving.result import Improved
    from pamms_core.rating.improving.tradeoff import TradeOff
    from pamms_core.rating.method import Method
    from pamms_core.rating.robust.flips import FlipPoints
    from pamms_core.rating.robust.result import Robustness
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating, Scale
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["Rater", "rate"]


def rate(question_set: QuestionSet, answers: Answers, method: Method | None = None) -> Outcome:
    """Rate one answer sheet.

    To rate many, make one :class:`Rater` and keep it.

    Args:
        question_set: the set that was answered.
        answers: the answer sheet.
        method: the method to rate by; the PAMMS reference method if none is given.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        MethodMismatchError: the method does not fit the set.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> outcome.overall.rating
    <Rating Good>
    """
    return Rater(question_set, method).rate(answers)


class Rater(WhatIf):
    """A question set and a method, compiled together.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> rater.rate(load_answers("solid-good", rater.question_set)).overall.rating.stars
    4
    """

    def __init__(self, question_set: QuestionSet, method: Method | None = None) -> None:
        if method is None:
            from pamms_core.rating.method_file import load_method

            method = load_method()
        self.question_set = question_set
        self.method = method
        if reasons := list(wrong_set(question_set, method)):
            raise MethodMismatchError(method.id, question_set.id, reasons)
        self.nodes: tuple[Node, ...] = plant(question_set, method)
        if reasons := list(wrong_method(question_set, method, self.nodes)):
            raise MethodMismatchError(method.id, question_set.id, reasons)
        self.node_places = {node.code: place for place, node in enumerate(self.nodes)}
        """Where each node stands in the tree, by its code."""
        self.parents = parents_of(self.nodes)
        """Where each node's parent stands; a top has none."""
        self.compiled = Compiled(question_set.framework.scale, method, self.nodes)
        self.questions: tuple[Question, ...] = self.compiled.questions
        """All questions in the tree's order, which states and tables follow."""
        self._pooled = self.compiled.pooled_mask
        self.tables = self.compiled.tables
        """Per question, what each state adds: each rank from the worst, not assessed, nothing."""
        self.boards: dict[object, object] = {}  # what searches keep for the next one
        self._flags = tuple(method.flags)
        self._steps: dict[tuple[bool | None, ...], tuple[Step, ...]] = {}
        self._states = _state_index(question_set.framework.scale)
        self._blank: list[int | None] = [self._states[None] for _ in self.questions]
        self._places = {each.code: place for place, each in enumerate(self.questions)}
        self._numbers = tuple(each.code for each in self.questions if each.most is not None)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make ratings hypothetical; none where set and method are sealed."""
        return (*self.question_set.hypothetical, *self.method.hypothetical)

    @classmethod
    def of_method(cls, method: Method) -> Rater:
        """Make a rater of a method with its own tree, whose inputs are answers to its own set.

        Raises:
            ValueError: the method has no tree of its own.
        """
        return cls(method.own_set(), method)

    def states(self, answers: Answers) -> list[int | None]:
        """Check an answer sheet and return each question's state, in the tree's order.

        A state is the rank of a rating, then one for *not assessed*, then one
        for nothing yet; for a question that asks for a number, that number.

        Raises:
            AnswersMismatchError: the answers are not for this set.
        """
        asked, found, places, states = self.question_set, self._blank[:], self._places, self._states
        plain = answers.set_id == asked.id and answers.edition == asked.edition
        try:
            for code, answer in answers.entries.items():
                found[places[code]] = states[answer.rating]
        except (KeyError, TypeError):  # a code or a rating that is none of the set's
            plain = False
        for name, value in answers.flags.items():
            plain = plain and name in self._flags and value.__class__ is bool
        if not plain or self._numbers or answers.numbers.keys():
            self._check(answers)
            for code in self._numbers:
                found[places[code]] = answers.numbers.get(code)
        return found

    def _check(self, answers: Answers) -> None:
        """Refuse a sheet that is not for this set and method, with every reason."""
        if reasons := list(wrong_answers(self.question_set, self.method, answers)):
            raise AnswersMismatchError(reasons)

    def verdicts(
        self, states: Sequence[int | None], flags: Mapping[str, bool] | None = None
    ) -> list[Verdict]:
        """Return the verdict on every node, children before parents, overall last.

        A flag that is not given is tried both ways; where that makes a
        difference the verdict is undetermined and names it. The states are as
        :meth:`states` gives them, and are not checked again.
        """
        return self._finish(states, flags or {})[1]

    def _finish(
        self, states: Sequence[int | None], flags: Mapping[str, bool]
    ) -> tuple[list[int], list[Verdict]]:
        """Return every node's packed total and verdict."""
        given = tuple(map(flags.get, self._flags)) if self._flags else ()
        if None in given:
            return self._try_flags(states, flags)
        return self.run(states, self._steps.get(given) or self._steps_under(given))

    def _try_flags(
        self, states: Sequence[int | None], flags: Mapping[str, bool]
    ) -> tuple[list[int], list[Verdict]]:
        """Try the flags that were not given both ways."""
        unknown, worlds = self.worlds(flags)
        tried = {guess: self.run(states, steps) for guess, steps in worlds.items()}
        found = {guess: dict(enumerate(verdicts)) for guess, (_, verdicts) in tried.items()}
        totals = next(iter(tried.values()))[0]
        return totals, [agreed_on(place, unknown, found) for place in range(len(self.nodes))]

    def worlds(
        self, flags: Mapping[str, bool]
    ) -> tuple[tuple[str, ...], dict[tuple[bool, ...], tuple[Step, ...]]]:
        """Return the flags that were not given, and the finishing steps under every guess at them."""
        unknown = tuple(name for name in self._flags if name not in flags)
        guesses = product([False, True], repeat=len(unknown))
        every = {guess: {**flags, **dict(zip(unknown, guess, strict=True))} for guess in guesses}
        return unknown, {guess: self.steps_under(given) for guess, given in every.items()}

    def steps_under(self, flags: Mapping[str, bool]) -> tuple[Step, ...]:
        """Return the finishing steps of all nodes under these flags, all of them given."""
        return self._steps_under(tuple(flags[name] for name in self.method.flags))

    def _steps_under(self, flags: tuple[bool | None, ...]) -> tuple[Step, ...]:
        """Return the finishing steps under these flags, made once."""
        if flags not in self._steps:
            named = dict(zip(self._flags, map(bool, flags), strict=True))
            self._steps[flags] = self.compiled.steps(named)
        return self._steps[flags]

    def run(
        self, states: Sequence[int | None], steps: tuple[Step, ...]
    ) -> tuple[list[int], list[Verdict]]:
        """Return every node's packed total and verdict: add up and look up, node by node.

        What a run of questions adds is the difference of two running totals.
        """
        added: Iterable[int] = map(getitem, self.tables, states)  # type: ignore[arg-type]
        upto, pooled = [0, *accumulate(added)], self._pooled
        totals: list[int] = []
        found: list[Verdict] = []
        try:
            for start, stop, end, children, carries, bias, mask, verdicts in steps:
                total = upto[stop] - upto[start]
                if children:
                    total += upto[end] - upto[stop] & pooled
                    for child, adds in children:
                        total += adds[found[child].symbol]
                    for child, carry in carries:
                        total += carry(totals[child], found[child])
                totals.append(total)
                found.append(verdicts[total + bias & mask])
        except KeyError:  # an undetermined child adds nothing that is known
            given = [after - before for before, after in pairwise(upto)]
            return try_children(given, steps, pooled)
        return totals, found

    def rate(self, answers: Answers) -> Outcome:
        """Rate an answer sheet.

        Raises:
            AnswersMismatchError: the answers are not for this set.
        """
        totals, verdicts = self._finish(self.states(answers), answers.flags)
        return Outcome(self, answers, totals, verdicts)

    def outcome(self, answers: Answers, states: Sequence[int | None]) -> Outcome:
        """Rate a sheet whose states were checked before, by :meth:`states`."""
        totals, verdicts = self._finish(states, answers.flags)
        return Outcome(self, answers, totals, verdicts)

    def improve(self, answers: Answers, target: Rating | str, **asked: Any) -> Improved:
        """Find the cheapest way to a rating: see :mod:`pamms_core.rating.improve`.

        Raises:
            AnswersMismatchError: the answers are not for this set.
            ChangeRequestError: the request contradicts itself or the set; lists every reason.
            UnknownNameError: there is no such node or rating.
        """
        from pamms_core.rating.improve import improve

        return improve(self, answers, target, **asked)

    def deteriorate(self, answers: Answers, below: Rating | str | None = None, **asked: Any) -> Improved:
        """Find the cheapest way to lose a rating; asked for, and refused, as :meth:`improve`."""
        from pamms_core.rating.improve import deteriorate

        return deteriorate(self, answers, below, **asked)

    def trade_off(self, answers: Answers, **asked: Any) -> TradeOff:
        """Find what each cost can buy; asked for, and refused, as :meth:`improve`."""
        from pamms_core.rating.improve import trade_off

        return trade_off(self, answers, **asked)

    def robustness(self, answers: Answers, *, of: str = "weights", at: str = "overall") -> Robustness:
        """Find how far weights may be wrong: see :mod:`pamms_core.rating.robust.robustness`."""
        from pamms_core.rating.robust.robustness import robustness

        return robustness(self, answers, of=of, at=at)

    def flip_points(self, answers: Answers, *, at: str = "overall") -> FlipPoints:
        """Find each weight that turns a rating: see :mod:`pamms_core.rating.robust.flips`."""
        from pamms_core.rating.robust import flips

        return flips.flip_points(self, answers, at=at)

    def __repr__(self) -> str:
        varied = f", {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Rater {self.question_set.id} by {self.method.id}{varied}>"


def _state_index(scale: Scale) -> dict[ReportedRating, int]:
    ranks: dict[ReportedRating, int] = {each: each.rank for each in scale}
    return {**ranks, NOT_ASSESSED: len(scale), None: len(scale) + 1}
