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

    >>> from pamms_core import load_set
    >>> question = load_set("east-of-england-accommodation")["B07"]
    >>> question.standard, question.weight, question.critical, [str(kind) for kind in question.evidence]
    (3, 3, False, ['observation', 'person', 'relative'])
    >>> list(question.guidance)
    ['excellent', 'good', 'requires-improvement', 'poor']
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
    bears_on: int | None = None
    """The common standard it bears on, where it counts towards its section's (S3)."""
    adapted: tuple[str, ...] = attrs.field(default=(), eq=False)
    """What is worded for the set's area alone: ``text``, ``evidence``, ``guidance.good``, …"""

    @property
    def letter(self) -> str:
        """The letter of the section it is asked in."""
        return self.code[0]


@attrs.frozen(kw_only=True)
class LeftOut:
    """A standard that a set does not ask about, and why."""

    standard: int
    """Its number; where standards are sections, that of the common standard (S3)."""
    why: str


@attrs.frozen(kw_only=True, repr=False)
class QuestionSet:
    """A sealed set of questions for one region and market area (S4, S5).

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> question_set
    <QuestionSet east-of-england-accommodation 2026.2: 144 questions>
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
    retired: tuple[str, ...] = ()
    """Codes of earlier editions that no question may have again."""
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
    def bearing_of(self) -> FrozenMap[str, int]:
        """The number of the common standard that each question code bears on, where it is known.

        These are the framework's own standards, unless those are its sections (S3).

        >>> from pamms_core import load_set
        >>> load_set("east-of-england-accommodation").bearing_of["D06"]
        8
        """
        if self.framework.common is None:
            return self.standard_of
        return FrozenMap({each.code: each.bears_on for each in self if each.bears_on is not None})

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
        <QuestionSet east-of-england-accommodation 2026.2: 144 questions, hypothetical: weight \
of A01 from 3 to 5>
        """
        sealed = self if self.original is None else self.original
        questions = weighted(self, weights)
        if questions == self.questions:
            return self
        if questions == sealed.questions:
            return sealed
        return attrs.evolve(self, questions=questions, status=HYPOTHETICAL, original=sealed)

    def titled(self, locality: str) -> QuestionSet:
        """Return the set under a locality's titles and labels; it stays the same set (S1, S7).

        Raises:
            UnknownNameError: no titles are known for this locality.

        >>> from pamms_core import load_set
        >>> titled = load_set("east-of-england-accommodation").titled("south-west")
        >>> titled.framework.scale["good"]
        <Rating Compliant>
        """
        framework = self.framework.titled(locality)
        original = None if self.original is None else self.original.titled(locality)
        return attrs.evolve(self, framework=framework, original=original)

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

        Where the standards are the sections, the common standards are looked at (S3).

        >>> from pamms_core import load_set
        >>> load_set("east-of-england-accommodation").triangulation()[11]
        ('C', 'D', 'F')
        """
        asked = {(number, code[0]) for code, number in self.bearing_of.items()}
        letters = [section.letter for section in self.framework.sections]
        found = {
            standard.number: tuple(each for each in letters if (standard.number, each) in asked)
            for standard in self.framework.basis.standards
        }
        return FrozenMap({number: sections for number, sections in found.items() if sections})


def _canonical(question_set: QuestionSet) -> object:
    """Everything that a set says, as plain data.

    A locality's titles do not belong to it, nor do the other areas that a question suits.
    """
    framework, sealed = question_set.framework, question_set.original
    return {
        **({} if sealed is None else {"varies from": sealed.digest}),
        **({"retired": question_set.retired} if question_set.retired else {}),
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
            **({} if framework.common is None else {"common": framework.common.id}),
            "scale": [framework.scale.id, *framework.scale.keys],
            "sections": [section.letter for section in framework.sections],
            "domains": [domain.number for domain in framework.domains],
            "standards": [[each.number, each.domain] for each in framework.standards],
        },
        "questions": list(map(_plain, question_set.questions)),
    }


def _plain(question: Question) -> dict[str, object]:
    return {
        "code": question.code,
        "standard": question.standard,
        **({} if question.bears_on is None else {"bears_on": question.bears_on}),
        "text": question.text,
        "guidance": question.guidance,
        "evidence": question.evidence,
        "weight": question.weight,
        "critical": question.critical,
    }


offer(__name__)
