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
    from pamms_core.rating.crosswalk import By, Crosswalk, crosswalk
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

__all__ = [
    "NOT_ASSESSED",
    "Advice",
    "Agreement",
    "Answer",
    "Answers",
    "AnswersMismatchError",
    "Area",
    "By",
    "Carried",
    "Comparison",
    "Crosswalk",
    "DataFileError",
    "Disagreement",
    "Distance",
    "EditionComparison",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "Explanation",
    "Finding",
    "Framework",
    "Level",
    "MatrixCell",
    "Method",
    "MethodMismatchError",
    "Mistake",
    "NodeChange",
    "NodeOutcome",
    "NotAssessed",
    "Outcome",
    "OutcomeRecord",
    "PammsError",
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
    "Threshold",
    "TriangulationMatrix",
    "UnknownNameError",
    "Variation",
    "VariationError",
    "Verification",
    "canonical_bytes",
    "carry",
    "compare",
    "compare_editions",
    "crosswalk",
    "digest",
    "distance",
    "evidence_advice",
    "find_questions",
    "find_sets",
    "lint",
    "load_answers",
    "load_bank",
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
    "rating.comparison": "Comparison NodeChange Standing compare",
    "rating.crosswalk": "By Crosswalk crosswalk",
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
