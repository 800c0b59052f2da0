"""The strategies that other people's tests draw from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from loans import ANN, LIB, Lend, Loan, Renew, Return, loans

from pamms_core import (
    Answer,
    Answers,
    Counting,
    Deadline,
    Evidence,
    Extension,
    Method,
    Outcome,
    Period,
    Question,
    QuestionSet,
    Rating,
    Scale,
    Unit,
    load_framework,
)
from pamms_core import _hypothesis as registration
from pamms_core.testing import (
    ClosedWeekly,
    calendars,
    cases,
    deadlines,
    logs,
    periods,
    questions,
    scales,
    sealed_logs,
    written_ratings,
)
from pamms_core.workflow import Actor, Case, Log, Machine, Open, replay, verify_log
from pamms_core.workflow.calendars import Calendar
from pamms_core.workflow.england_and_wales import england_and_wales

if TYPE_CHECKING:
    from pamms_core.workflow import Sealed

FEW = settings(max_examples=20, derandomize=True, database=None, deadline=None)
FEW_SEARCHED = settings(FEW, max_examples=500, phases=[Phase.generate])


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
    [
        *(Scale, Rating, Evidence, Answer, Answers, Question, QuestionSet, Method, Outcome),
        *(Actor, Calendar, Case, Counting, Deadline, Log, Machine, Period),
    ],
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


def _host_class(calendar: Calendar) -> bool:
    return isinstance(calendar, ClosedWeekly)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("a set", lambda each: isinstance(each, frozenset) and len(each) == 2),
        ("many days", lambda each: isinstance(each, frozenset) and len(each) > 100),
        ("days by name", lambda each: isinstance(each, Mapping) and len(each) == 2),
        ("a host's class", _host_class),
        ("the built-in one", lambda each: each == england_and_wales()),
    ],
)
def test_calendars_of_every_kind_are_drawn(kind: str, wanted: Any) -> None:
    """A set, a mapping, a class and the built-in one: whatever a counting takes."""
    found = find(calendars(), wanted, settings=FEW_SEARCHED)
    assert Counting(calendar=found).calendar == found, kind
    if isinstance(found, ClosedWeekly):
        closed = next(day for day in range(1, 8) if date(2026, 3, day) in found)
        assert Counting(calendar=found).why_not_working(date(2026, 3, closed)) in {"closed", "weekend"}
        assert found.name(date(2026, 3, closed)) == "closed"


def test_periods_and_deadlines_of_chosen_units() -> None:
    """Only those units are drawn, and a deadline in hours is extended by hours."""
    assert drawn_from(periods(Unit.WEEKS)).unit is Unit.WEEKS
    stretched = find(deadlines(Unit.HOURS), lambda each: len(each.ledger) == 2, settings=FEW_SEARCHED)
    assert stretched.due() is not None
    assert {each.by.unit for each in stretched.ledger if isinstance(each, Extension)} <= {Unit.HOURS}


@FEW
@given(case=st.from_type(Case), sealed=sealed_logs())
def test_drawn_cases_and_logs_are_such_as_the_kernel_makes(
    case: Case[Any], sealed: tuple[Sealed, ...]
) -> None:
    """A drawn case is open and its log tells it; a drawn stored log is whole."""
    assert case.version == len(case.log) >= 1
    assert case.log[0].name == "open"
    assert verify_log(sealed, sealed[-1].hash) is None


def test_cases_of_a_machine_of_your_own() -> None:
    """Given how a case is opened and what may be tried, cases of any machine are drawn."""
    table, ask = loans(), Open(Loan("Emma", "ann"))
    how: Any = {
        "opening": st.just((ask, ANN)),
        "steps": st.sampled_from([(Lend(), LIB), (Renew("ill"), ANN), (Return(), LIB), (Lend(), ANN)]),
    }
    returned = find(cases(table, **how), lambda case: case.state == "returned", settings=FEW_SEARCHED)
    assert [entry.rule for entry in returned.log] == ["ask", "lend", "return"]
    assert replay(table, returned.log) == returned
    assert len(drawn_from(logs(table, **how, max_steps=0))) == 1


def test_an_opening_that_is_refused_says_why() -> None:
    """A strategy that opens a case as somebody who may not is a mistake in the test."""
    with pytest.raises(ValueError, match="by 'lib' does not open a case: Only reader may do this"):
        drawn_from(cases(loans(), opening=st.just((Open(Loan("Emma", "ann")), LIB))))
