"""What was asked and what was recorded, as plain values that a case can keep and a log can seal.

A case keeps ratings by their keys: a scale belongs to a question set, and the
host holds that. With the set at hand the recorded sheet is an answer sheet again.
"""

# ruff: noqa: TC003 - the JSON codec reads these annotations
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import NOT_ASSESSED, Answer, Answers, Evidence
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from pamms_core.answers import ReportedRating
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "NOTHING",
    "NOT_RATED",
    "AskedQuestion",
    "AskedSet",
    "RecordedAnswer",
    "RecordedSheet",
    "recorded",
    "recorded_changes",
]

NOT_RATED: Final = "not-assessed"
"""How *not assessed* (S8) is recorded."""


@attrs.frozen
class RecordedAnswer:
    """What was recorded about one question."""

    rating: str = ""
    """The key of the rating, :data:`NOT_RATED`, or empty for nothing yet."""
    comment: str = ""
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=tuple[Evidence, ...])

    @classmethod
    def of(cls, answer: Answer) -> RecordedAnswer:
        """Record an answer."""
        return cls(_key(answer.rating), answer.comment, answer.evidence)

    def answer(self, scale: Scale) -> Answer:
        """Read it as an answer again.

        Raises:
            UnknownNameError: the scale has no such rating.
        """
        rating: ReportedRating = None
        if self.rating:
            rating = NOT_ASSESSED if self.rating == NOT_RATED else scale[self.rating]
        return Answer(rating, self.comment, self.evidence)


NOTHING: Final = RecordedAnswer()
"""A question with nothing yet."""


def _key(rating: ReportedRating) -> str:
    if isinstance(rating, Rating):
        return rating.key
    return "" if rating is None else NOT_RATED


def _frozen(given: Mapping[str, RecordedAnswer]) -> FrozenMap[str, RecordedAnswer]:
    return FrozenMap(given)


def _frozen_numbers(given: Mapping[str, int]) -> FrozenMap[str, int]:
    return FrozenMap(given)


def _frozen_flags(given: Mapping[str, bool]) -> FrozenMap[str, bool]:
    return FrozenMap(given)


@attrs.frozen(kw_only=True)
class RecordedSheet:
    """What was recorded of a question set: answers, numbers and what is known from outside."""

    set_id: str
    edition: str
    entries: FrozenMap[str, RecordedAnswer] = attrs.field(factory=FrozenMap, converter=_frozen)
    numbers: FrozenMap[str, int] = attrs.field(factory=FrozenMap, converter=_frozen_numbers)
    flags: FrozenMap[str, bool] = attrs.field(factory=FrozenMap, converter=_frozen_flags)

    def get(self, code: str) -> RecordedAnswer:
        """Find the answer to a question; nothing, if none was recorded."""
        return self.entries.get(code, NOTHING)

    def with_answers(self, changes: Mapping[str, RecordedAnswer]) -> RecordedSheet:
        """Put other answers in place."""
        return attrs.evolve(self, entries={**self.entries, **changes})

    def with_sheet(self, other: RecordedSheet) -> RecordedSheet:
        """Put all that another sheet records in place."""
        return attrs.evolve(
            self,
            entries={**self.entries, **other.entries},
            numbers={**self.numbers, **other.numbers},
            flags={**self.flags, **other.flags},
        )

    def answers(self, question_set: QuestionSet, title: str = "") -> Answers:
        """Read it as an answer sheet, to rate.

        Raises:
            UnknownNameError: the set's scale has no such rating.
        """
        scale = question_set.framework.scale
        return Answers(
            set_id=self.set_id,
            edition=self.edition,
            title=title,
            flags=self.flags,
            numbers=self.numbers,
            entries={code: each.answer(scale) for code, each in self.entries.items()},
        )


def recorded_changes(given: Mapping[str, RecordedAnswer | Answer]) -> FrozenMap[str, RecordedAnswer]:
    """Record answers by question code, as an amendment gives them."""
    return FrozenMap(
        {
            code: each if isinstance(each, RecordedAnswer) else RecordedAnswer.of(each)
            for code, each in given.items()
        }
    )


def recorded(answers: Answers | RecordedSheet) -> RecordedSheet:
    """Record an answer sheet as a case keeps it.

    >>> from pamms_core import load_answers, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> sheet = recorded(load_answers("solid-good", question_set))
    >>> sheet.get("A01").rating
    'good'
    >>> len(sheet.answers(question_set)) == len(question_set)
    True
    """
    if isinstance(answers, RecordedSheet):
        return answers
    return RecordedSheet(
        set_id=answers.set_id,
        edition=answers.edition,
        entries={code: RecordedAnswer.of(each) for code, each in answers.items()},
        numbers=answers.numbers,
        flags=answers.flags,
    )


@attrs.frozen(kw_only=True)
class AskedQuestion:
    """What a process needs to know of a question."""

    code: str
    section: int
    """The number of the section it is asked in."""
    standard: int
    """The number of the standard it counts towards."""
    most: int | None = None
    """The largest number it may be answered with; ``None`` for a question that is rated."""


@attrs.frozen(kw_only=True)
class AskedSet:
    """Which question set a case is about, sealed by its digest (S5), and what it asks.

    >>> from pamms_core import load_set
    >>> asked = AskedSet.of(load_set("east-of-england-accommodation"))
    >>> asked.ratings, asked.sections
    (('excellent', 'good', 'requires-improvement', 'poor'), (1, 2, 3, 4, 5, 6))
    """

    set_id: str
    edition: str
    digest: str
    title: str
    ratings: tuple[str, ...]
    """The keys of the ratings, best first."""
    questions: tuple[AskedQuestion, ...]

    @classmethod
    def of(cls, question_set: QuestionSet) -> AskedSet:
        """Take from a question set what a case keeps of it."""
        sections = {each.letter: each.number for each in question_set.framework.sections}
        asked = (
            AskedQuestion(
                code=each.code,
                section=sections[each.letter],
                standard=each.standard,
                most=each.most,
            )
            for each in question_set
        )
        return cls(
            set_id=question_set.id,
            edition=question_set.edition,
            digest=question_set.digest,
            title=question_set.title,
            ratings=question_set.framework.scale.keys,
            questions=tuple(asked),
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all questions."""
        return tuple(each.code for each in self.questions)

    @property
    def sections(self) -> tuple[int, ...]:
        """The numbers of the sections that ask something, in order."""
        return tuple(sorted({each.section for each in self.questions}))

    @property
    def standards(self) -> tuple[int, ...]:
        """The numbers of the standards that are asked about, in order."""
        return tuple(sorted({each.standard for each in self.questions}))

    def about(self, standards: tuple[int, ...]) -> Iterator[AskedQuestion]:
        """Find the questions about some standards; all of them where none is named."""
        return (each for each in self.questions if not standards or each.standard in standards)

    def empty_sheet(self) -> RecordedSheet:
        """Give a sheet with nothing on it."""
        return RecordedSheet(set_id=self.set_id, edition=self.edition)

    def misfits(self, sheet: RecordedSheet) -> tuple[str, ...]:
        """Name what a sheet records that cannot be recorded of this set, by code."""
        rated = {each.code: each.most is None for each in self.questions}
        known = {"", NOT_RATED, *self.ratings}
        wrong = [
            code if code not in rated else f"{code}: {answer.rating}"
            for code, answer in sheet.entries.items()
            if not rated.get(code, False) or answer.rating not in known
        ]
        return (*wrong, *self._wrong_numbers(sheet))

    def _wrong_numbers(self, sheet: RecordedSheet) -> Iterator[str]:
        most = {each.code: each.most for each in self.questions}
        for code, number in sheet.numbers.items():
            if not 0 <= number <= (most.get(code) or -1):
                yield f"{code}: {number}"

    def unanswered(self, sheet: RecordedSheet, standards: tuple[int, ...] = ()) -> tuple[str, ...]:
        """Name the questions that have no answer yet."""
        return tuple(
            each.code
            for each in self.about(standards)
            if (not sheet.get(each.code).rating if each.most is None else each.code not in sheet.numbers)
        )
