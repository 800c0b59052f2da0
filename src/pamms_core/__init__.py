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
    from pamms_core.rating.concordance import Concordance, ConcordanceError, concordance
    from pamms_core.rating.distance import Distance, Threshold, distance
    from pamms_core.rating.engine import AnswersMismatchError, MethodMismatchError, Rater, rate
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
    from pamms_core.rating.outcome import NodeOutcome, Outcome, QuestionOutcome
    from pamms_core.rating.proofs import ProofFinding, Proofs, prove
    from pamms_core.rating.record import OutcomeRecord
    from pamms_core.rating.recorded_cases import RecordedCase, load_cases
    from pamms_core.rating.robust.flips import FlipPoints, WeightFlip
    from pamms_core.rating.robust.result import Breaking, Robustness
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

__all__ = [
    "NOT_ASSESSED",
    "QUESTIONS",
    "STEPS",
    "Advice",
    "Agreement",
    "Answer",
    "AnswerChange",
    "Answers",
    "AnswersMismatchError",
    "Area",
    "Breaking",
    "ChangeRequestError",
    "Comparison",
    "Concordance",
    "ConcordanceError",
    "Cost",
    "DataFileError",
    "Disagreement",
    "Distance",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "Explanation",
    "Finding",
    "FlipPoints",
    "Framework",
    "Impossible",
    "Improvement",
    "Level",
    "Method",
    "MethodMismatchError",
    "Mistake",
    "NodeChange",
    "NodeOutcome",
    "NotAssessed",
    "Outcome",
    "OutcomeRecord",
    "PammsError",
    "Plan",
    "ProofFinding",
    "Proofs",
    "Question",
    "QuestionOutcome",
    "QuestionSet",
    "Rater",
    "Rating",
    "RecordedCase",
    "ReportedRating",
    "Robustness",
    "Scale",
    "Standing",
    "State",
    "Threshold",
    "TradeOff",
    "TradePoint",
    "UnknownNameError",
    "Unsettled",
    "Variation",
    "VariationError",
    "Verification",
    "WeightFlip",
    "canonical_bytes",
    "compare",
    "concordance",
    "digest",
    "distance",
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
    "rating.improving.costs": "QUESTIONS STEPS Cost",
    "rating.improving.request": "ChangeRequestError",
    "rating.improving.result": "AnswerChange Impossible Improvement Plan Unsettled",
    "rating.improving.tradeoff": "TradeOff TradePoint",
    "rating.method": "Method",
    "rating.method_file": "load_method read_method shipped_methods",
    "rating.outcome": "NodeOutcome Outcome QuestionOutcome",
    "rating.proofs": "ProofFinding Proofs prove",
    "rating.record": "OutcomeRecord",
    "rating.recorded_cases": "RecordedCase load_cases",
    "rating.robust.flips": "FlipPoints WeightFlip",
    "rating.robust.result": "Breaking Robustness",
    "rating.concordance": "Concordance ConcordanceError concordance",
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
}


def __getattr__(name: str) -> object:
    """Find a public name in the module that defines it, and keep it."""
    for module, names in _HOMES.items():
        if name in names.split():
            from importlib import import_module

            globals()[name] = found = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
