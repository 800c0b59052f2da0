"""What differs between two editions of a question set, question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted
from pamms_core.scale import fold
from pamms_core.standards.lint import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["EditionComparison", "QuestionChange", "ReusedCode", "compare_editions", "reused_codes"]

# Ours: a question that keeps fewer of its telling words than this share is another question.
_SAME_QUESTION: Final = 0.3


@attrs.frozen(kw_only=True)
class QuestionChange:
    """One question in two editions; where it is not asked, it stands nowhere.

    A question that is asked word for word under another code has moved there.
    """

    before: Question | None
    after: Question | None

    @property
    def code(self) -> str:
        """Its code, the new one if it has two."""
        found = self.after or self.before
        return "" if found is None else found.code

    @property
    def added(self) -> bool:
        """Whether it is asked only now."""
        return self.before is None

    @property
    def dropped(self) -> bool:
        """Whether it is asked no more."""
        return self.after is None

    @property
    def reworded(self) -> bool:
        """Whether its text differs; guidance and evidence are told apart."""
        return self._differs("text")

    @property
    def replaced(self) -> bool:
        """Whether its code now names another question, which no code should ever do."""
        one, other = self.before, self.after
        return one is not None and other is not None and not _same_question(one, other)

    @property
    def guidance(self) -> tuple[str, ...]:
        """The keys of the ratings whose guidance differs."""
        if self.before is None or self.after is None:
            return ()
        one, other = self.before.guidance, self.after.guidance
        return tuple(key for key in {**one, **other} if one.get(key) != other.get(key))

    @property
    def evidence(self) -> bool:
        """Whether other kinds of evidence are to be looked at."""
        return self._differs("evidence")

    @property
    def reweighted(self) -> bool:
        """Whether it has another weight."""
        return self._differs("weight")

    @property
    def moved(self) -> tuple[str, ...]:
        """How it moved: to another code, to another standard, or into or out of the critical ones."""
        return tuple(_moves(self))

    def _differs(self, *names: str) -> bool:
        one, other = self.before, self.after
        if one is None or other is None:
            return False
        return any(getattr(one, name) != getattr(other, name) for name in names)

    def __str__(self) -> str:
        return f"{self.code}: {'; '.join(_told(self))}"


def _same_question(one: Question, other: Question) -> bool:
    mine, theirs = words_of(one.text), words_of(other.text)
    return one.text == other.text or len(mine & theirs) >= _SAME_QUESTION * len(mine | theirs)


def _moves(change: QuestionChange) -> Iterator[str]:
    one, other = change.before, change.after
    if one is None or other is None:
        return
    if one.code != other.code:
        yield f"was {one.code}"
    if one.standard != other.standard:
        yield f"from standard {one.standard} to {other.standard}"
    if one.bears_on != other.bears_on:
        yield f"bears on standard {other.bears_on or 'none'}, not {one.bears_on or 'none'}"
    if one.critical != other.critical:
        yield "critical now" if other.critical else "critical no longer"


def _told(change: QuestionChange) -> Iterator[str]:
    if change.before is None or change.after is None:
        found = change.after or change.before
        yield f"{'added' if change.added else 'dropped'}: {'' if found is None else found.text!r}"
        return
    if change.reworded:
        how = "another question has this code now" if change.replaced else "reworded"
        yield f"{how}: {change.after.text!r} instead of {change.before.text!r}"
    if change.guidance:
        yield f"guidance on {', '.join(change.guidance)}"
    if change.evidence:
        yield f"evidence now {', '.join(change.after.evidence)}"
    if change.reweighted:
        yield f"weight from {change.before.weight} to {change.after.weight}"
    yield from change.moved


@attrs.frozen(kw_only=True)
class ReusedCode:
    """A code that names one question in an edition, and another one in a later edition."""

    code: str
    first: str
    """The edition in which it named the first question, or had retired it."""
    later: str
    """The edition in which it names another, or one at all."""

    def __str__(self) -> str:
        return f"{self.code} is used again in edition {self.later}; it was used in {self.first}"


def reused_codes(editions: Iterable[QuestionSet]) -> tuple[ReusedCode, ...]:
    """Find codes that came to name another question: none ever should.

    Args:
        editions: the editions of a set, oldest first; a question that was left out
            of one of them may come back as what it was.

    >>> from pamms_core import load_set
    >>> reused_codes([load_set("east-of-england-accommodation")] * 2)
    ()
    """
    found: list[ReusedCode] = []
    last: dict[str, tuple[str, Question | None]] = {}
    for question_set in editions:
        for question in question_set:
            edition, before = last.get(question.code, (question_set.edition, question))
            if before is None or not _same_question(before, question):
                found.append(ReusedCode(code=question.code, first=edition, later=question_set.edition))
            last[question.code] = question_set.edition, question
        last.update(dict.fromkeys(question_set.retired, (question_set.edition, None)))
    return tuple(found)


@attrs.frozen(kw_only=True, repr=False)
class EditionComparison:
    """Two editions of a question set, side by side.

    >>> from pamms_core import load_set
    >>> old = load_set("east-of-england-accommodation")
    >>> compare_editions(old, old.with_weights({"A01": 5}))
    <EditionComparison east-of-england-accommodation 2026.2 to 2026.2: 1 reweighted>
    """

    old: QuestionSet
    new: QuestionSet
    changes: tuple[QuestionChange, ...]
    """Every question that differs, in the order of the codes."""
    particulars: tuple[str, ...]
    """How the sets themselves differ: in title, area, framework and what they leave out."""
    reused: tuple[ReusedCode, ...]
    """Codes that came to name another question; a mistake in the new edition."""

    @property
    def added(self) -> tuple[QuestionChange, ...]:
        """The questions that are asked only now."""
        return tuple(each for each in self.changes if each.added)

    @property
    def dropped(self) -> tuple[QuestionChange, ...]:
        """The questions that are asked no more."""
        return tuple(each for each in self.changes if each.dropped)

    @property
    def reworded(self) -> tuple[QuestionChange, ...]:
        """The questions with another text."""
        return tuple(each for each in self.changes if each.reworded)

    @property
    def reweighted(self) -> tuple[QuestionChange, ...]:
        """The questions with another weight."""
        return tuple(each for each in self.changes if each.reweighted)

    @property
    def moved(self) -> tuple[QuestionChange, ...]:
        """The questions with another code, standard or critical mark."""
        return tuple(each for each in self.changes if each.moved)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The comparison in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        names = ("added", "dropped", "reworded", "reweighted", "moved")
        told = (f"{len(getattr(self, name))} {name}" for name in names if getattr(self, name))
        return f"<EditionComparison {_versions(self)}: {', '.join(told) or self._otherwise}>"

    @property
    def _otherwise(self) -> str:
        if self.changes or self.particulars:
            return f"{counted(len(self.changes), 'question')} changed"
        return "the same"

    def _repr_html_(self) -> str:
        from pamms_core.reports.editions import editions_table

        return editions_table(self)


def _versions(found: EditionComparison) -> str:
    old, new = found.old, found.new
    if old.id == new.id:
        return f"{old.id} {old.edition} to {new.edition}"
    return f"{old.id} {old.edition} to {new.id} {new.edition}"


def _sentences(found: EditionComparison) -> Iterator[str]:
    changed = counted(len(found.changes), "question differs", "questions differ")
    yield f"{_versions(found)}: {changed if found.changes else 'no question differs'}."
    yield from (f"{each}." for each in found.particulars)
    yield from (f"{each}." for each in found.reused)
    yield from (f"{each}." for each in found.changes)


def compare_editions(old: QuestionSet, new: QuestionSet) -> EditionComparison:
    """Tell what was added, dropped, reworded, reweighted and moved from one edition to another.

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> compare_editions(question_set, question_set.with_weights({"A01": 5})).reweighted[0].code
    'A01'
    """
    changes = (QuestionChange(before=one, after=other) for one, other in _paired(old, new))
    return EditionComparison(
        old=old,
        new=new,
        changes=tuple(each for each in changes if any(_told(each))),
        particulars=tuple(_particulars(old, new)),
        reused=reused_codes([old, new]),
    )


def _paired(old: QuestionSet, new: QuestionSet) -> Iterator[tuple[Question | None, Question | None]]:
    """Pair questions by their codes; of the others, those that ask the same word for word."""
    dropped = {each.code: each for each in old if each.code not in new.by_code}
    by_text = {fold(each.text): code for code, each in dropped.items()}
    for question in new:
        if question.code in old.by_code:
            yield old[question.code], question
        else:
            yield dropped.pop(by_text.get(fold(question.text), ""), None), question
    for question in dropped.values():
        yield question, None


def _particulars(old: QuestionSet, new: QuestionSet) -> Iterator[str]:
    for name in ("title", "region", "area", "status"):
        one, other = str(getattr(old, name)), str(getattr(new, name))
        if one != other:
            yield f"{name} from {one!r} to {other!r}"
    if old.framework.id != new.framework.id:
        yield f"framework from {old.framework.id} to {new.framework.id}"
    before, after = ({each.standard for each in which.left_out} for which in (old, new))
    yield from (f"standard {number} is left out now" for number in sorted(after - before))
    yield from (f"standard {number} is left out no longer" for number in sorted(before - after))
