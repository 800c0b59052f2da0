"""Regroup an outcome as evidence for the regulator's key questions or regulations (S13, F6).

Nothing is rated here: each standard keeps the rating it has, and stands under
every key question or regulation that it bears on.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted
from pamms_core.errors import PammsError
from pamms_core.standards.framework import Area
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.standards.framework import CqcLink, Framework, Standard

__all__ = ["By", "Crosswalk", "EvidenceGroup", "NoStandardsError", "StandardEvidence", "crosswalk"]


_NOT_REGISTERED: Final = "Services of this area are not registered with CQC (S4)."


class By(StrEnum):
    """What an outcome can be regrouped by."""

    KEY_QUESTION = "key-question"
    REGULATION = "regulation"

    @property
    def described(self) -> str:
        """What one of them is called.

        >>> By.KEY_QUESTION.described
        'key question'
        """
        return self.value.replace("-", " ")


class NoStandardsError(PammsError, ValueError):
    """An outcome without standards that the regulator's rules could be paired with."""

    def __init__(self, set_id: str) -> None:
        self.set_id = set_id
        super().__init__(set_id)

    def __str__(self) -> str:
        return f"the questions of {self.set_id!r} bear on no standard that is paired with a regulation"


@attrs.frozen(kw_only=True)
class StandardEvidence:
    """What an outcome says on one standard, as evidence for a key question or a regulation."""

    standard: Standard
    chiefly: bool
    """Whether it chiefly bears on it; otherwise it also does."""
    node: NodeOutcome | None
    """How the standard was rated; ``None`` where it is not asked about or not rated by itself (S3)."""
    questions: tuple[QuestionOutcome, ...]
    """The questions that bear on it, with their answers."""
    answered: tuple[tuple[str, int], ...]
    """How many of them were answered how, by label, best first."""
    left_out: str
    """Why the set does not ask about it; empty where it does or does not say."""

    @property
    def finding(self) -> str:
        """Its rating; or how its questions were answered; or that nothing was asked."""
        if not self.questions:
            return f"not asked: {self.left_out}" if self.left_out else "not asked"
        if self.node is not None:
            return self.node.rating.label if self.node.rating else f"no rating: {self.node.state}"
        told = ", ".join(f"{count} {label}" for label, count in self.answered)
        return f"{counted(len(self.questions), 'question')}: {told}"


@attrs.frozen(kw_only=True)
class EvidenceGroup:
    """One key question or regulation, and the standards that bear on it."""

    name: str
    """Such as ``Safe`` or ``Regulation 12: Safe care and treatment``."""
    standards: tuple[StandardEvidence, ...]
    """Those that chiefly bear on it first."""


@attrs.frozen(kw_only=True, repr=False)
class Crosswalk:
    """An outcome, regrouped as evidence; not a rating by the regulator's rules.

    >>> from pamms_core import crosswalk, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> found = crosswalk(outcome, by="regulation")
    >>> found.groups[-1].name, found.groups[-1].standards[0].finding
    ('Regulation 19: Fit and proper persons employed', 'Good')
    """

    outcome: Outcome
    by: By
    groups: tuple[EvidenceGroup, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """What whoever shows it has to say."""
        what = self.by.described
        return (
            f"This is evidence for each {what}, not a CQC rating; no {what} is rated here.",
            f"Which standard bears on which {what} is this project's own pairing.",
            *([_NOT_REGISTERED] if self.outcome.question_set.area is Area.NON_REGULATED else []),
        )

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def __repr__(self) -> str:
        name = self.outcome.answers.title or self.outcome.answers.set_id
        varied = f"; {named(self.outcome.hypothetical)}" if self.outcome.hypothetical else ""
        groups = counted(len(self.groups), self.by.described)
        return f"<Crosswalk of {name!r}: evidence for {groups}, not a CQC rating{varied}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.crosswalk import crosswalk_tables

        return crosswalk_tables(self)


def _lines(found: Crosswalk) -> Iterator[str]:
    if found.outcome.hypothetical:
        yield f"{named(found.outcome.hypothetical, 'Hypothetical')}."
    yield from found.notices
    for group in found.groups:
        yield ""
        yield group.name
        for each in group.standards:
            also = "" if each.chiefly else " (also)"
            yield f"  Standard {each.standard.number}, {each.standard.title}{also}: {each.finding}"


def crosswalk(outcome: Outcome, by: By | str = By.KEY_QUESTION) -> Crosswalk:
    """Regroup an outcome by key question or by regulation, as evidence for it (S13).

    Where the standards are the sections, the questions are regrouped by the
    common standard that they bear on (S3).

    Args:
        outcome: a rated sheet.
        by: ``key-question`` or ``regulation``.

    Raises:
        NoStandardsError: no question bears on a standard that is paired with one.
        ValueError: ``by`` is neither.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> found = crosswalk(rate(question_set, load_answers("solid-good", question_set)), "regulation")
    >>> [group.name for group in found.groups][:2]
    ['Regulation 9: Person-centred care', 'Regulation 10: Dignity and respect']
    """
    chosen = By(by)
    basis = outcome.question_set.framework.basis
    every = [_evidence(outcome, each) for each in basis.standards if each.cqc is not None]
    if not any(each.questions for each in every):
        raise NoStandardsError(outcome.question_set.id)
    groups = (
        EvidenceGroup(name=name, standards=tuple(_bearing(every, chosen, key)))
        for key, name in _headings(basis, chosen)
    )
    return Crosswalk(outcome=outcome, by=chosen, groups=tuple(each for each in groups if each.standards))


def _headings(basis: Framework, by: By) -> Iterator[tuple[str | int, str]]:
    """Yield every key question or regulation, in the regulator's order."""
    if by is By.KEY_QUESTION:
        yield from ((name, name) for name in basis.key_questions)
    else:
        for number, name in sorted(basis.regulations.items()):
            yield number, f"Regulation {number}: {name}"


def _bearing(every: list[StandardEvidence], by: By, key: str | int) -> Iterator[StandardEvidence]:
    """Yield the standards that chiefly bear on one, then those that also do."""
    for chiefly in (True, False):
        for each in every:
            if each.standard.cqc is not None and key in _links(each.standard.cqc, by, chiefly=chiefly):
                yield attrs.evolve(each, chiefly=chiefly)


def _links(link: CqcLink, by: By, *, chiefly: bool) -> tuple[str | int, ...]:
    if by is By.KEY_QUESTION:
        return (link.key_question,) if chiefly else link.also_key_questions
    return link.regulations if chiefly else link.also_regulations


def _evidence(outcome: Outcome, standard: Standard) -> StandardEvidence:
    question_set = outcome.question_set
    bearing_of = question_set.bearing_of
    questions = tuple(
        each for each in outcome.questions if bearing_of.get(each.question.code) == standard.number
    )
    counts = Counter(each.label for each in questions)
    order = [each.label for each in question_set.framework.scale] + list(counts)
    rated = {each.node.number: each for each in outcome.standards}
    excuses = {each.standard: each.why for each in question_set.left_out}
    return StandardEvidence(
        standard=standard,
        chiefly=True,
        node=rated.get(standard.number) if question_set.framework.common is None else None,
        questions=questions,
        answered=tuple((label, counts[label]) for label in dict.fromkeys(order) if counts[label]),
        left_out=excuses.get(standard.number, ""),
    )
