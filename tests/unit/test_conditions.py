"""Conditions: the tests they need, and what their results mean."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from pamms_core.rating.conditions import Comparison, Condition, Count, Facts, Flag, Own, Population
from pamms_core.rating.sums import Counted, Scope, Share

if TYPE_CHECKING:
    from pamms_core import Scale

KEYS = ("a", "b", "c")


def count(**bounds: object) -> Count:
    """Count children that are c."""
    return Count(population=Population.CHILDREN, ratings=("c",), **bounds)  # type: ignore[arg-type]


def holds(condition: Condition, *results: bool) -> bool:
    """Read a condition off the results of its tests, in their order."""
    tests = condition.tests(KEYS)
    return condition.holds(Facts(dict(zip(tests, results, strict=True)), {}), KEYS)


@pytest.mark.parametrize(
    ("population", "scope", "critical"),
    [
        (Population.CHILDREN, Scope.CHILDREN, False),
        (Population.QUESTIONS, Scope.BELOW, False),
        (Population.CRITICAL, Scope.BELOW, True),
    ],
)
def test_a_population_is_a_scope_and_a_count(
    population: Population, scope: Scope, *, critical: bool
) -> None:
    """Children are the node's own; questions, critical or not, are all below it."""
    (test,) = Count(population=population, ratings=("b", "c"), at_least=2).tests(KEYS)
    assert (test.scope, test.bound) == (scope, 2)
    assert test.sum == Counted(frozenset({"b", "c"}), critical=critical)


def test_at_least_and_at_most() -> None:
    """At most two is not three or more."""
    assert [holds(count(at_least=2), reached) for reached in (True, False)] == [True, False]
    most = count(at_most=2)
    assert [test.bound for test in most.tests(KEYS)] == [3]
    assert [holds(most, reached) for reached in (True, False)] == [False, True]


def test_shares_need_somebody() -> None:
    """A share holds if it is reached and anyone of those looked at has a rating."""
    half = count(at_least=Fraction(1, 2), among=("x", "y"))
    share, present = half.tests(KEYS)
    assert share.sum == Share(Counted(frozenset({"c"}), frozenset({"x", "y"})), Fraction(1, 2))
    assert (share.bound, present.bound) == (0, 1)
    assert present.sum == Counted(frozenset(KEYS), frozenset({"x", "y"}))
    assert [holds(half, *each) for each in ((True, True), (True, False), (False, True))] == [
        True,
        False,
        False,
    ]


def test_thresholds_by_presence() -> None:
    """The last threshold for which enough are present is the one that counts."""
    rising = count(at_least=((2, 1), (4, 3)))
    assert [test.bound for test in rising.tests(KEYS)] == [2, 1, 4, 3]
    assert holds(rising, True, True, False, False)
    assert not holds(rising, True, True, True, False)
    assert holds(rising, True, True, True, True)
    assert not holds(rising, True, False, False, False)
    assert not holds(rising, False, True, False, False)


def test_comparisons_own_ratings_and_flags(scale: Scale) -> None:
    """A comparison has one test; the node's own rating and flags have none."""
    assert holds(Comparison(child="x", above="y"), True)
    assert not holds(Comparison(child="x", above="y"), False)
    own, flag = Own(("good", "poor")), Flag("breach", given=False)
    assert own.tests(KEYS) == flag.tests(KEYS) == ()
    for earned, expected in ((scale["good"], True), (scale["excellent"], False), (None, False)):
        assert own.holds(Facts({}, {}, earned), KEYS) is expected
    assert [flag.holds(Facts({}, {"breach": given}), KEYS) for given in (True, False)] == [False, True]


def test_conditions_say_whom_they_name() -> None:
    """A method is checked against a tree by the children its conditions name."""
    assert count(at_least=1, among=("x", "y")).named_children() == ("x", "y")
    assert Comparison(child="x", above="y").named_children() == ("x", "y")
    assert Own(("a",)).named_children() == Flag("breach").named_children() == ()
