"""What a careful assessor might still do about the evidence: advice, never an error (S10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core.scale import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.answers import Answers, EvidenceKind
    from pamms_core.standards.framework import EvidenceRange
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["Advice", "evidence_advice"]


@attrs.frozen(kw_only=True)
class Advice:
    """One remark about the range of evidence.

    >>> from pamms_core import Answers, evidence_advice, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> sheet = Answers(set_id=question_set.id, edition=question_set.edition)
    >>> advice = evidence_advice(sheet, question_set)[0]
    >>> advice.code, advice.kind.value, advice.found, advice.source
    ('too-few', 'care file', 0, 'S10 (W)')
    """

    code: str
    """``too-few``, ``too-many`` or ``not-among``."""
    kind: EvidenceKind
    """The kind of evidence it is about."""
    found: int
    """How many different references of that kind the answers have."""
    message: str
    source: str
    """The rule it rests on."""


def evidence_advice(answers: Answers, question_set: QuestionSet) -> tuple[Advice, ...]:
    """Compare the evidence of a sheet with the usual range (S10).

    Every reference counts once, however many questions it supports.

    >>> from pamms_core import Answers, evidence_advice, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> empty = Answers(set_id=question_set.id, edition=question_set.edition)
    >>> print(evidence_advice(empty, question_set)[0].message)
    0 care files were looked at; 2 to 5 are usual
    """
    ranges = question_set.framework.evidence_ranges
    return tuple(advice for each in ranges for advice in _compare(answers, each))


def _compare(answers: Answers, usual: EvidenceRange) -> Iterator[Advice]:
    found = sum(use.kind is usual.kind for use in answers.evidence_uses())
    looked_at = f"{_described(usual.kind, found)} looked at"
    if found < usual.least:
        yield _advice("too-few", usual, found, f"{looked_at}; {_usual(usual)} usual")
    if usual.most is not None and found > usual.most:
        yield _advice("too-many", usual, found, f"{looked_at}; {_usual(usual)} usual")
    notes = fold(" / ".join(_notes(answers, usual.kind)))
    for wanted in usual.among:
        if found and fold(wanted) not in notes:
            message = f"no {usual.kind} is noted as {wanted}; one usually is"
            yield _advice("not-among", usual, found, message)


def _described(kind: EvidenceKind, found: int) -> str:
    noun = kind.described
    plural = noun.replace("conversation", "conversations") if " with " in noun else f"{noun}s"
    return f"{counted(found, noun, plural)} {'was' if found == 1 else 'were'}"


def _usual(usual: EvidenceRange) -> str:
    if usual.most is None:
        return f"{usual.least} or more are"
    return f"{usual.least} to {usual.most} are"


def _notes(answers: Answers, kind: EvidenceKind) -> Iterator[str]:
    for answer in answers.values():
        yield from (each.note for each in answer.evidence if each.kind is kind)


def _advice(code: str, usual: EvidenceRange, found: int, message: str) -> Advice:
    return Advice(code=code, kind=usual.kind, found=found, message=message, source=usual.source)
