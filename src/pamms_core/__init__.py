"""Rate the quality of adult social care fairly: PAMMS question sets and ratings.

Three lines rate an assessment:

>>> from pamms_core import load_answers, load_set, rate
>>> question_set = load_set("east-of-england-accommodation")
>>> print(rate(question_set, load_answers("solid-good", question_set)).overall.rating)
Good

Names are loaded when first used, so that importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from pamms_core.rating.comparison import Comparison, NodeChange, Standing, compare
    from pamms_core.rating.distance import Distance, Threshold, distance
    from pamms_core.rating.engine import AnswersMismatchError, MethodMismatchError, Rater, rate
    from pamms_core.rating.explanation import Explanation
    from pamms_core.rating.method import Method
    from pamms_core.rating.method_file import load_method, read_method, shipped_methods
    from pamms_core.rating.outcome import NodeOutcome, Outcome, QuestionOutcome
    from pamms_core.rating.proofs import ProofFinding, Proofs, prove
    from pamms_core.rating.record import OutcomeRecord
    from pamms_core.rating.recorded_cases import RecordedCase, load_cases
    from pamms_core.rating.verdict import State
    from pamms_core.rating.verify import Agreement, Disagreement, Verification, verify
    from pamms_core.scale import Level, Rating, Scale
    from pamms_core.standards.advice import Advice, evidence_advice
    from pamms_core.standards.answer_files import load_answers, read_answers
    from pamms_core.standards.catalogue import (
        load_framework,
        load_set,
        shipped_examples,
        shipped_sets,
    )
    from pamms_core.standards.framework import Area, Framework
    from pamms_core.standards.lint import Finding, lint
    from pamms_core.standards.question_set import Question, QuestionSet
    from pamms_core.standards.set_files import read_set
    from pamms_core.standards.variation import Variation, VariationError
    from pamms_core.workflow.calendars import Calendar, CalendarError
    from pamms_core.workflow.counting import Counting, LastDay
    from pamms_core.workflow.day_lines import DayKind, DayLine
    from pamms_core.workflow.deadline import Deadline
    from pamms_core.workflow.due import Due
    from pamms_core.workflow.england_and_wales import england_and_wales
    from pamms_core.workflow.escalation import Escalation, EscalationStep, escalations_between
    from pamms_core.workflow.instants import NaiveTimeError, TimeRangeError, ZoneError
    from pamms_core.workflow.ledger import Extension, LedgerError, Suspension
    from pamms_core.workflow.period import Period, PeriodError, Unit

__all__ = [
    "NOT_ASSESSED",
    "Advice",
    "Agreement",
    "Answer",
    "Answers",
    "AnswersMismatchError",
    "Area",
    "Calendar",
    "CalendarError",
    "Comparison",
    "Counting",
    "DataFileError",
    "DayKind",
    "DayLine",
    "Deadline",
    "Disagreement",
    "Distance",
    "Due",
    "Escalation",
    "EscalationStep",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "Explanation",
    "Extension",
    "Finding",
    "Framework",
    "LastDay",
    "LedgerError",
    "Level",
    "Method",
    "MethodMismatchError",
    "Mistake",
    "NaiveTimeError",
    "NodeChange",
    "NodeOutcome",
    "NotAssessed",
    "Outcome",
    "OutcomeRecord",
    "PammsError",
    "Period",
    "PeriodError",
    "ProofFinding",
    "Proofs",
    "Question",
    "QuestionOutcome",
    "QuestionSet",
    "Rater",
    "Rating",
    "RecordedCase",
    "ReportedRating",
    "Scale",
    "Standing",
    "State",
    "Suspension",
    "Threshold",
    "TimeRangeError",
    "Unit",
    "UnknownNameError",
    "Variation",
    "VariationError",
    "Verification",
    "ZoneError",
    "canonical_bytes",
    "compare",
    "digest",
    "distance",
    "england_and_wales",
    "escalations_between",
    "evidence_advice",
    "lint",
    "load_answers",
    "load_cases",
    "load_framework",
    "load_method",
    "load_set",
    "parse_reported",
    "prove",
    "rate",
    "read_answers",
    "read_method",
    "read_set",
    "shipped_examples",
    "shipped_methods",
    "shipped_sets",
    "verify",
]

# Where each name is defined; a test holds this, the imports above and __all__ together.
_HOMES = {
    "answers": "NOT_ASSESSED Answer Answers Evidence EvidenceKind EvidenceUse NotAssessed"
    " ReportedRating parse_reported",
    "canonical": "canonical_bytes digest",
    "errors": "DataFileError Mistake PammsError UnknownNameError",
    "rating.comparison": "Comparison NodeChange Standing compare",
    "rating.distance": "Distance Threshold distance",
    "rating.engine": "AnswersMismatchError MethodMismatchError Rater rate",
    "rating.explanation": "Explanation",
    "rating.method": "Method",
    "rating.method_file": "load_method read_method shipped_methods",
    "rating.outcome": "NodeOutcome Outcome QuestionOutcome",
    "rating.proofs": "ProofFinding Proofs prove",
    "rating.record": "OutcomeRecord",
    "rating.recorded_cases": "RecordedCase load_cases",
    "rating.verdict": "State",
    "rating.verify": "Agreement Disagreement Verification verify",
    "scale": "Level Rating Scale",
    "standards.advice": "Advice evidence_advice",
    "standards.answer_files": "load_answers read_answers",
    "standards.catalogue": "load_framework load_set shipped_examples shipped_sets",
    "standards.framework": "Area Framework",
    "standards.lint": "Finding lint",
    "standards.question_set": "Question QuestionSet",
    "standards.set_files": "read_set",
    "standards.variation": "Variation VariationError",
    "workflow.calendars": "Calendar CalendarError",
    "workflow.counting": "Counting LastDay",
    "workflow.day_lines": "DayKind DayLine",
    "workflow.deadline": "Deadline",
    "workflow.due": "Due",
    "workflow.england_and_wales": "england_and_wales",
    "workflow.escalation": "Escalation EscalationStep escalations_between",
    "workflow.instants": "NaiveTimeError TimeRangeError ZoneError",
    "workflow.ledger": "Extension LedgerError Suspension",
    "workflow.period": "Period PeriodError Unit",
}


def _find(package: str, homes: dict[str, str], name: str) -> object:
    """Find a public name in the module of a package that defines it."""
    for module, names in homes.items():
        if name in names.split():
            from importlib import import_module

            return getattr(import_module(f"{package}.{module}"), name)
    raise AttributeError(f"module {package!r} has no attribute {name!r}")


def __getattr__(name: str) -> object:
    """Find a public name in the module that defines it, and keep it."""
    globals()[name] = found = _find(__name__, _HOMES, name)
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
