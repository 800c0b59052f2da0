"""What was recorded about each question: a rating, why, and on what evidence.

An answer sheet is immutable. Each question of it is rated, *not assessed*
(S8), or has nothing yet; changing an answer gives a new sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core._hypothesis import offer
from pamms_core.errors import UnknownNameError
from pamms_core.scale import Rating, Scale, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "NOT_ASSESSED",
    "Answer",
    "Answers",
    "Evidence",
    "EvidenceKind",
    "EvidenceUse",
    "NotAssessed",
    "ReportedRating",
    "parse_reported",
]


class EvidenceKind(StrEnum):
    """Where evidence is found (A2, S10)."""

    CARE_FILE = "care file"
    STAFF_FILE = "staff file"
    OBSERVATION = "observation"
    PERSON = "person"
    RELATIVE = "relative"
    STAFF = "staff"
    MANAGER = "manager"
    POLICY = "policy"
    RECORD = "record"

    @property
    def described(self) -> str:
        """The kind as an assessor would say it.

        >>> EvidenceKind.PERSON.described
        'conversation with a person'
        """
        return f"conversation with {_SPOKEN[self]}" if self in _SPOKEN else self.value


_SPOKEN: Final = {
    EvidenceKind.PERSON: "a person",
    EvidenceKind.RELATIVE: "a relative",
    EvidenceKind.STAFF: "staff",
    EvidenceKind.MANAGER: "the manager",
}


@attrs.frozen
class Evidence:
    """A reference to a piece of evidence; the evidence itself stays with the host.

    >>> str(Evidence(EvidenceKind.CARE_FILE, "CF2", "review of 3 March"))
    'care file CF2 (review of 3 March)'
    """

    kind: EvidenceKind
    reference: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}" + (f" ({self.note})" if self.note else "")


class NotAssessed(Enum):
    """The one state of a question that was looked at and deliberately not rated (S8).

    >>> Answer(NOT_ASSESSED).label, Answer(None).label
    ('Not assessed', 'Not answered')
    """

    NOT_ASSESSED = "not assessed"

    def __repr__(self) -> str:
        return "NOT_ASSESSED"


NOT_ASSESSED: Final = NotAssessed.NOT_ASSESSED

ReportedRating: TypeAlias = Rating | NotAssessed | None
"""A rating, *not assessed*, or ``None`` for nothing yet."""


def _frozen_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence)


@attrs.frozen
class Answer:
    """What an assessor recorded about one question (S9).

    >>> from pamms_core import load_framework
    >>> scale = load_framework().scale
    >>> answer = Answer(scale["good"], "Seen at lunch.", [Evidence(EvidenceKind.OBSERVATION, "O4")])
    >>> answer.is_rated, answer.label, answer.evidence[0].reference
    (True, 'Good', 'O4')
    """

    rating: ReportedRating = None
    comment: str = ""
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=_frozen_evidence)

    @property
    def is_rated(self) -> bool:
        """Whether the question has a rating."""
        return isinstance(self.rating, Rating)

    @property
    def is_answered(self) -> bool:
        """Whether the question has a rating or is *not assessed*."""
        return self.rating is not None

    @property
    def label(self) -> str:
        """The rating's label, ``Not assessed`` or ``Not answered``."""
        if isinstance(self.rating, Rating):
            return self.rating.label
        return "Not answered" if self.rating is None else "Not assessed"


@attrs.frozen
class EvidenceUse:
    """One piece of evidence and the questions that rest on it.

    >>> from pamms_core import load_answers, load_set
    >>> sheet = load_answers("solid-good", load_set("east-of-england-accommodation"))
    >>> use = sheet.evidence_uses()[0]
    >>> use.kind.value, use.reference, use.codes[:3]
    ('care file', 'CF3', ('A01', 'A03', 'A07'))
    """

    kind: EvidenceKind
    reference: str
    codes: tuple[str, ...]


def _frozen_texts(texts: Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap(texts)


def _frozen_flags(flags: Mapping[str, bool]) -> FrozenMap[str, bool]:
    return FrozenMap(flags)


def _frozen_numbers(numbers: Mapping[str, int]) -> FrozenMap[str, int]:
    return FrozenMap(numbers)


def _frozen_entries(entries: Mapping[str, Answer]) -> FrozenMap[str, Answer]:
    return FrozenMap(entries)


@attrs.frozen(kw_only=True, repr=False)
class Answers(Mapping[str, Answer]):
    """An answer sheet: a read-only mapping from question code to :class:`Answer`.

    A code that is missing is a question with nothing yet.

    >>> entries = {"A01": Answer(comment="There is no lift.")}
    >>> sheet = Answers(set_id="ours", edition="1", entries=entries)
    >>> sheet["A01"].label, "A02" in sheet
    ('Not answered', False)
    >>> sheet.changed({"A01": NOT_ASSESSED})["A01"]
    Answer(rating=NOT_ASSESSED, comment='There is no lift.', evidence=())
    """

    set_id: str
    """The question set that was answered."""
    edition: str
    """The set's edition."""
    title: str = ""
    """What was assessed, such as the service's name."""
    details: FrozenMap[str, str] = attrs.field(factory=FrozenMap, converter=_frozen_texts)
    """Anything else the host records with the sheet, such as dates or a note."""
    flags: FrozenMap[str, bool] = attrs.field(factory=FrozenMap, converter=_frozen_flags)
    """What is known from outside, such as a breach of regulations, by a method's flag names."""
    numbers: FrozenMap[str, int] = attrs.field(factory=FrozenMap, converter=_frozen_numbers)
    """Numbers that a method's ratios are made of, by its input codes."""
    entries: FrozenMap[str, Answer] = attrs.field(factory=FrozenMap, converter=_frozen_entries)

    def __getitem__(self, code: str) -> Answer:
        """Return the answer to a question, or raise UnknownNameError (a LookupError)."""
        try:
            return self.entries[code]
        except KeyError:
            raise _NoAnswerError("answer", code, self.entries) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __hash__(self) -> int:
        return hash((self.set_id, self.edition, self.title, frozenset(self.entries.items())))

    def __repr__(self) -> str:
        rated = sum(answer.is_rated for answer in self.entries.values())
        return f"<Answers {self.title or self.set_id!r}: {rated} rated of {len(self)} recorded>"

    def changed(self, changes: Mapping[str, Answer | ReportedRating]) -> Answers:
        """Return a sheet with some answers replaced.

        A bare rating, ``NOT_ASSESSED`` or ``None`` replaces only the rating and
        keeps comment and evidence. Codes are not checked against a question
        set here; rating does that.
        """
        entries = dict(self.entries)
        for code, change in changes.items():
            before = entries.get(code, Answer())
            entries[code] = change if isinstance(change, Answer) else attrs.evolve(before, rating=change)
        return attrs.evolve(self, entries=entries)

    def evidence_uses(self) -> tuple[EvidenceUse, ...]:
        """List every piece of evidence with the questions it supports, in sheet order."""
        uses: dict[tuple[EvidenceKind, str], tuple[str, dict[str, None]]] = {}
        for code, answer in self.entries.items():
            for each in answer.evidence:  # a reference is shown as it was written first
                first = uses.setdefault((each.kind, fold(each.reference)), (each.reference, {}))
                first[1][code] = None
        return tuple(EvidenceUse(kind, text, tuple(codes)) for (kind, _), (text, codes) in uses.items())

    def reused_evidence(self, standard_of: Mapping[str, int]) -> tuple[EvidenceUse, ...]:
        """List evidence that supports questions under different standards (D2).

        Args:
            standard_of: the standard's number for each question code, as
                ``QuestionSet.standard_of`` gives it.
        """
        return tuple(
            use
            for use in self.evidence_uses()
            if len({standard_of[code] for code in use.codes if code in standard_of}) > 1
        )

    def contradictory_evidence(self) -> tuple[EvidenceUse, ...]:
        """List evidence that supports both a lowest and a highest rating (D2)."""
        return tuple(use for use in self.evidence_uses() if self._contradicts(use.codes))

    def _contradicts(self, codes: tuple[str, ...]) -> bool:
        ratings = [each for code in codes if isinstance(each := self.entries[code].rating, Rating)]
        return any(each == each.scale.best for each in ratings) and any(
            each == each.scale.worst for each in ratings
        )


class _NoAnswerError(UnknownNameError, KeyError):
    """A code with no answer; also a KeyError, as ``Mapping.get`` expects."""

    __str__ = UnknownNameError.__str__


_NOT_ASSESSED_WORDS: Final = frozenset(
    {"not assessed", "na", "n/a", "n.a.", "not applicable", "notassessed"}
)

# Blanks, and quotation marks of any language around a word that was pasted with them.
_QUOTES: Final = " \t\r\n\N{NO-BREAK SPACE}\"'`´‘’‚‛“”„‟«»‹›「」『』＂＇"  # noqa: RUF001


def parse_reported(text: str, scale: Scale) -> ReportedRating:
    """Read what stands in a rating cell: a rating, *not assessed*, or nothing.

    Args:
        text: words, initials or a region's label; ``N/A``; or blank.
        scale: the scale to read ratings on.

    Raises:
        UnknownNameError: it is none of these; names the nearest rating.

    >>> from pamms_core import load_framework
    >>> scale = load_framework().scale
    >>> parse_reported("requires-improvement", scale), parse_reported("N/A", scale)
    (<Rating Requires Improvement>, NOT_ASSESSED)
    """
    bare = text.strip(_QUOTES)
    if not fold(bare):
        return None
    return NOT_ASSESSED if fold(bare) in _NOT_ASSESSED_WORDS else scale.parse(bare)


offer(__name__)
