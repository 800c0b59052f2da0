"""Strategies for ratings, evidence and answer sheets: valid, partial and misfitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from pamms_core.answers import NOT_ASSESSED, Answer, Answers, Evidence, EvidenceKind, ReportedRating
from pamms_core.scale import Level, Rating, Scale
from pamms_core.testing._shipped import scale_or_shipped
from pamms_core.testing.question_sets import question_sets

if TYPE_CHECKING:
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "answers",
    "complete_answers",
    "evidence",
    "misfit_answers",
    "ratings",
    "reported_ratings",
    "single_answers",
    "written_ratings",
]

# Text as people paste it: any language, line breaks and markup, but no lone surrogates,
# which no file can hold, and no blanks at the ends, which files do not keep.
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(str.strip)
_REFERENCES = st.from_regex(r"[A-Z]{1,3}[1-9]", fullmatch=True)


def ratings(scale: Scale | None = None) -> st.SearchStrategy[Rating]:
    """Draw a rating of a scale, by default the PAMMS scale; shrinks to the best."""
    return st.deferred(lambda: st.sampled_from(scale_or_shipped(scale).ratings))


def reported_ratings(scale: Scale | None = None) -> st.SearchStrategy[ReportedRating]:
    """Draw a rating, *not assessed*, or nothing."""
    return ratings(scale) | st.just(NOT_ASSESSED) | st.none()


def written_ratings(scale: Scale | None = None) -> st.SearchStrategy[tuple[str, Rating]]:
    """Draw a rating together with one of the ways in which people write it."""

    @st.composite
    def written(draw: st.DrawFn) -> tuple[str, Rating]:
        rating = draw(ratings(scale))
        words = draw(st.sampled_from([rating.key, rating.label])).replace("-", " ").split()
        text = draw(st.sampled_from([" ", "-", "  ", "_"])).join(words)
        case = draw(st.sampled_from([str.lower, str.upper, str.title]))
        return f"{draw(st.sampled_from(['', ' ']))}{case(text)} ", rating

    return written()


def evidence() -> st.SearchStrategy[Evidence]:
    """Draw a reference to a piece of evidence; references repeat often."""
    return st.builds(Evidence, st.sampled_from(EvidenceKind), _REFERENCES, _TEXTS)


def single_answers(scale: Scale | None = None) -> st.SearchStrategy[Answer]:
    """Draw what may be recorded about one question."""
    return st.builds(
        Answer, reported_ratings(scale), _TEXTS, st.lists(evidence(), max_size=3).map(tuple)
    )


def answers(question_set: QuestionSet | None = None) -> st.SearchStrategy[Answers]:
    """Draw an answer sheet: questions may be rated, not assessed, blank or missing."""

    def sheets(asked: QuestionSet) -> st.SearchStrategy[Answers]:
        one = single_answers(asked.framework.scale)
        optional = {question.code: one for question in asked}
        return _sheet(asked, st.fixed_dictionaries({}, optional=optional))

    return _set_or_any(question_set).flatmap(sheets)


def complete_answers(question_set: QuestionSet | None = None) -> st.SearchStrategy[Answers]:
    """Draw an answer sheet in which every question of the set has a rating."""

    def sheets(asked: QuestionSet) -> st.SearchStrategy[Answers]:
        one = st.builds(Answer, ratings(asked.framework.scale))
        return _sheet(asked, st.fixed_dictionaries({question.code: one for question in asked}))

    return _set_or_any(question_set).flatmap(sheets)


def misfit_answers(question_set: QuestionSet) -> st.SearchStrategy[Answers]:
    """Draw a sheet that rating must refuse.

    It is another set's or another edition's, answers a question that the set
    does not have, or holds a rating of another scale.
    """
    foreign = Scale(id="foreign", levels=(Level(key="yes", label="Yes"), Level(key="no", label="No")))
    return answers(question_set).flatmap(
        lambda sheet: st.sampled_from(
            [
                attrs.evolve(sheet, set_id=f"{question_set.id}-other"),
                attrs.evolve(sheet, edition=f"{question_set.edition}-other"),
                sheet.changed({"Z99": question_set.framework.scale.best}),
                sheet.changed({question_set.questions[0].code: foreign.best}),
            ]
        )
    )


def _set_or_any(question_set: QuestionSet | None) -> st.SearchStrategy[QuestionSet]:
    return question_sets() if question_set is None else st.just(question_set)


def _sheet(
    question_set: QuestionSet, entries: st.SearchStrategy[dict[str, Answer]]
) -> st.SearchStrategy[Answers]:
    return st.builds(
        Answers,
        set_id=st.just(question_set.id),
        edition=st.just(question_set.edition),
        title=_TEXTS,
        details=st.dictionaries(st.sampled_from(["service", "visited", "note"]), _TEXTS),
        entries=entries,
    )
