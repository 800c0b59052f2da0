"""Rate the quality of adult social care fairly: PAMMS question sets and ratings.

Three lines rate an assessment:

>>> from pamms_core import load_answers, load_set, rate
>>> question_set = load_set("east-of-england-accommodation")
>>> print(rate(question_set, load_answers("solid-good", question_set)).overall.rating)
Good
"""

from pamms_core.answers import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Evidence,
    EvidenceKind,
    EvidenceUse,
    NotAssessed,
    ReportedRating,
    parse_reported,
)
from pamms_core.canonical import canonical_bytes, digest
from pamms_core.errors import DataFileError, Mistake, PammsError, UnknownNameError
from pamms_core.rating.engine import AnswersMismatchError, MethodMismatchError, Rater, rate
from pamms_core.rating.method import Method
from pamms_core.rating.method_file import load_method, read_method, shipped_methods
from pamms_core.rating.outcome import NodeOutcome, Outcome, QuestionOutcome
from pamms_core.rating.verdict import State
from pamms_core.scale import Level, Rating, Scale
from pamms_core.standards.answer_files import load_answers, read_answers
from pamms_core.standards.catalogue import load_framework, load_set, shipped_examples, shipped_sets
from pamms_core.standards.framework import Area, Framework
from pamms_core.standards.question_set import Question, QuestionSet
from pamms_core.standards.set_files import read_set

__all__ = [
    "NOT_ASSESSED",
    "Answer",
    "Answers",
    "AnswersMismatchError",
    "Area",
    "DataFileError",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "Framework",
    "Level",
    "Method",
    "MethodMismatchError",
    "Mistake",
    "NodeOutcome",
    "NotAssessed",
    "Outcome",
    "PammsError",
    "Question",
    "QuestionOutcome",
    "QuestionSet",
    "Rater",
    "Rating",
    "ReportedRating",
    "Scale",
    "State",
    "UnknownNameError",
    "canonical_bytes",
    "digest",
    "load_answers",
    "load_framework",
    "load_method",
    "load_set",
    "parse_reported",
    "rate",
    "read_answers",
    "read_method",
    "read_set",
    "shipped_examples",
    "shipped_methods",
    "shipped_sets",
]
