"""Carry an answer sheet from one edition of a question set to the next."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core._frozen import FrozenMap
from pamms_core.errors import PammsError
from pamms_core.scale import Rating
from pamms_core.standards.editions import compare_editions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.answers import Answer, Answers
    from pamms_core.standards.editions import QuestionChange
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["Carried", "CarryError", "LeftBehind", "Why", "carry"]


class Why(StrEnum):
    """Why a rating was not carried over."""

    DROPPED = "the question is asked no more"
    REPLACED = "another question has its code now"
    REWORDED = "the question is worded otherwise"
    GUIDANCE = "what this rating looks like is worded otherwise"
    UNKNOWN = "the old edition does not ask it"


class CarryError(PammsError, ValueError):
    """Answers that cannot be carried from one set to another; lists every reason."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "; ".join(self.reasons)


@attrs.frozen(kw_only=True)
class LeftBehind:
    """An answer whose rating is not valid any more, and why."""

    code: str
    """The question's code in the old edition."""
    answer: Answer
    """What was recorded."""
    why: Why

    def __str__(self) -> str:
        return f"{self.code} ({self.answer.label}): {self.why}"


@attrs.frozen(kw_only=True, repr=False)
class Carried:
    """A sheet for the new edition, and what needs looking at.

    >>> from pamms_core import carry, load_answers, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> carry(load_answers("solid-good", question_set), question_set, question_set)
    <Carried from 2026.2 to 2026.2: 144 answers kept, 0 left behind>
    """

    answers: Answers
    """The sheet for the new edition."""
    from_edition: str
    kept: tuple[str, ...]
    """The codes, in the old edition, of answers that are as valid as they were."""
    left: tuple[LeftBehind, ...]
    """What is not valid any more. Where only guidance changed, comment and evidence were kept."""
    noted: tuple[QuestionChange, ...]
    """What else changed about questions whose answers were kept, such as their weight."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What happened, in words."""
        return (
            f"{counted(len(self.kept), 'answer')} kept, {len(self.left)} to look at.",
            *(f"{each}." for each in self.left),
            *(f"Kept, but changed: {each}." for each in self.noted),
        )

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        editions = f"{self.from_edition} to {self.answers.edition}"
        kept = counted(len(self.kept), "answer")
        return f"<Carried from {editions}: {kept} kept, {len(self.left)} left behind>"


def carry(answers: Answers, old: QuestionSet, new: QuestionSet) -> Carried:
    """Carry a sheet over: keep what is still valid, and list what is not and why.

    An answer is kept if its question asks the same in the same words and its
    rating still looks the same. Other weights, standards or kinds of evidence do
    not make it invalid; they are noted.

    Args:
        answers: a sheet for the old edition.
        old: the edition that was answered.
        new: the edition to carry to.

    Raises:
        CarryError: the answers are not for the old edition, or the editions are
            rated on different scales.

    >>> from pamms_core import load_answers, load_set
    >>> old = load_set("east-of-england-accommodation")
    >>> carried = carry(load_answers("solid-good", old), old, old.with_weights({"A01": 5}))
    >>> len(carried.kept), carried.left
    (144, ())
    """
    if reasons := list(_reasons(answers, old, new)):
        raise CarryError(reasons)
    changes = {each.before.code: each for each in compare_editions(old, new).changes if each.before}
    kept: dict[str, Answer] = {}
    found: dict[str, Why] = {}
    carried: dict[str, Answer] = {}
    for code, answer in answers.entries.items():
        change = changes.get(code)
        why = Why.UNKNOWN if code not in old.by_code else _why(change, answer)
        to = code if change is None else change.code
        if why is None:
            kept[code] = answer
            carried[to] = _on(answer, new)
        else:
            found[code] = why
            if why is Why.GUIDANCE:
                carried[to] = attrs.evolve(answer, rating=None)
    return Carried(
        answers=attrs.evolve(
            answers,
            set_id=new.id,
            edition=new.edition,
            entries=FrozenMap(carried),
            numbers=FrozenMap(
                {code: each for code, each in answers.numbers.items() if code in new.by_code}
            ),
        ),
        from_edition=old.edition,
        kept=tuple(kept),
        left=tuple(
            LeftBehind(code=code, answer=answers.entries[code], why=why) for code, why in found.items()
        ),
        noted=tuple(changes[code] for code in kept if code in changes),
    )


def _reasons(answers: Answers, old: QuestionSet, new: QuestionSet) -> Iterator[str]:
    if (answers.set_id, answers.edition) != (old.id, old.edition):
        yield (f"the answers are for {answers.set_id} {answers.edition}, not for {old.id} {old.edition}")
    if old.framework.scale != new.framework.scale:
        one, other = old.framework.scale.id, new.framework.scale.id
        yield f"the ratings are on scale {one!r}, those of the new edition on {other!r}"


def _why(change: QuestionChange | None, answer: Answer) -> Why | None:
    """Say why an answer is not valid any more, if so."""
    if change is None:
        return None
    if change.dropped:
        return Why.DROPPED
    if change.replaced:
        return Why.REPLACED
    if change.reworded:
        return Why.REWORDED
    rating = answer.rating
    return Why.GUIDANCE if isinstance(rating, Rating) and rating.key in change.guidance else None


def _on(answer: Answer, question_set: QuestionSet) -> Answer:
    """Show a rating under the new edition's labels."""
    if not isinstance(answer.rating, Rating):
        return answer
    return attrs.evolve(answer, rating=question_set.framework.scale[answer.rating.key])
