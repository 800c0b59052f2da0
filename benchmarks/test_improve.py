"""The cheapest improvement, beside a full rating and two integer programming solvers.

All costs are compared too: a solver that knows the reference method by heart must find the
same least cost. What is not installed is skipped.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from integer_programme import programme, solve_highs, solve_sat
from sheets import sheets

from pamms_core import Impossible, Improvement

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Answers, Rater

SOLVERS = {"scipy": solve_highs, "ortools": solve_sat}


def timed(call: Callable[[], object], rounds: int = 5) -> float:
    """Return the median time of a call, in seconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return median(times)


def full(rater: Rater) -> list[Answers]:
    """Sheets on which every question has a rating."""
    ranks = len(rater.question_set.framework.scale)
    return [
        sheet
        for sheet in sheets(rater.question_set, 16)
        if all(state is not None and state < ranks for state in rater.states(sheet))
    ]


@pytest.mark.parametrize("solver", SOLVERS)
def test_solvers_find_the_same_cost_and_take_longer(solver: str, rater: Rater) -> None:
    """On every full sheet the least cost is the solver's, and the search is faster on the whole."""
    pytest.importorskip(solver)
    ours = theirs = 0.0
    for sheet in full(rater):
        states = rater.states(sheet)
        for level, target in ((1, "requires-improvement"), (2, "good"), (3, "excellent")):
            found = rater.improve(sheet, target)
            least = SOLVERS[solver](programme(rater, states, level))
            if isinstance(found, Impossible):
                assert least is None
                continue
            assert isinstance(found, Improvement)
            if found.cost:  # the programme has no row for a goal that is reached already
                assert found.cost == least
            ours += timed(lambda s=sheet, t=target: rater.improve(s, t), 3)  # type: ignore[misc]
            theirs += timed(lambda s=states, n=level: SOLVERS[solver](programme(rater, s, n)), 3)  # type: ignore[misc]
    print(f"\nsearch {ours * 1000:.0f} ms, {solver} {theirs * 1000:.0f} ms", end="")  # noqa: T201
    assert ours < theirs


def test_an_improvement_takes_fewer_than_300_full_rates(rater: Rater, sheet: Answers) -> None:
    """To the next rating up, with step costs, measured beside a full rating."""
    floor = timed(lambda: rater.rate(sheet), 51)
    for each in full(rater):
        ratio = timed(lambda s=each: rater.improve(s, "good"), 3) / floor  # type: ignore[misc]
        print(f"\nimprove to good: {ratio:.0f} full rates", end="")  # noqa: T201
        assert ratio < 300


def test_all_flip_points_take_at_most_100_full_rates(rater: Rater, sheet: Answers) -> None:
    """Every single weight that could turn the overall rating."""
    floor = timed(lambda: rater.rate(sheet), 51)
    ratio = timed(lambda: rater.flip_points(sheet)) / floor
    print(f"\nall flip points: {ratio:.0f} full rates", end="")  # noqa: T201
    assert ratio <= 100
