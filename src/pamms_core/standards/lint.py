"""What is legal but odd about a question set, before anyone uses it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.standards.framework import Area
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["Finding", "lint", "lint_bank", "words_of"]

# The bounds are ours: they are where a reader begins to doubt a set.
_LONGEST_QUESTION: Final = 45
_SHORTEST_GUIDANCE: Final = 5
_ALIKE: Final = 0.7
# Of two questions that are alike, the shorter one has at least this share of its words in common.
_ALIKE_LATER: Final = 2 * _ALIKE / (1 + _ALIKE)
_WORD: Final = re.compile(r"\w+")
_COMMON: Final = frozenset(
    _WORD.findall("""
    a an and are as at be been by do does each for from have how in is it its of on or so that the
    their them they to was what when where which who with
""")
)


@attrs.frozen(kw_only=True)
class Finding:
    """One oddity of a question set.

    >>> Finding(code="one-section", where="standard 4", message="is asked in section C only").where
    'standard 4'
    """

    code: str
    """What kind of oddity, such as ``one-section``; stable."""
    where: str
    """The question's code, or ``standard 4``, or ``section B``."""
    message: str


def lint(question_set: QuestionSet) -> tuple[Finding, ...]:
    """List what is legal but odd about a set; a good set has nothing to list.

    >>> from pamms_core import lint, load_set
    >>> lint(load_set("east-of-england-accommodation"))
    ()
    """
    weights = {question.weight for question in question_set}
    lightest = min(weights) if len(weights) > 1 else None
    odd = (_question(question, question_set.area, lightest) for question in question_set)
    return (
        *_sections(question_set),
        *_standards(question_set),
        *_triangulation(question_set),
        *_numbering(question_set),
        *chain.from_iterable(odd),
        *lint_bank(question_set),
    )


def lint_bank(questions: Iterable[Question]) -> tuple[Finding, ...]:
    """List questions that share guidance or ask nearly the same, in a bank or any other collection.

    >>> from pamms_core.standards.catalogue import load_bank
    >>> lint_bank(load_bank())
    ()
    """
    every = list(questions)
    return (*_shared_guidance(every), *_near_duplicates(every))


def _sections(question_set: QuestionSet) -> Iterator[Finding]:
    for section in question_set.framework.sections:
        if not question_set.asked_in(section):
            where = f"section {section.letter}"
            yield Finding(code="empty-section", where=where, message="no question is asked in it")


def _standards(question_set: QuestionSet) -> Iterator[Finding]:
    """No question should decide a standard alone."""
    for standard in question_set.standards:
        questions = question_set.counting_towards(standard)
        where = f"standard {standard.number}"
        if len(questions) == 1:
            yield Finding(code="one-question", where=where, message="rests on one question only")
            continue
        heaviest = max(questions, key=lambda question: question.weight)
        if 2 * heaviest.weight > sum(each.weight for each in questions):
            message = f"{heaviest.code} has more than half of its weight"
            yield Finding(code="heavy-question", where=where, message=message)


def _triangulation(question_set: QuestionSet) -> Iterator[Finding]:
    """Standards should be asked about in several sections (S2).

    Where the standards are the sections, the common standards should be, if it is known
    which question bears on which (S3); one that none bears on should be left out with a reason.
    """
    framework = question_set.framework
    named = "standard" if framework.common is None else f"{framework.common.id} standard"
    bearing = Counter(question_set.bearing_of.values())
    for number, letters in question_set.triangulation().items():
        if len(letters) == 1 and (bearing[number] > 1 or framework.common):
            message = f"is asked in section {letters[0]} only"
            yield Finding(code="one-section", where=f"{named} {number}", message=message)
    known = {*bearing, *(each.standard for each in question_set.left_out)}
    for standard in framework.basis.standards if bearing else ():
        if standard.number not in known:
            message = "no question bears on it, and left_out does not say why"
            where = f"{named} {standard.number}"
            yield Finding(code="unasked-standard", where=where, message=message)


def _numbering(question_set: QuestionSet) -> Iterator[Finding]:
    """Two codes should not differ by zeros alone; gaps are fine, for codes are never used again."""
    first: dict[tuple[str, int], str] = {}
    for question in question_set:
        code = question.code
        before = first.setdefault((question.letter, int(code[1:])), code)
        if before != code:
            message = f"has the same number as {before}"
            yield Finding(code="same-number", where=code, message=message)


def _question(question: Question, area: Area, lightest: int | None) -> Iterator[Finding]:
    def found(code: str, message: str) -> Finding:
        return Finding(code=code, where=question.code, message=message)

    if not question.text.endswith("?"):
        yield found("no-question-mark", "does not end with a question mark")
    if (length := len(question.text.split())) > _LONGEST_QUESTION:
        yield found("long-question", f"has {length} words; {_LONGEST_QUESTION} is plenty")
    if area not in question.areas:
        yield found("other-area", f"is not said to suit {area}")
    if question.critical and question.weight == lightest:
        yield found("light-critical", f"is critical but has the lowest weight, {lightest}")
    for rating, text in question.guidance.items():
        if len(text.split()) < _SHORTEST_GUIDANCE:
            yield found("thin-guidance", f"says too little on {rating}: {text!r}")


def _shared_guidance(questions: Sequence[Question]) -> Iterator[Finding]:
    """No guidance text should serve twice, between questions or between ratings."""
    counts = Counter(text for question in questions for text in question.guidance.values())
    for question in questions:
        for rating, text in question.guidance.items():
            if (times := counts[text]) > 1:
                message = f"shares its text on {rating} ({counted(times, 'use')})"
                yield Finding(code="shared-guidance", where=question.code, message=message)


def _near_duplicates(questions: Sequence[Question]) -> Iterator[Finding]:
    """Questions that share most of their words probably ask the same thing."""
    words = {question.code: words_of(question.text) for question in questions}
    place = {code: number for number, code in enumerate(words)}
    earlier: dict[str, str] = {}
    for pair in _pairs_alike(words):
        one, other = sorted(pair, key=place.__getitem__)
        earlier.setdefault(other, one)
    for code in sorted(earlier, key=place.__getitem__):
        message = f"asks nearly the same as {earlier[code]}"
        yield Finding(code="near-duplicate", where=code, message=message)


def _pairs_alike(words: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Find for each question a shorter or equal one with nearly the same words.

    A set may be large, so only questions that share one of their rarest words
    are compared: two that are alike have so much in common that, however few of
    their words are left out, one of the rest is shared (prefix filtering).
    """
    uses = Counter(chain.from_iterable(words.values()))
    with_word: dict[str, list[str]] = {}
    for code in sorted(words, key=lambda each: len(words[each])):
        mine = words[code]
        rarest = sorted(mine, key=lambda word: (uses[word], word))
        looked_up = rarest[: len(mine) - int(_ALIKE * len(mine))]
        others = chain.from_iterable(with_word.get(word, ()) for word in looked_up)
        if twin := next((each for each in others if _alike(mine, words[each])), None):
            yield twin, code
        for word in rarest[: len(mine) - int(_ALIKE_LATER * len(mine))]:
            with_word.setdefault(word, []).append(code)


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) > _ALIKE * len(mine | theirs)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a question that tell what it is about.

    >>> sorted(words_of("Is the kitchen clean, and is it safe?"))
    ['clean', 'kitchen', 'safe']
    """
    return frozenset(_WORD.findall(text.casefold())) - _COMMON
