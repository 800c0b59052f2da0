"""What a report remarks on about the evidence: what supports more than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.reports.content import Note, Notes, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.answers import EvidenceUse
    from pamms_core.rating.outcome import Outcome
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["evidence_sections"]


def evidence_sections(outcome: Outcome) -> Iterator[Section]:
    """Remark on evidence as a review of a dispute would (D2).

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> [section.id for section in evidence_sections(outcome)]
    ['contradictory', 'reused']
    """
    contradictory = Notes(
        notes=_uses(outcome, outcome.answers.contradictory_evidence()),
        introduction="Check that the comments explain why the same evidence supports both.",
        otherwise="No evidence supports both the lowest and the highest rating.",
    )
    title = "Evidence for both the lowest and the highest rating"
    yield Section(id="contradictory", title=title, body=contradictory)
    reused = Notes(
        notes=_uses(outcome, outcome.answers.reused_evidence(outcome.question_set.standard_of)),
        introduction="This may be right; check that it supports each rating in its own way.",
        otherwise="No evidence is used for more than one standard.",
    )
    yield Section(id="reused", title="Evidence used for more than one standard", body=reused)


def _uses(outcome: Outcome, uses: tuple[EvidenceUse, ...]) -> tuple[Note, ...]:
    labels = {each.question.code: each.label for each in outcome.questions} if uses else {}
    return tuple(_use(outcome.question_set, each, labels) for each in uses)


def _use(question_set: QuestionSet, use: EvidenceUse, labels: Mapping[str, str]) -> Note:
    """List what the evidence supports, a sentence for each standard."""
    supported: dict[int, list[str]] = {}
    for code in use.codes:
        supported.setdefault(question_set.standard_of[code], []).append(f"{code} {labels[code]}")
    lines = (f"Standard {number}: {', '.join(supported[number])}." for number in sorted(supported))
    return Note(title=f"{use.kind.capitalize()} {use.reference}", sentences=tuple(lines))
