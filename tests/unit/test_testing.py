"""The strategies that other people's tests draw from."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pamms_core import (
    Answer,
    Answers,
    Evidence,
    Method,
    Outcome,
    Question,
    QuestionSet,
    Rating,
    Scale,
    load_framework,
)
from pamms_core import _hypothesis as registration
from pamms_core.testing import questions, scales, written_ratings

FEW = settings(max_examples=20, derandomize=True, database=None, deadline=None)


def drawn_from(strategy: st.SearchStrategy[Any]) -> Any:
    """Draw one value, without a search for the simplest."""
    found: list[Any] = []

    @settings(FEW, max_examples=1, phases=[Phase.generate])
    @given(value=strategy)
    def keep(value: object) -> None:
        found.append(value)

    keep()
    return found[0]


@pytest.mark.parametrize(
    "kind",
    [Scale, Rating, Evidence, Answer, Answers, Question, QuestionSet, Method, Outcome],
)
def test_from_type_finds_the_strategy_of_every_registered_type(kind: type) -> None:
    """`from_type` draws a value of each type that the library registers."""
    assert isinstance(drawn_from(st.from_type(kind)), kind)


def test_every_registered_name_exists() -> None:
    """The registration names modules, types and strategies that there are."""
    import pamms_core.testing as strategies

    for module, kinds in registration._STRATEGIES.items():
        for kind, strategy in kinds.items():
            assert isinstance(getattr(sys.modules[module], kind), type)
            assert strategy in strategies.__all__


def test_registering_again_changes_nothing() -> None:
    """Hypothesis may call the entry point at any time; the types stay registered."""
    registration.register()
    assert isinstance(drawn_from(st.from_type(Rating)), Rating)


def test_modules_that_are_not_loaded_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry point passes over modules that nobody has imported yet."""
    offered: list[str] = []
    for module in registration._STRATEGIES:
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(registration, "offer", offered.append)
    registration.register()
    assert offered == []


def test_without_hypothesis_nothing_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Hypothesis is not loaded, offering a module's types does nothing."""
    monkeypatch.delitem(sys.modules, "hypothesis.strategies")
    registration.offer("pamms_core.scale")
    assert "hypothesis.strategies" not in sys.modules


@FEW
@given(written=written_ratings())
def test_a_written_rating_parses_to_its_rating(written: tuple[str, Rating]) -> None:
    """Whatever case, spaces and hyphens are drawn, the text parses to the rating drawn with it."""
    text, rating = written
    assert load_framework().scale.parse(text) == rating


@FEW
@given(scale=scales())
def test_drawn_scales_order_their_ratings(scale: Scale) -> None:
    """A drawn scale has two ratings or more, best first, with falling stars or none."""
    assert len(scale) >= 2
    assert list(scale) == sorted(scale, reverse=True)
    assert {rating.stars is None for rating in scale} in ({True}, {False})


@FEW
@given(question=questions())
def test_a_drawn_question_has_guidance_for_every_rating(question: Question) -> None:
    """A drawn question counts towards standard 1 and says what each rating looks like."""
    assert question.standard == 1
    assert tuple(question.guidance) == load_framework().scale.keys


@FEW
@given(question_set=st.from_type(QuestionSet))
def test_drawn_sets_are_whole(question_set: QuestionSet) -> None:
    """Every standard of a drawn set has a question, and no code stands twice."""
    asked = {question.standard for question in question_set}
    assert asked == {standard.number for standard in question_set.framework.standards}
    assert len(question_set.by_code) == len(question_set)
