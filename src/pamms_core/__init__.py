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
    from pamms_core.rating.comparison import Comparison, compare
    from pamms_core.rating.concordance import Concordance, ConcordanceError, concordance
    from pamms_core.rating.crosswalk import By, Crosswalk, crosswalk
    from pamms_core.rating.distance import Distance, Threshold, distance
    from pamms_core.rating.editions import OverlapError, load_methods, method_in_force
    from pamms_core.rating.engine import Rater, rate
    from pamms_core.rating.explanation import Explanation
    from pamms_core.rating.improving.costs import QUESTIONS, STEPS, Cost
    from pamms_core.rating.improving.request import ChangeRequestError
    from pamms_core.rating.improving.result import (
        AnswerChange,
        Impossible,
        Improvement,
        Plan,
        Unsettled,
    )
    from pamms_core.rating.improving.tradeoff import TradeOff, TradePoint
    from pamms_core.rating.method import Method
    from pamms_core.rating.method_file import load_method, read_method, shipped_methods
    from pamms_core.rating.mismatch import AnswersMismatchError, MethodMismatchError
    from pamms_core.rating.node_change import NodeChange, Standing
    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.outcome_record import OutcomeRecord
    from pamms_core.rating.proofs import ProofFinding, Proofs, prove
    from pamms_core.rating.recorded_cases import RecordedCase, load_cases
    from pamms_core.rating.robust.flips import FlipPoints, WeightFlip
    from pamms_core.rating.robust.result import Breaking, Robustness
    from pamms_core.rating.verdict import State
    from pamms_core.rating.verify import Agreement, Disagreement, Verification, verify
    from pamms_core.rating.whatif.chances import Chances, NodeChances
    from pamms_core.rating.whatif.changing import compare_dates
    from pamms_core.rating.whatif.influence import Influence
    from pamms_core.rating.whatif.likelihoods import ChancesError, learned_chances
    from pamms_core.rating.whatif.ranges import NodeRange, Range
    from pamms_core.rating.whatif.sheet import Sheet
    from pamms_core.rating.whatif.spread import TooManyStatesError
    from pamms_core.rating.whatif.unanswered import AnsweredQuestionError
    from pamms_core.scale import Level, Rating, Scale
    from pamms_core.standards.advice import Advice, evidence_advice
    from pamms_core.standards.answer_files import load_answers, read_answers
    from pamms_core.standards.carrying import Carried, carry
    from pamms_core.standards.catalogue import (
        load_bank,
        load_framework,
        load_set,
        shipped_examples,
        shipped_sets,
    )
    from pamms_core.standards.editions import EditionComparison, compare_editions, reused_codes
    from pamms_core.standards.finding import find_questions, find_sets
    from pamms_core.standards.framework import Area, Framework
    from pamms_core.standards.lint import Finding, lint
    from pamms_core.standards.matrix import MatrixCell, TriangulationMatrix, triangulation_matrix
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
    "QUESTIONS",
    "STEPS",
    "Advice",
    "Agreement",
    "Answer",
    "AnswerChange",
    "AnsweredQuestionError",
    "Answers",
    "AnswersMismatchError",
    "Area",
    "Breaking",
    "By",
    "Calendar",
    "CalendarError",
    "Carried",
    "Chances",
    "ChancesError",
    "ChangeRequestError",
    "Comparison",
    "Concordance",
    "ConcordanceError",
    "Cost",
    "Counting",
    "Crosswalk",
    "DataFileError",
    "DayKind",
    "DayLine",
    "Deadline",
    "Disagreement",
    "Distance",
    "Due",
    "EditionComparison",
    "Escalation",
    "EscalationStep",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "Explanation",
    "Extension",
    "Finding",
    "FlipPoints",
    "Framework",
    "Impossible",
    "Improvement",
    "Influence",
    "LastDay",
    "LedgerError",
    "Level",
    "MatrixCell",
    "Method",
    "MethodMismatchError",
    "Mistake",
    "NaiveTimeError",
    "NodeChances",
    "NodeChange",
    "NodeOutcome",
    "NodeRange",
    "NotAssessed",
    "Outcome",
    "OutcomeRecord",
    "OverlapError",
    "PammsError",
    "Period",
    "PeriodError",
    "Plan",
    "ProofFinding",
    "Proofs",
    "Question",
    "QuestionOutcome",
    "QuestionSet",
    "Range",
    "Rater",
    "Rating",
    "RecordedCase",
    "ReportedRating",
    "Robustness",
    "Scale",
    "Sheet",
    "Standing",
    "State",
    "Suspension",
    "Threshold",
    "TimeRangeError",
    "TooManyStatesError",
    "TradeOff",
    "TradePoint",
    "TriangulationMatrix",
    "Unit",
    "UnknownNameError",
    "Unsettled",
    "Variation",
    "VariationError",
    "Verification",
    "WeightFlip",
    "ZoneError",
    "canonical_bytes",
    "carry",
    "compare",
    "compare_dates",
    "compare_editions",
    "concordance",
    "crosswalk",
    "digest",
    "distance",
    "england_and_wales",
    "escalations_between",
    "evidence_advice",
    "find_questions",
    "find_sets",
    "learned_chances",
    "lint",
    "load_answers",
    "load_bank",
    "load_cases",
    "load_framework",
    "load_method",
    "load_methods",
    "load_set",
    "method_in_force",
    "parse_reported",
    "prove",
    "rate",
    "read_answers",
    "read_method",
    "read_set",
    "reused_codes",
    "shipped_examples",
    "shipped_methods",
    "shipped_sets",
    "triangulation_matrix",
    "verify",
]

# Where each name is defined; a test holds this, the imports above and __all__ together.
_HOMES = {
    "answers": "NOT_ASSESSED Answer Answers Evidence EvidenceKind EvidenceUse NotAssessed"
    " ReportedRating parse_reported",
    "canonical": "canonical_bytes digest",
    "errors": "DataFileError Mistake PammsError UnknownNameError",
    "rating.comparison": "Comparison compare",
    "rating.crosswalk": "By Crosswalk crosswalk",
    "rating.distance": "Distance Threshold distance",
    "rating.editions": "OverlapError load_methods method_in_force",
    "rating.engine": "Rater rate",
    "rating.explanation": "Explanation",
    "rating.improving.costs": "QUESTIONS STEPS Cost",
    "rating.improving.request": "ChangeRequestError",
    "rating.improving.result": "AnswerChange Impossible Improvement Plan Unsettled",
    "rating.improving.tradeoff": "TradeOff TradePoint",
    "rating.method": "Method",
    "rating.method_file": "load_method read_method shipped_methods",
    "rating.mismatch": "AnswersMismatchError MethodMismatchError",
    "rating.node_change": "NodeChange Standing",
    "rating.node_outcome": "NodeOutcome QuestionOutcome",
    "rating.outcome": "Outcome",
    "rating.proofs": "ProofFinding Proofs prove",
    "rating.outcome_record": "OutcomeRecord",
    "rating.recorded_cases": "RecordedCase load_cases",
    "rating.robust.flips": "FlipPoints WeightFlip",
    "rating.robust.result": "Breaking Robustness",
    "rating.concordance": "Concordance ConcordanceError concordance",
    "rating.verdict": "State",
    "rating.verify": "Agreement Disagreement Verification verify",
    "rating.whatif.chances": "Chances NodeChances",
    "rating.whatif.changing": "compare_dates",
    "rating.whatif.influence": "Influence",
    "rating.whatif.likelihoods": "ChancesError learned_chances",
    "rating.whatif.sheet": "Sheet",
    "rating.whatif.spread": "TooManyStatesError",
    "rating.whatif.ranges": "NodeRange Range",
    "rating.whatif.unanswered": "AnsweredQuestionError",
    "scale": "Level Rating Scale",
    "standards.advice": "Advice evidence_advice",
    "standards.answer_files": "load_answers read_answers",
    "standards.carrying": "Carried carry",
    "standards.catalogue": "load_bank load_framework load_set shipped_examples shipped_sets",
    "standards.editions": "EditionComparison compare_editions reused_codes",
    "standards.finding": "find_questions find_sets",
    "standards.framework": "Area Framework",
    "standards.lint": "Finding lint",
    "standards.matrix": "MatrixCell TriangulationMatrix triangulation_matrix",
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
