"""Answers and methods that do not belong to a question set: every reason is listed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    AnswersMismatchError,
    Level,
    Method,
    MethodMismatchError,
    Outcome,
    PammsError,
    QuestionSet,
    Rater,
    Scale,
    rate,
)
from pamms_core._frozen import FrozenMap
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[[QuestionSet, str], Answers]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

# Two standards of domain 1 and one of domain 2; A01 is critical.
ROWS = {"A01": (1, 1, True), "A02": (1, 9), "A03": (2, 10), "A04": (3, 20)}


def test_every_reason_why_answers_do_not_fit_is_listed(make_set: SetMaker, scale: Scale) -> None:
    """Another set, unknown codes, another scale and what is no rating come in one error."""
    other = Scale(id="cqc", levels=tuple(Level(key=key, label=key) for key in scale.keys))
    sheet = Answers(
        set_id="large",
        edition="2",
        entries={
            "A01": Answer(other["good"]),
            "A2": Answer(scale["good"]),
            "zebra": Answer(other["poor"]),
            "A03": Answer("good"),  # type: ignore[arg-type]
            "A04": Answer(NOT_ASSESSED),
        },
    )
    with pytest.raises(AnswersMismatchError, match="the answers are for question set 'large'") as caught:
        rate(make_set(ROWS), sheet)
    assert caught.value.reasons == (
        "the answers are for question set 'large', edition '2', not question set 'small', edition '1'",
        "A01 is rated on scale 'cqc', not 'pamms'",
        "'A2' is not a question of the set (did you mean 'A02'?)",
        "'zebra' is not a question of the set",
        "zebra is rated on scale 'cqc', not 'pamms'",
        "A03 is rated 'good', which is no rating",
    )
    assert str(caught.value) == "; ".join(caught.value.reasons)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, PammsError)


def test_past_fifty_reasons_no_near_match_is_looked_for(make_set: SetMaker) -> None:
    """A sheet of ten thousand foreign codes is refused at once, with every code listed."""
    entries = {f"A{number:04}": Answer() for number in range(1000, 11_000)}
    sheet = Answers(set_id="small", edition="1", entries=entries)
    with pytest.raises(AnswersMismatchError, match="'A1000' is not a question of the set") as caught:
        rate(make_set(ROWS), sheet)
    assert len(caught.value.reasons) == 10_000
    assert ["did you mean" in reason for reason in caught.value.reasons[49:51]] == [True, False]


def test_another_edition_is_another_set(make_set: SetMaker, make_sheet: SheetMaker) -> None:
    """S5: answers to one edition are not rated as answers to the next."""
    sheet = make_sheet(make_set(ROWS), "EEEE")
    with pytest.raises(
        AnswersMismatchError, match="edition '1', not question set 'small', edition '2'"
    ) as caught:
        rate(make_set(ROWS, edition="2"), sheet)
    assert len(caught.value.reasons) == 1


def test_every_reason_why_a_method_does_not_fit_is_named(make_set: SetMaker, method: Method) -> None:
    """Points for other ratings and missing rules are refused before any rating, all of them."""
    misfit = attrs.evolve(
        method,
        id="misfit",
        points=FrozenMap({"good": Fraction(1), "poor": Fraction(0)}),
        rules=FrozenMap({NodeKind.OVERALL: method.rules[NodeKind.OVERALL]}),
    )
    with pytest.raises(
        MethodMismatchError, match="method 'misfit' does not fit question set 'small'"
    ) as caught:
        Rater(make_set(ROWS), misfit)
    assert str(caught.value).partition(": ")[2] == (
        "it gives points to good, poor, but answers are excellent, good, requires-improvement, poor; "
        "it has no rule for a standard; it has no rule for a domain"
    )
    assert isinstance(caught.value, ValueError)


def test_a_method_with_its_ratings_in_another_order_does_not_fit(
    make_set: SetMaker, method: Method
) -> None:
    """The order of the points is the order of the scale, best first."""
    backwards = attrs.evolve(method, points=FrozenMap(dict(reversed(list(method.points.items())))))
    with pytest.raises(
        MethodMismatchError, match="it gives points to poor, requires-improvement, good"
    ) as caught:
        Rater(make_set(ROWS), backwards)
    assert "no rule" not in str(caught.value)


def test_what_rules_name_must_be_there(make_set: SetMaker, own_method: MethodMaker) -> None:
    """Rules for nodes, weights and children that the set does not have are all named."""
    when = {"child": "standard-9", "is": "poor"}
    method = own_method(
        domain={"weights": {"standard-8": 2}, "limits": [{"id": "a", "at_most": "poor", "when": when}]},
        standard={"score": "ratio of A01 to B99"},
    )
    extra = method.rules[NodeKind.STANDARD]
    method = attrs.evolve(method, rules=FrozenMap({**method.rules, "standard-16": extra}))
    with pytest.raises(MethodMismatchError, match="its rule for 'domain' names 'standard-8'") as caught:
        Rater(make_set(ROWS), method)
    assert set(caught.value.reasons) == {
        "its rule for 'domain' names 'standard-8', which is no child there",
        "its rule for 'domain' names 'standard-9', which is no child there",
        "its rule for 'standard' names 'A01', which is no number there",
        "its rule for 'standard' names 'B99', which is no number there",
        "its rule for 'standard-16' is for no node of the tree",
    }
