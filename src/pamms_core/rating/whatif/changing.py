"""Change some answers, or the date, and see what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.comparison import compare
from pamms_core.rating.whatif.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pamms_core.answers import Answers
    from pamms_core.rating import comparison
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.method import Method
    from pamms_core.rating.whatif.asking import Told
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["change", "compare_dates"]


def change(rater: Rater, answers: Answers, changes: Mapping[str, Told]) -> comparison.Comparison:
    """Compare a sheet with what it would be if some answers were others.

    See :meth:`pamms_core.Rater.change`.
    """
    sheet = Sheet(rater, answers)
    return compare(sheet.outcome, sheet.changed(changes).outcome)


def compare_dates(
    question_set: QuestionSet, answers: Answers, methods: Iterable[Method], before: date, after: date
) -> comparison.Comparison:
    """Compare what a sheet is rated by the editions of a method in force on two dates.

    Args:
        question_set: the set that was answered.
        answers: the answer sheet.
        methods: the editions of the method, in any order.
        before: the one date.
        after: the other.

    Raises:
        UnknownNameError: no edition is in force on a date.
        OverlapError: two editions are.
        AnswersMismatchError: the answers are not for this set.
        MethodMismatchError: an edition does not fit the set.

    >>> from datetime import date
    >>> from pamms_core import load_answers, load_method, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> answers = load_answers("solid-good", question_set)
    >>> compare_dates(question_set, answers, [load_method()], date(2026, 1, 1), date(2026, 12, 1))
    <Comparison of 'Example House': Good; 0 of 22 nodes moved>
    """
    from pamms_core.rating.editions import method_in_force
    from pamms_core.rating.engine import rate

    editions = list(methods)
    one, other = (method_in_force(editions, on) for on in (before, after))
    return compare(rate(question_set, answers, one), rate(question_set, answers, other))
