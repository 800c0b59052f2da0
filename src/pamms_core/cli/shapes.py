"""What ``--json`` writes, as plain data; ``pamms COMMAND --help`` lists the fields.

Outcomes, nodes and answers have shapes of the library's own, which its codec
reads back; the others are for reading only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pamms_core.codec import dumps
from pamms_core.rating.node_outcome import NodeOutcome
from pamms_core.reports.rows import parent_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from pamms_core import Comparison, Method, Outcome, Question, QuestionOutcome, QuestionSet
    from pamms_core.cli.checking import Checked
    from pamms_core.rating.node_change import NodeChange, Standing
    from pamms_core.rating.outcome_record import NodeRecord, OutcomeRecord

__all__ = [
    "checked_shape",
    "comparison_shape",
    "outcome_shape",
    "part_shape",
    "set_shape",
    "shipped_shape",
]


def outcome_shape(outcome: Outcome) -> dict[str, Any]:
    """Everything about an outcome, in the codec's shape."""
    return _coded(outcome.record())


def _coded(record: OutcomeRecord | NodeRecord) -> dict[str, Any]:
    coded: dict[str, Any] = json.loads(dumps(record))
    return coded


def part_shape(outcome: Outcome, part: NodeOutcome | QuestionOutcome) -> dict[str, Any]:
    """How a node was rated, or what a question did to its standard."""
    if isinstance(part, NodeOutcome):
        explanation = part.explain()
        return {"sentences": list(explanation.sentences), "node": _coded(explanation.data)}
    question, answer = part.question, part.answer
    told = {
        "label": part.label,
        "points": _exact(part.points),
        "comment": answer.comment,
        "evidence": list(map(str, answer.evidence)),
    }
    standard = part_shape(outcome, parent_of(outcome, part))
    return {"question": _question(question), "answer": told, "standard": standard}


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "text": question.text,
        "standard": question.standard,
        "bears_on": question.bears_on,
        "weight": question.weight,
        "critical": question.critical,
        "evidence": list(question.evidence),
        "guidance": dict(question.guidance),
        "adapted": list(question.adapted),
    }


def set_shape(question_set: QuestionSet, questions: Iterable[Question]) -> dict[str, Any]:
    """Some questions of a set, by section."""
    chosen = tuple(questions)
    sections = [
        {
            "letter": section.letter,
            "title": section.title,
            "questions": [_question(each) for each in chosen if each.letter == section.letter],
        }
        for section in question_set.framework.sections
    ]
    left_out = {str(each.standard): each.why for each in question_set.left_out}
    return {**_identity(question_set), "left_out": left_out, "sections": sections}


def _identity(data: QuestionSet | Method) -> dict[str, Any]:
    return {
        "id": data.id,
        "edition": data.edition,
        "title": data.title,
        "status": data.status,
        "digest": data.digest,
    }


def shipped_shape(
    sets: tuple[QuestionSet, ...], methods: tuple[Method, ...], examples: tuple[str, ...]
) -> dict[str, Any]:
    """What is shipped."""
    told = [
        {**_identity(each), "region": each.region, "area": each.area, "questions": len(each)}
        for each in sets
    ]
    return {"sets": told, "methods": list(map(_identity, methods)), "examples": list(examples)}


def comparison_shape(comparison: Comparison) -> dict[str, Any]:
    """Two outcomes side by side."""
    return {
        "title": comparison.after.answers.title,
        "hypothetical": list(comparison.hypothetical),
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "answers": list(comparison.answers),
        "question_set": list(comparison.question_set),
        "method": list(comparison.method),
        "nodes": list(map(_change, comparison.nodes)),
        "sentences": list(comparison.sentences),
    }


def _side(outcome: Outcome) -> dict[str, Any]:
    return {
        "hypothetical": list(outcome.hypothetical),
        "question_set": _identity(outcome.question_set),
        "method": _identity(outcome.method),
    }


def _change(change: NodeChange) -> dict[str, Any]:
    return {
        "code": change.code,
        "moved": change.moved,
        "before": _standing(change.before),
        "after": _standing(change.after),
        "rating_by": change.rating_by,
        "score_by": _exact(change.score_by),
        "limits_came": list(change.limits_came),
        "limits_went": list(change.limits_went),
    }


def _standing(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "state": standing.state,
        "rating": None if standing.rating is None else standing.rating.key,
        "score": _exact(standing.score),
        "limits": list(standing.limits),
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def checked_shape(checked: Checked) -> dict[str, Any]:
    """What a check found."""
    mistakes = [
        {
            "file": each.file,
            "line": each.line,
            "path": each.path,
            "problem": each.problem,
            "hint": each.hint,
            "text": str(each),
        }
        for each in checked.mistakes
    ]
    findings = [
        {"code": each.code, "where": each.where, "message": each.message} for each in checked.findings
    ]
    return {
        "file": checked.file,
        "kind": checked.kind,
        "title": checked.title,
        "digest": checked.digest,
        "mistakes": mistakes,
        "findings": findings,
    }
