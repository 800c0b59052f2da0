"""Strategies for scales, questions and whole question sets."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.answers import EvidenceKind
from pamms_core.scale import Level, Scale
from pamms_core.standards.framework import Area, Domain, Framework, Standard
from pamms_core.standards.question_set import Question, QuestionSet
from pamms_core.testing._shipped import framework, scale_or_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["question_sets", "questions", "scales"]

_HEAVIEST = 5


def scales(*, max_size: int = 5) -> st.SearchStrategy[Scale]:
    """Draw a scale of two ratings or more, with stars or without."""

    def scale(size: int, starred: bool) -> Scale:  # noqa: FBT001 (called by position below)
        letters = string.ascii_lowercase[:size]
        return Scale(
            id=f"scale-of-{size}",
            levels=tuple(
                Level(key=f"level-{each}", label=f"Level {each}", stars=size - n if starred else None)
                for n, each in enumerate(letters)
            ),
        )

    return st.builds(scale, st.integers(2, max_size), st.booleans())


def questions(scale: Scale | None = None) -> st.SearchStrategy[Question]:
    """Draw one question of standard 1, asked in section A."""
    return _rows(1).map(lambda rows: _questions(rows, scale_or_shipped(scale))[0])


def question_sets(
    scale: Scale | None = None, *, max_standards: int = 4, max_questions: int = 4
) -> st.SearchStrategy[QuestionSet]:
    """Draw a small question set, with domains above its standards or without.

    Args:
        scale: the scale its questions are rated on, by default the PAMMS scale.
        max_standards: how many standards it has at most.
        max_questions: how many questions each standard has at most.
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> QuestionSet:
        domains = draw(st.lists(st.integers(1, 3), min_size=1, max_size=max_standards))
        with_domains = draw(st.booleans())
        placed = sorted(domains) if with_domains else [None] * len(domains)
        rows = [row for n in range(len(placed)) for row in draw(_rows(max_questions, n + 1))]
        house = _framework(placed, scale_or_shipped(scale))
        return QuestionSet(
            id="drawn",
            edition="1",
            title="A drawn set",
            region="nowhere",
            area=Area.ACCOMMODATION,
            framework=house,
            questions=_questions(rows, house.scale),
        )

    return drawn()


_Row = tuple[int, str, int, bool]
"""A question's standard, section letter, weight and whether it is critical."""


def _rows(most: int, standard: int = 1) -> st.SearchStrategy[list[_Row]]:
    row = st.tuples(
        st.just(standard), st.sampled_from("ABCDEF"), st.integers(1, _HEAVIEST), st.booleans()
    )
    return st.lists(row, min_size=1, max_size=most)


def _framework(domains: Sequence[int | None], scale: Scale) -> Framework:
    numbers = sorted({number for number in domains if number is not None})
    return attrs.evolve(
        framework(),
        id="drawn",
        scale=scale,
        domains=tuple(Domain(number=each, title=f"Domain {each}") for each in numbers),
        standards=tuple(
            Standard(number=place, title=f"Standard {place}", domain=domain)
            for place, domain in enumerate(domains, 1)
        ),
        titles=FrozenMap(),
    )


def _questions(rows: Sequence[_Row], scale: Scale) -> tuple[Question, ...]:
    """Number the questions within their sections, in the order of a set file."""
    numbers: Counter[str] = Counter()
    found = []
    for standard, letter, weight, critical in rows:
        numbers[letter] += 1
        found.append(
            Question(
                code=f"{letter}{numbers[letter]:02}",
                standard=standard,
                text=f"Is question {numbers[letter]} of section {letter} met?",
                guidance=FrozenMap({key: f"What {key} looks like here." for key in scale.keys}),
                evidence=(EvidenceKind.RECORD,),
                weight=weight,
                critical=critical,
                areas=(Area.ACCOMMODATION,),
            )
        )
    return tuple(sorted(found, key=lambda each: each.code))
