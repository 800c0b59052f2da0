"""Hypothesis strategies for those who embed this library in their own tests.

``from hypothesis.strategies import from_type`` finds them by itself:
``from_type(QuestionSet)`` is :func:`question_sets`, and so on.

>>> from hypothesis import find
>>> question_set = find(question_sets(), lambda each: len(each) == 2)
>>> sorted(question.weight for question in question_set)
[1, 1]
"""

from pamms_core.testing.answers import (
    answers,
    complete_answers,
    evidence,
    misfit_answers,
    ratings,
    reported_ratings,
    single_answers,
    written_ratings,
)
from pamms_core.testing.cases import cases, logs, sealed_logs
from pamms_core.testing.deadlines import ClosedWeekly, calendars, countings, deadlines, periods
from pamms_core.testing.lawless_methods import any_methods
from pamms_core.testing.machines import Add, Mark, Press, Tally, actors, commands, gaps, machines
from pamms_core.testing.methods import methods
from pamms_core.testing.outcomes import outcomes
from pamms_core.testing.question_sets import question_sets, questions, scales
from pamms_core.testing.workflow_laws import check_case, check_step, check_time, tampered

__all__ = [
    "Add",
    "ClosedWeekly",
    "Mark",
    "Press",
    "Tally",
    "actors",
    "answers",
    "any_methods",
    "calendars",
    "cases",
    "check_case",
    "check_step",
    "check_time",
    "commands",
    "complete_answers",
    "countings",
    "deadlines",
    "evidence",
    "gaps",
    "logs",
    "machines",
    "methods",
    "misfit_answers",
    "outcomes",
    "periods",
    "question_sets",
    "questions",
    "ratings",
    "reported_ratings",
    "scales",
    "sealed_logs",
    "single_answers",
    "tampered",
    "written_ratings",
]
