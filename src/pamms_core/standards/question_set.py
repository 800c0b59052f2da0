"""Question sets: what an assessor asks, and what each rating looks like (S2, S4, S5)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.canonical import digest
from pamms_core.errors import UnknownNameError
from pamms_core.standards.variation import HYPOTHETICAL, Variation, named, weight_changes, weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.answers import EvidenceKind
    from pamms_core.standards.framework import Area, Framework, Section, Standard

__all__ = ["LeftOut", "Question", "QuestionSet"]


@attrs.frozen(kw_only=True)
class Question:
    """One thing an assessor settles about a service.

    Where it is asked (its section, by the code's letter) and what it counts
    towards (its standard) are independent (S2).
    """

    code: str
    """A section's letter and a running number, such as ``B07``."""
    standard: int
    """The number of the standard it counts towards."""
    text: str
    guidance: FrozenMap[str, str]
    """What an assessor sees at each rating of the scale, by the rating's key."""
    evidence: tuple[EvidenceKind, ...]
    """The kinds of evidence to look at."""
    weight: int
    """How much it counts among its standard's questions (S5)."""
    critical: bool = False
    """Whether the lowest rating here could mean serious harm."""
    areas: tuple[Area, ...]
    """The market areas the question suits."""
    most: int | None = None
    """The largest number it may be answered with; ``None`` for a question that is rated."""

    @property
    def letter(self) -> str:
        """The letter of the section it is asked in."""
        return self.code[0]


@attrs.frozen(kw_only=True)
class LeftOut:
    """A standard that a set does not ask about, and why."""

    standard: int
    why: str


@attrs.frozen(kw_only=True, repr=False)
class QuestionSet:
    """A sealed set of questions for one region and market area (S4, S5).

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> question_set
    <QuestionSet east-of-england-accommodation 2026.1: 144 questions>
    >>> question_set["A01"].standard
    1
    """

    id: str
    edition: str
    title: str
    region: str
    area: Area
    framework: Framework
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...] = ()
    status: str = "local"
    """``reference`` for the project's own sets, ``licensed`` or ``local`` for others, and
    ``hypothetical`` for a variation of one.
    """
    source: str = ""
    original: QuestionSet | None = None
    """The sealed set that this one varies from; ``None`` for a sealed set."""

    @cached_property
    def by_code(self) -> FrozenMap[str, Question]:
        """The questions by code."""
        return FrozenMap({question.code: question for question in self.questions})

    @cached_property
    def standard_of(self) -> FrozenMap[str, int]:
        """The number of the standard that each question code counts towards."""
        return FrozenMap({question.code: question.standard for question in self.questions})

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of everything the set says, in canonical form (S5)."""
        return digest(_canonical(self))

    @cached_property
    def variation(self) -> Variation | None:
        """What a hypothetical set varies from, and how; ``None`` for a sealed set."""
        sealed = self.original
        if sealed is None:
            return None
        return Variation(
            id=sealed.id,
            edition=sealed.edition,
            status=sealed.status,
            digest=sealed.digest,
            changes=tuple(weight_changes(sealed, self)),
        )

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make this set hypothetical; none for a sealed set."""
        return () if self.variation is None else self.variation.changes

    def with_weights(self, weights: Mapping[str, int]) -> QuestionSet:
        """Ask what if some weights were different: return a hypothetical variation (S5).

        Answers to the sealed set are answers to its variations too. Changes of a
        variation add up; where all are undone, the sealed set itself comes back.

        Args:
            weights: other weights, by question code.

        Raises:
            VariationError: a code is unknown or a weight is below 1; names every mistake.

        >>> from pamms_core import load_set
        >>> load_set("east-of-england-accommodation").with_weights({"A01": 5})
        <QuestionSet east-of-england-accommodation 2026.1: 144 questions, hypothetical: weight \
of A01 from 3 to 5>
        """
        sealed = self if self.original is None else self.original
        questions = weighted(self, weights)
        if questions == self.questions:
            return self
        if questions == sealed.questions:
            return sealed
        return attrs.evolve(self, questions=questions, status=HYPOTHETICAL, original=sealed)

    @property
    def standards(self) -> tuple[Standard, ...]:
        """The standards that the set asks about, in order."""
        asked = set(self.standard_of.values())
        return tuple(each for each in self.framework.standards if each.number in asked)

    def __getitem__(self, code: str) -> Question:
        """Return a question by its code, or raise UnknownNameError."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownNameError("question", code, self.by_code) from None

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __repr__(self) -> str:
        varied = f", {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<QuestionSet {self.id} {self.edition}: {len(self)} questions{varied}>"

    def asked_in(self, section: Section) -> tuple[Question, ...]:
        """Return the questions of a section, in order."""
        return tuple(each for each in self.questions if each.letter == section.letter)

    def counting_towards(self, standard: Standard) -> tuple[Question, ...]:
        """Return the questions of a standard, in order."""
        return tuple(each for each in self.questions if each.standard == standard.number)

    def triangulation(self) -> FrozenMap[int, tuple[str, ...]]:
        """Tell for each standard in which sections it is asked, by letter (S2).

        >>> from pamms_core import load_set
        >>> load_set("east-of-england-accommodation").triangulation()[11]
        ('C', 'D', 'F')
        """
        letters = [section.letter for section in self.framework.sections]
        asked = {(each.standard, each.letter) for each in self.questions}
        return FrozenMap(
            {
                standard.number: tuple(each for each in letters if (standard.number, each) in asked)
                for standard in self.standards
            }
        )


def _canonical(question_set: QuestionSet) -> object:
    """Everything that a set says, as plain data; a locality's titles do not belong to it."""
    framework, sealed = question_set.framework, question_set.original
    return {
        **({} if sealed is None else {"varies from": sealed.digest}),
        "id": question_set.id,
        "edition": question_set.edition,
        "title": question_set.title,
        "region": question_set.region,
        "area": question_set.area,
        "status": question_set.status,
        "source": question_set.source,
        "left_out": {str(each.standard): each.why for each in question_set.left_out},
        "framework": {
            "id": framework.id,
            "scale": [framework.scale.id, *framework.scale.keys],
            "sections": [section.letter for section in framework.sections],
            "domains": [domain.number for domain in framework.domains],
            "standards": [[each.number, each.domain] for each in framework.standards],
        },
        "questions": [
            {
                "code": question.code,
                "standard": question.standard,
                "text": question.text,
                "guidance": question.guidance,
                "evidence": question.evidence,
                "weight": question.weight,
                "critical": question.critical,
                "areas": question.areas,
            }
            for question in question_set.questions
        ],
    }


offer(__name__)
