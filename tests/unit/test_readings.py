"""How a rating is read off tests: extremes, cases, tables and steps."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest

from pamms_core import State
from pamms_core._frozen import FrozenMap
from pamms_core.rating.conditions import Comparison, Count, Facts, Flag, Population
from pamms_core.rating.readings import Band, Bands, Case, Extreme, FirstMatch, Step, Steps, Table
from pamms_core.rating.sums import Counted, Input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core import Scale
    from pamms_core.rating.sums import Test

RATINGS = ("excellent", "good", "requires-improvement", "poor")
FLAG = Flag("breach")


def facts(children: Mapping[str, str | None], tests: Mapping[Test, None], breach: bool = False) -> Facts:  # noqa: FBT001, FBT002
    """Work the tests of a reading out from the ratings of its children."""
    results = {}
    for test in tests:
        assert isinstance(test.sum, Counted)
        results[test] = (
            sum(test.sum.summand(Input(code, 1), key) for code, key in children.items()) >= test.bound
        )
    return Facts(results, {"breach": breach})


def read(
    reading: Extreme | FirstMatch | Table | Steps,
    scale: Scale,
    children: Mapping[str, str | None],
    *,
    breach: bool = False,
) -> str:
    """Read a rating's key, or the state without one."""
    found = reading.read(facts(children, dict.fromkeys(reading.tests(scale.keys)), breach), scale)
    return found.value if isinstance(found, State) else found.key


@pytest.mark.parametrize("worst", [True, False])
def test_extremes(scale: Scale, *, worst: bool) -> None:
    """The worst, or the best, of those that have a rating; of none there is nothing."""
    reading = Extreme(worst=worst)
    assert reading.described == f"{'worst' if worst else 'best'} of children"
    assert reading.named_children() == ()
    for one, two in product((*RATINGS, None), repeat=2):
        known = sorted((key for key in (one, two) if key), key=RATINGS.index)
        expected = known[-1 if worst else 0] if known else "nothing assessed"
        assert read(reading, scale, {"x": one, "y": two}) == expected


def test_the_first_case_that_holds_decides(scale: Scale) -> None:
    """Cases go in order; where none holds it is the rating otherwise, or judgement."""
    poor = Count(population=Population.CHILDREN, ratings=("poor",), at_least=1)
    cases = (
        Case(rating="poor", when=(poor, FLAG)),
        Case(rating="requires-improvement", when=(poor,)),
    )
    decided, judged = FirstMatch(cases, "good"), FirstMatch(cases, None)
    assert decided.described == "cases"
    assert read(decided, scale, {"x": "poor"}, breach=True) == "poor"
    assert read(decided, scale, {"x": "poor"}) == "requires-improvement"
    assert read(decided, scale, {"x": "good"}, breach=True) == "good"
    assert read(judged, scale, {"x": "good"}) == "undetermined"
    named = FirstMatch((Case(rating="poor", when=(Comparison(child="x", above="y"), FLAG)),), None)
    assert named.named_children() == ("x", "y")


def test_a_table_needs_all_its_children(scale: Scale) -> None:
    """The row of all children's ratings gives the rating; without one of them there is no row."""
    rows = {
        pair: RATINGS[(RATINGS.index(pair[0]) + RATINGS.index(pair[1])) % 4]
        for pair in product(RATINGS, repeat=2)
    }
    table = Table(("x", "y"), FrozenMap(rows))
    assert (table.described, table.named_children()) == ("table", ("x", "y"))
    for pair, result in rows.items():
        assert read(table, scale, {"y": pair[1], "x": pair[0], "z": "poor"}) == result
    assert read(table, scale, {"x": "good", "y": None}) == "a part has no rating"


def test_steps_are_taken_in_order(scale: Scale) -> None:
    """From a child's rating up or down, and never off the scale; without it there is no start."""
    good = Count(population=Population.CHILDREN, ratings=("good",), among=("y",), at_least=1)
    steps = Steps("x", (Step(by=2, when=(good,)), Step(by=-1, when=(FLAG,))))
    assert (steps.described, steps.named_children()) == ("steps", ("x", "y"))
    assert read(steps, scale, {"x": "good", "y": "good"}) == "excellent"
    assert read(steps, scale, {"x": "good", "y": "good"}, breach=True) == "good"
    assert read(steps, scale, {"x": "poor", "y": "poor"}, breach=True) == "poor"
    assert read(steps, scale, {"x": None, "y": "good"}) == "a part has no rating"


def test_bands_name_nobody() -> None:
    """Bands are read off a score, whoever made it."""
    bands = Bands((Band(rating="good", bound=Fraction(1)),))
    assert (bands.described, bands.named_children()) == ("bands", ())
