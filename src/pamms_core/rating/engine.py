"""Compile a question set and a method into a rater, and rate with it.

A rater holds, for each question, a table with one packed integer per possible
answer, and for each node the constant and mask that turn the sum of what lies
below into a verdict. Rating is adding and looking up; no order of answers can
matter, and nothing is rounded.
"""

from __future__ import annotations

from operator import getitem
from typing import TYPE_CHECKING

from pamms_core.answers import NOT_ASSESSED
from pamms_core.errors import PammsError, did_you_mean
from pamms_core.rating.compiler import Compiled
from pamms_core.rating.outcome import Outcome
from pamms_core.rating.tree import Node, plant
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pamms_core.answers import Answers, ReportedRating
    from pamms_core.rating.method import Method
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["AnswersMismatchError", "MethodMismatchError", "Rater", "rate"]


# A near match is looked for among all questions; past so many reasons nobody reads them one by one.
_MOST_HINTED = 50


class MethodMismatchError(PammsError, ValueError):
    """A method that does not fit a question set; says what is missing."""


class AnswersMismatchError(PammsError, ValueError):
    """Answers that do not belong to the question set; lists every reason."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "; ".join(self.reasons)


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


class Rater:
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
        self.nodes: tuple[Node, ...] = plant(question_set)
        _check_fit(question_set, method, self.nodes)
        compiled = Compiled(question_set.framework.scale, method, self.nodes)
        self.questions: tuple[Question, ...] = compiled.questions
        """All questions in the tree's order, which states and tables follow."""
        self.tables = compiled.tables
        """Per question, what each state adds: each rank from the worst, not assessed, nothing."""
        self._steps = compiled.steps
        self._pooled = compiled.pooled_mask
        self._states = _state_index(question_set.framework.scale)

    def states(self, answers: Answers) -> list[int]:
        """Check an answer sheet and return each question's state, in the tree's order.

        A state is the rank of a rating, then one for *not assessed*, then one
        for nothing yet.

        Raises:
            AnswersMismatchError: the answers are not for this set.
        """
        if reasons := _mismatches(self.question_set, answers):
            raise AnswersMismatchError(reasons)
        recorded = {code: self._states[answer.rating] for code, answer in answers.entries.items()}
        blank = self._states[None]
        return [recorded.get(question.code, blank) for question in self.questions]

    def verdicts(self, states: Sequence[int]) -> list[Verdict]:
        """Return the verdict on every node, children before parents, overall last."""
        given = list(map(getitem, self.tables, states))
        pooled = self._pooled
        totals: list[int] = []
        found: list[Verdict] = []
        for start, stop, children, slots, bias, mask, verdicts in self._steps:
            if children:
                total = sum([(totals[each] & pooled) + slots[found[each].key] for each in children])
            else:
                total = sum(given[start:stop])
            totals.append(total)
            found.append(verdicts[total + bias & mask])
        return found

    def rate(self, answers: Answers) -> Outcome:
        """Rate an answer sheet.

        Raises:
            AnswersMismatchError: the answers are not for this set.
        """
        return self.outcome(answers, self.states(answers))

    def outcome(self, answers: Answers, states: Sequence[int]) -> Outcome:
        """Rate a sheet whose states were checked before, by :meth:`states`."""
        return Outcome(self, answers, self.verdicts(states))

    def __repr__(self) -> str:
        return f"<Rater {self.question_set.id} by {self.method.id}>"


def _state_index(scale: Scale) -> dict[ReportedRating, int]:
    ranks: dict[ReportedRating, int] = {rating: rating.rank for rating in scale}
    return {**ranks, NOT_ASSESSED: len(scale), None: len(scale) + 1}


def _mismatches(question_set: QuestionSet, answers: Answers) -> list[str]:
    """List why an answer sheet is not one of this set."""
    sheet, asked = (answers.set_id, answers.edition), (question_set.id, question_set.edition)
    reasons = [f"the answers are for {_called(sheet)}, not {_called(asked)}"] if sheet != asked else []
    known = question_set.by_code
    scale = question_set.framework.scale
    for code, answer in answers.entries.items():
        if code not in known:
            near = did_you_mean(code, known) if len(reasons) < _MOST_HINTED else ""
            reasons.append(f"{code!r} is not a question of the set" + (f" ({near})" if near else ""))
        if wrong := _not_on(scale, answer.rating):
            reasons.append(f"{code} is rated {wrong}")
    return reasons


def _not_on(scale: Scale, rating: object) -> str:
    """Say what is wrong with a rating, if anything; callers without types pass texts too."""
    if isinstance(rating, Rating):
        return "" if rating.scale == scale else f"on scale {rating.scale.id!r}, not {scale.id!r}"
    return "" if rating is None or rating is NOT_ASSESSED else f"{rating!r:.80}, which is no rating"


def _called(identity: tuple[str, str]) -> str:
    return f"question set {identity[0]!r}, edition {identity[1]!r}"


def _check_fit(question_set: QuestionSet, method: Method, nodes: Sequence[Node]) -> None:
    if reasons := list(_misfits(question_set, method, nodes)):
        raise MethodMismatchError(
            f"method {method.id!r} does not fit question set {question_set.id!r}: {'; '.join(reasons)}"
        )


def _misfits(question_set: QuestionSet, method: Method, nodes: Sequence[Node]) -> Iterator[str]:
    rated, pointed = question_set.framework.scale.keys, tuple(method.points)
    if rated != pointed:
        yield f"it gives points to {', '.join(pointed)}, but answers are {', '.join(rated)}"
    for kind in dict.fromkeys(node.kind for node in nodes):
        if kind not in method.rules:
            yield f"it has no rule for a {kind}"
